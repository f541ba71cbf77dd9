/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-client.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-gzip.h"
#include "amia-ledger-accounts.h"
#include "amia-password.h"
#include "amia-sql-ledger.h"
#include "ledger-place.h"

#define ANSWER_SECONDS_MAX 20

void
reply_free (Reply *reply)
{
  g_free (reply->headers);
  g_bytes_unref (reply->body);
  g_free (reply);
}

static void
add_accounts (const char *path)
{
  static const char *const names[] = { "anna", "FK", "bertil", "AF" };
  static char             *hash = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (path, &error);

  g_assert_no_error (error);
  if (hash == NULL)
    hash = amia_password_hash (HOST_PASSWORD);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i += 2)
    {
      const AmiaAccount account = { (char *) names[i],
                                    (char *) names[i + 1],
                                    (char *) "caseworker",
                                    hash };

      g_assert_true (amia_ledger_begin (ledger, &error));
      g_assert_true (amia_ledger_add_account (ledger, &account, &error));
      g_assert_true (amia_ledger_commit (ledger, &error));
    }
}

void
host_start (Host *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnectable) address = NULL;
  g_autoptr (GSocketAddressEnumerator) addresses = NULL;
  AmiaServerOptions options = { NULL };

  options.db = host->path;
  options.listen = "127.0.0.1:0";
  options.limits = &host->limits;
  host->server = amia_server_start (&options, &error);
  g_assert_no_error (error);

  address = g_network_address_parse_uri (amia_server_get_url (host->server), 80, &error);
  g_assert_no_error (error);
  addresses = g_socket_connectable_enumerate (address);
  g_clear_object (&host->address);
  host->address =
      G_INET_SOCKET_ADDRESS (g_socket_address_enumerator_next (addresses, NULL, &error));
  g_assert_no_error (error);
}

void
host_stop (Host *host)
{
  g_clear_pointer (&host->server, amia_server_stop);
}

Host *
host_new (const AmiaHttpLimits *limits)
{
  g_autoptr (GError) error = NULL;
  Host *host = g_new0 (Host, 1);

  host->directory = g_dir_make_tmp ("amia-host-XXXXXX", &error);
  g_assert_no_error (error);
  host->path = ledger_place_new (NULL);
  host->limits = limits != NULL ? *limits : amia_http_default_limits;
  add_accounts (host->path);
  host_start (host);

  return host;
}

void
host_free (Host *host)
{
  host_stop (host);
  ledger_place_free (host->path);
  (void) g_rmdir (host->directory);
  g_clear_object (&host->address);
  g_free (host->directory);
  g_free (host);
}

GSocketConnection *
host_connect (Host *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, ANSWER_SECONDS_MAX);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (host->address), NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* A server that closes before all is sent is not the test's trouble. */
void
connection_send (GSocketConnection *connection,
                 const char        *bytes,
                 gssize             length)
{
  (void) g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                    bytes,
                                    length < 0 ? strlen (bytes) : (gsize) length,
                                    NULL,
                                    NULL,
                                    NULL);
}

static gsize
get_content_length (const char *headers)
{
  const char *at = strstr (headers, "Content-Length: ");

  return at != NULL ? (gsize) g_ascii_strtoull (at + strlen ("Content-Length: "), NULL, 10) : 0;
}

Reply *
connection_receive (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) headers = g_string_new (NULL);
  g_autofree char *body = NULL;
  g_autoptr (Reply) reply = NULL;
  gsize length;
  gsize n_read;
  char  byte;

  while (!g_str_has_suffix (headers->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (stream, &byte, 1, NULL, NULL) <= 0)
        return NULL;
      g_string_append_c (headers, byte);
    }

  length = get_content_length (headers->str);
  body = g_malloc (length + 1);
  if (!g_input_stream_read_all (stream, body, length, &n_read, NULL, NULL) || n_read != length)
    return NULL;

  reply = g_new0 (Reply, 1);
  reply->status = (guint) g_ascii_strtoull (headers->str + strlen ("HTTP/1.1 "), NULL, 10);
  reply->headers = g_strdup (headers->str);
  reply->body = g_bytes_new (body, length);
  reply->body_length = length;
  if (strstr (headers->str, "Content-Encoding: gzip") != NULL)
    {
      g_autoptr (GBytes) packed = g_steal_pointer (&reply->body);

      reply->body = amia_gzip_inflate (packed, AMIA_ANSWER_BYTES_MAX, NULL);
      g_assert_nonnull (reply->body);
    }

  return g_steal_pointer (&reply);
}

void
send_request (GSocketConnection *connection,
              const char        *method,
              const char        *path,
              const char        *headers,
              const char        *body,
              gsize              body_length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: test\r\n", method, path);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", body_length);
  g_string_append_printf (text, "%s\r\n", headers);
  if (body != NULL)
    g_string_append_len (text, body, (gssize) body_length);
  connection_send (connection, text->str, (gssize) text->len);
}

Reply *
host_request (Host       *host,
              const char *method,
              const char *path,
              const char *headers,
              const char *body,
              gsize       body_length)
{
  g_autoptr (GSocketConnection) connection = host_connect (host);

  send_request (connection, method, path, headers, body, body_length);
  return connection_receive (connection);
}

static guint64
read_metric (GSocketConnection *connection,
             const char        *name)
{
  g_autoptr (Reply) reply = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = g_strdup_printf ("\n%s ", name);
  const char      *at;

  send_request (connection, "GET", "/metrics", "", NULL, 0);
  reply = connection_receive (connection);
  g_assert_nonnull (reply);
  text = g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  at = strstr (text, line);
  g_assert_nonnull (at);
  return g_ascii_strtoull (at + strlen (line), NULL, 10);
}

guint64
host_get_metric (Host       *host,
                 const char *name)
{
  g_autoptr (GSocketConnection) connection = host_connect (host);

  return read_metric (connection, name);
}

void
host_await_metric (Host       *host,
                   const char *name,
                   guint64     value)
{
  g_autoptr (GSocketConnection) connection = host_connect (host);
  gint64 until_us = g_get_monotonic_time () + ANSWER_SECONDS_MAX * G_USEC_PER_SEC;

  while (read_metric (connection, name) != value)
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
}

char *
get_authorization (const char *token)
{
  return g_strdup_printf ("Authorization: Bearer %s\r\n", token);
}

char *
host_login (Host       *host,
            const char *user,
            guint8      device)
{
  g_autoptr (GError) error = NULL;
  AmiaLoginRequest request = { (char *) user, (char *) HOST_PASSWORD, { { 0 } } };
  g_autofree char *text = NULL;
  g_autoptr (Reply) reply = NULL;
  g_autoptr (AmiaLoginResponse) response = NULL;

  memset (request.device.bytes, device, sizeof request.device.bytes);
  text = amia_login_request_encode (&request);
  reply = host_request (host, "POST", "/v1/login", "", text, strlen (text));
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);

  response = amia_login_response_decode (g_bytes_get_data (reply->body, NULL),
                                         g_bytes_get_size (reply->body),
                                         &error);
  g_assert_no_error (error);
  return g_steal_pointer (&response->token);
}

AmiaSyncRequest *
new_request (guint8 device)
{
  AmiaSyncRequest *request = amia_sync_request_new ();

  memset (request->device.bytes, device, sizeof request->device.bytes);
  return request;
}

AmiaSyncResponse *
host_sync (Host            *host,
           const char      *token,
           AmiaSyncRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *authorization = get_authorization (token);
  g_autoptr (GBytes) body = amia_sync_request_encode (request);
  g_autoptr (Reply) reply = NULL;
  AmiaSyncResponse *response;
  gsize             length;
  const char       *text = g_bytes_get_data (body, &length);

  reply = host_request (host, "POST", "/v1/sync", authorization, text, length);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  response = amia_sync_response_decode (g_bytes_get_data (reply->body, NULL),
                                        g_bytes_get_size (reply->body),
                                        &error);
  g_assert_no_error (error);
  return response;
}

void
assert_reply_problem (const Reply *reply,
                      guint        status,
                      const char  *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaProblem) problem = NULL;

  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, status);
  problem = amia_problem_decode (g_bytes_get_data (reply->body, NULL),
                                 g_bytes_get_size (reply->body),
                                 &error);
  g_assert_no_error (error);
  g_assert_cmpstr (problem->code, ==, code);
}

void
request_add_change (AmiaSyncRequest *request,
                    const char      *ops)
{
  char *text = g_strdup_printf ("{\"h\":\"018f3a5b7c000001\",\"ops\":[%s]}", ops);

  g_ptr_array_add (request->changes, g_bytes_new_take (text, strlen (text)));
}

void
host_found_case (Host       *host,
                 const char *token)
{
  g_autoptr (AmiaSyncRequest) request = new_request (1);
  g_autoptr (AmiaSyncResponse) response = NULL;

  request_add_change (request, HOST_CASE_OPS);
  response = host_sync (host, token, request);
  g_assert_cmpint (response->ack, ==, 1);
  g_assert_cmpuint (response->refused->len, ==, 0);
}

AmiaSyncRequest *
new_poll (Host       *host,
          const char *token)
{
  g_autoptr (AmiaSyncRequest) first = new_request (2);
  AmiaSyncRequest *poll = new_request (2);
  g_autoptr (AmiaSyncResponse) got = host_sync (host, token, first);

  poll->epoch = g_strdup (got->epoch);
  poll->since = got->next;
  poll->wait_seconds = AMIA_WAIT_SECONDS_MAX;
  poll->readers_hash = g_strdup (got->readers_hash);
  return poll;
}

void
send_poll (GSocketConnection     *connection,
           const char            *token,
           const AmiaSyncRequest *request)
{
  g_autofree char *authorization = get_authorization (token);
  g_autoptr (GBytes) body = amia_sync_request_encode (request);
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);

  send_request (connection, "POST", "/v1/sync", authorization, text, length);
}
