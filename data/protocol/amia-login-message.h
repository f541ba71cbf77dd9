/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-protocol.h"

G_BEGIN_DECLS

/**
 * AmiaLoginRequest:
 * @user: the account's name
 * @password: the password
 * @device: the replica that the token will be bound to
 *
 * `POST /v1/login`: `{"v":1,"user":"anna","password":"…","device":"<32 hex>","schema":1}`
 */
typedef struct
{
  char    *user;
  char    *password;
  AmiaUuid device;
} AmiaLoginRequest;

/**
 * AmiaLoginResponse:
 * @token: 256 random bits as 64 hexadecimal digits; bound to account and device
 * @expires_ms: when it ends, ms since 1970 UTC
 * @now_ms: the server's clock
 * @user: the account's name as the server writes it
 * @agency: the account's agency
 * @role: the account's role
 * @capabilities: (array zero-terminated=1): what this server can do beyond version 1's base
 *
 *     {"v":1,"token":"…","expires":1795312345678,"now":…,"user":"anna","agency":"FK",
 *      "role":"caseworker","capabilities":["gzip","short"]}
 */
typedef struct
{
  char  *token;
  gint64 expires_ms;
  gint64 now_ms;
  char  *user;
  char  *agency;
  char  *role;
  char **capabilities;
} AmiaLoginResponse;

/**
 * amia_login_request_encode:
 * @request: a request
 *
 * Returns: (transfer full): the JSON text; it holds the password
 */
char *amia_login_request_encode (const AmiaLoginRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_login_request_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Returns: (transfer full): the request, or %NULL with an #AmiaProtocolError
 */
AmiaLoginRequest *amia_login_request_decode (const char *bytes,
                                             gsize       length,
                                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_login_request_free:
 * @request: (transfer full) (nullable): a request
 *
 * Frees it and wipes the password from memory.
 */
void amia_login_request_free (AmiaLoginRequest *request);

/**
 * amia_login_response_encode:
 * @response: a response
 *
 * Returns: (transfer full): the JSON text; it holds the token
 */
char *amia_login_response_encode (const AmiaLoginResponse *response) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_login_response_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Returns: (transfer full): the response, or %NULL with an #AmiaProtocolError
 */
AmiaLoginResponse *amia_login_response_decode (const char *bytes,
                                               gsize       length,
                                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_login_response_free:
 * @response: (transfer full) (nullable): a response
 *
 * Frees it and wipes the token from memory.
 */
void amia_login_response_free (AmiaLoginResponse *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaLoginRequest, amia_login_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaLoginResponse, amia_login_response_free)

G_END_DECLS
