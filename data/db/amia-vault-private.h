/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "amia-seal.h"
#include "amia-vault.h"

G_BEGIN_DECLS

#define AMIA_VAULT_LOG_HEADER_LENGTH 32

/* One connection's SQLite VFS. Used by that connection's thread only. */
typedef struct
{
  sqlite3_vfs  vfs;
  sqlite3_vfs *system; /* unowned: the one that knows about disks */
  char         name[32];
  AmiaSeal    *seal;
  const char  *file_names; /* owned, of sqlite3_create_filename(); NULL before the file is open */
  char        *damage;     /* what did not open with the key, in words, until it is reported */
  gboolean     is_lenient; /* read what can be read */
  gboolean     is_proved;  /* the key has opened something, or made the file */

  guint8 sealed[AMIA_SEAL_FRAME_LENGTH]; /* as on the disk */
  guint8 plain[AMIA_SEAL_FRAME_LENGTH];  /* wiped in the end */
} AmiaVault;

/* What SQLite takes for its open file; the system's own lies behind it in the same memory. */
typedef struct
{
  sqlite3_file  base;
  AmiaVault    *vault;
  sqlite3_file *system;

  /* Of the log only: a frame's header that waits for its page, and the frame's number or 0. */
  guint64 pending;
  guint8  header[AMIA_SEAL_HEADER_LENGTH];
} AmiaVaultFile;

/**
 * _amia_vault_new:
 * @key: the data key; copied
 * @error: return location
 *
 * Makes a VFS and makes it known to SQLite under its name, for sqlite3_open_v2(); VACUUM looks for
 * it again, so the name stays. It opens one database only.
 *
 * Returns: (transfer full): the vault, or %NULL with %AMIA_DB_ERROR_FAILED
 */
AmiaVault *_amia_vault_new (const AmiaDataKey *key,
                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_vault_free:
 * @vault: (transfer full): a vault whose connection is closed
 *
 * Wipes the key and all it has decrypted.
 */
void _amia_vault_free (AmiaVault *vault);

/**
 * _amia_vault_prepare:
 * @vault: a vault
 * @handle: its connection, just opened
 * @is_read_only: whether it may change nothing
 *
 * Asks SQLite for what the format needs, before it looks into the file.
 *
 * Returns: SQLite's code
 */
int _amia_vault_prepare (AmiaVault *vault,
                         sqlite3   *handle,
                         gboolean   is_read_only);

/**
 * _amia_vault_note_damage:
 * @vault: a vault
 * @code: what SQLite is to be told
 * @format: what is damaged
 *
 * Keeps the words for whoever reports the error; SQLite has none that name a page.
 *
 * Returns: @code
 */
int _amia_vault_note_damage (AmiaVault  *vault,
                             int         code,
                             const char *format,
                             ...) G_GNUC_PRINTF (3, 4);

/**
 * _amia_vault_has_log:
 * @vault: a vault whose file is open
 *
 * Returns: %TRUE if there is a log that is not empty
 */
gboolean _amia_vault_has_log (AmiaVault *vault);

/* The methods of the file of pages and of the log, and those that they have in common: they hand on
 * to the system's file. */
extern const sqlite3_io_methods _amia_vault_page_methods;
extern const sqlite3_io_methods _amia_vault_log_methods;

int _amia_vault_file_close (sqlite3_file *file);
int _amia_vault_file_truncate (sqlite3_file *file,
                               sqlite3_int64 size);
int _amia_vault_file_sync (sqlite3_file *file,
                           int           flags);
int _amia_vault_file_get_size (sqlite3_file  *file,
                               sqlite3_int64 *size);
int _amia_vault_file_lock (sqlite3_file *file,
                           int           level);
int _amia_vault_file_unlock (sqlite3_file *file,
                             int           level);
int _amia_vault_file_check_lock (sqlite3_file *file,
                                 int          *is_reserved);
int _amia_vault_file_control (sqlite3_file *file,
                              int           operation,
                              void         *argument);
int _amia_vault_file_get_sector_size (sqlite3_file *file);
int _amia_vault_file_get_characteristics (sqlite3_file *file);

G_END_DECLS
