/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-calendar-data.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CALENDAR_COLUMN (amia_calendar_column_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCalendarColumn, amia_calendar_column, AMIA, CALENDAR_COLUMN, GtkWidget)

/**
 * AmiaCalendarColumn:
 *
 * The hours of one day with what there is: a button for each meeting, as high as it is long, side
 * by side where they overlap. Hours are lines; the time that it is, a line of its own.
 *
 * The signal `item-opened (gpointer)` gives an #AmiaAgendaItem that the column borrows.
 */

/**
 * amia_calendar_column_new:
 *
 * Returns: (transfer floating): an empty column
 */
GtkWidget *amia_calendar_column_new (void);

/**
 * amia_calendar_column_show:
 * @self: a column
 * @day: which day
 * @first_hour: the hour on top
 * @last_hour: the hour at the bottom
 * @data: (nullable): what was read
 */
void amia_calendar_column_show (AmiaCalendarColumn *self,
                                const GDate        *day,
                                int                 first_hour,
                                int                 last_hour,
                                AmiaCalendarData   *data);

/**
 * amia_calendar_column_get_hour_height:
 * @widget: any widget, whose font counts
 *
 * Returns: how high an hour is: room for three lines of text
 */
int amia_calendar_column_get_hour_height (GtkWidget *widget);

G_END_DECLS
