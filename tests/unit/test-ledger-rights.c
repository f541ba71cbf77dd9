/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-restore.h"
#include "amia-ledger-share.h"
#include "amia-protocol.h"
#include "amia-sql-ledger.h"
#include "amia-sync-message.h"
#include "ledger-place.h"

/* What a ledger keeps of who holds what, of what waits, and for the day on which it is put back. */

#define NOW_MS 1795312345678

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
} Fixture;

static const AmiaUuid device_1 = { { 1 } };
static const AmiaUuid device_2 = { { 2 } };
static const AmiaUuid case_1 = { { 0xc1 } };
static const AmiaUuid case_2 = { { 0xc2 } };

static void
add_device (Fixture        *f,
            const char     *user,
            const AmiaUuid *id)
{
  g_autoptr (GError) error = NULL;
  const AmiaAccount account = { .name = (char *) user,
                                .agency = (char *) "FK",
                                .role = (char *) "caseworker",
                                .password = (char *) "-" };
  AmiaDevice        device = { .id = *id, .user = (char *) user, .seen_ms = NOW_MS };

  memcpy (device.token, id->bytes, sizeof id->bytes);
  device.expires_ms = NOW_MS + 1;
  g_assert_true (amia_ledger_add_account (f->ledger, &account, &error));
  g_assert_true (amia_ledger_put_device (f->ledger, &device, &error));
  g_assert_no_error (error);
}

/* Two devices of two accounts, and a transaction under way. */
static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  g_autoptr (GError) error = NULL;

  f->place = ledger_place_new (kind);
  f->ledger = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
  g_assert_true (amia_ledger_begin (f->ledger, &error));
  add_device (f, "anna", &device_1);
  add_device (f, "bertil", &device_2);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  amia_ledger_rollback (f->ledger);
  g_assert_finalize_object (f->ledger);
  ledger_place_free (f->place);
}

static guint
count_unforgotten (Fixture        *f,
                   const AmiaUuid *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forgets = amia_ledger_list_unforgotten (f->ledger, device, &error);

  g_assert_no_error (error);
  return forgets->len;
}

static gboolean
put_receipt (Fixture *f,
             gint64   generation)
{
  g_autoptr (GError) error = NULL;
  gboolean is_news;

  g_assert_true (amia_ledger_put_receipt (f->ledger, &device_2, &case_1, generation, NOW_MS,
                                          &is_news, &error));
  return is_news;
}

static void
test_forgets (Fixture      *f,
              gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forgets = NULL;
  const AmiaForget *forget;

  g_assert_true (amia_ledger_ask_to_forget (f->ledger, "bertil", &case_1, 7, NOW_MS, &error));
  g_assert_true (amia_ledger_ask_to_forget (f->ledger, "bertil", &case_1, 9, NOW_MS, &error));
  g_assert_true (amia_ledger_ask_to_forget (f->ledger, "nobody", &case_1, 9, NOW_MS, &error));
  g_assert_cmpuint (count_unforgotten (f, &device_2), ==, 1);
  g_assert_cmpuint (count_unforgotten (f, &device_1), ==, 0);

  /* A receipt of what came before is not one of what came after. */
  g_assert_false (put_receipt (f, 8));
  g_assert_true (put_receipt (f, 9));
  g_assert_false (put_receipt (f, 9));
  g_assert_cmpuint (count_unforgotten (f, &device_2), ==, 0);

  forgets = amia_ledger_list_forgets (f->ledger, &case_1, &error);
  g_assert_cmpuint (forgets->len, ==, 1);
  forget = g_ptr_array_index (forgets, 0);
  g_assert_cmpstr (forget->user, ==, "bertil");
  g_assert_cmpint (forget->generation, ==, 9);
  g_assert_cmpint (forget->done_ms, ==, NOW_MS);
  g_assert_cmpint (forget->seen_ms, ==, NOW_MS);
}

static void
test_opened (Fixture      *f,
             gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) opened = g_array_new (FALSE, FALSE, sizeof (AmiaWireOpened));
  const AmiaGrant grant = { .user = (char *) "anna", .scope = case_1, .is_active = TRUE, .rights = (char *) "{}" };
  gint64          position;

  g_assert_true (amia_ledger_put_grant (f->ledger, &grant, &error));
  g_assert_true (amia_ledger_get_opened (f->ledger, &case_1, "bertil", &position, &error));
  g_assert_cmpint (position, ==, -1);
  g_assert_true (amia_ledger_put_opened (f->ledger, &case_1, "bertil", 4, 10, &error));
  g_assert_true (amia_ledger_put_opened (f->ledger, &case_1, "bertil", 6, 11, &error));
  g_assert_true (amia_ledger_put_opened (f->ledger, &case_1, "anna", 6, 12, &error));
  g_assert_true (amia_ledger_put_opened (f->ledger, &case_2, "bertil", 6, 13, &error));
  g_assert_true (amia_ledger_get_opened (f->ledger, &case_1, "bertil", &position, &error));
  g_assert_cmpint (position, ==, 6);

  /* By others, and only in cases that one is in. */
  g_assert_true (amia_ledger_list_opened (f->ledger, "anna", 0, 100, opened, &error));
  g_assert_cmpuint (opened->len, ==, 1);
  g_assert_cmpint (g_array_index (opened, AmiaWireOpened, 0).position, ==, 6);
  g_free (g_array_index (opened, AmiaWireOpened, 0).user);
  g_array_set_size (opened, 0);
  g_assert_true (amia_ledger_list_opened (f->ledger, "anna", 11, 100, opened, &error));
  g_assert_cmpuint (opened->len, ==, 0);
}

static void
test_lease (Fixture      *f,
            gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  int days;

  g_assert_true (amia_ledger_get_lease (f->ledger, "AF", &days, &error));
  g_assert_cmpint (days, ==, AMIA_LEASE_DAYS_DEFAULT);
  g_assert_true (amia_ledger_set_lease (f->ledger, "AF", 5, &error));
  g_assert_true (amia_ledger_set_lease (f->ledger, "AF", 7, &error));
  g_assert_true (amia_ledger_get_lease (f->ledger, "AF", &days, &error));
  g_assert_cmpint (days, ==, 7);
}

static void
put_escrow (Fixture *f,
            gint64   n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"å\":1}", 8);
  AmiaEscrowRow row = { .device = device_1, .n = n, .at_ms = NOW_MS };

  row.user = (char *) "anna";
  row.agency = (char *) "FK";
  row.reason = (char *) AMIA_REASON_NOT_MEMBER;
  row.body = body;
  row.scopes = scopes;
  row.chain[0] = (guint8) n;
  g_array_append_val (scopes, case_1);
  g_array_append_val (scopes, case_2);
  g_assert_true (amia_ledger_append_escrow (f->ledger, &row, &error));
  g_assert_no_error (error);
}

static void
test_escrow (Fixture      *f,
             gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GArray) escrowed = g_array_new (FALSE, FALSE, sizeof (AmiaWireRefusal));
  const AmiaEscrowRow *row;
  guint8               chain[AMIA_CHAIN_LENGTH];
  gboolean             is_found;

  put_escrow (f, 11);
  put_escrow (f, 9);
  rows = amia_ledger_list_escrow (f->ledger, &case_2, &error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->n, ==, 9);
  g_assert_cmpstr (row->agency, ==, "FK");
  g_assert_cmpmem (g_bytes_get_data (row->body, NULL), g_bytes_get_size (row->body), "{\"å\":1}",
                   8);

  /* It is part of its device's history. */
  g_assert_true (amia_ledger_get_chain (f->ledger, &device_1, 9, chain, &is_found, &error));
  g_assert_true (is_found);
  g_assert_cmpint (chain[0], ==, 9);
  g_assert_true (amia_ledger_list_escrowed (f->ledger, &device_1, 1, 10, escrowed, &error));
  g_assert_cmpuint (escrowed->len, ==, 1);
  g_assert_cmpint (g_array_index (escrowed, AmiaWireRefusal, 0).n, ==, 9);
  g_free (g_array_index (escrowed, AmiaWireRefusal, 0).reason);

  g_assert_true (amia_ledger_remove_escrow (f->ledger, &device_1, 9, &error));
  left = amia_ledger_list_escrow (f->ledger, &case_1, &error);
  g_assert_cmpuint (left->len, ==, 1);
}

/* What was refused in the end waits no more, and is not thrown away. */
static void
test_escrow_refused (Fixture      *f,
                     gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) escrowed = g_array_new (FALSE, FALSE, sizeof (AmiaWireRefusal));
  g_autoptr (AmiaEscrowRow) row = NULL;
  AmiaEscrowRow *none;

  put_escrow (f, 9);
  g_assert_true (amia_ledger_refuse_escrow (f->ledger, &device_1, 9, &error));
  g_assert_true (amia_ledger_list_escrowed (f->ledger, &device_1, 1, 10, escrowed, &error));
  g_assert_cmpuint (escrowed->len, ==, 0);

  rows = amia_ledger_list_escrow (f->ledger, &case_1, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (((AmiaEscrowRow *) g_ptr_array_index (rows, 0))->is_refused);

  g_assert_true (amia_ledger_find_escrow (f->ledger, &device_1, 9, &row, &error));
  g_assert_true (row->is_refused);
  g_assert_cmpuint (g_bytes_get_size (row->body), ==, 8);
  g_assert_true (amia_ledger_find_escrow (f->ledger, &device_1, 10, &none, &error));
  g_assert_null (none);
}

static void
assert_counted (Fixture        *f,
                const AmiaUuid *scope,
                guint           n_rows,
                gint64          n_waiting,
                gint64          n_refused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) counts = amia_ledger_count_escrow (f->ledger, scope, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (counts->len, ==, n_rows);
  for (guint i = 0; i < counts->len; i++)
    {
      const AmiaEscrowCount *count = g_ptr_array_index (counts, i);

      g_assert_true (scope == NULL || amia_uuid_equal (&count->scope, scope));
      g_assert_cmpstr (count->agency, ==, "FK");
      g_assert_cmpint (count->n_waiting, ==, n_waiting);
      g_assert_cmpint (count->n_refused, ==, n_refused);
      g_assert_cmpint (count->oldest_ms, ==, NOW_MS);
    }
}

static void
test_escrow_counted (Fixture      *f,
                     gconstpointer kind)
{
  g_autoptr (GError) error = NULL;

  assert_counted (f, NULL, 0, 0, 0);
  put_escrow (f, 9);
  put_escrow (f, 11);
  put_escrow (f, 12);
  g_assert_true (amia_ledger_refuse_escrow (f->ledger, &device_1, 9, &error));
  assert_counted (f, NULL, 2, 2, 1);
  assert_counted (f, &case_2, 1, 2, 1);
  assert_counted (f, &device_1, 0, 0, 0);
}

static void
test_citations (Fixture      *f,
                gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) citing = NULL;
  g_autoptr (GArray) awaiting = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (amia_ledger_put_citation (f->ledger, &case_1, &case_2, &error));
      g_assert_true (amia_ledger_put_awaited (f->ledger, &device_1, 5, &case_2, &error));
    }

  citing = amia_ledger_list_citations (f->ledger, &case_1, &error);
  g_assert_cmpuint (citing->len, ==, 1);
  awaiting = amia_ledger_list_awaited (f->ledger, &device_1, 5, &error);
  g_assert_cmpuint (awaiting->len, ==, 1);
  g_assert_true (amia_uuid_equal (&g_array_index (awaiting, AmiaUuid, 0), &case_2));
}

/* A change that is found again by its name, with the time that it is shown with. */
static void
test_find_change (Fixture      *f,
                  gconstpointer kind)
{
  static const char   body[] = "{\"h\":\"0000000000010000\",\"ops\":[]}";
  static const guint8 chain[AMIA_CHAIN_LENGTH] = { 0 };
  AmiaLogRow          row = { .seq = 1, .device = device_1, .n = 3, .shown_ms = NOW_MS };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) change = NULL;
  g_autoptr (AmiaChange) none = NULL;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (AmiaWireShown));

  row.author = "anna";
  row.agency = "FK";
  row.chain = chain;
  row.body = body;
  row.body_length = sizeof body - 1;
  g_assert_true (amia_ledger_append_change (f->ledger, &row, &error));
  g_assert_true (amia_ledger_find_change (f->ledger, &device_1, 3, &change, &error));
  g_assert_cmpstr (change->author, ==, "anna");
  g_assert_cmpstr (change->agency, ==, "FK");
  g_assert_true (amia_ledger_find_change (f->ledger, &device_2, 3, &none, &error));
  g_assert_null (none);
  g_assert_true (amia_ledger_list_shown (f->ledger, &device_1, 1, 9, shown, &error));
  g_assert_cmpuint (shown->len, ==, 1);
  g_assert_cmpint (g_array_index (shown, AmiaWireShown, 0).shown_ms, ==, NOW_MS);
}

static guint
count_missing (Fixture *f,
               gint64   seen_after_ms)
{
  g_autoptr (GError) error = NULL;
  guint count;

  g_assert_true (amia_ledger_count_missing (f->ledger, seen_after_ms, NOW_MS, &count, &error));
  return count;
}

static void
set_end (Fixture *f,
         gint64   expires_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;

  g_assert_true (amia_ledger_find_device (f->ledger, &device_1, &device, &error));
  device->expires_ms = expires_ms;
  g_assert_true (amia_ledger_put_device (f->ledger, device, &error));
}

/* Who can't be in contact is not waited for. */
static void
test_not_waited_for (Fixture      *f,
                     gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  gboolean is_found;

  g_assert_true (amia_ledger_set_closed (f->ledger, TRUE, &error));
  set_end (f, NOW_MS + 1);
  g_assert_cmpuint (count_missing (f, 0), ==, 2);
  set_end (f, NOW_MS - 1);
  g_assert_cmpuint (count_missing (f, 0), ==, 1);
  g_assert_true (amia_ledger_end_tokens (f->ledger, &error));
  g_assert_cmpuint (count_missing (f, 0), ==, 2);

  g_assert_true (amia_ledger_find_device (f->ledger, &device_1, &device, &error));
  g_assert_true (amia_ledger_set_disabled (f->ledger, device->user, TRUE, &is_found, &error));
  g_assert_cmpuint (count_missing (f, 0), ==, 1);
}

static void
test_closed_life (Fixture      *f,
                  gconstpointer kind)
{
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;

  g_assert_true (amia_ledger_set_closed (f->ledger, TRUE, &error));
  g_assert_cmpuint (count_missing (f, 0), ==, 2);
  g_assert_cmpuint (count_missing (f, NOW_MS), ==, 0);

  g_assert_true (amia_ledger_get_life (f->ledger, &life, &error));
  g_assert_true (life.is_closed);
  g_assert_true (amia_ledger_find_device (f->ledger, &device_1, &device, &error));
  device->whole_in = g_strdup (life.epoch);
  g_assert_true (amia_ledger_put_device (f->ledger, device, &error));
  g_assert_cmpuint (count_missing (f, 0), ==, 1);
  g_assert_true (amia_ledger_shut_out (f->ledger, &device_2, &error));
  g_assert_cmpuint (count_missing (f, 0), ==, 0);

  amia_life_clear (&life);
  g_assert_true (amia_ledger_set_closed (f->ledger, FALSE, &error));
  g_assert_true (amia_ledger_get_life (f->ledger, &life, &error));
  g_assert_false (life.is_closed);
  g_assert_true (life.is_set_back);
}

static void
test_ended (Fixture      *f,
            gconstpointer kind)
{
  const AmiaEndedFact fact = { device_1, 7, case_1, { { 0xee } }, (char *) "withdrawn", (char *) "\"2026-11-22\"" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_assert_true (amia_ledger_put_ended (f->ledger, &fact, &error));
  g_assert_true (amia_ledger_put_ended (f->ledger, &fact, &error));
  facts = amia_ledger_list_ended (f->ledger, &case_1, &error);
  g_assert_cmpuint (facts->len, ==, 1);
  g_assert_cmpstr (((AmiaEndedFact *) facts->pdata[0])->value, ==, "\"2026-11-22\"");
  g_assert_true (amia_ledger_drop_ended (f->ledger, &device_1, 7, &error));
  none = amia_ledger_list_ended (f->ledger, &case_1, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

static gboolean
is_narrowed (Fixture    *f,
             const char *user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) colleagues = amia_ledger_list_colleagues (f->ledger, user, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (colleagues->len, ==, 1);
  return ((AmiaColleague *) colleagues->pdata[0])->is_narrowed;
}

/* They share one case, and Bertil has left the other. */
static void
test_narrowed (Fixture      *f,
               gconstpointer kind)
{
  static const struct
  {
    AmiaUuid    scope;
    const char *field;
    gboolean    is_bertil;
    gboolean    is_anna;
  } cases[] = {
    { { { 1 } }, "to", FALSE, FALSE },
    { { { 2 } }, "to", TRUE, FALSE },
    { { { 2 } }, "removed", TRUE, FALSE },
    { { { 2 } }, "withdrawn", TRUE, FALSE },
    { { { 1 } }, "withdrawn", TRUE, TRUE },
    { { { 1 } }, "role", TRUE, TRUE },
    { { { 3 } }, "withdrawn", FALSE, FALSE },
  };
  const AmiaGrant grants[] = {
    { .user = (char *) "anna", .scope = { { 1 } }, .is_active = TRUE, .rights = (char *) "{}" },
    { .user = (char *) "anna", .scope = { { 2 } }, .is_active = TRUE, .rights = (char *) "{}" },
    { .user = (char *) "bertil", .scope = { { 1 } }, .is_active = TRUE, .rights = (char *) "{}" },
    { .user = (char *) "bertil", .scope = { { 2 } } },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (grants); i++)
    g_assert_true (amia_ledger_put_grant (f->ledger, &grants[i], &error));
  g_assert_false (is_narrowed (f, "anna"));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AmiaEndedFact fact = {
        device_1, (gint64) i + 1, cases[i].scope, { { 0xee } }, (char *) cases[i].field, (char *) "\"2026-11-22\""
      };

      g_assert_true (amia_ledger_put_ended (f->ledger, &fact, &error));
      g_assert_cmpint (is_narrowed (f, "anna"), ==, cases[i].is_bertil);
      g_assert_cmpint (is_narrowed (f, "bertil"), ==, cases[i].is_anna);
      g_assert_true (amia_ledger_drop_ended (f->ledger, &device_1, fact.n, &error));
      g_assert_false (is_narrowed (f, "anna"));
    }
}

static void
test_shut_out (Fixture      *f,
               gconstpointer kind)
{
  static const AmiaUuid unknown = { { 9 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (AmiaDevice) other = NULL;
  gboolean is_so;

  g_assert_true (amia_ledger_shut_out (f->ledger, &device_1, &error));
  g_assert_true (amia_ledger_shut_out (f->ledger, &unknown, &error));
  g_assert_true (amia_ledger_is_shut_out (f->ledger, &unknown, &is_so, &error));
  g_assert_true (is_so);
  g_assert_true (amia_ledger_is_shut_out (f->ledger, &device_2, &is_so, &error));
  g_assert_false (is_so);
  g_assert_true (amia_ledger_find_device (f->ledger, &device_1, &device, &error));
  g_assert_true (device->is_revoked);

  g_assert_true (amia_ledger_end_tokens (f->ledger, &error));
  g_assert_true (amia_ledger_find_device (f->ledger, &device_2, &other, &error));
  g_assert_cmpint (other->expires_ms, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char      *name;
    GTestFixtureFunc test;
  } tests[] = {
    { "forget/until-the-receipt", (GTestFixtureFunc) test_forgets },
    { "opened/by-others", (GTestFixtureFunc) test_opened },
    { "lease/by-agency", (GTestFixtureFunc) test_lease },
    { "escrow/kept-and-taken-out", (GTestFixtureFunc) test_escrow },
    { "escrow/refused-and-not-thrown-away", (GTestFixtureFunc) test_escrow_refused },
    { "escrow/is-counted", (GTestFixtureFunc) test_escrow_counted },
    { "citations/noted-once", (GTestFixtureFunc) test_citations },
    { "life/not-waiting-for-who-cannot-come", (GTestFixtureFunc) test_not_waited_for },
    { "log/found-by-name", (GTestFixtureFunc) test_find_change },
    { "life/closed-until-whole", (GTestFixtureFunc) test_closed_life },
    { "ended/until-it-comes-back", (GTestFixtureFunc) test_ended },
    { "ended/narrows-a-colleague", (GTestFixtureFunc) test_narrowed },
    { "device/shut-out", (GTestFixtureFunc) test_shut_out },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/ledger-rights",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
