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
      if (*due->subject != '\0')
        g_string_append_printf (words, "/%s", due->subject);
      g_string_append_printf (words, " %s", due->day);
      if (*due->was != '\0')
        g_string_append_printf (words, " (%s)", due->was);
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
  { "who-is-enrolled-was-contacted",
    "Öst",
    "2014-03-03",
    { .identified = "2014-03-03", .enrolled = "2014-03-03", .mapped = "2014-03-03", .surveys = 7 },
    "hours/201403 2014-04-07" },
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

#define ITEMS(...)                               \
  .items = (const AmiaDueItem[]){ __VA_ARGS__ }, \
  .n_items = G_N_ELEMENTS (((const AmiaDueItem[]){ __VA_ARGS__ }))
#define DUTIES(...)                            \
  .duties = (const AmiaDuty[]){ __VA_ARGS__ }, \
  .n_duties = G_N_ELEMENTS (((const AmiaDuty[]){ __VA_ARGS__ }))

static const struct
{
  const char    *name;
  const char    *subproject;
  const char    *today;
  AmiaCaseEvents events;
  const char    *due;
} said_rows[] = {
  { "a-task-on-the-day-agreed",
    NULL,
    "2014-03-14",
    { ITEMS ({ AMIA_DUE_TODO, "a", "2014-03-15" }) },
    "todo/a 2014-03-15" }, /* a Saturday, and so it was agreed */
  { "no-task-of-a-closed-case",
    NULL,
    "2014-03-14",
    { .closed = "2014-03-10", ITEMS ({ AMIA_DUE_TODO, "a", "2014-03-15" }) },
    "" },
  { "a-meeting-is-noted-the-day-after",
    NULL,
    "2014-03-15",
    { ITEMS ({ AMIA_DUE_MEETING, "a", "2014-03-14" }, { AMIA_DUE_MEETING, "b", "2014-03-15" }) },
    "meeting/a 2014-03-17" },
  { "a-handover-is-confirmed-in-five-days-also-after-closing",
    NULL,
    "2014-03-14",
    { .closed = "2014-03-10", ITEMS ({ AMIA_DUE_HANDOVER, "a", "2014-03-14" }) },
    "handover/a 2014-03-19" },
  { "an-answer-by-its-day",
    NULL,
    "2014-03-14",
    { ITEMS ({ AMIA_DUE_REFERRAL, "a", "2014-03-16" }) },
    "referral/a 2014-03-16" },
  { "an-entry-half-a-year-after",
    NULL,
    "2014-03-14",
    { ITEMS ({ AMIA_DUE_OFFER, "a", "2013-08-31" }) },
    "offer/a 2014-02-28" },
  { "a-day-that-is-none",
    NULL,
    "2014-03-14",
    { ITEMS ({ AMIA_DUE_TODO, "a", "2014-02-30" }, { AMIA_DUE_TODO, "b", NULL }) },
    "" },
  { "a-contact-that-was-made",
    "Öst",
    "2014-03-14",
    { .identified = "2014-03-03",
      DUTIES ({ "contact", .day = "2014-03-09", .done = "2014-03-05" }) },
    "" },
  { "a-follow-up-that-was-made-is-the-last-one",
    "Syd",
    "2014-03-14",
    { .enrolled = "2014-03-03",
      .mapped = "2014-03-03",
      .surveys = 7,
      DUTIES ({ "follow-up", .day = "2014-04-03", .done = "2014-03-20" }) },
    "follow-up 2014-04-22, hours/201403 2014-04-30" },
  { "one-month-of-hours",
    "Nord",
    "2014-03-14",
    { .enrolled = "2014-02-03",
      .mapped = "2014-02-03",
      .surveys = 1,
      DUTIES ({ "hours", 201402, "2014-03-10", .done = "2014-03-10" }) },
    "hours/201403 2014-04-10" },
  { "moved-holds-for-the-day-it-was-moved-from",
    "Öst",
    "2014-03-03",
    { .identified = "2014-03-03",
      DUTIES ({ "contact", .day = "2014-03-10", .moved_to = "2014-03-20" },
              { "contact", .day = "2014-03-11", .moved_to = "2014-03-12" }) },
    "contact 2014-03-20 (2014-03-10)" },
  { "the-earliest-of-two-days-it-was-moved-to",
    "Öst",
    "2014-03-03",
    { .identified = "2014-03-03",
      DUTIES ({ "contact", .day = "2014-03-10", .moved_to = "2014-03-20" },
              { "contact", .day = "2014-03-10", .moved_to = "2014-03-18" }) },
    "contact 2014-03-18 (2014-03-10)" },
  { "done-goes-before-moved",
    "Öst",
    "2014-03-03",
    { .identified = "2014-03-03",
      DUTIES ({ "contact", .day = "2014-03-10", .moved_to = "2014-03-20" },
              { "contact", .day = "2014-03-10", .done = "2014-03-18" }) },
    "" },
  { "another-end-comes-back",
    NULL,
    "2014-03-14",
    { .consent_end = "2014-03-16",
      .benefit_end = "2014-05-31",
      DUTIES ({ "consent-ends", .day = "2014-03-15", .done = "2014-03-10" },
              { "benefit-ends", .day = "2014-05-31", .done = "2014-03-10" }) },
    "consent-ends 2014-03-16" },
  { "a-task-is-moved-and-not-the-other",
    NULL,
    "2014-03-14",
    { ITEMS ({ AMIA_DUE_TODO, "a", "2014-03-14" }, { AMIA_DUE_TODO, "b", "2014-03-14" }),
      DUTIES ({ "todo", .day = "2014-03-14", .subject = "b", .moved_to = "2014-03-21" }) },
    "todo/a 2014-03-14, todo/b 2014-03-21 (2014-03-14)" },
  { "a-rule-of-a-later-program",
    NULL,
    "2014-03-14",
    { .benefit_end = "2014-05-31",
      DUTIES ({ "stars", .day = "2014-05-31", .done = "2014-03-10" }) },
    "benefit-ends 2014-05-31" },
};

static void
test_said (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (said_rows); i++)
    {
      g_autofree char *due =
          describe (&said_rows[i].events, said_rows[i].subproject, said_rows[i].today);

      g_test_message ("%s", said_rows[i].name);
      g_assert_cmpstr (due, ==, said_rows[i].due);
    }
}

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

/* Where the reader does not see, another agency may have done it. */
static void
test_may_be_done (void)
{
  static const struct
  {
    AmiaDueUnseen unseen;
    const char   *doubtful;
  } rows[] = {
    { AMIA_DUE_SEEN, "" },
    { AMIA_DUE_UNSEEN_BASICS, "survey/1 mapping follow-up survey/2 hours/201403 survey/3 " },
    { AMIA_DUE_UNSEEN_PLAN, "follow-up care-meeting " },
    { AMIA_DUE_UNSEEN_CLOSING, "status/90 status/270 " },
  };
  const AmiaDueItem todo = { AMIA_DUE_TODO, "018f0000-0000-7000-8000-000000000001", "2014-03-20" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AmiaCaseEvents events = { .enrolled = "2014-03-03",
                                      .ali_from = "2014-06-02",
                                      .consent_end = "2014-09-01",
                                      .items = &todo,
                                      .n_items = 1,
                                      .unseen = rows[i].unseen };
      g_autoptr (GArray) dues =
          amia_due_compute (&events, amia_routines_find ("Syd"), "2014-03-14");
      g_autoptr (GString) words = g_string_new (NULL);

      for (guint k = 0; k < dues->len; k++)
        {
          const AmiaDue *due = &g_array_index (dues, AmiaDue, k);

          if (!due->may_be_done)
            continue;
          g_string_append (words, amia_due_rule_get_name (due->rule));
          g_string_append (words, due->number > 0 ? "" : " ");
          if (due->number > 0)
            g_string_append_printf (words, "/%u ", due->number);
        }
      g_assert_cmpstr (words->str, ==, rows[i].doubtful);
    }
}

/* Whoever writes the year 214 for 2014 is not told of twenty thousand months. */
static void
test_mistyped_year (void)
{
  const AmiaRoutine    routine = { .hours_day = 5 };
  const AmiaCaseEvents events = { .enrolled = "0214-03-14" };
  g_autoptr (GArray) dues = amia_due_compute (&events, &routine, "2014-03-14");

  g_assert_cmpuint (dues->len, >=, 120);
  g_assert_cmpuint (dues->len, <, 200);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/due/easter", test_easter);
  g_test_add_func ("/due/free-days", test_free_days);
  g_test_add_func ("/due/rules", test_rules);
  g_test_add_func ("/due/mistyped-year", test_mistyped_year);
  g_test_add_func ("/due/records-and-what-was-said", test_said);
  g_test_add_func ("/due/reported-months-are-done", test_reported_months_are_done);

  g_test_add_func ("/due/another-agency-may-have-done-it", test_may_be_done);

  return g_test_run ();
}
