/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-db.h"
#include "amia-keys.h"

G_BEGIN_DECLS

/**
 * AMIA_VAULT_LOG_ENDING:
 *
 * The write-ahead log of an encrypted database lies beside it under its name and this ending. There
 * is no other file.
 */
#define AMIA_VAULT_LOG_ENDING "-log"

/**
 * amia_db_open_encrypted:
 * @path: the file
 * @key: the data key, see amia_keys_unlock(); a copy is kept in locked memory until the database
 *   is closed, then wiped
 * @flags: see #AmiaDbFlags
 * @error: return location
 *
 * Opens a database of which nothing can be read on the disk without @key: neither its pages, nor
 * its write-ahead log, nor a temporary file. Each page carries a seal (XChaCha20-Poly1305) that
 * ties it to its place and its file, so that a changed, moved or foreign page is an error and never
 * data. The format stands in amia-vault.c. Otherwise it is as amia_db_open() leaves it.
 *
 * One connection has the file to itself, since what SQLite shares between several lies open in a
 * file: everybody else, in this process or another, gets %AMIA_DB_ERROR_BUSY until
 * amia_db_close(). ATTACH is refused. As with every SQLite file, nothing else in this process may
 * open and close it meanwhile: POSIX drops the locks then.
 *
 * What is not hidden: the size of the file, and which pages changed between two looks at it. What
 * is not noticed: that somebody put back an older copy of the file, of its log or of single pages.
 *
 * Returns: (transfer full): the connection, or %NULL with %AMIA_DB_ERROR_NOT_A_DATABASE (another
 *   key, a file that is not encrypted, or the first page is damaged), %AMIA_DB_ERROR_CORRUPT,
 *   %AMIA_DB_ERROR_BUSY, %AMIA_DB_ERROR_CANT_OPEN or another #AmiaDbError. Any later call may give
 *   %AMIA_DB_ERROR_CORRUPT, whose message names the page.
 */
AmiaDb *amia_db_open_encrypted (const char        *path,
                                const AmiaDataKey *key,
                                AmiaDbFlags        flags,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
