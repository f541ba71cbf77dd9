/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-digits-private.h"

/* The digits of a message, looked for by their looks alone: what there is in it need not be known.
 * A block of its own costs some sixty bytes, for its code; each digit in it saves half a bit or
 * more. */

#define DIGITS_MIN 512

/* Two runs with no more between them are one: the name of the next column. */
#define GAP_MAX 16

static gboolean
is_digit (char c)
{
  return g_ascii_isdigit (c) || (c >= 'a' && c <= 'f');
}

static gsize
skip_digits (const char *text,
             gsize       length,
             gsize       at)
{
  while (at < length && is_digit (text[at]))
    at++;
  return at;
}

/* The first run of so many. Of each such run one of the places looked at is in it. */
static gboolean
find_run (const char *text,
          gsize       length,
          gsize      *start,
          gsize      *end)
{
  for (gsize at = DIGITS_MIN - 1; at < length; at = *end + DIGITS_MIN - 1)
    {
      *start = at;
      *end = at;
      if (!is_digit (text[at]))
        continue;

      while (*start > 0 && is_digit (text[*start - 1]))
        --*start;
      *end = skip_digits (text, length, at);
      if (*end - *start >= DIGITS_MIN)
        return TRUE;
    }

  return FALSE;
}

gboolean
_amia_digits_find (const char *text,
                   gsize       length,
                   gsize      *start,
                   gsize      *end)
{
  if (!find_run (text, length, start, end))
    return FALSE;

  for (gsize at = *end; at < length && at - *end <= GAP_MAX; at++)
    {
      const gsize after = skip_digits (text, length, at);

      if (after - at < DIGITS_MIN)
        continue;
      *end = after;
      break;
    }

  return TRUE;
}
