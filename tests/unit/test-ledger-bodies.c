/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-escrow.h"
#include "amia-sql-ledger-private.h"
#include "ledger-place.h"

/* Bodies of changes come out as they went in, whether they wait, are fresh or are packed. */

#define BODY_LENGTH 1000

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
} Fixture;

static const AmiaUuid scope = { { 0xc1 } };
static const AmiaUuid device_id = { { 7 } };

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  const AmiaAccount account = { (char *) "anna", (char *) "FK", (char *) "coach", (char *) "hash" };
  const AmiaDevice  device = { .id = device_id, .user = (char *) "anna" };

  f->place = ledger_place_new (kind);
  f->ledger = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_add_account (f->ledger, &account, &error));
  g_assert_true (amia_ledger_put_device (f->ledger, &device, &error));
  g_assert_true (amia_ledger_commit (f->ledger, &error));
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  g_assert_finalize_object (f->ledger);
  ledger_place_free (f->place);
}

/* Another for each number and @word, and never two of the same length in a row. */
static char *
make_body (gint64      seq,
           const char *word)
{
  GString *body = g_string_new ("{\"h\":\"018f\",\"ops\":[]");

  while (body->len < (gsize) (BODY_LENGTH + seq % 7))
    g_string_append_printf (body, ",\"%s\":%" G_GINT64_FORMAT, word, seq * body->len % 9973);
  g_string_append_c (body, '}');
  return g_string_free (body, FALSE);
}

/* Appends so many in the transaction that is open. */
static void
append (Fixture    *f,
        guint       count,
        const char *word)
{
  static const guint8 chain[AMIA_CHAIN_LENGTH] = { 1 };
  g_autoptr (GError) error = NULL;
  gint64 seq;

  g_assert_true (amia_ledger_take_numbers (f->ledger, count, &seq, &error));
  for (guint i = 0; i < count; i++, seq++)
    {
      g_autofree char *body = make_body (seq, word);
      const AmiaLogRow row = {
        .seq = seq,
        .device = device_id,
        .n = seq,
        .agency = "FK",
        .chain = chain,
        .scopes = &scope,
        .n_scopes = 1,
        .body = body,
        .body_length = strlen (body),
      };

      g_assert_true (amia_ledger_append_change (f->ledger, &row, &error));
    }
}

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_begin (f->ledger, &error));
}

static void
commit (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_commit (f->ledger, &error));
}

typedef struct
{
  const char *word;
  gint64      n_read;
} Reading;

static gboolean
compare_cb (const AmiaLogRow *row,
            gpointer          user_data)
{
  Reading         *reading = user_data;
  g_autofree char *body = make_body (row->seq, reading->word);

  g_assert_cmpint (row->seq, ==, ++reading->n_read);
  g_assert_cmpmem (row->body, row->body_length, body, strlen (body));
  return TRUE;
}

/* All, by both ways of reading. */
static void
assert_whole (Fixture    *f,
              gint64      count,
              const char *word)
{
  g_autoptr (GError) error = NULL;
  Reading log = { word, 0 };
  Reading of_scope = { word, 0 };

  g_assert_true (amia_ledger_read_log (f->ledger, 0, NULL, compare_cb, &log, &error));
  g_assert_cmpint (log.n_read, ==, count);
  g_assert_true (
      amia_ledger_read_scope (f->ledger, &scope, 0, G_MAXINT64, compare_cb, &of_scope, &error));
  g_assert_cmpint (of_scope.n_read, ==, count);
}

static gint64
ask (Fixture    *f,
     const char *sql)
{
  g_autofree char *answer = ledger_place_exec (f->place, sql);

  return g_ascii_strtoll (answer, NULL, 10);
}

static void
test_one_by_one (Fixture      *f,
                 gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      begin (f);
      append (f, 1, "a");
      commit (f);
    }

  assert_whole (f, 200, "a");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM segment"), ==, 6);
  g_assert_cmpint (ask (f, "SELECT sum(length(body)) FROM fresh"), <, 32 * 1024);
  g_assert_cmpint (ask (f, "SELECT sum(length(body)) FROM segment"), <, 200 * BODY_LENGTH / 2);
}

static void
test_many_at_once (Fixture      *f,
                   gconstpointer data)
{
  begin (f);
  append (f, 3, "a");
  commit (f);
  begin (f);
  append (f, 2500, "a");
  append (f, 1, "a");
  commit (f);
  begin (f);
  append (f, 2, "a");
  commit (f);

  assert_whole (f, 2506, "a");
  g_assert_cmpint (ask (f, "SELECT sum(length(body)) FROM fresh"), <, 32 * 1024);
}

static void
test_found_by_name (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (f);
  append (f, 100, "a");
  commit (f);
  for (gint64 n = 1; n <= 100; n += 33)
    {
      g_autoptr (AmiaChange) change = NULL;

      /* It is none that could be read; that it was found and is this one shows by the error. */
      g_assert_false (amia_ledger_find_change (f->ledger, &device_id, n, &change, &error));
      g_assert_false (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT));
      g_clear_error (&error);
    }
}

static void
test_seen_before_the_commit (Fixture      *f,
                             gconstpointer data)
{
  begin (f);
  append (f, 10, "a");
  assert_whole (f, 10, "a");
  append (f, 300, "a");
  assert_whole (f, 310, "a");
  append (f, 1, "a");
  commit (f);
  assert_whole (f, 311, "a");
}

static void
test_taken_back (Fixture      *f,
                 gconstpointer data)
{
  begin (f);
  append (f, 300, "a");
  assert_whole (f, 300, "a");
  append (f, 5, "a");
  amia_ledger_rollback (f->ledger);

  begin (f);
  append (f, 200, "b");
  commit (f);
  assert_whole (f, 200, "b");
}

static void
test_order_is_kept (Fixture      *f,
                    gconstpointer data)
{
  static const guint8 chain[AMIA_CHAIN_LENGTH] = { 1 };
  g_autoptr (GError) error = NULL;
  const AmiaLogRow row = {
    .seq = 3,
    .device = device_id,
    .n = 99,
    .agency = "FK",
    .chain = chain,
    .body = "{}",
    .body_length = 2,
  };
  gint64 first;

  begin (f);
  g_assert_true (amia_ledger_take_numbers (f->ledger, 3, &first, &error));
  append (f, 5, "a");
  g_assert_false (amia_ledger_append_change (f->ledger, &row, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FAILED);
  amia_ledger_rollback (f->ledger);
}

static void
test_damage_is_named (Fixture      *f,
                      gconstpointer data)
{
  /* Behind the ledger's back: a segment of nothing, and one that is not there. */
  static const char *const damages[] = {
    "UPDATE segment SET body = (SELECT chain FROM log WHERE seq = 1)",
    "DELETE FROM segment",
  };

  begin (f);
  append (f, 100, "a");
  commit (f);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *answer = ledger_place_exec (f->place, damages[i]);
      Reading          reading = { "a", 0 };

      g_assert_false (amia_ledger_read_log (f->ledger, 0, NULL, compare_cb, &reading, &error));
      g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CORRUPT);
      g_assert_cmpint (reading.n_read, ==, 0);
    }
}

static gboolean
is_even (const AmiaLogRow *row,
         gpointer          user_data)
{
  return row->seq % 2 == 0;
}

static gboolean
has_body_if_even (const AmiaLogRow *row,
                  gpointer          user_data)
{
  gint64 *n_read = user_data;

  g_assert_cmpint (row->seq, ==, ++*n_read);
  g_assert_cmpint (row->body != NULL, ==, row->seq % 2 == 0);
  g_assert_cmpint (row->body_length > 0, ==, row->seq % 2 == 0);
  return TRUE;
}

static gboolean
is_never (const AmiaLogRow *row,
          gpointer          user_data)
{
  return FALSE;
}

static gboolean
count_bare (const AmiaLogRow *row,
            gpointer          user_data)
{
  g_assert_null (row->body);
  ++*(gint64 *) user_data;
  return TRUE;
}

static void
test_wanted_is_read (Fixture      *f,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 n_read = 0;

  begin (f);
  append (f, 100, "a");
  commit (f);
  g_assert_true (
      amia_ledger_read_log (f->ledger, 0, is_even, has_body_if_even, &n_read, &error));
  g_assert_cmpint (n_read, ==, 100);
}

/* A laptop that has pushed a thousand changes is told their numbers, and nothing is unpacked for
 * that: not even looked for, as segments show that are not there. */
static void
test_unwanted_is_not_read (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  gint64           n_read = 0;

  begin (f);
  append (f, 100, "a");
  commit (f);
  answer = ledger_place_exec (f->place, "DELETE FROM segment");
  g_assert_true (amia_ledger_read_log (f->ledger, 0, is_never, count_bare, &n_read, &error));
  g_assert_cmpint (n_read, ==, 100);
}

/* --- A ledger from before ------------------------------------------------------------------- */

static void
run (AmiaSql    *sql,
     const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (sql, text, "fill", &error);

  g_assert_no_error (error);
  g_assert_true (amia_sql_statement_run (statement, &error));
}

static void
fill_old (AmiaSql *sql,
          guint    count)
{
  static const char text[] = "INSERT INTO log (seq, device, n, agency, chain, scopes, body)"
                             " VALUES (?, 1, ?, 'FK', ?, ?, ?)";
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_sql_begin (sql, &error));
  run (sql, "UPDATE life SET head = 5000");
  run (sql, "INSERT INTO account (name, agency, role, password)"
            " VALUES ('anna', 'FK', 'coach', 'hash')");
  run (sql, "INSERT INTO device (num, id, account, token, expires_ms, is_revoked, last_n, chain,"
            " since, position, lanes_open)"
            " VALUES (1, 'id', 'anna', 'token', 0, 0, 0, 'chain', 0, 0, 0)");
  for (gint64 seq = 1; seq <= count; seq++)
    {
      g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (sql, text, "fill", &error);
      g_autofree char *body = make_body (seq, "a");

      amia_sql_statement_bind_int (statement, 1, seq);
      amia_sql_statement_bind_int (statement, 2, seq);
      amia_sql_statement_bind_blob (statement, 3, &scope, sizeof scope);
      amia_sql_statement_bind_blob (statement, 4, &scope, sizeof scope);
      amia_sql_statement_bind_text (statement, 5, body);
      g_assert_true (amia_sql_statement_run (statement, &error));
    }
  g_assert_true (amia_sql_commit (sql, &error));
}

static AmiaSql *
open_old (const char *place)
{
  g_autoptr (GError) error = NULL;
  AmiaSql *sql = _amia_sql_ledger_is_address (place) ? amia_sql_open_postgres (place, &error)
                                                     : amia_sql_open_sqlite (place, &error);

  g_assert_no_error (error);
  g_assert_true (amia_sql_migrate (sql, 0x416d5376, _amia_sql_ledger_migrations, 7, &error));
  return sql;
}

static void
test_old_ledger_is_packed (Fixture      *current,
                           gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  Fixture f = { ledger_place_new (kind), NULL };
  Reading reading = { "a", 0 };

  {
    g_autoptr (AmiaSql) sql = open_old (f.place);

    fill_old (sql, 5000);
  }

  f.ledger = amia_sql_ledger_open (f.place, &error);
  g_assert_no_error (error);
  g_assert_true (amia_ledger_read_log (f.ledger, 0, NULL, compare_cb, &reading, &error));
  g_assert_cmpint (reading.n_read, ==, 5000);
  g_assert_cmpint (ask (&f, "SELECT sum(length(body)) FROM fresh"), <, 32 * 1024);
  tear_down (&f, kind);
}

static const struct
{
  const char *name;
  void (*run) (Fixture *f, gconstpointer kind);
} tests[] = {
  { "one-by-one", test_one_by_one },
  { "many-at-once", test_many_at_once },
  { "found-by-name", test_found_by_name },
  { "seen-before-the-commit", test_seen_before_the_commit },
  { "taken-back", test_taken_back },
  { "order-is-kept", test_order_is_kept },
  { "damage-is-named", test_damage_is_named },
  { "wanted-is-read", test_wanted_is_read },
  { "unwanted-is-not-read", test_unwanted_is_not_read },
  { "old-ledger-is-packed", test_old_ledger_is_packed },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/ledger-bodies",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].run,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
