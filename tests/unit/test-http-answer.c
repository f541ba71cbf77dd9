/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-http-answer.h"

/* What each answer means, by a table: ours, a portal's, a proxy's, a broken server's. */

#define PROBLEM(code) "{\"v\":1,\"problem\":\"" code "\",\"expect\":7,\"epoch\":null}"
#define PAGE          "<html><body>Logga in</body></html>"
#define JSON          "application/json"
#define HTML          "text/html"

#define TAKEN -1 /* an exchange came of it */

typedef struct
{
  const char *name;
  guint       status;
  const char *type;
  const char *body;
  int         code; /* an AmiaTransportError, or TAKEN */
  const char *problem;
} Row;

static const Row rows[] = {
  { "rubbish", 200, JSON, "rubbish", AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "nothing", 200, JSON, "", AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "page", 200, HTML, PAGE, AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "redirect", 302, NULL, "", AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "not-found", 404, HTML, PAGE, AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "malformed", 400, JSON, PROBLEM ("malformed"), TAKEN, "malformed" },
  { "malformed-by-others", 400, HTML, PAGE, AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "unauthorized", 401, JSON, PROBLEM ("unauthorized"), AMIA_TRANSPORT_ERROR_UNAUTHORIZED, NULL },
  { "unauthorized-bare", 401, NULL, "", AMIA_TRANSPORT_ERROR_UNAUTHORIZED, NULL },
  { "unauthorized-portal", 401, HTML, PAGE, AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "forbidden", 403, JSON, PROBLEM ("forbidden"), AMIA_TRANSPORT_ERROR_FORBIDDEN, NULL },
  { "forbidden-portal", 403, HTML, PAGE, AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "revoked", 401, JSON, PROBLEM ("revoked"), AMIA_TRANSPORT_ERROR_REVOKED, NULL },
  { "revoked-at-login", 403, JSON, PROBLEM ("revoked"), AMIA_TRANSPORT_ERROR_REVOKED, NULL },
  { "revoked-portal", 401, HTML, "revoked", AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "revoked-elsewhere", 503, JSON, PROBLEM ("revoked"), AMIA_TRANSPORT_ERROR_BUSY, NULL },
  { "gap", 409, JSON, PROBLEM ("gap"), TAKEN, "gap" },
  { "fork", 409, JSON, PROBLEM ("fork"), TAKEN, "fork" },
  { "conflict-of-others", 409, JSON, "{}", AMIA_TRANSPORT_ERROR_NOT_OURS, NULL },
  { "epoch", 410, JSON, PROBLEM ("epoch"), TAKEN, "epoch" },
  { "too-large", 413, JSON, PROBLEM ("too_large"), TAKEN, "too_large" },
  { "too-large-for-a-proxy", 413, HTML, PAGE, TAKEN, "too_large" },
  { "schema", 426, JSON, PROBLEM ("schema"), AMIA_TRANSPORT_ERROR_OUTDATED, NULL },
  { "too-many", 429, JSON, PROBLEM ("busy"), AMIA_TRANSPORT_ERROR_BUSY, NULL },
  { "broken", 500, HTML, PAGE, AMIA_TRANSPORT_ERROR_SERVER, NULL },
  { "bad-gateway", 502, HTML, PAGE, AMIA_TRANSPORT_ERROR_SERVER, NULL },
  { "busy", 503, JSON, PROBLEM ("busy"), AMIA_TRANSPORT_ERROR_BUSY, NULL },
  { "full", 507, JSON, PROBLEM ("full"), AMIA_TRANSPORT_ERROR_SERVER, NULL },
};

static AmiaHttpAnswer
make_answer (guint       status,
             const char *type,
             const char *retry_after,
             const char *body)
{
  return (AmiaHttpAnswer){ "https://amia.example", status, type, retry_after, body, strlen (body) };
}

static void
test_row (gconstpointer data)
{
  const Row     *row = data;
  AmiaHttpAnswer answer = make_answer (row->status, row->type, "30", row->body);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaExchange) exchange = amia_http_answer_read_sync (&answer, &error);

  if (row->code == TAKEN)
    {
      g_assert_no_error (error);
      g_assert_null (exchange->response);
      g_assert_cmpstr (exchange->problem->code, ==, row->problem);
      return;
    }

  g_assert_null (exchange);
  g_assert_error (error, AMIA_TRANSPORT_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, "https://amia.example"));
  if (row->code == AMIA_TRANSPORT_ERROR_BUSY)
    g_assert_cmpuint (amia_transport_error_get_retry_after (error), ==, 30);
}

static void
test_ours_is_taken (void)
{
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaExchange) exchange = NULL;
  g_autofree char *text = NULL;
  AmiaHttpAnswer   answer;

  response->epoch = g_strdup ("e1");
  response->ack = 5;
  bytes = amia_sync_response_encode (response);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  answer = make_answer (200, JSON, NULL, text);
  exchange = amia_http_answer_read_sync (&answer, &error);

  g_assert_no_error (error);
  g_assert_null (exchange->problem);
  g_assert_cmpint (exchange->response->ack, ==, 5);
}

static void
test_retry_after_is_bounded_and_in_seconds (void)
{
  static const struct
  {
    const char *text;
    guint       seconds;
  } words[] = {
    { NULL, 0 },
    { "0", 0 },
    { "120", 120 },
    { "-1", 0 },
    { "99999999999", 0 },
    { "Sun, 22 Nov 2026 04:00:00 GMT", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      AmiaHttpAnswer answer = make_answer (503, JSON, words[i].text, "");
      g_autoptr (GError) error = NULL;

      g_assert_null (amia_http_answer_read_sync (&answer, &error));
      g_assert_cmpuint (amia_transport_error_get_retry_after (error), ==, words[i].seconds);
    }
}

static void
test_login_knows_no_problems (void)
{
  static const guint statuses[] = { 200, 302, 404, 409, 413 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      AmiaHttpAnswer answer = make_answer (statuses[i], JSON, NULL, PROBLEM ("gap"));
      g_autoptr (GError) error = NULL;

      g_assert_null (amia_http_answer_read_login (&answer, &error));
      g_assert_error (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_NOT_OURS);
    }
}

static void
test_forgets_are_told_or_not (void)
{
  static const char told[] = "{\"v\":1,\"now\":9,\"forgets\":[]}";
  AmiaHttpAnswer    answer = make_answer (200, JSON, NULL, told);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaForgetsResponse) response = amia_http_answer_read_forgets (&answer, &error);

  g_assert_no_error (error);
  g_assert_cmpint (response->now_ms, ==, 9);

  answer = make_answer (404, JSON, NULL, PROBLEM ("not_found"));
  g_assert_null (amia_http_answer_read_forgets (&answer, &error));
  g_assert_error (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_NOT_OURS);
  g_clear_error (&error);
  answer = make_answer (401, JSON, NULL, PROBLEM ("unauthorized"));
  g_assert_null (amia_http_answer_read_forgets (&answer, &error));
  g_assert_error (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_UNAUTHORIZED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/http-answer/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/http-answer/ours-is-taken", test_ours_is_taken);
  g_test_add_func ("/http-answer/retry-after-is-bounded-and-in-seconds",
                   test_retry_after_is_bounded_and_in_seconds);
  g_test_add_func ("/http-answer/login-knows-no-problems", test_login_knows_no_problems);
  g_test_add_func ("/http-answer/forgets-are-told-or-not", test_forgets_are_told_or_not);

  return g_test_run ();
}
