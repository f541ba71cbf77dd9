/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * amia_income_editor_new:
 * @replica: the replica
 * @case_id: the case
 * @id: the income's record; one that does not exist comes into being with what is filled in first
 *
 * A card to fill in one income on the spot: kind, level, first and last day, a word about it.
 *
 * Returns: (transfer floating): an #AmiaRecordForm
 */
GtkWidget *amia_income_editor_new (AmiaReplica    *replica,
                                   const AmiaUuid *case_id,
                                   const AmiaUuid *id);

G_END_DECLS
