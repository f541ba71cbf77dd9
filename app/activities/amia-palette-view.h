/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-catalogue.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PALETTE_VIEW (amia_palette_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPaletteView, amia_palette_view, AMIA, PALETTE_VIEW, GtkWidget)

/**
 * AmiaPaletteView:
 *
 * The palette: what a municipality offers, a card for each colour, to choose from together with the
 * participant. Each colour is named, so that nothing is said by colour alone. What is chosen is
 * opened by the action `page.open-offer`.
 */

/**
 * amia_palette_view_set_catalogue:
 * @view: the view
 * @catalogue: what there is now
 */
void amia_palette_view_set_catalogue (AmiaPaletteView *view,
                                      AmiaCatalogue   *catalogue);

G_END_DECLS
