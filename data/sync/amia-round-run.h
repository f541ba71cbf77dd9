/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"
#include "amia-round.h"
#include "amia-sign-in.h"
#include "amia-transport.h"

G_BEGIN_DECLS

/**
 * AmiaRoundResult:
 * @outcome: what came of the round, if it was taken
 * @problem: (nullable): what the server wants changed, if it was not
 * @server_ms: the server's clock, 0 if the round was not taken
 * @sent_ms: when the request was sent, by the wall clock
 * @received_ms: when the answer came
 *
 * A round that reached the server.
 */
typedef struct
{
  AmiaRoundOutcome outcome;
  AmiaProblem     *problem;
  gint64           server_ms;
  gint64           sent_ms;
  gint64           received_ms;
} AmiaRoundResult;

void amia_round_result_free (AmiaRoundResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRoundResult, amia_round_result_free)

/**
 * amia_round_run_async:
 * @replica: a replica
 * @transport: the way to the server
 * @limits: how large the round may be
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
 * @problem: (nullable): the `gap` or `epoch` to go back for, copied; %NULL to take a new name
 * @callback: called when done
 * @user_data: for @callback
 *
 * amia_round_rewind() or amia_round_fork() on the replica's thread.
 */
void amia_round_mend_async (AmiaReplica        *replica,
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
