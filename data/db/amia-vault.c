/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-vault.h"

#include <sodium.h>
#include <string.h>

#include "amia-db-private.h"
#include "amia-vault-private.h"

/* The vault: a VFS of SQLite's, over the system's own, whose files nobody can read without the key.
 *
 * The format, version 1
 * ---------------------
 *
 * A database at PATH is one file, and while it is open, or after a crash, a second, PATH-log. Both
 * are what SQLite writes, of the same length and in the same places, with this difference:
 *
 *     PATH      pages of 4096 bytes. SQLite leaves the last 40 bytes of each free ("reserved").
 *
 *               page 1:      16  the file's id, random, in place of "SQLite format 3"
 *                          4040  the rest of SQLite's page, encrypted
 *                            24  nonce
 *                            16  tag
 *               others:    4056  SQLite's page, encrypted
 *                            24  nonce
 *                            16  tag
 *
 *     PATH-log  SQLite's write-ahead log: a header of 32 bytes as it is (magic, version, page size,
 *               a number, two random salts, checksum of these), then frames of 4120 bytes:
 *
 *                          4080  SQLite's header of the frame (24 bytes: page number, size of the
 *                                file, salts, checksum of the plain page) and its page, encrypted
 *                                together: the checksum alone would let a guess be tried
 *                            24  nonce
 *                            16  tag
 *
 * XChaCha20-Poly1305 under the data key (amia-keys.c). The nonce is random and new for each write.
 * The associated data, in amia-seal.c, names the file's id, page or frame, and its number. Order
 * and completeness of the log are SQLite's to check: each frame's header carries the salts of the
 * log and the sum of all frames before it, under the seal.
 *
 * There is no third file
 * ----------------------
 *
 *  - No rollback journal. The log is there from the first transaction on; the page that SQLite
 *    writes before it is the first of an empty file, with nothing to roll back to. A journal that
 *    somebody puts beside the file is not seen: SQLite would write its plain pages into ours.
 *  - No shared memory: the index of the log holds the sum of the plain frames. SQLite keeps it on
 *    the heap for a connection that has the file to itself, so that is the only kind there is.
 *  - No temporary file: temp_store is MEMORY; any that is asked for is refused.
 *
 * The log is not called PATH-wal, because whatever opens a database as SQLite does, without the
 * key, finds no valid frame in a file of that name and deletes it on leaving: committed work would
 * be gone after a look with the wrong tool. For the same reason we delete no log before the key has
 * opened at least one page or frame.
 *
 * What it does not do
 * -------------------
 *
 *  - Older bytes in their own place are not noticed: a file, a log or a page of yesterday's that is
 *    put back opens. Cutting the log off at a frame is as if the later transactions had not been.
 *  - In a log that was left by a crash, damage in the last transaction, or in the last frame before
 *    it, looks like a torn write: SQLite drops what follows. Damage further up is noticed
 *    (amia-vault-log.c).
 *  - Lengths, salts of the log and which pages change are plain to see.
 *  - What is in memory is not protected from who can read memory, or the swap. */

#define LOG_ENDING     "-wal" /* SQLite's name for it */
#define JOURNAL_ENDING "-journal"

static AmiaVault *
get_vault (sqlite3_vfs *vfs)
{
  return vfs->pAppData;
}

int
_amia_vault_note_damage (AmiaVault  *vault,
                         int         code,
                         const char *format,
                         ...)
{
  va_list args;

  va_start (args, format);
  g_free (vault->damage);
  vault->damage = g_strdup_vprintf (format, args);
  va_end (args);
  return code;
}

gboolean
_amia_vault_has_log (AmiaVault *vault)
{
  int exists = 0;

  /* For the system, a regular file without bytes does not exist. */
  return vault->system->xAccess (vault->system,
                                 sqlite3_filename_wal (vault->file_names),
                                 SQLITE_ACCESS_EXISTS,
                                 &exists) == SQLITE_OK &&
         exists != 0;
}

/* One vault, one database: whatever is attached to it must not get its key. */
static int
name_files (AmiaVault  *vault,
            const char *path)
{
  g_autofree char *journal = g_strconcat (path, JOURNAL_ENDING, NULL);
  g_autofree char *log = g_strconcat (path, AMIA_VAULT_LOG_ENDING, NULL);

  if (vault->file_names != NULL)
    return SQLITE_CANTOPEN;

  vault->file_names = sqlite3_create_filename (path, journal, log, 0, NULL);
  return vault->file_names != NULL ? SQLITE_OK : SQLITE_NOMEM;
}

static int
open_system (AmiaVaultFile            *file,
             const char               *path,
             int                       flags,
             int                      *out_flags,
             const sqlite3_io_methods *methods)
{
  sqlite3_vfs *system = file->vault->system;
  int          code = system->xOpen (system, path, file->system, flags, out_flags);

  if (code == SQLITE_OK)
    file->base.pMethods = methods;

  return code;
}

static int
open_cb (sqlite3_vfs  *vfs,
         const char   *path,
         sqlite3_file *base,
         int           flags,
         int          *out_flags)
{
  AmiaVaultFile *file = (AmiaVaultFile *) base;
  AmiaVault     *vault = get_vault (vfs);
  int            code;

  memset (file, 0, sizeof *file);
  file->vault = vault;
  file->system = (sqlite3_file *) (file + 1);
  file->system->pMethods = NULL;

  if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
    {
      code = name_files (vault, path);
      return code != SQLITE_OK
                 ? code
                 : open_system (file, path, flags, out_flags, &_amia_vault_page_methods);
    }

  if ((flags & SQLITE_OPEN_WAL) != 0)
    return open_system (file,
                        sqlite3_filename_wal (vault->file_names),
                        flags,
                        out_flags,
                        &_amia_vault_log_methods);

  return SQLITE_CANTOPEN;
}

static int
delete_cb (sqlite3_vfs *vfs,
           const char  *path,
           int          is_durable)
{
  AmiaVault *vault = get_vault (vfs);

  if (!g_str_has_suffix (path, LOG_ENDING))
    return SQLITE_IOERR_DELETE_NOENT;
  if (!vault->is_proved)
    return _amia_vault_note_damage (vault,
                                    SQLITE_IOERR_DELETE,
                                    "there is a log beside it that this key does not open");

  return vault->system->xDelete (vault->system,
                                 sqlite3_filename_wal (vault->file_names),
                                 is_durable);
}

static int
access_cb (sqlite3_vfs *vfs,
           const char  *path,
           int          flags,
           int         *is_so)
{
  AmiaVault *vault = get_vault (vfs);

  *is_so = 0;
  if (g_str_has_suffix (path, JOURNAL_ENDING))
    return SQLITE_OK;
  if (g_str_has_suffix (path, LOG_ENDING))
    path = sqlite3_filename_wal (vault->file_names);

  return vault->system->xAccess (vault->system, path, flags, is_so);
}

static int
get_full_path_cb (sqlite3_vfs *vfs,
                  const char  *path,
                  int          size,
                  char        *full)
{
  sqlite3_vfs *system = get_vault (vfs)->system;

  return system->xFullPathname (system, path, size, full);
}

static int
get_random_cb (sqlite3_vfs *vfs,
               int          size,
               char        *bytes)
{
  sqlite3_vfs *system = get_vault (vfs)->system;

  return system->xRandomness (system, size, bytes);
}

static int
sleep_cb (sqlite3_vfs *vfs,
          int          time_us)
{
  sqlite3_vfs *system = get_vault (vfs)->system;

  return system->xSleep (system, time_us);
}

static int
get_time_cb (sqlite3_vfs *vfs,
             double      *day)
{
  sqlite3_vfs *system = get_vault (vfs)->system;

  return system->xCurrentTime (system, day);
}

static int
get_last_error_cb (sqlite3_vfs *vfs,
                   int          size,
                   char        *message)
{
  sqlite3_vfs *system = get_vault (vfs)->system;

  return system->xGetLastError (system, size, message);
}

/* No methods for loadable extensions: no connection of ours allows them. */
static void
fill_vfs (AmiaVault *vault)
{
  vault->vfs = (sqlite3_vfs){
    .iVersion = 1,
    .szOsFile = (int) sizeof (AmiaVaultFile) + vault->system->szOsFile,
    .mxPathname = vault->system->mxPathname,
    .zName = vault->name,
    .pAppData = vault,
    .xOpen = open_cb,
    .xDelete = delete_cb,
    .xAccess = access_cb,
    .xFullPathname = get_full_path_cb,
    .xRandomness = get_random_cb,
    .xSleep = sleep_cb,
    .xCurrentTime = get_time_cb,
    .xGetLastError = get_last_error_cb,
  };
}

AmiaVault *
_amia_vault_new (const AmiaDataKey *key,
                 GError           **error)
{
  static int n_vaults; /* atomic: each connection has a VFS with a name of its own */
  AmiaVault *vault = g_new0 (AmiaVault, 1);
  int        code = SQLITE_ERROR;

  vault->seal = amia_seal_new (key);
  vault->system = sqlite3_vfs_find (NULL);
  if (vault->seal != NULL && vault->system != NULL)
    {
      g_snprintf (vault->name,
                  sizeof vault->name,
                  "amia-vault-%d",
                  g_atomic_int_add (&n_vaults, 1));
      fill_vfs (vault);
      code = sqlite3_vfs_register (&vault->vfs, 0);
    }

  if (code == SQLITE_OK)
    return vault;

  _amia_db_set_error (error, code, "encrypt the database", "no memory that can be guarded");
  _amia_vault_free (vault);
  return NULL;
}

void
_amia_vault_free (AmiaVault *vault)
{
  sqlite3_vfs_unregister (&vault->vfs);
  g_clear_pointer (&vault->seal, amia_seal_free);
  sqlite3_free_filename (vault->file_names);
  g_free (vault->damage);
  sodium_memzero (vault->plain, sizeof vault->plain);
  g_free (vault);
}

int
_amia_vault_prepare (AmiaVault *vault,
                     sqlite3   *handle,
                     gboolean   is_read_only)
{
  static const char sql[] = "PRAGMA locking_mode = EXCLUSIVE;"
                            "PRAGMA page_size = 4096;";
  int               n_reserved = AMIA_SEAL_LENGTH;
  int               code;

  G_STATIC_ASSERT (AMIA_SEAL_PAGE_LENGTH == 4096);

  code = sqlite3_file_control (handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &n_reserved);
  if (code == SQLITE_OK)
    code = sqlite3_exec (handle, sql, NULL, NULL, NULL);
  if (code != SQLITE_OK || !is_read_only)
    return code;

  /* The lock that keeps everybody else out can't be had on a file that is open for reading only. */
  code = sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return code != SQLITE_OK ? code
                           : sqlite3_exec (handle, "PRAGMA query_only = ON", NULL, NULL, NULL);
}
