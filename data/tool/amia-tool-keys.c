/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-store-keys.h"
#include "amia-tool.h"

/* Who can open a replica: `passphrase`, `recover`, `recovery-keygen`. Passphrases come from files
 * that the environment names, never from the line: other users of a machine see those. */

#define NEW_PASSPHRASE "AMIA_NEW_PASSPHRASE_FILE"

static gboolean
read_new_passphrase (char **passphrase)
{
  g_autoptr (GError) error = NULL;

  if (!amia_tool_read_passphrase_of (NEW_PASSPHRASE, passphrase, &error))
    {
      amia_tool_fail ("%s", error->message);
      return FALSE;
    }
  if (*passphrase == NULL)
    amia_tool_fail ("the new passphrase is wanted: name the file that holds it in " NEW_PASSPHRASE);

  return *passphrase != NULL;
}

static void
clear_passphrase (char *passphrase)
{
  if (passphrase != NULL)
    explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

static int
run_passphrase (const char *path,
                const char *public_path,
                const char *passphrase)
{
  char    *next = NULL;
  gboolean is_changed;
  g_autoptr (GError) error = NULL;

  if (public_path != NULL)
    return amia_store_add_recovery (path, passphrase, public_path, &error)
               ? AMIA_EXIT_DONE
               : amia_tool_fail ("%s", error->message);

  if (!read_new_passphrase (&next))
    return AMIA_EXIT_FAILED;
  is_changed = amia_store_change_passphrase (path, passphrase, next, &error);
  clear_passphrase (next);
  return is_changed ? AMIA_EXIT_DONE : amia_tool_fail ("%s", error->message);
}

int
amia_tool_passphrase (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *public_path = NULL;
  char            *passphrase = NULL;
  int              code;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "add-recovery-key", 0, 0, G_OPTION_ARG_FILENAME, &public_path, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (!amia_tool_read_passphrase (&passphrase, &error))
    return amia_tool_fail ("%s", error->message);
  if (passphrase == NULL)
    return amia_tool_fail ("%s needs its passphrase: name the file that holds it in "
                           "AMIA_PASSPHRASE_FILE",
                           arguments.words[0]);

  code = run_passphrase (arguments.words[0], public_path, passphrase);
  clear_passphrase (passphrase);
  return code;
}

int
amia_tool_recover (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *secret_path = NULL;
  char            *next = NULL;
  gboolean         is_open;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "recovery-key", 0, 0, G_OPTION_ARG_FILENAME, &secret_path, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (secret_path == NULL)
    return amia_tool_misuse ("recover needs --recovery-key FILE");
  if (!read_new_passphrase (&next))
    return AMIA_EXIT_FAILED;

  is_open = amia_store_recover (arguments.words[0], secret_path, next, &error);
  clear_passphrase (next);
  return is_open ? AMIA_EXIT_DONE : amia_tool_fail ("%s", error->message);
}

int
amia_tool_recovery_keygen (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *public_path = NULL;
  g_autofree char *secret_path = NULL;
  g_autoptr (GError) error = NULL;

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;

  public_path = g_strconcat (arguments.words[0], ".pub", NULL);
  secret_path = g_strconcat (arguments.words[0], ".key", NULL);
  if (!amia_store_generate_recovery (public_path, secret_path, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("%s goes on every laptop, %s on none\n", public_path, secret_path);
  return AMIA_EXIT_DONE;
}
