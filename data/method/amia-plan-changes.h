/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-action-plan.h"

G_BEGIN_DECLS

/**
 * AmiaPlanChange:
 * @before: (nullable): a line of the earlier plan; without a goal and an activity for what is new
 * @after: the same of the later plan; without either for what is gone
 * @fields: (array zero-terminated=1): the names of the records' fields that differ; none for what
 *   is new, gone or the same
 *
 * One line of two plans laid beside each other.
 */
typedef struct
{
  AmiaPlanRow before;
  AmiaPlanRow after;
  char      **fields;
} AmiaPlanChange;

/**
 * amia_action_plan_compare:
 * @before: an earlier plan
 * @after: a later one
 *
 * Lays two plans beside each other: all lines of the later in its order, each with what it was;
 * then those of the earlier that are gone. Order itself is no difference. Pure; the rows borrow
 * from both plans.
 *
 * Returns: (transfer full) (element-type AmiaPlanChange): a line each
 */
GPtrArray *amia_action_plan_compare (const AmiaActionPlan *before,
                                     const AmiaActionPlan *after) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_change_is_same:
 * @change: a line
 *
 * Returns: %TRUE if it stands in both plans and nothing of it differs
 */
gboolean amia_plan_change_is_same (const AmiaPlanChange *change);

G_END_DECLS
