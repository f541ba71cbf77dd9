/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-floor.h"

#include "amia-ledger-class.h"

/* The methods of the interface about snapshots and the floor: each calls its slot. */

gboolean
amia_ledger_set_floor (AmiaLedger *ledger,
                       gint64      floor,
                       GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (floor >= 0, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_floor (ledger, floor, error);
}

gboolean
amia_ledger_find_lowest_since (AmiaLedger *ledger,
                               gint64      seen_after_ms,
                               gint64     *since,
                               GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (since != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->find_lowest_since (ledger, seen_after_ms, since, error);
}

GArray *
amia_ledger_list_written_scopes (AmiaLedger *ledger,
                                 const char *user,
                                 GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (user != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_written_scopes (ledger, user, error);
}
