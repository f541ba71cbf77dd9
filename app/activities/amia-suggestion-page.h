/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * amia_suggestion_page_new:
 * @session: what is open
 * @id: the record, which may be new
 *
 * A page about a suggestion, and what became of it.
 *
 * Returns: (transfer floating): an #AmiaRecordPage
 */
GtkWidget *amia_suggestion_page_new (AmiaSession    *session,
                                     const AmiaUuid *id);

G_END_DECLS
