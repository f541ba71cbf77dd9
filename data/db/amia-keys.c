/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-keys.h"

#include "amia-file.h"
#include "amia-keys-private.h"

/* The key file, version 1. JSON, so that an administrator can see which slots there are:
 *
 *     {"version": 1,
 *      "device": "9f000000000000000000000000000001",
 *      "slots": [{"type": "passphrase", "alg": "argon2id13",
 *                 "opslimit": 3, "memlimit": 67108864,
 *                 "salt": BASE64, "nonce": BASE64, "wrapped": BASE64},
 *                {"type": "keyring", "alg": "xchacha20poly1305",
 *                 "nonce": BASE64, "wrapped": BASE64},
 *                {"type": "recovery", "alg": "x25519-sealed-box",
 *                 "recipient": BASE64, "sealed": BASE64}]}
 *
 *     salt       16 random bytes for Argon2id
 *     nonce      24 random bytes
 *     wrapped    the data key and a 16-byte tag: XChaCha20-Poly1305 under a wrapping key, with the
 *                text "amia-keys 1 DEVICE" (keyring: "amia-keys 1 DEVICE keyring") as associated
 *                data, so that a slot can't be moved to another device's file or be taken for
 *                another kind. The wrapping key is what Argon2id makes of passphrase and salt, or
 *                the 256 random bits that lie in the login keyring
 *     recipient  16 bytes, BLAKE2b of the organisation's public key: which key opens the slot
 *     sealed     libsodium's sealed box for that public key, of the data key and 16 bytes, BLAKE2b
 *                of the text "amia-keys 1 DEVICE recovery"
 *
 * Each slot is a way of its own to one data key, which never changes: a new passphrase is a new
 * slot and no page of the database is written. Slots of another type or algorithm are passed over
 * and kept, so a newer program may add some. Destroying the file destroys the data. Wrong tries are
 * counted beside it (amia-keys-tries.c). */

G_DEFINE_QUARK (amia - keys - error - quark, amia_keys_error)

void
amia_data_key_clear (AmiaDataKey *key)
{
  g_return_if_fail (key != NULL);

  sodium_memzero (key->bytes, sizeof key->bytes);
}

gboolean
_amia_keys_fail (GError      **error,
                 AmiaKeysError code,
                 const char   *action,
                 const char   *cause)
{
  g_set_error (error, AMIA_KEYS_ERROR, (int) code, "Failed to %s: %s", action, cause);
  return FALSE;
}

gboolean
_amia_keys_start_sodium (GError **error)
{
  return sodium_init () >= 0 || _amia_keys_fail (error,
                                                 AMIA_KEYS_ERROR_FAILED,
                                                 "start the cryptographic library",
                                                 "no source of randomness");
}

static AmiaKeyFile *
load (const char *path,
      GError    **error)
{
  return _amia_keys_start_sodium (error) ? _amia_key_file_load (path, error) : NULL;
}

gboolean
amia_keys_create (const char  *path,
                  const char  *device,
                  const char  *passphrase,
                  AmiaDataKey *key,
                  GError     **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;
  AmiaKeySlot *slot;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL && *passphrase != '\0', FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!_amia_keys_start_sodium (error))
    return FALSE;

  randombytes_buf (key->bytes, sizeof key->bytes);
  slot = _amia_key_slot_new_passphrase (device, passphrase, key, error);
  if (slot == NULL)
    return FALSE;

  file = _amia_key_file_new (device);
  g_ptr_array_add (file->slots, slot);
  if (_amia_key_file_save (file, path, error))
    return TRUE;

  amia_data_key_clear (key);
  return FALSE;
}

AmiaKeySlots
amia_keys_get_slots (const char *path)
{
  static const AmiaKeySlots kinds[] = {
    AMIA_KEY_SLOTS_PASSPHRASE,
    AMIA_KEY_SLOTS_KEYRING,
    AMIA_KEY_SLOTS_RECOVERY,
  };
  g_autoptr (AmiaKeyFile) file = NULL;
  AmiaKeySlots slots = AMIA_KEY_SLOTS_NONE;

  g_return_val_if_fail (path != NULL, AMIA_KEY_SLOTS_NONE);

  file = load (path, NULL);
  for (gsize i = 0; file != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (_amia_key_file_has (file, kinds[i]))
        slots |= kinds[i];
    }

  return slots;
}

/* --- Opening --------------------------------------------------------------------------------- */

static gboolean
try_slots (const AmiaKeyFile *file,
           const char        *passphrase,
           AmiaDataKey       *key,
           GError           **error)
{
  for (guint i = 0; i < file->slots->len; i++)
    {
      const AmiaKeySlot *slot = g_ptr_array_index (file->slots, i);
      gboolean           is_right = FALSE;

      if (slot->kind != AMIA_KEY_SLOTS_PASSPHRASE)
        continue;
      if (!_amia_key_slot_open_passphrase (slot, file->device, passphrase, key, &is_right, error))
        return FALSE;
      if (is_right)
        return TRUE;
    }

  return _amia_keys_fail (error,
                          AMIA_KEYS_ERROR_PASSPHRASE,
                          "unlock",
                          "the passphrase is wrong");
}

gint64
amia_keys_get_wait_ms (const char *path,
                       gint64      now_ms)
{
  g_return_val_if_fail (path != NULL, 0);

  return _amia_key_tries_get_wait_ms (path, now_ms);
}

gboolean
amia_keys_unlock (const char  *path,
                  const char  *passphrase,
                  gint64       now_ms,
                  AmiaDataKey *key,
                  GError     **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;
  gint64 wait_ms;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;

  wait_ms = _amia_key_tries_get_wait_ms (path, now_ms);
  if (wait_ms > 0)
    {
      g_set_error (error,
                   AMIA_KEYS_ERROR,
                   AMIA_KEYS_ERROR_WAIT,
                   "Failed to unlock: the passphrase was wrong several times in a row; the next "
                   "try is in %" G_GINT64_FORMAT " s",
                   (wait_ms + 999) / 1000);
      return FALSE;
    }

  if (_amia_key_file_has (file, AMIA_KEY_SLOTS_PASSPHRASE))
    _amia_key_tries_add (path, now_ms);
  if (!try_slots (file, passphrase, key, error))
    return FALSE;

  _amia_key_tries_forget (path);
  return TRUE;
}

gboolean
amia_keys_unlock_keyring (const char        *path,
                          const AmiaDataKey *secret,
                          AmiaDataKey       *key,
                          GError           **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < file->slots->len; i++)
    {
      const AmiaKeySlot *slot = g_ptr_array_index (file->slots, i);

      if (slot->kind == AMIA_KEY_SLOTS_KEYRING &&
          _amia_key_slot_open_keyring (slot, file->device, secret, key))
        return TRUE;
    }

  return _amia_keys_fail (error,
                          AMIA_KEYS_ERROR_PASSPHRASE,
                          "unlock",
                          "the login keyring's secret opens nothing");
}

gboolean
amia_keys_recover (const char               *path,
                   const AmiaRecoverySecret *secret,
                   AmiaDataKey              *key,
                   GError                  **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < file->slots->len; i++)
    {
      const AmiaKeySlot *slot = g_ptr_array_index (file->slots, i);

      if (slot->kind == AMIA_KEY_SLOTS_RECOVERY &&
          _amia_key_slot_open_recovery (slot, file->device, secret, key))
        return TRUE;
    }

  return _amia_keys_fail (error,
                          AMIA_KEYS_ERROR_PASSPHRASE,
                          "unlock",
                          _amia_key_file_has (file, AMIA_KEY_SLOTS_RECOVERY)
                              ? "this recovery key opens nothing"
                              : "there is no slot for a recovery key");
}

/* --- Changing slots -------------------------------------------------------------------------- */

/* Puts a slot in the place of those of its kind. */
static gboolean
replace_slot (AmiaKeyFile *file,
              AmiaKeySlot *slot,
              const char  *path,
              GError     **error)
{
  _amia_key_file_remove (file, slot->kind);
  g_ptr_array_add (file->slots, slot);
  return _amia_key_file_save (file, path, error);
}

gboolean
amia_keys_set_passphrase (const char        *path,
                          const AmiaDataKey *key,
                          const char        *passphrase,
                          GError           **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;
  AmiaKeySlot *slot;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL && *passphrase != '\0', FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;

  slot = _amia_key_slot_new_passphrase (file->device, passphrase, key, error);
  if (slot == NULL || !replace_slot (file, slot, path, error))
    return FALSE;

  _amia_key_tries_forget (path);
  return TRUE;
}

gboolean
amia_keys_add_keyring (const char        *path,
                       const AmiaDataKey *key,
                       AmiaDataKey       *secret,
                       GError           **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;

  randombytes_buf (secret->bytes, sizeof secret->bytes);
  return replace_slot (file,
                       _amia_key_slot_new_keyring (file->device, secret, key),
                       path,
                       error);
}

gboolean
amia_keys_add_recovery (const char               *path,
                        const AmiaDataKey        *key,
                        const AmiaRecoveryPublic *public_key,
                        GError                  **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;
  AmiaKeySlot *slot;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (public_key != NULL, FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < file->slots->len; i++)
    {
      if (_amia_key_slot_is_for (g_ptr_array_index (file->slots, i), public_key))
        return TRUE;
    }

  slot = _amia_key_slot_new_recovery (file->device, public_key, key, error);
  return slot != NULL && replace_slot (file, slot, path, error);
}

gboolean
amia_keys_remove (const char  *path,
                  AmiaKeySlots slots,
                  GError     **error)
{
  g_autoptr (AmiaKeyFile) file = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if ((file = load (path, error)) == NULL)
    return FALSE;
  if (!_amia_key_file_has (file, slots))
    return TRUE;

  _amia_key_file_remove (file, slots);
  return _amia_key_file_save (file, path, error);
}

gboolean
amia_keys_destroy (const char *path,
                   GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (!amia_file_shred (path, &local_error))
    return _amia_keys_fail (error,
                            AMIA_KEYS_ERROR_FAILED,
                            "destroy the key",
                            local_error->message);

  _amia_key_tries_forget (path);
  return TRUE;
}
