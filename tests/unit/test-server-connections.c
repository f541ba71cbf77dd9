/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "server-client.h"

/* Connections to the server: answers that are held back, clients that are slow, many, or gone. */

static void
test_wakes (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autoptr (AmiaSyncRequest) poll = NULL;
  g_autoptr (GSocketConnection) connection = host_connect (host);
  g_autoptr (Reply) reply = NULL;

  poll = new_poll (host, bertil);
  send_poll (connection, bertil, poll);
  host_await_metric (host, "amia_waiting", 1);
  host_found_case (host, anna);

  reply = connection_receive (connection);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (host_get_metric (host, "amia_waiting"), ==, 0);
  g_assert_cmpuint (host_get_metric (host, "amia_changes_delivered_total"), ==, 1);
}

/* What Anna, on device 1, asks when she has got all there is. */
static AmiaSyncRequest *
new_question (Host       *host,
              const char *token)
{
  g_autoptr (AmiaSyncRequest) first = new_request (1);
  g_autoptr (AmiaSyncResponse) got = host_sync (host, token, first);
  AmiaSyncRequest *question = new_request (1);

  question->epoch = g_strdup (got->epoch);
  question->since = got->next;
  question->readers_hash = g_strdup (got->readers_hash);
  return question;
}

/* What Anna's laptop pushes it hears of with that answer; Bertil's is woken. */
static void
test_own_poll_is_left_waiting (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autoptr (AmiaSyncRequest) poll = new_poll (host, bertil);
  g_autoptr (AmiaSyncRequest) own_poll = new_question (host, anna);
  g_autoptr (GSocketConnection) connection = host_connect (host);
  g_autoptr (GSocketConnection) own_connection = host_connect (host);
  g_autoptr (Reply) reply = NULL;

  own_poll->wait_seconds = AMIA_WAIT_SECONDS_MAX;
  send_poll (connection, bertil, poll);
  send_poll (own_connection, anna, own_poll);
  host_await_metric (host, "amia_waiting", 2);
  host_found_case (host, anna);

  reply = connection_receive (connection);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (host_get_metric (host, "amia_waiting"), ==, 1);
}

/* Most rounds: nothing new, asked and said in short. */
static void
test_no_news_is_short (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *authorization = get_authorization (anna);
  g_autoptr (AmiaSyncRequest) question = new_question (host, anna);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (Reply) reply = NULL;

  question->use_mark = TRUE;
  question->page_max = AMIA_PAGE_CHANGES_START;
  body = amia_sync_request_encode (question);
  reply = host_request (host,
                        "POST",
                        "/v1/sync",
                        authorization,
                        g_bytes_get_data (body, NULL),
                        g_bytes_get_size (body));
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (body), <=, 110);
  g_assert_cmpuint (strlen (reply->headers) + g_bytes_get_size (reply->body), <=, 150);
}

static void
test_waits_no_longer_than_asked (void)
{
  AmiaHttpLimits limits = amia_http_default_limits;
  g_autoptr (Host) host = NULL;
  g_autofree char *bertil = NULL;
  g_autoptr (AmiaSyncRequest) poll = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;

  limits.wait_seconds_max = 1;
  host = host_new (&limits);
  bertil = host_login (host, "bertil", 2);
  poll = new_poll (host, bertil);
  response = host_sync (host, bertil, poll);
  g_assert_cmpuint (response->feed->len, ==, 0);
}

static void
test_too_many_wait (void)
{
  AmiaHttpLimits limits = amia_http_default_limits;
  g_autoptr (Host) host = NULL;
  g_autofree char *bertil = NULL;
  g_autoptr (AmiaSyncRequest) poll = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;

  limits.held_max = 0;
  host = host_new (&limits);
  bertil = host_login (host, "bertil", 2);
  poll = new_poll (host, bertil);
  response = host_sync (host, bertil, poll);
  g_assert_cmpuint (response->feed->len, ==, 0);
}

static void
test_gone_while_held (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autoptr (AmiaSyncRequest) poll = new_poll (host, bertil);
  g_autoptr (GSocketConnection) connection = host_connect (host);

  send_poll (connection, bertil, poll);
  host_await_metric (host, "amia_waiting", 1);
  g_clear_object (&connection);
  host_await_metric (host, "amia_waiting", 0);
  host_await_metric (host, "amia_connections", 1);
}

static void
test_stop_answers_those_who_wait (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autoptr (AmiaSyncRequest) poll = new_poll (host, bertil);
  g_autoptr (GSocketConnection) connection = host_connect (host);
  g_autoptr (Reply) reply = NULL;

  send_poll (connection, bertil, poll);
  host_await_metric (host, "amia_waiting", 1);
  host_stop (host);
  reply = connection_receive (connection);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

/* libsoup 3.2 alone would lose one for each. */
static void
test_descriptors (void)
{
  g_autoptr (Host) host = host_new (NULL);
  guint n_before;

  host_await_metric (host, "amia_connections", 1);
  n_before = count_descriptors ();
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GSocketConnection) connection = host_connect (host);

      for (guint j = 0; j < i % 3; j++)
        {
          g_autoptr (Reply) reply = NULL;

          send_request (connection, "GET", "/health", "", NULL, 0);
          reply = connection_receive (connection);
          g_assert_nonnull (reply);
        }
    }
  host_await_metric (host, "amia_connections", 1);
  g_assert_cmpuint (count_descriptors (), <=, n_before + 1);
}

/* Who says a little now and then, or nothing, is not waited for. */
static void
test_slow_clients (void)
{
  AmiaHttpLimits limits = amia_http_default_limits;
  g_autoptr (Host) host = NULL;
  g_autoptr (GSocketConnection) silent = NULL;
  g_autoptr (GSocketConnection) slow = NULL;
  g_autoptr (GSocketConnection) quiet = NULL;
  g_autoptr (Reply) reply = NULL;

  limits.request_seconds_max = 1;
  limits.quiet_seconds_max = 1;
  host = host_new (&limits);
  silent = host_connect (host);
  slow = host_connect (host);
  connection_send (slow, "POST /v1/sync HTTP/1.1\r\nHost:", -1);
  quiet = host_connect (host);
  send_request (quiet, "GET", "/health", "", NULL, 0);
  reply = connection_receive (quiet);
  g_assert_nonnull (reply);

  g_assert_null (connection_receive (silent));
  g_assert_null (connection_receive (slow));
  g_assert_null (connection_receive (quiet));
  host_await_metric (host, "amia_connections", 1);
}

/* The oldest make room, but not who waits for news. */
static void
test_too_many_connections (void)
{
  AmiaHttpLimits limits = amia_http_default_limits;
  g_autoptr (Host) host = NULL;
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnection) waiting = NULL;
  g_autoptr (AmiaSyncRequest) poll = NULL;
  g_autofree char *bertil = NULL;
  g_autoptr (Reply) reply = NULL;
  g_autoptr (Reply) poll_reply = NULL;

  limits.connections_max = 5;
  host = host_new (&limits);
  bertil = host_login (host, "bertil", 2);
  poll = new_poll (host, bertil);
  waiting = host_connect (host);
  send_poll (waiting, bertil, poll);
  host_await_metric (host, "amia_waiting", 1);
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (connections, host_connect (host));

  for (guint i = 0; i < 16; i++)
    g_assert_null (connection_receive (g_ptr_array_index (connections, i)));

  send_request (g_ptr_array_index (connections, 19), "GET", "/health", "", NULL, 0);
  reply = connection_receive (g_ptr_array_index (connections, 19));
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  host_stop (host);
  poll_reply = connection_receive (waiting);
  g_assert_nonnull (poll_reply);
  g_assert_cmpuint (poll_reply->status, ==, 200);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-connections/hold/wakes-when-there-is-news", test_wakes);
  g_test_add_func ("/server-connections/hold/own-poll-is-left-waiting",
                   test_own_poll_is_left_waiting);
  g_test_add_func ("/server-connections/no-news-is-short", test_no_news_is_short);
  g_test_add_func ("/server-connections/hold/no-longer-than-asked",
                   test_waits_no_longer_than_asked);
  g_test_add_func ("/server-connections/hold/too-many", test_too_many_wait);
  g_test_add_func ("/server-connections/hold/client-goes-away", test_gone_while_held);
  g_test_add_func ("/server-connections/hold/stop-answers-those-who-wait",
                   test_stop_answers_those_who_wait);
  g_test_add_func ("/server-connections/connections/no-descriptor-is-lost", test_descriptors);
  g_test_add_func ("/server-connections/connections/slow-clients", test_slow_clients);
  g_test_add_func ("/server-connections/connections/too-many", test_too_many_connections);

  return g_test_run ();
}
