/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-plan.h"
#include "amia-store-sync.h"
#include "amia-sync-message.h"

G_BEGIN_DECLS

/*
 * The two halves of a round, on the store's side: what to say, and what to do with the answer.
 * Synchronous, on the store's thread. The engine in the window, amia-tool and the simulator all
 * sync through these and nothing else.
 */

/**
 * AmiaRoundLimits:
 * @changes_max: at most so many own changes; 0 for none
 * @bytes_max: stop before so many bytes of them, but send at least one
 * @page_max: ask for at most so many changes
 * @wait_seconds: let the server hold an empty answer so long
 *
 * How large a round may be.
 */
typedef struct
{
  guint changes_max;
  gsize bytes_max;
  guint page_max;
  guint wait_seconds;
} AmiaRoundLimits;

/**
 * AmiaRoundOutcome:
 * @n_pushed: own changes that the server took with this round
 * @n_refused: own changes that the server refused with this round
 * @n_escrowed: own changes that the server keeps sealed until their author is let in again
 * @n_pulled: changes of others that had anything new
 * @n_left: own changes that the server does not have yet
 * @has_more: the server has more to give at once
 * @has_lanes: a backfill is still under way
 * @n_differing: how many scopes were found to differ from the server's and are fetched anew
 * @is_progress: the round moved anything at all
 * @needs_fork: the server knows changes under this device's name that were never made here: this
 *   file is a copy or was set back. Of the answer only what may be seen from now on was taken, and
 *   what became of what was sent; amia_round_mend() comes next
 *
 * What came of a round.
 */
typedef struct
{
  guint    n_pushed;
  guint    n_refused;
  guint    n_escrowed;
  guint    n_pulled;
  guint    n_left;
  guint    n_differing;
  gboolean has_more;
  gboolean has_lanes;
  gboolean is_progress;
  gboolean needs_fork;
} AmiaRoundOutcome;

/**
 * amia_round_prepare:
 * @store: a store
 * @limits: how large the round may be
 * @error: return location
 *
 * Composes the next request from what the store says of itself: what waits, and what the server is
 * to know of what was done and forgotten here. Receipts and facts go along with every request until
 * an answer to one of them has been taken.
 *
 * Returns: (transfer full): the request, or %NULL with an #AmiaStoreError
 */
AmiaSyncRequest *amia_round_prepare (AmiaStore             *store,
                                     const AmiaRoundLimits *limits,
                                     GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_round_take:
 * @store: a store
 * @request: what was asked
 * @response: the answer to it; its changes are moved out of it
 * @outcome: (out): what came of it
 * @error: return location
 *
 * Takes the answer in one transaction. An answer to a question that is no longer this store's (it
 * was rewound or forked since) is passed over: it would leave a gap.
 *
 * Returns: %TRUE when it is on disk; else %FALSE with an #AmiaStoreError, or with
 *   %AMIA_PROTOCOL_ERROR_MALFORMED for an answer that contradicts itself, and nothing was taken
 */
gboolean amia_round_take (AmiaStore             *store,
                          const AmiaSyncRequest *request,
                          AmiaSyncResponse      *response,
                          AmiaRoundOutcome      *outcome,
                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_round_rewind:
 * @store: a store
 * @problem: a `gap`, `epoch` or `floor` problem
 * @error: return location
 *
 * Goes back to what the server has of this device, so that the rest is sent once more: after a
 * `gap` to what it names; after an `epoch` to the beginning, since what a new life has under this
 * name is proven by the bytes alone. After a `floor` nothing is taken back: the replica is brought
 * up to date by a snapshot.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_round_rewind (AmiaStore         *store,
                            const AmiaProblem *problem,
                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_round_set_aside:
 * @store: a store
 * @error: return location
 *
 * The first change that waits does not get through, alone in its request: somebody on the way takes
 * no bodies of that size. From now on its hash goes in its place, so that the numbers go on without
 * a gap, and once the server has passed it, it is refused here as %AMIA_REASON_TOO_LARGE: readable,
 * with a remedy, and no longer in the way of the rest.
 *
 * Returns: %TRUE when that is on disk; else %FALSE with an #AmiaStoreError, or
 *   %AMIA_PROTOCOL_ERROR_TOO_LARGE where size can't be the reason: nothing waits, the change is
 *   small, or not even its hash got through
 */
gboolean amia_round_set_aside (AmiaStore *store,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* How often a replica is compared with its server, by the server's clock. */
#define AMIA_CHECK_INTERVAL_MS (7ll * 24 * 60 * 60 * 1000)

/* Settings of the replica. When it was last compared, in ms; how many scopes were found to differ
 * then; and how many days there are between two times, 0 for never and 7 if not set. */
#define AMIA_SETTING_CHECKED_MS  "sync-checked-ms"
#define AMIA_SETTING_CHECK_FOUND "sync-check-found"
#define AMIA_SETTING_CHECK_DAYS  "sync-check-days"

/**
 * amia_round_begin_check:
 * @store: a store
 * @error: return location
 *
 * Has what is here compared with the server in the next rounds, once there is nothing else to say:
 * a digest for each scope. What differs is fetched anew from the server, scope by scope; nothing is
 * removed by it. The engine does so by itself every %AMIA_CHECK_INTERVAL_MS.
 *
 * Returns: %TRUE when that is on disk
 */
gboolean amia_round_begin_check (AmiaStore *store,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_round_is_checking:
 * @store: a store
 *
 * Returns: whether the comparison is still to come, or under way
 */
gboolean amia_round_is_checking (AmiaStore *store);

/**
 * amia_round_mend:
 * @store: a store
 * @mend: what the plan wants put right
 * @problem: (nullable): the problem that the last round met with, if it did. Where it is a `fork`
 *   that names the first change that differs, only changes from that one on get new names
 * @error: return location
 *
 * Calls amia_round_rewind() or amia_round_set_aside(), or forks: takes a new device name
 * (amia_store_fork()) and throws away the token, which was the old one's.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_round_mend (AmiaStore         *store,
                          AmiaSyncMend       mend,
                          const AmiaProblem *problem,
                          GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
