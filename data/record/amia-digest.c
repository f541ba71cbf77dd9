/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-digest.h"

#include <string.h>

/* A name as it is hashed: device and record as they are, the number with its highest byte first,
 * then the field. Nothing else is of varying length, so that no two names are the same bytes. */

static void
add_head (guint8           *digest,
          GChecksum        *checksum,
          const AmiaRecord *record,
          const char       *field,
          const AmiaHead   *head)
{
  const guint64 n = GUINT64_TO_BE ((guint64) head->n);
  guint8        hash[32];
  gsize         length = sizeof hash;

  g_checksum_reset (checksum);
  g_checksum_update (checksum, head->device.bytes, sizeof head->device.bytes);
  g_checksum_update (checksum, (const guchar *) &n, sizeof n);
  g_checksum_update (checksum, record->id.bytes, sizeof record->id.bytes);
  g_checksum_update (checksum, (const guchar *) field, (gssize) strlen (field));
  g_checksum_get_digest (checksum, hash, &length);
  for (gsize i = 0; i < AMIA_DIGEST_LENGTH; i++)
    digest[i] ^= hash[i];
}

void
amia_digest_add_record (guint8           *digest,
                        const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GChecksum) checksum = NULL;

  g_return_if_fail (digest != NULL);
  g_return_if_fail (record != NULL);

  if (amia_record_is_removed (record))
    return;

  fields = amia_record_get_fields (record);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  for (guint i = 0; i < fields->len; i++)
    {
      const char     *field = g_ptr_array_index (fields, i);
      gsize           n_heads;
      const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

      for (gsize k = 0; k < n_heads; k++)
        add_head (digest, checksum, record, field, &heads[k]);
    }
}
