/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-seal.h"
#include "vault-place.h"

/* The vault's log as somebody meets it who holds the disk but not the key: cuts it short, changes a
 * byte, moves a frame. What is then there to read was committed at some time, all of it. */

#define FRAME      AMIA_SEAL_FRAME_LENGTH
#define LOG_HEADER 32
#define N_COMMITS  5

typedef struct
{
  gsize log_length;
  char *dump;
} Commit;

static void
clear_commit (gpointer data)
{
  g_free (((Commit *) data)->dump);
}

/* Some transactions in the log, and for each how long the log then was and what there was to read.
 * The files are left as after a crash. */
static GArray *
make_history (VaultPlace *place)
{
  g_autoptr (VaultPlace) there = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (there->file, &vault_key);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GByteArray) log = NULL;
  GArray *history = g_array_new (FALSE, FALSE, sizeof (Commit));

  g_array_set_clear_func (history, clear_commit);
  for (int i = 0; i <= N_COMMITS; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO word (text, data) VALUES ('%d', "
                                              "zeroblob (%d))",
                                              i,
                                              2500 * i);
      Commit           commit;

      if (i > 0)
        vault_run (db, sql);
      commit = (Commit){ vault_get_length (there->log), NULL };
      g_array_append_val (history, commit);
    }

  file = vault_load (there->file);
  log = vault_load (there->log);
  for (guint i = 0; i < history->len; i++)
    {
      Commit *commit = &g_array_index (history, Commit, i);

      vault_save (place->file, file, file->len);
      vault_save (place->log, log, commit->log_length);
      commit->dump = vault_dump_well (place->file);
    }

  vault_save (place->file, file, file->len);
  vault_save (place->log, log, log->len);
  return history;
}

static const char *
find_truth (GArray *history,
            gsize   log_length)
{
  const char *truth = NULL;

  for (guint i = 0; i < history->len; i++)
    if (g_array_index (history, Commit, i).log_length <= log_length)
      truth = g_array_index (history, Commit, i).dump;

  return truth;
}

static void
expect_after_cut (VaultPlace       *place,
                  const GByteArray *file,
                  const GByteArray *log,
                  gsize             length,
                  GArray           *history)
{
  const char      *truth = find_truth (history, length);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  vault_save (place->file, file, file->len);
  vault_save (place->log, log, length);
  found = vault_dump (place->file, &vault_key, &error);

  /* Shorter than the first: not even the table is there. */
  if (truth == NULL)
    {
      g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FAILED);
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, truth);
}

static void
test_cut_log_ends_at_a_commit (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GArray) history = make_history (place);
  g_autoptr (GByteArray) file = vault_load (place->file);
  g_autoptr (GByteArray) log = vault_load (place->log);

  g_assert_cmpuint (log->len, >, LOG_HEADER + 8 * FRAME);
  g_assert_cmpuint ((log->len - LOG_HEADER) % FRAME, ==, 0);

  for (gsize length = LOG_HEADER; length <= log->len; length += FRAME)
    {
      expect_after_cut (place, file, log, length - 1, history);
      expect_after_cut (place, file, log, length, history);
      expect_after_cut (place, file, log, MIN (length + 1, log->len), history);
    }
}

/* Any state that was committed is the truth, at the latest the one before the change. */
static gboolean
is_in_history (GArray     *history,
               const char *found)
{
  for (guint i = 0; i < history->len; i++)
    if (g_str_equal (g_array_index (history, Commit, i).dump, found))
      return TRUE;

  return FALSE;
}

static void
expect_committed_or_error (VaultPlace       *place,
                           const GByteArray *file,
                           const GByteArray *log,
                           GArray           *history)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  vault_save (place->file, file, file->len);
  vault_save (place->log, log, log->len);
  found = vault_dump (place->file, &vault_key, &error);
  g_assert_true (found != NULL ? is_in_history (history, found) : error != NULL);
}

/* What a power cut can't have torn: after it stand the end of a transaction and another one. */
static gboolean
is_before_last_commit (GArray *history,
                       gsize   at)
{
  return at < g_array_index (history, Commit, N_COMMITS - 1).log_length - FRAME;
}

static void
test_damage_before_the_last_commit_is_noticed (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GArray) history = make_history (place);
  g_autoptr (GByteArray) file = vault_load (place->file);
  g_autoptr (GByteArray) log = vault_load (place->log);

  for (gsize at = LOG_HEADER + 100; at < log->len; at += FRAME)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;

      vault_save (place->file, file, file->len);
      log->data[at] ^= 1;
      vault_save (place->log, log, log->len);
      log->data[at] ^= 1;

      found = vault_dump (place->file, &vault_key, &error);
      if (is_before_last_commit (history, at))
        {
          g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT);
          g_assert_nonnull (strstr (error->message, " of the log is damaged or foreign"));
          g_assert_cmpuint (vault_get_length (place->log), ==, log->len);
          continue;
        }

      g_assert_no_error (error);
      g_assert_true (is_in_history (history, found));
    }
}

/* A transaction that did not fit in the cache was taken back: its frames still lie there, behind
 * the one that the power cut tears, and are no reason to think that this one was ever whole. */
static void
test_torn_frame_before_leftovers_ends_the_log (void)
{
  g_autoptr (VaultPlace) there = vault_place_new ();
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (there->file, &vault_key);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GByteArray) log = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  gsize            start;

  vault_run (db, "PRAGMA cache_size = 4");
  vault_run (db, "INSERT INTO word (text) VALUES ('first')");
  start = vault_get_length (there->log);
  vault_run (db, "BEGIN; INSERT INTO word (text, data) VALUES ('x', zeroblob (400000)); ROLLBACK");
  vault_run (db, "INSERT INTO word (text) VALUES ('second')");
  expected = vault_dump_db (db, NULL);
  vault_run (db, "INSERT INTO word (text, data) VALUES ('third', zeroblob (9000))");

  file = vault_load (there->file);
  log = vault_load (there->log);
  g_assert_cmpuint (log->len, >, start + 20 * FRAME);
  log->data[start + FRAME + 100] ^= 1;
  vault_save (place->file, file, file->len);
  vault_save (place->log, log, log->len);

  found = vault_dump_well (place->file);
  g_assert_cmpstr (found, ==, expected);
}

/* Who wants to save what can be saved gets what stands before the damage. */
static void
test_damaged_log_can_be_read_up_to_the_damage (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GArray) history = make_history (place);
  g_autoptr (GByteArray) log = vault_load (place->log);
  const Commit *second = &g_array_index (history, Commit, 2);
  AmiaDbFlags   flags = AMIA_DB_READ_ONLY | AMIA_DB_DAMAGED;
  g_autoptr (AmiaDb) db = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  log->data[second->log_length + 100] ^= 1;
  vault_save (place->log, log, log->len);

  db = amia_db_open_encrypted (place->file, &vault_key, flags, &error);
  g_assert_no_error (error);
  found = vault_dump_db (db, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, second->dump);
}

static void
test_changed_byte_in_log_ends_it (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GArray) history = make_history (place);
  g_autoptr (GByteArray) file = vault_load (place->file);
  g_autoptr (GByteArray) log = vault_load (place->log);

  for (guint at = 0; at < log->len; at += at < LOG_HEADER + 64 ? 1 : 97)
    {
      log->data[at] ^= (guint8) (1 << (at % 8));
      expect_committed_or_error (place, file, log, history);
      log->data[at] ^= (guint8) (1 << (at % 8));
    }
}

static void
test_moved_frame_ends_the_log (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GArray) history = make_history (place);
  g_autoptr (GByteArray) file = vault_load (place->file);
  g_autoptr (GByteArray) log = vault_load (place->log);
  guint n_frames = (log->len - LOG_HEADER) / FRAME;

  for (guint to = 0; to < n_frames; to++)
    {
      g_autoptr (GByteArray) mixed = vault_load (place->log);

      g_byte_array_set_size (mixed, log->len);
      memcpy (mixed->data, log->data, log->len);
      memcpy (mixed->data + LOG_HEADER + to * FRAME,
              log->data + LOG_HEADER + ((to + 1) % n_frames) * FRAME,
              FRAME);
      expect_committed_or_error (place, file, mixed, history);
    }
}

static void
test_frame_damaged_while_open_is_named (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);
  g_autoptr (GError) error = NULL;
  FILE *log;

  vault_run (db, "INSERT INTO word (text, data) VALUES ('one', zeroblob (9000))");
  vault_run (db, "PRAGMA cache_size = 0");
  vault_run (db, "PRAGMA shrink_memory");

  log = g_fopen (place->log, "r+b");
  g_assert_nonnull (log);
  for (long at = LOG_HEADER + 100; (gsize) at < vault_get_length (place->log); at += FRAME)
    {
      g_assert_cmpint (fseek (log, at, SEEK_SET), ==, 0);
      g_assert_cmpint (fputs ("damage", log), >=, 0);
    }
  g_assert_cmpint (fclose (log), ==, 0);

  g_assert_cmpint (vault_count_rows (db, &error), ==, -1);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, " of the log is damaged or foreign"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/log/cut-ends-at-a-commit", test_cut_log_ends_at_a_commit);
  g_test_add_func ("/vault/log/damage-before-the-last-commit-is-noticed",
                   test_damage_before_the_last_commit_is_noticed);
  g_test_add_func ("/vault/log/torn-frame-before-leftovers-ends-it",
                   test_torn_frame_before_leftovers_ends_the_log);
  g_test_add_func ("/vault/log/damaged-one-can-be-read-up-to-the-damage",
                   test_damaged_log_can_be_read_up_to_the_damage);
  g_test_add_func ("/vault/log/changed-byte-ends-it-or-is-an-error",
                   test_changed_byte_in_log_ends_it);
  g_test_add_func ("/vault/log/moved-frame-ends-it-or-is-an-error", test_moved_frame_ends_the_log);
  g_test_add_func ("/vault/log/frame-damaged-while-open-is-named",
                   test_frame_damaged_while_open_is_named);

  return g_test_run ();
}
