/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>

#include "amia-login-message.h"
#include "amia-sync-message.h"

/* What a server that is none can answer a laptop: to a round, to a login, or as a problem. An
 * answer that is taken must survive being written and read again. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data;
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_decode (text, size, NULL);
  g_autoptr (AmiaLoginResponse) login = amia_login_response_decode (text, size, NULL);
  g_autoptr (AmiaProblem) problem = amia_problem_decode (text, size, NULL);

  if (response != NULL)
    {
      /* In rows and in columns alike. */
      for (int i = 0; i < 2; i++)
        {
          g_autoptr (GBytes) bytes = NULL;
          g_autoptr (AmiaSyncResponse) again = NULL;

          response->use_columns = i == 1;
          bytes = amia_sync_response_encode (response);
          again = amia_sync_response_decode (g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes),
                                             NULL);
          g_assert (again != NULL || g_bytes_get_size (bytes) > AMIA_ANSWER_BYTES_MAX);
          g_assert (again == NULL || again->feed->len == response->feed->len);
        }
    }

  return 0;
}
