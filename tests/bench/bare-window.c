/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

/* The least that a program of this kind can be: what ours is held against. Its action
 * `open-form (s)` shows as many rows of the toolkit's own as the text says, `back` takes them
 * away. */

static void
open_form_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  guint64    n_rows = g_ascii_strtoull (g_variant_get_string (parameter, NULL), NULL, 10);

  for (guint64 i = 0; i < n_rows; i++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, i);

      gtk_box_append (GTK_BOX (rows), gtk_label_new (text));
      gtk_box_append (GTK_BOX (rows), gtk_entry_new ());
    }
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), rows);
  gtk_box_append (GTK_BOX (data), scrolled);
  gtk_widget_child_focus (rows, GTK_DIR_TAB_FORWARD);
}

static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  gtk_box_remove (GTK_BOX (data), gtk_widget_get_last_child (data));
}

static void
activate_cb (GtkApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "open-form", .activate = open_form_cb, .parameter_type = "s" },
    { .name = "back", .activate = back_cb },
  };
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), box);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("AMiA"));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  application = adw_application_new ("se.amia.Bare", G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
