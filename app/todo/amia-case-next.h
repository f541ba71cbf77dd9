/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_NEXT (amia_case_next_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseNext, amia_case_next, AMIA, CASE_NEXT, GtkWidget)

/**
 * AmiaCaseNext:
 *
 * What is to be done next in one case: at most five rows, the earliest first, and how many more
 * there are. Months of hours that nobody reported are one row. Not visible while nothing is due.
 */

/**
 * amia_case_next_load:
 * @next: a block
 * @replica: where the case is
 * @case_id: the case
 *
 * Reads what is due now. Call it whenever the case may have changed.
 */
void amia_case_next_load (AmiaCaseNext   *next,
                          AmiaReplica    *replica,
                          const AmiaUuid *case_id);

G_END_DECLS
