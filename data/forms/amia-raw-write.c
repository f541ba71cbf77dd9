/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-raw-json.h"

/* The writer. It never formats a number: what was read or typed is written again digit by digit. */

void
amia_raw_append_string (GString *out, const char *text)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
      case '\\':
        g_string_append_c (out, '\\');
        g_string_append_c (out, *p);
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      case '\r':
        g_string_append (out, "\\r");
        break;
      case '\t':
        g_string_append (out, "\\t");
        break;
      default:
        if ((guchar) *p < 0x20)
          g_string_append_printf (out, "\\u%04x", (guint) (guchar) *p);
        else
          g_string_append_c (out, *p);
        break;
      }
  g_string_append_c (out, '"');
}

static void
append_scalar (GString *out, const AmiaRaw *value)
{
  if (value->kind == AMIA_RAW_NUMBER)
    g_string_append (out, value->text);
  else if (value->kind == AMIA_RAW_STRING)
    amia_raw_append_string (out, value->text);
  else if (value->kind == AMIA_RAW_NULL)
    g_string_append (out, "null");
  else
    g_string_append (out, value->kind == AMIA_RAW_TRUE ? "true" : "false");
}

static void
break_line (GString *out, int level)
{
  if (level < 0)
    return;
  g_string_append_c (out, '\n');
  for (int i = 0; i < level; i++)
    g_string_append (out, "  ");
}

/* Recursion is bounded by AMIA_FORMS_MAX_JSON_DEPTH; a negative level writes on one line. */
static void
append_value (GString *out, const AmiaRaw *value, int level)
{
  gboolean is_object = value->kind == AMIA_RAW_OBJECT;
  int      inner = level < 0 ? -1 : level + 1;

  if (!is_object && value->kind != AMIA_RAW_ARRAY)
    {
      append_scalar (out, value);
      return;
    }
  g_string_append_c (out, is_object ? '{' : '[');
  for (const AmiaRaw *child = value->first; child != NULL; child = child->next)
    {
      break_line (out, inner);
      if (is_object)
        {
          amia_raw_append_string (out, child->key);
          g_string_append (out, level < 0 ? ":" : ": ");
        }
      append_value (out, child, inner);
      if (child->next != NULL)
        g_string_append_c (out, ',');
    }
  if (value->first != NULL)
    break_line (out, level);
  g_string_append_c (out, is_object ? '}' : ']');
}

void
amia_raw_append (GString *out, const AmiaRaw *value)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (value != NULL);

  append_value (out, value, -1);
}

void
amia_raw_append_indented (GString *out, const AmiaRaw *value)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (value != NULL);

  append_value (out, value, 0);
}

char *
amia_raw_quote (const char *text)
{
  GString *out = g_string_new (NULL);

  amia_raw_append_string (out, text);
  return g_string_free (out, FALSE);
}
