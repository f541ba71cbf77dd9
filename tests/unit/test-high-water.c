/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-high-water.h"

/* What lines of earlier runs say about a ledger and about what a laptop claims of it. */
typedef struct
{
  const char *name;
  const char *lines[4];
  gint64      head;
  gint64      claim;
  gboolean    is_set_back;
  AmiaClaim   judgement;
} Case;

static const Case cases[] = {
  { "no-line", { NULL }, 5, 6, FALSE, AMIA_CLAIM_FALSE },
  { "stopped-in-order", { "mark a1 life 9 9" }, 9, 10, FALSE, AMIA_CLAIM_FALSE },
  { "stopped-and-set-back", { "mark a1 life 9 9" }, 8, 9, TRUE, AMIA_CLAIM_TRUE },
  { "cut-off", { "mark a1 life 9 1033" }, 20, 1033, FALSE, AMIA_CLAIM_UNKNOWN },
  { "cut-off-and-more-than-it-may", { "mark a1 life 9 1033" }, 20, 1034, FALSE, AMIA_CLAIM_FALSE },
  { "cut-off-own-numbers", { "mark a1 life 9 1033" }, 20, 0, FALSE, AMIA_CLAIM_UNKNOWN },
  { "passed-by-now", { "mark a1 life 9 1033" }, 1033, 0, FALSE, AMIA_CLAIM_FALSE },
  { "one-of-two-stopped",
    { "mark a1 life 0 1024", "mark b2 life 5 1029", "mark a1 life 9 9" },
    9,
    10,
    FALSE,
    AMIA_CLAIM_UNKNOWN },
  { "both-stopped",
    { "mark a1 life 0 1024", "mark b2 life 5 1029", "mark a1 life 9 9", "mark b2 life 7 7" },
    9,
    10,
    FALSE,
    AMIA_CLAIM_FALSE },
  { "other-life", { "mark a1 other 99 99" }, 9, 10, FALSE, AMIA_CLAIM_FALSE },
  { "earlier-life",
    { "mark a1 life 9 9", "mark a1 later 9 9" },
    9,
    10,
    TRUE,
    AMIA_CLAIM_TRUE },
  { "not-a-line", { "mark a1 life 9 8", "mark a1 life -1 8", "mark", "fact 9 9" }, 1, 2, FALSE, AMIA_CLAIM_FALSE },
};

static void
test_judge (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (AmiaHighWater) water = amia_high_water_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (test->lines) && test->lines[i] != NULL; i++)
    amia_high_water_read (water, test->lines[i]);

  g_assert_cmpint (amia_high_water_is_set_back (water, "life", test->head), ==, test->is_set_back);
  g_assert_cmpint (
      amia_high_water_judge (water, "life", test->head, test->claim), ==, test->judgement);
}

/* One line for many transactions, and the last one leaves no doubt. */
static void
test_write (void)
{
  g_autoptr (AmiaHighWater) water = amia_high_water_new ();
  g_autoptr (AmiaHighWater) next = amia_high_water_new ();
  g_autofree char *first = amia_high_water_write (water, "life", 0, 2);
  g_autofree char *none = NULL;
  g_autofree char *second = NULL;
  g_autofree char *last = NULL;

  g_assert_nonnull (first);
  amia_high_water_settle (water, TRUE);
  none = amia_high_water_write (water, "life", 2, 2 + AMIA_HIGH_WATER_STEP);
  g_assert_null (none);
  amia_high_water_settle (water, FALSE);
  g_assert_false (amia_high_water_is_set_back (water, "life", 2));
  g_assert_true (amia_high_water_is_set_back (water, "life", 1));

  second = amia_high_water_write (water, "life", 2, 3 + AMIA_HIGH_WATER_STEP);
  g_assert_nonnull (second);
  amia_high_water_settle (water, TRUE);
  last = amia_high_water_end (water);

  amia_high_water_read (next, first);
  amia_high_water_read (next, second);
  amia_high_water_read (next, last);
  g_assert_true (amia_high_water_is_set_back (next, "life", 2 + AMIA_HIGH_WATER_STEP));
  g_assert_cmpint (amia_high_water_judge (next, "life", 3 + AMIA_HIGH_WATER_STEP, 9999), ==,
                   AMIA_CLAIM_FALSE);
}

/* A run that gave out nothing has nothing to say. */
static void
test_silent (void)
{
  g_autoptr (AmiaHighWater) water = amia_high_water_new ();
  g_autofree char *last = amia_high_water_end (water);

  g_assert_null (last);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/high-water/judge/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_judge);
    }
  g_test_add_func ("/high-water/write/once-for-many", test_write);
  g_test_add_func ("/high-water/write/nothing-given-out", test_silent);

  return g_test_run ();
}
