/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-model.h"

#include <glib/gi18n.h>

#include "amia-form-agreements.h"
#include "amia-form-model-private.h"

/*
 * Between the form page and the replica. The answers on screen (AmiaResponse) follow the replica's
 * record, except where somebody is typing or where something is still on its way to disk: there the
 * screen is ahead, and what comes from outside waits. Every answer says which heads were on screen,
 * so that a version that came in meanwhile is never replaced unseen.
 */

/* Of a preview, for all of its lists together. */
#define PREVIEW_ROWS_MAX 200

enum
{
  NODE_CHANGED,
  LOADED,
  SAVED_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmiaFormModel, amia_form_model, G_TYPE_OBJECT)

/* --- Reading ------------------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid form_id;
  gboolean with_questionnaire;
} LoadRequest;

static gpointer
load_on_store_thread (AmiaStore    *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  const LoadRequest *request = data;

  return amia_form_snapshot_load (store, &request->form_id, request->with_questionnaire, error);
}

void
_amia_form_model_emit_changes (AmiaFormModel *self)
{
  g_autoptr (GPtrArray) nodes = amia_response_take_changes (self->response);

  g_clear_pointer (&self->content_hash, g_free);
  for (guint i = 0; i < nodes->len; i++)
    g_signal_emit (self, signals[NODE_CHANGED], 0, g_ptr_array_index (nodes, i));
}

static gboolean
is_ahead_of_replica (AmiaFormModel *self,
                     const char    *path)
{
  return g_hash_table_contains (self->held, path) ||
         g_hash_table_contains (self->pending, path) ||
         g_hash_table_contains (self->unsaved, path);
}

void
_amia_form_model_take_in (AmiaFormModel *self)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (self->snapshot->record);

  amia_response_hold (self->response);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *path = g_ptr_array_index (fields, i);
      const char *value = amia_record_get_value (self->snapshot->record, path);
      const char *known = amia_response_get_value (self->response, path);
      g_autoptr (GError) local_error = NULL;

      if (!g_str_has_prefix (path, AMIA_ANSWER_PREFIX) || is_ahead_of_replica (self, path))
        continue;
      if (g_strcmp0 (known, value) == 0)
        continue;
      if (!amia_response_load (self->response, path, value, &local_error))
        g_debug ("Failed to show %s: %s", path, local_error->message);
    }
  amia_response_release (self->response);
}

/* What somebody else wrote may be taken away while the page is open: a consent has ended. Then it
 * goes from the screen as well, with every action that could bring it back; what is being typed
 * stays. */
static void
let_go_of_vanished (AmiaFormModel    *self,
                    AmiaFormSnapshot *before)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (before->record);
  gboolean has_vanished = FALSE;

  for (guint i = 0; i < fields->len; i++)
    {
      const char *path = g_ptr_array_index (fields, i);
      g_autoptr (GError) local_error = NULL;

      if (!g_str_has_prefix (path, AMIA_ANSWER_PREFIX) ||
          amia_record_get_value (before->record, path) == NULL ||
          amia_record_get_value (self->snapshot->record, path) != NULL ||
          g_hash_table_contains (self->pending, path) ||
          g_hash_table_contains (self->unsaved, path))
        continue;

      has_vanished = TRUE;
      g_hash_table_remove (self->held, path);
      if (!amia_response_load (self->response, path, "null", &local_error))
        g_debug ("Failed to let go of %s: %s", path, local_error->message);
    }

  if (has_vanished)
    amia_undo_stack_clear (self->undo);
}

/* Two versions can come and go without the shown value changing, so their questions are told. */
static void
emit_version_changes (AmiaFormModel    *self,
                      AmiaFormSnapshot *before)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (self->snapshot->record);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *path = g_ptr_array_index (fields, i);
      gboolean    has_now = amia_record_has_conflict (self->snapshot->record, path);
      gboolean    had = before != NULL && amia_record_has_conflict (before->record, path);
      AmiaNode   *node = has_now || had ? amia_response_find (self->response, path) : NULL;

      if (node != NULL)
        g_signal_emit (self, signals[NODE_CHANGED], 0, node);
    }
}

void
_amia_form_model_emit_saved_changed (AmiaFormModel *self)
{
  g_signal_emit (self, signals[SAVED_CHANGED], 0);
}

/* The form is not here any more: access to the case has ended, or its template is unknown. */
static void
note_missing (AmiaFormModel *self,
              const GError  *error)
{
  g_debug ("%s", error->message);
  self->is_gone = g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
  if (!self->is_gone && self->response != NULL)
    return;

  g_free (self->failure);
  if (self->is_gone)
    {
      amia_undo_stack_clear (self->undo);
      self->failure = g_strdup (_ ("Your access to the case has ended, or the form has been taken "
                                   "away. Nothing that you wrote is lost: it is on the server, or "
                                   "goes there at the next sync."));
    }
  else
    self->failure = g_strdup (_ ("It is one of your organisation's own forms, and that has not come "
                                 "to this laptop yet. It opens here by itself as soon as it has."));
  g_signal_emit (self, signals[LOADED], 0);
}

AmiaResponse *
_amia_form_model_new_response (AmiaFormModel     *self,
                               AmiaQuestionnaire *questionnaire)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  AmiaResponse    *response = amia_response_new (questionnaire, self->language);

  amia_response_set_today (response, today);
  if (self->snapshot != NULL)
    amia_response_set_variant (response, self->snapshot->subproject);
  return response;
}

static void load (AmiaFormModel *self,
                  gboolean       with_questionnaire);

/* Somebody goes on with another version of the form, here or on another laptop. */
static gboolean
has_other_version (AmiaFormModel *self)
{
  g_autofree char   *canonical = amia_record_dup_string (self->snapshot->record, "questionnaire");
  AmiaQuestionnaire *form = NULL;

  if (self->response == NULL)
    return TRUE;

  form = amia_response_get_questionnaire (self->response);
  return g_strcmp0 (canonical, amia_questionnaire_get_canonical (form)) != 0;
}

static void
begin (AmiaFormModel *self)
{
  g_autoptr (AmiaResponse) before = g_steal_pointer (&self->response);

  amia_undo_stack_clear (self->undo);
  g_hash_table_remove_all (self->held);
  g_clear_pointer (&self->failure, g_free);
  self->response = _amia_form_model_new_response (self, self->snapshot->questionnaire);
  _amia_form_model_take_in (self);
  g_ptr_array_unref (amia_response_take_changes (self->response));
  /* Widgets of nodes of the response before are let go of here. */
  g_signal_emit (self, signals[LOADED], 0);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AmiaFormModel) self = user_data;
  g_autoptr (AmiaFormSnapshot) before = NULL;
  g_autoptr (AmiaFormSnapshot) snapshot = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean was_completed = amia_form_model_get_is_completed (self);

  snapshot = amia_replica_call_finish (AMIA_REPLICA (source), result, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (snapshot == NULL)
    {
      note_missing (self, local_error);
      return;
    }

  before = g_steal_pointer (&self->snapshot);
  self->snapshot = g_steal_pointer (&snapshot);
  if (has_other_version (self))
    {
      if (self->snapshot->questionnaire != NULL)
        begin (self);
      else
        load (self, TRUE);
    }
  else
    {
      let_go_of_vanished (self, before);
      _amia_form_model_take_in (self);
      _amia_form_model_emit_changes (self);
      emit_version_changes (self, before);
      if (was_completed != amia_form_model_get_is_completed (self))
        g_signal_emit (self, signals[NODE_CHANGED], 0, NULL);
    }
  g_signal_emit (self, signals[SAVED_CHANGED], 0);
}

static void
load (AmiaFormModel *self,
      gboolean       with_questionnaire)
{
  LoadRequest *request = g_new0 (LoadRequest, 1);

  request->form_id = self->form_id;
  request->with_questionnaire = with_questionnaire;
  amia_replica_call_async (self->replica,
                           load_on_store_thread, request, g_free,
                           (GDestroyNotify) amia_form_snapshot_unref,
                           self->cancellable, loaded_cb, g_object_ref (self));
}

void
_amia_form_model_load (AmiaFormModel *self)
{
  load (self, self->response == NULL);
}

static void
replica_changed_cb (AmiaFormModel *self,
                    GArray        *cases,
                    GArray        *records,
                    AmiaReplica   *replica)
{
  /* What it waits for, or could go on with, is a template, which is in no case. */
  if (cases->len == 0 && records->len > 0)
    {
      _amia_form_model_load (self);
      return;
    }

  for (guint i = 0; i < cases->len; i++)
    if (amia_uuid_equal (&g_array_index (cases, AmiaUuid, i), &self->case_id))
      {
        _amia_form_model_load (self);
        return;
      }
  /* A survey has no case of its own. */
  for (guint i = 0; i < records->len; i++)
    if (amia_uuid_equal (&g_array_index (records, AmiaUuid, i), &self->form_id))
      {
        _amia_form_model_load (self);
        return;
      }
}

/* --- What the page asks -------------------------------------------------------------------- */

gboolean
amia_form_model_get_is_completed (AmiaFormModel *self)
{
  g_autofree char *status = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  if (self->snapshot == NULL)
    return FALSE;
  status = amia_record_dup_string (self->snapshot->record, "status");
  return g_strcmp0 (status, "completed") == 0 || amia_form_model_is_joint (self);
}

gboolean
amia_form_model_has_versions (AmiaFormModel *self,
                              AmiaNode      *node)
{
  const char *path = amia_node_get_value_path (node);

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  return path != NULL && self->snapshot != NULL && !g_hash_table_contains (self->pending, path) &&
         amia_record_has_conflict (self->snapshot->record, path);
}

GPtrArray *
amia_form_model_list_versions (AmiaFormModel *self)
{
  GPtrArray *nodes = g_ptr_array_new ();
  AmiaNode  *root = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), nodes);

  if (self->response == NULL)
    return nodes;
  root = amia_response_get_root (self->response);
  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_VISIBLE); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_VISIBLE))
    if (amia_form_model_has_versions (self, node))
      g_ptr_array_add (nodes, node);
  return nodes;
}

static gint64
get_last_own_ms (AmiaFormModel *self)
{
  const AmiaUuid *device = &amia_replica_get_identity (self->replica)->device;
  g_autoptr (GPtrArray) fields = amia_record_get_fields (self->snapshot->record);
  AmiaStamp last = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      gsize           n_heads = 0;
      const AmiaHead *heads =
          amia_record_get_heads (self->snapshot->record, g_ptr_array_index (fields, i), &n_heads);

      for (gsize j = 0; j < n_heads; j++)
        if (amia_uuid_equal (&heads[j].device, device))
          last = MAX (last, heads[j].stamp);
    }
  return last > 0 ? amia_stamp_get_ms (last) : 0;
}

AmiaQuestionnaire *
amia_form_model_get_newer_version (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->snapshot != NULL && !amia_form_model_get_is_completed (self)
             ? self->snapshot->newer_version
             : NULL;
}

AmiaSaved
amia_form_model_get_saved (AmiaFormModel *self,
                           char        ***colleagues,
                           gint64        *here_ms)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), AMIA_SAVED_HERE);

  if (colleagues != NULL)
    *colleagues = self->snapshot != NULL ? self->snapshot->colleagues : NULL;
  if (here_ms != NULL)
    *here_ms = self->snapshot != NULL ? get_last_own_ms (self) : 0;
  return self->snapshot != NULL && self->n_saving == 0 ? self->snapshot->saved : AMIA_SAVED_HERE;
}

gboolean
amia_form_model_is_saving (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  return self->n_saving > 0;
}

AmiaReplica *
amia_form_model_get_replica (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->replica;
}

const AmiaUuid *
amia_form_model_get_form_id (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return &self->form_id;
}

const AmiaUuid *
amia_form_model_get_case_id (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return &self->case_id;
}

const char *
amia_form_model_get_subproject (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->snapshot != NULL ? self->snapshot->subproject : NULL;
}

const char *
amia_form_model_get_language (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->language;
}

AmiaResponse *
amia_form_model_get_response (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->response;
}

const char *
amia_form_model_get_failure (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->failure;
}

gboolean
amia_form_model_get_is_gone (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  return self->is_gone;
}

AmiaCaseSharing *
amia_form_model_get_sharing (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->snapshot != NULL ? self->snapshot->sharing : NULL;
}

const AmiaRecord *
amia_form_model_get_record (AmiaFormModel *self)
{
  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);

  return self->snapshot != NULL ? self->snapshot->record : NULL;
}

/* --- Object -------------------------------------------------------------------------------- */

static void
amia_form_model_dispose (GObject *object)
{
  AmiaFormModel *self = AMIA_FORM_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  if (self->replica != NULL)
    g_signal_handlers_disconnect_by_data (self->replica, self);
  g_clear_object (&self->replica);
  G_OBJECT_CLASS (amia_form_model_parent_class)->dispose (object);
}

static void
amia_form_model_finalize (GObject *object)
{
  AmiaFormModel *self = AMIA_FORM_MODEL (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->response, amia_response_unref);
  g_clear_pointer (&self->snapshot, amia_form_snapshot_unref);
  g_clear_pointer (&self->undo, amia_undo_stack_free);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_pointer (&self->pending, g_hash_table_unref);
  g_clear_pointer (&self->unsaved, g_hash_table_unref);
  g_free (self->content_hash);
  g_free (self->failure);
  g_free (self->typed_path);
  g_free (self->language);
  G_OBJECT_CLASS (amia_form_model_parent_class)->finalize (object);
}

static void
amia_form_model_class_init (AmiaFormModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amia_form_model_dispose;
  object_class->finalize = amia_form_model_finalize;

  signals[NODE_CHANGED] = g_signal_new ("node-changed", AMIA_TYPE_FORM_MODEL, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[LOADED] = g_signal_new ("loaded", AMIA_TYPE_FORM_MODEL, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVED_CHANGED] = g_signal_new ("saved-changed", AMIA_TYPE_FORM_MODEL, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
amia_form_model_init (AmiaFormModel *self)
{
  self->cancellable = g_cancellable_new ();
  self->undo = amia_undo_stack_new ();
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) amia_form_snapshot_unref);
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

AmiaFormModel *
amia_form_model_new (AmiaReplica    *replica,
                     const AmiaUuid *case_id,
                     const AmiaUuid *form_id,
                     const char     *language)
{
  AmiaFormModel *self = NULL;

  g_return_val_if_fail (AMIA_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);
  g_return_val_if_fail (form_id != NULL, NULL);

  self = g_object_new (AMIA_TYPE_FORM_MODEL, NULL);
  self->replica = g_object_ref (replica);
  self->case_id = *case_id;
  self->form_id = *form_id;
  self->language = g_strdup (language);
  g_signal_connect_object (replica, "changed", G_CALLBACK (replica_changed_cb), self, G_CONNECT_SWAPPED);
  _amia_form_model_load (self);
  return self;
}

AmiaFormModel *
amia_form_model_new_preview (AmiaQuestionnaire *questionnaire,
                             const char        *language)
{
  AmiaFormModel *self = NULL;
  g_autoptr (GPtrArray) initial = NULL;

  g_return_val_if_fail (questionnaire != NULL, NULL);

  self = g_object_new (AMIA_TYPE_FORM_MODEL, NULL);
  self->language = g_strdup (language);
  self->response = _amia_form_model_new_response (self, questionnaire);
  initial = amia_response_start (self->response);
  amia_response_begin_lists (self->response, PREVIEW_ROWS_MAX);
  return self;
}
