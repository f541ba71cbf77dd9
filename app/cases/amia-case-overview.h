/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-case-snapshot.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_OVERVIEW (amia_case_overview_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseOverview, amia_case_overview, AMIA, CASE_OVERVIEW, GtkWidget)

/**
 * AmiaCaseOverview:
 *
 * The first view of a case: where in the process it is and has been, the latest of the journal, the
 * forms last worked with.
 */

/**
 * amia_case_overview_new:
 * @replica: the replica
 *
 * Returns: (transfer floating): the view, empty
 */
GtkWidget *amia_case_overview_new (AmiaReplica *replica);

/**
 * amia_case_overview_set_snapshot:
 * @view: the view
 * @snapshot: the case as it is now
 */
void amia_case_overview_set_snapshot (AmiaCaseOverview *view,
                                      AmiaCaseSnapshot *snapshot);

G_END_DECLS
