/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SIDEBAR (amia_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSidebar, amia_sidebar, AMIA, SIDEBAR, GtkWidget)

/**
 * AmiaSidebar:
 *
 * Who I am, the places with what is in them, and at the bottom the sync line. The signal `place
 * (string)` is emitted when one is chosen.
 */

/**
 * amia_sidebar_set_session:
 * @sidebar: a side bar
 * @session: what is open
 */
void amia_sidebar_set_session (AmiaSidebar *sidebar,
                               AmiaSession *session);

/**
 * amia_sidebar_set_place:
 * @sidebar: a side bar
 * @place: the place to mark as the visible one; `place` is not emitted
 */
void amia_sidebar_set_place (AmiaSidebar *sidebar,
                             const char  *place);

/**
 * amia_sidebar_set_count:
 * @sidebar: a side bar
 * @place: a place
 * @count: how much there is in it; a zero is not shown, it says nothing worth reading
 * @words: the row's accessible name, with the number in words: `Cases, 12 cases`
 */
void amia_sidebar_set_count (AmiaSidebar *sidebar,
                             const char  *place,
                             guint        count,
                             const char  *words);

/**
 * amia_sidebar_set_folded:
 * @sidebar: a side bar
 * @is_folded: whether it fills the window, and so carries the window's buttons
 */
void amia_sidebar_set_folded (AmiaSidebar *sidebar,
                              gboolean     is_folded);

G_END_DECLS
