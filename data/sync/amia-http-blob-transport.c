/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-http-blob-transport.h"

#include <libsoup/soup.h>
#include <string.h>

#include "amia-http-answer.h"
#include "amia-http-session.h"
#include "amia-server-address.h"

/* The exchanges of amia-blob-message.h over HTTP. As with the rounds (amia-http-transport.c), what
 * comes back is bounded before it is read, redirects are not followed, and what is not clearly an
 * AMiA server's answer is said to be somebody else's. */

#define TIMEOUT_SECONDS 60

/* One byte more than may come, to notice that more did. */
#define ANSWER_BYTES (AMIA_BLOB_PART_MAX + 1)

struct _AmiaHttpBlobTransport
{
  AmiaBlobTransport parent_instance;

  SoupSession *session;
};

G_DEFINE_FINAL_TYPE (AmiaHttpBlobTransport, amia_http_blob_transport, AMIA_TYPE_BLOB_TRANSPORT)

/* One exchange on its way; the data of its task. */
typedef struct
{
  SoupMessage  *message;
  GInputStream *stream;
  AmiaBlobVerb  verb;
  gint64        offset;
  gint64        length;
  guint8       *answer;
  gsize         answer_length;
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
  g_free (exchange->answer);
  g_free (exchange);
}

/* --- What came back ------------------------------------------------------------------------- */

static gboolean
fail_not_ours (const Exchange *exchange,
               GError        **error)
{
  g_autofree char *address = g_uri_to_string_partial (soup_message_get_uri (exchange->message),
                                                      G_URI_HIDE_PASSWORD | G_URI_HIDE_QUERY);

  amia_http_answer_set_error (error,
                              AMIA_TRANSPORT_ERROR_NOT_OURS,
                              address,
                              "what answered is not an AMiA server");
  return FALSE;
}

static gboolean
read_part (Exchange      *exchange,
           AmiaBlobReply *reply,
           GError       **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  AmiaBlobRange       range;

  if (!amia_blob_range_parse_content (soup_message_headers_get_one (headers, "Content-Range"),
                                      &range) ||
      range.first != exchange->offset || range.length != exchange->length ||
      (gsize) (range.last - range.first + 1) != exchange->answer_length)
    return fail_not_ours (exchange, error);

  reply->n_here = reply->length = range.length;
  reply->bytes =
      g_bytes_new_take (g_steal_pointer (&exchange->answer), exchange->answer_length);
  return TRUE;
}

static gboolean
read_fields (const Exchange *exchange,
             AmiaBlobReply  *reply,
             GError        **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);

  if (amia_blob_length_parse (soup_message_headers_get_one (headers, AMIA_BLOB_FIELD_OFFSET),
                              &reply->n_here) &&
      amia_blob_length_parse (soup_message_headers_get_one (headers, AMIA_BLOB_FIELD_LENGTH),
                              &reply->length))
    return TRUE;

  return fail_not_ours (exchange, error);
}

static gboolean
read_problem (const Exchange *exchange,
              AmiaBlobReply  *reply,
              GError        **error)
{
  SoupMessageHeaders  *headers = soup_message_get_response_headers (exchange->message);
  g_autofree char     *address = g_uri_to_string_partial (soup_message_get_uri (exchange->message),
                                                          G_URI_HIDE_PASSWORD | G_URI_HIDE_QUERY);
  const AmiaHttpAnswer answer = {
    .address = address,
    .status = soup_message_get_status (exchange->message),
    .type = soup_message_headers_get_content_type (headers, NULL),
    .retry_after = soup_message_headers_get_one (headers, "Retry-After"),
    .body = (const char *) exchange->answer,
    .length = exchange->answer_length,
  };
  g_autoptr (AmiaProblem) problem = NULL;

  /* The answer to HEAD has no body that could say who it is from. */
  if (exchange->verb == AMIA_BLOB_LOOK && answer.status == 404)
    {
      reply->outcome = AMIA_BLOB_MISSING;
      return TRUE;
    }

  problem = amia_http_answer_read_problem (&answer, error);
  if (problem == NULL)
    return FALSE;

  reply->n_here = problem->expect;
  if (strcmp (problem->code, "not_found") == 0)
    reply->outcome = AMIA_BLOB_MISSING;
  else if (strcmp (problem->code, "gap") == 0)
    reply->outcome = AMIA_BLOB_GAP;
  else if (strcmp (problem->code, "hash") == 0)
    reply->outcome = AMIA_BLOB_WRONG;
  else
    return fail_not_ours (exchange, error);

  return TRUE;
}

static void
answer_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  guint     status = soup_message_get_status (exchange->message);
  g_autoptr (AmiaBlobReply) reply = g_new0 (AmiaBlobReply, 1);
  g_autoptr (GError) cause = NULL;
  GError  *error = NULL;
  gboolean is_read;

  if (!g_input_stream_read_all_finish (
          G_INPUT_STREAM (source), result, &exchange->answer_length, &cause))
    {
      g_set_error (
          &error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_UNREACHABLE, "%s", cause->message);
      is_read = FALSE;
    }
  else if (exchange->answer_length == ANSWER_BYTES)
    is_read = fail_not_ours (exchange, &error);
  else if (status == 206 && exchange->verb == AMIA_BLOB_GET)
    is_read = read_part (exchange, reply, &error);
  else if (status == 200 && exchange->verb != AMIA_BLOB_GET)
    is_read = read_fields (exchange, reply, &error);
  else
    is_read = read_problem (exchange, reply, &error);

  if (is_read)
    g_task_return_pointer (
        task, g_steal_pointer (&reply), (GDestroyNotify) amia_blob_reply_free);
  else
    g_task_return_error (task, error);
}

/* A cancellation stays one: somebody wanted it. */
static GError *
describe_failure (const Exchange *exchange,
                  GError         *cause)
{
  gboolean is_certificate =
      g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_autofree char *address = NULL;
  GError          *error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  address = g_uri_to_string_partial (soup_message_get_uri (exchange->message),
                                     G_URI_HIDE_PASSWORD | G_URI_HIDE_QUERY);
  amia_http_answer_set_error (&error,
                              is_certificate ? AMIA_TRANSPORT_ERROR_CERTIFICATE
                                             : AMIA_TRANSPORT_ERROR_UNREACHABLE,
                              address,
                              cause->message);
  return error;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) cause = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &cause);
  if (exchange->stream == NULL)
    {
      g_task_return_error (task, describe_failure (exchange, cause));
      return;
    }

  exchange->answer = g_malloc (ANSWER_BYTES);
  g_input_stream_read_all_async (exchange->stream,
                                 exchange->answer,
                                 ANSWER_BYTES,
                                 g_task_get_priority (task),
                                 g_task_get_cancellable (task),
                                 answer_read_cb,
                                 g_object_ref (task));
}

/* --- The request ---------------------------------------------------------------------------- */

static void
write_range (SoupMessage           *message,
             const AmiaBlobRequest *request)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char    *text = NULL;

  if (request->verb == AMIA_BLOB_BRING)
    {
      AmiaBlobRange range = { request->offset,
                              request->offset + (gint64) g_bytes_get_size (request->bytes) - 1,
                              request->length };

      text = amia_blob_range_print_content (&range);
      soup_message_headers_replace (headers, "Content-Range", text);
      soup_message_set_request_body_from_bytes (
          message, "application/octet-stream", request->bytes);
    }
  else if (request->verb == AMIA_BLOB_GET)
    {
      text = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                              request->offset,
                              MIN (request->offset + (gint64) request->part_max,
                                   request->length) -
                                  1);
      soup_message_headers_replace (headers, "Range", text);
      soup_message_headers_replace (headers, "Accept-Encoding", "identity");
    }
}

static SoupMessage *
make_message (const char            *url,
              const char            *token,
              const AmiaBlobRequest *request,
              GError               **error)
{
  static const char *const methods[] = { "HEAD", "PUT", "GET" };
  g_autofree char         *path = amia_blob_path_print (&request->id);
  g_autofree char         *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (GUri) uri = amia_server_address_join (url, path, error);
  SoupMessage *message;

  if (uri == NULL)
    return NULL;

  message = soup_message_new_from_uri (methods[request->verb], uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  soup_message_headers_replace (
      soup_message_get_request_headers (message), "Authorization", bearer);
  write_range (message, request);
  return message;
}

static void
amia_http_blob_transport_exchange_async (AmiaBlobTransport     *transport,
                                         const char            *url,
                                         const char            *token,
                                         const AmiaBlobRequest *request,
                                         GCancellable          *cancellable,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data)
{
  AmiaHttpBlobTransport *self = AMIA_HTTP_BLOB_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError      *error = NULL;
  SoupMessage *message = make_message (url, token, request, &error);
  Exchange    *exchange;

  g_task_set_source_tag (task, amia_http_blob_transport_exchange_async);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  exchange = g_new0 (Exchange, 1);
  exchange->message = message;
  exchange->verb = request->verb;
  exchange->offset = request->offset;
  exchange->length = request->length;
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  soup_session_send_async (self->session,
                           message,
                           g_task_get_priority (task),
                           cancellable,
                           sent_cb,
                           g_object_ref (task));
}

static AmiaBlobReply *
amia_http_blob_transport_exchange_finish (AmiaBlobTransport *transport,
                                          GAsyncResult      *result,
                                          GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The object ----------------------------------------------------------------------------- */

static void
amia_http_blob_transport_dispose (GObject *object)
{
  g_clear_object (&AMIA_HTTP_BLOB_TRANSPORT (object)->session);
  G_OBJECT_CLASS (amia_http_blob_transport_parent_class)->dispose (object);
}

static void
amia_http_blob_transport_class_init (AmiaHttpBlobTransportClass *klass)
{
  AmiaBlobTransportClass *transport_class = AMIA_BLOB_TRANSPORT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amia_http_blob_transport_dispose;
  transport_class->exchange_async = amia_http_blob_transport_exchange_async;
  transport_class->exchange_finish = amia_http_blob_transport_exchange_finish;
}

static void
amia_http_blob_transport_init (AmiaHttpBlobTransport *self)
{
}

AmiaBlobTransport *
amia_http_blob_transport_new (const char *ca_file,
                              GError    **error)
{
  AmiaHttpBlobTransport *self;
  g_autoptr (GTlsDatabase) authorities = NULL;

  if (!amia_http_authorities_load (ca_file, &authorities, error))
    return NULL;

  self = g_object_new (AMIA_TYPE_HTTP_BLOB_TRANSPORT, NULL);
  self->session = amia_http_session_new (authorities, TIMEOUT_SECONDS);
  return AMIA_BLOB_TRANSPORT (self);
}
