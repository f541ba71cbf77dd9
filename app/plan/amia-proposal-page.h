/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PROPOSAL_PAGE (amia_proposal_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaProposalPage, amia_proposal_page, AMIA, PROPOSAL_PAGE, GtkWidget)

/**
 * AmiaProposalPage:
 *
 * What the catalogue has for a participant: first of all what the plan has nothing of, the nearest
 * first. Enter puts a line into the plan, and *Undo* takes it out.
 */

/**
 * amia_proposal_page_new:
 * @replica: the replica
 * @case_id: the case
 * @goal: (nullable): the goal that new activities belong to, as text
 * @order: where the first of them stands in the plan
 *
 * Returns: (transfer floating): the page, for amia_navigator_open()
 */
GtkWidget *amia_proposal_page_new (AmiaReplica    *replica,
                                   const AmiaUuid *case_id,
                                   const char     *goal,
                                   double          order);

G_END_DECLS
