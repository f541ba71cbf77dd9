/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-plan-times.h"

G_BEGIN_DECLS

/**
 * AmiaPlanGoal:
 * @id: the goal's record, as text
 * @text: (nullable): what is to be reached
 * @parent: (nullable): the goal that it is a part of
 * @status: (nullable): `open`, `reached`, `changed`, `dropped`
 * @order: where it stands among those of the same parent
 *
 * A goal. One without a parent is a long-term goal, the others are sub-goals (*delmål*).
 */
typedef struct
{
  char  *id;
  char  *text;
  char  *parent;
  char  *status;
  double order;
} AmiaPlanGoal;

/**
 * AmiaPlanActivity:
 * @id: the activity's record, as text
 * @title: (nullable): what it is
 * @purpose: (nullable): what it is for
 * @goal: (nullable): the goal that it leads to
 * @responsible: (nullable): who sees to it
 * @provider: (nullable): who offers it
 * @category: (nullable): `halsa`, `ekonomi-stod`, `vagledning-provning`, `soka-arbete`
 * @from: (nullable): the first day, ISO
 * @to: (nullable): the last day
 * @status: (nullable): `planned`, `ongoing`, `done`, `stopped`
 * @place: (nullable): where
 * @result: (nullable): what came of it
 * @hours: hours a week; 0 where nobody has said
 * @order: where it stands among those of the same goal
 * @times: (element-type AmiaPlanTime): when it takes place each week
 *
 * An activity of the plan.
 */
typedef struct
{
  char   *id;
  char   *title;
  char   *purpose;
  char   *goal;
  char   *responsible;
  char   *provider;
  char   *category;
  char   *from;
  char   *to;
  char   *status;
  char   *place;
  char   *result;
  double  hours;
  double  order;
  GArray *times;
} AmiaPlanActivity;

/**
 * AmiaActionPlan:
 * @goals: (element-type AmiaPlanGoal): in the order of their ids
 * @activities: (element-type AmiaPlanActivity): likewise
 *
 * A plan (*handlingsplan*) as it stands, or as it stood when it was agreed on. A plain structure:
 * whoever makes it may fill it in; the functions only read it. One thread at a time.
 */
typedef struct
{
  GPtrArray *goals;
  GPtrArray *activities;
} AmiaActionPlan;

/**
 * amia_action_plan_new:
 *
 * Returns: (transfer full): a plan with nothing in it
 */
AmiaActionPlan *amia_action_plan_new (void) G_GNUC_WARN_UNUSED_RESULT;
void            amia_action_plan_free (AmiaActionPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaActionPlan, amia_action_plan_free)

/**
 * amia_action_plan_add_goal:
 * @plan: a plan
 * @id: the goal's record
 *
 * Returns: (transfer none): a new goal, to be filled in
 */
AmiaPlanGoal *amia_action_plan_add_goal (AmiaActionPlan *plan,
                                         const char     *id);

/**
 * amia_action_plan_add_activity:
 * @plan: a plan
 * @id: the activity's record
 *
 * Returns: (transfer none): a new activity, to be filled in
 */
AmiaPlanActivity *amia_action_plan_add_activity (AmiaActionPlan *plan,
                                                 const char     *id);

/**
 * amia_action_plan_to_json:
 * @plan: a plan
 *
 * What a `revision` keeps in its field `plan`: `{"goals":[{"id":…,"text":…}],"activities":[…]}`
 * with the names of the records' fields. Fields without a value are left out.
 *
 * Returns: (transfer full): one JSON value
 */
char *amia_action_plan_to_json (const AmiaActionPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_action_plan_from_json:
 * @json: (nullable): what amia_action_plan_to_json() made, by this or another program
 *
 * Returns: (transfer full): the plan; what can't be read of it is left out
 */
AmiaActionPlan *amia_action_plan_from_json (const char *json) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaPlanRow:
 * @depth: 0 for a long-term goal
 * @goal: (nullable): a goal, or
 * @activity: (nullable): an activity
 *
 * A line of the plan, from the top down.
 */
typedef struct
{
  guint             depth;
  AmiaPlanGoal     *goal;
  AmiaPlanActivity *activity;
} AmiaPlanRow;

/**
 * amia_action_plan_list_rows:
 * @plan: a plan, which the rows borrow from
 *
 * The plan as it is read: each goal, its activities, its sub-goals. What belongs to a goal that is
 * not here, or to a circle of goals, comes last, without one.
 *
 * Returns: (transfer full) (element-type AmiaPlanRow): each goal and activity once
 */
GArray *amia_action_plan_list_rows (const AmiaActionPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_activity_is_on:
 * @activity: an activity
 * @from: the first day of a time
 * @to: its last day
 *
 * Returns: %TRUE if it is planned or under way on any of those days; one that is over is not. An
 *   activity that has neither day is, if it is said to be under way
 */
gboolean amia_plan_activity_is_on (const AmiaPlanActivity *activity,
                                   const GDate            *from,
                                   const GDate            *to);

/**
 * amia_action_plan_get_load:
 * @plan: a plan
 * @monday: the week
 *
 * Returns: the hours of all activities that are on in that week
 */
double amia_action_plan_get_load (const AmiaActionPlan *plan,
                                  const GDate          *monday);

G_END_DECLS
