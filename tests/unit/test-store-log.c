/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "amia-db.h"
#include "amia-store-lists.h"
#include "store-server.h"

/* How changes lie in the log, and what is read from there: fewer bytes than were written, and the
 * same ones come back. */

/* The single number or text that a query gives of the replica's file. */
static char *
ask (Fixture    *fixture,
     const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = amia_db_open (fixture->path, AMIA_DB_READ_ONLY, &error);
  char *answer;

  g_assert_no_error (error);
  {
    g_autoptr (AmiaStatement) statement = amia_db_prepare (db, sql, "ask", &error);

    g_assert_no_error (error);
    g_assert_cmpint (amia_statement_step (statement, &error), ==, AMIA_ROW);
    answer = g_strdup (amia_statement_get_text (statement, 0));
  }
  return answer;
}

static void
run (Fixture    *fixture,
     const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = amia_db_open (fixture->path, 0, &error);

  g_assert_no_error (error);
  g_assert_true (amia_db_exec (db, sql, "run", &error));
}

/* A note with some fields, each with @value. */
static AmiaEdits *
write_note (guint       id,
            guint       n_fields,
            const char *value)
{
  AmiaUuid   note = fixture_id (id);
  AmiaUuid   case_id = fixture_id (1);
  AmiaEdits *edits = amia_edits_new ();

  for (guint i = 0; i < n_fields; i++)
    {
      g_autofree char *field = g_strdup_printf ("field%u", i);

      amia_edits_set (edits, "goal", &note, &case_id, field, "plan", value);
    }
  return edits;
}

static void
assert_bytes_come_back (const char *value,
                        guint       n_fields)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) outgoing = NULL;
  g_autoptr (AmiaChange) change = NULL;
  g_autofree char *again = NULL;
  g_autofree char *kept = NULL;
  gsize            length;
  const char      *bytes;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "karin", "FK");
  g_assert_true (fixture_commit (&fixture, write_note (2, n_fields, value), &error));
  outgoing = amia_store_list_outgoing (fixture.store, 1, 10, G_MAXINT, &error);
  g_assert_cmpuint (outgoing->len, ==, 1);
  bytes = g_bytes_get_data (g_ptr_array_index (outgoing, 0), &length);
  change = amia_change_decode (&amia_store_get_identity (fixture.store)->device,
                               1,
                               bytes,
                               length,
                               &error);
  g_assert_no_error (error);
  g_assert_cmpuint (change->ops->len, ==, n_fields);
  for (guint i = 0; i < n_fields; i++)
    g_assert_cmpstr (((AmiaOp *) g_ptr_array_index (change->ops, i))->value, ==, value);
  again = amia_change_encode (change);
  g_assert_cmpmem (bytes, length, again, strlen (again));
  fixture_assert_sound (&fixture);

  kept = ask (&fixture, "SELECT length (body) FROM log");
  if (n_fields == 1)
    g_assert_cmpint (atoi (kept), <=, (int) length);
  else
    g_assert_cmpint (atoi (kept), <, (int) (length * 2 / 3));
}

static void
test_gives_back_the_bytes_that_were_written (void)
{
  static const char *const values[] = {
    "1",
    "\"Sömnen är bättre\"",
    "\"\\u0001 and \\\"ops\\\":[\"",
    "{\"ops\":[[\"a\",\"b\",\"c\",1]]}",
    /* What the op itself begins with, once more inside its value. */
    "[[\"goal\",\"018f0000-0000-7000-8000-000000000002\","
    "\"018f0000-0000-7000-8000-000000000001\",\"x\"]]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      assert_bytes_come_back (values[i], 1);
      assert_bytes_come_back (values[i], 12);
    }
}

static void
test_what_cannot_be_put_back_is_damaged (void)
{
  static const char *const bodies[] = {
    "x'01'",
    "x'0101' || zeroblob (10)",
    "CAST ('{\"h\":\"018f3a5b7c000001\",\"ops\":[[\"goal\",\"a\",' || char (1) AS BLOB)",
    /* A megabyte of marks would stand for sixty. */
    "CAST ('{\"ops\":[[\""
    "an-address-that-is-long-enough-to-be-a-bomb"
    "\",1,2,' || "
    "replace (hex (zeroblob (500000)), '0', char (1)) AS BLOB)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autofree char *sql = g_strdup_printf ("UPDATE log SET body = %s", bodies[i]);
      AmiaUuid         note = fixture_id (2);
      g_autoptr (GError) error = NULL;

      fixture_open (&fixture, "karin", "FK");
      g_assert_true (fixture_commit (&fixture, write_note (2, 3, "1"), NULL));
      run (&fixture, sql);
      g_assert_null (amia_store_load_record (fixture.store, &note, &error));
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED);
    }
}

static void
test_record_of_one_change_is_read_from_the_log (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid         note = fixture_id (2);
  AmiaUuid         case_id = fixture_id (1);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *kept = NULL;

  fixture_open (&fixture, "karin", "FK");
  g_assert_true (fixture_commit (&fixture, write_note (2, 3, "\"gott\""), NULL));
  first = ask (&fixture, "SELECT state FROM record");
  g_assert_cmpstr (first, ==, "");
  text = fixture_get (&fixture, &note, "field1");
  g_assert_cmpstr (text, ==, "gott");
  fixture_assert_sound (&fixture);

  fixture_put (&fixture, "goal", &note, &case_id, "field1", "bättre");
  second = ask (&fixture, "SELECT state FROM record");
  g_assert_cmpstr (second, !=, "");
  g_clear_pointer (&text, g_free);
  text = fixture_get (&fixture, &note, "field1");
  g_assert_cmpstr (text, ==, "bättre");
  kept = fixture_get (&fixture, &note, "field2");
  g_assert_cmpstr (kept, ==, "gott");
  fixture_assert_sound (&fixture);
}

/* Two changes of one record in one page, in either order: neither is lost on the other. */
static void
test_second_change_in_the_same_page_is_merged (void)
{
  g_auto (Fixture) anna = { 0 };
  g_auto (Fixture) bertil = { 0 };
  g_auto (Server) server = { 0 };
  AmiaUuid         note = fixture_id (2);
  AmiaUuid         case_id = fixture_id (1);
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;

  server_start (&server);
  fixture_open (&anna, "karin", "FK");
  fixture_open (&bertil, "lars", "AF");
  g_assert_true (fixture_commit (&anna, write_note (2, 3, "\"gott\""), NULL));
  fixture_put (&anna, "goal", &note, &case_id, "field1", "bättre");
  server_sync (&server, &anna);
  server_sync (&server, &bertil);

  here = fixture_encode (&anna, &note);
  there = fixture_encode (&bertil, &note);
  g_assert_cmpstr (here, ==, there);
  fixture_assert_sound (&bertil);
}

static void
assert_chain (Fixture   *fixture,
              GPtrArray *sent)
{
  g_auto (AmiaSyncState) state = { 0 };
  guint8 chain[AMIA_CHAIN_LENGTH] = { 0 };

  for (guint i = 0; i < sent->len; i++)
    {
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (sent, i), &length);

      amia_chain_next (chain, bytes, length, chain);
    }
  g_assert_true (amia_store_get_sync_state (fixture->store, &state, NULL));
  g_assert_cmpint (state.acked, ==, sent->len);
  g_assert_cmpmem (state.chain, sizeof state.chain, chain, sizeof chain);
}

/* Both with the hashes that were taken at writing and without, as in a replica from before. */
static void
test_chain_is_that_of_the_bytes_sent (void)
{
  static const char *const preparations[] = {
    "SELECT 1",
    "UPDATE log SET own_hash = NULL",
    "UPDATE log SET own_hash = NULL WHERE n = 2",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (preparations); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_auto (Server) server = { 0 };
      g_autoptr (GPtrArray) sent = NULL;

      server_start (&server);
      fixture_open (&fixture, "karin", "FK");
      for (guint k = 0; k < 3; k++)
        g_assert_true (fixture_commit (&fixture, write_note (2 + k, 5, "\"gott\""), NULL));
      run (&fixture, preparations[i]);
      sent = amia_store_list_outgoing (fixture.store, 1, 10, G_MAXINT, NULL);
      server_sync (&server, &fixture);
      assert_chain (&fixture, sent);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/log/gives-back-the-bytes-that-were-written",
                   test_gives_back_the_bytes_that_were_written);
  g_test_add_func ("/store/log/what-cannot-be-put-back-is-damaged",
                   test_what_cannot_be_put_back_is_damaged);
  g_test_add_func ("/store/log/record-of-one-change-is-read-from-the-log",
                   test_record_of_one_change_is_read_from_the_log);
  g_test_add_func ("/store/log/second-change-in-the-same-page-is-merged",
                   test_second_change_in_the_same_page_is_merged);
  g_test_add_func ("/store/log/chain-is-that-of-the-bytes-sent",
                   test_chain_is_that_of_the_bytes_sent);

  return g_test_run ();
}
