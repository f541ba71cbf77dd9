/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_workday_get_easter:
 * @year: a year of the Gregorian calendar
 * @easter: (out caller-allocates): Easter Sunday of that year
 *
 * By the anonymous Gregorian computus. Any thread.
 */
void amia_workday_get_easter (GDateYear year,
                              GDate    *easter);

/**
 * amia_workday_is_free:
 * @date: a day
 *
 * Saturdays, Sundays, Sweden's public holidays (lag 1989:253) and the three eves that its offices
 * treat as such: midsommarafton, julafton, nyårsafton. Any thread.
 *
 * Returns: %TRUE if nobody can be expected to work on @date
 */
gboolean amia_workday_is_free (const GDate *date);

/**
 * amia_workday_move_to_next:
 * @date: (inout): a day
 *
 * Moves @date to the first working day that is not before it: what had to be done on a free day may
 * be done on the next working day (lag 1930:173).
 */
void amia_workday_move_to_next (GDate *date);

G_END_DECLS
