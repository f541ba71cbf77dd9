/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-seal.h"
#include "vault-place.h"

/* The vault as somebody meets it who holds the disk but not the key: reads it, changes a byte,
 * moves a page, cuts a file short, or puts one beside it. test-vault-log does it to the log, and
 * test-vault-crash lets the power do it. */

#define PAGE   AMIA_SEAL_PAGE_LENGTH
#define CANARY "kanariefågeln Östersund"
#define LARGE  (3 * 1024 * 1024 + 17)

/* Five pages: the first, the table's root, a leaf or two, and overflow pages. */
static void
make_small (const char        *path,
            const AmiaDataKey *data_key,
            const char        *text)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO word (text, data) VALUES "
                                          "('%s', zeroblob (9000)), ('two', x'0102')",
                                          text);
  g_autoptr (AmiaDb) db = vault_open (path, data_key);

  vault_run (db, sql);
}

static gboolean
contains (const GByteArray *bytes,
          const char       *text)
{
  return memmem (bytes->data, bytes->len, text, strlen (text)) != NULL;
}

static void
assert_unreadable (VaultPlace *place,
                   guint       n_files)
{
  /* Four letters would stand somewhere in ten megabytes of noise, once in some hundred runs. */
  static const char *const traces[] = {
    CANARY,
    "kanarie",
    "KANARIE",
    "SQLite",
    "CREATE",
    "ENDA-ORDET",
  };
  g_autoptr (GDir) directory = g_dir_open (place->directory, 0, NULL);
  const char *name;
  guint       n = 0;

  for (; (name = g_dir_read_name (directory)) != NULL; n++)
    {
      g_autofree char *path = g_build_filename (place->directory, name, NULL);
      g_autoptr (GByteArray) bytes = vault_load (path);

      for (gsize i = 0; i < G_N_ELEMENTS (traces); i++)
        if (contains (bytes, traces[i]))
          g_error ("%s, %u bytes, holds “%s”", name, bytes->len, traces[i]);
    }

  g_assert_cmpuint (n, ==, n_files);
}

static void
test_nothing_is_readable (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);

  /* Long rows, a big sort, a statement that is taken back after much work, and an index: whatever
   * SQLite may want a file for. */
  vault_run (db,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
             "INSERT INTO word (text, data) "
             "SELECT '" CANARY "' || i, '" CANARY "' || hex (zeroblob (i)) FROM n");
  vault_run (db, "CREATE UNIQUE INDEX word_text ON word (text)");
  vault_run (db, "CREATE TEMP TABLE t AS SELECT * FROM word ORDER BY data DESC");
  g_assert_false (
      amia_db_exec (db, "UPDATE word SET text = 'ENDA-ORDET', data = data || '!'", "clash", NULL));
  assert_unreadable (place, 2);

  g_clear_pointer (&db, amia_db_close);
  assert_unreadable (place, 1);

  db = vault_open (place->file, &vault_key);
  g_assert_cmpint (vault_count_rows (db, NULL), ==, 3000);
  vault_run (db, "VACUUM");
  assert_unreadable (place, 2);
}

static void
test_same_page_never_looks_the_same (void)
{
  g_autoptr (VaultPlace) a = vault_place_new ();
  g_autoptr (VaultPlace) b = vault_place_new ();
  g_autoptr (GByteArray) bytes_a = NULL;
  g_autoptr (GByteArray) bytes_b = NULL;

  make_small (a->file, &vault_key, "one");
  make_small (b->file, &vault_key, "one");
  bytes_a = vault_load (a->file);
  bytes_b = vault_load (b->file);

  g_assert_cmpuint (bytes_a->len, ==, bytes_b->len);
  for (guint at = 0; at < bytes_a->len; at += 16)
    g_assert_cmpint (memcmp (bytes_a->data + at, bytes_b->data + at, 16), !=, 0);
}

static void
assert_refused (const char        *path,
                const AmiaDataKey *data_key,
                const char        *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = data_key != NULL
                              ? amia_db_open_encrypted (path, data_key, AMIA_DB_NONE, &error)
                              : amia_db_open (path, AMIA_DB_NONE, &error);

  g_assert_null (db);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_NOT_A_DATABASE);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_wrong_key_is_refused_and_harmless (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autofree char *expected = vault_make_crashed (place);
  g_autofree char *found = NULL;

  assert_refused (place->file, &vault_other_key, "page 1 of the file does not open with this key");
  assert_refused (place->file, NULL, "not a database");

  found = vault_dump_well (place->file);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_plain_file_is_refused (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = amia_db_open (place->file, AMIA_DB_CREATE, &error);

  g_assert_no_error (error);
  vault_run (db, "CREATE TABLE word (text TEXT)");
  g_clear_pointer (&db, amia_db_close);

  assert_refused (place->file, &vault_key, "the file is not encrypted");
}

static void
test_half_a_first_page_is_refused (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GByteArray) bytes = NULL;

  make_small (place->file, &vault_key, "one");
  bytes = vault_load (place->file);
  /* One byte is an empty file to SQLite. */
  for (gsize length = 2; length < PAGE; length += 455)
    {
      vault_save (place->file, bytes, length);
      assert_refused (place->file, &vault_key, "page 1");
    }
}

/* Opens or not; but what it says is right. */
static void
expect_truth_or_error (const char *path,
                       const char *truth)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = vault_dump (path, &vault_key, &error);

  if (found != NULL)
    g_assert_cmpstr (found, ==, truth);
  else
    g_assert_true (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT) ||
                   g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_NOT_A_DATABASE));
}

/* Each of them in the long run; test-seal does each byte of a page without SQLite every time. */
static void
test_each_changed_byte_is_noticed (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GByteArray) bytes = NULL;
  gboolean is_long = g_strcmp0 (g_getenv ("AMIA_LONG"), "yes") == 0;

  make_small (place->file, &vault_key, "one");
  bytes = vault_load (place->file);
  g_assert_cmpuint (bytes->len, <=, 5 * PAGE);

  for (guint at = 0; at < bytes->len; at += is_long ? 1 : 13)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;

      bytes->data[at] ^= (guint8) (1 << (at % 8));
      vault_save (place->file, bytes, bytes->len);
      found = vault_dump (place->file, &vault_key, &error);
      bytes->data[at] ^= (guint8) (1 << (at % 8));

      g_assert_null (found);
      g_assert_error (error,
                      AMIA_DB_ERROR,
                      (int) (at < PAGE ? AMIA_DB_ERROR_NOT_A_DATABASE : AMIA_DB_ERROR_CORRUPT));
    }
}

static void
test_damaged_page_is_named (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = NULL;

  make_small (place->file, &vault_key, "one");
  bytes = vault_load (place->file);
  bytes->data[PAGE + 17] ^= 1;
  vault_save (place->file, bytes, bytes->len);

  db = amia_db_open_encrypted (place->file, &vault_key, AMIA_DB_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vault_count_rows (db, &error), ==, -1);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT);
  g_assert_cmpstr (error->message,
                   ==,
                   "Failed to count the rows: page 2 of the file is damaged or foreign");
}

static void
copy_page (GByteArray       *to,
           guint             to_number,
           const GByteArray *from,
           guint             from_number)
{
  memcpy (to->data + (to_number - 1) * PAGE, from->data + (from_number - 1) * PAGE, PAGE);
}

static void
test_moved_page_is_noticed (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (VaultPlace) twin = vault_place_new ();
  g_autofree char *truth = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GByteArray) foreign = NULL;
  guint n_pages;

  make_small (place->file, &vault_key, "one");
  make_small (twin->file, &vault_key, "another");
  truth = vault_dump_well (place->file);
  bytes = vault_load (place->file);
  foreign = vault_load (twin->file);
  n_pages = bytes->len / PAGE;
  g_assert_cmpuint (n_pages, >=, 4);

  for (guint to = 1; to <= n_pages; to++)
    for (guint from = 1; from <= n_pages; from++)
      {
        g_autoptr (GByteArray) own = vault_load (place->file);
        g_autoptr (GByteArray) mixed = vault_load (place->file);

        copy_page (own, to, bytes, from);
        vault_save (place->file, own, own->len);
        expect_truth_or_error (place->file, truth);

        copy_page (mixed, to, foreign, from);
        vault_save (place->file, mixed, mixed->len);
        expect_truth_or_error (place->file, truth);
        vault_save (place->file, bytes, bytes->len);
      }
}

static void
test_cut_or_zeroed_file_is_noticed (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *truth = NULL;

  make_small (place->file, &vault_key, "one");
  truth = vault_dump_well (place->file);
  bytes = vault_load (place->file);

  for (guint length = PAGE; length < bytes->len; length += PAGE / 2)
    {
      g_autoptr (GByteArray) zeroed = vault_load (place->file);

      vault_save (place->file, bytes, length);
      expect_truth_or_error (place->file, truth);

      memset (zeroed->data + length, 0, MIN (PAGE, zeroed->len - length));
      vault_save (place->file, zeroed, zeroed->len);
      expect_truth_or_error (place->file, truth);
      vault_save (place->file, bytes, bytes->len);
    }
}

static void
test_planted_journal_is_not_played_back (void)
{
  static const guint8 magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autofree char *truth = NULL;
  g_autofree char *found = NULL;
  g_autofree char *journal = g_strconcat (place->file, "-journal", NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  make_small (place->file, &vault_key, "one");
  truth = vault_dump_well (place->file);

  /* "Roll back to one page": it would cut off all others. */
  g_byte_array_set_size (bytes, PAGE);
  memset (bytes->data, 0, bytes->len);
  memcpy (bytes->data, magic, sizeof magic);
  bytes->data[19] = 1;
  bytes->data[22] = 2;
  bytes->data[26] = 16;
  vault_save (journal, bytes, bytes->len);

  found = vault_dump_well (place->file);
  g_assert_cmpstr (found, ==, truth);
}

static void
test_torn_first_page_is_taken_from_the_log (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autofree char *expected = vault_make_crashed (place);
  g_autofree char *found = NULL;
  g_autoptr (GByteArray) file = vault_load (place->file);

  /* Migrating wrote page 1 into the log: its old copy is one that a checkpoint may tear. */
  memset (file->data + 512, 0, PAGE - 512);
  vault_save (place->file, file, file->len);

  found = vault_dump_well (place->file);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_two_keys_at_once (void)
{
  g_autoptr (VaultPlace) a = vault_place_new ();
  g_autoptr (VaultPlace) b = vault_place_new ();
  g_autoptr (AmiaDb) db_a = vault_open (a->file, &vault_key);
  g_autoptr (AmiaDb) db_b = vault_open (b->file, &vault_other_key);

  for (int i = 0; i < 20; i++)
    {
      vault_run (db_a, "INSERT INTO word (text) VALUES ('a')");
      vault_run (db_b, "INSERT INTO word (text) VALUES ('b'), ('b')");
    }

  g_clear_pointer (&db_a, amia_db_close);
  g_clear_pointer (&db_b, amia_db_close);
  assert_refused (a->file, &vault_other_key, "page 1");
  assert_refused (b->file, &vault_key, "page 1");
  db_a = vault_open (a->file, &vault_key);
  db_b = vault_open (b->file, &vault_other_key);
  g_assert_cmpint (vault_count_rows (db_a, NULL), ==, 20);
  g_assert_cmpint (vault_count_rows (db_b, NULL), ==, 40);
}

static gpointer
work_alone_cb (gpointer data)
{
  AmiaDataKey own_key = vault_key;
  g_autoptr (VaultPlace) place = vault_place_new ();

  own_key.bytes[0] = (guint8) GPOINTER_TO_UINT (data);
  for (int round = 0; round < 10; round++)
    {
      g_autoptr (AmiaDb) db = vault_open (place->file, &own_key);

      vault_run (db, "INSERT INTO word (text, data) VALUES ('a', zeroblob (9000))");
      g_assert_cmpint (vault_count_rows (db, NULL), ==, round + 1);
    }

  return NULL;
}

static void
test_each_thread_its_own (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("vault", work_alone_cb, GUINT_TO_POINTER (i));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* More than the cache may hold then, so that pages leave it before the commit. */
static void
test_large_blob_comes_back (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);
  g_autofree guint8 *blob = g_malloc (LARGE);
  g_autoptr (AmiaStatement) insert = NULL;
  g_autoptr (AmiaStatement) select = NULL;
  gconstpointer found;
  gsize         length;

  for (gsize i = 0; i < LARGE; i++)
    blob[i] = (guint8) (i * 31 + i / 4096);

  vault_run (db, "PRAGMA cache_size = -1024");
  insert = amia_db_prepare (db, "INSERT INTO word (text, data) VALUES ('x', ?)", "insert", NULL);
  amia_statement_bind_blob (insert, 1, blob, LARGE);
  g_assert_true (amia_statement_run (insert, NULL));
  amia_statement_done (g_steal_pointer (&insert));
  g_clear_pointer (&db, amia_db_close);

  db = vault_open (place->file, &vault_key);
  select = amia_db_prepare (db, "SELECT data FROM word", "select", NULL);
  g_assert_cmpint (amia_statement_step (select, NULL), ==, AMIA_ROW);
  found = amia_statement_get_blob (select, 0, &length);
  g_assert_cmpmem (found, length, blob, LARGE);
  amia_statement_done (g_steal_pointer (&select));
}

static void
test_checkpoint_empties_the_log (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);

  vault_run (db, "INSERT INTO word (text, data) VALUES ('a', zeroblob (90000))");
  g_assert_cmpuint (vault_get_length (place->log), >, 90000);
  vault_run (db, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_cmpuint (vault_get_length (place->log), ==, 0);
  g_assert_cmpuint (vault_get_length (place->file), >, 90000);

  vault_run (db, "DELETE FROM word; VACUUM; PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_cmpuint (vault_get_length (place->file), <, 90000);
  g_assert_true (amia_db_check (db, NULL));

  g_clear_pointer (&db, amia_db_close);
  g_assert_false (g_file_test (place->log, G_FILE_TEST_EXISTS));
}

/* The file is gone, its log is not: it may be all that is left of somebody's work. */
static void
test_orphaned_log_is_left_alone (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autofree char *expected = vault_make_crashed (place);
  gsize            length = vault_get_length (place->log);
  g_autoptr (AmiaDb) db = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (expected);
  g_assert_cmpint (g_unlink (place->file), ==, 0);
  db = amia_db_open_encrypted (place->file, &vault_key, AMIA_DB_CREATE, &error);
  g_assert_null (db);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "there is a log beside it"));
  g_assert_cmpuint (vault_get_length (place->log), ==, length);
}

static void
test_second_connection_is_told_to_wait (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);
  g_autoptr (AmiaDb) second = NULL;
  g_autoptr (GError) error = NULL;

  second = amia_db_open_encrypted (place->file, &vault_key, AMIA_DB_NONE, &error);
  g_assert_null (second);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_BUSY);

  g_clear_pointer (&db, amia_db_close);
  g_clear_error (&error);
  second = amia_db_open_encrypted (place->file, &vault_key, AMIA_DB_NONE, &error);
  g_assert_no_error (error);
}

static void
test_rollback_journal_is_refused (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);
  g_autoptr (GError) error = NULL;

  vault_run (db, "INSERT INTO word (text) VALUES ('" CANARY "')");
  g_assert_false (amia_db_exec (db, "PRAGMA journal_mode = DELETE", "switch", &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CANT_OPEN);
  assert_unreadable (place, 1);

  g_clear_pointer (&db, amia_db_close);
  db = vault_open (place->file, &vault_key);
  g_assert_cmpint (vault_count_rows (db, NULL), ==, 1);
}

static void
test_attached_file_does_not_get_the_key (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autoptr (VaultPlace) twin = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (place->file, &vault_key);
  g_autofree char *sql = g_strdup_printf ("ATTACH '%s' AS twin", twin->file);
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_db_exec (db, sql, "attach", &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CANT_OPEN);
  g_assert_false (g_file_test (twin->file, G_FILE_TEST_EXISTS));
}

static void
test_read_only_changes_nothing (void)
{
  g_autoptr (VaultPlace) place = vault_place_new ();
  g_autofree char *expected = vault_make_crashed (place);
  g_autoptr (GByteArray) file = vault_load (place->file);
  g_autoptr (GByteArray) log = vault_load (place->log);
  g_autoptr (GByteArray) file_after = NULL;
  g_autoptr (GByteArray) log_after = NULL;
  g_autoptr (GError) error = NULL;
  AmiaDb *db = amia_db_open_encrypted (place->file, &vault_key, AMIA_DB_READ_ONLY, &error);

  g_assert_no_error (error);
  g_assert_nonnull (expected);
  g_assert_true (amia_db_was_unclean (db));
  g_assert_cmpint (vault_count_rows (db, NULL), ==, 2);
  g_assert_false (amia_db_exec (db, "DELETE FROM word", "delete", &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CANT_OPEN);
  amia_db_close (db);

  file_after = vault_load (place->file);
  log_after = vault_load (place->log);
  g_assert_cmpmem (file->data, file->len, file_after->data, file_after->len);
  g_assert_cmpmem (log->data, log->len, log_after->data, log_after->len);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/nothing-is-readable", test_nothing_is_readable);
  g_test_add_func ("/vault/same-page-never-looks-the-same", test_same_page_never_looks_the_same);
  g_test_add_func ("/vault/key/wrong-one-is-refused-and-harmless",
                   test_wrong_key_is_refused_and_harmless);
  g_test_add_func ("/vault/key/plain-file-is-refused", test_plain_file_is_refused);
  g_test_add_func ("/vault/key/two-at-once", test_two_keys_at_once);
  g_test_add_func ("/vault/file/half-a-first-page-is-refused", test_half_a_first_page_is_refused);
  g_test_add_func ("/vault/file/each-changed-byte-is-noticed", test_each_changed_byte_is_noticed);
  g_test_add_func ("/vault/file/damaged-page-is-named", test_damaged_page_is_named);
  g_test_add_func ("/vault/file/moved-page-is-noticed", test_moved_page_is_noticed);
  g_test_add_func ("/vault/file/cut-or-zeroed-is-noticed", test_cut_or_zeroed_file_is_noticed);
  g_test_add_func ("/vault/file/planted-journal-is-not-played-back",
                   test_planted_journal_is_not_played_back);
  g_test_add_func ("/vault/file/torn-first-page-is-taken-from-the-log",
                   test_torn_first_page_is_taken_from_the_log);
  g_test_add_func ("/vault/key/each-thread-its-own", test_each_thread_its_own);
  g_test_add_func ("/vault/large-blob-comes-back", test_large_blob_comes_back);
  g_test_add_func ("/vault/log/checkpoint-empties-it", test_checkpoint_empties_the_log);
  g_test_add_func ("/vault/log/orphaned-one-is-left-alone", test_orphaned_log_is_left_alone);
  g_test_add_func ("/vault/connection/second-is-told-to-wait",
                   test_second_connection_is_told_to_wait);
  g_test_add_func ("/vault/connection/rollback-journal-is-refused",
                   test_rollback_journal_is_refused);
  g_test_add_func ("/vault/connection/attached-file-does-not-get-the-key",
                   test_attached_file_does_not_get_the_key);
  g_test_add_func ("/vault/connection/read-only-changes-nothing", test_read_only_changes_nothing);

  return g_test_run ();
}
