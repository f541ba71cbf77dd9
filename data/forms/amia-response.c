/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response.h"

#include <string.h>

#include "amia-response-private.h"

/* A response's life, and what can be asked of it. What changes it is in amia-response-edit.c. */

AmiaResponse *
amia_response_new (AmiaQuestionnaire *questionnaire, const char *language)
{
  AmiaResponse *self;

  g_return_val_if_fail (questionnaire != NULL, NULL);

  self = g_new0 (AmiaResponse, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->questionnaire = amia_questionnaire_ref (questionnaire);
  self->language = g_strdup (language);
  self->unplaced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->queue = g_ptr_array_new ();
  self->changed = g_ptr_array_new ();
  self->enabled = g_ptr_array_new ();
  self->root = _amia_node_new (self, NULL, NULL);
  _amia_response_enqueue (self, self->root);
  _amia_response_settle (self);
  g_ptr_array_unref (amia_response_take_changes (self));
  return self;
}

AmiaResponse *
amia_response_ref (AmiaResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
amia_response_unref (AmiaResponse *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  _amia_node_free (self->root);
  amia_questionnaire_unref (self->questionnaire);
  g_hash_table_unref (self->unplaced);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->enabled);
  g_free (self->language);
  g_free (self->today);
  g_free (self->variant);
  g_free (self);
}

void
amia_response_hold (AmiaResponse *self)
{
  g_return_if_fail (self != NULL);

  self->n_holds++;
}

void
amia_response_release (AmiaResponse *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  _amia_response_settle (self);
}

AmiaQuestionnaire *
amia_response_get_questionnaire (AmiaResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->questionnaire;
}

void
amia_response_set_today (AmiaResponse *self, const char *today)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (today != NULL && amia_moment_parse (today, AMIA_MOMENT_DATE, NULL));

  g_free (self->today);
  self->today = g_strdup (today);
  self->needs_calculation = TRUE;
  _amia_response_settle (self);
}

void
amia_response_set_variant (AmiaResponse *self, const char *subproject)
{
  g_return_if_fail (self != NULL);

  g_free (self->variant);
  self->variant = g_strdup (subproject);
  for (AmiaNode *node = amia_node_next (self->root, self->root, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, self->root, AMIA_WALK_ALL))
    {
      if (amia_node_get_item (node)->subprojects->len > 0)
        _amia_response_enqueue (self, node);
    }
  _amia_response_settle (self);
}

AmiaNode *
amia_response_get_root (AmiaResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

AmiaNode *
amia_response_find (AmiaResponse *self, const char *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return _amia_response_find_any (self, path);
}

const char *
amia_response_get_value (AmiaResponse *self, const char *path)
{
  AmiaNode *node;
  gboolean  is_marker = FALSE;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  node = _amia_response_resolve (self, path, FALSE, &is_marker);
  if (node == NULL)
    return g_hash_table_lookup (self->unplaced, path);
  return is_marker ? node->marker : node->value;
}

GPtrArray *
amia_response_take_changes (AmiaResponse *self)
{
  GPtrArray *changed;

  g_return_val_if_fail (self != NULL, NULL);

  changed = self->changed;
  self->changed = g_ptr_array_new ();
  for (guint i = 0; i < changed->len; i++)
    ((AmiaNode *) g_ptr_array_index (changed, i))->is_changed = FALSE;
  return changed;
}

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const AmiaEdit *edit_a = *(const AmiaEdit *const *) a;
  const AmiaEdit *edit_b = *(const AmiaEdit *const *) b;

  return strcmp (edit_a->path, edit_b->path);
}

GPtrArray *
amia_response_get_unplaced (AmiaResponse *self)
{
  GPtrArray     *edits;
  GHashTableIter iter;
  gpointer       path, value;

  g_return_val_if_fail (self != NULL, NULL);

  edits = _amia_edits_new ();
  g_hash_table_iter_init (&iter, self->unplaced);
  while (g_hash_table_iter_next (&iter, &path, &value))
    if (strcmp (value, "null") != 0 && !amia_answer_path_is_row_marker (path))
      g_ptr_array_add (edits, _amia_edit_new (path, value));
  g_ptr_array_sort (edits, compare_edits);
  return edits;
}

/* A repeating question counts where it stands, not once for each answer. */
static gboolean
is_counted (const AmiaNode *node)
{
  return amia_item_is_question (node->item) && node->row_id == NULL && !node->item->is_read_only &&
         !node->item->is_calculated;
}

void
amia_response_get_progress (AmiaResponse *self, AmiaNode *within, guint *answered, guint *total)
{
  AmiaNode *top;
  guint     n_answered = 0;
  guint     n_total = 0;

  g_return_if_fail (self != NULL);

  top = within != NULL ? within : self->root;
  if (top != self->root && !amia_node_is_visible (top))
    top = NULL;
  for (AmiaNode *node = top; node != NULL; node = amia_node_next (node, top, AMIA_WALK_VISIBLE))
    if (node->item != NULL && is_counted (node))
      {
        n_total++;
        n_answered += amia_node_is_answered (node) ? 1 : 0;
      }
  if (answered != NULL)
    *answered = n_answered;
  if (total != NULL)
    *total = n_total;
}
