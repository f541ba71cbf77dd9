/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "amia-values.h"

G_BEGIN_DECLS

/**
 * amia_values_draw_tally:
 * @cr: where to; its origin is the upper left corner
 * @tally: what became of a value, in one meeting or several
 * @color: the colour of text there
 * @width: how wide
 * @height: how high
 *
 * A full bar, half a bar or an empty, crossed frame; of several meetings the three beside each
 * other, as broad as their share. Marks are told apart by height and frame, in one colour, to hold
 * in light and dark, in grey, and for those who don't see colours.
 */
void amia_values_draw_tally (cairo_t              *cr,
                             const AmiaValueTally *tally,
                             const GdkRGBA        *color,
                             double                width,
                             double                height);

G_END_DECLS
