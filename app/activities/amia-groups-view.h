/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-catalogue.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_GROUPS_VIEW (amia_groups_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaGroupsView, amia_groups_view, AMIA, GROUPS_VIEW, GtkWidget)

/**
 * AmiaGroupsView:
 *
 * All groups, the latest first, with how full they are.
 */

/**
 * amia_groups_view_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_groups_view_new (AmiaSession *session);

/**
 * amia_groups_view_set_catalogue:
 * @view: the view
 * @catalogue: what there is now
 */
void amia_groups_view_set_catalogue (AmiaGroupsView *view,
                                     AmiaCatalogue  *catalogue);

G_END_DECLS
