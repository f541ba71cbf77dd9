/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"
#include "amia-listener.h"

G_BEGIN_DECLS

/*
 * What servers that share one ledger need of it: to see the same state all through an answer, to
 * know when what they keep at hand is out of date, and to wake each other's laptops. A ledger in a
 * file has one server, and all of this is cheap or nothing there.
 *
 * How they don't get into each other's way:
 *
 *  - A writing transaction waits for the one before it (amia_ledger_begin()), and sees all that it
 *    did. What was read before may be old by then and is read again.
 *  - #AmiaLife's facts tells whether anything about who may see what has changed.
 *  - A notice is sent with the commit, or not at all.
 */

/**
 * amia_ledger_begin_read:
 * @ledger: a ledger outside a transaction
 * @error: return location
 *
 * From here to amia_ledger_end_read() nothing changes for the one who reads, whatever others write.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_begin_read (AmiaLedger *ledger,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_end_read:
 * @ledger: a ledger after amia_ledger_begin_read()
 *
 * Ends it.
 */
void amia_ledger_end_read (AmiaLedger *ledger);

/**
 * amia_ledger_is_remote:
 * @ledger: a ledger
 *
 * Returns: whether each question costs a round trip to another process, so that it is worth
 *   gathering what will be asked
 */
gboolean amia_ledger_is_remote (AmiaLedger *ledger);

/**
 * amia_ledger_expect_records:
 * @ledger: a ledger in a transaction
 * @ids: (element-type AmiaUuid): records that amia_ledger_find_record() will soon be asked for
 * @error: return location
 *
 * A hint: reads them all at once and has them ready until the transaction ends, or until the next
 * hint.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_expect_records (AmiaLedger *ledger,
                                     GArray     *ids,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_notify:
 * @ledger: a ledger in a transaction
 * @wake: (element-type utf8): who may have something new to get, or %AMIA_USER_EVERYBODY
 * @progress: (element-type utf8): whose colleagues have come further
 * @error: return location
 *
 * Tells the other servers, once this transaction is committed. Too many names are everybody.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_notify (AmiaLedger *ledger,
                             GPtrArray  *wake,
                             GPtrArray  *progress,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_listen:
 * @ledger: a ledger
 * @func: called for each notice
 * @user_data: for @func
 *
 * Listens, in the calling thread's default main context, to what other servers say by
 * amia_ledger_notify(); what was said through @ledger itself is not heard. A connection that is
 * lost is made again, and everybody is woken then, since something may have been said meanwhile.
 *
 * Returns: (transfer full) (nullable): a listener, or %NULL where nobody else can say anything
 */
AmiaListener *amia_ledger_listen (AmiaLedger    *ledger,
                                  AmiaNoticeFunc func,
                                  gpointer       user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
