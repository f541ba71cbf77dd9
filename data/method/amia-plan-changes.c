/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-plan-changes.h"

#include <string.h>

/* Goals and activities are the same ones by their ids, whatever has become of their words. */

static void
change_free (gpointer data)
{
  AmiaPlanChange *change = data;

  g_strfreev (change->fields);
  g_free (change);
}

static const char *
get_id (const AmiaPlanRow *row)
{
  return row->goal != NULL ? row->goal->id : row->activity->id;
}

static const AmiaPlanRow *
find_row (GArray     *rows,
          const char *id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const AmiaPlanRow *row = &g_array_index (rows, AmiaPlanRow, i);

      if (strcmp (get_id (row), id) == 0)
        return row;
    }

  return NULL;
}

/* An empty text says as much as none. */
static void
note_text (GStrvBuilder *fields,
           const char   *name,
           const char   *before,
           const char   *after)
{
  if (strcmp (before != NULL ? before : "", after != NULL ? after : "") != 0)
    g_strv_builder_add (fields, name);
}

static void
compare_goals (GStrvBuilder       *fields,
               const AmiaPlanGoal *before,
               const AmiaPlanGoal *after)
{
  note_text (fields, "text", before->text, after->text);
  note_text (fields, "parent", before->parent, after->parent);
  note_text (fields, "status", before->status, after->status);
}

static void
compare_activities (GStrvBuilder           *fields,
                    const AmiaPlanActivity *before,
                    const AmiaPlanActivity *after)
{
  g_autofree char *old_times = amia_plan_times_to_json (before->times);
  g_autofree char *new_times = amia_plan_times_to_json (after->times);

  note_text (fields, "title", before->title, after->title);
  note_text (fields, "purpose", before->purpose, after->purpose);
  note_text (fields, "goal", before->goal, after->goal);
  note_text (fields, "responsible", before->responsible, after->responsible);
  note_text (fields, "provider", before->provider, after->provider);
  note_text (fields, "category", before->category, after->category);
  note_text (fields, "place", before->place, after->place);
  if (before->hours != after->hours)
    g_strv_builder_add (fields, "hours");
  note_text (fields, "from", before->from, after->from);
  note_text (fields, "to", before->to, after->to);
  note_text (fields, "times", old_times, new_times);
  note_text (fields, "status", before->status, after->status);
  note_text (fields, "result", before->result, after->result);
}

static AmiaPlanChange *
make_change (const AmiaPlanRow *before,
             const AmiaPlanRow *after)
{
  AmiaPlanChange *change = g_new0 (AmiaPlanChange, 1);
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();

  if (before != NULL)
    change->before = *before;
  if (after != NULL)
    change->after = *after;

  if (before != NULL && after != NULL && before->goal != NULL && after->goal != NULL)
    compare_goals (fields, before->goal, after->goal);
  else if (before != NULL && after != NULL && before->activity != NULL && after->activity != NULL)
    compare_activities (fields, before->activity, after->activity);
  change->fields = g_strv_builder_end (fields);
  return change;
}

GPtrArray *
amia_action_plan_compare (const AmiaActionPlan *before,
                          const AmiaActionPlan *after)
{
  g_autoptr (GArray) old_rows = NULL;
  g_autoptr (GArray) new_rows = NULL;
  GPtrArray *changes = NULL;

  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  changes = g_ptr_array_new_with_free_func (change_free);
  old_rows = amia_action_plan_list_rows (before);
  new_rows = amia_action_plan_list_rows (after);
  for (guint i = 0; i < new_rows->len; i++)
    {
      const AmiaPlanRow *row = &g_array_index (new_rows, AmiaPlanRow, i);

      g_ptr_array_add (changes, make_change (find_row (old_rows, get_id (row)), row));
    }

  for (guint i = 0; i < old_rows->len; i++)
    {
      const AmiaPlanRow *row = &g_array_index (old_rows, AmiaPlanRow, i);

      if (find_row (new_rows, get_id (row)) == NULL)
        g_ptr_array_add (changes, make_change (row, NULL));
    }

  return changes;
}

gboolean
amia_plan_change_is_same (const AmiaPlanChange *change)
{
  g_return_val_if_fail (change != NULL, FALSE);

  return (change->before.goal != NULL || change->before.activity != NULL) &&
         (change->after.goal != NULL || change->after.activity != NULL) &&
         change->fields[0] == NULL;
}
