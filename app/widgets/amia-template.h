/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * amia_template_dispose:
 * @widget: a widget made from a template, in its dispose
 * @type: the type whose template it is
 *
 * gtk_widget_dispose_template(), and takes away the children that have no name in the template: GTK
 * 4.8 lets go of the named ones only and then complains about the rest.
 */
void amia_template_dispose (GtkWidget *widget,
                            GType      type);

G_END_DECLS
