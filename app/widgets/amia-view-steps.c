/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-view-steps.h"

/* A field that gets the focus by the keyboard has its text selected, and the next key would take
 * the place of it all. Who goes to a view has not asked for the field. */
static void
keep_text (GtkWidget *view)
{
  GtkRoot   *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (GTK_IS_EDITABLE (focus))
    gtk_editable_set_position (GTK_EDITABLE (focus), -1);
}

/* The stack may have moved the focus already. */
static void
focus_view (AdwViewStack *stack)
{
  GtkWidget *view = adw_view_stack_get_visible_child (stack);
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (stack));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, view))
    gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
  keep_text (view);
}

void
amia_view_enter (GtkWidget *view)
{
  g_return_if_fail (GTK_IS_WIDGET (view));

  gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
  keep_text (view);
}

void
amia_view_stack_step (AdwViewStack *stack,
                      int           direction)
{
  g_autoptr (GtkSelectionModel) pages = NULL;
  guint n_pages;

  g_return_if_fail (ADW_IS_VIEW_STACK (stack));

  pages = adw_view_stack_get_pages (stack);
  n_pages = g_list_model_get_n_items (G_LIST_MODEL (pages));
  for (guint i = 0; i < n_pages; i++)
    {
      if (gtk_selection_model_is_selected (pages, i))
        {
          gtk_selection_model_select_item (pages,
                                           (i + n_pages + (guint) direction) % n_pages,
                                           TRUE);
          break;
        }
    }

  focus_view (stack);
}
