/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LEAVING (amia_leaving_get_type ())
G_DECLARE_FINAL_TYPE (AmiaLeaving, amia_leaving, AMIA, LEAVING, GtkWidget)

/**
 * AmiaLeaving:
 *
 * Logging out and taking one's cases off the laptop. Both can be done only when nothing would be
 * lost: when all is on the server, or what is not has been put into a rescue file, which is done
 * here, too. What then happens is the window's, by its actions `win.log-out` and `win.remove`.
 */

/**
 * amia_leaving_set_session:
 * @leaving: the widget
 * @session: what is open
 */
void amia_leaving_set_session (AmiaLeaving *leaving,
                               AmiaSession *session);

G_END_DECLS
