/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

#define AMIA_TYPE_REPLICA (amia_replica_get_type ())
G_DECLARE_FINAL_TYPE (AmiaReplica, amia_replica, AMIA, REPLICA, GObject)

/**
 * AmiaReplica:
 *
 * The asynchronous face of a store: owns it on a thread of its own, runs what is asked in the order
 * it was asked, and answers on the main context of the caller. Use from the main thread.
 *
 * The signal `changed (GArray *cases, GArray *records)` (both of #AmiaUuid) is emitted on the main
 * context it was made in, after each transaction that changed something, whoever asked for it, and
 * before the answer to the call that did. A case is among @cases when anything of its row in the
 * list may have changed, how far it is saved included. Both are empty when only the state of sync
 * changed.
 */

/**
 * amia_replica_open_async:
 * @path: a replica
 * @passphrase: (nullable): its passphrase
 * @cancellable: (nullable): to give up waiting
 * @callback: called when done
 * @user_data: for @callback
 *
 * Opens a replica on a new thread (the passphrase alone takes half a second).
 */
void amia_replica_open_async (const char         *path,
                              const char         *passphrase,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);

/**
 * amia_replica_open_with_keyring_async:
 * @path: a replica
 * @secret: what lies in the login keyring, see amia_store_add_keyring()
 * @cancellable: (nullable): to give up waiting
 * @callback: called when done
 * @user_data: for @callback
 *
 * As amia_replica_open_async(), without a passphrase.
 */
void amia_replica_open_with_keyring_async (const char         *path,
                                           const char         *secret,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);

/**
 * amia_replica_create_async:
 * @path: where
 * @user: the account's name
 * @agency: `FK`, `AF`, `VARD` or `KOMMUN`
 * @passphrase: (nullable): the passphrase that will open it
 * @cancellable: (nullable): to give up waiting
 * @callback: called when done
 * @user_data: for @callback
 *
 * As amia_store_create(), then as amia_replica_open_async().
 */
void amia_replica_create_async (const char         *path,
                                const char         *user,
                                const char         *agency,
                                const char         *passphrase,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);

/**
 * amia_replica_open_finish:
 * @result: what the callback got, of either call
 * @error: return location
 *
 * Returns: (transfer full): the replica, or %NULL with an #AmiaStoreError
 */
AmiaReplica *amia_replica_open_finish (GAsyncResult *result,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_replica_get_identity:
 * @replica: a replica
 *
 * Returns: (transfer none): who writes here; does not change while it is open, but for the role
 */
const AmiaIdentity *amia_replica_get_identity (AmiaReplica *replica);

/**
 * amia_replica_get_path:
 * @replica: a replica
 *
 * Returns: (transfer none): where it lies
 */
const char *amia_replica_get_path (AmiaReplica *replica);

/**
 * AmiaReplicaFunc:
 * @store: the store; on its thread, for the time of the call only
 * @data: what was given with the call
 * @cancellable: (nullable): the call's
 * @error: return location
 *
 * A piece of work with the store. It may read and write.
 *
 * Returns: (nullable): the answer, or %NULL, with @error set if it failed
 */
typedef gpointer (*AmiaReplicaFunc) (AmiaStore    *store,
                                     gpointer      data,
                                     GCancellable *cancellable,
                                     GError      **error);

/**
 * amia_replica_call_async:
 * @replica: a replica
 * @func: what to do
 * @data: (transfer full): for @func
 * @data_free: (nullable): frees @data
 * @result_free: (nullable): frees the answer if nobody takes it
 * @cancellable: (nullable): a call that is cancelled before its turn is not run
 * @callback: (nullable): called when done
 * @user_data: for @callback
 *
 * Runs @func with the store, after everything asked before. At most 10 000 calls wait.
 */
void amia_replica_call_async (AmiaReplica        *replica,
                              AmiaReplicaFunc     func,
                              gpointer            data,
                              GDestroyNotify      data_free,
                              GDestroyNotify      result_free,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);

/**
 * amia_replica_call_finish:
 * @replica: a replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the function returned
 */
gpointer amia_replica_call_finish (AmiaReplica  *replica,
                                   GAsyncResult *result,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_replica_commit_async:
 * @replica: a replica
 * @edits: (transfer full): a user action
 * @cancellable: (nullable): to stop waiting; what was begun is finished all the same
 * @callback: (nullable): called when it is on disk, or was not taken
 * @user_data: for @callback
 *
 * amia_store_commit() on the store's thread.
 */
void amia_replica_commit_async (AmiaReplica        *replica,
                                AmiaEdits          *edits,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);

/**
 * amia_replica_commit_finish:
 * @replica: a replica
 * @result: what the callback got
 * @n: (out) (optional): the change's number
 * @error: return location
 *
 * Returns: %TRUE when it is on disk
 */
gboolean amia_replica_commit_finish (AmiaReplica  *replica,
                                     GAsyncResult *result,
                                     gint64       *n,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_replica_close:
 * @replica: a replica
 *
 * Finishes what was asked, closes the store and joins the thread. Blocks for as long as the last
 * commits take; call it when the program ends or the replica is locked. Also done by the last
 * unref.
 */
void amia_replica_close (AmiaReplica *replica);

G_END_DECLS
