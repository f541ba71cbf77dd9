/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-blob-id.h"

#include <string.h>

/* The names of blobs, and how long they are: what laptop and server must agree on. */

static int
read_digit (char digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;
  return -1;
}

gboolean
amia_blob_id_parse (const char *text,
                    AmiaBlobId *id)
{
  AmiaBlobId read;

  g_return_val_if_fail (id != NULL, FALSE);

  if (text == NULL || strlen (text) != AMIA_BLOB_HEX_LENGTH)
    return FALSE;

  for (gsize i = 0; i < AMIA_BLOB_ID_LENGTH; i++)
    {
      int high = read_digit (text[2 * i]);
      int low = read_digit (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      read.bytes[i] = (guint8) (high << 4 | low);
    }

  *id = read;
  return TRUE;
}

const char *
amia_blob_id_print (const AmiaBlobId *id,
                    char              text[AMIA_BLOB_HEX_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";

  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < AMIA_BLOB_ID_LENGTH; i++)
    {
      text[2 * i] = digits[id->bytes[i] >> 4];
      text[2 * i + 1] = digits[id->bytes[i] & 15];
    }

  text[AMIA_BLOB_HEX_LENGTH] = '\0';
  return text;
}

gint64
amia_blob_get_sealed_length (gint64 length)
{
  gint64 n_pieces = MAX (1, (length + AMIA_BLOB_PIECE_LENGTH - 1) / AMIA_BLOB_PIECE_LENGTH);

  g_return_val_if_fail (length >= 0, 0);

  return AMIA_BLOB_HEADER_LENGTH + length + n_pieces * AMIA_BLOB_OVERHEAD_LENGTH;
}
