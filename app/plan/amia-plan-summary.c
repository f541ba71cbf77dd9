/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-plan-summary.h"

#include <glib/gi18n.h>

#include "amia-case-reader.h"
#include "amia-plan-compare-page.h"
#include "amia-plan-row.h"
#include "amia-row.h"
#include "amia-store-plan.h"

/* The same rows as in the plan, without anything to do: what there is to do is one button away. */

#define GOALS_MAX 4
#define TODOS_MAX 3

struct _AmiaPlanSummary
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *none;

  AmiaCaseReader *reader;
};

G_DEFINE_FINAL_TYPE (AmiaPlanSummary, amia_plan_summary, GTK_TYPE_WIDGET)

static void
append_row (AmiaPlanSummary *self,
            GtkWidget       *row)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
changed_cb (AmiaPlanSummary *self)
{
  const AmiaCasePlan *plan = amia_case_reader_get (self->reader);
  g_autoptr (GArray) rows = amia_action_plan_list_rows (plan->plan);
  guint n_goals = 0;
  guint n_todos = 0;

  amia_list_clear (self->list);
  for (guint i = 0; i < rows->len && n_goals < GOALS_MAX; i++)
    {
      const AmiaPlanRow *row = &g_array_index (rows, AmiaPlanRow, i);

      if (row->goal == NULL)
        continue;
      append_row (self, amia_plan_row_new_goal (row->goal, row->depth, FALSE));
      n_goals++;
    }

  for (guint i = 0; i < plan->todos->len && n_todos < TODOS_MAX; i++)
    {
      const AmiaPlanTodo *todo = g_ptr_array_index (plan->todos, i);
      GtkWidget          *check = NULL;

      if (todo->done != NULL)
        continue;
      append_row (self, amia_plan_row_new_todo (todo, FALSE, &check));
      gtk_widget_set_visible (check, FALSE);
      n_todos++;
    }

  gtk_widget_set_visible (self->list, n_goals + n_todos > 0);
  gtk_widget_set_visible (self->none, n_goals + n_todos == 0);
}

static GtkWidget *
make_head (void)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label",
                    _ ("Goals"), "xalign", 0.0f, "hexpand", TRUE, NULL);
  GtkWidget *button = gtk_button_new_with_label (_ ("The Whole Plan"));

  gtk_widget_add_css_class (title, "title-4");
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.view");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "plan");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), button);
  return head;
}

static void
amia_plan_summary_dispose (GObject *object)
{
  AmiaPlanSummary *self = AMIA_PLAN_SUMMARY (object);
  GtkWidget       *child = NULL;

  amia_case_reader_stop (self->reader);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (amia_plan_summary_parent_class)->dispose (object);
}

static void
amia_plan_summary_class_init (AmiaPlanSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amia_plan_summary_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
amia_plan_summary_init (AmiaPlanSummary *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  gtk_widget_set_parent (make_head (), GTK_WIDGET (self));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Goals"), -1);
  gtk_widget_set_visible (self->list, FALSE);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  self->none = gtk_label_new (_ ("There is no plan yet."));
  gtk_label_set_xalign (GTK_LABEL (self->none), 0);
  gtk_widget_add_css_class (self->none, "dim-label");
  gtk_widget_set_parent (self->none, GTK_WIDGET (self));
}

void
amia_plan_summary_set_case (AmiaPlanSummary *self,
                            AmiaReplica     *replica,
                            const AmiaUuid  *case_id)
{
  g_return_if_fail (AMIA_IS_PLAN_SUMMARY (self));
  g_return_if_fail (AMIA_IS_REPLICA (replica));
  g_return_if_fail (case_id != NULL);

  if (self->reader != NULL)
    return;

  self->reader = amia_case_reader_new (replica, case_id, amia_plan_compare_page_read_plan,
                                       (GDestroyNotify) amia_case_plan_free);
  g_signal_connect_object (
      self->reader, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}
