/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-login-message.h"

#include <string.h>

#include "amia-wire-private.h"

/* Signing in. The password is in the request only; it is wiped when the request is freed. */

enum
{
  REQUEST_V,
  REQUEST_USER,
  REQUEST_PASSWORD,
  REQUEST_DEVICE,
  REQUEST_SCHEMA,
  N_REQUEST,
};

static const AmiaWireMember request_members[N_REQUEST] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "user", AMIA_WIRE_STRING, FALSE },
  { "password", AMIA_WIRE_STRING, FALSE },
  { "device", AMIA_WIRE_STRING, FALSE },
  { "schema", AMIA_WIRE_NUMBER, FALSE },
};

enum
{
  RESPONSE_V,
  RESPONSE_TOKEN,
  RESPONSE_EXPIRES,
  RESPONSE_NOW,
  RESPONSE_USER,
  RESPONSE_AGENCY,
  RESPONSE_ROLE,
  RESPONSE_CAPABILITIES,
  N_RESPONSE,
};

static const AmiaWireMember response_members[N_RESPONSE] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "token", AMIA_WIRE_STRING, FALSE },
  { "expires", AMIA_WIRE_NUMBER, FALSE },
  { "now", AMIA_WIRE_NUMBER, FALSE },
  { "user", AMIA_WIRE_STRING, FALSE },
  { "agency", AMIA_WIRE_STRING, FALSE },
  { "role", AMIA_WIRE_STRING, FALSE },
  { "capabilities", AMIA_WIRE_ARRAY, TRUE },
};

#define CAPABILITIES_MAX 64

char *
amia_login_request_encode (const AmiaLoginRequest *request)
{
  GString *out;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (request->user != NULL, NULL);
  g_return_val_if_fail (request->password != NULL, NULL);

  out = g_string_new ("{\"v\":1,\"user\":");
  _amia_wire_append_text (out, request->user);
  g_string_append (out, ",\"password\":");
  _amia_wire_append_text (out, request->password);
  g_string_append (out, ",\"device\":");
  _amia_wire_append_hex (out, request->device.bytes, sizeof request->device.bytes);
  g_string_append_printf (out, ",\"schema\":%d}", AMIA_SCHEMA_VERSION);

  return g_string_free (out, FALSE);
}

AmiaLoginRequest *
amia_login_request_decode (const char *bytes,
                           gsize       length,
                           GError    **error)
{
  const AmiaWire wire = { "login request", error };
  g_autoptr (AmiaLoginRequest) request = NULL;
  AmiaWireValue values[N_REQUEST];
  gint64        schema;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!_amia_wire_open (&wire,
                        (AmiaSlice){ bytes, length },
                        AMIA_LOGIN_BYTES_MAX,
                        request_members,
                        N_REQUEST,
                        values))
    return NULL;

  request = g_new0 (AmiaLoginRequest, 1);
  if (!_amia_wire_read_text (&wire,
                             "the user",
                             &values[REQUEST_USER],
                             AMIA_USER_BYTES_MAX,
                             &request->user) ||
      !_amia_wire_read_text (&wire,
                             "the password",
                             &values[REQUEST_PASSWORD],
                             AMIA_PASSWORD_BYTES_MAX,
                             &request->password) ||
      !_amia_wire_read_device (&wire, &values[REQUEST_DEVICE], &request->device) ||
      !_amia_wire_read_int (&wire, "the schema", &values[REQUEST_SCHEMA], 1, G_MAXINT, &schema))
    return NULL;

  return g_steal_pointer (&request);
}

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
}

void
amia_login_request_free (AmiaLoginRequest *request)
{
  if (request == NULL)
    return;

  wipe (request->password);
  g_free (request->user);
  g_free (request->password);
  g_free (request);
}

char *
amia_login_response_encode (const AmiaLoginResponse *response)
{
  GString *out;

  g_return_val_if_fail (response != NULL, NULL);

  out = g_string_new ("{\"v\":1,\"token\":");
  _amia_wire_append_text (out, response->token);
  g_string_append_printf (out,
                          ",\"expires\":%" G_GINT64_FORMAT ",\"now\":%" G_GINT64_FORMAT,
                          response->expires_ms,
                          response->now_ms);
  g_string_append (out, ",\"user\":");
  _amia_wire_append_text (out, response->user);
  g_string_append (out, ",\"agency\":");
  _amia_wire_append_text (out, response->agency);
  g_string_append (out, ",\"role\":");
  _amia_wire_append_text (out, response->role);

  g_string_append (out, ",\"capabilities\":[");
  for (gsize i = 0; response->capabilities != NULL && response->capabilities[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      _amia_wire_append_text (out, response->capabilities[i]);
    }
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}

static gboolean
read_capability (const AmiaWire      *wire,
                 const AmiaWireValue *element,
                 gpointer             into)
{
  g_autofree char *capability = NULL;

  if (!_amia_wire_read_text (wire, "a capability", element, AMIA_USER_BYTES_MAX, &capability))
    return FALSE;

  g_strv_builder_add (into, capability);
  return TRUE;
}

static gboolean
read_account (const AmiaWire      *wire,
              const AmiaWireValue *values,
              AmiaLoginResponse   *response)
{
  return _amia_wire_read_text (wire,
                               "the token",
                               &values[RESPONSE_TOKEN],
                               AMIA_USER_BYTES_MAX,
                               &response->token) &&
         _amia_wire_read_text (wire,
                               "the user",
                               &values[RESPONSE_USER],
                               AMIA_USER_BYTES_MAX,
                               &response->user) &&
         _amia_wire_read_text (wire,
                               "the agency",
                               &values[RESPONSE_AGENCY],
                               AMIA_USER_BYTES_MAX,
                               &response->agency) &&
         _amia_wire_read_text (wire,
                               "the role",
                               &values[RESPONSE_ROLE],
                               AMIA_USER_BYTES_MAX,
                               &response->role);
}

AmiaLoginResponse *
amia_login_response_decode (const char *bytes,
                            gsize       length,
                            GError    **error)
{
  const AmiaWire wire = { "login response", error };
  g_autoptr (AmiaLoginResponse) response = NULL;
  g_autoptr (GStrvBuilder) capabilities = g_strv_builder_new ();
  AmiaWireValue values[N_RESPONSE];

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!_amia_wire_open (&wire,
                        (AmiaSlice){ bytes, length },
                        AMIA_LOGIN_BYTES_MAX,
                        response_members,
                        N_RESPONSE,
                        values))
    return NULL;

  response = g_new0 (AmiaLoginResponse, 1);
  if (!read_account (&wire, values, response) ||
      !_amia_wire_read_int (&wire,
                            "the expiry",
                            &values[RESPONSE_EXPIRES],
                            0,
                            G_MAXINT64,
                            &response->expires_ms) ||
      !_amia_wire_read_int (&wire,
                            "the time",
                            &values[RESPONSE_NOW],
                            0,
                            G_MAXINT64,
                            &response->now_ms) ||
      !_amia_wire_read_list (&wire,
                             "the capabilities",
                             &values[RESPONSE_CAPABILITIES],
                             CAPABILITIES_MAX,
                             read_capability,
                             capabilities))
    return NULL;

  response->capabilities = g_strv_builder_end (capabilities);
  return g_steal_pointer (&response);
}

void
amia_login_response_free (AmiaLoginResponse *response)
{
  if (response == NULL)
    return;

  wipe (response->token);
  g_free (response->token);
  g_free (response->user);
  g_free (response->agency);
  g_free (response->role);
  g_strfreev (response->capabilities);
  g_free (response);
}
