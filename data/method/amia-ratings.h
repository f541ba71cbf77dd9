/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaRatingScale:
 * @min: its lowest number
 * @max: its highest, greater than @min
 *
 * A scale on which somebody rates how things are. Which of its ends is the better one differs from
 * scale to scale and is nothing that a drawing says.
 */
typedef struct
{
  double min;
  double max;
} AmiaRatingScale;

/**
 * AmiaRatingPoint:
 * @x: to the right
 * @y: upwards
 * @is_rated: %FALSE if there is no number, and the point is none
 */
typedef struct
{
  double   x;
  double   y;
  gboolean is_rated;
} AmiaRatingPoint;

/**
 * amia_ratings_get_spoke:
 * @index: which scale
 * @n_scales: how many there are
 * @share: how far out, from 0 in the middle to 1 at the rim
 *
 * Returns: the point on that scale's spoke in a circle of radius 1 around 0, 0; the first spoke
 *   points upwards and the others follow clockwise
 */
AmiaRatingPoint amia_ratings_get_spoke (guint  index,
                                        guint  n_scales,
                                        double share);

/**
 * amia_ratings_lay_out_spider:
 * @scales: (array length=n_scales): the scales
 * @values: (array length=n_scales): a number on each, `NAN` where there is none
 * @n_scales: how many
 * @points: (array length=n_scales) (out caller-allocates): where they stand
 *
 * One occasion as a line around a spider chart: the lowest number of a scale in the middle, the
 * highest at the rim. Numbers beyond the ends stand at the end. Pure; any thread.
 */
void amia_ratings_lay_out_spider (const AmiaRatingScale *scales,
                                  const double          *values,
                                  guint                  n_scales,
                                  AmiaRatingPoint       *points);

/**
 * amia_ratings_lay_out_series:
 * @scale: the scale
 * @days: (array length=n_values): the days (Julian, as g_date_get_julian() counts), not falling
 * @values: (array length=n_values): the numbers, `NAN` where there is none
 * @n_values: how many
 * @points: (array length=n_values) (out caller-allocates): where they stand
 *
 * One scale over time, in a square from 0, 0 to 1, 1: days apart as they were, the first at the
 * left and the last at the right. All of one day stand in the middle. Pure; any thread.
 */
void amia_ratings_lay_out_series (const AmiaRatingScale *scale,
                                  const guint32         *days,
                                  const double          *values,
                                  guint                  n_values,
                                  AmiaRatingPoint       *points);

G_END_DECLS
