/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-scan.h"

#include <string.h>

#include "amia-scan-private.h"

/* The check: looks at every byte once and says whether this is JSON at all (RFC 8259), in UTF-8
 * (RFC 3629), and not nested too deep, which also bounds the recursion here.
 *
 * Each function takes the first byte of what it checks and returns the byte after it, or NULL when
 * it is not that. */

const guint8 _amia_string_class[256] = {
  [0x00 ... 0x1f] = CONTROL,
  ['"'] = QUOTE,
  ['\\'] = BACKSLASH,
  [0x80 ... 0xff] = HIGH,
};

static inline gboolean
is_continuation (const char *at,
                 const char *end)
{
  return at < end && ((guchar) *at & 0xc0) == 0x80;
}

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
static const char *
check_utf8 (const char *at,
            const char *end)
{
  guchar first = (guchar) at[0];
  guchar second = at + 1 < end ? (guchar) at[1] : 0;
  int    n_bytes = first < 0xc2 ? 0 : first < 0xe0 ? 2
                                  : first < 0xf0   ? 3
                                  : first < 0xf5   ? 4
                                                   : 0;

  /* Nearly all of ours are of two. */
  if (n_bytes <= 2)
    return n_bytes == 2 && (second & 0xc0) == 0x80 ? at + 2 : NULL;

  if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
      (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
    return NULL;

  for (int i = 1; i < n_bytes; i++)
    {
      if (!is_continuation (at + i, end))
        return NULL;
    }

  return at + n_bytes;
}

static const char *
check_escape (const char *at,
              const char *end)
{
  if (end - at < 2)
    return NULL;

  if (at[1] != 'u')
    return at[1] != '\0' && strchr ("\"\\/bfnrt", at[1]) != NULL ? at + 2 : NULL;

  if (end - at < 6)
    return NULL;

  for (int i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return NULL;
    }

  return at + 6;
}

/* How many of the next eight bytes need no look: all of them, or those before the first that does.
 * A byte below space, a quote and a backslash become one with its highest bit set when something is
 * taken from them; the lowest of those that are there does so whatever stands beside it. */
static inline guint
count_plain (const char *at)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64       word;

  memcpy (&word, at, sizeof word);
  word = GUINT64_FROM_LE (word);
  word = (word | (word - ones * ' ') | ((word ^ ones * '"') - ones) |
          ((word ^ ones * '\\') - ones)) &
         ones * 0x80;
  return word == 0 ? sizeof word : (guint) __builtin_ctzll (word) / 8;
}

static const char *
skip_plain (const char *at,
            const char *end)
{
  while ((gsize) (end - at) >= sizeof (guint64))
    {
      const guint n_plain = count_plain (at);

      at += n_plain;
      if (n_plain < sizeof (guint64))
        return at;
    }

  while (at < end && _amia_string_class[(guchar) *at] == PLAIN)
    at++;
  return at;
}

static const char *
check_string (const char *at,
              const char *end)
{
  at++;
  while (at != NULL)
    {
      at = skip_plain (at, end);
      if (at == end)
        return NULL;

      switch (_amia_string_class[(guchar) *at])
        {
        case QUOTE:
          return at + 1;
        case BACKSLASH:
          at = check_escape (at, end);
          break;
        case HIGH:
          at = check_utf8 (at, end);
          break;
        default:
          return NULL;
        }
    }

  return NULL;
}

static const char *
check_digits (const char *at,
              const char *end)
{
  const char *first = at;

  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at > first ? at : NULL;
}

static const char *
check_number (const char *at,
              const char *end)
{
  if (*at == '-')
    at++;

  /* A zero stands alone before the point: 01 is not a number. */
  at = at < end && *at == '0' ? at + 1 : check_digits (at, end);

  if (at != NULL && at < end && *at == '.')
    at = check_digits (at + 1, end);

  if (at != NULL && at < end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      at = check_digits (at, end);
    }

  return at;
}

static const char *
check_word (const char *at,
            const char *end,
            const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - at) >= length && memcmp (at, word, length) == 0 ? at + length : NULL;
}

/* From after `name` to after its colon. */
static const char *
check_name (const char *at,
            const char *end)
{
  if (at == end || *at != '"')
    return NULL;

  at = check_string (at, end);
  if (at == NULL)
    return NULL;

  at = skip_space (at, end);
  return at < end && *at == ':' ? skip_space (at + 1, end) : NULL;
}

static const char *
check_container (const char *at,
                 const char *end,
                 int         depth)
{
  gboolean is_object = *at == '{';
  char     close = is_object ? '}' : ']';

  if (depth > AMIA_SCAN_DEPTH_MAX)
    return NULL;

  at = skip_space (at + 1, end);
  if (at < end && *at == close)
    return at + 1;

  for (;;)
    {
      if (is_object)
        at = check_name (at, end);
      if (at != NULL)
        at = _amia_scan_check_value (at, end, depth);
      if (at == NULL)
        return NULL;

      at = skip_space (at, end);
      if (at == end || (*at != ',' && *at != close))
        return NULL;
      if (*at == close)
        return at + 1;
      at = skip_space (at + 1, end);
    }
}

const char *
_amia_scan_check_value (const char *at,
                        const char *end,
                        int         depth)
{
  if (at == end)
    return NULL;

  switch (*at)
    {
    case '"':
      return check_string (at, end);
    case '[':
    case '{':
      return check_container (at, end, depth + 1);
    case 'n':
      return check_word (at, end, "null");
    case 't':
      return check_word (at, end, "true");
    case 'f':
      return check_word (at, end, "false");
    default:
      return check_number (at, end);
    }
}

gboolean
amia_scan_check (const char   *text,
                 gsize         length,
                 AmiaScanType *type)
{
  const char *end;
  const char *first;
  const char *at;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length == 0)
    return FALSE;

  end = text + length;
  first = skip_space (text, end);
  at = _amia_scan_check_value (first, end, 0);
  if (at == NULL || skip_space (at, end) != end)
    return FALSE;

  if (type != NULL)
    *type = type_of (*first);
  return TRUE;
}
