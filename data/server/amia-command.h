/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The commands of the program `amia-server`. Each gets its arguments without the program's name and
 * returns the exit status: */

#define AMIA_EXIT_DONE   0
#define AMIA_EXIT_FAILED 1  /* the reason is on standard error */
#define AMIA_EXIT_USAGE  64 /* so is how to say it right */

/**
 * amia_serve_command:
 * @arguments: (array zero-terminated=1): `--db PATH --listen ADDR:PORT [--tls-cert F --tls-key F]`
 *
 * Serves until SIGTERM or SIGINT. Prints `listening URL` when ready.
 *
 * Returns: the exit status
 */
int amia_serve_command (char **arguments);

/**
 * amia_user_command:
 * @arguments: (array zero-terminated=1): `add NAME --agency A --role R --db PATH`,
 *   `passwd NAME --db PATH` or `list --db PATH`
 *
 * Looks after accounts, also while a server runs on the same ledger. Passwords are one line on
 * standard input.
 *
 * Returns: the exit status
 */
int amia_user_command (char **arguments);

/**
 * amia_command_fail:
 * @format: what went wrong
 * @...: its parts
 *
 * Says so on standard error.
 *
 * Returns: %AMIA_EXIT_FAILED
 */
int amia_command_fail (const char *format,
                       ...) G_GNUC_PRINTF (1, 2);

/**
 * amia_command_misuse:
 * @format: what was wrong about the call
 * @...: its parts
 *
 * Says so on standard error, and how to ask for help.
 *
 * Returns: %AMIA_EXIT_USAGE
 */
int amia_command_misuse (const char *format,
                         ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
