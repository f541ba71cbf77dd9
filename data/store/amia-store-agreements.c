/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-agreements.h"

#include <string.h>

#include "amia-answer-path.h"
#include "amia-response-digest.h"
#include "amia-seen.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-templates.h"

/* Approvals and signatures: read with who wrote them, and written in the one way that makes them
 * comparable on every laptop. The rule itself is pure: amia-approval.h. */

#define DEFAULT_AREA "closing"

void
amia_agreement_free (AmiaAgreement *self)
{
  g_free (self->author);
  g_free (self->agency);
  g_free (self->name);
  g_free (self->role);
  g_free (self->date);
  g_free (self->hash);
  g_free (self->version);
  g_free (self->seen);
  g_free (self->strokes);
  g_free (self->attachment);
  g_free (self);
}

/* --- Reading -------------------------------------------------------------------------------- */

typedef struct
{
  const AmiaUuid *form;
  GPtrArray      *agreements;
  GArray         *devices; /* AmiaUuid, one for each: the store is asked for names afterwards. */
} Reading;

static gboolean
add_agreement (const AmiaRecord *record,
               gpointer          data)
{
  Reading         *reading = data;
  const AmiaHead  *head = amia_record_get_shown (record, "form");
  g_autofree char *form = amia_record_dup_string (record, "form");
  AmiaAgreement   *agreement = NULL;
  AmiaUuid         id;

  if (form == NULL || !amia_uuid_parse (form, -1, &id) || !amia_uuid_equal (&id, reading->form))
    return TRUE;

  agreement = g_new0 (AmiaAgreement, 1);
  agreement->id = record->id;
  agreement->form = id;
  agreement->name = amia_record_dup_string (record, "name");
  agreement->role = amia_record_dup_string (record, "role");
  agreement->date = amia_record_dup_string (record, "date");
  agreement->hash = amia_record_dup_string (record, "hash");
  agreement->version = amia_record_dup_string (record, "version");
  agreement->attachment = amia_record_dup_string (record, "attachment");
  agreement->seen = g_strdup (amia_record_get_value (record, "seen"));
  agreement->strokes = g_strdup (amia_record_get_value (record, "strokes"));
  agreement->at_ms = amia_stamp_get_ms (head->stamp);
  g_ptr_array_add (reading->agreements, agreement);
  g_array_append_val (reading->devices, head->device);
  return TRUE;
}

static int
compare_agreements (gconstpointer a,
                    gconstpointer b)
{
  const AmiaAgreement *first = *(AmiaAgreement *const *) a;
  const AmiaAgreement *second = *(AmiaAgreement *const *) b;

  if (first->at_ms != second->at_ms)
    return first->at_ms < second->at_ms ? -1 : 1;
  return amia_uuid_compare (&first->id, &second->id);
}

GPtrArray *
amia_store_load_agreements (AmiaStore        *store,
                            const char       *kind,
                            const AmiaRecord *form,
                            GError          **error)
{
  g_autoptr (GPtrArray) agreements =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_agreement_free);
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaRecordQuery query = { 0 };
  Reading         reading = { NULL, agreements, devices };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (form != NULL, NULL);

  reading.form = &form->id;
  query.kind = kind;
  query.case_id = &form->case_id;
  if (!amia_store_foreach_record (store, &query, add_agreement, &reading, error))
    return NULL;

  for (guint i = 0; i < agreements->len; i++)
    {
      AmiaAgreement *agreement = g_ptr_array_index (agreements, i);
      const char    *agency = NULL;

      agreement->author = g_strdup (
          amia_store_get_author (store, &g_array_index (devices, AmiaUuid, i), &agency));
      agreement->agency = g_strdup (agency);
    }

  g_ptr_array_sort (agreements, compare_agreements);
  return g_steal_pointer (&agreements);
}

/* --- Answers -------------------------------------------------------------------------------- */

AmiaResponse *
amia_store_read_response (AmiaStore        *store,
                          const AmiaRecord *form,
                          const char       *today,
                          GError          **error)
{
  g_autofree char *canonical = NULL;
  g_autofree char *subproject = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaQuestionnaire) questionnaire = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (AmiaRecord) case_ = NULL;
  AmiaResponse *response = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (form != NULL, NULL);

  canonical = amia_record_dup_string (form, "questionnaire");
  questionnaire = amia_store_find_questionnaire (store, canonical, &local_error);
  if (local_error != NULL)
    _amia_store_report (error, local_error);
  else if (questionnaire == NULL)
    _amia_store_fail (error, AMIA_STORE_ERROR_MISSING, "Failed to find the form %s",
                      canonical != NULL ? canonical : "(none)");
  if (questionnaire == NULL)
    return NULL;

  response = amia_response_new (questionnaire, NULL);
  /* Ignored: without a case that can be read here, it is the form that all sub-projects have. */
  case_ = amia_store_load_record (store, &form->case_id, NULL);
  subproject = case_ != NULL ? amia_record_dup_string (case_, "subproject") : NULL;
  amia_response_set_variant (response, subproject);
  if (today != NULL)
    amia_response_set_today (response, today);
  amia_response_hold (response);
  fields = amia_record_get_fields (form);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      /* Ignored: what can't be read as an answer is no answer to anybody else either. */
      if (g_str_has_prefix (field, AMIA_ANSWER_PREFIX))
        (void) !amia_response_load (response, field, amia_record_get_value (form, field), NULL);
    }
  amia_response_release (response);
  return response;
}

/* --- Writing -------------------------------------------------------------------------------- */

/* That of the form as a whole or, where only its parts have one, of its first part. */
static const char *
find_area (AmiaQuestionnaire *questionnaire)
{
  const char *area = amia_questionnaire_get_area (questionnaire);
  GPtrArray  *items = amia_questionnaire_get_items (questionnaire);

  for (guint i = 0; area == NULL && i < items->len; i++)
    area = ((const AmiaItem *) g_ptr_array_index (items, i))->area;

  return area != NULL ? area : DEFAULT_AREA;
}

typedef struct
{
  AmiaEdits        *edits;
  const char       *kind;
  const AmiaUuid   *id;
  const AmiaRecord *form;
  const char       *area;
} Writing;

static void
set_field (const Writing *writing,
           const char    *field,
           const char    *value)
{
  amia_edits_set (writing->edits, writing->kind, writing->id, &writing->form->case_id, field,
                  writing->area, value);
}

static void
set_string (const Writing *writing,
            const char    *field,
            const char    *text)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (text == NULL)
    return;

  amia_scan_append_string (value, text);
  set_field (writing, field, value->str);
}

void
amia_edits_add_agreement (AmiaEdits           *edits,
                          const char          *kind,
                          const AmiaUuid      *id,
                          const AmiaRecord    *form,
                          AmiaResponse        *response,
                          const AmiaAgreement *what)
{
  Writing            writing = { edits, kind, id, form, NULL };
  AmiaQuestionnaire *questionnaire = NULL;
  g_autofree char   *seen = NULL;
  g_autofree char   *hash = NULL;
  char               form_id[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_if_fail (edits != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (form != NULL);
  g_return_if_fail (response != NULL);
  g_return_if_fail (what != NULL);

  questionnaire = amia_response_get_questionnaire (response);
  writing.area = find_area (questionnaire);
  seen = amia_seen_dup (form, AMIA_ANSWER_PREFIX);
  hash = amia_response_dup_digest (response);
  set_string (&writing, "form", amia_uuid_print (&form->id, form_id));
  set_string (&writing, "hash", hash);
  set_string (&writing, "date", what->date);
  set_string (&writing, "name", what->name);
  set_field (&writing, "seen", seen);
  if (strcmp (kind, "signature") != 0)
    return;

  set_string (&writing, "version", amia_questionnaire_get_canonical (questionnaire));
  set_string (&writing, "role", what->role);
  set_string (&writing, "attachment", what->attachment);
  if (what->strokes != NULL)
    set_field (&writing, "strokes", what->strokes);
}

/* --- What it is worth ----------------------------------------------------------------------- */

static gboolean
has_versions (const AmiaRecord *form)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (form);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (g_str_has_prefix (field, AMIA_ANSWER_PREFIX) && amia_record_has_conflict (form, field))
        return TRUE;
    }

  return FALSE;
}

char *
amia_agreement_dup_content_hash (const AmiaRecord *form,
                                 AmiaResponse     *response)
{
  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  return has_versions (form) ? g_strdup ("") : amia_response_dup_digest (response);
}

static AmiaApproval *
list_approvals (GPtrArray *agreements)
{
  AmiaApproval *approvals = g_new0 (AmiaApproval, agreements->len + 1);

  for (guint i = 0; i < agreements->len; i++)
    {
      const AmiaAgreement *agreement = g_ptr_array_index (agreements, i);

      approvals[i] = (AmiaApproval){ agreement->agency, agreement->hash };
    }

  return approvals;
}

AmiaApprovalState
amia_agreements_get_state (GPtrArray  *agreements,
                           const char *agency,
                           const char *hash)
{
  g_autofree AmiaApproval *approvals = NULL;

  g_return_val_if_fail (agreements != NULL, AMIA_APPROVAL_NONE);

  approvals = list_approvals (agreements);
  return amia_approvals_get_state (approvals, agreements->len, agency, hash);
}

gboolean
amia_agreements_are_joint (GPtrArray  *agreements,
                           const char *hash)
{
  g_autofree AmiaApproval *approvals = NULL;

  g_return_val_if_fail (agreements != NULL, FALSE);

  approvals = list_approvals (agreements);
  return amia_approvals_are_joint (approvals, agreements->len, hash);
}

const AmiaAgreement *
amia_agreements_find_last (GPtrArray  *agreements,
                           const char *agency,
                           const char *hash)
{
  const AmiaAgreement *found = NULL;

  g_return_val_if_fail (agreements != NULL, NULL);

  for (guint i = 0; i < agreements->len; i++)
    {
      const AmiaAgreement *agreement = g_ptr_array_index (agreements, i);

      if (g_strcmp0 (agreement->agency, agency) != 0)
        continue;
      found = agreement;
      if (g_strcmp0 (agreement->hash, hash) == 0)
        break;
    }

  return found;
}
