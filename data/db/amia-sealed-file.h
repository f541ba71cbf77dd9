/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-keys.h"

G_BEGIN_DECLS

#define AMIA_SEALED_FILE_BYTES_MAX (256 * 1024 * 1024)

/**
 * amia_sealed_file_write:
 * @path: where; nothing may be there
 * @contents: what to keep
 * @length: how many bytes, at most %AMIA_SEALED_FILE_BYTES_MAX
 * @passphrase: what will open it, UTF-8, not empty
 * @error: return location
 *
 * Writes a file that only @passphrase opens, for carrying work from one machine to another. Durable
 * when it returns; cut off, there is no file. The format stands in amia-sealed-file.c.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_KEYS_ERROR_FAILED
 */
gboolean amia_sealed_file_write (const char   *path,
                                 gconstpointer contents,
                                 gsize         length,
                                 const char   *passphrase,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sealed_file_read:
 * @path: a sealed file
 * @passphrase: its passphrase
 * @length: (out): how many bytes
 * @error: return location
 *
 * Reads all of it, or nothing: a file that was cut short, prolonged or changed anywhere is an
 * error. Bounded in memory and work, whoever wrote it.
 *
 * Returns: (transfer full): the contents and a zero byte after them; overwrite them before freeing.
 *   %NULL with %AMIA_KEYS_ERROR_PASSPHRASE (or the first bytes are damaged),
 *   %AMIA_KEYS_ERROR_MALFORMED or %AMIA_KEYS_ERROR_FAILED
 */
guint8 *amia_sealed_file_read (const char *path,
                               const char *passphrase,
                               gsize      *length,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sealed_file_clear:
 * @contents: (transfer full) (nullable): what amia_sealed_file_read() gave
 * @length: how many bytes
 *
 * Overwrites and frees it.
 */
void amia_sealed_file_clear (guint8 *contents,
                             gsize   length);

G_END_DECLS
