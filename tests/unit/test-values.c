/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <stdlib.h>

#include "amia-values.h"

/* The value base over time: which of the ten values are met and missed, and what is not shown. */

#define YES    "{\"code\":\"ja\",\"display\":\"Ja\"}"
#define PARTLY "{\"code\":\"delvis\",\"display\":\"Delvis\"}"
#define NO     "{\"code\":\"nej\",\"display\":\"Nej\"}"

#define INFLUENCE 5

static void
test_mark (void)
{
  static const struct
  {
    AmiaValueCount count;
    AmiaValueMark  mark;
  } rows[] = {
    { { 0, 0, 0 }, AMIA_VALUE_UNSAID },
    { { 3, 0, 0 }, AMIA_VALUE_MET },
    { { 1, 0, 0 }, AMIA_VALUE_MET },
    { { 2, 1, 0 }, AMIA_VALUE_PARTLY },
    { { 0, 3, 0 }, AMIA_VALUE_PARTLY },
    { { 1, 1, 1 }, AMIA_VALUE_PARTLY },
    { { 0, 0, 1 }, AMIA_VALUE_MISSED },
    { { 1, 0, 2 }, AMIA_VALUE_MISSED },
    { { 0, 2, 1 }, AMIA_VALUE_MISSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (amia_value_count_get_mark (&rows[i].count), ==, rows[i].mark);
    }
}

static void
test_side (void)
{
  static const struct
  {
    const char *canonical;
    int         side; /* -1 for none */
  } rows[] = {
    { "https://amia.se/fhir/Questionnaire/vardegrund-handlaggare-fore|1.0.0", AMIA_VALUES_BEFORE },
    { "https://amia.se/fhir/Questionnaire/vardegrund-handlaggare-efter|2.1.0", AMIA_VALUES_AFTER },
    { "https://amia.se/fhir/Questionnaire/vardegrund-deltagare|1.0.0", AMIA_VALUES_PARTICIPANT },
    { "https://amia.se/fhir/Questionnaire/vardegrund-handlaggare-forefall|1.0.0", -1 },
    { "https://amia.se/fhir/Questionnaire/kartlaggning|1.0.0", -1 },
    { "https://example.org/vardegrund-deltagare|1.0.0", -1 },
    { "", -1 },
    { NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaValuesSide side = AMIA_VALUES_SIDES;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (amia_values_find_side (rows[i].canonical, &side), ==, rows[i].side >= 0);
      if (rows[i].side >= 0)
        g_assert_cmpint (side, ==, rows[i].side);
    }
}

static void
test_takes_lines_and_day_over (void)
{
  AmiaValuesChecklist list = { .side = AMIA_VALUES_AFTER };

  g_date_set_dmy (&list.day, 1, G_DATE_JANUARY, 2014);
  g_assert_true (amia_values_checklist_is_empty (&list));
  amia_values_checklist_add (&list, "answer/paverkan/paverkan-syn-forslag", YES);
  amia_values_checklist_add (&list, "answer/paverkan/paverkan-gor-bestamde", PARTLY);
  amia_values_checklist_add (&list, "answer/paverkan/paverkan-gor-bakslag", NO);
  amia_values_checklist_add (&list, "answer/mote/mote-datum", "\"2014-03-18\"");

  g_assert_cmpuint (list.counts[INFLUENCE].yes, ==, 1);
  g_assert_cmpuint (list.counts[INFLUENCE].partly, ==, 1);
  g_assert_cmpuint (list.counts[INFLUENCE].no, ==, 1);
  g_assert_cmpint (g_date_get_day (&list.day), ==, 18);
  g_assert_false (amia_values_checklist_is_empty (&list));
}

static void
test_passes_over_the_rest (void)
{
  static const char *const rows[][2] = {
    { "answer/paverkan/paverkan-anteckning", "\"ja\"" },
    { "answer/paverkan/paverkan-syn-forslag", "null" },
    { "answer/paverkan/paverkan-syn-forslag", "{\"code\":\"kanske\"}" },
    { "answer/paverkan/paverkan-syn-forslag", "{\"code\":7}" },
    { "answer/paverkan/paverkan-syn-forslag", "\"ja\"" },
    { "answer/paverkan/paverkan-syn-forslag", "{" },
    { "answer/paverkan/paverkan-syn-forslag", NULL },
    { "answer/framtid/framtid-gor-val", YES },
    { "answer/paverkanx/paverkanx-gor-val", YES },
    { "answer/mote/mote-datum", "\"2014-02-30\"" },
    { "answer/mote/mote-datum", "20140318" },
    { "paverkan-syn-forslag", YES },
    { "status", "\"completed\"" },
  };
  AmiaValuesChecklist list = { .side = AMIA_VALUES_AFTER };

  g_date_set_dmy (&list.day, 1, G_DATE_JANUARY, 2014);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      amia_values_checklist_add (&list, rows[i][0], rows[i][1]);
      g_assert_true (amia_values_checklist_is_empty (&list));
      g_assert_cmpint (g_date_get_month (&list.day), ==, G_DATE_JANUARY);
    }
}

/* @text has a letter for each value from the first: y, p, n, or a blank for unsaid. */
static void
add (GPtrArray     *meetings,
     guint          group,
     AmiaValuesSide side,
     const char    *day,
     const char    *text)
{
  AmiaValuesChecklist list = { .side = side };

  g_date_set_parse (&list.day, day);
  for (guint i = 0; i < AMIA_VALUES && text[i] != '\0'; i++)
    {
      list.counts[i].yes = text[i] == 'y';
      list.counts[i].partly = text[i] == 'p';
      list.counts[i].no = text[i] == 'n';
    }
  amia_values_add_to_meetings (meetings, group, &list);
}

static void
test_four_eyes_are_one_meeting (void)
{
  g_autoptr (GPtrArray) meetings = g_ptr_array_new_with_free_func (g_free);
  const AmiaValuesMeeting *meeting = NULL;

  add (meetings, 1, AMIA_VALUES_AFTER, "2014-03-18", "yn");
  add (meetings, 1, AMIA_VALUES_AFTER, "2014-03-18", "ny");
  add (meetings, 1, AMIA_VALUES_BEFORE, "2014-03-18", "y");
  add (meetings, 2, AMIA_VALUES_AFTER, "2014-03-18", "y");
  add (meetings, 1, AMIA_VALUES_AFTER, "2014-02-01", "y");
  add (meetings, 1, AMIA_VALUES_AFTER, "2014-05-01", "");
  amia_values_sort_meetings (meetings);

  g_assert_cmpuint (meetings->len, ==, 3);
  meeting = g_ptr_array_index (meetings, 1);
  g_assert_cmpuint (meeting->group, ==, 1);
  g_assert_cmpuint (meeting->n_checklists[AMIA_VALUES_AFTER], ==, 2);
  g_assert_cmpuint (meeting->n_checklists[AMIA_VALUES_BEFORE], ==, 1);
  g_assert_cmpint (amia_value_count_get_mark (&meeting->counts[AMIA_VALUES_AFTER][0]), ==,
                   AMIA_VALUE_PARTLY);
}

static void
test_sums_up_a_side (void)
{
  g_autoptr (GPtrArray) meetings = g_ptr_array_new_with_free_func (g_free);
  AmiaValuesPeriod period;
  guint            order[AMIA_VALUES];

  add (meetings, 1, AMIA_VALUES_BEFORE, "2014-03-18", "yyy");
  add (meetings, 1, AMIA_VALUES_AFTER, "2014-03-18", "ynp");
  add (meetings, 1, AMIA_VALUES_AFTER, "2014-01-18", "ppn");
  add (meetings, 1, AMIA_VALUES_AFTER, "2014-02-18", "y n");
  add (meetings, 1, AMIA_VALUES_BEFORE, "2014-06-18", "nnn");

  amia_values_sum_up (meetings, AMIA_VALUES_AFTER, &period);
  g_assert_cmpuint (period.n_meetings, ==, 3);
  g_assert_cmpint (g_date_get_month (&period.from), ==, G_DATE_JANUARY);
  g_assert_cmpint (g_date_get_month (&period.to), ==, G_DATE_MARCH);
  g_assert_cmpuint (period.tallies[0].n[AMIA_VALUE_MET], ==, 2);
  g_assert_cmpuint (period.tallies[1].n[AMIA_VALUE_MISSED], ==, 1);
  g_assert_cmpuint (period.tallies[1].n_slipped, ==, 1);
  g_assert_cmpuint (period.tallies[2].n[AMIA_VALUE_MISSED], ==, 2);
  g_assert_cmpuint (amia_value_tally_get_total (&period.tallies[1]), ==, 2);
  g_assert_cmpuint (amia_value_tally_get_total (&period.tallies[9]), ==, 0);

  amia_values_rank (&period, order);
  g_assert_cmpuint (order[0], ==, 2);
  g_assert_cmpuint (order[1], ==, 1);
  g_assert_cmpuint (order[2], ==, 0);
  g_assert_cmpuint (order[3], ==, 3);
  g_assert_cmpuint (order[9], ==, 9);
}

static void
test_nothing_sums_up_to_nothing (void)
{
  g_autoptr (GPtrArray) meetings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) periods = amia_values_list_periods (meetings, AMIA_VALUES_AFTER);
  AmiaValuesPeriod period;

  amia_values_sum_up (meetings, AMIA_VALUES_AFTER, &period);
  g_assert_cmpuint (period.n_meetings, ==, 0);
  g_assert_cmpuint (periods->len, ==, 0);
}

/* Each row is the case and the month of a meeting, `1:1 2:1`, and the sizes of the periods. */
static void
test_periods_point_out_nobody (void)
{
  static const struct
  {
    const char *meetings;
    const char *sizes;
  } rows[] = {
    { "1:1 2:1 3:1 1:1", "" },                           /* four meetings */
    { "1:1 2:1 1:1 2:1 1:1 2:1", "" },                   /* two cases */
    { "1:1 2:1 3:1 1:1 2:1", "5" },                      /* enough */
    { "1:1 2:1 3:2 1:2 2:3", "5" },                      /* three months together */
    { "1:1 2:1 3:1 1:1 2:1 1:2 2:2 3:2 1:2 2:2", "55" }, /* month by month */
    { "1:1 2:1 3:1 1:1 2:1 1:2 2:2", "7" },              /* what is left joins the last */
    { "1:1 1:1 1:1 1:1 1:1 2:2 3:2", "7" },              /* many of one case wait for others */
    { "1:12 2:12 3:12 1:12 2:12 1:1 2:1 3:1 1:1 2:1", "55" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) meetings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) periods = NULL;
      g_autoptr (GString) sizes = g_string_new (NULL);
      g_auto (GStrv) words = g_strsplit (rows[i].meetings, " ", -1);

      for (guint k = 0; words[k] != NULL; k++)
        {
          g_autofree char *day =
              g_strdup_printf ("2014-%02d-%02u", atoi (words[k] + 2), k + 1);

          add (meetings, (guint) atoi (words[k]), AMIA_VALUES_AFTER, day, "y");
        }
      add (meetings, 9, AMIA_VALUES_BEFORE, "2014-01-01", "y"); /* another side */
      periods = amia_values_list_periods (meetings, AMIA_VALUES_AFTER);
      for (guint k = 0; k < periods->len; k++)
        g_string_append_printf (
            sizes, "%u", ((AmiaValuesPeriod *) g_ptr_array_index (periods, k))->n_meetings);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (sizes->str, ==, rows[i].sizes);
    }
}

/* Days are counted from today; `ahead` is what comes out. */
static void
test_day_of_the_meeting (void)
{
  static const struct
  {
    AmiaValuesSide side;
    int            meetings[3]; /* 99 ends them */
    int            ahead;
  } rows[] = {
    { AMIA_VALUES_BEFORE, { 99 }, 0 },
    { AMIA_VALUES_BEFORE, { 5, 2, 99 }, 2 },
    { AMIA_VALUES_BEFORE, { 2, 0, 99 }, 0 },
    { AMIA_VALUES_BEFORE, { -1, 99 }, 0 },
    { AMIA_VALUES_BEFORE, { 7, 99 }, 7 },
    { AMIA_VALUES_BEFORE, { 8, 99 }, 0 },
    { AMIA_VALUES_AFTER, { -3, -2, 99 }, -2 },
    { AMIA_VALUES_AFTER, { -4, 99 }, 0 },
    { AMIA_VALUES_AFTER, { 1, 99 }, 0 },
    { AMIA_VALUES_AFTER, { -3, 99 }, -3 },
    { AMIA_VALUES_PARTICIPANT, { 1, -1, 99 }, 0 },
  };
  GDate today;

  g_date_set_parse (&today, "2014-03-01");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GDate days[3];
      GDate day;
      gsize n_days = 0;

      for (; rows[i].meetings[n_days] != 99; n_days++)
        g_date_set_julian (&days[n_days],
                           (guint32) ((int) g_date_get_julian (&today) +
                                      rows[i].meetings[n_days]));
      amia_values_pick_day (days, n_days, &today, rows[i].side, &day);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (g_date_days_between (&today, &day), ==, rows[i].ahead);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/values/mark", test_mark);
  g_test_add_func ("/values/side", test_side);
  g_test_add_func ("/values/takes-lines-and-day-over", test_takes_lines_and_day_over);
  g_test_add_func ("/values/passes-over-the-rest", test_passes_over_the_rest);
  g_test_add_func ("/values/four-eyes-are-one-meeting", test_four_eyes_are_one_meeting);
  g_test_add_func ("/values/sums-up-a-side", test_sums_up_a_side);
  g_test_add_func ("/values/nothing-sums-up-to-nothing", test_nothing_sums_up_to_nothing);
  g_test_add_func ("/values/periods-point-out-nobody", test_periods_point_out_nobody);
  g_test_add_func ("/values/day-of-the-meeting", test_day_of_the_meeting);

  return g_test_run ();
}
