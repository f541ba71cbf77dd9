/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"
#include "amia-server-time.h"
#include "amia-sign-in.h"
#include "amia-transport.h"

G_BEGIN_DECLS

/**
 * amia_sign_in_async:
 * @replica: a replica
 * @transport: the way to the server
 * @url: the server's address
 * @user: the account's name; must be the replica's
 * @password: the password; not kept
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks the server for a token and keeps it in the replica, see amia_sign_in_keep(). Main thread.
 */
void amia_sign_in_async (AmiaReplica        *replica,
                         AmiaTransport      *transport,
                         const char         *url,
                         const char         *user,
                         const char         *password,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

/**
 * amia_sign_in_finish:
 * @replica: a replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when the token is on disk; else %FALSE with an #AmiaTransportError
 *   (%AMIA_TRANSPORT_ERROR_FORBIDDEN also for an account that is not the replica's), an
 *   #AmiaStoreError or %G_IO_ERROR_CANCELLED
 */
gboolean amia_sign_in_finish (AmiaReplica  *replica,
                              GAsyncResult *result,
                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_server_time_keep:
 * @replica: a replica
 * @time: what is known of the server's clock
 *
 * Keeps the offset as the setting %AMIA_SETTING_SERVER_OFFSET, for a banner that says that this
 * laptop's clock is wrong. Does not wait for it.
 */
void amia_server_time_keep (AmiaReplica          *replica,
                            const AmiaServerTime *time);

G_END_DECLS
