/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-day.h"
#include "amia-kinds.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-share.h"
#include "amia-sim.h"
#include "amia-store-log.h"

/* What must be true of an office where all is well again. */

#define WORD     "ord-"
#define LEASE_MS (31 * SIM_DAY_MS)

/* What a laptop's log says. */
typedef struct
{
  SimClient  *client;
  char       *today;
  GHashTable *there;   /* (element-type gint64): ops */
  GHashTable *words;   /* numbers of words, whatever became of them */
  GHashTable *refused; /* numbers of words that were refused, or are kept here alone */
  gboolean    is_strict;
} Look;

static void
add_words (GHashTable *words,
           const char *text,
           gsize       length)
{
  const char *end = text + length;
  const char *at = text;

  while ((at = memmem (at, (gsize) (end - at), WORD, strlen (WORD))) != NULL)
    {
      guint number = 0;

      at += strlen (WORD);
      if (at < end && g_ascii_isdigit (*at))
        {
          while (at < end && g_ascii_isdigit (*at))
            number = number * 10 + (guint) (*at++ - '0');
          if (at < end && *at == ';')
            g_hash_table_add (words, GUINT_TO_POINTER (number + 1));
        }
    }
}

static gboolean
has_word (GHashTable *words,
          guint       number)
{
  return g_hash_table_contains (words, GUINT_TO_POINTER (number + 1));
}

static void
look_init (Look      *look,
           SimClient *client)
{
  look->client = client;
  look->today = amia_day_in_sweden (client->sim->now_ms);
  look->there = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  look->words = g_hash_table_new (NULL, NULL);
  look->refused = g_hash_table_new (NULL, NULL);
}

static void
look_clear (Look *look)
{
  g_free (look->today);
  g_hash_table_unref (look->there);
  g_hash_table_unref (look->words);
  g_hash_table_unref (look->refused);
}

/* --- What is there --------------------------------------------------------------------------- */

/* A change that the server knows of under that name: it may be here. */
static void
check_allowed (Look             *look,
               const AmiaChange *change,
               const AmiaOp     *op)
{
  Sim    *sim = look->client->sim;
  gint64 *key = g_new (gint64, 1);

  *key = sim_op_key (&change->device, change->n, op);
  g_hash_table_add (look->there, key);

  /* What no server has any more stays where it is. */
  if (sim_oracle_find (sim->oracle, &change->device, change->n) == NULL)
    g_assert_true (sim->has_set_server_back);
  else if (!sim_oracle_may_see (sim->oracle, &look->client->reader, change, op, look->today))
    g_error ("laptop %u has %s %s = %s of %s %" G_GINT64_FORMAT,
             look->client->index,
             op->kind,
             op->field,
             op->value,
             change->author,
             change->n);
}

/* An own change that the server did not take: it is somewhere, and says why. What was sealed may
 * have been judged since, and refused for good. */
static void
check_not_taken (Look             *look,
                 const AmiaChange *change,
                 AmiaChangeState   state,
                 const char       *reason)
{
  AmiaLedger *ledger = amia_rounds_get_ledger (look->client->sim->rounds);
  g_autoptr (AmiaSyncResponse) rows = amia_sync_response_new ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (reason);
  if (state != AMIA_CHANGE_ESCROW)
    return;

  g_assert_true (amia_ledger_list_escrowed (ledger,
                                            &change->device,
                                            change->n,
                                            change->n,
                                            rows->escrowed,
                                            &error));
  g_assert_true (amia_ledger_list_refusals (ledger,
                                            &change->device,
                                            change->n,
                                            change->n,
                                            rows->refused,
                                            &error));
  g_assert_cmpuint (rows->escrowed->len + rows->refused->len, ==, 1);
}

static gboolean
look_cb (const AmiaChange *change,
         AmiaChangeState   state,
         const char       *reason,
         gpointer          data)
{
  Look    *look = data;
  gboolean is_taken = state == AMIA_CHANGE_ACCEPTED || state == AMIA_CHANGE_FOREIGN;

  if (look->is_strict)
    g_assert_cmpint (state, !=, AMIA_CHANGE_HERE);
  if (look->is_strict && (state == AMIA_CHANGE_REFUSED || state == AMIA_CHANGE_ESCROW))
    check_not_taken (look, change, state, reason);
  if (look->is_strict && state == AMIA_CHANGE_ACCEPTED && !look->client->sim->has_set_server_back)
    g_assert_nonnull (sim_oracle_find (look->client->sim->oracle, &change->device, change->n));

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      add_words (look->words, op->value, strlen (op->value));
      /* What a server had taken before it was set back, and may not take now, is kept. */
      if (state == AMIA_CHANGE_REFUSED || state == AMIA_CHANGE_KEPT)
        add_words (look->refused, op->value, strlen (op->value));
      if (is_taken)
        check_allowed (look, change, op);
    }

  return TRUE;
}

static void
look_at_log (Look    *look,
             gboolean is_strict)
{
  const AmiaLogQuery whole_log = { .state = -1 };
  g_autoptr (GError) error = NULL;

  look->is_strict = is_strict;
  g_assert_true (
      amia_store_foreach_change (look->client->store, &whole_log, look_cb, look, &error));
}

/* No byte of the files says what the log does not. */
static void
check_bytes (Look       *look,
             const char *ending)
{
  g_autofree char *path = g_strconcat (look->client->path, ending, NULL);
  SimFile         *file = sim_file_find (path);
  g_autoptr (GHashTable) written = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer       word;

  if (file == NULL)
    return;

  add_words (written, (const char *) file->bytes->data, file->bytes->len);
  g_hash_table_iter_init (&iter, written);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    {
      if (!g_hash_table_contains (look->words, word))
        g_error ("laptop %u: %s%u; of laptop %u is in %s",
                 look->client->index,
                 WORD,
                 GPOINTER_TO_UINT (word) - 1,
                 g_array_index (look->client->sim->words, SimWord, GPOINTER_TO_UINT (word) - 1)
                     .client,
                 path);
    }
}

void
sim_check_forgotten (SimClient *client)
{
  Look look;

  look_init (&look, client);
  look_at_log (&look, FALSE);
  look_clear (&look);
}

/* Of what is replaced or removed a snapshot has nothing. */
static gboolean
is_left_out (Look             *look,
             const AmiaChange *change,
             const AmiaOp     *op)
{
  Sim *sim = look->client->sim;

  return sim->faults.snapshots > 0 &&
         sim_oracle_is_replaced (sim->oracle, &look->client->reader, change, op, look->today);
}

/* Everything the reader may see is here. */
static void
check_complete (Look *look)
{
  Sim       *sim = look->client->sim;
  GPtrArray *changes = sim_oracle_get_changes (sim->oracle);

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = g_ptr_array_index (changes, i);

      for (guint j = 0; j < change->ops->len; j++)
        {
          const AmiaOp *op = g_ptr_array_index (change->ops, j);
          gint64        key = sim_op_key (&change->device, change->n, op);

          if (!sim_oracle_may_see (sim->oracle, &look->client->reader, change, op, look->today) ||
              g_hash_table_contains (look->there, &key) ||
              is_left_out (look, change, op))
            continue;

          g_error ("laptop %u lacks %s %s = %s of %s %" G_GINT64_FORMAT, look->client->index,
                   op->kind, op->field, op->value, change->author, change->n);
        }
    }
}

/* --- What is shown --------------------------------------------------------------------------- */

static gboolean
append_record (const AmiaRecord *record,
               gpointer          data)
{
  g_autofree char *state = amia_record_encode (record);
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_printf (data, "%s %s %d %s\n", record->kind, amia_uuid_print (&record->id, id),
                          amia_record_is_removed (record), state);
  return TRUE;
}

/* The sum of the names of the ops that a reader may see in a case: who has the same sum sees the
 * same. */
static guint64
sum_up (Look           *look,
        const AmiaUuid *case_id)
{
  Sim       *sim = look->client->sim;
  GPtrArray *changes = sim_oracle_get_changes (sim->oracle);
  guint64    sum = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = g_ptr_array_index (changes, i);

      for (guint j = 0; j < change->ops->len; j++)
        {
          const AmiaOp *op = g_ptr_array_index (change->ops, j);
          gint64        key = sim_op_key (&change->device, change->n, op);

          if (amia_uuid_equal (&op->case_id, case_id) &&
              g_hash_table_contains (look->there, &key))
            sum += (guint64) key * 2654435761u;
        }
    }

  return sum;
}

static char *
dup_case (SimClient      *client,
          const AmiaUuid *case_id)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const AmiaRecordQuery query = { .case_id = case_id };

  g_assert_true (amia_store_foreach_record (client->store, &query, append_record, text, &error));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
find_cb (const AmiaChange *change,
         AmiaChangeState   state,
         const char       *reason,
         gpointer          data)
{
  gboolean *has_any = data;

  (void) change;
  (void) state;
  (void) reason;
  *has_any = TRUE;
  return FALSE;
}

/* What the server keeps sealed, or knows no more, is shown to its author alone. */
static gboolean
has_sealed (SimClient *client)
{
  static const AmiaChangeState states[] = { AMIA_CHANGE_ESCROW, AMIA_CHANGE_KEPT };
  g_autoptr (GError) error = NULL;
  gboolean has_any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      const AmiaLogQuery query = { .state = (int) states[i] };

      g_assert_true (
          amia_store_foreach_change (client->store, &query, find_cb, &has_any, &error));
    }

  return has_any;
}

static void
check_same_dump (Look *a,
                 Look *b)
{
  Sim *sim = a->client->sim;

  if (has_sealed (a->client) || has_sealed (b->client) || sim->has_set_server_back)
    return;

  for (guint i = 0; i < sim->cases->len; i++)
    {
      AmiaUuid        *id = &g_array_index (sim->cases, AmiaUuid, i);
      g_autofree char *of_a = NULL;
      g_autofree char *of_b = NULL;

      if (sum_up (a, id) != sum_up (b, id))
        continue;

      of_a = dup_case (a->client, id);
      of_b = dup_case (b->client, id);
      g_assert_cmpstr (of_a, ==, of_b);
    }
}

/* --- What was written ------------------------------------------------------------------------ */

static void
add_escrow (Sim            *sim,
            const AmiaUuid *scope,
            GHashTable     *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      amia_ledger_list_escrow (amia_rounds_get_ledger (sim->rounds), scope, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      gsize       length;
      const char *text = g_bytes_get_data (((AmiaEscrowRow *) g_ptr_array_index (rows, i))->body,
                                           &length);

      add_words (words, text, length);
    }
}

static void
add_server (Sim        *sim,
            GHashTable *words)
{
  GPtrArray *changes = sim_oracle_get_changes (sim->oracle);

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = g_ptr_array_index (changes, i);

      for (guint j = 0; j < change->ops->len; j++)
        {
          const AmiaOp *op = g_ptr_array_index (change->ops, j);

          add_words (words, op->value, strlen (op->value));
        }
    }

  for (guint i = 0; i < sim->cases->len; i++)
    add_escrow (sim, &g_array_index (sim->cases, AmiaUuid, i), words);
  for (guint i = 0; i < sim->participants->len; i++)
    add_escrow (sim, &g_array_index (sim->participants, AmiaUuid, i), words);
}

/* Every word is on the server, in its escrow, or with its author as refused or kept. */
static void
check_words (Sim  *sim,
             Look *looks)
{
  g_autoptr (GHashTable) words = g_hash_table_new (NULL, NULL);

  add_server (sim, words);
  for (guint i = 0; i < sim->words->len; i++)
    {
      const SimWord *word = &g_array_index (sim->words, SimWord, i);
      const Look    *author = &looks[word->client];

      if (word->is_lost || has_word (words, i) || has_word (author->refused, i))
        continue;

      /* What its author had to forget is not brought back to a server that has lost it. */
      if (sim->has_set_server_back && !has_word (author->words, i))
        continue;

      g_error ("%s%u; of laptop %u is nowhere", WORD, i, word->client);
    }
}

/* --- Who was asked to forget ------------------------------------------------------------------ */

static gboolean
is_asked (const GPtrArray *forgets,
          const char      *user)
{
  for (guint i = 0; i < forgets->len; i++)
    {
      if (strcmp (((const AmiaForget *) g_ptr_array_index (forgets, i))->user, user) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whoever was let out of a scope has been asked to forget it, so that it can be told who has. */
static void
check_asked (Sim            *sim,
             const AmiaUuid *scope)
{
  AmiaLedger *ledger = amia_rounds_get_ledger (sim->rounds);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) grants = amia_ledger_list_scope_grants (ledger, scope, &error);
  g_autoptr (GPtrArray) forgets = amia_ledger_list_forgets (ledger, scope, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < grants->len; i++)
    {
      const AmiaGrant *grant = g_ptr_array_index (grants, i);

      if (!grant->is_active && !is_asked (forgets, grant->user))
        g_error ("%s was never asked to forget", grant->user);
    }
}

static void
check_forgets (Sim *sim)
{
  /* A laptop that is shut out is asked nothing any more, and one that signed in after the copy was
   * made is not known. */
  if (sim->faults.revoke > 0 || sim->has_set_server_back)
    return;

  for (guint i = 0; i < sim->cases->len; i++)
    check_asked (sim, &g_array_index (sim->cases, AmiaUuid, i));
  for (guint i = 0; i < sim->participants->len; i++)
    check_asked (sim, &g_array_index (sim->participants, AmiaUuid, i));
}

void
sim_check (Sim *sim)
{
  Look looks[SIM_CLIENTS_MAX];

  (void) sim_oracle_read (sim->oracle, amia_rounds_get_ledger (sim->rounds));
  for (guint i = 0; i < sim->n_clients; i++)
    {
      g_autoptr (GString) report = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      look_init (&looks[i], &sim->clients[i]);
      look_at_log (&looks[i], TRUE);
      check_complete (&looks[i]);
      check_bytes (&looks[i], "");
      check_bytes (&looks[i], "-wal");
      g_assert_true (amia_store_verify (sim->clients[i].store, report, &error));
      g_assert_cmpstr (report->str, ==, "");
      sim_check_merge (&sim->clients[i]);
      sim_note_held (&sim->clients[i], NULL);
    }

  check_words (sim, looks);
  sim_check_blobs (sim);
  check_forgets (sim);
  for (guint i = 0; i < sim->n_clients; i++)
    {
      sim_check_green (&sim->clients[i], 100);
      for (guint j = 0; j < i; j++)
        check_same_dump (&looks[i], &looks[j]);
    }
  for (guint i = 0; i < sim->n_clients; i++)
    look_clear (&looks[i]);
}

/* --- The lease ------------------------------------------------------------------------------- */

static void
check_field (SimClient        *client,
             const AmiaRecord *record,
             const char       *name)
{
  const AmiaField *field = amia_kind_find_field (amia_kind_find (record->kind), name);
  gsize            n_heads;
  const AmiaHead  *heads = amia_record_get_heads (record, name, &n_heads);

  if (field == NULL || (field->flags & AMIA_FIELD_ENVELOPE) != 0)
    return;

  for (gsize i = 0; i < n_heads; i++)
    {
      const char *agency = NULL;

      g_assert_nonnull (amia_store_get_author (client->store, &heads[i].device, &agency));
      g_assert_cmpstr (agency, ==, client->reader.agency);
    }
}

static gboolean
check_own (const AmiaRecord *record,
           gpointer          data)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  for (guint i = 0; i < fields->len; i++)
    check_field (data, record, g_ptr_array_index (fields, i));
  return TRUE;
}

void
sim_check_lease (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  const AmiaRecordQuery everything = { 0 };

  /* A clock that was set back while the laptop was away hides how long that was. */
  if (client->contact_ms == 0 || sim->now_ms - client->contact_ms <= LEASE_MS ||
      client->skew_ms != 0 || client->is_estranged)
    return;

  sim_trace (sim, "client %u was away for longer than its lease", client->index);
  g_assert_true (
      amia_store_foreach_record (client->store, &everything, check_own, client, &error));
}
