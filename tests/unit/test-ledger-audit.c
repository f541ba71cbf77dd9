/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-audit.h"
#include "amia-ledger-audit.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

/* The audit in a ledger: written with what it speaks of, read back, and whole. */

#define NOW_MS 1795312345678

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
} Fixture;

static void
open_ledger (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->ledger = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  f->place = ledger_place_new (kind);
  open_ledger (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  g_assert_finalize_object (f->ledger);
  ledger_place_free (f->place);
}

static const AmiaUuid device_1 = { { 1 } };
static const AmiaUuid device_2 = { { 2 } };
static const AmiaUuid case_1 = { { 0xc1 } };
static const AmiaUuid case_2 = { { 0xc2 } };
static const AmiaUuid person = { { 0xaa } };

static void
write_fact (Fixture        *f,
            AmiaAuditKind   kind,
            const AmiaUuid *scope,
            gint64          at_ms)
{
  g_autoptr (GError) error = NULL;
  const AmiaAuditFact fact = { kind, at_ms, "anna", "FK", &device_1, scope, "n=1" };

  g_assert_true (amia_audit_write (f->ledger, &fact, NOW_MS, &error));
  g_assert_no_error (error);
}

static gboolean
list_cb (const AmiaAuditEntry *entry,
         gpointer              user_data)
{
  g_string_append_printf (user_data,
                          "%" G_GINT64_FORMAT ":%s:%s:%02x ",
                          entry->id,
                          entry->kind,
                          entry->user,
                          entry->scope.bytes[0]);
  return TRUE;
}

static char *
list (Fixture              *f,
      const AmiaAuditQuery *query)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  g_assert_true (amia_ledger_read_audit (f->ledger, query, list_cb, text, &error));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static gboolean
check_cb (const AmiaAuditEntry *entry,
          gpointer              user_data)
{
  return amia_audit_check_next (user_data, entry);
}

/* How many entries are right, from the first on. */
static gint64
count_right (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  const AmiaAuditQuery query = { .n_max = 1000 };
  AmiaAuditCheck       check = { 0 };

  g_assert_true (amia_ledger_read_audit (f->ledger, &query, check_cb, &check, &error));
  g_assert_no_error (error);
  return check.last_id;
}

static void
test_written (Fixture      *f,
              gconstpointer data)
{
  const AmiaAuditQuery all = { .n_max = 1000 };
  g_autofree char     *text = NULL;

  write_fact (f, AMIA_AUDIT_LOGIN, NULL, 0);
  write_fact (f, AMIA_AUDIT_OPEN, &case_1, NOW_MS - 1000);
  g_object_unref (f->ledger);
  open_ledger (f);
  write_fact (f, AMIA_AUDIT_PRINT, &case_2, 0);

  text = list (f, &all);
  g_assert_cmpstr (text, ==, "1:login:anna:00 2:open:anna:c1 3:print:anna:c2 ");
  g_assert_cmpint (count_right (f), ==, 3);
}

static void
test_taken_back (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const AmiaAuditFact fact = { AMIA_AUDIT_OPEN };

  write_fact (f, AMIA_AUDIT_LOGIN, NULL, 0);
  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_audit_append (f->ledger, &fact, NOW_MS, &error));
  amia_ledger_rollback (f->ledger);
  write_fact (f, AMIA_AUDIT_LOGIN, NULL, 0);

  /* What did not happen has no number either. */
  g_assert_cmpint (count_right (f), ==, 2);
}

static void
test_queries (Fixture      *f,
              gconstpointer data)
{
  const struct
  {
    AmiaAuditQuery query;
    const char    *found;
  } rows[] = {
    { { .n_max = 2 }, "1:login:anna:00 2:open:anna:c1 " },
    { { .n_max = 9, .after = 3 }, "4:delivery:anna:aa " },
    { { .n_max = 9, .scope = &case_1 }, "2:open:anna:c1 " },
    { { .n_max = 9, .scope = &case_1, .participant = &person },
      "2:open:anna:c1 4:delivery:anna:aa " },
    { { .n_max = 9, .scope = &person }, "4:delivery:anna:aa " },
    { { .n_max = 9, .from_ms = 2000 }, "2:open:anna:c1 3:print:anna:c2 4:delivery:anna:aa " },
    { { .n_max = 9, .from_ms = 2000, .to_ms = 4000 }, "2:open:anna:c1 3:print:anna:c2 " },
    { { .n_max = 9, .to_ms = 1001 }, "1:login:anna:00 " },
    { { .n_max = 9, .scope = &device_1 }, "" },
  };

  write_fact (f, AMIA_AUDIT_LOGIN, NULL, 1000);
  write_fact (f, AMIA_AUDIT_OPEN, &case_1, 2000);
  write_fact (f, AMIA_AUDIT_PRINT, &case_2, 3000);
  write_fact (f, AMIA_AUDIT_DELIVERY, &person, 4000);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = list (f, &rows[i].query);

      g_assert_cmpstr (text, ==, rows[i].found);
    }
}

/* A laptop's clock may be years ahead: nothing has happened that is yet to come. */
static void
test_time_to_come (Fixture      *f,
                   gconstpointer data)
{
  const AmiaAuditQuery later = { .n_max = 9, .from_ms = NOW_MS + 1 };
  g_autofree char     *text = NULL;

  write_fact (f, AMIA_AUDIT_OPEN, &case_1, NOW_MS + 1000000);
  text = list (f, &later);
  g_assert_cmpstr (text, ==, "");
}

/* Done to the file by somebody who has it, with any tool. */
static void
test_tampered (Fixture      *f,
               gconstpointer data)
{
  static const struct
  {
    const char *sql;
    gint64      n_right;
  } rows[] = {
    { "UPDATE audit SET account = 'bertil' WHERE id = 4", 3 },
    { "UPDATE audit SET at_ms = at_ms - 1 WHERE id = 3", 2 },
    { "DELETE FROM audit WHERE id = 2", 1 },
    { "UPDATE audit SET scope = NULL WHERE id = 1", 0 },
  };

  for (int i = 0; i < 5; i++)
    write_fact (f, AMIA_AUDIT_OPEN, &case_1, 0);
  g_assert_cmpint (count_right (f), ==, 5);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *answer = ledger_place_exec (f->place, rows[i].sql);

      g_assert_cmpint (count_right (f), ==, rows[i].n_right);
    }
}

static void
test_told_once (Fixture      *f,
                gconstpointer data)
{
  static const gint64 told[] = { 3, 4, 4, 3, 7, 1, 8 };
  g_autoptr (GError) error = NULL;
  const AmiaAuditFact fact = { AMIA_AUDIT_OPEN, 0, "anna", "FK", &device_1, &case_1, NULL };
  const AmiaAuditFact other = { AMIA_AUDIT_OPEN, 0, "bo", "AF", &device_2, &case_1, NULL };

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_assert_true (amia_audit_append_told (f->ledger, &fact, told[i], NOW_MS, &error));
  g_assert_true (amia_audit_append_told (f->ledger, &other, 1, NOW_MS, &error));
  g_assert_true (amia_ledger_commit (f->ledger, &error));

  g_assert_cmpint (count_right (f), ==, 5);
}

static void
deliver (AmiaDeliveries *deliveries,
         const AmiaUuid *device,
         gint64          now_ms)
{
  const AmiaUuid nil = { { 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  const AmiaAuditFact reader = { .user = "anna", .agency = "FK", .device = device };
  gboolean            is_news;

  g_array_append_val (scopes, case_1);
  g_array_append_val (scopes, nil);
  g_array_append_val (scopes, case_2);
  g_array_append_val (scopes, case_1);
  g_assert_true (amia_deliveries_plan (deliveries, &reader, scopes, now_ms, &is_news, &error));
  g_assert_no_error (error);
  g_assert_true (!is_news || amia_deliveries_write (deliveries, now_ms, &error));
  g_assert_no_error (error);
}

static void
test_deliveries (Fixture      *f,
                 gconstpointer data)
{
  const gint64 day_ms = 24 * 60 * 60 * 1000;
  g_autoptr (AmiaDeliveries) deliveries = amia_deliveries_new (f->ledger);
  g_autoptr (AmiaDeliveries) restarted = NULL;

  deliver (deliveries, &device_1, NOW_MS);
  g_assert_cmpint (count_right (f), ==, 2);
  deliver (deliveries, &device_1, NOW_MS + 1000);
  g_assert_cmpint (count_right (f), ==, 2);
  deliver (deliveries, &device_2, NOW_MS + 2000);
  g_assert_cmpint (count_right (f), ==, 4);

  /* A server that was started again, or another one beside it, knows too. */
  restarted = amia_deliveries_new (f->ledger);
  deliver (restarted, &device_1, NOW_MS + 3000);
  g_assert_cmpint (count_right (f), ==, 4);

  deliver (restarted, &device_1, NOW_MS + day_ms);
  g_assert_cmpint (count_right (f), ==, 6);
  deliver (restarted, &device_1, NOW_MS + day_ms);
  g_assert_cmpint (count_right (f), ==, 6);
}

static void
plan_delivery (AmiaDeliveries *deliveries,
               const AmiaUuid *device,
               gboolean        is_expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  const AmiaAuditFact reader = { .user = "anna", .agency = "FK", .device = device };
  gboolean            is_news;

  g_array_append_val (scopes, case_2);
  g_array_append_val (scopes, case_1);
  g_assert_true (amia_deliveries_plan (deliveries, &reader, scopes, NOW_MS, &is_news, &error));
  g_assert_cmpint (is_news, ==, is_expected);
}

/* Many answers, one transaction; who asks twice meanwhile waits twice and is noted once. */
static void
test_planned_deliveries (Fixture      *f,
                         gconstpointer data)
{
  g_autoptr (AmiaDeliveries) deliveries = amia_deliveries_new (f->ledger);
  g_autoptr (GError) error = NULL;

  plan_delivery (deliveries, &device_1, TRUE);
  plan_delivery (deliveries, &device_2, TRUE);
  plan_delivery (deliveries, &device_1, TRUE);
  g_assert_cmpint (count_right (f), ==, 0);

  g_assert_true (amia_deliveries_write (deliveries, NOW_MS, &error));
  g_assert_cmpint (count_right (f), ==, 4);
  plan_delivery (deliveries, &device_2, FALSE);
  g_assert_true (amia_deliveries_write (deliveries, NOW_MS, &error));
  g_assert_cmpint (count_right (f), ==, 4);
}

/* Nobody takes what could not be written for written. */
static void
test_unwritten_stays_planned (Fixture      *f,
                              gconstpointer data)
{
  static const char *const away[] = { "ALTER TABLE audit RENAME TO away",
                                      "ALTER TABLE away RENAME TO audit" };
  g_autoptr (AmiaDeliveries) deliveries = amia_deliveries_new (f->ledger);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (away); i++)
    {
      g_autofree char *answer = ledger_place_exec (f->place, away[i]);

      plan_delivery (deliveries, i == 0 ? &device_1 : &device_2, TRUE);
      g_assert_cmpint (amia_deliveries_write (deliveries, NOW_MS, &error), ==, i == 1);
      g_assert_cmpint (error != NULL, ==, i == 0);
      g_clear_error (&error);
    }

  g_assert_cmpint (count_right (f), ==, 4);
}

#define N_WRITERS 3
#define N_EACH    60

static gpointer
write_thread (gpointer data)
{
  const char *place = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (place, &error);
  const AmiaAuditFact fact = { AMIA_AUDIT_OPEN, 0, "anna", "FK", &device_1, &case_1, NULL };

  g_assert_no_error (error);
  for (int i = 0; i < N_EACH; i++)
    {
      g_assert_true (amia_audit_write (ledger, &fact, NOW_MS, &error));
      g_assert_no_error (error);
    }

  return NULL;
}

/* Several servers, each on a connection of its own: one chain, without a fork or a gap. */
static void
test_several_writers (Fixture      *f,
                      gconstpointer kind)
{
  GThread *threads[N_WRITERS];

  for (gsize i = 0; i < N_WRITERS; i++)
    threads[i] = g_thread_new ("writer", write_thread, f->place);
  for (gsize i = 0; i < N_WRITERS; i++)
    (void) g_thread_join (threads[i]);

  g_assert_cmpint (count_right (f), ==, N_WRITERS * N_EACH);
}

/* And each of them gives out the same case to the same laptop: it is noted once. */
static gpointer
deliver_thread (gpointer data)
{
  const char *place = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (place, &error);
  g_autoptr (AmiaDeliveries) deliveries = NULL;

  g_assert_no_error (error);
  deliveries = amia_deliveries_new (ledger);
  deliver (deliveries, &device_1, NOW_MS);
  return NULL;
}

static void
test_several_deliver (Fixture      *f,
                      gconstpointer kind)
{
  GThread *threads[N_WRITERS];

  for (gsize i = 0; i < N_WRITERS; i++)
    threads[i] = g_thread_new ("deliverer", deliver_thread, f->place);
  for (gsize i = 0; i < N_WRITERS; i++)
    (void) g_thread_join (threads[i]);

  g_assert_cmpint (count_right (f), ==, 2);
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
    { "written", test_written },
    { "taken-back", test_taken_back },
    { "queries", test_queries },
    { "time-to-come", test_time_to_come },
    { "tampered", test_tampered },
    { "told-once", test_told_once },
    { "deliveries", test_deliveries },
    { "deliveries-written-together", test_planned_deliveries },
    { "unwritten-deliveries-stay-planned", test_unwritten_stays_planned },
    { "several-writers", test_several_writers },
    { "several-deliver", test_several_deliver },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/ledger-audit",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
