/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-response-private.h"

/* Changing a response: from the store (load) and by a person (start, set, rows). What a person does
 * comes back as edits, together with the initial values that it brought about. */

static const char no_answer[] = "null";

AmiaEdit *
_amia_edit_new (const char *path, const char *value)
{
  AmiaEdit *edit = g_new0 (AmiaEdit, 1);

  edit->path = g_strdup (path);
  edit->value = g_strdup (value);
  return edit;
}

void
amia_edit_free (AmiaEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
_amia_edits_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edit_free);
}

static gboolean
can_grow (AmiaResponse *self, const AmiaItem *item)
{
  return self->n_nodes + _amia_item_private (item)->n_items <= AMIA_FORMS_MAX_NODES;
}

static AmiaNode *
step (AmiaResponse *self, AmiaNode *node, const AmiaSegment *segment, gboolean create)
{
  const AmiaItem *item;

  if (segment->kind == AMIA_SEGMENT_ROW)
    {
      if (node->rows == NULL || node->row_id != NULL)
        return NULL;
      return _amia_node_get_row (node, segment->name, create && can_grow (self, node->item));
    }
  item = amia_questionnaire_find_item (self->questionnaire, segment->name);
  if (item == NULL || item->parent != node->item || node->rows != NULL)
    return NULL;
  return g_ptr_array_index (node->children, item->index);
}

/* The node at @path, and what kind of segment the path ended with. */
static AmiaNode *
follow (AmiaResponse *self, const char *path, gboolean create, AmiaSegmentKind *last)
{
  g_autoptr (GPtrArray) segments = amia_answer_path_parse (path);
  AmiaNode *node = self->root;

  for (guint i = 0; segments != NULL && node != NULL && i < segments->len; i++)
    {
      const AmiaSegment *segment = g_ptr_array_index (segments, i);

      *last = segment->kind;
      if (segment->kind != AMIA_SEGMENT_VALUE)
        node = step (self, node, segment, create);
    }
  return segments != NULL ? node : NULL;
}

AmiaNode *
_amia_response_find_any (AmiaResponse *self, const char *path)
{
  AmiaSegmentKind last;

  return follow (self, path, FALSE, &last);
}

AmiaNode *
_amia_response_resolve (AmiaResponse *self, const char *path, gboolean create, gboolean *is_marker)
{
  AmiaSegmentKind last = AMIA_SEGMENT_LINK_ID;
  AmiaNode       *node = follow (self, path, create, &last);

  if (node == NULL)
    return NULL;
  *is_marker = last == AMIA_SEGMENT_ROW;
  if (*is_marker)
    return node;
  if (node->rows != NULL || !amia_item_is_question (node->item))
    return NULL;
  return node;
}

static AmiaRawDocument *
parse_value (const char *value, GError **error)
{
  gsize length = strlen (value);

  if (length > AMIA_FORMS_MAX_VALUE_BYTES)
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_LIMIT,
                   "Failed to take over an answer: longer than %d bytes",
                   AMIA_FORMS_MAX_VALUE_BYTES);
      return NULL;
    }
  return amia_raw_document_new (value, length, error);
}

static void
store_marker (AmiaNode *row, const char *value, const AmiaRaw *parsed)
{
  char *kept = g_strdup (value);

  g_free (row->marker);
  row->marker = kept;
  _amia_node_store_order (row, parsed->kind == AMIA_RAW_STRING ? parsed->text : NULL);
}

gboolean
amia_response_load (AmiaResponse *self, const char *path, const char *value, GError **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  gboolean  is_marker = FALSE;
  AmiaNode *node;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  document = parse_value (value, error);
  if (document == NULL)
    return FALSE;
  node = _amia_response_resolve (self, path, TRUE, &is_marker);
  if (node == NULL)
    g_hash_table_insert (self->unplaced, g_strdup (path), g_strdup (value));
  else if (is_marker)
    store_marker (node, value, amia_raw_document_get_root (document));
  else
    _amia_node_store (node, value, document);
  _amia_response_settle (self);
  return TRUE;
}

void
_amia_response_store (AmiaNode *node, const char *value, GPtrArray *edits)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (value, strlen (value), NULL);

  /* It was checked, or we wrote it. */
  g_assert (document != NULL);
  _amia_node_store (node, value, document);
  g_ptr_array_add (edits, _amia_edit_new (amia_node_get_value_path (node), value));
}

static void
put_marker (AmiaNode *row, const char *order, GPtrArray *edits)
{
  g_autofree char *value = order != NULL ? amia_raw_quote (order) : g_strdup (no_answer);

  g_free (row->marker);
  row->marker = g_strdup (value);
  _amia_node_store_order (row, order);
  g_ptr_array_add (edits, _amia_edit_new (amia_node_get_path (row), value));
}

static AmiaNode *
new_row (AmiaNode *list, const char *row_id, AmiaNode *before, AmiaNode *after, GPtrArray *edits)
{
  g_autofree char *order = amia_order_key_between (before != NULL ? before->order : NULL,
                                                   after != NULL ? after->order : NULL);
  AmiaNode *row = _amia_node_get_row (list, row_id, TRUE);

  put_marker (row, order, edits);
  return row;
}

static AmiaNode *
last_row (AmiaNode *list)
{
  /* Rows without a key stand last and have none to come after. */
  for (guint i = list->children->len; i > 0; i--)
    {
      AmiaNode *row = g_ptr_array_index (list->children, i - 1);

      if (row->order != NULL)
        return row;
    }
  return NULL;
}

AmiaNode *
_amia_response_append_row (AmiaNode *list, GPtrArray *edits)
{
  g_autofree char *row_id = NULL;

  if (!can_grow (list->response, list->item))
    return NULL;
  row_id = g_uuid_string_random ();
  return new_row (list, row_id, last_row (list), NULL, edits);
}

AmiaNode *
_amia_response_put_row (AmiaNode   *list,
                        const char *row_id,
                        const char *order,
                        GPtrArray  *edits)
{
  AmiaNode *row = _amia_node_get_row (list, row_id, FALSE);

  if (row != NULL || !can_grow (list->response, list->item))
    return row;
  if (order == NULL)
    return new_row (list, row_id, last_row (list), NULL, edits);
  row = _amia_node_get_row (list, row_id, TRUE);
  put_marker (row, order, edits);
  return row;
}

static char *
write_list (GPtrArray *values)
{
  GString *out = g_string_new ("[");

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "",
                            (const char *) g_ptr_array_index (values, i));
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* One row per initial value, unless there was ever a row. */
static void
initialise_list (AmiaNode *list, GPtrArray *edits)
{
  GPtrArray *initials = list->item->initials;

  for (guint i = 0; i < initials->len; i++)
    {
      AmiaNode *row = _amia_response_append_row (list, edits);

      if (row != NULL)
        _amia_response_store (row, g_ptr_array_index (initials, i), edits);
    }
}

static void
initialise_by_expression (AmiaNode *node, GPtrArray *edits)
{
  const AmiaPath  *path = _amia_item_private (node->item)->initial;
  g_autofree char *value = NULL;

  if (path == NULL || node->rows != NULL || node->row_id != NULL)
    return;
  value = amia_path_evaluate_answer (path, node);
  if (value != NULL)
    _amia_response_store (node, value, edits);
}

static void
initialise (AmiaNode *node, GPtrArray *edits)
{
  GPtrArray       *initials = node->item != NULL ? node->item->initials : NULL;
  g_autofree char *list = NULL;

  if (initials == NULL || node->value != NULL || !node->is_enabled)
    return;
  if (initials->len == 0)
    {
      initialise_by_expression (node, edits);
      return;
    }
  if (node->rows != NULL)
    {
      if (g_hash_table_size (node->rows) == 0)
        initialise_list (node, edits);
    }
  else if (node->row_id == NULL && node->item->is_repeating)
    {
      list = write_list (initials);
      _amia_response_store (node, list, edits);
    }
  else if (node->row_id == NULL)
    _amia_response_store (node, g_ptr_array_index (initials, 0), edits);
}

/* An initial value may enable further items, which have initial values. It ends since each field is
 * given one only once. */
void
_amia_response_finish (AmiaResponse *self, GPtrArray *edits)
{
  self->is_collecting = TRUE;
  _amia_response_settle (self);
  while (self->enabled->len > 0)
    {
      AmiaNode *node = g_ptr_array_index (self->enabled, 0);

      g_ptr_array_remove_index_fast (self->enabled, 0);
      initialise (node, edits);
      _amia_response_settle (self);
    }
  self->is_collecting = FALSE;
}

GPtrArray *
amia_response_start (AmiaResponse *self)
{
  GPtrArray *edits;

  g_return_val_if_fail (self != NULL, NULL);

  edits = _amia_edits_new ();
  for (AmiaNode *node = amia_node_next (self->root, self->root, AMIA_WALK_ENABLED); node != NULL;
       node = amia_node_next (node, self->root, AMIA_WALK_ENABLED))
    if (node->item->initials->len > 0 || _amia_item_private (node->item)->initial != NULL)
      g_ptr_array_add (self->enabled, node);
  _amia_response_finish (self, edits);
  return edits;
}

static gboolean
check_fit (const AmiaNode *node,
           gboolean        is_marker,
           const AmiaRaw  *value,
           const char     *path,
           GError        **error)
{
  AmiaMessageCode code = AMIA_MESSAGE_WRONG_TYPE;

  if (is_marker)
    {
      if (value->kind == AMIA_RAW_NULL || (value->kind == AMIA_RAW_STRING && *value->text != '\0'))
        return TRUE;
    }
  else if (_amia_node_accepts (node, value, &code))
    return TRUE;
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_TYPE, "Failed to answer %s: %s for %s",
               path, amia_message_code_to_string (code),
               is_marker ? "a row" : amia_item_type_to_string (node->item->type));
  return FALSE;
}

GPtrArray *
amia_response_set (AmiaResponse *self, const char *path, const char *value, GError **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  const AmiaRaw *root;
  GPtrArray     *edits;
  gboolean       is_marker = FALSE;
  AmiaNode      *node;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  document = parse_value (value, error);
  if (document == NULL)
    return NULL;
  root = amia_raw_document_get_root (document);
  node = _amia_response_resolve (self, path, FALSE, &is_marker);
  if (node == NULL)
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_PATH,
                   "Failed to answer %s: the form has no such question or row", path);
      return NULL;
    }
  if (!check_fit (node, is_marker, root, path, error))
    return NULL;

  edits = _amia_edits_new ();
  if (is_marker)
    put_marker (node, root->kind == AMIA_RAW_STRING ? root->text : NULL, edits);
  else
    _amia_response_store (node, value, edits);
  _amia_response_finish (self, edits);
  return edits;
}

static gboolean
is_free_row_id (const AmiaNode *list, const char *row_id)
{
  return *row_id != '\0' && strpbrk (row_id, "/]") == NULL &&
         !g_hash_table_contains (list->rows, row_id);
}

static AmiaNode *
row_behind (AmiaNode *list, AmiaNode *row)
{
  return row->index + 1 < list->children->len ? g_ptr_array_index (list->children, row->index + 1)
                                              : NULL;
}

GPtrArray *
amia_response_add_row (AmiaResponse *self,
                       AmiaNode     *list,
                       AmiaNode     *after,
                       const char   *row_id,
                       GError      **error)
{
  g_autofree char *random_id = NULL;
  GPtrArray       *edits;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (list != NULL && list->rows != NULL, NULL);
  g_return_val_if_fail (after == NULL || after->parent == list, NULL);

  if (row_id == NULL)
    row_id = random_id = g_uuid_string_random ();
  if (!can_grow (self, list->item) || !is_free_row_id (list, row_id))
    {
      gboolean is_full = !can_grow (self, list->item);

      g_set_error (error, AMIA_FORMS_ERROR,
                   is_full ? AMIA_FORMS_ERROR_LIMIT : AMIA_FORMS_ERROR_PATH,
                   "Failed to add a row to %s: %s", list->item->link_id,
                   is_full ? "the form has too many" : "its id cannot be used");
      return NULL;
    }
  edits = _amia_edits_new ();
  if (after == NULL)
    new_row (list, row_id, last_row (list), NULL, edits);
  else
    new_row (list, row_id, after, row_behind (list, after), edits);
  _amia_response_finish (self, edits);
  return edits;
}

/* Also rows in rows: first what is in them, then their markers. */
static void
clear_below (AmiaNode *node, GPtrArray *edits)
{
  if (node->document != NULL)
    _amia_response_store (node, no_answer, edits);
  for (guint i = amia_node_get_n_children (node); i > 0; i--)
    {
      AmiaNode *child = amia_node_get_child (node, i - 1);
      gboolean  has_marker = child->row_id != NULL && child->order != NULL;

      clear_below (child, edits);
      if (has_marker)
        put_marker (child, NULL, edits);
    }
}

void
amia_response_begin_lists (AmiaResponse *self, guint n_rows_max)
{
  guint n_rows = 0;

  g_return_if_fail (self != NULL);

  for (AmiaNode *node = amia_node_next (self->root, self->root, AMIA_WALK_ALL);
       node != NULL && n_rows < n_rows_max;
       node = amia_node_next (node, self->root, AMIA_WALK_ALL))
    {
      g_autoptr (GPtrArray) edits = NULL;

      if (!amia_node_is_list (node) || amia_node_get_n_children (node) > 0)
        continue;
      /* Ignored: a list that takes no row is left without one. */
      edits = amia_response_add_row (self, node, NULL, NULL, NULL);
      n_rows++;
    }
}

GPtrArray *
amia_response_remove_row (AmiaResponse *self, AmiaNode *row)
{
  GPtrArray *edits;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row != NULL && row->row_id != NULL, NULL);

  edits = _amia_edits_new ();
  clear_below (row, edits);
  put_marker (row, NULL, edits);
  _amia_response_finish (self, edits);
  return edits;
}
