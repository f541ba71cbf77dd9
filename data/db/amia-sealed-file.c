/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-sealed-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "amia-file.h"
#include "amia-keys-private.h"

/* A sealed file:
 *
 *     magic      16 bytes, "AMIA sealed  1\r\n"
 *     opslimit   32 bits, little-endian, for Argon2id
 *     memlimit   32 bits, little-endian, in KiB
 *     salt       16 random bytes
 *     header     24 bytes of libsodium's secretstream (XChaCha20-Poly1305)
 *     chunks     each the seal of 65536 bytes of the contents, 17 bytes longer; the last one is
 *                shorter, may hold none, and is tagged FINAL
 *
 * The key is what Argon2id makes of passphrase and salt. All that stands before the chunks is the
 * associated data of the first. The line end in the magic tells a file that was sent as text. */

#define MAGIC          "AMIA sealed  1\r\n"
#define MAGIC_LENGTH   16
#define SALT_AT        (MAGIC_LENGTH + 8)
#define HEADER_AT      (SALT_AT + crypto_pwhash_SALTBYTES)
#define CHUNKS_AT      (HEADER_AT + crypto_secretstream_xchacha20poly1305_HEADERBYTES)
#define CHUNK_LENGTH   65536
#define SEAL_LENGTH    crypto_secretstream_xchacha20poly1305_ABYTES
#define FINAL          crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define FILE_BYTES_MAX (AMIA_SEALED_FILE_BYTES_MAX + 1024 * 1024)

/* The slot's figures, amia-keys-slot.c. */
#define OPERATIONS     3
#define MEMORY_KIB     (64 * 1024)
#define OPERATIONS_MAX 16
#define MEMORY_KIB_MAX (1024 * 1024)

G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_KEYBYTES == AMIA_KEY_LENGTH);

typedef crypto_secretstream_xchacha20poly1305_state Stream;

static void
put_u32 (guint8 *at,
         guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static guint32
get_u32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static gboolean
derive (const guint8 *head,
        const char   *passphrase,
        AmiaDataKey  *key,
        GError      **error)
{
  g_autofree char *composed = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  const char      *text = composed != NULL ? composed : passphrase;
  int              code = crypto_pwhash (key->bytes,
                                         sizeof key->bytes,
                                         text,
                                         strlen (text),
                                         &head[SALT_AT],
                                         get_u32 (&head[MAGIC_LENGTH]),
                                         (size_t) get_u32 (&head[MAGIC_LENGTH + 4]) * 1024,
                                         crypto_pwhash_ALG_ARGON2ID13);

  if (composed != NULL)
    sodium_memzero (composed, strlen (composed));
  return code == 0 || _amia_keys_fail (error,
                                       AMIA_KEYS_ERROR_FAILED,
                                       "derive a key from the passphrase",
                                       "not enough memory");
}

static gboolean
seal (GByteArray   *out,
      const guint8 *contents,
      gsize         length,
      const char   *passphrase,
      GError      **error)
{
  g_auto (AmiaDataKey) key = { { 0 } };
  Stream stream;
  guint8 head[CHUNKS_AT];
  guint8 chunk[CHUNK_LENGTH + SEAL_LENGTH];
  gsize  at = 0;

  memcpy (head, MAGIC, MAGIC_LENGTH);
  put_u32 (&head[MAGIC_LENGTH], OPERATIONS);
  put_u32 (&head[MAGIC_LENGTH + 4], MEMORY_KIB);
  randombytes_buf (&head[SALT_AT], crypto_pwhash_SALTBYTES);
  if (!derive (head, passphrase, &key, error))
    return FALSE;

  crypto_secretstream_xchacha20poly1305_init_push (&stream, &head[HEADER_AT], key.bytes);
  g_byte_array_append (out, head, sizeof head);
  for (gboolean is_last = FALSE; !is_last;)
    {
      gsize              n = MIN (length - at, CHUNK_LENGTH);
      unsigned long long n_sealed;

      is_last = n < CHUNK_LENGTH;
      crypto_secretstream_xchacha20poly1305_push (&stream,
                                                  chunk,
                                                  &n_sealed,
                                                  &contents[at],
                                                  n,
                                                  at == 0 ? head : NULL,
                                                  at == 0 ? sizeof head : 0,
                                                  is_last ? FINAL : 0);
      g_byte_array_append (out, chunk, (guint) n_sealed);
      at += n;
    }

  sodium_memzero (&stream, sizeof stream);
  return TRUE;
}

gboolean
amia_sealed_file_write (const char   *path,
                        gconstpointer contents,
                        gsize         length,
                        const char   *passphrase,
                        GError      **error)
{
  g_autoptr (GByteArray) out = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (contents != NULL || length == 0, FALSE);
  g_return_val_if_fail (passphrase != NULL && *passphrase != '\0', FALSE);

  if (length > AMIA_SEALED_FILE_BYTES_MAX)
    return _amia_keys_fail (error, AMIA_KEYS_ERROR_FAILED, "seal the file", "it is too large");
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return _amia_keys_fail (error,
                            AMIA_KEYS_ERROR_FAILED,
                            "seal the file",
                            "there is a file of that name already");
  if (!_amia_keys_start_sodium (error))
    return FALSE;

  out = g_byte_array_new ();
  return seal (out, contents, length, passphrase, error) &&
         (amia_file_write (path, out->data, out->len, &local_error) ||
          _amia_keys_fail (error, AMIA_KEYS_ERROR_FAILED, "seal the file", local_error->message));
}

/* --- Reading --------------------------------------------------------------------------------- */

static gboolean
refuse (GError    **error,
        const char *cause)
{
  return _amia_keys_fail (error, AMIA_KEYS_ERROR_MALFORMED, "read the sealed file", cause);
}

static gboolean
check_head (const guint8 *bytes,
            gsize         length,
            GError      **error)
{
  guint32 operations;
  guint32 memory_kib;

  if (length < CHUNKS_AT + SEAL_LENGTH || memcmp (bytes, MAGIC, MAGIC_LENGTH) != 0)
    return refuse (error, "it is not one of this program");

  operations = get_u32 (&bytes[MAGIC_LENGTH]);
  memory_kib = get_u32 (&bytes[MAGIC_LENGTH + 4]);
  if (operations < crypto_pwhash_OPSLIMIT_MIN || operations > OPERATIONS_MAX ||
      memory_kib < crypto_pwhash_MEMLIMIT_MIN / 1024 || memory_kib > MEMORY_KIB_MAX)
    return refuse (error, "it asks for too little or too much work");

  return TRUE;
}

/* Opens the chunks one after the other into @out, which has room for them. */
static gboolean
open_chunks (const guint8      *bytes,
             gsize              length,
             const AmiaDataKey *key,
             guint8            *out,
             gsize             *n_out,
             GError           **error)
{
  Stream        stream;
  unsigned char tag = 0;
  gsize         at = CHUNKS_AT;

  if (crypto_secretstream_xchacha20poly1305_init_pull (&stream, &bytes[HEADER_AT], key->bytes) != 0)
    return refuse (error, "its head is damaged");

  while (tag != FINAL)
    {
      gsize              n = MIN (length - at, CHUNK_LENGTH + SEAL_LENGTH);
      gboolean           is_first = at == CHUNKS_AT;
      unsigned long long n_opened = 0;

      if (n < SEAL_LENGTH)
        return refuse (error, "it was cut short");
      if (crypto_secretstream_xchacha20poly1305_pull (&stream,
                                                      &out[*n_out],
                                                      &n_opened,
                                                      &tag,
                                                      &bytes[at],
                                                      n,
                                                      is_first ? bytes : NULL,
                                                      is_first ? CHUNKS_AT : 0) != 0)
        return is_first ? _amia_keys_fail (error,
                                           AMIA_KEYS_ERROR_PASSPHRASE,
                                           "read the sealed file",
                                           "the passphrase is wrong, or it is damaged")
                        : refuse (error, "it is damaged or was cut short");
      *n_out += (gsize) n_opened;
      at += n;
    }

  sodium_memzero (&stream, sizeof stream);
  return at == length || refuse (error, "something was added to it");
}

static gboolean
load (const char *path,
      char      **text,
      gsize      *length,
      GError    **error)
{
  GStatBuf info;
  g_autoptr (GError) local_error = NULL;

  if (g_stat (path, &info) != 0)
    return _amia_keys_fail (error,
                            AMIA_KEYS_ERROR_FAILED,
                            "read the sealed file",
                            g_strerror (errno));
  if (info.st_size > FILE_BYTES_MAX)
    return refuse (error, "it is too large");

  return g_file_get_contents (path, text, length, &local_error) ||
         _amia_keys_fail (error,
                          AMIA_KEYS_ERROR_FAILED,
                          "read the sealed file",
                          local_error->message);
}

guint8 *
amia_sealed_file_read (const char *path,
                       const char *passphrase,
                       gsize      *length,
                       GError    **error)
{
  g_autofree char *text = NULL;
  gsize            n_bytes = 0;
  g_auto (AmiaDataKey) key = { { 0 } };
  const guint8 *bytes;
  guint8       *out;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  if (!_amia_keys_start_sodium (error) || !load (path, &text, &n_bytes, error))
    return NULL;

  bytes = (const guint8 *) text;
  if (!check_head (bytes, n_bytes, error) || !derive (bytes, passphrase, &key, error))
    return NULL;

  *length = 0;
  out = g_malloc0 (n_bytes + 1);
  if (open_chunks (bytes, n_bytes, &key, out, length, error))
    {
      out[*length] = '\0';
      return out;
    }

  amia_sealed_file_clear (out, n_bytes);
  return NULL;
}

void
amia_sealed_file_clear (guint8 *contents,
                        gsize   length)
{
  if (contents != NULL)
    sodium_memzero (contents, length);

  g_free (contents);
}
