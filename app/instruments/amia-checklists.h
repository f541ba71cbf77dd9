/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-replica.h"
#include "amia-values.h"

G_BEGIN_DECLS

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
