/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-clock.h"

/* The hybrid clock under wall clocks that stand still, jump and lie. */

#define STAMP(ms, counter) (((AmiaStamp) (ms) << 16) | (counter))
#define NOW                G_GINT64_CONSTANT (1700000000000)
#define MINUTE             (60 * 1000)

static void
test_follows_the_wall (void)
{
  AmiaClock clock = { 0 };

  g_assert_cmpuint (amia_clock_tick (&clock, NOW), ==, STAMP (NOW, 0));
  g_assert_cmpuint (amia_clock_tick (&clock, NOW), ==, STAMP (NOW, 1));
  g_assert_cmpuint (amia_clock_tick (&clock, NOW + 5), ==, STAMP (NOW + 5, 0));
  g_assert_cmpint (amia_stamp_get_ms (clock.last), ==, NOW + 5);
}

static void
test_never_goes_back (void)
{
  static const gint64 walls[] = { NOW, NOW - 1, 0, -1, G_MININT64, NOW - 86400000, NOW };
  AmiaClock           clock = { STAMP (NOW, 7) };

  for (gsize i = 0; i < G_N_ELEMENTS (walls); i++)
    {
      AmiaStamp before = clock.last;

      g_assert_cmpuint (amia_clock_tick (&clock, walls[i]), >, before);
    }
}

static void
test_full_counter_carries (void)
{
  AmiaClock clock = { STAMP (NOW, 0xffff) };

  g_assert_cmpuint (amia_clock_tick (&clock, NOW), ==, STAMP (NOW + 1, 0));
}

static void
test_absurd_wall_leaves_room (void)
{
  AmiaClock clock = { 0 };
  AmiaStamp first = amia_clock_tick (&clock, G_MAXINT64);

  g_assert_cmpuint (amia_clock_tick (&clock, G_MAXINT64), >, first);
  g_assert_cmpuint (amia_clock_tick (&clock, NOW), >, first);
}

static void
test_receive_moves_past_both (void)
{
  static const struct
  {
    AmiaStamp last;
    AmiaStamp remote;
    gint64    wall;
    AmiaStamp next; /* what the next tick at the same wall gives */
  } cases[] = {
    { STAMP (NOW, 3), STAMP (NOW, 9), NOW, STAMP (NOW, 10) },
    { STAMP (NOW, 9), STAMP (NOW, 3), NOW, STAMP (NOW, 10) },
    { STAMP (NOW, 3), STAMP (NOW, 9), NOW + 1, STAMP (NOW + 1, 1) },
    { STAMP (NOW, 3), STAMP (NOW + 50, 2), NOW, STAMP (NOW + 50, 3) },
    /* Up to a minute ahead is followed, a millisecond more is not. */
    { 0, STAMP (NOW + MINUTE, 0), NOW, STAMP (NOW + MINUTE, 1) },
    { 0, STAMP (NOW + MINUTE + 1, 0), NOW, STAMP (NOW, 1) },
    { 0, G_MAXUINT64, NOW, STAMP (NOW, 1) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaClock clock = { cases[i].last };

      amia_clock_receive (&clock, cases[i].remote, cases[i].wall);
      g_assert_cmpuint (amia_clock_tick (&clock, cases[i].wall), ==, cases[i].next);
    }
}

static void
test_text_is_sixteen_digits (void)
{
  static const char *const wrong[] = {
    "",
    "0",
    "018f3a5b7c00000",
    "018f3a5b7c0000011",
    "018f3a5b7c00000g",
    "-18f3a5b7c000001",
  };
  AmiaStamp stamp = 42;
  char      text[AMIA_STAMP_TEXT_LENGTH + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (amia_stamp_parse (wrong[i], -1, &stamp));
  g_assert_cmpuint (stamp, ==, 42);

  g_assert_true (amia_stamp_parse ("018f3a5b7c00ABCDxyz", 16, &stamp));
  g_assert_cmpuint (stamp, ==, G_GUINT64_CONSTANT (0x018f3a5b7c00abcd));
  g_assert_cmpstr (amia_stamp_print (stamp, text), ==, "018f3a5b7c00abcd");
  g_assert_cmpstr (amia_stamp_print (G_MAXUINT64, text), ==, "ffffffffffffffff");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/follows-the-wall", test_follows_the_wall);
  g_test_add_func ("/clock/never-goes-back", test_never_goes_back);
  g_test_add_func ("/clock/full-counter-carries", test_full_counter_carries);
  g_test_add_func ("/clock/absurd-wall-leaves-room", test_absurd_wall_leaves_room);
  g_test_add_func ("/clock/receive-moves-past-both", test_receive_moves_past_both);
  g_test_add_func ("/clock/text-is-sixteen-digits", test_text_is_sixteen_digits);

  return g_test_run ();
}
