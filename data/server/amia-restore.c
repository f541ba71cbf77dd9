/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-restore.h"

#include "amia-audit.h"
#include "amia-ledger-restore.h"
#include "amia-sync-request.h"

/* Closing and opening lives of the log. What a laptop does about it stands in amia-rounds.c. */

gboolean
amia_restore_begin_life (AmiaLedger *ledger,
                         const char *reason,
                         gint64      now_ms,
                         GError    **error)
{
  AmiaUuid         random = amia_uuid_new_random ();
  char             epoch[AMIA_UUID_HEX_LENGTH + 1];
  g_autofree char *detail = NULL;
  AmiaAuditFact    fact = { 0 };

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (reason != NULL, FALSE);

  amia_uuid_print_hex (&random, epoch);
  detail = g_strdup_printf ("epoch=%s reason=%s", epoch, reason);
  fact.kind = AMIA_AUDIT_LIFE;
  fact.detail = detail;
  return amia_ledger_begin_life (ledger, epoch, now_ms, error) &&
         amia_ledger_set_closed (ledger, TRUE, error) &&
         amia_audit_append (ledger, &fact, now_ms, error);
}

gboolean
amia_restore_count_missing (AmiaLedger *ledger,
                            gint64      now_ms,
                            guint      *count,
                            GError    **error)
{
  g_auto (AmiaLife) life = { NULL };

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  *count = 0;
  if (!amia_ledger_get_life (ledger, &life, error))
    return FALSE;

  return !life.is_closed ||
         amia_ledger_count_missing (
             ledger, life.began_ms - AMIA_RESTORE_WAIT_MS, now_ms, count, error);
}

gboolean
amia_restore_take_remains (AmiaTeams      *teams,
                           const AmiaLife *life,
                           const char     *user,
                           const GArray   *receipts,
                           GError        **error)
{
  g_return_val_if_fail (teams != NULL, FALSE);
  g_return_val_if_fail (life != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (receipts != NULL, FALSE);

  if (!life->is_set_back || life->is_closed)
    return TRUE;

  for (guint i = 0; i < receipts->len; i++)
    {
      const AmiaWireReceipt *receipt = &g_array_index (receipts, AmiaWireReceipt, i);

      if (receipt->generation == 0 && !amia_uuid_is_nil (&receipt->scope) &&
          !amia_teams_shut_out (teams, user, &receipt->scope, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
open_life (AmiaLedger *ledger,
           gint64      now_ms,
           GError    **error)
{
  AmiaAuditFact fact = { 0 };

  fact.kind = AMIA_AUDIT_RESTORE;
  fact.detail = "action=confirm";
  return amia_ledger_set_closed (ledger, FALSE, error) &&
         amia_audit_append (ledger, &fact, now_ms, error);
}

gboolean
amia_restore_confirm (AmiaLedger *ledger,
                      gint64      now_ms,
                      gboolean   *was_closed,
                      GError    **error)
{
  g_auto (AmiaLife) life = { NULL };

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  if (!amia_ledger_get_life (ledger, &life, error))
    return FALSE;
  if (was_closed != NULL)
    *was_closed = life.is_closed;
  if (!life.is_closed)
    return TRUE;

  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!open_life (ledger, now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }
  return amia_ledger_commit (ledger, error);
}
