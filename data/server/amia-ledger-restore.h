/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* What a ledger keeps for the day on which it is put back from a backup. */

/**
 * amia_ledger_set_closed:
 * @ledger: a ledger in a transaction
 * @is_closed: whether nothing is given out until what was lost has been brought back
 * @error: return location
 *
 * A life that was closed once is remembered as one that was set back, also when it is opened.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_closed (AmiaLedger *ledger,
                                 gboolean    is_closed,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_mark_set_back:
 * @ledger: a ledger in a transaction
 * @error: return location
 *
 * Notes that laptops may know of more than the ledger does.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_mark_set_back (AmiaLedger *ledger,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_count_missing:
 * @ledger: a ledger
 * @seen_after_ms: devices that were not in contact after this are given up
 * @now_ms: the time
 * @count: (out): how many devices have not brought back everything they have in this life of the
 *   log
 * @error: return location
 *
 * Devices that can't be in contact are not counted: those that are shut out, those of accounts that
 * may not be used, those that have logged out or stayed away until their token ended. One whose
 * token amia_ledger_end_tokens() has ended is: whoever has it signs in anew.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_count_missing (AmiaLedger *ledger,
                                    gint64      seen_after_ms,
                                    gint64      now_ms,
                                    guint      *count,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_end_tokens:
 * @ledger: a ledger in a transaction
 * @error: return location
 *
 * Ends the tokens of all devices: everybody signs in anew.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_end_tokens (AmiaLedger *ledger,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_set_safeguard:
 * @ledger: a ledger in a transaction
 * @id: the name of the safeguard file that goes with the ledger
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_safeguard (AmiaLedger *ledger,
                                    const char *id,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_ended:
 * @ledger: a ledger in a transaction
 * @fact: a fact that the ledger once had and has lost
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_ended (AmiaLedger          *ledger,
                                const AmiaEndedFact *fact,
                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_drop_ended:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @n: its change, which has come back and speaks for itself
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_drop_ended (AmiaLedger     *ledger,
                                 const AmiaUuid *device,
                                 gint64          n,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_ended:
 * @ledger: a ledger
 * @scope: a case or participant
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaEndedFact): what is known to have ended there, or
 *   %NULL
 */
GPtrArray *amia_ledger_list_ended (AmiaLedger     *ledger,
                                   const AmiaUuid *scope,
                                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_shut_out:
 * @ledger: a ledger in a transaction
 * @device: a device that was revoked, known here or not
 * @error: return location
 *
 * Revokes the device for good: one that is not known can't be signed in on either.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_shut_out (AmiaLedger     *ledger,
                               const AmiaUuid *device,
                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_is_shut_out:
 * @ledger: a ledger
 * @device: a device
 * @is_so: (out): whether it was revoked by amia_ledger_shut_out()
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_is_shut_out (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  gboolean       *is_so,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
