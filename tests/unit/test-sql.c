/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-sql.h"
#include "ledger-place.h"

/* What the part of SQL that our databases have in common promises, with each of them; and what only
 * one that is another process has: a connection that can be lost. */

typedef struct
{
  char    *place;
  AmiaSql *sql;
} Fixture;

static const AmiaMigration migrations[] = {
  { 1,
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB, n INTEGER);"
    "CREATE TABLE pair (a TEXT NOT NULL, b BLOB NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;" },
  { 2, "ALTER TABLE thing ADD COLUMN more TEXT DEFAULT 'what? INTEGER';" },
};

static AmiaSql *
open_sql (const char *place)
{
  g_autoptr (GError) error = NULL;
  AmiaSql *sql = g_str_has_prefix (place, "postgres:") ? amia_sql_open_postgres (place, &error)
                                                       : amia_sql_open_sqlite (place, &error);

  g_assert_no_error (error);
  return sql;
}

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  g_autoptr (GError) error = NULL;

  f->place = ledger_place_new (kind);
  f->sql = open_sql (f->place);
  g_assert_true (amia_sql_migrate (f->sql, 7, migrations, G_N_ELEMENTS (migrations), &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  amia_sql_close (f->sql);
  ledger_place_free (f->place);
}

static const char insert_sql[] = "INSERT INTO thing (id, name, bytes, n) VALUES (?, ?, ?, ?)";

/* Puts a thing into the table, now or later. */
static gboolean
insert (AmiaSql    *sql,
        gint64      id,
        const char *name,
        gboolean    is_later,
        GError    **error)
{
  g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (sql, insert_sql, "insert", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, id);
  amia_sql_statement_bind_text (statement, 2, name);
  amia_sql_statement_bind_blob (statement, 3, "\0\1", 2);
  amia_sql_statement_bind_int (statement, 4, -id);
  return is_later ? amia_sql_statement_run_later (statement, error)
                  : amia_sql_statement_run (statement, error);
}

/* The number that a statement without parameters finds; -1 when it fails. */
static gint64
query (AmiaSql    *sql,
       const char *text,
       GError    **error)
{
  g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (sql, text, "query", error);

  if (statement == NULL || amia_sql_statement_step (statement, error) != AMIA_ROW)
    return -1;
  return amia_sql_statement_get_int (statement, 0);
}

static gint64
count (AmiaSql *sql)
{
  return query (sql, "SELECT count(*) FROM thing", NULL);
}

static void
begin (AmiaSql *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sql_begin (sql, &error));
  g_assert_no_error (error);
}

static void
commit (AmiaSql *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sql_commit (sql, &error));
  g_assert_no_error (error);
}

static void
test_values (Fixture      *f,
             gconstpointer kind)
{
  static const char sql[] = "SELECT ?1, ?2, ?3, ?1, ?4";
  static const char read[] = "SELECT id, name, bytes, n, more FROM thing WHERE id = ?";
  const gint64      numbers[] = { 0, 1, -1, 255, -256, G_MAXINT64, G_MININT64 };
  g_autoptr (GError) error = NULL;
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (f->sql, sql, "echo", &error);

      amia_sql_statement_bind_int (statement, 1, numbers[i]);
      amia_sql_statement_bind_text (statement, 2, "åäö 🙂 ' \" ?");
      amia_sql_statement_bind_blob (statement, 3, "\0'\xff", 3);
      amia_sql_statement_bind_text (statement, 4, NULL);
      g_assert_cmpint (amia_sql_statement_step (statement, &error), ==, AMIA_ROW);
      g_assert_cmpint (amia_sql_statement_get_int (statement, 0), ==, numbers[i]);
      g_assert_cmpstr (amia_sql_statement_get_text (statement, 1), ==, "åäö 🙂 ' \" ?");
      g_assert_cmpmem (amia_sql_statement_get_blob (statement, 2, &length), 3, "\0'\xff", 3);
      g_assert_cmpuint (length, ==, 3);
      g_assert_cmpint (amia_sql_statement_get_int (statement, 3), ==, numbers[i]);
      g_assert_true (amia_sql_statement_is_null (statement, 4));
      g_assert_null (amia_sql_statement_get_text (statement, 4));
      g_assert_cmpint (amia_sql_statement_step (statement, &error), ==, AMIA_DONE);
    }

  g_assert_true (insert (f->sql, 5, "", FALSE, &error));
  {
    g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (f->sql, read, "read", &error);

    amia_sql_statement_bind_int (statement, 1, 5);
    g_assert_cmpint (amia_sql_statement_step (statement, &error), ==, AMIA_ROW);
    g_assert_false (amia_sql_statement_is_null (statement, 1));
    g_assert_cmpstr (amia_sql_statement_get_text (statement, 1), ==, "");
    g_assert_cmpint (amia_sql_statement_get_int (statement, 3), ==, -5);
    g_assert_cmpstr (amia_sql_statement_get_text (statement, 4), ==, "what? INTEGER");
  }
  g_assert_no_error (error);
}

/* Sums, truth values and small numbers are of other types in PostgreSQL. */
static void
test_types (Fixture      *f,
            gconstpointer kind)
{
  static const struct
  {
    const char *sql;
    gint64      value;
  } rows[] = {
    { "SELECT sum (n) FROM thing", -50005000 },
    { "SELECT sum (id) * 1000000 FROM thing", 50005000000000 },
    { "SELECT sum (id) - sum (id) FROM thing", 0 },
    { "SELECT count(*) FROM thing", 10000 },
    { "SELECT 1 = 1", 1 },
    { "SELECT EXISTS (SELECT 1 FROM thing WHERE id < 0)", 0 },
    { "SELECT -7", -7 },
    { "SELECT CAST ('4294967296' AS INTEGER)", G_GINT64_CONSTANT (4294967296) },
    { "SELECT length (bytes) FROM thing LIMIT 1", 2 },
    { "SELECT COALESCE (max (id), 0) FROM thing WHERE id < 0", 0 },
  };
  g_autoptr (GError) error = NULL;

  begin (f->sql);
  for (gint64 id = 1; id <= 10000; id++)
    g_assert_true (insert (f->sql, id, NULL, TRUE, &error));
  commit (f->sql);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (query (f->sql, rows[i].sql, &error), ==, rows[i].value);
      g_assert_no_error (error);
    }
}

static void
test_order (Fixture      *f,
            gconstpointer kind)
{
  static const char *const names[] = { "b", "A", "a", "ö", "B", "å", "_" };
  static const char        sql[] = "SELECT name FROM thing ORDER BY name";
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSqlStatement) statement = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (insert (f->sql, (gint64) i, names[i], FALSE, &error));

  statement = amia_sql_prepare (f->sql, sql, "sort", &error);
  while (amia_sql_statement_step (statement, &error) == AMIA_ROW)
    g_string_append (order, amia_sql_statement_get_text (statement, 0));
  g_assert_no_error (error);
  g_assert_cmpstr (order->str, ==, "AB_abåö");
}

static void
test_failures (Fixture      *f,
               gconstpointer kind)
{
  g_autoptr (GError) at_once = NULL;
  g_autoptr (GError) later = NULL;
  g_autoptr (GError) wrong = NULL;

  g_assert_true (insert (f->sql, 1, "x", FALSE, NULL));
  g_assert_false (insert (f->sql, 2, "x", FALSE, &at_once));
  g_assert_error (at_once, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);

  /* With the commit at the latest, and then nothing of the transaction is there. */
  begin (f->sql);
  g_assert_true (insert (f->sql, 3, "y", TRUE, NULL));
  if (insert (f->sql, 4, "x", TRUE, &later))
    g_assert_false (amia_sql_commit (f->sql, &later));
  else
    amia_sql_rollback (f->sql);
  g_assert_error (later, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (count (f->sql), ==, 1);

  g_assert_cmpint (query (f->sql, "SELECT nothing FROM nowhere", &wrong), ==, -1);
  g_assert_error (wrong, AMIA_DB_ERROR, AMIA_DB_ERROR_FAILED);

  /* And it goes on as if nothing had happened. */
  begin (f->sql);
  g_assert_true (insert (f->sql, 5, "z", TRUE, NULL));
  commit (f->sql);
  g_assert_cmpint (count (f->sql), ==, 2);
}

/* Statements of one text at work in each other. */
static void
test_nested (Fixture      *f,
             gconstpointer kind)
{
  static const char sql[] = "SELECT id FROM thing WHERE id > ? ORDER BY id";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSqlStatement) outer = NULL;
  gint64 n_pairs = 0;

  begin (f->sql);
  for (gint64 id = 1; id <= 5; id++)
    g_assert_true (insert (f->sql, id, NULL, TRUE, &error));
  commit (f->sql);

  outer = amia_sql_prepare (f->sql, sql, "read", &error);
  amia_sql_statement_bind_int (outer, 1, 0);
  while (amia_sql_statement_step (outer, &error) == AMIA_ROW)
    {
      g_autoptr (AmiaSqlStatement) inner = amia_sql_prepare (f->sql, sql, "read", &error);

      amia_sql_statement_bind_int (inner, 1, amia_sql_statement_get_int (outer, 0));
      while (amia_sql_statement_step (inner, &error) == AMIA_ROW)
        n_pairs++;
    }
  g_assert_no_error (error);
  g_assert_cmpint (n_pairs, ==, 10);
}

static void
test_changes (Fixture      *f,
              gconstpointer kind)
{
  static const char sql[] = "UPDATE thing SET n = ?2 WHERE id < ?1";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSqlStatement) statement = NULL;

  for (gint64 id = 1; id <= 3; id++)
    g_assert_true (insert (f->sql, id, NULL, FALSE, &error));

  statement = amia_sql_prepare (f->sql, sql, "change", &error);
  for (gint64 id = 1; id <= 4; id++)
    {
      amia_sql_statement_bind_int (statement, 1, id);
      amia_sql_statement_bind_int (statement, 2, 9);
      g_assert_true (amia_sql_statement_run (statement, &error));
      g_assert_cmpint (amia_sql_statement_get_changes (statement), ==, id - 1);
    }
}

static void
test_one_view (Fixture      *f,
               gconstpointer kind)
{
  g_autoptr (AmiaSql) other = open_sql (f->place);
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sql_begin_read (f->sql, &error));
  g_assert_cmpint (count (f->sql), ==, 0);
  g_assert_true (insert (other, 1, NULL, FALSE, &error));
  g_assert_cmpint (count (f->sql), ==, 0);
  amia_sql_rollback (f->sql);
  g_assert_cmpint (count (f->sql), ==, 1);
}

static void
test_schema (Fixture      *f,
             gconstpointer kind)
{
  const AmiaMigration newer[] = { migrations[0], migrations[1], { 3, "DROP TABLE pair;" } };
  g_autoptr (AmiaSql) other = open_sql (f->place);
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GError) old = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (amia_sql_migrate (other, 8, migrations, 2, &foreign));
  g_assert_error (foreign, AMIA_DB_ERROR, AMIA_DB_ERROR_NOT_A_DATABASE);
  g_assert_true (amia_sql_migrate (other, 7, newer, 3, &error));
  g_assert_no_error (error);
  g_assert_false (amia_sql_migrate (f->sql, 7, migrations, 2, &old));
  g_assert_error (old, AMIA_DB_ERROR, AMIA_DB_ERROR_TOO_NEW);
}

/* A database that was restarted: who was not in a transaction notices nothing. */
static void
test_restart (Fixture      *f,
              gconstpointer kind)
{
  g_autoptr (GError) lost = NULL;
  g_autoptr (GError) error = NULL;

  if (!amia_sql_is_remote (f->sql))
    return;

  g_assert_true (insert (f->sql, 1, NULL, FALSE, &error));
  ledger_places_restart ();
  g_assert_cmpint (count (f->sql), ==, 1);
  ledger_places_restart ();
  begin (f->sql);
  g_assert_true (insert (f->sql, 2, NULL, TRUE, &error));
  commit (f->sql);

  begin (f->sql);
  g_assert_true (insert (f->sql, 3, NULL, FALSE, &error));
  ledger_places_restart ();
  if (insert (f->sql, 4, NULL, TRUE, &lost))
    g_assert_false (amia_sql_commit (f->sql, &lost));
  else
    amia_sql_rollback (f->sql);
  g_assert_error (lost, AMIA_DB_ERROR, AMIA_DB_ERROR_BUSY);

  g_assert_cmpint (count (f->sql), ==, 2);
  begin (f->sql);
  g_assert_true (insert (f->sql, 5, NULL, TRUE, &error));
  commit (f->sql);
  g_assert_cmpint (count (f->sql), ==, 3);
  g_assert_no_error (error);
}

/* Each takes the next number many times, as servers do that share a ledger. */
static gpointer
take_numbers (gpointer place)
{
  static const char sql[] = "INSERT INTO thing (id, n)"
                            " SELECT COALESCE (max (id), 0) + 1, 1 FROM thing";
  g_autoptr (AmiaSql) own = open_sql (place);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 50; i++)
    {
      g_autoptr (AmiaSqlStatement) statement = NULL;

      begin (own);
      statement = amia_sql_prepare (own, sql, "take a number", &error);
      g_assert_true (amia_sql_statement_run_later (statement, &error));
      commit (own);
    }

  return NULL;
}

static void
test_one_writer_at_a_time (Fixture      *f,
                           gconstpointer kind)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("writer", take_numbers, f->place);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (query (f->sql, "SELECT max (id) FROM thing", NULL), ==, 200);
  g_assert_cmpint (count (f->sql), ==, 200);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "values", test_values },
    { "types", test_types },
    { "text-is-compared-byte-by-byte", test_order },
    { "failures-come-at-last", test_failures },
    { "statements-in-statements", test_nested },
    { "counts-changes", test_changes },
    { "one-view-while-reading", test_one_view },
    { "schema-of-this-kind-and-age", test_schema },
    { "survives-a-restart", test_restart },
    { "one-writer-at-a-time", test_one_writer_at_a_time },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/sql",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
