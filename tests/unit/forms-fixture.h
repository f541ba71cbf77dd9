/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include "amia-forms-error.h"
#include "amia-response-export.h"

/* What the tests of the form engine share. Forms are written in place, with single quotes for
 * double ones, so that a test shows its whole case. */

static inline char *
fixture_unquote (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

/* A questionnaire with these items. */
static inline AmiaQuestionnaire *
fixture_form (const char *items)
{
  g_autofree char *quoted = g_strdup_printf ("{'resourceType':'Questionnaire','status':'active',"
                                             "'url':'https://example.org/q','version':'1',"
                                             "'language':'sv','item':[%s]}",
                                             items);
  g_autofree char *json = fixture_unquote (quoted);
  g_autoptr (GError) error = NULL;
  AmiaQuestionnaire *form = amia_questionnaire_new_from_data (json, -1, &error);

  g_assert_no_error (error);
  return form;
}

static inline AmiaResponse *
fixture_response (const char *items)
{
  g_autoptr (AmiaQuestionnaire) form = fixture_form (items);

  return amia_response_new (form, "sv");
}

/* Answers, and commits: what a form page does. */
static inline void
fixture_set (AmiaResponse *response, const char *path, const char *value)
{
  g_autofree char *json = fixture_unquote (value);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) edits = amia_response_set (response, path, json, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (edits->len, >, 0);
}

static inline void
fixture_load (AmiaResponse *response, const char *path, const char *value)
{
  g_autofree char *json = fixture_unquote (value);
  g_autoptr (GError) error = NULL;

  amia_response_load (response, path, json, &error);
  g_assert_no_error (error);
}

static inline gboolean
fixture_is_enabled (AmiaResponse *response, const char *path)
{
  AmiaNode *node = amia_response_find (response, path);

  g_assert_nonnull (node);
  return amia_node_is_enabled (node);
}

/* "code:linkId code:linkId", warnings with a question mark. */
static inline char *
fixture_describe (GPtrArray *messages)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < messages->len; i++)
    {
      const AmiaMessage *message = g_ptr_array_index (messages, i);

      g_string_append_printf (out, "%s%s:%s%s", i > 0 ? " " : "",
                              amia_message_code_to_string (message->code),
                              message->link_id != NULL ? message->link_id : "",
                              message->severity == AMIA_SEVERITY_WARNING ? "?" : "");
    }
  return g_string_free (out, FALSE);
}

static inline char *
fixture_validate (AmiaResponse *response)
{
  g_autoptr (GPtrArray) messages = amia_response_validate (response, NULL);

  return fixture_describe (messages);
}

/* The `item` array of the export on one line, with single quotes and without spaces between tokens.
 */
static inline char *
fixture_export_items (AmiaResponse *response)
{
  AmiaExportOptions options = { .status = "in-progress" };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = amia_response_export (response, &options, &error);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *items;

  g_assert_no_error (error);
  items = strstr (text, "\"item\": ");
  if (items == NULL)
    return g_strdup ("");
  for (const char *p = items + strlen ("\"item\": "); *p != '\0'; p++)
    if (*p == '\n')
      p += strspn (p + 1, " ");
    else
      g_string_append_c (out, *p == '"' ? '\'' : *p);
  /* The brace that closes the resource. */
  g_string_truncate (out, out->len - 1);
  g_string_replace (out, "': ", "':", 0);
  return g_strdup (out->str);
}
