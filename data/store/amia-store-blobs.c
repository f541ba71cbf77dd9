/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-blobs.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "amia-file.h"
#include "amia-store-blobs-private.h"
#include "amia-store-log.h"
#include "amia-store-names.h"

/* Attachments: records in the log, and sealed files in a folder beside the replica. Whether a file
 * is here, the folder says, so that one that was lost is simply wanted again; the table blob only
 * remembers what a folder can't: that the server has it, and in which case it belongs. Keys are in
 * the log and nowhere else. */

/* --- Files ----------------------------------------------------------------------------------- */

char *
_amia_blobs_get_directory (const char *path)
{
  return g_strconcat (path, ".blobs", NULL);
}

char *
_amia_blobs_get_file (AmiaStore        *store,
                      const AmiaBlobId *id,
                      const char       *suffix)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  return g_strconcat (
      store->path, ".blobs" G_DIR_SEPARATOR_S, amia_blob_id_print (id, name), suffix, NULL);
}

gint64
_amia_blobs_measure (AmiaStore        *store,
                     const AmiaBlobId *id,
                     const char       *suffix)
{
  g_autofree char *file = _amia_blobs_get_file (store, id, suffix);
  GStatBuf         status;

  return g_stat (file, &status) == 0 ? (gint64) status.st_size : 0;
}

void
_amia_blobs_bind_id (AmiaStatement    *statement,
                     int               index,
                     const AmiaBlobId *id)
{
  amia_statement_bind_blob (statement, index, id->bytes, sizeof id->bytes);
}

gboolean
_amia_blobs_get_id (AmiaStatement *statement,
                    int            column,
                    AmiaBlobId    *id)
{
  gsize         length;
  gconstpointer bytes = amia_statement_get_blob (statement, column, &length);

  if (length != sizeof id->bytes)
    return FALSE;

  memcpy (id->bytes, bytes, sizeof id->bytes);
  return TRUE;
}

/* --- The projection -------------------------------------------------------------------------- */

gboolean
_amia_blobs_project (AmiaStore       *store,
                     const AmiaEntry *entry,
                     GError         **error)
{
  static const char insert[] = "INSERT INTO attachment (record, case_id, blob, size) "
                               "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (record) DO UPDATE SET "
                               "case_id = excluded.case_id, blob = excluded.blob, "
                               "size = excluded.size";
  static const char remove[] = "DELETE FROM attachment WHERE record = ?1";
  g_autoptr (AmiaAttachment) attachment = amia_attachment_read (entry->record);
  gboolean exists = attachment != NULL && !attachment->is_removed;
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, exists ? insert : remove, "list an attachment", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, entry->key);
  if (exists)
    {
      _amia_statement_bind_uuid (statement, 2, &attachment->case_id);
      _amia_blobs_bind_id (statement, 3, &attachment->blob);
      amia_statement_bind_int (statement, 4, attachment->size);
    }
  return amia_statement_run (statement, error);
}

/* --- Adding ---------------------------------------------------------------------------------- */

static void
set_hex (AmiaEdits               *edits,
         const AmiaNewAttachment *what,
         const AmiaUuid          *record,
         const char              *field,
         const guint8            *bytes)
{
  AmiaBlobId id;
  char       text[AMIA_BLOB_HEX_LENGTH + 1];
  char       value[AMIA_BLOB_HEX_LENGTH + 3];

  memcpy (id.bytes, bytes, sizeof id.bytes);
  g_snprintf (value, sizeof value, "\"%s\"", amia_blob_id_print (&id, text));
  amia_edits_set (edits, AMIA_ATTACHMENT_KIND, record, &what->case_id, field, what->area, value);
  explicit_bzero (&id, sizeof id);
  explicit_bzero (text, sizeof text);
  explicit_bzero (value, sizeof value);
}

static void
set_text (AmiaEdits               *edits,
          const AmiaNewAttachment *what,
          const AmiaUuid          *record,
          const char              *field,
          const char              *text)
{
  g_autoptr (GString) value = NULL;

  if (text == NULL || *text == '\0')
    return;

  value = g_string_new (NULL);
  amia_scan_append_string (value, text);
  amia_edits_set (
      edits, AMIA_ATTACHMENT_KIND, record, &what->case_id, field, what->area, value->str);
}

static AmiaEdits *
describe (const AmiaNewAttachment *what,
          const AmiaSealedBlob    *blob,
          const AmiaUuid          *record)
{
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, blob->size);
  char             form[AMIA_UUID_TEXT_LENGTH + 1];

  set_text (edits, what, record, "title", what->title);
  set_text (edits, what, record, "date", what->date);
  set_text (edits, what, record, "note", what->note);
  if (what->form != NULL)
    set_text (edits, what, record, "form", amia_uuid_print (what->form, form));
  set_text (edits, what, record, "type", blob->type);
  amia_edits_set (edits, AMIA_ATTACHMENT_KIND, record, &what->case_id, "size", what->area, size);
  set_hex (edits, what, record, "sha256", blob->id.bytes);
  set_hex (edits, what, record, "key", blob->key);
  return edits;
}

static gboolean
note_own (AmiaStore               *store,
          const AmiaNewAttachment *what,
          const AmiaUuid          *record,
          const AmiaBlobId        *id,
          GError                 **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "INSERT INTO blob (id, case_id, record) VALUES (?, ?, ?)",
                       "note an attachment",
                       error);

  if (statement == NULL)
    return FALSE;

  _amia_blobs_bind_id (statement, 1, id);
  _amia_statement_bind_uuid (statement, 2, &what->case_id);
  _amia_statement_bind_uuid (statement, 3, record);
  return amia_statement_run (statement, error);
}

/* The file gets its name before the record speaks of it. When something fails in between, the name
 * stands for nothing and is swept away at the next opening. */
static gboolean
move_into_place (AmiaStore      *store,
                 AmiaSealedBlob *blob,
                 GError        **error)
{
  g_autofree char *directory = _amia_blobs_get_directory (store->path);
  g_autofree char *file = _amia_blobs_get_file (store, &blob->id, "");

  if (g_rename (blob->path, file) < 0)
    return _amia_blob_fail_errno (error, "put an attachment into its place");

  g_clear_pointer (&blob->path, g_free);
  return amia_file_sync_directory (directory, error);
}

gboolean
amia_store_attach (AmiaStore               *store,
                   const AmiaNewAttachment *what,
                   AmiaSealedBlob          *blob,
                   AmiaUuid                *record,
                   GError                 **error)
{
  g_autoptr (AmiaEdits) edits = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaUuid id;
  gint64   n;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (what != NULL, FALSE);
  g_return_val_if_fail (what->title != NULL, FALSE);
  g_return_val_if_fail (blob != NULL && blob->path != NULL, FALSE);

  if (what->area != NULL && !amia_area_is_known (what->area))
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to attach the file: there is no area %s",
                             what->area);

  id = amia_uuid_new_v7 (_amia_store_get_now (store));
  edits = describe (what, blob, &id);
  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  if (!move_into_place (store, blob, &local_error) ||
      !note_own (store, what, &id, &blob->id, &local_error) ||
      !_amia_store_write (store, edits, &n, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  if (!_amia_store_commit (store, &local_error))
    return _amia_store_report (error, local_error);

  if (record != NULL)
    *record = id;
  return TRUE;
}

/* --- Reading --------------------------------------------------------------------------------- */

void
amia_attachment_row_free (AmiaAttachmentRow *row)
{
  g_return_if_fail (row != NULL);

  g_clear_pointer (&row->attachment, amia_attachment_free);
  g_free (row);
}

/* What is on the server, by the epoch in which it was found there: a server that was set back may
 * have lost it. */
static gboolean
is_sent (AmiaStore        *store,
         const AmiaBlobId *id,
         gboolean         *sent,
         GError          **error)
{
  static const char sql[] = "SELECT 1 FROM blob WHERE id = ? "
                            "AND sent_epoch = (SELECT epoch FROM replica)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "see where an attachment is", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_blobs_bind_id (statement, 1, id);
  step = amia_statement_step (statement, error);
  *sent = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

static gboolean
find_state (AmiaStore         *store,
            AmiaAttachmentRow *row,
            GError           **error)
{
  const AmiaAttachment *attachment = row->attachment;
  gint64                length = amia_blob_get_sealed_length (attachment->size);
  gboolean              sent;

  if (!is_sent (store, &attachment->blob, &sent, error))
    return FALSE;

  row->n_here = _amia_blobs_measure (store, &attachment->blob, "");
  if (row->n_here == length)
    {
      row->state = sent ? AMIA_BLOB_SENT : AMIA_BLOB_HERE;
      return TRUE;
    }

  row->n_here = _amia_blobs_measure (store, &attachment->blob, AMIA_BLOB_PART_SUFFIX);
  row->state = row->n_here > 0 ? AMIA_BLOB_PARTLY : AMIA_BLOB_WANTED;
  return TRUE;
}

static gboolean
collect_row (const AmiaRecord *record,
             gpointer          data)
{
  GPtrArray *rows = data;
  g_autoptr (AmiaAttachment) attachment = amia_attachment_read (record);

  if (attachment != NULL && !attachment->is_removed)
    {
      AmiaAttachmentRow *row = g_new0 (AmiaAttachmentRow, 1);

      row->attachment = g_steal_pointer (&attachment);
      g_ptr_array_add (rows, row);
    }

  return TRUE;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AmiaAttachment *first = (*(AmiaAttachmentRow *const *) a)->attachment;
  const AmiaAttachment *second = (*(AmiaAttachmentRow *const *) b)->attachment;

  if (first->added_ms != second->added_ms)
    return first->added_ms > second->added_ms ? -1 : 1;
  return amia_uuid_compare (&first->record, &second->record);
}

GPtrArray *
amia_store_list_attachments (AmiaStore      *store,
                             const AmiaUuid *case_id,
                             GError        **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaRecordQuery query = { AMIA_ATTACHMENT_KIND, NULL, case_id };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_attachment_row_free);
  if (!amia_store_foreach_record (store, &query, collect_row, rows, error))
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      AmiaAttachmentRow *row = g_ptr_array_index (rows, i);

      row->author = g_intern_string (
          amia_store_get_author_person (store, &row->attachment->device, &row->agency));
      if (!find_state (store, row, &local_error))
        {
          _amia_store_report (error, local_error);
          return NULL;
        }
    }

  g_ptr_array_sort (rows, compare_rows);
  return g_steal_pointer (&rows);
}

GInputStream *
amia_store_open_attachment (AmiaStore       *store,
                            const AmiaUuid  *record,
                            AmiaAttachment **attachment,
                            GError         **error)
{
  g_autoptr (AmiaRecord) found = NULL;
  g_autoptr (AmiaAttachment) read = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GError) local_error = NULL;
  GInputStream *stream;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);

  found = amia_store_load_record (store, record, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  read = found != NULL ? amia_attachment_read (found) : NULL;
  if (read == NULL)
    {
      _amia_store_fail (error, AMIA_STORE_ERROR_INVALID, "There is no such attachment here");
      return NULL;
    }

  file = _amia_blobs_get_file (store, &read->blob, "");
  stream = amia_blob_stream_new (file, read->key, error);
  if (stream != NULL && attachment != NULL)
    *attachment = g_steal_pointer (&read);
  return stream;
}

gboolean
amia_store_discard_blob (AmiaStore        *store,
                         const AmiaBlobId *id,
                         GError          **error)
{
  g_autofree char *file = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean sent;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!is_sent (store, id, &sent, &local_error))
    return _amia_store_report (error, local_error);
  if (!sent)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to fetch the attachment anew: the server does not have it");

  file = _amia_blobs_get_file (store, id, "");
  if (g_unlink (file) < 0 && errno != ENOENT)
    return _amia_blob_fail_errno (error, "throw away a damaged file");

  store->is_changed = TRUE;
  return TRUE;
}
