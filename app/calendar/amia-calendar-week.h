/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-calendar-data.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CALENDAR_WEEK (amia_calendar_week_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCalendarWeek, amia_calendar_week, AMIA, CALENDAR_WEEK, GtkWidget)

/**
 * AmiaCalendarWeek:
 *
 * One day or the seven of a week beside each other, by the hour. Each day has a head, which is a
 * button, and below it what takes the whole day; then the hours. Arrow keys go from head to head
 * and, from a meeting, to the day before and after.
 *
 * Signals: `day-selected (guint)`, `day-opened (guint)` with the day's number, and `item-opened
 * (gpointer)` with an #AmiaAgendaItem that is borrowed.
 */

/**
 * amia_calendar_week_new:
 * @n_days: 1 or 7
 *
 * Returns: (transfer floating): an empty week
 */
GtkWidget *amia_calendar_week_new (guint n_days);

/**
 * amia_calendar_week_show:
 * @self: a week
 * @day: the day that is selected; its week is shown
 * @data: (nullable): what was read
 */
void amia_calendar_week_show (AmiaCalendarWeek *self,
                              const GDate      *day,
                              AmiaCalendarData *data);

/**
 * amia_calendar_week_focus:
 * @self: a week
 *
 * Gives the focus to the head of the day that is selected.
 */
void amia_calendar_week_focus (AmiaCalendarWeek *self);

G_END_DECLS
