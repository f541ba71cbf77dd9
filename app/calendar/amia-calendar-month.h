/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-calendar-data.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CALENDAR_MONTH (amia_calendar_month_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCalendarMonth, amia_calendar_month, AMIA, CALENDAR_MONTH, GtkWidget)

/**
 * AmiaCalendarMonth:
 *
 * A month as a sheet: a box for each day with what there is, weeks with their numbers, Monday
 * first. The sheet is one stop of the Tab key: arrow keys go from day to day, over the edges of the
 * month too, Enter opens the day.
 *
 * Signals: `day-selected (guint)` when another day got the focus, `day-opened (guint)` on Enter or
 * a click, with the day's number (g_date_get_julian()).
 */

/**
 * amia_calendar_month_new:
 *
 * Returns: (transfer floating): an empty sheet
 */
GtkWidget *amia_calendar_month_new (void);

/**
 * amia_calendar_month_show:
 * @self: a sheet
 * @day: the day that is selected; its month is shown
 * @data: (nullable): what was read; %NULL for days without anything
 */
void amia_calendar_month_show (AmiaCalendarMonth *self,
                               const GDate       *day,
                               AmiaCalendarData  *data);

/**
 * amia_calendar_month_focus:
 * @self: a sheet
 *
 * Gives the focus to the day that is selected.
 */
void amia_calendar_month_focus (AmiaCalendarMonth *self);

G_END_DECLS
