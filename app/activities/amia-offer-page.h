/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_OFFER_PAGE (amia_offer_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaOfferPage, amia_offer_page, AMIA, OFFER_PAGE, GtkWidget)

/**
 * AmiaOfferPage:
 *
 * An entry of the catalogue: what it is and how to get in, when it was last confirmed, and the way
 * into a participant's plan.
 */

/**
 * amia_offer_page_new:
 * @session: what is open
 * @id: the record, which may be new
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_offer_page_new (AmiaSession *session, const AmiaUuid *id);

G_END_DECLS
