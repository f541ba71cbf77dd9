/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* Who may come to the server, and with which laptops. */

/**
 * amia_ledger_add_account:
 * @ledger: a ledger in a transaction
 * @account: an account
 * @error: return location
 *
 * Returns: %TRUE on success; %FALSE with %AMIA_DB_ERROR_CONSTRAINT if the name is taken
 */
gboolean amia_ledger_add_account (AmiaLedger        *ledger,
                                  const AmiaAccount *account,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_set_password:
 * @ledger: a ledger in a transaction
 * @name: an account
 * @password: the new Argon2id string
 * @is_found: (out): whether there is such an account
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_password (AmiaLedger *ledger,
                                   const char *name,
                                   const char *password,
                                   gboolean   *is_found,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_account:
 * @ledger: a ledger
 * @name: an account
 * @account: (out) (nullable) (transfer full): it
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_account (AmiaLedger   *ledger,
                                   const char   *name,
                                   AmiaAccount **account,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_accounts:
 * @ledger: a ledger
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaAccount): all of them, by name, or %NULL
 */
GPtrArray *amia_ledger_list_accounts (AmiaLedger *ledger,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_device:
 * @ledger: a ledger
 * @id: a device
 * @device: (out) (nullable) (transfer full): it
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_device (AmiaLedger     *ledger,
                                  const AmiaUuid *id,
                                  AmiaDevice    **device,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_token:
 * @ledger: a ledger
 * @token: (array fixed-size=32): SHA-256 of a token
 * @device: (out) (nullable) (transfer full): the device it was given to
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_token (AmiaLedger   *ledger,
                                 const guint8 *token,
                                 AmiaDevice  **device,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_device:
 * @ledger: a ledger in a transaction
 * @device: a device; the one of that id is replaced
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_device (AmiaLedger       *ledger,
                                 const AmiaDevice *device,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
