/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response-reader.h"

#include <string.h>

/* Walks a QuestionnaireResponse beside the tree of a response. Whatever fits is stored, whatever
 * does not gets a message with its place; nothing stops the walk. */

static void
read_items (AmiaReader *self, AmiaNode *parent, const AmiaRaw *raw, const char *location);

static void
found_free (AmiaFound *found)
{
  g_free (found->location);
  g_free (found);
}

AmiaReader *
_amia_reader_new (AmiaResponse *response)
{
  AmiaReader *self = g_new0 (AmiaReader, 1);

  self->response = response;
  self->edits = _amia_edits_new ();
  self->messages = _amia_messages_new ();
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);
  return self;
}

void
_amia_reader_free (AmiaReader *self)
{
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self);
}

AmiaMessage *
_amia_reader_add (AmiaReader *self, AmiaMessageCode code, const char *link_id, const char *location)
{
  AmiaMessage *message = _amia_messages_add (self->messages, code, link_id);

  message->location = g_strdup (location);
  return message;
}

static void
remember (AmiaReader    *self,
          AmiaNode      *node,
          const char    *location,
          const AmiaRaw *answers,
          guint          n_answers)
{
  AmiaFound *found = g_new0 (AmiaFound, 1);

  found->node = node;
  found->location = g_strdup (location);
  found->n_answers = n_answers;
  found->answers = answers;
  g_ptr_array_add (self->found, found);
}

/* Of an option the option's own value, so that its display is there; else without white space. */
static char *
write_value (const AmiaItem *item, const AmiaRaw *value)
{
  const AmiaOption *option = amia_value_find_option (item->options, value);
  GString          *out;

  if (option != NULL)
    return g_strdup (option->value);
  out = g_string_new (NULL);
  amia_raw_append (out, value);
  return g_string_free (out, FALSE);
}

/* The answer's value if it is of the item's type; a message if not. */
static const AmiaRaw *
check_value (AmiaReader *self, const AmiaItem *item, const AmiaRaw *answer, const char *location)
{
  const AmiaRaw   *value = _amia_raw_get_choice (answer, "value");
  g_autofree char *place = NULL;
  AmiaMessageCode  code = AMIA_MESSAGE_WRONG_TYPE;
  AmiaValueType    expected, given;
  AmiaMessage     *message;

  if (value == NULL)
    return NULL;
  given = amia_value_type_from_name (value->key);
  expected = amia_value_get_type (item, value);
  if (given == expected && amia_value_is_well_formed (expected, value, &code))
    return value;
  place = g_strdup_printf ("%s.value", location);
  message = _amia_reader_add (self, code, item->link_id, place);
  message->limit = g_strdup (amia_item_type_to_string (item->type));
  message->value = amia_value_dup_words (value);
  return NULL;
}

/* What the form works out itself is worked out again. */
static void
store (AmiaReader *self, AmiaNode *node, const char *value)
{
  if (node->item->is_calculated && node->item->is_read_only)
    return;
  _amia_response_store (node, value, self->edits);
}

/* A question that repeats and has questions beneath it: each answer is a row. */
static void
read_row_answer (AmiaReader *self, AmiaNode *list, const AmiaRaw *answer, const char *location)
{
  const AmiaRaw   *value = check_value (self, list->item, answer, location);
  AmiaNode        *row = _amia_response_append_row (list, self->edits);
  g_autofree char *text = NULL;

  if (row == NULL)
    {
      _amia_reader_add (self, AMIA_MESSAGE_TOO_MANY, list->item->link_id, location);
      return;
    }
  if (value != NULL)
    {
      text = write_value (list->item, value);
      store (self, row, text);
    }
  remember (self, row, location, answer, value != NULL ? 1 : 0);
  read_items (self, row, answer, location);
}

static void
read_plain_answers (AmiaReader *self, AmiaNode *node, const AmiaRaw *answers, const char *location)
{
  g_autoptr (GString) list = g_string_new ("[");
  g_autofree char *single = NULL;
  guint            index = 0;

  for (const AmiaRaw *answer = answers; answer != NULL; answer = answer->next, index++)
    {
      g_autofree char *place = g_strdup_printf ("%s.answer[%u]", location, index);
      const AmiaRaw   *value = check_value (self, node->item, answer, place);
      g_autofree char *text = value != NULL ? write_value (node->item, value) : NULL;

      read_items (self, node, answer, place);
      if (text == NULL)
        continue;
      if (single == NULL)
        single = g_strdup (text);
      g_string_append_printf (list, "%s%s", list->len > 1 ? "," : "", text);
    }
  g_string_append_c (list, ']');
  if (single != NULL)
    store (self, node, node->item->is_repeating ? list->str : single);
  /* Children are read before, yet counted as enabled once the answer stands: nothing is settled
   * here. */
}

static guint
count_answers (const AmiaRaw *raw)
{
  const AmiaRaw *answers = amia_raw_get (raw, "answer");

  return amia_raw_is (answers, AMIA_RAW_ARRAY) ? answers->n_children : 0;
}

static void
read_question (AmiaReader *self, AmiaNode *node, const AmiaRaw *raw, const char *location)
{
  const AmiaRaw *answers = amia_raw_get_array (raw, "answer");
  guint          n_answers = count_answers (raw);
  guint          index = 0;

  if (n_answers > 1 && !node->item->is_repeating)
    {
      AmiaMessage *message =
          _amia_reader_add (self, AMIA_MESSAGE_TOO_MANY, node->item->link_id, location);

      message->limit = g_strdup ("1");
      message->value = g_strdup_printf ("%u", n_answers);
    }
  remember (self, node, location, answers, n_answers);
  if (node->rows == NULL)
    read_plain_answers (self, node, answers, location);
  else
    for (; answers != NULL; answers = answers->next, index++)
      {
        g_autofree char *place = g_strdup_printf ("%s.answer[%u]", location, index);

        read_row_answer (self, node, answers, place);
      }
  if (amia_raw_get (raw, "item") == NULL)
    return;
  /* Old servers write the children of a question beside its answer. */
  _amia_reader_add (self, AMIA_MESSAGE_ITEM_AND_ANSWER, node->item->link_id, location);
  if (node->rows == NULL)
    read_items (self, node, raw, location);
}

static void
read_group (AmiaReader *self, AmiaNode *node, const AmiaRaw *raw, const char *location)
{
  if (count_answers (raw) > 0)
    _amia_reader_add (self, AMIA_MESSAGE_NOT_A_QUESTION, node->item->link_id, location);
  if (node->rows != NULL)
    {
      const AmiaItem *item = node->item;

      node = _amia_response_append_row (node, self->edits);
      if (node == NULL)
        {
          _amia_reader_add (self, AMIA_MESSAGE_TOO_MANY, item->link_id, location);
          return;
        }
    }
  remember (self, node, location, NULL, 0);
  read_items (self, node, raw, location);
}

static void
check_text (AmiaReader *self, const AmiaItem *item, const AmiaRaw *raw, const char *location)
{
  const char  *text = amia_raw_get_string (raw, "text");
  const char  *ours = amia_text_get (item->text, NULL);
  AmiaMessage *message;

  if (text == NULL || ours == NULL || strcmp (text, ours) == 0)
    return;
  message = _amia_reader_add (self, AMIA_MESSAGE_TEXT_DIFFERS, item->link_id, location);
  message->limit = g_strdup (ours);
  message->value = g_strdup (text);
}

static void
read_item (AmiaReader     *self,
           AmiaNode       *parent,
           const AmiaItem *item,
           const AmiaRaw  *raw,
           const char     *location)
{
  AmiaNode *node = g_ptr_array_index (parent->children, item->index);

  check_text (self, item, raw, location);
  if (amia_item_is_question (item))
    read_question (self, node, raw, location);
  else
    read_group (self, node, raw, location);
}

/* The item of that linkId if it belongs under @parent; a message if not. */
static const AmiaItem *
find_item (AmiaReader *self, AmiaNode *parent, const char *link_id, const char *location)
{
  const AmiaItem *item = NULL;

  if (link_id != NULL)
    item = amia_questionnaire_find_item (self->response->questionnaire, link_id);
  if (item != NULL && item->parent == parent->item)
    return item;
  _amia_reader_add (self,
                    item != NULL ? AMIA_MESSAGE_WRONG_PLACE : AMIA_MESSAGE_UNKNOWN_LINK_ID,
                    link_id, location)
      ->value = g_strdup (link_id);
  return NULL;
}

static void
check_order (AmiaReader     *self,
             const AmiaItem *item,
             const AmiaItem *before,
             gboolean        is_again,
             const char     *location)
{
  gboolean is_repeating_group = item->is_repeating && item->type == AMIA_ITEM_GROUP;

  if (is_again && !is_repeating_group)
    _amia_reader_add (self, AMIA_MESSAGE_DUPLICATE_ITEM, item->link_id, location);
  else if (before != NULL && item->index < before->index)
    _amia_reader_add (self, AMIA_MESSAGE_WRONG_ORDER, item->link_id, location);
}

/* Recursion is bounded by AMIA_FORMS_MAX_JSON_DEPTH. */
static void
read_items (AmiaReader *self, AmiaNode *parent, const AmiaRaw *raw, const char *location)
{
  g_autoptr (GHashTable) seen = NULL;
  const AmiaRaw  *child = amia_raw_get_array (raw, "item");
  const AmiaItem *before = NULL;
  guint           index = 0;

  if (child == NULL)
    return;
  seen = g_hash_table_new (NULL, NULL);
  for (; child != NULL; child = child->next, index++)
    {
      g_autofree char *place = g_strdup_printf ("%s.item[%u]", location, index);
      const char      *link_id = amia_raw_get_string (child, "linkId");
      const AmiaItem  *item = find_item (self, parent, link_id, place);
      gboolean         is_again;

      if (item == NULL)
        continue;
      is_again = !g_hash_table_add (seen, (gpointer) item);
      check_order (self, item, before, is_again, place);
      before = item;
      if (!is_again || (item->is_repeating && item->type == AMIA_ITEM_GROUP))
        read_item (self, parent, item, child, place);
    }
}

void
_amia_reader_read (AmiaReader *self, const AmiaRaw *root)
{
  read_items (self, self->response->root, root, "QuestionnaireResponse");
  _amia_response_settle (self->response);
}
