/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-item.h"
#include "amia-raw-json.h"

G_BEGIN_DECLS

/**
 * AmiaBound:
 * @AMIA_BOUND_INSIDE: it is the bound, covers it, or there is none
 * @AMIA_BOUND_UNKNOWN: units that do not convert
 *
 * Where an answer lies to a bound.
 */
typedef enum
{
  AMIA_BOUND_INSIDE,
  AMIA_BOUND_BELOW,
  AMIA_BOUND_ABOVE,
  AMIA_BOUND_UNKNOWN
} AmiaBound;

/**
 * amia_answer_compare_to_bound:
 * @item: a question
 * @answer: a well-formed answer to it
 * @bound: (nullable): its minValue or maxValue, inclusive, as the member of the extension it was
 * read from
 *
 * Compares numbers by value, dates as stretches of time (2022-05 lies inside up to 2022), and
 * quantities of the same unit or of units of UCUM that differ by a metric prefix only (m, km).
 *
 * Returns: where @answer lies
 */
AmiaBound amia_answer_compare_to_bound (const AmiaItem *item,
                                        const AmiaRaw  *answer,
                                        const AmiaRaw  *bound);

G_END_DECLS
