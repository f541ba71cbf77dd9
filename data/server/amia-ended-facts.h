/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger-restore.h"
#include "amia-record.h"

G_BEGIN_DECLS

/**
 * amia_ended_facts_apply:
 * @facts: (element-type AmiaEndedFact): what the safeguard knows and the ledger has lost
 * @record: a record that decides about access
 *
 * Adds to the record what is known of it. Each fact becomes a head beside those that are there, so
 * that the most restrictive one wins, until the change that it comes from has come back.
 */
void amia_ended_facts_apply (GPtrArray  *facts,
                             AmiaRecord *record);

/**
 * amia_op_is_safeguarded:
 * @op: an op
 * @is_new: whether the change is the first that speaks of its record
 *
 * Whether an op may take rights from somebody: then it is written to the safeguard file before it
 * counts, since to forget it would give them back.
 *
 * Returns: %TRUE if so
 */
gboolean amia_op_is_safeguarded (const AmiaOp *op,
                                 gboolean      is_new);

G_END_DECLS
