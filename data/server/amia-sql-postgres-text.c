/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-sql-postgres-private.h"

/* SQL as we write it, in PostgreSQL's words: parameters are $1, types have other names, and text is
 * compared byte by byte only where a column says so. What stands in quotes is left alone. */

static const struct
{
  const char *ours;
  const char *statement;
  const char *schema;
} words[] = {
  { "INTEGER", "bigint", "bigint" },
  { "BLOB", "bytea", "bytea" },
  { "REAL", "double precision", "double precision" },
  { "TEXT", "text", "text COLLATE \"C\"" },
  { "WITHOUT ROWID", "", "" },
};

static gboolean
is_word_character (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* The length of what stands in quotes at @at. */
static gsize
measure_quoted (const char *at)
{
  const char *end = strchr (at + 1, *at);

  return end != NULL ? (gsize) (end - at) + 1 : strlen (at);
}

/* Translates the word at @at, and says how long it was. */
static gsize
translate_word (GString    *out,
                const char *at,
                gboolean    is_schema)
{
  gsize length = 1;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize ours = strlen (words[i].ours);

      if (strncmp (at, words[i].ours, ours) == 0 && !is_word_character (at[ours]))
        {
          g_string_append (out, is_schema ? words[i].schema : words[i].statement);
          return ours;
        }
    }

  while (is_word_character (at[length]))
    length++;
  g_string_append_len (out, at, (gssize) length);
  return length;
}

/* Translates the parameter at @at, and says how long it was. One without a number is the next. */
static gsize
translate_parameter (GString    *out,
                     const char *at,
                     guint      *n_parameters)
{
  gsize length = 1;

  while (g_ascii_isdigit (at[length]))
    length++;

  if (length > 1)
    g_string_append_printf (out, "$%.*s", (int) length - 1, at + 1);
  else
    g_string_append_printf (out, "$%u", ++*n_parameters);
  return length;
}

char *
_amia_postgres_translate (const char *text,
                          gboolean    is_schema)
{
  GString *out = g_string_new (NULL);
  guint    n_parameters = 0;

  while (*text != '\0')
    {
      gsize length;

      if (*text == '?')
        {
          text += translate_parameter (out, text, &n_parameters);
        }
      else if (*text == '\'' || *text == '"')
        {
          length = measure_quoted (text);
          g_string_append_len (out, text, (gssize) length);
          text += length;
        }
      else if (is_word_character (*text))
        {
          text += translate_word (out, text, is_schema);
        }
      else
        {
          g_string_append_c (out, *text++);
        }
    }

  return g_string_free (out, FALSE);
}
