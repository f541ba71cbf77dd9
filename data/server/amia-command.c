/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-command.h"

#include <string.h>

#include "amia-sql-ledger-private.h"
#include "amia-sql-ledger.h"

/* What all commands do alike: read their line, open the ledger, change it and say so in the audit,
 * complain. */

#define NAME_BYTES_MAX 64

/* What was said on the line, to be done when the file has been read. */
typedef struct
{
  AmiaServerSettings *settings;
  char               *config;
  GPtrArray          *pairs; /* key, value, key, value … */
} Reading;

static void
clear_reading (Reading *reading)
{
  amia_server_settings_free (reading->settings);
  g_free (reading->config);
  g_clear_pointer (&reading->pairs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static const struct
{
  const char *option;
  const char *key;
} flags[] = {
  { "--db", "ledger.db" },
  { "--safeguard", "ledger.safeguard" },
  { "--listen", "server.listen" },
  { "--tls-cert", "server.tls-cert" },
  { "--tls-key", "server.tls-key" },
  { "--trusted-proxies", "server.trusted-proxies" },
  { "--log-format", "server.log-format" },
};

static void
complain (const char *format,
          va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  g_printerr ("amia-server: %s\n", text);
}

int
amia_command_fail (const char *format,
                   ...)
{
  va_list args;

  va_start (args, format);
  complain (format, args);
  va_end (args);
  return AMIA_EXIT_FAILED;
}

int
amia_command_refuse (const char *format,
                     ...)
{
  va_list args;

  va_start (args, format);
  complain (format, args);
  va_end (args);
  return AMIA_EXIT_REFUSED;
}

int
amia_command_misuse (const char *format,
                     ...)
{
  va_list args;

  va_start (args, format);
  complain (format, args);
  va_end (args);
  g_printerr ("Try: amia-server --help\n");
  return AMIA_EXIT_USAGE;
}

int
amia_command_choose (const AmiaSubcommand *subcommands,
                     char                **arguments)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; subcommands[i].name != NULL; i++)
    {
      if (g_strcmp0 (arguments[1], subcommands[i].name) == 0)
        return subcommands[i].run (arguments + 1);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", subcommands[i].name);
    }

  if (arguments[1] == NULL)
    return amia_command_misuse ("%s what? %s", arguments[0], names->str);
  return amia_command_misuse ("\"%s %s\" is not a command", arguments[0], arguments[1]);
}

void
amia_command_line_clear (AmiaCommandLine *line)
{
  g_clear_pointer (&line->settings, amia_server_settings_free);
  g_clear_pointer (&line->words, g_strfreev);
}

static gboolean
flag_cb (const char *option,
         const char *value,
         gpointer    data,
         GError    **error)
{
  Reading *reading = data;

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (strcmp (option, flags[i].option) == 0)
        {
          g_ptr_array_add (reading->pairs, g_strdup (flags[i].key));
          g_ptr_array_add (reading->pairs, g_strdup (value));
        }
    }

  return TRUE;
}

static gboolean
set_cb (const char *option,
        const char *value,
        gpointer    data,
        GError    **error)
{
  Reading    *reading = data;
  const char *equals = strchr (value, '=');

  if (equals == NULL)
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   "--set wants KEY=VALUE, not \"%s\"",
                   value);
      return FALSE;
    }

  g_ptr_array_add (reading->pairs, g_strndup (value, (gsize) (equals - value)));
  g_ptr_array_add (reading->pairs, g_strdup (equals + 1));
  return TRUE;
}

static gboolean
parse (Reading            *reading,
       const GOptionEntry *own,
       char             ***words,
       GError            **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &reading->config, NULL, NULL },
    { "set", 0, 0, G_OPTION_ARG_CALLBACK, set_cb, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("amia", "", "", reading, NULL);

  g_option_group_add_entries (group, entries);
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      const GOptionEntry flag[] = {
        { flags[i].option + 2, 0, 0, G_OPTION_ARG_CALLBACK, flag_cb, NULL, NULL },
        { NULL },
      };

      g_option_group_add_entries (group, flag);
    }
  if (own != NULL)
    g_option_group_add_entries (group, own);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_main_group (context, group);
  return g_option_context_parse_strv (context, words, error);
}

static gboolean
apply (Reading *reading,
       GError **error)
{
  const char *path = reading->config;

  if (path == NULL && g_file_test (AMIA_SERVER_SETTINGS_FILE, G_FILE_TEST_EXISTS))
    path = AMIA_SERVER_SETTINGS_FILE;
  if (path != NULL && !amia_server_settings_read (reading->settings, path, error))
    return FALSE;

  for (guint i = 0; i < reading->pairs->len; i += 2)
    {
      if (!amia_server_settings_set (reading->settings,
                                     g_ptr_array_index (reading->pairs, i),
                                     g_ptr_array_index (reading->pairs, i + 1),
                                     error))
        return FALSE;
    }

  return TRUE;
}

int
amia_command_read (char              **arguments,
                   const GOptionEntry *entries,
                   AmiaCommandLine    *line)
{
  g_auto (Reading) reading = { NULL };
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;

  reading.settings = amia_server_settings_new ();
  reading.pairs = g_ptr_array_new_with_free_func (g_free);

  if (!parse (&reading, entries, &words, &error))
    return amia_command_misuse ("%s", error->message);
  if (!apply (&reading, &error))
    return amia_command_misuse ("%s", error->message);

  line->settings = g_steal_pointer (&reading.settings);
  /* The first is the command itself. */
  line->words = g_strdupv (words[0] != NULL ? words + 1 : words);
  return AMIA_EXIT_DONE;
}

int
amia_command_open_or_make (const AmiaCommandLine *line,
                           AmiaLedger           **ledger)
{
  g_autoptr (GError) error = NULL;

  *ledger = NULL;
  if (line->settings->db == NULL)
    return amia_command_misuse ("--db PATH is missing");

  *ledger = amia_sql_ledger_open (line->settings->db, &error);
  return *ledger != NULL ? AMIA_EXIT_DONE : amia_command_fail ("%s", error->message);
}

int
amia_command_open (const AmiaCommandLine *line,
                   AmiaLedger           **ledger)
{
  const char *place = line->settings->db;

  *ledger = NULL;
  if (place != NULL && !_amia_sql_ledger_is_address (place) &&
      !g_file_test (place, G_FILE_TEST_EXISTS))
    return amia_command_fail ("There is no ledger at %s", place);

  return amia_command_open_or_make (line, ledger);
}

int
amia_command_open_case (char       **arguments,
                        AmiaLedger **ledger,
                        AmiaUuid    *scope,
                        gboolean    *has_scope)
{
  g_autofree char   *case_text = NULL;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_STRING, &case_text, NULL, NULL },
    { NULL },
  };
  g_auto (AmiaCommandLine) line = { NULL };
  int status = amia_command_read (arguments, entries, &line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (line.words[0] != NULL)
    return amia_command_misuse ("There is an argument too many");
  if (case_text != NULL && !amia_uuid_parse (case_text, -1, scope))
    return amia_command_misuse ("\"%s\" is not the id of a case", case_text);

  *has_scope = case_text != NULL;
  return amia_command_open (&line, ledger);
}

gboolean
amia_command_change (AmiaLedger     *ledger,
                     AmiaCommandFunc func,
                     gpointer        data,
                     AmiaAuditKind   kind,
                     const char     *detail,
                     GError        **error)
{
  g_autofree char    *text = g_strdup_printf ("%s%sby=%s",
                                           detail != NULL ? detail : "",
                                           detail != NULL ? " " : "",
                                              g_get_user_name ());
  const AmiaAuditFact fact = { .kind = kind, .detail = text };

  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!func (ledger, data, error) ||
      !amia_audit_append (ledger, &fact, g_get_real_time () / 1000, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}

gboolean
amia_command_is_agency (const char *text)
{
  static const char *const agencies[] = { "FK", "AF", "VARD", "KOMMUN", NULL };

  return text != NULL && g_strv_contains (agencies, text);
}

gboolean
amia_command_is_name (const char *text)
{
  if (*text == '\0' || strlen (text) > NAME_BYTES_MAX || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isalnum (c) && (c > 0x7f || strchr ("._-@", (int) c) == NULL))
        return FALSE;
    }

  return TRUE;
}

char *
amia_command_print_time (gint64 time_ms)
{
  g_autoptr (GDateTime) time = NULL;

  if (time_ms <= 0)
    return g_strdup ("-");

  time = g_date_time_new_from_unix_utc (time_ms / 1000);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("-");
}
