/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-tool"

#include "config.h"

#include <stdio.h>

#include "amia-tool.h"

/* A replica as a whole: making one, checking one, saving what can be saved of one. */

static gboolean
is_agency (const char *agency)
{
  static const char *const agencies[] = { "FK", "AF", "VARD", "KOMMUN", NULL };

  return g_strv_contains (agencies, agency);
}

int
amia_tool_init (char **argv)
{
  g_autofree char *user = NULL;
  g_autofree char *agency = NULL;
  g_autofree char *passphrase = NULL;
  gboolean         is_unencrypted = FALSE;
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStore) store = NULL;
  const GOptionEntry entries[] = {
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &user, NULL, NULL },
    { "agency", 0, 0, G_OPTION_ARG_FILENAME, &agency, NULL, NULL },
    { "unencrypted", 0, 0, G_OPTION_ARG_NONE, &is_unencrypted, NULL, NULL },
    { NULL },
  };

  if (!amia_tool_parse (&arguments, argv, entries, 1, 1))
    return AMIA_EXIT_USAGE;
  if (user == NULL || user[0] == '\0' || agency == NULL)
    return amia_tool_misuse ("init needs --user NAME and --agency FK|AF|VARD|KOMMUN");
  if (!is_agency (agency))
    return amia_tool_misuse ("--agency is FK, AF, VARD or KOMMUN, not “%s”", agency);
  if (!is_unencrypted && !amia_tool_read_passphrase (&passphrase, &error))
    return amia_tool_fail ("%s", error->message);
  if (passphrase == NULL && !is_unencrypted)
    return amia_tool_misuse ("init needs a passphrase, in the file that AMIA_PASSPHRASE_FILE "
                             "names, or --unencrypted");

  store = amia_store_create (arguments.words[0], user, agency, passphrase, &error);
  return store != NULL ? AMIA_EXIT_DONE : amia_tool_fail ("%s", error->message);
}

int
amia_tool_verify (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GString) report = g_string_new (NULL);

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((store = amia_tool_open (arguments.words[0])) == NULL)
    return AMIA_EXIT_FAILED;
  if (!amia_store_verify (store, report, &error))
    return amia_tool_fail ("%s", error->message);

  fputs (report->len > 0 ? report->str : "ok\n", stdout);
  return report->len > 0 ? AMIA_EXIT_FAILED : AMIA_EXIT_DONE;
}

int
amia_tool_salvage (char **argv)
{
  g_auto (AmiaToolArguments) arguments = { 0 };
  g_autofree char *passphrase = NULL;
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  if (!amia_tool_parse (&arguments, argv, NULL, 1, 1))
    return AMIA_EXIT_USAGE;
  if ((amia_store_needs_passphrase (arguments.words[0]) &&
       !amia_tool_read_passphrase (&passphrase, &error)) ||
      !amia_store_salvage (arguments.words[0], passphrase, &n_changes, &set_aside, &error))
    return amia_tool_fail ("%s", error->message);

  printf ("%u changes saved; the damaged file is %s\n", n_changes, set_aside);
  return AMIA_EXIT_DONE;
}
