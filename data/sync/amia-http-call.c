/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-http-call.h"

#include "amia-packer.h"

/* The way to the server and back. What comes back is bounded before it is read.
 *
 * Writing, packing, unpacking and reading a large page take longer than a frame; they are done on a
 * thread of GTask's pool. What is small is done faster than a thread is woken. */

#define CHUNK_BYTES (64 * 1024)
#define SMALL_BYTES (4 * 1024)

void
amia_http_call_free (AmiaHttpCall *call)
{
  g_clear_object (&call->session);
  g_clear_object (&call->message);
  g_clear_object (&call->stream);
  g_clear_pointer (&call->request, amia_sync_request_free);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->answer, g_byte_array_unref);
  g_free (call);
}

AmiaHttpCall *
amia_http_call_new (SoupSession    *session,
                    SoupMessage    *message,
                    GBytes         *body,
                    gsize           answer_max,
                    GTaskThreadFunc read_answer)
{
  AmiaHttpCall *call = g_new0 (AmiaHttpCall, 1);

  call->session = g_object_ref (session);
  call->message = message;
  call->body = body;
  /* An empty array has no bytes at all, which a reader of texts would not take. */
  call->answer = g_byte_array_sized_new (CHUNK_BYTES);
  call->answer_max = answer_max;
  call->read_answer = read_answer;
  return call;
}

char *
amia_http_call_dup_address (const AmiaHttpCall *call)
{
  return g_uri_to_string_partial (soup_message_get_uri (call->message),
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
  g_autofree char *address = amia_http_call_dup_address (g_task_get_task_data (task));
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

AmiaHttpAnswer
amia_http_call_describe (const AmiaHttpCall *call,
                         const char         *address)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);

  return (AmiaHttpAnswer){
    .address = address,
    .status = soup_message_get_status (call->message),
    .type = soup_message_headers_get_content_type (headers, NULL),
    .retry_after = soup_message_headers_get_one (headers, "Retry-After"),
    .body = (const char *) call->answer->data,
    .length = call->answer->len,
  };
}

/* --- The way there and back ----------------------------------------------------------------- */

static void read_chunk (GTask *task);

static void
chunk_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AmiaHttpCall *call = g_task_get_task_data (task);
  GError       *cause = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (call->stream, result, &cause);
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
      if (call->answer->len <= SMALL_BYTES)
        call->read_answer (task, g_task_get_source_object (task), call, NULL);
      else
        g_task_run_in_thread (task, call->read_answer);
      return;
    }
  if (call->answer->len + length > call->answer_max)
    {
      g_autofree char *address = amia_http_call_dup_address (call);
      GError          *error = NULL;

      amia_http_answer_set_error (&error,
                                  AMIA_TRANSPORT_ERROR_NOT_OURS,
                                  address,
                                  "what answered is not an AMiA server (its answer is too long)");
      g_task_return_error (task, error);
      return;
    }

  g_byte_array_append (call->answer, bytes, (guint) length);
  read_chunk (g_steal_pointer (&task));
}

/* Takes @task. */
static void
read_chunk (GTask *task)
{
  AmiaHttpCall *call = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (call->stream,
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
  AmiaHttpCall *call = g_task_get_task_data (task);
  GError       *cause = NULL;

  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &cause);
  if (call->stream == NULL)
    return_io_error (task, cause);
  else
    read_chunk (g_steal_pointer (&task));
}

/* A short question is of the one type that there is. */
static gboolean
is_short (const AmiaHttpCall *call)
{
  return call->request != NULL && call->request->use_mark;
}

/* Takes @task. */
static void
send_message (GTask *task)
{
  AmiaHttpCall *call = g_task_get_task_data (task);

  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (call->message,
                                              is_short (call) ? NULL : "application/json",
                                              call->body);
  soup_session_send_async (call->session,
                           call->message,
                           g_task_get_priority (task),
                           g_task_get_cancellable (task),
                           sent_cb,
                           task);
}

static GBytes *
pack (GBytes *body)
{
  g_autoptr (AmiaPacker) packer =
      amia_packer_new (g_bytes_get_size (body) <= AMIA_PACKED_WELL_MAX);

  return amia_packer_pack (packer, body);
}

static void
write_body (AmiaHttpCall *call)
{
  g_autoptr (GBytes) plain = NULL;

  if (call->body == NULL)
    call->body = amia_sync_request_encode (call->request);
  if (g_bytes_get_size (call->body) < AMIA_GZIP_BYTES_MIN)
    return;

  plain = g_steal_pointer (&call->body);
  call->body = pack (plain);
  call->is_packed = TRUE;
}

/* The call waits for this thread and is its own meanwhile. */
static void
pack_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  write_body (g_task_get_task_data (task_data));
  g_task_return_boolean (task, TRUE);
}

/* Takes @task. */
static void
send_written (GTask *task)
{
  AmiaHttpCall *call = g_task_get_task_data (task);

  if (call->is_packed)
    soup_message_headers_replace (soup_message_get_request_headers (call->message),
                                  "Content-Encoding",
                                  "gzip");
  send_message (task);
}

static void
packed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    send_written (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static gboolean
is_small (const AmiaHttpCall *call)
{
  gsize n_bytes = 0;

  if (call->body != NULL || call->request == NULL)
    return call->body == NULL || g_bytes_get_size (call->body) <= SMALL_BYTES;

  for (guint i = 0; i < call->request->changes->len && n_bytes <= SMALL_BYTES; i++)
    n_bytes += g_bytes_get_size (g_ptr_array_index (call->request->changes, i));
  return n_bytes <= SMALL_BYTES;
}

void
amia_http_call_send (GTask *task)
{
  AmiaHttpCall *call = g_task_get_task_data (task);
  g_autoptr (GTask) packing = NULL;

  if (call->body == NULL && call->request == NULL)
    {
      send_message (task);
      return;
    }
  if (is_small (call))
    {
      write_body (call);
      send_written (task);
      return;
    }

  packing = g_task_new (NULL, g_task_get_cancellable (task), packed_cb, task);
  /* Even a cancelled thread is waited for: it works on the call. */
  g_task_set_task_data (packing, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (packing, pack_thread);
}
