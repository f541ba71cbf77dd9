/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-audit.h"
#include "amia-http-private.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-restore.h"
#include "amia-password.h"

/* POST /v1/login, from thread to thread:
 *
 *   owner    find the account, and whether it has signed in on this device before
 *            ... and whether it may try now
 *   porter   compare the password, which takes a tenth of a second
 *   owner    bind the device to the account and keep the token's hash; or note that it was wrong
 *
 * A device belongs to the account that signed in on it first, for ever: what was written on it was
 * written by that person. Who was refused and why is in the audit; the one who asks is told no more
 * than that, before the password is right. */

#define TOKEN_MS (30ll * 24 * 60 * 60 * 1000)

static void
set_code (AmiaHttpExchange *exchange,
          guint             status,
          const char       *code)
{
  const AmiaProblem problem = { (char *) code, 0, NULL };

  _amia_http_set_problem (exchange, status, &problem);
}

static gboolean
find_known (AmiaHttpExchange *exchange,
            GError          **error)
{
  const AmiaLoginRequest *login = exchange->login;
  g_autoptr (AmiaDevice) device = NULL;

  if (!amia_ledger_find_account (exchange->http->ledger, login->user, &exchange->account, error) ||
      !amia_ledger_find_device (exchange->http->ledger, &login->device, &device, error))
    return FALSE;

  exchange->is_known_device =
      device != NULL && !device->is_revoked && strcmp (device->user, login->user) == 0;
  return TRUE;
}

static void
find_account (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  g_autoptr (GError) local_error = NULL;

  /* What went wrong is the ledger's trouble; the one who asks is told to come back. */
  if (!find_known (exchange, &local_error))
    set_code (exchange, 503, "busy");
}

static AmiaTry
get_try (const AmiaHttpExchange *exchange)
{
  return (AmiaTry){ exchange->login->user,
                    exchange->address,
                    exchange->is_known_device ? &exchange->login->device : NULL };
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
  static const char *const capabilities[] = { "gzip", "short", NULL };
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

/* Why a login is refused although the password is right; NULL if it isn't. */
static const char *
get_objection (const AmiaHttpExchange *exchange,
               const AmiaDevice       *device,
               gboolean                is_shut_out)
{
  if (exchange->account->is_disabled)
    return "disabled";
  if (is_shut_out || (device != NULL && device->is_revoked))
    return "revoked";
  if (device != NULL && strcmp (device->user, exchange->account->name) != 0)
    return "owner";

  return NULL;
}

/* In a transaction. */
static gboolean
note_login (AmiaHttpExchange *exchange,
            const char       *reason,
            gint64            now_ms,
            GError          **error)
{
  const AmiaAccount  *account = exchange->account;
  g_autofree char    *detail = g_strconcat ("address=",
                                            exchange->address,
                                         reason != NULL ? " reason=" : NULL,
                                            reason,
                                            NULL);
  const AmiaAuditFact fact = {
    .kind = reason != NULL ? AMIA_AUDIT_LOGIN_REFUSED : AMIA_AUDIT_LOGIN,
    /* What was typed where there is no such account may be a password. */
    .user = account != NULL ? account->name : NULL,
    .agency = account != NULL ? account->agency : NULL,
    .device = &exchange->login->device,
    .detail = detail,
  };

  return amia_audit_append (exchange->http->ledger, &fact, now_ms, error);
}

static gboolean
put_token (AmiaHttpExchange *exchange,
           AmiaDevice       *known,
           const char       *token,
           gint64            now_ms,
           GError          **error)
{
  AmiaDevice device = { 0 };

  if (known == NULL)
    {
      device.id = exchange->login->device;
      device.user = exchange->account->name;
      known = &device;
    }

  known->expires_ms = now_ms + TOKEN_MS;
  known->seen_ms = now_ms;
  return amia_token_hash (token, known->token) &&
         amia_ledger_put_device (exchange->http->ledger, known, error);
}

/* In a transaction, which is to be kept also when the login is refused. */
static gboolean
judge_login (AmiaHttpExchange *exchange,
             const char       *token,
             gint64            now_ms,
             GError          **error)
{
  AmiaLedger     *ledger = exchange->http->ledger;
  const AmiaUuid *id = &exchange->login->device;
  g_autoptr (AmiaDevice) device = NULL;
  gboolean    is_shut_out;
  const char *objection;

  if (!amia_ledger_find_device (ledger, id, &device, error) ||
      !amia_ledger_is_shut_out (ledger, id, &is_shut_out, error))
    return FALSE;

  objection = get_objection (exchange, device, is_shut_out);
  if (objection != NULL)
    set_code (exchange, 403, strcmp (objection, "revoked") == 0 ? "revoked" : "forbidden");

  return (objection != NULL || put_token (exchange, device, token, now_ms, error)) &&
         note_login (exchange, objection, now_ms, error);
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
      if (judge_login (exchange, token, now_ms, &local_error))
        is_kept = amia_ledger_commit (ledger, &local_error);
      else
        amia_ledger_rollback (ledger);
    }

  if (!is_kept)
    set_code (exchange, 503, "busy");
  else if (exchange->reply == NULL)
    {
      char *text = encode_response (exchange, token, now_ms);

      exchange->status = 200;
      exchange->reply = g_bytes_new_take (text, strlen (text));
    }
}

static void
device_bound (gpointer data)
{
  AmiaHttpExchange *exchange = data;

  _amia_http_log (exchange->http, "event=login status=%u", exchange->status);
  _amia_http_reply (exchange);
}

static void
note_wrong (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaLedger       *ledger = exchange->http->ledger;
  g_autoptr (GError) local_error = NULL;

  set_code (exchange, 401, "unauthorized");
  if (!amia_ledger_begin (ledger, &local_error))
    return;

  /* Ignored: a ledger that can't be written lets nobody in either, and the answer is the same. */
  if (note_login (exchange, "password", g_get_real_time () / 1000, &local_error))
    (void) !amia_ledger_commit (ledger, &local_error);
  else
    amia_ledger_rollback (ledger);
}

static void
password_compared (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaHttp         *http = exchange->http;
  const AmiaTry     attempt = get_try (exchange);

  amia_throttle_note (http->throttle, &attempt, exchange->is_right, g_get_real_time () / 1000);
  if (exchange->is_right)
    http->counters.logins++;
  else
    http->counters.logins_refused++;

  if (!amia_executor_run (http->owner,
                          exchange->is_right ? bind_device : note_wrong,
                          device_bound,
                          exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

static void
account_found (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaHttp         *http = exchange->http;
  const AmiaTry     attempt = get_try (exchange);

  if (exchange->reply == NULL)
    exchange->retry_seconds =
        amia_throttle_check (http->throttle, &attempt, g_get_real_time () / 1000);

  if (exchange->reply != NULL)
    _amia_http_reply (exchange);
  else if (exchange->retry_seconds > 0)
    {
      http->counters.logins_slowed++;
      _amia_http_reply_problem (exchange, 429, "busy");
    }
  else if (!amia_executor_run (http->porter, compare_password, password_compared, exchange))
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
  if (!read_login (exchange))
    _amia_http_reply_problem (exchange, 400, "malformed");
  else if (!amia_executor_run (exchange->http->owner, find_account, account_found, exchange))
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
