/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-case-snapshot.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-questionnaires.h"
#include "amia-response.h"
#include "amia-store-handover.h"
#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-words.h"

/* One walk over the records of the case fills the lists; what needs the store again (how far a form
 * has come) is asked for afterwards. Which form a response is to is asked at once: the
 * store remembers what it has read. */

typedef struct
{
  AmiaStore        *store;
  AmiaCaseSnapshot *snapshot;
  GPtrArray        *surveys; /* AmiaUuid*, as the keys of the case name them. */
} Load;

/* --- Values of records ---------------------------------------------------------------------- */

static char **
dup_strings (const AmiaRecord *record,
             const char       *field)
{
  const char *value = amia_record_get_value (record, field);
  g_autoptr (JsonNode) node = value != NULL ? json_from_string (value, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = json_array_get_string_element (array, i);

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

/* The op that was written last, of all fields. */
static const AmiaHead *
find_latest (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  const AmiaHead *latest = NULL;

  for (guint i = 0; i < fields->len; i++)
    {
      const AmiaHead *head = amia_record_get_shown (record, g_ptr_array_index (fields, i));

      if (head != NULL && (latest == NULL || head->stamp > latest->stamp))
        latest = head;
    }

  return latest;
}

/* Who wrote it. The store has the devices at hand, so that this asks no query. */
static void
find_author (Load           *load,
             const AmiaHead *head,
             char          **author,
             char          **agency)
{
  const char *their_agency = NULL;

  if (head == NULL)
    return;

  *author = g_strdup (
      amia_store_get_author_person (load->store, &head->device, &their_agency));
  *agency = g_strdup (their_agency);
}

static gboolean
is_own (Load           *load,
        const AmiaHead *head)
{
  return head != NULL &&
         g_strcmp0 (amia_store_get_author (load->store, &head->device, NULL),
                    amia_store_get_identity (load->store)->user) == 0;
}

static gboolean
is_within (const char *today,
           const char *from,
           const char *to)
{
  return (from == NULL || strcmp (from, today) <= 0) && (to == NULL || strcmp (to, today) >= 0);
}

/* --- Kinds ---------------------------------------------------------------------------------- */

static void
add_member (Load             *load,
            const AmiaRecord *record)
{
  AmiaCaseMember  *member = NULL;
  g_autofree char *user = amia_record_dup_string (record, "user");

  /* Somebody without a name is nobody's colleague. */
  if (user == NULL || *user == '\0')
    return;

  member = g_new0 (AmiaCaseMember, 1);
  member->id = record->id;
  member->name = amia_record_dup_string (record, "name");
  if (member->name == NULL || *member->name == '\0')
    {
      g_free (member->name);
      member->name = g_strdup (amia_store_get_person (load->store, user));
    }
  member->user = g_steal_pointer (&user);
  member->role = amia_record_dup_string (record, "role");
  member->from = amia_record_dup_string (record, "from");
  member->to = amia_record_dup_string (record, "to");
  member->is_current = is_within (load->snapshot->today, member->from, member->to);
  g_ptr_array_add (load->snapshot->members, member);
}

static void
add_visit (Load             *load,
           const AmiaRecord *record)
{
  AmiaCaseVisit *visit = g_new0 (AmiaCaseVisit, 1);

  visit->id = record->id;
  visit->step = amia_record_dup_string (record, "step");
  visit->from = amia_record_dup_string (record, "from");
  visit->to = amia_record_dup_string (record, "to");
  visit->note = amia_record_dup_string (record, "note");
  g_ptr_array_add (load->snapshot->visits, visit);
}

static void
add_note (Load             *load,
          const AmiaRecord *record)
{
  AmiaCaseNote   *note = g_new0 (AmiaCaseNote, 1);
  const AmiaHead *head = find_latest (record);

  note->id = record->id;
  note->kind = amia_record_dup_string (record, "kind");
  note->date = amia_record_dup_string (record, "date");
  note->headline = amia_record_dup_string (record, "headline");
  note->text = amia_record_dup_string (record, "text");
  note->at_ms = head != NULL ? amia_stamp_get_ms (head->stamp) : 0;
  note->cites = amia_record_dup_string (record, "cites");
  find_author (load, head, &note->author, &note->agency);
  note->is_own = is_own (load, head);
  g_ptr_array_add (load->snapshot->notes, note);
}

/* What the pair says to each other stands in its day among the notes; nobody else is given it. */
static void
add_reflection (Load             *load,
                const AmiaRecord *record)
{
  AmiaCaseNote    *note = g_new0 (AmiaCaseNote, 1);
  const AmiaHead  *head = find_latest (record);
  g_autofree char *next = amia_record_dup_string (record, "next");
  g_autofree char *text = amia_record_dup_string (record, "text");
  g_autoptr (GDateTime) moment = NULL;

  note->id = record->id;
  note->kind = g_strdup ("reflection");
  note->is_pair = TRUE;
  note->at_ms = head != NULL ? amia_stamp_get_ms (head->stamp) : 0;
  moment = g_date_time_new_from_unix_local (note->at_ms / 1000);
  note->date = moment != NULL ? g_date_time_format (moment, "%Y-%m-%d") : NULL;
  note->text = next != NULL && *next != '\0'
                   ? g_strdup_printf ("%s\n%s", text != NULL ? text : "", next)
                   : g_strdup (text);
  find_author (load, head, &note->author, &note->agency);
  note->is_own = is_own (load, head);
  g_ptr_array_add (load->snapshot->notes, note);
}

static void
count_answers (AmiaStore        *store,
               AmiaCaseForm     *form,
               const AmiaRecord *record,
               const char       *canonical)
{
  /* Ignored: a form that can't be read is the form page's to show; nothing is counted. */
  g_autoptr (AmiaQuestionnaire) questionnaire =
      amia_store_find_questionnaire (store, canonical, NULL);
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  g_autoptr (AmiaResponse) response = NULL;

  if (questionnaire == NULL)
    return;

  response = amia_response_new (questionnaire, NULL);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      /* Ignored: an answer that can't be read is the form page's to show; it is not counted. */
      if (g_str_has_prefix (field, "answer/"))
        (void) !amia_response_load (response, field, amia_record_get_value (record, field), NULL);
    }

  amia_response_get_progress (response, NULL, &form->n_answered, &form->n_questions);
}

static void
add_form (Load             *load,
          const AmiaRecord *record)
{
  AmiaCaseForm    *form = g_new0 (AmiaCaseForm, 1);
  const AmiaHead  *head = find_latest (record);
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");

  form->id = record->id;
  form->title = amia_record_dup_string (record, "title");
  if (form->title == NULL)
    form->title = amia_questionnaires_dup_title (load->store, canonical);
  form->status = amia_record_dup_string (record, "status");
  form->n_conflicts = amia_record_count_conflicts (record);
  form->changed_ms = head != NULL ? amia_stamp_get_ms (head->stamp) : 0;
  count_answers (load->store, form, record, canonical);
  find_author (load, head, &form->author, &form->agency);
  g_ptr_array_add (load->snapshot->forms, form);
}

static void
add_survey_key (Load             *load,
                const AmiaRecord *record)
{
  g_autofree char *survey = amia_record_dup_string (record, "survey");
  AmiaUuid         id;

  if (survey != NULL && amia_uuid_parse (survey, -1, &id))
    g_ptr_array_add (load->surveys, g_memdup2 (&id, sizeof id));
}

static void
add_consent (Load             *load,
             const AmiaRecord *record)
{
  AmiaCaseConsent *consent = g_new0 (AmiaCaseConsent, 1);

  consent->id = record->id;
  consent->kind = amia_record_dup_string (record, "kind");
  consent->parties = dup_strings (record, "parties");
  consent->areas = dup_strings (record, "areas");
  consent->valid_from = amia_record_dup_string (record, "valid-from");
  consent->valid_to = amia_record_dup_string (record, "valid-to");
  consent->note = amia_record_dup_string (record, "note");
  consent->signed_on = amia_record_dup_string (record, "signed-on");
  consent->withdrawn = amia_record_dup_string (record, "withdrawn");
  find_author (load, amia_record_get_shown (record, "parties"), &consent->author,
               &consent->agency);
  g_ptr_array_add (load->snapshot->consents, consent);
}

static gboolean
add_record (const AmiaRecord *record,
            gpointer          data)
{
  const struct
  {
    const char *kind;
    void (*add) (Load             *load,
                 const AmiaRecord *record);
  } kinds[] = {
    { "member", add_member },
    { "visit", add_visit },
    { "journal", add_note },
    { "reflection", add_reflection },
    { "form", add_form },
    { "pair-form", add_form },
    { "survey-key", add_survey_key },
    { "consent", add_consent },
  };

  if (amia_record_is_removed (record))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].kind, record->kind) == 0)
        kinds[i].add (data, record);
    }

  return TRUE;
}

/* --- Order and authors ---------------------------------------------------------------------- */

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const AmiaCaseMember *first = *(AmiaCaseMember *const *) a;
  const AmiaCaseMember *second = *(AmiaCaseMember *const *) b;

  if (first->is_current != second->is_current)
    return second->is_current - first->is_current;

  return g_utf8_collate (first->user, second->user);
}

static int
compare_visits (gconstpointer a,
                gconstpointer b)
{
  const AmiaCaseVisit *first = *(AmiaCaseVisit *const *) a;
  const AmiaCaseVisit *second = *(AmiaCaseVisit *const *) b;
  int                  order = g_strcmp0 (first->from, second->from);

  return order != 0 ? order : amia_uuid_compare (&first->id, &second->id);
}

/* By the day a note is about; those of one day by when they were entered. */
static int
compare_notes (gconstpointer a,
               gconstpointer b)
{
  const AmiaCaseNote *first = *(AmiaCaseNote *const *) a;
  const AmiaCaseNote *second = *(AmiaCaseNote *const *) b;
  int                 order = g_strcmp0 (second->date, first->date);

  if (order != 0)
    return order;

  return (first->at_ms < second->at_ms) - (first->at_ms > second->at_ms);
}

static int
compare_forms (gconstpointer a,
               gconstpointer b)
{
  const AmiaCaseForm *first = *(AmiaCaseForm *const *) a;
  const AmiaCaseForm *second = *(AmiaCaseForm *const *) b;

  return (first->changed_ms < second->changed_ms) - (first->changed_ms > second->changed_ms);
}

static int
compare_consents (gconstpointer a,
                  gconstpointer b)
{
  const AmiaCaseConsent *first = *(AmiaCaseConsent *const *) a;
  const AmiaCaseConsent *second = *(AmiaCaseConsent *const *) b;

  return amia_uuid_compare (&second->id, &first->id);
}

/* How far each form has come: asked for after the walk, since it is a query. */
static void
find_forms_saved (AmiaStore *store,
                  Load      *load)
{
  for (guint i = 0; i < load->snapshot->forms->len; i++)
    {
      AmiaCaseForm *form = g_ptr_array_index (load->snapshot->forms, i);

      form->saved = amia_store_get_saved (store, &form->id, NULL, NULL);
    }
}

/* How far the reader's own notes have come, of those that are in view: the question costs a query
 * each. */
static void
find_reach (AmiaStore        *store,
            AmiaCaseSnapshot *snapshot,
            guint             n_notes)
{
  for (guint i = 0; i < MIN (snapshot->notes->len, n_notes); i++)
    {
      AmiaCaseNote *note = g_ptr_array_index (snapshot->notes, i);

      if (!note->is_own)
        continue;

      note->saved = amia_store_get_saved (store, &note->id, &note->colleagues, NULL);
      note->has_saved = TRUE;
    }
}

/* The list's row names the team of today as `user agency`. */
static void
complete_members (AmiaStore        *store,
                  AmiaCaseSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->members->len; i++)
    {
      AmiaCaseMember *member = g_ptr_array_index (snapshot->members, i);

      member->may_leave =
          amia_store_may_leave (store, &snapshot->row->id, member->user, snapshot->today);
      for (char **text = snapshot->row->members; text != NULL && *text != NULL; text++)
        {
          const char *space = strrchr (*text, ' ');

          if (space != NULL && strlen (member->user) == (gsize) (space - *text) &&
              strncmp (*text, member->user, (gsize) (space - *text)) == 0)
            {
              g_free (member->agency);
              member->agency = g_strdup (space + 1);
            }
        }
    }
}

static gboolean
load_row (AmiaStore        *store,
          AmiaCaseSnapshot *snapshot,
          const AmiaUuid   *case_id,
          GError          **error)
{
  g_autoptr (GPtrArray) rows = amia_store_load_case_rows (store, case_id, 1, error);

  if (rows == NULL)
    return FALSE;

  if (rows->len == 1)
    snapshot->row = g_steal_pointer (&rows->pdata[0]);

  if (snapshot->row == NULL)
    g_set_error_literal (error,
                         AMIA_STORE_ERROR,
                         AMIA_STORE_ERROR_MISSING,
                         "Failed to load the case: it is not here any more");
  return snapshot->row != NULL;
}

/* The surveys that the case has the keys to. Who wrote in them is not asked. */
static gboolean
load_surveys (AmiaStore *store,
              Load      *load,
              GError   **error)
{
  for (guint i = 0; i < load->surveys->len; i++)
    {
      g_autoptr (AmiaRecord) record = NULL;
      g_autoptr (GError) local_error = NULL;
      g_autofree char *number = NULL;
      g_autofree char *title = NULL;
      AmiaCaseForm    *form = NULL;

      record = amia_store_load_record (
          store, g_ptr_array_index (load->surveys, i), &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (record == NULL || amia_record_is_removed (record))
        continue;

      add_form (load, record);
      form = g_ptr_array_index (load->snapshot->forms, load->snapshot->forms->len - 1);
      number = amia_record_dup_string (record, "number");
      g_clear_pointer (&form->author, g_free);
      g_clear_pointer (&form->agency, g_free);
      title = g_steal_pointer (&form->title);
      /* Translators: a survey’s title, its number. */
      form->title = g_strdup_printf (_ ("%s · number %s"), title, number != NULL ? number : "–");
      form->saved = amia_store_get_saved (store, &form->id, NULL, NULL);
    }

  return TRUE;
}

static gboolean
load_records (AmiaStore        *store,
              AmiaCaseSnapshot *snapshot,
              const AmiaUuid   *case_id,
              guint             n_notes,
              GError          **error)
{
  const AmiaRecordQuery query = { NULL, NULL, case_id };
  g_autoptr (GPtrArray) surveys = g_ptr_array_new_with_free_func (g_free);
  Load load = { store, snapshot, surveys };

  if (!amia_store_foreach_record (store, &query, add_record, &load, error))
    return FALSE;

  find_forms_saved (store, &load);
  if (!load_surveys (store, &load, error))
    return FALSE;

  complete_members (store, snapshot);
  g_ptr_array_sort (snapshot->members, compare_members);
  g_ptr_array_sort (snapshot->visits, compare_visits);
  g_ptr_array_sort (snapshot->notes, compare_notes);
  find_reach (store, snapshot, n_notes);
  g_ptr_array_sort (snapshot->forms, compare_forms);
  g_ptr_array_sort (snapshot->consents, compare_consents);
  return TRUE;
}

/* A consent is valid if it lets something go today; the one who knows is the function that the
 * server decides by. */
static void
mark_valid (AmiaCaseSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->consents->len; i++)
    {
      AmiaCaseConsent *consent = g_ptr_array_index (snapshot->consents, i);

      /* What goes between nobody is not asked of it, but holds for its days. */
      if (consent->parties[0] == NULL)
        {
          consent->is_valid = consent->withdrawn == NULL && is_within (snapshot->today,
                                                                       consent->valid_from,
                                                                       consent->valid_to);
          continue;
        }

      consent->is_valid = FALSE;
      for (guint j = 0; j < snapshot->shares->len && !consent->is_valid; j++)
        {
          const AmiaShare *share = g_ptr_array_index (snapshot->shares, j);

          consent->is_valid = share->state == AMIA_SHARE_VALID &&
                              amia_uuid_equal (&share->consent, &consent->id);
        }
    }
}

static gboolean
load_sharing (AmiaStore        *store,
              AmiaCaseSnapshot *snapshot,
              const AmiaUuid   *case_id,
              GError          **error)
{
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();

  for (guint i = 0; i < snapshot->consents->len; i++)
    {
      const AmiaCaseConsent *consent = g_ptr_array_index (snapshot->consents, i);
      g_autoptr (AmiaRecord) record = amia_store_load_record (store, &consent->id, error);

      if (record == NULL)
        return FALSE;
      amia_case_access_add (access, record, consent->agency != NULL ? consent->agency : "");
    }

  snapshot->shares = amia_case_access_list_shares (access, snapshot->today);
  mark_valid (snapshot);
  snapshot->forgets = amia_forgets_load (store, case_id);
  snapshot->sharing = amia_store_load_sharing (store, case_id, NULL, error);
  return snapshot->sharing != NULL;
}

AmiaCaseSnapshot *
amia_case_snapshot_load (AmiaStore      *store,
                         const AmiaUuid *case_id,
                         guint           n_notes,
                         GError        **error)
{
  g_autoptr (AmiaCaseSnapshot) snapshot = amia_case_snapshot_new_empty ();
  g_autofree char *draft = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  snapshot->today = amia_words_today ();
  if (!load_row (store, snapshot, case_id, error) ||
      !load_records (store, snapshot, case_id, n_notes, error) ||
      !load_sharing (store, snapshot, case_id, error))
    return NULL;

  snapshot->record = amia_store_load_record (store, case_id, error);
  if (snapshot->record == NULL)
    return NULL;

  if (!amia_uuid_is_nil (&snapshot->row->participant))
    {
      /* Ignored: a participant that can't be read leaves the page without a name. */
      snapshot->participant = amia_store_load_record (store, &snapshot->row->participant, NULL);
      snapshot->saved = amia_store_get_saved (store,
                                              &snapshot->row->participant,
                                              &snapshot->colleagues,
                                              NULL);
    }

  draft = amia_case_draft_name (case_id);
  snapshot->draft = amia_store_get_setting (store, draft);
  return g_steal_pointer (&snapshot);
}
