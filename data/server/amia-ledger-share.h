/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-ledger.h"

G_BEGIN_DECLS

/* What a ledger keeps of what laptops hold of others' work: what they were asked to forget, what
 * they have opened, and for how long they may be away. */

/**
 * amia_ledger_ask_to_forget:
 * @ledger: a ledger in a transaction
 * @user: whose rights have become narrower
 * @scope: to which case or participant
 * @generation: the server number at which they did
 * @now_ms: the time
 * @error: return location
 *
 * Notes for each of the account's devices that it has to forget something and to say when it has.
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_ask_to_forget (AmiaLedger     *ledger,
                                    const char     *user,
                                    const AmiaUuid *scope,
                                    gint64          generation,
                                    gint64          now_ms,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_receipt:
 * @ledger: a ledger in a transaction
 * @device: a device
 * @scope: the case or participant
 * @generation: up to which generation it has forgotten what it had to
 * @now_ms: the time
 * @is_news: (out): whether it was still to be said
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_receipt (AmiaLedger     *ledger,
                                  const AmiaUuid *device,
                                  const AmiaUuid *scope,
                                  gint64          generation,
                                  gint64          now_ms,
                                  gboolean       *is_news,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_unforgotten:
 * @ledger: a ledger
 * @device: a device
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaForget): what the device has not confirmed yet, the
 *   oldest generation first, or %NULL
 */
GPtrArray *amia_ledger_list_unforgotten (AmiaLedger     *ledger,
                                         const AmiaUuid *device,
                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_forgets:
 * @ledger: a ledger
 * @scope: a case or participant
 * @error: return location
 *
 * Who has confirmed that they have forgotten, and who has not been in contact since.
 *
 * Returns: (transfer full) (element-type AmiaForget): the last request to each device, by account,
 *   or %NULL
 */
GPtrArray *amia_ledger_list_forgets (AmiaLedger     *ledger,
                                     const AmiaUuid *scope,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_put_opened:
 * @ledger: a ledger in a transaction
 * @case_id: a case
 * @user: who opened it
 * @position: the server number up to which their laptop was then
 * @seq: a number of its own, by which others learn of it
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_put_opened (AmiaLedger     *ledger,
                                 const AmiaUuid *case_id,
                                 const char     *user,
                                 gint64          position,
                                 gint64          seq,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_get_opened:
 * @ledger: a ledger
 * @case_id: a case
 * @user: an account
 * @position: (out): the furthest position at which they opened it, -1 if they never did
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_get_opened (AmiaLedger     *ledger,
                                 const AmiaUuid *case_id,
                                 const char     *user,
                                 gint64         *position,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_list_opened:
 * @ledger: a ledger
 * @user: a reader
 * @after: a server number
 * @until: another
 * @opened: (element-type AmiaWireOpened): where to add the openings by others, in cases that @user
 *   is in, that were numbered between them; at most %AMIA_OPENED_MAX
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_list_opened (AmiaLedger *ledger,
                                  const char *user,
                                  gint64      after,
                                  gint64      until,
                                  GArray     *opened,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ledger_set_lease:
 * @ledger: a ledger in a transaction
 * @agency: an agency
 * @days: how long a laptop of it may show others' work without being in contact
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_set_lease (AmiaLedger *ledger,
                                const char *agency,
                                int         days,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

#define AMIA_LEASE_DAYS_DEFAULT 30

/**
 * amia_ledger_get_lease:
 * @ledger: a ledger
 * @agency: an agency
 * @days: (out): its lease, %AMIA_LEASE_DAYS_DEFAULT unless it was set
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_ledger_get_lease (AmiaLedger *ledger,
                                const char *agency,
                                int        *days,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
