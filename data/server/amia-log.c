/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-log.h"

#include <string.h>

/* The lines of the log. Whoever has something to say says it in pairs; here it gets a time and the
 * form that the reader of the log wants. */

gboolean
amia_log_format_parse (const char    *name,
                       AmiaLogFormat *format)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  if (strcmp (name, "text") == 0)
    *format = AMIA_LOG_TEXT;
  else if (strcmp (name, "json") == 0)
    *format = AMIA_LOG_JSON;
  else
    return FALSE;

  return TRUE;
}

/* The same escapes are right in JSON. */
static void
append_quoted (GString    *quoted,
               const char *text)
{
  g_string_append_c (quoted, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_printf (quoted, "\\%c", *at);
      else if (*at == '\n')
        g_string_append (quoted, "\\n");
      else if ((guchar) *at < 0x20)
        g_string_append_c (quoted, ' ');
      else
        g_string_append_c (quoted, *at);
    }
  g_string_append_c (quoted, '"');
}

char *
amia_log_quote (const char *text)
{
  g_autofree char *valid = NULL;
  GString         *quoted;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  quoted = g_string_new (NULL);
  append_quoted (quoted, valid);
  return g_string_free (quoted, FALSE);
}

/* The end of a value: its closing mark, or the next space. */
static const char *
find_end (const char *value)
{
  if (*value != '"')
    return value + strcspn (value, " ");

  for (value++; *value != '\0' && *value != '"'; value++)
    {
      if (value[0] == '\\' && value[1] != '\0')
        value++;
    }
  return *value == '"' ? value + 1 : value;
}

static gboolean
is_number (const char *text)
{
  return g_ascii_isdigit (*text) && strlen (text) < 18 &&
         strspn (text, "0123456789") == strlen (text) && (*text != '0' || text[1] == '\0');
}

static void
append_member (GString    *json,
               const char *name,
               const char *value)
{
  gboolean is_quoted = *value == '"';

  append_quoted (json, name);
  g_string_append_c (json, ':');
  if (is_number (value) || (is_quoted && find_end (value)[-1] == '"' && value[1] != '\0'))
    g_string_append (json, value);
  else
    append_quoted (json, is_quoted ? value + 1 : value);
}

static char *
print_json (const char *line,
            const char *time)
{
  GString *json = g_string_new ("{");

  append_member (json, "time", time);
  while (*line != '\0')
    {
      gsize            name_length = strcspn (line, "= ");
      g_autofree char *name = g_strndup (line, name_length);
      const char      *value = line + name_length + (line[name_length] == '=' ? 1 : 0);
      const char      *end = find_end (value);
      g_autofree char *text = g_strndup (value, (gsize) (end - value));

      g_string_append_c (json, ',');
      append_member (json, name, text);
      line = end + strspn (end, " ");
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

char *
amia_log_print (const char   *line,
                gint64        now_ms,
                AmiaLogFormat format)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  g_return_val_if_fail (line != NULL, NULL);

  return format == AMIA_LOG_JSON ? print_json (line, time)
                                 : g_strdup_printf ("time=%s %s", time, line);
}
