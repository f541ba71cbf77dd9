/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-peers.h"

#include "amia-ledger-class.h"

/* The methods of the interface about other servers on the same ledger: each calls its slot. */

gboolean
amia_ledger_begin_read (AmiaLedger *ledger,
                        GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->begin_read (ledger, error);
}

void
amia_ledger_end_read (AmiaLedger *ledger)
{
  g_return_if_fail (AMIA_IS_LEDGER (ledger));

  AMIA_LEDGER_GET_CLASS (ledger)->end_read (ledger);
}

gboolean
amia_ledger_is_remote (AmiaLedger *ledger)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->is_remote (ledger);
}

gboolean
amia_ledger_expect_records (AmiaLedger *ledger,
                            GArray     *ids,
                            GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->expect_records (ledger, ids, error);
}

gboolean
amia_ledger_notify (AmiaLedger *ledger,
                    GPtrArray  *wake,
                    GPtrArray  *progress,
                    GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (wake != NULL, FALSE);
  g_return_val_if_fail (progress != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->notify (ledger, wake, progress, error);
}

AmiaListener *
amia_ledger_listen (AmiaLedger    *ledger,
                    AmiaNoticeFunc func,
                    gpointer       user_data)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->listen (ledger, func, user_data);
}
