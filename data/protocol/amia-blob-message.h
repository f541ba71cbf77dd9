/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-id.h"

G_BEGIN_DECLS

/*
 * Attachments on the wire: their sealed bytes, at an address made of their SHA-256. They go in
 * parts, each a request of its own, so that nothing large is ever held in memory, a cut costs one
 * part, and all can go on where it stopped:
 *
 *     HEAD /v1/blobs/SHA-256                                   200, how much is here; or 404
 *     PUT  /v1/blobs/SHA-256   Content-Range: bytes 0-1023/4711   200; 409 gap with what is wanted
 *                                                             next; 422 hash: it was all here, and
 *                                                             was not what the address says
 *     GET  /v1/blobs/SHA-256   Range: bytes=1024-              206 and a part; 404; 416
 *
 * PUT with a range is what RFC 9110 §14.5 describes, an answer that holds only the beginning of a
 * range that was asked for what its §15.3.7 allows. HEAD and PUT answer with two fields, named as
 * in the IETF's draft on resumable uploads: `Upload-Offset`, how many bytes are here, and
 * `Upload-Length`, how many there are to be; equal, all is here and checked.
 */

#define AMIA_BLOB_PATH         "/v1/blobs/"
#define AMIA_BLOB_FIELD_OFFSET "Upload-Offset"
#define AMIA_BLOB_FIELD_LENGTH "Upload-Length"
#define AMIA_BLOB_PART_MIN     (64 * 1024)
#define AMIA_BLOB_PART_MAX     (1024 * 1024)

/**
 * AmiaBlobRange:
 * @first: the first byte
 * @last: the last byte; -1 where that is left open
 * @length: how long the whole is; 0 where that is not said
 *
 * A part of a blob.
 */
typedef struct
{
  gint64 first;
  gint64 last;
  gint64 length;
} AmiaBlobRange;

/**
 * amia_blob_path_parse:
 * @path: the path of a request
 * @id: (out caller-allocates): which blob
 *
 * Returns: %TRUE if it is the path of a blob, in its one form
 */
gboolean amia_blob_path_parse (const char *path,
                               AmiaBlobId *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_path_print:
 * @id: a blob
 *
 * Returns: (transfer full): its path
 */
char *amia_blob_path_print (const AmiaBlobId *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_range_parse_wanted:
 * @text: (nullable): the value of `Range`
 * @range: (out caller-allocates): the part
 *
 * Takes one range of bytes that says where it begins, as our laptops do: `bytes=0-1023` or
 * `bytes=0-`.
 *
 * Returns: %TRUE if it is one, within the bounds of a blob
 */
gboolean amia_blob_range_parse_wanted (const char    *text,
                                       AmiaBlobRange *range) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_range_parse_content:
 * @text: (nullable): the value of `Content-Range`
 * @range: (out caller-allocates): the part
 *
 * Takes `bytes 0-1023/4711`, whole and not longer than %AMIA_BLOB_PART_MAX.
 *
 * Returns: %TRUE if it is one, within the bounds of a blob
 */
gboolean amia_blob_range_parse_content (const char    *text,
                                        AmiaBlobRange *range) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_range_print_content:
 * @range: a part
 *
 * Returns: (transfer full): the value of `Content-Range`
 */
char *amia_blob_range_print_content (const AmiaBlobRange *range) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_length_parse:
 * @text: (nullable): the value of one of the two fields
 * @length: (out): the number
 *
 * Returns: %TRUE if it is one, within the bounds of a blob
 */
gboolean amia_blob_length_parse (const char *text,
                                 gint64     *length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
