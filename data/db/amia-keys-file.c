/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include <string.h>

#include "amia-file.h"
#include "amia-keys-private.h"

/* Reading and writing the key file, whose format stands in amia-keys.c. What is read was perhaps
 * written by somebody else: everything is bounded. */

#define PASSPHRASE_TYPE      "passphrase"
#define PASSPHRASE_ALGORITHM "argon2id13"
#define KEYRING_TYPE         "keyring"
#define KEYRING_ALGORITHM    "xchacha20poly1305"
#define RECOVERY_TYPE        "recovery"
#define RECOVERY_ALGORITHM   "x25519-sealed-box"

/* What a file may ask of us. */
#define OPERATIONS_MAX 16
#define MEMORY_MAX     (1024 * 1024 * 1024)
#define SLOTS_MAX      16
#define FILE_BYTES_MAX (64 * 1024)

void
_amia_key_file_free (AmiaKeyFile *file)
{
  g_free (file->device);
  g_ptr_array_unref (file->slots);
  g_free (file);
}

AmiaKeyFile *
_amia_key_file_new (const char *device)
{
  AmiaKeyFile *file = g_new0 (AmiaKeyFile, 1);

  file->device = g_strdup (device);
  file->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) _amia_key_slot_free);
  return file;
}

void
_amia_key_file_remove (AmiaKeyFile *file,
                       AmiaKeySlots kinds)
{
  for (guint i = file->slots->len; i > 0; i--)
    {
      const AmiaKeySlot *slot = g_ptr_array_index (file->slots, i - 1);

      if ((slot->kind & kinds) != 0)
        g_ptr_array_remove_index (file->slots, i - 1);
    }
}

gboolean
_amia_key_file_has (const AmiaKeyFile *file,
                    AmiaKeySlots       kinds)
{
  for (guint i = 0; i < file->slots->len; i++)
    {
      const AmiaKeySlot *slot = g_ptr_array_index (file->slots, i);

      if ((slot->kind & kinds) != 0)
        return TRUE;
    }

  return FALSE;
}

/* --- Writing --------------------------------------------------------------------------------- */

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_bytes (JsonBuilder  *builder,
           const char   *name,
           const guint8 *bytes,
           gsize         length)
{
  g_autofree char *text = g_base64_encode (bytes, length);

  add_text (builder, name, text);
}

static void
add_head (JsonBuilder *builder,
          const char  *type,
          const char  *algorithm)
{
  add_text (builder, "type", type);
  add_text (builder, "alg", algorithm);
}

static void
add_known_slot (JsonBuilder       *builder,
                const AmiaKeySlot *slot)
{
  json_builder_begin_object (builder);
  if (slot->kind == AMIA_KEY_SLOTS_RECOVERY)
    {
      add_head (builder, RECOVERY_TYPE, RECOVERY_ALGORITHM);
      add_bytes (builder, "recipient", slot->recipient, sizeof slot->recipient);
      add_bytes (builder, "sealed", slot->sealed, sizeof slot->sealed);
      json_builder_end_object (builder);
      return;
    }

  if (slot->kind == AMIA_KEY_SLOTS_PASSPHRASE)
    {
      add_head (builder, PASSPHRASE_TYPE, PASSPHRASE_ALGORITHM);
      add_int (builder, "opslimit", slot->operations);
      add_int (builder, "memlimit", slot->memory);
      add_bytes (builder, "salt", slot->salt, sizeof slot->salt);
    }
  else
    {
      add_head (builder, KEYRING_TYPE, KEYRING_ALGORITHM);
    }
  add_bytes (builder, "nonce", slot->nonce, sizeof slot->nonce);
  add_bytes (builder, "wrapped", slot->wrapped, sizeof slot->wrapped);
  json_builder_end_object (builder);
}

static char *
print_file (const AmiaKeyFile *file)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_int (builder, "version", AMIA_KEYS_VERSION);
  add_text (builder, "device", file->device);
  json_builder_set_member_name (builder, "slots");
  json_builder_begin_array (builder);
  for (guint i = 0; i < file->slots->len; i++)
    {
      const AmiaKeySlot *slot = g_ptr_array_index (file->slots, i);

      if (slot->kind == AMIA_KEY_SLOTS_NONE)
        json_builder_add_value (builder, json_node_copy (slot->raw));
      else
        add_known_slot (builder, slot);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

gboolean
_amia_key_file_save (const AmiaKeyFile *file,
                     const char        *path,
                     GError           **error)
{
  g_autofree char *text = print_file (file);
  g_autoptr (GError) local_error = NULL;

  return amia_file_replace (path, text, strlen (text), &local_error) ||
         _amia_keys_fail (error, AMIA_KEYS_ERROR_FAILED, "keep the key", local_error->message);
}

/* --- Reading --------------------------------------------------------------------------------- */

static gboolean
set_malformed (GError    **error,
               const char *cause)
{
  return _amia_keys_fail (error, AMIA_KEYS_ERROR_MALFORMED, "read the key file", cause);
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

static AmiaKeySlots
find_kind (JsonNode *node)
{
  static const struct
  {
    const char  *type;
    const char  *algorithm;
    AmiaKeySlots kind;
  } kinds[] = {
    { PASSPHRASE_TYPE, PASSPHRASE_ALGORITHM, AMIA_KEY_SLOTS_PASSPHRASE },
    { KEYRING_TYPE, KEYRING_ALGORITHM, AMIA_KEY_SLOTS_KEYRING },
    { RECOVERY_TYPE, RECOVERY_ALGORITHM, AMIA_KEY_SLOTS_RECOVERY },
  };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (get_string (object, "type"), kinds[i].type) == 0 &&
          g_strcmp0 (get_string (object, "alg"), kinds[i].algorithm) == 0)
        return kinds[i].kind;
    }

  return AMIA_KEY_SLOTS_NONE;
}

static gboolean
read_work (JsonObject  *object,
           AmiaKeySlot *slot,
           GError     **error)
{
  slot->operations = get_int (object, "opslimit");
  slot->memory = get_int (object, "memlimit");

  if (slot->operations < (gint64) crypto_pwhash_OPSLIMIT_MIN ||
      slot->operations > OPERATIONS_MAX ||
      slot->memory < (gint64) crypto_pwhash_MEMLIMIT_MIN ||
      slot->memory > MEMORY_MAX)
    return set_malformed (error, "a slot asks for too little or too much work");

  return get_bytes (object, "salt", slot->salt, sizeof slot->salt) ||
         set_malformed (error, "a slot is incomplete");
}

static gboolean
read_slot (JsonNode    *node,
           AmiaKeySlot *slot,
           GError     **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gboolean    is_whole;

  slot->kind = find_kind (node);
  if (slot->kind == AMIA_KEY_SLOTS_NONE)
    {
      slot->raw = json_node_copy (node);
      return TRUE;
    }

  if (slot->kind == AMIA_KEY_SLOTS_PASSPHRASE && !read_work (object, slot, error))
    return FALSE;

  if (slot->kind == AMIA_KEY_SLOTS_RECOVERY)
    is_whole = get_bytes (object, "recipient", slot->recipient, sizeof slot->recipient) &&
               get_bytes (object, "sealed", slot->sealed, sizeof slot->sealed);
  else
    is_whole = get_bytes (object, "nonce", slot->nonce, sizeof slot->nonce) &&
               get_bytes (object, "wrapped", slot->wrapped, sizeof slot->wrapped);

  return is_whole || set_malformed (error, "a slot is incomplete");
}

static JsonObject *
parse_file (JsonParser *parser,
            const char *path,
            GError    **error)
{
  g_autofree char *text = NULL;
  gsize            length;
  JsonNode        *root;
  g_autoptr (GError) local_error = NULL;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      _amia_keys_fail (error, AMIA_KEYS_ERROR_FAILED, "read the key file", local_error->message);
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

AmiaKeyFile *
_amia_key_file_load (const char *path,
                     GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (AmiaKeyFile) file = NULL;
  JsonObject *object = parse_file (parser, path, error);
  JsonNode   *slots;
  JsonArray  *array;

  if (object == NULL)
    return NULL;

  if (get_int (object, "version") > AMIA_KEYS_VERSION)
    {
      _amia_keys_fail (error,
                       AMIA_KEYS_ERROR_TOO_NEW,
                       "read the key file",
                       "a newer version of the program wrote it");
      return NULL;
    }

  slots = json_object_get_member (object, "slots");
  array = slots != NULL && JSON_NODE_HOLDS_ARRAY (slots) ? json_node_get_array (slots) : NULL;
  if (get_int (object, "version") != AMIA_KEYS_VERSION || array == NULL ||
      get_string (object, "device") == NULL || json_array_get_length (array) > SLOTS_MAX)
    {
      set_malformed (error, "it is not a key file of this program");
      return NULL;
    }

  file = _amia_key_file_new (get_string (object, "device"));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      AmiaKeySlot *slot = g_new0 (AmiaKeySlot, 1);

      g_ptr_array_add (file->slots, slot);
      if (!read_slot (json_array_get_element (array, i), slot, error))
        return NULL;
    }

  return g_steal_pointer (&file);
}
