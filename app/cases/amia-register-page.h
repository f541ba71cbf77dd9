/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_REGISTER_PAGE (amia_register_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaRegisterPage, amia_register_page, AMIA, REGISTER_PAGE, GtkWidget)

/**
 * AmiaRegisterPage:
 *
 * Registers a participant: the person and the case in one change, with its author as the team's
 * first member, and opens the case. A personnummer that is here already is said before, with a way
 * to that case; two cases of one person are allowed, since people come back.
 */

/**
 * amia_register_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page, empty
 */
GtkWidget *amia_register_page_new (AmiaSession *session);

/**
 * amia_register_page_new_for_selection:
 * @session: what is open
 *
 * The same for somebody who is put on the selection list and has no case under way yet.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_register_page_new_for_selection (AmiaSession *session);

G_END_DECLS
