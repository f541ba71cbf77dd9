/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response-private.h"

/* Validation of a response as it stands. What is required is required only where the items around
 * it are there: an optional group may be left out as a whole although it holds a required question.
 * A section (a group at the top) counts as there, since a person who completes a form has it before
 * them. */

static void
place (GPtrArray *messages, guint first, AmiaNode *node)
{
  for (guint i = first; i < messages->len; i++)
    {
      AmiaMessage *message = g_ptr_array_index (messages, i);
      const char  *path = amia_node_get_value_path (node);

      /* The form's author forgot the unit's code; whoever fills it in can do nothing about that. */
      if (message->code == AMIA_MESSAGE_UNITS_NOT_COMPARABLE)
        message->severity = AMIA_SEVERITY_WARNING;
      if (message->path == NULL)
        message->path = g_strdup (path != NULL ? path : amia_node_get_path (node));
    }
}

static void
check_malformed (AmiaNode *node, GPtrArray *messages)
{
  const AmiaRaw  *value = amia_raw_document_get_root (node->document);
  AmiaMessageCode code;
  AmiaMessage    *message;

  if (_amia_node_accepts (node, value, &code))
    return;
  message = _amia_messages_add (messages, code, node->item->link_id);
  message->limit = g_strdup (amia_item_type_to_string (node->item->type));
  message->value = amia_value_dup_words (value);
  message->own_text = g_strdup (amia_text_get (node->item->validation_text, NULL));
}

/* It is in the list, and not to be chosen with the other answers as they are. */
static void
check_offers (AmiaNode *node, GPtrArray *messages)
{
  for (guint i = 0; i < node->n_answers && node->offers != NULL; i++)
    for (guint j = 0; j < node->item->options->len; j++)
      {
        AmiaMessage *message;

        if (amia_node_is_option_offered (node, j) ||
            amia_value_find_option (node->item->options, node->answers[i]) !=
                g_ptr_array_index (node->item->options, j))
          continue;
        message =
            _amia_messages_add (messages, AMIA_MESSAGE_NOT_AN_OPTION, node->item->link_id);
        message->index = (int) i;
        message->value = amia_value_dup_words (node->answers[i]);
      }
}

/* A row of a repeating question holds one of its answers; they are counted at the list. */
static void
check_own_answers (AmiaNode *node, GPtrArray *messages)
{
  guint first = messages->len;

  if (node->is_malformed)
    check_malformed (node, messages);
  else if (node->document != NULL)
    {
      _amia_check_answers (node->item, node->answers, node->n_answers, messages);
      check_offers (node, messages);
      if (node->row_id == NULL)
        _amia_check_count (node->item, node->n_answers, messages);
    }
  else if (node->n_calculated > 0)
    _amia_check_answers (node->item, node->calculated_answers, node->n_calculated, messages);
  place (messages, first, node);
}

static guint
count_answered_rows (AmiaNode *list)
{
  guint n_rows = 0;

  for (guint i = 0; i < list->children->len; i++)
    n_rows += amia_node_is_answered (g_ptr_array_index (list->children, i)) ? 1 : 0;
  return n_rows;
}

static void
require (AmiaNode *node, GPtrArray *messages)
{
  guint        first = messages->len;
  AmiaMessage *message = _amia_messages_add (messages, AMIA_MESSAGE_REQUIRED, node->item->link_id);

  message->own_text = g_strdup (amia_text_get (node->item->validation_text, NULL));
  place (messages, first, node);
}

static gboolean
is_question_node (const AmiaNode *node)
{
  return node->rows == NULL && amia_item_is_question (node->item);
}

static void validate_below (AmiaNode *node, gboolean is_present, GPtrArray *messages);

/* Recursion is bounded by twice AMIA_FORMS_MAX_ITEM_DEPTH. */
static void
validate (AmiaNode *node, gboolean is_parent_present, GPtrArray *messages)
{
  const AmiaItem *item = node->item;
  guint           first = messages->len;
  gboolean        is_answered, is_present;

  if (!node->is_enabled || item->type == AMIA_ITEM_DISPLAY || item->type == AMIA_ITEM_UNKNOWN)
    return;
  is_answered = amia_node_is_answered (node);
  if (is_question_node (node))
    check_own_answers (node, messages);
  else if (node->rows != NULL)
    {
      _amia_check_count (item, count_answered_rows (node), messages);
      place (messages, first, node);
    }
  if (is_answered && node->rows == NULL)
    {
      guint before = messages->len;

      _amia_check_constraints (node, _amia_item_private (item)->constraints, messages);
      place (messages, before, node);
    }
  is_present = is_parent_present && (is_answered || item->is_required || item->parent == NULL) &&
               (node->row_id == NULL || is_answered);
  validate_below (node, is_present, messages);
  /* What is missing inside a required group says it better than the group. */
  if (item->is_required && node->row_id == NULL && is_parent_present && !is_answered &&
      messages->len == first)
    require (node, messages);
}

static void
validate_below (AmiaNode *node, gboolean is_present, GPtrArray *messages)
{
  for (guint i = 0; i < amia_node_get_n_children (node); i++)
    validate (amia_node_get_child (node, i), is_present, messages);
}

GPtrArray *
amia_response_validate (AmiaResponse *self, AmiaNode *within)
{
  GPtrArray *messages = _amia_messages_new ();

  g_return_val_if_fail (self != NULL, messages);

  validate_below (within != NULL ? within : self->root, TRUE, messages);
  if (within == NULL)
    _amia_check_constraints (self->root, self->questionnaire->constraints, messages);
  return messages;
}

GPtrArray *
amia_response_validate_node (AmiaResponse *self, AmiaNode *node)
{
  GPtrArray *messages = _amia_messages_new ();

  g_return_val_if_fail (self != NULL, messages);
  g_return_val_if_fail (node != NULL, messages);

  if (node->item != NULL && node->is_enabled && is_question_node (node))
    check_own_answers (node, messages);
  return messages;
}
