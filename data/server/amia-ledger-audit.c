/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-audit.h"

#include "amia-ledger-class.h"

/* The audit's methods of the interface: each calls its slot. */

gboolean
amia_ledger_take_audit_number (AmiaLedger *ledger,
                               gint64     *id,
                               guint8     *previous,
                               GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (previous != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->take_audit_number (ledger, id, previous, error);
}

gboolean
amia_ledger_get_audit_head (AmiaLedger *ledger,
                            gint64     *id,
                            guint8     *hash,
                            GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (hash != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->get_audit_head (ledger, id, hash, error);
}

gboolean
amia_ledger_append_audit (AmiaLedger           *ledger,
                          const AmiaAuditEntry *entry,
                          GError              **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->append_audit (ledger, entry, error);
}

gboolean
amia_ledger_read_audit (AmiaLedger           *ledger,
                        const AmiaAuditQuery *query,
                        AmiaAuditFunc         func,
                        gpointer              user_data,
                        GError              **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->read_audit (ledger, query, func, user_data, error);
}

gboolean
amia_ledger_mark_delivery (AmiaLedger     *ledger,
                           const AmiaUuid *device,
                           const AmiaUuid *scope,
                           const char     *day,
                           gboolean       *is_new,
                           GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);
  g_return_val_if_fail (day != NULL, FALSE);
  g_return_val_if_fail (is_new != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->mark_delivery (ledger, device, scope, day, is_new, error);
}

gboolean
amia_ledger_clear_deliveries (AmiaLedger *ledger,
                              const char *before,
                              GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (before != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->clear_deliveries (ledger, before, error);
}

gboolean
amia_ledger_mark_told (AmiaLedger     *ledger,
                       const AmiaUuid *device,
                       gint64          id,
                       gboolean       *is_new,
                       GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (is_new != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->mark_told (ledger, device, id, is_new, error);
}
