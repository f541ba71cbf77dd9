/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_WORKLOAD_PAGE (amia_workload_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaWorkloadPage, amia_workload_page, AMIA, WORKLOAD_PAGE, GtkWidget)

/**
 * amia_workload_page_new:
 * @session: what is open
 *
 * Arbetsfördelning: everybody in the teams of the cases that are here, how much they have to do,
 * and who is away.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_workload_page_new (AmiaSession *session);

G_END_DECLS
