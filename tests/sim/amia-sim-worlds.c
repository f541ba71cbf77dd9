/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim-worlds.h"

/* One after the other by seed, so that any range of seeds has them all. The seeds below OLD know
 * only those that there were first: a history that found something then is the same for ever. */

#define OLD   1000
#define N_OLD 10

static const SimWorld worlds[] = {
  { "all-well", { .night = 4 } },
  { "bad-wire",
    { .lose_request = 15, .lose_answer = 15, .repeat_request = 10, .repeat_answer = 15 } },
  { "days", { .night = 20, .lose_answer = 5, .go_away = 10 } },
  { "programs-end", { .crash_client = 15, .crash_server = 15, .lose_answer = 5 } },
  { "disks-full", { .full_disk = 15, .lose_answer = 5, .night = 2 } },
  { "away", { .go_away = 40, .lose_answer = 5, .night = 5, .wrong_clock = 20 } },
  { "laptops-set-back", { .back_up = 10, .set_back = 10, .lose_answer = 10, .night = 2 } },
  { "server-set-back",
    { .back_up_server = 8, .set_server_back = 8, .lose_answer = 5, .go_away = 10, .night = 4 } },
  { "shut-out", { .revoke = 5, .go_away = 10, .night = 4, .old_program = 30 } },
  { "everything",
    { .lose_request = 8,
      .lose_answer = 8,
      .repeat_request = 8,
      .repeat_answer = 8,
      .crash_client = 4,
      .crash_server = 4,
      .full_disk = 3,
      .go_away = 12,
      .back_up = 4,
      .set_back = 4,
      .back_up_server = 3,
      .set_server_back = 3,
      .revoke = 2,
      .night = 5,
      .wrong_clock = 5,
      .old_program = 10 } },
  { "lids", { .lid = 60, .night = 20, .lose_answer = 5, .go_away = 15 } },
  { "snapshots",
    { .snapshots = 1, .revoke = 5, .crash_client = 6, .lose_answer = 8, .night = 5, .lid = 40 } },
  { "vaults",
    { .vault = 100, .crash_client = 12, .full_disk = 4, .lose_answer = 5, .night = 3, .lid = 50 } },
  { "plain-wire",
    { .plain = 60,
      .lose_answer = 8,
      .repeat_request = 8,
      .repeat_answer = 8,
      .night = 5,
      .lid = 50 } },
  { "everything-else",
    { .lose_request = 8,
      .lose_answer = 8,
      .repeat_request = 8,
      .repeat_answer = 8,
      .crash_client = 4,
      .crash_server = 4,
      .full_disk = 3,
      .go_away = 12,
      .back_up = 4,
      .set_back = 4,
      .revoke = 3,
      .night = 6,
      .wrong_clock = 5,
      .old_program = 10,
      .lid = 50,
      .vault = 30,
      .plain = 30,
      .snapshots = 1 } },
};

/* Where everybody writes in the same few places at the same moment; what happens once in a thousand
 * offices elsewhere happens in each of them. */
static const SimWorld crowds[] = {
  { "crowd", { .crowd = 60, .go_away = 15, .night = 4 } },
  { "crowd-on-bad-wire",
    { .crowd = 60, .lose_request = 10, .lose_answer = 15, .repeat_answer = 30, .night = 4 } },
  { "crowd-set-back", { .crowd = 60, .back_up = 12, .set_back = 12, .lose_answer = 10 } },
  { "crowd-with-server-set-back",
    { .crowd = 60, .back_up_server = 10, .set_server_back = 10, .go_away = 10, .night = 4 } },
};

/* What a laptop has given up comes after what it took instead. */
static const SimWorld late[] = {
  { "late-answers", { .crowd = 60, .late_answer = 30, .lose_answer = 5, .night = 4 } },
  { "late-answers-and-snapshots",
    { .snapshots = 1, .late_answer = 25, .revoke = 4, .go_away = 15, .night = 10, .lid = 50 } },
};

/* Corners into which people seldom come by themselves. */
static const SimWorld corners[] = {
  { "texts-of-texts", { .crowd = 60, .merge = 60, .night = 2 } },
  { "last-days", { .crowd = 80, .ends = 50, .at_once = 60, .night = 3 } },
  { "small-pages", { .crowd = 60, .small = 1, .go_away = 40, .lose_answer = 25, .night = 5 } },
  { "later-answers", { .crowd = 60, .late_answer = 50, .later = 70, .ends = 50, .night = 3 } },
  { "at-once", { .crowd = 80, .at_once = 90, .fast = 1 } },
  { "set-back-unsent",
    { .crowd = 80, .at_once = 70, .back_up = 15, .set_back = 15, .lose_request = 40 } },
};

/* Scans that are on their way while everything else happens. */
static const SimWorld attachments[] = {
  { "attachments",
    { .blobs = 40, .lose_request = 8, .lose_answer = 8, .go_away = 15, .night = 6, .lid = 40 } },
  { "attachments-and-long-nights", { .blobs = 50, .go_away = 40, .night = 30, .lid = 30 } },
  { "attachments-and-programs-end",
    { .blobs = 40,
      .crash_client = 12,
      .crash_server = 10,
      .full_disk = 5,
      .lose_answer = 5,
      .night = 5 } },
  { "attachments-and-shut-out",
    { .blobs = 40,
      .snapshots = 1,
      .vault = 40,
      .revoke = 5,
      .old_program = 10,
      .go_away = 15,
      .night = 8,
      .lid = 50 } },
  { "attachments-and-copies",
    { .blobs = 40,
      .back_up = 6,
      .set_back = 6,
      .back_up_server = 6,
      .set_server_back = 6,
      .go_away = 10,
      .night = 5 } },
};

const SimWorld *
sim_world_find (guint seed)
{
  if (seed >= SIM_BLOBS_FROM)
    return &attachments[seed % G_N_ELEMENTS (attachments)];
  if (seed >= SIM_CORNERS_FROM)
    return &corners[seed % G_N_ELEMENTS (corners)];
  if (seed >= SIM_LATE_FROM)
    return &late[seed % G_N_ELEMENTS (late)];
  if (seed / SIM_CROWDS_FROM % 2 == 1)
    return &crowds[seed % G_N_ELEMENTS (crowds)];
  return &worlds[seed % (seed < OLD ? N_OLD : G_N_ELEMENTS (worlds))];
}

guint
sim_world_get_steps (guint seed)
{
  /* Short ones find as much for their time; what takes a long history needs long ones. */
  static const guint steps[] = { 12, 20, 40 };
  if (seed >= SIM_CORNERS_FROM)
    return 40;
  if (seed < OLD || (seed >= SIM_CROWDS_FROM && seed < SIM_CROWDS_FROM + OLD))
    return 40;

  return steps[seed / G_N_ELEMENTS (worlds) % G_N_ELEMENTS (steps)];
}
