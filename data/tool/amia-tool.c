/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include "amia-tool.h"

#include <stdio.h>
#include <string.h>

/* Reading the line, opening the replica, saying what went wrong. Everything is UTF-8 whatever the
 * locale says, so options are declared as file names, which GLib does not convert, and g_print (),
 * which does, is not used. */

void
amia_tool_arguments_clear (AmiaToolArguments *arguments)
{
  g_clear_pointer (&arguments->words, g_strfreev);
  arguments->n_words = 0;
}

gboolean
amia_tool_parse (AmiaToolArguments  *arguments,
                 char              **argv,
                 const GOptionEntry *entries,
                 guint               n_words_min,
                 guint               n_words_max)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = g_strdupv (argv);

  *arguments = (AmiaToolArguments){ 0 };
  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);

  if (!g_option_context_parse_strv (context, &left, &error))
    {
      amia_tool_misuse ("%s", error->message);
      return FALSE;
    }

  /* The command itself comes first; a "--" that ended the options stays in the list. */
  for (guint i = 1; left[i] != NULL;)
    {
      if (strcmp (left[i], "--") != 0)
        {
          i++;
          continue;
        }
      g_free (left[i]);
      memmove (&left[i], &left[i + 1], (g_strv_length (&left[i + 1]) + 1) * sizeof (char *));
      break;
    }

  arguments->n_words = g_strv_length (left) - 1;
  if (arguments->n_words < n_words_min || arguments->n_words > n_words_max)
    {
      amia_tool_misuse ("%s has too %s arguments",
                        argv[0],
                        arguments->n_words < n_words_min ? "few" : "many");
      return FALSE;
    }
  for (guint i = 1; left[i] != NULL; i++)
    {
      if (!g_utf8_validate (left[i], -1, NULL))
        {
          amia_tool_misuse ("argument %u is not UTF-8", i);
          return FALSE;
        }
    }

  arguments->words = g_strdupv (&left[1]);
  return TRUE;
}

static void
say (const char *format,
     va_list     values)
{
  g_autofree char *text = g_strdup_vprintf (format, values);

  /* What is printed so far comes before the reason why there is no more. */
  fflush (stdout);
  fprintf (stderr, "amia-tool: %s\n", text);
}

int
amia_tool_fail (const char *format,
                ...)
{
  va_list values;

  va_start (values, format);
  say (format, values);
  va_end (values);
  return AMIA_EXIT_FAILED;
}

int
amia_tool_misuse (const char *format,
                  ...)
{
  va_list values;

  va_start (values, format);
  say (format, values);
  va_end (values);
  fputs ("Try “amia-tool --help”.\n", stderr);
  return AMIA_EXIT_USAGE;
}

gboolean
amia_tool_read_passphrase (char   **passphrase,
                           GError **error)
{
  return amia_tool_read_passphrase_of ("AMIA_PASSPHRASE_FILE", passphrase, error);
}

gboolean
amia_tool_read_passphrase_of (const char *variable,
                              char      **passphrase,
                              GError    **error)
{
  const char      *path = g_getenv (variable);
  g_autofree char *text = NULL;

  *passphrase = NULL;
  if (path == NULL || path[0] == '\0')
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;

  text[strcspn (text, "\r\n")] = '\0';
  if (text[0] == '\0' || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error,
                   AMIA_STORE_ERROR,
                   AMIA_STORE_ERROR_PASSPHRASE,
                   "Failed to read the passphrase: the first line of %s is %s",
                   path,
                   text[0] == '\0' ? "empty" : "not UTF-8");
      return FALSE;
    }

  *passphrase = g_steal_pointer (&text);
  return TRUE;
}

AmiaStore *
amia_tool_open (const char *path)
{
  g_autofree char *passphrase = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStore) store = NULL;

  if (amia_store_needs_passphrase (path))
    {
      if (!amia_tool_read_passphrase (&passphrase, &error))
        {
          amia_tool_fail ("%s", error->message);
          return NULL;
        }
      if (passphrase == NULL)
        {
          amia_tool_fail ("%s needs its passphrase: name the file that holds it in "
                          "AMIA_PASSPHRASE_FILE",
                          path);
          return NULL;
        }
    }

  store = amia_store_open (path, passphrase, &error);
  /* What ended by date while nobody looked is not shown by any command. */
  if (store == NULL || (amia_store_is_day_over (store) && !amia_store_keep_day (store, &error)))
    {
      amia_tool_fail ("%s", error->message);
      return NULL;
    }
  return g_steal_pointer (&store);
}

gboolean
amia_tool_parse_id (const char *name,
                    const char *text,
                    AmiaUuid   *id)
{
  if (text == NULL || amia_uuid_parse (text, -1, id))
    return TRUE;

  amia_tool_misuse ("%s: “%s” is not an id", name, text);
  return FALSE;
}
