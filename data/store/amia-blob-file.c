/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-blob-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "amia-media-type.h"
#include "amia-store-blobs-private.h"
#include "amia-store-private.h"
#include "amia-stream-seal.h"

/* A sealed file is a header of 24 bytes and then pieces of 64 KiB, each 17 bytes longer than what
 * it holds, the last one shorter or not (amia-stream-seal.h). Its name is the SHA-256 of all of it,
 * which is known when the last piece is written; so it is written under another name first. */

G_STATIC_ASSERT (AMIA_BLOB_KEY_LENGTH == AMIA_STREAM_KEY_LENGTH);
G_STATIC_ASSERT (AMIA_BLOB_HEADER_LENGTH == AMIA_STREAM_HEADER_LENGTH);
G_STATIC_ASSERT (AMIA_BLOB_OVERHEAD_LENGTH == AMIA_STREAM_OVERHEAD_LENGTH);

#define SEALED_PIECE_LENGTH (AMIA_BLOB_PIECE_LENGTH + AMIA_BLOB_OVERHEAD_LENGTH)

/* --- Sealing --------------------------------------------------------------------------------- */

typedef struct
{
  AmiaSealedBlob *blob;
  AmiaStreamSeal *seal;
  GChecksum      *checksum;
  int             fd;
  guint8         *piece; /* AMIA_BLOB_PIECE_LENGTH bytes, and as many that follow */
  guint8         *next;
  gsize           length;
  gsize           next_length;
  guint8         *sealed;
} Sealing;

static void
sealing_clear (Sealing *sealing)
{
  g_clear_pointer (&sealing->blob, amia_sealed_blob_free);
  g_clear_pointer (&sealing->seal, amia_stream_seal_free);
  g_clear_pointer (&sealing->checksum, g_checksum_free);
  if (sealing->fd >= 0)
    close (sealing->fd);
  if (sealing->piece != NULL)
    explicit_bzero (sealing->piece, AMIA_BLOB_PIECE_LENGTH);
  if (sealing->next != NULL)
    explicit_bzero (sealing->next, AMIA_BLOB_PIECE_LENGTH);
  g_clear_pointer (&sealing->piece, g_free);
  g_clear_pointer (&sealing->next, g_free);
  g_clear_pointer (&sealing->sealed, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sealing, sealing_clear)

gboolean
_amia_blob_fail_errno (GError    **error,
                       const char *action)
{
  int code = errno;

  return _amia_store_fail (error,
                           code == ENOSPC || code == EDQUOT ? AMIA_STORE_ERROR_FULL
                                                            : AMIA_STORE_ERROR_FAILED,
                           "Failed to %s: %s",
                           action,
                           g_strerror (code));
}

gboolean
_amia_blob_write_all (int           fd,
                      gconstpointer data,
                      gsize         length,
                      GError      **error)
{
  const guint8 *bytes = data;

  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return _amia_blob_fail_errno (error, "write an attachment");
      bytes += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
put (Sealing      *sealing,
     gconstpointer data,
     gsize         length,
     GError      **error)
{
  g_checksum_update (sealing->checksum, data, (gssize) length);
  return _amia_blob_write_all (sealing->fd, data, length, error);
}

static gboolean
read_piece (Sealing      *sealing,
            GInputStream *source,
            GCancellable *cancellable,
            GError      **error)
{
  return g_input_stream_read_all (source,
                                  sealing->next,
                                  AMIA_BLOB_PIECE_LENGTH,
                                  &sealing->next_length,
                                  cancellable,
                                  error);
}

static void
turn (Sealing *sealing)
{
  guint8 *piece = sealing->piece;

  sealing->piece = sealing->next;
  sealing->length = sealing->next_length;
  sealing->next = piece;
}

static gboolean
begin (Sealing      *sealing,
       const char   *replica,
       GInputStream *source,
       GCancellable *cancellable,
       GError      **error)
{
  g_autofree char *directory = _amia_blobs_get_directory (replica);
  AmiaSealedBlob  *blob = sealing->blob = g_new0 (AmiaSealedBlob, 1);
  guint8           header[AMIA_BLOB_HEADER_LENGTH];

  sealing->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  sealing->piece = g_malloc (AMIA_BLOB_PIECE_LENGTH);
  sealing->next = g_malloc (AMIA_BLOB_PIECE_LENGTH);
  sealing->sealed = g_malloc (SEALED_PIECE_LENGTH);
  if (!read_piece (sealing, source, cancellable, error))
    return FALSE;

  turn (sealing);
  blob->type = amia_media_type_sniff (sealing->piece, sealing->length);
  if (blob->type == NULL)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to attach the file: it is not a picture, a PDF or plain text");

  if (g_mkdir (directory, 0700) < 0 && errno != EEXIST)
    return _amia_blob_fail_errno (error, "make a folder for attachments");

  blob->path = g_build_filename (directory, AMIA_BLOB_NEW_PREFIX "XXXXXX", NULL);
  sealing->fd = g_mkstemp_full (blob->path, O_WRONLY | O_CLOEXEC, 0600);
  if (sealing->fd < 0)
    {
      g_clear_pointer (&blob->path, g_free);
      return _amia_blob_fail_errno (error, "make a file for an attachment");
    }

  sealing->seal = amia_stream_seal_new (blob->key, header);
  return put (sealing, header, sizeof header, error);
}

static gboolean
seal_pieces (Sealing      *sealing,
             GInputStream *source,
             GCancellable *cancellable,
             GError      **error)
{
  gboolean is_last = FALSE;

  while (!is_last)
    {
      if (!read_piece (sealing, source, cancellable, error))
        return FALSE;

      is_last = sealing->next_length == 0;
      sealing->blob->size += (gint64) sealing->length;
      if (sealing->blob->size > AMIA_BLOB_BYTES_MAX)
        return _amia_store_fail (error,
                                 AMIA_STORE_ERROR_INVALID,
                                 "Failed to attach the file: it is larger than %d MB",
                                 AMIA_BLOB_BYTES_MAX / (1024 * 1024));

      amia_stream_seal_push (
          sealing->seal, sealing->piece, sealing->length, is_last, sealing->sealed);
      if (!put (sealing, sealing->sealed, sealing->length + AMIA_BLOB_OVERHEAD_LENGTH, error))
        return FALSE;
      turn (sealing);
    }

  if (fsync (sealing->fd) < 0)
    return _amia_blob_fail_errno (error, "write an attachment");
  return TRUE;
}

AmiaSealedBlob *
amia_blob_seal (const char   *replica,
                GInputStream *source,
                GCancellable *cancellable,
                GError      **error)
{
  g_auto (Sealing) sealing = { .fd = -1 };
  gsize length = AMIA_BLOB_ID_LENGTH;

  g_return_val_if_fail (replica != NULL, NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (source), NULL);

  if (!begin (&sealing, replica, source, cancellable, error) ||
      !seal_pieces (&sealing, source, cancellable, error))
    return NULL;

  g_checksum_get_digest (sealing.checksum, sealing.blob->id.bytes, &length);
  return g_steal_pointer (&sealing.blob);
}

void
amia_sealed_blob_free (AmiaSealedBlob *blob)
{
  g_return_if_fail (blob != NULL);

  if (blob->path != NULL)
    /* Ignored: what is left over is cleared away when the replica is next opened. */
    g_unlink (blob->path);
  explicit_bzero (blob->key, sizeof blob->key);
  g_free (blob->path);
  g_free (blob);
}

/* --- Opening --------------------------------------------------------------------------------- */

struct _AmiaBlobStream
{
  GInputStream    parent_instance;
  GInputStream   *file;
  AmiaStreamSeal *seal;
  guint8         *sealed;
  guint8         *piece;
  gsize           length; /* of the piece */
  gsize           n_read; /* of it */
  gboolean        is_ended;
};

G_DEFINE_FINAL_TYPE (AmiaBlobStream, amia_blob_stream, G_TYPE_INPUT_STREAM)

static gboolean
fail_damaged (GError **error)
{
  return _amia_store_fail (error,
                           AMIA_STORE_ERROR_DAMAGED,
                           "Failed to read an attachment: its file is damaged");
}

static gboolean
pull_piece (AmiaBlobStream *self,
            GCancellable   *cancellable,
            GError        **error)
{
  gsize length;

  if (!g_input_stream_read_all (
          self->file, self->sealed, SEALED_PIECE_LENGTH, &length, cancellable, error))
    return FALSE;

  if (!amia_stream_seal_pull (self->seal, self->sealed, length, self->piece, &self->is_ended) ||
      (!self->is_ended && length < SEALED_PIECE_LENGTH))
    return fail_damaged (error);

  self->length = length - AMIA_BLOB_OVERHEAD_LENGTH;
  self->n_read = 0;
  return TRUE;
}

static gssize
amia_blob_stream_read (GInputStream *stream,
                       void         *buffer,
                       gsize         count,
                       GCancellable *cancellable,
                       GError      **error)
{
  AmiaBlobStream *self = AMIA_BLOB_STREAM (stream);
  gsize           n;

  if (self->n_read == self->length)
    {
      if (self->is_ended)
        return 0;
      if (!pull_piece (self, cancellable, error))
        return -1;
    }

  n = MIN (count, self->length - self->n_read);
  memcpy (buffer, self->piece + self->n_read, n);
  self->n_read += n;
  return (gssize) n;
}

static void
amia_blob_stream_finalize (GObject *object)
{
  AmiaBlobStream *self = AMIA_BLOB_STREAM (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->seal, amia_stream_seal_free);
  explicit_bzero (self->piece, AMIA_BLOB_PIECE_LENGTH);
  g_free (self->piece);
  g_free (self->sealed);
  G_OBJECT_CLASS (amia_blob_stream_parent_class)->finalize (object);
}

static void
amia_blob_stream_class_init (AmiaBlobStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amia_blob_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = amia_blob_stream_read;
}

static void
amia_blob_stream_init (AmiaBlobStream *self)
{
  self->sealed = g_malloc (SEALED_PIECE_LENGTH);
  self->piece = g_malloc (AMIA_BLOB_PIECE_LENGTH);
}

GInputStream *
amia_blob_stream_new (const char   *path,
                      const guint8 *key,
                      GError      **error)
{
  g_autoptr (AmiaBlobStream) self = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) cause = NULL;
  guint8 header[AMIA_BLOB_HEADER_LENGTH];
  gsize  length;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  self = g_object_new (AMIA_TYPE_BLOB_STREAM, NULL);
  file = g_file_new_for_path (path);
  self->file = G_INPUT_STREAM (g_file_read (file, NULL, &cause));
  if (self->file == NULL)
    {
      _amia_store_fail (error,
                        g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                            ? AMIA_STORE_ERROR_MISSING
                            : AMIA_STORE_ERROR_FAILED,
                        "Failed to open an attachment: %s",
                        cause->message);
      return NULL;
    }

  if (!g_input_stream_read_all (self->file, header, sizeof header, &length, NULL, error))
    return NULL;
  if (length < sizeof header)
    {
      fail_damaged (error);
      return NULL;
    }

  self->seal = amia_stream_seal_open (key, header);
  return G_INPUT_STREAM (g_steal_pointer (&self));
}
