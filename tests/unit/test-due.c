/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-due.h"
#include "amia-workday.h"

/* What is due and when: free days, and each rule of the method against the calendar's corners. */

static GDate
day (const char *text)
{
  GDate date;

  g_assert_true (amia_date_parse_iso (text, -1, &date));
  return date;
}

static void
test_easter (void)
{
  static const char *const sundays[] = {
    "1961-04-02",
    "2000-04-23",
    "2008-03-23",
    "2014-04-20",
    "2016-03-27",
    "2025-04-20",
    "2038-04-25",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sundays); i++)
    {
      GDate expected = day (sundays[i]);
      GDate easter;

      amia_workday_get_easter (g_date_get_year (&expected), &easter);
      g_test_message ("%s", sundays[i]);
      g_assert_cmpint (g_date_compare (&easter, &expected), ==, 0);
    }
}

static void
test_free_days (void)
{
  static const struct
  {
    const char *day;
    const char *next; /* the working day that stands in for it */
  } rows[] = {
    { "2014-01-06", "2014-01-07" }, /* trettondagen, a Monday */
    { "2014-03-14", "2014-03-14" }, /* a Friday like others */
    { "2014-03-15", "2014-03-17" },
    { "2014-04-18", "2014-04-22" }, /* långfredag to annandag */
    { "2014-05-01", "2014-05-02" },
    { "2014-05-29", "2014-05-30" }, /* Kristi himmelsfärd */
    { "2014-06-06", "2014-06-09" },
    { "2014-06-20", "2014-06-23" }, /* midsommarafton */
    { "2014-10-31", "2014-10-31" },
    { "2014-12-24", "2014-12-29" },
    { "2014-12-31", "2015-01-02" },
    { "2016-02-29", "2016-02-29" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GDate date = day (rows[i].day);
      char  text[AMIA_DATE_TEXT_LENGTH + 1];

      g_test_message ("%s", rows[i].day);
      g_assert_cmpint (amia_workday_is_free (&date), ==,
                       g_strcmp0 (rows[i].day, rows[i].next) != 0);
      amia_workday_move_to_next (&date);
      g_assert_cmpstr (amia_date_print_iso (&date, text), ==, rows[i].next);
    }
}

/* "contact 2014-03-05, hours/201402 2014-03-05" */
static char *
describe (const AmiaCaseEvents *events,
          const char           *subproject,
          const char           *today)
{
  g_autoptr (GArray) dues = amia_due_compute (events, amia_routines_find (subproject), today);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < dues->len; i++)
    {
      const AmiaDue *due = &g_array_index (dues, AmiaDue, i);

      g_string_append (words, i > 0 ? ", " : "");
      g_string_append (words, amia_due_rule_get_name (due->rule));
      if (due->number > 0)
        g_string_append_printf (words, "/%u", due->number);
      g_string_append_printf (words, " %s", due->day);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static const struct
{
  const char    *name;
  const char    *subproject;
  const char    *today;
  AmiaCaseEvents events;
  const char    *due;
} due_rows[] = {
  { "nothing-is-known", "Nord", "2014-03-14", { NULL }, "" },
  { "look-six-months-before",
    "Nord",
    "2014-01-01",
    { .benefit_end = "2014-08-31" },
    "look 2014-02-28, benefit-ends 2014-08-31" },
  { "look-in-a-leap-year",
    "Nord",
    "2016-01-01",
    { .benefit_end = "2016-08-31" },
    "look 2016-02-29, benefit-ends 2016-08-31" },
  { "contact-in-five-days",
    "Öst",
    "2014-03-03",
    { .identified = "2014-03-03" },
    "contact 2014-03-10" }, /* the 8th is a Saturday */
  { "contact-was-taken",
    "Öst",
    "2014-03-03",
    { .identified = "2014-03-03", .contacted = "2014-03-04" },
    "" },
  { "syd-has-no-rule-for-contact", "Syd", "2014-03-03", { .identified = "2014-03-03" }, "" },
  { "west-meets-within-two-weeks",
    "väst",
    "2014-04-07",
    { .identified = "2014-04-07" },
    "first-meeting 2014-04-22" }, /* the 21st is annandag påsk */
  { "mapping-in-three-weeks",
    "Nord",
    "2014-03-14",
    { .enrolled = "2014-03-14" },
    "survey/1 2014-03-14, mapping 2014-04-04, hours/201403 2014-04-10" },
  { "one-meeting-a-month-at-the-end-of-january",
    "Syd",
    "2015-01-30",
    { .enrolled = "2015-01-30",
      .mapped = "2015-01-30",
      .followed_up = "2015-01-30",
      .surveys = 7 },
    "follow-up 2015-03-02, hours/201501 2015-03-02" }, /* the 28th is a Saturday */
  { "hours-until-they-are-reported",
    "Öst",
    "2014-03-14",
    { .enrolled = "2014-01-20", .mapped = "2014-01-21", .surveys = 1 },
    "hours/201401 2014-02-05, hours/201402 2014-03-05, hours/201403 2014-04-07" },
  { "surveys-at-start-half-time-and-end",
    "Öst",
    "2014-01-20",
    { .enrolled = "2014-01-20",
      .mapped = "2014-01-20",
      .benefit_end = "2014-05-30",
      .care_met = "2014-01-30",
      .contacted = "2014-01-20" },
    "survey/1 2014-01-20, hours/201401 2014-02-05, survey/2 2014-03-26, survey/3 2014-05-30, "
    "benefit-ends 2014-05-30" },
  { "north-has-one-survey",
    "Nord",
    "2014-01-20",
    { .enrolled = "2014-01-20",
      .mapped = "2014-01-20",
      .benefit_end = "2014-05-30",
      .surveys = 1,
      .care_met = "2014-01-30" },
    "hours/201401 2014-02-10, benefit-ends 2014-05-30" },
  { "care-is-met-before-the-goal",
    NULL,
    "2014-03-14",
    { .enrolled = "2014-01-20", .benefit_end = "2014-05-31" },
    "care-meeting 2014-05-31, benefit-ends 2014-05-31" },
  { "ali-lasts-ninety-days",
    NULL,
    "2014-06-01",
    { .ali_from = "2014-06-01", .benefit_end = "2014-05-31" },
    "ali-ends 2014-08-29, status/90 2014-11-27, status/270 2015-05-26" },
  { "three-months-after-ali",
    "Syd",
    "2014-09-01",
    { .ali_from = "2014-06-01" },
    "status/90 2014-11-27, after-ali 2014-12-01, status/270 2015-05-26" },
  { "follow-up-outlives-the-case",
    "Nord",
    "2015-01-02",
    { .ali_from = "2014-06-01",
      .closed = "2014-12-01",
      .status = 1,
      .consent_end = "2015-01-31" },
    "status/270 2015-05-26" },
  { "last-hours-of-a-closed-case",
    "Öst",
    "2015-01-02",
    { .enrolled = "2014-11-03", .closed = "2014-12-01", .surveys = 7 },
    "hours/201411 2014-12-05, hours/201412 2015-01-05" },
  { "consent-ends-on-its-day",
    "Nord",
    "2014-03-14",
    { .consent_end = "2014-03-16" },
    "consent-ends 2014-03-16" },
};

static void
test_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (due_rows); i++)
    {
      g_autofree char *due =
          describe (&due_rows[i].events, due_rows[i].subproject, due_rows[i].today);

      g_test_message ("%s", due_rows[i].name);
      g_assert_cmpstr (due, ==, due_rows[i].due);
    }
}

static void
test_reported_months_are_done (void)
{
  g_autoptr (GPtrArray) hours = g_ptr_array_new ();
  AmiaCaseEvents   events = { .enrolled = "2013-12-02", .mapped = "2013-12-02", .surveys = 7 };
  g_autofree char *due = NULL;

  g_ptr_array_add (hours, (gpointer) "2013-12");
  g_ptr_array_add (hours, (gpointer) "2014-02");
  events.hours = hours;
  due = describe (&events, "Nord", "2014-02-15");
  g_assert_cmpstr (due, ==, "hours/201401 2014-02-10");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/due/easter", test_easter);
  g_test_add_func ("/due/free-days", test_free_days);
  g_test_add_func ("/due/rules", test_rules);
  g_test_add_func ("/due/reported-months-are-done", test_reported_months_are_done);

  return g_test_run ();
}
