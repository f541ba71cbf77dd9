/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-hyphens.h"

#include <string.h>

/* Between two vowels there is at most one place, found by the consonants there. */

#define PART_LEAST  3 /* letters on either side */
#define SOFT_HYPHEN 0x00ad

typedef struct
{
  const gunichar *letters; /* lower case */
  gsize           n;
} Word;

static gboolean
is_vowel (gunichar c)
{
  static const gunichar vowels[] = { 'a', 'e', 'i', 'o', 'u', 'y', 0xe5, 0xe4, 0xf6, 0xe9 };

  for (gsize i = 0; i < G_N_ELEMENTS (vowels); i++)
    {
      if (vowels[i] == c)
        return TRUE;
    }

  return FALSE;
}

static gboolean
ends_with (const Word *word,
           gsize       end,
           const char *sound)
{
  const gsize n = strlen (sound);

  if (end < n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (word->letters[end - n + i] != (gunichar) sound[i])
        return FALSE;
    }

  return TRUE;
}

static gboolean
ends_with_any (const Word        *word,
               gsize              end,
               const char *const *sounds)
{
  for (; *sounds != NULL; sounds++)
    {
      if (ends_with (word, end, *sounds))
        return TRUE;
    }

  return FALSE;
}

/* Where to divide the consonants from @first up to the vowel at @vowel. An s after t or ng mostly
 * joins two words, and belongs to the first of them. */
static gsize
find_place (const Word *word,
            gsize       first,
            gsize       vowel)
{
  static const char *const joined[] = { "ts", "gs", "ds", "ns", NULL };
  static const char *const three[] = { "skr", "str", "spr", NULL };
  static const char *const two[] = { "bl", "br", "dr", "fl", "fr", "gl", "gr", "kl",
                                     "kr", "pl", "pr", "tr", "ch", NULL };
  const gsize              n = vowel - first;

  if (ends_with (word, vowel, "ng") || ends_with (word, vowel, "x"))
    return vowel;
  if (n >= 4 && ends_with_any (word, vowel, three) && !ends_with_any (word, vowel - 2, joined))
    return vowel - 3;
  if ((n >= 3 && ends_with_any (word, vowel, two)) || ends_with (word, vowel, "ch"))
    return vowel - MIN (n, 2);
  return vowel - 1;
}

/* @may_divide: before which letters. */
static void
divide (const Word *word,
        gsize       word_least,
        gboolean   *may_divide)
{
  gsize last = word->n; /* the last vowel, none yet */

  if (word->n < word_least)
    return;
  for (gsize i = 0; i < word->n; i++)
    {
      gsize at;

      if (!is_vowel (word->letters[i]))
        continue;
      if (last + 1 < i)
        {
          at = find_place (word, last + 1, i);
          may_divide[at] = at >= PART_LEAST && word->n - at >= PART_LEAST;
        }
      last = i;
    }
}

char *
amia_hyphens_add (const char *text,
                  gsize       word_least)
{
  g_autofree char     *valid = NULL;
  g_autofree gunichar *letters = NULL;
  g_autofree gunichar *lower = NULL;
  g_autofree gboolean *may_divide = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  glong n;
  glong end;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  letters = g_utf8_to_ucs4_fast (valid, -1, &n);
  lower = g_new0 (gunichar, n + 1);
  may_divide = g_new0 (gboolean, n + 1);
  for (glong i = 0; i < n; i++)
    lower[i] = g_unichar_tolower (letters[i]);
  for (glong i = 0; i < n; i = end + 1)
    {
      for (end = i; end < n && g_unichar_isalpha (letters[end]);)
        end++;
      divide (&(Word){ lower + i, (gsize) (end - i) }, word_least, may_divide + i);
    }

  for (glong i = 0; i < n; i++)
    {
      if (may_divide[i])
        g_string_append_unichar (out, SOFT_HYPHEN);
      g_string_append_unichar (out, letters[i]);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
