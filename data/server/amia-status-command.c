/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdio.h>

#include "amia-command.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-admin.h"
#include "amia-ledger-audit.h"
#include "amia-restore.h"

/* Where the ledger stands: what one wants to know before and after a backup or a restore. */

typedef struct
{
  AmiaLife   life;
  guint      n_missing;
  gint64     audit_id;
  guint8     audit_hash[AMIA_AUDIT_HASH_LENGTH];
  GPtrArray *accounts;
  GPtrArray *devices;
} Status;

static void
clear_status (Status *status)
{
  amia_life_clear (&status->life);
  g_clear_pointer (&status->accounts, g_ptr_array_unref);
  g_clear_pointer (&status->devices, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, clear_status)

static gboolean
read_status (AmiaLedger *ledger,
             Status     *status,
             GError    **error)
{
  if (!amia_ledger_get_life (ledger, &status->life, error) ||
      !amia_restore_count_missing (
          ledger, g_get_real_time () / 1000, &status->n_missing, error) ||
      !amia_ledger_get_audit_head (ledger, &status->audit_id, status->audit_hash, error))
    return FALSE;

  status->accounts = amia_ledger_list_accounts (ledger, error);
  if (status->accounts == NULL)
    return FALSE;

  status->devices = amia_ledger_list_devices (ledger, NULL, NULL, error);
  return status->devices != NULL;
}

static guint
count_revoked (GPtrArray *devices)
{
  guint count = 0;

  for (guint i = 0; i < devices->len; i++)
    {
      if (((AmiaDevice *) g_ptr_array_index (devices, i))->is_revoked)
        count++;
    }

  return count;
}

static void
print_status (const Status *status)
{
  g_autofree char *began = amia_command_print_time (status->life.began_ms);
  g_autofree char *hash = amia_audit_print_hash (status->audit_hash);
  guint            n_revoked = count_revoked (status->devices);

  printf ("state\t%s\n", status->life.is_closed ? "closed after a restore" : "open");
  if (status->life.is_closed)
    printf ("laptops waited for\t%u\n", status->n_missing);
  printf ("epoch\t%s\nbegan\t%s\nhead\t%" G_GINT64_FORMAT "\naudit\t%" G_GINT64_FORMAT ":%s\n",
          status->life.epoch,
          began,
          status->life.head,
          status->audit_id,
          hash);
  printf ("accounts\t%u\ndevices\t%u in use, %u revoked\n",
          status->accounts->len,
          status->devices->len - n_revoked,
          n_revoked);
}

int
amia_status_command (char **arguments)
{
  g_auto (AmiaCommandLine) line = { NULL };
  g_auto (Status) status = { 0 };
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  int code = amia_command_read (arguments, NULL, &line);

  if (code != AMIA_EXIT_DONE)
    return code;
  if (line.words[0] != NULL)
    return amia_command_misuse ("There is an argument too many");

  code = amia_command_open (&line, &ledger);
  if (code != AMIA_EXIT_DONE)
    return code;

  if (!read_status (ledger, &status, &error))
    return amia_command_fail ("%s", error->message);

  print_status (&status);
  return AMIA_EXIT_DONE;
}
