/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "amia-seal.h"
#include "amia-vault.h"

/* What somebody may do to the files of an encrypted database who has no key: the input is a list of
 * changes to a file and its log, five bytes each. Whatever they are, the database must open with a
 * state that was committed at some time, or not open; it must never say anything else. */

#define PAGE       AMIA_SEAL_PAGE_LENGTH
#define FRAME      AMIA_SEAL_FRAME_LENGTH
#define LOG_HEADER 32
#define N_COMMITS  4
#define EDITS_MAX  64

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static const AmiaDataKey key = { "A key for fuzzing, of 32 bytes.." };

static char       *file_path;
static char       *log_path;
static GByteArray *file_bytes;
static GByteArray *log_bytes;

static GByteArray *
load (const char *path)
{
  char *data = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  return g_byte_array_new_take ((guint8 *) data, length);
}

static void
save (const char       *path,
      const GByteArray *bytes)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes->data, 1, bytes->len, file), ==, bytes->len);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
delete_files (void)
{
  g_autofree char *directory = g_path_get_dirname (file_path);

  g_unlink (file_path);
  g_unlink (log_path);
  g_rmdir (directory);
}

/* Row i holds i and a text that follows from it; commit i adds row i. */
static void
make_files (void)
{
  static const AmiaMigration migration = { 1, "CREATE TABLE t (i INTEGER PRIMARY KEY, text TEXT)" };
  g_autofree char           *directory = g_dir_make_tmp ("amia-fuzz-XXXXXX", NULL);
  AmiaDb                    *db;

  g_assert_nonnull (directory);
  file_path = g_build_filename (directory, "x", NULL);
  log_path = g_strconcat (file_path, AMIA_VAULT_LOG_ENDING, NULL);
  db = amia_db_open_encrypted (file_path, &key, AMIA_DB_CREATE, NULL);
  g_assert_true (db != NULL && amia_db_migrate (db, 0x414d5446, &migration, 1, NULL));
  g_assert_true (amia_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", "checkpoint", NULL));
  for (int i = 1; i <= N_COMMITS; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO t VALUES "
                                              "(%d, printf ('%%.5000c', '%c'))",
                                              i,
                                              'a' + i);

      g_assert_true (amia_db_exec (db, sql, "insert", NULL));
    }

  /* As after a crash: the work is in the log. */
  file_bytes = load (file_path);
  log_bytes = load (log_path);
  amia_db_close (db);
  g_assert_cmpint (atexit (delete_files), ==, 0);
}

static GByteArray *
copy (const GByteArray *bytes)
{
  GByteArray *result = g_byte_array_sized_new (bytes->len);

  return g_byte_array_append (result, bytes->data, bytes->len);
}

static void
copy_unit (GByteArray *to,
           gsize       to_start,
           GByteArray *from,
           gsize       from_start,
           gsize       length)
{
  if (to_start + length <= to->len && from_start + length <= from->len)
    memmove (to->data + to_start, from->data + from_start, length);
}

/* edit: what, and four bytes of where and how. */
static void
apply_edit (const uint8_t *edit,
            GByteArray    *file,
            GByteArray    *log)
{
  GByteArray *target = (edit[0] & 1) != 0 ? log : file;
  gsize       n_left;
  gsize       at = (gsize) edit[1] << 8 | edit[2];

  switch (edit[0] >> 1 & 7)
    {
    case 0:
      copy_unit (file, edit[1] % 8 * PAGE, file, edit[2] % 8 * PAGE, PAGE);
      break;
    case 1:
      copy_unit (log,
                 LOG_HEADER + edit[1] % 16 * (gsize) FRAME,
                 log,
                 LOG_HEADER + edit[2] % 16 * (gsize) FRAME,
                 FRAME);
      break;
    case 2:
      copy_unit (file,
                 edit[1] % 8 * PAGE,
                 log,
                 LOG_HEADER + edit[2] % 16 * (gsize) FRAME + edit[3] % 2 * 24,
                 PAGE);
      break;
    case 3:
      g_byte_array_set_size (target, (guint) MIN (at, target->len));
      break;
    case 4:
      if (target->len > 0)
        {
          n_left = target->len - at % target->len;
          memset (target->data + at % target->len, edit[3], MIN (edit[4], n_left));
        }
      break;
    default:
      if (target->len > 0)
        target->data[(at << 3 | edit[3] >> 5) % target->len] ^= edit[4];
    }
}

static void
read_all (AmiaDb *db)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (db, "SELECT i, text FROM t ORDER BY i", "read", NULL);
  AmiaStep step;
  gint64   n = 0;

  if (statement == NULL)
    return;

  while ((step = amia_statement_step (statement, NULL)) == AMIA_ROW)
    {
      const char *text = amia_statement_get_text (statement, 1);

      g_assert_cmpint (amia_statement_get_int (statement, 0), ==, ++n);
      g_assert_cmpuint (strlen (text), ==, 5000);
      for (gsize i = 0; i < 5000; i++)
        g_assert_cmpint (text[i], ==, 'a' + n);
    }

  g_assert_true (step == AMIA_DONE || step == AMIA_ERROR);
  g_assert_cmpint (n, <=, N_COMMITS);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GByteArray) log = NULL;
  g_autoptr (AmiaDb) db = NULL;

  if (file_path == NULL)
    make_files ();

  file = copy (file_bytes);
  log = copy (log_bytes);
  for (size_t i = 0; i + 5 <= size && i < EDITS_MAX * 5; i += 5)
    apply_edit (data + i, file, log);

  save (file_path, file);
  save (log_path, log);
  db = amia_db_open_encrypted (file_path, &key, AMIA_DB_NONE, NULL);
  if (db != NULL)
    read_all (db);

  return 0;
}
