/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SYNC_LINE (amia_sync_line_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSyncLine, amia_sync_line, AMIA, SYNC_LINE, GtkButton)

/**
 * AmiaSyncLine:
 *
 * The line at the foot of the side bar: an icon, a few words, a time. A button; what it opens is
 * for its owner to say.
 */

/**
 * amia_sync_line_set_session:
 * @line: a line
 * @session: what is open
 */
void amia_sync_line_set_session (AmiaSyncLine *line,
                                 AmiaSession  *session);

G_END_DECLS
