/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaPlannedActivity:
 * @title: what it is called
 * @hours_a_week: as agreed in the plan
 * @from: the first day; an invalid date if nobody has said
 * @to: the last day; an invalid date if it goes on
 * @has_times: whether the plan says when in the week it takes place
 * @day_minutes: how long on each weekday from Monday, with @has_times only
 *
 * One activity of a plan.
 */
typedef struct
{
  const char *title;
  double      hours_a_week;
  GDate       from;
  GDate       to;
  gboolean    has_times;
  guint       day_minutes[7];
} AmiaPlannedActivity;

/**
 * AmiaDiaryMoment:
 * @day: the day
 * @what: what was done, in the participant's own words
 * @minutes: how long
 *
 * One moment of a diary that says from when to when.
 */
typedef struct
{
  GDate       day;
  const char *what;
  guint       minutes;
} AmiaDiaryMoment;

/**
 * AmiaTimeRow:
 * @day: the day
 * @activity: which of the activities
 * @planned_minutes: what the plan asks for
 * @done_minutes: what the diary tells of; 0 if it tells of nothing
 *
 * One line of a time report.
 */
typedef struct
{
  GDate day;
  guint activity;
  guint planned_minutes;
  guint done_minutes;
} AmiaTimeRow;

/** AMIA_TIME_REPORT_DAYS_MAX: no report is longer; further days are left out */
#define AMIA_TIME_REPORT_DAYS_MAX 366

/**
 * amia_time_report_plan_minutes:
 * @activity: an activity
 * @day: a day
 *
 * With times, those of the weekday. Without, the week's hours stand on Monday to Friday, as equal
 * as quarters of an hour allow, the earlier days having what is over. A weekday that is free (see
 * amia_workday_is_free()) and a day outside the activity have none, and what would have stood there
 * is not made up for.
 *
 * Returns: the minutes planned for that day
 */
guint amia_time_report_plan_minutes (const AmiaPlannedActivity *activity,
                                     const GDate               *day);

/**
 * amia_time_report_make:
 * @activities: (array length=n_activities): the plan
 * @n_activities: how many
 * @moments: (array length=n_moments): the diary
 * @n_moments: how many
 * @from: the first day
 * @to: the last day
 *
 * Puts plan and diary side by side. A moment of the diary belongs to the first activity whose title
 * stands in its words, in whatever case; moments of nothing that is planned are left out.
 *
 * Returns: (transfer full) (element-type AmiaTimeRow): a row for each day and activity with
 *   something planned or done, by day, then in the order of the plan
 */
GArray *amia_time_report_make (const AmiaPlannedActivity *activities,
                               gsize                      n_activities,
                               const AmiaDiaryMoment     *moments,
                               gsize                      n_moments,
                               const GDate               *from,
                               const GDate               *to) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_time_report_get_month:
 * @day: a day
 * @from: (out caller-allocates): the first day of its month
 * @to: (out caller-allocates): the last
 */
void amia_time_report_get_month (const GDate *day,
                                 GDate       *from,
                                 GDate       *to);

/**
 * amia_time_report_print_hours:
 * @minutes: minutes
 *
 * Returns: (transfer full): hours as a decimal number without needless zeros: `1.25`, `2`
 */
char *amia_time_report_print_hours (guint minutes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
