/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * AmiaIdEdit:
 * @position: where
 * @n_removed: so many are taken away there
 * @n_added: then so many are put there
 * @source: where those stand in the new list
 *
 * A step from one list to another.
 */
typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
  guint source;
} AmiaIdEdit;

/**
 * amia_id_diff:
 * @from: (array length=n_from): ids, each once
 * @n_from: how many
 * @to: (array length=n_to): ids, each once
 * @n_to: how many
 *
 * How to get from one list to the other with few steps, so that a view keeps what it can. What
 * moved is taken away and put back; of what could stay, the most stays. Where that would take very
 * many steps, one step replaces all that differs. Pure; n log n.
 *
 * Returns: (transfer full) (element-type AmiaIdEdit): steps to be made in this order, each on the
 *   list as the one before left it
 */
GArray *amia_id_diff (const AmiaUuid *from,
                      guint           n_from,
                      const AmiaUuid *to,
                      guint           n_to) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
