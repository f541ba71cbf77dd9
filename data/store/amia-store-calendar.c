/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-calendar.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-calendar-file.h"
#include "amia-meeting.h"
#include "amia-store-log.h"
#include "amia-store-private.h"

/* Between the calendar and files of other calendars. What leaves says as little as possible; what
 * comes in is told by its UID, which is the record's id for what went out from here. */

#define UID_ENDING "@amia.se"

/* --- Out ------------------------------------------------------------------------------------- */

static char *
make_uid (const AmiaAgendaItem *item)
{
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  return item->uid != NULL ? g_strdup (item->uid)
                           : g_strconcat (amia_uuid_print (&item->id, id), UID_ENDING, NULL);
}

static char *
make_summary (const AmiaAgendaItem *item)
{
  const AmiaMeetingKind *kind = amia_meeting_find_kind (item->what);

  /* The title of a meeting is somebody's words about somebody. */
  if (strcmp (item->kind, "occasion") == 0 && item->title != NULL && *item->title != '\0')
    return g_strdup (item->title);
  return g_strdup (kind != NULL ? kind->name : "Möte");
}

static char **
read_days (const AmiaRecord *record)
{
  const char *value = amia_record_get_value (record, "except");
  g_autoptr (JsonNode) node = value != NULL ? json_from_string (value, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

/* What recurs is one event, from its first time on. */
static gboolean
read_series (AmiaStore            *store,
             const AmiaAgendaItem *item,
             AmiaCalendarEvent    *event,
             GError              **error)
{
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, &item->id, error);
  g_autofree char *start = NULL;

  if (record == NULL)
    return FALSE;

  start = amia_record_dup_string (record, "start");
  if (amia_local_time_parse (start, &event->start))
    event->end = event->start + (item->end - item->start);
  event->rule = g_strdup (item->rule);
  event->except = read_days (record);
  return TRUE;
}

static gboolean
add_event (AmiaStore            *store,
           const AmiaAgendaItem *item,
           GHashTable           *series,
           GPtrArray            *events,
           GError              **error)
{
  AmiaCalendarEvent *event;

  if (item->rule != NULL &&
      !g_hash_table_add (series, g_memdup2 (&item->id, sizeof item->id)))
    return TRUE;

  event = g_new0 (AmiaCalendarEvent, 1);
  g_ptr_array_add (events, event);
  event->uid = make_uid (item);
  event->summary = make_summary (item);
  event->location = item->is_protected ? NULL : g_strdup (item->place);
  event->start = item->start;
  event->end = item->end;
  event->is_all_day = item->is_all_day;
  event->is_cancelled = g_strcmp0 (item->status, "cancelled") == 0;
  return item->rule == NULL || read_series (store, item, event, error);
}

char *
amia_store_export_calendar (AmiaStore             *store,
                            const AmiaAgendaQuery *query,
                            guint                 *n_events,
                            GError               **error)
{
  AmiaAgendaQuery wanted;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_calendar_event_free);
  g_autoptr (GHashTable) series =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  wanted = *query;
  wanted.kinds = AMIA_AGENDA_MEETINGS | AMIA_AGENDA_OCCASIONS;
  items = amia_store_list_agenda (store, &wanted, error);
  if (items == NULL)
    return NULL;

  for (guint i = 0; i < items->len; i++)
    {
      if (!add_event (store, g_ptr_array_index (items, i), series, events, error))
        return NULL;
    }

  if (n_events != NULL)
    *n_events = events->len;
  return amia_calendar_file_write (events, _amia_store_get_now (store));
}

/* --- In -------------------------------------------------------------------------------------- */

typedef struct
{
  AmiaStore          *store;
  gboolean            with_titles;
  AmiaCalendarImport *outcome;
  GPtrArray          *actions; /* AmiaEdits */
  GHashTable         *seen;    /* the UIDs of this file */
} Import;

/* The record that an event is: by the name that it came with, or by the one that we gave it. */
static gboolean
find_record (Import      *import,
             const char  *uid,
             AmiaRecord **record,
             GError     **error)
{
  gsize    length = strlen (uid);
  AmiaUuid id;
  AmiaUuid case_id;
  g_autoptr (GError) local_error = NULL;

  *record = NULL;
  if (!amia_store_find_by_uid (import->store, uid, &id, &case_id, &local_error))
    {
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (length != AMIA_UUID_TEXT_LENGTH + strlen (UID_ENDING) ||
          !g_str_has_suffix (uid, UID_ENDING) ||
          !amia_uuid_parse (uid, AMIA_UUID_TEXT_LENGTH, &id))
        return TRUE;
    }

  *record = amia_store_load_record (import->store, &id, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A name in a file may be that of any record: only what has a time is changed by it. Everybody's
 * records are changed by the agency that made them, and by no other. */
static gboolean
may_change (Import           *import,
            const AmiaRecord *record)
{
  const AmiaIdentity *identity = amia_store_get_identity (import->store);
  const AmiaHead     *head = amia_record_get_shown (record, "start");
  const char         *agency = NULL;

  if (strcmp (record->kind, "occasion") != 0)
    return strcmp (record->kind, "meeting") == 0;
  if (head == NULL || amia_uuid_equal (&head->device, &identity->device))
    return TRUE;

  (void) amia_store_get_author (import->store, &head->device, &agency);
  return g_strcmp0 (agency, identity->agency) == 0;
}

/* Sets a field that says something else now. */
static gboolean
set_text (AmiaEdits        *edits,
          const AmiaRecord *record,
          const char       *field,
          const char       *text)
{
  g_autofree char *before = amia_record_dup_string (record, field);

  if (g_strcmp0 (before, text) == 0)
    return FALSE;

  amia_edits_set_string (edits, record->kind, &record->id, &record->case_id, field, text);
  return TRUE;
}

static gboolean
set_time (AmiaEdits        *edits,
          const AmiaRecord *record,
          const char       *field,
          AmiaLocalTime     time)
{
  char text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  return set_text (edits, record, field, amia_local_time_print (time, text));
}

static char *
print_days (char **days)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; days != NULL && days[i] != NULL; i++)
    json_builder_add_string_value (builder, days[i]);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
set_series (AmiaEdits               *edits,
            const AmiaRecord        *record,
            const AmiaCalendarEvent *event)
{
  const char      *before = amia_record_get_value (record, "except");
  g_autofree char *days = print_days (event->except);
  gboolean         is_changed = set_text (edits, record, "recurs", event->rule);

  if (strcmp (days, before != NULL ? before : "[]") != 0)
    {
      amia_edits_set (edits, record->kind, &record->id, NULL, "except", NULL, days);
      is_changed = TRUE;
    }
  return is_changed;
}

static gboolean
set_event (Import                  *import,
           AmiaEdits               *edits,
           const AmiaRecord        *record,
           const AmiaCalendarEvent *event,
           gboolean                 is_new)
{
  gboolean is_occasion = strcmp (record->kind, "occasion") == 0;
  gboolean is_changed = set_time (edits, record, "start", event->start);

  is_changed |= set_time (edits, record, "end", event->end);
  if (event->is_cancelled)
    is_changed |= set_text (edits, record, "status", "cancelled");
  if (is_occasion)
    is_changed |= set_series (edits, record, event);
  if (is_occasion && import->with_titles)
    {
      is_changed |= set_text (edits, record, "title", event->summary);
      is_changed |= set_text (edits, record, "place", event->location);
    }
  if (is_new)
    {
      is_changed |= set_text (edits, record, "uid", event->uid);
      if (!import->with_titles)
        is_changed |= set_text (edits, record, "kind", AMIA_OCCASION_KIND_TAKEN);
    }
  return is_changed;
}

static gboolean
import_event (Import                  *import,
              const AmiaCalendarEvent *event,
              GError                 **error)
{
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (AmiaEdits) edits = NULL;
  gboolean is_new;
  AmiaUuid id;

  /* Of two events of one name in a file the first counts. */
  if (!g_hash_table_add (import->seen, event->uid))
    {
      import->outcome->n_skipped++;
      return TRUE;
    }
  if (!find_record (import, event->uid, &record, error))
    return FALSE;

  is_new = record == NULL;
  if (is_new ? event->is_cancelled
             : amia_record_is_removed (record) || !may_change (import, record))
    {
      import->outcome->n_skipped++;
      return TRUE;
    }
  if (is_new)
    {
      id = amia_uuid_new_v7 (_amia_store_get_now (import->store));
      record = amia_record_new ("occasion", &id, NULL);
    }

  edits = amia_edits_new ();
  if (set_event (import, edits, record, event, is_new))
    {
      g_ptr_array_add (import->actions, g_steal_pointer (&edits));
      *(is_new ? &import->outcome->n_new : &import->outcome->n_changed) += 1;
    }
  else
    import->outcome->n_same++;
  return TRUE;
}

gboolean
amia_store_import_calendar (AmiaStore          *store,
                            const char         *text,
                            gsize               length,
                            gboolean            with_titles,
                            AmiaCalendarImport *outcome,
                            GError            **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Import import = { store, with_titles, outcome, actions, seen };

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (outcome != NULL, FALSE);

  *outcome = (AmiaCalendarImport){ 0 };
  events = amia_calendar_file_read (text, length, &outcome->n_skipped, error);
  if (events == NULL)
    return FALSE;

  for (guint i = 0; i < events->len; i++)
    {
      if (!import_event (&import, g_ptr_array_index (events, i), error))
        return FALSE;
    }

  return actions->len == 0 || amia_store_commit_all (store, actions, NULL, error);
}
