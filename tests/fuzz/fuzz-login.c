/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "amia-login-message.h"

/* What anybody at all can send to a server, before it is known who they are: a login that is taken
 * is within its bounds and survives being written and read again. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLoginRequest) login =
      amia_login_request_decode ((const char *) data, size, &error);
  g_autoptr (AmiaLoginRequest) again = NULL;
  g_autofree char *text = NULL;

  g_assert ((login == NULL) == (error != NULL));
  if (login == NULL)
    return 0;

  g_assert_cmpuint (size, <=, AMIA_LOGIN_BYTES_MAX);
  g_assert_cmpuint (strlen (login->user), <=, AMIA_USER_BYTES_MAX);
  g_assert_cmpuint (strlen (login->password), <=, AMIA_PASSWORD_BYTES_MAX);
  g_assert (g_utf8_validate (login->user, -1, NULL));

  text = amia_login_request_encode (login);
  again = amia_login_request_decode (text, strlen (text), NULL);
  g_assert (again != NULL);
  g_assert_cmpstr (again->user, ==, login->user);
  g_assert_cmpstr (again->password, ==, login->password);
  g_assert (amia_uuid_equal (&again->device, &login->device));
  return 0;
}
