/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-blob-id.h"

G_BEGIN_DECLS

/**
 * AmiaSealedBlob:
 * @path: the sealed file, under a name for the time being
 * @id: its address
 * @key: what opens it
 * @size: how long it was before it was sealed
 * @type: what it is, see amia_media_type_sniff()
 *
 * A file that was sealed and belongs to no case yet.
 */
typedef struct
{
  char       *path;
  AmiaBlobId  id;
  guint8      key[AMIA_BLOB_KEY_LENGTH];
  gint64      size;
  const char *type;
} AmiaSealedBlob;

/**
 * amia_blob_seal:
 * @replica: the path of the replica that it will belong to
 * @source: what to seal, read to its end
 * @cancellable: (nullable): to give up
 * @error: return location
 *
 * Seals what @source holds with a key of its own, into a file beside the replica, and notes what it
 * is by its first bytes. Streams: 50 MB cost two pieces of memory. Nothing readable is written.
 * Any thread; amia_store_attach() then makes it part of a case.
 *
 * Returns: (transfer full): the sealed file, durable; or %NULL with %AMIA_STORE_ERROR_INVALID (too
 *   large, empty, or of a kind that may not be attached), %AMIA_STORE_ERROR_FULL, an error of
 *   @source, or %G_IO_ERROR_CANCELLED
 */
AmiaSealedBlob *amia_blob_seal (const char   *replica,
                                GInputStream *source,
                                GCancellable *cancellable,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sealed_blob_free:
 * @blob: (transfer full): a sealed file
 *
 * Overwrites the key, and deletes the file unless it was attached.
 */
void amia_sealed_blob_free (AmiaSealedBlob *blob);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSealedBlob, amia_sealed_blob_free)

#define AMIA_TYPE_BLOB_STREAM (amia_blob_stream_get_type ())
G_DECLARE_FINAL_TYPE (AmiaBlobStream, amia_blob_stream, AMIA, BLOB_STREAM, GInputStream)

/**
 * amia_blob_stream_new:
 * @path: a sealed file
 * @key: what opens it
 * @error: return location
 *
 * Reads a sealed file: a stream of what it holds. Every piece is checked before it is handed out,
 * and that there are all of them, so that what is read to the end without an error is what was
 * sealed; otherwise reading fails with %AMIA_STORE_ERROR_DAMAGED. Any thread.
 *
 * Returns: (transfer full): the stream; or %NULL with %AMIA_STORE_ERROR_MISSING if there is no such
 *   file, or %AMIA_STORE_ERROR_DAMAGED
 */
GInputStream *amia_blob_stream_new (const char   *path,
                                    const guint8 *key,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
