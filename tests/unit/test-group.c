/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "amia-group.h"
#include "amia-palette.h"

/* Groups, their places and queues, and the catalogue: pure rules, so tables. */

static void
test_seats (void)
{
  static const struct
  {
    guint max;
    guint n_seats;
    guint n_seated;
    guint n_queued;
  } cases[] = {
    { 8, 0, 0, 0 },
    { 8, 7, 7, 0 },
    { 8, 8, 8, 0 },
    { 8, 11, 8, 3 },
    { 0, 11, 11, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaSeating seating = amia_group_seat (cases[i].max, cases[i].n_seats);

      g_assert_cmpuint (seating.n_seated, ==, cases[i].n_seated);
      g_assert_cmpuint (seating.n_queued, ==, cases[i].n_queued);
    }
}

/* Whatever order the laptops learn of them in, they agree on who waits. */
static void
test_queue (void)
{
  const char *orders[][4] = { { "a", "b", "c", "d" }, { "d", "b", "a", "c" } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GPtrArray) seats = g_ptr_array_new ();

      for (gsize j = 0; j < 4; j++)
        g_ptr_array_add (seats, (gpointer) orders[i][j]);
      g_assert_cmpuint (amia_group_get_queue_place (2, seats, "a"), ==, 0);
      g_assert_cmpuint (amia_group_get_queue_place (2, seats, "b"), ==, 0);
      g_assert_cmpuint (amia_group_get_queue_place (2, seats, "c"), ==, 1);
      g_assert_cmpuint (amia_group_get_queue_place (2, seats, "d"), ==, 2);
      g_assert_cmpuint (amia_group_get_queue_place (0, seats, "d"), ==, 0);

      /* Somebody leaves, the next moves up. */
      g_assert_true (g_ptr_array_remove (seats, (gpointer) orders[i][i == 0 ? 0 : 2]));
      g_assert_cmpuint (amia_group_get_queue_place (2, seats, "c"), ==, 0);
      g_assert_cmpuint (amia_group_get_queue_place (2, seats, "d"), ==, 1);
    }
}

static char *
join_days (const char *first,
           guint       weeks,
           guint       n_occasions)
{
  g_autoptr (GPtrArray) days = amia_group_list_days (first, weeks, n_occasions);

  g_ptr_array_add (days, NULL);
  return g_strjoinv (" ", (char **) days->pdata);
}

static void
test_series (void)
{
  static const struct
  {
    const char *first;
    guint       weeks;
    guint       n_occasions;
    const char *days;
  } cases[] = {
    { "2014-03-04", 1, 3, "2014-03-04 2014-03-11 2014-03-18" },
    { "2014-03-04", 2, 2, "2014-03-04 2014-03-18" },
    /* 1 May is a Thursday in 2014, and Ascension Day is four weeks later. */
    { "2014-04-24", 1, 4, "2014-04-24 2014-05-08 2014-05-15 2014-05-22" },
    { "2014-03-01", 1, 2, "2014-03-01 2014-03-08" }, /* a Saturday, and meant */
    { "2014-03-04", 1, 0, "" },
    { "2014-02-30", 1, 3, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *days = join_days (cases[i].first, cases[i].weeks, cases[i].n_occasions);

      g_assert_cmpstr (days, ==, cases[i].days);
    }
}

static void
test_series_is_bounded (void)
{
  g_autoptr (GPtrArray) days = amia_group_list_days ("2014-03-04", 1, G_MAXUINT);

  g_assert_cmpuint (days->len, ==, 104);
}

static void
test_late_offer (void)
{
  static const struct
  {
    const char *checked;
    const char *today;
    gboolean    is_late;
  } cases[] = {
    { NULL, "2014-03-04", TRUE },
    { "yesterday", "2014-03-04", TRUE },
    { "2014-03-04", "2014-03-04", FALSE },
    { "2014-03-04", "2014-09-04", FALSE },
    { "2014-03-04", "2014-09-05", TRUE },
    { "2013-08-31", "2014-02-28", FALSE },
    { "2013-08-31", "2014-03-01", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (amia_offer_is_late (cases[i].checked, cases[i].today), ==, cases[i].is_late);
}

static void
test_proposals (void)
{
  const AmiaOfferRank near = { "1", 3 };
  const AmiaOfferRank far = { "1", 90 };
  const AmiaOfferRank unknown = { "1", -1 };
  const AmiaOfferRank other = { "4", 0 };

  g_assert_cmpint (amia_offer_compare (&near, &far, NULL), <, 0);
  g_assert_cmpint (amia_offer_compare (&unknown, &far, NULL), >, 0);
  g_assert_cmpint (amia_offer_compare (&unknown, &unknown, "1"), ==, 0);
  g_assert_cmpint (amia_offer_compare (&other, &near, NULL), <, 0);
  g_assert_cmpint (amia_offer_compare (&other, &near, "1"), >, 0);
  g_assert_cmpint (amia_offer_compare (&other, &unknown, "1"), >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group/seats", test_seats);
  g_test_add_func ("/group/queue", test_queue);
  g_test_add_func ("/group/series", test_series);
  g_test_add_func ("/group/series-is-bounded", test_series_is_bounded);
  g_test_add_func ("/palette/late-offer", test_late_offer);
  g_test_add_func ("/palette/proposals", test_proposals);

  return g_test_run ();
}
