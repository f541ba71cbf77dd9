/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/*
 * The end of a replica on this machine: because its user wants it gone, or because its device was
 * revoked. First the keys are destroyed, from which moment nothing of it can be read, then the
 * files are deleted. What was begun is finished by the next call that looks at it, however it was
 * cut off.
 */

/**
 * AmiaEnding:
 * @at_ms: when
 * @n_unsent: how many changes the server never got
 * @is_recoverable: the organisation's recovery key still opens the file, see amia_store_revoke()
 *
 * What is left to say of a replica that was revoked.
 */
typedef struct
{
  gint64   at_ms;
  guint    n_unsent;
  gboolean is_recoverable;
} AmiaEnding;

/**
 * amia_store_count_unsent:
 * @store: a store
 * @n_unsent: (out): own changes that only this machine has: waiting, or refused and not dealt with
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with an #AmiaStoreError
 */
gboolean amia_store_count_unsent (AmiaStore *store,
                                  guint     *n_unsent,
                                  GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_count_unsent_blobs:
 * @store: a store
 * @n_blobs: (out): attachments that only this machine has; a rescue file does not take them along
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with an #AmiaStoreError
 */
gboolean amia_store_count_unsent_blobs (AmiaStore *store,
                                        guint     *n_blobs,
                                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_wipe:
 * @path: a replica that is open nowhere
 * @error: return location
 *
 * Destroys the keys and deletes every file of the replica. Whether something would be lost is for
 * the caller to ask before, by amia_store_count_unsent() and amia_store_count_unsent_blobs().
 *
 * Returns: %TRUE when it is gone for good, or %FALSE with an #AmiaStoreError; done again it goes on
 */
gboolean amia_store_wipe (const char *path,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_revoke:
 * @path: a replica that is open nowhere
 * @n_unsent: how many changes the server never got
 * @error: return location
 *
 * The server says that this device has no rights any more: its user's ways in are destroyed. When
 * nothing was unsent, or there is no recovery slot, all of it is destroyed as by amia_store_wipe().
 * Else the file stays, and with the recovery slot the organisation alone can read what had not been
 * sent. Leaves a small file that says so, for amia_store_load_ending().
 *
 * Returns: %TRUE when that is durable, or %FALSE with an #AmiaStoreError; done again it goes on
 */
gboolean amia_store_revoke (const char *path,
                            guint       n_unsent,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_load_ending:
 * @path: where a replica may have been
 * @ending: (out): what is left to say of it
 *
 * Whether the replica there was revoked. Finishes that if it was cut off.
 *
 * Returns: %TRUE if so
 */
gboolean amia_store_load_ending (const char *path,
                                 AmiaEnding *ending);

/**
 * amia_store_forget_ending:
 * @path: where a replica was
 *
 * Its user has read what happened. A file that the organisation can still recover stays.
 */
void amia_store_forget_ending (const char *path);

G_END_DECLS
