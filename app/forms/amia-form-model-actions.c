/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-form-model.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-form-model-private.h"

/*
 * What a person does on a form page: answers, rows, undo, done. Each is one change in the replica,
 * and says which heads were on screen.
 */

typedef struct
{
  AmiaFormModel *self;
  GPtrArray     *paths;
  GPtrArray     *values;
  const char    *status; /* if the form was to be finished or opened again */
} Commit;

static void
commit_free (Commit *commit)
{
  g_object_unref (commit->self);
  g_ptr_array_unref (commit->paths);
  g_ptr_array_unref (commit->values);
  g_free (commit);
}

static Commit *
commit_new (AmiaFormModel *self,
            const char    *status)
{
  Commit *commit = g_new0 (Commit, 1);

  commit->self = g_object_ref (self);
  commit->paths = g_ptr_array_new_with_free_func (g_free);
  commit->values = g_ptr_array_new_with_free_func (g_free);
  commit->status = status;
  return commit;
}

static void
count_pending (AmiaFormModel *self,
               const char    *path,
               int            by)
{
  int count = GPOINTER_TO_INT (g_hash_table_lookup (self->pending, path)) + by;

  if (count > 0)
    g_hash_table_replace (self->pending, g_strdup (path), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->pending, path);
}

static const char *
describe_failure (const GError *error)
{
  if (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_FULL))
    return _ ("The disk is full, so the latest answers are not saved. Make room and try again; "
              "they are still here on the page.");
  return _ ("The latest answers could not be saved on this computer. They are still here on the page. Try again.");
}

/* The failure is over when all that it was about has been kept, not when something else has. */
static void
note_outcome (AmiaFormModel *self,
              const GError  *error)
{
  if (error != NULL)
    {
      g_debug ("%s", error->message);
      g_free (self->failure);
      self->failure = g_strdup (describe_failure (error));
    }
  else if (g_hash_table_size (self->unsaved) == 0 && self->wanted_status == NULL)
    g_clear_pointer (&self->failure, g_free);
}

static void
committed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Commit        *commit = user_data;
  AmiaFormModel *self = commit->self;
  g_autoptr (GError) local_error = NULL;
  gboolean is_kept = amia_replica_commit_finish (AMIA_REPLICA (source), result, NULL, &local_error);

  self->n_saving--;
  for (guint i = 0; i < commit->paths->len; i++)
    {
      const char *path = g_ptr_array_index (commit->paths, i);

      count_pending (self, path, -1);
      if (!is_kept)
        g_hash_table_replace (self->unsaved, g_strdup (path),
                              g_strdup (g_ptr_array_index (commit->values, i)));
      else if (!g_hash_table_contains (self->pending, path))
        g_hash_table_remove (self->unsaved, path);
    }

  if (commit->status != NULL)
    self->wanted_status = is_kept ? NULL : commit->status;
  note_outcome (self, local_error);
  if (is_kept)
    _amia_form_model_load (self);
  _amia_form_model_emit_saved_changed (self);
  commit_free (commit);
}

static const AmiaItem *
find_item (AmiaFormModel *self,
           const char    *path)
{
  AmiaNode *node = amia_response_find (self->response, path);

  return node != NULL ? amia_node_get_item (node) : NULL;
}

/* @seen_path: the field that was typed in, whose heads of then count as seen. */
static void
commit_steps (AmiaFormModel *self,
              GPtrArray     *steps,
              const char    *seen_path)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  const AmiaRecord *record = self->snapshot->record;
  AmiaFormSnapshot *seen = seen_path != NULL ? g_hash_table_lookup (self->held, seen_path) : NULL;
  Commit           *commit = commit_new (self, NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const AmiaUndoStep *step = g_ptr_array_index (steps, i);
      const AmiaItem     *item = find_item (self, step->path);

      amia_edits_set (edits, record->kind, &record->id, &record->case_id, step->path,
                      item != NULL ? item->area : NULL, step->after);
      g_ptr_array_add (commit->paths, g_strdup (step->path));
      g_ptr_array_add (commit->values, g_strdup (step->after));
      count_pending (self, step->path, 1);
    }

  amia_edits_set_seen (edits, seen != NULL ? seen->record : record);
  self->n_saving++;
  amia_replica_commit_async (self->replica, g_steal_pointer (&edits), NULL, committed_cb, commit);
  _amia_form_model_emit_saved_changed (self);
}

static GPtrArray *
steps_from_edits (AmiaFormModel *self,
                  GPtrArray     *edits,
                  GHashTable    *before)
{
  GPtrArray *steps = amia_undo_steps_new ();

  for (guint i = 0; i < edits->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (edits, i);

      amia_undo_steps_add (steps, edit->path, g_hash_table_lookup (before, edit->path),
                           edit->value);
    }
  return steps;
}

/* The values of all fields that the page knows, before an action that may touch several. */
static GHashTable *
remember_values (AmiaFormModel *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  AmiaNode   *root = amia_response_get_root (self->response);

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ALL))
    {
      const char *paths[] = { amia_node_get_path (node), amia_node_get_value_path (node) };

      for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
        {
          const char *value =
              paths[i] != NULL ? amia_response_get_value (self->response, paths[i]) : NULL;

          if (value != NULL)
            g_hash_table_replace (values, g_strdup (paths[i]), g_strdup (value));
        }
    }
  return values;
}

static void
act (AmiaFormModel *self,
     GPtrArray     *edits,
     GHashTable    *before,
     const char    *seen_path)
{
  GPtrArray *steps = steps_from_edits (self, edits, before);
  gboolean   continues = seen_path != NULL && g_strcmp0 (self->typed_path, seen_path) == 0 &&
                       g_hash_table_contains (self->held, seen_path);

  commit_steps (self, steps, seen_path);
  amia_undo_stack_push (self->undo, steps, continues);
  g_free (self->typed_path);
  self->typed_path = g_strdup (seen_path);
  _amia_form_model_emit_changes (self);
}

void
amia_form_model_hold (AmiaFormModel *self,
                      AmiaNode      *node)
{
  const char *path = amia_node_get_value_path (node);

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (path != NULL);

  if (!g_hash_table_contains (self->held, path))
    g_hash_table_replace (self->held, g_strdup (path), amia_form_snapshot_ref (self->snapshot));
}

void
amia_form_model_release (AmiaFormModel *self,
                         AmiaNode      *node)
{
  const char *path = amia_node_get_value_path (node);

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (path != NULL);

  if (!g_hash_table_remove (self->held, path))
    return;
  g_clear_pointer (&self->typed_path, g_free);
  _amia_form_model_take_in (self);
  _amia_form_model_emit_changes (self);
}

/* What can't be an answer of this type (yet) is kept too, marked, so that no typing is lost. */
static GPtrArray *
keep_unfinished (AmiaFormModel *self,
                 const char    *path,
                 const char    *value)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *edits = NULL;
  AmiaEdit  *edit = NULL;

  if (!amia_response_load (self->response, path, value, &local_error))
    {
      g_debug ("Failed to keep %s: %s", path, local_error->message);
      return NULL;
    }

  edits = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edit_free);
  edit = g_new0 (AmiaEdit, 1);
  edit->path = g_strdup (path);
  edit->value = g_strdup (value);
  g_ptr_array_add (edits, edit);
  return edits;
}

void
amia_form_model_answer (AmiaFormModel *self,
                        AmiaNode      *node,
                        const char    *value)
{
  const char *path = amia_node_get_value_path (node);
  const char *known = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (value != NULL);

  known = amia_response_get_value (self->response, path);
  if (g_strcmp0 (known != NULL ? known : "null", value) == 0)
    return;

  before = remember_values (self);
  edits = amia_response_set (self->response, path, value, &local_error);
  if (edits == NULL)
    edits = keep_unfinished (self, path, value);
  if (edits != NULL)
    act (self, edits, before, path);
}

void
amia_form_model_answer_all (AmiaFormModel     *self,
                            AmiaNode *const   *nodes,
                            const char *const *values,
                            gsize              n_nodes)
{
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (nodes != NULL || n_nodes == 0);
  g_return_if_fail (values != NULL || n_nodes == 0);

  before = remember_values (self);
  all = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edit_free);
  for (gsize i = 0; i < n_nodes; i++)
    {
      const char *path = amia_node_get_value_path (nodes[i]);
      const char *known = amia_response_get_value (self->response, path);
      g_autoptr (GPtrArray) edits = NULL;

      if (g_strcmp0 (known != NULL ? known : "null", values[i]) == 0)
        continue;
      edits = amia_response_set (self->response, path, values[i], NULL);
      if (edits == NULL)
        edits = keep_unfinished (self, path, values[i]);
      if (edits != NULL)
        g_ptr_array_extend_and_steal (all, g_steal_pointer (&edits));
    }

  if (all->len > 0)
    act (self, all, before, NULL);
}

void
amia_form_model_change (AmiaFormModel *self,
                        AmiaFormChange change,
                        gpointer       data)
{
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (self->response != NULL);

  before = remember_values (self);
  edits = change (self->response, data);
  if (edits->len > 0)
    act (self, edits, before, NULL);
}

AmiaNode *
amia_form_model_add_row (AmiaFormModel *self,
                         AmiaNode      *list)
{
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GPtrArray) edits = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), NULL);
  g_return_val_if_fail (amia_node_is_list (list), NULL);

  before = remember_values (self);
  edits = amia_response_add_row (self->response, list, NULL, NULL, &local_error);
  if (edits == NULL)
    {
      g_debug ("Failed to add a row: %s", local_error->message);
      return NULL;
    }

  act (self, edits, before, NULL);
  return amia_response_find (self->response, ((AmiaEdit *) g_ptr_array_index (edits, 0))->path);
}

void
amia_form_model_remove_row (AmiaFormModel *self,
                            AmiaNode      *row)
{
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (amia_node_is_row (row));

  before = remember_values (self);
  edits = amia_response_remove_row (self->response, row);
  act (self, edits, before, NULL);
}

static char *
dup_order_key (AmiaFormModel *self,
               AmiaNode      *list,
               int            index)
{
  AmiaNode   *row = index >= 0 && index < (int) amia_node_get_n_children (list)
                        ? amia_node_get_child (list, (guint) index)
                        : NULL;
  const char *value =
      row != NULL ? amia_response_get_value (self->response, amia_node_get_path (row)) : NULL;
  AmiaSlice slice = { value, value != NULL ? strlen (value) : 0 };

  return value != NULL && *value == '"' ? amia_scan_dup_string (slice) : NULL;
}

void
amia_form_model_move_row (AmiaFormModel *self,
                          AmiaNode      *row,
                          int            offset)
{
  AmiaNode *list = amia_node_get_parent (row);
  int       n_rows = (int) amia_node_get_n_children (list);
  int       index = 0;
  int       target = 0;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (amia_node_is_row (row));
  g_return_if_fail (offset == 1 || offset == -1);

  while (index < n_rows && amia_node_get_child (list, (guint) index) != row)
    index++;
  target = index + offset;
  if (target < 0 || target >= n_rows)
    return;

  {
    g_autofree char *low = dup_order_key (self, list, offset > 0 ? target : target - 1);
    g_autofree char *high = dup_order_key (self, list, offset > 0 ? target + 1 : target);
    g_autofree char *key = amia_order_key_between (low, high);
    g_autoptr (GString) value = g_string_new (NULL);
    g_autoptr (GHashTable) before = remember_values (self);
    g_autoptr (GPtrArray) edits = NULL;
    g_autoptr (GError) local_error = NULL;

    amia_scan_append_string (value, key);
    edits = amia_response_set (self->response, amia_node_get_path (row), value->str, &local_error);
    if (edits != NULL)
      act (self, edits, before, NULL);
  }
}

static void
replay (AmiaFormModel *self,
        GPtrArray     *action,
        gboolean       is_undo)
{
  g_autoptr (GPtrArray) steps = amia_undo_steps_new ();

  for (guint i = 0; i < action->len; i++)
    {
      const AmiaUndoStep *step = g_ptr_array_index (action, i);
      const char         *value = is_undo ? step->before : step->after;
      g_autoptr (GError) local_error = NULL;

      if (!amia_response_load (self->response, step->path, value, &local_error))
        g_debug ("Failed to take back %s: %s", step->path, local_error->message);
      amia_undo_steps_add (steps, step->path, is_undo ? step->after : step->before, value);
    }

  g_clear_pointer (&self->typed_path, g_free);
  commit_steps (self, steps, NULL);
  _amia_form_model_emit_changes (self);
}

gboolean
amia_form_model_undo (AmiaFormModel *self)
{
  GPtrArray *action = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  action = amia_undo_stack_undo (self->undo);
  if (action != NULL)
    replay (self, action, TRUE);
  return action != NULL;
}

gboolean
amia_form_model_redo (AmiaFormModel *self)
{
  GPtrArray *action = NULL;

  g_return_val_if_fail (AMIA_IS_FORM_MODEL (self), FALSE);

  action = amia_undo_stack_redo (self->undo);
  if (action != NULL)
    replay (self, action, FALSE);
  return action != NULL;
}

static void
commit_status (AmiaFormModel *self,
               const char    *status)
{
  const AmiaRecord *record = self->snapshot->record;
  AmiaEdits        *edits = amia_edits_new ();

  amia_edits_set_string (edits, record->kind, &record->id, &record->case_id, "status", status);
  self->n_saving++;
  amia_replica_commit_async (self->replica, edits, NULL, committed_cb, commit_new (self, status));
  _amia_form_model_emit_saved_changed (self);
}

void
amia_form_model_migrate (AmiaFormModel *self,
                         AmiaMigration *migration)
{
  const AmiaRecord  *record = NULL;
  GPtrArray         *changes = NULL;
  AmiaEdits         *edits = NULL;
  AmiaQuestionnaire *newer = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));
  g_return_if_fail (migration != NULL);

  record = self->snapshot->record;
  newer = amia_response_get_questionnaire (amia_migration_get_response (migration));
  changes = amia_migration_get_edits (migration);
  edits = amia_edits_new ();
  amia_edits_set_string (edits, record->kind, &record->id, &record->case_id, "questionnaire",
                         amia_questionnaire_get_canonical (newer));
  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (changes, i);

      amia_edits_set (edits, record->kind, &record->id, &record->case_id, edit->path, NULL,
                      edit->value);
    }
  amia_edits_set_seen (edits, record);
  self->n_saving++;
  amia_replica_commit_async (self->replica, edits, NULL, committed_cb, commit_new (self, NULL));
  _amia_form_model_emit_saved_changed (self);
}

void
amia_form_model_retry (AmiaFormModel *self)
{
  g_autoptr (GPtrArray) steps = amia_undo_steps_new ();
  GHashTableIter iter;
  gpointer       path = NULL;
  gpointer       value = NULL;

  g_return_if_fail (AMIA_IS_FORM_MODEL (self));

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &path, &value))
    amia_undo_steps_add (steps, path, NULL, value);
  if (steps->len > 0)
    commit_steps (self, steps, NULL);
  /* After the answers: a finished form takes no more of them. */
  if (self->wanted_status != NULL)
    commit_status (self, self->wanted_status);
}

void
amia_form_model_set_completed (AmiaFormModel *self,
                               gboolean       is_completed)
{
  g_return_if_fail (AMIA_IS_FORM_MODEL (self));

  commit_status (self, is_completed ? "completed" : "in-progress");
}
