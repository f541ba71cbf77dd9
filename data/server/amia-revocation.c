/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-revocation.h"

#include "amia-ledger-restore.h"

/* A lost laptop, in one transaction. */

gboolean
amia_revocation_write (AmiaLedger          *ledger,
                       const AmiaAuditFact *fact,
                       gint64               now_ms,
                       GError             **error)
{
  AmiaAuditFact entry;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (fact != NULL && fact->device != NULL, FALSE);

  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  entry = *fact;
  entry.kind = AMIA_AUDIT_REVOKE;
  if (!amia_ledger_shut_out (ledger, fact->device, error) ||
      !amia_audit_append (ledger, &entry, now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}
