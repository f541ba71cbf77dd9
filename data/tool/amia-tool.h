/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/*
 * What the commands of amia-tool share. Each command is a function in a file for its family; main.c
 * has the table.
 */

/**
 * AmiaExit:
 * @AMIA_EXIT_DONE: it was done
 * @AMIA_EXIT_FAILED: it was not; the reason stands on standard error
 * @AMIA_EXIT_PARTLY: `form check`: some parts are not supported; `sync --check`: something still
 *   differs from the server's; `import-selection`: some rows were not taken
 * @AMIA_EXIT_REVOKED: `sync`: the server has shut this device out, and the replica's keys are gone
 * @AMIA_EXIT_USAGE: it was called wrongly (EX_USAGE of sysexits.h)
 *
 * What a command ends with.
 */
typedef enum
{
  AMIA_EXIT_DONE = 0,
  AMIA_EXIT_FAILED = 1,
  AMIA_EXIT_PARTLY = 2,
  AMIA_EXIT_REVOKED = 3,
  AMIA_EXIT_USAGE = 64,
} AmiaExit;

/**
 * AmiaToolArguments:
 * @words: (array zero-terminated=1): what stands on the line besides options
 * @n_words: how many
 *
 * A command's line, after amia_tool_parse().
 */
typedef struct
{
  char **words;
  guint  n_words;
} AmiaToolArguments;

void amia_tool_arguments_clear (AmiaToolArguments *arguments);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaToolArguments, amia_tool_arguments_clear)

/**
 * amia_tool_parse:
 * @arguments: (out): what stands on the line besides options
 * @argv: the command and what follows it
 * @entries: (nullable): its options
 * @n_words_min: how many other words it must have
 * @n_words_max: how many other words it may have
 *
 * Reads a command's line. When it is wrong, says so on standard error together with the usage.
 *
 * Returns: %TRUE, or %FALSE if the command is to end with %AMIA_EXIT_USAGE
 */
gboolean amia_tool_parse (AmiaToolArguments  *arguments,
                          char              **argv,
                          const GOptionEntry *entries,
                          guint               n_words_min,
                          guint               n_words_max) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_tool_fail:
 * @format: why, as for printf
 *
 * Says on standard error why it could not be done.
 *
 * Returns: %AMIA_EXIT_FAILED
 */
int amia_tool_fail (const char *format,
                    ...) G_GNUC_PRINTF (1, 2);

/**
 * amia_tool_misuse:
 * @format: what was wrong with the line, as for printf
 *
 * Returns: %AMIA_EXIT_USAGE
 */
int amia_tool_misuse (const char *format,
                      ...) G_GNUC_PRINTF (1, 2);

/**
 * amia_tool_read_passphrase:
 * @passphrase: (out) (transfer full) (nullable): the first line of the file that the environment
 *   variable AMIA_PASSPHRASE_FILE names, %NULL if it is not set
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE if the variable is set and the file can't be read or has no first line
 */
gboolean amia_tool_read_passphrase (char   **passphrase,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_tool_read_passphrase_of:
 * @variable: an environment variable that names a file
 * @passphrase: (out) (transfer full) (nullable): that file's first line, %NULL if it is not set
 * @error: return location
 *
 * amia_tool_read_passphrase() for other passphrases than the replica's.
 *
 * Returns: %TRUE, or %FALSE if it is set and the file can't be read or has no first line
 */
gboolean amia_tool_read_passphrase_of (const char *variable,
                                       char      **passphrase,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_tool_open:
 * @path: a replica
 *
 * Opens it, with the passphrase if it was made with one; a passphrase that is not needed is left
 * alone; and hides what ended by date since it was last open. Says on standard error why if that
 * fails.
 *
 * Returns: (transfer full) (nullable): the store
 */
AmiaStore *amia_tool_open (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_tool_parse_id:
 * @name: the option's name
 * @text: (nullable): what stood there
 * @id: (out): the id
 *
 * Returns: %TRUE if @text is %NULL or an id; else says so on standard error
 */
gboolean amia_tool_parse_id (const char *name,
                             const char *text,
                             AmiaUuid   *id) G_GNUC_WARN_UNUSED_RESULT;

/* --- The commands; each returns an AmiaExit --------------------------------------------------- */

int amia_tool_init (char **argv);
int amia_tool_verify (char **argv);
int amia_tool_salvage (char **argv);
int amia_tool_put (char **argv);
int amia_tool_get (char **argv);
int amia_tool_log (char **argv);
int amia_tool_search (char **argv);
int amia_tool_login (char **argv);
int amia_tool_logout (char **argv);
int amia_tool_sync (char **argv);
int amia_tool_seed (char **argv);
int amia_tool_form (char **argv);
int amia_tool_passphrase (char **argv);
int amia_tool_recover (char **argv);
int amia_tool_recovery_keygen (char **argv);
int amia_tool_wipe (char **argv);
int amia_tool_rescue (char **argv);
int amia_tool_attach (char **argv);
int amia_tool_blob (char **argv);
int amia_tool_calendar (char **argv);
int amia_tool_consent (char **argv);
int amia_tool_due (char **argv);
int amia_tool_status (char **argv);
int amia_tool_print (char **argv);
int amia_tool_process (char **argv);
int amia_tool_proposals (char **argv);
int amia_tool_survey (char **argv);
int amia_tool_import_selection (char **argv);
int amia_tool_close (char **argv);

G_END_DECLS
