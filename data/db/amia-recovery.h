/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The organisation's key pair for laptops whose passphrase is forgotten or whose user has left. The
 * public half lies on every laptop, the secret half where the organisation keeps its secrets, never
 * on a laptop. Each is a text file of one line:
 *
 *     amia-recovery-public-key 1 BASE64
 *     amia-recovery-secret-key 1 BASE64
 *
 * where BASE64 is 32 bytes, a key of X25519.
 */

#define AMIA_RECOVERY_KEY_LENGTH 32

/**
 * AmiaRecoveryPublic:
 * @bytes: an X25519 public key
 *
 * What a laptop needs to let the organisation in.
 */
typedef struct
{
  guint8 bytes[AMIA_RECOVERY_KEY_LENGTH];
} AmiaRecoveryPublic;

/**
 * AmiaRecoverySecret:
 * @bytes: an X25519 secret key
 *
 * What the organisation needs to get in.
 */
typedef struct
{
  guint8 bytes[AMIA_RECOVERY_KEY_LENGTH];
} AmiaRecoverySecret;

/**
 * amia_recovery_secret_clear:
 * @secret: a key
 *
 * Overwrites it in memory.
 */
void amia_recovery_secret_clear (AmiaRecoverySecret *secret);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaRecoverySecret, amia_recovery_secret_clear)

/**
 * amia_recovery_generate:
 * @public_path: where the public key goes; nothing may be there
 * @secret_path: where the secret key goes, readable by its owner only; nothing may be there
 * @error: return location
 *
 * Makes a key pair. Durable when it returns.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_KEYS_ERROR_FAILED
 */
gboolean amia_recovery_generate (const char *public_path,
                                 const char *secret_path,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_recovery_load_public:
 * @path: a public key file
 * @public_key: (out): the key
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with %AMIA_KEYS_ERROR_MALFORMED or %AMIA_KEYS_ERROR_FAILED
 */
gboolean amia_recovery_load_public (const char         *path,
                                    AmiaRecoveryPublic *public_key,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_recovery_load_secret:
 * @path: a secret key file
 * @secret: (out): the key
 * @error: return location
 *
 * Returns: %TRUE, or %FALSE with %AMIA_KEYS_ERROR_MALFORMED or %AMIA_KEYS_ERROR_FAILED
 */
gboolean amia_recovery_load_secret (const char         *path,
                                    AmiaRecoverySecret *secret,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
