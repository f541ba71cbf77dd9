/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <math.h>

#include "amia-network.h"

/* The network map: what a place means, and that no two contacts lie on top of each other. */

#define SECTORS 9

static double
measure (const AmiaNetworkPlace *a,
         const AmiaNetworkPlace *b)
{
  double dx = a->radius * sin (2 * G_PI * a->angle) - b->radius * sin (2 * G_PI * b->angle);
  double dy = a->radius * cos (2 * G_PI * a->angle) - b->radius * cos (2 * G_PI * b->angle);

  return hypot (dx, dy);
}

/* Each contact is found again where it was put. */
static void
test_place_means_what_was_said (void)
{
  AmiaNetworkPlace  places[SECTORS * AMIA_NETWORK_RINGS + 2];
  AmiaNetworkSector sectors[SECTORS];
  gsize             n = 0;

  for (int sector = -1; sector < SECTORS; sector++)
    for (int ring = 0; ring < AMIA_NETWORK_RINGS && n < G_N_ELEMENTS (places); ring++)
      places[n++] = (AmiaNetworkPlace){ .ring = ring, .sector = sector };

  amia_network_lay_out (places, n, sectors, SECTORS);
  for (gsize i = 0; i < n; i++)
    {
      int ring;
      int sector;

      g_assert_cmpfloat (places[i].angle, >=, 0);
      g_assert_cmpfloat (places[i].angle, <, 1);
      g_assert_cmpfloat (places[i].radius, >, 0.1);
      g_assert_cmpfloat (places[i].radius, <=, 1);
      amia_network_find (
          sectors, SECTORS, places[i].angle, places[i].radius, &ring, &sector);
      g_test_message ("contact %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (ring, ==, places[i].ring);
      g_assert_cmpint (sector, ==, places[i].sector);
    }
}

static void
test_nobody_stands_on_another (void)
{
  static const struct
  {
    guint  n;
    guint  n_sectors;
    guint  n_rings;
    double at_least;
  } rows[] = {
    { 2, 1, 1, 0.15 },
    { 6, 1, 1, 0.10 },
    { 12, 3, 3, 0.10 },
    { 30, 8, 3, 0.05 },
    { 60, 8, 3, 0.02 },
  };

  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree AmiaNetworkPlace *places = g_new0 (AmiaNetworkPlace, rows[row].n);
      AmiaNetworkSector            sectors[SECTORS];

      for (guint i = 0; i < rows[row].n; i++)
        places[i] = (AmiaNetworkPlace){ .ring = (int) (i % rows[row].n_rings),
                                        .sector = (int) (i % rows[row].n_sectors) };
      amia_network_lay_out (places, rows[row].n, sectors, SECTORS);
      for (guint i = 0; i < rows[row].n; i++)
        for (guint k = 0; k < i; k++)
          {
            g_test_message ("%u contacts, %u and %u", rows[row].n, i, k);
            g_assert_cmpfloat (measure (&places[i], &places[k]), >=, rows[row].at_least);
          }
    }
}

static void
test_slices_fill_the_circle (void)
{
  AmiaNetworkPlace places[] = {
    { .ring = 0, .sector = 2 },
    { .ring = 1, .sector = 2 },
    { .ring = 2, .sector = 5 },
  };
  AmiaNetworkSector sectors[SECTORS];

  amia_network_lay_out (places, G_N_ELEMENTS (places), sectors, SECTORS);
  g_assert_cmpuint (sectors[2].n_contacts, ==, 2);
  g_assert_cmpfloat (sectors[0].to, ==, 0);
  g_assert_cmpfloat (sectors[2].from, ==, 0);
  g_assert_cmpfloat_with_epsilon (sectors[2].to, 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (sectors[5].to, 1.0, 1e-9);
}

/* What nobody has said yet is shown, at the edge, and never lost. */
static void
test_unknown_has_a_place (void)
{
  AmiaNetworkPlace places[] = { { .ring = -1, .sector = -1 }, { .ring = 7, .sector = 99 } };

  amia_network_lay_out (places, G_N_ELEMENTS (places), NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_cmpfloat (places[i].radius, >, amia_network_get_ring_radius (1));
  g_assert_cmpfloat (measure (&places[0], &places[1]), >, 0.5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/place-means-what-was-said", test_place_means_what_was_said);
  g_test_add_func ("/network/nobody-stands-on-another", test_nobody_stands_on_another);
  g_test_add_func ("/network/slices-fill-the-circle", test_slices_fill_the_circle);
  g_test_add_func ("/network/unknown-has-a-place", test_unknown_has_a_place);

  return g_test_run ();
}
