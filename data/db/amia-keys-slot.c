/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include <string.h>

#include "amia-keys-private.h"

/* One slot: the data key wrapped in one of three ways. The format stands in amia-keys.c. */

/* RFC 9106's second recommendation, for machines that have other things to do, too. */
#define OPERATIONS 3
#define MEMORY     (64 * 1024 * 1024)

void
_amia_key_slot_free (AmiaKeySlot *slot)
{
  g_clear_pointer (&slot->raw, json_node_unref);
  g_free (slot);
}

static AmiaKeySlot *
new_slot (AmiaKeySlots kind)
{
  AmiaKeySlot *slot = g_new0 (AmiaKeySlot, 1);

  slot->kind = kind;
  return slot;
}

static gboolean
derive (const AmiaKeySlot *slot,
        const char        *passphrase,
        AmiaDataKey       *wrapping,
        GError           **error)
{
  g_autofree char *composed = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  const char      *text = composed != NULL ? composed : passphrase;
  int              code;

  /* Normalized: the same å must open it whichever keyboard wrote it. */
  code = crypto_pwhash (wrapping->bytes,
                        sizeof wrapping->bytes,
                        text,
                        strlen (text),
                        slot->salt,
                        (unsigned long long) slot->operations,
                        (size_t) slot->memory,
                        crypto_pwhash_ALG_ARGON2ID13);
  if (composed != NULL)
    sodium_memzero (composed, strlen (composed));

  return code == 0 || _amia_keys_fail (error,
                                       AMIA_KEYS_ERROR_FAILED,
                                       "derive a key from the passphrase",
                                       "not enough memory");
}

/* What a slot is tied to: its file's device and its own kind. */
static char *
name_place (const AmiaKeySlot *slot,
            const char        *device)
{
  const char *kind = slot->kind == AMIA_KEY_SLOTS_KEYRING ? " keyring" : "";

  return g_strdup_printf ("amia-keys %d %s%s", AMIA_KEYS_VERSION, device, kind);
}

static void
wrap (AmiaKeySlot       *slot,
      const char        *device,
      const AmiaDataKey *wrapping,
      const AmiaDataKey *key)
{
  g_autofree char *place = name_place (slot, device);

  randombytes_buf (slot->nonce, sizeof slot->nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt (slot->wrapped,
                                              NULL,
                                              key->bytes,
                                              sizeof key->bytes,
                                              (const guint8 *) place,
                                              strlen (place),
                                              NULL,
                                              slot->nonce,
                                              wrapping->bytes);
}

static gboolean
unwrap (const AmiaKeySlot *slot,
        const char        *device,
        const AmiaDataKey *wrapping,
        AmiaDataKey       *key)
{
  g_autofree char *place = name_place (slot, device);

  return crypto_aead_xchacha20poly1305_ietf_decrypt (key->bytes,
                                                     NULL,
                                                     NULL,
                                                     slot->wrapped,
                                                     sizeof slot->wrapped,
                                                     (const guint8 *) place,
                                                     strlen (place),
                                                     slot->nonce,
                                                     wrapping->bytes) == 0;
}

AmiaKeySlot *
_amia_key_slot_new_passphrase (const char        *device,
                               const char        *passphrase,
                               const AmiaDataKey *key,
                               GError           **error)
{
  g_auto (AmiaDataKey) wrapping = { { 0 } };
  g_autoptr (AmiaKeySlot) slot = new_slot (AMIA_KEY_SLOTS_PASSPHRASE);

  slot->operations = OPERATIONS;
  slot->memory = MEMORY;
  randombytes_buf (slot->salt, sizeof slot->salt);
  if (!derive (slot, passphrase, &wrapping, error))
    return NULL;

  wrap (slot, device, &wrapping, key);
  return g_steal_pointer (&slot);
}

AmiaKeySlot *
_amia_key_slot_new_keyring (const char        *device,
                            const AmiaDataKey *secret,
                            const AmiaDataKey *key)
{
  AmiaKeySlot *slot = new_slot (AMIA_KEY_SLOTS_KEYRING);

  /* The secret is a key already: nothing would be gained by stretching it. */
  wrap (slot, device, secret, key);
  return slot;
}

static void
hash (guint8        name[AMIA_SLOT_NAME_LENGTH],
      gconstpointer data,
      gsize         length)
{
  crypto_generichash (name, AMIA_SLOT_NAME_LENGTH, data, length, NULL, 0);
}

static void
hash_device (guint8      name[AMIA_SLOT_NAME_LENGTH],
             const char *device)
{
  g_autofree char *place =
      g_strdup_printf ("amia-keys %d %s recovery", AMIA_KEYS_VERSION, device);

  hash (name, place, strlen (place));
}

AmiaKeySlot *
_amia_key_slot_new_recovery (const char               *device,
                             const AmiaRecoveryPublic *public_key,
                             const AmiaDataKey        *key,
                             GError                  **error)
{
  guint8 plain[AMIA_KEY_LENGTH + AMIA_SLOT_NAME_LENGTH];
  g_autoptr (AmiaKeySlot) slot = new_slot (AMIA_KEY_SLOTS_RECOVERY);
  int code;

  memcpy (plain, key->bytes, AMIA_KEY_LENGTH);
  hash_device (&plain[AMIA_KEY_LENGTH], device);
  hash (slot->recipient, public_key->bytes, sizeof public_key->bytes);
  code = crypto_box_seal (slot->sealed, plain, sizeof plain, public_key->bytes);
  sodium_memzero (plain, sizeof plain);
  if (code == 0)
    return g_steal_pointer (&slot);

  /* Points of small order: such a key would seal nothing. */
  _amia_keys_fail (error, AMIA_KEYS_ERROR_MALFORMED, "seal the key", "the public key is weak");
  return NULL;
}

gboolean
_amia_key_slot_open_passphrase (const AmiaKeySlot *slot,
                                const char        *device,
                                const char        *passphrase,
                                AmiaDataKey       *key,
                                gboolean          *is_right,
                                GError           **error)
{
  g_auto (AmiaDataKey) wrapping = { { 0 } };

  if (!derive (slot, passphrase, &wrapping, error))
    return FALSE;

  *is_right = unwrap (slot, device, &wrapping, key);
  return TRUE;
}

gboolean
_amia_key_slot_open_keyring (const AmiaKeySlot *slot,
                             const char        *device,
                             const AmiaDataKey *secret,
                             AmiaDataKey       *key)
{
  return unwrap (slot, device, secret, key);
}

gboolean
_amia_key_slot_open_recovery (const AmiaKeySlot        *slot,
                              const char               *device,
                              const AmiaRecoverySecret *secret,
                              AmiaDataKey              *key)
{
  guint8   plain[AMIA_KEY_LENGTH + AMIA_SLOT_NAME_LENGTH];
  guint8   name[AMIA_SLOT_NAME_LENGTH];
  guint8   public_key[crypto_box_PUBLICKEYBYTES];
  gboolean is_right = FALSE;

  hash_device (name, device);
  if (crypto_scalarmult_base (public_key, secret->bytes) == 0 &&
      crypto_box_seal_open (plain, slot->sealed, sizeof slot->sealed, public_key, secret->bytes) ==
          0)
    is_right = sodium_memcmp (&plain[AMIA_KEY_LENGTH], name, sizeof name) == 0;

  if (is_right)
    memcpy (key->bytes, plain, AMIA_KEY_LENGTH);
  sodium_memzero (plain, sizeof plain);
  return is_right;
}

gboolean
_amia_key_slot_is_for (const AmiaKeySlot        *slot,
                       const AmiaRecoveryPublic *public_key)
{
  guint8 name[AMIA_SLOT_NAME_LENGTH];

  hash (name, public_key->bytes, sizeof public_key->bytes);
  return slot->kind == AMIA_KEY_SLOTS_RECOVERY &&
         memcmp (slot->recipient, name, sizeof name) == 0;
}
