/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-network.h"

#include <math.h>

/* The network map's geometry. Slices share the circle by the number of their contacts, so that a
 * crowded kind gets room; within a slice and ring contacts stand evenly, every other one a little
 * further out, since names are wider than they are high. */

/* A slice with one contact still has room for a name at its rim. */
#define SLICE_BASE 1.0

static const double ring_radius[AMIA_NETWORK_RINGS] = { 0.42, 0.72, 1.0 };

double
amia_network_get_ring_radius (int ring)
{
  g_return_val_if_fail (ring >= 0 && ring < AMIA_NETWORK_RINGS, 1.0);

  return ring_radius[ring];
}

static int
get_ring (const AmiaNetworkPlace *place)
{
  return place->ring >= 0 && place->ring < AMIA_NETWORK_RINGS ? place->ring
                                                              : AMIA_NETWORK_RINGS - 1;
}

static gboolean
is_in (const AmiaNetworkPlace *place,
       gsize                   n_sectors,
       int                     sector)
{
  gboolean has_sector = place->sector >= 0 && (gsize) place->sector < n_sectors;

  return has_sector ? place->sector == sector : sector < 0;
}

static guint
count_in (const AmiaNetworkPlace *places,
          gsize                   n_places,
          gsize                   n_sectors,
          int                     sector)
{
  guint n = 0;

  for (gsize i = 0; i < n_places; i++)
    n += is_in (&places[i], n_sectors, sector);

  return n;
}

static void
place_ring (AmiaNetworkPlace *places,
            gsize             n_places,
            gsize             n_sectors,
            int               sector,
            int               ring,
            double            from,
            double            to)
{
  double inner = ring > 0 ? ring_radius[ring - 1] : 0.14;
  double depth = ring_radius[ring] - inner;
  guint  n = 0;
  guint  index = 0;

  for (gsize i = 0; i < n_places; i++)
    n += is_in (&places[i], n_sectors, sector) && get_ring (&places[i]) == ring;

  for (gsize i = 0; i < n_places; i++)
    {
      if (!is_in (&places[i], n_sectors, sector) || get_ring (&places[i]) != ring)
        continue;

      places[i].angle = from + (to - from) * (index + 0.5) / n;
      places[i].radius = inner + depth * (n == 1 ? 0.55 : index % 2 == 0 ? 0.35
                                                                         : 0.75);
      index++;
    }
}

void
amia_network_lay_out (AmiaNetworkPlace  *places,
                      gsize              n_places,
                      AmiaNetworkSector *sectors,
                      gsize              n_sectors)
{
  double whole = 0;
  double from = 0;
  guint  n_unknown;

  g_return_if_fail (places != NULL || n_places == 0);
  g_return_if_fail (sectors != NULL || n_sectors == 0);

  n_unknown = count_in (places, n_places, n_sectors, -1);
  whole = n_unknown > 0 ? SLICE_BASE + n_unknown : 0;
  for (gsize i = 0; i < n_sectors; i++)
    {
      sectors[i].n_contacts = count_in (places, n_places, n_sectors, (int) i);
      if (sectors[i].n_contacts > 0)
        whole += SLICE_BASE + sectors[i].n_contacts;
    }

  for (gsize i = 0; i < n_sectors; i++)
    {
      sectors[i].from = from;
      if (sectors[i].n_contacts > 0)
        from += (SLICE_BASE + sectors[i].n_contacts) / whole;
      sectors[i].to = from;
      for (int ring = 0; ring < AMIA_NETWORK_RINGS; ring++)
        place_ring (
            places, n_places, n_sectors, (int) i, ring, sectors[i].from, sectors[i].to);
    }

  for (int ring = 0; ring < AMIA_NETWORK_RINGS; ring++)
    place_ring (places, n_places, n_sectors, -1, ring, from, 1.0);
}

void
amia_network_find (const AmiaNetworkSector *sectors,
                   gsize                    n_sectors,
                   double                   angle,
                   double                   radius,
                   int                     *ring,
                   int                     *sector)
{
  g_return_if_fail (sectors != NULL || n_sectors == 0);
  g_return_if_fail (ring != NULL && sector != NULL);

  angle -= floor (angle);
  *sector = -1;
  for (gsize i = 0; i < n_sectors; i++)
    {
      if (sectors[i].n_contacts > 0 && angle >= sectors[i].from && angle < sectors[i].to)
        *sector = (int) i;
    }

  *ring = 0;
  while (*ring < AMIA_NETWORK_RINGS - 1 && radius > ring_radius[*ring])
    (*ring)++;
}
