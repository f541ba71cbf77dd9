/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-node.h"

#include <string.h>

#include "amia-response-private.h"

/* The tree of a response: what its nodes are and hold, and walking along them. All that follows
 * from a change is in amia-response-enable.c. */

static AmiaNode *
new_node (AmiaResponse *response, const AmiaItem *item, AmiaNode *parent)
{
  AmiaNode *self = g_new0 (AmiaNode, 1);

  self->response = response;
  self->item = item;
  self->parent = parent;
  self->is_there = TRUE;
  response->n_nodes++;
  return self;
}

static void
add_children (AmiaNode *self, GPtrArray *items)
{
  if (items->len == 0)
    return;
  self->children = g_ptr_array_new_full (items->len, (GDestroyNotify) _amia_node_free);
  for (guint i = 0; i < items->len; i++)
    {
      AmiaNode *child = _amia_node_new (self->response, g_ptr_array_index (items, i), self);

      child->index = i;
      g_ptr_array_add (self->children, child);
    }
}

/* Recursion is bounded by AMIA_FORMS_MAX_ITEM_DEPTH. */
AmiaNode *
_amia_node_new (AmiaResponse *response, const AmiaItem *item, AmiaNode *parent)
{
  AmiaNode *self = new_node (response, item, parent);

  if (item == NULL)
    add_children (self, response->questionnaire->items);
  else if (amia_item_has_rows (item))
    {
      self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                          (GDestroyNotify) _amia_node_free);
      self->children = g_ptr_array_new ();
    }
  else
    add_children (self, item->children);
  return self;
}

void
_amia_node_free (AmiaNode *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->document, amia_raw_document_unref);
  g_clear_pointer (&self->calculated_document, amia_raw_document_unref);
  g_free (self->answers);
  g_free (self->calculated_answers);
  g_free (self->path);
  g_free (self->value_path);
  g_free (self->row_id);
  g_free (self->marker);
  g_free (self->order);
  g_free (self->value);
  g_free (self->calculated);
  g_free (self->offers);
  g_free (self->choices);
  g_clear_pointer (&self->choices_document, amia_raw_document_unref);
  g_clear_pointer (&self->options, g_ptr_array_unref);
  g_free (self->words);
  g_free (self);
}

AmiaNode *
_amia_node_get_row (AmiaNode *list, const char *row_id, gboolean create)
{
  AmiaNode *row = g_hash_table_lookup (list->rows, row_id);

  if (row != NULL || !create)
    return row;
  row = new_node (list->response, list->item, list);
  row->row_id = g_strdup (row_id);
  row->is_there = FALSE;
  add_children (row, list->item->children);
  g_hash_table_insert (list->rows, row->row_id, row);
  return row;
}

void
_amia_node_mark_changed (AmiaNode *self)
{
  self->response->needs_calculation = TRUE;
  if (self->is_changed)
    return;
  self->is_changed = TRUE;
  g_ptr_array_add (self->response->changed, self);
}

/* Rows without a key, brought back by an answer in them, come last. */
static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const AmiaNode *row_a = *(const AmiaNode *const *) a;
  const AmiaNode *row_b = *(const AmiaNode *const *) b;
  int             order;

  if ((row_a->order == NULL) != (row_b->order == NULL))
    return row_a->order == NULL ? 1 : -1;
  order = g_strcmp0 (row_a->order, row_b->order);
  return order != 0 ? order : strcmp (row_a->row_id, row_b->row_id);
}

/* Brings a row's place, or that it is gone, up to date with its marker and answers. */
static void
update_row (AmiaNode *row)
{
  AmiaNode *list = row->parent;
  gboolean  is_there = row->order != NULL || row->n_values > 0;

  if (is_there && !row->is_there)
    g_ptr_array_add (list->children, row);
  else if (!is_there && row->is_there)
    g_ptr_array_remove (list->children, row);
  g_ptr_array_sort (list->children, compare_rows);
  for (guint i = 0; i < list->children->len; i++)
    ((AmiaNode *) g_ptr_array_index (list->children, i))->index = i;
  _amia_node_mark_changed (list);
  if (row->is_there == is_there)
    return;
  row->is_there = is_there;
  _amia_response_enqueue (row->response, row);
}

/* Tells the rows around that something in them was written or cleared. */
static void
count_value (AmiaNode *self, int change)
{
  for (AmiaNode *node = self; node != NULL; node = node->parent)
    {
      guint before = node->n_values;

      node->n_values = (guint) ((int) before + change);
      if (node->row_id != NULL && (before == 0 || node->n_values == 0))
        update_row (node);
    }
}

static gboolean
takes_list (const AmiaNode *self)
{
  return self->item->is_repeating && self->row_id == NULL;
}

gboolean
_amia_node_accepts (const AmiaNode *self, const AmiaRaw *value, AmiaMessageCode *code)
{
  *code = AMIA_MESSAGE_WRONG_TYPE;
  if (value->kind == AMIA_RAW_NULL)
    return TRUE;
  if (value->kind == AMIA_RAW_ARRAY)
    {
      if (!takes_list (self))
        return FALSE;
      for (const AmiaRaw *one = value->first; one != NULL; one = one->next)
        if (!amia_value_is_empty (one) &&
            !amia_value_is_well_formed (amia_value_get_type (self->item, one), one, code))
          return FALSE;
      return TRUE;
    }
  return amia_value_is_empty (value) ||
         amia_value_is_well_formed (amia_value_get_type (self->item, value), value, code);
}

/* The answers in a list, or in what is one itself; how many in @n_answers. */
static const AmiaRaw **
index_answers (const AmiaRaw *value, guint *n_answers)
{
  const AmiaRaw **answers;
  const AmiaRaw  *first = value;
  guint           n_values = 1;

  if (value->kind == AMIA_RAW_ARRAY)
    {
      first = value->first;
      n_values = value->n_children;
    }
  answers = g_new0 (const AmiaRaw *, n_values);
  *n_answers = 0;
  for (guint i = 0; i < n_values; i++, first = first->next)
    if (!amia_value_is_empty (first))
      answers[(*n_answers)++] = first;
  return answers;
}

gboolean
_amia_node_take_calculated (AmiaNode *self, char *value)
{
  if (g_strcmp0 (self->calculated, value) == 0)
    {
      g_free (value);
      return FALSE;
    }
  g_free (self->calculated);
  self->calculated = value;
  self->n_calculated = 0;
  g_clear_pointer (&self->calculated_answers, g_free);
  g_clear_pointer (&self->calculated_document, amia_raw_document_unref);
  if (value != NULL)
    self->calculated_document = amia_raw_document_new (value, strlen (value), NULL);
  if (self->calculated_document != NULL)
    self->calculated_answers = index_answers (
        amia_raw_document_get_root (self->calculated_document), &self->n_calculated);
  return TRUE;
}

void
_amia_node_store (AmiaNode *self, const char *value, AmiaRawDocument *document)
{
  const AmiaRaw  *root = document != NULL ? amia_raw_document_get_root (document) : NULL;
  gboolean        was_something = self->document != NULL;
  gboolean        is_something = root != NULL && !amia_value_is_empty (root);
  AmiaMessageCode code;
  char           *kept = g_strdup (value);

  g_free (self->value);
  self->value = kept;
  g_clear_pointer (&self->document, amia_raw_document_unref);
  g_clear_pointer (&self->answers, g_free);
  self->n_answers = 0;
  self->is_malformed = FALSE;
  if (is_something)
    {
      self->document = amia_raw_document_ref (document);
      self->is_malformed = !_amia_node_accepts (self, root, &code);
      if (!self->is_malformed)
        self->answers = index_answers (root, &self->n_answers);
    }
  _amia_node_mark_changed (self);
  if (was_something != is_something)
    count_value (self, is_something ? 1 : -1);
  _amia_response_enqueue_dependents (self->response, self);
}

void
_amia_node_store_order (AmiaNode *self, const char *order)
{
  gboolean was_there = self->order != NULL;

  g_free (self->order);
  self->order = g_strdup (order);
  update_row (self);
  /* A row around this one is kept by it. */
  if (was_there != (order != NULL))
    count_value (self->parent, order != NULL ? 1 : -1);
}

guint
_amia_node_get_n_answers (const AmiaNode *self)
{
  if (!self->is_enabled)
    return 0;
  if (self->document != NULL)
    return self->n_answers;
  return self->n_calculated;
}

const AmiaRaw *
_amia_node_get_answer (const AmiaNode *self, guint index)
{
  g_assert (index < _amia_node_get_n_answers (self));

  if (self->document != NULL)
    return self->answers[index];
  return self->calculated_answers[index];
}

static const AmiaItem *
climb (const AmiaItem *item, guint depth)
{
  while (item != NULL && item->depth > depth)
    item = item->parent;
  return item;
}

/* The root is around everything. */
static gboolean
is_around (const AmiaNode *self, const AmiaItem *item)
{
  return self->item == NULL || climb (item, self->item->depth) == self->item;
}

AmiaNode *
_amia_node_find_scope (AmiaNode *self, const AmiaItem *item)
{
  while (!is_around (self, item))
    self = self->parent;
  return self;
}

void
_amia_node_visit (AmiaNode *scope, const AmiaItem *item, AmiaNodeFunc func, gpointer user_data)
{
  const AmiaItem *next;

  if (scope->item == item)
    {
      func (scope, user_data);
      return;
    }
  if (scope->rows != NULL)
    {
      for (guint i = 0; i < scope->children->len; i++)
        _amia_node_visit (g_ptr_array_index (scope->children, i), item, func, user_data);
      return;
    }
  next = climb (item, scope->item != NULL ? scope->item->depth + 1 : 1);
  _amia_node_visit (g_ptr_array_index (scope->children, next->index), item, func, user_data);
}

const AmiaItem *
amia_node_get_item (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->item;
}

AmiaNode *
amia_node_get_parent (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parent;
}

gboolean
amia_node_is_list (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->rows != NULL;
}

gboolean
amia_node_is_row (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->row_id != NULL;
}

const char *
amia_node_get_row_id (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->row_id;
}

guint
amia_node_get_n_children (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->children != NULL ? self->children->len : 0;
}

AmiaNode *
amia_node_get_child (const AmiaNode *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < amia_node_get_n_children (self), NULL);

  return g_ptr_array_index (self->children, index);
}

const char *
amia_node_get_path (AmiaNode *self)
{
  const char *above;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->item != NULL, NULL);

  if (self->path != NULL)
    return self->path;
  above = self->parent->item != NULL ? amia_node_get_path (self->parent) : NULL;
  self->path = self->row_id != NULL ? amia_answer_path_append_row (above, self->row_id)
                                    : amia_answer_path_append_link_id (above, self->item->link_id);
  return self->path;
}

const char *
amia_node_get_value_path (AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->item == NULL || self->rows != NULL || !amia_item_is_question (self->item))
    return NULL;
  if (self->row_id == NULL)
    return amia_node_get_path (self);
  if (self->value_path == NULL)
    self->value_path = amia_answer_path_append_value (amia_node_get_path (self));
  return self->value_path;
}

const char *
amia_node_get_value (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->document != NULL ? self->value : self->calculated;
}

gboolean
amia_node_is_calculated (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->document == NULL && self->calculated != NULL;
}

gboolean
amia_node_is_answered (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->item != NULL && self->rows == NULL && amia_item_is_question (self->item))
    return self->document != NULL ? self->n_answers > 0 : self->calculated != NULL;
  for (AmiaNode *node = amia_node_next ((AmiaNode *) self, (AmiaNode *) self, AMIA_WALK_ENABLED);
       node != NULL;
       node = amia_node_next (node, (AmiaNode *) self, AMIA_WALK_ENABLED))
    if (_amia_node_get_n_answers (node) > 0)
      return TRUE;
  return FALSE;
}

gboolean
amia_node_is_enabled (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_enabled;
}

gboolean
amia_node_is_option_offered (const AmiaNode *self, guint index)
{
  g_return_val_if_fail (self != NULL && self->item != NULL, FALSE);
  g_return_val_if_fail (index < amia_node_get_options (self)->len, FALSE);

  return self->offers == NULL || self->offers[index] != '-';
}

gboolean
amia_node_is_visible (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (const AmiaNode *node = self; node->item != NULL; node = node->parent)
    if (node->item->is_hidden)
      return FALSE;
  return self->is_enabled;
}

gboolean
amia_node_is_there (const AmiaNode *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (; self != NULL; self = self->parent)
    if (!self->is_there)
      return FALSE;
  return TRUE;
}

static gboolean
stops_at (const AmiaNode *self, AmiaWalk walk)
{
  if (walk == AMIA_WALK_ALL)
    return TRUE;
  return self->is_enabled && (walk == AMIA_WALK_ENABLED || !self->item->is_hidden);
}

static AmiaNode *
find_from (AmiaNode *parent, guint index, AmiaWalk walk)
{
  for (; parent->children != NULL && index < parent->children->len; index++)
    {
      AmiaNode *child = g_ptr_array_index (parent->children, index);

      if (stops_at (child, walk))
        return child;
    }
  return NULL;
}

AmiaNode *
amia_node_next (AmiaNode *self, AmiaNode *top, AmiaWalk walk)
{
  AmiaNode *next;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (top != NULL, NULL);

  next = find_from (self, 0, walk);
  while (next == NULL && self != top)
    {
      next = find_from (self->parent, self->index + 1, walk);
      self = self->parent;
    }
  return next;
}
