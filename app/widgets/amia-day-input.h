/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-input.h"

G_BEGIN_DECLS

/**
 * amia_day_input_check:
 * @input: an input for a day
 *
 * Reads the day as it was typed (`14/3`, `idag`, `+2v`) and writes it as `YYYY-MM-DD`; says beside
 * the field if it is none. An empty field is fine.
 *
 * Returns: %TRUE if the input is empty or holds a day now
 */
gboolean amia_day_input_check (AmiaInput *input);

/**
 * amia_day_input_get_today:
 * @today: (out caller-allocates): today's date here
 */
void amia_day_input_get_today (GDate *today);

G_END_DECLS
