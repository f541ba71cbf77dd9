/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "amia-audit.h"
#include "amia-backup.h"
#include "amia-command.h"
#include "amia-ledger-accounts.h"
#include "amia-restore.h"

/* backup, restore and confirm-restore. A ledger in PostgreSQL has that database's own tools, which
 * do it better: their names are said, and only what is AMiA's own about it is done here. */

static gboolean
is_postgres (const AmiaCommandLine *line)
{
  return line->settings->db != NULL && (g_str_has_prefix (line->settings->db, "postgres://") ||
                                        g_str_has_prefix (line->settings->db, "postgresql://"));
}

static int
read_line (char              **arguments,
           const GOptionEntry *entries,
           AmiaCommandLine    *line)
{
  int status = amia_command_read (arguments, entries, line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (line->words[0] != NULL)
    return amia_command_misuse ("There is an argument too many");
  if (line->settings->db == NULL)
    return amia_command_misuse ("--db PATH is missing");

  return AMIA_EXIT_DONE;
}

static gboolean
note_backup (const AmiaCommandLine *line,
             const AmiaBackup      *backup,
             GError               **error)
{
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autofree char    *detail = g_strdup_printf ("head=%" G_GINT64_FORMAT " sha256=%s by=%s",
                                                backup->head,
                                                backup->sha256,
                                                g_get_user_name ());
  const AmiaAuditFact fact = { .kind = AMIA_AUDIT_BACKUP, .detail = detail };

  return amia_command_open (line, &ledger) == AMIA_EXIT_DONE &&
         amia_audit_write (ledger, &fact, g_get_real_time () / 1000, error);
}

int
amia_backup_command (char **arguments)
{
  g_autofree char   *to = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, NULL, NULL },
    { NULL },
  };
  g_auto (AmiaCommandLine) line = { NULL };
  g_auto (AmiaBackup) backup = { NULL };
  g_autoptr (GError) error = NULL;
  int status = read_line (arguments, entries, &line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if (to == NULL)
    return amia_command_misuse ("--to FILE is missing");
  if (is_postgres (&line))
    return amia_command_refuse ("PostgreSQL makes its own backups: pg_dump --format=custom "
                                "--file=%s DATABASE, or an archive of its write-ahead log",
                                to);

  (void) umask (077);
  if (!amia_backup_write (line.settings->db, to, g_get_real_time () / 1000, &backup, &error))
    return g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_EXIST)
               ? amia_command_refuse ("%s", error->message)
               : amia_command_fail ("%s", error->message);
  if (!note_backup (&line, &backup, &error))
    return amia_command_fail ("The backup was made, but not noted in the audit: %s",
                              error != NULL ? error->message : "the ledger does not open");

  printf ("made\t%s\nepoch\t%s\nhead\t%" G_GINT64_FORMAT "\naudit\t%s\nsha256\t%s\n",
          backup.made,
          backup.epoch,
          backup.head,
          backup.audit,
          backup.sha256);
  return AMIA_EXIT_DONE;
}

/* Has anything been done with the ledger? */
static int
check_empty (const AmiaCommandLine *line,
             gboolean              *is_empty)
{
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (AmiaLife) life = { NULL };
  int status;

  *is_empty = TRUE;
  if (!g_file_test (line->settings->db, G_FILE_TEST_EXISTS))
    return AMIA_EXIT_DONE;

  status = amia_command_open (line, &ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  accounts = amia_ledger_list_accounts (ledger, &error);
  if (accounts == NULL || !amia_ledger_get_life (ledger, &life, &error))
    return amia_command_fail ("%s", error->message);

  *is_empty = accounts->len == 0 && life.head == 0;
  return AMIA_EXIT_DONE;
}

static int
put_back (const AmiaCommandLine *line,
          const char            *from,
          gboolean               is_forced)
{
  g_auto (AmiaBackup) backup = { NULL };
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_empty = FALSE;
  int      status;

  if (!amia_backup_read (from, &backup, &error))
    return amia_command_fail ("%s", error->message);

  /* With --force also a ledger that does not open any more makes room. */
  status = is_forced ? AMIA_EXIT_DONE : check_empty (line, &is_empty);
  if (status != AMIA_EXIT_DONE)
    return status;
  if (!is_forced && !is_empty)
    return amia_command_refuse ("There is a ledger at %s; --force sets it aside",
                                line->settings->db);

  (void) umask (077);
  if (!amia_backup_restore (from,
                            &backup,
                            line->settings->db,
                            g_get_real_time () / 1000,
                            &set_aside,
                            &error))
    return amia_command_fail ("%s", error->message);

  printf ("restored\t%s\nhead\t%" G_GINT64_FORMAT "\n", backup.made, backup.head);
  if (set_aside != NULL)
    printf ("set aside\t%s\n", set_aside);
  return AMIA_EXIT_DONE;
}

static gboolean
begin_life_cb (AmiaLedger *ledger,
               gpointer    data,
               GError    **error)
{
  return amia_restore_begin_life (ledger, "restore", g_get_real_time () / 1000, error);
}

/* The ledger was put back with other tools: what is left is to close it. */
static int
close_by_hand (const AmiaCommandLine *line)
{
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  int status = amia_command_open (line, &ledger);

  if (status != AMIA_EXIT_DONE)
    return status;

  if (!amia_command_change (ledger,
                            begin_life_cb,
                            NULL,
                            AMIA_AUDIT_RESTORE,
                            "action=by-hand",
                            &error))
    return amia_command_fail ("%s", error->message);

  return AMIA_EXIT_DONE;
}

int
amia_restore_command (char **arguments)
{
  g_autofree char   *from = NULL;
  gboolean           is_forced = FALSE;
  gboolean           is_by_hand = FALSE;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, NULL, NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &is_forced, NULL, NULL },
    { "by-hand", 0, 0, G_OPTION_ARG_NONE, &is_by_hand, NULL, NULL },
    { NULL },
  };
  g_auto (AmiaCommandLine) line = { NULL };
  int status = read_line (arguments, entries, &line);

  if (status != AMIA_EXIT_DONE)
    return status;
  if ((from != NULL) == is_by_hand)
    return amia_command_misuse ("restore wants --from FILE, or --by-hand when other tools have done "
                                "it");
  if (is_by_hand)
    return close_by_hand (&line);
  if (is_postgres (&line))
    return amia_command_refuse ("PostgreSQL restores its own backups: pg_restore --clean "
                                "--dbname=DATABASE %s; then amia-server restore --by-hand",
                                from);

  return put_back (&line, from, is_forced);
}

int
amia_confirm_restore_command (char **arguments)
{
  g_auto (AmiaCommandLine) line = { NULL };
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  gboolean was_closed;
  guint    n_missing;
  gint64   now_ms = g_get_real_time () / 1000;
  int      status = read_line (arguments, NULL, &line);

  if (status == AMIA_EXIT_DONE)
    status = amia_command_open (&line, &ledger);
  if (status != AMIA_EXIT_DONE)
    return status;

  if (!amia_restore_count_missing (ledger, now_ms, &n_missing, &error) ||
      !amia_restore_confirm (ledger, now_ms, &was_closed, &error))
    return amia_command_fail ("%s", error->message);

  if (was_closed)
    printf ("open\tlaptops that had not brought back everything: %u\n", n_missing);
  else
    printf ("open\tthere was nothing to confirm\n");
  return AMIA_EXIT_DONE;
}
