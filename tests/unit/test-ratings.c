/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <math.h>

#include "amia-ratings.h"

/* Self-ratings as a spider chart and over time: where each number stands. */

#define NEAR 1e-9

static void
test_spider (void)
{
  static const struct
  {
    AmiaRatingScale scale;
    double          value;
    double          share; /* -1: no point */
  } rows[] = {
    { { 0, 10 }, 0, 0 },
    { { 0, 10 }, 10, 1 },
    { { 0, 10 }, 4, 0.4 },
    { { 1, 5 }, 1, 0 },
    { { 1, 5 }, 3, 0.5 },
    { { 1, 5 }, 5, 1 },
    { { 0, 10 }, 14, 1 },
    { { 1, 5 }, 0, 0 },
    { { 0, 10 }, NAN, -1 },
  };
  AmiaRatingScale scales[G_N_ELEMENTS (rows)];
  double          values[G_N_ELEMENTS (rows)];
  AmiaRatingPoint points[G_N_ELEMENTS (rows)];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      scales[i] = rows[i].scale;
      values[i] = rows[i].value;
    }

  amia_ratings_lay_out_spider (scales, values, G_N_ELEMENTS (rows), points);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (points[i].is_rated, ==, rows[i].share >= 0);
      if (points[i].is_rated)
        g_assert_cmpfloat_with_epsilon (hypot (points[i].x, points[i].y), rows[i].share, NEAR);
    }
}

static void
test_spokes_go_round_clockwise (void)
{
  static const double ends[][2] = { { 0, 1 }, { 1, 0 }, { 0, -1 }, { -1, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      AmiaRatingPoint point = amia_ratings_get_spoke (i, G_N_ELEMENTS (ends), 1);

      g_assert_cmpfloat_with_epsilon (point.x, ends[i][0], NEAR);
      g_assert_cmpfloat_with_epsilon (point.y, ends[i][1], NEAR);
    }
}

static void
test_series_keeps_the_time_between (void)
{
  const AmiaRatingScale scale = { 0, 10 };
  const guint32         days[] = { 1000, 1010, 1010, 1040 };
  const double          values[] = { 2, NAN, 5, 10 };
  AmiaRatingPoint       points[G_N_ELEMENTS (days)];

  amia_ratings_lay_out_series (&scale, days, values, G_N_ELEMENTS (days), points);
  g_assert_cmpfloat_with_epsilon (points[0].x, 0, NEAR);
  g_assert_cmpfloat_with_epsilon (points[0].y, 0.2, NEAR);
  g_assert_false (points[1].is_rated);
  g_assert_cmpfloat_with_epsilon (points[2].x, 0.25, NEAR);
  g_assert_cmpfloat_with_epsilon (points[3].x, 1, NEAR);
  g_assert_cmpfloat_with_epsilon (points[3].y, 1, NEAR);
}

static void
test_one_day_stands_in_the_middle (void)
{
  const AmiaRatingScale scale = { 1, 5 };
  const guint32         day = 1000;
  const double          value = 2;
  AmiaRatingPoint       point;

  amia_ratings_lay_out_series (&scale, &day, &value, 1, &point);
  g_assert_cmpfloat_with_epsilon (point.x, 0.5, NEAR);
  g_assert_cmpfloat_with_epsilon (point.y, 0.25, NEAR);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ratings/spider", test_spider);
  g_test_add_func ("/ratings/spokes-go-round-clockwise", test_spokes_go_round_clockwise);
  g_test_add_func ("/ratings/series-keeps-the-time-between", test_series_keeps_the_time_between);
  g_test_add_func ("/ratings/one-day-stands-in-the-middle", test_one_day_stands_in_the_middle);

  return g_test_run ();
}
