/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-scan.h"

#include <string.h>

#include "amia-scan-private.h"

/* Strings in and out of JSON. */

static gunichar
read_hex4 (const char *at)
{
  gunichar c = 0;

  for (int i = 0; i < 4; i++)
    c = c << 4 | (gunichar) g_ascii_xdigit_value (at[i]);
  return c;
}

/* Appends what the \u escape at @at stands for; returns the byte after it, NULL if it has no C
 * form. */
static const char *
append_unicode (GString    *out,
                const char *at,
                const char *end)
{
  gunichar c;
  gunichar low;

  if (end - at < 6)
    return NULL;

  c = read_hex4 (at + 2);
  at += 6;
  if (c == 0 || (c >= 0xdc00 && c <= 0xdfff))
    return NULL;

  if (c >= 0xd800 && c <= 0xdbff)
    {
      if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return NULL;
      low = read_hex4 (at + 2);
      if (low < 0xdc00 || low > 0xdfff)
        return NULL;
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      at += 6;
    }

  g_string_append_unichar (out, c);
  return at;
}

static char
unescape (char c)
{
  switch (c)
    {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
    }
}

static char *
dup_escaped (const char *at,
             const char *end)
{
  g_autoptr (GString) out = g_string_sized_new ((gsize) (end - at));

  while (at != NULL && at < end)
    {
      const char *escape = memchr (at, '\\', (gsize) (end - at));
      const char *plain_end = escape != NULL ? escape : end;

      g_string_append_len (out, at, plain_end - at);
      at = plain_end;

      if (escape == NULL)
        break;
      if (end - at < 2)
        return NULL;

      if (at[1] == 'u')
        at = append_unicode (out, at, end);
      else
        {
          g_string_append_c (out, unescape (at[1]));
          at += 2;
        }
    }

  return at != NULL ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

char *
amia_scan_dup_string (AmiaSlice string)
{
  const char *first = string.text + 1;
  gsize       length;

  g_return_val_if_fail (string.length >= 2, NULL);

  length = string.length - 2;
  if (memchr (first, '\\', length) == NULL)
    return g_strndup (first, length);

  return dup_escaped (first, first + length);
}

char *
_amia_scan_copy_string (AmiaSlice string,
                        char     *at)
{
  const char      *first = string.text + 1;
  const gsize      length = string.length - 2;
  g_autofree char *unescaped = NULL;

  if (memchr (first, '\\', length) == NULL)
    {
      memcpy (at, first, length);
      at[length] = '\0';
      return at + length + 1;
    }

  /* Every escape is longer than what it stands for. */
  unescaped = dup_escaped (first, first + length);
  return unescaped != NULL ? g_stpcpy (at, unescaped) + 1 : NULL;
}

static void
append_escape (GString *out,
               char     c)
{
  switch (c)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
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
      g_string_append_printf (out, "\\u%04x", (guint) (guchar) c);
      break;
    }
}

void
amia_scan_append_string (GString    *out,
                         const char *text)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  g_string_append_c (out, '"');
  for (;;)
    {
      const char *start = text;

      while (_amia_string_class[(guchar) *text] == PLAIN ||
             _amia_string_class[(guchar) *text] == HIGH)
        text++;
      g_string_append_len (out, start, text - start);

      if (*text == '\0')
        break;
      append_escape (out, *text++);
    }
  g_string_append_c (out, '"');
}

void
amia_scan_append_int (GString *out,
                      gint64   number)
{
  char    text[20]; /* -9223372036854775808 */
  char   *at = text + sizeof text;
  guint64 rest = number < 0 ? -(guint64) number : (guint64) number;

  g_return_if_fail (out != NULL);

  do
    {
      *--at = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);
  if (number < 0)
    *--at = '-';

  g_string_append_len (out, at, text + sizeof text - at);
}
