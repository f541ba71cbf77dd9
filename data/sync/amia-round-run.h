/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"
#include "amia-round-ahead.h"
#include "amia-round.h"
#include "amia-server-time.h"
#include "amia-sign-in.h"
#include "amia-transport.h"

G_BEGIN_DECLS

/**
 * AmiaRoundResult:
 * @outcome: what came of the round, if it was taken
 * @problem: (nullable): what the server wants changed, if it was not
 * @has_new_time: the answer changed what is known of the server's clock by a second or more
 *
 * A round that reached the server.
 */
typedef struct
{
  AmiaRoundOutcome outcome;
  AmiaProblem     *problem;
  gboolean         has_new_time;
} AmiaRoundResult;

void amia_round_result_free (AmiaRoundResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRoundResult, amia_round_result_free)

/**
 * amia_round_run_async:
 * @replica: a replica
 * @transport: the way to the server
 * @limits: how large the round may be
 * @time: (inout): what is known of the server's clock: the answer is noted in it, and the store is
 *   told the time that comes of all of them rather than what this one says. Must be there until
 *   @callback
 * @ahead: (nullable): what was asked for beforehand, and will be: must be there until @callback
 * @cancellable: (nullable): to give up. An answer that has come is taken all the same: it is on its
 *   way to the disk, and whole
 * @callback: called when done
 * @user_data: for @callback
 *
 * A whole round: prepares it on the replica's thread, carries it to the server and back, and takes
 * the answer on the replica's thread. Address and token are the replica's settings. Main thread.
 */
void amia_round_run_async (AmiaReplica           *replica,
                           AmiaTransport         *transport,
                           const AmiaRoundLimits *limits,
                           AmiaServerTime        *time,
                           AmiaRoundAhead        *ahead,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data);

/**
 * amia_round_run_finish:
 * @replica: a replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the result; or %NULL with an #AmiaTransportError
 *   (%AMIA_TRANSPORT_ERROR_UNAUTHORIZED also when there is no token), an #AmiaStoreError, an
 *   #AmiaProtocolError or %G_IO_ERROR_CANCELLED
 */
AmiaRoundResult *amia_round_run_finish (AmiaReplica  *replica,
                                        GAsyncResult *result,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_round_mend_async:
 * @replica: a replica
 * @what: what the plan wants put right
 * @problem: (nullable): the problem that the last round met with, copied
 * @callback: called when done
 * @user_data: for @callback
 *
 * amia_round_mend() on the replica's thread.
 */
void amia_round_mend_async (AmiaReplica        *replica,
                            AmiaSyncMend        what,
                            const AmiaProblem  *problem,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/**
 * amia_round_mend_finish:
 * @replica: a replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_round_mend_finish (AmiaReplica  *replica,
                                 GAsyncResult *result,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
