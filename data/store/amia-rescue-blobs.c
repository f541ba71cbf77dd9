/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "amia-file.h"
#include "amia-store-blob-queue.h"
#include "amia-store-blobs-private.h"

/* Attachments of a rescue lie sealed in a folder beside its file, FILE.blobs, each under its
 * address. What opens them stands in the changes that attached them: in the rescue file, which a
 * passphrase opens, or with the server that has those changes already. So 50 MB cost no more memory
 * than a part, and the file itself stays small enough to be read whole. */

#define PART_BYTES (1024 * 1024)

static char *
get_folder (const char *file)
{
  return g_strconcat (file, ".blobs", NULL);
}

/* --- Writing --------------------------------------------------------------------------------- */

static GArray *
list_unsent (AmiaStore *store,
             GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT id FROM blob WHERE sent_epoch IS NULL ORDER BY id",
                       "list attachments",
                       error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaBlobId));
  AmiaBlobId id;
  AmiaStep   step = AMIA_ERROR;

  while (statement != NULL && (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      if (_amia_blobs_get_id (statement, 0, &id))
        g_array_append_val (ids, id);
    }

  return step == AMIA_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
write_parts (AmiaStore        *store,
             const AmiaBlobId *id,
             int               fd,
             GError          **error)
{
  gint64 offset = 0;
  gsize  length = PART_BYTES;

  while (length == PART_BYTES)
    {
      g_autoptr (GBytes) bytes = amia_store_read_blob (store, id, offset, PART_BYTES, error);
      const void *data;

      if (bytes == NULL)
        return FALSE;

      data = g_bytes_get_data (bytes, &length);
      if (!_amia_blob_write_all (fd, data, length, error))
        return FALSE;
      offset += (gint64) length;
    }

  return fsync (fd) == 0 || _amia_blob_fail_errno (error, "keep a rescued attachment");
}

static gboolean
write_blob (AmiaStore        *store,
            const AmiaBlobId *id,
            const char       *folder,
            GError          **error)
{
  char             name[AMIA_BLOB_HEX_LENGTH + 1];
  g_autofree char *path = g_build_filename (folder, amia_blob_id_print (id, name), NULL);
  int              fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean         is_written;

  if (fd < 0)
    return _amia_blob_fail_errno (error, "make a file for a rescued attachment");

  is_written = write_parts (store, id, fd, error);
  close (fd);
  return is_written;
}

gboolean
amia_rescue_write_blobs (AmiaStore  *store,
                         const char *file,
                         guint      *n_blobs,
                         GError    **error)
{
  g_autoptr (GArray) ids = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (file != NULL, FALSE);
  g_return_val_if_fail (n_blobs != NULL, FALSE);

  folder = get_folder (file);
  ids = list_unsent (store, &local_error);
  if (ids == NULL)
    return _amia_store_report (error, local_error);

  *n_blobs = ids->len;
  if (ids->len > 0 && g_mkdir (folder, 0700) < 0)
    return _amia_blob_fail_errno (error, "make a folder for rescued attachments");

  for (guint i = 0; i < ids->len; i++)
    {
      if (!write_blob (store, &g_array_index (ids, AmiaBlobId, i), folder, &local_error))
        return _amia_store_report (error, local_error);
    }

  return ids->len == 0 || amia_file_sync_directory (folder, error);
}

/* --- Reading --------------------------------------------------------------------------------- */

/* It came here as if from the server, which may not have it. */
static gboolean
note_unsent (AmiaStore        *store,
             const AmiaBlobId *id,
             GError          **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE blob SET sent_epoch = NULL WHERE id = ?",
                       "offer an attachment",
                       error);

  if (statement == NULL)
    return FALSE;

  _amia_blobs_bind_id (statement, 1, id);
  return amia_statement_step (statement, error) == AMIA_DONE;
}

static gboolean
read_parts (AmiaStore        *store,
            const AmiaBlobId *id,
            GInputStream     *stream,
            GError          **error)
{
  gboolean is_whole = FALSE;
  gint64   offset = 0;

  while (!is_whole)
    {
      g_autofree char *buffer = g_malloc (PART_BYTES);
      gsize            length = 0;
      g_autoptr (GBytes) bytes = NULL;

      if (!g_input_stream_read_all (stream, buffer, PART_BYTES, &length, NULL, error))
        return FALSE;
      if (length == 0)
        return _amia_store_fail (error,
                                 AMIA_STORE_ERROR_DAMAGED,
                                 "Failed to read a rescued attachment: it was cut off");

      bytes = g_bytes_new_take (g_steal_pointer (&buffer), length);
      if (!amia_store_write_blob (store, id, offset, bytes, &is_whole, error))
        return FALSE;
      offset += (gint64) length;
    }

  return note_unsent (store, id, error);
}

/* One that no attachment of this replica speaks of is left for another time. */
static gboolean
read_blob (AmiaStore        *store,
           const AmiaBlobId *id,
           const char       *path,
           guint            *n_blobs,
           GError          **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;

  if (_amia_blobs_measure (store, id, "") > 0)
    return TRUE;

  stream = g_file_read (file, NULL, error);
  if (stream == NULL)
    return FALSE;

  if (read_parts (store, id, G_INPUT_STREAM (stream), &local_error))
    (*n_blobs)++;
  else if (!g_error_matches (local_error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
amia_rescue_apply_blobs (const char *file,
                         AmiaStore  *store,
                         guint      *n_blobs,
                         GError    **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) directory = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *name;
  AmiaBlobId  id;

  g_return_val_if_fail (file != NULL, FALSE);
  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (n_blobs != NULL, FALSE);

  *n_blobs = 0;
  folder = get_folder (file);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;

  directory = g_dir_open (folder, 0, &local_error);
  while (local_error == NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (amia_blob_id_parse (name, &id) &&
          !read_blob (store, &id, path, n_blobs, &local_error))
        break;
    }

  return local_error == NULL || _amia_store_report (error, local_error);
}
