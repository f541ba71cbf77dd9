/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"
#include "amia-transport.h"

G_BEGIN_DECLS

/* Who has confirmed that they have forgotten, for people to read: asked of the server while
 * somebody looks, and kept, so that without a network there is what was last known and when. */

/**
 * amia_forgets_load:
 * @store: a store; on its thread
 * @case_id: a case
 *
 * Returns: (transfer full) (nullable): what the server last said, %NULL if it was never asked; goes
 *   with the case when that is forgotten
 */
AmiaForgetsResponse *amia_forgets_load (AmiaStore      *store,
                                        const AmiaUuid *case_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_forgets_ask_async:
 * @replica: a replica
 * @transport: the way to its server
 * @case_id: a case
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks the server and keeps what it says.
 */
void amia_forgets_ask_async (AmiaReplica        *replica,
                             AmiaTransport      *transport,
                             const AmiaUuid     *case_id,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/**
 * amia_forgets_ask_finish:
 * @replica: a replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what the server said, or %NULL with an #AmiaTransportError,
 *   #AmiaStoreError or %G_IO_ERROR_CANCELLED
 */
AmiaForgetsResponse *amia_forgets_ask_finish (AmiaReplica  *replica,
                                              GAsyncResult *result,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
