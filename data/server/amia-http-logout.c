/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-asker.h"
#include "amia-audit.h"
#include "amia-http-private.h"
#include "amia-ledger-accounts.h"

/* POST /v1/logout, with the token that is to end: {"v":1}. The device stays the account's, with all
 * that it has sent; it has to sign in before it can send more. A token that has ended already is
 * not signed in (401), which is what the laptop wanted: so it can be said again. A laptop that
 * could not say it says it by signing in, which gives the device another token. */

/* Not 0, which is what it is when the server has ended all tokens. */
#define ENDED_MS 1

static gboolean
end_token (AmiaLedger      *ledger,
           const AmiaAsker *asker,
           gint64           now_ms,
           GError         **error)
{
  AmiaAuditFact fact = { .kind = AMIA_AUDIT_LOGOUT };
  g_autoptr (AmiaDevice) device = NULL;

  /* Another process may have heard from it since. */
  if (!amia_ledger_find_token (ledger, asker->device->token, &device, error))
    return FALSE;
  if (device == NULL)
    return TRUE;

  device->expires_ms = ENDED_MS;
  fact.user = asker->account->name;
  fact.agency = asker->account->agency;
  fact.device = &device->id;
  return amia_ledger_put_device (ledger, device, error) &&
         amia_audit_append (ledger, &fact, now_ms, error);
}

static gboolean
write_end (AmiaLedger      *ledger,
           const AmiaAsker *asker,
           gint64           now_ms,
           GError         **error)
{
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!end_token (ledger, asker, now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }
  return amia_ledger_commit (ledger, error);
}

static void
set_code (AmiaHttpExchange *exchange,
          guint             status,
          const char       *code)
{
  const AmiaProblem problem = { (char *) code, 0, NULL };

  _amia_http_set_problem (exchange, status, &problem);
}

static void
log_out (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaLedger       *ledger = exchange->http->ledger;
  gint64            now_ms = g_get_real_time () / 1000;
  g_auto (AmiaAsker) asker = { NULL };
  g_autoptr (GError) local_error = NULL;
  const char *problem;

  if (!amia_asker_find (ledger, exchange->ask.token, now_ms, &asker, &problem, &local_error))
    set_code (exchange, 503, "busy");
  else if (problem != NULL)
    set_code (exchange, 401, problem);
  else if (!write_end (ledger, &asker, now_ms, &local_error))
    set_code (exchange, 503, "busy");
  else
    {
      exchange->status = 200;
      exchange->reply = g_bytes_new_static ("{\"v\":1}", strlen ("{\"v\":1}"));
    }
}

static void
logged_out (gpointer data)
{
  _amia_http_reply (data);
}

void
_amia_http_logout (AmiaHttpExchange *exchange)
{
  if (!_amia_http_read_token (exchange->message, exchange->ask.token))
    _amia_http_reply_problem (exchange, 401, "unauthorized");
  else if (!amia_executor_run (exchange->http->owner, log_out, logged_out, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}
