/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-login-message.h"
#include "amia-store.h"

G_BEGIN_DECLS

/* What this device keeps about its server, by amia_store_set_setting(). */
#define AMIA_SETTING_SERVER_URL     "server-url"
#define AMIA_SETTING_SERVER_TOKEN   "server-token"
#define AMIA_SETTING_SERVER_CA      "server-ca"
#define AMIA_SETTING_SERVER_OFFSET  "server-offset-ms"
#define AMIA_SETTING_SERVER_COLUMNS "server-columns"
#define AMIA_SETTING_SERVER_MARK    "server-mark"

/* What stands in the two above, of columns and of the short form: the server reads them; or it says
 * so, and did not take them. */
#define AMIA_SERVER_CAN     "1"
#define AMIA_SERVER_DOUBTED "0"

/**
 * amia_sign_in_keep:
 * @store: a store
 * @url: the server's address
 * @ca_file: (nullable): an absolute path to the authorities to trust, or %NULL for the system's
 * @response: what the server said
 * @error: return location
 *
 * Keeps address and token in the replica, and the account's role. An account of another name or
 * agency than the replica's is refused and nothing is kept: one person's work would go out in
 * another's name.
 *
 * Returns: %TRUE when it is on disk; else %FALSE with %AMIA_STORE_ERROR_INVALID for the wrong
 *   account, or another #AmiaStoreError
 */
gboolean amia_sign_in_keep (AmiaStore               *store,
                            const char              *url,
                            const char              *ca_file,
                            const AmiaLoginResponse *response,
                            GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
