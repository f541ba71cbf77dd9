/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-share.h"

#include "amia-ledger-class.h"

/* The methods of the interface about what laptops hold: each calls its slot. */

gboolean
amia_ledger_ask_to_forget (AmiaLedger     *ledger,
                           const char     *user,
                           const AmiaUuid *scope,
                           gint64          generation,
                           gint64          now_ms,
                           GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->ask_to_forget (ledger,
                                                        user,
                                                        scope,
                                                        generation,
                                                        now_ms,
                                                        error);
}

gboolean
amia_ledger_put_receipt (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         const AmiaUuid *scope,
                         gint64          generation,
                         gint64          now_ms,
                         gboolean       *is_news,
                         GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);
  g_return_val_if_fail (is_news != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_receipt (ledger,
                                                      device,
                                                      scope,
                                                      generation,
                                                      now_ms,
                                                      is_news,
                                                      error);
}

GPtrArray *
amia_ledger_list_unforgotten (AmiaLedger     *ledger,
                              const AmiaUuid *device,
                              GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (device != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_unforgotten (ledger, device, error);
}

GPtrArray *
amia_ledger_list_forgets (AmiaLedger     *ledger,
                          const AmiaUuid *scope,
                          GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_forgets (ledger, scope, error);
}

gboolean
amia_ledger_put_opened (AmiaLedger     *ledger,
                        const AmiaUuid *case_id,
                        const char     *user,
                        gint64          position,
                        gint64          seq,
                        GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->put_opened (ledger, case_id, user, position, seq, error);
}

gboolean
amia_ledger_get_opened (AmiaLedger     *ledger,
                        const AmiaUuid *case_id,
                        const char     *user,
                        gint64         *position,
                        GError        **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->get_opened (ledger, case_id, user, position, error);
}

gboolean
amia_ledger_list_opened (AmiaLedger *ledger,
                         const char *user,
                         gint64      after,
                         gint64      until,
                         GArray     *opened,
                         GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (opened != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->list_opened (ledger, user, after, until, opened, error);
}

gboolean
amia_ledger_set_lease (AmiaLedger *ledger,
                       const char *agency,
                       int         days,
                       GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (agency != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->set_lease (ledger, agency, days, error);
}

gboolean
amia_ledger_get_lease (AmiaLedger *ledger,
                       const char *agency,
                       int        *days,
                       GError    **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (agency != NULL, FALSE);
  g_return_val_if_fail (days != NULL, FALSE);

  return AMIA_LEDGER_GET_CLASS (ledger)->get_lease (ledger, agency, days, error);
}
