/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-snippet.h"

#include <string.h>

/* Words around a match. FTS5 has a function for it, but a hit may come from either of two indexes,
 * and only the text tells where all of what was typed stands. */

#define CHARACTERS_BEFORE 16
#define CHARACTERS_AFTER  32

/* The bytes of @text that @word takes up, if it stands there; 0 if not. */
static gsize
match (const char *text,
       const char *word)
{
  const char *t = text;

  for (const char *w = word; *w != '\0'; w = g_utf8_next_char (w))
    {
      if (*t == '\0' ||
          g_unichar_tolower (g_utf8_get_char (t)) != g_unichar_tolower (g_utf8_get_char (w)))
        return 0;
      t = g_utf8_next_char (t);
    }

  return (gsize) (t - text);
}

const char *
amia_snippet_find (const char *text,
                   const char *word,
                   gboolean   *at_word_start)
{
  const char *inside = NULL;
  gboolean    is_start = TRUE;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (word != NULL, NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((is_start || inside == NULL) && match (p, word) > 0)
        {
          if (is_start)
            {
              if (at_word_start != NULL)
                *at_word_start = TRUE;
              return p;
            }
          inside = p;
        }
      is_start = !g_unichar_isalnum (g_utf8_get_char (p));
    }

  if (at_word_start != NULL)
    *at_word_start = FALSE;
  return inside;
}

static const char *
step_back (const char *text,
           const char *from,
           int         n)
{
  const char *p = from;

  while (n-- > 0 && p > text)
    p = g_utf8_prev_char (p);
  return p;
}

static const char *
step_on (const char *from,
         int         n)
{
  const char *p = from;

  while (n-- > 0 && *p != '\0')
    p = g_utf8_next_char (p);
  return p;
}

static void
append_flat (GString    *out,
             const char *from,
             const char *to)
{
  for (const char *p = from; p < to; p++)
    g_string_append_c (out, g_ascii_isspace (*p) ? ' ' : *p);
}

char *
amia_snippet_new (const char        *text,
                  const char *const *words)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *hit = NULL;
  const char *begin;
  const char *end;
  gsize       length = 0;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  for (gsize i = 0; words[i] != NULL && hit == NULL; i++)
    {
      hit = amia_snippet_find (text, words[i], NULL);
      if (hit != NULL)
        length = match (hit, words[i]);
    }

  if (hit == NULL)
    hit = text;
  begin = step_back (text, hit, CHARACTERS_BEFORE);
  end = step_on (hit + length, CHARACTERS_AFTER);

  if (begin > text)
    g_string_append (out, "…");
  append_flat (out, begin, hit);
  if (length > 0)
    {
      g_string_append (out, "‹");
      append_flat (out, hit, hit + length);
      g_string_append (out, "›");
    }
  append_flat (out, hit + length, end);
  if (*end != '\0')
    g_string_append (out, "…");

  return g_string_free (g_steal_pointer (&out), FALSE);
}
