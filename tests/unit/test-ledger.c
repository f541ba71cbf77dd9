/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-grants.h"
#include "amia-sql-ledger.h"
#include "amia-sync-message.h"
#include "ledger-place.h"

/* What every ledger promises, whatever it is made of: each test is run with each kind of ledger,
 * and a new kind is one more in ledger-place.c. */

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
} Fixture;

static AmiaLedger *
open_again (const Fixture *f)
{
  g_autoptr (GError) error = NULL;
  AmiaLedger *ledger = amia_sql_ledger_open (f->place, &error);

  g_assert_no_error (error);
  return ledger;
}

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  f->place = ledger_place_new (kind);
  f->ledger = open_again (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  g_assert_finalize_object (f->ledger);
  ledger_place_free (f->place);
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

static gint64
take_numbers (Fixture *f,
              guint    count)
{
  g_autoptr (GError) error = NULL;
  gint64 first;

  g_assert_true (amia_ledger_take_numbers (f->ledger, count, &first, &error));
  return first;
}

static const AmiaUuid scopes[] = { { { 0xc1 } }, { { 0xc2 } } };

static void
add_device (Fixture    *f,
            const char *user,
            guint8      number)
{
  g_autoptr (GError) error = NULL;
  const AmiaAccount account = { (char *) user, (char *) "FK", (char *) "coach", (char *) "hash" };
  AmiaDevice        device = { 0 };

  memset (device.id.bytes, number, sizeof device.id.bytes);
  memset (device.token, number, sizeof device.token);
  device.user = (char *) user;
  begin (f);
  g_assert_true (amia_ledger_add_account (f->ledger, &account, &error));
  g_assert_true (amia_ledger_put_device (f->ledger, &device, &error));
  commit (f);
}

static void
append (Fixture *f,
        guint8   device,
        gint64   n,
        gint64   seq,
        gsize    n_scopes)
{
  g_autoptr (GError) error = NULL;
  guint8     chain[AMIA_CHAIN_LENGTH];
  AmiaLogRow row = { 0 };

  memset (chain, (int) n, sizeof chain);
  memset (row.device.bytes, device, sizeof row.device.bytes);
  row.seq = seq;
  row.n = n;
  row.agency = "FK";
  row.chain = chain;
  row.scopes = scopes;
  row.n_scopes = n_scopes;
  row.body = "{\"å\":1}";
  row.body_length = strlen (row.body);
  g_assert_true (amia_ledger_append_change (f->ledger, &row, &error));
}

static gboolean
list_cb (const AmiaLogRow *row,
         gpointer          user_data)
{
  g_string_append_printf (user_data,
                          "%" G_GINT64_FORMAT "=%s/%" G_GINT64_FORMAT " ",
                          row->seq,
                          row->author,
                          row->n);
  return row->n != 99;
}

static gint64
get_head (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_auto (AmiaLife) life = { NULL };

  g_assert_true (amia_ledger_get_life (f->ledger, &life, &error));
  return life.head;
}

static void
test_epoch (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) second = NULL;
  g_auto (AmiaLife) first_life = { NULL };
  g_auto (AmiaLife) same_life = { NULL };
  g_auto (AmiaLife) next_life = { NULL };

  g_assert_true (amia_ledger_get_life (f->ledger, &first_life, &error));
  g_assert_cmpuint (strlen (first_life.epoch), ==, 32);
  g_assert_cmpint (first_life.head, ==, 0);
  g_assert_null (first_life.swept_on);

  second = open_again (f);
  g_assert_true (amia_ledger_get_life (second, &same_life, &error));
  g_assert_cmpstr (same_life.epoch, ==, first_life.epoch);

  begin (f);
  g_assert_true (amia_ledger_begin_life (f->ledger, "next", 4711, &error));
  g_assert_true (amia_ledger_set_swept (f->ledger, "2026-11-22", &error));
  commit (f);
  g_assert_true (amia_ledger_get_life (f->ledger, &next_life, &error));
  g_assert_cmpstr (next_life.epoch, ==, "next");
  g_assert_cmpint (next_life.began_ms, ==, 4711);
  g_assert_cmpstr (next_life.swept_on, ==, "2026-11-22");
}

static void
test_numbers (Fixture      *f,
              gconstpointer data)
{
  begin (f);
  g_assert_cmpint (take_numbers (f, 3), ==, 1);
  g_assert_cmpint (take_numbers (f, 1), ==, 4);
  commit (f);
  g_assert_cmpint (get_head (f), ==, 4);

  /* Numbers that were taken back are given out again: nobody has seen them. */
  begin (f);
  g_assert_cmpint (take_numbers (f, 5), ==, 5);
  amia_ledger_rollback (f->ledger);
  g_assert_cmpint (get_head (f), ==, 4);
}

static void
test_accounts (Fixture      *f,
               gconstpointer data)
{
  const AmiaAccount account = { (char *) "åsa", (char *) "AF", (char *) "leader", (char *) "hash" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaAccount) found = NULL;
  g_autoptr (AmiaAccount) missing = NULL;
  g_autoptr (GPtrArray) all = NULL;
  gboolean is_found;

  begin (f);
  g_assert_true (amia_ledger_add_account (f->ledger, &account, &error));
  commit (f);

  begin (f);
  g_assert_false (amia_ledger_add_account (f->ledger, &account, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  amia_ledger_rollback (f->ledger);

  begin (f);
  g_assert_true (amia_ledger_set_password (f->ledger, "åsa", "other", &is_found, &error));
  g_assert_true (is_found);
  g_assert_true (amia_ledger_set_password (f->ledger, "Åsa", "other", &is_found, &error));
  g_assert_false (is_found);
  commit (f);

  g_assert_true (amia_ledger_find_account (f->ledger, "åsa", &found, &error));
  g_assert_cmpstr (found->role, ==, "leader");
  g_assert_cmpstr (found->password, ==, "other");
  g_assert_true (amia_ledger_find_account (f->ledger, "asa", &missing, &error));
  g_assert_null (missing);
  all = amia_ledger_list_accounts (f->ledger, &error);
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_devices (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (AmiaDevice) again = NULL;
  const guint8 wrong[AMIA_TOKEN_HASH_LENGTH] = { 1 };
  gint64       position;

  add_device (f, "anna", 7);
  g_assert_true (amia_ledger_find_token (f->ledger, wrong, &device, &error));
  g_assert_null (device);
  g_assert_true (amia_ledger_find_device (f->ledger, &scopes[0], &device, &error));
  g_assert_null (device);

  {
    guint8 token[AMIA_TOKEN_HASH_LENGTH];

    memset (token, 7, sizeof token);
    g_assert_true (amia_ledger_find_token (f->ledger, token, &device, &error));
  }
  g_assert_cmpstr (device->user, ==, "anna");
  device->last_n = 12;
  device->since = 40;
  device->position = 39;
  device->is_revoked = TRUE;
  memset (device->chain, 9, sizeof device->chain);
  begin (f);
  g_assert_true (amia_ledger_put_device (f->ledger, device, &error));
  commit (f);

  g_assert_true (amia_ledger_find_device (f->ledger, &device->id, &again, &error));
  g_assert_cmpint (again->last_n, ==, 12);
  g_assert_true (again->is_revoked);
  g_assert_cmpuint (again->chain[15], ==, 9);
  g_assert_true (amia_ledger_get_position (f->ledger, "anna", &position, &error));
  g_assert_cmpint (position, ==, 39);

  device->lanes_open = 1;
  begin (f);
  g_assert_true (amia_ledger_put_device (f->ledger, device, &error));
  commit (f);
  g_assert_true (amia_ledger_get_position (f->ledger, "anna", &position, &error));
  g_assert_cmpint (position, ==, 0);
  g_assert_true (amia_ledger_get_position (f->ledger, "nobody", &position, &error));
  g_assert_cmpint (position, ==, 0);
}

static void
test_log (Fixture      *f,
          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) some = g_string_new (NULL);
  g_autoptr (GString) scope = g_string_new (NULL);
  gboolean has;

  add_device (f, "anna", 7);
  add_device (f, "bertil", 8);
  begin (f);
  (void) take_numbers (f, 5);
  append (f, 7, 1, 1, 1);
  append (f, 8, 1, 2, 2);
  append (f, 7, 2, 3, 0);
  append (f, 7, 99, 4, 1);
  append (f, 8, 2, 5, 1);
  commit (f);

  g_assert_true (amia_ledger_read_log (f->ledger, 0, NULL, list_cb, all, &error));
  g_assert_cmpstr (all->str, ==, "1=anna/1 2=bertil/1 3=anna/2 4=anna/99 ");
  g_assert_true (amia_ledger_read_log (f->ledger, 4, NULL, list_cb, some, &error));
  g_assert_cmpstr (some->str, ==, "5=bertil/2 ");
  g_assert_true (amia_ledger_read_scope (f->ledger, &scopes[0], 1, 5, list_cb, scope, &error));
  g_assert_cmpstr (scope->str, ==, "2=bertil/1 4=anna/99 ");
  g_assert_true (amia_ledger_has_before (f->ledger, &scopes[1], 3, &has, &error));
  g_assert_true (has);
  g_assert_true (amia_ledger_has_before (f->ledger, &scopes[1], 2, &has, &error));
  g_assert_false (has);
}

/* The same name twice is a mistake of ours, and the ledger does not let it pass. */
static void
test_names_are_unique (Fixture      *f,
                       gconstpointer data)
{
  static const guint8 chain[AMIA_CHAIN_LENGTH] = { 0 };
  g_autoptr (GError) error = NULL;
  AmiaLogRow row = { 0 };

  add_device (f, "anna", 7);
  begin (f);
  append (f, 7, 1, 1, 1);
  memset (row.device.bytes, 7, sizeof row.device.bytes);
  row.seq = 2;
  row.n = 1;
  row.agency = "FK";
  row.chain = chain;
  row.body = "{}";
  row.body_length = 2;
  if (amia_ledger_append_change (f->ledger, &row, &error))
    g_assert_false (amia_ledger_commit (f->ledger, &error));
  else
    amia_ledger_rollback (f->ledger);
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (get_head (f), ==, 0);
}

static void
test_chains (Fixture      *f,
             gconstpointer data)
{
  static const guint8 chain[AMIA_CHAIN_LENGTH] = { 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refusals = g_array_new (FALSE, FALSE, sizeof (AmiaWireRefusal));
  AmiaUuid device;
  guint8   found[AMIA_CHAIN_LENGTH];
  gboolean is_found;

  memset (device.bytes, 7, sizeof device.bytes);
  add_device (f, "anna", 7);
  begin (f);
  append (f, 7, 1, 1, 1);
  g_assert_true (amia_ledger_append_refusal (f->ledger, &device, 2, "invalid", chain, &error));
  commit (f);

  g_assert_true (amia_ledger_get_chain (f->ledger, &device, 1, found, &is_found, &error));
  g_assert_true (is_found);
  g_assert_cmpuint (found[0], ==, 1);
  g_assert_true (amia_ledger_get_chain (f->ledger, &device, 2, found, &is_found, &error));
  g_assert_true (is_found);
  g_assert_cmpmem (found, sizeof found, chain, sizeof chain);
  g_assert_true (amia_ledger_get_chain (f->ledger, &device, 3, found, &is_found, &error));
  g_assert_false (is_found);

  g_assert_true (amia_ledger_list_refusals (f->ledger, &device, 1, 9, refusals, &error));
  g_assert_cmpuint (refusals->len, ==, 1);
  g_assert_cmpstr (g_array_index (refusals, AmiaWireRefusal, 0).reason, ==, "invalid");
  g_free (g_array_index (refusals, AmiaWireRefusal, 0).reason);
}

static void
test_records (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmiaRecordRow row = { { { 1 } }, NULL };
  g_autoptr (AmiaRecordRow) found = NULL;
  g_autoptr (AmiaRecordRow) missing = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) facts = NULL;

  row.kind = (char *) "member";
  row.case_id = scopes[0];
  row.author = (char *) "anna";
  row.agency = (char *) "FK";
  begin (f);
  g_assert_true (amia_ledger_put_record (f->ledger, &row, &error));
  none = amia_ledger_list_facts (f->ledger, &scopes[0], &error);
  g_assert_cmpuint (none->len, ==, 0);

  row.state = (char *) "{}";
  row.author = (char *) "bertil";
  g_assert_true (amia_ledger_put_record (f->ledger, &row, &error));
  commit (f);

  g_assert_true (amia_ledger_find_record (f->ledger, &row.id, &found, &error));
  g_assert_cmpstr (found->author, ==, "anna");
  g_assert_cmpstr (found->state, ==, "{}");
  facts = amia_ledger_list_facts (f->ledger, &scopes[0], &error);
  g_assert_cmpuint (facts->len, ==, 1);
  g_assert_true (amia_ledger_find_record (f->ledger, &scopes[1], &missing, &error));
  g_assert_null (missing);
}

static void
test_links (Fixture      *f,
            gconstpointer data)
{
  const AmiaUuid person = { { 0xb1 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cases = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) dated = NULL;
  AmiaUuid found;

  begin (f);
  g_assert_true (amia_ledger_put_link (f->ledger, &scopes[0], &person, &error));
  g_assert_true (amia_ledger_put_link (f->ledger, &scopes[1], &person, &error));
  g_assert_true (amia_ledger_put_link (f->ledger, &scopes[1], &person, &error));
  cases = amia_ledger_list_links (f->ledger, &person, &error);
  g_assert_cmpuint (cases->len, ==, 2);
  g_assert_true (amia_ledger_put_link (f->ledger, &scopes[0], NULL, &error));
  g_assert_true (amia_ledger_put_link (f->ledger, &scopes[1], &scopes[0], &error));
  g_assert_true (amia_ledger_set_dated (f->ledger, &scopes[0], TRUE, &error));
  g_assert_true (amia_ledger_set_dated (f->ledger, &scopes[1], TRUE, &error));
  g_assert_true (amia_ledger_set_dated (f->ledger, &scopes[1], TRUE, &error));
  g_assert_true (amia_ledger_set_dated (f->ledger, &scopes[0], FALSE, &error));
  commit (f);

  none = amia_ledger_list_links (f->ledger, &person, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (amia_ledger_find_link (f->ledger, &scopes[0], &found, &error));
  g_assert_true (amia_uuid_is_nil (&found));
  g_assert_true (amia_ledger_find_link (f->ledger, &scopes[1], &found, &error));
  g_assert_true (amia_uuid_equal (&found, &scopes[0]));
  dated = amia_ledger_list_dated (f->ledger, &error);
  g_assert_cmpuint (dated->len, ==, 1);
}

static void
put_grant (Fixture    *f,
           const char *user,
           guint       scope,
           gint64      generation,
           gboolean    is_active)
{
  const AmiaGrant grant = { (char *) user, scopes[scope], generation, generation, is_active,
                            (char *) (is_active ? "{}" : NULL), (char *) "FK" };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_put_grant (f->ledger, &grant, &error));
}

static void
test_grants (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) of_anna = NULL;
  g_autoptr (GPtrArray) of_scope = NULL;
  g_autoptr (GPtrArray) colleagues = NULL;
  g_autoptr (GPtrArray) alone = NULL;

  add_device (f, "anna", 1);
  add_device (f, "bertil", 2);
  add_device (f, "cilla", 3);
  begin (f);
  put_grant (f, "anna", 0, 5, TRUE);
  put_grant (f, "anna", 1, 6, TRUE);
  put_grant (f, "anna", 1, 9, FALSE);
  put_grant (f, "bertil", 0, 7, TRUE);
  put_grant (f, "cilla", 1, 8, TRUE);
  commit (f);

  of_anna = amia_ledger_list_user_grants (f->ledger, "anna", &error);
  g_assert_cmpuint (of_anna->len, ==, 2);
  of_scope = amia_ledger_list_scope_grants (f->ledger, &scopes[1], &error);
  g_assert_cmpuint (of_scope->len, ==, 2);
  g_assert_cmpint (((AmiaGrant *) of_scope->pdata[0])->generation, ==, 9);
  g_assert_false (((AmiaGrant *) of_scope->pdata[0])->is_active);
  colleagues = amia_ledger_list_colleagues (f->ledger, "anna", &error);
  g_assert_cmpuint (colleagues->len, ==, 1);
  g_assert_cmpstr (((AmiaColleague *) colleagues->pdata[0])->user, ==, "bertil");
  alone = amia_ledger_list_colleagues (f->ledger, "cilla", &error);
  g_assert_cmpuint (alone->len, ==, 0);
}

/* Two cases about one participant: who is in the one does not learn who is in the other. */
static void
test_colleagues_by_person (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) colleagues = NULL;

  add_device (f, "anna", 1);
  add_device (f, "bertil", 2);
  begin (f);
  put_grant (f, "anna", 0, 5, TRUE);
  put_grant (f, "anna", 1, 6, TRUE);
  put_grant (f, "bertil", 1, 7, TRUE);
  g_assert_true (amia_ledger_put_link (f->ledger, &scopes[0], &scopes[1], &error));
  g_assert_no_error (error);
  commit (f);

  colleagues = amia_ledger_list_colleagues (f->ledger, "anna", &error);
  g_assert_cmpuint (colleagues->len, ==, 0);
}

/* A process that ends in the middle of a transaction leaves nothing of it, and keeps nobody out. */
static void
test_cut_off (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  add_device (f, "anna", 7);
  begin (f);
  (void) take_numbers (f, 1);
  append (f, 7, 1, 1, 1);
  commit (f);
  begin (f);
  (void) take_numbers (f, 1);
  append (f, 7, 2, 2, 1);

  g_assert_finalize_object (f->ledger);
  f->ledger = open_again (f);
  g_assert_true (amia_ledger_read_log (f->ledger, 0, NULL, list_cb, all, &error));
  g_assert_cmpstr (all->str, ==, "1=anna/1 ");
  g_assert_cmpint (get_head (f), ==, 1);
}

/* Accounts are added by another program while the server runs. */
static void
test_two_at_once (Fixture      *f,
                  gconstpointer data)
{
  const AmiaAccount account = { (char *) "anna",
                                (char *) "AF",
                                (char *) "leader",
                                (char *) "hash" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) other = open_again (f);
  g_autoptr (AmiaAccount) found = NULL;

  g_assert_true (amia_ledger_begin (other, &error));
  g_assert_true (amia_ledger_add_account (other, &account, &error));
  g_assert_true (amia_ledger_commit (other, &error));
  g_assert_true (amia_ledger_find_account (f->ledger, "anna", &found, &error));
  g_assert_nonnull (found);
}

static const struct
{
  const char *name;
  void (*run) (Fixture *f, gconstpointer data);
} promises[] = {
  { "epoch-is-made-once-and-kept", test_epoch },
  { "numbers-are-given-out-in-order", test_numbers },
  { "accounts", test_accounts },
  { "devices", test_devices },
  { "log-in-order-and-by-scope", test_log },
  { "names-are-unique", test_names_are_unique },
  { "chains-of-taken-and-refused", test_chains },
  { "records-keep-their-first-author", test_records },
  { "links-and-dates", test_links },
  { "grants-and-colleagues", test_grants },
  { "a-participant-makes-no-colleagues", test_colleagues_by_person },
  { "cut-off-leaves-nothing", test_cut_off },
  { "two-programs-at-once", test_two_at_once },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (promises); i++)
    ledger_test_add ("/ledger",
                     promises[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) promises[i].run,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
