/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaSeating:
 * @n_seated: how many have a place in the group
 * @n_queued: how many wait for one
 *
 * How full a group is.
 */
typedef struct
{
  guint n_seated;
  guint n_queued;
} AmiaSeating;

/**
 * amia_group_seat:
 * @max: how many the group takes; 0 for as many as come
 * @n_seats: how many have asked for a place and not given it back
 *
 * Who asked first has a place, whoever else waits, and moves up when a place is given back: nobody
 * has to be moved by hand, and two laptops that fill the last place without knowing of each other
 * agree on who waits.
 *
 * Returns: how full it is
 */
AmiaSeating amia_group_seat (guint max,
                             guint n_seats);

/**
 * amia_group_get_queue_place:
 * @max: how many the group takes; 0 for as many as come
 * @seats: (element-type utf8): the ids of all places that are asked for, in any order; ids of
 *   version 7 sort by the time they were made
 * @seat: one of them
 *
 * Returns: 0 for who has a place in the group, else the place in the queue, 1 for the next in turn
 */
guint amia_group_get_queue_place (guint       max,
                                  GPtrArray  *seats,
                                  const char *seat);

/**
 * amia_group_list_days:
 * @first: the first day, ISO
 * @weeks: so many weeks between two occasions, at least 1
 * @n_occasions: how many occasions
 *
 * The days of a series. What would fall on a free day (amia_workday_is_free()) is left out, and the
 * series goes on for a week more.
 *
 * Returns: (transfer full) (element-type utf8): the days, ISO; empty if @first is no day
 */
GPtrArray *amia_group_list_days (const char *first,
                                 guint       weeks,
                                 guint       n_occasions) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
