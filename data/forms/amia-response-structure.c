/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-response-reader.h"

/* The resource QuestionnaireResponse by itself, as FHIR R4 defines it. */

static const char *const root_properties[] = { "resourceType",
                                               "id",
                                               "meta",
                                               "implicitRules",
                                               "language",
                                               "text",
                                               "contained",
                                               "extension",
                                               "modifierExtension",
                                               "identifier",
                                               "basedOn",
                                               "partOf",
                                               "questionnaire",
                                               "status",
                                               "subject",
                                               "encounter",
                                               "authored",
                                               "author",
                                               "source",
                                               "item",
                                               "parent",
                                               NULL };

static const char *const item_properties[] = { "id", "extension", "modifierExtension",
                                               "linkId", "definition", "text",
                                               "answer", "item", "subject",
                                               NULL };

static const char *const statuses[] = { "in-progress", "completed", "amended",
                                        "entered-in-error", "stopped", NULL };

static AmiaMessage *
add (GPtrArray      *messages,
     AmiaMessageCode code,
     const AmiaRaw  *raw,
     const char     *location,
     const char     *value)
{
  AmiaMessage *message = _amia_messages_add (messages, code, amia_raw_get_string (raw, "linkId"));

  message->location = g_strdup (location);
  message->value = g_strdup (value);
  return message;
}

/* `_name` carries extensions of the primitive `name`. */
static void
check_properties (const AmiaRaw     *raw,
                  const char *const *names,
                  const char        *location,
                  GPtrArray         *messages)
{
  for (const AmiaRaw *member = raw->first; member != NULL; member = member->next)
    {
      const char *name = member->key[0] == '_' ? member->key + 1 : member->key;

      if (!g_strv_contains (names, name))
        add (messages, AMIA_MESSAGE_UNKNOWN_PROPERTY, raw, location, member->key);
    }
}

static gboolean
is_nothing (const AmiaRaw *value)
{
  return value->kind == AMIA_RAW_NULL || (value->kind == AMIA_RAW_STRING && *value->text == '\0') ||
         ((value->kind == AMIA_RAW_ARRAY || value->kind == AMIA_RAW_OBJECT) &&
          value->first == NULL);
}

/* Recursion is bounded by AMIA_FORMS_MAX_JSON_DEPTH. Only an array of primitives may hold null,
 * beside its twin with an underscore. */
static void
check_empty (const AmiaRaw *value, const char *name, gboolean may_be_null, GPtrArray *messages)
{
  if (is_nothing (value) && !(may_be_null && value->kind == AMIA_RAW_NULL))
    add (messages, AMIA_MESSAGE_EMPTY, NULL, "QuestionnaireResponse", name);
  for (const AmiaRaw *child = value->first; child != NULL; child = child->next)
    check_empty (child, child->key != NULL ? child->key : name,
                 value->kind == AMIA_RAW_ARRAY && value->n_children > 1, messages);
}

static gboolean
check_array (const AmiaRaw *raw, const char *name, const char *location, GPtrArray *messages)
{
  const AmiaRaw *member = amia_raw_get (raw, name);

  if (member == NULL)
    return FALSE;
  if (member->kind == AMIA_RAW_ARRAY)
    return TRUE;
  add (messages, AMIA_MESSAGE_MALFORMED, raw, location, name)->limit = g_strdup ("array");
  return FALSE;
}

static void check_items (const AmiaRaw *raw, const char *location, GPtrArray *messages);

static void
check_answer (const AmiaRaw *answer, const AmiaRaw *item, const char *location, GPtrArray *messages)
{
  guint n_values = 0;

  if (answer->kind != AMIA_RAW_OBJECT)
    {
      add (messages, AMIA_MESSAGE_MALFORMED, item, location, "answer")->limit = g_strdup ("object");
      return;
    }
  for (const AmiaRaw *member = answer->first; member != NULL; member = member->next)
    {
      if (g_str_has_prefix (member->key, "value"))
        {
          n_values++;
          if (amia_value_type_from_name (member->key) == AMIA_VALUE_NONE)
            add (messages, AMIA_MESSAGE_UNKNOWN_PROPERTY, item, location, member->key);
        }
      else if (member->key[0] != '_' && strcmp (member->key, "id") != 0 &&
               strcmp (member->key, "extension") != 0 &&
               strcmp (member->key, "modifierExtension") != 0 && strcmp (member->key, "item") != 0)
        add (messages, AMIA_MESSAGE_UNKNOWN_PROPERTY, item, location, member->key);
    }
  if (n_values > 1)
    add (messages, AMIA_MESSAGE_MALFORMED, item, location, "value[x]")->limit = g_strdup ("one");
  check_items (answer, location, messages);
}

static void
check_answers (const AmiaRaw *item, const char *location, GPtrArray *messages)
{
  const AmiaRaw *answer;
  guint          index = 0;

  if (!check_array (item, "answer", location, messages))
    return;
  for (answer = amia_raw_get_array (item, "answer"); answer != NULL; answer = answer->next, index++)
    {
      g_autofree char *place = g_strdup_printf ("%s.answer[%u]", location, index);

      check_answer (answer, item, place, messages);
    }
}

/* Recursion is bounded by AMIA_FORMS_MAX_JSON_DEPTH. */
static void
check_items (const AmiaRaw *raw, const char *location, GPtrArray *messages)
{
  const AmiaRaw *item;
  guint          index = 0;

  if (!check_array (raw, "item", location, messages))
    return;
  for (item = amia_raw_get_array (raw, "item"); item != NULL; item = item->next, index++)
    {
      g_autofree char *place = g_strdup_printf ("%s.item[%u]", location, index);

      if (item->kind != AMIA_RAW_OBJECT)
        {
          add (messages, AMIA_MESSAGE_MALFORMED, raw, place, "item")->limit = g_strdup ("object");
          continue;
        }
      check_properties (item, item_properties, place, messages);
      if (amia_raw_get_string (item, "linkId") == NULL)
        add (messages, AMIA_MESSAGE_MALFORMED, item, place, "linkId")->limit = g_strdup ("string");
      check_answers (item, place, messages);
      check_items (item, place, messages);
    }
}

static void
check_status (const AmiaRaw *root, GPtrArray *messages)
{
  const char *status = amia_raw_get_string (root, "status");

  if (status == NULL || !g_strv_contains (statuses, status))
    add (messages, AMIA_MESSAGE_MALFORMED, NULL, "QuestionnaireResponse", "status")->limit =
        g_strjoinv (" ", (char **) statuses);
}

static void
check_authored (const AmiaRaw *root, GPtrArray *messages)
{
  const AmiaRaw *authored = amia_raw_get (root, "authored");

  if (authored != NULL && (authored->kind != AMIA_RAW_STRING ||
                           !amia_moment_parse (authored->text, AMIA_MOMENT_DATE_TIME, NULL)))
    add (messages, AMIA_MESSAGE_MALFORMED, NULL, "QuestionnaireResponse", "authored")->limit =
        g_strdup ("dateTime");
}

void
_amia_check_structure (const AmiaRaw *root, GPtrArray *messages)
{
  check_properties (root, root_properties, "QuestionnaireResponse", messages);
  check_status (root, messages);
  check_authored (root, messages);
  check_items (root, "QuestionnaireResponse", messages);
  check_empty (root, "QuestionnaireResponse", FALSE, messages);
}

AmiaRawDocument *
_amia_response_document_new (const char *data, gssize length, GError **error)
{
  g_autoptr (AmiaRawDocument) document = NULL;
  const char *type;

  document = amia_raw_document_new (data, length < 0 ? strlen (data) : (gsize) length, error);
  if (document == NULL)
    return NULL;
  type = amia_raw_get_string (amia_raw_document_get_root (document), "resourceType");
  if (g_strcmp0 (type, "QuestionnaireResponse") == 0)
    return g_steal_pointer (&document);
  g_set_error (error, AMIA_FORMS_ERROR, AMIA_FORMS_ERROR_RESOURCE,
               "Failed to read the response: it is %s, not a QuestionnaireResponse",
               type != NULL ? type : "no FHIR resource");
  return NULL;
}
