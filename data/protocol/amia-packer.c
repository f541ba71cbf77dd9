/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-packer.h"

#include <zlib.h>

#include "amia-digits-private.h"

/* gzip by zlib itself: GIO's converter has neither a way to end a block nor a strategy. */

#define FAST_LEVEL 1
#define WELL_LEVEL 6

/* RFC 1952 instead of RFC 1950. */
#define WINDOW_BITS  (MAX_WBITS + 16)
#define MEMORY_LEVEL 8

/* The two blocks more than deflateBound() counts with. */
#define BLOCKS_BYTES 64

struct _AmiaPacker
{
  z_stream stream;
};

AmiaPacker *
amia_packer_new (gboolean packs_well)
{
  AmiaPacker *packer = g_new0 (AmiaPacker, 1);

  /* What is alike in a few characters only takes fewer bits by itself than to say where it stood:
   * that is so of ids and numbers, of which there are many. */
  if (deflateInit2 (&packer->stream,
                    packs_well ? WELL_LEVEL : FAST_LEVEL,
                    Z_DEFLATED,
                    WINDOW_BITS,
                    MEMORY_LEVEL,
                    packs_well ? Z_FILTERED : Z_DEFAULT_STRATEGY) != Z_OK)
    g_error ("Failed to pack: no memory");
  return packer;
}

void
amia_packer_free (AmiaPacker *packer)
{
  if (packer == NULL)
    return;

  (void) deflateEnd (&packer->stream);
  g_free (packer);
}

/* There is always room for what comes out. */
static void
pack_part (AmiaPacker *packer,
           const char *text,
           gsize       length,
           int         flush)
{
  z_stream *stream = &packer->stream;
  int       result;

  stream->next_in = (Bytef *) text;
  stream->avail_in = (uInt) length;
  result = deflate (stream, flush);
  g_assert (result == (flush == Z_FINISH ? Z_STREAM_END : Z_OK));
  g_assert (stream->avail_in == 0);
}

GBytes *
amia_packer_pack (AmiaPacker *packer,
                  GBytes     *bytes)
{
  gsize       length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize       start = 0;
  gsize       end = 0;
  gsize       room;
  guint8     *packed;

  g_return_val_if_fail (packer != NULL, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (length < G_MAXINT32 / 2, NULL);

  (void) deflateReset (&packer->stream);
  room = deflateBound (&packer->stream, length) + BLOCKS_BYTES;
  packed = g_malloc (room);
  packer->stream.next_out = packed;
  packer->stream.avail_out = (uInt) room;
  if (_amia_digits_find (text, length, &start, &end))
    {
      if (start > 0)
        pack_part (packer, text, start, Z_BLOCK);
      pack_part (packer, text + start, end - start, Z_BLOCK);
    }
  else
    end = 0;

  pack_part (packer, text + end, length - end, Z_FINISH);
  length = packer->stream.total_out;
  return g_bytes_new_take (g_realloc (packed, length), length);
}
