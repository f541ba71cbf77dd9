/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-plan-row.h"

#include <glib/gi18n.h>

#include "amia-pill.h"
#include "amia-plan-words.h"
#include "amia-row.h"
#include "amia-words.h"

/* A plan is read by its indentation, and by the pill at the end of each line. */

#define INDENT 24

static void
line_free (gpointer data)
{
  AmiaPlanLine *line = data;

  g_free (line->parent);
  g_free (line->words);
  g_free (line);
}

static void
set_line (GtkWidget  *row,
          const char *kind,
          const char *id,
          const char *parent,
          const char *words)
{
  AmiaPlanLine *line = g_new0 (AmiaPlanLine, 1);

  line->kind = kind;
  line->parent = g_strdup (parent);
  line->words = g_strdup (words != NULL ? words : "–");
  (void) !amia_uuid_parse (id, -1, &line->id);
  g_object_set_data_full (G_OBJECT (row), "amia-line", line, line_free);
}

AmiaPlanLine *
amia_plan_row_get_line (GtkWidget *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "amia-line") : NULL;
}

static void
add_pills (GtkWidget          *row,
           gboolean            has_conflict,
           const AmiaPlanCode *codes,
           const char         *status)
{
  const char *words = amia_plan_words_code (codes, status);
  const char *tint = g_strcmp0 (status, "reached") == 0 || g_strcmp0 (status, "done") == 0
                         ? "success"
                     : g_strcmp0 (status, "ongoing") == 0 || g_strcmp0 (status, "open") == 0
                         ? "accent"
                         : "neutral";

  if (has_conflict)
    adw_action_row_add_suffix (
        ADW_ACTION_ROW (row), amia_pill_new ("warning", "view-dual-symbolic", _ ("Two versions")));
  if (*words != '\0')
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), amia_pill_new (tint, NULL, words));
}

static GtkWidget *
make_indented (const char *title,
               const char *subtitle,
               guint       depth,
               const char *icon_name)
{
  GtkWidget *row = amia_row_new (title != NULL ? title : "–", subtitle);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_margin_start (icon, (int) depth * INDENT);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

GtkWidget *
amia_plan_row_new_goal (const AmiaPlanGoal *goal,
                        guint               depth,
                        gboolean            has_conflict)
{
  GtkWidget *row = NULL;

  g_return_val_if_fail (goal != NULL, NULL);

  row = make_indented (goal->text,
                       depth == 0 ? _ ("Long-term goal") : _ ("Sub-goal"),
                       depth,
                       depth == 0 ? "starred-symbolic" : "non-starred-symbolic");
  add_pills (row, has_conflict, amia_plan_goal_statuses, goal->status);
  set_line (row, "goal", goal->id, goal->parent, goal->text);
  return row;
}

GtkWidget *
amia_plan_row_new_activity (const AmiaPlanActivity *activity,
                            guint                   depth,
                            gboolean                has_conflict)
{
  g_autofree char *words = NULL;
  GtkWidget       *row = NULL;

  g_return_val_if_fail (activity != NULL, NULL);

  words = amia_plan_words_activity (activity);
  row = make_indented (activity->title, words, depth, "media-playback-start-symbolic");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  add_pills (row, has_conflict, amia_plan_activity_statuses, activity->status);
  set_line (row, "activity", activity->id, activity->goal, activity->title);
  return row;
}

/* By whom, and until when or since when. */
static char *
dup_when (const AmiaPlanTodo *todo)
{
  g_autofree char *due = todo->due != NULL ? amia_words_date (todo->due) : NULL;
  g_autofree char *done = todo->done != NULL ? amia_words_date (todo->done) : NULL;
  g_autofree char *when = done != NULL  ? g_strdup_printf (_ ("Done %s"), done)
                          : due != NULL ? g_strdup_printf (_ ("At the latest %s"), due)
                                        : NULL;

  if (todo->who == NULL || *todo->who == '\0')
    return g_steal_pointer (&when);

  return when != NULL ? g_strdup_printf ("%s · %s", todo->who, when) : g_strdup (todo->who);
}

GtkWidget *
amia_plan_row_new_todo (const AmiaPlanTodo *todo,
                        gboolean            has_conflict,
                        GtkWidget         **check)
{
  g_autofree char *words = NULL;
  GtkWidget       *row = NULL;
  GtkWidget       *box = NULL;
  char             id[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_val_if_fail (todo != NULL, NULL);

  words = dup_when (todo);
  box = gtk_check_button_new ();
  row = amia_row_new (todo->text != NULL ? todo->text : "–", words);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (box), todo->done != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  todo->text != NULL ? todo->text : "–", -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (has_conflict)
    adw_action_row_add_suffix (
        ADW_ACTION_ROW (row), amia_pill_new ("warning", "view-dual-symbolic", _ ("Two versions")));
  set_line (row, "todo", amia_uuid_print (&todo->id, id), NULL, todo->text);
  if (check != NULL)
    *check = box;
  return row;
}
