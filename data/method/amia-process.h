/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaSubstep:
 * @code: `1.1`
 * @name: in Swedish, as the method calls it
 *
 * A part of a step of the process map.
 */
typedef struct
{
  const char *code;
  const char *name;
} AmiaSubstep;

/**
 * AmiaStep:
 * @code: `1` to `7`; what a visit's `step` holds
 * @name: in Swedish, as the method calls it
 * @substeps: (array length=n_substeps): its parts
 * @n_substeps: how many; none for some
 *
 * A step of the process map (*processkartan*). The order is the map's, not a path: a case enters
 * earlier steps again as often as it needs to.
 */
typedef struct
{
  const char        *code;
  const char        *name;
  const AmiaSubstep *substeps;
  gsize              n_substeps;
} AmiaStep;

/**
 * AmiaOutcome:
 * @code: what a case's `outcome` holds
 * @name: in Swedish
 *
 * An end state of the process (*vägval*).
 */
typedef struct
{
  const char *code;
  const char *name;
} AmiaOutcome;

/**
 * amia_process_get_steps:
 * @n_steps: (out): how many
 *
 * Returns: (array length=n_steps) (transfer none): the seven steps, for ever
 */
const AmiaStep *amia_process_get_steps (gsize *n_steps);

/**
 * amia_process_find_step:
 * @code: the code of a step or of a sub-step, `4` or `4.2`
 *
 * Returns: (nullable) (transfer none): the step, for a sub-step the one it is part of; %NULL for a
 *   code that this program does not know
 */
const AmiaStep *amia_process_find_step (const char *code);

/**
 * amia_process_find_name:
 * @code: the code of a step, a sub-step or an outcome
 *
 * Returns: (nullable) (transfer none): its name in Swedish, %NULL for a code that this program does
 *   not know
 */
const char *amia_process_find_name (const char *code);

/**
 * amia_process_get_outcomes:
 * @n_outcomes: (out): how many
 *
 * Returns: (array length=n_outcomes) (transfer none): the five end states, for ever
 */
const AmiaOutcome *amia_process_get_outcomes (gsize *n_outcomes);

G_END_DECLS
