/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-attachment.h"
#include "amia-store-access-private.h"
#include "amia-store-agenda-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-project-private.h"
#include "amia-store-words-private.h"

/* A change goes into the records that it has ops of.
 *
 * Most of what comes with a first sync was written once and never changed since, and to merge such
 * a record and write it out beside the change would cost as much again as to log it. So a record
 * that one change has made, a change that does nothing else, stays as the log says: it is merged
 * when somebody reads it, and gets registers of its own with the next change. */

static gboolean
touch (AmiaStore *store,
       gint64     key,
       gint64     seq,
       GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "INSERT OR IGNORE INTO touch (record, seq) VALUES (?, ?)",
                       "note what a change touches",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error);
}

static void
note_case (AmiaStore        *store,
           const AmiaRecord *record,
           gint64            changed_ms)
{
  AmiaCaseEntry *entry;

  if (amia_uuid_is_nil (&record->case_id))
    return;

  entry = _amia_cases_get (store, &record->case_id);
  entry->changed_ms = MAX (entry->changed_ms, changed_ms);
  entry->needs_row |=
      strcmp (record->kind, "case") == 0 || strcmp (record->kind, "visit") == 0;
}

/* --- Records as the log says ----------------------------------------------------------------- */

/* Whether other tables are made of the registers of such records, besides the words. */
static gboolean
is_projected (const char *kind)
{
  return strcmp (kind, "case") == 0 || strcmp (kind, "participant") == 0 ||
         strcmp (kind, AMIA_ATTACHMENT_KIND) == 0 || _amia_project_has_span (kind) ||
         _amia_agenda_has (kind);
}

/* A first value of each of the fields of one record, none of which stands or falls with another
 * change. */
static gboolean
is_plain (const AmiaChange *change)
{
  const AmiaOp *first = g_ptr_array_index (change->ops, 0);

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (op->over->len > 0 || op->sources != NULL || strcmp (op->field, "removed") == 0 ||
          !amia_uuid_equal (&op->record, &first->record))
        return FALSE;
    }

  return TRUE;
}

static void
note_origin (AmiaEntry        *entry,
             const AmiaChange *change,
             guint             first_op)
{
  if (!entry->is_new || !entry->is_empty || entry->is_dirty || first_op > 0 ||
      is_projected (entry->record->kind) || !is_plain (change))
    return;

  entry->origin = (AmiaChange){ change->device, change->n, change->stamp, NULL, NULL,
                                g_ptr_array_ref (change->ops) };
}

gboolean
_amia_entry_is_of_log (const AmiaEntry *entry)
{
  return entry->origin.ops != NULL;
}

static void
merge_first (AmiaEntry *entry,
             guint      n_ops)
{
  for (guint i = 0; i < n_ops; i++)
    amia_record_apply (entry->record, &entry->origin, g_ptr_array_index (entry->origin.ops, i));

  g_clear_pointer (&entry->origin.ops, g_ptr_array_unref);
}

void
_amia_entry_settle (AmiaEntry *entry)
{
  if (_amia_entry_is_of_log (entry))
    merge_first (entry, entry->origin.ops->len);
}

/* --- Applying -------------------------------------------------------------------------------- */

/* The record that the ops from @op on belong to, and whatever is to be noted of it once. */
static AmiaEntry *
begin_record (AmiaStore        *store,
              const AmiaChange *change,
              guint             first_op,
              const AmiaOp     *op,
              gint64            seq,
              GError          **error)
{
  AmiaEntry *entry = _amia_records_get (store, op->kind, &op->record, &op->case_id, error);

  if (entry == NULL || !touch (store, entry->key, seq, error))
    return NULL;

  note_origin (entry, change, first_op);
  note_case (store, entry->record, amia_stamp_get_ms (change->stamp));
  entry->is_dirty = TRUE;
  return entry;
}

static void
apply_op (AmiaEntry        *entry,
          const AmiaKind   *kind,
          const AmiaChange *change,
          const AmiaOp     *op)
{
  gboolean is_searched = _amia_index_is_searched (kind, op->field);

  entry->is_empty = FALSE;
  entry->needs_search |= is_searched;

  /* Even when no head moves the register learns a name. */
  if (is_searched || !_amia_entry_is_of_log (entry))
    amia_record_apply (entry->record, change, op);
}

gboolean
_amia_records_apply (AmiaStore        *store,
                     const AmiaChange *change,
                     guint             first_op,
                     gint64            seq,
                     AmiaChangeState   state,
                     GError          **error)
{
  AmiaEntry      *entry = NULL;
  const AmiaKind *kind = NULL;
  const AmiaOp   *counted = NULL;
  gboolean        is_locked = FALSE;

  if (!_amia_log_note_sources (store, change, first_op, seq, error))
    return FALSE;

  for (guint i = first_op; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      gboolean      counts =
          counted != NULL && op->sources == NULL && amia_rights_allow_alike (counted, op);

      /* The ops of a record mostly follow each other. */
      if (entry == NULL || !amia_uuid_equal (&entry->record->id, &op->record))
        {
          entry = begin_record (store, change, first_op, op, seq, error);
          if (entry == NULL)
            return FALSE;
          kind = amia_kind_find (entry->record->kind);
        }

      if (!counts && !_amia_access_check (store, change, op, state, &counts, error))
        return FALSE;
      if (counts)
        {
          counted = op;
          apply_op (entry, kind, change, op);
        }
      else
        {
          is_locked = TRUE;
          if (_amia_entry_is_of_log (entry))
            merge_first (entry, i);
        }
    }

  return state != AMIA_CHANGE_HERE ||
         (_amia_log_set_pending (store, change, seq, AMIA_CHANGE_HERE, error) &&
          (!is_locked || _amia_log_lock (store, seq, error)));
}
