/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-stream-seal.h"

#include <sodium.h>

/* libsodium's secretstream behind names of our own, so that nothing above this folder has to know
 * which library does it. A key belongs to one stream, so that the nonce, which grows from a random
 * header, can't come twice. */

G_STATIC_ASSERT (AMIA_STREAM_KEY_LENGTH == crypto_secretstream_xchacha20poly1305_KEYBYTES);
G_STATIC_ASSERT (AMIA_STREAM_HEADER_LENGTH == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
G_STATIC_ASSERT (AMIA_STREAM_OVERHEAD_LENGTH == crypto_secretstream_xchacha20poly1305_ABYTES);

struct _AmiaStreamSeal
{
  crypto_secretstream_xchacha20poly1305_state state;
  gboolean                                    is_ended;
};

static void
prepare (void)
{
  /* Fails only where there is no source of randomness: then nothing may be encrypted at all. */
  if (sodium_init () < 0)
    g_error ("There is no source of randomness");
}

AmiaStreamSeal *
amia_stream_seal_new (guint8 *key,
                      guint8 *header)
{
  AmiaStreamSeal *seal;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (header != NULL, NULL);

  prepare ();
  seal = g_new0 (AmiaStreamSeal, 1);
  crypto_secretstream_xchacha20poly1305_keygen (key);
  crypto_secretstream_xchacha20poly1305_init_push (&seal->state, header, key);
  return seal;
}

AmiaStreamSeal *
amia_stream_seal_open (const guint8 *key,
                       const guint8 *header)
{
  AmiaStreamSeal *seal;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (header != NULL, NULL);

  prepare ();
  seal = g_new0 (AmiaStreamSeal, 1);
  crypto_secretstream_xchacha20poly1305_init_pull (&seal->state, header, key);
  return seal;
}

void
amia_stream_seal_push (AmiaStreamSeal *seal,
                       const guint8   *piece,
                       gsize           length,
                       gboolean        is_last,
                       guint8         *sealed)
{
  guchar tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                       : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

  g_return_if_fail (seal != NULL);
  g_return_if_fail (!seal->is_ended);
  g_return_if_fail (sealed != NULL);

  seal->is_ended = is_last;
  crypto_secretstream_xchacha20poly1305_push (
      &seal->state, sealed, NULL, piece, length, NULL, 0, tag);
}

gboolean
amia_stream_seal_pull (AmiaStreamSeal *seal,
                       const guint8   *sealed,
                       gsize           length,
                       guint8         *piece,
                       gboolean       *is_last)
{
  guchar tag;

  g_return_val_if_fail (seal != NULL, FALSE);
  g_return_val_if_fail (piece != NULL, FALSE);
  g_return_val_if_fail (is_last != NULL, FALSE);

  *is_last = FALSE;
  if (seal->is_ended || length < AMIA_STREAM_OVERHEAD_LENGTH ||
      crypto_secretstream_xchacha20poly1305_pull (
          &seal->state, piece, NULL, &tag, sealed, length, NULL, 0) != 0)
    return FALSE;

  seal->is_ended = *is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return TRUE;
}

void
amia_stream_seal_free (AmiaStreamSeal *seal)
{
  g_return_if_fail (seal != NULL);

  sodium_memzero (seal, sizeof *seal);
  g_free (seal);
}
