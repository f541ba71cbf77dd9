/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-lock"

#include "config.h"

#include "amia-traces.h"

/* GTK hands the clipboard to the desktop's clipboard manager when a program ends, so it has to be
 * cleared before that. What another program copied since is not ours to clear. */

void
amia_traces_prevent (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (settings != NULL)
    g_object_set (settings, "gtk-recent-files-enabled", FALSE, NULL);
}

static void
clear (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

void
amia_traces_clear_clipboard (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  clear (gtk_widget_get_clipboard (widget));
  clear (gtk_widget_get_primary_clipboard (widget));
}
