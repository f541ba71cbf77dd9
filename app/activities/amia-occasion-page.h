/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_OCCASION_PAGE (amia_occasion_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaOccasionPage, amia_occasion_page, AMIA, OCCASION_PAGE, GtkWidget)

/**
 * AmiaOccasionPage:
 *
 * An occasion of a group: who was there, a key each (P, A, I), and what the occasion is.
 */

/**
 * amia_occasion_page_new:
 * @session: what is open
 * @group: its group
 * @id: the record, which may be new
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_occasion_page_new (AmiaSession *session, const AmiaUuid *group, const AmiaUuid *id);

G_END_DECLS
