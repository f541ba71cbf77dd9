/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_PLAN_VIEW (amia_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPlanView, amia_plan_view, AMIA, PLAN_VIEW, GtkWidget)

/**
 * AmiaPlanView:
 *
 * The plan of a case: how many hours a week it comes to and what collides, the goals with their
 * activities, what was agreed on until next time, and the plans that were agreed on. Enter opens a
 * line, Delete takes it away (and *Undo* brings it back), Alt with up or down moves it among its
 * equals, the space bar ticks off what is done.
 *
 * Actions: `plan.new` asks what is to be new, `plan.add` (string: `goal`, `sub-goal`, `activity`,
 * `todo`) begins it, `plan.propose` shows what the catalogue has.
 */

/**
 * amia_plan_view_new:
 * @replica: the replica
 * @case_id: a case
 *
 * Returns: (transfer floating): the view, filled as soon as the plan has been read
 */
GtkWidget *amia_plan_view_new (AmiaReplica    *replica,
                               const AmiaUuid *case_id);

G_END_DECLS
