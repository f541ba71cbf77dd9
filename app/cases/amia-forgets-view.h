/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-case-snapshot.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORGETS_VIEW (amia_forgets_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaForgetsView, amia_forgets_view, AMIA, FORGETS_VIEW, GtkWidget)

/**
 * AmiaForgetsView:
 *
 * Which laptops have confirmed that they removed what they may no longer see of a case, and which
 * have not been in contact since. Hidden as long as nothing has ended. While it is on screen the
 * server is asked after each round; without a network it shows what was known last, and when.
 */

/**
 * amia_forgets_view_set_session:
 * @view: the view
 * @session: the session; set once
 */
void amia_forgets_view_set_session (AmiaForgetsView *view,
                                    AmiaSession     *session);

/**
 * amia_forgets_view_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_forgets_view_set_snapshot (AmiaForgetsView  *view,
                                     AmiaCaseSnapshot *snapshot);

G_END_DECLS
