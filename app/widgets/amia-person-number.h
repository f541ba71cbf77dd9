/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-input.h"

G_BEGIN_DECLS

/**
 * amia_person_number_check:
 * @input: an input for a personnummer or samordningsnummer
 *
 * Reads the number as it was typed and writes it as `ÅÅÅÅMMDD-NNNN`; says beside the field what is
 * wrong with it. An empty field is fine.
 *
 * Returns: %TRUE if the input is empty or holds a number now
 */
gboolean amia_person_number_check (AmiaInput *input);

G_END_DECLS
