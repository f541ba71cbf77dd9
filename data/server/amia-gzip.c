/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-gzip.h"

#include "amia-packer.h"

/* gzip both ways. Each thread keeps its own packers and unpacker: to set one up costs more than to
 * pack a page of the ledger. */

#define CHUNK_BYTES (64 * 1024)

static void
free_packer (gpointer packer)
{
  amia_packer_free (packer);
}

static GPrivate fast_packer_key = G_PRIVATE_INIT (free_packer);
static GPrivate well_packer_key = G_PRIVATE_INIT (free_packer);
static GPrivate decompressor_key = G_PRIVATE_INIT (g_object_unref);

/* Runs all of @bytes through @converter. */
static GBytes *
convert (GConverter *converter,
         GBytes     *bytes,
         gsize       length_max,
         GError    **error)
{
  gsize         left;
  const guint8 *at = g_bytes_get_data (bytes, &left);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  GConverterResult   result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED)
    {
      gsize n_read;
      gsize n_written;

      result = g_converter_convert (converter,
                                    at,
                                    left,
                                    chunk,
                                    CHUNK_BYTES,
                                    G_CONVERTER_INPUT_AT_END,
                                    &n_read,
                                    &n_written,
                                    error);
      if (result == G_CONVERTER_ERROR)
        return NULL;

      at += n_read;
      left -= n_read;
      if (n_written > length_max - out->len)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Failed to unpack: too large");
          return NULL;
        }
      g_byte_array_append (out, chunk, (guint) n_written);
    }

  if (left > 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_DATA,
                   "Failed to unpack: rubbish at the end");
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static GBytes *
pack_by (GPrivate *key,
         gboolean  packs_well,
         GBytes   *bytes)
{
  AmiaPacker *packer = g_private_get (key);

  if (packer == NULL)
    {
      packer = amia_packer_new (packs_well);
      g_private_set (key, packer);
    }

  return amia_packer_pack (packer, bytes);
}

GBytes *
amia_gzip_deflate (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return pack_by (&fast_packer_key, FALSE, bytes);
}

GBytes *
amia_gzip_deflate_answer (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return g_bytes_get_size (bytes) > AMIA_PACKED_WELL_MAX
             ? amia_gzip_deflate (bytes)
             : pack_by (&well_packer_key, TRUE, bytes);
}

GBytes *
amia_gzip_inflate (GBytes  *bytes,
                   gsize    length_max,
                   GError **error)
{
  GZlibDecompressor *decompressor = g_private_get (&decompressor_key);

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (length_max <= G_MAXUINT, NULL);

  if (decompressor == NULL)
    {
      decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
      g_private_set (&decompressor_key, decompressor);
    }

  g_converter_reset (G_CONVERTER (decompressor));
  return convert (G_CONVERTER (decompressor), bytes, length_max, error);
}
