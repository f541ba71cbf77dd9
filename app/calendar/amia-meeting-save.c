/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-calendar"

#include "config.h"

#include "amia-meeting-save.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-date.h"
#include "amia-meeting-facts.h"
#include "amia-templates.h"
#include "amia-words.h"

/* What the page of a meeting does to records, on the store's thread. Only what changed is written,
 * so that two who write in one meeting collide where they must and nowhere else. */

#define MINUTES_URL "https://amia.se/fhir/Questionnaire/avstamningsmote"

void
amia_meeting_typed_free (AmiaMeetingTyped *typed)
{
  if (typed == NULL)
    return;

  g_free (typed->title);
  g_free (typed->place);
  g_strfreev (typed->people);
  g_free (typed->note);
  g_free (typed->rule);
  g_free (typed->slot);
  g_free (typed->reflection);
  g_free (typed);
}

/* A change on its way, and whether there is anything in it. */
typedef struct
{
  AmiaEdits *edits;
  gboolean   is_needed;
} Writing;

static const char *
get_kind (const AmiaMeetingTyped *typed)
{
  return amia_uuid_is_nil (&typed->case_id) ? "occasion" : "meeting";
}

static void
set_json (Writing                *writing,
          const AmiaMeetingTyped *typed,
          const AmiaRecord       *before,
          const char             *field,
          const char             *json)
{
  const char *value = before != NULL ? amia_record_get_value (before, field) : NULL;

  if (amia_value_equal (value != NULL ? value : "null", json))
    return;

  writing->is_needed = TRUE;
  amia_edits_set (writing->edits,
                  get_kind (typed),
                  &typed->id,
                  amia_uuid_is_nil (&typed->case_id) ? NULL : &typed->case_id,
                  field,
                  NULL,
                  json);
}

static void
set_text (Writing                *writing,
          const AmiaMeetingTyped *typed,
          const AmiaRecord       *before,
          const char             *field,
          const char             *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *json = NULL;

  if (text != NULL && *text != '\0')
    {
      json_node_set_string (node, text);
      json = json_to_string (node, FALSE);
    }
  set_json (writing, typed, before, field, json != NULL ? json : "null");
}

static void
set_people (Writing                *writing,
            const AmiaMeetingTyped *typed,
            const AmiaRecord       *before)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; typed->people[i] != NULL; i++)
    json_builder_add_string_value (builder, typed->people[i]);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  set_json (writing, typed, before, "participants", *typed->people != NULL ? json : "null");
}

static void
set_fields (Writing                *writing,
            const AmiaMeetingTyped *typed,
            const AmiaRecord       *before)
{
  char start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  char end[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
  char km[G_ASCII_DTOSTR_BUF_SIZE];

  set_text (writing, typed, before, "kind", typed->kind);
  set_text (writing, typed, before, "title", typed->title);
  set_text (writing, typed, before, "start", amia_local_time_print (typed->start, start));
  set_text (writing, typed, before, "end", amia_local_time_print (typed->end, end));
  set_text (writing, typed, before, "place", typed->place);
  set_text (writing, typed, before, "note", typed->note);
  set_text (writing, typed, before, "status", typed->status);
  set_people (writing, typed, before);
  g_ascii_formatd (km, sizeof km, "%g", typed->km);
  set_json (writing, typed, before, "km", typed->km >= 0 ? km : "null");
  if (amia_uuid_is_nil (&typed->case_id))
    set_text (writing, typed, before, "recurs", typed->rule);
  else
    set_text (writing, typed, before, "slot", typed->slot);
}

/* The free time goes back to everybody. */
static gboolean
release_slot (AmiaStore      *store,
              AmiaEdits      *edits,
              const char     *slot,
              const AmiaUuid *meeting,
              GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  AmiaUuid booking;
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_meeting_facts_find_booking (
          store, slot, amia_uuid_print (meeting, text), &booking, &local_error))
    amia_edits_set (edits, "booking", &booking, NULL, "removed", NULL, "true");
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
take_slot (AmiaStore      *store,
           AmiaEdits      *edits,
           const char     *slot,
           const AmiaUuid *meeting)
{
  AmiaUuid booking = amia_uuid_new_v7 (amia_words_now_ms ());
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  amia_edits_set_string (edits, "booking", &booking, NULL, "slot", slot);
  amia_edits_set_string (
      edits, "booking", &booking, NULL, "user", amia_store_get_identity (store)->user);
  amia_edits_set_string (
      edits, "booking", &booking, NULL, "meeting", amia_uuid_print (meeting, text));
}

static gboolean
set_slot (AmiaStore              *store,
          Writing                *writing,
          const AmiaMeetingTyped *typed,
          const AmiaRecord       *before,
          GError                **error)
{
  g_autofree char *old = before != NULL ? amia_record_dup_string (before, "slot") : NULL;
  gboolean         is_off = g_strcmp0 (typed->status, "cancelled") == 0;

  if (old != NULL && (is_off || g_strcmp0 (old, typed->slot) != 0) &&
      !release_slot (store, writing->edits, old, &typed->id, error))
    return FALSE;
  if (typed->slot != NULL && !is_off && g_strcmp0 (old, typed->slot) != 0)
    take_slot (store, writing->edits, typed->slot, &typed->id);
  return TRUE;
}

static void
set_reflection (Writing                *writing,
                const AmiaMeetingTyped *typed,
                const AmiaMeetingFacts *facts)
{
  AmiaUuid id = facts->reflection_id;
  char     text[AMIA_UUID_TEXT_LENGTH + 1];

  if (typed->reflection == NULL ||
      g_strcmp0 (facts->reflection != NULL ? facts->reflection : "", typed->reflection) == 0)
    return;

  writing->is_needed = TRUE;
  if (amia_uuid_is_nil (&id))
    {
      id = amia_uuid_new_v7 (amia_words_now_ms ());
      amia_edits_set_string (writing->edits, "reflection", &id, &typed->case_id, "meeting",
                             amia_uuid_print (&typed->id, text));
    }
  amia_edits_set_string (
      writing->edits, "reflection", &id, &typed->case_id, "text", typed->reflection);
}

gpointer
amia_meeting_save (AmiaStore    *store,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  const AmiaMeetingTyped *typed = data;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (AmiaMeetingFacts) facts =
      amia_meeting_facts_load (store, &typed->id, NULL, error);
  Writing writing = { edits, FALSE };

  if (facts == NULL)
    return NULL;

  set_fields (&writing, typed, facts->record);
  set_reflection (&writing, typed, facts);
  /* The caller looks at the error alone. A free time never changes without the field slot. */
  if (writing.is_needed && set_slot (store, &writing, typed, facts->record, error))
    (void) !amia_store_commit (store, edits, NULL, error);
  return NULL;
}

gpointer
amia_meeting_remove (AmiaStore    *store,
                     gpointer      data,
                     GCancellable *cancellable,
                     GError      **error)
{
  const AmiaUuid *id = data;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (AmiaRecord) record = amia_store_load_record (store, id, error);
  g_autofree char *slot = NULL;

  if (record == NULL)
    return NULL;

  slot = amia_record_dup_string (record, "slot");
  amia_edits_set (edits,
                  record->kind,
                  id,
                  amia_uuid_is_nil (&record->case_id) ? NULL : &record->case_id,
                  "removed",
                  NULL,
                  "true");
  if (slot == NULL || release_slot (store, edits, slot, id, error))
    (void) !amia_store_commit (store, edits, NULL, error);
  return NULL;
}

static AmiaEdits *
make_minutes (const AmiaRecord *meeting,
              const AmiaUuid   *form,
              const char       *canonical)
{
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *start = amia_record_dup_string (meeting, "start");
  g_autofree char *place = amia_record_dup_string (meeting, "place");
  g_autofree char *day = start != NULL ? g_strndup (start, AMIA_DATE_TEXT_LENGTH) : NULL;
  char             text[AMIA_UUID_TEXT_LENGTH + 1];

  amia_edits_set_string (
      edits, "form", form, &meeting->case_id, "questionnaire", canonical);
  amia_edits_set_string (edits, "form", form, &meeting->case_id, "status", "in-progress");
  if (day != NULL)
    amia_edits_set_string (edits, "form", form, &meeting->case_id, "answer/mote/mote-datum", day);
  if (place != NULL)
    amia_edits_set_string (
        edits, "form", form, &meeting->case_id, "answer/mote/mote-plats", place);
  amia_edits_set_string (edits, "meeting", &meeting->id, &meeting->case_id, "form",
                         amia_uuid_print (form, text));
  return edits;
}

gpointer
amia_meeting_begin_minutes (AmiaStore    *store,
                            gpointer      data,
                            GCancellable *cancellable,
                            GError      **error)
{
  const AmiaTemplate *template_ = amia_templates_find (MINUTES_URL);
  g_autoptr (AmiaRecord) meeting = amia_store_load_record (store, data, error);
  g_autoptr (AmiaEdits) edits = NULL;
  g_autofree char *canonical = NULL;
  char            *form = NULL;
  AmiaUuid         id;

  if (meeting == NULL)
    return NULL;

  form = amia_record_dup_string (meeting, "form");
  if (form != NULL)
    return form;

  g_return_val_if_fail (template_ != NULL, NULL);
  canonical = amia_template_dup_canonical (template_);
  id = amia_uuid_new_v7 (amia_words_now_ms ());
  edits = make_minutes (meeting, &id, canonical);
  return amia_store_commit (store, edits, NULL, error) ? amia_uuid_to_string (&id) : NULL;
}
