/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-uuid.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* Names of records and devices. Random bits come from the kernel, not from GLib's generator: two
 * laptops that were started from the same disk image must not choose alike. */

static const char hex_digits[] = "0123456789abcdef";

/* What a character is worth as a digit, and one more; 0 for what is none. Ids are a good part of
 * the bytes of a change, so they are read by table. */
static const guint8 digit_values[256] = {
  ['0'] = 1,
  ['1'] = 2,
  ['2'] = 3,
  ['3'] = 4,
  ['4'] = 5,
  ['5'] = 6,
  ['6'] = 7,
  ['7'] = 8,
  ['8'] = 9,
  ['9'] = 10,
  ['a'] = 11,
  ['b'] = 12,
  ['c'] = 13,
  ['d'] = 14,
  ['e'] = 15,
  ['f'] = 16,
  ['A'] = 11,
  ['B'] = 12,
  ['C'] = 13,
  ['D'] = 14,
  ['E'] = 15,
  ['F'] = 16,
};

static void
fill_random (guint8 *bytes,
             gsize   length)
{
  gssize n;

  do
    n = getrandom (bytes, length, 0);
  while (n < 0 && errno == EINTR);

  /* Up to 256 bytes come whole or not at all (getrandom(2)); without randomness nothing is safe. */
  if (n != (gssize) length)
    g_error ("The system has no random numbers: %s", g_strerror (errno));
}

AmiaUuid
amia_uuid_new_v7 (gint64 now_ms)
{
  AmiaUuid uuid;

  fill_random (uuid.bytes, sizeof uuid.bytes);
  for (int i = 0; i < 6; i++)
    uuid.bytes[i] = (guint8) ((guint64) now_ms >> (40 - 8 * i));
  uuid.bytes[6] = 0x70 | (uuid.bytes[6] & 0x0f);
  uuid.bytes[8] = 0x80 | (uuid.bytes[8] & 0x3f);

  return uuid;
}

AmiaUuid
amia_uuid_new_random (void)
{
  AmiaUuid uuid;

  fill_random (uuid.bytes, sizeof uuid.bytes);
  return uuid;
}

static gboolean
is_hyphen_before (gsize byte)
{
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

gboolean
amia_uuid_parse (const char *text,
                 gssize      length,
                 AmiaUuid   *uuid)
{
  AmiaUuid    result;
  const char *at = text;
  gsize       n_bytes;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (uuid != NULL, FALSE);

  n_bytes = length < 0 ? strlen (text) : (gsize) length;
  if (n_bytes != AMIA_UUID_TEXT_LENGTH && n_bytes != AMIA_UUID_HEX_LENGTH)
    return FALSE;

  for (gsize i = 0; i < sizeof result.bytes; i++)
    {
      int high;
      int low;

      if (n_bytes == AMIA_UUID_TEXT_LENGTH && is_hyphen_before (i) && *at++ != '-')
        return FALSE;

      high = digit_values[(guchar) at[0]] - 1;
      low = digit_values[(guchar) at[1]] - 1;
      if (high < 0 || low < 0)
        return FALSE;

      result.bytes[i] = (guint8) (high << 4 | low);
      at += 2;
    }

  *uuid = result;
  return TRUE;
}

const char *
amia_uuid_print (const AmiaUuid *uuid,
                 char            text[AMIA_UUID_TEXT_LENGTH + 1])
{
  char *at = text;

  g_return_val_if_fail (uuid != NULL, NULL);

  for (gsize i = 0; i < sizeof uuid->bytes; i++)
    {
      if (is_hyphen_before (i))
        *at++ = '-';
      *at++ = hex_digits[uuid->bytes[i] >> 4];
      *at++ = hex_digits[uuid->bytes[i] & 0x0f];
    }
  *at = '\0';

  return text;
}

const char *
amia_uuid_print_hex (const AmiaUuid *uuid,
                     char            text[AMIA_UUID_HEX_LENGTH + 1])
{
  g_return_val_if_fail (uuid != NULL, NULL);

  for (gsize i = 0; i < sizeof uuid->bytes; i++)
    {
      text[2 * i] = hex_digits[uuid->bytes[i] >> 4];
      text[2 * i + 1] = hex_digits[uuid->bytes[i] & 0x0f];
    }
  text[AMIA_UUID_HEX_LENGTH] = '\0';

  return text;
}

char *
amia_uuid_to_string (const AmiaUuid *uuid)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_val_if_fail (uuid != NULL, NULL);

  return g_strdup (amia_uuid_print (uuid, text));
}

gboolean
amia_uuid_is_nil (const AmiaUuid *uuid)
{
  static const AmiaUuid nil;

  g_return_val_if_fail (uuid != NULL, FALSE);

  return memcmp (uuid->bytes, nil.bytes, sizeof nil.bytes) == 0;
}

int
amia_uuid_compare (const AmiaUuid *a,
                   const AmiaUuid *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

gboolean
amia_uuid_equal (gconstpointer a,
                 gconstpointer b)
{
  /* Of sixteen bytes the compiler makes two comparisons, where it need not tell which is less. */
  return memcmp (a, b, sizeof (AmiaUuid)) == 0;
}

guint
amia_uuid_hash (gconstpointer uuid)
{
  const AmiaUuid *self = uuid;
  guint32         words[4];

  /* The first words of a UUIDv7 are the time: many ids share them, so all four are mixed. */
  memcpy (words, self->bytes, sizeof words);
  return words[0] * 31 ^ words[1] * 17 ^ words[2] ^ words[3] * 7;
}
