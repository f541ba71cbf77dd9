/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-agreements.h"

#include <glib/gi18n.h>

#include "amia-answer-path.h"
#include "amia-form-model-private.h"
#include "amia-form-words.h"
#include "amia-seen.h"
#include "amia-words.h"

/*
 * A word is given for one content: what is written is read from the replica anew, and it is held
 * against the page first. So an approval never speaks of an answer that its author had not seen.
 */

/* More than a handful is no list any more, it is another document. */
#define CHANGES_NAMED_MAX 5

GPtrArray *
amia_form_model_get_approvals (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);

  return self->snapshot->approvals;
}

GPtrArray *
amia_form_model_get_signatures (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);

  return self->snapshot->signatures;
}

GPtrArray *
amia_form_model_get_papers (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);

  return self->snapshot->papers;
}

gboolean
amia_form_model_needs_approval (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  return self->response != NULL && amia_questionnaire_get_needs_approval (
                                       amia_response_get_questionnaire (self->response));
}

gboolean
amia_form_model_needs_signature (AmiaFormModel *self)
{
  AmiaQuestionnaire *questionnaire = NULL;
  GPtrArray         *items = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  if (self->response == NULL)
    return FALSE;

  questionnaire = amia_response_get_questionnaire (self->response);
  items = amia_questionnaire_get_all_items (questionnaire);
  for (guint i = 0; i < items->len; i++)
    {
      if (((const AmiaItem *) g_ptr_array_index (items, i))->is_signature_required)
        return TRUE;
    }

  return amia_questionnaire_is_signature_required (questionnaire);
}

const char *
amia_form_model_get_content_hash (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);

  if (self->content_hash == NULL)
    self->content_hash = amia_agreement_dup_content_hash (self->snapshot->record, self->response);
  return self->content_hash;
}

gboolean
amia_form_model_is_joint (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  return self->snapshot != NULL && amia_form_model_needs_approval (self) &&
         amia_agreements_are_joint (self->snapshot->approvals,
                                    amia_form_model_get_content_hash (self));
}

/* --- What has changed since ----------------------------------------------------------------- */

/* Which questions the fields belong to; several rows of one question are named once. */
static GHashTable *
list_link_ids (GPtrArray *fields)
{
  GHashTable *link_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      char *link_id = amia_answer_path_dup_link_id (g_ptr_array_index (fields, i));

      if (link_id != NULL)
        g_hash_table_add (link_ids, link_id);
    }

  return link_ids;
}

char *
amia_form_model_describe_changes (AmiaFormModel       *self,
                                  const AmiaAgreement *agreement)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GHashTable) link_ids = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *items = NULL;
  guint      n_changed;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);
  g_return_val_if_fail (agreement != NULL, NULL);

  fields = amia_seen_list_changed (self->snapshot->record, AMIA_ANSWER_PREFIX, agreement->seen);
  link_ids = list_link_ids (fields);
  n_changed = g_hash_table_size (link_ids);
  items = amia_questionnaire_get_all_items (amia_response_get_questionnaire (self->response));
  for (guint i = 0; i < items->len && names->len < CHANGES_NAMED_MAX; i++)
    {
      const AmiaItem *item = g_ptr_array_index (items, i);

      if (g_hash_table_contains (link_ids, item->link_id))
        g_ptr_array_add (names, amia_form_words_item (item, self->language));
    }

  if (names->len == 0)
    return NULL;
  if (n_changed > names->len)
    g_ptr_array_add (names, g_strdup_printf (ngettext ("%u more", "%u more", n_changed - names->len),
                                             n_changed - names->len));
  return amia_words_join (names);
}

/* --- Giving one's word ---------------------------------------------------------------------- */

typedef struct
{
  char          *kind;
  AmiaAgreement *what;
  AmiaUuid       new_id; /* of a new version */
} Work;

static void
work_free (Work *work)
{
  g_free (work->kind);
  g_clear_pointer (&work->what, amia_agreement_free);
  g_free (work);
}

static gpointer
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  return amia_form_snapshot_load (store, data, FALSE, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AmiaFormModel *self = g_task_get_source_object (task);
  GError        *error = NULL;

  if (!amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  _amia_form_model_load (self);
  g_task_return_boolean (task, TRUE);
}

static AmiaResponse *
read_response (AmiaFormModel    *self,
               const AmiaRecord *record)
{
  AmiaResponse *response =
      _amia_form_model_new_response (self, amia_response_get_questionnaire (self->response));
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  amia_response_hold (response);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *path = g_ptr_array_index (fields, i);

      /* Ignored: what can't be read is no part of the content, here as on the page. */
      if (g_str_has_prefix (path, AMIA_ANSWER_PREFIX))
        (void) !amia_response_load (response, path, amia_record_get_value (record, path), NULL);
    }
  amia_response_release (response);
  return response;
}

static void
reread_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AmiaFormModel *self = g_task_get_source_object (task);
  const Work    *work = g_task_get_task_data (task);
  g_autoptr (AmiaFormSnapshot) snapshot = NULL;
  g_autoptr (AmiaResponse) response = NULL;
  g_autofree char *hash = NULL;
  AmiaEdits       *edits = NULL;
  AmiaUuid         id;
  GError          *error = NULL;

  snapshot = amia_replica_call_finish (AMIA_REPLICA (source), result, &error);
  if (snapshot == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  response = read_response (self, snapshot->record);
  hash = amia_agreement_dup_content_hash (snapshot->record, response);
  if (*hash == '\0' || g_strcmp0 (hash, amia_form_model_get_content_hash (self)) != 0)
    {
      g_task_return_new_error (task, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID,
                               "Failed to agree: the form has changed meanwhile");
      return;
    }

  edits = amia_edits_new ();
  id = amia_uuid_new_v7 (amia_words_now_ms ());
  amia_edits_add_agreement (edits, work->kind, &id, snapshot->record, response, work->what);
  amia_replica_commit_async (
      self->replica, edits, NULL, written_cb, g_steal_pointer (&task));
}

static AmiaAgreement *
copy_words (const AmiaAgreement *what)
{
  AmiaAgreement *copy = g_new0 (AmiaAgreement, 1);

  copy->name = g_strdup (what->name);
  copy->role = g_strdup (what->role);
  copy->date = g_strdup (what->date);
  copy->strokes = g_strdup (what->strokes);
  copy->attachment = g_strdup (what->attachment);
  return copy;
}

void
amia_form_model_agree_async (AmiaFormModel       *self,
                             const char          *kind,
                             const AmiaAgreement *what,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = NULL;
  Work  *work = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (self->snapshot != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (what != NULL);

  work = g_new0 (Work, 1);
  work->kind = g_strdup (kind);
  work->what = copy_words (what);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, amia_form_model_agree_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  amia_replica_call_async (self->replica,
                           load_on_store_thread,
                           g_memdup2 (&self->form_id, sizeof self->form_id),
                           g_free,
                           (GDestroyNotify) amia_form_snapshot_unref,
                           NULL,
                           reread_cb,
                           task);
}

gboolean
amia_form_model_agree_finish (AmiaFormModel *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- A new version -------------------------------------------------------------------------- */

const AmiaUuid *
amia_form_model_get_newer (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->snapshot != NULL && !amia_uuid_is_nil (&self->snapshot->newer)
             ? &self->snapshot->newer
             : NULL;
}

gboolean
amia_form_model_get_older (AmiaFormModel *self,
                           AmiaUuid      *id)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (self->snapshot == NULL)
    return FALSE;

  text = amia_record_dup_string (self->snapshot->record, "corrects");
  return text != NULL && amia_uuid_parse (text, -1, id);
}

static AmiaEdits *
copy_form (const AmiaRecord *record,
           const AmiaUuid   *id)
{
  AmiaEdits *edits = amia_edits_new ();
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  char             own_id[AMIA_UUID_TEXT_LENGTH + 1];

  amia_edits_set_string (edits, record->kind, id, &record->case_id, "questionnaire", canonical);
  amia_edits_set_string (edits, record->kind, id, &record->case_id, "status", "in-progress");
  amia_edits_set_string (edits, record->kind, id, &record->case_id, "corrects",
                         amia_uuid_print (&record->id, own_id));
  for (guint i = 0; i < fields->len; i++)
    {
      const char     *path = g_ptr_array_index (fields, i);
      const AmiaHead *head = amia_record_get_shown (record, path);

      if (!g_str_has_prefix (path, AMIA_ANSWER_PREFIX) || g_strcmp0 (head->value, "null") == 0)
        continue;

      amia_edits_set (edits, record->kind, id, &record->case_id, path, head->area, head->value);
      amia_edits_add_source (edits, &head->device, head->n, path);
    }

  return edits;
}

void
amia_form_model_begin_version_async (AmiaFormModel      *self,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  GTask *task = NULL;
  Work  *work = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (self->snapshot != NULL);

  work = g_new0 (Work, 1);
  work->new_id = amia_uuid_new_v7 (amia_words_now_ms ());
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, amia_form_model_begin_version_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  amia_replica_commit_async (
      self->replica, copy_form (self->snapshot->record, &work->new_id), NULL, written_cb, task);
}

gboolean
amia_form_model_begin_version_finish (AmiaFormModel *self,
                                      GAsyncResult  *result,
                                      AmiaUuid      *id,
                                      GError       **error)
{
  const Work *work = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  work = g_task_get_task_data (G_TASK (result));
  *id = work->new_id;
  return g_task_propagate_boolean (G_TASK (result), error);
}
