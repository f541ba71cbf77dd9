/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-recovery.h"

#include <string.h>

#include "amia-file.h"
#include "amia-keys-private.h"

/* The organisation's key pair in its two files. */

#define PUBLIC_WORD    "amia-recovery-public-key 1 "
#define SECRET_WORD    "amia-recovery-secret-key 1 "
#define FILE_BYTES_MAX 4096

void
amia_recovery_secret_clear (AmiaRecoverySecret *secret)
{
  g_return_if_fail (secret != NULL);

  sodium_memzero (secret->bytes, sizeof secret->bytes);
}

static gboolean
save_key (const char   *path,
          const char   *word,
          const guint8 *bytes,
          GError      **error)
{
  g_autofree char *base64 = g_base64_encode (bytes, AMIA_RECOVERY_KEY_LENGTH);
  g_autofree char *text = g_strconcat (word, base64, "\n", NULL);
  gboolean         is_saved;
  g_autoptr (GError) local_error = NULL;

  is_saved = amia_file_write (path, text, strlen (text), &local_error);
  sodium_memzero (base64, strlen (base64));
  sodium_memzero (text, strlen (text));
  return is_saved ||
         _amia_keys_fail (error, AMIA_KEYS_ERROR_FAILED, "keep the key", local_error->message);
}

gboolean
amia_recovery_generate (const char *public_path,
                        const char *secret_path,
                        GError    **error)
{
  AmiaRecoveryPublic public_key;
  g_auto (AmiaRecoverySecret) secret = { { 0 } };

  g_return_val_if_fail (public_path != NULL, FALSE);
  g_return_val_if_fail (secret_path != NULL, FALSE);

  if (g_file_test (public_path, G_FILE_TEST_EXISTS) ||
      g_file_test (secret_path, G_FILE_TEST_EXISTS))
    return _amia_keys_fail (error,
                            AMIA_KEYS_ERROR_FAILED,
                            "make a key pair",
                            "there is a file of that name already");
  if (!_amia_keys_start_sodium (error))
    return FALSE;

  crypto_box_keypair (public_key.bytes, secret.bytes);
  /* The secret one first: a public key without its secret would lock laptops for nobody. */
  return save_key (secret_path, SECRET_WORD, secret.bytes, error) &&
         save_key (public_path, PUBLIC_WORD, public_key.bytes, error);
}

static gboolean
load_key (const char *path,
          const char *word,
          guint8     *bytes,
          GError    **error)
{
  g_autofree char   *text = NULL;
  gsize              length = 0;
  gsize              n = 0;
  g_autofree guint8 *decoded = NULL;
  gboolean           is_key;
  g_autoptr (GError) local_error = NULL;

  if (!_amia_keys_start_sodium (error))
    return FALSE;
  if (!g_file_get_contents (path, &text, &length, &local_error))
    return _amia_keys_fail (error,
                            AMIA_KEYS_ERROR_FAILED,
                            "read the recovery key",
                            local_error->message);

  if (length <= FILE_BYTES_MAX && g_str_has_prefix (text, word))
    decoded = g_base64_decode (g_strstrip (&text[strlen (word)]), &n);
  is_key = decoded != NULL && n == AMIA_RECOVERY_KEY_LENGTH;
  if (is_key)
    memcpy (bytes, decoded, n);

  sodium_memzero (text, length);
  if (decoded != NULL)
    sodium_memzero (decoded, n);
  return is_key || _amia_keys_fail (error,
                                    AMIA_KEYS_ERROR_MALFORMED,
                                    "read the recovery key",
                                    "it is not such a key");
}

gboolean
amia_recovery_load_public (const char         *path,
                           AmiaRecoveryPublic *public_key,
                           GError            **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (public_key != NULL, FALSE);

  return load_key (path, PUBLIC_WORD, public_key->bytes, error);
}

gboolean
amia_recovery_load_secret (const char         *path,
                           AmiaRecoverySecret *secret,
                           GError            **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);

  return load_key (path, SECRET_WORD, secret->bytes, error);
}
