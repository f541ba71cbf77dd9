/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CLOSING_PAGE (amia_closing_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaClosingPage, amia_closing_page, AMIA, CLOSING_PAGE, GtkWidget)

/**
 * amia_closing_page_new:
 * @replica: the replica
 * @case_id: a case
 *
 * Leads to the end of a case: what is done and what is missing, the closing document that both
 * agencies approve, cause and way on. Of a closed case, what was said, the days after ALI, and the
 * way back.
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_closing_page_new (AmiaReplica    *replica,
                                  const AmiaUuid *case_id);

G_END_DECLS
