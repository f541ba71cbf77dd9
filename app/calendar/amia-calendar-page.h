/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CALENDAR_PAGE (amia_calendar_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCalendarPage, amia_calendar_page, AMIA, CALENDAR_PAGE, GtkWidget)

/**
 * AmiaCalendarPage:
 *
 * The calendar: month, week, day and agenda of the same days, mine or my team's. PgUp and PgDn go
 * to the month or week before and after, T to today, N to a new meeting.
 *
 * Actions: `page.new`, `page.today`, `page.previous`, `page.next`, `page.view` (string),
 * `page.mine` (boolean), `page.next-view`, `page.previous-view`, `page.print`, `page.import`,
 * `page.export`, and `page.slots` for published free times.
 */

/**
 * amia_calendar_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page, which shows this month
 */
GtkWidget *amia_calendar_page_new (AmiaSession *session);

G_END_DECLS
