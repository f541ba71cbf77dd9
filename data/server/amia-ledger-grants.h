/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* Who was let into which case from when on, and when that ends by the date alone. */

/**
 * amia_ledger_put_grant:
 * @ledger: a ledger in a transaction
 * @grant: a grant; the one of that user and scope is replaced
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_grant (AmiaLedger      *ledger,
                                const AmiaGrant *grant,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_user_grants:
 * @ledger: a ledger
 * @user: an account
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaGrant): what they were let into, or %NULL
 */
GPtrArray *amia_ledger_list_user_grants (AmiaLedger *ledger,
                                         const char *user,
                                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_scope_grants:
 * @ledger: a ledger
 * @scope: a case or participant
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaGrant): who was let into it, by user, or %NULL
 */
GPtrArray *amia_ledger_list_scope_grants (AmiaLedger     *ledger,
                                          const AmiaUuid *scope,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_colleagues:
 * @ledger: a ledger
 * @user: an account
 * @error: return location
 *
 * Who reaches the same participant through another case is none: that care, say, has a case about
 * somebody is not for everybody to know who has one, too.
 *
 * Returns: (transfer full) (element-type AmiaColleague): the other accounts with an active grant in
 *   a case in which @user has one, by name, or %NULL
 */
GPtrArray *amia_ledger_list_colleagues (AmiaLedger *ledger,
                                        const char *user,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_set_dated:
 * @ledger: a ledger in a transaction
 * @case_id: a case
 * @is_dated: whether a membership in it begins or ends by itself on a day to come
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_dated (AmiaLedger     *ledger,
                                const AmiaUuid *case_id,
                                gboolean        is_dated,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_dated:
 * @ledger: a ledger
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaUuid): the cases marked so, or %NULL
 */
GArray *amia_ledger_list_dated (AmiaLedger *ledger,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
