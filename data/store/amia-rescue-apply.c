/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-rescue.h"
#include "amia-store-private.h"

/* Taking rescued work up in another replica. The hard part is what each op replaces: exactly what
 * its author saw, as far as it is here, and this device's own ops that stand for what they wrote
 * after it. Anything else was not seen and stays beside it. */

/* Up to which of that device's changes the work was taken up here. */
static char *
name_mark (const AmiaRescue *rescue)
{
  char device[AMIA_UUID_HEX_LENGTH + 1];

  return g_strconcat ("rescued/", amia_uuid_print_hex (&rescue->device, device), NULL);
}

static gboolean
is_in_log (AmiaStore        *store,
           const AmiaChange *change,
           gboolean         *is_here,
           GError          **error)
{
  static const char sql[] = "SELECT 1 FROM log AS l JOIN device AS d ON d.idx = l.device "
                            "WHERE d.id = ? AND l.n = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look for a rescued change", error);
  AmiaStep step = AMIA_ERROR;

  if (statement != NULL)
    {
      _amia_statement_bind_uuid (statement, 1, &change->device);
      amia_statement_bind_int (statement, 2, change->n);
      step = amia_statement_step (statement, error);
    }

  *is_here = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

static gboolean
names (const AmiaOp   *op,
       const AmiaHead *head,
       const char     *field)
{
  return amia_op_replaces (op, &head->device, head->n, field);
}

/* The heads of @record that some op of the change says its author saw. */
static AmiaRecord *
dup_seen (const AmiaRecord *record,
          const AmiaChange *change)
{
  AmiaRecord *seen = amia_record_new (record->kind, &record->id, &record->case_id);
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  for (guint i = 0; i < fields->len; i++)
    {
      const char     *field = g_ptr_array_index (fields, i);
      gsize           n_heads;
      const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

      for (gsize j = 0; j < change->ops->len * n_heads; j++)
        {
          const AmiaOp   *op = g_ptr_array_index (change->ops, j / n_heads);
          const AmiaHead *head = &heads[j % n_heads];
          g_autoptr (AmiaChange) of = NULL;
          g_autoptr (AmiaOp) again = NULL;

          if (!amia_uuid_equal (&op->record, &record->id) || !names (op, head, field))
            continue;

          of = amia_change_new (&head->device, head->n, head->stamp, NULL, NULL);
          again = amia_op_new (record->kind, &record->id, &record->case_id, field, head->area,
                               head->value);
          amia_record_apply (seen, of, again);
        }
    }

  return seen;
}

/* Whether there is nothing left to do for @op: somebody wrote the same, or the record was written
 * whole and can't change. */
static gboolean
is_done (const AmiaEntry *entry,
         const AmiaOp    *op)
{
  const AmiaKind  *kind = amia_kind_find (op->kind);
  const AmiaField *field = amia_kind_find_field (kind, op->field);
  gsize            n_heads;
  const AmiaHead  *heads = amia_record_get_heads (entry->record, op->field, &n_heads);

  if (kind != NULL && kind->is_append_only && !entry->is_empty &&
      (field == NULL || (field->flags & AMIA_FIELD_LATER) == 0))
    return TRUE;

  for (gsize i = 0; i < n_heads; i++)
    {
      if (amia_value_equal (heads[i].value, op->value))
        return strcmp (op->field, "removed") != 0;
    }

  return FALSE;
}

static gboolean
is_first_of_record (const AmiaChange *change,
                    guint             index)
{
  const AmiaOp *op = g_ptr_array_index (change->ops, index);

  for (guint i = 0; i < index; i++)
    {
      const AmiaOp *other = g_ptr_array_index (change->ops, i);

      if (amia_uuid_equal (&other->record, &op->record))
        return FALSE;
    }

  return TRUE;
}

/* Words of a colleague that were merged in stay theirs. */
static void
add_sources (AmiaEdits    *edits,
             const AmiaOp *op)
{
  for (guint i = 0; op->sources != NULL && i < op->sources->len; i++)
    {
      const AmiaRef *source = &g_array_index (op->sources, AmiaRef, i);

      amia_edits_add_source (edits,
                             &source->device,
                             source->n,
                             source->field != NULL ? source->field : op->field);
    }
}

static gboolean
make_edits (AmiaStore        *store,
            const AmiaChange *change,
            AmiaEdits        *edits,
            guint            *n_edits,
            GError          **error)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      AmiaEntry    *entry = _amia_records_get (store, op->kind, &op->record, &op->case_id, error);

      if (entry == NULL)
        return FALSE;
      if (is_first_of_record (change, i))
        {
          g_autoptr (AmiaRecord) seen = dup_seen (entry->record, change);

          amia_edits_set_seen (edits, seen);
        }
      if (is_done (entry, op))
        continue;

      amia_edits_set (edits, op->kind, &op->record, &op->case_id, op->field, op->area, op->value);
      add_sources (edits, op);
      (*n_edits)++;
    }

  amia_edits_set_mode (edits, AMIA_OVER_ALL);
  return TRUE;
}

static gboolean
apply_change (AmiaStore        *store,
              const AmiaChange *change,
              gboolean         *is_applied,
              GError          **error)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  guint    n_edits = 0;
  gint64   n;
  gboolean is_here = FALSE;

  *is_applied = FALSE;
  if (!is_in_log (store, change, &is_here, error))
    return FALSE;
  if (is_here)
    return TRUE;
  if (!make_edits (store, change, edits, &n_edits, error))
    return FALSE;
  if (n_edits == 0)
    return TRUE;

  *is_applied = TRUE;
  return _amia_store_write (store, edits, &n, error);
}

static gboolean
apply_all (const AmiaRescue *rescue,
           AmiaStore        *store,
           guint            *n_applied,
           GError          **error)
{
  g_autofree char *mark = name_mark (rescue);
  g_autofree char *last = amia_store_get_setting (store, mark);
  gint64           last_n = last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0;
  gint64           next_n = last_n;
  g_autofree char *next = NULL;

  for (guint i = 0; i < rescue->changes->len; i++)
    {
      const AmiaRescued *rescued = g_ptr_array_index (rescue->changes, i);
      gboolean           is_applied = FALSE;

      if (rescued->change->n <= last_n)
        continue;
      if (!apply_change (store, rescued->change, &is_applied, error))
        return FALSE;
      *n_applied += is_applied;
      next_n = MAX (next_n, rescued->change->n);
    }

  next = g_strdup_printf ("%" G_GINT64_FORMAT, next_n);
  return amia_store_set_setting (store, mark, next, error);
}

static gboolean
fill_drafts (const AmiaRescue *rescue,
             AmiaStore        *store,
             GError          **error)
{
  GHashTableIter iter;
  gpointer       name;
  gpointer       text;

  g_hash_table_iter_init (&iter, rescue->drafts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      g_autofree char *here = amia_store_get_setting (store, name);

      if (here == NULL && !amia_store_set_setting (store, name, text, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_rescue_apply (const AmiaRescue *rescue,
                   AmiaStore        *store,
                   guint            *n_applied,
                   guint            *n_skipped,
                   GError          **error)
{
  const AmiaIdentity *identity;
  guint               n = 0;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (rescue != NULL, FALSE);
  g_return_val_if_fail (store != NULL, FALSE);

  identity = amia_store_get_identity (store);
  if (strcmp (identity->user, rescue->user) != 0 || strcmp (identity->agency, rescue->agency) != 0)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to take up the rescued work: it is %s's at %s, not %s's at %s",
                             rescue->user,
                             rescue->agency,
                             identity->user,
                             identity->agency);

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);
  if (!apply_all (rescue, store, &n, &local_error) || !fill_drafts (rescue, store, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }
  if (!_amia_store_commit (store, &local_error))
    return _amia_store_report (error, local_error);

  if (n_applied != NULL)
    *n_applied = n;
  if (n_skipped != NULL)
    *n_skipped = rescue->changes->len - n;
  return TRUE;
}
