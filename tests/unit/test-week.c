/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-date.h"
#include "amia-diary.h"
#include "amia-week.h"

/* The week: where what is booked falls, and what a diary's week sums up to. */

/* Week 12 of 2014. */
static void
set_monday (GDate *monday)
{
  g_date_clear (monday, 1);
  g_date_set_dmy (monday, 17, G_DATE_MARCH, 2014);
}

static void
test_week_begins_on_monday (void)
{
  static const struct
  {
    const char *day;
    const char *monday;
  } cases[] = {
    { "2014-03-17", "2014-03-17" },
    { "2014-03-19", "2014-03-17" },
    { "2014-03-23", "2014-03-17" },
    { "2014-01-01", "2013-12-30" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate day;
      GDate monday;
      char  text[AMIA_DATE_TEXT_LENGTH + 1];

      g_assert_true (amia_date_parse_iso (cases[i].day, -1, &day));
      amia_week_get_monday (&day, &monday);
      g_assert_cmpstr (amia_date_print_iso (&monday, text), ==, cases[i].monday);
    }
}

/* The boxes as a row of marks, a word for each day: `.x..` is before noon. */
static char *
print_slots (const AmiaWeekSlots *slots)
{
  GString *text = g_string_new (NULL);

  for (int day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      if (day > 0)
        g_string_append_c (text, ' ');
      for (int part = 0; part < AMIA_WEEK_PARTS; part++)
        g_string_append_c (text, slots->slots[day][part] ? 'x' : '.');
    }

  return g_string_free (text, FALSE);
}

static void
test_meeting_takes_up_its_boxes (void)
{
  static const struct
  {
    const char *start;
    const char *end;
    const char *slots;
  } cases[] = {
    { "2014-03-17T05:00", "2014-03-17T08:59", "x... .... .... .... .... .... ...." },
    { "2014-03-17T10:00", "2014-03-17T11:15", ".x.. .... .... .... .... .... ...." },
    { "2014-03-18T10:00", "2014-03-18T12:00", ".... .x.. .... .... .... .... ...." },
    { "2014-03-18T10:00", "2014-03-18T12:01", ".... .xx. .... .... .... .... ...." },
    { "2014-03-19T08:30:00", "2014-03-19T18:00:00", ".... .... xxxx .... .... .... ...." },
    { "2014-03-20T13:00", NULL, ".... .... .... ..x. .... .... ...." },
    { "2014-03-20T13:00", "2014-03-20T12:00", ".... .... .... ..x. .... .... ...." },
    { "2014-03-20T13:00", "snart", ".... .... .... ..x. .... .... ...." },
    /* The small hours belong to the night before. */
    { "2014-03-22T02:00", "2014-03-22T03:00", ".... .... .... .... ...x .... ...." },
    { "2014-03-24T01:00", "2014-03-24T06:00", ".... .... .... .... .... .... ...x" },
    { "2014-03-16T20:00", "2014-03-17T09:30", "xx.. .... .... .... .... .... ...." },
    { "2014-03-01T00:00", "2014-04-01T00:00", "xxxx xxxx xxxx xxxx xxxx xxxx xxxx" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate            monday;
      AmiaWeekSlots    slots;
      g_autofree char *text = NULL;

      set_monday (&monday);
      g_assert_true (amia_week_place_meeting (&monday, cases[i].start, cases[i].end, &slots));
      text = print_slots (&slots);
      g_test_message ("%s", cases[i].start);
      g_assert_cmpstr (text, ==, cases[i].slots);
    }
}

static void
test_meeting_elsewhere_takes_up_none (void)
{
  static const char *const starts[] = {
    "2014-03-17T04:59",
    "2014-03-24T05:00",
    "2015-03-17T10:00",
    "2014-02-30T10:00",
    "2014-03-17T24:00",
    "2014-03-17T10:60",
    "2014-03-17 10:00",
    "2014-03-17T1o:00",
    "2014-03-17",
    "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      GDate            monday;
      AmiaWeekSlots    slots;
      g_autofree char *text = NULL;

      set_monday (&monday);
      g_test_message ("%s", starts[i]);
      g_assert_false (amia_week_place_meeting (&monday, starts[i], NULL, &slots));
      text = print_slots (&slots);
      g_assert_cmpstr (text, ==, ".... .... .... .... .... .... ....");
    }
}

static void
test_activity_is_under_way (void)
{
  static const struct
  {
    const char *from;
    const char *to;
    gboolean    is_in;
    int         day;
  } cases[] = {
    { "2014-03-01", "2014-06-01", TRUE, -1 },
    { "2014-03-20", "2014-03-20", TRUE, 3 },
    { "2014-03-23", NULL, TRUE, -1 },
    { NULL, "2014-03-17", TRUE, -1 },
    { "2014-03-24", NULL, FALSE, -1 },
    { NULL, "2014-03-16", FALSE, -1 },
    { "2014-03-16", "2014-03-16", FALSE, -1 },
    { NULL, NULL, FALSE, -1 },
    { "i vår", NULL, FALSE, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate monday;
      int   day;

      set_monday (&monday);
      g_assert_cmpint (amia_week_place_activity (&monday, cases[i].from, cases[i].to, &day),
                       ==,
                       cases[i].is_in);
      g_assert_cmpint (day, ==, cases[i].day);
    }
}

/* --- The diary ------------------------------------------------------------------------------ */

static void
clear_days (AmiaDiaryDay days[AMIA_WEEK_DAYS])
{
  for (int day = 0; day < AMIA_WEEK_DAYS; day++)
    {
      days[day] = (AmiaDiaryDay){ .sleep = -1, .pain = -1, .energy = -1 };
      for (int part = 0; part < AMIA_WEEK_PARTS; part++)
        {
          days[day].blocks[part].hours = -1;
          days[day].blocks[part].strength = AMIA_DIARY_NO_STRENGTH;
        }
    }
}

static void
test_empty_week_says_nothing (void)
{
  AmiaDiaryDay days[AMIA_WEEK_DAYS];
  g_autoptr (AmiaDiarySummary) summary = NULL;

  clear_days (days);
  summary = amia_diary_sum_up (days);
  g_assert_cmpuint (summary->n_days, ==, 0);
  g_assert_cmpuint (summary->sleep.n, ==, 0);
  g_assert_cmpuint (summary->shares->len, ==, 0);
  g_assert_cmpuint (summary->n_planned, ==, 0);
}

static void
test_unanswered_day_is_no_zero (void)
{
  AmiaDiaryDay days[AMIA_WEEK_DAYS];
  g_autoptr (AmiaDiarySummary) summary = NULL;

  clear_days (days);
  days[0].sleep = 4.5;
  days[2].sleep = 7.5;
  days[2].pain = 0;
  days[5].pain = 8;
  days[6].blocks[3].strength = -2;
  summary = amia_diary_sum_up (days);
  g_assert_cmpuint (summary->n_days, ==, 4);
  g_assert_cmpuint (summary->sleep.n, ==, 2);
  g_assert_cmpfloat (summary->sleep.mean, ==, 6.0);
  g_assert_cmpfloat (summary->sleep.low, ==, 4.5);
  g_assert_cmpfloat (summary->sleep.high, ==, 7.5);
  g_assert_cmpuint (summary->pain.n, ==, 2);
  g_assert_cmpfloat (summary->pain.mean, ==, 4.0);
  g_assert_cmpuint (summary->energy.n, ==, 0);
}

static void
test_strength_given_does_not_hide_what_was_taken (void)
{
  AmiaDiaryDay days[AMIA_WEEK_DAYS];
  g_autoptr (AmiaDiarySummary) summary = NULL;

  clear_days (days);
  days[1].blocks[0].strength = 2;
  days[1].blocks[1].strength = -3;
  days[1].blocks[2].strength = 0;
  days[1].blocks[3].strength = 1;
  summary = amia_diary_sum_up (days);
  g_assert_cmpint (summary->given[1], ==, 3);
  g_assert_cmpint (summary->taken[1], ==, 3);
  g_assert_cmpint (summary->given[0], ==, 0);
}

/* Hours by kind; a kind said once holds for the same words; without one the words are the name. */
static void
test_hours_go_to_kinds (void)
{
  static const struct
  {
    int            day;
    int            part;
    AmiaDiaryBlock block;
  } blocks[] = {
    { 0, 0, { "Promenad", "Rörelse", NULL, 1.5, 2 } },
    { 1, 0, { " promenad ", NULL, NULL, 0.5, 1 } },
    { 2, 1, { "Simning", "Rörelse", NULL, 1, -1 } },
    { 3, 1, { "Sova", NULL, NULL, 3, AMIA_DIARY_NO_STRENGTH } },
    { 4, 1, { "SOVA", NULL, NULL, 4, AMIA_DIARY_NO_STRENGTH } },
    { 5, 1, { "Kaffe", NULL, NULL, -1, 1 } },
    { 6, 1, { "  ", NULL, NULL, 9, AMIA_DIARY_NO_STRENGTH } },
  };
  static const struct
  {
    const char *name;
    double      hours;
    int         given;
    int         taken;
  } wanted[] = { { "Sova", 7, 0, 0 }, { "Rörelse", 3, 3, 1 }, { "Kaffe", 0, 1, 0 } };
  AmiaDiaryDay days[AMIA_WEEK_DAYS];
  g_autoptr (AmiaDiarySummary) summary = NULL;

  clear_days (days);
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    days[blocks[i].day].blocks[blocks[i].part] = blocks[i].block;
  summary = amia_diary_sum_up (days);
  g_assert_cmpuint (summary->shares->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < summary->shares->len; i++)
    {
      const AmiaDiaryShare *share = g_ptr_array_index (summary->shares, i);

      g_assert_cmpstr (share->name, ==, wanted[i].name);
      g_assert_cmpfloat (share->hours, ==, wanted[i].hours);
      g_assert_cmpint (share->given, ==, wanted[i].given);
      g_assert_cmpint (share->taken, ==, wanted[i].taken);
    }
}

static void
test_plan_beside_what_was_done (void)
{
  AmiaDiaryDay days[AMIA_WEEK_DAYS];
  g_autoptr (AmiaDiarySummary) summary = NULL;

  clear_days (days);
  days[0].blocks[0].planned = "Promenad";
  days[0].blocks[0].what = "promenad";
  days[0].blocks[1].planned = "MediYoga";
  days[0].blocks[1].what = "Vila";
  days[3].blocks[2].planned = "Tvätta";
  days[4].blocks[2].what = "Besök av Elsa";
  summary = amia_diary_sum_up (days);
  g_assert_cmpuint (summary->n_planned, ==, 3);
  g_assert_cmpuint (summary->n_done, ==, 2);
  g_assert_cmpuint (summary->n_as_planned, ==, 1);
}

/* @boxes counts from Monday morning. */
static void
test_weekly_time (void)
{
  static const struct
  {
    const char  *from;
    const char  *to;
    AmiaPlanTime time;
    int          box; /* the first, -1 for none */
  } rows[] = {
    { NULL, NULL, { 1, 8 * 60, 9 * 60 }, 0 },
    { NULL, NULL, { 4, 9 * 60 + 30, 11 * 60 }, 13 },
    { "2014-03-20", "2014-03-20", { 4, 13 * 60, 14 * 60 }, 14 },
    { "2014-03-21", NULL, { 4, 13 * 60, 14 * 60 }, -1 },
    { NULL, "2014-03-19", { 4, 13 * 60, 14 * 60 }, -1 },
    { NULL, NULL, { 7, 18 * 60, 19 * 60 }, 27 },
  };
  GDate monday;

  g_date_set_parse (&monday, "2014-03-17");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaWeekSlots slots = { 0 };
      gboolean      is_there = amia_week_place_time (
               &monday, rows[i].from, rows[i].to, &rows[i].time, &slots);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (is_there, ==, rows[i].box >= 0);
      for (int box = 0; is_there && box < AMIA_WEEK_DAYS * AMIA_WEEK_PARTS; box++)
        g_assert_cmpint (slots.slots[box / AMIA_WEEK_PARTS][box % AMIA_WEEK_PARTS], ==,
                         box == rows[i].box);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/week/begins-on-monday", test_week_begins_on_monday);
  g_test_add_func ("/week/meeting-takes-up-its-boxes", test_meeting_takes_up_its_boxes);
  g_test_add_func ("/week/meeting-elsewhere-takes-up-none", test_meeting_elsewhere_takes_up_none);
  g_test_add_func ("/week/activity-is-under-way", test_activity_is_under_way);
  g_test_add_func ("/diary/empty-week-says-nothing", test_empty_week_says_nothing);
  g_test_add_func ("/diary/unanswered-day-is-no-zero", test_unanswered_day_is_no_zero);
  g_test_add_func ("/diary/strength-given-does-not-hide-what-was-taken",
                   test_strength_given_does_not_hide_what_was_taken);
  g_test_add_func ("/diary/hours-go-to-kinds", test_hours_go_to_kinds);
  g_test_add_func ("/diary/plan-beside-what-was-done", test_plan_beside_what_was_done);

  g_test_add_func ("/week/weekly-time", test_weekly_time);

  return g_test_run ();
}
