/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-copy.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

/* A ledger that is moved to another kind of database, and back. Each test is run for both ways. */

typedef struct
{
  char *from;
  char *to;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  const char *other = strcmp (kind, "postgres") == 0 ? "sqlite" : "postgres";

  f->from = ledger_place_new (other);
  f->to = ledger_place_new (kind);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  ledger_place_free (f->from);
  ledger_place_free (f->to);
}

/* More rows than a page has, with everything in them that can stand in a row. */
static void
fill (const char *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (place, &error);
  const guint8      chain[AMIA_CHAIN_LENGTH] = { 0, 1, 0xff };
  const AmiaUuid    scope = { { 0xc1 } };
  const AmiaAccount account = { (char *) "åsa", (char *) "FK", (char *) "coach", (char *) "hash" };
  AmiaDevice        device = { .id = { { 7 } }, .user = (char *) "åsa", .token = { 1, 0, 2 } };
  AmiaLogRow        row = { .device = { { 7 } }, .agency = "FK", .chain = chain };
  AmiaRecordRow     record = { .kind = (char *) "case", .author = (char *) "åsa", .agency = (char *) "" };

  g_assert_no_error (error);
  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_add_account (ledger, &account, &error));
  g_assert_true (amia_ledger_put_device (ledger, &device, &error));
  g_assert_true (amia_ledger_take_numbers (ledger, 100, &row.seq, &error));
  row.scopes = &scope;
  row.body = "{\"text\":\"räksmörgås \\\"\\n 🙂\"}";
  row.body_length = strlen (row.body);
  for (row.n = 1; row.n <= 100; row.n++, row.seq++)
    {
      row.n_scopes = (gsize) (row.n % 2);
      g_assert_true (amia_ledger_append_change (ledger, &row, &error));
      record.id.bytes[0] = (guint8) row.n;
      record.state = row.n % 3 == 0 ? (char *) "{}" : NULL;
      g_assert_true (amia_ledger_put_record (ledger, &record, &error));
    }
  g_assert_true (amia_ledger_commit (ledger, &error));
  g_assert_no_error (error);
}

static GPtrArray *
copy (const char *from,
      const char *to)
{
  g_autoptr (GError) error = NULL;
  gboolean   is_equal;
  GPtrArray *proofs = amia_ledger_copy (from, to, &is_equal, &error);

  g_assert_no_error (error);
  g_assert_true (is_equal);
  return proofs;
}

static gint64
count_rows (GPtrArray  *proofs,
            const char *table)
{
  for (guint i = 0; i < proofs->len; i++)
    {
      const AmiaTableProof *proof = g_ptr_array_index (proofs, i);

      if (strcmp (proof->name, table) == 0)
        return proof->n_to;
    }

  g_assert_not_reached ();
}

static gboolean
count_cb (const AmiaLogRow *row,
          gpointer          user_data)
{
  guint *n_rows = user_data;

  g_assert_cmpstr (row->author, ==, "åsa");
  (*n_rows)++;
  return TRUE;
}

static void
test_whole (Fixture      *f,
            gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) proofs = NULL;
  g_autoptr (AmiaLedger) from = NULL;
  g_autoptr (AmiaLedger) to = NULL;
  g_auto (AmiaLife) life_from = { NULL };
  g_auto (AmiaLife) life_to = { NULL };
  guint n_rows = 0;

  fill (f->from);
  proofs = copy (f->from, f->to);
  g_assert_cmpint (count_rows (proofs, "log"), ==, 100);
  g_assert_cmpint (count_rows (proofs, "entry"), ==, 50);
  g_assert_cmpint (count_rows (proofs, "record"), ==, 100);
  g_assert_cmpint (count_rows (proofs, "life"), ==, 1);

  from = amia_sql_ledger_open (f->from, &error);
  to = amia_sql_ledger_open (f->to, &error);
  g_assert_no_error (error);
  g_assert_true (amia_ledger_get_life (from, &life_from, &error));
  g_assert_true (amia_ledger_get_life (to, &life_to, &error));
  g_assert_cmpstr (life_from.epoch, ==, life_to.epoch);
  g_assert_cmpint (life_to.head, ==, 100);
  g_assert_true (amia_ledger_read_log (to, 0, NULL, count_cb, &n_rows, &error));
  g_assert_cmpuint (n_rows, ==, 100);
}

/* The hashes are of what is in the rows, not of what they are kept in. */
static void
test_there_and_back (Fixture      *f,
                     gconstpointer kind)
{
  const char *other = strcmp (kind, "postgres") == 0 ? "sqlite" : "postgres";
  char       *back = ledger_place_new (other);
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) again = NULL;

  fill (f->from);
  there = copy (f->from, f->to);
  again = copy (f->to, back);
  g_assert_cmpuint (there->len, ==, again->len);
  for (guint i = 0; i < there->len; i++)
    g_assert_cmpstr (((AmiaTableProof *) g_ptr_array_index (there, i))->hash_from,
                     ==,
                     ((AmiaTableProof *) g_ptr_array_index (again, i))->hash_to);

  ledger_place_free (back);
}

static void
test_not_empty (Fixture      *f,
                gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autoptr (GPtrArray) proofs = NULL;
  gboolean is_equal;

  fill (f->from);
  fill (f->to);
  g_assert_null (amia_ledger_copy (f->from, f->to, &is_equal, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
  g_assert_false (is_equal);

  /* Not even one's own. */
  g_assert_null (amia_ledger_copy (f->to, f->from, &is_equal, &again));
  g_assert_error (again, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
}

static void
interfere (const char *place,
           const char *sql)
{
  g_autofree char *answer = ledger_place_exec (place, sql);
}

/* Something at the target changes what it is given. */
static void
test_differs (Fixture      *f,
              gconstpointer kind)
{
  static const char sqlite_sql[] =
      "CREATE TRIGGER meddle AFTER INSERT ON record WHEN new.id = x'050000000000000000000000000000"
      "00' BEGIN UPDATE record SET author = 'x' WHERE id = new.id; END";
  static const char postgres_sql[] =
      "CREATE FUNCTION meddle () RETURNS trigger LANGUAGE plpgsql AS"
      " $$ BEGIN IF get_byte (new.id, 0) = 5 THEN new.author = 'x'; END IF; RETURN new; END $$;"
      "CREATE TRIGGER meddle BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION meddle ()";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) target = NULL;
  g_autoptr (GPtrArray) proofs = NULL;
  gboolean is_equal;
  guint    n_different = 0;

  fill (f->from);
  target = amia_sql_ledger_open (f->to, &error);
  g_assert_no_error (error);
  g_clear_object (&target);
  interfere (f->to, "DELETE FROM epoch");
  interfere (f->to, "UPDATE life SET epoch = ''");
  interfere (f->to, strcmp (kind, "postgres") == 0 ? postgres_sql : sqlite_sql);

  proofs = amia_ledger_copy (f->from, f->to, &is_equal, &error);
  g_assert_no_error (error);
  g_assert_false (is_equal);
  for (guint i = 0; i < proofs->len; i++)
    {
      const AmiaTableProof *proof = g_ptr_array_index (proofs, i);

      n_different += strcmp (proof->hash_from, proof->hash_to) != 0;
      g_assert_cmpint (proof->n_from, ==, proof->n_to);
    }
  g_assert_cmpuint (n_different, ==, 1);

  {
    g_autofree char *n_kept = ledger_place_exec (f->to, "SELECT count(*) FROM log");

    g_assert_cmpstr (n_kept, ==, "0");
  }
}

static void
test_no_source (Fixture      *f,
                gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  gboolean is_equal;

  g_assert_null (amia_ledger_copy ("/nowhere/ledger.db", f->to, &is_equal, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CANT_OPEN);
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
    { "whole", test_whole },
    { "there-and-back", test_there_and_back },
    { "keeps-nothing-that-differs", test_differs },
    { "not-over-another", test_not_empty },
    { "not-from-nothing", test_no_source },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/ledger-copy/to",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
