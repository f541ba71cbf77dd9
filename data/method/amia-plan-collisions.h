/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-action-plan.h"
#include "amia-week.h"

G_BEGIN_DECLS

/**
 * AmiaPlanMeeting:
 * @title: (nullable): what it is
 * @start: (nullable): local time, `YYYY-MM-DDThh:mm`
 * @end: (nullable): likewise; without one it takes an hour
 *
 * A meeting that is to be held.
 */
typedef struct
{
  char *title;
  char *start;
  char *end;
} AmiaPlanMeeting;

/**
 * AmiaPlanBusy:
 * @texts: (nullable elements): what stands in the boxes of the participant's weekly schedule
 *
 * What an ordinary week is already full of.
 */
typedef struct
{
  char *texts[AMIA_WEEK_DAYS][AMIA_WEEK_PARTS];
} AmiaPlanBusy;

/**
 * AmiaPlanCollision:
 * @activity: the activity
 * @other: (nullable): another activity that is at the same time, or
 * @meeting: (nullable): a meeting, or
 * @words: (nullable): what stands in the weekly schedule
 * @day: the day of the week, 1 for Monday
 *
 * Two things at the same time. All is borrowed.
 */
typedef struct
{
  const AmiaPlanActivity *activity;
  const AmiaPlanActivity *other;
  const AmiaPlanMeeting  *meeting;
  const char             *words;
  guint                   day;
} AmiaPlanCollision;

/**
 * amia_action_plan_list_collisions:
 * @plan: a plan
 * @meetings: (element-type AmiaPlanMeeting): meetings, in any order
 * @busy: (nullable): the weekly schedule
 * @today: the first day that counts; what was before is no matter
 *
 * Finds where the weekly times of activities that are on collide with each other, with a meeting
 * and with what stands in the weekly schedule. A box of the schedule that names the activity itself
 * is no collision. To begin as another ends is none either. Pure; any thread.
 *
 * Returns: (transfer full) (element-type AmiaPlanCollision): by activity, then day
 */
GArray *amia_action_plan_list_collisions (const AmiaActionPlan *plan,
                                          GPtrArray            *meetings,
                                          const AmiaPlanBusy   *busy,
                                          const GDate          *today) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
