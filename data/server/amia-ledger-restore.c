/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-restore.h"

#include "amia-ledger-class.h"

/* The methods of the interface about lives that were set back: each calls its slot. */

gboolean
amia_ledger_set_closed (AmiaLedger *ledger,
                        gboolean    is_closed,
                        GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_closed (ledger, is_closed, error);
}

gboolean
amia_ledger_mark_set_back (AmiaLedger *ledger,
                           GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->mark_set_back (ledger, error);
}

gboolean
amia_ledger_count_missing (AmiaLedger *ledger,
                           gint64      seen_after_ms,
                           gint64      now_ms,
                           guint      *count,
                           GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->count_missing (ledger, seen_after_ms, now_ms, count,
                                                        error);
}

gboolean
amia_ledger_end_tokens (AmiaLedger *ledger,
                        GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->end_tokens (ledger, error);
}

gboolean
amia_ledger_set_safeguard (AmiaLedger *ledger,
                           const char *id,
                           GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_safeguard (ledger, id, error);
}

gboolean
amia_ledger_put_ended (AmiaLedger          *ledger,
                       const AmiaEndedFact *fact,
                       GError             **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (fact != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_ended (ledger, fact, error);
}

gboolean
amia_ledger_drop_ended (AmiaLedger     *ledger,
                        const AmiaUuid *device,
                        gint64          n,
                        GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->drop_ended (ledger, device, n, error);
}

GPtrArray *
amia_ledger_list_ended (AmiaLedger     *ledger,
                        const AmiaUuid *scope,
                        GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_ended (ledger, scope, error);
}

gboolean
amia_ledger_shut_out (AmiaLedger     *ledger,
                      const AmiaUuid *device,
                      GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->shut_out (ledger, device, error);
}

gboolean
amia_ledger_is_shut_out (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gboolean       *is_so,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (is_so != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->is_shut_out (ledger, device, is_so, error);
}
