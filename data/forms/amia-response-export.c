/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-response-export.h"

#include <string.h>

#include "amia-response-private.h"

/* Writes a QuestionnaireResponse. It is put together on one line and indented at the end; an item
 * that turns out to be empty is taken back by truncating the buffer. */

static gboolean write_items (AmiaNode *parent, GString *out);

static void
write_key (GString *out, const char *name)
{
  char last = out->len > 0 ? out->str[out->len - 1] : '{';

  if (last != '{' && last != '[')
    g_string_append_c (out, ',');
  amia_raw_append_string (out, name);
  g_string_append_c (out, ':');
}

static void
write_text (GString *out, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  write_key (out, name);
  amia_raw_append_string (out, text);
}

static void
open_element (GString *out, char bracket)
{
  char last = out->str[out->len - 1];

  if (last == '}' || last == ']')
    g_string_append_c (out, ',');
  g_string_append_c (out, bracket);
}

static void
write_head (GString *out, const AmiaItem *item)
{
  const char *text = amia_text_get (item->text, NULL);

  open_element (out, '{');
  write_text (out, "linkId", item->link_id);
  /* Verbatim: HL7's validator compares. White space alone is not valid text. */
  if (text != NULL && text[strspn (text, " \t\r\n")] != '\0')
    write_text (out, "text", text);
}

/* FHIR has no empty strings, arrays, objects or nulls. */
static void
write_value (GString *out, const AmiaRaw *value)
{
  if (value->kind != AMIA_RAW_OBJECT)
    {
      amia_raw_append (out, value);
      return;
    }
  g_string_append_c (out, '{');
  for (const AmiaRaw *member = value->first; member != NULL; member = member->next)
    {
      if (amia_value_is_empty (member))
        continue;
      write_key (out, member->key);
      write_value (out, member);
    }
  g_string_append_c (out, '}');
}

static void
write_answer (GString *out, AmiaNode *node, guint index)
{
  const AmiaRaw *answer = _amia_node_get_answer (node, index);

  open_element (out, '{');
  write_key (out, amia_value_type_to_name (amia_value_get_type (node->item, answer)));
  write_value (out, answer);
  write_items (node, out);
  g_string_append_c (out, '}');
}

/* The nodes of a question: itself, or its rows. */
static gboolean
write_answers (GString *out, AmiaNode *node)
{
  gsize start = out->len;
  gsize empty;

  write_key (out, "answer");
  g_string_append_c (out, '[');
  empty = out->len;
  if (node->rows == NULL)
    for (guint i = 0; i < _amia_node_get_n_answers (node); i++)
      write_answer (out, node, i);
  else
    for (guint i = 0; i < node->children->len; i++)
      {
        AmiaNode *row = g_ptr_array_index (node->children, i);

        if (_amia_node_get_n_answers (row) > 0)
          write_answer (out, row, 0);
      }
  if (out->len == empty)
    {
      g_string_truncate (out, start);
      return FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
write_item (GString *out, AmiaNode *node)
{
  gsize    start = out->len;
  gboolean is_something;

  write_head (out, node->item);
  if (amia_item_is_question (node->item))
    is_something = write_answers (out, node);
  else
    is_something = write_items (node, out);
  if (is_something)
    g_string_append_c (out, '}');
  else
    g_string_truncate (out, start);
  return is_something;
}

static gboolean
write_node (GString *out, AmiaNode *node)
{
  gboolean is_something = FALSE;

  if (!node->is_enabled)
    return FALSE;
  if (node->rows == NULL || amia_item_is_question (node->item))
    return write_item (out, node);
  for (guint i = 0; i < node->children->len; i++)
    is_something = write_item (out, g_ptr_array_index (node->children, i)) || is_something;
  return is_something;
}

/* Recursion is bounded by AMIA_FORMS_MAX_ITEM_DEPTH. */
static gboolean
write_items (AmiaNode *parent, GString *out)
{
  gsize    start = out->len;
  gboolean is_something = FALSE;

  write_key (out, "item");
  g_string_append_c (out, '[');
  for (guint i = 0; i < amia_node_get_n_children (parent); i++)
    is_something = write_node (out, amia_node_get_child (parent, i)) || is_something;
  if (is_something)
    g_string_append_c (out, ']');
  else
    g_string_truncate (out, start);
  return is_something;
}

static gboolean
write_reference (GString *out, const char *name, const char *json, GError **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;

  if (json == NULL)
    return TRUE;
  document = amia_raw_document_new (json, strlen (json), error);
  if (document == NULL)
    {
      g_prefix_error (error, "Failed to export %s: ", name);
      return FALSE;
    }
  write_key (out, name);
  write_value (out, amia_raw_document_get_root (document));
  return TRUE;
}

static gboolean
check_complete (AmiaResponse *self, const char *status, GError **error)
{
  g_autoptr (GPtrArray) messages = NULL;

  if (strcmp (status, "completed") != 0 && strcmp (status, "amended") != 0)
    return TRUE;
  messages = amia_response_validate (self, NULL);
  if (!amia_messages_have_errors (messages))
    return TRUE;
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_INCOMPLETE,
               "Failed to export the response as %s: it has errors", status);
  return FALSE;
}

static char *
indent (const char *json)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (json, strlen (json), NULL);
  GString *out = g_string_new (NULL);

  /* Larger than we would read ourselves: leave it on one line. */
  if (document != NULL)
    amia_raw_append_indented (out, amia_raw_document_get_root (document));
  else
    g_string_append (out, json);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

char *
amia_response_export (AmiaResponse *self, const AmiaExportOptions *options, GError **error)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (options != NULL && options->status != NULL, NULL);

  if (!check_complete (self, options->status, error))
    return NULL;
  out = g_string_new ("{");
  write_text (out, "resourceType", "QuestionnaireResponse");
  write_text (out, "id", options->id);
  write_text (out, "language", self->questionnaire->language);
  write_text (out, "questionnaire", self->questionnaire->canonical);
  write_text (out, "status", options->status);
  if (!write_reference (out, "subject", options->subject, error))
    return NULL;
  write_text (out, "authored", options->authored);
  if (!write_reference (out, "author", options->author, error) ||
      !write_reference (out, "source", options->source, error))
    return NULL;
  write_items (self->root, out);
  g_string_append_c (out, '}');
  return indent (out->str);
}
