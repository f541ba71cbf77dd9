/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-http-transport.h"

#include <libsoup/soup.h>
#include <string.h>

#include "amia-http-answer.h"
#include "amia-http-session.h"
#include "amia-server-address.h"

/* HTTP, and the only file of the client that knows it. What comes back is bounded before it is
 * read, redirects are not followed (a token goes to one address only), and what is not clearly an
 * AMiA server's answer is said to be somebody else's: a captive portal, a proxy's error page.
 *
 * Writing, packing, unpacking and reading a large page take longer than a frame; they are done on a
 * thread of GTask's pool. */

#define TIMEOUT_SECONDS      30
#define POLL_TIMEOUT_SECONDS (AMIA_WAIT_SECONDS_MAX + TIMEOUT_SECONDS)
#define GZIP_LEVEL           1
#define CHUNK_BYTES          (64 * 1024)

struct _AmiaHttpTransport
{
  AmiaTransport parent_instance;

  SoupSession *session;
  SoupSession *poll_session;
};

G_DEFINE_FINAL_TYPE (AmiaHttpTransport, amia_http_transport, AMIA_TYPE_TRANSPORT)

/* One exchange on its way; the data of its task. */
typedef struct
{
  SoupSession     *session;
  SoupMessage     *message;
  AmiaSyncRequest *request; /* to be written and packed, where @body is not there yet */
  GBytes          *body;
  gboolean         is_packed;
  GInputStream    *stream;
  GByteArray      *answer;
  gsize            answer_max;
  GTaskThreadFunc  read_answer;
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_clear_object (&exchange->session);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
  g_clear_pointer (&exchange->request, amia_sync_request_free);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_clear_pointer (&exchange->answer, g_byte_array_unref);
  g_free (exchange);
}

/* --- What came back ------------------------------------------------------------------------- */

static char *
dup_address (const Exchange *exchange)
{
  return g_uri_to_string_partial (soup_message_get_uri (exchange->message),
                                  G_URI_HIDE_PASSWORD | G_URI_HIDE_QUERY);
}

static AmiaTransportError
classify (const GError *cause)
{
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) ||
      g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return AMIA_TRANSPORT_ERROR_CERTIFICATE;
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS) ||
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
      g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
      g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    return AMIA_TRANSPORT_ERROR_NOT_OURS;
  return AMIA_TRANSPORT_ERROR_UNREACHABLE;
}

/* Takes @cause. A cancellation stays one: somebody wanted it. */
static void
return_io_error (GTask  *task,
                 GError *cause)
{
  g_autofree char *address = dup_address (g_task_get_task_data (task));
  GError          *error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, cause);
      return;
    }

  amia_http_answer_set_error (&error, classify (cause), address, cause->message);
  g_error_free (cause);
  g_task_return_error (task, error);
}

/* Borrows from @exchange and @address. */
static AmiaHttpAnswer
describe_answer (const Exchange *exchange,
                 const char     *address)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);

  return (AmiaHttpAnswer){
    .address = address,
    .status = soup_message_get_status (exchange->message),
    .type = soup_message_headers_get_content_type (headers, NULL),
    .retry_after = soup_message_headers_get_one (headers, "Retry-After"),
    .body = (const char *) exchange->answer->data,
    .length = exchange->answer->len,
  };
}

static void
read_login_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  g_autofree char     *address = dup_address (task_data);
  const AmiaHttpAnswer answer = describe_answer (task_data, address);
  GError              *error = NULL;
  AmiaLoginResponse   *response = amia_http_answer_read_login (&answer, &error);

  if (response == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, response, (GDestroyNotify) amia_login_response_free);
}

static void
read_sync_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  g_autofree char     *address = dup_address (task_data);
  const AmiaHttpAnswer answer = describe_answer (task_data, address);
  GError              *error = NULL;
  AmiaExchange        *exchange = amia_http_answer_read_sync (&answer, &error);

  if (exchange == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, exchange, (GDestroyNotify) amia_exchange_free);
}

static void
read_logout_thread (GTask        *task,
                    gpointer      source,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  g_autofree char     *address = dup_address (task_data);
  const AmiaHttpAnswer answer = describe_answer (task_data, address);
  GError              *error = NULL;

  if (amia_http_answer_read_logout (&answer, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- The way there and back ----------------------------------------------------------------- */

static void read_chunk (GTask *task);

static void
chunk_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError   *cause = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (exchange->stream, result, &cause);
  gsize         length;
  const guint8 *bytes;

  if (chunk == NULL)
    {
      return_io_error (task, cause);
      return;
    }

  bytes = g_bytes_get_data (chunk, &length);
  if (length == 0)
    {
      g_task_run_in_thread (task, exchange->read_answer);
      return;
    }
  if (exchange->answer->len + length > exchange->answer_max)
    {
      g_autofree char *address = dup_address (exchange);
      GError          *error = NULL;

      amia_http_answer_set_error (&error,
                                  AMIA_TRANSPORT_ERROR_NOT_OURS,
                                  address,
                                  "what answered is not an AMiA server (its answer is too long)");
      g_task_return_error (task, error);
      return;
    }

  g_byte_array_append (exchange->answer, bytes, (guint) length);
  read_chunk (g_steal_pointer (&task));
}

/* Takes @task. */
static void
read_chunk (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->stream,
                                   CHUNK_BYTES,
                                   g_task_get_priority (task),
                                   g_task_get_cancellable (task),
                                   chunk_read_cb,
                                   task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError   *cause = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &cause);
  if (exchange->stream == NULL)
    return_io_error (task, cause);
  else
    read_chunk (g_steal_pointer (&task));
}

/* Takes @task. */
static void
send_message (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  soup_message_set_request_body_from_bytes (exchange->message,
                                            "application/json",
                                            exchange->body);
  soup_session_send_async (exchange->session,
                           exchange->message,
                           g_task_get_priority (task),
                           g_task_get_cancellable (task),
                           sent_cb,
                           task);
}

static GBytes *
pack (GBytes       *body,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) gzip = NULL;
  g_autoptr (GOutputStream) packed = NULL;
  gsize       length;
  const void *bytes = g_bytes_get_data (body, &length);

  gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL));
  packed = g_converter_output_stream_new (memory, gzip);
  if (!g_output_stream_write_all (packed, bytes, length, NULL, cancellable, error) ||
      !g_output_stream_close (packed, cancellable, error))
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* The exchange waits for this thread and is its own meanwhile. */
static void
pack_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Exchange *exchange = g_task_get_task_data (task_data);
  g_autoptr (GBytes) plain = NULL;
  GError *error = NULL;

  if (exchange->body == NULL)
    exchange->body = amia_sync_request_encode (exchange->request);
  if (g_bytes_get_size (exchange->body) < AMIA_GZIP_BYTES_MIN)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  plain = g_steal_pointer (&exchange->body);
  exchange->body = pack (plain, cancellable, &error);
  exchange->is_packed = exchange->body != NULL;
  if (exchange->is_packed)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
packed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError   *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (exchange->is_packed)
    soup_message_headers_replace (soup_message_get_request_headers (exchange->message),
                                  "Content-Encoding",
                                  "gzip");
  send_message (g_steal_pointer (&task));
}

/* Takes @task. */
static void
pack_and_send (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GTask) packing = NULL;

  if (exchange->body != NULL && g_bytes_get_size (exchange->body) < AMIA_GZIP_BYTES_MIN)
    {
      send_message (task);
      return;
    }

  packing = g_task_new (NULL, g_task_get_cancellable (task), packed_cb, task);
  /* Even a cancelled thread is waited for: it works on the exchange. */
  g_task_set_task_data (packing, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (packing, pack_thread);
}

/* --- The request ---------------------------------------------------------------------------- */

static SoupMessage *
make_message (const char *url,
              const char *path,
              GError    **error)
{
  g_autoptr (GUri) uri = amia_server_address_join (url, path, error);
  SoupMessage *message;

  if (uri == NULL)
    return NULL;

  /* Every exchange of this protocol may be repeated, so an idle connection may be used again even
   * though it may just be closing. */
  message = soup_message_new_from_uri (SOUP_METHOD_POST, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  return message;
}

/* The message of a task, with who sends it. NULL if there is no such address: then the task has
 * been told. */
static SoupMessage *
begin_message (GTask      *task,
               const char *url,
               const char *path,
               const char *token)
{
  GError          *error = NULL;
  SoupMessage     *message = make_message (url, path, &error);
  g_autofree char *bearer = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;

  if (message == NULL)
    g_task_return_error (task, error);
  else if (bearer != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  "Authorization",
                                  bearer);
  return message;
}

static Exchange *
exchange_new (SoupSession    *session,
              SoupMessage    *message,
              GBytes         *body,
              gsize           answer_max,
              GTaskThreadFunc read_answer)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->session = g_object_ref (session);
  exchange->message = message;
  exchange->body = body;
  /* An empty array has no bytes at all, which a reader of texts would not take. */
  exchange->answer = g_byte_array_sized_new (CHUNK_BYTES);
  exchange->answer_max = answer_max;
  exchange->read_answer = read_answer;
  return exchange;
}

/* --- Virtual functions ---------------------------------------------------------------------- */

static void
amia_http_transport_login_async (AmiaTransport          *transport,
                                 const char             *url,
                                 const AmiaLoginRequest *request,
                                 GCancellable           *cancellable,
                                 GAsyncReadyCallback     callback,
                                 gpointer                user_data)
{
  AmiaHttpTransport *self = AMIA_HTTP_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  SoupMessage *message = begin_message (task, url, "/v1/login", NULL);
  char        *text;

  g_task_set_source_tag (task, amia_http_transport_login_async);
  if (message == NULL)
    return;

  text = amia_login_request_encode (request);
  g_task_set_task_data (task,
                        exchange_new (self->session,
                                      message,
                                      g_bytes_new_take (text, strlen (text)),
                                      AMIA_LOGIN_BYTES_MAX,
                                      read_login_thread),
                        (GDestroyNotify) exchange_free);
  pack_and_send (g_steal_pointer (&task));
}

static AmiaLoginResponse *
amia_http_transport_login_finish (AmiaTransport *transport,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
amia_http_transport_logout_async (AmiaTransport      *transport,
                                  const char         *url,
                                  const char         *token,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  AmiaHttpTransport *self = AMIA_HTTP_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  SoupMessage *message = begin_message (task, url, "/v1/logout", token);

  g_task_set_source_tag (task, amia_http_transport_logout_async);
  if (message == NULL)
    return;

  g_task_set_task_data (task,
                        exchange_new (self->session,
                                      message,
                                      g_bytes_new_static ("{}", 2),
                                      AMIA_LOGIN_BYTES_MAX,
                                      read_logout_thread),
                        (GDestroyNotify) exchange_free);
  pack_and_send (g_steal_pointer (&task));
}

static gboolean
amia_http_transport_logout_finish (AmiaTransport *transport,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
amia_http_transport_sync_async (AmiaTransport         *transport,
                                const char            *url,
                                const char            *token,
                                const AmiaSyncRequest *request,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  AmiaHttpTransport *self = AMIA_HTTP_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  SoupMessage *message = begin_message (task, url, "/v1/sync", token);
  Exchange    *exchange;

  g_task_set_source_tag (task, amia_http_transport_sync_async);
  if (message == NULL)
    return;

  exchange = exchange_new (request->wait_seconds > 0 ? self->poll_session : self->session,
                           message,
                           NULL,
                           AMIA_ANSWER_BYTES_MAX,
                           read_sync_thread);
  exchange->request = amia_sync_request_copy (request);
  /* A question without news is written faster than a thread is woken. */
  if (request->changes->len == 0)
    exchange->body = amia_sync_request_encode (request);
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  pack_and_send (g_steal_pointer (&task));
}

static AmiaExchange *
amia_http_transport_sync_finish (AmiaTransport *transport,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The object ----------------------------------------------------------------------------- */

static void
amia_http_transport_dispose (GObject *object)
{
  AmiaHttpTransport *self = AMIA_HTTP_TRANSPORT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->poll_session);

  G_OBJECT_CLASS (amia_http_transport_parent_class)->dispose (object);
}

static void
amia_http_transport_class_init (AmiaHttpTransportClass *klass)
{
  AmiaTransportClass *transport_class = AMIA_TRANSPORT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_http_transport_dispose;
  transport_class->login_async = amia_http_transport_login_async;
  transport_class->login_finish = amia_http_transport_login_finish;
  transport_class->logout_async = amia_http_transport_logout_async;
  transport_class->logout_finish = amia_http_transport_logout_finish;
  transport_class->sync_async = amia_http_transport_sync_async;
  transport_class->sync_finish = amia_http_transport_sync_finish;
}

static void
amia_http_transport_init (AmiaHttpTransport *self)
{
}

AmiaTransport *
amia_http_transport_new (const char *ca_file,
                         GError    **error)
{
  AmiaHttpTransport *self;
  g_autoptr (GTlsDatabase) authorities = NULL;

  if (!amia_http_authorities_load (ca_file, &authorities, error))
    return NULL;

  self = g_object_new (AMIA_TYPE_HTTP_TRANSPORT, NULL);
  self->session = amia_http_session_new (authorities, TIMEOUT_SECONDS);
  self->poll_session = amia_http_session_new (authorities, POLL_TIMEOUT_SECONDS);
  return AMIA_TRANSPORT (self);
}
