/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The login keyring (the desktop's Secret Service), in which the secret of a replica can lie. The
 * secret is nothing but random digits; which replica it is for is told by the replica's path.
 */

/**
 * amia_keyring_store_async:
 * @path: the replica
 * @secret: what to keep
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @data: for @callback
 */
void amia_keyring_store_async (const char         *path,
                               const char         *secret,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            data);

/**
 * amia_keyring_store_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when it is there
 */
gboolean amia_keyring_store_finish (GAsyncResult *result,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keyring_lookup_async:
 * @path: the replica
 * @callback: called when done, after some seconds at most
 * @data: for @callback
 *
 * A keyring that is locked may ask its user for its password; one that does not answer is given up.
 */
void amia_keyring_lookup_async (const char         *path,
                                GAsyncReadyCallback callback,
                                gpointer            data);

/**
 * amia_keyring_lookup_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the secret, to be overwritten by amia_keyring_free(); %NULL
 *   without an error if there is none
 */
char *amia_keyring_lookup_finish (GAsyncResult *result,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_keyring_free:
 * @secret: (transfer full) (nullable): a secret
 *
 * Overwrites and frees it.
 */
void amia_keyring_free (char *secret);

/**
 * amia_keyring_forget:
 * @path: the replica
 *
 * Takes the secret out of the keyring; does not wait. When that fails nothing is lost: without the
 * slot in the key file it opens nothing.
 */
void amia_keyring_forget (const char *path);

G_END_DECLS
