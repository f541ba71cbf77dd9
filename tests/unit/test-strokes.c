/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-strokes.h"

/* A drawn signature there and back, and what is no drawing. */

static void
test_round_trip (void)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (AmiaStrokePoint));
  g_autoptr (GArray) again = NULL;
  g_autofree char *json = NULL;
  g_autofree char *other = NULL;

  amia_strokes_add (points, 10.4, 20, TRUE);
  amia_strokes_add (points, 11, 21, FALSE); /* Nobody would see it. */
  amia_strokes_add (points, 30, 40, FALSE);
  amia_strokes_add (points, 5000, -5, TRUE); /* Outside the box. */
  json = amia_strokes_to_json (points);
  g_assert_cmpstr (json, ==, "[[[10,20],[30,40]],[[1000,0]]]");

  again = amia_strokes_from_json (json);
  other = amia_strokes_to_json (again);
  g_assert_cmpstr (other, ==, json);
}

static void
test_what_is_no_drawing (void)
{
  static const struct
  {
    const char *json;
    guint       n_points;
  } rows[] = {
    { NULL, 0 },
    { "", 0 },
    { "[", 0 },
    { "{}", 0 },
    { "[]", 0 },
    { "[[]]", 0 },
    { "[1,[2],[[3]]]", 0 },
    { "[[[1,2,3]]]", 0 },
    { "[[[{},[]]]]", 0 },
    { "[[[1,2],[9,\"x\"],[null,9]]]", 1 },
    { "[[[-1e300,1e300]]]", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) points = amia_strokes_from_json (rows[i].json);

      g_test_message ("%s", rows[i].json);
      g_assert_cmpuint (points->len, ==, rows[i].n_points);
    }
}

static void
test_has_an_end (void)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (AmiaStrokePoint));

  for (guint i = 0; i < 2 * AMIA_STROKES_POINTS_MAX; i++)
    amia_strokes_add (points, i % 1000, 0, TRUE);

  g_assert_cmpuint (points->len, ==, AMIA_STROKES_POINTS_MAX);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method/strokes/round-trip", test_round_trip);
  g_test_add_func ("/method/strokes/what-is-no-drawing", test_what_is_no_drawing);
  g_test_add_func ("/method/strokes/has-an-end", test_has_an_end);
  return g_test_run ();
}
