/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-calendar-data.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-calendar-words.h"
#include "amia-words.h"

/* One read for all views: the projection gives what has a time, and how free times stand. */

AmiaCalendarData *
amia_calendar_data_ref (AmiaCalendarData *data)
{
  g_atomic_ref_count_inc (&data->n_refs);
  return data;
}

void
amia_calendar_data_unref (AmiaCalendarData *data)
{
  if (!g_atomic_ref_count_dec (&data->n_refs))
    return;

  g_ptr_array_unref (data->items);
  g_hash_table_unref (data->slots);
  g_free (data);
}

AmiaLocalTime
amia_calendar_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today,
                  (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
  return amia_local_time_make (
      &today, g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));
}

AmiaCalendarData *
amia_calendar_data_load (AmiaStore             *store,
                         const AmiaAgendaQuery *query,
                         GError               **error)
{
  const AmiaSlotQuery slot_query = { .from = query->from,
                                     .to = query->to,
                                     .now = amia_calendar_now () };
  g_autoptr (GPtrArray) items = amia_store_list_agenda (store, query, error);
  g_autoptr (GPtrArray) slots =
      items != NULL ? amia_store_list_slots (store, &slot_query, error) : NULL;
  AmiaCalendarData *data;

  if (slots == NULL)
    return NULL;

  data = g_new0 (AmiaCalendarData, 1);
  g_atomic_ref_count_init (&data->n_refs);
  data->from = query->from;
  data->to = query->to;
  data->items = g_steal_pointer (&items);
  data->slots = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) amia_slot_item_free);
  for (guint i = 0; i < slots->len; i++)
    {
      AmiaSlotItem *slot = g_steal_pointer (&slots->pdata[i]);

      g_hash_table_insert (data->slots, amia_uuid_to_string (&slot->time->id), slot);
    }
  return data;
}

GPtrArray *
amia_calendar_data_list_day (AmiaCalendarData *data,
                             const GDate      *day,
                             guint            *n_meetings)
{
  GPtrArray    *found = g_ptr_array_new ();
  AmiaLocalTime start = amia_local_time_make (day, 0);
  guint         n = 0;

  for (guint i = 0; i < data->items->len; i++)
    {
      AmiaAgendaItem *item = g_ptr_array_index (data->items, i);

      if (item->start >= start + AMIA_DAY_MINUTES || item->end <= start)
        continue;
      g_ptr_array_add (found, item);
      n += strcmp (item->kind, "meeting") == 0 || strcmp (item->kind, "occasion") == 0;
    }

  if (n_meetings != NULL)
    *n_meetings = n;
  return found;
}

/* How the free time stands, NULL for what is none. */
static const AmiaSlotItem *
find_slot (AmiaCalendarData     *data,
           const AmiaAgendaItem *item)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  return strcmp (item->kind, "slot") == 0
             ? g_hash_table_lookup (data->slots, amia_uuid_print (&item->id, id))
             : NULL;
}

static char *
describe_winner (const AmiaSlotItem *slot)
{
  for (guint i = 0; i < slot->bookings->len; i++)
    {
      const AmiaBookingItem *booking = g_ptr_array_index (slot->bookings, i);

      if (g_strcmp0 (booking->id, slot->winner) == 0)
        /* Translators: who has booked a free time, and for which agency. */
        return g_strdup_printf (_ ("Booked: %s (%s)"),
                                booking->person != NULL ? booking->person : "–",
                                amia_words_agency_short (booking->agency));
    }

  return g_strdup (_ ("Booked"));
}

char *
amia_calendar_data_dup_line (AmiaCalendarData     *data,
                             const AmiaAgendaItem *item)
{
  const AmiaSlotItem *slot = find_slot (data, item);

  if (slot != NULL && slot->state == AMIA_SLOT_DOUBLE)
    return g_strdup (_ ("Double booking"));
  if (slot != NULL && slot->state == AMIA_SLOT_BOOKED)
    return describe_winner (slot);
  return amia_calendar_words_title (item);
}

const char *
amia_calendar_data_get_class (AmiaCalendarData     *data,
                              const AmiaAgendaItem *item)
{
  const AmiaSlotItem *slot = find_slot (data, item);

  if (slot != NULL)
    return slot->state == AMIA_SLOT_DOUBLE ? "double"
           : slot->state == AMIA_SLOT_FREE ? "free"
                                           : "taken";
  if (g_strcmp0 (item->status, "cancelled") == 0 || g_strcmp0 (item->status, "missed") == 0)
    return "cancelled";
  return strcmp (item->kind, "meeting") == 0    ? "meeting"
         : strcmp (item->kind, "occasion") == 0 ? "occasion"
                                                : "absence";
}
