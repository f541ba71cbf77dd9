/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "amia-command.h"
#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-password.h"
#include "amia-protocol.h"

/* Accounts, from the command line. */

static const char *const roles[] = { "caseworker", "navigator", "coach", "leader", "admin", NULL };

/* As NIST SP 800-63B has it: a bound on the length, and none on what it is made of. */
#define PASSWORD_CHARACTERS_MIN 8

typedef struct
{
  char           *agency;
  char           *role;
  char           *office;
  AmiaCommandLine line;
  AmiaLedger     *ledger;

  /* For what is done in a transaction. */
  const char *name; /* lent by the line */
  char       *hash;
  gboolean    is_disabled;
  gboolean    is_found;
} User;

static void
clear_user (User *user)
{
  g_free (user->agency);
  g_free (user->role);
  g_free (user->office);
  g_free (user->hash);
  amia_command_line_clear (&user->line);
  g_clear_object (&user->ledger);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (User, clear_user)

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
  else if (g_utf8_strlen (password, -1) < PASSWORD_CHARACTERS_MIN)
    status = amia_command_fail ("A password has %d characters or more; a sentence is better",
                                PASSWORD_CHARACTERS_MIN);
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
read_line (char   **arguments,
           gboolean has_name,
           User    *user)
{
  const GOptionEntry entries[] = {
    { "agency", 0, 0, G_OPTION_ARG_STRING, &user->agency, NULL, NULL },
    { "role", 0, 0, G_OPTION_ARG_STRING, &user->role, NULL, NULL },
    { "office", 0, 0, G_OPTION_ARG_FILENAME, &user->office, NULL, NULL },
    { NULL },
  };
  int status = amia_command_read (arguments, entries, &user->line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (g_strv_length (user->line.words) != (has_name ? 1 : 0))
    return amia_command_misuse (has_name ? "One account has to be named"
                                         : "There is an argument too many");

  user->name = user->line.words[0];
  if (has_name && !amia_command_is_name (user->name))
    return amia_command_misuse ("\"%s\" can't be the name of an account: letters, digits and "
                                ". _ - @ can, up to 64 bytes",
                                user->name);

  return AMIA_EXIT_DONE;
}

static int
begin_user (char   **arguments,
            gboolean has_name,
            User    *user)
{
  int status = read_line (arguments, has_name, user);

  return status == AMIA_EXIT_DONE ? amia_command_open (&user->line, &user->ledger) : status;
}

/* Does what is meant for one account that has to be there. */
static int
change_user (User           *user,
             AmiaCommandFunc func,
             const char     *action)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = g_strdup_printf ("action=%s name=%s", action, user->name);

  if (amia_command_change (user->ledger, func, user, AMIA_AUDIT_ACCOUNT, detail, &error))
    return AMIA_EXIT_DONE;

  return amia_command_fail ("%s", error->message);
}

static gboolean
check_found (const User *user,
             GError    **error)
{
  if (user->is_found)
    return TRUE;

  g_set_error (error,
               AMIA_DB_ERROR,
               AMIA_DB_ERROR_CONSTRAINT,
               "There is no account named \"%s\"",
               user->name);
  return FALSE;
}

/* The office has to be one, open, and of the account's agency. */
static gboolean
check_office (AmiaLedger *ledger,
              const char *id,
              const char *agency,
              GError    **error)
{
  g_autoptr (GPtrArray) offices = NULL;

  if (id == NULL)
    return TRUE;

  offices = amia_ledger_list_offices (ledger, error);
  for (guint i = 0; offices != NULL && i < offices->len; i++)
    {
      const AmiaOffice *office = g_ptr_array_index (offices, i);

      if (strcmp (office->id, id) == 0 && strcmp (office->agency, agency) == 0 &&
          !office->is_closed)
        return TRUE;
    }

  if (offices != NULL)
    g_set_error (error,
                 AMIA_DB_ERROR,
                 AMIA_DB_ERROR_FAILED,
                 "There is no open office \"%s\" of %s",
                 id,
                 agency);
  return FALSE;
}

static char *
fold (const char *name)
{
  g_autofree char *composed = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);

  return composed != NULL ? g_utf8_casefold (composed, -1) : g_strdup (name);
}

/* "Anna" beside "anna" would be two people to the program, and one to everybody who reads it. */
static gboolean
check_name (AmiaLedger *ledger,
            const char *name,
            GError    **error)
{
  g_autoptr (GPtrArray) accounts = amia_ledger_list_accounts (ledger, error);
  g_autofree char *folded = fold (name);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const AmiaAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char   *other = fold (account->name);

      if (strcmp (folded, other) != 0)
        continue;

      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_CONSTRAINT,
                   "There is an account named \"%s\" already",
                   account->name);
      return FALSE;
    }

  return accounts != NULL;
}

static gboolean
add_cb (AmiaLedger *ledger,
        gpointer    data,
        GError    **error)
{
  User             *user = data;
  const AmiaAccount account = {
    (char *) user->name,
    user->agency,
    user->role,
    user->hash,
    user->office,
    FALSE,
  };

  return check_name (ledger, user->name, error) &&
         check_office (ledger, user->office, user->agency, error) &&
         amia_ledger_add_account (ledger, &account, error);
}

static int
add_user (char **arguments)
{
  g_auto (User) user = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  int              status = read_line (arguments, TRUE, &user);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (!amia_command_is_agency (user.agency))
    return amia_command_misuse ("--agency has to be FK, AF, VARD or KOMMUN");
  if (user.role == NULL || !g_strv_contains (roles, user.role))
    return amia_command_misuse ("--role has to be caseworker, navigator, coach, leader or admin");

  status = amia_command_open_or_make (&user.line, &user.ledger);
  if (status == AMIA_EXIT_DONE)
    status = read_password_hash (&user.hash);
  if (status != AMIA_EXIT_DONE)
    return status;

  detail = g_strdup_printf ("action=add name=%s agency=%s role=%s",
                            user.name,
                            user.agency,
                            user.role);
  if (amia_command_change (user.ledger, add_cb, &user, AMIA_AUDIT_ACCOUNT, detail, &error))
    return AMIA_EXIT_DONE;

  return amia_command_fail ("%s", error->message);
}

static gboolean
passwd_cb (AmiaLedger *ledger,
           gpointer    data,
           GError    **error)
{
  User *user = data;

  return amia_ledger_set_password (ledger, user->name, user->hash, &user->is_found, error) &&
         check_found (user, error);
}

static int
change_password (char **arguments)
{
  g_auto (User) user = { NULL };
  int status = begin_user (arguments, TRUE, &user);

  if (status == AMIA_EXIT_DONE)
    status = read_password_hash (&user.hash);
  return status == AMIA_EXIT_DONE ? change_user (&user, passwd_cb, "passwd") : status;
}

static gboolean
disable_cb (AmiaLedger *ledger,
            gpointer    data,
            GError    **error)
{
  User *user = data;

  return amia_ledger_set_disabled (ledger,
                                   user->name,
                                   user->is_disabled,
                                   &user->is_found,
                                   error) &&
         check_found (user, error);
}

static int
disable_user (char **arguments)
{
  g_auto (User) user = { NULL };
  int status = begin_user (arguments, TRUE, &user);

  user.is_disabled = TRUE;
  return status == AMIA_EXIT_DONE ? change_user (&user, disable_cb, "disable") : status;
}

static int
enable_user (char **arguments)
{
  g_auto (User) user = { NULL };
  int status = begin_user (arguments, TRUE, &user);

  return status == AMIA_EXIT_DONE ? change_user (&user, disable_cb, "enable") : status;
}

static gboolean
move_cb (AmiaLedger *ledger,
         gpointer    data,
         GError    **error)
{
  User *user = data;
  g_autoptr (AmiaAccount) account = NULL;

  if (!amia_ledger_find_account (ledger, user->name, &account, error))
    return FALSE;

  user->is_found = account != NULL;
  return check_found (user, error) && check_office (ledger, user->office, account->agency, error) &&
         amia_ledger_set_office (ledger, user->name, user->office, &user->is_found, error);
}

static int
move_user (char **arguments)
{
  g_auto (User) user = { NULL };
  int status = begin_user (arguments, TRUE, &user);

  return status == AMIA_EXIT_DONE ? change_user (&user, move_cb, "move") : status;
}

static int
list_users (char **arguments)
{
  g_auto (User) user = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  int status = begin_user (arguments, FALSE, &user);

  if (status != AMIA_EXIT_DONE)
    return status;

  accounts = amia_ledger_list_accounts (user.ledger, &error);
  if (accounts == NULL)
    return amia_command_fail ("%s", error->message);

  for (guint i = 0; i < accounts->len; i++)
    {
      const AmiaAccount *account = g_ptr_array_index (accounts, i);

      printf ("%s\t%s\t%s\t%s\t%s\n",
              account->name,
              account->agency,
              account->role,
              account->office != NULL ? account->office : "-",
              account->is_disabled ? "disabled" : "enabled");
    }

  return AMIA_EXIT_DONE;
}

int
amia_user_command (char **arguments)
{
  static const AmiaSubcommand commands[] = {
    { "add", add_user },
    { "passwd", change_password },
    { "list", list_users },
    { "disable", disable_user },
    { "enable", enable_user },
    { "move", move_user },
    { NULL },
  };

  return amia_command_choose (commands, arguments);
}
