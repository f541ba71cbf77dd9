/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-row.h"

/* Rows whose text comes from people, so never as markup, and which say name and description. */

void
amia_row_set (GtkWidget  *row,
              const char *title,
              const char *subtitle)
{
  g_return_if_fail (ADW_IS_PREFERENCES_ROW (row));
  g_return_if_fail (title != NULL);

  if (subtitle == NULL)
    subtitle = "";

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", title, "subtitle", subtitle, NULL);
  /* An action row is named by its title; other rows by nothing at all. */
  if (!ADW_IS_ACTION_ROW (row))
    gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    title,
                                    -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle,
                                  -1);
}

GtkWidget *
amia_row_new (const char *title,
              const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  amia_row_set (row, title, subtitle);
  return row;
}

GtkWidget *
amia_row_add_button (GtkWidget  *row,
                     const char *label,
                     const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_return_val_if_fail (ADW_IS_ACTION_ROW (row), NULL);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

void
amia_list_clear (GtkWidget *list)
{
  GtkWidget *row = NULL;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

gboolean
amia_list_begin (GtkWidget  *list,
                 const char *contents)
{
  const char *shown = NULL;

  g_return_val_if_fail (GTK_IS_LIST_BOX (list), FALSE);
  g_return_val_if_fail (contents != NULL, FALSE);

  shown = g_object_get_data (G_OBJECT (list), "amia-contents");
  if (g_strcmp0 (shown, contents) == 0)
    return FALSE;

  amia_list_clear (list);
  g_object_set_data_full (G_OBJECT (list), "amia-contents", g_strdup (contents), g_free);
  return TRUE;
}
