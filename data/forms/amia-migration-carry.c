/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-migration-private.h"

/* Goes through the old response and puts each answer where its question now stands, into the new
 * response, which is settled when all are in. */

static const AmiaItem *
find_item (AmiaMigration *self, const AmiaItem *old_item)
{
  return amia_questionnaire_find_item (self->response->questionnaire, old_item->link_id);
}

static const AmiaItem *
find_question (AmiaMigration *self, const AmiaItem *old_item)
{
  const AmiaItem *item = find_item (self, old_item);

  return item != NULL && amia_item_is_question (item) ? item : NULL;
}

static void
clear_old_field (AmiaMigration *self, const char *path)
{
  g_ptr_array_add (self->edits, _amia_edit_new (path, "null"));
}

/* --- places --------------------------------------------------------------------------------- */

/* Made of its place, so that it is the same wherever the draft is migrated; in the form of a
 * UUID. */
static char *
derive_row_id (AmiaNode *list, guint index)
{
  g_autofree char *name = g_strdup_printf ("%s/%u", amia_node_get_path (list), index);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", hash, hash + 8, hash + 12, hash + 15,
                          hash + 18);
}

/* The row of @list that @around, the same row of the old response, has become. */
static AmiaNode *
take_row (AmiaMigration *self, AmiaNode *list, const AmiaNode *around, guint index)
{
  g_autofree char *row_id = NULL;

  if (around == NULL || around->row_id == NULL)
    row_id = derive_row_id (list, index);
  else if (around->order == NULL)
    /* Nobody added it, it is there for the answers in it; and so it will be. */
    return _amia_node_get_row (list, around->row_id, TRUE);
  return _amia_response_put_row (list, row_id != NULL ? row_id : around->row_id,
                                 row_id != NULL ? NULL : around->order, self->edits);
}

static const AmiaNode *
find_around (const AmiaNode *old, const AmiaItem *item)
{
  for (; old->item != NULL; old = old->parent)
    if (strcmp (old->item->link_id, item->link_id) == 0)
      return old;
  return NULL;
}

/* Where the answer of @old belongs as an answer to @item. NULL if @old is in the second row, or a
 * later one, of what no longer repeats. */
static AmiaNode *
find_node (AmiaMigration *self, const AmiaItem *item, const AmiaNode *old)
{
  AmiaNode       *parent = self->response->root;
  const AmiaNode *around;

  if (item->parent != NULL)
    {
      around = find_around (old->parent, item->parent);
      parent = find_node (self, item->parent, old);
      if (parent != NULL && parent->rows != NULL)
        parent = take_row (self, parent, around, 0);
      else if (around != NULL && around->row_id != NULL && around->index > 0)
        return NULL;
    }
  return parent != NULL ? g_ptr_array_index (parent->children, item->index) : NULL;
}

/* --- answers -------------------------------------------------------------------------------- */

/* (element-type utf8): the answers in @value, one by one, in the new type. A list that stays a list
 * keeps what is empty in it. */
static GPtrArray *
convert_all (const AmiaItem *old_item, const AmiaItem *item, const AmiaRaw *value)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (g_free);
  gboolean   is_list = item->is_repeating && !amia_item_has_rows (item);

  if (value->kind != AMIA_RAW_ARRAY)
    g_ptr_array_add (out, _amia_migration_convert (old_item, item, value));
  else
    for (const AmiaRaw *one = value->first; one != NULL; one = one->next)
      if (is_list || !amia_value_is_empty (one))
        g_ptr_array_add (out, _amia_migration_convert (old_item, item, one));
  return out;
}

/* Several answers to a question that takes one are kept together; it is for a person to choose. */
static char *
join_values (const AmiaItem *item, GPtrArray *values)
{
  GString *out;

  if (!item->is_repeating && values->len == 1)
    return g_strdup (g_ptr_array_index (values, 0));
  out = g_string_new ("[");
  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "",
                            (const char *) g_ptr_array_index (values, i));
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

static gboolean
is_same_json (const AmiaRaw *value, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  amia_raw_append (out, value);
  return strcmp (out->str, text) == 0;
}

static void
set_kind (AmiaMigrationChange *change)
{
  if (g_strcmp0 (change->old_path, change->path) != 0)
    change->kind = AMIA_MIGRATION_MOVED;
  if (change->old_item->type != change->item->type ||
      change->old_item->is_repeating != change->item->is_repeating)
    change->kind = g_strcmp0 (change->old_value, change->value) != 0 ? AMIA_MIGRATION_CONVERTED
                                                                     : change->kind;
}

static void
put_answer (AmiaMigration *self, AmiaNode *old, AmiaNode *node, const char *value)
{
  const char *old_path = amia_node_get_value_path (old);

  _amia_response_store (node, value, self->edits);
  if (strcmp (old_path, amia_node_get_value_path (node)) != 0)
    clear_old_field (self, old_path);
  set_kind (_amia_migration_add_change (self, old->item, old_path, old->value, node));
}

static void
leave_unplaced (AmiaMigration *self, AmiaNode *old)
{
  const char *path = amia_node_get_value_path (old);

  g_hash_table_insert (self->response->unplaced, g_strdup (path), g_strdup (old->value));
  _amia_migration_add_change (self, old->item, path, old->value, NULL);
}

/* A list of answers whose question has got questions beneath it: a row for each. */
static void
spread_over_rows (AmiaMigration *self, AmiaNode *old, AmiaNode *list, GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      AmiaNode *row = take_row (self, list, NULL, i);

      if (row != NULL)
        put_answer (self, old, row, g_ptr_array_index (values, i));
    }
}

/* The form that a question had is the form it has: an answer that was cleared stays so. */
static void
carry_nothing (AmiaMigration *self, AmiaNode *old, AmiaNode *node)
{
  if (old->value != NULL && node != NULL && node->rows == NULL)
    _amia_node_store (node, "null", NULL);
}

static void
carry_answer (AmiaMigration *self, AmiaNode *old)
{
  const AmiaItem *item = find_question (self, old->item);
  AmiaNode       *node = item != NULL ? find_node (self, item, old) : NULL;
  const AmiaRaw  *value;
  g_autoptr (GPtrArray) values = NULL;
  g_autofree char *text = NULL;

  if (old->document == NULL)
    {
      carry_nothing (self, old, node);
      return;
    }
  /* A row of what was a repeating question has its place as a row. */
  if (node != NULL && node->rows != NULL && old->row_id != NULL)
    node = take_row (self, node, old, 0);
  if (node == NULL)
    {
      leave_unplaced (self, old);
      return;
    }
  value = amia_raw_document_get_root (old->document);
  values = convert_all (old->item, item, value);
  if (node->rows != NULL)
    {
      spread_over_rows (self, old, node, values);
      return;
    }
  text = node->row_id != NULL ? g_strdup (g_ptr_array_index (values, 0))
                              : join_values (item, values);
  put_answer (self, old, node, is_same_json (value, text) ? old->value : text);
}

/* The rows of a question that has nothing beneath it any more: one list. */
static void
gather_rows (AmiaMigration *self, AmiaNode *old_list, AmiaNode *node)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  AmiaNode        *first = NULL;

  for (guint i = 0; i < old_list->children->len; i++)
    {
      AmiaNode *row = g_ptr_array_index (old_list->children, i);

      if (row->document == NULL)
        continue;
      g_ptr_array_add (values,
                       _amia_migration_convert (row->item, node->item,
                                                amia_raw_document_get_root (row->document)));
      if (first != NULL)
        clear_old_field (self, amia_node_get_value_path (row));
      else
        first = row;
    }
  if (first == NULL)
    return;
  text = join_values (node->item, values);
  put_answer (self, first, node, text);
}

static void
carry_question (AmiaMigration *self, AmiaNode *old)
{
  const AmiaItem *item = find_question (self, old->item);
  gboolean        is_gathered = item != NULL && !amia_item_has_rows (item);
  AmiaNode       *node;

  if (old->rows == NULL)
    {
      if (old->row_id == NULL || !is_gathered)
        carry_answer (self, old);
      return;
    }
  node = is_gathered ? find_node (self, item, old) : NULL;
  if (node != NULL)
    gather_rows (self, old, node);
}

/* A row is there even if nothing is in it; its marker goes where it no longer is one. */
static void
carry_row (AmiaMigration *self, AmiaNode *old)
{
  const AmiaItem *item = find_item (self, old->item);
  AmiaNode       *list = NULL;

  if (item != NULL && amia_item_has_rows (item))
    list = find_node (self, item, old);
  if (list != NULL)
    list = take_row (self, list, old, 0);
  if (old->order != NULL && (list == NULL || strcmp (amia_node_get_path (list),
                                                     amia_node_get_path (old)) != 0))
    clear_old_field (self, amia_node_get_path (old));
}

/* Recursion is bounded by AMIA_FORMS_MAX_ITEM_DEPTH. */
static void
carry_below (AmiaMigration *self, AmiaNode *old)
{
  if (old->row_id != NULL)
    carry_row (self, old);
  if (old->item != NULL && amia_item_is_question (old->item))
    carry_question (self, old);
  for (guint i = 0; i < amia_node_get_n_children (old); i++)
    carry_below (self, amia_node_get_child (old, i));
}

/* What had no place in the draft's version either may have one now, be it a row's marker. */
static void
carry_unplaced (AmiaMigration *self)
{
  g_autoptr (GPtrArray) unplaced = amia_response_get_unplaced (self->old);
  GHashTableIter iter;
  gpointer       path, value;

  g_hash_table_iter_init (&iter, self->old->unplaced);
  while (g_hash_table_iter_next (&iter, &path, &value))
    /* Ignored: it was read once already. */
    amia_response_load (self->response, path, value, NULL);
  for (guint i = 0; i < unplaced->len; i++)
    {
      const AmiaEdit *edit = g_ptr_array_index (unplaced, i);
      gboolean        is_marker;

      _amia_migration_add_change (
          self, NULL, edit->path, edit->value,
          _amia_response_resolve (self->response, edit->path, FALSE, &is_marker));
    }
}

void
_amia_migration_carry (AmiaMigration *self)
{
  carry_below (self, self->old->root);
  _amia_response_settle (self->response);
  carry_unplaced (self);
}
