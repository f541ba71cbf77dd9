/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-asker.h"
#include "amia-ledger-accounts.h"

/* The one place where a token is looked at, for every request that comes with one. */

void
amia_asker_clear (AmiaAsker *asker)
{
  g_clear_pointer (&asker->device, amia_device_free);
  g_clear_pointer (&asker->account, amia_account_free);
}

gboolean
amia_asker_find (AmiaLedger   *ledger,
                 const guint8 *token,
                 gint64        now_ms,
                 AmiaAsker    *asker,
                 const char  **problem,
                 GError      **error)
{
  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (token != NULL, FALSE);
  g_return_val_if_fail (asker != NULL, FALSE);
  g_return_val_if_fail (problem != NULL, FALSE);

  *asker = (AmiaAsker){ NULL, NULL };
  *problem = "unauthorized";
  if (!amia_ledger_find_token (ledger, token, &asker->device, error))
    return FALSE;
  if (asker->device == NULL)
    return TRUE;

  /* Also when the token has run out meanwhile: the laptop has to hear of it. */
  if (asker->device->is_revoked)
    {
      *problem = "revoked";
      return TRUE;
    }
  if (asker->device->expires_ms <= now_ms)
    return TRUE;

  if (!amia_ledger_find_account (ledger, asker->device->user, &asker->account, error))
    return FALSE;
  if (asker->account != NULL && !asker->account->is_disabled)
    *problem = NULL;
  return TRUE;
}
