/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-ledger-accounts.h"
#include "amia-ledger-grants.h"
#include "amia-ledger-peers.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

/* What servers on one ledger tell each other. */

static void
note_cb (const char *user,
         gboolean    is_progress,
         gpointer    user_data)
{
  g_string_append_printf (user_data, "%s%s ", is_progress ? "-" : "+", user);
}

static GPtrArray *
new_names (guint n)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, g_strdup_printf ("person-%04u", i));
  return names;
}

static void
test_notices (void)
{
  static const struct
  {
    guint       n_wake;
    guint       n_progress;
    const char *own;
    const char *heard;
  } rows[] = {
    { 2, 1, "b", "+person-0000 +person-0001 -person-0000 " },
    { 0, 1, "b", "-person-0000 " },
    { 0, 0, "b", "" },
    { 2, 1, "a", "" },
    { 5000, 0, "b", "+* " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) wake = new_names (rows[i].n_wake);
      g_autoptr (GPtrArray) progress = new_names (rows[i].n_progress);
      g_autofree char *notice = amia_listener_write ("a", wake, progress);
      g_autoptr (GString) heard = g_string_new (NULL);

      g_assert_cmpuint (strlen (notice), <, 8000);
      amia_listener_read (notice, rows[i].own, note_cb, heard);
      g_assert_cmpstr (heard->str, ==, rows[i].heard);
    }
}

/* Whoever is to be woken is, though there is no room for the rest. */
static void
test_too_much (void)
{
  g_autoptr (GPtrArray) wake = new_names (3);
  g_autoptr (GPtrArray) progress = new_names (5000);
  g_autofree char *notice = amia_listener_write ("a", wake, progress);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_assert_cmpuint (strlen (notice), <, 8000);
  amia_listener_read (notice, "b", note_cb, heard);
  g_assert_true (g_str_has_prefix (heard->str, "+person-0000 +person-0001 +person-0002 -person"));
  g_assert_null (strstr (heard->str, "*"));
}

static void
test_nonsense (void)
{
  static const char *const notices[] = { "", "\n", "x", "x\n", "x\nw", "x\nq anna", "\n\n\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (notices); i++)
    {
      g_autoptr (GString) heard = g_string_new (NULL);

      amia_listener_read (notices[i], "own", note_cb, heard);
      g_assert_cmpstr (heard->str, ==, "");
    }
}

typedef struct
{
  char       *place;
  AmiaLedger *ledger;
  AmiaLedger *other;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer kind)
{
  g_autoptr (GError) error = NULL;

  f->place = ledger_place_new (kind);
  f->ledger = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
  f->other = amia_sql_ledger_open (f->place, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer kind)
{
  g_assert_finalize_object (f->ledger);
  g_assert_finalize_object (f->other);
  ledger_place_free (f->place);
}

/* Waits for what ends with @end. */
static void
wait_for (GString    *heard,
          const char *end)
{
  gint64 until_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!g_str_has_suffix (heard->str, end))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
tell (AmiaLedger *ledger,
      const char *user,
      gboolean    is_kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) wake = g_ptr_array_new ();
  g_autoptr (GPtrArray) progress = g_ptr_array_new ();

  g_ptr_array_add (wake, (gpointer) user);
  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_notify (ledger, wake, progress, &error));
  if (is_kept)
    g_assert_true (amia_ledger_commit (ledger, &error));
  else
    amia_ledger_rollback (ledger);
}

static void
test_others_are_heard (Fixture      *f,
                       gconstpointer kind)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (AmiaListener) listener = amia_ledger_listen (f->ledger, note_cb, heard);

  if (!amia_ledger_is_remote (f->ledger))
    {
      g_assert_null (listener);
      tell (f->ledger, "anna", TRUE);
      return;
    }

  wait_for (heard, "+* ");
  tell (f->ledger, "own", TRUE);
  tell (f->other, "taken-back", FALSE);
  tell (f->other, "anna", TRUE);
  wait_for (heard, "+anna ");
  g_assert_cmpstr (heard->str, ==, "+* +anna ");

  /* Something may have been said while nobody could hear it. */
  ledger_places_restart ();
  wait_for (heard, "+anna +* ");
  tell (f->other, "bertil", TRUE);
  wait_for (heard, "+* +bertil ");
}

static void
test_facts (Fixture      *f,
            gconstpointer kind)
{
  const AmiaAccount account = { .name = (char *) "anna",
                                .agency = (char *) "FK",
                                .role = (char *) "coach",
                                .password = (char *) "hash" };
  const AmiaGrant   grant = { .user = (char *) "anna" };
  g_autoptr (GError) error = NULL;
  gint64 before;

  for (int i = 0; i < 3; i++)
    {
      g_auto (AmiaLife) old = { NULL };
      g_auto (AmiaLife) inside = { NULL };
      g_auto (AmiaLife) new = { NULL };

      g_assert_true (amia_ledger_get_life (f->other, &old, &error));
      before = old.facts;
      g_assert_true (amia_ledger_begin (f->ledger, &error));
      if (i == 0)
        g_assert_true (amia_ledger_add_account (f->ledger, &account, &error));
      if (i < 2)
        g_assert_true (amia_ledger_put_grant (f->ledger, &grant, &error));
      g_assert_true (amia_ledger_get_life (f->ledger, &inside, &error));
      g_assert_true (amia_ledger_commit (f->ledger, &error));
      g_assert_true (amia_ledger_get_life (f->other, &new, &error));
      g_assert_cmpint (inside.facts, ==, new.facts);
      g_assert_cmpint (new.facts, ==, i < 2 ? before + 1 : before);
    }
  g_assert_no_error (error);
}

static void
test_expected (Fixture      *f,
               gconstpointer kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaRecordRow row = { .kind = (char *) "goal", .author = (char *) "anna", .agency = (char *) "FK" };

  g_assert_true (amia_ledger_begin (f->ledger, &error));
  for (guint8 i = 0; i < 100; i++)
    {
      row.id.bytes[0] = i;
      g_array_append_val (ids, row.id);
      if (i % 2 == 0)
        g_assert_true (amia_ledger_put_record (f->ledger, &row, &error));
    }

  g_assert_true (amia_ledger_expect_records (f->ledger, ids, &error));
  row.id.bytes[0] = 1;
  row.state = (char *) "{}";
  g_assert_true (amia_ledger_put_record (f->ledger, &row, &error));
  for (guint8 i = 0; i < 100; i++)
    {
      g_autoptr (AmiaRecordRow) found = NULL;

      g_assert_true (amia_ledger_find_record (f->ledger,
                                              &g_array_index (ids, AmiaUuid, i),
                                              &found,
                                              &error));
      g_assert_true ((found != NULL) == (i % 2 == 0 || i == 1));
      g_assert_cmpstr (found != NULL ? found->state : NULL, ==, i == 1 ? "{}" : NULL);
    }
  amia_ledger_rollback (f->ledger);

  /* What was expected then is not what is so now. */
  {
    g_autoptr (AmiaRecordRow) found = NULL;

    g_assert_true (amia_ledger_find_record (f->ledger,
                                            &g_array_index (ids, AmiaUuid, 0),
                                            &found,
                                            &error));
    g_assert_null (found);
  }
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
    { "others-are-heard", test_others_are_heard },
    { "facts-are-counted", test_facts },
    { "expected-records", test_expected },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/listener/notices", test_notices);
  g_test_add_func ("/listener/too-much", test_too_much);
  g_test_add_func ("/listener/nonsense", test_nonsense);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    ledger_test_add ("/peers",
                     tests[i].name,
                     sizeof (Fixture),
                     (GTestFixtureFunc) set_up,
                     (GTestFixtureFunc) tests[i].test,
                     (GTestFixtureFunc) tear_down);

  return g_test_run ();
}
