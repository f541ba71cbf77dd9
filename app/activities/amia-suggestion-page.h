/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SUGGESTION_PAGE (amia_suggestion_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSuggestionPage, amia_suggestion_page, AMIA, SUGGESTION_PAGE, GtkWidget)

/**
 * AmiaSuggestionPage:
 *
 * A suggestion, and what became of it.
 */

/**
 * amia_suggestion_page_new:
 * @session: what is open
 * @id: the record, which may be new
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_suggestion_page_new (AmiaSession *session, const AmiaUuid *id);

G_END_DECLS
