/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-snapshot.h"

#include "amia-forms-error.h"
#include "amia-store-agreements.h"
#include "amia-store-templates.h"

/* Reads a form from the store. Nothing here may touch a widget: it runs on the store's thread. */

static AmiaQuestionnaire *
load_questionnaire (AmiaStore        *store,
                    const AmiaRecord *record,
                    GError          **error)
{
  g_autofree char   *canonical = amia_record_dup_string (record, "questionnaire");
  AmiaQuestionnaire *questionnaire = NULL;
  g_autoptr (GError) local_error = NULL;

  questionnaire = amia_store_find_questionnaire (store, canonical, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (questionnaire == NULL)
    g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE,
                 "Failed to find the questionnaire %s", canonical != NULL ? canonical : "(none)");
  return questionnaire;
}

static gboolean
note_newer (const AmiaRecord *record,
            gpointer          data)
{
  AmiaFormSnapshot *self = data;
  g_autofree char  *corrects = amia_record_dup_string (record, "corrects");
  AmiaUuid          id;

  if (corrects != NULL && amia_uuid_parse (corrects, -1, &id) &&
      amia_uuid_equal (&id, &self->record->id) && !amia_record_is_removed (record))
    self->newer = record->id;
  return TRUE;
}

static void
paper_free (AmiaFormPaper *paper)
{
  g_free (paper->title);
  g_free (paper);
}

static gboolean
add_paper (const AmiaRecord *record,
           gpointer          data)
{
  AmiaFormSnapshot *self = data;
  AmiaFormPaper    *paper = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  paper = g_new0 (AmiaFormPaper, 1);
  paper->id = record->id;
  paper->title = amia_record_dup_string (record, "title");
  if (paper->title == NULL)
    paper->title = amia_record_dup_string (record, "date");
  if (paper->title == NULL)
    paper->title = g_strdup ("–");
  g_ptr_array_insert (self->papers, 0, paper);
  return TRUE;
}

static gboolean
load_papers (AmiaFormSnapshot *self,
             AmiaStore        *store,
             GError          **error)
{
  const AmiaRecordQuery query = { .kind = "attachment", .case_id = &self->record->case_id };

  self->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) paper_free);
  return amia_store_foreach_record (store, &query, add_paper, self, error);
}

/* What people have said of the form, and whether it goes on in another. */
static gboolean
load_agreements (AmiaFormSnapshot *self,
                 AmiaStore        *store,
                 GError          **error)
{
  const AmiaRecordQuery query = { .kind = self->record->kind, .case_id = &self->record->case_id };

  self->approvals = amia_store_load_agreements (store, "approval", self->record, error);
  if (self->approvals == NULL)
    return FALSE;

  self->signatures = amia_store_load_agreements (store, "signature", self->record, error);
  if (self->signatures == NULL)
    return FALSE;

  /* Only what was approved goes on in another form, and few forms are. */
  return self->approvals->len == 0 ||
         amia_store_foreach_record (store, &query, note_newer, self, error);
}

static char *
load_subproject (AmiaStore        *store,
                 const AmiaRecord *record)
{
  /* Ignored: without it the whole form is shown. */
  g_autoptr (AmiaRecord) case_ = amia_store_load_record (store, &record->case_id, NULL);

  return case_ != NULL ? amia_record_dup_string (case_, "subproject") : NULL;
}

/* What is finished stays with the version it was finished in. */
static AmiaQuestionnaire *
load_newer_version (AmiaStore        *store,
                    const AmiaRecord *record)
{
  g_autofree char *status = amia_record_dup_string (record, "status");
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autofree char *newer = NULL;

  if (g_strcmp0 (status, "in-progress") != 0)
    return NULL;
  /* Ignored: the form that was begun goes on as it is. */
  newer = amia_store_find_newer_template (store, canonical, NULL);
  return amia_store_find_questionnaire (store, newer, NULL);
}

AmiaFormSnapshot *
amia_form_snapshot_load (AmiaStore      *store,
                         const AmiaUuid *form_id,
                         gboolean        with_questionnaire,
                         GError        **error)
{
  g_autoptr (AmiaFormSnapshot) self = g_new0 (AmiaFormSnapshot, 1);
  g_autoptr (GError) local_error = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->record = amia_store_load_record (store, form_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (self->record == NULL)
    {
      g_set_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING, "Failed to find the form");
      return NULL;
    }

  self->saved = amia_store_get_saved (store, form_id, &self->colleagues, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  self->sharing = amia_store_load_sharing (store, &self->record->case_id, NULL, error);
  if (self->sharing == NULL || !load_agreements (self, store, error) ||
      !load_papers (self, store, error))
    return NULL;

  self->subproject = load_subproject (store, self->record);
  self->newer_version = load_newer_version (store, self->record);
  if (with_questionnaire)
    {
      self->questionnaire = load_questionnaire (store, self->record, error);
      if (self->questionnaire == NULL)
        return NULL;
    }

  return g_steal_pointer (&self);
}

AmiaFormSnapshot *
amia_form_snapshot_ref (AmiaFormSnapshot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
amia_form_snapshot_unref (AmiaFormSnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->record, amia_record_free);
  g_clear_pointer (&self->questionnaire, amia_questionnaire_unref);
  g_clear_pointer (&self->subproject, g_free);
  g_clear_pointer (&self->newer_version, amia_questionnaire_unref);
  g_clear_pointer (&self->colleagues, g_strfreev);
  g_clear_pointer (&self->sharing, amia_case_sharing_free);
  g_clear_pointer (&self->approvals, g_ptr_array_unref);
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_free (self);
}
