/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-vault-private.h"

#include <string.h>

/* The file of pages. SQLite writes whole pages only. It reads whole pages, and pieces of the first
 * one when it gets to know the file.
 *
 * A checkpoint that is cut off may leave a torn page. That is no damage: the page still stands in
 * the log, and SQLite takes it from there. But for the first page it looks into the file before it
 * looks for a log; so if that page does not open and there is a log, the pieces SQLite asks for are
 * answered with what stands in every header of ours. If the log can't help, the whole page is asked
 * for next, and that read fails. */

/* All that SQLite acts upon before it has read the page in earnest: pages of 4096 bytes, of which
 * the seal's are not its own, and a write-ahead log. */
static const guint8 common_header[100] = {
  'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', '\0',
  AMIA_SEAL_PAGE_LENGTH >> 8, 0, 2, 2, AMIA_SEAL_LENGTH, 64, 32, 32
};

static gboolean
is_empty (sqlite3_file *system)
{
  sqlite3_int64 size = 0;

  return system->pMethods->xFileSize (system, &size) == SQLITE_OK && size == 0;
}

/* SQLITE_IOERR_SHORT_READ where the file has no such page. */
static int
load_page (AmiaVaultFile *file,
           guint64        number)
{
  AmiaVault    *vault = file->vault;
  sqlite3_int64 offset = (sqlite3_int64) (number - 1) * AMIA_SEAL_PAGE_LENGTH;
  int           code;

  code = file->system->pMethods->xRead (file->system,
                                        vault->sealed,
                                        AMIA_SEAL_PAGE_LENGTH,
                                        offset);
  if (number == 1 && code == SQLITE_OK && !vault->is_proved)
    amia_seal_take_file_id (vault->seal, vault->sealed);

  return code;
}

static gboolean
open_page (AmiaVault *vault,
           guint64    number,
           guint8    *page)
{
  if (!amia_seal_open_page (vault->seal, number, vault->sealed, page))
    return FALSE;

  vault->is_proved = TRUE;
  return TRUE;
}

static int
report_damage (AmiaVault *vault,
               guint64    number)
{
  if (number > 1)
    return _amia_vault_note_damage (vault,
                                    SQLITE_CORRUPT,
                                    "page %" G_GUINT64_FORMAT " of the file is damaged or foreign",
                                    number);

  if (memcmp (vault->sealed, common_header, AMIA_SEAL_FILE_ID_LENGTH) == 0)
    return _amia_vault_note_damage (vault, SQLITE_NOTADB, "the file is not encrypted");

  return _amia_vault_note_damage (vault,
                                  SQLITE_NOTADB,
                                  "page 1 of the file does not open with this key");
}

static int
read_page (AmiaVaultFile *file,
           guint64        number,
           guint8        *page)
{
  int code = load_page (file, number);

  if (code == SQLITE_IOERR_SHORT_READ && number == 1 && is_empty (file->system))
    {
      memset (page, 0, AMIA_SEAL_PAGE_LENGTH);
      return code;
    }

  /* Elsewhere SQLite would take a page that the file has lost for one of zeros. */
  if (code == SQLITE_IOERR_SHORT_READ ||
      (code == SQLITE_OK && !open_page (file->vault, number, page)))
    return report_damage (file->vault, number);

  return code;
}

static int
read_piece (AmiaVaultFile *file,
            void          *buffer,
            gsize          amount,
            gsize          start,
            guint64        number)
{
  AmiaVault *vault = file->vault;
  int        code = read_page (file, number, vault->plain);

  if (code == SQLITE_NOTADB && start + amount <= sizeof common_header &&
      _amia_vault_has_log (vault))
    {
      g_clear_pointer (&vault->damage, g_free);
      memcpy (buffer, common_header + start, amount);
      return SQLITE_OK;
    }

  if (code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ)
    memcpy (buffer, vault->plain + start, amount);
  return code;
}

static int
read_cb (sqlite3_file *base,
         void         *buffer,
         int           amount,
         sqlite3_int64 offset)
{
  AmiaVaultFile *file = (AmiaVaultFile *) base;
  guint64        number = (guint64) offset / AMIA_SEAL_PAGE_LENGTH + 1;
  gsize          start = (gsize) offset % AMIA_SEAL_PAGE_LENGTH;

  if (start == 0 && amount == AMIA_SEAL_PAGE_LENGTH)
    return read_page (file, number, buffer);
  if (start + (gsize) amount <= AMIA_SEAL_PAGE_LENGTH)
    return read_piece (file, buffer, (gsize) amount, start, number);

  return SQLITE_IOERR_READ;
}

static int
write_cb (sqlite3_file *base,
          const void   *buffer,
          int           amount,
          sqlite3_int64 offset)
{
  AmiaVaultFile *file = (AmiaVaultFile *) base;
  AmiaVault     *vault = file->vault;
  guint64        number = (guint64) offset / AMIA_SEAL_PAGE_LENGTH + 1;
  int            code;

  if (amount != AMIA_SEAL_PAGE_LENGTH || offset % AMIA_SEAL_PAGE_LENGTH != 0 ||
      !amia_seal_close_page (vault->seal, number, buffer, vault->sealed))
    return SQLITE_IOERR_WRITE;

  code = file->system->pMethods->xWrite (file->system,
                                         vault->sealed,
                                         AMIA_SEAL_PAGE_LENGTH,
                                         offset);
  if (code == SQLITE_OK)
    vault->is_proved = TRUE;

  return code;
}

/* Version 1 has neither shared memory nor memory maps: what SQLite can't ask for it can't leak. */
const sqlite3_io_methods _amia_vault_page_methods = {
  .iVersion = 1,
  .xClose = _amia_vault_file_close,
  .xRead = read_cb,
  .xWrite = write_cb,
  .xTruncate = _amia_vault_file_truncate,
  .xSync = _amia_vault_file_sync,
  .xFileSize = _amia_vault_file_get_size,
  .xLock = _amia_vault_file_lock,
  .xUnlock = _amia_vault_file_unlock,
  .xCheckReservedLock = _amia_vault_file_check_lock,
  .xFileControl = _amia_vault_file_control,
  .xSectorSize = _amia_vault_file_get_sector_size,
  .xDeviceCharacteristics = _amia_vault_file_get_characteristics,
};
