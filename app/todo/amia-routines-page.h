/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ROUTINES_PAGE (amia_routines_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaRoutinesPage, amia_routines_page, AMIA, ROUTINES_PAGE, GtkWidget)

/**
 * AmiaRoutinesPage:
 *
 * How each sub-project works: what its routine says, rule by rule, in words. Administrators and
 * sub-project leaders change the numbers; each change is a new version, and the due days of all
 * cases follow it.
 */

/**
 * amia_routines_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_routines_page_new (AmiaSession *session);

G_END_DECLS
