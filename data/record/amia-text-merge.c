/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-text-merge.h"

#include <string.h>

/*
 * Two people wrote different texts in one field. This file finds where the texts differ and
 * suggests one text out of both (diff3 over words). Words are what people recognise: a token is a
 * run of letters with the space after it, so that joining tokens gives the text back byte for byte.
 */

#define TOKENS_MAX 2000

typedef struct
{
  const char *text;
  gsize       length;
} Token;

static GArray *
split_tokens (const char *text)
{
  GArray     *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  const char *at = text;

  while (*at != '\0')
    {
      Token token = { at, 0 };

      while (*at != '\0' && !g_unichar_isspace (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      token.length = (gsize) (at - token.text);
      g_array_append_val (tokens, token);
    }

  return tokens;
}

/* The space after a word is not part of what it says: "slut" at the end equals "slut " inside. */
static gsize
get_word_length (const Token *token)
{
  gsize length = token->length;

  while (length > 0 && g_ascii_isspace (token->text[length - 1]))
    length--;
  return length;
}

static gboolean
tokens_equal (const Token *a,
              const Token *b)
{
  gsize length = get_word_length (a);

  return length == get_word_length (b) && memcmp (a->text, b->text, length) == 0;
}

/* For each token of @a the index of its partner in @b in a longest common subsequence, or -1.
 * %NULL if there are too many tokens. */
static int *
match_tokens (GArray *a,
              GArray *b)
{
  const guint         width = b->len + 1;
  g_autofree guint16 *longest = NULL;
  int                *partners = NULL;
  guint               i = 0;
  guint               j = 0;

  if (a->len > TOKENS_MAX || b->len > TOKENS_MAX)
    return NULL;

  longest = g_new0 (guint16, (gsize) (a->len + 1) * width);
  for (i = a->len; i-- > 0;)
    for (j = b->len; j-- > 0;)
      longest[i * width + j] =
          tokens_equal (&g_array_index (a, Token, i), &g_array_index (b, Token, j))
              ? longest[(i + 1) * width + j + 1] + 1
              : MAX (longest[(i + 1) * width + j], longest[i * width + j + 1]);

  partners = g_new (int, a->len + 1);
  for (i = 0; i <= a->len; i++)
    partners[i] = -1;
  for (i = 0, j = 0; i < a->len && j < b->len;)
    {
      if (tokens_equal (&g_array_index (a, Token, i), &g_array_index (b, Token, j)))
        partners[i++] = (int) j++;
      else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        i++;
      else
        j++;
    }

  return partners;
}

GArray *
amia_text_diff (const char *text,
                const char *other)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (AmiaTextSpan));
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GArray) other_tokens = NULL;
  g_autofree int *partners = NULL;

  g_return_val_if_fail (text != NULL, spans);
  g_return_val_if_fail (other != NULL, spans);

  tokens = split_tokens (text);
  other_tokens = split_tokens (other);
  partners = match_tokens (tokens, other_tokens);
  if (partners == NULL)
    return spans;

  for (guint i = 0; i < tokens->len; i++)
    {
      const Token  *token = &g_array_index (tokens, Token, i);
      AmiaTextSpan  span = { (gsize) (token->text - text), get_word_length (token) };
      AmiaTextSpan *last =
          spans->len > 0 ? &g_array_index (spans, AmiaTextSpan, spans->len - 1) : NULL;

      if (partners[i] >= 0 || span.length == 0)
        continue;
      if (last != NULL && i > 0 && partners[i - 1] < 0)
        last->length = span.start + span.length - last->start;
      else
        g_array_append_val (spans, span);
    }

  return spans;
}

static void
append_tokens (GString *out,
               GArray  *tokens,
               guint    from,
               guint    to)
{
  /* A word that stood last in its text has no space after it and may now be followed by another. */
  for (guint i = from; i < to; i++)
    {
      const Token *token = &g_array_index (tokens, Token, i);

      if (out->len > 0 && !g_ascii_isspace (out->str[out->len - 1]))
        g_string_append_c (out, ' ');
      g_string_append_len (out, token->text, (gssize) token->length);
    }
}

static gboolean
ranges_equal (GArray *a,
              guint   a_from,
              guint   a_to,
              GArray *b,
              guint   b_from,
              guint   b_to)
{
  if (a_to - a_from != b_to - b_from)
    return FALSE;
  for (guint i = 0; i < a_to - a_from; i++)
    if (!tokens_equal (&g_array_index (a, Token, a_from + i),
                       &g_array_index (b, Token, b_from + i)))
      return FALSE;
  return TRUE;
}

/* Between two words that all three share: who changed what stood there? */
static void
append_stretch (GString *out,
                GArray  *texts[3],
                guint    from[3],
                guint    to[3])
{
  gboolean a_same = ranges_equal (texts[0], from[0], to[0], texts[1], from[1], to[1]);
  gboolean b_same = ranges_equal (texts[0], from[0], to[0], texts[2], from[2], to[2]);

  if (!a_same || b_same)
    append_tokens (out, texts[1], from[1], to[1]);
  if (!b_same && !ranges_equal (texts[1], from[1], to[1], texts[2], from[2], to[2]))
    append_tokens (out, texts[2], from[2], to[2]);
}

static char *
join_texts (const char *a,
            const char *b)
{
  if (strcmp (a, b) == 0 || *b == '\0')
    return g_strdup (a);
  if (*a == '\0')
    return g_strdup (b);
  return g_strconcat (a, g_str_has_suffix (a, "\n") ? "" : "\n", b, NULL);
}

char *
amia_text_merge (const char *base,
                 const char *a,
                 const char *b)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GArray) base_tokens = NULL;
  g_autoptr (GArray) a_tokens = NULL;
  g_autoptr (GArray) b_tokens = NULL;
  g_autofree int *in_a = NULL;
  g_autofree int *in_b = NULL;
  guint           from[3] = { 0, 0, 0 };

  g_return_val_if_fail (a != NULL, NULL);
  g_return_val_if_fail (b != NULL, NULL);

  if (base == NULL || *base == '\0')
    return join_texts (a, b);

  base_tokens = split_tokens (base);
  a_tokens = split_tokens (a);
  b_tokens = split_tokens (b);
  in_a = match_tokens (base_tokens, a_tokens);
  in_b = match_tokens (base_tokens, b_tokens);
  if (in_a == NULL || in_b == NULL)
    return join_texts (a, b);

  for (guint i = 0; i <= base_tokens->len; i++)
    {
      GArray  *texts[3] = { base_tokens, a_tokens, b_tokens };
      gboolean is_end = i == base_tokens->len;
      guint    to[3] = { i,
                      is_end ? a_tokens->len : (guint) in_a[i],
                      is_end ? b_tokens->len : (guint) in_b[i] };

      if (!is_end && (in_a[i] < 0 || in_b[i] < 0))
        continue;
      append_stretch (out, texts, from, to);
      if (!is_end)
        append_tokens (out, a_tokens, to[1], to[1] + 1);
      for (guint side = 0; side < 3; side++)
        from[side] = to[side] + 1;
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}
