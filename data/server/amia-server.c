/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-server.h"

#include <string.h>

#include "amia-address.h"
#include "amia-intake.h"
#include "amia-log.h"
#include "amia-sql-ledger.h"

/* The thread around AmiaHttp. Everything that can go wrong at the start is done by the caller, who
 * gets the error; the thread only serves. */

/* libsoup's own sockets have room for ten; a burst of laptops at eight in the morning has more. */
#define BACKLOG 1024

struct _AmiaServer
{
  GThread      *thread;
  GMainContext *context;
  GSocket      *socket;
  AmiaHttp     *http;
  char         *url;
  gboolean      is_stopping;
};

/* Splits `ADDRESS:PORT`. */
static GSocketAddress *
parse_address (const char *text,
               GError    **error)
{
  const char      *colon = strrchr (text, ':');
  g_autofree char *host = NULL;
  guint64          port;
  GSocketAddress  *address = NULL;

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      gsize length = (gsize) (colon - text);

      if (length >= 2 && text[0] == '[' && text[length - 1] == ']')
        host = g_strndup (text + 1, length - 2);
      else
        host = g_strndup (text, length);
      address = g_inet_socket_address_new_from_string (host, (guint) port);
    }

  if (address == NULL)
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_INVALID_ARGUMENT,
                 "Failed to listen: \"%s\" is not an address and a port, as in 127.0.0.1:8080",
                 text);
  return address;
}

static GSocket *
bind_socket (GSocketAddress *address,
             GError        **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP,
                                             error);

  if (socket == NULL)
    return NULL;

  /* So that whoever knocks and leaves holds up nobody. */
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_prefix_error (error, "Failed to listen: ");
      return NULL;
    }

  return g_steal_pointer (&socket);
}

static char *
get_socket_url (GSocket *socket,
                gboolean is_secure,
                GError **error)
{
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (socket, error);
  g_autofree char *host = NULL;
  GInetAddress    *address;
  guint            port;

  if (bound == NULL)
    return NULL;

  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (bound));
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  host = g_inet_address_to_string (address);
  return g_strdup_printf (
      g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? "%s://[%s]:%u" : "%s://%s:%u",
      is_secure ? "https" : "http",
      host,
      port);
}

static gpointer
serve (gpointer data)
{
  AmiaServer *server = data;

  g_main_context_push_thread_default (server->context);
  while (!server->is_stopping || !amia_http_is_idle (server->http))
    g_main_context_iteration (server->context, TRUE);

  /* What is not yet on its way to the other end: one more turn of the loop sends it. */
  while (g_main_context_iteration (server->context, FALSE))
    {
    }

  g_clear_pointer (&server->http, amia_http_free);
  while (g_main_context_iteration (server->context, FALSE))
    {
    }
  g_main_context_pop_thread_default (server->context);

  return NULL;
}

static gboolean
stop_cb (gpointer user_data)
{
  AmiaServer *server = user_data;

  server->is_stopping = TRUE;
  amia_http_stop (server->http);
  return G_SOURCE_REMOVE;
}

static void
free_server (AmiaServer *server)
{
  g_clear_pointer (&server->http, amia_http_free);
  g_clear_object (&server->socket);
  g_main_context_unref (server->context);
  g_free (server->url);
  g_free (server);
}

static void
tell_trouble (const AmiaServerOptions *options,
              const char              *note)
{
  g_autofree char *quoted = amia_log_quote (note);
  g_autofree char *line = g_strdup_printf ("event=trouble note=%s", quoted);

  if (options->log != NULL)
    options->log (line, options->user_data);
}

/* The ledger, and what its safeguard knows that it does not. */
static AmiaLedger *
open_ledger (const AmiaServerOptions *options,
             AmiaSafeguard          **safeguard,
             GError                 **error)
{
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (options->db, error);
  g_autofree char *note = NULL;
  gboolean         is_set_back;

  if (ledger == NULL || !amia_intake_note_sealed_blobs (ledger, error))
    return NULL;
  if (options->safeguard == NULL)
    return g_steal_pointer (&ledger);

  *safeguard = amia_safeguard_open (options->safeguard, ledger, &note, error);
  if (*safeguard == NULL ||
      !amia_safeguard_check (
          *safeguard, ledger, g_get_real_time () / 1000, &is_set_back, error))
    return NULL;

  if (note != NULL)
    tell_trouble (options, note);
  if (is_set_back)
    tell_trouble (options, "The ledger has less than its safeguard file tells of: it was set back, "
                           "and nothing is given out until laptops have brought back the rest");
  return g_steal_pointer (&ledger);
}

static gboolean
open_server (AmiaServer              *server,
             const AmiaServerOptions *options,
             GError                 **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GSocketAddress) address = parse_address (options->listen, error);
  g_autoptr (GPtrArray) proxies = NULL;
  g_autoptr (AmiaSafeguard) safeguard = NULL;
  AmiaLedger *ledger;

  if (address == NULL)
    return FALSE;

  proxies = amia_address_parse_proxies (options->trusted_proxies, error);
  if (proxies == NULL)
    return FALSE;

  if (options->tls_cert != NULL)
    {
      certificate = g_tls_certificate_new_from_files (options->tls_cert, options->tls_key, error);
      if (certificate == NULL)
        return FALSE;
    }

  ledger = open_ledger (options, &safeguard, error);
  if (ledger == NULL)
    return FALSE;

  server->socket = bind_socket (address, error);
  if (server->socket == NULL)
    {
      g_object_unref (ledger);
      return FALSE;
    }

  server->url = get_socket_url (server->socket, certificate != NULL, error);
  g_main_context_push_thread_default (server->context);
  server->http =
      amia_http_new (ledger,
                     server->socket,
                     certificate,
                     options->limits != NULL ? options->limits : &amia_http_default_limits,
                     options->log,
                     options->user_data,
                     error);
  g_main_context_pop_thread_default (server->context);
  if (server->http != NULL)
    amia_http_trust_proxies (server->http, proxies);
  if (server->http != NULL && safeguard != NULL)
    amia_http_take_safeguard (server->http, g_steal_pointer (&safeguard));

  return server->url != NULL && server->http != NULL;
}

AmiaServer *
amia_server_start (const AmiaServerOptions *options,
                   GError                 **error)
{
  AmiaServer *server;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (options->db != NULL, NULL);
  g_return_val_if_fail (options->listen != NULL, NULL);

  server = g_new0 (AmiaServer, 1);
  server->context = g_main_context_new ();
  if (!open_server (server, options, error))
    {
      free_server (server);
      return NULL;
    }

  server->thread = g_thread_new ("amia-server", serve, server);
  return server;
}

const char *
amia_server_get_url (const AmiaServer *server)
{
  g_return_val_if_fail (server != NULL, NULL);

  return server->url;
}

void
amia_server_stop (AmiaServer *server)
{
  g_autoptr (GSource) source = NULL;

  if (server == NULL)
    return;

  source = g_idle_source_new ();
  g_source_set_callback (source, stop_cb, server, NULL);
  g_source_attach (source, server->context);

  g_thread_join (server->thread);
  free_server (server);
}
