/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-password.h"

#include <sodium.h>
#include <string.h>

/* Passwords and tokens. A password is guessed by trying, so that its hash is slow; a token is 256
 * random bits and needs no slowness, only that a stolen database gives none away. */

#define LONG_TOKEN_LENGTH 64

static void
ensure_sodium (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium does not start: no random numbers");
}

char *
amia_password_hash (const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  g_return_val_if_fail (password != NULL, NULL);

  ensure_sodium ();
  if (crypto_pwhash_str (hash,
                         password,
                         strlen (password),
                         crypto_pwhash_OPSLIMIT_INTERACTIVE,
                         crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    return NULL;

  return g_strdup (hash);
}

/* A hash of nobody's password, made once, to be compared with in vain. */
static const char *
get_decoy (void)
{
  static gsize is_made = 0;
  static char *decoy = NULL;

  if (g_once_init_enter (&is_made))
    {
      g_autofree char *nobodys = amia_token_new ();

      decoy = amia_password_hash (nobodys);
      g_once_init_leave (&is_made, 1);
    }

  return decoy;
}

gboolean
amia_password_verify (const char *hash,
                      const char *password)
{
  const char *compared = hash != NULL ? hash : get_decoy ();

  g_return_val_if_fail (password != NULL, FALSE);

  ensure_sodium ();
  return compared != NULL &&
         crypto_pwhash_str_verify (compared, password, strlen (password)) == 0 &&
         hash != NULL;
}

char *
amia_token_new (void)
{
  guint8 random[32];
  char  *text = g_malloc (AMIA_TOKEN_TEXT_LENGTH + 1);

  ensure_sodium ();
  randombytes_buf (random, sizeof random);
  sodium_bin2base64 (text,
                     AMIA_TOKEN_TEXT_LENGTH + 1,
                     random,
                     sizeof random,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (random, sizeof random);

  return text;
}

gboolean
amia_token_hash (const char *token,
                 guint8      hash[AMIA_TOKEN_HASH_LENGTH])
{
  G_STATIC_ASSERT (crypto_hash_sha256_BYTES == AMIA_TOKEN_HASH_LENGTH);

  g_return_val_if_fail (token != NULL, FALSE);

  if (strlen (token) != AMIA_TOKEN_TEXT_LENGTH && strlen (token) != LONG_TOKEN_LENGTH)
    return FALSE;

  crypto_hash_sha256 (hash, (const guint8 *) token, strlen (token));
  return TRUE;
}
