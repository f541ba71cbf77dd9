/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-keys.h"

#include <string.h>

#include "amia-store-private.h"

/* The ways into a replica, in its key file. A secret of the keyring is text for the caller: 64
 * hexadecimal digits. */

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
check_next (const char *next,
            GError    **error)
{
  return *next != '\0' || _amia_store_fail (error,
                                            AMIA_STORE_ERROR_PASSPHRASE,
                                            "Failed to change the passphrase: it is empty");
}

static gboolean
check_encrypted (const char *path,
                 GError    **error)
{
  return _amia_store_check_file (path, error) &&
         (amia_store_needs_passphrase (path) ||
          _amia_store_fail (error,
                            AMIA_STORE_ERROR_PASSPHRASE,
                            "Failed to open the replica's keys: it was made without a passphrase"));
}

/* The data key and the path of the key file. */
static char *
unlock (const char  *path,
        const char  *passphrase,
        AmiaDataKey *key,
        GError     **error)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);

  return check_encrypted (path, error) &&
                 amia_keys_unlock (keys, passphrase, get_now_ms (), key, error)
             ? g_steal_pointer (&keys)
             : NULL;
}

gboolean
amia_store_change_passphrase (const char *path,
                              const char *passphrase,
                              const char *next,
                              GError    **error)
{
  g_autofree char *keys = NULL;
  g_auto (AmiaDataKey) key = { { 0 } };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL, FALSE);
  g_return_val_if_fail (next != NULL, FALSE);

  return (check_next (next, &local_error) &&
          (keys = unlock (path, passphrase, &key, &local_error)) != NULL &&
          amia_keys_set_passphrase (keys, &key, next, &local_error)) ||
         _amia_store_report (error, local_error);
}

gint64
amia_store_get_unlock_wait_ms (const char *path)
{
  g_autofree char *keys = NULL;

  g_return_val_if_fail (path != NULL, 0);

  keys = _amia_store_get_keys_path (path);
  return amia_keys_get_wait_ms (keys, get_now_ms ());
}

/* --- The login keyring ------------------------------------------------------------------------ */

static char *
print_secret (const AmiaDataKey *secret)
{
  GString *text = g_string_sized_new (2 * AMIA_KEY_LENGTH);

  for (gsize i = 0; i < AMIA_KEY_LENGTH; i++)
    g_string_append_printf (text, "%02x", secret->bytes[i]);
  return g_string_free (text, FALSE);
}

static gboolean
parse_secret (const char  *text,
              AmiaDataKey *secret,
              GError     **error)
{
  gboolean is_secret = strlen (text) == 2 * AMIA_KEY_LENGTH;

  for (gsize i = 0; is_secret && i < AMIA_KEY_LENGTH; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      is_secret = high >= 0 && low >= 0;
      secret->bytes[i] = (guint8) (high << 4 | low);
    }

  return is_secret ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_PASSPHRASE,
                           "Failed to open the replica: what the login keyring holds is not for it");
}

char *
amia_store_add_keyring (const char *path,
                        const char *passphrase,
                        GError    **error)
{
  g_autofree char *keys = NULL;
  g_auto (AmiaDataKey) key = { { 0 } };
  g_auto (AmiaDataKey) secret = { { 0 } };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  keys = unlock (path, passphrase, &key, &local_error);
  if (keys != NULL && amia_keys_add_keyring (keys, &key, &secret, &local_error))
    return print_secret (&secret);

  _amia_store_report (error, local_error);
  return NULL;
}

static gboolean
has_slot (const char  *path,
          AmiaKeySlots slot)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);

  return g_file_test (keys, G_FILE_TEST_EXISTS) && (amia_keys_get_slots (keys) & slot) != 0;
}

gboolean
amia_store_has_keyring (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return has_slot (path, AMIA_KEY_SLOTS_KEYRING);
}

gboolean
amia_store_remove_keyring (const char *path,
                           GError    **error)
{
  g_autofree char *keys = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  keys = _amia_store_get_keys_path (path);
  return (check_encrypted (path, &local_error) &&
          amia_keys_remove (keys, AMIA_KEY_SLOTS_KEYRING, &local_error)) ||
         _amia_store_report (error, local_error);
}

AmiaStore *
amia_store_open_with_keyring (const char *path,
                              const char *secret,
                              GError    **error)
{
  g_autofree char *keys = NULL;
  AmiaStore       *store = NULL;
  g_auto (AmiaDataKey) key = { { 0 } };
  g_auto (AmiaDataKey) bytes = { { 0 } };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  keys = _amia_store_get_keys_path (path);
  if (check_encrypted (path, &local_error) && parse_secret (secret, &bytes, &local_error) &&
      amia_keys_unlock_keyring (keys, &bytes, &key, &local_error))
    store = _amia_store_open_with_key (path, &key, &local_error);
  if (store == NULL)
    _amia_store_report (error, local_error);

  return store;
}

/* --- The organisation ------------------------------------------------------------------------- */

gboolean
amia_store_generate_recovery (const char *public_path,
                              const char *secret_path,
                              GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (public_path != NULL, FALSE);
  g_return_val_if_fail (secret_path != NULL, FALSE);

  return amia_recovery_generate (public_path, secret_path, &local_error) ||
         _amia_store_report (error, local_error);
}

gboolean
amia_store_add_recovery (const char *path,
                         const char *passphrase,
                         const char *public_path,
                         GError    **error)
{
  g_autofree char   *keys = NULL;
  AmiaRecoveryPublic public_key;
  g_auto (AmiaDataKey) key = { { 0 } };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL, FALSE);
  g_return_val_if_fail (public_path != NULL, FALSE);

  return (amia_recovery_load_public (public_path, &public_key, &local_error) &&
          (keys = unlock (path, passphrase, &key, &local_error)) != NULL &&
          amia_keys_add_recovery (keys, &key, &public_key, &local_error)) ||
         _amia_store_report (error, local_error);
}

gboolean
amia_store_has_recovery (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return has_slot (path, AMIA_KEY_SLOTS_RECOVERY);
}

static gboolean
recover (const char *path,
         const char *secret_path,
         const char *passphrase,
         GError    **error)
{
  g_autofree char *keys = _amia_store_get_keys_path (path);
  g_auto (AmiaRecoverySecret) secret = { { 0 } };
  g_auto (AmiaDataKey) key = { { 0 } };
  g_autoptr (AmiaStore) store = NULL;

  if (!check_encrypted (path, error) ||
      !amia_recovery_load_secret (secret_path, &secret, error) ||
      !amia_keys_recover (keys, &secret, &key, error))
    return FALSE;

  store = _amia_store_open_with_key (path, &key, error);
  if (store == NULL || !amia_keys_set_passphrase (keys, &key, passphrase, error))
    return FALSE;

  /* It may have been revoked: somebody may open it again. */
  _amia_store_delete_note (path);
  return TRUE;
}

gboolean
amia_store_recover (const char *path,
                    const char *secret_path,
                    const char *passphrase,
                    GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (secret_path != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL, FALSE);

  return (check_next (passphrase, &local_error) &&
          recover (path, secret_path, passphrase, &local_error)) ||
         _amia_store_report (error, local_error);
}
