/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include <string.h>

#include "amia-answer-path.h"

/* Order keys are fractions in base 62 without their "0.": "V" is about a half. A key never ends
 * with the lowest digit, else nothing would fit between "A" and "A0". Appending, by far the most
 * common, takes the next digit rather than the middle, so that a key grows by one character per
 * sixty rows and not per six. */

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

#define BASE   ((int) sizeof (digits) - 1)
#define MIDDLE (BASE / 2)

/* What a merge hands us may hold anything; foreign characters count as the lowest digit. */
static int
digit_at (const char *key, gsize index)
{
  const char *found = key[index] != '\0' ? strchr (digits, key[index]) : NULL;

  return found != NULL ? (int) (found - digits) : 0;
}

static void
append_after (GString *out, const char *before)
{
  gsize length = strlen (before);

  for (gsize i = 0; i < length; i++)
    {
      int digit = digit_at (before, i);

      if (digit < BASE - 1)
        {
          g_string_append_c (out, digits[digit + 1]);
          return;
        }
      g_string_append_c (out, digits[digit]);
    }
  g_string_append_c (out, digits[MIDDLE]);
}

/* Walks both keys digit by digit until there is room; before < after. */
static void
append_middle (GString *out, const char *before, const char *after)
{
  gsize    length_before = strlen (before);
  gsize    length_after = strlen (after);
  gboolean is_open = FALSE;

  for (gsize i = 0;; i++)
    {
      int low = i < length_before ? digit_at (before, i) : 0;
      int high = is_open ? BASE : i < length_after ? digit_at (after, i)
                                                   : 0;

      if (high - low > 1)
        {
          g_string_append_c (out, digits[(low + high) / 2]);
          return;
        }
      /* No room at this place: follow the lower key, and anything may come after it once they
       * part. */
      g_string_append_c (out, digits[low]);
      if (high > low)
        is_open = TRUE;
      if (i > length_before + length_after)
        {
          /* Only keys that are not ours ("A" and "A0") have nothing between them. */
          g_string_append_c (out, digits[MIDDLE]);
          return;
        }
    }
}

char *
amia_order_key_between (const char *before, const char *after)
{
  GString *out = g_string_new (NULL);

  if (before == NULL && after == NULL)
    g_string_append_c (out, digits[MIDDLE]);
  else if (after == NULL)
    append_after (out, before);
  else if (before != NULL && strcmp (before, after) >= 0)
    g_string_append_printf (out, "%s%c", before, digits[MIDDLE]);
  else
    append_middle (out, before != NULL ? before : "", after);
  return g_string_free (out, FALSE);
}
