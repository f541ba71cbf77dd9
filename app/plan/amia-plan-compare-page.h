/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PLAN_COMPARE_PAGE (amia_plan_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (
    AmiaPlanComparePage, amia_plan_compare_page, AMIA, PLAN_COMPARE_PAGE, GtkWidget)

/**
 * AmiaPlanComparePage:
 *
 * Two plans that were agreed on, or one and the plan as it stands, side by side in words: what is
 * new, what is gone and what has changed, the same only on demand.
 */

/**
 * amia_plan_compare_page_new:
 * @replica: the replica
 * @case_id: a case
 *
 * Returns: (transfer floating): the page; begins with the last that was agreed on beside today's
 */
GtkWidget *amia_plan_compare_page_new (AmiaReplica    *replica,
                                       const AmiaUuid *case_id);

/**
 * amia_plan_compare_page_read_plan:
 * @store: a store, on its thread
 * @data: a case's #AmiaUuid
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * amia_store_load_plan() for amia_case_reader_new().
 *
 * Returns: (transfer full): an #AmiaCasePlan
 */
gpointer amia_plan_compare_page_read_plan (AmiaStore    *store,
                                           gpointer      data,
                                           GCancellable *cancellable,
                                           GError      **error);

G_END_DECLS
