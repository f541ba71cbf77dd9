/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-sign-in.h"

#include <string.h>

#include "amia-store-sync.h"

/* What a device remembers of its server. The token stands in the replica, which is as secret as
 * what it opens. */

static gboolean
check_account (AmiaStore               *store,
               const AmiaLoginResponse *response,
               GError                 **error)
{
  const AmiaIdentity *identity = amia_store_get_identity (store);

  if (strcmp (identity->user, response->user) == 0 &&
      strcmp (identity->agency, response->agency) == 0)
    return TRUE;

  g_set_error (error,
               AMIA_STORE_ERROR,
               AMIA_STORE_ERROR_INVALID,
               "Failed to sign in: this replica belongs to %s (%s), the account is %s (%s)",
               identity->user,
               identity->agency,
               response->user,
               response->agency);
  return FALSE;
}

static gboolean
reads_short (const AmiaLoginResponse *response)
{
  return response->capabilities != NULL &&
         g_strv_contains ((const char *const *) response->capabilities, "short");
}

gboolean
amia_sign_in_keep (AmiaStore               *store,
                   const char              *url,
                   const char              *ca_file,
                   const AmiaLoginResponse *response,
                   GError                 **error)
{
  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (ca_file == NULL || g_path_is_absolute (ca_file), FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  /* The token last: with a new address and an old token the next round is a 401, which asks again;
   * with an old address a new token would go to the wrong server. */
  return check_account (store, response, error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_TOKEN, NULL, error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_COLUMNS, NULL, error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_MARK, NULL, error) &&
         amia_store_set_setting (store,
                                 AMIA_SETTING_SERVER_SHORT,
                                 reads_short (response) ? AMIA_SERVER_CAN : NULL,
                                 error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_URL, url, error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_CA, ca_file, error) &&
         amia_store_set_role (store, response->role, error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_TOKEN, response->token, error);
}
