/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"
#include "amia-kinds.h"

G_BEGIN_DECLS

/**
 * amia_op_get_scope:
 * @op: an op
 * @scope: (out): whose it is: the case's id for what belongs to a case, the participant's own id
 * for a participant, nil for what is the whole organisation's
 *
 * Under what the server files an op. What has no case though its kind is not known is filed under
 * itself: nobody but its author is ever let in there.
 */
void amia_op_get_scope (const AmiaOp *op,
                        AmiaUuid     *scope);

/**
 * amia_op_is_of_person:
 * @op: an op
 *
 * Returns: %TRUE if it is of a participant, who is reached through cases
 */
gboolean amia_op_is_of_person (const AmiaOp *op);

/**
 * amia_change_list_scopes:
 * @change: a change
 * @scopes_max: how many there may be
 *
 * Returns: (transfer full) (nullable) (element-type AmiaUuid): the scopes that its ops are of, each
 *   once, or %NULL if there are more than that
 */
GArray *amia_change_list_scopes (const AmiaChange *change,
                                 guint             scopes_max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
