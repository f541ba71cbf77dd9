/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-agenda-private.h"
#include "amia-store-agenda.h"
#include "amia-store-log.h"
#include "amia-store-names.h"

/* Published free times with what was booked and settled; amia_slot_settle() says who got it. */

/* What the table has of one free time. */
typedef struct
{
  GPtrArray *bookings; /* AmiaBookingItem */
  GArray    *choices;  /* AmiaSlotChoice */
  GPtrArray *texts;    /* what the choices borrow */
} Words;

void
amia_booking_item_free (AmiaBookingItem *booking)
{
  if (booking == NULL)
    return;

  g_free (booking->id);
  g_free (booking->user);
  g_free (booking->person);
  g_free (booking->agency);
  g_free (booking->meeting);
  g_free (booking);
}

void
amia_slot_item_free (AmiaSlotItem *slot)
{
  if (slot == NULL)
    return;

  amia_agenda_item_free (slot->time);
  g_free (slot->winner);
  g_clear_pointer (&slot->bookings, g_ptr_array_unref);
  g_free (slot);
}

static void
words_clear (Words *words)
{
  g_clear_pointer (&words->bookings, g_ptr_array_unref);
  g_clear_pointer (&words->choices, g_array_unref);
  g_clear_pointer (&words->texts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static AmiaBookingItem *
read_booking (AmiaStore     *store,
              AmiaStatement *statement)
{
  AmiaBookingItem *booking = g_new0 (AmiaBookingItem, 1);
  AmiaUuid         id = _amia_statement_get_uuid (statement, 1);
  AmiaUuid         device = _amia_statement_get_uuid (statement, 2);
  const char      *agency = NULL;
  const char      *author = amia_store_get_author (store, &device, &agency);

  if (amia_uuid_equal (&device, &store->identity.device))
    {
      author = store->identity.user;
      agency = store->identity.agency;
    }
  booking->id = amia_uuid_to_string (&id);
  booking->user = g_strdup (amia_statement_get_text (statement, 3));
  if (booking->user == NULL)
    booking->user = g_strdup (author);
  if (booking->user != NULL)
    booking->person = g_strdup (amia_store_get_person (store, booking->user));
  booking->agency = g_strdup (agency);
  booking->meeting = g_strdup (amia_statement_get_text (statement, 4));
  booking->is_own = g_strcmp0 (agency, store->identity.agency) == 0;
  return booking;
}

static void
add_choice (AmiaStatement *statement,
            const char    *slot,
            Words         *words)
{
  char          *booking = g_strdup (amia_statement_get_text (statement, 5));
  AmiaSlotChoice choice = { booking, slot, (guint64) amia_statement_get_int (statement, 6) };

  if (booking == NULL)
    return;

  g_ptr_array_add (words->texts, booking);
  g_array_append_val (words->choices, choice);
}

static gboolean
read_words (AmiaStore  *store,
            const char *slot,
            Words      *words,
            GError    **error)
{
  static const char sql[] = "SELECT record_kind, id, device, user, meeting, booking, made "
                            "FROM agenda WHERE slot = ? AND start IS NULL ORDER BY id";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read who booked a time", error);
  AmiaStep step;

  words->bookings = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_booking_item_free);
  words->choices = g_array_new (FALSE, FALSE, sizeof (AmiaSlotChoice));
  words->texts = g_ptr_array_new_with_free_func (g_free);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, slot);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      if (strcmp (amia_statement_get_text (statement, 0), "booking") == 0)
        g_ptr_array_add (words->bookings, read_booking (store, statement));
      else
        add_choice (statement, slot, words);
    }

  return step == AMIA_DONE;
}

static void
settle (const char   *slot,
        const Words  *words,
        AmiaLocalTime now,
        AmiaSlotItem *item)
{
  g_autofree AmiaSlotBooking *bookings = g_new0 (AmiaSlotBooking, words->bookings->len + 1);
  AmiaSlotOutcome             outcome;

  for (guint i = 0; i < words->bookings->len; i++)
    bookings[i] = (AmiaSlotBooking){
      ((const AmiaBookingItem *) g_ptr_array_index (words->bookings, i))->id, slot
    };

  amia_slot_settle (slot,
                    bookings,
                    words->bookings->len,
                    (const AmiaSlotChoice *) words->choices->data,
                    words->choices->len,
                    &outcome);
  item->state = outcome.state;
  item->winner = g_strdup (outcome.winner);
  item->bookings = g_ptr_array_ref (words->bookings);
  item->is_open = outcome.state == AMIA_SLOT_FREE &&
                  amia_slot_is_open (item->time->start, item->time->days_ahead, now);
}

static gboolean
is_wanted (const AmiaSlotItem  *item,
           const AmiaSlotQuery *query)
{
  return (!query->only_open || item->is_open) &&
         (!query->only_double || item->state == AMIA_SLOT_DOUBLE);
}

/* Takes @time. */
static gboolean
add_slot (AmiaStore           *store,
          AmiaAgendaItem      *time,
          const AmiaSlotQuery *query,
          GPtrArray           *slots,
          GError             **error)
{
  g_autoptr (AmiaSlotItem) item = g_new0 (AmiaSlotItem, 1);
  g_auto (Words) words = { 0 };
  g_autofree char *id = amia_uuid_to_string (&time->id);

  item->time = time;
  if (!read_words (store, id, &words, error))
    return FALSE;

  settle (id, &words, query->now, item);
  if (is_wanted (item, query))
    g_ptr_array_add (slots, g_steal_pointer (&item));
  return TRUE;
}

GPtrArray *
amia_store_list_slots (AmiaStore           *store,
                       const AmiaSlotQuery *query,
                       GError             **error)
{
  AmiaAgendaQuery agenda = { .kinds = AMIA_AGENDA_SLOTS };
  g_autoptr (GPtrArray) times = NULL;
  g_autoptr (GPtrArray) slots =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_slot_item_free);
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  agenda.from = query->id != NULL ? AMIA_LOCAL_TIME_NONE : query->from;
  agenda.to = query->id != NULL ? G_MAXINT64 : query->to;
  times = amia_store_list_agenda (store, &agenda, error);
  if (times == NULL)
    return NULL;

  for (guint i = 0; i < times->len && (query->limit == 0 || slots->len < query->limit); i++)
    {
      AmiaAgendaItem *time = g_ptr_array_index (times, i);

      if (query->id != NULL && !amia_uuid_equal (&time->id, query->id))
        continue;
      times->pdata[i] = NULL;
      if (!add_slot (store, time, query, slots, &local_error))
        {
          _amia_store_report (error, local_error);
          return NULL;
        }
    }

  return g_steal_pointer (&slots);
}
