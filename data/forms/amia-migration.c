/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-migration.h"

#include <string.h>

#include "amia-migration-private.h"

/* The plan as a whole: what is new, what is flagged, what is written. Everything that is
 * written on the way is collected, and what turns out to be as it was is left out of the edits in
 * the end. */

static const char *const kind_names[] = {
  [AMIA_MIGRATION_CARRIED] = "carried",
  [AMIA_MIGRATION_CONVERTED] = "converted",
  [AMIA_MIGRATION_MOVED] = "moved",
  [AMIA_MIGRATION_FLAGGED] = "flagged",
  [AMIA_MIGRATION_NEW] = "new",
  [AMIA_MIGRATION_UNPLACED] = "unplaced",
};

static void
change_free (AmiaMigrationChange *change)
{
  g_free (change->old_path);
  g_free (change->path);
  g_free (change->old_value);
  g_free (change->value);
  amia_message_free (change->message);
  g_free (change);
}

static gboolean
is_reworded (const AmiaItem *old_item, const AmiaItem *item)
{
  return g_strcmp0 (amia_text_get (old_item->text, NULL), amia_text_get (item->text, NULL)) != 0;
}

AmiaMigrationChange *
_amia_migration_add_change (AmiaMigration  *self,
                            const AmiaItem *old_item,
                            const char     *old_path,
                            const char     *old_value,
                            AmiaNode       *node)
{
  AmiaMigrationChange *change = g_new0 (AmiaMigrationChange, 1);

  change->kind = node != NULL ? AMIA_MIGRATION_CARRIED : AMIA_MIGRATION_UNPLACED;
  change->old_item = old_item;
  change->old_path = g_strdup (old_path);
  change->old_value = g_strdup (old_value);
  if (node != NULL)
    {
      change->item = node->item;
      change->path = g_strdup (amia_node_get_value_path (node));
      change->value = g_strdup (node->value);
      change->is_reworded = old_item != NULL && is_reworded (old_item, node->item);
      g_hash_table_add (self->seen, (gpointer) node->item);
    }
  g_ptr_array_add (self->changes, change);
  return change;
}

/* --- what is new ---------------------------------------------------------------------------- */

static gboolean
is_new (AmiaMigration *self, const AmiaItem *item)
{
  return amia_questionnaire_find_item (self->old->questionnaire, item->link_id) == NULL;
}

static void
start_new_items (AmiaMigration *self)
{
  AmiaNode *root = self->response->root;

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ENABLED); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ENABLED))
    if (is_new (self, node->item))
      g_ptr_array_add (self->response->enabled, node);
  _amia_response_finish (self->response, self->edits);
}

static void
name_new_items (AmiaMigration *self)
{
  GPtrArray *items = amia_questionnaire_get_all_items (self->response->questionnaire);
  AmiaNode  *root = self->response->root;

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ALL))
    if (amia_item_is_question (node->item) && is_new (self, node->item) &&
        !g_hash_table_contains (self->seen, node->item))
      _amia_migration_add_change (self, NULL, NULL, NULL, node)->kind = AMIA_MIGRATION_NEW;
  /* In rows that are not there yet. */
  for (guint i = 0; i < items->len; i++)
    {
      const AmiaItem      *item = g_ptr_array_index (items, i);
      AmiaMigrationChange *change;

      if (!amia_item_is_question (item) || !is_new (self, item) ||
          !g_hash_table_add (self->seen, (gpointer) item))
        continue;
      change = _amia_migration_add_change (self, NULL, NULL, NULL, NULL);
      change->kind = AMIA_MIGRATION_NEW;
      change->item = item;
    }
}

/* --- in the end ----------------------------------------------------------------------------- */

static AmiaMessage *
new_message (const AmiaNode *node, AmiaMessageCode code)
{
  AmiaMessage *message = g_new0 (AmiaMessage, 1);

  message->code = code;
  message->index = -1;
  message->link_id = g_strdup (node->item->link_id);
  message->limit = g_strdup (amia_item_type_to_string (node->item->type));
  return message;
}

/* The first thing that the new version has against an answer. */
static AmiaMessage *
find_objection (AmiaMigration *self, const AmiaMigrationChange *change, AmiaNode *node)
{
  g_autoptr (GPtrArray) messages = amia_response_validate_node (self->response, node);
  AmiaNode *old = amia_response_find (self->old, change->old_path);

  for (guint i = 0; i < messages->len; i++)
    if (((AmiaMessage *) g_ptr_array_index (messages, i))->severity == AMIA_SEVERITY_ERROR)
      return g_ptr_array_steal_index (messages, i);
  if (!node->is_enabled && (old == NULL || old->is_enabled))
    return new_message (node, AMIA_MESSAGE_NOT_ENABLED);
  return NULL;
}

static void
flag_objections (AmiaMigration *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      AmiaMigrationChange *change = g_ptr_array_index (self->changes, i);
      gboolean             is_marker;
      AmiaNode            *node;

      if (change->path == NULL || change->old_path == NULL)
        continue;
      node = _amia_response_resolve (self->response, change->path, FALSE, &is_marker);
      change->message = node != NULL ? find_objection (self, change, node) : NULL;
      if (change->message != NULL)
        change->kind = AMIA_MIGRATION_FLAGGED;
    }
}

/* Stable, and so the answers of one item stay in the order of its rows. */
static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const AmiaItem *item_a = (*(const AmiaMigrationChange *const *) a)->item;
  const AmiaItem *item_b = (*(const AmiaMigrationChange *const *) b)->item;
  guint           position_a = item_a != NULL ? item_a->position : G_MAXUINT;
  guint           position_b = item_b != NULL ? item_b->position : G_MAXUINT;

  return position_a < position_b ? -1 : position_a > position_b;
}

/* One edit for each field, the last one; none for a field that is as it was. */
static void
reduce_edits (AmiaMigration *self)
{
  g_autoptr (GHashTable) fields = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *reduced = _amia_edits_new ();

  for (guint i = self->edits->len; i > 0; i--)
    {
      const AmiaEdit *edit = g_ptr_array_index (self->edits, i - 1);

      if (g_hash_table_add (fields, edit->path) &&
          g_strcmp0 (amia_response_get_value (self->old, edit->path), edit->value) != 0)
        g_ptr_array_insert (reduced, 0, _amia_edit_new (edit->path, edit->value));
    }
  g_ptr_array_unref (self->edits);
  self->edits = reduced;
}

static gboolean
check_url (AmiaResponse *response, AmiaQuestionnaire *questionnaire, GError **error)
{
  const AmiaQuestionnaire *old = response->questionnaire;

  if (old->url != NULL && amia_questionnaire_matches (questionnaire, old->canonical, NULL))
    return TRUE;
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_MISMATCH,
               "Failed to migrate the response: %s is no version of %s", questionnaire->canonical,
               old->canonical);
  return FALSE;
}

AmiaMigration *
amia_migration_new (AmiaResponse *response, AmiaQuestionnaire *questionnaire, GError **error)
{
  AmiaMigration *self;

  g_return_val_if_fail (response != NULL, NULL);
  g_return_val_if_fail (questionnaire != NULL, NULL);

  if (!check_url (response, questionnaire, error))
    return NULL;
  self = g_new0 (AmiaMigration, 1);
  self->old = amia_response_ref (response);
  self->response = amia_response_new (questionnaire, response->language);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  self->edits = _amia_edits_new ();
  self->seen = g_hash_table_new (NULL, NULL);
  if (response->today != NULL)
    amia_response_set_today (self->response, response->today);
  _amia_migration_carry (self);
  start_new_items (self);
  name_new_items (self);
  flag_objections (self);
  g_ptr_array_sort (self->changes, compare_changes);
  reduce_edits (self);
  g_ptr_array_unref (amia_response_take_changes (self->response));
  return self;
}

void
amia_migration_free (AmiaMigration *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->edits);
  g_hash_table_unref (self->seen);
  amia_response_unref (self->response);
  amia_response_unref (self->old);
  g_free (self);
}

AmiaResponse *
amia_migration_get_response (AmiaMigration *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->response;
}

GPtrArray *
amia_migration_get_changes (AmiaMigration *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->changes;
}

guint
amia_migration_count (AmiaMigration *self, AmiaMigrationKind kind)
{
  guint n_changes = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->changes->len; i++)
    if (((AmiaMigrationChange *) g_ptr_array_index (self->changes, i))->kind == kind)
      n_changes++;
  return n_changes;
}

GPtrArray *
amia_migration_get_edits (AmiaMigration *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->edits;
}

const char *
amia_migration_kind_to_string (AmiaMigrationKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}
