/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-db.h"
#include "amia-swedish.h"
#include "test-directory.h"

/* The connection: what is durable, what is refused, and that a file of somebody else's stays as it
 * is. */

#define APPLICATION_ID 0x414d5445

static const AmiaMigration steps[] = {
  { 1, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)" },
  { 2, "ALTER TABLE word ADD COLUMN number INTEGER" },
};

static char *
make_path (const char *name)
{
  g_autofree char *directory = test_directory_new ();

  return g_build_filename (directory, name, NULL);
}

static AmiaDb *
open_migrated (const char *path,
               gsize       n_steps)
{
  g_autoptr (GError) error = NULL;
  AmiaDb *db = amia_db_open (path, AMIA_DB_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (amia_db_migrate (db, APPLICATION_ID, steps, n_steps, &error));
  g_assert_no_error (error);
  return db;
}

static gint64
ask (AmiaDb     *db,
     const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStatement) statement = amia_db_prepare (db, sql, "ask", &error);

  g_assert_no_error (error);
  g_assert_cmpint (amia_statement_step (statement, &error), ==, AMIA_ROW);
  return amia_statement_get_int (statement, 0);
}

static void
insert (AmiaDb     *db,
        const char *word,
        GError    **error)
{
  g_autoptr (AmiaStatement) statement = NULL;

  statement = amia_db_prepare (db, "INSERT INTO word (text) VALUES (?)", "add a word", error);
  g_assert_nonnull (statement);
  amia_statement_bind_text (statement, 1, word);
  if (!amia_statement_run (statement, error))
    g_assert_true (error == NULL || *error != NULL);
}

static void
test_migrates_step_by_step (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autoptr (AmiaDb) first = open_migrated (path, 1);
  g_autoptr (AmiaDb) second = NULL;

  g_assert_cmpint (ask (first, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (first, "PRAGMA synchronous"), ==, 2);
  insert (first, "å", NULL);
  g_clear_pointer (&first, amia_db_close);

  second = open_migrated (path, 2);
  g_assert_cmpint (ask (second, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (ask (second, "SELECT count(*) FROM word WHERE number IS NULL"), ==, 1);
}

static void
test_refuses_newer_schema (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = open_migrated (path, 2);

  g_assert_false (amia_db_migrate (db, APPLICATION_ID, steps, 1, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_TOO_NEW);
}

static void
test_rolls_back (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = open_migrated (path, 2);

  g_assert_true (amia_db_begin (db, NULL));
  insert (db, "kept", NULL);
  g_assert_true (amia_db_commit (db, NULL));
  g_assert_true (amia_db_begin (db, NULL));
  insert (db, "taken back", NULL);
  insert (db, "kept", &error);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
  g_assert_true (g_str_has_prefix (error->message, "Failed to add a word: "));
  amia_db_rollback (db);

  g_assert_cmpint (ask (db, "SELECT count(*) FROM word"), ==, 1);
}

static void
test_statement_in_use_has_twin (void)
{
  static const char sql[] = "SELECT value FROM json_each ('[1,2,3]')";
  g_autofree char  *path = make_path ("a.db");
  g_autoptr (AmiaDb) db = open_migrated (path, 2);
  g_autoptr (AmiaStatement) outer = amia_db_prepare (db, sql, "count", NULL);

  g_assert_cmpint (amia_statement_step (outer, NULL), ==, AMIA_ROW);
  {
    g_autoptr (AmiaStatement) inner = amia_db_prepare (db, sql, "count", NULL);

    g_assert_true (inner != outer);
    g_assert_cmpint (amia_statement_step (inner, NULL), ==, AMIA_ROW);
    g_assert_cmpint (amia_statement_get_int (inner, 0), ==, 1);
  }
  g_assert_cmpint (amia_statement_step (outer, NULL), ==, AMIA_ROW);
  g_assert_cmpint (amia_statement_get_int (outer, 0), ==, 2);
}

static char *
make_foreign_database (void)
{
  g_autofree char *path = make_path ("foreign.db");
  g_autoptr (AmiaDb) db = amia_db_open (path, AMIA_DB_CREATE, NULL);

  g_assert_true (amia_db_exec (db, "CREATE TABLE other (a)", "make", NULL));
  g_assert_true (amia_db_exec (db, "PRAGMA journal_mode = DELETE", "make", NULL));
  return g_steal_pointer (&path);
}

static void
assert_refused_untouched (const char *path,
                          int         code)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize            n_before = 0;
  gsize            n_after = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = NULL;

  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  db = amia_db_open (path, AMIA_DB_NONE, &error);
  if (db != NULL)
    g_assert_false (amia_db_migrate (db, APPLICATION_ID, steps, 2, &error));
  g_assert_error (error, AMIA_DB_ERROR, code);
  g_clear_pointer (&db, amia_db_close);

  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_leaves_foreign_files_alone (void)
{
  g_autofree char *foreign = make_foreign_database ();
  g_autofree char *empty = make_path ("empty.db");
  g_autofree char *garbage = make_path ("garbage.db");
  g_autofree char *text = g_strnfill (9000, 'x');

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (garbage, text, 9000, NULL));

  assert_refused_untouched (foreign, AMIA_DB_ERROR_NOT_A_DATABASE);
  assert_refused_untouched (empty, AMIA_DB_ERROR_NOT_A_DATABASE);
  assert_refused_untouched (garbage, AMIA_DB_ERROR_NOT_A_DATABASE);
}

static void
test_missing_file (void)
{
  g_autofree char *path = make_path ("missing.db");
  g_autoptr (GError) error = NULL;

  g_assert_null (amia_db_open (path, AMIA_DB_NONE, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CANT_OPEN);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
fill (const char *path)
{
  g_autoptr (AmiaDb) db = open_migrated (path, 2);

  g_assert_true (amia_db_exec (db,
                               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                               "WHERE i < 2000) INSERT INTO word (text) "
                               "SELECT 'some longer word number ' || i FROM n",
                               "fill",
                               NULL));
}

static void
test_tells_damage (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autofree char *data = NULL;
  gsize            length;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = NULL;

  fill (path);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  memset (data + 3 * 4096, 0xa5, 4096);
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));

  db = amia_db_open (path, AMIA_DB_NONE, &error);
  g_assert_no_error (error);
  g_assert_false (amia_db_check (db, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT);
}

static void
test_tells_truncation (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autofree char *data = NULL;
  gsize            length;

  fill (path);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) length / 2, NULL));

  assert_refused_untouched (path, AMIA_DB_ERROR_CORRUPT);
}

static void
test_full_disk_keeps_what_was_there (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = open_migrated (path, 2);

  insert (db, "kept", NULL);
  g_assert_true (amia_db_exec (db, "PRAGMA max_page_count = 8", "limit", NULL));
  g_assert_true (amia_db_begin (db, NULL));
  insert (db, "lost", NULL);
  insert (db, text, &error);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FULL);
  amia_db_rollback (db);

  g_assert_cmpint (ask (db, "SELECT count(*) FROM word"), ==, 1);
}

static void
test_only_owner_can_read (void)
{
  g_autofree char *path = make_path ("a.db");
  GStatBuf         info;
  g_autoptr (AmiaDb) db = open_migrated (path, 2);

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_swedish_order (void)
{
  static const char *const names[] = { "Adam", "e", "É", "van", "Vera", "Wall", "Zeta",
                                       "åsa", "Åsb", "Ærlig", "Ärlih", "Öberg", "Østen" };
  g_autofree char         *decomposed = amia_swedish_key ("A\xcc\x8asa");
  g_autofree char         *composed = amia_swedish_key ("ÅSA");
  g_autofree char         *accent = amia_swedish_key ("André");

  for (gsize i = 1; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (amia_swedish_compare (names[i - 1], names[i]), <, 0);

  g_assert_cmpstr (decomposed, ==, composed);
  g_assert_cmpstr (accent, ==, "andre");
  g_assert_cmpint (amia_swedish_compare ("Åsa", "åsa"), !=, 0);
}

static void
test_swedish_in_sql (void)
{
  g_autofree char *path = make_path ("a.db");
  g_autoptr (AmiaDb) db = open_migrated (path, 2);

  insert (db, "ö", NULL);
  insert (db, "Å", NULL);
  insert (db, "z", NULL);
  g_assert_cmpint (ask (db, "SELECT id FROM word ORDER BY text COLLATE swedish LIMIT 1"), ==, 3);
  g_assert_cmpint (ask (db, "SELECT id FROM word ORDER BY swedish_key (text) DESC LIMIT 1"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/db/migrates-step-by-step", test_migrates_step_by_step);
  g_test_add_func ("/db/refuses-newer-schema", test_refuses_newer_schema);
  g_test_add_func ("/db/rolls-back", test_rolls_back);
  g_test_add_func ("/db/statement-in-use-has-twin", test_statement_in_use_has_twin);
  g_test_add_func ("/db/leaves-foreign-files-alone", test_leaves_foreign_files_alone);
  g_test_add_func ("/db/missing-file", test_missing_file);
  g_test_add_func ("/db/tells-damage", test_tells_damage);
  g_test_add_func ("/db/tells-truncation", test_tells_truncation);
  g_test_add_func ("/db/full-disk-keeps-what-was-there", test_full_disk_keeps_what_was_there);
  g_test_add_func ("/db/only-owner-can-read", test_only_owner_can_read);
  g_test_add_func ("/db/swedish/order", test_swedish_order);
  g_test_add_func ("/db/swedish/in-sql", test_swedish_in_sql);
  return g_test_run ();
}
