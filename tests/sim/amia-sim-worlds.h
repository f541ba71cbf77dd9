/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sim.h"

G_BEGIN_DECLS

/**
 * SIM_CROWDS_FROM:
 *
 * The first seed of the worlds in which people get in each other's way.
 */
#define SIM_CROWDS_FROM 5000

/**
 * SIM_LATE_FROM:
 *
 * The first seed of the worlds in which answers come after newer ones: no seed below is touched by
 * what is tried here.
 */
#define SIM_LATE_FROM 1000000

/**
 * SIM_CORNERS_FROM:
 *
 * The first seed of the worlds in which people come into a corner all the time: for mistakes that
 * show nowhere else.
 */
#define SIM_CORNERS_FROM 2000000

/**
 * SIM_BLOBS_FROM:
 *
 * The first seed of the worlds in which scans are attached.
 */
#define SIM_BLOBS_FROM 3000000

/**
 * SimWorld:
 * @name: what it is called
 * @faults: what goes wrong in it
 *
 * A kind of bad luck. The seed decides which one an office has.
 */
typedef struct
{
  const char *name;
  SimFaults   faults;
} SimWorld;

/**
 * sim_world_find:
 * @seed: a seed
 *
 * Returns: (transfer none): the world of that seed
 */
const SimWorld *sim_world_find (guint seed);

/**
 * sim_world_get_steps:
 * @seed: a seed
 *
 * Returns: how many things people do in the office of that seed, where nobody says another number
 */
guint sim_world_get_steps (guint seed);

G_END_DECLS
