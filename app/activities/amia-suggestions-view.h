/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-catalogue.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SUGGESTIONS_VIEW (amia_suggestions_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSuggestionsView, amia_suggestions_view, AMIA, SUGGESTIONS_VIEW, GtkWidget)

/**
 * AmiaSuggestionsView:
 *
 * What participants have suggested at their meetings, and what became of it.
 */

/**
 * amia_suggestions_view_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_suggestions_view_new (AmiaSession *session);

/**
 * amia_suggestions_view_set_catalogue:
 * @view: the view
 * @catalogue: what there is now
 */
void amia_suggestions_view_set_catalogue (AmiaSuggestionsView *view,
                                          AmiaCatalogue       *catalogue);

G_END_DECLS
