/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SERIES_PAGE (amia_series_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSeriesPage, amia_series_page, AMIA, SERIES_PAGE, GtkWidget)

/**
 * AmiaSeriesPage:
 *
 * Occasions of a group, one or a series: first day, times, how often and how many. What would fall
 * on a free day is left out and said.
 */

/**
 * amia_series_page_new:
 * @session: what is open
 * @group: the group
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_series_page_new (AmiaSession    *session,
                                 const AmiaUuid *group);

G_END_DECLS
