/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-connections.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* A connection is in one of three states, each with what ends it:
 *
 *   busy        a request is on its way, or    its time is up, or the other
 *               its answer is                  end goes before it has said a word
 *   held        the answer is held back        the other end goes
 *   quiet       between two requests           the other end goes, or its time is up
 *
 * All of them are looked through once a second, a part at a time. Watching each by a source of its
 * own would notice sooner, but GLib's loop polls all its sources at every turn: a thousand laptops
 * that wait would slow down each other's waking.
 *
 * Whether the other end has gone is seen by peeking: nothing more will come. Closing the socket is
 * enough: libsoup notices, and lets go of all that belongs to it.
 *
 * When there are as many as there may be, a new one takes the place of the one that has had its
 * turn longest and is not held. Whoever fills the server with connections that say nothing pushes
 * out only those: a laptop's request is through long before it is the oldest.
 *
 * libsoup stops listening for good when one accept () fails, as it does when descriptors run out.
 * So no more connections are let in than leave some for the ledger's files; and if it happens all
 * the same, it is seen by somebody knocking and nobody having come in for a while, and the server
 * is made to listen again. */

#define N_PARTS 8
#define PART_MS (1000 / N_PARTS)

/* Descriptors that are not for connections: the ledger, its log and temporary files, pipes. */
#define OTHER_FILES_MAX 100

/* Looks at the door in a row at which somebody waited and nobody had come in. */
#define DEAF_LOOKS 3

typedef enum
{
  BUSY,
  HELD,
  QUIET,
} State;

typedef struct
{
  AmiaConnections *connections;
  GSocket         *socket;
  State            state;
  guint            part;
  gint64           until_us; /* G_MAXINT64 for as long as it takes */
  GList            link;     /* among those that may have to make room; not while it is held */

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
  GSource             *timer;
  GQueue               turns;     /* of Connection, by how long ago they had their turn */
  guint                part;      /* the one to look through next */
  guint                next_part; /* of the next connection */

  GSocket                *door; /* NULL while there is none to watch */
  SoupServerListenOptions door_options;
  gboolean                has_come_in; /* since the last look at the door */
  guint                   n_deaf_looks;
};

static void
set_state (Connection *connection,
           State       state,
           guint       seconds)
{
  if (connection->message != NULL)
    g_signal_handler_disconnect (connection->message, connection->disconnected_id);
  g_clear_object (&connection->message);

  if (connection->state != HELD)
    g_queue_unlink (&connection->connections->turns, &connection->link);
  if (state != HELD)
    g_queue_push_tail_link (&connection->connections->turns, &connection->link);

  connection->state = state;
  connection->until_us = seconds == G_MAXUINT ? G_MAXINT64
                                              : g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
}

static void
free_connection (gpointer data)
{
  Connection *connection = data;

  set_state (connection, HELD, G_MAXUINT);
  g_object_unref (connection->socket);
  g_free (connection);
}

static void
close_connection (Connection *connection)
{
  AmiaConnections *connections = connection->connections;
  gboolean         is_held = connection->state == HELD;
  g_autoptr (GSocket) socket = g_object_ref (connection->socket);

  g_hash_table_remove (connections->table, socket);

  /* Ignored: there is nothing to be done about a socket that does not close. */
  (void) g_socket_close (socket, NULL);
  if (is_held)
    connections->gone (socket, connections->user_data);
}

static gboolean
is_gone (const Connection *connection)
{
  char byte;

  if (g_socket_is_closed (connection->socket))
    return TRUE;
  if (connection->state == BUSY)
    return FALSE;

  return recv (g_socket_get_fd (connection->socket), &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) ==
         0;
}

/* Has libsoup stopped listening? Then it listens again, as soon as there is a descriptor for
 * whoever comes in. */
static void
look_at_door (AmiaConnections *connections)
{
  gboolean somebody_waits = g_socket_condition_check (connections->door, G_IO_IN) == G_IO_IN;
  int      spare;

  connections->n_deaf_looks =
      somebody_waits && !connections->has_come_in ? connections->n_deaf_looks + 1 : 0;
  connections->has_come_in = FALSE;
  if (connections->n_deaf_looks < DEAF_LOOKS)
    return;

  spare = dup (g_socket_get_fd (connections->door));
  if (spare < 0)
    return;

  (void) close (spare);
  connections->n_deaf_looks = 0;
  /* Ignored: the next look finds out. */
  (void) !soup_server_listen_socket (connections->server,
                                     connections->door,
                                     connections->door_options,
                                     NULL);
}

static gboolean
look_through_cb (gpointer user_data)
{
  AmiaConnections *connections = user_data;
  g_autoptr (GPtrArray) over = g_ptr_array_new ();
  gint64         now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, connections->table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Connection *connection = value;

      if (connection->part == connections->part &&
          (connection->until_us <= now_us || is_gone (connection)))
        g_ptr_array_add (over, value);
    }
  connections->part = (connections->part + 1) % N_PARTS;

  for (guint i = 0; i < over->len; i++)
    close_connection (g_ptr_array_index (over, i));
  if (connections->door != NULL && !g_socket_is_closed (connections->door))
    look_at_door (connections);
  return G_SOURCE_CONTINUE;
}

static Connection *
find_connection (AmiaConnections   *connections,
                 SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  return socket != NULL ? g_hash_table_lookup (connections->table, socket) : NULL;
}

static Connection *
add_connection (AmiaConnections *connections,
                GSocket         *socket)
{
  Connection *connection;

  if (g_hash_table_size (connections->table) >= connections->limits.n_max)
    {
      connection = g_queue_peek_head (&connections->turns);
      if (connection == NULL)
        {
          (void) g_socket_close (socket, NULL);
          return NULL;
        }
      close_connection (connection);
    }

  connection = g_new0 (Connection, 1);
  connection->connections = connections;
  connection->socket = g_object_ref (socket);
  connection->state = HELD;
  connection->link.data = connection;
  connection->part = connections->next_part++ % N_PARTS;
  g_hash_table_insert (connections->table, socket, connection);
  return connection;
}

static void
request_started_cb (AmiaConnections   *connections,
                    SoupServerMessage *message)
{
  Connection *connection = find_connection (connections, message);
  GSocket    *socket = soup_server_message_get_socket (message);

  connections->has_come_in = TRUE;
  if (socket == NULL)
    return;
  if (connection == NULL)
    connection = add_connection (connections, socket);
  if (connection == NULL)
    return;

  /* Of a client that goes before it has said a word nothing else is heard than this. */
  set_state (connection, BUSY, connections->limits.request_seconds_max);
  connection->message = g_object_ref (message);
  connection->disconnected_id = g_signal_connect_swapped (message,
                                                          "disconnected",
                                                          G_CALLBACK (close_connection),
                                                          connection);
}

static void
request_finished_cb (AmiaConnections   *connections,
                     SoupServerMessage *message)
{
  Connection *connection = find_connection (connections, message);

  if (connection != NULL)
    set_state (connection, QUIET, connections->limits.quiet_seconds_max);
}

static void
request_aborted_cb (AmiaConnections   *connections,
                    SoupServerMessage *message)
{
  Connection *connection = find_connection (connections, message);

  if (connection != NULL)
    close_connection (connection);
}

/* As many as were asked for, or as there are descriptors for. */
static guint
bound_connections (guint n_max)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return n_max;
  if (limit.rlim_cur < 2 * OTHER_FILES_MAX)
    return MIN (n_max, MAX (1, (guint) limit.rlim_cur / 2));

  return (guint) MIN ((rlim_t) n_max, limit.rlim_cur - OTHER_FILES_MAX);
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
  connections->limits.n_max = bound_connections (limits->n_max);
  g_queue_init (&connections->turns);
  connections->gone = gone;
  connections->user_data = user_data;
  connections->table = g_hash_table_new_full (NULL, NULL, NULL, free_connection);
  connections->timer = g_timeout_source_new (PART_MS);
  g_source_set_callback (connections->timer, look_through_cb, connections, NULL);
  g_source_attach (connections->timer, g_main_context_get_thread_default ());

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
amia_connections_watch_door (AmiaConnections        *connections,
                             GSocket                *socket,
                             SoupServerListenOptions options)
{
  g_return_if_fail (connections != NULL);
  g_return_if_fail (G_IS_SOCKET (socket));

  g_set_object (&connections->door, socket);
  connections->door_options = options;
}

void
amia_connections_hold (AmiaConnections *connections,
                       GSocket         *socket)
{
  Connection *connection;

  g_return_if_fail (connections != NULL);
  g_return_if_fail (G_IS_SOCKET (socket));

  connection = g_hash_table_lookup (connections->table, socket);
  if (connection != NULL)
    set_state (connection, HELD, G_MAXUINT);
}

void
amia_connections_answer (AmiaConnections *connections,
                         GSocket         *socket)
{
  Connection *connection;

  g_return_if_fail (connections != NULL);
  g_return_if_fail (G_IS_SOCKET (socket));

  connection = g_hash_table_lookup (connections->table, socket);
  if (connection != NULL)
    set_state (connection, BUSY, connections->limits.request_seconds_max);
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

  g_source_destroy (connections->timer);
  g_source_unref (connections->timer);
  g_hash_table_unref (connections->table);
  g_clear_object (&connections->door);
  g_object_unref (connections->server);
  g_free (connections);
}
