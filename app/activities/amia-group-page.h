/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_GROUP_PAGE (amia_group_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaGroupPage, amia_group_page, AMIA, GROUP_PAGE, GtkWidget)

/**
 * AmiaGroupPage:
 *
 * A group: who takes part and who waits, its occasions, and what it is. Participants are those of
 * the reader's cases; how many others there are is known, not who.
 */

/**
 * amia_group_page_new:
 * @session: what is open
 * @id: the record, which may be new
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_group_page_new (AmiaSession *session, const AmiaUuid *id);

G_END_DECLS
