/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-form-model.h"
#include "amia-week.h"

G_BEGIN_DECLS

/**
 * AmiaCaseMeeting:
 * @title: (nullable): what it is
 * @start: (nullable): local time, `YYYY-MM-DDThh:mm`
 * @end: (nullable): likewise
 *
 * A meeting of the case that is not called off.
 */
typedef struct
{
  char *title;
  char *start;
  char *end;
} AmiaCaseMeeting;

/**
 * AmiaCaseActivity:
 * @title: (nullable): what it is
 * @from: (nullable): its first day
 * @to: (nullable): its last day
 *
 * An activity of the case.
 */
typedef struct
{
  char *title;
  char *from;
  char *to;
} AmiaCaseActivity;

/**
 * AmiaCaseSchedule:
 * @is_planned: %TRUE for a planned week, %FALSE for an ordinary one
 * @first_day: (nullable): the first day of a planned week
 * @texts: (nullable elements): what stands in its boxes, by day and part of the day
 * @stamp: when it was last changed
 *
 * A weekly schedule of the case.
 */
typedef struct
{
  gboolean is_planned;
  char    *first_day;
  char    *texts[AMIA_WEEK_DAYS][AMIA_WEEK_PARTS];
  guint64  stamp;
} AmiaCaseSchedule;

#define AMIA_TYPE_CASE_WEEK (amia_case_week_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseWeek, amia_case_week, AMIA, CASE_WEEK, GObject)

/**
 * AmiaCaseWeek:
 *
 * What else the case has that a week is looked at beside: meetings, activities and the other weekly
 * schedules. Read from the replica and kept up to date; the signal `changed` says when. Empty until
 * then. Main thread.
 */

/**
 * amia_case_week_new:
 * @model: the form that asks; it is itself not among the schedules
 *
 * Returns: (transfer full): what the form's case has
 */
AmiaCaseWeek *amia_case_week_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

/** amia_case_week_get_meetings: Returns: (transfer none) (element-type AmiaCaseMeeting): by time */
GPtrArray *amia_case_week_get_meetings (AmiaCaseWeek *self);

/** amia_case_week_get_activities: Returns: (transfer none) (element-type AmiaCaseActivity): all */
GPtrArray *amia_case_week_get_activities (AmiaCaseWeek *self);

/**
 * amia_case_week_find_schedule:
 * @self: what the case has
 * @is_planned: whether a planned or an ordinary week is wanted
 * @monday: (nullable): the week that a plan is to be for; %NULL for whichever
 *
 * Returns: (transfer none) (nullable): the schedule that was changed last of those
 */
const AmiaCaseSchedule *amia_case_week_find_schedule (AmiaCaseWeek *self,
                                                      gboolean      is_planned,
                                                      const GDate  *monday);

G_END_DECLS
