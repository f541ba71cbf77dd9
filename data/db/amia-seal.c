/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-seal.h"

#include <sodium.h>
#include <string.h>

/* XChaCha20-Poly1305 over a page or a frame. Nonces are drawn at random for each write: with 192
 * bits they may be, for as many writes as a disk will ever see, and nothing has to be counted
 * across a crash or in two copies of a file.
 *
 * What a seal is tied to, its associated data, is 26 bytes:
 *
 *     16  the file's id
 *      1  the version of the format, 1
 *      1  'P' for a page, 'F' for a frame of the log
 *      8  the number of the page or frame, from 1, least byte first */

#define FORMAT_VERSION 1
#define KIND_PAGE      'P'
#define KIND_FRAME     'F'

#define ASSOCIATED_LENGTH (AMIA_SEAL_FILE_ID_LENGTH + 1 + 1 + 8)

/* How SQLite begins a file. Everybody knows it, and it takes the place that the file's id needs. */
static const guint8 magic[AMIA_SEAL_FILE_ID_LENGTH] = "SQLite format 3";

struct _AmiaSeal
{
  AmiaDataKey key;
  guint8      file_id[AMIA_SEAL_FILE_ID_LENGTH];
};

G_STATIC_ASSERT (AMIA_SEAL_NONCE_LENGTH == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (AMIA_SEAL_TAG_LENGTH == crypto_aead_xchacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT (AMIA_KEY_LENGTH == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

AmiaSeal *
amia_seal_new (const AmiaDataKey *key)
{
  AmiaSeal *seal;

  g_return_val_if_fail (key != NULL, NULL);

  if (sodium_init () < 0 || (seal = sodium_malloc (sizeof *seal)) == NULL)
    return NULL;

  memcpy (&seal->key, key, sizeof seal->key);
  randombytes_buf (seal->file_id, sizeof seal->file_id);
  return seal;
}

void
amia_seal_free (AmiaSeal *seal)
{
  g_return_if_fail (seal != NULL);

  /* It wipes what it frees. */
  sodium_free (seal);
}

void
amia_seal_take_file_id (AmiaSeal     *seal,
                        const guint8 *first_page)
{
  g_return_if_fail (seal != NULL);
  g_return_if_fail (first_page != NULL);

  memcpy (seal->file_id, first_page, sizeof seal->file_id);
}

static void
write_associated (const AmiaSeal *seal,
                  guint8          kind,
                  guint64         number,
                  guint8          associated[ASSOCIATED_LENGTH])
{
  guint64 little = GUINT64_TO_LE (number);

  memcpy (associated, seal->file_id, sizeof seal->file_id);
  associated[AMIA_SEAL_FILE_ID_LENGTH] = FORMAT_VERSION;
  associated[AMIA_SEAL_FILE_ID_LENGTH + 1] = kind;
  memcpy (associated + AMIA_SEAL_FILE_ID_LENGTH + 2, &little, sizeof little);
}

/* The last bytes of @sealed are the nonce and the tag, those before it are encrypted. */
static void
close_bytes (const AmiaSeal *seal,
             guint8          kind,
             guint64         number,
             const guint8   *plain,
             guint8         *sealed,
             gsize           length)
{
  guint8  associated[ASSOCIATED_LENGTH];
  guint8 *nonce = sealed + length - AMIA_SEAL_LENGTH;
  guint8 *tag = nonce + AMIA_SEAL_NONCE_LENGTH;

  write_associated (seal, kind, number, associated);
  randombytes_buf (nonce, AMIA_SEAL_NONCE_LENGTH);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached (sealed,
                                                       tag,
                                                       NULL,
                                                       plain,
                                                       length - AMIA_SEAL_LENGTH,
                                                       associated,
                                                       sizeof associated,
                                                       NULL,
                                                       nonce,
                                                       seal->key.bytes);
}

static gboolean
open_bytes (const AmiaSeal *seal,
            guint8          kind,
            guint64         number,
            const guint8   *sealed,
            guint8         *plain,
            gsize           length)
{
  guint8        associated[ASSOCIATED_LENGTH];
  const guint8 *nonce = sealed + length - AMIA_SEAL_LENGTH;
  const guint8 *tag = nonce + AMIA_SEAL_NONCE_LENGTH;

  write_associated (seal, kind, number, associated);
  memset (plain + length - AMIA_SEAL_LENGTH, 0, AMIA_SEAL_LENGTH);
  return crypto_aead_xchacha20poly1305_ietf_decrypt_detached (plain,
                                                              NULL,
                                                              sealed,
                                                              length - AMIA_SEAL_LENGTH,
                                                              tag,
                                                              associated,
                                                              sizeof associated,
                                                              nonce,
                                                              seal->key.bytes) == 0;
}

static gboolean
has_room_for_seal (const guint8 *plain,
                   gsize         length)
{
  return sodium_is_zero (plain + length - AMIA_SEAL_LENGTH, AMIA_SEAL_LENGTH) == 1;
}

gboolean
amia_seal_close_page (const AmiaSeal *seal,
                      guint64         number,
                      const guint8   *page,
                      guint8         *sealed)
{
  gsize start = number == 1 ? AMIA_SEAL_FILE_ID_LENGTH : 0;

  g_return_val_if_fail (seal != NULL, FALSE);
  g_return_val_if_fail (number > 0, FALSE);
  g_return_val_if_fail (page != NULL && page != sealed, FALSE);

  if (!has_room_for_seal (page, AMIA_SEAL_PAGE_LENGTH) || memcmp (page, magic, start) != 0)
    return FALSE;

  memcpy (sealed, seal->file_id, start);
  close_bytes (seal,
               KIND_PAGE,
               number,
               page + start,
               sealed + start,
               AMIA_SEAL_PAGE_LENGTH - start);
  return TRUE;
}

gboolean
amia_seal_open_page (const AmiaSeal *seal,
                     guint64         number,
                     const guint8   *sealed,
                     guint8         *page)
{
  gsize start = number == 1 ? AMIA_SEAL_FILE_ID_LENGTH : 0;

  g_return_val_if_fail (seal != NULL, FALSE);
  g_return_val_if_fail (number > 0, FALSE);
  g_return_val_if_fail (page != NULL && page != sealed, FALSE);

  memcpy (page, magic, start);
  return memcmp (sealed, seal->file_id, start) == 0 &&
         open_bytes (seal,
                     KIND_PAGE,
                     number,
                     sealed + start,
                     page + start,
                     AMIA_SEAL_PAGE_LENGTH - start);
}

gboolean
amia_seal_close_frame (const AmiaSeal *seal,
                       guint64         number,
                       const guint8   *frame,
                       guint8         *sealed)
{
  g_return_val_if_fail (seal != NULL, FALSE);
  g_return_val_if_fail (number > 0, FALSE);
  g_return_val_if_fail (frame != NULL && frame != sealed, FALSE);

  if (!has_room_for_seal (frame, AMIA_SEAL_FRAME_LENGTH))
    return FALSE;

  close_bytes (seal, KIND_FRAME, number, frame, sealed, AMIA_SEAL_FRAME_LENGTH);
  return TRUE;
}

gboolean
amia_seal_open_frame (const AmiaSeal *seal,
                      guint64         number,
                      const guint8   *sealed,
                      guint8         *frame)
{
  g_return_val_if_fail (seal != NULL, FALSE);
  g_return_val_if_fail (number > 0, FALSE);
  g_return_val_if_fail (frame != NULL && frame != sealed, FALSE);

  return open_bytes (seal, KIND_FRAME, number, sealed, frame, AMIA_SEAL_FRAME_LENGTH);
}
