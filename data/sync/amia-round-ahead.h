/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-transport.h"

G_BEGIN_DECLS

/**
 * AmiaRoundAhead:
 *
 * The page after the one that is being put on the disk. While a snapshot is fetched, what a page
 * says is all that is needed to ask for the next: so the server makes that one and it travels while
 * this one is written.
 *
 * Nothing is claimed by asking: the request names how far the replica has come on its disk, as
 * ever, and only the place in the snapshot is ahead of it. What comes is taken when the replica
 * asks for exactly this in its turn; if it has something else to say by then, or never asks again,
 * it is thrown away. Main thread.
 */
typedef struct _AmiaRoundAhead AmiaRoundAhead;

/**
 * amia_round_ahead_new:
 *
 * Returns: (transfer full): one that has asked for nothing
 */
AmiaRoundAhead *amia_round_ahead_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_round_ahead_free:
 * @ahead: (transfer full) (nullable): gives up what it has asked for
 */
void amia_round_ahead_free (AmiaRoundAhead *ahead);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRoundAhead, amia_round_ahead_free)

/**
 * amia_round_ahead_drop:
 * @ahead: what may have been asked for
 *
 * Gives it up.
 */
void amia_round_ahead_drop (AmiaRoundAhead *ahead);

/**
 * amia_round_ahead_ask:
 * @ahead: where to keep it
 * @transport: the way to the server
 * @url: its address
 * @token: what the login gave
 * @request: a round
 * @response: its answer as it came, which is about to be taken
 *
 * Asks for what comes next, if that is known already.
 */
void amia_round_ahead_ask (AmiaRoundAhead         *ahead,
                           AmiaTransport          *transport,
                           const char             *url,
                           const char             *token,
                           const AmiaSyncRequest  *request,
                           const AmiaSyncResponse *response);

/**
 * amia_round_ahead_has:
 * @ahead: what may have been asked for
 * @url: the server's address
 * @token: what the login gave
 * @request: a round that is to be made
 *
 * Whether just this has been asked for, but for how large the page is to be. What else it may be is
 * given up.
 *
 * Returns: %TRUE if there is an answer to wait for
 */
gboolean amia_round_ahead_has (AmiaRoundAhead        *ahead,
                               const char            *url,
                               const char            *token,
                               const AmiaSyncRequest *request);

/**
 * amia_round_ahead_wait_async:
 * @ahead: what has been asked for
 * @cancellable: (nullable): to give up
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Waits for the answer; the next question may be asked meanwhile.
 */
void amia_round_ahead_wait_async (AmiaRoundAhead     *ahead,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * amia_round_ahead_wait_finish:
 * @result: what the callback got
 * @sent_ms: (out): when it was asked, by this laptop's clock
 * @received_ms: (out): when the answer came
 * @error: return location
 *
 * Returns: (transfer full): what amia_transport_sync_finish() gave, or %NULL with its error
 */
AmiaExchange *amia_round_ahead_wait_finish (GAsyncResult *result,
                                            gint64       *sent_ms,
                                            gint64       *received_ms,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
