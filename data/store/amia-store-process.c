/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-process.h"

#include <string.h>

#include "amia-case-shares.h"
#include "amia-date.h"
#include "amia-store-agreements.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-routines.h"

/* From the records of a case to its place on the process map. Kinds that have nothing to say here,
 * the journal first of all, are not read: a case may have thousands of notes. */

#define FORMS "https://amia.se/fhir/Questionnaire/"

typedef struct
{
  AmiaStore       *store;
  AmiaCaseProcess *process;
  const char      *today;
  GPtrArray       *closing; /* AmiaUuid*, the slutdokumentation forms */
  AmiaCaseAccess  *access;
} Load;

static void
visit_free (gpointer data)
{
  AmiaVisit *visit = data;

  g_free (visit->step);
  g_free (visit->from);
  g_free (visit->to);
  g_free (visit->note);
  g_free (visit->author);
  g_free (visit->agency);
  g_free (visit);
}

void
amia_case_process_free (AmiaCaseProcess *process)
{
  if (process == NULL)
    return;

  g_ptr_array_unref (process->visits);
  g_free (process->agreed);
  g_free (process->met);
  g_free (process);
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

/* --- Kinds ------------------------------------------------------------------------------------ */

static void
read_visit (Load             *load,
            const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "step");
  const char     *agency = NULL;
  AmiaVisit      *visit = NULL;

  /* One whose step is not to be seen says nothing that could be shown. */
  if (head == NULL)
    return;

  visit = g_new0 (AmiaVisit, 1);
  visit->id = record->id;
  visit->step = amia_record_dup_string (record, "step");
  visit->from = amia_record_dup_string (record, "from");
  visit->to = amia_record_dup_string (record, "to");
  visit->note = amia_record_dup_string (record, "note");
  visit->author = g_strdup (amia_store_get_author_person (load->store, &head->device, &agency));
  visit->agency = g_strdup (agency);
  if (visit->step == NULL)
    visit->step = g_strdup ("");
  g_ptr_array_add (load->process->visits, visit);
}

static void
read_goal (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *parent = amia_record_dup_string (record, "parent");

  if (parent != NULL)
    load->process->facts.n_sub_goals++;
}

static void
read_activity (Load             *load,
               const AmiaRecord *record)
{
  AmiaProcessFacts *facts = &load->process->facts;
  g_autofree char  *purpose = amia_record_dup_string (record, "purpose");
  g_autofree char  *status = amia_record_dup_string (record, "status");

  facts->n_activities++;
  if (purpose == NULL || *purpose == '\0')
    facts->n_without_purpose++;
  if (status != NULL && strcmp (status, "planned") != 0)
    facts->n_under_way++;
}

static void
read_revision (Load             *load,
               const AmiaRecord *record)
{
  keep_last (&load->process->agreed, amia_record_dup_string (record, "date"));
}

static void
read_meeting (Load             *load,
              const AmiaRecord *record)
{
  AmiaProcessFacts *facts = &load->process->facts;
  g_autofree char  *start = amia_record_dup_string (record, "start");
  g_autofree char  *kind = amia_record_dup_string (record, "kind");
  g_autofree char  *status = amia_record_dup_string (record, "status");
  g_autofree char  *day = start != NULL ? g_strndup (start, AMIA_DATE_TEXT_LENGTH) : NULL;

  if (day == NULL || strcmp (day, load->today) > 0 || g_strcmp0 (status, "cancelled") == 0 ||
      g_strcmp0 (status, "missed") == 0)
    return;

  if (g_strcmp0 (kind, "avstamningsmote") == 0)
    facts->has_care_meeting = TRUE;
  if (g_strcmp0 (kind, "avslutningsmote") == 0)
    facts->has_closing_meeting = TRUE;
  keep_last (&load->process->met, g_steal_pointer (&day));
}

/* Each agency releases what it wrote itself: whose consent it is, its author says. */
static void
read_consent (Load             *load,
              const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "parties");
  const char     *agency = NULL;

  if (head != NULL)
    amia_store_get_author (load->store, &head->device, &agency);
  amia_case_access_add (load->access, record, agency != NULL ? agency : "");
}

static void
read_questionnaire (Load       *load,
                    const char *canonical)
{
  AmiaProcessFacts *facts = &load->process->facts;
  const struct
  {
    const char *prefix;
    gboolean   *has;
  } forms[] = {
    { FORMS "sammanstallning-infor-overlamnande", &facts->has_summary },
    { FORMS "dagboksblad", &facts->has_diary },
    { FORMS "kartlaggning", &facts->has_mapping },
    { FORMS "natverkskarta", &facts->has_network },
    { FORMS "veckoschema", &facts->has_week },
    { FORMS "avstamningsmote", &facts->has_care_meeting },
  };
  static const char *const surveys[] = { FORMS "enkat-1", FORMS "enkat-2", FORMS "enkat-3" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    *forms[i].has |= g_str_has_prefix (canonical, forms[i].prefix);
  for (guint i = 0; i < G_N_ELEMENTS (surveys); i++)
    {
      if (g_str_has_prefix (canonical, surveys[i]))
        facts->surveys |= 1u << i;
    }
}

static void
read_form (Load             *load,
           const AmiaRecord *record)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");

  if (canonical == NULL)
    return;

  read_questionnaire (load, canonical);
  if (g_str_has_prefix (canonical, FORMS "slutdokumentation"))
    g_ptr_array_add (load->closing, g_memdup2 (&record->id, sizeof record->id));
}

/* --- Reading ---------------------------------------------------------------------------------- */

static const struct
{
  const char *kind;
  void (*read) (Load             *load,
                const AmiaRecord *record);
} readers[] = {
  { "visit", read_visit },
  { "goal", read_goal },
  { "activity", read_activity },
  { "revision", read_revision },
  { "consent", read_consent },
  { "meeting", read_meeting },
  { "form", read_form },
  { "survey-key", read_form },
};

typedef struct
{
  Load *load;
  void (*read) (Load             *load,
                const AmiaRecord *record);
} Reading;

static gboolean
read_record (const AmiaRecord *record,
             gpointer          data)
{
  const Reading *reading = data;

  if (!amia_record_is_removed (record))
    reading->read (reading->load, record);
  return TRUE;
}

static int
compare_visits (gconstpointer a,
                gconstpointer b)
{
  const AmiaVisit *first = *(AmiaVisit *const *) a;
  const AmiaVisit *second = *(AmiaVisit *const *) b;
  int              order = g_strcmp0 (first->from, second->from);

  return order != 0 ? order : amia_uuid_compare (&first->id, &second->id);
}

/* Both agencies stand behind what it says now; one of several documents is enough. */
static gboolean
is_approved (Load           *load,
             const AmiaUuid *form_id)
{
  /* Ignored: a document that can't be read is not approved. */
  g_autoptr (AmiaRecord) record = amia_store_load_record (load->store, form_id, NULL);
  g_autoptr (AmiaResponse) response =
      record != NULL ? amia_store_read_response (load->store, record, load->today, NULL) : NULL;
  g_autoptr (GPtrArray) approvals =
      response != NULL ? amia_store_load_agreements (load->store, "approval", record, NULL) : NULL;
  g_autofree char *hash = NULL;

  if (approvals == NULL || approvals->len == 0)
    return FALSE;

  hash = amia_agreement_dup_content_hash (record, response);
  return amia_agreements_are_joint (approvals, hash);
}

static gboolean
has_consent (Load *load)
{
  g_autoptr (GPtrArray) shares = amia_case_access_list_shares (load->access, load->today);

  for (guint i = 0; i < shares->len; i++)
    {
      if (((const AmiaShare *) g_ptr_array_index (shares, i))->state == AMIA_SHARE_VALID)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_benefit_end (Load              *load,
                 const AmiaCaseRow *row)
{
  /* Ignored: who may not read the participant knows no day either. */
  g_autoptr (AmiaRecord) participant =
      amia_uuid_is_nil (&row->participant)
          ? NULL
          : amia_store_load_record (load->store, &row->participant, NULL);
  g_autofree char *day =
      participant != NULL ? amia_record_dup_string (participant, "benefit-end") : NULL;

  return day != NULL && *day != '\0';
}

/* What the list's row knows already. */
static gboolean
load_row (Load    *load,
          GError **error)
{
  AmiaCaseProcess *process = load->process;
  g_autoptr (GPtrArray) rows =
      amia_store_load_case_rows (load->store, &process->case_id, 1, error);
  g_autoptr (AmiaRecord) record = NULL;
  g_autofree char       *subproject = NULL;
  const AmiaCaseRow     *row = NULL;
  const AmiaKeptRoutine *kept = NULL;
  g_autoptr (GArray) routines = NULL;

  if (rows == NULL ||
      (routines = amia_store_list_routines (load->store, error)) == NULL)
    return FALSE;
  if (rows->len != 1 || (row = g_ptr_array_index (rows, 0)) == NULL ||
      (record = amia_store_load_record (load->store, &process->case_id, NULL)) == NULL)
    {
      g_set_error_literal (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING,
                           "Failed to read the process: there is no such case here");
      return FALSE;
    }

  subproject = amia_record_dup_string (record, "subproject");
  kept = amia_kept_routines_find (routines, subproject);
  process->facts.n_surveys = kept != NULL ? kept->routine.n_surveys : 0;
  process->facts.has_benefit_end = has_benefit_end (load, row);
  return TRUE;
}

AmiaCaseProcess *
amia_store_load_process (AmiaStore      *store,
                         const AmiaUuid *case_id,
                         const char     *today,
                         GError        **error)
{
  g_autoptr (AmiaCaseProcess) process = NULL;
  g_autoptr (GPtrArray) closing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();
  Load load = { .store = store, .today = today, .closing = closing, .access = access };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (today != NULL, NULL);

  process = g_new0 (AmiaCaseProcess, 1);
  process->case_id = *case_id;
  process->visits = g_ptr_array_new_with_free_func (visit_free);
  load.process = process;
  if (!load_row (&load, error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      const AmiaRecordQuery query = { readers[i].kind, NULL, case_id };
      Reading               reading = { &load, readers[i].read };

      if (!amia_store_foreach_record (store, &query, read_record, &reading, error))
        return NULL;
    }

  g_ptr_array_sort (process->visits, compare_visits);
  process->facts.has_consent = has_consent (&load);
  for (guint i = 0; i < closing->len && !process->facts.is_closing_approved; i++)
    process->facts.is_closing_approved = is_approved (&load, g_ptr_array_index (closing, i));
  process->facts.agreed = process->agreed;
  process->facts.met = process->met;
  return g_steal_pointer (&process);
}

const AmiaVisit *
amia_case_process_get_current (const AmiaCaseProcess *process)
{
  g_return_val_if_fail (process != NULL, NULL);

  for (guint i = process->visits->len; i > 0; i--)
    {
      const AmiaVisit *visit = g_ptr_array_index (process->visits, i - 1);

      if (visit->to == NULL)
        return visit;
    }

  return NULL;
}

guint
amia_case_process_count_visits (const AmiaCaseProcess *process,
                                const char            *step)
{
  guint n_visits = 0;

  g_return_val_if_fail (process != NULL, 0);
  g_return_val_if_fail (step != NULL, 0);

  for (guint i = 0; i < process->visits->len; i++)
    n_visits += strcmp (((AmiaVisit *) g_ptr_array_index (process->visits, i))->step, step) == 0;

  return n_visits;
}

/* --- Writing ---------------------------------------------------------------------------------- */

gboolean
amia_edits_leave_step (AmiaEdits             *edits,
                       const AmiaCaseProcess *process,
                       const char            *on)
{
  gboolean has_left = FALSE;

  g_return_val_if_fail (edits != NULL, FALSE);
  g_return_val_if_fail (process != NULL, FALSE);
  g_return_val_if_fail (on != NULL, FALSE);

  for (guint i = 0; i < process->visits->len; i++)
    {
      const AmiaVisit *visit = g_ptr_array_index (process->visits, i);

      if (visit->to != NULL)
        continue;
      amia_edits_set_string (edits, "visit", &visit->id, &process->case_id, "to", on);
      has_left = TRUE;
    }

  return has_left;
}

void
amia_edits_enter_step (AmiaEdits             *edits,
                       const AmiaCaseProcess *process,
                       const AmiaUuid        *id,
                       const char            *step,
                       const char            *on)
{
  g_return_if_fail (id != NULL);
  g_return_if_fail (step != NULL);

  amia_edits_leave_step (edits, process, on);
  amia_edits_set_string (edits, "visit", id, &process->case_id, "step", step);
  amia_edits_set_string (edits, "visit", id, &process->case_id, "from", on);
}
