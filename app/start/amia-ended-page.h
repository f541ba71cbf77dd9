/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-store-end.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ENDED_PAGE (amia_ended_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaEndedPage, amia_ended_page, AMIA, ENDED_PAGE, GtkWidget)

/**
 * AmiaEndedPage:
 *
 * The device was revoked: says what happened, what was lost with it, and what to do. The signal
 * `elsewhere` is emitted when somebody wants to begin anew.
 */

/**
 * amia_ended_page_new:
 * @ending: what is left to say
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_ended_page_new (const AmiaEnding *ending);

G_END_DECLS
