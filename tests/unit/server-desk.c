/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-desk.h"

#include <string.h>

#include "amia-ended-facts.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-restore.h"
#include "amia-scope.h"

typedef struct
{
  gint64      generation;
  AmiaRights *rights;
} DeskRights;

static void
free_held (gpointer data)
{
  Held *held = data;

  amia_op_free (held->op);
  g_free (held->author);
  g_free (held->agency);
  g_free (held);
}

static void
free_rights (gpointer data)
{
  DeskRights *rights = data;

  amia_rights_unref (rights->rights);
  g_free (rights);
}

static char *
name_op (const AmiaUuid *device,
         gint64          n,
         const AmiaUuid *record,
         const char     *field)
{
  char hex[AMIA_UUID_HEX_LENGTH + 1];
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  return g_strdup_printf ("%.2s/%" G_GINT64_FORMAT "/%s/%s",
                          amia_uuid_print_hex (device, hex),
                          n,
                          amia_uuid_print (record, text),
                          field);
}

Desk *
desk_new (Office     *office,
          const char *user,
          const char *agency,
          guint8      number)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->laptop = laptop_new (office, user, number);
  desk->agency = g_strdup (agency);
  desk->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_held);
  desk->rights = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, free_rights);
  desk->receipts = g_array_new (FALSE, FALSE, sizeof (AmiaWireReceipt));
  desk->remains = g_array_new (FALSE, FALSE, sizeof (AmiaWireReceipt));
  desk->facts = g_array_new (FALSE, FALSE, sizeof (AmiaWireFact));
  desk->unsent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  desk->gives_receipts = TRUE;
  return desk;
}

void
desk_free (Desk *desk)
{
  laptop_free (desk->laptop);
  g_free (desk->agency);
  g_hash_table_unref (desk->held);
  g_hash_table_unref (desk->rights);
  g_array_unref (desk->receipts);
  g_array_unref (desk->remains);
  g_array_unref (desk->facts);
  g_hash_table_unref (desk->unsent);
  g_free (desk);
}

/* Keeps the ops of a change, which are handed over. */
static void
keep_change (Desk       *desk,
             AmiaChange *change,
             gboolean    is_unsent)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp *op = g_ptr_array_index (change->ops, i);
      Held   *held = g_new0 (Held, 1);
      char   *name = name_op (&change->device, change->n, &op->record, op->field);

      held->device = change->device;
      held->n = change->n;
      held->op = op;
      held->author = g_strdup (change->author);
      held->agency = g_strdup (change->agency);
      amia_op_get_scope (op, &held->scope);
      if (is_unsent)
        g_hash_table_add (desk->unsent, g_strdup (name));
      g_hash_table_replace (desk->held, name, held);
    }

  g_ptr_array_set_free_func (change->ops, NULL);
  g_ptr_array_set_size (change->ops, 0);
}

/* Writing. */

static AmiaChange *writing;

void
desk_begin (Desk *desk)
{
  Laptop *laptop = desk->laptop;

  g_assert_null (writing);
  writing = amia_change_new (&laptop->device,
                             laptop->acked + laptop->outbox->len + 1,
                             (AmiaStamp) laptop->office->now_ms << 16,
                             laptop->user,
                             desk->agency);
}

/* The record as it is seen here. */
static AmiaRecord *
load_record (Desk       *desk,
             const char *record)
{
  AmiaUuid       id;
  AmiaRecord    *loaded = NULL;
  GHashTableIter iter;
  gpointer       value;

  g_assert_true (amia_uuid_parse (record, -1, &id));
  g_hash_table_iter_init (&iter, desk->held);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Held *held = value;
      g_autoptr (AmiaChange) change = NULL;

      if (!amia_uuid_equal (&held->op->record, &id))
        continue;

      if (loaded == NULL)
        loaded = amia_record_new (held->op->kind, &id, &held->op->case_id);
      change = amia_change_new (&held->device, held->n, (AmiaStamp) held->n, NULL, NULL);
      (void) amia_record_apply (loaded, change, held->op);
    }

  return loaded;
}

void
desk_write (Desk       *desk,
            const char *kind,
            const char *record,
            const char *case_id,
            const char *field,
            const char *area,
            const char *value,
            const Held *source)
{
  g_autoptr (AmiaRecord) known = load_record (desk, record);
  const AmiaHead *heads = NULL;
  gsize           n_heads = 0;
  AmiaUuid        id;
  AmiaUuid        in_case = { { 0 } };
  AmiaOp         *op;

  g_assert_true (amia_uuid_parse (record, -1, &id));
  if (case_id != NULL)
    g_assert_true (amia_uuid_parse (case_id, -1, &in_case));

  op = amia_op_new (kind, &id, &in_case, field, area, value);
  if (known != NULL)
    heads = amia_record_get_heads (known, field, &n_heads);
  for (gsize i = 0; i < n_heads; i++)
    amia_op_add_over (op, &heads[i].device, heads[i].n, NULL);
  if (source != NULL)
    amia_op_add_source (op, &source->device, source->n, source->op->field);
  g_ptr_array_add (writing->ops, op);
}

void
desk_end (Desk *desk)
{
  g_autofree char *bytes = amia_change_encode (writing);

  laptop_write_bytes (desk->laptop, bytes);
  keep_change (desk, writing, TRUE);
  g_clear_pointer (&writing, amia_change_free);
}

const Held *
desk_find (Desk       *desk,
           const char *record,
           const char *field)
{
  g_autoptr (AmiaRecord) known = load_record (desk, record);
  g_autofree char *name = NULL;
  const AmiaHead  *heads;
  gsize            n_heads = 0;

  if (known == NULL)
    return NULL;

  heads = amia_record_get_heads (known, field, &n_heads);
  if (n_heads == 0)
    return NULL;

  name = name_op (&heads[0].device, heads[0].n, &known->id, field);
  return g_hash_table_lookup (desk->held, name);
}

guint
desk_count_heads (Desk       *desk,
                  const char *record,
                  const char *field)
{
  g_autoptr (AmiaRecord) known = load_record (desk, record);
  gsize n_heads = 0;

  if (known != NULL)
    (void) amia_record_get_heads (known, field, &n_heads);
  return (guint) n_heads;
}

/* The checker: who may see what, worked out from the ledger alone. */

static AmiaRecord *
read_fact (Office              *office,
           const AmiaRecordRow *row,
           const AmiaUuid      *scope)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ended = amia_ledger_list_ended (office->ledger, scope, &error);
  AmiaRecord *record = amia_record_new (row->kind, &row->id, &row->case_id);

  if (row->state != NULL)
    g_assert_true (amia_record_decode (record, row->state, &error));
  amia_ended_facts_apply (ended, record);
  return record;
}

static AmiaCaseAccess *
read_access (Office         *office,
             const AmiaUuid *case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = amia_ledger_list_facts (office->ledger, case_id, &error);
  g_autoptr (AmiaRecordRow) person = NULL;
  AmiaCaseAccess *access = NULL;
  AmiaUuid        participant;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaRecordRow *row = g_ptr_array_index (rows, i);
      g_autoptr (AmiaRecord) record = read_fact (office, row, case_id);

      if (g_str_equal (row->kind, "case"))
        continue;
      if (access == NULL)
        access = amia_case_access_new ();
      amia_case_access_add (access, record, row->agency);
    }

  g_assert_true (amia_ledger_find_link (office->ledger, case_id, &participant, &error));
  g_assert_true (amia_ledger_find_record (office->ledger, &participant, &person, &error));
  if (access != NULL && person != NULL)
    {
      g_autoptr (AmiaRecord) record = read_fact (office, person, &participant);
      g_autofree char *value = NULL;
      const AmiaHead  *shown = amia_record_get_shown (record, "protected");

      value = shown != NULL ? g_strdup (shown->value) : NULL;
      if (g_strcmp0 (value, "true") == 0)
        amia_case_access_set_protected (access, person->agency);
    }
  return access;
}

static gboolean
may_read_by (Office         *office,
             const AmiaUuid *case_id,
             const Desk     *desk,
             const Held     *held)
{
  const AmiaReader reader = { desk->laptop->user, desk->agency };
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (office->now_ms / 1000 + 3600);
  g_autofree char *today = g_date_time_format (utc, "%Y-%m-%d");
  g_autoptr (AmiaCaseAccess) access = case_id != NULL ? read_access (office, case_id) : NULL;
  g_autoptr (AmiaRights) rights = NULL;

  if (access != NULL)
    rights = amia_case_access_get_rights (access, &reader, today);
  return amia_rights_allow (rights, &reader, held->op, held->author, held->agency) ==
         AMIA_VERDICT_YES;
}

static gboolean
may_have (Office     *office,
          const Desk *desk,
          const Held *held);

static gboolean
may_have_sources (Office     *office,
                  const Desk *desk,
                  const Held *held)
{
  for (guint i = 0; held->op->sources != NULL && i < held->op->sources->len; i++)
    {
      const AmiaRef *source = &g_array_index (held->op->sources, AmiaRef, i);
      g_autoptr (AmiaChange) change = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (amia_ledger_find_change (office->ledger, &source->device, source->n, &change,
                                              &error));
      if (change == NULL)
        return g_str_equal (held->author, desk->laptop->user);

      for (guint j = 0; j < change->ops->len; j++)
        {
          Held origin = { .device = source->device, .n = source->n };

          origin.op = g_ptr_array_index (change->ops, j);
          origin.author = change->author;
          origin.agency = change->agency;

          if (g_str_equal (origin.op->field, source->field) && !may_have (office, desk, &origin))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
may_have (Office     *office,
          const Desk *desk,
          const Held *held)
{
  g_autoptr (GArray) cases = NULL;
  gboolean may = FALSE;

  if (!amia_op_is_of_person (held->op))
    return may_read_by (office,
                        amia_uuid_is_nil (&held->op->case_id) ? NULL : &held->op->case_id,
                        desk,
                        held) &&
           may_have_sources (office, desk, held);

  cases = amia_ledger_list_links (office->ledger, &held->op->record, NULL);
  if (cases->len == 0)
    return may_read_by (office, NULL, desk, held);

  for (guint i = 0; i < cases->len; i++)
    may |= may_read_by (office, &g_array_index (cases, AmiaUuid, i), desk, held);
  return may;
}

/* Rounds. */

static gboolean
has_lost_source (const Desk *desk,
                 const Held *held,
                 GHashTable *lost)
{
  for (guint i = 0; held->op->sources != NULL && i < held->op->sources->len; i++)
    {
      const AmiaRef   *source = &g_array_index (held->op->sources, AmiaRef, i);
      char             hex[AMIA_UUID_HEX_LENGTH + 1];
      g_autofree char *name = g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%s",
                                               amia_uuid_print_hex (&source->device, hex),
                                               source->n,
                                               source->field);

      if (g_hash_table_contains (lost, name))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_allowed (const Desk *desk,
            const Held *held)
{
  const AmiaReader  reader = { desk->laptop->user, desk->agency };
  const DeskRights *rights = g_hash_table_lookup (desk->rights, &held->scope);

  return rights == NULL || amia_rights_allow (rights->rights,
                                              &reader,
                                              held->op,
                                              held->author,
                                              held->agency) == AMIA_VERDICT_YES;
}

/* Forgets what is not allowed any more, and what was made of it; but not what was never sent. */
static void
forget (Desk *desk)
{
  g_autoptr (GHashTable) lost = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_before;

  do
    {
      GHashTableIter iter;
      gpointer       name;
      gpointer       value;

      n_before = g_hash_table_size (desk->held);
      g_hash_table_iter_init (&iter, desk->held);
      while (g_hash_table_iter_next (&iter, &name, &value))
        {
          const Held *held = value;
          char        hex[AMIA_UUID_HEX_LENGTH + 1];

          if ((is_allowed (desk, held) && !has_lost_source (desk, held, lost)) ||
              g_hash_table_contains (desk->unsent, name))
            continue;

          g_hash_table_add (lost,
                            g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%s",
                                             amia_uuid_print_hex (&held->device, hex),
                                             held->n,
                                             held->op->field));
          g_hash_table_iter_remove (&iter);
        }
    }
  while (g_hash_table_size (desk->held) < n_before);
}

static void
take_scopes (Desk         *desk,
             const GArray *scopes)
{
  for (guint i = 0; i < scopes->len; i++)
    {
      const AmiaWireScope  *row = &g_array_index (scopes, AmiaWireScope, i);
      const DeskRights     *known = g_hash_table_lookup (desk->rights, &row->scope);
      const AmiaWireReceipt receipt = { row->scope, row->generation };
      DeskRights           *rights;

      g_array_append_val (desk->receipts, receipt);
      if (known != NULL && known->generation >= row->generation)
        continue;

      rights = g_new (DeskRights, 1);
      rights->generation = row->generation;
      rights->rights = row->rights != NULL ? amia_rights_decode (row->rights, NULL)
                                           : amia_rights_new_none ();
      g_assert_nonnull (rights->rights);
      g_hash_table_replace (desk->rights, g_memdup2 (&row->scope, sizeof row->scope), rights);
    }

  if (scopes->len > 0)
    forget (desk);
}

/* What came is what may be seen, by the rights it was told and by the ledger itself. */
static void
take_feed (Desk            *desk,
           const GPtrArray *feed)
{
  for (guint i = 0; i < feed->len; i++)
    {
      AmiaChange *change = ((AmiaWireChange *) g_ptr_array_index (feed, i))->change;

      for (guint j = 0; j < change->ops->len; j++)
        {
          Held held = { .device = change->device, .n = change->n };

          held.op = g_ptr_array_index (change->ops, j);
          held.author = change->author;
          held.agency = change->agency;

          amia_op_get_scope (held.op, &held.scope);
          g_assert_true (may_have (desk->laptop->office, desk, &held));
          g_assert_true (is_allowed (desk, &held));
        }
      keep_change (desk, change, FALSE);
    }
}

static gboolean
is_of (const char *name,
       Laptop     *laptop,
       gint64      n)
{
  char             hex[AMIA_UUID_HEX_LENGTH + 1];
  g_autofree char *prefix = g_strdup_printf ("%.2s/%" G_GINT64_FORMAT "/",
                                             amia_uuid_print_hex (&laptop->device, hex),
                                             n);

  return g_str_has_prefix (name, prefix);
}

static gboolean
contains_n (const GArray *rows,
            gint64        n)
{
  for (guint i = 0; i < rows->len; i++)
    {
      if (g_array_index (rows, AmiaWireRefusal, i).n == n)
        return TRUE;
    }

  return FALSE;
}

/* Own changes up to the acknowledged one are the server's now, but for those in escrow; those that
 * were refused are put aside. One that comes back as a stub is out of escrow. */
static void
settle_own (Desk                   *desk,
            const AmiaSyncResponse *response,
            gint64                  from)
{
  for (gint64 n = from; n <= response->ack; n++)
    {
      GHashTableIter iter;
      gpointer       name;
      gboolean       is_refused = contains_n (response->refused, n);

      if (contains_n (response->escrowed, n))
        {
          desk->n_escrowed++;
          continue;
        }

      g_hash_table_iter_init (&iter, desk->held);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        {
          if (!is_of (name, desk->laptop, n))
            continue;
          g_hash_table_remove (desk->unsent, name);
          if (is_refused)
            g_hash_table_iter_remove (&iter);
        }
    }

  for (guint i = 0; i < response->own->len; i++)
    {
      const AmiaWireOwn *own = &g_array_index (response->own, AmiaWireOwn, i);

      for (gint64 n = own->first; n <= own->last; n++)
        {
          GHashTableIter iter;
          gpointer       name;
          gboolean       was_escrowed = FALSE;

          g_hash_table_iter_init (&iter, desk->unsent);
          while (g_hash_table_iter_next (&iter, &name, NULL))
            {
              if (!is_of (name, desk->laptop, n))
                continue;
              was_escrowed = TRUE;
              g_hash_table_iter_remove (&iter);
            }
          desk->n_escrowed -= was_escrowed ? 1 : 0;
        }
    }
}

/* A server that was put back gives nothing out until everything has been brought back. */
static void
check_closed (Office                 *office,
              const AmiaSyncResponse *response)
{
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_get_life (office->ledger, &life, &error));
  g_assert_true (!life.is_closed || (response->feed->len == 0 && response->readers == NULL));
}

gboolean
desk_round (Desk *desk)
{
  AmiaSyncRequest *request = laptop_ask (desk->laptop);
  gint64           from = request->from;
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  if (desk->gives_receipts)
    g_array_append_vals (request->receipts, desk->receipts->data, desk->receipts->len);
  if (desk->gives_receipts && request->since > 0)
    {
      g_array_append_vals (request->receipts, desk->remains->data, desk->remains->len);
      g_array_set_size (desk->remains, 0);
    }
  for (guint i = 0; i < desk->facts->len; i++)
    {
      AmiaWireFact fact = g_array_index (desk->facts, AmiaWireFact, i);

      fact.what = g_strdup (fact.what);
      g_array_append_val (request->facts, fact);
    }

  answer = laptop_run (desk->laptop, request);
  if (answer->status == 410)
    {
      desk_start_over (desk, answer->problem->epoch, answer->problem->expect);
      return TRUE;
    }

  g_assert_cmpuint (answer->status, ==, 200);
  check_closed (desk->laptop->office, answer->response);
  g_array_set_size (desk->receipts, 0);
  g_array_set_size (desk->facts, 0);
  desk->n_opened += answer->response->opened->len;
  settle_own (desk, answer->response, from);
  take_scopes (desk, answer->response->scopes);
  take_feed (desk, answer->response->feed);
  forget (desk);
  laptop_take (desk->laptop, answer);
  return answer->response->more;
}

void
desk_sync (Desk *desk)
{
  for (guint i = 0; desk_round (desk); i++)
    g_assert_cmpuint (i, <, 1000);
  /* Once more, with the receipts. */
  (void) desk_round (desk);
}

/* A change that is sent again is not acknowledged any more; of one that was forgotten there is only
 * the hash. */
static void
send_again (Desk *desk,
            guint index)
{
  Laptop        *laptop = desk->laptop;
  gint64         n = laptop->acked + 1 + index;
  gboolean       is_held = FALSE;
  GHashTableIter iter;
  gpointer       name;

  g_hash_table_iter_init (&iter, desk->held);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!is_of (name, laptop, n))
        continue;
      g_hash_table_add (desk->unsent, g_strdup (name));
      is_held = TRUE;
    }

  if (!is_held)
    {
      guint8      hash[AMIA_CHANGE_HASH_LENGTH];
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (laptop->outbox, index), &length);

      amia_change_hash (bytes, length, hash);
      g_bytes_unref (g_ptr_array_index (laptop->outbox, index));
      laptop->outbox->pdata[index] = amia_forgotten_change_new (hash);
    }
}

void
desk_start_over (Desk       *desk,
                 const char *epoch,
                 gint64      acked)
{
  Laptop        *laptop = desk->laptop;
  GHashTableIter iter;
  gpointer       scope;

  g_free (laptop->epoch);
  laptop->epoch = g_strdup (epoch);
  laptop->since = 0;
  g_array_set_size (laptop->lanes, 0);
  g_array_set_size (desk->remains, 0);
  g_hash_table_iter_init (&iter, desk->rights);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    {
      const AmiaWireReceipt receipt = { *(const AmiaUuid *) scope, 0 };

      g_array_append_val (desk->remains, receipt);
    }
  g_hash_table_remove_all (desk->rights);
  laptop_rewind (laptop, acked);
  for (guint i = 0; i < laptop->outbox->len; i++)
    send_again (desk, i);
}

typedef struct
{
  Desk       *desk;
  GHashTable *names;
} Expected;

static gboolean
expect_row (const AmiaLogRow *row,
            gpointer          user_data)
{
  Expected *expected = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) change =
      amia_change_decode (&row->device, row->n, row->body, row->body_length, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < change->ops->len; i++)
    {
      Held held = { .device = row->device, .n = row->n };

      held.op = g_ptr_array_index (change->ops, i);
      held.author = (char *) row->author;
      held.agency = (char *) row->agency;

      if (may_have (expected->desk->laptop->office, expected->desk, &held))
        g_hash_table_add (expected->names,
                          name_op (&row->device, row->n, &held.op->record, held.op->field));
    }

  return TRUE;
}

void
desk_check (Desk *desk)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  Expected       expected = { desk, names };
  GHashTableIter iter;
  gpointer       name;

  g_assert_true (
      amia_ledger_read_log (desk->laptop->office->ledger, 0, NULL, expect_row, &expected, &error));

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (desk->held, name))
        g_error ("%s has not got %s", desk->laptop->user, (char *) name);
    }

  g_hash_table_iter_init (&iter, desk->held);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (names, name) && !g_hash_table_contains (desk->unsent, name))
        g_error ("%s still has %s", desk->laptop->user, (char *) name);
    }
}
