/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_distance_is_known:
 * @municipality: (nullable): the name of a municipality, as somebody typed it
 *
 * Knows the eight municipalities of Jämtland, whatever the case of the letters is and with or
 * without `kommun` after the name.
 *
 * Returns: %TRUE if a distance from there can be reckoned
 */
gboolean amia_distance_is_known (const char *municipality);

/**
 * amia_distance_get_km:
 * @from: (nullable): the name of a municipality
 * @to: (nullable): that of another
 *
 * How far the main towns of two municipalities are from each other, as the crow flies: the road is
 * longer. Within one municipality that is 0, for one that is not in the table, too; how long the
 * way there really is, nobody here knows.
 *
 * Returns: kilometres, exact to about one; negative where that is not known
 */
double amia_distance_get_km (const char *from,
                             const char *to);

G_END_DECLS
