/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-listener.h"

#include <glib-unix.h>
#include <libpq-fe.h>
#include <string.h>

/* Notices between servers, by PostgreSQL's LISTEN and NOTIFY. A notice is lines of text: who sends
 * it, then "w USER" for each to be woken and "p USER" for each whose colleagues have come further.
 *
 * The listener has a connection of its own, and never waits for it: it is connecting, then it has
 * asked to listen, then it listens; a connection that breaks is made anew after a while. */

/* PostgreSQL takes less than 8000 bytes. */
#define NOTICE_BYTES_MAX 7999
#define RETRY_MS         1000

struct _AmiaListener
{
  char          *url;
  char          *own;
  AmiaNoticeFunc func;
  gpointer       user_data;
  PGconn        *connection;
  GSource       *source; /* the connection's socket, or the time until the next try */
  gboolean       is_connected;
};

/* Adds a line if it fits and leaves room for the one that stands for all. */
static gboolean
add_line (GString    *notice,
          char        kind,
          const char *user)
{
  if (notice->len + strlen (user) + strlen ("\nw *\nw ") > NOTICE_BYTES_MAX)
    return FALSE;

  g_string_append_printf (notice, "\n%c %s", kind, user);
  return TRUE;
}

char *
amia_listener_write (const char *own,
                     GPtrArray  *wake,
                     GPtrArray  *progress)
{
  g_autoptr (GString) notice = NULL;
  gboolean has_room = TRUE;

  g_return_val_if_fail (own != NULL, NULL);
  g_return_val_if_fail (wake != NULL, NULL);
  g_return_val_if_fail (progress != NULL, NULL);

  notice = g_string_new (own);
  for (guint i = 0; i < wake->len && has_room; i++)
    has_room = add_line (notice, 'w', g_ptr_array_index (wake, i));
  if (!has_room)
    {
      g_string_truncate (notice, strlen (own));
      has_room = add_line (notice, 'w', AMIA_USER_EVERYBODY);
    }

  for (guint i = 0; i < progress->len && has_room; i++)
    has_room = add_line (notice, 'p', g_ptr_array_index (progress, i));

  return g_string_free (g_steal_pointer (&notice), FALSE);
}

void
amia_listener_read (const char    *notice,
                    const char    *own,
                    AmiaNoticeFunc func,
                    gpointer       user_data)
{
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (notice != NULL);
  g_return_if_fail (own != NULL);
  g_return_if_fail (func != NULL);

  lines = g_strsplit (notice, "\n", -1);
  if (g_strcmp0 (lines[0], own) == 0)
    return;

  for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "w ") || g_str_has_prefix (lines[i], "p "))
        func (lines[i] + 2, lines[i][0] == 'p', user_data);
    }
}

static void watch (AmiaListener *listener,
                   GIOCondition  condition);
static void start (AmiaListener *listener);

static void
clear_source (AmiaListener *listener)
{
  if (listener->source == NULL)
    return;

  g_source_destroy (listener->source);
  g_clear_pointer (&listener->source, g_source_unref);
}

static gboolean
retry_cb (gpointer user_data)
{
  AmiaListener *listener = user_data;

  clear_source (listener);
  start (listener);
  return G_SOURCE_REMOVE;
}

static void
give_up_for_now (AmiaListener *listener)
{
  clear_source (listener);
  g_clear_pointer (&listener->connection, PQfinish);
  listener->is_connected = FALSE;

  listener->source = g_timeout_source_new (RETRY_MS);
  g_source_set_callback (listener->source, retry_cb, listener, NULL);
  g_source_attach (listener->source, g_main_context_get_thread_default ());
}

/* Goes on with connecting, as far as that is possible without waiting. */
static void
go_on_connecting (AmiaListener *listener)
{
  switch (PQconnectPoll (listener->connection))
    {
    case PGRES_POLLING_READING:
      watch (listener, G_IO_IN);
      break;
    case PGRES_POLLING_WRITING:
      watch (listener, G_IO_OUT);
      break;
    case PGRES_POLLING_OK:
      listener->is_connected = TRUE;
      if (PQsendQuery (listener->connection, "LISTEN amia") == 1)
        watch (listener, G_IO_IN);
      else
        give_up_for_now (listener);
      break;
    case PGRES_POLLING_FAILED:
    case PGRES_POLLING_ACTIVE:
    default:
      give_up_for_now (listener);
      break;
    }
}

/* Whether the server has just said that it will tell us everything from now on. */
static gboolean
take_answers (AmiaListener *listener)
{
  gboolean is_listening = FALSE;

  while (PQisBusy (listener->connection) == 0)
    {
      PGresult *result = PQgetResult (listener->connection);

      if (result == NULL)
        break;
      is_listening = PQresultStatus (result) == PGRES_COMMAND_OK;
      PQclear (result);
    }

  return is_listening;
}

static void
hear (AmiaListener *listener)
{
  PGnotify *notify;

  if (PQconsumeInput (listener->connection) == 0 ||
      PQstatus (listener->connection) == CONNECTION_BAD)
    {
      give_up_for_now (listener);
      return;
    }

  if (take_answers (listener))
    listener->func (AMIA_USER_EVERYBODY, FALSE, listener->user_data);

  while ((notify = PQnotifies (listener->connection)) != NULL)
    {
      amia_listener_read (notify->extra, listener->own, listener->func, listener->user_data);
      PQfreemem (notify);
    }
}

static gboolean
ready_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  AmiaListener *listener = user_data;

  if (listener->is_connected)
    hear (listener);
  else
    go_on_connecting (listener);

  /* A source that was replaced meanwhile is destroyed already. */
  return G_SOURCE_CONTINUE;
}

static void
watch (AmiaListener *listener,
       GIOCondition  condition)
{
  clear_source (listener);
  listener->source = g_unix_fd_source_new (PQsocket (listener->connection),
                                           condition | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (listener->source, G_SOURCE_FUNC (ready_cb), listener, NULL);
  g_source_attach (listener->source, g_main_context_get_thread_default ());
}

static void
start (AmiaListener *listener)
{
  /* A connection that was cut without a word is noticed within a minute. */
  const char *const keys[] = { "fallback_application_name",
                               "keepalives_idle",
                               "keepalives_interval",
                               "keepalives_count",
                               "dbname",
                               "client_encoding",
                               NULL };
  const char *const values[] = { "amia-server", "30", "10", "3", listener->url, "UTF8", NULL };

  listener->connection = PQconnectStartParams (keys, values, 1);
  if (PQstatus (listener->connection) == CONNECTION_BAD)
    give_up_for_now (listener);
  else
    watch (listener, G_IO_OUT);
}

AmiaListener *
amia_listener_new_postgres (const char    *url,
                            const char    *own,
                            AmiaNoticeFunc func,
                            gpointer       user_data)
{
  AmiaListener *listener;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (own != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  listener = g_new0 (AmiaListener, 1);
  listener->url = g_strdup (url);
  listener->own = g_strdup (own);
  listener->func = func;
  listener->user_data = user_data;
  start (listener);

  return listener;
}

void
amia_listener_free (AmiaListener *listener)
{
  if (listener == NULL)
    return;

  clear_source (listener);
  g_clear_pointer (&listener->connection, PQfinish);
  g_free (listener->url);
  g_free (listener->own);
  g_free (listener);
}
