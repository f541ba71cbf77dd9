/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-vault-private.h"

/* What the file of pages and the log have in common: all that has nothing to do with contents goes
 * to the system's file. */

static AmiaVaultFile *
get_file (sqlite3_file *file)
{
  return (AmiaVaultFile *) file;
}

static sqlite3_file *
get_system (sqlite3_file *file)
{
  return get_file (file)->system;
}

int
_amia_vault_file_close (sqlite3_file *file)
{
  return get_system (file)->pMethods->xClose (get_system (file));
}

int
_amia_vault_file_truncate (sqlite3_file *file,
                           sqlite3_int64 size)
{
  return get_system (file)->pMethods->xTruncate (get_system (file), size);
}

int
_amia_vault_file_sync (sqlite3_file *file,
                       int           flags)
{
  return get_system (file)->pMethods->xSync (get_system (file), flags);
}

int
_amia_vault_file_get_size (sqlite3_file  *file,
                           sqlite3_int64 *size)
{
  return get_system (file)->pMethods->xFileSize (get_system (file), size);
}

int
_amia_vault_file_lock (sqlite3_file *file,
                       int           level)
{
  return get_system (file)->pMethods->xLock (get_system (file), level);
}

int
_amia_vault_file_unlock (sqlite3_file *file,
                         int           level)
{
  return get_system (file)->pMethods->xUnlock (get_system (file), level);
}

int
_amia_vault_file_check_lock (sqlite3_file *file,
                             int          *is_reserved)
{
  return get_system (file)->pMethods->xCheckReservedLock (get_system (file), is_reserved);
}

int
_amia_vault_file_control (sqlite3_file *file,
                          int           operation,
                          void         *argument)
{
  return get_system (file)->pMethods->xFileControl (get_system (file), operation, argument);
}

int
_amia_vault_file_get_sector_size (sqlite3_file *file)
{
  return get_system (file)->pMethods->xSectorSize (get_system (file));
}

int
_amia_vault_file_get_characteristics (sqlite3_file *file)
{
  int all = get_system (file)->pMethods->xDeviceCharacteristics (get_system (file));

  /* SQLite would cut writes to the log where a sector ends unless a write harms nothing beside it;
   * and it must not gather pages into one write of the system's behind our back. */
  return (all | SQLITE_IOCAP_POWERSAFE_OVERWRITE) & ~SQLITE_IOCAP_BATCH_ATOMIC;
}
