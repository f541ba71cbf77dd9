/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * amia_search_keys_add:
 * @entry: a #GtkSearchEntry
 * @page: the page that it searches
 *
 * Letters typed anywhere on the page go into the search field, and the focus with them: so that
 * Enter is the field's then, and not that of a button that had the focus before.
 */
void amia_search_keys_add (GtkWidget *entry,
                           GtkWidget *page);

G_END_DECLS
