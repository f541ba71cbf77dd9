/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SEARCH_PAGE (amia_search_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSearchPage, amia_search_page, AMIA, SEARCH_PAGE, GtkWidget)

/**
 * amia_search_page_new:
 * @session: what is open
 *
 * One search over people, journal, plans, papers and what there is to do: grouped, with the words
 * around what was found. Enter opens the first hit, in the view of the case where it stands. While
 * nothing is typed, the cases that were changed last.
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_search_page_new (AmiaSession *session);

G_END_DECLS
