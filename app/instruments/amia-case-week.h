/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-case-reader.h"
#include "amia-form-model.h"
#include "amia-plan-times.h"
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
 * @times: (element-type AmiaPlanTime): when in the week it takes place, as far as the plan says
 *
 * An activity of the case.
 */
typedef struct
{
  char   *title;
  char   *from;
  char   *to;
  GArray *times;
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

/**
 * amia_case_week_new:
 * @model: the form that asks; it is itself not among the schedules
 *
 * What else the case has that a week is looked at beside: meetings, activities and the other weekly
 * schedules. Main thread.
 *
 * Returns: (transfer full): a reader of what the form's case has, for the functions below
 */
AmiaCaseReader *amia_case_week_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_week_get_meetings:
 * @reader: what the case has
 *
 * Returns: (transfer none) (nullable) (element-type AmiaCaseMeeting): by time; %NULL as long as
 *   nothing has been read
 */
GPtrArray *amia_case_week_get_meetings (AmiaCaseReader *reader);

/**
 * amia_case_week_get_activities:
 * @reader: what the case has
 *
 * Returns: (transfer none) (nullable) (element-type AmiaCaseActivity): all; %NULL as long as
 *   nothing has been read
 */
GPtrArray *amia_case_week_get_activities (AmiaCaseReader *reader);

/**
 * amia_case_week_find_schedule:
 * @reader: what the case has
 * @is_planned: whether a planned or an ordinary week is wanted
 * @monday: (nullable): the week that a plan is to be for; %NULL for whichever
 *
 * Returns: (transfer none) (nullable): the schedule that was changed last of those
 */
const AmiaCaseSchedule *amia_case_week_find_schedule (AmiaCaseReader *reader,
                                                      gboolean        is_planned,
                                                      const GDate    *monday);

G_END_DECLS
