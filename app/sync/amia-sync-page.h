/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SYNC_PAGE (amia_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSyncPage, amia_sync_page, AMIA, SYNC_PAGE, GtkWidget)

/**
 * AmiaSyncPage:
 *
 * The place *Sync*: how laptop and server stand, what is wrong and what helps, what was refused and
 * how to mend it, what waits, signing in, this device.
 */

/**
 * amia_sync_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_sync_page_new (AmiaSession *session);

G_END_DECLS
