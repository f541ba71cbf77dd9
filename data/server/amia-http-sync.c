/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-audit-entry.h"
#include "amia-gzip.h"
#include "amia-http-private.h"
#include "amia-log.h"
#include "amia-password.h"

/* POST /v1/sync, from thread to thread:
 *
 *   helper   unpack and read the request
 *   owner    the round itself
 *            ... or wait, and then the round again
 *   helper   write and pack the answer
 *
 * What is small does without the helper: it is read where it has arrived, and written by the owner.
 *
 * A round that is held takes its place among those who wait before any later round's news are
 * handed round, since both happen in the order in which the owner was done with them: no wake-up
 * falls in between. */

#define VERSION_BYTES_MAX 40

/* What is smaller than that is read and written faster than a thread is woken. */
#define SMALL_BYTES  (4 * 1024)
#define SMALL_ANSWER 16

gboolean
_amia_http_read_token (SoupServerMessage *message,
                       guint8            *hash)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char         *value = soup_message_headers_get_one (headers, "Authorization");

  return value != NULL &&
         g_ascii_strncasecmp (value, "Bearer ", strlen ("Bearer ")) == 0 &&
         amia_token_hash (value + strlen ("Bearer "), hash);
}

static void
read_request (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  g_autoptr (GError) local_error = NULL;
  AmiaProblem problem = { (char *) "malformed", 0, NULL };
  const char *text;
  gsize       length;

  if (!_amia_http_unpack (exchange))
    return;

  text = g_bytes_get_data (exchange->body, &length);
  exchange->ask.request = amia_sync_request_decode (text != NULL ? text : "", length, &local_error);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  if (exchange->ask.request != NULL)
    return;

  if (g_error_matches (local_error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_TOO_LARGE))
    {
      problem.code = (char *) "too_large";
      problem.expect = (gint64) exchange->http->limits.body_bytes_max;
      _amia_http_set_problem (exchange, 413, &problem);
    }
  else if (g_error_matches (local_error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_VERSION))
    {
      problem.code = (char *) "schema";
      _amia_http_set_problem (exchange, 426, &problem);
    }
  else
    _amia_http_set_problem (exchange, 400, &problem);
}

static void
write_answer (gpointer data)
{
  AmiaHttpExchange      *exchange = data;
  const AmiaRoundAnswer *answer = exchange->answer;
  g_autoptr (GBytes) reply = NULL;

  if (answer->problem != NULL)
    {
      _amia_http_set_problem (exchange, answer->status, answer->problem);
      return;
    }

  exchange->status = answer->status;
  amia_sync_response_shorten (answer->response, exchange->ask.request);
  reply = amia_sync_response_encode (answer->response);
  exchange->reply_is_packed =
      exchange->takes_gzip && g_bytes_get_size (reply) > AMIA_GZIP_BYTES_MIN;
  exchange->is_short = exchange->ask.request->use_mark;
  exchange->reply =
      exchange->reply_is_packed ? amia_gzip_deflate_answer (reply) : g_steal_pointer (&reply);
}

static gboolean
is_small_answer (const AmiaRoundAnswer *answer)
{
  const AmiaSyncResponse *response = answer->response;

  if (response == NULL || answer->status != 200)
    return answer->status != 200 && answer->status != 0;

  return response->feed->len + response->own->len + response->scopes->len +
                 response->lanes->len + response->digests->len + response->opened->len +
                 response->refused->len + response->escrowed->len <=
             SMALL_ANSWER &&
         (response->readers == NULL || response->readers->len <= SMALL_ANSWER);
}

/* Unpacks it on the way, as long as it stays small. */
static gboolean
is_small_request (AmiaHttpExchange *exchange)
{
  g_autoptr (GBytes) plain = NULL;

  if (g_bytes_get_size (exchange->body) > SMALL_BYTES)
    return FALSE;
  if (!exchange->is_packed)
    return TRUE;

  /* Ignored: whatever is wrong with it is found by whoever reads it. */
  plain = amia_gzip_inflate (exchange->body, SMALL_BYTES, NULL);
  if (plain == NULL)
    return FALSE;

  g_bytes_unref (exchange->body);
  exchange->body = g_steal_pointer (&plain);
  exchange->is_packed = FALSE;
  return TRUE;
}

/* In the ledger's thread. */
static gboolean
note_deliveries (AmiaHttp *http)
{
  /* Ignored: it is tried again for all who wait by then, and they are told when that fails, too. */
  return amia_rounds_note_deliveries (http->rounds, g_get_real_time () / 1000, NULL);
}

static void
run_round (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaHttp         *http = exchange->http;

  exchange->ask.now_ms = g_get_real_time () / 1000;
  exchange->ask.may_note_later = TRUE;
  exchange->answer = amia_rounds_run (exchange->http->rounds, &exchange->ask);

  /* Nobody else waits whose deliveries could be written with these. */
  if (exchange->answer->is_unnoted && amia_executor_get_n_waiting (http->owner) == 0)
    exchange->answer->is_unnoted = !note_deliveries (http);
  if (is_small_answer (exchange->answer))
    write_answer (exchange);
}

static void round_run (gpointer data);

static void
answer_written (gpointer data)
{
  _amia_http_reply (data);
}

/* What the same laptop asked before and waits for is left waiting: this round's answer has all of
 * it, and a laptop that was told twice would write it down twice and ask twice for more. */
static void
tell_others (AmiaHttpExchange *exchange)
{
  AmiaHttp              *http = exchange->http;
  const AmiaRoundAnswer *answer = exchange->answer;
  gpointer               own = g_hash_table_lookup (http->held, exchange->ask.token);

  if (answer->status != 200)
    own = NULL;
  for (guint i = 0; i < answer->wake->len; i++)
    amia_waiting_wake_others (http->waiting, g_ptr_array_index (answer->wake, i), own);
  for (guint i = 0; i < answer->progress->len; i++)
    amia_waiting_wake_soon (http->waiting, g_ptr_array_index (answer->progress, i));
}

static void
note_round (AmiaHttpExchange *exchange)
{
  AmiaHttp              *http = exchange->http;
  const AmiaRoundAnswer *answer = exchange->answer;

  http->counters.rounds++;
  http->counters.changes += answer->n_taken - answer->n_refused;
  http->counters.refused += answer->n_refused;
  http->counters.escrowed += answer->n_escrowed;
  if (answer->response != NULL)
    http->counters.delivered += answer->response->feed->len;

  if (answer->note != NULL)
    {
      g_autofree char *note = amia_log_quote (answer->note);

      _amia_http_log (http, "event=trouble note=%s", note);
    }
  if (answer->n_taken > 0 || (answer->status != 200 && answer->status != 0))
    _amia_http_log (http,
                    "event=round status=%u taken=%u refused=%u ms=%" G_GINT64_FORMAT,
                    answer->status,
                    answer->n_taken,
                    answer->n_refused,
                    (g_get_monotonic_time () - exchange->began_us) / 1000);
}

static guint
token_hash (gconstpointer key)
{
  guint hash;

  /* SHA-256 already. */
  memcpy (&hash, key, sizeof hash);
  return hash;
}

static gboolean
token_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (a, b, AMIA_TOKEN_HASH_LENGTH) == 0;
}

static void
start_round (AmiaHttpExchange *exchange)
{
  AmiaHttp *http = exchange->http;

  exchange->n_notices = amia_waiting_get_n_notices (http->waiting);
  exchange->ask.may_hold = !http->is_stopping && g_get_monotonic_time () < exchange->hold_until_us;
  g_clear_pointer (&exchange->answer, amia_round_answer_free);
  if (!amia_executor_run (http->owner, run_round, round_run, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

/* A laptop waits once: when it asks again, what it asked before is answered. What is held is never
 * closed to make room, so that nobody may hold much. */
static void
take_place (AmiaHttpExchange *exchange)
{
  AmiaHttp         *http = exchange->http;
  AmiaHttpExchange *before = g_hash_table_lookup (http->held, exchange->ask.token);

  g_hash_table_replace (http->held, exchange->ask.token, exchange);
  if (before != NULL && before != exchange && amia_waiting_remove (http->waiting, before))
    {
      before->hold_until_us = 0;
      start_round (before);
    }
}

/* Puts the exchange among those who wait. FALSE if there are too many: it is answered now. */
static gboolean
hold (AmiaHttpExchange *exchange)
{
  AmiaHttp *http = exchange->http;

  take_place (exchange);
  if (exchange->is_gone)
    {
      exchange->status = 200;
      exchange->reply = g_bytes_new_static ("", 0);
      _amia_http_reply (exchange);
      return TRUE;
    }

  return !http->is_stopping && amia_waiting_add (http->waiting,
                                                 exchange,
                                                 exchange->answer->user,
                                                 exchange->hold_until_us);
}

static void
send_answer (AmiaHttpExchange *exchange)
{
  if (exchange->reply != NULL)
    _amia_http_reply (exchange);
  else if (!amia_executor_run (exchange->http->helper, write_answer, answer_written, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

static void
write_notes (gpointer data)
{
  AmiaHttp *http = data;

  http->is_noted = note_deliveries (http);
}

/* Everybody in the list is answered: their rounds ran before the notes were written, since their
 * ends are heard of in the order in which things ran. */
static void
notes_written (gpointer data)
{
  AmiaHttp *http = data;
  g_autoptr (GPtrArray) noted = http->unnoted;

  http->unnoted = g_ptr_array_new ();
  for (guint i = 0; i < noted->len; i++)
    {
      AmiaHttpExchange *exchange = g_ptr_array_index (noted, i);

      if (http->is_noted)
        {
          send_answer (exchange);
          continue;
        }

      g_clear_pointer (&exchange->reply, g_bytes_unref);
      exchange->reply_is_packed = FALSE;
      _amia_http_reply_problem (exchange, 503, "busy");
    }
}

/* The notes are written after all rounds that are waiting to be run now, and for all of them: a
 * transaction waits for the disk, and a change that wakes a thousand laptops would have them wait
 * for it a thousand times. */
static void
wait_for_note (AmiaHttpExchange *exchange)
{
  AmiaHttp *http = exchange->http;

  g_ptr_array_add (http->unnoted, exchange);
  if (http->unnoted->len > 1 || amia_executor_run (http->owner, write_notes, notes_written, http))
    return;

  http->is_noted = FALSE;
  notes_written (http);
}

static void
round_run (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  AmiaHttp         *http = exchange->http;

  note_round (exchange);
  tell_others (exchange);

  if (exchange->answer->status == 0)
    {
      /* There may be something to say by now, by another server's doing: then it is looked again,
       * and that is how a round ends that can't be held, too. */
      if (!amia_waiting_was_noticed (http->waiting, exchange->answer->user, exchange->n_notices))
        {
          if (hold (exchange))
            return;
          exchange->hold_until_us = 0;
        }

      start_round (exchange);
      return;
    }

  if (exchange->answer->is_unnoted)
    wait_for_note (exchange);
  else
    send_answer (exchange);
}

static void
request_read (gpointer data)
{
  AmiaHttpExchange *exchange = data;
  guint             wait_seconds;

  if (exchange->ask.request == NULL)
    {
      _amia_http_reply (exchange);
      return;
    }

  wait_seconds = MIN (exchange->ask.request->wait_seconds, exchange->http->limits.wait_seconds_max);
  exchange->hold_until_us = g_get_monotonic_time () + wait_seconds * G_USEC_PER_SEC;
  start_round (exchange);
}

void
_amia_http_sync_prepare (AmiaHttp *http)
{
  http->held = g_hash_table_new (token_hash, token_equal);
  http->unnoted = g_ptr_array_new ();
}

/* The exchange is over. */
void
_amia_http_sync_end (AmiaHttpExchange *exchange)
{
  GHashTable *held = exchange->http->held;

  if (g_hash_table_lookup (held, exchange->ask.token) == exchange)
    g_hash_table_remove (held, exchange->ask.token);
}

/* What a laptop calls itself, for the list of devices: a few letters, or nothing. */
static char *
dup_version (SoupServerMessage *message)
{
  const char *agent =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                    "User-Agent");

  if (agent == NULL || !g_str_has_prefix (agent, "AMiA/") || strlen (agent) > VERSION_BYTES_MAX ||
      !g_str_is_ascii (agent))
    return NULL;

  return amia_audit_clean (agent);
}

void
_amia_http_sync (AmiaHttpExchange *exchange)
{
  AmiaHttp *http = exchange->http;

  exchange->ask.version = dup_version (exchange->message);
  if (!_amia_http_read_token (exchange->message, exchange->ask.token))
    {
      _amia_http_reply_problem (exchange, 401, "unauthorized");
      return;
    }

  exchange->retry_seconds = amia_budget_spend (http->budget,
                                               exchange->ask.token,
                                               g_bytes_get_size (exchange->body),
                                               g_get_real_time () / 1000);
  if (exchange->retry_seconds > 0)
    _amia_http_reply_problem (exchange, 429, "busy");
  else if (is_small_request (exchange))
    {
      read_request (exchange);
      request_read (exchange);
    }
  else if (!amia_executor_run (http->helper, read_request, request_read, exchange))
    _amia_http_reply_problem (exchange, 503, "busy");
}

void
_amia_http_sync_resume (AmiaHttpExchange *exchange)
{
  start_round (exchange);
}
