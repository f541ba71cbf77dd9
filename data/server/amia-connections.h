/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AmiaConnections:
 *
 * Looks after the connections of a SoupServer: how many there may be, how long a request may take
 * to arrive, how long a quiet one is kept, that one whose other end has gone is let go of, and that
 * the server goes on listening after descriptors had run out. libsoup does none of this, and its
 * version 3.2 loses a file descriptor for each client that closes a connection between two
 * requests. Belongs to the server's thread.
 */
typedef struct _AmiaConnections AmiaConnections;

/**
 * AmiaConnectionLimits:
 * @n_max: how many connections there may be, at most as many as leave some of the process's
 *   descriptors; a further one takes the place of the one that has been without a turn longest
 * @request_seconds_max: how long a request may take to arrive, and its answer to be taken
 * @quiet_seconds_max: how long a connection may be without a request
 *
 * Bounds.
 */
typedef struct
{
  guint n_max;
  guint request_seconds_max;
  guint quiet_seconds_max;
} AmiaConnectionLimits;

/**
 * AmiaGoneFunc:
 * @socket: the connection
 * @user_data: what was given
 *
 * The other end has gone while an answer was held back.
 */
typedef void (*AmiaGoneFunc) (GSocket *socket,
                              gpointer user_data);

/**
 * amia_connections_new:
 * @server: a server without connections
 * @limits: bounds
 * @gone: called when a client goes away whose answer is held
 * @user_data: for @gone
 *
 * Returns: (transfer full): connections; free before @server
 */
AmiaConnections *amia_connections_new (SoupServer                 *server,
                                       const AmiaConnectionLimits *limits,
                                       AmiaGoneFunc                gone,
                                       gpointer                    user_data)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_connections_watch_door:
 * @connections: connections
 * @socket: what the server listens on, nonblocking
 * @options: how
 *
 * Sees to it that the server listens again when it stopped because a connection could not be
 * accepted.
 */
void amia_connections_watch_door (AmiaConnections        *connections,
                                  GSocket                *socket,
                                  SoupServerListenOptions options);

/**
 * amia_connections_hold:
 * @connections: connections
 * @socket: one whose request has arrived and whose answer will take a while
 *
 * The request is here, so that its time no longer runs; from now on it is noticed when the other
 * end goes.
 */
void amia_connections_hold (AmiaConnections *connections,
                            GSocket         *socket);

/**
 * amia_connections_answer:
 * @connections: connections
 * @socket: one whose answer is now being sent
 *
 * The other end has as long to take the answer as it had to send the request.
 */
void amia_connections_answer (AmiaConnections *connections,
                              GSocket         *socket);

/**
 * amia_connections_get_n:
 * @connections: connections
 *
 * Returns: how many there are
 */
guint amia_connections_get_n (const AmiaConnections *connections);

/**
 * amia_connections_free:
 * @connections: (transfer full) (nullable): connections
 *
 * Closes all of them.
 */
void amia_connections_free (AmiaConnections *connections);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaConnections, amia_connections_free)

G_END_DECLS
