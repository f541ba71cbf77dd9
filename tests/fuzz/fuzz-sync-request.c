/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>

#include "amia-sync-message.h"

/* What a hostile laptop can send: whatever is taken must survive being written and read again, and
 * each of its changes must be taken or refused without harm. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      if (!g_bytes_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
        return FALSE;
    }

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (AmiaSyncRequest) request = NULL;

  request = amia_sync_request_decode ((const char *) data, size, NULL);
  if (request == NULL)
    return 0;

  for (guint i = 0; i < request->changes->len; i++)
    {
      GBytes *change = g_ptr_array_index (request->changes, i);
      g_autoptr (AmiaChange) decoded = NULL;
      guint8 hash[AMIA_CHANGE_HASH_LENGTH];

      (void) amia_forgotten_change_read (change, hash);
      decoded = amia_change_decode (&request->device,
                                    request->from + i,
                                    g_bytes_get_data (change, NULL),
                                    g_bytes_get_size (change),
                                    NULL);
    }

  /* In rows and in columns alike. */
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (AmiaSyncRequest) again = NULL;
      g_autoptr (GBytes) bytes = NULL;

      request->use_columns = i == 1;
      bytes = amia_sync_request_encode (request);
      again = amia_sync_request_decode (g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes),
                                        NULL);
      g_assert (again != NULL || g_bytes_get_size (bytes) > AMIA_BODY_BYTES_MAX);
      g_assert (again == NULL || is_same (again->changes, request->changes));
    }

  return 0;
}
