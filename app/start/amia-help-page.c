/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-start"

#include "config.h"

#include "amia-help-page.h"

/* All text, all in the template. */

struct _AmiaHelpPage
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (AmiaHelpPage, amia_help_page, ADW_TYPE_WINDOW)

static void
amia_help_page_class_init (AmiaHelpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/se/amia/Amia/amia-help-page.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
amia_help_page_init (AmiaHelpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amia_help_page_present (GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));

  gtk_window_present (g_object_new (AMIA_TYPE_HELP_PAGE, "transient-for", parent, NULL));
}
