/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-plan-times.h"

G_BEGIN_DECLS

/** AMIA_WEEK_DAYS: Monday to Sunday */
#define AMIA_WEEK_DAYS 7

/** AMIA_WEEK_PARTS: morning, before noon, afternoon, evening and night */
#define AMIA_WEEK_PARTS 4

/**
 * AmiaWeekSlots:
 * @slots: by day, from Monday, and part of the day
 *
 * The boxes of a weekly schedule, each %TRUE or %FALSE.
 */
typedef struct
{
  gboolean slots[AMIA_WEEK_DAYS][AMIA_WEEK_PARTS];
} AmiaWeekSlots;

/**
 * amia_week_get_monday:
 * @day: any day of a week
 * @monday: (out caller-allocates): its Monday
 *
 * Weeks begin on Monday (ISO 8601). Pure; any thread.
 */
void amia_week_get_monday (const GDate *day,
                           GDate       *monday);

/**
 * amia_week_place_meeting:
 * @monday: the week
 * @start: when a meeting begins, local time `YYYY-MM-DDThh:mm`, seconds may follow
 * @end: (nullable): when it ends; without one, or with one that is not after @start, it takes up
 *   the part of the day in which it begins
 * @slots: (out caller-allocates): the boxes that it reaches into
 *
 * The parts of a day begin at 5, 9, 12 and 17; what is before five belongs to the night of the day
 * before. A meeting that ends at noon is before noon only. Pure; any thread.
 *
 * Returns: %TRUE if the meeting is in this week; %FALSE too for times that can't be read
 */
gboolean amia_week_place_meeting (const GDate   *monday,
                                  const char    *start,
                                  const char    *end,
                                  AmiaWeekSlots *slots);

/**
 * amia_week_place_activity:
 * @monday: the week
 * @from: (nullable): its first day, `YYYY-MM-DD`; %NULL for one that has no beginning
 * @to: (nullable): its last day; %NULL for one that goes on
 * @day: (out): the day, 0 for Monday, of an activity that is on one day only, else -1
 *
 * An activity has days but no time of day. Pure; any thread.
 *
 * Returns: %TRUE if the activity is under way in this week; %FALSE without any day
 */
gboolean amia_week_place_activity (const GDate *monday,
                                   const char  *from,
                                   const char  *to,
                                   int         *day);

/**
 * amia_week_place_time:
 * @monday: the week
 * @from: (nullable): the first day of an activity, `YYYY-MM-DD`; %NULL for one without a beginning
 * @to: (nullable): its last day; %NULL for one that goes on
 * @time: when in the week it takes place
 * @slots: (out caller-allocates): the boxes that it reaches into
 *
 * As amia_week_place_meeting(), for what takes place every week. Pure; any thread.
 *
 * Returns: %TRUE if it takes place in this week
 */
gboolean amia_week_place_time (const GDate        *monday,
                               const char         *from,
                               const char         *to,
                               const AmiaPlanTime *time,
                               AmiaWeekSlots      *slots);

G_END_DECLS
