/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>

#include "amia-sync-message.h"

/* What a hostile laptop can send: whatever is taken must survive being written and read again, and
 * each of its changes must be taken or refused without harm. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (AmiaSyncRequest) again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  request = amia_sync_request_decode ((const char *) data, size, NULL);
  if (request == NULL)
    return 0;

  for (guint i = 0; i < request->changes->len; i++)
    {
      GBytes *change = g_ptr_array_index (request->changes, i);
      g_autoptr (AmiaChange) decoded = NULL;

      decoded = amia_change_decode (&request->device,
                                    request->from + i,
                                    g_bytes_get_data (change, NULL),
                                    g_bytes_get_size (change),
                                    NULL);
    }

  bytes = amia_sync_request_encode (request);
  again = amia_sync_request_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_assert (again != NULL || g_bytes_get_size (bytes) > AMIA_BODY_BYTES_MAX);

  return 0;
}
