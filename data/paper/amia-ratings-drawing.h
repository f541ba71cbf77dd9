/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "amia-ratings-picture.h"

G_BEGIN_DECLS

/*
 * Self-ratings as drawings, on screen as on paper. Lines are told apart by thickness and dashes in
 * one colour, to hold in light and dark, in a copying machine, and for those who don't see colours.
 * Drawings only show: the same numbers are to stand in words beside them.
 */

/**
 * AmiaRatingsColor:
 * @red: from 0 to 1
 * @green: from 0 to 1
 * @blue: from 0 to 1
 *
 * The colour of lines and numbers.
 */
typedef struct
{
  double red;
  double green;
  double blue;
} AmiaRatingsColor;

/** AMIA_RATINGS_RIM: how much of a spider chart's edge is for the numbers of its spokes */
#define AMIA_RATINGS_RIM 26.0

/**
 * amia_ratings_draw_spider:
 * @cr: where to; its origin is the upper left corner
 * @context: fonts, for the numbers of the scales, from 1
 * @picture: a picture with at least three scales
 * @color: what to draw in
 * @width: how wide
 * @height: how high
 *
 * All occasions in one chart: the middle is the lowest number of each scale, the rim the highest.
 */
void amia_ratings_draw_spider (cairo_t                  *cr,
                               PangoContext             *context,
                               const AmiaRatingsPicture *picture,
                               const AmiaRatingsColor   *color,
                               double                    width,
                               double                    height);

/**
 * amia_ratings_draw_series:
 * @cr: as in amia_ratings_draw_spider()
 * @picture: a picture
 * @scale: which of its scales
 * @color: what to draw in
 * @width: how wide
 * @height: how high
 *
 * One scale over time.
 */
void amia_ratings_draw_series (cairo_t                  *cr,
                               const AmiaRatingsPicture *picture,
                               guint                     scale,
                               const AmiaRatingsColor   *color,
                               double                    width,
                               double                    height);

/**
 * amia_ratings_draw_key:
 * @cr: as in amia_ratings_draw_spider()
 * @style: a style of line
 * @color: what to draw in
 * @width: how wide
 * @height: how high
 *
 * A short line of that style, for a heading.
 */
void amia_ratings_draw_key (cairo_t                *cr,
                            guint                   style,
                            const AmiaRatingsColor *color,
                            double                  width,
                            double                  height);

G_END_DECLS
