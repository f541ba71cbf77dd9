/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-value-words.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-scan.h"

/* Values as a person reads them. */

static void append_words (GString  *out,
                          JsonNode *node);

static void
append_list (GString   *out,
             JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append_words (out, json_array_get_element (list, i));
    }
}

static const char *
get_member_string (JsonObject *object,
                   const char *name)
{
  JsonNode *member = json_object_get_member (object, name);

  return member != NULL && JSON_NODE_HOLDS_VALUE (member) &&
                 json_node_get_value_type (member) == G_TYPE_STRING
             ? json_node_get_string (member)
             : NULL;
}

static void
append_object (GString    *out,
               JsonObject *object)
{
  const char *names[] = { "display", "title", "text", "code" };
  const char *unit = get_member_string (object, "unit");

  if (json_object_has_member (object, "value"))
    {
      append_words (out, json_object_get_member (object, "value"));
      if (unit != NULL)
        g_string_append_printf (out, " %s", unit);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *words = get_member_string (object, names[i]);

      if (words != NULL)
        {
          g_string_append (out, words);
          return;
        }
    }
}

static void
append_words (GString  *out,
              JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    append_list (out, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (out, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_NULL (node))
    return;
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? _ ("Yes") : _ ("No"));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append (out, json_node_get_string (node));
  else
    {
      g_autofree char *number = json_to_string (node, FALSE);

      g_string_append (out, number);
    }
}

char *
amia_value_to_words (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  AmiaScanType type = AMIA_SCAN_ERROR;

  if (value == NULL || !amia_scan_check (value, strlen (value), &type))
    return g_strdup ("");
  if (type == AMIA_SCAN_NUMBER) /* As it was typed: 1.10 stays 1.10. */
    return g_strdup (value);

  node = json_from_string (value, NULL);
  if (node != NULL)
    append_words (out, node);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
