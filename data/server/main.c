/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "amia-command.h"

/* The program `amia-server`: which command is meant. */

static const char usage[] =
    "Usage:\n"
    "  amia-server --db PATH --listen ADDR:PORT [--tls-cert FILE --tls-key FILE]\n"
    "      Serves until SIGTERM. Prints \"listening URL\" when ready; port 0 takes a free one.\n"
    "  amia-server user add NAME --agency FK|AF|VARD|KOMMUN\n"
    "      --role caseworker|navigator|coach|leader|admin --db PATH\n"
    "      Adds an account, with the password from standard input (one line).\n"
    "  amia-server user passwd NAME --db PATH\n"
    "      Changes the password, the new one from standard input.\n"
    "  amia-server user list --db PATH\n"
    "      Prints name, agency and role of every account.\n"
    "\n"
    "Exit status: 0 done, 1 failed (the reason is on standard error), 64 wrong usage.\n";

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
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");

  if (argc >= 2 && strcmp (argv[1], "--help") == 0)
    {
      fputs (usage, stdout);
      return AMIA_EXIT_DONE;
    }
  if (argc >= 2 && strcmp (argv[1], "--version") == 0)
    {
      puts ("amia-server " AMIA_VERSION);
      return AMIA_EXIT_DONE;
    }
  if (argc >= 2 && strcmp (argv[1], "user") == 0)
    return amia_user_command (argv + 2);

  return amia_serve_command (argv);
}
