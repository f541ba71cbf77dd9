/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-catalogue.h"

G_BEGIN_DECLS

#define AMIA_TYPE_OFFERS_VIEW (amia_offers_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaOffersView, amia_offers_view, AMIA, OFFERS_VIEW, GtkWidget)

/**
 * AmiaOffersView:
 *
 * The catalogue as a list: search, category, municipality, what is to be confirmed; the nearest
 * first, if wanted. What is chosen is opened by the action `page.open-offer`.
 */

/**
 * amia_offers_view_set_catalogue:
 * @view: the view
 * @catalogue: what there is now
 */
void amia_offers_view_set_catalogue (AmiaOffersView *view,
                                     AmiaCatalogue  *catalogue);

/**
 * amia_offers_view_search:
 * @view: the view
 *
 * Moves the keyboard focus to the search field, or to the button that begins an empty catalogue.
 */
void amia_offers_view_search (AmiaOffersView *view);

G_END_DECLS
