/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-local-time.h"

G_BEGIN_DECLS

/**
 * AmiaMonth:
 * @first: the Monday of the week that the month begins in
 * @n_weeks: how many weeks the month reaches into, 4 to 6
 * @month: which month it is
 *
 * A month as a sheet of whole weeks, which begin on Monday (ISO 8601).
 */
typedef struct
{
  GDate      first;
  guint      n_weeks;
  GDateMonth month;
} AmiaMonth;

/**
 * amia_month_init:
 * @month: (out caller-allocates): the sheet
 * @day: any day of the month
 */
void amia_month_init (AmiaMonth   *month,
                      const GDate *day);

/**
 * amia_month_get_day:
 * @month: a sheet
 * @week: a row, from 0
 * @weekday: a column, 0 for Monday
 * @day: (out caller-allocates): the day in that box
 *
 * Returns: %TRUE if it is of this month, %FALSE if it fills up the first or last week
 */
gboolean amia_month_get_day (const AmiaMonth *month,
                             guint            week,
                             guint            weekday,
                             GDate           *day);

/**
 * amia_month_move:
 * @day: (inout): a day
 * @n_months: how many months on, less than 0 for back
 *
 * The same day of another month or, where that has none, its last.
 */
void amia_month_move (GDate *day,
                      int    n_months);

/**
 * AmiaLane:
 * @lane: which column, from 0
 * @n_lanes: how many there are side by side
 *
 * Where in the width of a day something stands that shares its time with others.
 */
typedef struct
{
  guint lane;
  guint n_lanes;
} AmiaLane;

/**
 * amia_lanes_place:
 * @stretches: (array length=n): what takes time, sorted by beginning
 * @n: how many
 * @lanes: (out caller-allocates) (array length=n): where each of them stands
 *
 * Puts what overlaps side by side, each in the first column that is free, and gives all that hang
 * together the same number of columns.
 */
void amia_lanes_place (const AmiaStretch *stretches,
                       gsize              n,
                       AmiaLane          *lanes);

G_END_DECLS
