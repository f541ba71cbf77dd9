/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-agenda.h"

G_BEGIN_DECLS

/**
 * AmiaCalendarData:
 * @items: (element-type AmiaAgendaItem): what stands in the calendar, by beginning
 * @slots: (element-type utf8 AmiaSlotItem): how its free times stand, by id
 * @from: the first minute that was read
 * @to: the first that was not
 *
 * A stretch of the calendar as it was read. Shared by the views that show it; never changed.
 */
typedef struct
{
  GPtrArray      *items;
  GHashTable     *slots;
  AmiaLocalTime   from;
  AmiaLocalTime   to;
  gatomicrefcount n_refs;
} AmiaCalendarData;

AmiaCalendarData *amia_calendar_data_ref (AmiaCalendarData *data);
void              amia_calendar_data_unref (AmiaCalendarData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCalendarData, amia_calendar_data_unref)

/**
 * amia_calendar_data_load:
 * @store: a store
 * @query: which stretch, and whose
 * @error: return location
 *
 * On the store's thread.
 *
 * Returns: (transfer full): what is there, or %NULL on error
 */
AmiaCalendarData *amia_calendar_data_load (AmiaStore             *store,
                                           const AmiaAgendaQuery *query,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_data_list_day:
 * @data: what was read
 * @day: a day
 * @n_meetings: (out) (optional): how many of them are meetings or occasions
 *
 * Returns: (transfer container) (element-type AmiaAgendaItem): what touches the day; borrows
 */
GPtrArray *amia_calendar_data_list_day (AmiaCalendarData *data,
                                        const GDate      *day,
                                        guint            *n_meetings) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_data_dup_line:
 * @data: what was read
 * @item: an item
 *
 * Returns: (transfer full): what and whom; for a free time that is taken, by whom
 */
char *amia_calendar_data_dup_line (AmiaCalendarData     *data,
                                   const AmiaAgendaItem *item) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_data_get_class:
 * @data: what was read
 * @item: an item
 *
 * Returns: (transfer none): how style.css calls its look
 */
const char *amia_calendar_data_get_class (AmiaCalendarData     *data,
                                          const AmiaAgendaItem *item);

/**
 * amia_calendar_now:
 *
 * Returns: the time it is, by the clock on the wall
 */
AmiaLocalTime amia_calendar_now (void);

G_END_DECLS
