/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_name_normalize:
 * @name: a person's name, as somebody wrote it
 *
 * What two ways of writing a name have in common: lower case, no accents but those that make
 * Swedish letters, words in the order of the alphabet, nothing else than letters and single blanks.
 * `Ek, Anna-Lisa` and `ANNA LISA EK` are the same.
 *
 * Returns: (transfer full): that; empty if @name has no letter
 */
char *amia_name_normalize (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_names_are_alike:
 * @a: a name after amia_name_normalize()
 * @b: another one
 *
 * Whether they may be one person's, given that the day of birth is the same: equal, or all words of
 * the shorter one are in the longer one (a second first name), or a slip of the pen apart: one
 * letter in eight, at least one and at most three, of which two neighbours in the wrong order count
 * as one. Any thread.
 *
 * Returns: %TRUE if so; %FALSE if either is empty
 */
gboolean amia_names_are_alike (const char *a,
                               const char *b);

G_END_DECLS
