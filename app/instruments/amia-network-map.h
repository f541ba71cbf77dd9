/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-instrument.h"

G_BEGIN_DECLS

#define AMIA_TYPE_NETWORK_MAP (amia_network_map_get_type ())
G_DECLARE_FINAL_TYPE (AmiaNetworkMap, amia_network_map, AMIA, NETWORK_MAP, AmiaInstrument)

/**
 * AmiaNetworkMap:
 *
 * The participant in the middle and, as buttons, the people and organisations around them: the
 * distance is how close they stand, the slice is which kind they are, the line is whether they give
 * strength or take it. Arrow keys go from one to the next, Enter opens what is known, Ctrl with an
 * arrow moves nearer, further off, or to another kind; the mouse drags. Delete takes a contact off
 * the map, and undo brings it back.
 *
 * For a repeating group with the template's questions `kontakt-namn`, `kontakt-slag`,
 * `kontakt-narhet` and `kontakt-stod`.
 */

G_END_DECLS
