/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-vault-private.h"

#include <string.h>

/* The write-ahead log. SQLite thinks of it as a header and frames, each a header and a page, and
 * asks for them in these ways:
 *
 *     write a frame's header, then its page                     a change
 *     write a frame's page alone                                a page changed twice in one change
 *     write a frame's header alone, after reading the frame     ... and the checksums mended
 *     read a frame                                              recovery, and the mending
 *     read a frame's page                                       everything else
 *
 * A frame is sealed as a whole; so a header waits until its page comes, or until anything else is
 * asked for.
 *
 * A frame that does not open while SQLite recovers the log is the end of it: so looks a write that
 * a power cut tore. SQLite gets zeros, which are no frame. But no transaction is written before the
 * one before it is on the disk (synchronous=FULL): where the end of a transaction and more follow,
 * the frame was there once, and to end the log would drop committed work without a word. SQLite
 * can't tell the two apart; seals can. That, and a frame that does not open at any other time, is
 * damage. */

#define FRAME_HEADER AMIA_SEAL_HEADER_LENGTH

/* Of a frame's header: its page's number (whose place nobody asks for here) and, if it ends a
 * transaction, how many pages the file then has, else 0; the salts, which are those of the log's
 * header in the frames that belong to it; and the sum of all frames up to this one. */
#define SIZE_START   4
#define SALTS_START  8
#define SUM_START    16
#define SALTS_LENGTH 8

/* Of the log's header: its last bit says in which order of bytes the sums read their words. */
#define MAGIC_LAST      3
#define LOG_SALTS_START 16

typedef struct
{
  guint64 number; /* from 1 */
  gsize   start;  /* within the frame */
} Place;

static Place
find_place (sqlite3_int64 offset)
{
  guint64 distance = (guint64) (offset - AMIA_VAULT_LOG_HEADER_LENGTH);

  return (Place){ distance / AMIA_SEAL_FRAME_LENGTH + 1,
                  (gsize) (distance % AMIA_SEAL_FRAME_LENGTH) };
}

static sqlite3_int64
get_offset (guint64 number)
{
  return AMIA_VAULT_LOG_HEADER_LENGTH + (sqlite3_int64) (number - 1) * AMIA_SEAL_FRAME_LENGTH;
}

static int
report_damage (AmiaVault *vault,
               guint64    number)
{
  return _amia_vault_note_damage (vault,
                                  SQLITE_CORRUPT,
                                  "frame %" G_GUINT64_FORMAT " of the log is damaged or foreign",
                                  number);
}

/* Leaves the frame in the vault's plain buffer. */
static int
read_frame (AmiaVaultFile *file,
            guint64        number)
{
  AmiaVault *vault = file->vault;
  int        code;

  code = file->system->pMethods->xRead (file->system,
                                        vault->sealed,
                                        AMIA_SEAL_FRAME_LENGTH,
                                        get_offset (number));
  if (code == SQLITE_IOERR_SHORT_READ)
    return SQLITE_CORRUPT;
  if (code != SQLITE_OK)
    return code;
  if (!amia_seal_open_frame (vault->seal, number, vault->sealed, vault->plain))
    return SQLITE_CORRUPT;

  vault->is_proved = TRUE;
  return SQLITE_OK;
}

/* Takes the frame from the vault's plain buffer. */
static int
write_frame (AmiaVaultFile *file,
             guint64        number)
{
  AmiaVault *vault = file->vault;

  if (!amia_seal_close_frame (vault->seal, number, vault->plain, vault->sealed))
    return SQLITE_IOERR_WRITE;

  return file->system->pMethods->xWrite (file->system,
                                         vault->sealed,
                                         AMIA_SEAL_FRAME_LENGTH,
                                         get_offset (number));
}

/* A header for which no page came belongs to the page that is there. */
static int
flush (AmiaVaultFile *file)
{
  guint64 number = file->pending;
  int     code;

  if (number == 0)
    return SQLITE_OK;

  file->pending = 0;
  code = read_frame (file, number);
  if (code == SQLITE_CORRUPT)
    return report_damage (file->vault, number);
  if (code != SQLITE_OK)
    return code;

  memcpy (file->vault->plain, file->header, FRAME_HEADER);
  return write_frame (file, number);
}

static int
write_page (AmiaVaultFile *file,
            guint64        number,
            const void    *page)
{
  AmiaVault *vault = file->vault;
  int        code = SQLITE_OK;

  if (file->pending == number)
    {
      memcpy (vault->plain, file->header, FRAME_HEADER);
      file->pending = 0;
    }
  else if ((code = flush (file)) == SQLITE_OK &&
           (code = read_frame (file, number)) == SQLITE_CORRUPT)
    {
      return report_damage (vault, number);
    }

  if (code != SQLITE_OK)
    return code;

  memcpy (vault->plain + FRAME_HEADER, page, AMIA_SEAL_PAGE_LENGTH);
  return write_frame (file, number);
}

static int
hold_header (AmiaVaultFile *file,
             guint64        number,
             const void    *header)
{
  int code = flush (file);

  if (code != SQLITE_OK)
    return code;

  memcpy (file->header, header, FRAME_HEADER);
  file->pending = number;
  return SQLITE_OK;
}

static int
write_log_header (AmiaVaultFile *file,
                  const void    *buffer)
{
  int code = flush (file);

  if (code != SQLITE_OK)
    return code;

  return file->system->pMethods->xWrite (file->system, buffer, AMIA_VAULT_LOG_HEADER_LENGTH, 0);
}

static int
write_cb (sqlite3_file *base,
          const void   *buffer,
          int           amount,
          sqlite3_int64 offset)
{
  AmiaVaultFile *file = (AmiaVaultFile *) base;
  Place          place;

  if (offset == 0 && amount == AMIA_VAULT_LOG_HEADER_LENGTH)
    return write_log_header (file, buffer);
  if (offset < AMIA_VAULT_LOG_HEADER_LENGTH)
    return SQLITE_IOERR_WRITE;

  place = find_place (offset);
  if (place.start == 0 && amount == FRAME_HEADER)
    return hold_header (file, place.number, buffer);
  if (place.start == FRAME_HEADER && amount == AMIA_SEAL_PAGE_LENGTH)
    return write_page (file, place.number, buffer);

  return SQLITE_IOERR_WRITE;
}

static guint32
read_word (const guint8 *bytes,
           gboolean      is_big_endian)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);
  return is_big_endian ? GUINT32_FROM_BE (word) : GUINT32_FROM_LE (word);
}

/* SQLite's sum over pairs of words. */
static void
add_to_sum (guint32       sum[2],
            const guint8 *bytes,
            gsize         length,
            gboolean      is_big_endian)
{
  for (gsize i = 0; i < length; i += 8)
    {
      sum[0] += read_word (bytes + i, is_big_endian) + sum[1];
      sum[1] += read_word (bytes + i + 4, is_big_endian) + sum[0];
    }
}

static void
read_sum (const guint8 *frame,
          guint32       sum[2])
{
  sum[0] = read_word (frame + SUM_START, TRUE);
  sum[1] = read_word (frame + SUM_START + 4, TRUE);
}

/* Whether the frame was written after the one with that sum. Frames of a transaction that was taken
 * back may lie behind the last one, and have the same salts. */
static gboolean
continues_sum (const guint8 *frame,
               const guint32 before[2],
               gboolean      is_big_endian)
{
  guint32 sum[2] = { before[0], before[1] };
  guint32 own[2];

  add_to_sum (sum, frame, SALTS_START, is_big_endian);
  add_to_sum (sum, frame + FRAME_HEADER, AMIA_SEAL_PAGE_LENGTH, is_big_endian);
  read_sum (frame, own);
  return sum[0] == own[0] && sum[1] == own[1];
}

/* Whether there is, behind a frame that does not open, the end of a transaction and more. */
static gboolean
has_transaction_after (AmiaVaultFile *file,
                       guint64        number)
{
  AmiaVault    *vault = file->vault;
  guint8        log_header[AMIA_VAULT_LOG_HEADER_LENGTH];
  guint32       sum[2];
  sqlite3_int64 size = 0;
  gboolean      is_after_end = FALSE;

  if (file->system->pMethods->xFileSize (file->system, &size) != SQLITE_OK ||
      file->system->pMethods->xRead (file->system, log_header, sizeof log_header, 0) != SQLITE_OK)
    return FALSE;

  while (get_offset (++number) + AMIA_SEAL_FRAME_LENGTH <= size)
    {
      gboolean is_frame =
          read_frame (file, number) == SQLITE_OK &&
          memcmp (vault->plain + SALTS_START, log_header + LOG_SALTS_START, SALTS_LENGTH) == 0;

      if (is_frame && is_after_end &&
          continues_sum (vault->plain, sum, (log_header[MAGIC_LAST] & 1) != 0))
        return TRUE;

      is_after_end = is_frame && read_word (vault->plain + SIZE_START, TRUE) != 0;
      read_sum (vault->plain, sum);
    }

  return FALSE;
}

static int
read_from_frame (AmiaVaultFile *file,
                 Place          place,
                 void          *buffer,
                 gsize          amount)
{
  int code = read_frame (file, place.number);

  if (code == SQLITE_OK)
    memcpy (buffer, file->vault->plain + place.start, amount);
  if (code != SQLITE_CORRUPT)
    return code;

  memset (buffer, 0, amount);
  if (place.start > 0 ||
      (!file->vault->is_lenient && has_transaction_after (file, place.number)))
    return report_damage (file->vault, place.number);

  return SQLITE_OK;
}

static int
read_cb (sqlite3_file *base,
         void         *buffer,
         int           amount,
         sqlite3_int64 offset)
{
  AmiaVaultFile *file = (AmiaVaultFile *) base;
  Place          place;
  int            code = flush (file);

  if (code != SQLITE_OK)
    return code;
  if (offset + amount <= AMIA_VAULT_LOG_HEADER_LENGTH)
    return file->system->pMethods->xRead (file->system, buffer, amount, offset);
  if (offset < AMIA_VAULT_LOG_HEADER_LENGTH)
    return SQLITE_IOERR_READ;

  place = find_place (offset);
  if (place.start + (gsize) amount > AMIA_SEAL_FRAME_LENGTH)
    return SQLITE_IOERR_READ;

  return read_from_frame (file, place, buffer, (gsize) amount);
}

static int
close_cb (sqlite3_file *base)
{
  int code = flush ((AmiaVaultFile *) base);
  int close_code = _amia_vault_file_close (base);

  return code != SQLITE_OK ? code : close_code;
}

static int
truncate_cb (sqlite3_file *base,
             sqlite3_int64 size)
{
  int code = flush ((AmiaVaultFile *) base);

  return code != SQLITE_OK ? code : _amia_vault_file_truncate (base, size);
}

static int
sync_cb (sqlite3_file *base,
         int           flags)
{
  int code = flush ((AmiaVaultFile *) base);

  return code != SQLITE_OK ? code : _amia_vault_file_sync (base, flags);
}

static int
get_size_cb (sqlite3_file  *base,
             sqlite3_int64 *size)
{
  int code = flush ((AmiaVaultFile *) base);

  return code != SQLITE_OK ? code : _amia_vault_file_get_size (base, size);
}

const sqlite3_io_methods _amia_vault_log_methods = {
  .iVersion = 1,
  .xClose = close_cb,
  .xRead = read_cb,
  .xWrite = write_cb,
  .xTruncate = truncate_cb,
  .xSync = sync_cb,
  .xFileSize = get_size_cb,
  .xLock = _amia_vault_file_lock,
  .xUnlock = _amia_vault_file_unlock,
  .xCheckReservedLock = _amia_vault_file_check_lock,
  .xFileControl = _amia_vault_file_control,
  .xSectorSize = _amia_vault_file_get_sector_size,
  .xDeviceCharacteristics = _amia_vault_file_get_characteristics,
};
