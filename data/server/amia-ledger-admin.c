/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-admin.h"

#include "amia-ledger-class.h"

/* The methods of the interface for those who look after the server: each calls its slot. */

gboolean
amia_ledger_set_disabled (AmiaLedger *ledger,
                          const char *name,
                          gboolean    is_disabled,
                          gboolean   *is_found,
                          GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (is_found != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_disabled (ledger, name, is_disabled, is_found, error);
}

gboolean
amia_ledger_set_office (AmiaLedger *ledger,
                        const char *name,
                        const char *office,
                        gboolean   *is_found,
                        GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (is_found != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_office (ledger, name, office, is_found, error);
}

gboolean
amia_ledger_put_office (AmiaLedger       *ledger,
                        const AmiaOffice *office,
                        GError          **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (office != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_office (ledger, office, error);
}

GPtrArray *
amia_ledger_list_offices (AmiaLedger *ledger,
                          GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_offices (ledger, error);
}

GPtrArray *
amia_ledger_list_devices (AmiaLedger *ledger,
                          const char *user,
                          const char *agency,
                          GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_devices (ledger, user, agency, error);
}
