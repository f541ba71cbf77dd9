/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "amia-command.h"

/* The program `amia-server`: which command is meant. */

static const char usage[] =
    "Usage: amia-server [COMMAND] [OPTION…]\n"
    "\n"
    "  (no command)  --listen ADDR:PORT [--tls-cert FILE --tls-key FILE]\n"
    "      Serves until SIGTERM. Prints \"listening URL\" when ready; port 0 takes a free one.\n"
    "\n"
    "  user add NAME --agency FK|AF|VARD|KOMMUN --role caseworker|navigator|coach|leader|admin\n"
    "           [--office ID]           the password is one line of standard input\n"
    "  user passwd NAME                 the new one likewise\n"
    "  user disable|enable NAME         keeps what they wrote, and who may see it\n"
    "  user move NAME [--office ID]\n"
    "  user list                        name, agency, role, office, state\n"
    "\n"
    "  device list [--user NAME] [--agency A]    id, account, last contact, state\n"
    "  device show ID                   and version, position, what it has not forgotten yet\n"
    "  device revoke ID                 for good; the laptop destroys its keys at next contact\n"
    "\n"
    "  office add ID --name TEXT --agency A [--subproject TEXT]\n"
    "  office change ID [--name TEXT] [--subproject TEXT]\n"
    "  office close|open ID\n"
    "  office list                      id, agency, sub-project, state, name\n"
    "\n"
    "  audit verify [--anchor N:HASH]   prints \"ok N:HASH\", or names the first wrong entry\n"
    "  audit list [--case ID] [--from DAY] [--to DAY] [--json]\n"
    "  audit extract --case ID          what the participant is handed, in Swedish\n"
    "\n"
    "  forgets [--case ID]              who has confirmed that something is forgotten, who has not\n"
    "  escrow [--case ID]               how many changes wait there, of which case and agency\n"
    "  setting lease AGENCY [DAYS]      how long a laptop may be away before it locks\n"
    "\n"
    "  status                           where the ledger stands; after a restore, who is waited for\n"
    "  backup --to FILE                 while the server runs; writes FILE and FILE.manifest\n"
    "  restore --from FILE [--force]    checks the backup; --force sets aside what is there\n"
    "  restore --by-hand                after other tools have put a ledger back\n"
    "  confirm-restore                  gives out again, though not all laptops have been heard\n"
    "\n"
    "  compact                          laptops that were away for 90 days begin by a snapshot\n"
    "\n"
    "  migrate-ledger --from PLACE --to PLACE\n"
    "      Copies a ledger from a file to postgres://… or back, and proves that both are equal: each\n"
    "      table, its rows and their SHA-256. Stop the server first. The target has to be empty.\n"
    "\n"
    "Every command: --db FILE or postgres://…, --config FILE (else " AMIA_SERVER_SETTINGS_FILE "),\n"
    "--set KEY=VALUE for any key of that file; the command line wins.\n"
    "\n"
    "Exit status: 0 done, 1 failed (the reason is on standard error), 2 refused, or a check found\n"
    "something wrong, 64 wrong usage.\n";

int
main (int   argc,
      char *argv[])
{
  static const AmiaSubcommand commands[] = {
    { "user", amia_user_command },
    { "device", amia_device_command },
    { "office", amia_office_command },
    { "audit", amia_audit_command },
    { "setting", amia_setting_command },
    { "forgets", amia_forgets_command },
    { "escrow", amia_escrow_command },
    { "status", amia_status_command },
    { "backup", amia_backup_command },
    { "restore", amia_restore_command },
    { "confirm-restore", amia_confirm_restore_command },
    { "compact", amia_compact_command },
    { "migrate-ledger", amia_migrate_command },
  };

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

  for (gsize i = 0; argc >= 2 && i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[1], commands[i].name) == 0)
        return commands[i].run (argv + 1);
    }

  return amia_serve_command (argv);
}
