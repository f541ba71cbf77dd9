/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-date.h"
#include "amia-time-report.h"

/* The month that a plan and a diary make. */

static GDate
parse (const char *text)
{
  GDate date;

  g_date_clear (&date, 1);
  if (text != NULL)
    g_assert_true (amia_date_parse_iso (text, -1, &date));
  return date;
}

/* 2026: Epiphany is a Tuesday, 1 May a Friday, midsommarafton 19 June. */
static void
test_week_is_spread_over_its_working_days (void)
{
  static const struct
  {
    double      hours;
    const char *from;
    const char *to;
    const char *day;
    guint       minutes;
  } table[] = {
    { 10, NULL, NULL, "2026-03-02", 120 },
    { 10, NULL, NULL, "2026-03-06", 120 },
    { 10, NULL, NULL, "2026-03-07", 0 }, /* Saturday */
    { 10, NULL, NULL, "2026-03-08", 0 },
    { 1, NULL, NULL, "2026-03-02", 15 }, /* four quarters: Monday to Thursday */
    { 1, NULL, NULL, "2026-03-05", 15 },
    { 1, NULL, NULL, "2026-03-06", 0 },
    { 3, NULL, NULL, "2026-03-03", 45 }, /* twelve quarters: 3 3 2 2 2 */
    { 3, NULL, NULL, "2026-03-04", 30 },
    { 10, NULL, NULL, "2026-01-06", 0 },
    { 10, NULL, NULL, "2026-05-01", 0 },
    { 10, NULL, NULL, "2026-06-19", 0 },
    { 10, "2026-03-04", NULL, "2026-03-03", 0 },
    { 10, "2026-03-04", NULL, "2026-03-04", 120 },
    { 10, NULL, "2026-03-04", "2026-03-04", 120 },
    { 10, NULL, "2026-03-04", "2026-03-05", 0 },
    { 0, NULL, NULL, "2026-03-02", 0 },
    { -5, NULL, NULL, "2026-03-02", 0 },
    { 10, NULL, NULL, "2028-02-29", 120 }, /* a Tuesday */
    { 1e300, NULL, NULL, "2026-03-02", 2025 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      AmiaPlannedActivity activity = { "Gå ut", table[i].hours, parse (table[i].from),
                                       parse (table[i].to) };
      GDate               day = parse (table[i].day);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (amia_time_report_plan_minutes (&activity, &day), ==, table[i].minutes);
    }
}

/* Without regard to the hours a week: the plan says when. */
static void
test_times_of_the_week_count_where_there_are_some (void)
{
  static const struct
  {
    const char *day;
    guint       minutes;
  } table[] = {
    { "2026-03-02", 90 },
    { "2026-03-03", 0 },
    { "2026-03-04", 1440 },
    { "2026-03-07", 45 },
    { "2026-05-01", 0 }, /* a Friday and free */
    { "2026-02-23", 0 }, /* before it begins */
  };
  const AmiaPlannedActivity activity = { .title = "Yoga",
                                         .hours_a_week = 40,
                                         .from = parse ("2026-03-01"),
                                         .to = parse (NULL),
                                         .has_times = TRUE,
                                         .day_minutes = { 90, 0, 3000, 0, 60, 45, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      GDate day = parse (table[i].day);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (amia_time_report_plan_minutes (&activity, &day), ==, table[i].minutes);
    }
}

static void
test_months_have_their_lengths (void)
{
  static const struct
  {
    const char *day;
    const char *from;
    const char *to;
  } table[] = {
    { "2026-01-31", "2026-01-01", "2026-01-31" },
    { "2026-02-14", "2026-02-01", "2026-02-28" },
    { "2028-02-01", "2028-02-01", "2028-02-29" },
    { "2100-02-28", "2100-02-01", "2100-02-28" },
    { "2026-04-30", "2026-04-01", "2026-04-30" },
    { "2026-12-24", "2026-12-01", "2026-12-31" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      GDate day = parse (table[i].day);
      GDate wanted_from = parse (table[i].from);
      GDate wanted_to = parse (table[i].to);
      GDate from;
      GDate to;

      amia_time_report_get_month (&day, &from, &to);
      g_assert_cmpint (g_date_compare (&from, &wanted_from), ==, 0);
      g_assert_cmpint (g_date_compare (&to, &wanted_to), ==, 0);
    }
}

static guint
sum (GArray  *rows,
     guint    activity,
     gboolean of_plan)
{
  guint minutes = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaTimeRow *row = &g_array_index (rows, AmiaTimeRow, i);

      if (row->activity == activity)
        minutes += of_plan ? row->planned_minutes : row->done_minutes;
    }
  return minutes;
}

/* February 2028 has 21 working days. */
static void
test_diary_stands_beside_the_plan (void)
{
  AmiaPlannedActivity activities[] = {
    { "Promenad", 5, parse (NULL), parse (NULL) },
    { "Praktik", 10, parse ("2028-02-21"), parse (NULL) },
  };
  AmiaDiaryMoment moments[] = {
    { parse ("2028-02-01"), "Lång promenad med hunden", 40 },
    { parse ("2028-02-01"), "PROMENAD igen", 20 },
    { parse ("2028-02-05"), "promenad på en lördag", 30 },
    { parse ("2028-02-22"), "Läste tidningen", 60 },
    { parse ("2028-03-01"), "Promenad", 60 },
  };
  GDate from = parse ("2028-02-01");
  GDate to = parse ("2028-02-29");
  g_autoptr (GArray) rows = amia_time_report_make (
      activities, G_N_ELEMENTS (activities), moments, G_N_ELEMENTS (moments), &from, &to);

  g_assert_cmpuint (rows->len, ==, 21 + 1 + 7);
  g_assert_cmpuint (sum (rows, 0, TRUE), ==, 21 * 60);
  g_assert_cmpuint (sum (rows, 0, FALSE), ==, 90);
  g_assert_cmpuint (sum (rows, 1, TRUE), ==, 7 * 120);
  g_assert_cmpuint (sum (rows, 1, FALSE), ==, 0);
  for (guint i = 1; i < rows->len; i++)
    g_assert_cmpint (g_date_compare (&g_array_index (rows, AmiaTimeRow, i - 1).day,
                                     &g_array_index (rows, AmiaTimeRow, i).day),
                     <=, 0);
}

static void
test_report_has_an_end (void)
{
  AmiaPlannedActivity activity = { "Promenad", 5, parse (NULL), parse (NULL) };
  GDate               from = parse ("2026-01-01");
  GDate               to = parse ("2126-01-01");
  g_autoptr (GArray) rows = amia_time_report_make (&activity, 1, NULL, 0, &from, &to);
  g_autoptr (GArray) none = amia_time_report_make (&activity, 1, NULL, 0, &to, &from);

  g_assert_cmpuint (rows->len, <=, AMIA_TIME_REPORT_DAYS_MAX);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_hours_are_short (void)
{
  static const struct
  {
    guint       minutes;
    const char *text;
  } table[] = { { 0, "0" }, { 15, "0.25" }, { 30, "0.5" }, { 60, "1" }, { 600, "10" }, { 50, "0.83" } };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = amia_time_report_print_hours (table[i].minutes);

      g_assert_cmpstr (text, ==, table[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method/time-report/week-is-spread-over-its-working-days",
                   test_week_is_spread_over_its_working_days);
  g_test_add_func ("/method/time-report/times-of-the-week-count-where-there-are-some",
                   test_times_of_the_week_count_where_there_are_some);
  g_test_add_func ("/method/time-report/months-have-their-lengths", test_months_have_their_lengths);
  g_test_add_func ("/method/time-report/diary-stands-beside-the-plan",
                   test_diary_stands_beside_the_plan);
  g_test_add_func ("/method/time-report/has-an-end", test_report_has_an_end);
  g_test_add_func ("/method/time-report/hours-are-short", test_hours_are_short);
  return g_test_run ();
}
