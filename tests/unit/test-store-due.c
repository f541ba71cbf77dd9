/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-db.h"
#include "amia-due-edits.h"
#include "amia-store-due.h"
#include "amia-store-routines.h"
#include "store-sharing.h"

/* What is kept of cases for their due dates is what the records say, whatever happens to them. */

/* The day on which the fixture's clock begins. */
#define TODAY "2026-11-22"

static AmiaDueList *
list (Fixture            *fixture,
      const AmiaDueQuery *query)
{
  g_autoptr (GError) error = NULL;
  AmiaDueList *found = amia_store_list_due (fixture->store, query, &error);

  g_assert_no_error (error);
  return found;
}

/* "contact 2026-11-24, todo 2026-12-01 (2026-11-24)" */
static char *
describe (Fixture    *fixture,
          const char *today)
{
  const AmiaDueQuery query = { .today = today };
  g_autoptr (AmiaDueList) found = list (fixture, &query);
  g_autoptr (GString) words = g_string_new (NULL);

  g_assert_cmpuint (found->n_left, ==, 0);
  for (guint i = 0; i < found->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (found->lines, i);

      g_string_append (words, i > 0 ? ", " : "");
      g_string_append_printf (words, "%s %s%s", amia_due_rule_get_name (line->due.rule),
                              line->due.day, line->due.may_be_done ? "?" : "");
      if (*line->due.was != '\0')
        g_string_append_printf (words, " (%s, %s)", line->due.was, line->reason);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
assert_due (Fixture    *fixture,
            const char *today,
            const char *expected)
{
  g_autofree char *words = describe (fixture, today);

  g_assert_cmpstr (words, ==, expected);
}

static AmiaUuid
put_case (Fixture    *fixture,
          guint       number,
          const char *subproject)
{
  AmiaUuid id = fixture_id (number);

  fixture_put (fixture, "case", &id, &id, "title", "Ett ärende");
  fixture_put (fixture, "case", &id, &id, "subproject", subproject);
  fixture_put (fixture, "case", &id, &id, "opened", "2026-11-19");
  return id;
}

static void
test_follows_the_records (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid case_id;
  AmiaUuid person = fixture_id (50);
  AmiaUuid note = fixture_id (51);
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  assert_due (&fixture, NULL, "contact 2026-11-24");
  fixture_put (&fixture, "participant", &person, NULL, "benefit-end", "2027-08-31");
  assert_due (&fixture, NULL, "contact 2026-11-24");
  fixture_put (&fixture, "case", &case_id, &case_id, "participant", amia_uuid_print (&person, text));
  assert_due (&fixture, NULL, "contact 2026-11-24, look 2027-03-01, benefit-ends 2027-08-31");

  /* The case itself is not touched by either. */
  fixture_put (&fixture, "participant", &person, NULL, "benefit-end", "2027-09-30");
  assert_due (&fixture, NULL, "contact 2026-11-24, look 2027-03-30, benefit-ends 2027-09-30");
  fixture_put (&fixture, "journal", &note, &case_id, "kind", "telephone");
  assert_due (&fixture, NULL, "contact 2026-11-24, look 2027-03-30, benefit-ends 2027-09-30");
  fixture_assert_sound (&fixture);

  fixture_put (&fixture, "case", &case_id, &case_id, "removed", NULL);
  assert_due (&fixture, NULL, "contact 2026-11-24, look 2027-03-30, benefit-ends 2027-09-30");
  {
    g_autoptr (AmiaEdits) edits = amia_edits_new ();

    amia_edits_set (edits, "case", &case_id, &case_id, "removed", NULL, "true");
    g_assert_true (fixture_commit (&fixture, g_steal_pointer (&edits), NULL));
  }
  assert_due (&fixture, NULL, "");
  fixture_assert_sound (&fixture);
}

/* The meeting takes place, the member leaves, and nothing is written. */
static void
test_follows_the_day (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid           meeting = fixture_id (60);
  AmiaUuid           member = fixture_id (61);
  AmiaUuid           case_id;
  const AmiaDueQuery of_bo = { .user = "bo", .filter = AMIA_DUE_OF_PAIR };

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  fixture_put (&fixture, "meeting", &meeting, &case_id, "start", "2026-11-23T10:00");
  fixture_put (&fixture, "member", &member, &case_id, "user", "bo");
  fixture_put (&fixture, "member", &member, &case_id, "role", "caseworker");
  fixture_put (&fixture, "member", &member, &case_id, "to", "2026-11-23");
  assert_due (&fixture, NULL, "contact 2026-11-24");
  assert_due (&fixture, "2026-11-23", "");
  assert_due (&fixture, "2026-11-22", "contact 2026-11-24");
  assert_due (&fixture, "2026-11-24", "meeting 2026-11-24");

  for (guint day = 0; day < 3; day++, fixture.now_ms += G_TIME_SPAN_DAY / 1000)
    {
      static const guint expected[] = { 1, 0, 0 };
      g_autoptr (AmiaDueList) found = list (&fixture, &of_bo);

      g_test_message ("day %u", day);
      g_assert_cmpuint (found->lines->len, ==, expected[day]);
      fixture_assert_sound (&fixture);
    }
  assert_due (&fixture, NULL, "meeting 2026-11-24");
}

/* Who is not in the team has what names them, and nothing else of the case; what is kept says so
 * the second time as what was read did the first. */
static void
test_is_of_whom_it_names (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid member = fixture_id (60);
  AmiaUuid todo = fixture_id (61);
  AmiaUuid case_id;
  static const struct
  {
    const char   *user;
    AmiaDueFilter filter;
    guint         n_lines;
  } rows[] = {
    { "bo", AMIA_DUE_OF_TEAM, 2 },
    { "bo", AMIA_DUE_OF_ME, 2 }, /* eva is not in the team */
    { "eva", AMIA_DUE_OF_TEAM, 1 },
    { "eva", AMIA_DUE_OF_ME, 1 },
    { "ev", AMIA_DUE_OF_TEAM, 0 },
    { "va", AMIA_DUE_OF_TEAM, 0 },
    { "ulla", AMIA_DUE_OF_TEAM, 0 },
    { "anna", AMIA_DUE_OF_TEAM, 2 },
  };

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  fixture_put (&fixture, "member", &member, &case_id, "user", "bo");
  fixture_put (&fixture, "member", &member, &case_id, "role", "caseworker");
  fixture_put (&fixture, "todo", &todo, &case_id, "text", "Ringa");
  fixture_put (&fixture, "todo", &todo, &case_id, "due", "2026-11-30");
  fixture_put (&fixture, "todo", &todo, &case_id, "who", "eva");

  for (guint turn = 0; turn < 2; turn++)
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        const AmiaDueQuery query = { .user = rows[i].user, .filter = rows[i].filter };
        g_autoptr (AmiaDueList) found = list (&fixture, &query);

        g_test_message ("%s, %d", rows[i].user, (int) rows[i].filter);
        g_assert_cmpuint (found->lines->len, ==, rows[i].n_lines);
      }
}

static void
test_reads_some_cases_at_a_time (void)
{
  g_auto (Fixture) fixture = { 0 };
  const AmiaDueQuery query = { .budget_ms = 1 };
  guint              n_calls = 0;
  guint              n_left;

  fixture_open (&fixture, "anna", "FK");
  for (guint i = 1; i <= 30; i++)
    put_case (&fixture, i, "Nord");
  do
    {
      g_autoptr (AmiaDueList) found = list (&fixture, &query);

      n_left = found->n_left;
      g_assert_cmpuint (found->lines->len, ==, 30 - n_left);
      g_assert_cmpuint (++n_calls, <=, 30);
    }
  while (n_left > 0);
  fixture_assert_sound (&fixture);
}

/* What was called off, or nobody came to, is no meeting. */
static void
test_counts_meetings_that_took_place (void)
{
  static const struct
  {
    const char *status;
    const char *due;
  } rows[] = {
    { "cancelled", "contact 2026-11-24" },
    { "missed", "contact 2026-11-24" },
    { "held", "" },
  };
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid meeting = fixture_id (50);
  AmiaUuid case_id;

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  fixture_put (&fixture, "meeting", &meeting, &case_id, "start", "2026-11-20T10:00");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fixture_put (&fixture, "meeting", &meeting, &case_id, "status", rows[i].status);
      assert_due (&fixture, NULL, rows[i].due);
    }
}

static void
settle_first (Fixture    *fixture,
              const char *move_to,
              gboolean    is_restored)
{
  const AmiaDueQuery query = { 0 };
  const AmiaUuid     fresh = amia_uuid_new_v7 (fixture->now_ms);
  g_autoptr (AmiaDueList) found = list (fixture, &query);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (AmiaEdits) restoring = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  const AmiaDueLine *line = g_ptr_array_index (found->lines, 0);
  AmiaUuid           record;

  if (move_to != NULL)
    amia_edits_move_due (edits, line, move_to, "Snö", &fresh, &record);
  else
    amia_edits_finish_due (edits, line, TODAY, &fresh, &record);
  g_assert_true (fixture_commit (fixture, g_steal_pointer (&edits), &error));
  g_assert_no_error (error);

  if (is_restored)
    {
      amia_edits_restore_due (restoring, line, &record);
      g_assert_true (fixture_commit (fixture, g_steal_pointer (&restoring), &error));
      g_assert_no_error (error);
    }
}

static void
test_is_taken_back (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid case_id;
  AmiaUuid todo = fixture_id (70);

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  settle_first (&fixture, NULL, TRUE);
  assert_due (&fixture, NULL, "contact 2026-11-24");
  settle_first (&fixture, "2026-11-30", TRUE);
  assert_due (&fixture, NULL, "contact 2026-11-24");
  settle_first (&fixture, "2026-11-30", FALSE);
  assert_due (&fixture, NULL, "contact 2026-11-30 (2026-11-24, Snö)");
  settle_first (&fixture, "2026-12-01", TRUE);
  assert_due (&fixture, NULL, "contact 2026-11-30 (2026-11-24, Snö)");
  settle_first (&fixture, NULL, TRUE);
  assert_due (&fixture, NULL, "contact 2026-11-30 (2026-11-24, Snö)");
  settle_first (&fixture, NULL, FALSE);
  assert_due (&fixture, NULL, "");

  fixture_put (&fixture, "todo", &todo, &case_id, "due", "2026-11-25");
  settle_first (&fixture, NULL, TRUE);
  assert_due (&fixture, NULL, "todo 2026-11-25");
  settle_first (&fixture, "2026-11-26", TRUE);
  assert_due (&fixture, NULL, "todo 2026-11-25");
  settle_first (&fixture, "2026-11-26", FALSE);
  assert_due (&fixture, NULL, "todo 2026-11-26 (2026-11-25, Snö)");
  settle_first (&fixture, NULL, FALSE);
  assert_due (&fixture, NULL, "");
}

static void
test_routines_of_the_organisation (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) routines = NULL;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid    id = fixture_id (80);
  AmiaUuid    other = fixture_id (81);
  AmiaUuid    late = fixture_id (82);
  AmiaRoutine routine = *amia_routines_find ("Nord");

  fixture_open (&fixture, "anna", "FK");
  put_case (&fixture, 1, "nord");
  assert_due (&fixture, NULL, "contact 2026-11-24");
  routine.version = 2;
  routine.contact_days = 10;
  amia_edits_set_routine (edits, &id, &routine);
  g_assert_true (fixture_commit (&fixture, g_steal_pointer (&edits), &error));
  assert_due (&fixture, NULL, "contact 2026-11-30");

  /* An older version that comes later changes nothing. */
  routine.version = 1;
  routine.contact_days = 20;
  {
    g_autoptr (AmiaEdits) older = amia_edits_new ();

    amia_edits_set_routine (older, &late, &routine);
    g_assert_true (fixture_commit (&fixture, g_steal_pointer (&older), &error));
  }
  assert_due (&fixture, NULL, "contact 2026-11-30");

  /* One of a sub-project of their own, with a number that makes no sense. */
  fixture_put (&fixture, "routine", &other, NULL, "subproject", "Fjäll");
  {
    g_autoptr (AmiaEdits) more = amia_edits_new ();

    amia_edits_set (more, "routine", &other, NULL, "contact-days", NULL, "-3");
    amia_edits_set (more, "routine", &other, NULL, "mapping-days", NULL, "366");
    amia_edits_set (more, "routine", &other, NULL, "hours-day", NULL, "0");
    g_assert_true (fixture_commit (&fixture, g_steal_pointer (&more), &error));
  }
  routines = amia_store_list_routines (fixture.store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (routines->len, ==, 5);
  g_assert_cmpuint (amia_kept_routines_find (routines, "FJÄLL")->routine.contact_days, ==, 0);
  g_assert_cmpuint (amia_kept_routines_find (routines, "Fjäll")->routine.hours_day, ==,
                    AMIA_ROUTINE_LAST_DAY);
  g_assert_true (amia_uuid_equal (&amia_kept_routines_find (routines, "Nord")->id, &id));
  g_assert_cmpuint (amia_kept_routines_find (routines, "Fjäll")->routine.mapping_days, ==, 0);
  g_assert_null (amia_kept_routines_find (routines, "Syster"));
}

/* As on a full disk: what is due can be read all the same. */
static void
test_is_read_while_nothing_can_be_kept (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaDb) other = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "anna", "FK");
  put_case (&fixture, 1, "Nord");
  put_case (&fixture, 2, "Nord");
  other = amia_db_open (fixture.path, 0, &error);
  g_assert_no_error (error);
  g_assert_true (amia_db_exec (other,
                               "CREATE TRIGGER full BEFORE INSERT ON due_fact "
                               "BEGIN SELECT RAISE (ABORT, 'full'); END",
                               "leave no room",
                               &error));
  assert_due (&fixture, NULL, "contact 2026-11-24, contact 2026-11-24");

  g_assert_true (amia_db_exec (other, "DROP TRIGGER full", "make room", &error));
  assert_due (&fixture, NULL, "contact 2026-11-24, contact 2026-11-24");
  fixture_assert_sound (&fixture);
}

/* The day on which something was written is Sweden's: what is kept holds on a journey, too. */
static void
test_days_are_swedens (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));
  AmiaUuid         case_id;

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  fixture_put (&fixture, "case", &case_id, &case_id, "status", "closed");
  g_setenv ("TZ", "Pacific/Honolulu", TRUE);
  assert_due (&fixture, NULL, "");
  g_setenv ("TZ", "Pacific/Auckland", TRUE);
  fixture_assert_sound (&fixture);

  if (zone != NULL)
    g_setenv ("TZ", zone, TRUE);
  else
    g_unsetenv ("TZ");
}

/* “Until further notice” is a day that none comes after, in a team as well as in a plan. */
static void
test_last_of_days (void)
{
  g_auto (Fixture) fixture = { 0 };
  AmiaUuid case_id;
  AmiaUuid member = fixture_id (20);
  AmiaUuid meeting = fixture_id (21);
  AmiaUuid offer = fixture_id (22);

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  fixture_put (&fixture, "member", &member, &case_id, "user", "bo");
  fixture_put (&fixture, "member", &member, &case_id, "to", "9999-12-31");
  fixture_put (&fixture, "case", &case_id, &case_id, "ali-from", "9999-12-31");
  fixture_put (&fixture, "meeting", &meeting, &case_id, "start", "9999-12-31T23:59");
  fixture_put (&fixture, "offer", &offer, NULL, "title", "Simhallen");
  fixture_put (&fixture, "offer", &offer, NULL, "checked", "9999-12-31");
  assert_due (&fixture, NULL,
              "contact 2026-11-24, offer 9999-12-31, ali-ends 9999-12-31, status 9999-12-31, "
              "status 9999-12-31");
  fixture_assert_sound (&fixture);
}

/* Karin of FK has followed up; Lars of AF sees it, or knows that he would not. */
static void
test_may_be_done_unseen (void)
{
  static const char own[] = "{\"pair\":true,\"from\":{\"FK\":[\"health\"]}}";
  static const char some[] = "{\"pair\":true,\"from\":{\"FK\":[\"basics\",\"plan\"]}}";
  g_auto (Sharing) sharing = { 0 };
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;
  AmiaUuid visit = fixture_id (20);
  AmiaUuid meeting = fixture_id (21);

  sharing_open (&sharing, NULL);
  fixture_put (&sharing.karin, "case", &sharing.case_id, &sharing.case_id, "subproject", "Syd");
  sharing_deliver (&sharing, own);
  fixture_put (&sharing.lars, "visit", &visit, &sharing.case_id, "step", "2.1");
  fixture_put (&sharing.lars, "visit", &visit, &sharing.case_id, "from", "2026-11-02");
  assert_due (&sharing.lars, NULL,
              "survey 2026-11-02?, follow-up 2026-12-02?, hours 2027-01-04?");

  /* Not even a word of Karin's has to come or go for it. */
  sharing_tell (&sharing, some);
  assert_due (&sharing.lars, NULL, "survey 2026-11-02, follow-up 2026-12-02, hours 2027-01-04");
  fixture_assert_sound (&sharing.lars);

  amia_edits_set_string (
      edits, "meeting", &meeting, &sharing.case_id, "start", "2026-11-16T10:00");
  amia_edits_set_string (edits, "meeting", &meeting, &sharing.case_id, "status", "held");
  g_assert_true (fixture_commit (&sharing.karin, g_steal_pointer (&edits), &error));
  sharing_deliver (&sharing, some);
  assert_due (&sharing.lars, NULL, "survey 2026-11-02, follow-up 2026-12-16, hours 2027-01-04");
  sharing_tell (&sharing, own);
  assert_due (&sharing.lars, NULL,
              "survey 2026-11-02?, follow-up 2026-12-02?, hours 2027-01-04?");
  fixture_assert_sound (&sharing.lars);

  /* Of Lars nothing has come to Karin. */
  assert_due (&sharing.karin, NULL, "");
}

/* Whose survey is whose is between the two caseworkers: nobody else can know that it was given. */
static void
test_surveys_are_the_pairs (void)
{
  static const char navigator[] = "{\"pair\":false,\"from\":{\"FK\":[\"basics\",\"plan\"]}}";
  static const char caseworker[] = "{\"pair\":true,\"from\":{\"FK\":[\"basics\",\"plan\"]}}";
  g_auto (Sharing) sharing = { 0 };
  AmiaUuid visit = fixture_id (20);

  sharing_open (&sharing, NULL);
  fixture_put (&sharing.karin, "case", &sharing.case_id, &sharing.case_id, "subproject", "Syd");
  sharing_deliver (&sharing, navigator);
  fixture_put (&sharing.lars, "visit", &visit, &sharing.case_id, "step", "2.1");
  fixture_put (&sharing.lars, "visit", &visit, &sharing.case_id, "from", "2026-11-02");
  assert_due (&sharing.lars, NULL, "follow-up 2026-12-02, hours 2027-01-04");

  sharing_tell (&sharing, caseworker);
  assert_due (&sharing.lars, NULL, "survey 2026-11-02, follow-up 2026-12-02, hours 2027-01-04");
}

/* Of who is protected a list says when something is due, and no word of anybody's. */
static void
test_no_words_of_who_is_protected (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid     case_id;
  AmiaUuid     person = fixture_id (50);
  AmiaUuid     todo = fixture_id (51);
  AmiaUuid     referral = fixture_id (52);
  char         id[AMIA_UUID_TEXT_LENGTH + 1];
  AmiaDueQuery query = { 0 };

  fixture_open (&fixture, "anna", "FK");
  case_id = put_case (&fixture, 1, "Nord");
  fixture_put (&fixture, "participant", &person, NULL, "name", "Hulda Ek");
  fixture_put (
      &fixture, "case", &case_id, &case_id, "participant", amia_uuid_print (&person, id));
  fixture_put (&fixture, "todo", &todo, &case_id, "text", "Ring Hulda Ek");
  fixture_put (&fixture, "todo", &todo, &case_id, "due", "2026-12-01");
  fixture_put (&fixture, "referral", &referral, &case_id, "to", "Hulda Eks läkare");
  fixture_put (&fixture, "referral", &referral, &case_id, "sent", "2026-11-20");
  fixture_put (&fixture, "referral", &referral, &case_id, "answer-by", "2026-12-02");
  amia_edits_set (edits, "participant", &person, NULL, "protected", NULL, "true");
  g_assert_true (fixture_commit (&fixture, g_steal_pointer (&edits), NULL));

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AmiaDueList) found = list (&fixture, &query);
      guint n_words = 0;

      g_assert_cmpuint (found->lines->len, ==, 3);
      for (guint k = 0; k < found->lines->len; k++)
        {
          const AmiaDueLine *line = g_ptr_array_index (found->lines, k);

          g_assert_true (line->of->is_protected);
          g_assert_null (line->of->title);
          n_words += line->text != NULL;
        }
      /* In the case itself they are there. */
      g_assert_cmpuint (n_words, ==, query.case_id != NULL ? 2 : 0);
      query.case_id = &case_id;
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store-due/follows-the-records", test_follows_the_records);
  g_test_add_func ("/store-due/follows-the-day", test_follows_the_day);
  g_test_add_func ("/store-due/is-of-whom-it-names", test_is_of_whom_it_names);
  g_test_add_func ("/store-due/reads-some-cases-at-a-time", test_reads_some_cases_at_a_time);
  g_test_add_func ("/store-due/is-taken-back", test_is_taken_back);
  g_test_add_func ("/store-due/routines-of-the-organisation", test_routines_of_the_organisation);
  g_test_add_func ("/store-due/is-read-while-nothing-can-be-kept",
                   test_is_read_while_nothing_can_be_kept);
  g_test_add_func ("/store-due/days-are-swedens", test_days_are_swedens);
  g_test_add_func ("/store-due/no-words-of-who-is-protected", test_no_words_of_who_is_protected);
  g_test_add_func ("/store-due/counts-meetings-that-took-place",
                   test_counts_meetings_that_took_place);
  g_test_add_func ("/store/due/there-is-a-last-day", test_last_of_days);
  g_test_add_func ("/store-due/may-be-done-unseen", test_may_be_done_unseen);
  g_test_add_func ("/store-due/surveys-are-the-pairs", test_surveys_are_the_pairs);
  return g_test_run ();
}
