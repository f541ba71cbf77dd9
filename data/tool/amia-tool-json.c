/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-tool-json.h"

#include <string.h>

#include "amia-scan.h"

/* What is due before a member is seen from the last character: a brace, bracket or colon that
 * something follows, or the end of a value. */

static void
append_comma (GString *out)
{
  if (out->len > 0 && strchr ("{[:", out->str[out->len - 1]) == NULL)
    g_string_append_c (out, ',');
}

void
amia_tool_json_key (GString    *out,
                    const char *key)
{
  append_comma (out);
  amia_scan_append_string (out, key);
  g_string_append_c (out, ':');
}

void
amia_tool_json_open (GString    *out,
                     const char *key,
                     char        bracket)
{
  if (key != NULL)
    amia_tool_json_key (out, key);
  else
    append_comma (out);
  g_string_append_c (out, bracket);
}

void
amia_tool_json_text (GString    *out,
                     const char *key,
                     const char *text)
{
  amia_tool_json_key (out, key);
  if (text != NULL)
    amia_scan_append_string (out, text);
  else
    g_string_append (out, "null");
}

void
amia_tool_json_texts (GString           *out,
                      const char        *key,
                      const char *const *texts)
{
  amia_tool_json_open (out, key, '[');
  for (gsize i = 0; texts[i] != NULL; i++)
    {
      append_comma (out);
      amia_scan_append_string (out, texts[i]);
    }
  g_string_append_c (out, ']');
}

void
amia_tool_json_number (GString    *out,
                       const char *key,
                       gint64      number)
{
  amia_tool_json_key (out, key);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
}

void
amia_tool_json_boolean (GString    *out,
                        const char *key,
                        gboolean    is_true)
{
  amia_tool_json_key (out, key);
  g_string_append (out, is_true ? "true" : "false");
}

void
amia_tool_json_id (GString        *out,
                   const char     *key,
                   const AmiaUuid *id)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  amia_tool_json_text (out, key, amia_uuid_is_nil (id) ? NULL : amia_uuid_print (id, text));
}

void
amia_tool_json_value (GString    *out,
                      const char *json)
{
  gboolean is_inside = FALSE;

  for (const char *at = json; *at != '\0'; at++)
    {
      if (!is_inside && strchr (" \t\r\n", *at) != NULL)
        continue;
      g_string_append_c (out, *at);
      if (*at == '"')
        is_inside = !is_inside;
      else if (*at == '\\' && at[1] != '\0')
        g_string_append_c (out, *++at);
    }
}
