/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"
#include "amia-values.h"

G_BEGIN_DECLS

/**
 * amia_checklists_begin:
 * @from: a widget of the window
 * @replica: the replica
 * @case_id: the case
 * @side: which checklist
 * @day: (nullable): the day of the meeting; %NULL for the one that amia_values_pick_day() finds
 *   among the case's meetings
 *
 * Two minutes before a meeting, two after: opens the checklist of the value base for that day, the
 * one that was begun on this laptop or else a new one with the day filled in. Main thread.
 */
void amia_checklists_begin (GtkWidget      *from,
                            AmiaReplica    *replica,
                            const AmiaUuid *case_id,
                            AmiaValuesSide  side,
                            const GDate    *day);

/**
 * amia_checklists_new_actions:
 * @page: the widget that they are for; it must outlive the group
 * @replica: the replica
 * @case_id: the case
 *
 * Returns: (transfer full): the actions `before`, `after` and `participant`, which begin a
 *   checklist, and `over-time`, which opens an #AmiaValuesPage
 */
GActionGroup *amia_checklists_new_actions (GtkWidget      *page,
                                           AmiaReplica    *replica,
                                           const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
