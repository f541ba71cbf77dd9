/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-ratings.h"

#include <math.h>

/* The geometry of self-ratings, the same on screen and on paper. */

static double
get_share (const AmiaRatingScale *scale,
           double                 value)
{
  return CLAMP ((value - scale->min) / (scale->max - scale->min), 0.0, 1.0);
}

AmiaRatingPoint
amia_ratings_get_spoke (guint  index,
                        guint  n_scales,
                        double share)
{
  double angle;

  g_return_val_if_fail (index < n_scales, (AmiaRatingPoint){ 0 });

  angle = 2 * G_PI * index / n_scales;
  return (AmiaRatingPoint){ share * sin (angle), share * cos (angle), TRUE };
}

void
amia_ratings_lay_out_spider (const AmiaRatingScale *scales,
                             const double          *values,
                             guint                  n_scales,
                             AmiaRatingPoint       *points)
{
  g_return_if_fail (n_scales == 0 || (scales != NULL && values != NULL && points != NULL));

  for (guint i = 0; i < n_scales; i++)
    points[i] = isnan (values[i])
                    ? (AmiaRatingPoint){ 0, 0, FALSE }
                    : amia_ratings_get_spoke (i, n_scales, get_share (&scales[i], values[i]));
}

void
amia_ratings_lay_out_series (const AmiaRatingScale *scale,
                             const guint32         *days,
                             const double          *values,
                             guint                  n_values,
                             AmiaRatingPoint       *points)
{
  double span;

  g_return_if_fail (scale != NULL);
  g_return_if_fail (n_values == 0 || (days != NULL && values != NULL && points != NULL));

  span = n_values > 0 ? days[n_values - 1] - days[0] : 0;
  for (guint i = 0; i < n_values; i++)
    {
      double x = span > 0 ? (days[i] - days[0]) / span : 0.5;

      points[i] = isnan (values[i]) ? (AmiaRatingPoint){ x, 0, FALSE }
                                    : (AmiaRatingPoint){ x, get_share (scale, values[i]), TRUE };
    }
}
