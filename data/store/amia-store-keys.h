/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/*
 * Who can open a replica: its passphrase, a secret in the login keyring, the organisation with its
 * recovery key. All of them lead to the same data key, so none of these calls writes a page, and
 * the replica may be open meanwhile, here or elsewhere. Each is durable when it returns; cut off,
 * either the old ways in work or the new ones.
 *
 * All but amia_store_recover() wants the passphrase, even if the replica is open on the desk:
 * whoever walks past must not be able to let themselves in for the future.
 */

/**
 * amia_store_change_passphrase:
 * @path: a replica
 * @passphrase: its passphrase
 * @next: the new one, not empty
 * @error: return location
 *
 * Returns: %TRUE when only @next opens it, or %FALSE with %AMIA_STORE_ERROR_PASSPHRASE or another
 *   #AmiaStoreError
 */
gboolean amia_store_change_passphrase (const char *path,
                                       const char *passphrase,
                                       const char *next,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_get_unlock_wait_ms:
 * @path: a replica
 *
 * After several wrong passphrases in a row the next try has to wait; until then every passphrase
 * gives %AMIA_STORE_ERROR_PASSPHRASE.
 *
 * Returns: how long still, 0 for not at all
 */
gint64 amia_store_get_unlock_wait_ms (const char *path);

/* --- The login keyring ------------------------------------------------------------------------ */

/**
 * amia_store_add_keyring:
 * @path: a replica
 * @passphrase: its passphrase
 * @error: return location
 *
 * Makes a random secret that opens the replica, too. It is for the caller to put into the login
 * keyring; a former one opens nothing any more.
 *
 * Returns: (transfer full): the secret as text, or %NULL with an #AmiaStoreError
 */
char *amia_store_add_keyring (const char *path,
                              const char *passphrase,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_has_keyring:
 * @path: a replica
 *
 * Returns: %TRUE if a secret in the login keyring may open it
 */
gboolean amia_store_has_keyring (const char *path);

/**
 * amia_store_remove_keyring:
 * @path: a replica
 * @error: return location
 *
 * Returns: %TRUE when no secret of a keyring opens it any more
 */
gboolean amia_store_remove_keyring (const char *path,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_open_with_keyring:
 * @path: a replica
 * @secret: what amia_store_add_keyring() gave
 * @error: return location
 *
 * As amia_store_open().
 *
 * Returns: (transfer full): the store, or %NULL with %AMIA_STORE_ERROR_PASSPHRASE when it opens
 *   nothing, or another #AmiaStoreError
 */
AmiaStore *amia_store_open_with_keyring (const char *path,
                                         const char *secret,
                                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- The organisation ------------------------------------------------------------------------- */

/**
 * amia_store_generate_recovery:
 * @public_path: where the public key goes; nothing may be there
 * @secret_path: where the secret key goes; nothing may be there
 * @error: return location
 *
 * Makes the organisation's key pair: the public one goes on every laptop, the secret one on none.
 *
 * Returns: %TRUE when both are durable, or %FALSE with an #AmiaStoreError
 */
gboolean amia_store_generate_recovery (const char *public_path,
                                       const char *secret_path,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_add_recovery:
 * @path: a replica
 * @passphrase: its passphrase
 * @public_path: the organisation's public key
 * @error: return location
 *
 * Lets the organisation in, in the place of one that was let in before. Does nothing if this key
 * was.
 *
 * Returns: %TRUE, or %FALSE with an #AmiaStoreError
 */
gboolean amia_store_add_recovery (const char *path,
                                  const char *passphrase,
                                  const char *public_path,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_has_recovery:
 * @path: a replica
 *
 * Returns: %TRUE if an organisation's recovery key opens it
 */
gboolean amia_store_has_recovery (const char *path);

/**
 * amia_store_recover:
 * @path: a replica
 * @secret_path: the organisation's secret key
 * @passphrase: the passphrase that is to open it from now on
 * @error: return location
 *
 * Gives a replica a new passphrase without the old one. The key is tried on the replica before
 * anything is written.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_STORE_ERROR_PASSPHRASE when the key opens nothing, or
 *   another #AmiaStoreError
 */
gboolean amia_store_recover (const char *path,
                             const char *secret_path,
                             const char *passphrase,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
