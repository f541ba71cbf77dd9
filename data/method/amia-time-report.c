/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-time-report.h"

#include <math.h>
#include <string.h>

#include "amia-workday.h"

/* What a month's report begins with. People correct it; it must be easy to foresee rather than
 * clever. */

#define QUARTER_MINUTES  15
#define WORKDAYS_A_WEEK  5
#define MINUTES_A_DAY    (24 * 60)
#define HOURS_A_WEEK_MAX 168

static gboolean
is_within (const AmiaPlannedActivity *activity,
           const GDate               *day)
{
  return (!g_date_valid (&activity->from) || g_date_compare (day, &activity->from) >= 0) &&
         (!g_date_valid (&activity->to) || g_date_compare (day, &activity->to) <= 0);
}

guint
amia_time_report_plan_minutes (const AmiaPlannedActivity *activity,
                               const GDate               *day)
{
  guint    quarters = 0;
  guint    place = 0;
  gboolean is_weekend;

  g_return_val_if_fail (activity != NULL, 0);
  g_return_val_if_fail (day != NULL && g_date_valid (day), 0);

  place = (guint) g_date_get_weekday (day) - G_DATE_MONDAY;
  is_weekend = place >= WORKDAYS_A_WEEK;
  if (!is_within (activity, day) || (amia_workday_is_free (day) && !is_weekend))
    return 0;
  if (activity->has_times)
    return MIN (activity->day_minutes[place], MINUTES_A_DAY);
  if (!(activity->hours_a_week > 0) || is_weekend)
    return 0;
  quarters = (guint) lround (MIN (activity->hours_a_week, HOURS_A_WEEK_MAX) * 60 / QUARTER_MINUTES);
  return (quarters / WORKDAYS_A_WEEK + (place < quarters % WORKDAYS_A_WEEK ? 1 : 0)) *
         QUARTER_MINUTES;
}

static int
find_activity (const AmiaPlannedActivity *activities,
               gsize                      n_activities,
               const char                *what)
{
  g_autofree char *folded = g_utf8_casefold (what, -1);

  for (gsize i = 0; i < n_activities; i++)
    {
      g_autofree char *title = g_utf8_casefold (activities[i].title, -1);

      if (*title != '\0' && strstr (folded, title) != NULL)
        return (int) i;
    }
  return -1;
}

static int *
match_moments (const AmiaPlannedActivity *activities,
               gsize                      n_activities,
               const AmiaDiaryMoment     *moments,
               gsize                      n_moments)
{
  int *matches = g_new0 (int, n_moments + 1);

  for (gsize i = 0; i < n_moments; i++)
    matches[i] = find_activity (activities, n_activities, moments[i].what);
  return matches;
}

GArray *
amia_time_report_make (const AmiaPlannedActivity *activities,
                       gsize                      n_activities,
                       const AmiaDiaryMoment     *moments,
                       gsize                      n_moments,
                       const GDate               *from,
                       const GDate               *to)
{
  GArray         *rows = g_array_new (FALSE, TRUE, sizeof (AmiaTimeRow));
  g_autofree int *matches = NULL;
  GDate           day;

  g_return_val_if_fail (from != NULL && g_date_valid (from), rows);
  g_return_val_if_fail (to != NULL && g_date_valid (to), rows);

  matches = match_moments (activities, n_activities, moments, n_moments);
  day = *from;
  for (guint n_days = 0;
       n_days < AMIA_TIME_REPORT_DAYS_MAX && g_date_compare (&day, to) <= 0;
       n_days++, g_date_add_days (&day, 1))
    for (guint i = 0; i < n_activities; i++)
      {
        AmiaTimeRow row = { day, i, amia_time_report_plan_minutes (&activities[i], &day), 0 };

        for (gsize j = 0; j < n_moments; j++)
          if (matches[j] == (int) i && g_date_compare (&moments[j].day, &day) == 0)
            row.done_minutes += moments[j].minutes;
        if (row.planned_minutes > 0 || row.done_minutes > 0)
          g_array_append_val (rows, row);
      }
  return rows;
}

void
amia_time_report_get_month (const GDate *day,
                            GDate       *from,
                            GDate       *to)
{
  GDateMonth month;
  GDateYear  year;

  g_return_if_fail (day != NULL && g_date_valid (day));

  month = g_date_get_month (day);
  year = g_date_get_year (day);
  g_date_clear (from, 1);
  g_date_clear (to, 1);
  g_date_set_dmy (from, 1, month, year);
  g_date_set_dmy (to, g_date_get_days_in_month (month, year), month, year);
}

char *
amia_time_report_print_hours (guint minutes)
{
  char  text[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length = 0;

  g_ascii_formatd (text, sizeof text, "%.2f", minutes / 60.0);
  length = strlen (text);
  while (text[length - 1] == '0')
    text[--length] = '\0';
  if (text[length - 1] == '.')
    text[--length] = '\0';
  return g_strdup (text);
}
