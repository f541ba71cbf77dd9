/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-response-export.h"
#include "amia-response-reader.h"

/* Validation of a response that somebody else wrote, to HL7's rules. Other than for our own, items
 * in it count as there because they are there: an empty group that is present demands its required
 * children. */

typedef struct
{
  AmiaReader *reader;
  /* Node to AmiaFound. */
  GHashTable *places;
  gboolean    is_complete;
} Check;

static const AmiaFound *
get_place (const Check *check, const AmiaNode *node)
{
  return g_hash_table_lookup (check->places, node);
}

/* A question that is there without an answer, though it asks for several, is not just left out. */
static void
check_empty_question (Check *check, const AmiaFound *found)
{
  const AmiaItem *item = found->node->item;
  AmiaMessage    *message;

  if (found->n_answers > 0 || item->min_occurs == 0 || !amia_item_is_question (item) ||
      found->node->row_id != NULL)
    return;
  message = _amia_reader_add (check->reader, AMIA_MESSAGE_TOO_FEW, item->link_id, found->location);
  message->limit = g_strdup_printf ("%u", item->min_occurs);
  message->value = g_strdup ("0");
  if (!check->is_complete)
    message->severity = AMIA_SEVERITY_WARNING;
}

static gboolean
is_same_display (const char *a, const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return strcmp (g_strstrip (folded_a), g_strstrip (folded_b)) == 0;
}

/* FHIR's own codes mean what FHIR says: another display says that something else was meant. Of
 * others' codes nobody here knows all the names. */
static void
check_display (Check *check, const AmiaItem *item, const AmiaRaw *coding, const char *location)
{
  const AmiaOption *option = amia_value_find_option (item->options, coding);
  const char       *given = amia_raw_get_string (coding, "display");
  const char       *ours = option != NULL ? amia_raw_get_string (option->raw, "display") : NULL;

  if (given != NULL && ours != NULL && !is_same_display (given, ours))
    _amia_reader_add (check->reader, AMIA_MESSAGE_NOT_AN_OPTION, item->link_id, location)->value =
        g_strdup (given);
}

/* As they were read: what is kept of an answer has the option's display. */
static void
check_displays (Check *check, const AmiaFound *found)
{
  const AmiaItem *item = found->node->item;
  const AmiaRaw  *answer = found->answers;

  if (item->value_set == NULL || !_amia_questionnaire_is_standard (item->value_set))
    return;
  for (guint i = 0; i < found->n_answers && answer != NULL; i++, answer = answer->next)
    {
      const AmiaRaw *coding = amia_raw_get (answer, "valueCoding");

      if (coding != NULL)
        check_display (check, item, coding, found->location);
    }
}

/* Answers lie in the node, or, if they have rows, in those. */
static void
check_found (Check *check, const AmiaFound *found)
{
  AmiaNode  *node = found->node;
  GPtrArray *messages = check->reader->messages;
  guint      first = messages->len;

  if (!node->is_enabled)
    {
      if (found->n_answers > 0)
        _amia_reader_add (check->reader, AMIA_MESSAGE_NOT_ENABLED, node->item->link_id,
                          found->location);
      return;
    }
  if (node->rows == NULL && node->document != NULL)
    _amia_check_answers (node->item, node->answers, node->n_answers, messages);
  if (node->item->is_repeating && amia_item_is_question (node->item) && node->row_id == NULL)
    _amia_check_count (node->item, found->n_answers, messages);
  if (node->rows == NULL && amia_node_is_answered (node))
    _amia_check_constraints (node, _amia_item_private (node->item)->constraints, messages);
  for (guint i = first; i < messages->len; i++)
    {
      AmiaMessage *message = g_ptr_array_index (messages, i);

      message->location = message->index >= 0 && node->row_id == NULL
                              ? g_strdup_printf ("%s.answer[%d]", found->location, message->index)
                              : g_strdup (found->location);
    }
  check_empty_question (check, found);
  check_displays (check, found);
}

static void
require (Check *check, const AmiaNode *node, const char *location)
{
  AmiaMessage *message;

  message = _amia_reader_add (check->reader, AMIA_MESSAGE_REQUIRED, node->item->link_id, location);
  if (!check->is_complete)
    message->severity = AMIA_SEVERITY_WARNING;
}

static void
require_children (Check *check, AmiaNode *parent, const char *location)
{
  for (guint i = 0; i < amia_node_get_n_children (parent); i++)
    {
      AmiaNode        *node = amia_node_get_child (parent, i);
      const AmiaFound *found = get_place (check, node);

      if (!node->item->is_required || !node->is_enabled || amia_node_is_answered (node))
        continue;
      /* A group that is there with something of its own wrong in it is not missing. */
      if (found == NULL || found->n_answers == 0)
        require (check, node, found != NULL ? found->location : location);
    }
}

/* The children of whatever is there: the resource, groups, rows, and questions with an answer. */
static void
check_required (Check *check)
{
  require_children (check, check->reader->response->root, "QuestionnaireResponse");
  for (guint i = 0; i < check->reader->found->len; i++)
    {
      const AmiaFound *found = g_ptr_array_index (check->reader->found, i);

      if (found->node->rows == NULL)
        require_children (check, found->node, found->location);
    }
}

static void
check_group_counts (Check *check)
{
  GPtrArray *messages = check->reader->messages;
  AmiaNode  *root = check->reader->response->root;

  for (AmiaNode *node = amia_node_next (root, root, AMIA_WALK_ENABLED); node != NULL;
       node = amia_node_next (node, root, AMIA_WALK_ENABLED))
    {
      guint first = messages->len;

      if (node->rows == NULL || node->item->type != AMIA_ITEM_GROUP)
        continue;
      _amia_check_count (node->item, node->children->len, messages);
      if (messages->len > first)
        ((AmiaMessage *) g_ptr_array_index (messages, first))->location =
            g_strdup ("QuestionnaireResponse");
    }
}

static void
check_identity (AmiaReader *reader, const AmiaRaw *root)
{
  AmiaQuestionnaire *questionnaire = reader->response->questionnaire;
  const char        *canonical = amia_raw_get_string (root, "questionnaire");
  gboolean           is_same_version = TRUE;
  AmiaMessage       *message;
  AmiaMessageCode    code = AMIA_MESSAGE_OTHER_VERSION;

  if (canonical == NULL || *canonical == '#')
    return;
  if (!amia_questionnaire_matches (questionnaire, canonical, &is_same_version))
    code = AMIA_MESSAGE_OTHER_QUESTIONNAIRE;
  else if (is_same_version)
    return;
  /* Whoever calls has chosen this form for it; a server may know it under another url. */
  message = _amia_reader_add (reader, code, NULL, "QuestionnaireResponse.questionnaire");
  message->severity = AMIA_SEVERITY_WARNING;
  message->limit = g_strdup (questionnaire->canonical);
  message->value = g_strdup (canonical);
}

static void
check_period (AmiaReader *reader, const AmiaRaw *root)
{
  const AmiaRaw *form = reader->response->questionnaire->root;
  const AmiaRaw *period = amia_raw_get (form, "effectivePeriod");
  const char    *authored = amia_raw_get_string (root, "authored");
  const char    *names[] = { "start", "end" };
  AmiaMoment     moment, bound;

  if (authored == NULL || !amia_moment_parse (authored, AMIA_MOMENT_DATE_TIME, &moment))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char  *limit = amia_raw_get_string (period, names[i]);
      AmiaMessage *message;

      if (limit == NULL || !amia_moment_parse (limit, AMIA_MOMENT_DATE_TIME, &bound) ||
          amia_moment_compare (&moment, &bound) != (i == 0 ? AMIA_ORDER_LESS : AMIA_ORDER_GREATER))
        continue;
      message = _amia_reader_add (reader, AMIA_MESSAGE_OUTSIDE_PERIOD, NULL,
                                  "QuestionnaireResponse.authored");
      message->severity = AMIA_SEVERITY_WARNING;
      message->limit = g_strdup (limit);
      message->value = g_strdup (authored);
    }
}

static void
check_against (AmiaQuestionnaire *questionnaire, const AmiaRaw *root, GPtrArray *messages)
{
  g_autoptr (AmiaResponse) response = amia_response_new (questionnaire, NULL);
  g_autoptr (AmiaReader) reader = _amia_reader_new (response);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  Check check = { reader, places, FALSE };

  check.is_complete = g_strcmp0 (amia_raw_get_string (root, "status"), "in-progress") != 0;
  check_identity (reader, root);
  check_period (reader, root);
  _amia_reader_read (reader, root);
  for (guint i = 0; i < reader->found->len; i++)
    {
      AmiaFound *found = g_ptr_array_index (reader->found, i);

      g_hash_table_insert (places, found->node, found);
    }
  for (guint i = 0; i < reader->found->len; i++)
    check_found (&check, g_ptr_array_index (reader->found, i));
  check_group_counts (&check);
  check_required (&check);
  g_ptr_array_extend_and_steal (messages, g_steal_pointer (&reader->messages));
}

GPtrArray *
amia_questionnaire_validate_response (AmiaQuestionnaire *self,
                                      const char        *data,
                                      gssize             length,
                                      GError           **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  GPtrArray     *messages;
  const AmiaRaw *root;

  g_return_val_if_fail (data != NULL, NULL);

  document = _amia_response_document_new (data, length, error);
  if (document == NULL)
    return NULL;
  root = amia_raw_document_get_root (document);
  messages = _amia_messages_new ();
  _amia_check_structure (root, messages);
  if (self != NULL)
    check_against (self, root, messages);
  return messages;
}
