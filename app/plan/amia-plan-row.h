/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-store-plan.h"

G_BEGIN_DECLS

/* The rows of a plan's lists. */

/**
 * AmiaPlanLine:
 * @kind: `goal`, `activity` or `todo`
 * @id: the record
 * @parent: (nullable): of a goal its parent, of an activity its goal
 * @words: what it is called
 *
 * What a row stands for.
 */
typedef struct
{
  const char *kind;
  AmiaUuid    id;
  char       *parent;
  char       *words;
} AmiaPlanLine;

/**
 * amia_plan_row_get_line:
 * @row: (nullable): a row
 *
 * Returns: (transfer none) (nullable): what it stands for
 */
AmiaPlanLine *amia_plan_row_get_line (GtkWidget *row);

/**
 * amia_plan_row_new_goal:
 * @goal: a goal
 * @depth: how many goals it is beneath
 * @has_conflict: something of it has two versions
 *
 * Returns: (transfer floating): a row that can be activated
 */
GtkWidget *amia_plan_row_new_goal (const AmiaPlanGoal *goal,
                                   guint               depth,
                                   gboolean            has_conflict);

/**
 * amia_plan_row_new_activity:
 * @activity: an activity
 * @depth: how many goals it is beneath
 * @has_conflict: something of it has two versions
 *
 * Returns: (transfer floating): a row that can be activated
 */
GtkWidget *amia_plan_row_new_activity (const AmiaPlanActivity *activity,
                                       guint                   depth,
                                       gboolean                has_conflict);

/**
 * amia_plan_row_new_todo:
 * @todo: something to do
 * @has_conflict: something of it has two versions
 * @check: (out) (optional) (transfer none): the box to tick
 *
 * Returns: (transfer floating): a row that can be activated
 */
GtkWidget *amia_plan_row_new_todo (const AmiaPlanTodo *todo,
                                   gboolean            has_conflict,
                                   GtkWidget         **check);

G_END_DECLS
