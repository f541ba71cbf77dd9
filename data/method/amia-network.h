/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_NETWORK_RINGS: how many distances the map has */
#define AMIA_NETWORK_RINGS 3

/**
 * AmiaNetworkPlace:
 * @ring: how far from the middle, from 0 to %AMIA_NETWORK_RINGS - 1; -1 if nobody has said
 * @sector: which kind of contact, from 0; -1 if nobody has said
 * @angle: (out): where, in turns clockwise from the top, from 0 up to 1
 * @radius: (out): how far out, from 0 in the middle to 1 at the rim
 *
 * One person or organisation on the network map.
 */
typedef struct
{
  int    ring;
  int    sector;
  double angle;
  double radius;
} AmiaNetworkPlace;

/**
 * AmiaNetworkSector:
 * @n_contacts: how many contacts stand in it
 * @from: where it begins, in turns clockwise from the top
 * @to: where it ends
 *
 * The slice of the map that one kind of contact has.
 */
typedef struct
{
  guint  n_contacts;
  double from;
  double to;
} AmiaNetworkSector;

/**
 * amia_network_lay_out:
 * @places: (array length=n_places) (inout): the contacts; @angle and @radius are set
 * @n_places: how many
 * @sectors: (array length=n_sectors) (out caller-allocates): the slices, in the order of the kinds
 * @n_sectors: how many kinds there are
 *
 * Places the contacts by closeness and kind: near ones within the inner ring, each kind in a slice
 * of its own that is the wider the more contacts it has. Kinds without a contact get no slice. Who
 * has no kind yet stands in a last slice, who has no distance on the outermost ring. Adding one
 * contact moves the others as little as the slices allow; the same contacts always get the same
 * places, on screen and on paper. Pure; any thread.
 */
void amia_network_lay_out (AmiaNetworkPlace  *places,
                           gsize              n_places,
                           AmiaNetworkSector *sectors,
                           gsize              n_sectors);

/**
 * amia_network_get_ring_radius:
 * @ring: from 0 to %AMIA_NETWORK_RINGS - 1
 *
 * Returns: where the ring's outer line runs, from 0 in the middle to 1 at the rim
 */
double amia_network_get_ring_radius (int ring);

/**
 * amia_network_find:
 * @sectors: (array length=n_sectors): the slices
 * @n_sectors: how many
 * @angle: in turns clockwise from the top
 * @radius: from the middle
 * @ring: (out): the ring there
 * @sector: (out): the slice there, -1 for that of contacts without a kind
 *
 * The place back to what it means: where somebody has put a contact down.
 */
void amia_network_find (const AmiaNetworkSector *sectors,
                        gsize                    n_sectors,
                        double                   angle,
                        double                   radius,
                        int                     *ring,
                        int                     *sector);

G_END_DECLS
