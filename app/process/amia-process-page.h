/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PROCESS_PAGE (amia_process_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaProcessPage, amia_process_page, AMIA, PROCESS_PAGE, GtkWidget)

/**
 * AmiaProcessPage:
 *
 * The process map of a case over the whole width: the picture, or the same as a list (Alt+L), and
 * beneath it the selected step with its visits, what is missing in it, and the way in and out. Any
 * step may be entered at any time; what is missing is said and blocks nothing.
 */

/**
 * amia_process_page_new:
 * @replica: the replica
 * @case_id: a case
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_process_page_new (AmiaReplica    *replica,
                                  const AmiaUuid *case_id);

G_END_DECLS
