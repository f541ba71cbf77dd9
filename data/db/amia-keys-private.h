/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <sodium.h>

#include "amia-keys.h"

G_BEGIN_DECLS

/*
 * The key file in memory (amia-keys-file.c), one slot of it (amia-keys-slot.c), and the count of
 * wrong tries beside it (amia-keys-tries.c). Only amia-keys.c uses this.
 */

#define AMIA_KEYS_VERSION        1
#define AMIA_SLOT_SALT_LENGTH    crypto_pwhash_SALTBYTES
#define AMIA_SLOT_NONCE_LENGTH   crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define AMIA_SLOT_WRAPPED_LENGTH (AMIA_KEY_LENGTH + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define AMIA_SLOT_NAME_LENGTH    16
#define AMIA_SLOT_SEALED_LENGTH  (AMIA_KEY_LENGTH + AMIA_SLOT_NAME_LENGTH + crypto_box_SEALBYTES)

/* A slot. Which members mean something depends on its kind. */
typedef struct
{
  AmiaKeySlots kind; /* NONE: one that this version does not know; @raw is all of it. */
  gint64       operations;
  gint64       memory;
  guint8       salt[AMIA_SLOT_SALT_LENGTH];
  guint8       nonce[AMIA_SLOT_NONCE_LENGTH];
  guint8       wrapped[AMIA_SLOT_WRAPPED_LENGTH];
  guint8       recipient[AMIA_SLOT_NAME_LENGTH];
  guint8       sealed[AMIA_SLOT_SEALED_LENGTH];
  JsonNode    *raw;
} AmiaKeySlot;

typedef struct
{
  char      *device;
  GPtrArray *slots; /* of AmiaKeySlot */
} AmiaKeyFile;

void _amia_key_slot_free (AmiaKeySlot *slot);
void _amia_key_file_free (AmiaKeyFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaKeySlot, _amia_key_slot_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaKeyFile, _amia_key_file_free)

AmiaKeyFile *_amia_key_file_new (const char *device) G_GNUC_WARN_UNUSED_RESULT;
AmiaKeyFile *_amia_key_file_load (const char *path,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     _amia_key_file_save (const AmiaKeyFile *file,
                                  const char        *path,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void         _amia_key_file_remove (AmiaKeyFile *file,
                                    AmiaKeySlots kinds);
gboolean     _amia_key_file_has (const AmiaKeyFile *file,
                                 AmiaKeySlots       kinds);

/* Making a slot of each kind. */
AmiaKeySlot *_amia_key_slot_new_passphrase (const char        *device,
                                            const char        *passphrase,
                                            const AmiaDataKey *key,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
AmiaKeySlot *_amia_key_slot_new_keyring (const char        *device,
                                         const AmiaDataKey *secret,
                                         const AmiaDataKey *key) G_GNUC_WARN_UNUSED_RESULT;
AmiaKeySlot *_amia_key_slot_new_recovery (const char               *device,
                                          const AmiaRecoveryPublic *public_key,
                                          const AmiaDataKey        *key,
                                          GError                  **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Opening one. The first can fail for want of memory; the others only answer. */
gboolean _amia_key_slot_open_passphrase (const AmiaKeySlot *slot,
                                         const char        *device,
                                         const char        *passphrase,
                                         AmiaDataKey       *key,
                                         gboolean          *is_right,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_key_slot_open_keyring (const AmiaKeySlot *slot,
                                      const char        *device,
                                      const AmiaDataKey *secret,
                                      AmiaDataKey       *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_key_slot_open_recovery (const AmiaKeySlot        *slot,
                                       const char               *device,
                                       const AmiaRecoverySecret *secret,
                                       AmiaDataKey              *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_key_slot_is_for (const AmiaKeySlot        *slot,
                                const AmiaRecoveryPublic *public_key);

/* The count of wrong tries, in a file beside the key file. */
gint64 _amia_key_tries_get_wait_ms (const char *path,
                                    gint64      now_ms);
void   _amia_key_tries_add (const char *path,
                            gint64      now_ms);
void   _amia_key_tries_forget (const char *path);

gboolean _amia_keys_start_sodium (GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _amia_keys_fail (GError      **error,
                          AmiaKeysError code,
                          const char   *action,
                          const char   *cause);

G_END_DECLS
