/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ACTIVITIES_PAGE (amia_activities_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaActivitiesPage, amia_activities_page, AMIA, ACTIVITIES_PAGE, GtkWidget)

/**
 * AmiaActivitiesPage:
 *
 * The place of activities: the catalogue, the palette of a municipality, groups, and what
 * participants have suggested. The action `page.new` makes something new in the visible view.
 */

/**
 * amia_activities_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_activities_page_new (AmiaSession *session);

G_END_DECLS
