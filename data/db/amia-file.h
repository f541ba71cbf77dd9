/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_file_sync_directory:
 * @path: a directory
 * @error: return location
 *
 * Makes the names in a directory durable: after a power cut a file that was just made, renamed or
 * deleted there is as it was left.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_DB_ERROR_FAILED
 */
gboolean amia_file_sync_directory (const char *path,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_file_write:
 * @path: where; a file that is there is replaced
 * @data: its contents
 * @length: how many bytes
 * @error: return location
 *
 * Writes a small file that only its owner can read, all or nothing: after a power cut it is the old
 * or the new one. Durable when it returns.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_DB_ERROR_CANT_OPEN, %AMIA_DB_ERROR_FULL or
 *   %AMIA_DB_ERROR_FAILED
 */
gboolean amia_file_write (const char   *path,
                          gconstpointer data,
                          gsize         length,
                          GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_file_replace:
 * @path: where
 * @data: its contents
 * @length: how many bytes
 * @error: return location
 *
 * As amia_file_write(), and then overwrites what the file was before, for contents that are to be
 * gone when they are replaced. Where the file system writes to other blocks each time (btrfs, and
 * flash drives below any of them) nobody can promise that.
 *
 * Returns: %TRUE when the new contents are durable, or %FALSE as amia_file_write() does
 */
gboolean amia_file_replace (const char   *path,
                            gconstpointer data,
                            gsize         length,
                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_file_shred:
 * @path: a file; none is fine
 * @error: return location
 *
 * Overwrites it, then deletes it; see amia_file_replace() for what that is worth. When it fails
 * half-way the contents are gone although the name is not.
 *
 * Returns: %TRUE when that is durable, or %FALSE with an #AmiaDbError
 */
gboolean amia_file_shred (const char *path,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
