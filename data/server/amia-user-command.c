/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-command.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "amia-db.h"
#include "amia-password.h"
#include "amia-protocol.h"
#include "amia-sql-ledger.h"

/* Accounts, from the command line. */

#define NAME_BYTES_MAX 64

static const char *const agencies[] = { "FK", "AF", "VARD", "KOMMUN", NULL };
static const char *const roles[] = { "caseworker", "navigator", "coach", "leader", "admin", NULL };

typedef struct
{
  char *db;
  char *agency;
  char *role;
  char *name;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->db);
  g_free (options->agency);
  g_free (options->role);
  g_free (options->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* What one can type at any sign-in, and tell apart on a page. */
static gboolean
is_name (const char *name)
{
  if (*name == '\0' || strlen (name) > NAME_BYTES_MAX || !g_utf8_validate (name, -1, NULL))
    return FALSE;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isalnum (c) && strchr ("._-@", (int) c) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
set_echo (gboolean is_on)
{
  struct termios terminal;

  if (tcgetattr (STDIN_FILENO, &terminal) != 0)
    return;

  if (is_on)
    terminal.c_lflag |= ECHO;
  else
    terminal.c_lflag &= ~(tcflag_t) ECHO;
  (void) tcsetattr (STDIN_FILENO, TCSAFLUSH, &terminal);
}

/* One line; at a terminal it is asked for and not shown. */
static char *
read_password (void)
{
  char     line[AMIA_PASSWORD_BYTES_MAX + 2];
  gboolean is_terminal = isatty (STDIN_FILENO);
  char    *password;

  if (is_terminal)
    {
      g_printerr ("Password: ");
      set_echo (FALSE);
    }
  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  if (is_terminal)
    {
      set_echo (TRUE);
      g_printerr ("\n");
    }

  password = g_strdup (g_strchomp (line));
  explicit_bzero (line, sizeof line);
  return password;
}

static int
read_password_hash (char **hash)
{
  g_autofree char *password = read_password ();
  int              status = AMIA_EXIT_DONE;

  if (*password == '\0')
    status = amia_command_fail ("There is no password on standard input");
  else if (strlen (password) > AMIA_PASSWORD_BYTES_MAX || !g_utf8_validate (password, -1, NULL))
    status = amia_command_fail ("The password is too long or not UTF-8");
  else
    {
      *hash = amia_password_hash (password);
      if (*hash == NULL)
        status = amia_command_fail ("There is not enough memory to hash a password");
    }

  explicit_bzero (password, strlen (password));
  return status;
}

static int
read_options (char   **arguments,
              gboolean has_name,
              Options *options)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db, NULL, NULL },
    { "agency", 0, 0, G_OPTION_ARG_STRING, &options->agency, NULL, NULL },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options->role, NULL, NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) left = g_strdupv (arguments);
  guint n_left;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &left, &error))
    return amia_command_misuse ("%s", error->message);

  /* The first is the command itself. */
  n_left = g_strv_length (left) - 1;
  if (n_left != (has_name ? 1 : 0))
    return amia_command_misuse (has_name ? "One account has to be named"
                                         : "There is an argument too many");
  if (options->db == NULL)
    return amia_command_misuse ("--db PATH is missing");

  options->name = g_strdup (left[1]);
  if (has_name && !is_name (options->name))
    return amia_command_misuse (
        "\"%s\" can't be the name of an account: letters, digits and . _ - @ "
        "can, up to 64 bytes",
        options->name);

  return AMIA_EXIT_DONE;
}

static gboolean
write_account (AmiaLedger        *ledger,
               const AmiaAccount *account,
               GError           **error)
{
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_ledger_add_account (ledger, account, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}

static int
add_user (char **arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autofree char *hash = NULL;
  AmiaAccount      account;
  int              status = read_options (arguments, TRUE, &options);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (options.agency == NULL || !g_strv_contains (agencies, options.agency))
    return amia_command_misuse ("--agency has to be FK, AF, VARD or KOMMUN");
  if (options.role == NULL || !g_strv_contains (roles, options.role))
    return amia_command_misuse ("--role has to be caseworker, navigator, coach, leader or admin");

  ledger = amia_sql_ledger_open (options.db, &error);
  if (ledger == NULL)
    return amia_command_fail ("%s", error->message);

  status = read_password_hash (&hash);
  if (status != AMIA_EXIT_DONE)
    return status;

  account = (AmiaAccount){ options.name, options.agency, options.role, hash };
  if (write_account (ledger, &account, &error))
    return AMIA_EXIT_DONE;

  if (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_CONSTRAINT))
    return amia_command_fail ("There is an account named \"%s\" already", options.name);
  return amia_command_fail ("%s", error->message);
}

static gboolean
write_password (AmiaLedger *ledger,
                const char *name,
                const char *hash,
                gboolean   *is_found,
                GError    **error)
{
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_ledger_set_password (ledger, name, hash, is_found, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}

static int
change_password (char **arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autofree char *hash = NULL;
  gboolean         is_found = FALSE;
  int              status = read_options (arguments, TRUE, &options);

  if (status != AMIA_EXIT_DONE)
    return status;

  ledger = amia_sql_ledger_open (options.db, &error);
  if (ledger == NULL)
    return amia_command_fail ("%s", error->message);

  status = read_password_hash (&hash);
  if (status != AMIA_EXIT_DONE)
    return status;

  if (!write_password (ledger, options.name, hash, &is_found, &error))
    return amia_command_fail ("%s", error->message);

  return is_found ? AMIA_EXIT_DONE
                  : amia_command_fail ("There is no account named \"%s\"", options.name);
}

static int
list_users (char **arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  int status = read_options (arguments, FALSE, &options);

  if (status != AMIA_EXIT_DONE)
    return status;

  ledger = amia_sql_ledger_open (options.db, &error);
  accounts = ledger != NULL ? amia_ledger_list_accounts (ledger, &error) : NULL;
  if (accounts == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < accounts->len; i++)
    {
      const AmiaAccount *account = g_ptr_array_index (accounts, i);

      printf ("%s\t%s\t%s\n", account->name, account->agency, account->role);
    }

  return AMIA_EXIT_DONE;
}

int
amia_user_command (char **arguments)
{
  static const struct
  {
    const char *name;
    int (*run) (char **arguments);
  } commands[] = {
    { "add", add_user },
    { "passwd", change_password },
    { "list", list_users },
  };

  if (arguments[0] == NULL)
    return amia_command_misuse ("user what? add, passwd or list");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (arguments[0], commands[i].name) == 0)
        return commands[i].run (arguments);
    }

  return amia_command_misuse ("\"user %s\" is not a command", arguments[0]);
}
