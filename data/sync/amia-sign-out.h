/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaSignOut:
 *
 * A token that this laptop has forgotten and the server may still honour: who has stolen it could
 * go on using it.
 */
typedef struct _AmiaSignOut AmiaSignOut;

/**
 * amia_sign_out_take:
 * @store: a store
 * @error: return location
 *
 * Forgets the token. What waits to be sent stays, and goes after the next login. The caller sees to
 * it that no round is under way.
 *
 * Returns: (transfer full): what there is to tell the server, or %NULL with an #AmiaStoreError
 */
AmiaSignOut *amia_sign_out_take (AmiaStore *store,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;

void amia_sign_out_free (AmiaSignOut *sign_out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSignOut, amia_sign_out_free)

/**
 * amia_sign_out_tell_async:
 * @sign_out: what there is to tell; may be freed once this call has returned
 * @cancellable: (nullable): to give up
 * @callback: (nullable): called when done, on the main context of the caller
 * @user_data: for @callback
 *
 * Has the server end the token. A laptop without a network need not try again: its next login gives
 * the device another token, and ends this one.
 */
void amia_sign_out_tell_async (const AmiaSignOut  *sign_out,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * amia_sign_out_tell_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when the token is of no use to anybody; %FALSE with an #AmiaTransportError
 */
gboolean amia_sign_out_tell_finish (GAsyncResult *result,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
