/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_BLOB_ID_LENGTH  32
#define AMIA_BLOB_HEX_LENGTH 64

/* How a blob is sealed (data/db/amia-stream-seal.h): a header, then pieces that each grow a bit. */
#define AMIA_BLOB_BYTES_MAX         (50 * 1024 * 1024)
#define AMIA_BLOB_PIECE_LENGTH      (64 * 1024)
#define AMIA_BLOB_HEADER_LENGTH     24
#define AMIA_BLOB_OVERHEAD_LENGTH   17
#define AMIA_BLOB_KEY_LENGTH        32
#define AMIA_BLOB_SEALED_LENGTH_MAX (amia_blob_get_sealed_length (AMIA_BLOB_BYTES_MAX))

/**
 * AmiaBlobId:
 * @bytes: SHA-256 (FIPS 180-4) of the sealed bytes
 *
 * The address of a blob: a scan, a photo, a PDF, as it lies on disks and goes over the wire. Since
 * it names the sealed bytes, anybody can check that a blob is whole without being able to read it.
 */
typedef struct
{
  guint8 bytes[AMIA_BLOB_ID_LENGTH];
} AmiaBlobId;

/**
 * amia_blob_id_parse:
 * @text: (nullable): text
 * @id: (out caller-allocates): the id; untouched when @text is not one
 *
 * Takes one form only, 64 lower-case hexadecimal digits: a name for a file or an address that comes
 * from elsewhere can then be nothing but a name.
 *
 * Returns: %TRUE if the whole of @text is an id
 */
gboolean amia_blob_id_parse (const char *text,
                             AmiaBlobId *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_id_print:
 * @id: an id
 * @text: (out caller-allocates): room for %AMIA_BLOB_HEX_LENGTH + 1 bytes
 *
 * Returns: @text, for use in an argument list
 */
const char *amia_blob_id_print (const AmiaBlobId *id,
                                char              text[AMIA_BLOB_HEX_LENGTH + 1]);

/**
 * amia_blob_get_sealed_length:
 * @length: how long something is, in bytes
 *
 * Returns: how long it is when sealed. Even nothing takes one piece, which says that it is the last
 */
gint64 amia_blob_get_sealed_length (gint64 length);

G_END_DECLS
