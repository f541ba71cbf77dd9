/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* What a ledger keeps for laptops that come back after a long time, or for the first time. */

/**
 * amia_ledger_set_floor:
 * @ledger: a ledger in a transaction
 * @floor: a server number; one that is not above the known floor changes nothing
 * @error: return location
 *
 * Raises the floor: #AmiaLife.floor.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_floor (AmiaLedger *ledger,
                                gint64      floor,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_find_lowest_since:
 * @ledger: a ledger
 * @seen_after_ms: devices that were not in contact after this are not waited for
 * @since: (out): the lowest number up to which one of the others, not shut out and with anything
 *   at all, has everything; #AmiaLife.head where there is none
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_find_lowest_since (AmiaLedger *ledger,
                                        gint64      seen_after_ms,
                                        gint64     *since,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_written_scopes:
 * @ledger: a ledger
 * @user: an account
 * @error: return location
 *
 * Costs a look at every row of the log that the account's devices have written.
 *
 * Returns: (transfer full) (element-type AmiaUuid): the scopes that they have written in, in no
 *   particular order, some of them perhaps more than once; or %NULL
 */
GArray *amia_ledger_list_written_scopes (AmiaLedger *ledger,
                                         const char *user,
                                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
