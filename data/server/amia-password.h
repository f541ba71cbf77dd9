/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-ledger-rows.h"

G_BEGIN_DECLS

#define AMIA_TOKEN_TEXT_LENGTH 43

/**
 * amia_password_hash:
 * @password: a password
 *
 * Argon2id with libsodium's parameters for interactive use (64 MiB, some 0.1 s). Slow by intent:
 * not on a main loop. Any thread.
 *
 * Returns: (transfer full) (nullable): the string to keep, %NULL if there is no memory for it
 */
char *amia_password_hash (const char *password) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_password_verify:
 * @hash: (nullable): what amia_password_hash() gave, %NULL for an account that does not exist
 * @password: what somebody typed
 *
 * Takes as long without an account as with one, so that nobody can find out who has one.
 *
 * Returns: %TRUE if it is the password
 */
gboolean amia_password_verify (const char *hash,
                               const char *password) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_token_new:
 *
 * Returns: (transfer full): 256 random bits as 43 characters that a header may have
 */
char *amia_token_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_token_hash:
 * @token: what somebody says is a token
 * @hash: (out caller-allocates): its SHA-256, the only thing that is kept of it
 *
 * Tokens were 64 hexadecimal digits once, and those that are in use go on being so.
 *
 * Returns: %TRUE if it looks like a token at all
 */
gboolean amia_token_hash (const char *token,
                          guint8      hash[AMIA_TOKEN_HASH_LENGTH]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
