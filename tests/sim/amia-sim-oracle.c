/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim-oracle.h"

#include <string.h>

#include "amia-ended-facts.h"
#include "amia-record.h"
#include "amia-scope.h"

/* Rights from the log alone. The pure rules of data/record are the server's own, and have tests of
 * their own; everything that the server keeps of them from one round to the next is not used. */

/* A record that decides about access. */
typedef struct
{
  AmiaRecord *bare; /* by the log */
  AmiaRecord *full; /* with what the log has lost and is kept in mind */
  char       *agency;
} Fact;

struct _SimOracle
{
  gint64      seq;
  GPtrArray  *changes; /* (element-type AmiaChange) */
  GHashTable *by_name; /* (element-type utf8 AmiaChange) */
  GHashTable *facts;   /* (element-type AmiaUuid Fact) */
  GPtrArray  *ended;   /* (element-type AmiaEndedFact): of all lives of the log */
  GHashTable *rights;  /* (element-type utf8 AmiaRights): worked out since anything changed */
};

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  g_clear_pointer (&fact->full, amia_record_free);
  amia_record_free (fact->bare);
  g_free (fact->agency);
  g_free (fact);
}

static void
rights_free (gpointer data)
{
  if (data != NULL)
    amia_rights_unref (data);
}

static char *
dup_name (const AmiaUuid *device,
          gint64          n)
{
  char hex[AMIA_UUID_HEX_LENGTH + 1];

  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, amia_uuid_print_hex (device, hex), n);
}

SimOracle *
sim_oracle_new (void)
{
  SimOracle *oracle = g_new0 (SimOracle, 1);

  oracle->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_change_free);
  oracle->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  oracle->facts = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, fact_free);
  oracle->ended = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_ended_fact_free);
  oracle->rights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, rights_free);
  return oracle;
}

void
sim_oracle_free (SimOracle *oracle)
{
  g_hash_table_unref (oracle->rights);
  g_hash_table_unref (oracle->facts);
  g_hash_table_unref (oracle->by_name);
  g_ptr_array_unref (oracle->changes);
  g_ptr_array_unref (oracle->ended);
  g_free (oracle);
}

void
sim_oracle_start_over (SimOracle *oracle)
{
  oracle->seq = 0;
  g_hash_table_remove_all (oracle->rights);
  g_hash_table_remove_all (oracle->facts);
  g_hash_table_remove_all (oracle->by_name);
  g_ptr_array_set_size (oracle->changes, 0);
}

/* --- Reading the log ------------------------------------------------------------------------- */

static gboolean
is_fact (const AmiaOp *op)
{
  return strcmp (op->kind, "member") == 0 || strcmp (op->kind, "consent") == 0 ||
         strcmp (op->kind, "case") == 0 || strcmp (op->kind, "participant") == 0;
}

static void
keep_ended (SimOracle        *oracle,
            const AmiaChange *change,
            const AmiaOp     *op,
            gboolean          is_new)
{
  AmiaEndedFact *ended;

  if (!amia_op_is_safeguarded (op, is_new))
    return;

  ended = g_new0 (AmiaEndedFact, 1);
  ended->device = change->device;
  ended->n = change->n;
  amia_op_get_scope (op, &ended->scope);
  ended->record = op->record;
  ended->field = g_strdup (op->field);
  ended->value = g_strdup (op->value);
  g_ptr_array_add (oracle->ended, ended);
}

static void
take_fact (SimOracle        *oracle,
           const AmiaChange *change,
           const AmiaOp     *op,
           GHashTable       *made)
{
  Fact *fact = g_hash_table_lookup (oracle->facts, &op->record);

  if (fact == NULL)
    {
      fact = g_new0 (Fact, 1);
      fact->bare = amia_record_new (op->kind, &op->record, &op->case_id);
      fact->agency = g_strdup (change->agency);
      g_hash_table_insert (oracle->facts, &fact->bare->id, fact);
      g_hash_table_add (made, fact);
    }

  keep_ended (oracle, change, op, g_hash_table_contains (made, fact));
  (void) amia_record_apply (fact->bare, change, op);
  g_hash_table_remove_all (oracle->rights);
}

static gboolean
take_row (const AmiaLogRow *row,
          gpointer          data)
{
  SimOracle *oracle = data;
  g_autoptr (GHashTable) made = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  AmiaChange *change =
      amia_change_decode (&row->device, row->n, row->body, row->body_length, &error);

  g_assert_no_error (error);
  change->author = g_strdup (row->author);
  change->agency = g_strdup (row->agency);
  g_ptr_array_add (oracle->changes, change);
  g_assert_true (g_hash_table_insert (oracle->by_name, dup_name (&row->device, row->n), change));
  for (guint i = 0; i < change->ops->len; i++)
    {
      if (is_fact (g_ptr_array_index (change->ops, i)))
        take_fact (oracle, change, g_ptr_array_index (change->ops, i), made);
    }

  oracle->seq = row->seq;
  return TRUE;
}

gint64
sim_oracle_read (SimOracle  *oracle,
                 AmiaLedger *ledger)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_read_log (ledger, oracle->seq, take_row, oracle, &error));
  return oracle->seq;
}

GPtrArray *
sim_oracle_get_changes (SimOracle *oracle)
{
  return oracle->changes;
}

const AmiaChange *
sim_oracle_find (SimOracle      *oracle,
                 const AmiaUuid *device,
                 gint64          n)
{
  g_autofree char *name = dup_name (device, n);

  return g_hash_table_lookup (oracle->by_name, name);
}

/* FNV-1a. */
static guint64
mix (guint64       hash,
     gconstpointer data,
     gsize         length)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

gint64
sim_op_key (const AmiaUuid *device,
            gint64          n,
            const AmiaOp   *op)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  hash = mix (hash, device->bytes, sizeof device->bytes);
  hash = mix (hash, &n, sizeof n);
  hash = mix (hash, op->record.bytes, sizeof op->record.bytes);
  return (gint64) mix (hash, op->field, strlen (op->field));
}

/* --- Rights ---------------------------------------------------------------------------------- */

/* The record with what has been lost of it, each as a head of its own. */
static AmiaRecord *
get_record (SimOracle *oracle,
            Fact      *fact)
{
  g_autoptr (GPtrArray) lost = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;

  for (guint i = 0; i < oracle->ended->len; i++)
    {
      AmiaEndedFact *ended = g_ptr_array_index (oracle->ended, i);

      if (amia_uuid_equal (&ended->record, &fact->bare->id) &&
          sim_oracle_find (oracle, &ended->device, ended->n) == NULL)
        g_ptr_array_add (lost, ended);
    }
  if (lost->len == 0)
    return fact->bare;

  g_clear_pointer (&fact->full, amia_record_free);
  state = amia_record_encode (fact->bare);
  fact->full = amia_record_new (fact->bare->kind, &fact->bare->id, &fact->bare->case_id);
  g_assert_true (amia_record_decode (fact->full, state, &error));
  amia_ended_facts_apply (lost, fact->full);
  return fact->full;
}

static gboolean
get_participant (Fact     *fact,
                 AmiaUuid *participant)
{
  g_autofree char *value = NULL;

  if (strcmp (fact->bare->kind, "case") != 0)
    return FALSE;

  value = amia_record_dup_string (fact->bare, "participant");
  return value != NULL && amia_uuid_parse (value, -1, participant);
}

static void
add_protection (SimOracle      *oracle,
                const AmiaUuid *case_id,
                AmiaCaseAccess *access)
{
  Fact    *fact = g_hash_table_lookup (oracle->facts, case_id);
  Fact    *person;
  AmiaUuid id;

  if (fact == NULL || !get_participant (fact, &id))
    return;

  person = g_hash_table_lookup (oracle->facts, &id);
  if (person != NULL && amia_participant_is_protected (get_record (oracle, person)))
    amia_case_access_set_protected (access, person->agency);
}

/* NULL for a case without a fact. */
static AmiaRights *
get_case_rights (SimOracle        *oracle,
                 const AmiaReader *reader,
                 const AmiaUuid   *case_id,
                 const char       *today)
{
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();
  gboolean       has_facts = FALSE;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, oracle->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Fact *fact = value;

      if (strcmp (fact->bare->kind, "case") == 0 ||
          !amia_uuid_equal (&fact->bare->case_id, case_id))
        continue;

      amia_case_access_add (access, get_record (oracle, fact), fact->agency);
      has_facts = TRUE;
    }
  if (!has_facts)
    return NULL;

  add_protection (oracle, case_id, access);
  return amia_case_access_get_rights (access, reader, today);
}

static AmiaRights *
get_person_rights (SimOracle        *oracle,
                   const AmiaReader *reader,
                   const AmiaUuid   *person,
                   const char       *today)
{
  AmiaRights    *all = NULL;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, oracle->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Fact       *fact = value;
      AmiaRights *one;
      AmiaRights *both;
      AmiaUuid    id;

      if (!get_participant (fact, &id) || !amia_uuid_equal (&id, person) ||
          (one = get_case_rights (oracle, reader, &fact->bare->id, today)) == NULL)
        continue;

      both = all != NULL ? amia_rights_join (all, one) : amia_rights_ref (one);
      g_clear_pointer (&all, amia_rights_unref);
      amia_rights_unref (one);
      all = both;
    }

  return all;
}

static AmiaRights *
get_rights (SimOracle        *oracle,
            const AmiaReader *reader,
            const AmiaOp     *op,
            const AmiaUuid   *scope,
            const char       *today)
{
  char        text[AMIA_UUID_TEXT_LENGTH + 1];
  char       *key;
  gpointer    known;
  AmiaRights *rights;

  key = g_strjoin ("|", reader->user, today, amia_uuid_print (scope, text), NULL);
  if (g_hash_table_lookup_extended (oracle->rights, key, NULL, &known))
    {
      g_free (key);
      return known;
    }

  rights = amia_op_is_of_person (op) ? get_person_rights (oracle, reader, scope, today)
                                     : get_case_rights (oracle, reader, scope, today);
  g_hash_table_insert (oracle->rights, key, rights);
  return rights;
}

static gboolean
may_see_source (SimOracle        *oracle,
                const AmiaReader *reader,
                const AmiaRef    *source,
                const char       *today,
                gboolean         *is_known)
{
  const AmiaChange *cited = sim_oracle_find (oracle, &source->device, source->n);
  gboolean          is_found = FALSE;

  for (guint i = 0; cited != NULL && i < cited->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (cited->ops, i);

      if (strcmp (op->field, source->field) != 0)
        continue;
      is_found = TRUE;
      if (!sim_oracle_may_see (oracle, reader, cited, op, today))
        return FALSE;
    }

  *is_known &= is_found;
  return TRUE;
}

gboolean
sim_oracle_may_see (SimOracle        *oracle,
                    const AmiaReader *reader,
                    const AmiaChange *change,
                    const AmiaOp     *op,
                    const char       *today)
{
  AmiaUuid    scope;
  AmiaRights *rights;
  gboolean    is_known = TRUE;

  amia_op_get_scope (op, &scope);
  rights = get_rights (oracle, reader, op, &scope, today);
  if (amia_rights_allow (rights, reader, op, change->author, change->agency) != AMIA_VERDICT_YES)
    return FALSE;

  for (guint i = 0; op->sources != NULL && i < op->sources->len; i++)
    {
      const AmiaRef *source = &g_array_index (op->sources, AmiaRef, i);

      if (!may_see_source (oracle, reader, source, today, &is_known))
        return FALSE;
    }

  return is_known || strcmp (change->author, reader->user) == 0;
}
