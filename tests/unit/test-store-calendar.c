/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-store-calendar.h"
#include "store-server.h"

/* A calendar file comes from anybody: what it may do to what is here, and what it may say of it. */

static const AmiaUuid the_case = { { 0x01, 0x8f, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = 1 } };

/* One event of the name @uid, at ten on 10 December. */
static AmiaCalendarImport
import (Fixture    *fixture,
        const char *uid,
        const char *more,
        gboolean    with_titles)
{
  g_autofree char *text = g_strdup_printf (
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//prov//SV\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
      "DTSTAMP:20261122T080000Z\r\nDTSTART:20261210T100000\r\nDTEND:20261210T110000\r\n"
      "SUMMARY:Hos doktor Nyman\r\nLOCATION:Storgatan 1\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
      uid, more);
  AmiaCalendarImport outcome;
  g_autoptr (GError) error = NULL;

  if (!amia_store_import_calendar (
          fixture->store, text, strlen (text), with_titles, &outcome, &error))
    g_assert_no_error (error);
  return outcome;
}

/* As a file that this program wrote calls it. */
static char *
name_record (const AmiaUuid *id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  return g_strconcat (amia_uuid_print (id, text), "@amia.se", NULL);
}

static void
assert_field (Fixture        *fixture,
              const AmiaUuid *id,
              const char     *field,
              const char     *expected)
{
  g_autofree char *value = fixture_get (fixture, id, field);

  g_assert_cmpstr (value, ==, expected);
}

/* Only the first has a time that a calendar may set. */
static void
test_moves_what_has_a_time_only (void)
{
  static const struct
  {
    const char *kind;
    const char *field;
    gboolean    is_moved;
  } rows[] = {
    { "meeting", "title", TRUE },
    { "journal", "text", FALSE },
    { "todo", "text", FALSE },
    { "form", "title", FALSE },
    { "duty", "reason", FALSE },
  };
  g_auto (Fixture) fixture = { 0 };
  g_autofree char   *of_case = name_record (&the_case);
  AmiaCalendarImport outcome;

  fixture_open (&fixture, "anna", "FK");
  fixture_put (&fixture, "case", &the_case, &the_case, "status", "open");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaUuid         id = fixture_id (10 + i);
      g_autofree char *uid = name_record (&id);

      fixture_put (&fixture, rows[i].kind, &id, &the_case, rows[i].field, "Ord");
      outcome = import (&fixture, uid, "STATUS:CANCELLED\r\n", TRUE);
      g_test_message ("%s", rows[i].kind);
      g_assert_cmpuint (outcome.n_changed, ==, rows[i].is_moved ? 1 : 0);
      g_assert_cmpuint (outcome.n_skipped, ==, rows[i].is_moved ? 0 : 1);
      assert_field (&fixture, &id, "start", rows[i].is_moved ? "2026-12-10T10:00" : NULL);
      assert_field (&fixture, &id, rows[i].field, "Ord");
    }

  outcome = import (&fixture, of_case, "STATUS:CANCELLED\r\n", TRUE);
  g_assert_cmpuint (outcome.n_changed, ==, 0);
  assert_field (&fixture, &the_case, "status", "open");
  fixture_assert_sound (&fixture);
}

/* Everybody sees an occasion; what somebody has written in their calendar is not for everybody. */
static void
test_says_no_more_than_that_it_is_taken (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid           id;
  AmiaUuid           case_id;
  AmiaCalendarImport outcome;

  fixture_open (&fixture, "anna", "FK");
  outcome = import (&fixture, "prov-1", "", FALSE);
  g_assert_cmpuint (outcome.n_new, ==, 1);
  g_assert_true (amia_store_find_by_uid (fixture.store, "prov-1", &id, &case_id, NULL));
  assert_field (&fixture, &id, "kind", AMIA_OCCASION_KIND_TAKEN);
  assert_field (&fixture, &id, "title", NULL);
  assert_field (&fixture, &id, "place", NULL);
  assert_field (&fixture, &id, "note", NULL);

  outcome = import (&fixture, "prov-1", "", FALSE);
  g_assert_cmpuint (outcome.n_same, ==, 1);
  outcome = import (&fixture, "prov-2", "", TRUE);
  g_assert_cmpuint (outcome.n_new, ==, 1);
  g_assert_true (amia_store_find_by_uid (fixture.store, "prov-2", &id, &case_id, NULL));
  assert_field (&fixture, &id, "title", "Hos doktor Nyman");
}

/* What is called off before it came was never here, of two of one name the first counts, and what
 * is removed stays so. */
static void
test_skips_what_is_nothing (void)
{
  static const char second[] = "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:prov-1\r\n"
                               "DTSTAMP:20261122T080000Z\r\nDTSTART:20261211T100000\r\n"
                               "DTEND:20261211T110000\r\nSUMMARY:Annat\r\n";
  g_auto (Fixture) fixture = { 0 };
  AmiaEdits         *edits = amia_edits_new ();
  AmiaUuid           meeting = fixture_id (10);
  g_autofree char   *uid = name_record (&meeting);
  AmiaUuid           id;
  AmiaUuid           case_id;
  AmiaCalendarImport outcome;

  fixture_open (&fixture, "anna", "FK");
  outcome = import (&fixture, "prov-1", "STATUS:CANCELLED\r\n", FALSE);
  g_assert_cmpuint (outcome.n_skipped, ==, 1);
  outcome = import (&fixture, "prov-1", second, FALSE);
  g_assert_cmpuint (outcome.n_new, ==, 1);
  g_assert_cmpuint (outcome.n_skipped, ==, 1);
  g_assert_true (amia_store_find_by_uid (fixture.store, "prov-1", &id, &case_id, NULL));
  assert_field (&fixture, &id, "start", "2026-12-10T10:00");

  fixture_put (&fixture, "meeting", &meeting, &the_case, "start", "2026-12-01T10:00");
  amia_edits_set (edits, "meeting", &meeting, &the_case, "removed", NULL, "true");
  g_assert_true (fixture_commit (&fixture, edits, NULL));
  outcome = import (&fixture, uid, "", FALSE);
  g_assert_cmpuint (outcome.n_skipped, ==, 1);
  assert_field (&fixture, &meeting, "start", "2026-12-01T10:00");
}

/* What another agency put there is theirs, whatever a file says. */
static void
test_leaves_what_is_others (void)
{
  g_auto (Server) server = { 0 };
  g_auto (Fixture) karin = { 0 };
  g_auto (Fixture) lars = { 0 };
  AmiaUuid           occasion = fixture_id (10);
  g_autofree char   *uid = name_record (&occasion);
  AmiaCalendarImport outcome;

  server_start (&server);
  fixture_open (&karin, "karin", "FK");
  fixture_open (&lars, "lars", "AF");
  fixture_put (&karin, "occasion", &occasion, NULL, "start", "2026-12-09T13:00");
  server_sync (&server, &karin);
  server_sync (&server, &lars);

  outcome = import (&lars, uid, "", TRUE);
  g_assert_cmpuint (outcome.n_skipped, ==, 1);
  assert_field (&lars, &occasion, "start", "2026-12-09T13:00");
  outcome = import (&karin, uid, "", TRUE);
  g_assert_cmpuint (outcome.n_changed, ==, 1);
  assert_field (&karin, &occasion, "start", "2026-12-10T10:00");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/calendar/moves-what-has-a-time-only", test_moves_what_has_a_time_only);
  g_test_add_func ("/store/calendar/says-no-more-than-that-it-is-taken",
                   test_says_no_more_than_that_it_is_taken);
  g_test_add_func ("/store/calendar/skips-what-is-nothing", test_skips_what_is_nothing);
  g_test_add_func ("/store/calendar/leaves-what-is-others", test_leaves_what_is_others);

  return g_test_run ();
}
