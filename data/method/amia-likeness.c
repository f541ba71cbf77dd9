/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-likeness.h"

#include <string.h>

/* Whether two names may be one person's. Long words are cut: what differs after that is no slip. */

#define LETTERS_MAX      64
#define WORDS_MAX        16
#define LETTERS_PER_SLIP 8
#define SLIPS_MAX        3

/* é, è, ê are e; å, ä and ö are letters of their own; ø and æ are written for them. */
static gunichar
fold (gunichar letter)
{
  gunichar parts[8];

  letter = g_unichar_tolower (letter);
  switch (letter)
    {
    case 0xe5: /* å */
    case 0xe4: /* ä */
    case 0xf6: /* ö */
      return letter;
    case 0xe6: /* æ */
      return 0xe4;
    case 0xf8: /* ø */
      return 0xf6;
    default:
      return g_unichar_fully_decompose (letter, FALSE, parts, G_N_ELEMENTS (parts)) > 0 ? parts[0]
                                                                                        : letter;
    }
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
amia_name_normalize (const char *name)
{
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;
  g_autoptr (GString) letters = g_string_new (NULL);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  valid = g_utf8_make_valid (name, -1);
  composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      g_string_append_unichar (letters, g_unichar_isalnum (letter) ? fold (letter) : ' ');
    }

  words = g_strsplit (letters->str, " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_ptr_array_add (sorted, words[i]);
    }
  g_ptr_array_sort (sorted, compare_words);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv (" ", (char **) sorted->pdata);
}

/* All words of the shorter one, which are two at least: Anna Ek is Anna Lisa Ek, but Ek is nobody.
 */
static gboolean
is_part (const char *few,
         const char *many)
{
  g_auto (GStrv) words = g_strsplit (few, " ", -1);
  g_auto (GStrv) others = g_strsplit (many, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) others, words[i]))
        return FALSE;
    }

  return g_strv_length (words) >= 2;
}

static gsize
read_letters (const char *name,
              gunichar   *letters)
{
  gsize n = 0;

  for (const char *p = name; *p != '\0' && n < LETTERS_MAX; p = g_utf8_next_char (p))
    letters[n++] = g_utf8_get_char (p);
  return n;
}

/* The distance of Damerau and Levenshtein, of neighbours only. */
static guint
count_slips (const gunichar *a,
             gsize           n_a,
             const gunichar *b,
             gsize           n_b)
{
  guint rows[LETTERS_MAX + 1][LETTERS_MAX + 1];

  for (gsize i = 0; i <= n_a; i++)
    rows[i][0] = (guint) i;
  for (gsize k = 0; k <= n_b; k++)
    rows[0][k] = (guint) k;

  for (gsize i = 1; i <= n_a; i++)
    {
      for (gsize k = 1; k <= n_b; k++)
        {
          guint best = rows[i - 1][k - 1] + (a[i - 1] != b[k - 1] ? 1 : 0);

          best = MIN (best, rows[i - 1][k] + 1);
          best = MIN (best, rows[i][k - 1] + 1);
          if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
            best = MIN (best, rows[i - 2][k - 2] + 1);
          rows[i][k] = best;
        }
    }

  return rows[n_a][n_b];
}

static guint
count_slips_between (const char *a,
                     const char *b)
{
  gunichar first[LETTERS_MAX];
  gunichar second[LETTERS_MAX];
  gsize    n_first = read_letters (a, first);
  gsize    n_second = read_letters (b, second);

  return count_slips (first, n_first, second, n_second);
}

/* Word by word, each with the one that it is most like: a slip in the first letter of a word moves
 * it in the order of the alphabet. */
static guint
count_slips_by_word (char **words,
                     char **others)
{
  gboolean is_used[WORDS_MAX] = { FALSE };
  guint    n_slips = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint best = G_MAXUINT;
      gsize found = 0;

      for (gsize k = 0; others[k] != NULL; k++)
        {
          guint n = is_used[k] ? G_MAXUINT : count_slips_between (words[i], others[k]);

          if (n < best)
            {
              best = n;
              found = k;
            }
        }
      is_used[found] = TRUE;
      n_slips += best;
    }

  return n_slips;
}

gboolean
amia_names_are_alike (const char *a,
                      const char *b)
{
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) others = NULL;
  guint n_words;
  glong n_letters;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (*a == '\0' || *b == '\0')
    return FALSE;
  if (strcmp (a, b) == 0 || is_part (a, b) || is_part (b, a))
    return TRUE;

  words = g_strsplit (a, " ", -1);
  others = g_strsplit (b, " ", -1);
  n_words = g_strv_length (words);
  if (n_words != g_strv_length (others) || n_words > WORDS_MAX)
    return FALSE;

  n_letters = MIN (g_utf8_strlen (a, -1), g_utf8_strlen (b, -1));
  return count_slips_by_word (words, others) <=
         (guint) CLAMP (n_letters / LETTERS_PER_SLIP, 1, SLIPS_MAX);
}
