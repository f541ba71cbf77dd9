/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-audit.h"
#include "amia-server-settings.h"

G_BEGIN_DECLS

/* The commands of the program `amia-server`, and what they have in common. Each gets its arguments
 * from its own name on, and returns the exit status: */

#define AMIA_EXIT_DONE    0
#define AMIA_EXIT_FAILED  1  /* the reason is on standard error */
#define AMIA_EXIT_REFUSED 2  /* not without --force; or a check found something wrong */
#define AMIA_EXIT_USAGE   64 /* how to say it right is on standard error */

int amia_serve_command (char **arguments);
int amia_user_command (char **arguments);
int amia_device_command (char **arguments);
int amia_office_command (char **arguments);
int amia_audit_command (char **arguments);
int amia_setting_command (char **arguments);
int amia_forgets_command (char **arguments);
int amia_escrow_command (char **arguments);
int amia_status_command (char **arguments);
int amia_backup_command (char **arguments);
int amia_restore_command (char **arguments);
int amia_confirm_restore_command (char **arguments);
int amia_compact_command (char **arguments);
int amia_migrate_command (char **arguments);

/**
 * AmiaSubcommand:
 * @name: the word after the command's
 * @run: gets the rest
 *
 * A command of several.
 */
typedef struct
{
  const char *name;
  int (*run) (char **arguments);
} AmiaSubcommand;

/**
 * amia_command_choose:
 * @subcommands: what may follow, ended by an empty one
 * @arguments: (array zero-terminated=1): the command and what follows
 *
 * Runs the one that is meant.
 *
 * Returns: the exit status
 */
int amia_command_choose (const AmiaSubcommand *subcommands,
                         char                **arguments);

/**
 * AmiaCommandLine:
 * @settings: what file and options say
 * @words: (array zero-terminated=1): what is neither an option nor the command itself
 *
 * A command line that was read.
 */
typedef struct
{
  AmiaServerSettings *settings;
  char              **words;
} AmiaCommandLine;

void amia_command_line_clear (AmiaCommandLine *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaCommandLine, amia_command_line_clear)

/**
 * amia_command_read:
 * @arguments: (array zero-terminated=1): the command and what follows
 * @entries: (nullable): its own options
 * @line: (out caller-allocates): the rest
 *
 * Reads a command line: `--config FILE`, options of the settings (`--db`, `--listen`, `--tls-cert`,
 * `--tls-key`, `--safeguard`, `--trusted-proxies`, `--log-format`, `--set KEY=VALUE`) and the
 * command's own. The command line wins over the file.
 *
 * Returns: %AMIA_EXIT_DONE, or what to exit with; then it was said why
 */
int amia_command_read (char              **arguments,
                       const GOptionEntry *entries,
                       AmiaCommandLine    *line) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_command_open_or_make:
 * @line: a command line
 * @ledger: (out): the ledger that it names
 *
 * For commands by which a new server is set up.
 *
 * Returns: %AMIA_EXIT_DONE, or what to exit with; then it was said why
 */
int amia_command_open_or_make (const AmiaCommandLine *line,
                               AmiaLedger           **ledger) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_command_open:
 * @line: a command line
 * @ledger: (out): the ledger that it names, which has to be there: a mistyped path must not be
 *   found in order, or backed up night after night
 *
 * Returns: %AMIA_EXIT_DONE, or what to exit with; then it was said why
 */
int amia_command_open (const AmiaCommandLine *line,
                       AmiaLedger           **ledger) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_command_open_case:
 * @arguments: (array zero-terminated=1): the command and what follows
 * @ledger: (out): the ledger that the command line names
 * @scope: (out caller-allocates): the case that it names
 * @has_scope: (out): whether it names one
 *
 * For a command that takes nothing but `--case ID`, which may be left out: amia_command_read() and
 * amia_command_open().
 *
 * Returns: %AMIA_EXIT_DONE, or what to exit with; then it was said why
 */
int amia_command_open_case (char       **arguments,
                            AmiaLedger **ledger,
                            AmiaUuid    *scope,
                            gboolean    *has_scope) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaCommandFunc:
 * @ledger: a ledger in a transaction
 * @data: what the caller gave
 * @error: return location
 *
 * Returns: %TRUE to commit
 */
typedef gboolean (*AmiaCommandFunc) (AmiaLedger *ledger,
                                     gpointer    data,
                                     GError    **error);

/**
 * amia_command_change:
 * @ledger: a ledger
 * @func: what to do
 * @data: for @func
 * @kind: what to write into the audit
 * @detail: (nullable): more of it; who ran the program is added
 * @error: return location
 *
 * Changes the ledger and says so in its audit, in one transaction.
 *
 * Returns: %TRUE when both are on disk
 */
gboolean amia_command_change (AmiaLedger     *ledger,
                              AmiaCommandFunc func,
                              gpointer        data,
                              AmiaAuditKind   kind,
                              const char     *detail,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_command_is_agency:
 * @text: (nullable): a text
 *
 * Returns: %TRUE if it is the name of an agency
 */
gboolean amia_command_is_agency (const char *text);

/**
 * amia_command_is_name:
 * @text: a text
 *
 * Whether something may be called so: letters, digits and `. _ - @`, up to 64 bytes: what one can
 * type at any sign-in, and tell apart on a page.
 *
 * Returns: %TRUE if so
 */
gboolean amia_command_is_name (const char *text);

/**
 * amia_command_print_time:
 * @time_ms: a time
 *
 * Returns: (transfer full): it as `2026-11-22T08:00:00Z`, or `-` for 0
 */
char *amia_command_print_time (gint64 time_ms) G_GNUC_WARN_UNUSED_RESULT;

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
 * amia_command_refuse:
 * @format: what is not done, and why
 * @...: its parts
 *
 * Says so on standard error.
 *
 * Returns: %AMIA_EXIT_REFUSED
 */
int amia_command_refuse (const char *format,
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
