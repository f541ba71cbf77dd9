/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SELECTION_PAGE (amia_selection_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSelectionPage, amia_selection_page, AMIA, SELECTION_PAGE, GtkWidget)

/**
 * amia_selection_page_new:
 * @session: what is open
 *
 * Urval: everybody whose benefit ends, by how much time there is, and what was judged. From here
 * people are put on the list, one by one or out of a table, and two entries of one person are
 * settled.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_selection_page_new (AmiaSession *session);

G_END_DECLS
