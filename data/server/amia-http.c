/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-http.h"

#include <string.h>

#include "amia-address.h"
#include "amia-blob-message.h"
#include "amia-gzip.h"
#include "amia-http-private.h"
#include "amia-ledger-peers.h"
#include "amia-sync-message.h"

/* Requests in, answers out. A request goes through here as an exchange: it is looked at as soon as
 * its headers are there (is there such a place, is it too large), taken apart when it has arrived
 * whole, and answered when whoever knows the answer calls _amia_http_reply ().
 *
 * The main loop only ever copies bytes and looks things up in tables. */

#define OWNER_QUEUE_MAX  10000
#define HELPER_QUEUE_MAX 10000
#define N_HELPERS        2
#define PORTER_QUEUE_MAX 64

/* What a client may go on sending after it was told that it is too much. */
#define DRAIN_BYTES (1024 * 1024)

/* All bodies together that are on their way: whoever has no account yet can send one. */
#define ARRIVING_BYTES_MAX (256 * 1024 * 1024)

const AmiaHttpLimits amia_http_default_limits = {
  .body_bytes_max = AMIA_BODY_BYTES_MAX,
  .held_max = 10000,
  .wait_seconds_max = AMIA_WAIT_SECONDS_MAX,
  .connections_max = 2500,
  .request_seconds_max = 60,
  .quiet_seconds_max = 300,
  .requests_per_minute = 6000,
  .bytes_per_minute = 512 * 1024 * 1024,
};

typedef void (*Answer) (AmiaHttpExchange *exchange);

/* A path that ends with a slash stands for all that begin with it and go on. */
typedef struct
{
  const char *path;
  const char *method;
  gsize       bytes_max;
  gboolean    wants_token;
  Answer      answer;
} Place;

static const Place places[] = {
  { "/v1/sync", "POST", G_MAXSIZE, TRUE, _amia_http_sync },
  { "/v1/snapshot", "GET", 0, TRUE, _amia_http_snapshot },
  { "/v1/digest", "GET", 0, TRUE, _amia_http_digest },
  { "/v1/login", "POST", AMIA_LOGIN_BYTES_MAX, FALSE, _amia_http_login },
  { "/v1/logout", "POST", AMIA_LOGIN_BYTES_MAX, TRUE, _amia_http_logout },
  { AMIA_BLOB_PATH, "HEAD", 0, TRUE, _amia_http_blob_head },
  { AMIA_BLOB_PATH, "PUT", AMIA_BLOB_PART_MAX, TRUE, _amia_http_blob_put },
  { AMIA_BLOB_PATH, "GET", 0, TRUE, _amia_http_blob_get },
  { "/v1/devices", "GET", 0, TRUE, _amia_http_list_devices },
  { "/v1/devices/", "DELETE", 0, TRUE, _amia_http_revoke_device },
  { "/v1/audit", "GET", 0, TRUE, _amia_http_audit },
  { "/v1/forgets", "GET", 0, TRUE, _amia_http_list_forgets },
  { "/health", "GET", 0, FALSE, _amia_http_health },
  { "/metrics", "GET", 0, FALSE, _amia_http_metrics },
};

/* The body of one request: counted while there is a message that has it. */
typedef struct
{
  AmiaHttp *http;
  gsize     bytes_max;
  gsize     n_read;
  gsize    *arriving;
} Body;

void
_amia_http_log (AmiaHttp   *http,
                const char *format,
                ...)
{
  g_autofree char *line = NULL;
  va_list          args;

  if (http->log == NULL)
    return;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  http->log (line, http->user_data);
}

static void
free_exchange (AmiaHttpExchange *exchange)
{
  _amia_http_sync_end (exchange);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->socket);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_clear_pointer (&exchange->reply, g_bytes_unref);
  g_clear_pointer (&exchange->ask.request, amia_sync_request_free);
  g_clear_pointer (&exchange->ask.version, g_free);
  g_clear_pointer (&exchange->answer, amia_round_answer_free);
  g_clear_pointer (&exchange->login, amia_login_request_free);
  g_clear_pointer (&exchange->account, amia_account_free);
  g_clear_pointer (&exchange->address, g_free);
  g_clear_pointer (&exchange->path, g_free);
  g_clear_pointer (&exchange->wake, g_free);
  g_clear_pointer (&exchange->query, g_hash_table_unref);
  g_free (exchange);
}

void
_amia_http_set_problem (AmiaHttpExchange  *exchange,
                        guint              status,
                        const AmiaProblem *problem)
{
  char *text = amia_problem_encode (problem);

  exchange->status = status;
  g_clear_pointer (&exchange->reply, g_bytes_unref);
  exchange->reply = g_bytes_new_take (text, strlen (text));
  exchange->reply_is_packed = FALSE;
  if ((status == 429 || status == 503) && exchange->retry_seconds == 0)
    exchange->retry_seconds = 1;
}

void
_amia_http_reply_problem (AmiaHttpExchange *exchange,
                          guint             status,
                          const char       *code)
{
  AmiaProblem problem = { (char *) code, 0, NULL };

  if (status == 413)
    problem.expect = (gint64) exchange->http->limits.body_bytes_max;
  _amia_http_set_problem (exchange, status, &problem);
  _amia_http_reply (exchange);
}

static void
write_reply (AmiaHttpExchange *exchange)
{
  SoupServerMessage  *message = exchange->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, exchange->status, NULL);
  if (!exchange->is_short)
    {
      soup_message_headers_replace (headers, "Cache-Control", "no-store");
      if (soup_message_headers_get_one (headers, "Content-Type") == NULL)
        soup_message_headers_replace (headers, "Content-Type", "application/json");
    }
  if (exchange->reply_is_packed)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  if (exchange->status == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (exchange->retry_seconds > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", exchange->retry_seconds);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  /* After nonsense, what else comes may be nonsense, too. */
  if (exchange->http->is_stopping || exchange->status == 400)
    soup_message_headers_replace (headers, "Connection", "close");

  soup_message_body_append_bytes (soup_server_message_get_response_body (message), exchange->reply);
}

/* Sends the answer, if there is still somebody to get it, and ends the exchange. */
void
_amia_http_reply (AmiaHttpExchange *exchange)
{
  AmiaHttp *http = exchange->http;

  if (exchange->status >= 400)
    http->counters.problems++;

  if (!exchange->is_gone)
    {
      g_hash_table_remove (http->exchanges, exchange->socket);
      write_reply (exchange);
      amia_connections_answer (http->connections, exchange->socket);
    }

  soup_server_message_unpause (exchange->message);
  free_exchange (exchange);
}

gboolean
_amia_http_unpack (AmiaHttpExchange *exchange)
{
  g_autoptr (GError) local_error = NULL;
  AmiaProblem problem = { NULL, 0, NULL };
  GBytes     *body;

  if (!exchange->is_packed)
    return TRUE;

  body = amia_gzip_inflate (exchange->body, exchange->http->limits.body_bytes_max, &local_error);
  if (body != NULL)
    {
      g_bytes_unref (exchange->body);
      exchange->body = body;
      return TRUE;
    }

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    {
      problem.code = (char *) "too_large";
      problem.expect = (gint64) exchange->http->limits.body_bytes_max;
      _amia_http_set_problem (exchange, 413, &problem);
    }
  else
    {
      problem.code = (char *) "malformed";
      _amia_http_set_problem (exchange, 400, &problem);
    }
  return FALSE;
}

/* A problem before there is an exchange: written at once, the rest of the request is not kept. */
static void
refuse_early (AmiaHttp          *http,
              SoupServerMessage *message,
              guint              status,
              const char        *code,
              gsize              bytes_max)
{
  const AmiaProblem   problem = { (char *) code, status == 413 ? (gint64) bytes_max : 0, NULL };
  char               *text = amia_problem_encode (&problem);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody    *body = soup_server_message_get_request_body (message);

  http->counters.problems++;
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Connection", "close");
  if (status == 503)
    soup_message_headers_replace (headers, "Retry-After", "1");
  if (status == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  soup_server_message_set_response (message,
                                    "application/json",
                                    SOUP_MEMORY_TAKE,
                                    text,
                                    strlen (text));
}

static void
free_body (gpointer  data,
           GClosure *closure)
{
  Body *body = data;

  *body->arriving -= body->n_read;
  g_rc_box_release (body->arriving);
  g_free (body);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  Body    *body = user_data;
  GSocket *socket = soup_server_message_get_socket (message);

  body->n_read += g_bytes_get_size (chunk);
  *body->arriving += g_bytes_get_size (chunk);

  if (body->n_read > body->bytes_max + DRAIN_BYTES)
    {
      /* Ignored: it is being thrown away. */
      if (socket != NULL)
        (void) g_socket_close (socket, NULL);
    }
  else if (soup_server_message_get_status (message) != 0)
    return;
  else if (body->n_read > body->bytes_max)
    refuse_early (body->http, message, 413, "too_large", body->bytes_max);
  else if (*body->arriving > ARRIVING_BYTES_MAX)
    refuse_early (body->http, message, 503, "busy", 0);
}

static gboolean
is_at (const Place *place,
       const char  *path)
{
  gsize length = strlen (place->path);

  if (place->path[length - 1] == '/')
    return strncmp (path, place->path, length) == 0 && path[length] != '\0';

  return strcmp (path, place->path) == 0;
}

/* @is_known: whether there is such a path, be it for another method. */
static const Place *
find_place (const char *path,
            const char *method,
            gboolean   *is_known)
{
  *is_known = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (!is_at (&places[i], path))
        continue;

      *is_known = TRUE;
      if (strcmp (method, places[i].method) == 0)
        return &places[i];
    }

  return NULL;
}

static void
watch_body (AmiaHttp          *http,
            SoupServerMessage *message,
            gsize              bytes_max)
{
  Body *body = g_new0 (Body, 1);

  body->http = http;
  body->bytes_max = bytes_max;
  body->arriving = g_rc_box_acquire (http->arriving);
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (got_chunk_cb), body, free_body, 0);
}

/* The headers are there: is it worth reading on? */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  AmiaHttp           *http = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char         *method = soup_server_message_get_method (message);
  gboolean            is_known;
  const Place        *place = find_place (path, method, &is_known);
  gsize               bytes_max = place != NULL ? place->bytes_max : 0;
  guint8              token[AMIA_TOKEN_HASH_LENGTH];

  bytes_max = MIN (bytes_max, http->limits.body_bytes_max);
  watch_body (http, message, bytes_max);
  if (!_amia_http_is_framed_well (message))
    refuse_early (http, message, 400, "malformed", 0);
  else if (http->is_stopping)
    refuse_early (http, message, 503, "busy", 0);
  else if (!is_known)
    refuse_early (http, message, 404, "not_found", 0);
  else if (place == NULL)
    refuse_early (http, message, 405, "not_allowed", 0);
  else if (place->wants_token && !_amia_http_read_token (message, token))
    refuse_early (http, message, 401, "unauthorized", 0);
  else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
           soup_message_headers_get_content_length (headers) > (goffset) bytes_max)
    refuse_early (http, message, 413, "too_large", bytes_max);
}

static AmiaHttpExchange *
begin_exchange (AmiaHttp          *http,
                SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char         *encoding = soup_message_headers_get_list (headers, "Content-Encoding");
  const char         *accepts = soup_message_headers_get_list (headers, "Accept-Encoding");
  AmiaHttpExchange   *exchange = g_new0 (AmiaHttpExchange, 1);

  exchange->http = http;
  exchange->message = g_object_ref (message);
  exchange->socket = g_object_ref (soup_server_message_get_socket (message));
  exchange->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  exchange->is_packed = encoding != NULL && g_ascii_strcasecmp (encoding, "gzip") == 0;
  exchange->takes_gzip = accepts != NULL && soup_header_contains (accepts, "gzip");
  exchange->address =
      amia_address_find_client (http->proxies,
                                soup_server_message_get_remote_host (message),
                                soup_message_headers_get_list (headers, "X-Forwarded-For"));
  exchange->began_us = g_get_monotonic_time ();

  g_hash_table_insert (http->exchanges, exchange->socket, exchange);
  return exchange;
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  AmiaHttp         *http = user_data;
  gboolean          is_known;
  const Place      *place = find_place (path, soup_server_message_get_method (message), &is_known);
  AmiaHttpExchange *exchange;

  if (place == NULL)
    return;

  exchange = begin_exchange (http, message);
  exchange->path = g_strdup (path);
  exchange->query = query != NULL ? g_hash_table_ref (query) : NULL;
  soup_server_message_pause (message);
  amia_connections_hold (http->connections, exchange->socket);
  place->answer (exchange);
}

static void
gone_cb (GSocket *socket,
         gpointer user_data)
{
  AmiaHttp         *http = user_data;
  AmiaHttpExchange *exchange = g_hash_table_lookup (http->exchanges, socket);

  if (exchange == NULL)
    return;

  /* Whatever is under way for it goes on to its end, and then there is nobody to tell. */
  g_hash_table_remove (http->exchanges, socket);
  exchange->is_gone = TRUE;
  if (amia_waiting_remove (http->waiting, exchange))
    _amia_http_reply (exchange);
}

static void
wake_cb (gpointer item)
{
  _amia_http_sync_resume (item);
}

/* What another server did. */
static void
notice_cb (const char *user,
           gboolean    is_progress,
           gpointer    user_data)
{
  AmiaHttp *http = user_data;

  if (is_progress)
    amia_waiting_wake_soon (http->waiting, user);
  else
    amia_waiting_notice (http->waiting, user);
}

static gboolean
listen (AmiaHttp        *http,
        GSocket         *socket,
        GTlsCertificate *certificate,
        GError         **error)
{
  http->soup = soup_server_new (NULL, NULL);
  if (certificate != NULL)
    soup_server_set_tls_certificate (http->soup, certificate);

  soup_server_add_early_handler (http->soup, NULL, early_cb, http, NULL);
  soup_server_add_handler (http->soup, NULL, request_cb, http, NULL);
  return soup_server_listen_socket (http->soup,
                                    socket,
                                    certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0,
                                    error);
}

AmiaHttp *
amia_http_new (AmiaLedger           *ledger,
               GSocket              *socket,
               GTlsCertificate      *certificate,
               const AmiaHttpLimits *limits,
               AmiaHttpLog           log,
               gpointer              user_data,
               GError              **error)
{
  GMainContext        *context = g_main_context_get_thread_default ();
  AmiaConnectionLimits connection_limits;
  g_autoptr (AmiaHttp) http = NULL;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (limits != NULL, NULL);

  http = g_new0 (AmiaHttp, 1);
  http->ledger = ledger;
  http->rounds = amia_rounds_new (ledger);
  http->limits = *limits;
  http->log = log;
  http->user_data = user_data;
  http->owner = amia_executor_new (1, OWNER_QUEUE_MAX, context);
  http->helper = amia_executor_new (N_HELPERS, HELPER_QUEUE_MAX, context);
  http->porter = amia_executor_new (1, PORTER_QUEUE_MAX, context);
  http->arriving = g_rc_box_new0 (gsize);
  http->waiting = amia_waiting_new (limits->held_max, wake_cb);
  _amia_http_sync_prepare (http);
  http->throttle = amia_throttle_new ();
  http->budget = amia_budget_new (limits->requests_per_minute, limits->bytes_per_minute);
  http->proxies = g_ptr_array_new ();
  http->exchanges = g_hash_table_new (NULL, NULL);
  if (!listen (http, socket, certificate, error))
    return NULL;

  connection_limits = (AmiaConnectionLimits){
    limits->connections_max,
    limits->request_seconds_max,
    limits->quiet_seconds_max,
  };
  http->connections = amia_connections_new (http->soup, &connection_limits, gone_cb, http);
  amia_connections_watch_door (http->connections,
                               socket,
                               certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0);
  _amia_http_login_prepare (http);
  http->listener = amia_ledger_listen (ledger, notice_cb, http);
  return g_steal_pointer (&http);
}

void
amia_http_take_safeguard (AmiaHttp      *http,
                          AmiaSafeguard *safeguard)
{
  g_return_if_fail (http != NULL);
  g_return_if_fail (safeguard != NULL);

  amia_rounds_take_safeguard (http->rounds, safeguard);
}

void
amia_http_trust_proxies (AmiaHttp  *http,
                         GPtrArray *proxies)
{
  g_return_if_fail (http != NULL);
  g_return_if_fail (proxies != NULL);

  g_ptr_array_unref (http->proxies);
  http->proxies = g_ptr_array_ref (proxies);
}

void
amia_http_stop (AmiaHttp *http)
{
  GSList *listeners;

  g_return_if_fail (http != NULL);

  http->is_stopping = TRUE;
  listeners = soup_server_get_listeners (http->soup);
  for (GSList *at = listeners; at != NULL; at = at->next)
    (void) g_socket_close (at->data, NULL);
  g_slist_free (listeners);

  amia_waiting_wake (http->waiting, AMIA_USER_EVERYBODY);
}

gboolean
amia_http_is_idle (const AmiaHttp *http)
{
  g_return_val_if_fail (http != NULL, TRUE);

  return amia_executor_get_n_pending (http->owner) == 0 &&
         amia_executor_get_n_pending (http->helper) == 0 &&
         amia_executor_get_n_pending (http->porter) == 0 &&
         g_hash_table_size (http->exchanges) == 0;
}

void
amia_http_free (AmiaHttp *http)
{
  if (http == NULL)
    return;

  amia_listener_free (http->listener);
  amia_connections_free (http->connections);
  if (http->soup != NULL)
    soup_server_disconnect (http->soup);
  g_clear_object (&http->soup);
  amia_executor_free (http->owner);
  amia_executor_free (http->helper);
  amia_executor_free (http->porter);
  g_rc_box_release (http->arriving);
  amia_waiting_free (http->waiting);
  g_hash_table_unref (http->held);
  g_ptr_array_unref (http->unnoted);
  amia_throttle_free (http->throttle);
  amia_budget_free (http->budget);
  g_ptr_array_unref (http->proxies);
  g_hash_table_unref (http->exchanges);
  amia_rounds_free (http->rounds);
  g_object_unref (http->ledger);
  g_free (http);
}
