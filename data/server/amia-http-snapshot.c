/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-http-private.h"

/* GET /v1/snapshot and GET /v1/digest: the same pages that a laptop gets in its rounds, for whoever
 * wants to look at them without bringing anything:
 *
 *   GET /v1/snapshot?device=ID[&epoch=E][&since=N][&at=N&scope=ID&after=N]
 *   GET /v1/digest?device=ID&epoch=E&since=N[&scope=ID]
 *
 * The answer is that of POST /v1/sync; the next page is asked for with what its `snapshot`, or the
 * last of its `digests`, says. */

static const char *
get_query (const AmiaHttpExchange *exchange,
           const char             *name)
{
  return exchange->query != NULL ? g_hash_table_lookup (exchange->query, name) : NULL;
}

static gboolean
read_number (const AmiaHttpExchange *exchange,
             const char             *name,
             gint64                 *number)
{
  const char *text = get_query (exchange, name);
  guint64     value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64 - 1, &value, NULL))
    return FALSE;

  *number = (gint64) value;
  return TRUE;
}

static gboolean
read_id (const AmiaHttpExchange *exchange,
         const char             *name,
         AmiaUuid               *id)
{
  const char *text = get_query (exchange, name);

  return text == NULL || amia_uuid_parse (text, -1, id);
}

/* NULL if it makes no sense. */
static AmiaSyncRequest *
read_request (const AmiaHttpExchange *exchange,
              gboolean                is_digest)
{
  g_autoptr (AmiaSyncRequest) request = amia_sync_request_new ();
  const char *epoch = get_query (exchange, "epoch");
  AmiaUuid    scope = AMIA_WIRE_FIRST_SCOPE;

  if (get_query (exchange, "device") == NULL || !read_id (exchange, "device", &request->device) ||
      (epoch != NULL && strlen (epoch) > AMIA_EPOCH_BYTES_MAX) ||
      !read_number (exchange, "since", &request->since) ||
      !read_number (exchange, "at", &request->snapshot.at) ||
      !read_number (exchange, "after", &request->snapshot.after) ||
      !read_id (exchange, "scope", &scope))
    return NULL;

  request->epoch = g_strdup (epoch);
  request->can_columns = FALSE;
  request->wants_snapshot = !is_digest;
  request->snapshot.scope = scope;
  request->wants_digest = is_digest;
  request->digest_scope = scope;
  return g_steal_pointer (&request);
}

static void
answer (AmiaHttpExchange *exchange,
        gboolean          is_digest)
{
  if (!_amia_http_read_token (exchange->message, exchange->ask.token))
    {
      _amia_http_reply_problem (exchange, 401, "unauthorized");
      return;
    }

  exchange->retry_seconds = amia_budget_spend (exchange->http->budget,
                                               exchange->ask.token,
                                               0,
                                               g_get_real_time () / 1000);
  if (exchange->retry_seconds > 0)
    {
      _amia_http_reply_problem (exchange, 429, "busy");
      return;
    }

  exchange->ask.request = read_request (exchange, is_digest);
  if (exchange->ask.request == NULL)
    _amia_http_reply_problem (exchange, 400, "malformed");
  else
    _amia_http_sync_resume (exchange);
}

void
_amia_http_snapshot (AmiaHttpExchange *exchange)
{
  answer (exchange, FALSE);
}

void
_amia_http_digest (AmiaHttpExchange *exchange)
{
  answer (exchange, TRUE);
}
