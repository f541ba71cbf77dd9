/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-http-private.h"
#include "amia-password.h"

/* POST /v1/login, from thread to thread:
 *
 *   owner    find the account
 *   porter   compare the password, which takes a tenth of a second
 *   owner    bind the device to the account and keep the token's hash
 *
 * A device belongs to the account that signed in on it first, for ever: what was written on it was
 * written by that person. */

#define TOKEN_MS (30ll * 24 * 60 * 60 * 1000)

static void
set_code (AmiaHttpExchange *exchange,
          guint             status,
          const char       *code)
{
  const AmiaProblem problem = { (char *) code, 0, NULL };

  _amia_http_set_problem (exchange, status, &problem);
}

static void
find_account (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  g_autoptr (GError) local_error = NULL;

  /* What went wrong is the ledger's trouble; the one who asks is told to come back. */
  if (!amia_ledger_find_account (exchange->http->ledger,
                                 exchange->login->user,
                                 &exchange->account,
                                 &local_error))
    set_code (exchange, 503, "busy");
}

static void
compare_password (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  const char       *hash = exchange->account != NULL ? exchange->account->password : NULL;

  exchange->is_right = amia_password_verify (hash, exchange->login->password);
}

static char *
encode_response (const AmiaHttpExchange *exchange,
                 const char             *token,
                 gint64                  now_ms)
{
  static const char *const capabilities[] = { "gzip", NULL };
  const AmiaAccount       *account = exchange->account;
  AmiaLoginResponse        response = { 0 };

  response.token = (char *) token;
  response.expires_ms = now_ms + TOKEN_MS;
  response.now_ms = now_ms;
  response.user = account->name;
  response.agency = account->agency;
  response.role = account->role;
  response.capabilities = (char **) capabilities;

  return amia_login_response_encode (&response);
}

/* In a transaction. FALSE when there is a status to answer with instead, or the ledger failed. */
static gboolean
put_token (AmiaHttpExchange *exchange,
           const char       *token,
           gint64            now_ms,
           GError          **error)
{
  AmiaLedger *ledger = exchange->http->ledger;
  g_autoptr (AmiaDevice) device = NULL;

  if (!amia_ledger_find_device (ledger, &exchange->login->device, &device, error))
    return FALSE;

  if (device != NULL && (device->is_revoked || strcmp (device->user, exchange->account->name) != 0))
    {
      set_code (exchange, 403, "forbidden");
      return FALSE;
    }

  if (device == NULL)
    {
      device = g_new0 (AmiaDevice, 1);
      device->id = exchange->login->device;
      device->user = g_strdup (exchange->account->name);
    }

  device->expires_ms = now_ms + TOKEN_MS;
  return amia_token_hash (token, device->token) && amia_ledger_put_device (ledger, device, error);
}

static void
bind_device (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaLedger       *ledger = exchange->http->ledger;
  gint64            now_ms = g_get_real_time () / 1000;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *token = amia_token_new ();
  gboolean         is_kept = FALSE;

  if (amia_ledger_begin (ledger, &local_error))
    {
      if (put_token (exchange, token, now_ms, &local_error))
        is_kept = amia_ledger_commit (ledger, &local_error);
      else
        amia_ledger_rollback (ledger);
    }

  if (is_kept)
    {
      char *text = encode_response (exchange, token, now_ms);

      exchange->status = 200;
      exchange->reply = g_bytes_new_take (text, strlen (text));
    }
  else if (exchange->reply == NULL)
    set_code (exchange, 503, "busy");
}

static void
device_bound (gpointer data)
{
  AmiaHttpExchange *exchange = data;

  _amia_http_log (exchange->http, "event=login status=%u", exchange->status);
  _amia_http_reply (exchange);
}

static void
password_compared (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaHttp         *http = exchange->http;

  amia_throttle_note (http->throttle,
                      exchange->login->user,
                      exchange->address,
                      exchange->is_right,
                      g_get_real_time () / 1000);
  if (!exchange->is_right)
    {
      http->counters.logins_refused++;
      _amia_http_log (http, "event=login status=401");
      _amia_http_reply_problem (exchange, 401, "unauthorized");
      return;
    }

  http->counters.logins++;
  if (!amia_executor_run (http->owner, bind_device, device_bound, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

static void
account_found (gpointer data)
{
  AmiaHttpExchange *exchange = data;

  if (exchange->reply != NULL)
    _amia_http_reply (exchange);
  else if (!amia_executor_run (exchange->http->porter,
                               compare_password,
                               password_compared,
                               exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

static gboolean
read_login (AmiaHttpExchange *exchange)
{
  const char *text;
  gsize       length;

  /* Small, so that it is read at once; packed it would be no smaller. */
  if (exchange->is_packed)
    return FALSE;

  text = g_bytes_get_data (exchange->body, &length);
  exchange->login = amia_login_request_decode (text != NULL ? text : "", length, NULL);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  return exchange->login != NULL;
}

void
_amia_http_login (AmiaHttpExchange *exchange)
{
  AmiaHttp *http = exchange->http;

  if (!read_login (exchange))
    {
      _amia_http_reply_problem (exchange, 400, "malformed");
      return;
    }

  exchange->retry_seconds = amia_throttle_check (http->throttle,
                                                 exchange->login->user,
                                                 exchange->address,
                                                 g_get_real_time () / 1000);
  if (exchange->retry_seconds > 0)
    _amia_http_reply_problem (exchange, 429, "busy");
  else if (!amia_executor_run (http->owner, find_account, account_found, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

static void
compare_in_vain (gpointer data)
{
  (void) !amia_password_verify (NULL, "");
}

static void
compared_in_vain (gpointer data)
{
}

/* The first comparison takes longer, since it makes what nobody's password is compared with; so it
 * is not left to somebody who measures. */
void
_amia_http_login_prepare (AmiaHttp *http)
{
  (void) !amia_executor_run (http->porter, compare_in_vain, compared_in_vain, http);
}
