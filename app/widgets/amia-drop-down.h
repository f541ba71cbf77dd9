/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * amia_drop_down_set_name:
 * @drop_down: a #GtkDropDown
 * @name: its accessible name
 *
 * Names the drop-down and the button inside it, which is what gets the focus and has no name of its
 * own in GTK 4.8.
 */
void amia_drop_down_set_name (GtkWidget  *drop_down,
                              const char *name);

G_END_DECLS
