/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-blob-queue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "amia-file.h"
#include "amia-store-blobs-private.h"

/* What is carried between this laptop and the server: sealed bytes, of which nobody on the way
 * needs to understand anything. There is no queue to get stuck: what is to be done follows from the
 * attachments that there are, the files that are here, and what the server is known to have. */

#define HASH_BYTES (256 * 1024)

/* --- What is to be done ---------------------------------------------------------------------- */

static gboolean
add_uploads (AmiaStore *store,
             GArray    *tasks,
             GError   **error)
{
  static const char sql[] =
      "SELECT id FROM (SELECT id, rowid AS place FROM blob UNION "
      "SELECT blob, 0 FROM attachment WHERE blob NOT IN (SELECT id FROM blob)) AS known "
      "WHERE NOT EXISTS (SELECT 1 FROM blob AS b WHERE b.id = known.id AND "
      "b.sent_epoch = (SELECT epoch FROM replica)) ORDER BY place";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "list attachments to send", error);
  AmiaStep step = AMIA_DONE;

  if (statement == NULL)
    return FALSE;

  while (tasks->len < AMIA_BLOB_TASKS_MAX &&
         (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaBlobTask task = { .is_upload = TRUE };

      if (!_amia_blobs_get_id (statement, 0, &task.id))
        continue;
      task.n_here = task.length = _amia_blobs_measure (store, &task.id, "");
      if (task.length > 0)
        g_array_append_val (tasks, task);
    }

  return step != AMIA_ERROR;
}

static gboolean
add_downloads (AmiaStore *store,
               GArray    *tasks,
               GError   **error)
{
  static const char sql[] = "SELECT blob, size FROM attachment ORDER BY record DESC";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "list attachments to fetch", error);
  AmiaStep step = AMIA_DONE;

  if (statement == NULL)
    return FALSE;

  while (tasks->len < AMIA_BLOB_TASKS_MAX &&
         (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaBlobTask task = {
        .length = amia_blob_get_sealed_length (amia_statement_get_int (statement, 1)),
      };

      if (!_amia_blobs_get_id (statement, 0, &task.id) ||
          _amia_blobs_measure (store, &task.id, "") == task.length)
        continue;
      task.n_here = _amia_blobs_measure (store, &task.id, AMIA_BLOB_PART_SUFFIX);
      g_array_append_val (tasks, task);
    }

  return step != AMIA_ERROR;
}

GArray *
amia_store_list_blob_tasks (AmiaStore *store,
                            GError   **error)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (AmiaBlobTask));
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  if (add_uploads (store, tasks, &local_error) && add_downloads (store, tasks, &local_error))
    return g_steal_pointer (&tasks);

  _amia_store_report (error, local_error);
  return NULL;
}

/* --- From here ------------------------------------------------------------------------------- */

GBytes *
amia_store_read_blob (AmiaStore        *store,
                      const AmiaBlobId *id,
                      gint64            offset,
                      gsize             length_max,
                      GError          **error)
{
  g_autofree char   *file = NULL;
  g_autofree guint8 *bytes = NULL;
  int                fd;
  gssize             n;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (offset >= 0, NULL);

  file = _amia_blobs_get_file (store, id, "");
  fd = g_open (file, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    {
      _amia_store_fail (error,
                        errno == ENOENT ? AMIA_STORE_ERROR_MISSING : AMIA_STORE_ERROR_FAILED,
                        "Failed to read an attachment: %s",
                        g_strerror (errno));
      return NULL;
    }

  bytes = g_malloc (length_max);
  n = pread (fd, bytes, length_max, (off_t) offset);
  if (n < 0)
    _amia_blob_fail_errno (error, "read an attachment");
  close (fd);
  return n >= 0 ? g_bytes_new_take (g_steal_pointer (&bytes), (gsize) n) : NULL;
}

static gboolean
note_sent (AmiaStore        *store,
           const AmiaBlobId *id,
           GError          **error)
{
  static const char sql[] =
      "INSERT INTO blob (id, case_id, record, sent_epoch) "
      "SELECT ?1, a.case_id, r.id, p.epoch FROM replica AS p, attachment AS a "
      "JOIN record AS r ON r.key = a.record WHERE a.blob = ?1 LIMIT 1 "
      "ON CONFLICT (id) DO UPDATE SET sent_epoch = excluded.sent_epoch";
  static const char kept[] = "UPDATE blob SET sent_epoch = (SELECT epoch FROM replica) WHERE id = ?1";
  const char *const both[] = { sql, kept };

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (AmiaStatement) statement =
          amia_db_prepare (store->db, both[i], "note that an attachment was sent", error);

      if (statement == NULL)
        return FALSE;
      _amia_blobs_bind_id (statement, 1, id);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_store_set_blob_sent (AmiaStore        *store,
                          const AmiaBlobId *id,
                          GError          **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!amia_db_begin (store->db, &local_error))
    return _amia_store_report (error, local_error);

  if (!note_sent (store, id, &local_error))
    {
      amia_db_rollback (store->db);
      return _amia_store_report (error, local_error);
    }

  if (!amia_db_commit (store->db, &local_error) ||
      !_amia_blobs_forget_scope (store, NULL, &local_error))
    return _amia_store_report (error, local_error);

  store->is_changed = TRUE;
  return TRUE;
}

/* --- To here --------------------------------------------------------------------------------- */

/* How long the blob is that some attachment wants; 0 if none does. */
static gboolean
find_length (AmiaStore        *store,
             const AmiaBlobId *id,
             gint64           *length,
             GError          **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "SELECT size FROM attachment WHERE blob = ?", "find an attachment", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_blobs_bind_id (statement, 1, id);
  step = amia_statement_step (statement, error);
  *length = step == AMIA_ROW ? amia_blob_get_sealed_length (amia_statement_get_int (statement, 0))
                             : 0;
  return step != AMIA_ERROR;
}

static gboolean
write_part (const char *file,
            gint64      offset,
            GBytes     *bytes,
            GError    **error)
{
  gsize       length;
  const void *data = g_bytes_get_data (bytes, &length);
  int         fd = g_open (file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  gboolean    is_written;

  if (fd < 0)
    return _amia_blob_fail_errno (error, "make a file for an attachment");

  is_written = lseek (fd, (off_t) offset, SEEK_SET) >= 0 &&
               _amia_blob_write_all (fd, data, length, error);
  if (is_written && (ftruncate (fd, (off_t) offset + (off_t) length) < 0 || fsync (fd) < 0))
    is_written = _amia_blob_fail_errno (error, "write an attachment");
  close (fd);
  return is_written;
}

static gboolean
check_file (const char       *file,
            const AmiaBlobId *id,
            GError          **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *bytes = g_malloc (HASH_BYTES);
  int                fd = g_open (file, O_RDONLY | O_CLOEXEC, 0);
  char               name[AMIA_BLOB_HEX_LENGTH + 1];
  gssize             n = -1;

  if (fd < 0)
    return _amia_blob_fail_errno (error, "read an attachment");
  while ((n = read (fd, bytes, HASH_BYTES)) > 0)
    g_checksum_update (checksum, bytes, n);
  close (fd);
  if (n < 0)
    return _amia_blob_fail_errno (error, "read an attachment");

  if (g_strcmp0 (g_checksum_get_string (checksum), amia_blob_id_print (id, name)) == 0)
    return TRUE;

  /* Ignored: one that can't be deleted is written over. */
  g_unlink (file);
  return _amia_store_fail (error,
                           AMIA_STORE_ERROR_DAMAGED,
                           "Failed to fetch an attachment: what came is something else");
}

static gboolean
finish (AmiaStore        *store,
        const AmiaBlobId *id,
        const char       *part,
        GError          **error)
{
  g_autofree char *file = _amia_blobs_get_file (store, id, "");
  g_autofree char *directory = _amia_blobs_get_directory (store->path);

  if (!check_file (part, id, error))
    return FALSE;
  if (g_rename (part, file) < 0)
    return _amia_blob_fail_errno (error, "put an attachment into its place");

  return amia_file_sync_directory (directory, error);
}

static gboolean
take_part (AmiaStore        *store,
           const AmiaBlobId *id,
           gint64            offset,
           GBytes           *bytes,
           gboolean         *is_whole,
           GError          **error)
{
  g_autofree char *directory = _amia_blobs_get_directory (store->path);
  g_autofree char *part = _amia_blobs_get_file (store, id, AMIA_BLOB_PART_SUFFIX);
  gint64           end = offset + (gint64) g_bytes_get_size (bytes);
  gint64           length;

  if (!find_length (store, id, &length, error))
    return FALSE;
  if (end > length || offset > _amia_blobs_measure (store, id, AMIA_BLOB_PART_SUFFIX))
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to take a part of an attachment: it has no place");

  if (g_mkdir (directory, 0700) < 0 && errno != EEXIST)
    return _amia_blob_fail_errno (error, "make a folder for attachments");

  /* Who gives it to us has it; and a forget that comes in between finds the file. */
  if ((offset == 0 && !note_sent (store, id, error)) || !write_part (part, offset, bytes, error))
    return FALSE;

  store->is_changed = TRUE;
  if (end < length)
    return TRUE;
  return *is_whole = finish (store, id, part, error);
}

gboolean
amia_store_write_blob (AmiaStore        *store,
                       const AmiaBlobId *id,
                       gint64            offset,
                       GBytes           *bytes,
                       gboolean         *is_whole,
                       GError          **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (offset >= 0 && offset <= AMIA_BLOB_SEALED_LENGTH_MAX, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);
  g_return_val_if_fail (is_whole != NULL, FALSE);

  *is_whole = FALSE;
  return take_part (store, id, offset, bytes, is_whole, &local_error) ||
         _amia_store_report (error, local_error);
}
