/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PLAN_SUMMARY (amia_plan_summary_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPlanSummary, amia_plan_summary, AMIA, PLAN_SUMMARY, GtkWidget)

/**
 * AmiaPlanSummary:
 *
 * The plan in a few lines, for the overview of a case: its goals, what was agreed on until next
 * time, and how many hours a week it comes to.
 */

/**
 * amia_plan_summary_set_case:
 * @summary: a summary
 * @replica: the replica
 * @case_id: the case; the first call counts
 */
void amia_plan_summary_set_case (AmiaPlanSummary *summary,
                                 AmiaReplica     *replica,
                                 const AmiaUuid  *case_id);

G_END_DECLS
