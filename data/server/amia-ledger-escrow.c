/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-escrow.h"

#include "amia-ledger-class.h"

/* The methods of the interface about escrow and citations: each calls its slot. */

gboolean
amia_ledger_append_escrow (AmiaLedger          *ledger,
                           const AmiaEscrowRow *row,
                           GError             **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->append_escrow (ledger, row, error);
}

gboolean
amia_ledger_remove_escrow (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          n,
                           GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->remove_escrow (ledger, device, n, error);
}

gboolean
amia_ledger_refuse_escrow (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          n,
                           GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->refuse_escrow (ledger, device, n, error);
}

gboolean
amia_ledger_find_escrow (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64          n,
                         AmiaEscrowRow **row,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_escrow (ledger, device, n, row, error);
}

GPtrArray *
amia_ledger_list_escrow (AmiaLedger     *ledger,
                         const AmiaUuid *scope,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_escrow (ledger, scope, error);
}

void
amia_escrow_count_free (AmiaEscrowCount *count)
{
  if (count == NULL)
    return;

  g_free (count->agency);
  g_free (count);
}

GPtrArray *
amia_ledger_count_escrow (AmiaLedger     *ledger,
                          const AmiaUuid *scope,
                          GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->count_escrow (ledger, scope, error);
}

gboolean
amia_ledger_list_escrowed (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           gint64          from,
                           gint64          to,
                           GArray         *escrowed,
                           GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (escrowed != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_escrowed (ledger, device, from, to, escrowed, error);
}

gboolean
amia_ledger_find_change (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64          n,
                         AmiaChange    **change,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_change (ledger, device, n, change, error);
}

gboolean
amia_ledger_find_number (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64          n,
                         gint64         *seq,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (seq != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_number (ledger, device, n, seq, error);
}

gboolean
amia_ledger_list_shown (AmiaLedger     *ledger,
                        const AmiaUuid *device,
                        gint64          from,
                        gint64          to,
                        GArray         *shown,
                        GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (shown != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_shown (ledger, device, from, to, shown, error);
}

gboolean
amia_ledger_put_citation (AmiaLedger     *ledger,
                          const AmiaUuid *source,
                          const AmiaUuid *scope,
                          GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (source != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_citation (ledger, source, scope, error);
}

GArray *
amia_ledger_list_citations (AmiaLedger     *ledger,
                            const AmiaUuid *source,
                            GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (source != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_citations (ledger, source, error);
}

gboolean
amia_ledger_put_awaited (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         gint64          n,
                         const AmiaUuid *scope,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_awaited (ledger, device, n, scope, error);
}

GArray *
amia_ledger_list_awaited (AmiaLedger     *ledger,
                          const AmiaUuid *device,
                          gint64          n,
                          GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (device != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_awaited (ledger, device, n, error);
}
