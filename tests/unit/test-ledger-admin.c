/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-audit.h"
#include "amia-ledger-floor.h"
#include "amia-ledger-restore.h"
#include "amia-revocation.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

/* Accounts, offices and devices as those who look after a server see them. */

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
} Fixture;

static void
add_account (Fixture    *f,
             const char *name,
             const char *agency)
{
  g_autoptr (GError) error = NULL;
  const AmiaAccount account = { (char *) name, (char *) agency, (char *) "coach", (char *) "hash" };

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_add_account (f->ledger, &account, &error));
  g_assert_true (amia_ledger_commit (f->ledger, &error));
}

static void
add_device (Fixture    *f,
            const char *user,
            guint8      number)
{
  g_autoptr (GError) error = NULL;
  AmiaDevice device = { 0 };

  memset (device.id.bytes, number, sizeof device.id.bytes);
  memset (device.token, number, sizeof device.token);
  device.user = (char *) user;
  device.seen_ms = 1000 + number;
  device.version = (char *) (number == 1 ? "AMiA/0.1.0" : NULL);
  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_put_device (f->ledger, &device, &error));
  g_assert_true (amia_ledger_commit (f->ledger, &error));
}

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  g_autoptr (GError) error = NULL;

  f->place = ledger_place_new (kind);
  f->ledger = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
  add_account (f, "anna", "FK");
  add_account (f, "bo", "AF");
  add_account (f, "cia", "FK");
  add_device (f, "anna", 1);
  add_device (f, "anna", 2);
  add_device (f, "bo", 3);
  add_device (f, "cia", 4);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  g_assert_finalize_object (f->ledger);
  ledger_place_free (f->place);
}

static void
test_disabled (Fixture      *f,
               gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaAccount) account = NULL;
  gboolean is_found;

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_set_disabled (f->ledger, "anna", TRUE, &is_found, &error));
  g_assert_true (is_found);
  g_assert_true (amia_ledger_set_disabled (f->ledger, "nobody", TRUE, &is_found, &error));
  g_assert_false (is_found);
  g_assert_true (amia_ledger_commit (f->ledger, &error));

  g_assert_true (amia_ledger_find_account (f->ledger, "anna", &account, &error));
  g_assert_true (account->is_disabled);
  g_clear_pointer (&account, amia_account_free);
  g_assert_true (amia_ledger_find_account (f->ledger, "bo", &account, &error));
  g_assert_false (account->is_disabled);
}

static void
put_office (Fixture    *f,
            const char *id,
            const char *subproject,
            gboolean    is_closed)
{
  const AmiaOffice office = {
    (char *) id, (char *) "Östersund", (char *) "FK", (char *) subproject, is_closed
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_put_office (f->ledger, &office, &error));
  g_assert_true (amia_ledger_commit (f->ledger, &error));
}

static void
test_offices (Fixture      *f,
              gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) offices = NULL;
  g_autoptr (AmiaAccount) account = NULL;
  const AmiaOffice *first;
  gboolean          is_found;

  put_office (f, "ostersund", NULL, FALSE);
  put_office (f, "are", "Nord", FALSE);
  put_office (f, "ostersund", "Öst", TRUE);
  offices = amia_ledger_list_offices (f->ledger, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offices->len, ==, 2);
  first = g_ptr_array_index (offices, 1);
  g_assert_cmpstr (first->id, ==, "ostersund");
  g_assert_cmpstr (first->name, ==, "Östersund");
  g_assert_cmpstr (first->subproject, ==, "Öst");
  g_assert_true (first->is_closed);

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_set_office (f->ledger, "anna", "are", &is_found, &error));
  g_assert_true (is_found);
  g_assert_true (amia_ledger_commit (f->ledger, &error));
  g_assert_true (amia_ledger_find_account (f->ledger, "anna", &account, &error));
  g_assert_cmpstr (account->office, ==, "are");

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_false (amia_ledger_set_office (f->ledger, "anna", "nowhere", &is_found, &error));
  g_assert_error (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT);
  amia_ledger_rollback (f->ledger);
}

static void
assert_devices (Fixture    *f,
                const char *user,
                const char *agency,
                const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = amia_ledger_list_devices (f->ledger, user, agency, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < devices->len; i++)
    {
      const AmiaDevice *device = g_ptr_array_index (devices, i);

      g_assert_cmpint (device->seen_ms, ==, 1000 + device->id.bytes[0]);
      g_assert_cmpstr (device->version, ==, device->id.bytes[0] == 1 ? "AMiA/0.1.0" : NULL);
      g_string_append_printf (text, "%s%u%s ", device->user, device->id.bytes[0],
                              device->is_revoked ? "-" : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_devices (Fixture      *f,
              gconstpointer kind)
{
  assert_devices (f, NULL, NULL, "anna1 anna2 bo3 cia4 ");
  assert_devices (f, "anna", NULL, "anna1 anna2 ");
  assert_devices (f, NULL, "FK", "anna1 anna2 cia4 ");
  assert_devices (f, "bo", "FK", "");
  assert_devices (f, "nobody", NULL, "");
}

static gboolean
count_cb (const AmiaAuditEntry *entry,
          gpointer              user_data)
{
  if (strcmp (entry->kind, "revoke") == 0)
    ++*(guint *) user_data;
  return TRUE;
}

static void
test_revoked (Fixture      *f,
              gconstpointer kind)
{
  const AmiaUuid       unknown = { { 9 } };
  const AmiaAuditQuery query = { .n_max = 100 };
  g_autoptr (GError) error = NULL;
  AmiaUuid device;
  gboolean is_out;
  guint    n_entries = 0;

  memset (device.bytes, 2, sizeof device.bytes);
  for (int i = 0; i < 2; i++)
    {
      const AmiaAuditFact fact = { .user = "cia", .agency = "FK", .device = &device };

      g_assert_true (amia_revocation_write (f->ledger, NULL, &fact, 5000, &error));
    }

  assert_devices (f, NULL, NULL, "anna1 anna2- bo3 cia4 ");
  g_assert_true (amia_ledger_is_shut_out (f->ledger, &device, &is_out, &error));
  g_assert_true (is_out);
  g_assert_true (amia_ledger_is_shut_out (f->ledger, &unknown, &is_out, &error));
  g_assert_false (is_out);
  g_assert_true (amia_ledger_read_audit (f->ledger, &query, count_cb, &n_entries, &error));
  g_assert_cmpuint (n_entries, ==, 2);
}

static void
set_since (Fixture *f,
           guint8   number,
           gint64   since,
           gint64   seen_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDevice) device = NULL;
  AmiaUuid id;

  memset (id.bytes, number, sizeof id.bytes);
  g_assert_true (amia_ledger_find_device (f->ledger, &id, &device, &error));
  device->since = since;
  device->seen_ms = seen_ms;
  g_assert_true (amia_ledger_begin (f->ledger, &error));
  g_assert_true (amia_ledger_put_device (f->ledger, device, &error));
  g_assert_true (amia_ledger_commit (f->ledger, &error));
}

/* The slowest of those that are still there, not who has been away for long or has nothing yet. */
static void
test_lowest_since (Fixture      *f,
                   gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  gint64 since;

  set_since (f, 1, 9, 2000);
  set_since (f, 2, 5, 2000);
  set_since (f, 3, 2, 1000);
  set_since (f, 4, 0, 2000);
  g_assert_true (amia_ledger_find_lowest_since (f->ledger, 1500, &since, &error));
  g_assert_cmpint (since, ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *f, gconstpointer kind);
  } tests[] = {
    { "disabled", test_disabled },
    { "offices", test_offices },
    { "devices", test_devices },
    { "revoked", test_revoked },
    { "lowest-since", test_lowest_since },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/ledger-admin",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
