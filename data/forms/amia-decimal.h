/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Decimals as text, never as binary fractions: 1.10 keeps its digits and equals 1.1. All functions
 * take a number as JSON writes it.
 */

/** amia_decimal_compare: Returns: less than, equal to or greater than 0 as @a is to @b, exactly */
int amia_decimal_compare (const char *a, const char *b);

/** amia_decimal_count_places: Returns: how many decimal places it was written with */
guint amia_decimal_count_places (const char *text);

/** amia_decimal_is_integer: Returns: %TRUE if it is written as an integer of 32 bits */
gboolean amia_decimal_is_integer (const char *text);

G_END_DECLS
