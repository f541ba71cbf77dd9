/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-connections.h"

#include <sys/socket.h>

/* A connection is in one of three states, each with what ends it:
 *
 *   busy        a request is on its way, or    its time is up, or the other
 *               its answer is                  end goes before it has said a word
 *   held        the answer is held back        the other end goes
 *   quiet       between two requests           the other end goes, or its time is up
 *
 * Whether the other end has gone is seen by peeking: readable, but nothing to read. When there is
 * something, libsoup is about to read it (or TLS is, and then says goodbye); looking again at once
 * would only spin, so it is looked at again a little later, unless a request has begun by then.
 *
 * Closing the socket is enough: libsoup notices, and lets go of all that belongs to it. */

#define LOOK_AGAIN_SECONDS 1

typedef struct
{
  AmiaConnections *connections;
  GSocket         *socket;
  GSource         *watch;
  GSource         *look_again;
  GSource         *timer;
  gboolean         is_held;

  /* The request under way, to hear of its connection's end. */
  SoupServerMessage *message;
  gulong             disconnected_id;
} Connection;

struct _AmiaConnections
{
  SoupServer          *server;
  AmiaConnectionLimits limits;
  AmiaGoneFunc         gone;
  gpointer             user_data;
  GHashTable          *table; /* GSocket → Connection */
};

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_watching (Connection *connection)
{
  if (connection->message != NULL)
    g_signal_handler_disconnect (connection->message, connection->disconnected_id);
  g_clear_object (&connection->message);
  clear_source (&connection->watch);
  clear_source (&connection->look_again);
  clear_source (&connection->timer);
}

static void
free_connection (gpointer data)
{
  Connection *connection = data;

  stop_watching (connection);
  g_object_unref (connection->socket);
  g_free (connection);
}

static void
close_connection (Connection *connection)
{
  AmiaConnections *connections = connection->connections;
  gboolean         is_held = connection->is_held;
  g_autoptr (GSocket) socket = g_object_ref (connection->socket);

  g_hash_table_remove (connections->table, socket);

  /* Ignored: there is nothing to be done about a socket that does not close. */
  (void) g_socket_close (socket, NULL);
  if (is_held)
    connections->gone (socket, connections->user_data);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  close_connection (user_data);
  return G_SOURCE_REMOVE;
}

static GSource *
start_timer (guint       seconds,
             GSourceFunc callback,
             Connection *connection)
{
  GSource *source = g_timeout_source_new_seconds (seconds);

  g_source_set_callback (source, callback, connection, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void watch (Connection *connection);

static gboolean
look_again_cb (gpointer user_data)
{
  Connection *connection = user_data;

  clear_source (&connection->look_again);
  watch (connection);
  return G_SOURCE_REMOVE;
}

static gboolean
readable_cb (GSocket     *socket,
             GIOCondition condition,
             gpointer     user_data)
{
  Connection *connection = user_data;
  char        byte;

  if (g_socket_is_closed (socket) ||
      recv (g_socket_get_fd (socket), &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) == 0 ||
      (condition & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)) != 0)
    {
      close_connection (connection);
      return G_SOURCE_REMOVE;
    }

  clear_source (&connection->watch);
  connection->look_again = start_timer (LOOK_AGAIN_SECONDS, look_again_cb, connection);
  return G_SOURCE_REMOVE;
}

static void
watch (Connection *connection)
{
  g_assert (connection->watch == NULL);

  connection->watch = g_socket_create_source (connection->socket, G_IO_IN, NULL);
  g_source_set_callback (connection->watch, G_SOURCE_FUNC (readable_cb), connection, NULL);
  g_source_attach (connection->watch, g_main_context_get_thread_default ());
}

static Connection *
find_connection (AmiaConnections   *connections,
                 SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  return socket != NULL ? g_hash_table_lookup (connections->table, socket) : NULL;
}

static void
request_started_cb (AmiaConnections   *connections,
                    SoupServerMessage *message)
{
  Connection *connection = find_connection (connections, message);
  GSocket    *socket = soup_server_message_get_socket (message);

  if (socket == NULL)
    return;

  if (connection == NULL)
    {
      if (g_hash_table_size (connections->table) >= connections->limits.n_max)
        {
          (void) g_socket_close (socket, NULL);
          return;
        }
      connection = g_new0 (Connection, 1);
      connection->connections = connections;
      connection->socket = g_object_ref (socket);
      g_hash_table_insert (connections->table, socket, connection);
    }

  /* Of a client that goes before it has said a word nothing else is heard than this. */
  stop_watching (connection);
  connection->is_held = FALSE;
  connection->message = g_object_ref (message);
  connection->disconnected_id = g_signal_connect_swapped (message,
                                                          "disconnected",
                                                          G_CALLBACK (close_connection),
                                                          connection);
  connection->timer =
      start_timer (connections->limits.request_seconds_max, time_is_up_cb, connection);
}

static void
request_finished_cb (AmiaConnections   *connections,
                     SoupServerMessage *message)
{
  Connection *connection = find_connection (connections, message);

  if (connection == NULL)
    return;

  stop_watching (connection);
  connection->is_held = FALSE;
  connection->timer =
      start_timer (connections->limits.quiet_seconds_max, time_is_up_cb, connection);
  watch (connection);
}

static void
request_aborted_cb (AmiaConnections   *connections,
                    SoupServerMessage *message)
{
  Connection *connection = find_connection (connections, message);

  if (connection != NULL)
    close_connection (connection);
}

AmiaConnections *
amia_connections_new (SoupServer                 *server,
                      const AmiaConnectionLimits *limits,
                      AmiaGoneFunc                gone,
                      gpointer                    user_data)
{
  AmiaConnections *connections;

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);
  g_return_val_if_fail (limits != NULL, NULL);
  g_return_val_if_fail (gone != NULL, NULL);

  connections = g_new0 (AmiaConnections, 1);
  connections->server = g_object_ref (server);
  connections->limits = *limits;
  connections->gone = gone;
  connections->user_data = user_data;
  connections->table = g_hash_table_new_full (NULL, NULL, NULL, free_connection);

  g_signal_connect_swapped (server,
                            "request-started",
                            G_CALLBACK (request_started_cb),
                            connections);
  g_signal_connect_swapped (server,
                            "request-finished",
                            G_CALLBACK (request_finished_cb),
                            connections);
  g_signal_connect_swapped (server,
                            "request-aborted",
                            G_CALLBACK (request_aborted_cb),
                            connections);

  return connections;
}

void
amia_connections_hold (AmiaConnections *connections,
                       GSocket         *socket)
{
  Connection *connection;

  g_return_if_fail (connections != NULL);
  g_return_if_fail (G_IS_SOCKET (socket));

  connection = g_hash_table_lookup (connections->table, socket);
  if (connection == NULL || connection->is_held)
    return;

  stop_watching (connection);
  connection->is_held = TRUE;
  watch (connection);
}

void
amia_connections_answer (AmiaConnections *connections,
                         GSocket         *socket)
{
  Connection *connection;

  g_return_if_fail (connections != NULL);
  g_return_if_fail (G_IS_SOCKET (socket));

  connection = g_hash_table_lookup (connections->table, socket);
  if (connection == NULL)
    return;

  stop_watching (connection);
  connection->is_held = FALSE;
  connection->timer =
      start_timer (connections->limits.request_seconds_max, time_is_up_cb, connection);
}

guint
amia_connections_get_n (const AmiaConnections *connections)
{
  g_return_val_if_fail (connections != NULL, 0);

  return g_hash_table_size (connections->table);
}

void
amia_connections_free (AmiaConnections *connections)
{
  GHashTableIter iter;
  gpointer       socket;

  if (connections == NULL)
    return;

  g_signal_handlers_disconnect_by_data (connections->server, connections);
  g_hash_table_iter_init (&iter, connections->table);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    (void) g_socket_close (socket, NULL);

  g_hash_table_unref (connections->table);
  g_object_unref (connections->server);
  g_free (connections);
}
