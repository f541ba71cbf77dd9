/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-revocation.h"

#include "amia-ledger-restore.h"

/* A lost laptop: first to the safeguard, then in one transaction. */

static gboolean
shut_out (AmiaLedger          *ledger,
          AmiaSafeguard       *safeguard,
          const AmiaAuditFact *fact,
          gint64               now_ms,
          GError             **error)
{
  AmiaAuditFact entry = *fact;

  entry.kind = AMIA_AUDIT_REVOKE;
  if (safeguard != NULL)
    amia_safeguard_note_revoked (safeguard, fact->device);

  return amia_ledger_shut_out (ledger, fact->device, error) &&
         amia_audit_append (ledger, &entry, now_ms, error) &&
         (safeguard == NULL || amia_safeguard_flush (safeguard, error));
}

gboolean
amia_revocation_write (AmiaLedger          *ledger,
                       AmiaSafeguard       *safeguard,
                       const AmiaAuditFact *fact,
                       gint64               now_ms,
                       GError             **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (fact != NULL && fact->device != NULL, FALSE);

  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!shut_out (ledger, safeguard, fact, now_ms, error))
    {
      if (safeguard != NULL)
        amia_safeguard_discard (safeguard);
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}
