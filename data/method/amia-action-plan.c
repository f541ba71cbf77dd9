/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-action-plan.h"

#include <string.h>

#include "amia-date.h"

/* The plan as structures: who belongs to whom, in which order, and how much it is. */

#define DEPTH_MAX 16

static void
goal_free (gpointer data)
{
  AmiaPlanGoal *goal = data;

  g_free (goal->id);
  g_free (goal->text);
  g_free (goal->parent);
  g_free (goal->status);
  g_free (goal);
}

static void
activity_free (gpointer data)
{
  AmiaPlanActivity *activity = data;

  g_free (activity->id);
  g_free (activity->title);
  g_free (activity->purpose);
  g_free (activity->goal);
  g_free (activity->responsible);
  g_free (activity->provider);
  g_free (activity->category);
  g_free (activity->from);
  g_free (activity->to);
  g_free (activity->status);
  g_free (activity->place);
  g_free (activity->result);
  g_array_unref (activity->times);
  g_free (activity);
}

AmiaActionPlan *
amia_action_plan_new (void)
{
  AmiaActionPlan *plan = g_new0 (AmiaActionPlan, 1);

  plan->goals = g_ptr_array_new_with_free_func (goal_free);
  plan->activities = g_ptr_array_new_with_free_func (activity_free);
  return plan;
}

void
amia_action_plan_free (AmiaActionPlan *plan)
{
  if (plan == NULL)
    return;

  g_ptr_array_unref (plan->goals);
  g_ptr_array_unref (plan->activities);
  g_free (plan);
}

AmiaPlanGoal *
amia_action_plan_add_goal (AmiaActionPlan *plan,
                           const char     *id)
{
  AmiaPlanGoal *goal = NULL;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  goal = g_new0 (AmiaPlanGoal, 1);
  goal->id = g_strdup (id);
  g_ptr_array_add (plan->goals, goal);
  return goal;
}

AmiaPlanActivity *
amia_action_plan_add_activity (AmiaActionPlan *plan,
                               const char     *id)
{
  AmiaPlanActivity *activity = NULL;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  activity = g_new0 (AmiaPlanActivity, 1);
  activity->id = g_strdup (id);
  activity->times = g_array_new (FALSE, FALSE, sizeof (AmiaPlanTime));
  g_ptr_array_add (plan->activities, activity);
  return activity;
}

/* --- Order ------------------------------------------------------------------------------------ */

static int
compare_goals (gconstpointer a,
               gconstpointer b)
{
  const AmiaPlanGoal *first = *(AmiaPlanGoal *const *) a;
  const AmiaPlanGoal *second = *(AmiaPlanGoal *const *) b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;

  return strcmp (first->id, second->id);
}

static int
compare_activities (gconstpointer a,
                    gconstpointer b)
{
  const AmiaPlanActivity *first = *(AmiaPlanActivity *const *) a;
  const AmiaPlanActivity *second = *(AmiaPlanActivity *const *) b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;

  return strcmp (first->id, second->id);
}

typedef struct
{
  GPtrArray  *goals;
  GPtrArray  *activities;
  GHashTable *taken; /* what has a row already */
  GArray     *rows;
} Walk;

static void
add_activities (Walk       *walk,
                const char *goal,
                guint       depth)
{
  for (guint i = 0; i < walk->activities->len; i++)
    {
      AmiaPlanActivity *activity = g_ptr_array_index (walk->activities, i);
      const AmiaPlanRow row = { depth, NULL, activity };

      if (g_strcmp0 (activity->goal, goal) == 0 && g_hash_table_add (walk->taken, activity))
        g_array_append_val (walk->rows, row);
    }
}

static void
add_goals (Walk       *walk,
           const char *parent,
           guint       depth)
{
  for (guint i = 0; i < walk->goals->len && depth < DEPTH_MAX; i++)
    {
      AmiaPlanGoal     *goal = g_ptr_array_index (walk->goals, i);
      const AmiaPlanRow row = { depth, goal, NULL };

      if (g_strcmp0 (goal->parent, parent) != 0 || !g_hash_table_add (walk->taken, goal))
        continue;
      g_array_append_val (walk->rows, row);
      add_activities (walk, goal->id, depth + 1);
      add_goals (walk, goal->id, depth + 1);
    }
}

/* What hangs on something that is not here, each with what hangs on it. */
static void
add_rest (Walk *walk)
{
  for (guint i = 0; i < walk->goals->len; i++)
    {
      AmiaPlanGoal     *goal = g_ptr_array_index (walk->goals, i);
      const AmiaPlanRow row = { 0, goal, NULL };

      if (!g_hash_table_add (walk->taken, goal))
        continue;
      g_array_append_val (walk->rows, row);
      add_activities (walk, goal->id, 1);
      add_goals (walk, goal->id, 1);
    }

  for (guint i = 0; i < walk->activities->len; i++)
    {
      AmiaPlanActivity *activity = g_ptr_array_index (walk->activities, i);
      const AmiaPlanRow row = { 0, NULL, activity };

      if (g_hash_table_add (walk->taken, activity))
        g_array_append_val (walk->rows, row);
    }
}

GArray *
amia_action_plan_list_rows (const AmiaActionPlan *plan)
{
  g_autoptr (GPtrArray) goals = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  Walk walk = { .taken = taken };

  g_return_val_if_fail (plan != NULL, NULL);

  goals = g_ptr_array_copy (plan->goals, NULL, NULL);
  activities = g_ptr_array_copy (plan->activities, NULL, NULL);
  g_ptr_array_set_free_func (goals, NULL);
  g_ptr_array_set_free_func (activities, NULL);
  g_ptr_array_sort (goals, compare_goals);
  g_ptr_array_sort (activities, compare_activities);
  walk.goals = goals;
  walk.activities = activities;
  walk.rows = g_array_new (FALSE, FALSE, sizeof (AmiaPlanRow));
  add_goals (&walk, NULL, 0);
  add_rest (&walk);
  return walk.rows;
}

/* --- Load ------------------------------------------------------------------------------------- */

gboolean
amia_plan_activity_is_on (const AmiaPlanActivity *activity,
                          const GDate            *from,
                          const GDate            *to)
{
  GDate    first;
  GDate    last;
  gboolean has_first = FALSE;
  gboolean has_last = FALSE;

  g_return_val_if_fail (activity != NULL, FALSE);
  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  if (g_strcmp0 (activity->status, "done") == 0 || g_strcmp0 (activity->status, "stopped") == 0)
    return FALSE;

  has_first = activity->from != NULL && amia_date_parse_iso (activity->from, -1, &first);
  has_last = activity->to != NULL && amia_date_parse_iso (activity->to, -1, &last);
  if (!has_first && !has_last)
    return g_strcmp0 (activity->status, "ongoing") == 0;

  return (!has_first || g_date_compare (&first, to) <= 0) &&
         (!has_last || g_date_compare (&last, from) >= 0);
}

double
amia_action_plan_get_load (const AmiaActionPlan *plan,
                           const GDate          *monday)
{
  GDate  sunday = { 0 };
  double hours = 0;

  g_return_val_if_fail (plan != NULL, 0);
  g_return_val_if_fail (monday != NULL && g_date_valid (monday), 0);

  sunday = *monday;
  g_date_add_days (&sunday, 6);
  for (guint i = 0; i < plan->activities->len; i++)
    {
      const AmiaPlanActivity *activity = g_ptr_array_index (plan->activities, i);

      if (amia_plan_activity_is_on (activity, monday, &sunday))
        hours += activity->hours;
    }

  return hours;
}
