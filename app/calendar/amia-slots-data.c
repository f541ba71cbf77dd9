/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-slots-data.h"

#include <string.h>

#include "amia-calendar-data.h"
#include "amia-calendar-words.h"
#include "amia-words.h"

/* Free times for the page that shows and publishes them, and what it does to them. */

#define DAYS_AHEAD 366

static void
free_lost (gpointer data)
{
  AmiaLostBooking *lost = data;

  g_free (lost->words);
  g_free (lost);
}

void
amia_slots_data_free (AmiaSlotsData *data)
{
  if (data == NULL)
    return;

  g_clear_pointer (&data->slots, g_ptr_array_unref);
  g_clear_pointer (&data->lost, g_ptr_array_unref);
  g_free (data);
}

static const AmiaAgendaItem *
find_item (GPtrArray      *items,
           const AmiaUuid *id)
{
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);

      if (amia_uuid_equal (&item->id, id))
        return item;
    }

  return NULL;
}

/* An own booking of a time that is another's now. */
static void
add_lost (AmiaSlotsData         *data,
          GPtrArray             *meetings,
          const AmiaSlotItem    *slot,
          const AmiaBookingItem *booking)
{
  AmiaLostBooking      *lost = g_new0 (AmiaLostBooking, 1);
  const AmiaAgendaItem *meeting = NULL;
  g_autofree char      *title = NULL;
  g_autofree char      *time = amia_calendar_words_time (slot->time->start);

  if (booking->meeting != NULL && amia_uuid_parse (booking->meeting, -1, &lost->meeting))
    meeting = find_item (meetings, &lost->meeting);
  if (meeting == NULL || !amia_uuid_parse (booking->id, -1, &lost->booking))
    {
      free_lost (lost);
      return;
    }

  title = amia_calendar_words_title (meeting);
  lost->case_id = meeting->case_id;
  lost->words = g_strdup_printf ("%s, %s", title, time);
  g_ptr_array_add (data->lost, lost);
}

static gboolean
is_lost (const AmiaSlotItem    *slot,
         const AmiaBookingItem *booking)
{
  return slot->state == AMIA_SLOT_BOOKED && booking->is_own &&
         g_strcmp0 (booking->id, slot->winner) != 0;
}

static gboolean
has_lost (AmiaSlotsData *data)
{
  for (guint i = 0; i < data->slots->len; i++)
    {
      const AmiaSlotItem *slot = g_ptr_array_index (data->slots, i);

      for (guint j = 0; j < slot->bookings->len; j++)
        {
          if (is_lost (slot, g_ptr_array_index (slot->bookings, j)))
            return TRUE;
        }
    }

  return FALSE;
}

static void
find_lost (AmiaSlotsData *data,
           GPtrArray     *meetings)
{
  for (guint i = 0; i < data->slots->len; i++)
    {
      const AmiaSlotItem *slot = g_ptr_array_index (data->slots, i);

      for (guint j = 0; j < slot->bookings->len; j++)
        {
          const AmiaBookingItem *booking = g_ptr_array_index (slot->bookings, j);

          if (is_lost (slot, booking))
            add_lost (data, meetings, slot, booking);
        }
    }
}

gpointer
amia_slots_data_load (AmiaStore    *store,
                      gpointer      unused,
                      GCancellable *cancellable,
                      GError      **error)
{
  AmiaLocalTime         now = amia_calendar_now ();
  AmiaLocalTime         from = now - AMIA_DAY_MINUTES;
  AmiaLocalTime         to = now + DAYS_AHEAD * AMIA_DAY_MINUTES;
  const AmiaSlotQuery   slots = { .from = from, .to = to, .now = now };
  const AmiaAgendaQuery agenda = { .from = from, .to = to, .kinds = AMIA_AGENDA_MEETINGS };
  g_autoptr (AmiaSlotsData) data = g_new0 (AmiaSlotsData, 1);
  g_autoptr (GPtrArray) meetings = NULL;

  data->lost = g_ptr_array_new_with_free_func (free_lost);
  data->slots = amia_store_list_slots (store, &slots, error);
  if (data->slots == NULL)
    return NULL;
  /* A year of meetings is much to read, and seldom needed. */
  if (!has_lost (data))
    return g_steal_pointer (&data);

  meetings = amia_store_list_agenda (store, &agenda, error);
  if (meetings == NULL)
    return NULL;

  find_lost (data, meetings);
  return g_steal_pointer (&data);
}

AmiaEdits *
amia_slots_settle (const char *slot,
                   const char *booking)
{
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = amia_uuid_new_v7 (amia_words_now_ms ());

  amia_edits_set_string (edits, "slot-choice", &id, NULL, "slot", slot);
  amia_edits_set_string (edits, "slot-choice", &id, NULL, "booking", booking);
  return edits;
}

AmiaEdits *
amia_slots_move (const AmiaLostBooking *lost,
                 const AmiaSlotItem    *slot,
                 const char            *user)
{
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   booking = amia_uuid_new_v7 (amia_words_now_ms ());
  char       slot_id[AMIA_UUID_TEXT_LENGTH + 1];
  char       meeting_id[AMIA_UUID_TEXT_LENGTH + 1];
  char       start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  char       end[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  amia_uuid_print (&slot->time->id, slot_id);
  amia_uuid_print (&lost->meeting, meeting_id);
  amia_local_time_print (slot->time->start, start);
  amia_local_time_print (slot->time->end, end);
  amia_edits_set (edits, "booking", &lost->booking, NULL, "removed", NULL, "true");
  amia_edits_set_string (edits, "booking", &booking, NULL, "slot", slot_id);
  amia_edits_set_string (edits, "booking", &booking, NULL, "user", user);
  amia_edits_set_string (edits, "booking", &booking, NULL, "meeting", meeting_id);
  amia_edits_set_string (edits, "meeting", &lost->meeting, &lost->case_id, "slot", slot_id);
  amia_edits_set_string (edits, "meeting", &lost->meeting, &lost->case_id, "start", start);
  amia_edits_set_string (edits, "meeting", &lost->meeting, &lost->case_id, "end", end);
  if (slot->time->place != NULL)
    amia_edits_set_string (
        edits, "meeting", &lost->meeting, &lost->case_id, "place", slot->time->place);
  return edits;
}

static void
publish_one (AmiaEdits            *edits,
             const AmiaSlotSeries *series,
             const AmiaStretch    *stretch,
             const char           *series_id,
             const char           *user)
{
  AmiaUuid         id = amia_uuid_new_v7 (amia_words_now_ms ());
  char             start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  char             end[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  g_autofree char *days = g_strdup_printf ("%d", series->days_ahead);
  const struct
  {
    const char *field;
    const char *text;
  } texts[] = {
    { "user", user },
    { "start", amia_local_time_print (stretch->start, start) },
    { "end", amia_local_time_print (stretch->end, end) },
    { "series", series_id },
    { "team", series->team },
    { "kind", series->kind },
    { "place", series->place },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i].text != NULL && *texts[i].text != '\0')
        amia_edits_set_string (edits, "slot", &id, NULL, texts[i].field, texts[i].text);
    }
  amia_edits_set (edits, "slot", &id, NULL, "days-ahead", NULL, days);
}

AmiaEdits *
amia_slots_publish (const AmiaSlotSeries *series,
                    const char           *user,
                    guint                *n_slots)
{
  AmiaEdits *edits = amia_edits_new ();
  AmiaUuid   id = amia_uuid_new_v7 (amia_words_now_ms ());
  char       text[AMIA_UUID_TEXT_LENGTH + 1];
  g_autoptr (GArray) stretches = amia_slot_plan_list (&series->plan);

  amia_uuid_print (&id, text);
  for (guint i = 0; i < stretches->len; i++)
    publish_one (edits, series, &g_array_index (stretches, AmiaStretch, i), text, user);
  *n_slots = stretches->len;
  return edits;
}
