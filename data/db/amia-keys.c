/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-keys.h"

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#include "amia-file.h"

/* The key file, version 1. JSON, so that an administrator can see which slots there are:
 *
 *     {"version": 1,
 *      "device": "9f000000000000000000000000000001",
 *      "slots": [{"type": "passphrase", "alg": "argon2id13",
 *                 "opslimit": 3, "memlimit": 67108864,
 *                 "salt": BASE64, "nonce": BASE64, "wrapped": BASE64}]}
 *
 *     salt     16 random bytes for Argon2id
 *     nonce    24 random bytes
 *     wrapped  the data key and a 16-byte tag: XChaCha20-Poly1305 under the key that Argon2id makes
 *              of passphrase and salt, with the text "amia-keys 1 DEVICE" as associated data, so
 *              that a slot can't be moved to another device's file
 *
 * Slots of an unknown type are passed over: a login keyring or a recovery key is one more slot.
 * The data key never changes with the passphrase; destroying the file destroys the data. */

#define FORMAT_VERSION 1
#define SLOT_TYPE      "passphrase"
#define ALGORITHM      "argon2id13"

/* RFC 9106's second recommendation, for machines that have other things to do, too. */
#define OPERATIONS 3
#define MEMORY     (64 * 1024 * 1024)

/* What a file may ask of us. */
#define OPERATIONS_MAX 16
#define MEMORY_MAX     (1024 * 1024 * 1024)
#define SLOTS_MAX      16
#define FILE_BYTES_MAX (64 * 1024)

#define SALT_LENGTH    crypto_pwhash_SALTBYTES
#define NONCE_LENGTH   crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define WRAPPED_LENGTH (AMIA_KEY_LENGTH + crypto_aead_xchacha20poly1305_ietf_ABYTES)

typedef struct
{
  gint64 operations;
  gint64 memory;
  guint8 salt[SALT_LENGTH];
  guint8 nonce[NONCE_LENGTH];
  guint8 wrapped[WRAPPED_LENGTH];
} Slot;

G_DEFINE_QUARK (amia - keys - error - quark, amia_keys_error)

void
amia_data_key_clear (AmiaDataKey *key)
{
  g_return_if_fail (key != NULL);

  sodium_memzero (key->bytes, sizeof key->bytes);
}

static void
set_failed (GError    **error,
            const char *action,
            const char *cause)
{
  g_set_error (error,
               AMIA_KEYS_ERROR,
               AMIA_KEYS_ERROR_FAILED,
               "Failed to %s: %s",
               action,
               cause);
}

static gboolean
start_sodium (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;

  set_failed (error, "start the cryptographic library", "no source of randomness");
  return FALSE;
}

static gboolean
derive (const Slot  *slot,
        const char  *passphrase,
        AmiaDataKey *wrapping,
        GError     **error)
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
  if (code == 0)
    return TRUE;

  set_failed (error, "derive a key from the passphrase", "not enough memory");
  return FALSE;
}

static gboolean
wrap (Slot              *slot,
      const char        *device,
      const char        *passphrase,
      const AmiaDataKey *key,
      GError           **error)
{
  g_auto (AmiaDataKey) wrapping = { { 0 } };
  g_autofree char *associated = g_strdup_printf ("amia-keys %d %s", FORMAT_VERSION, device);

  if (!derive (slot, passphrase, &wrapping, error))
    return FALSE;

  crypto_aead_xchacha20poly1305_ietf_encrypt (slot->wrapped,
                                              NULL,
                                              key->bytes,
                                              sizeof key->bytes,
                                              (const guint8 *) associated,
                                              strlen (associated),
                                              NULL,
                                              slot->nonce,
                                              wrapping.bytes);
  return TRUE;
}

static gboolean
unwrap (const Slot  *slot,
        const char  *device,
        const char  *passphrase,
        AmiaDataKey *key,
        gboolean    *is_right,
        GError     **error)
{
  g_auto (AmiaDataKey) wrapping = { { 0 } };
  g_autofree char *associated = g_strdup_printf ("amia-keys %d %s", FORMAT_VERSION, device);

  if (!derive (slot, passphrase, &wrapping, error))
    return FALSE;

  *is_right = crypto_aead_xchacha20poly1305_ietf_decrypt (key->bytes,
                                                          NULL,
                                                          NULL,
                                                          slot->wrapped,
                                                          sizeof slot->wrapped,
                                                          (const guint8 *) associated,
                                                          strlen (associated),
                                                          slot->nonce,
                                                          wrapping.bytes) == 0;
  return TRUE;
}

static void
add_bytes (JsonBuilder  *builder,
           const char   *name,
           const guint8 *bytes,
           gsize         length)
{
  g_autofree char *text = g_base64_encode (bytes, length);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_slot (JsonBuilder *builder,
          const Slot  *slot)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, SLOT_TYPE);
  json_builder_set_member_name (builder, "alg");
  json_builder_add_string_value (builder, ALGORITHM);
  json_builder_set_member_name (builder, "opslimit");
  json_builder_add_int_value (builder, slot->operations);
  json_builder_set_member_name (builder, "memlimit");
  json_builder_add_int_value (builder, slot->memory);
  add_bytes (builder, "salt", slot->salt, sizeof slot->salt);
  add_bytes (builder, "nonce", slot->nonce, sizeof slot->nonce);
  add_bytes (builder, "wrapped", slot->wrapped, sizeof slot->wrapped);
  json_builder_end_object (builder);
}

static char *
print_file (const char *device,
            const Slot *slot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, FORMAT_VERSION);
  json_builder_set_member_name (builder, "device");
  json_builder_add_string_value (builder, device);
  json_builder_set_member_name (builder, "slots");
  json_builder_begin_array (builder);
  add_slot (builder, slot);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

gboolean
amia_keys_create (const char  *path,
                  const char  *device,
                  const char  *passphrase,
                  AmiaDataKey *key,
                  GError     **error)
{
  Slot             slot = { .operations = OPERATIONS, .memory = MEMORY };
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (device != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL && *passphrase != '\0', FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!start_sodium (error))
    return FALSE;

  randombytes_buf (key->bytes, sizeof key->bytes);
  randombytes_buf (slot.salt, sizeof slot.salt);
  randombytes_buf (slot.nonce, sizeof slot.nonce);
  if (!wrap (&slot, device, passphrase, key, error))
    return FALSE;

  text = print_file (device, &slot);
  if (amia_file_write (path, text, strlen (text), &local_error))
    return TRUE;

  set_failed (error, "keep the key", local_error->message);
  amia_data_key_clear (key);
  return FALSE;
}

static gboolean
set_malformed (GError    **error,
               const char *cause)
{
  g_set_error (error,
               AMIA_KEYS_ERROR,
               AMIA_KEYS_ERROR_MALFORMED,
               "Failed to read the key file: %s",
               cause);
  return FALSE;
}

/* json-glib's typed getters complain aloud about a member of another type; these answer. */
static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
get_int (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : -1;
}

static gboolean
get_bytes (JsonObject *object,
           const char *name,
           guint8     *bytes,
           gsize       length)
{
  const char        *text = get_string (object, name);
  gsize              n = 0;
  g_autofree guint8 *decoded = text != NULL ? g_base64_decode (text, &n) : NULL;

  if (decoded == NULL || n != length)
    return FALSE;

  memcpy (bytes, decoded, length);
  return TRUE;
}

static gboolean
is_ours (JsonObject *object)
{
  return g_strcmp0 (get_string (object, "type"), SLOT_TYPE) == 0 &&
         g_strcmp0 (get_string (object, "alg"), ALGORITHM) == 0;
}

static gboolean
read_slot (JsonObject *object,
           Slot       *slot,
           GError    **error)
{
  slot->operations = get_int (object, "opslimit");
  slot->memory = get_int (object, "memlimit");

  if (slot->operations < (gint64) crypto_pwhash_OPSLIMIT_MIN ||
      slot->operations > OPERATIONS_MAX ||
      slot->memory < (gint64) crypto_pwhash_MEMLIMIT_MIN ||
      slot->memory > MEMORY_MAX)
    return set_malformed (error, "a slot asks for too little or too much work");

  if (!get_bytes (object, "salt", slot->salt, sizeof slot->salt) ||
      !get_bytes (object, "nonce", slot->nonce, sizeof slot->nonce) ||
      !get_bytes (object, "wrapped", slot->wrapped, sizeof slot->wrapped))
    return set_malformed (error, "a slot is incomplete");

  return TRUE;
}

static gboolean
try_slots (JsonArray   *slots,
           const char  *device,
           const char  *passphrase,
           AmiaDataKey *key,
           GError     **error)
{
  for (guint i = 0; i < json_array_get_length (slots); i++)
    {
      JsonNode *node = json_array_get_element (slots, i);
      Slot      slot;
      gboolean  is_right = FALSE;

      if (!JSON_NODE_HOLDS_OBJECT (node) || !is_ours (json_node_get_object (node)))
        continue;
      if (!read_slot (json_node_get_object (node), &slot, error) ||
          !unwrap (&slot, device, passphrase, key, &is_right, error))
        return FALSE;
      if (is_right)
        return TRUE;
    }

  g_set_error (error,
               AMIA_KEYS_ERROR,
               AMIA_KEYS_ERROR_PASSPHRASE,
               "Failed to unlock: the passphrase is wrong");
  return FALSE;
}

static JsonObject *
load_file (JsonParser *parser,
           const char *path,
           GError    **error)
{
  g_autofree char *text = NULL;
  gsize            length;
  JsonNode        *root;
  g_autoptr (GError) local_error = NULL;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      set_failed (error, "read the key file", local_error->message);
      return NULL;
    }

  if (length > FILE_BYTES_MAX ||
      !json_parser_load_from_data (parser, text, (gssize) length, NULL) ||
      (root = json_parser_get_root (parser)) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (root))
    {
      set_malformed (error, "it is not a JSON object");
      return NULL;
    }

  return json_node_get_object (root);
}

gboolean
amia_keys_unlock (const char  *path,
                  const char  *passphrase,
                  AmiaDataKey *key,
                  GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *file;
  JsonNode   *slots;
  const char *device;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (passphrase != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!start_sodium (error) || (file = load_file (parser, path, error)) == NULL)
    return FALSE;

  if (get_int (file, "version") > FORMAT_VERSION)
    {
      g_set_error (error,
                   AMIA_KEYS_ERROR,
                   AMIA_KEYS_ERROR_TOO_NEW,
                   "Failed to read the key file: a newer version of the program wrote it");
      return FALSE;
    }

  slots = json_object_get_member (file, "slots");
  device = get_string (file, "device");
  if (get_int (file, "version") != FORMAT_VERSION || device == NULL || slots == NULL ||
      !JSON_NODE_HOLDS_ARRAY (slots) ||
      json_array_get_length (json_node_get_array (slots)) > SLOTS_MAX)
    return set_malformed (error, "it is not a key file of this program");

  return try_slots (json_node_get_array (slots), device, passphrase, key, error);
}
