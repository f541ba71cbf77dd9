/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* What those who look after the server do to a ledger: accounts, offices, devices. */

/**
 * amia_ledger_set_disabled:
 * @ledger: a ledger in a transaction
 * @name: an account
 * @is_disabled: whether it may not be used for now
 * @is_found: (out): whether there is such an account
 * @error: return location
 *
 * What the account has written stays, and so does who may see it.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_disabled (AmiaLedger *ledger,
                                   const char *name,
                                   gboolean    is_disabled,
                                   gboolean   *is_found,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_set_office:
 * @ledger: a ledger in a transaction
 * @name: an account
 * @office: (nullable): the id of an office, %NULL for none
 * @is_found: (out): whether there is such an account
 * @error: return location
 *
 * Returns: %TRUE on success; %FALSE with %AMIA_DB_ERROR_CONSTRAINT if there is no such office
 */
gboolean amia_ledger_set_office (AmiaLedger *ledger,
                                 const char *name,
                                 const char *office,
                                 gboolean   *is_found,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_office:
 * @ledger: a ledger in a transaction
 * @office: an office; the one of that id is replaced
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_office (AmiaLedger       *ledger,
                                 const AmiaOffice *office,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_offices:
 * @ledger: a ledger
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaOffice): all of them, by id, or %NULL
 */
GPtrArray *amia_ledger_list_offices (AmiaLedger *ledger,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_devices:
 * @ledger: a ledger
 * @user: (nullable): only this account's
 * @agency: (nullable): only those of accounts of this agency
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaDevice): devices, revoked ones too, by account and id,
 *   or %NULL
 */
GPtrArray *amia_ledger_list_devices (AmiaLedger *ledger,
                                     const char *user,
                                     const char *agency,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
