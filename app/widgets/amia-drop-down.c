/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-drop-down.h"

/* The inner button's name is "what it is about, what is chosen", kept up to date. */

static GtkWidget *
find_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_TOGGLE_BUTTON (child))
        return child;
    }

  return NULL;
}

static void
update_name (GtkWidget *drop_down)
{
  const char      *name = g_object_get_data (G_OBJECT (drop_down), "amia-name");
  gpointer         item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop_down));
  GtkWidget       *button = find_button (drop_down);
  g_autofree char *full = NULL;

  if (GTK_IS_STRING_OBJECT (item))
    full = g_strdup_printf ("%s: %s", name, gtk_string_object_get_string (item));
  else
    full = g_strdup (name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  if (button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    full,
                                    -1);
}

void
amia_drop_down_set_name (GtkWidget  *drop_down,
                         const char *name)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (name != NULL);

  g_object_set_data_full (G_OBJECT (drop_down), "amia-name", g_strdup (name), g_free);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (update_name), NULL);
  update_name (drop_down);
}
