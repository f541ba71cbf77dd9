/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-search-keys.h"

/* GTK's own key capture leaves the focus where it is. */

static void
started_cb (GtkWidget *entry)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (entry));

  /* The first letter is there already, and must not be replaced by the second. */
  if (GTK_IS_TEXT (text))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
}

void
amia_search_keys_add (GtkWidget *entry,
                      GtkWidget *page)
{
  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));
  g_return_if_fail (GTK_IS_WIDGET (page));

  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (entry), page);
  g_signal_connect (entry, "search-started", G_CALLBACK (started_cb), NULL);
}
