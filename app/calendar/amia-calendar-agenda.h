/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-calendar-data.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CALENDAR_AGENDA (amia_calendar_agenda_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCalendarAgenda, amia_calendar_agenda, AMIA, CALENDAR_AGENDA, GtkWidget)

/**
 * AmiaCalendarAgenda:
 *
 * What is to come as a list, with a heading for each day that has anything: the same as the other
 * views for who can't see or point. The signal `item-opened (gpointer)` gives an #AmiaAgendaItem
 * that is borrowed.
 */

/**
 * amia_calendar_agenda_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *amia_calendar_agenda_new (void);

/**
 * amia_calendar_agenda_show:
 * @self: a list
 * @day: the first day
 * @data: (nullable): what was read
 */
void amia_calendar_agenda_show (AmiaCalendarAgenda *self,
                                const GDate        *day,
                                AmiaCalendarData   *data);

G_END_DECLS
