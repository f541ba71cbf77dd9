/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-gzip.h"
#include "server-client.h"

/* The server over HTTP, with clients that behave and clients that don't. */

static void
test_places (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint       status;
  } rows[] = {
    { "GET", "/health", 200 },
    { "GET", "/metrics", 200 },
    { "GET", "/", 404 },
    { "GET", "/v1", 404 },
    { "GET", "/v1/../health", 200 }, /* the same place, said the long way */
    { "GET", "/v1/..%2fhealth", 400 },
    { "GET", "/v1/..%2f..%2fetc/passwd", 400 },
    { "GET", "/health/x", 404 },
    { "POST", "/health", 405 },
    { "GET", "/v1/sync", 405 },
    { "DELETE", "/v1/login", 405 },
    { "POST", "/v1/sync", 401 },
    { "POST", "/v1/login", 400 },
  };
  g_autoptr (Host) host = host_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = NULL;

      g_test_message ("%s %s", rows[i].method, rows[i].path);
      reply = host_request (host, rows[i].method, rows[i].path, "", "", 0);
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }
}

static void
test_login (void)
{
  static const struct
  {
    const char *user;
    const char *password;
    guint       status;
    const char *code;
  } rows[] = {
    { "anna", "fel", 401, "unauthorized" },
    { "nobody", HOST_PASSWORD, 401, "unauthorized" },
    { "Anna", HOST_PASSWORD, 401, "unauthorized" },
    { "bertil", HOST_PASSWORD, 403, "forbidden" },
  };
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *first = host_login (host, "anna", 1);
  g_autofree char *second = NULL;
  g_autofree char *authorization = get_authorization (first);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaLoginRequest request = { (char *) rows[i].user, (char *) rows[i].password, { { 0 } } };
      g_autofree char *text = NULL;
      g_autoptr (Reply) reply = NULL;

      memset (request.device.bytes, 1, sizeof request.device.bytes);
      text = amia_login_request_encode (&request);
      reply = host_request (host, "POST", "/v1/login", "", text, strlen (text));
      assert_reply_problem (reply, rows[i].status, rows[i].code);
    }

  /* A new token ends the old one. */
  second = host_login (host, "anna", 1);
  g_assert_cmpstr (first, !=, second);
  {
    g_autoptr (AmiaSyncRequest) request = new_request (1);
    g_autoptr (GBytes) body = amia_sync_request_encode (request);
    g_autoptr (Reply) reply = host_request (host,
                                            "POST",
                                            "/v1/sync",
                                            authorization,
                                            g_bytes_get_data (body, NULL),
                                            g_bytes_get_size (body));

    assert_reply_problem (reply, 401, "unauthorized");
  }
}

static void
test_login_throttled (void)
{
  g_autoptr (Host) host = host_new (NULL);
  const AmiaLoginRequest wrong = { (char *) "anna", (char *) "fel", { { 1 } } };
  g_autofree char       *text = amia_login_request_encode (&wrong);
  g_autofree char       *other = NULL;
  g_autoptr (Reply) reply = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (Reply) refused = host_request (host, "POST", "/v1/login", "", text, strlen (text));

      assert_reply_problem (refused, 401, "unauthorized");
    }

  reply = host_request (host, "POST", "/v1/login", "", text, strlen (text));
  assert_reply_problem (reply, 429, "busy");
  g_assert_nonnull (strstr (reply->headers, "Retry-After: "));

  /* Somebody else is not kept out. */
  other = host_login (host, "bertil", 2);
  g_assert_nonnull (other);
}

static void
test_round (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autoptr (AmiaSyncRequest) request = new_request (2);
  g_autoptr (AmiaSyncResponse) response = NULL;

  host_found_case (host, anna);
  response = host_sync (host, bertil, request);
  g_assert_cmpuint (response->feed->len, ==, 1);
  g_assert_cmpuint (response->readers->len, ==, 1);
}

static void
test_other_device (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *authorization = get_authorization (anna);
  g_autoptr (AmiaSyncRequest) request = new_request (2);
  g_autoptr (GBytes) body = amia_sync_request_encode (request);
  g_autoptr (Reply) reply = host_request (host,
                                          "POST",
                                          "/v1/sync",
                                          authorization,
                                          g_bytes_get_data (body, NULL),
                                          g_bytes_get_size (body));

  assert_reply_problem (reply, 403, "forbidden");
}

static void
test_gzip (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *headers =
      g_strdup_printf ("Authorization: Bearer %s\r\nContent-Encoding: gzip\r\n"
                       "Accept-Encoding: gzip\r\n",
                       anna);
  g_autoptr (AmiaSyncRequest) request = new_request (1);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (Reply) reply = NULL;

  request_add_change (request, HOST_CASE_OPS);
  for (guint i = 0; i < 40; i++)
    request_add_change (request,
                        "[\"journal\",\"" HOST_CASE "\",null,\"text\",\"basics\",[],\"refused\"]");
  body = amia_sync_request_encode (request);
  packed = amia_gzip_deflate (body);
  reply = host_request (host,
                        "POST",
                        "/v1/sync",
                        headers,
                        g_bytes_get_data (packed, NULL),
                        g_bytes_get_size (packed));
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_nonnull (strstr (reply->headers, "Content-Encoding: gzip"));
  g_assert_cmpuint (g_bytes_get_size (reply->body), >, AMIA_GZIP_BYTES_MIN);
}

/* Bodies that are none, each with what is to be answered; the server goes on after each. */
static void
test_bad_bodies (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *zeros = g_malloc0 (64 * 1024 * 1024);
  g_autoptr (GBytes) plain = g_bytes_new_static (zeros, 64 * 1024 * 1024);
  g_autoptr (GBytes) bomb = amia_gzip_deflate (plain);
  const struct
  {
    const char *name;
    const char *encoding;
    const char *body;
    gsize       length;
    guint       status;
    const char *code;
  } rows[] = {
    { "nothing", "", "", 0, 400, "malformed" },
    { "rubbish", "", "\x01\x02\xff", 3, 400, "malformed" },
    { "a page", "", "<html></html>", 13, 400, "malformed" },
    { "another version", "", "{\"v\":9}", 7, 426, "schema" },
    { "not gzip", "Content-Encoding: gzip\r\n", "{\"v\":1}", 7, 400, "malformed" },
    { "cut gzip",
      "Content-Encoding: gzip\r\n",
      g_bytes_get_data (bomb, NULL),
      20,
      400,
      "malformed" },
    { "a bomb",
      "Content-Encoding: gzip\r\n",
      g_bytes_get_data (bomb, NULL),
      g_bytes_get_size (bomb),
      413,
      "too_large" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *headers =
          g_strdup_printf ("Authorization: Bearer %s\r\n%s", anna, rows[i].encoding);
      g_autoptr (Reply) reply = NULL;

      g_test_message ("%s", rows[i].name);
      reply = host_request (host, "POST", "/v1/sync", headers, rows[i].body, rows[i].length);
      assert_reply_problem (reply, rows[i].status, rows[i].code);
    }

  host_found_case (host, anna);
}

/* Looks like a token; whose it is is asked later than how large the body is. */
#define SOME_TOKEN         \
  "Authorization: Bearer " \
  "00000000000000000000000000000000000000000000000000000000000000ff\r\n"

/* Said beforehand, the body is not waited for. */
static void
test_too_large (void)
{
  AmiaHttpLimits limits = amia_http_default_limits;
  g_autoptr (Host) host = NULL;
  g_autofree char *body = g_strnfill (20000, ' ');
  g_autoptr (Reply) reply = NULL;
  g_autoptr (AmiaProblem) problem = NULL;

  limits.body_bytes_max = 10000;
  host = host_new (&limits);
  reply = host_request (host, "POST", "/v1/sync", SOME_TOKEN, body, strlen (body));
  assert_reply_problem (reply, 413, "too_large");
  problem = amia_problem_decode (g_bytes_get_data (reply->body, NULL),
                                 g_bytes_get_size (reply->body),
                                 NULL);
  g_assert_cmpint (problem->expect, ==, 10000);
}

/* Who has no token yet has little to say, and who shows none is not listened to. */
static void
test_too_large_without_token (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *body = g_strnfill (AMIA_LOGIN_BYTES_MAX + 1, ' ');
  g_autoptr (Reply) login = host_request (host, "POST", "/v1/login", "", body, strlen (body));
  g_autoptr (Reply) sync = host_request (host, "POST", "/v1/sync", "", body, strlen (body));
  g_autoptr (Reply) health = host_request (host, "GET", "/health", "", "x", 1);

  assert_reply_problem (login, 413, "too_large");
  assert_reply_problem (sync, 401, "unauthorized");
  assert_reply_problem (health, 413, "too_large");
}

/* Not said beforehand: it is cut off when it gets there, and the sender who does not stop is too.
 */
static void
test_too_large_in_chunks (void)
{
  AmiaHttpLimits limits = amia_http_default_limits;
  g_autoptr (Host) host = NULL;
  g_autoptr (GSocketConnection) polite = NULL;
  g_autoptr (GSocketConnection) rude = NULL;
  g_autofree char *chunk = g_strnfill (0x4000, ' ');
  g_autoptr (Reply) reply = NULL;

  limits.body_bytes_max = 10000;
  host = host_new (&limits);

  polite = host_connect (host);
  connection_send (polite,
                   "POST /v1/sync HTTP/1.1\r\nHost: test\r\n" SOME_TOKEN
                   "Transfer-Encoding: chunked\r\n\r\n4000\r\n",
                   -1);
  connection_send (polite, chunk, 0x4000);
  connection_send (polite, "\r\n0\r\n\r\n", -1);
  reply = connection_receive (polite);
  assert_reply_problem (reply, 413, "too_large");

  rude = host_connect (host);
  connection_send (rude,
                   "POST /v1/sync HTTP/1.1\r\nHost: test\r\n" SOME_TOKEN
                   "Transfer-Encoding: chunked\r\n\r\n",
                   -1);
  for (guint i = 0; i < 200; i++)
    {
      connection_send (rude, "4000\r\n", -1);
      connection_send (rude, chunk, 0x4000);
      connection_send (rude, "\r\n", -1);
    }
  g_assert_null (connection_receive (rude));

  /* The polite one goes by itself, or the server might let it go for its silence. */
  g_clear_object (&polite);
  host_await_metric (host, "amia_connections", 1);
}

static void
test_half_body (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autoptr (GSocketConnection) connection = host_connect (host);

  connection_send (connection,
                   "POST /v1/sync HTTP/1.1\r\nHost: test\r\n" SOME_TOKEN
                   "Content-Length: 1000\r\n\r\n{\"v\":1",
                   -1);
  g_clear_object (&connection);
  host_found_case (host, anna);
  host_await_metric (host, "amia_connections", 1);
}

static void
test_restart (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_autofree char *anna = host_login (host, "anna", 1);
  g_autofree char *bertil = host_login (host, "bertil", 2);
  g_autoptr (AmiaSyncRequest) request = new_request (2);
  g_autoptr (AmiaSyncResponse) response = NULL;

  host_found_case (host, anna);
  host_stop (host);
  host_start (host);
  response = host_sync (host, bertil, request);
  g_assert_cmpuint (response->feed->len, ==, 1);
}

static void
test_start_errors (void)
{
  static const struct
  {
    const char *db;
    const char *listen;
  } rows[] = {
    { "/nowhere/ledger.db", "127.0.0.1:0" },
    { NULL, "127.0.0.1" },
    { NULL, "localhost:99999" },
    { NULL, "192.0.2.1:80" },
  };
  g_autoptr (Host) host = host_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AmiaServerOptions options = { NULL };
      g_autoptr (GError) error = NULL;

      options.db = rows[i].db != NULL ? rows[i].db : host->path;
      options.listen = rows[i].listen;
      g_assert_null (amia_server_start (&options, &error));
      g_assert_nonnull (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/places", test_places);
  g_test_add_func ("/server/login/who-may", test_login);
  g_test_add_func ("/server/login/guessing-is-slowed-down", test_login_throttled);
  g_test_add_func ("/server/round/from-one-laptop-to-the-other", test_round);
  g_test_add_func ("/server/round/another-device", test_other_device);
  g_test_add_func ("/server/round/packed-both-ways", test_gzip);
  g_test_add_func ("/server/round/restart", test_restart);
  g_test_add_func ("/server/body/bad-ones", test_bad_bodies);
  g_test_add_func ("/server/body/too-large", test_too_large);
  g_test_add_func ("/server/body/too-large-without-token", test_too_large_without_token);
  g_test_add_func ("/server/body/too-large-in-chunks", test_too_large_in_chunks);
  g_test_add_func ("/server/body/half-of-it", test_half_body);
  g_test_add_func ("/server/start/errors", test_start_errors);

  return g_test_run ();
}
