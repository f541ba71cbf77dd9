/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-response-export.h"
#include "amia-response-reader.h"

/* Answers from a simple file. All of them are stored first and looked at when the last one is in,
 * since one answer may enable the item of another; those that are still disabled then are taken
 * out. */

static void fill_object (AmiaReader *reader, AmiaNode *scope, const AmiaRaw *object);

static void
complain (AmiaReader *reader, AmiaMessageCode code, const char *link_id, const AmiaRaw *value)
{
  AmiaMessage *message = _amia_messages_add (reader->messages, code, link_id);

  message->value = amia_value_dup_words (value);
}

const AmiaOption *
_amia_find_option_by_words (GPtrArray *options, const AmiaRaw *value)
{
  const char *code =
      value->kind == AMIA_RAW_OBJECT ? amia_raw_get_string (value, "code") : value->text;
  const char *system = amia_raw_get_string (value, "system");
  const char *names[] = { "code", "display" };

  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < options->len; j++)
      {
        const AmiaOption *option = g_ptr_array_index (options, j);

        if (g_strcmp0 (amia_raw_get_string (option->raw, names[i]), code) == 0 &&
            (system == NULL ||
             g_strcmp0 (amia_raw_get_string (option->raw, "system"), system) == 0))
          return option;
      }
  return NULL;
}

char *
_amia_complete_quantity (const AmiaItem *item, const AmiaRaw *value)
{
  const AmiaRaw    *number = value->kind == AMIA_RAW_NUMBER ? value : amia_raw_get (value, "value");
  const char       *words = amia_raw_get_string (value, "code");
  const AmiaOption *unit = NULL;
  GString          *out;

  if (words == NULL)
    words = amia_raw_get_string (value, "unit");
  if (words != NULL)
    {
      AmiaRaw probe = { .kind = AMIA_RAW_STRING, .text = words };

      unit = _amia_find_option_by_words (item->units, &probe);
    }
  else if (item->units->len == 1)
    unit = g_ptr_array_index (item->units, 0);
  if (unit == NULL || !amia_raw_is (number, AMIA_RAW_NUMBER))
    return NULL;
  out = g_string_new ("{\"value\":");
  g_string_append (out, number->text);
  g_string_append (out, ",\"unit\":");
  amia_raw_append_string (out, amia_text_get (unit->label, NULL));
  for (const AmiaRaw *member = unit->raw->first; member != NULL; member = member->next)
    if (strcmp (member->key, "display") != 0 && member->kind == AMIA_RAW_STRING)
      {
        g_string_append_printf (out, ",\"%s\":", member->key);
        amia_raw_append_string (out, member->text);
      }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

/* A code that is in no list, because there is none here: still a Coding. */
static char *
make_coding (const AmiaItem *item, const AmiaRaw *value)
{
  GString *out = g_string_new (item->are_options_missing ? "{\"display\":" : "{\"code\":");

  amia_raw_append_string (out, value->text);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static char *
complete (const AmiaItem *item, const AmiaRaw *value)
{
  const AmiaOption *option = amia_value_find_option (item->options, value);
  char             *quantity = NULL;
  GString          *out;

  if (option == NULL && (item->type == AMIA_ITEM_CHOICE || item->type == AMIA_ITEM_OPEN_CHOICE))
    option = _amia_find_option_by_words (item->options, value);
  if (option != NULL)
    return g_strdup (option->value);
  if (item->type == AMIA_ITEM_QUANTITY)
    quantity = _amia_complete_quantity (item, value);
  if (quantity != NULL)
    return quantity;
  if (item->type == AMIA_ITEM_QUANTITY && value->kind == AMIA_RAW_NUMBER)
    return g_strdup_printf ("{\"value\":%s}", value->text);
  if (item->type == AMIA_ITEM_CHOICE && value->kind == AMIA_RAW_STRING &&
      !item->is_list_worked_out && (item->are_options_missing || item->options->len == 0))
    return make_coding (item, value);
  out = g_string_new (NULL);
  amia_raw_append (out, value);
  return g_string_free (out, FALSE);
}

static gboolean
fits (AmiaReader *reader, AmiaNode *node, const AmiaRaw *value, const char *text)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (text, strlen (text), NULL);
  AmiaMessageCode code = AMIA_MESSAGE_WRONG_TYPE;

  if (document != NULL && _amia_node_accepts (node, amia_raw_document_get_root (document), &code))
    return TRUE;
  /* Not in the list is what a person has to hear, rather than that text is no Coding. */
  if (node->item->type == AMIA_ITEM_CHOICE && value->kind == AMIA_RAW_STRING)
    code = AMIA_MESSAGE_NOT_AN_OPTION;
  complain (reader, code, node->item->link_id, value);
  ((AmiaMessage *) g_ptr_array_index (reader->messages, reader->messages->len - 1))->limit =
      g_strdup (amia_item_type_to_string (node->item->type));
  return FALSE;
}

/* {"value": …, "item": {…}}, where that cannot be a quantity. */
static const AmiaRaw *
unwrap (const AmiaItem *item, const AmiaRaw *value, const AmiaRaw **below)
{
  const AmiaRaw *inner = amia_raw_get (value, "value");

  *below = NULL;
  if (!amia_raw_is (value, AMIA_RAW_OBJECT) ||
      (item->type == AMIA_ITEM_QUANTITY && amia_raw_get (value, "item") == NULL &&
       !amia_raw_is (inner, AMIA_RAW_OBJECT)))
    return value;
  *below = amia_raw_get (value, "item");
  if (inner == NULL && *below == NULL)
    return value;
  return inner;
}

static void
fill_single (AmiaReader *reader, AmiaNode *node, const AmiaRaw *value)
{
  const AmiaRaw   *below;
  const AmiaRaw   *answer = unwrap (node->item, value, &below);
  g_autofree char *text = answer != NULL ? complete (node->item, answer) : NULL;

  if (text != NULL && fits (reader, node, answer, text))
    _amia_response_store (node, text, reader->edits);
  if (below != NULL)
    fill_object (reader, node, below);
}

static void
fill_list (AmiaReader *reader, AmiaNode *node, const AmiaRaw *value)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (const AmiaRaw *one = value->first; one != NULL; one = one->next)
    {
      const AmiaRaw   *below;
      const AmiaRaw   *answer = unwrap (node->item, one, &below);
      g_autofree char *text = answer != NULL ? complete (node->item, answer) : NULL;

      if (text != NULL && fits (reader, node, answer, text))
        g_string_append_printf (list, "%s%s", list->len > 1 ? "," : "", text);
    }
  g_string_append_c (list, ']');
  _amia_response_store (node, list->str, reader->edits);
}

static AmiaNode *
fill_row (AmiaReader *reader, AmiaNode *list, const AmiaRaw *value)
{
  AmiaNode *row = _amia_response_append_row (list, reader->edits);

  if (row == NULL)
    complain (reader, AMIA_MESSAGE_TOO_MANY, list->item->link_id, value);
  else if (amia_item_is_question (list->item))
    fill_single (reader, row, value);
  else
    fill_object (reader, row, value);
  return row;
}

static void
fill_node (AmiaReader *reader, AmiaNode *node, const AmiaRaw *value)
{
  const AmiaItem *item = node->item;

  if (value->kind == AMIA_RAW_NULL)
    return;
  if (item->type == AMIA_ITEM_DISPLAY || item->type == AMIA_ITEM_UNKNOWN)
    complain (reader, AMIA_MESSAGE_NOT_A_QUESTION, item->link_id, value);
  else if (node->rows != NULL && value->kind == AMIA_RAW_ARRAY)
    for (const AmiaRaw *one = value->first; one != NULL; one = one->next)
      fill_row (reader, node, one);
  else if (node->rows != NULL)
    fill_row (reader, node, value);
  else if (item->type == AMIA_ITEM_GROUP)
    fill_object (reader, node, value);
  else if (value->kind == AMIA_RAW_ARRAY && item->is_repeating)
    fill_list (reader, node, value);
  else if (value->kind == AMIA_RAW_ARRAY && value->n_children == 1)
    fill_single (reader, node, value->first);
  else
    fill_single (reader, node, value);
}

/* The node of @item under @scope. On the way, rows that nobody named are the first ones. */
static AmiaNode *
descend (AmiaReader *reader, AmiaNode *scope, const AmiaItem *item)
{
  AmiaNode *parent = scope;

  if (item->parent != scope->item)
    {
      if (item->parent == NULL)
        return NULL;
      parent = descend (reader, scope, item->parent);
    }
  if (parent != NULL && parent->rows != NULL)
    parent = parent->children->len > 0 ? g_ptr_array_index (parent->children, 0)
                                       : _amia_response_append_row (parent, reader->edits);
  return parent != NULL ? g_ptr_array_index (parent->children, item->index) : NULL;
}

static gboolean
is_below (const AmiaItem *item, const AmiaNode *scope)
{
  for (; item != NULL; item = item->parent)
    if (item->parent == scope->item)
      return TRUE;
  return FALSE;
}

/* A key is a linkId of anything below @scope. Recursion is bounded by AMIA_FORMS_MAX_JSON_DEPTH. */
static void
fill_object (AmiaReader *reader, AmiaNode *scope, const AmiaRaw *object)
{
  const char *around = scope->item != NULL ? scope->item->link_id : NULL;

  if (object->kind != AMIA_RAW_OBJECT)
    {
      complain (reader, AMIA_MESSAGE_WRONG_TYPE, around, object);
      return;
    }
  for (const AmiaRaw *member = object->first; member != NULL; member = member->next)
    {
      const AmiaItem *item;
      AmiaNode       *node = NULL;

      item = amia_questionnaire_find_item (reader->response->questionnaire, member->key);
      if (item != NULL && is_below (item, scope))
        node = descend (reader, scope, item);
      if (node != NULL)
        fill_node (reader, node, member);
      else
        _amia_messages_add (reader->messages,
                            item != NULL ? AMIA_MESSAGE_WRONG_PLACE : AMIA_MESSAGE_UNKNOWN_LINK_ID,
                            member->key)
            ->value = g_strdup (member->key);
    }
}

/* An initial value that turned out to be disabled is nobody's answer. */
static gboolean
is_initial (const AmiaNode *node)
{
  GPtrArray *initials = node->item->initials;

  return initials->len > 0 && !node->item->is_repeating &&
         strcmp (g_ptr_array_index (initials, 0), node->value) == 0;
}

static void
drop (AmiaReader *reader, AmiaNode *node)
{
  AmiaMessage *message;

  if (is_initial (node))
    {
      _amia_response_store (node, "null", reader->edits);
      return;
    }
  message = _amia_messages_add (reader->messages, AMIA_MESSAGE_NOT_ENABLED, node->item->link_id);
  message->severity = AMIA_SEVERITY_WARNING;
  message->path = g_strdup (amia_node_get_value_path (node));
  message->value = amia_value_dup_words (amia_raw_document_get_root (node->document));
  _amia_response_store (node, "null", reader->edits);
}

static void
drop_disabled (AmiaReader *reader)
{
  AmiaNode *root = reader->response->root;

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ALL); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ALL))
    if (!node->is_enabled && node->document != NULL)
      /* Its row stays, for rows here have markers, and so the walk goes on. */
      drop (reader, node);
  _amia_response_settle (reader->response);
}

GPtrArray *
amia_response_fill (AmiaResponse *self,
                    const char   *data,
                    gssize        length,
                    GPtrArray   **messages,
                    GError      **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  g_autoptr (AmiaReader) reader = NULL;
  const AmiaRaw *root;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  document = amia_raw_document_new (data, length < 0 ? strlen (data) : (gsize) length, error);
  if (document == NULL)
    return NULL;
  root = amia_raw_document_get_root (document);
  if (root->kind != AMIA_RAW_OBJECT)
    {
      g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE,
                   "Failed to read the answers: they are not one JSON object");
      return NULL;
    }
  reader = _amia_reader_new (self);
  g_clear_pointer (&reader->edits, g_ptr_array_unref);
  reader->edits = amia_response_start (self);
  fill_object (reader, self->root, root);
  _amia_response_finish (self, reader->edits);
  drop_disabled (reader);
  if (messages != NULL)
    *messages = g_steal_pointer (&reader->messages);
  return g_steal_pointer (&reader->edits);
}
