/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_WORKER_PAGE (amia_worker_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaWorkerPage, amia_worker_page, AMIA, WORKER_PAGE, GtkWidget)

/**
 * amia_worker_page_new:
 * @session: what is open
 * @user: an account
 *
 * One caseworker: when they are away and who is their deputy, and every case, meeting and due thing
 * that would be nobody's then.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_worker_page_new (AmiaSession *session,
                                 const char  *user);

G_END_DECLS
