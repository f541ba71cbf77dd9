/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-due.h"

#include <string.h>

#include "amia-case-access.h"

/* From records to events. Each kind of record has one function that says which events it tells of;
 * of several the first counts, or the last, as the event wants it. */

#define FORMS "https://amia.se/fhir/Questionnaire/"

typedef struct
{
  AmiaCaseDue *due;
  const char  *today;

  char      *participant; /* the record's id as text */
  char      *identified;
  char      *enrolled;
  char      *contacted;
  char      *met;
  char      *followed_up;
  char      *mapped;
  char      *care_met;
  char      *benefit_end;
  char      *ali_from;
  char      *consent_end;
  char      *closed;
  guint      surveys;
  guint      status;
  GPtrArray *hours;
} Load;

static void
keep_first (char **kept,
            char  *day)
{
  if (day != NULL && (*kept == NULL || strcmp (day, *kept) < 0))
    {
      g_free (*kept);
      *kept = day;
    }
  else
    g_free (day);
}

static void
keep_last (char **kept,
           char  *day)
{
  if (day != NULL && (*kept == NULL || strcmp (day, *kept) > 0))
    {
      g_free (*kept);
      *kept = day;
    }
  else
    g_free (day);
}

static void
read_case (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *after_90 = amia_record_dup_string (record, "status-90");
  g_autofree char *after_270 = amia_record_dup_string (record, "status-270");

  load->participant = amia_record_dup_string (record, "participant");
  load->identified = amia_record_dup_string (record, "opened");
  load->ali_from = amia_record_dup_string (record, "ali-from");
  load->closed = amia_record_dup_string (record, "closed");
  load->due->title = amia_record_dup_string (record, "title");
  load->due->subproject = amia_record_dup_string (record, "subproject");
  load->status = (after_90 != NULL ? 1u : 0) | (after_270 != NULL ? 2u : 0);
}

static void
read_member (Load             *load,
             const AmiaRecord *record)
{
  g_autofree char *user = amia_record_dup_string (record, "user");
  g_autofree char *from = amia_record_dup_string (record, "from");
  g_autofree char *to = amia_record_dup_string (record, "to");

  if (user != NULL && (from == NULL || strcmp (from, load->today) <= 0) &&
      (to == NULL || strcmp (to, load->today) >= 0))
    g_ptr_array_add (load->due->users, g_steal_pointer (&user));
}

/* Enrolled is who has begun the first step of the process map. */
static void
read_visit (Load             *load,
            const AmiaRecord *record)
{
  g_autofree char *step = amia_record_dup_string (record, "step");

  if (step == NULL || !g_ascii_isdigit (*step))
    return;

  keep_first (&load->enrolled, amia_record_dup_string (record, "from"));
  if (*step == '2')
    keep_first (&load->mapped, amia_record_dup_string (record, "from"));
}

static void
read_note (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *day = amia_record_dup_string (record, "date");

  if (g_strcmp0 (kind, "meeting") == 0)
    {
      keep_first (&load->met, g_strdup (day));
      keep_last (&load->followed_up, g_strdup (day));
    }
  if (g_strcmp0 (kind, "meeting") == 0 || g_strcmp0 (kind, "telephone") == 0 ||
      g_strcmp0 (kind, "email") == 0)
    keep_first (&load->contacted, g_steal_pointer (&day));
}

static void
read_meeting (Load             *load,
              const AmiaRecord *record)
{
  g_autofree char *start = amia_record_dup_string (record, "start");
  g_autofree char *kind = amia_record_dup_string (record, "kind");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *day = start != NULL ? g_strndup (start, AMIA_DATE_TEXT_LENGTH) : NULL;

  if (day == NULL || strcmp (day, load->today) > 0 || g_strcmp0 (status, "cancelled") == 0)
    return;

  keep_first (&load->contacted, g_strdup (day));
  keep_first (&load->met, g_strdup (day));
  keep_last (&load->followed_up, g_strdup (day));
  if (g_strcmp0 (kind, "avstamningsmote") == 0)
    keep_first (&load->care_met, g_steal_pointer (&day));
}

/* The day on which a form was begun, by its author's clock. */
static char *
dup_begun (const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "questionnaire");
  g_autoptr (GDateTime) moment =
      head != NULL ? g_date_time_new_from_unix_local (amia_stamp_get_ms (head->stamp) / 1000)
                   : NULL;

  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%d") : NULL;
}

static void
read_survey (Load       *load,
             const char *canonical)
{
  static const char *const surveys[] = { FORMS "enkat-1", FORMS "enkat-2", FORMS "enkat-3" };

  for (guint i = 0; canonical != NULL && i < G_N_ELEMENTS (surveys); i++)
    {
      if (g_str_has_prefix (canonical, surveys[i]))
        load->surveys |= 1u << i;
    }
}

static void
read_form (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *month = amia_record_dup_string (record, "answer/manad/manad-fran");

  if (canonical == NULL)
    return;

  read_survey (load, canonical);
  if (g_str_has_prefix (canonical, FORMS "kartlaggning"))
    keep_first (&load->mapped, dup_begun (record));
  if (g_str_has_prefix (canonical, FORMS "avstamningsmote"))
    keep_first (&load->care_met, dup_begun (record));
  if (g_str_has_prefix (canonical, FORMS "aktivitetsrapport") && month != NULL &&
      g_strcmp0 (status, "completed") == 0)
    g_ptr_array_add (load->hours, g_strndup (month, strlen ("YYYY-MM")));
}

static void
read_survey_key (Load             *load,
                 const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");

  read_survey (load, canonical);
}

static void
read_consent (Load             *load,
              const AmiaRecord *record)
{
  g_autofree char *withdrawn = amia_record_dup_string (record, "withdrawn");
  g_autofree char *kind = amia_record_dup_string (record, "kind");

  if (withdrawn == NULL && g_strcmp0 (kind, AMIA_CONSENT_KIND_SURVEY) != 0 &&
      g_strcmp0 (kind, AMIA_CONSENT_KIND_CODING) != 0)
    keep_last (&load->consent_end, amia_record_dup_string (record, "valid-to"));
}

static gboolean
read_record (const AmiaRecord *record,
             gpointer          data)
{
  static const struct
  {
    const char *kind;
    void (*read) (Load             *load,
                  const AmiaRecord *record);
  } readers[] = {
    { "case", read_case },
    { "member", read_member },
    { "visit", read_visit },
    { "journal", read_note },
    { "meeting", read_meeting },
    { "form", read_form },
    { "consent", read_consent },
    { "survey-key", read_survey_key },
  };

  for (gsize i = 0; !amia_record_is_removed (record) && i < G_N_ELEMENTS (readers); i++)
    {
      if (strcmp (readers[i].kind, record->kind) == 0)
        readers[i].read (data, record);
    }

  return TRUE;
}

static gboolean
read_participant (const AmiaRecord *record,
                  gpointer          data)
{
  Load *load = data;
  char *name = amia_record_dup_string (record, "name");

  load->benefit_end = amia_record_dup_string (record, "benefit-end");
  if (name != NULL)
    {
      g_free (load->due->title);
      load->due->title = name;
    }
  return TRUE;
}

static void
load_clear (Load *load)
{
  char **texts[] = { &load->participant, &load->identified, &load->enrolled, &load->contacted,
                     &load->met, &load->followed_up, &load->mapped, &load->care_met,
                     &load->benefit_end, &load->ali_from, &load->closed, &load->consent_end };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
  g_clear_pointer (&load->hours, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static GArray *
compute (const Load *load)
{
  const AmiaCaseEvents events = {
    .identified = load->identified,
    .enrolled = load->enrolled,
    .contacted = load->contacted,
    .met = load->met,
    .followed_up = load->followed_up,
    .mapped = load->mapped,
    .care_met = load->care_met,
    .benefit_end = load->benefit_end,
    .ali_from = load->ali_from,
    .consent_end = load->consent_end,
    .closed = load->closed,
    .surveys = load->surveys,
    .hours = load->hours,
    .status = load->status,
  };

  return amia_due_compute (&events, amia_routines_find (load->due->subproject), load->today);
}

void
amia_case_due_free (AmiaCaseDue *due)
{
  if (due == NULL)
    return;

  g_free (due->title);
  g_free (due->subproject);
  g_ptr_array_unref (due->users);
  g_clear_pointer (&due->dues, g_array_unref);
  g_free (due);
}

AmiaCaseDue *
amia_store_load_due (AmiaStore      *store,
                     const AmiaUuid *case_id,
                     const char     *today,
                     GError        **error)
{
  g_autoptr (AmiaCaseDue) due = NULL;
  g_auto (Load) load = { 0 };
  AmiaRecordQuery query = { .case_id = case_id };
  AmiaUuid        participant;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  due = g_new0 (AmiaCaseDue, 1);
  due->case_id = *case_id;
  due->users = g_ptr_array_new_with_free_func (g_free);
  load.due = due;
  load.today = today;
  load.hours = g_ptr_array_new_with_free_func (g_free);
  if (!amia_store_foreach_record (store, &query, read_record, &load, error))
    return NULL;

  query = (AmiaRecordQuery){ .id = &participant };
  if (load.participant != NULL && amia_uuid_parse (load.participant, -1, &participant) &&
      !amia_store_foreach_record (store, &query, read_participant, &load, error))
    return NULL;

  due->dues = compute (&load);
  return g_steal_pointer (&due);
}
