/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-due-entry.h"
#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_DUE_MODEL (amia_due_model_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDueModel, amia_due_model, AMIA, DUE_MODEL, GObject)

/**
 * AmiaDueModel:
 *
 * What is to be done, as a #GListModel of #AmiaDueEntry: headings and below them what is due, the
 * earliest first. Follows the replica, a moment after it has changed, and the calendar: when a day
 * is over it looks again. Rows that stay the same are not announced anew.
 *
 * The signal `loaded` is emitted whenever it has looked, also when nothing was different.
 */

/**
 * amia_due_model_new:
 * @replica: a replica
 *
 * Returns: (transfer full): what the replica's user has to do
 */
AmiaDueModel *amia_due_model_new (AmiaReplica *replica) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_model_set_filter:
 * @model: a model
 * @filter: whose due things; %AMIA_DUE_OF_ME to begin with
 */
void amia_due_model_set_filter (AmiaDueModel *model,
                                AmiaDueFilter filter);

/**
 * amia_due_model_is_loaded:
 * @model: a model
 *
 * Returns: %TRUE when it has looked at every case
 */
gboolean amia_due_model_is_loaded (AmiaDueModel *model);

/**
 * amia_due_model_count:
 * @model: a model
 * @filter: whose due things
 *
 * Returns: how many there are
 */
guint amia_due_model_count (AmiaDueModel *model,
                            AmiaDueFilter filter);

/**
 * amia_due_model_count_urgent:
 * @model: a model
 *
 * Returns: how many of the user's own are overdue or for today
 */
guint amia_due_model_count_urgent (AmiaDueModel *model);

G_END_DECLS
