/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-meeting-facts.h"

#include <string.h>

#include "amia-calendar-data.h"
#include "amia-store-lists.h"
#include "amia-store-names.h"
#include "amia-words.h"

/* The record, the case's row for the name and the team, free times, and the pair's own words. */

#define FREE_TIMES_MAX  30
#define FREE_TIMES_DAYS 183

void
amia_meeting_facts_free (AmiaMeetingFacts *facts)
{
  if (facts == NULL)
    return;

  g_clear_pointer (&facts->record, amia_record_free);
  g_free (facts->name);
  g_free (facts->people);
  g_clear_pointer (&facts->free_times, g_ptr_array_unref);
  g_free (facts->reflection);
  g_free (facts);
}

/* `anna FK` becomes `Anna Forsell (FK)`, or `Anna (FK)` where she has not said what she is
 * called. */
static char *
describe_member (AmiaStore  *store,
                 const char *member)
{
  g_auto (GStrv) parts = g_strsplit (member, " ", 2);
  const char      *person = amia_store_get_person (store, parts[0]);
  g_autofree char *first = g_utf8_substring (person, 0, MIN (1, g_utf8_strlen (person, -1)));
  g_autofree char *upper = g_utf8_strup (first, -1);
  const char      *rest = person + strlen (first);

  return parts[1] != NULL
             ? g_strdup_printf ("%s%s (%s)", upper, rest, amia_words_agency_short (parts[1]))
             : g_strdup_printf ("%s%s", upper, rest);
}

static gboolean
load_case (AmiaStore        *store,
           const AmiaUuid   *case_id,
           AmiaMeetingFacts *facts,
           GError          **error)
{
  g_autoptr (GPtrArray) rows = amia_store_load_case_rows (store, case_id, 1, error);
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  const AmiaCaseRow *row;

  if (rows == NULL)
    return FALSE;
  row = g_ptr_array_index (rows, 0);
  if (row == NULL)
    return TRUE;

  facts->is_protected = row->is_protected;
  facts->name = g_strdup (row->name != NULL ? row->name : row->title);
  if (facts->name != NULL && !row->is_protected)
    {
      g_autofree char *first = g_strndup (facts->name, strcspn (facts->name, " "));

      g_strv_builder_add (people, first);
    }
  for (guint i = 0; row->members[i] != NULL; i++)
    {
      g_autofree char *member = describe_member (store, row->members[i]);

      g_strv_builder_add (people, member);
    }
  all = g_strv_builder_end (people);
  facts->people = g_strjoinv (", ", all);
  return TRUE;
}

typedef struct
{
  AmiaMeetingFacts *facts;
  char             *meeting;
} Reflecting;

static gboolean
read_reflection (const AmiaRecord *record,
                 gpointer          data)
{
  Reflecting      *reflecting = data;
  g_autofree char *meeting = amia_record_dup_string (record, "meeting");

  if (amia_record_is_removed (record) || g_strcmp0 (meeting, reflecting->meeting) != 0)
    return TRUE;

  g_free (reflecting->facts->reflection);
  reflecting->facts->reflection = amia_record_dup_string (record, "text");
  reflecting->facts->reflection_id = record->id;
  return FALSE;
}

static gboolean
load_reflection (AmiaStore        *store,
                 AmiaMeetingFacts *facts,
                 GError          **error)
{
  g_autofree char      *meeting = amia_uuid_to_string (&facts->record->id);
  const AmiaRecordQuery query = { .kind = "reflection", .case_id = &facts->record->case_id };
  Reflecting            reflecting = { facts, meeting };

  return amia_uuid_is_nil (&facts->record->case_id) ||
         amia_store_foreach_record (store, &query, read_reflection, &reflecting, error);
}

static gboolean
load_free_times (AmiaStore        *store,
                 AmiaMeetingFacts *facts,
                 GError          **error)
{
  AmiaLocalTime       now = amia_calendar_now ();
  const AmiaSlotQuery query = { .from = now,
                                .to = now + FREE_TIMES_DAYS * AMIA_DAY_MINUTES,
                                .now = now,
                                .only_open = TRUE,
                                .limit = FREE_TIMES_MAX };

  facts->free_times = amia_store_list_slots (store, &query, error);
  return facts->free_times != NULL;
}

AmiaMeetingFacts *
amia_meeting_facts_load (AmiaStore      *store,
                         const AmiaUuid *id,
                         const AmiaUuid *case_id,
                         GError        **error)
{
  g_autoptr (AmiaMeetingFacts) facts = g_new0 (AmiaMeetingFacts, 1);
  g_autoptr (GError) local_error = NULL;

  if (id != NULL)
    {
      facts->record = amia_store_load_record (store, id, &local_error);
      if (facts->record != NULL && !amia_uuid_is_nil (&facts->record->case_id))
        case_id = &facts->record->case_id;
      else
        case_id = NULL;
    }

  if (local_error != NULL ||
      (case_id != NULL && !load_case (store, case_id, facts, &local_error)) ||
      (facts->record != NULL && !load_reflection (store, facts, &local_error)) ||
      !load_free_times (store, facts, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&facts);
}

gboolean
amia_meeting_facts_find_booking (AmiaStore  *store,
                                 const char *slot,
                                 const char *meeting,
                                 AmiaUuid   *booking,
                                 GError    **error)
{
  AmiaSlotQuery query = { .now = amia_calendar_now () };
  AmiaUuid      id;
  g_autoptr (GPtrArray) slots = NULL;

  if (!amia_uuid_parse (slot, -1, &id))
    return FALSE;

  query.id = &id;
  slots = amia_store_list_slots (store, &query, error);
  for (guint i = 0; slots != NULL && i < slots->len; i++)
    {
      const AmiaSlotItem *item = g_ptr_array_index (slots, i);

      for (guint j = 0; j < item->bookings->len; j++)
        {
          const AmiaBookingItem *own = g_ptr_array_index (item->bookings, j);

          if (own->is_own && g_strcmp0 (own->meeting, meeting) == 0)
            return amia_uuid_parse (own->id, -1, booking);
        }
    }

  return FALSE;
}
