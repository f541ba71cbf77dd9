/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Backups of a ledger in a file. A backup is a ledger itself, with a manifest beside it,
 * `FILE.manifest`, that says what it is and lets a damaged or exchanged one be told:
 *
 *     [backup]
 *     format=1
 *     made=2026-11-22T08:00:00Z
 *     epoch=9f…               the life of the log that it is of
 *     head=40211              the highest server number in it
 *     audit=812:5d…           the last entry of its audit, as `audit verify --anchor` takes it
 *     bytes=1048576
 *     sha256=…                of the file
 *
 * All functions fail with an #AmiaDbError, a #GFileError or a #GKeyFileError.
 */

/**
 * AmiaBackup:
 * @made: when it was made, as text
 * @epoch: the life of the log
 * @head: the highest server number
 * @audit: the last entry of the audit, `N:HASH`
 * @bytes: how large the file is
 * @sha256: 64 hexadecimal digits
 *
 * A manifest.
 */
typedef struct
{
  char  *made;
  char  *epoch;
  gint64 head;
  char  *audit;
  gint64 bytes;
  char  *sha256;
} AmiaBackup;

void amia_backup_clear (AmiaBackup *backup);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaBackup, amia_backup_clear)

/**
 * amia_backup_write:
 * @db: the ledger's file; a server may be writing to it
 * @to: where to; there must be nothing yet
 * @now_ms: the time
 * @backup: (out caller-allocates): what was made
 * @error: return location
 *
 * Copies a ledger as it is at one moment, while others go on reading and writing, checks the copy,
 * and makes it durable. Only its owner can read it. It comes under its name when it is whole.
 *
 * Returns: %TRUE on success
 */
gboolean amia_backup_write (const char *db,
                            const char *to,
                            gint64      now_ms,
                            AmiaBackup *backup,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_backup_read:
 * @from: a backup
 * @backup: (out caller-allocates): its manifest
 * @error: return location
 *
 * Reads the manifest and checks that the file is what it says, and a sound ledger.
 *
 * Returns: %TRUE if it can be restored from
 */
gboolean amia_backup_read (const char *from,
                           AmiaBackup *backup,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_backup_restore:
 * @from: a backup that amia_backup_read() has read
 * @backup: its manifest
 * @db: where the ledger is to be; what is there is set aside
 * @now_ms: the time
 * @set_aside: (out) (nullable) (transfer full): under what name, %NULL if there was nothing
 * @error: return location
 *
 * Puts a ledger back. It begins a closed life (see amia-restore.h) before it comes under its name,
 * so that there is no moment at which a server could start on it and give out what was withdrawn
 * since. The safeguard file stays as it is, and is applied when the server starts.
 *
 * Returns: %TRUE on success; %FALSE with %AMIA_DB_ERROR_BUSY if a program has the ledger open that
 *   is there now
 */
gboolean amia_backup_restore (const char       *from,
                              const AmiaBackup *backup,
                              const char       *db,
                              gint64            now_ms,
                              char            **set_aside,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
