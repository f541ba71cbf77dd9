/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-date.h"
#include "amia-local-time.h"
#include "amia-meeting.h"
#include "amia-month.h"
#include "amia-recurrence.h"
#include "amia-slots.h"

/* The calendar without a window: times, sheets, what recurs, and who got a free time. */

static AmiaLocalTime
at (const char *text)
{
  AmiaLocalTime time = AMIA_LOCAL_TIME_NONE;

  g_assert_true (amia_local_time_parse (text, &time));
  return time;
}

static GDate
day (const char *text)
{
  GDate date;

  g_assert_true (amia_date_parse_iso (text, -1, &date));
  return date;
}

static void
test_local_time_is_read_and_written (void)
{
  static const struct
  {
    const char *text;
    const char *same;
  } cases[] = {
    { "2014-03-14T09:30", "2014-03-14T09:30" },
    { "2014-03-14T09:30:59", "2014-03-14T09:30" },
    { "2014-12-31T23:59", "2014-12-31T23:59" },
    { "2016-02-29T00:00", "2016-02-29T00:00" },
    { "2014-02-29T00:00", NULL },
    { "2014-03-14T24:00", NULL },
    { "2014-03-14T09:60", NULL },
    { "2014-03-14 09:30", NULL },
    { "2014-03-14T9:30", NULL },
    { "2014-03-14T09:30Z", NULL },
    { "2014-03-14", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaLocalTime time = AMIA_LOCAL_TIME_NONE;
      char          text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

      g_assert_cmpint (amia_local_time_parse (cases[i].text, &time), ==, cases[i].same != NULL);
      if (cases[i].same != NULL)
        g_assert_cmpstr (amia_local_time_print (time, text), ==, cases[i].same);
      else
        g_assert_cmpint (time, ==, AMIA_LOCAL_TIME_NONE);
    }
}

static void
test_time_of_day_is_read_as_typed (void)
{
  static const struct
  {
    const char *text;
    int         minute;
  } cases[] = {
    { "9", 540 },
    { "09", 540 },
    { " 9 ", 540 },
    { "9:30", 570 },
    { "9.30", 570 },
    { "930", 570 },
    { "0930", 570 },
    { "kl 9", 540 },
    { "kl. 13.15", 795 },
    { "Kl 13", 780 },
    { "0", 0 },
    { "00:00", 0 },
    { "24", 1440 },
    { "24:00", 1440 },
    { "24:01", -1 },
    { "25", -1 },
    { "9:3", -1 },
    { "9:60", -1 },
    { "9:300", -1 },
    { "", -1 },
    { "nio", -1 },
    { "-9", -1 },
    { "9 30", -1 },
    { "12345", -1 },
    { "\xff", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text, NULL);
      int              minute = -1;

      g_test_message ("%s", shown);
      g_assert_cmpint (amia_clock_parse_typed (cases[i].text, &minute), ==, cases[i].minute >= 0);
      g_assert_cmpint (minute, ==, cases[i].minute);
    }
}

static void
test_end_is_a_time_or_a_length (void)
{
  static const struct
  {
    const char *text;
    int         minute; /* of what begins at ten */
  } cases[] = {
    { "11", 660 },
    { "11:15", 675 },
    { "45 min", 645 },
    { "45m", 645 },
    { "+45", 645 },
    { "2 tim", 720 },
    { "1,5 h", 690 },
    { "1.5 t", 690 },
    { "24", 1440 },
    { "10", -1 },
    { "9", -1 },
    { "0 min", -1 },
    { "15 tim", -1 },
    { "45 minuter i stöten", -1 },
    { "+", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text, NULL);
      int              minute = -1;

      g_test_message ("%s", shown);
      g_assert_cmpint (
          amia_clock_parse_typed_end (cases[i].text, 600, &minute), ==, cases[i].minute >= 0);
      g_assert_cmpint (minute, ==, cases[i].minute);
    }
}

static void
test_month_is_a_sheet_of_whole_weeks (void)
{
  static const struct
  {
    const char *day;
    const char *first;
    guint       n_weeks;
    guint       first_week;
  } cases[] = {
    { "2014-03-14", "2014-02-24", 6, 9 },
    { "2021-02-10", "2021-02-01", 4, 5 },
    { "2014-12-31", "2014-12-01", 5, 49 },
    { "2016-01-01", "2015-12-28", 5, 53 },
    { "2020-03-31", "2020-02-24", 6, 9 },
    { "2024-02-29", "2024-01-29", 5, 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaMonth month;
      GDate     asked = day (cases[i].day);
      GDate     box;
      guint     n_inside = 0;
      char      text[AMIA_DATE_TEXT_LENGTH + 1];

      amia_month_init (&month, &asked);
      g_assert_cmpstr (amia_date_print_iso (&month.first, text), ==, cases[i].first);
      g_assert_cmpuint (month.n_weeks, ==, cases[i].n_weeks);
      g_assert_cmpuint (g_date_get_iso8601_week_of_year (&month.first), ==, cases[i].first_week);
      for (guint j = 0; j < month.n_weeks * 7; j++)
        n_inside += amia_month_get_day (&month, j / 7, j % 7, &box);
      g_assert_cmpuint (
          n_inside,
          ==,
          g_date_get_days_in_month (g_date_get_month (&asked), g_date_get_year (&asked)));
    }
}

static void
test_moving_by_months_stays_in_the_month (void)
{
  static const struct
  {
    const char *from;
    int         n;
    const char *to;
  } cases[] = {
    { "2014-01-31", 1, "2014-02-28" },
    { "2016-01-31", 1, "2016-02-29" },
    { "2014-03-31", -1, "2014-02-28" },
    { "2014-12-15", 1, "2015-01-15" },
    { "2014-01-15", -1, "2013-12-15" },
    { "2014-05-05", 0, "2014-05-05" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate moved = day (cases[i].from);
      char  text[AMIA_DATE_TEXT_LENGTH + 1];

      amia_month_move (&moved, cases[i].n);
      g_assert_cmpstr (amia_date_print_iso (&moved, text), ==, cases[i].to);
    }
}

static void
test_what_overlaps_stands_side_by_side (void)
{
  /* Two at once, a third as the first ends; then one alone. */
  const AmiaStretch stretches[] = { { 540, 600 }, { 570, 660 }, { 600, 630 }, { 700, 760 } };
  const AmiaLane    expected[] = { { 0, 2 }, { 1, 2 }, { 0, 2 }, { 0, 1 } };
  AmiaLane          lanes[G_N_ELEMENTS (stretches)];

  amia_lanes_place (stretches, G_N_ELEMENTS (stretches), lanes);

  for (gsize i = 0; i < G_N_ELEMENTS (stretches); i++)
    {
      g_assert_cmpuint (lanes[i].lane, ==, expected[i].lane);
      g_assert_cmpuint (lanes[i].n_lanes, ==, expected[i].n_lanes);
    }
}

static char *
print_times (GArray *times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times->len; i++)
    {
      char one[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

      g_string_append_printf (text,
                              "%s%s",
                              i > 0 ? " " : "",
                              amia_local_time_print (g_array_index (times, AmiaLocalTime, i), one));
    }

  return g_string_free (text, FALSE);
}

static void
test_rule_gives_its_times (void)
{
  static const char *const except[] = { "2014-03-17", NULL };
  static const struct
  {
    const char        *rule;
    const char        *start;
    const char *const *except;
    const char        *from;
    const char        *to;
    const char        *times;
  } cases[] = {
    { "FREQ=WEEKLY", "2014-03-10T10:00", NULL, "2014-03-11T00:00", "2014-04-01T00:00",
      "2014-03-17T10:00 2014-03-24T10:00 2014-03-31T10:00" },
    { "FREQ=WEEKLY", "2014-03-10T10:00", except, "2014-03-10T00:00", "2014-03-25T00:00",
      "2014-03-10T10:00 2014-03-24T10:00" },
    /* The clock goes forward on 30 March: still at ten. */
    { "FREQ=DAILY;COUNT=3", "2014-03-29T10:00", NULL, "2014-01-01T00:00", "2015-01-01T00:00",
      "2014-03-29T10:00 2014-03-30T10:00 2014-03-31T10:00" },
    { "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20140531T000000", "2014-03-28T09:00", NULL,
      "2014-01-01T00:00", "2015-01-01T00:00",
      "2014-03-28T09:00 2014-04-25T09:00 2014-05-30T09:00" },
    { "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4", "2014-03-11T13:00", NULL, "2014-01-01T00:00",
      "2015-01-01T00:00",
      "2014-03-11T13:00 2014-03-13T13:00 2014-03-25T13:00 2014-03-27T13:00" },
    { "FREQ=YEARLY", "2012-02-29T08:00", NULL, "2013-01-01T00:00", "2021-01-01T00:00",
      "2016-02-29T08:00 2020-02-29T08:00" },
    /* A day that no year has; and what nobody does. */
    { "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2014-03-10T10:00", NULL, "2014-01-01T00:00",
      "2015-01-01T00:00", "" },
    { "FREQ=SECONDLY", "2014-03-10T10:00", NULL, "2014-03-10T00:00", "2014-03-11T00:00", "" },
    { "FREQ=FORTNIGHTLY", "2014-03-10T10:00", NULL, "2014-03-10T00:00", "2014-03-11T00:00", "" },
    { "", "2014-03-10T10:00", NULL, "2014-03-10T00:00", "2014-03-11T00:00", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) times = amia_recurrence_expand (cases[i].rule,
                                                         at (cases[i].start),
                                                         cases[i].except,
                                                         at (cases[i].from),
                                                         at (cases[i].to));
      g_autofree char *text = print_times (times);

      g_assert_cmpstr (text, ==, cases[i].times);
    }
}

static void
test_last_time_is_known_where_there_is_one (void)
{
  const AmiaLocalTime start = at ("2014-03-10T10:00");

  g_assert_cmpint (amia_recurrence_find_last ("FREQ=WEEKLY;COUNT=3", start),
                   ==,
                   at ("2014-03-24T10:00"));
  g_assert_cmpint (amia_recurrence_find_last ("FREQ=WEEKLY;UNTIL=20140320T000000", start),
                   ==,
                   at ("2014-03-17T10:00"));
  g_assert_cmpint (amia_recurrence_find_last ("FREQ=WEEKLY", start), ==, AMIA_LOCAL_TIME_NONE);
  g_assert_cmpint (amia_recurrence_find_last ("COUNT=3", start), ==, AMIA_LOCAL_TIME_NONE);
}

static void
test_double_booking_is_settled_by_a_choice (void)
{
  const AmiaSlotBooking bookings[] = { { "b2", "s1" }, { "b1", "s1" }, { "b3", "s2" } };
  const AmiaSlotChoice  choices[] = { { "b2", "s1", 20 }, { "b1", "s1", 10 }, { "b9", "s1", 30 } };
  static const struct
  {
    const char   *slot;
    gsize         n_bookings;
    gsize         n_choices;
    AmiaSlotState state;
    const char   *winner;
    guint         n;
  } cases[] = {
    { "s1", 0, 0, AMIA_SLOT_FREE, NULL, 0 },
    { "s1", 1, 0, AMIA_SLOT_BOOKED, "b2", 1 },
    /* Who was first is only suggested. */
    { "s1", 3, 0, AMIA_SLOT_DOUBLE, "b1", 2 },
    { "s1", 3, 1, AMIA_SLOT_BOOKED, "b2", 2 },
    /* The choice that was made last counts; one of a booking that is not there does not. */
    { "s1", 3, 2, AMIA_SLOT_BOOKED, "b2", 2 },
    { "s1", 3, 3, AMIA_SLOT_BOOKED, "b2", 2 },
    { "s2", 3, 3, AMIA_SLOT_BOOKED, "b3", 1 },
    { "s3", 3, 3, AMIA_SLOT_FREE, NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaSlotOutcome outcome;

      amia_slot_settle (cases[i].slot,
                        bookings,
                        cases[i].n_bookings,
                        choices,
                        cases[i].n_choices,
                        &outcome);
      g_assert_cmpint (outcome.state, ==, cases[i].state);
      g_assert_cmpstr (outcome.winner, ==, cases[i].winner);
      g_assert_cmpuint (outcome.n_bookings, ==, cases[i].n);
    }
}

static void
test_week_ahead_ends_at_midnight (void)
{
  static const struct
  {
    const char *now;
    int         days_ahead;
    gboolean    is_open;
  } cases[] = {
    { "2014-03-10T23:59", 7, TRUE },
    { "2014-03-11T00:00", 7, FALSE },
    { "2014-03-17T09:59", 0, TRUE },
    { "2014-03-17T10:00", 0, FALSE },
    { "2014-03-16T12:00", 1, TRUE },
    { "2014-03-17T09:00", 1, FALSE },
    { "2014-03-17T09:00", -3, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        amia_slot_is_open (at ("2014-03-17T10:00"), cases[i].days_ahead, at (cases[i].now)),
        ==,
        cases[i].is_open);
}

static void
test_talks_are_on_mondays_that_are_not_free (void)
{
  const GDate  first = day ("2014-04-10");
  const GDate  last = day ("2014-04-28");
  AmiaSlotPlan plan;
  g_autoptr (GArray) stretches = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  amia_slot_plan_init_talks (&plan, &first, &last);
  stretches = amia_slot_plan_list (&plan);

  for (guint i = 0; i < stretches->len; i++)
    {
      const AmiaStretch *stretch = &g_array_index (stretches, AmiaStretch, i);
      char               one[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

      g_assert_cmpint (stretch->end - stretch->start, ==, 60);
      g_string_append_printf (text, "%s ", amia_local_time_print (stretch->start, one));
    }
  /* 21 April is Easter Monday. */
  g_assert_cmpstr (text->str,
                   ==,
                   "2014-04-14T10:00 2014-04-14T11:00 2014-04-28T10:00 2014-04-28T11:00 ");
}

static void
test_every_kind_has_a_name (void)
{
  gsize                  n_kinds;
  const AmiaMeetingKind *kinds = amia_meeting_get_kinds (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    {
      g_assert_true (amia_meeting_find_kind (kinds[i].code) == &kinds[i]);
      g_assert_cmpint (kinds[i].minutes, >, 0);
      g_assert_true (g_str_is_ascii (kinds[i].code));
      g_assert_true (g_utf8_validate (kinds[i].name, -1, NULL));
    }
  g_assert_null (amia_meeting_find_kind ("kafferep"));
  g_assert_null (amia_meeting_find_kind (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/local-time-is-read-and-written", test_local_time_is_read_and_written);
  g_test_add_func ("/calendar/time-of-day-is-read-as-typed", test_time_of_day_is_read_as_typed);
  g_test_add_func ("/calendar/end-is-a-time-or-a-length", test_end_is_a_time_or_a_length);
  g_test_add_func ("/calendar/month-is-a-sheet-of-whole-weeks",
                   test_month_is_a_sheet_of_whole_weeks);
  g_test_add_func ("/calendar/moving-by-months-stays-in-the-month",
                   test_moving_by_months_stays_in_the_month);
  g_test_add_func ("/calendar/what-overlaps-stands-side-by-side",
                   test_what_overlaps_stands_side_by_side);
  g_test_add_func ("/calendar/rule-gives-its-times", test_rule_gives_its_times);
  g_test_add_func ("/calendar/last-time-is-known-where-there-is-one",
                   test_last_time_is_known_where_there_is_one);
  g_test_add_func ("/calendar/double-booking-is-settled-by-a-choice",
                   test_double_booking_is_settled_by_a_choice);
  g_test_add_func ("/calendar/week-ahead-ends-at-midnight", test_week_ahead_ends_at_midnight);
  g_test_add_func ("/calendar/talks-are-on-mondays-that-are-not-free",
                   test_talks_are_on_mondays_that_are_not_free);
  g_test_add_func ("/calendar/every-kind-has-a-name", test_every_kind_has_a_name);

  return g_test_run ();
}
