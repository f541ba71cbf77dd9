/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_STREAM_KEY_LENGTH      32
#define AMIA_STREAM_HEADER_LENGTH   24
#define AMIA_STREAM_OVERHEAD_LENGTH 17

/**
 * AmiaStreamSeal:
 *
 * Seals or opens one stream of pieces: XChaCha20-Poly1305 as libsodium's secretstream has it
 * (crypto_secretstream_xchacha20poly1305). Each piece is encrypted and authenticated, and so are
 * their order and their end: a piece that is missing, moved, doubled or changed is noticed, and so
 * is a stream that was cut off. Any thread, one at a time.
 */
typedef struct _AmiaStreamSeal AmiaStreamSeal;

/**
 * amia_stream_seal_new:
 * @key: (out caller-allocates): %AMIA_STREAM_KEY_LENGTH bytes; a new random key
 * @header: (out caller-allocates): %AMIA_STREAM_HEADER_LENGTH bytes that stand before the first
 *   piece
 *
 * Returns: (transfer full): a seal for a new stream, with a key that is used for nothing else
 */
AmiaStreamSeal *amia_stream_seal_new (guint8 *key,
                                      guint8 *header) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_stream_seal_open:
 * @key: %AMIA_STREAM_KEY_LENGTH bytes
 * @header: %AMIA_STREAM_HEADER_LENGTH bytes, trusted in nothing
 *
 * Returns: (transfer full): a seal to open that stream with
 */
AmiaStreamSeal *amia_stream_seal_open (const guint8 *key,
                                       const guint8 *header) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_stream_seal_push:
 * @seal: a seal from amia_stream_seal_new()
 * @piece: (array length=length): the next piece
 * @length: how many bytes, may be 0
 * @is_last: whether the stream ends with it
 * @sealed: (out caller-allocates): @length + %AMIA_STREAM_OVERHEAD_LENGTH bytes
 */
void amia_stream_seal_push (AmiaStreamSeal *seal,
                            const guint8   *piece,
                            gsize           length,
                            gboolean        is_last,
                            guint8         *sealed);

/**
 * amia_stream_seal_pull:
 * @seal: a seal from amia_stream_seal_open()
 * @sealed: (array length=length): the next sealed piece, trusted in nothing
 * @length: how many bytes
 * @piece: (out caller-allocates): @length - %AMIA_STREAM_OVERHEAD_LENGTH bytes
 * @is_last: (out): whether the stream ends with it
 *
 * Returns: %TRUE if it is the piece that was pushed; else %FALSE, and @piece is not to be used
 */
gboolean amia_stream_seal_pull (AmiaStreamSeal *seal,
                                const guint8   *sealed,
                                gsize           length,
                                guint8         *piece,
                                gboolean       *is_last) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_stream_seal_free:
 * @seal: (transfer full): a seal
 *
 * Wipes the key and frees it.
 */
void amia_stream_seal_free (AmiaStreamSeal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaStreamSeal, amia_stream_seal_free)

G_END_DECLS
