/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-http-transport.h"

#include <libsoup/soup.h>
#include <string.h>

#include "amia-http-answer.h"
#include "amia-http-call.h"
#include "amia-http-session.h"
#include "amia-server-address.h"

/* What is asked of a server, and what its answers are. Redirects are not followed (a token goes to
 * one address only), and what is not clearly an AMiA server's answer is said to be somebody else's:
 * a captive portal, a proxy's error page. */

#define TIMEOUT_SECONDS      30
#define POLL_TIMEOUT_SECONDS (AMIA_WAIT_SECONDS_MAX + TIMEOUT_SECONDS)

struct _AmiaHttpTransport
{
  AmiaTransport parent_instance;

  SoupSession *session;
  SoupSession *poll_session;
  gboolean     is_introduced; /* the server knows which program this is */
};

G_DEFINE_FINAL_TYPE (AmiaHttpTransport, amia_http_transport, AMIA_TYPE_TRANSPORT)

/* --- What came back ------------------------------------------------------------------------- */

static void
read_login_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  g_autofree char     *address = amia_http_call_dup_address (task_data);
  const AmiaHttpAnswer answer = amia_http_call_describe (task_data, address);
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
  g_autofree char     *address = amia_http_call_dup_address (task_data);
  const AmiaHttpAnswer answer = amia_http_call_describe (task_data, address);
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
  g_autofree char     *address = amia_http_call_dup_address (task_data);
  const AmiaHttpAnswer answer = amia_http_call_describe (task_data, address);
  GError              *error = NULL;

  if (amia_http_answer_read_logout (&answer, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
read_forgets_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  g_autofree char     *address = amia_http_call_dup_address (task_data);
  const AmiaHttpAnswer answer = amia_http_call_describe (task_data, address);
  GError              *error = NULL;
  AmiaForgetsResponse *response = amia_http_answer_read_forgets (&answer, &error);

  if (response == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, response, (GDestroyNotify) amia_forgets_response_free);
}

/* --- The request ---------------------------------------------------------------------------- */

static SoupMessage *
make_message (const char *method,
              const char *url,
              const char *path,
              GError    **error)
{
  g_autoptr (GUri) uri = amia_server_address_join (url, path, error);
  SoupMessage *message;

  if (uri == NULL)
    return NULL;

  /* Every exchange of this protocol may be repeated, so an idle connection may be used again even
   * though it may just be closing. */
  message = soup_message_new_from_uri (method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  return message;
}

/* The message of a task, with who sends it. NULL if there is no such address: then the task has
 * been told. */
static SoupMessage *
begin_message (GTask      *task,
               const char *method,
               const char *url,
               const char *path,
               const char *token)
{
  GError          *error = NULL;
  SoupMessage     *message = make_message (method, url, path, &error);
  g_autofree char *bearer = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;

  if (message == NULL)
    g_task_return_error (task, error);
  else if (bearer != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  "Authorization",
                                  bearer);
  return message;
}

/* A round goes without what says nothing: connections are kept in this protocol's HTTP anyway, and
 * who speaks is told once. libsoup adds both just before it sends. */
static void
starting_cb (AmiaHttpTransport *self,
             SoupMessage       *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_remove (headers, "Connection");
  if (self->is_introduced)
    soup_message_headers_remove (headers, "User-Agent");
}

static void
spare_headers (AmiaHttpTransport *self,
               SoupMessage       *message)
{
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Accept-Encoding",
                                "gzip");
  g_signal_connect_object (message,
                           "starting",
                           G_CALLBACK (starting_cb),
                           self,
                           G_CONNECT_SWAPPED);
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
  SoupMessage *message = begin_message (task, SOUP_METHOD_POST, url, "/v1/login", NULL);
  char        *text;

  g_task_set_source_tag (task, amia_http_transport_login_async);
  if (message == NULL)
    return;

  text = amia_login_request_encode (request);
  g_task_set_task_data (task,
                        amia_http_call_new (self->session,
                                            message,
                                            g_bytes_new_take (text, strlen (text)),
                                            AMIA_LOGIN_BYTES_MAX,
                                            read_login_thread),
                        (GDestroyNotify) amia_http_call_free);
  amia_http_call_send (g_steal_pointer (&task));
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
  SoupMessage *message = begin_message (task, SOUP_METHOD_POST, url, "/v1/logout", token);

  g_task_set_source_tag (task, amia_http_transport_logout_async);
  if (message == NULL)
    return;

  g_task_set_task_data (task,
                        amia_http_call_new (self->session,
                                            message,
                                            g_bytes_new_static ("{}", 2),
                                            AMIA_LOGIN_BYTES_MAX,
                                            read_logout_thread),
                        (GDestroyNotify) amia_http_call_free);
  amia_http_call_send (g_steal_pointer (&task));
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
  SoupMessage  *message = begin_message (task, SOUP_METHOD_POST, url, "/v1/sync", token);
  AmiaHttpCall *exchange;

  g_task_set_source_tag (task, amia_http_transport_sync_async);
  if (message == NULL)
    return;

  exchange = amia_http_call_new (request->wait_seconds > 0 ? self->poll_session : self->session,
                                 message,
                                 NULL,
                                 AMIA_ANSWER_BYTES_MAX,
                                 read_sync_thread);
  spare_headers (self, message);
  exchange->request = amia_sync_request_copy (request);
  g_task_set_task_data (task, exchange, (GDestroyNotify) amia_http_call_free);
  amia_http_call_send (g_steal_pointer (&task));
}

static AmiaExchange *
amia_http_transport_sync_finish (AmiaTransport *transport,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  AmiaExchange *exchange;

  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  exchange = g_task_propagate_pointer (G_TASK (result), error);
  if (exchange != NULL && exchange->response != NULL)
    AMIA_HTTP_TRANSPORT (transport)->is_introduced = TRUE;
  return exchange;
}

static void
amia_http_transport_forgets_async (AmiaTransport      *transport,
                                   const char         *url,
                                   const char         *token,
                                   const AmiaUuid     *case_id,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  AmiaHttpTransport *self = AMIA_HTTP_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *path =
      g_strconcat (AMIA_FORGETS_PATH "?case=", amia_uuid_print (case_id, text), NULL);
  SoupMessage *message = begin_message (task, SOUP_METHOD_GET, url, path, token);

  g_task_set_source_tag (task, amia_http_transport_forgets_async);
  if (message == NULL)
    return;

  g_task_set_task_data (task,
                        amia_http_call_new (self->session,
                                            message,
                                            NULL,
                                            AMIA_FORGETS_BYTES_MAX,
                                            read_forgets_thread),
                        (GDestroyNotify) amia_http_call_free);
  amia_http_call_send (g_steal_pointer (&task));
}

static AmiaForgetsResponse *
amia_http_transport_forgets_finish (AmiaTransport *transport,
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
  transport_class->forgets_async = amia_http_transport_forgets_async;
  transport_class->forgets_finish = amia_http_transport_forgets_finish;
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
