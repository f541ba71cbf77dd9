/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-round.h"
#include "server-laptop.h"
#include "store-fixture.h"

/* The short form of a round: on the wire, at the server, and what a laptop does when a server does
 * not take it. */

/* --- On the wire ----------------------------------------------------------------------------- */

static const char short_request[] =
    "{\"v\":1,\"mark\":\"0011223344556677\",\"schema\":2,\"from\":812,\"since\":40211,"
    "\"readers\":\"8899aabbccddeeff\",\"wait\":25}";
static const char short_answer[] = "{\"v\":1,\"now\":1795312345678,\"lease\":30}";

static void
assert_bytes (GBytes     *bytes,
              const char *text)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_request_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request =
      amia_sync_request_decode (short_request, strlen (short_request), &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_assert_true (request->use_mark);
  g_assert_true (request->can_columns);
  g_assert_null (request->epoch);
  g_assert_cmphex (request->mark[7], ==, 0x77);
  g_assert_cmpuint (request->page_max, ==, AMIA_PAGE_CHANGES_START);
  g_assert_cmpuint (request->wait_seconds, ==, 25);
  bytes = amia_sync_request_encode (request);
  assert_bytes (bytes, short_request);
}

/* Changes that are still believed to be sealed are told by number. */
static void
test_request_kept (void)
{
  static const char text[] = "{\"v\":1,\"mark\":\"0011223344556677\",\"schema\":2,\"from\":812,"
                             "\"since\":40211,\"kept\":[7,9]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_sync_request_decode (text, strlen (text), &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (request->kept->len, ==, 2);
  g_assert_cmpint (g_array_index (request->kept, gint64, 1), ==, 9);
  bytes = amia_sync_request_encode (request);
  assert_bytes (bytes, text);
}

/* Who and where in full, or by a mark: not by halves. */
static void
test_half_a_request (void)
{
  static const char *const texts[] = {
    "{\"v\":1,\"schema\":2,\"from\":812,\"since\":40211}",
    "{\"v\":1,\"mark\":\"001122334455667\",\"schema\":2,\"from\":812,\"since\":40211}",
    "{\"v\":1,\"mark\":\"0011223344556677\",\"schema\":2,\"from\":812,\"since\":1,\"kept\":[9,7]}",
    "{\"v\":1,\"mark\":\"0011223344556677\",\"schema\":2,\"from\":812,\"since\":1,\"kept\":[0]}",
    "{\"v\":1,\"mark\":7,\"schema\":2,\"from\":812,\"since\":40211}",
    "{\"v\":1,\"mark\":\"0011223344556677\",\"schema\":2,\"since\":40211}",
    "{\"v\":1,\"device\":\"9f000000000000000000000000000001\",\"epoch\":\"a1\",\"schema\":2,"
    "\"from\":812,\"chain\":\"000102030405060708090a0b0c0d0e0f\",\"since\":40211,\"wait\":25}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (amia_sync_request_decode (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
    }
}

static AmiaSyncRequest *
make_request (gboolean use_mark)
{
  AmiaSyncRequest *request = amia_sync_request_new ();

  request->epoch = g_strdup ("a1");
  request->from = 812;
  request->since = 40211;
  request->use_mark = use_mark;
  return request;
}

static void
test_answer_round_trip (void)
{
  g_autoptr (AmiaSyncRequest) request = make_request (TRUE);
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  g_autoptr (AmiaSyncResponse) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  response->epoch = g_strdup ("a1");
  response->now_ms = 1795312345678;
  response->ack = 811;
  response->next = 40211;
  response->lease_days = 30;
  amia_sync_response_shorten (response, request);
  bytes = amia_sync_response_encode (response);
  assert_bytes (bytes, short_answer);

  back = amia_sync_response_decode (short_answer, strlen (short_answer), &error);
  g_assert_no_error (error);
  g_assert_true (amia_sync_response_complete (back, request, &error));
  g_assert_cmpstr (back->epoch, ==, "a1");
  g_assert_cmpint (back->ack, ==, 811);
  g_assert_cmpint (back->next, ==, 40211);
  g_assert_false (back->more);
  g_assert_true (back->can_columns && back->can_mark);
}

/* What is news stands there. */
static void
test_answer_with_news (void)
{
  static const char text[] = "{\"v\":1,\"now\":7,\"ack\":812,\"own\":[[812,812,40300]],"
                             "\"next\":40300,\"more\":true}";
  g_autoptr (AmiaSyncRequest) request = make_request (TRUE);
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  g_autoptr (AmiaSyncResponse) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const AmiaWireOwn own = { 812, 812, 40300 };

  response->epoch = g_strdup ("a1");
  response->now_ms = 7;
  response->ack = 812;
  response->next = 40300;
  response->more = TRUE;
  g_array_append_val (response->own, own);
  amia_sync_response_shorten (response, request);
  bytes = amia_sync_response_encode (response);
  assert_bytes (bytes, text);

  back = amia_sync_response_decode (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_true (amia_sync_response_complete (back, request, &error));
  g_assert_cmpint (back->ack, ==, 812);
  g_assert_cmpint (back->next, ==, 40300);
  g_assert_true (back->more);
}

/* A short answer to a whole question would be believed to say what it does not. */
static void
test_answer_nobody_asked_for (void)
{
  g_autoptr (AmiaSyncRequest) request = make_request (FALSE);
  g_autoptr (AmiaSyncResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = amia_sync_response_decode (short_answer, strlen (short_answer), &error);
  g_assert_no_error (error);
  g_assert_false (amia_sync_response_complete (response, request, &error));
  g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_MALFORMED);
}

/* --- At the server --------------------------------------------------------------------------- */

typedef struct
{
  Office *office;
  Laptop *anna;
  Laptop *bertil;
} Rounds;

static void
set_up (Rounds       *r,
        gconstpointer data)
{
  r->office = office_new ();
  office_add_user (r->office, "anna", "FK");
  office_add_user (r->office, "bertil", "FK");
  r->anna = laptop_new (r->office, "anna", 0x9f);
  r->bertil = laptop_new (r->office, "bertil", 0x77);
  laptop_found_case (r->anna, 1, NULL);
  laptop_sync (r->anna);
  laptop_sync (r->bertil);
}

static void
tear_down (Rounds       *r,
           gconstpointer data)
{
  laptop_free (r->anna);
  laptop_free (r->bertil);
  office_free (r->office);
}

/* Asks in short, as over the wire. */
static AmiaRoundAnswer *
ask_in_short (Laptop *laptop,
              guint   status)
{
  g_autoptr (AmiaSyncRequest) request = laptop_ask (laptop);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  AmiaRoundAnswer *answer;

  request->use_mark = TRUE;
  bytes = amia_sync_request_encode (request);
  answer = laptop_run (laptop,
                       amia_sync_request_decode (g_bytes_get_data (bytes, NULL),
                                                 g_bytes_get_size (bytes),
                                                 &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, status);
  return answer;
}

static void
assert_mark_is_not_known (Laptop *laptop)
{
  g_autoptr (AmiaRoundAnswer) answer = ask_in_short (laptop, 409);

  g_assert_null (answer->response);
  g_assert_cmpstr (answer->problem->code, ==, "mark");
}

static void
test_known_mark (Rounds       *r,
                 gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_write_journal (r->anna, 1, 1);
  answer = ask_in_short (r->anna, 200);
  g_assert_cmpint (answer->response->ack, ==, 2);
  g_assert_cmpstr (answer->response->epoch, ==, r->anna->epoch);
}

/* The laptop stands where the answer that was lost found it. */
static void
test_mark_of_before (Rounds       *r,
                     gconstpointer data)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;

  laptop_write_journal (r->anna, 1, 1);
  laptop_lose_round (r->anna);
  answer = ask_in_short (r->anna, 200);
  g_assert_cmpint (answer->response->ack, ==, 2);
  g_assert_cmpuint (answer->n_taken, ==, 0);
}

static void
test_mark_of_another_history (Rounds       *r,
                              gconstpointer data)
{
  r->anna->chain[0] ^= 1;
  assert_mark_is_not_known (r->anna);
}

static void
test_mark_of_another_life (Rounds       *r,
                           gconstpointer data)
{
  g_free (r->anna->epoch);
  r->anna->epoch = g_strdup ("another");
  assert_mark_is_not_known (r->anna);
}

/* The token is Anna's laptop's, the mark another's. */
static void
test_mark_of_another_device (Rounds       *r,
                             gconstpointer data)
{
  r->anna->device = r->bertil->device;
  assert_mark_is_not_known (r->anna);
}

static void
test_mark_of_what_never_was (Rounds       *r,
                             gconstpointer data)
{
  r->anna->acked = 17;
  assert_mark_is_not_known (r->anna);
}

/* --- On the laptop --------------------------------------------------------------------------- */

static const AmiaRoundLimits limits = { 10, 100000, AMIA_PAGE_CHANGES_START, 0 };

/* What the laptop would say next, and in which form. */
static void
assert_next_is_short (Fixture *fixture,
                      gboolean is_short)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_round_prepare (fixture->store, &limits, &error);

  g_assert_no_error (error);
  g_assert_cmpint (request->use_mark, ==, is_short);
}

/* A round that moves nothing, with a server that does or does not read marks. */
static void
run_round (Fixture *fixture,
           gboolean can_mark)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_round_prepare (fixture->store, &limits, &error);
  g_autoptr (AmiaSyncResponse) response = amia_sync_response_new ();
  AmiaRoundOutcome outcome;

  g_assert_no_error (error);
  response->epoch = g_strdup ("e1");
  response->can_mark = can_mark;
  g_assert_true (amia_round_take (fixture->store, request, response, &outcome, &error));
  g_assert_no_error (error);
}

static gboolean
mend (Fixture    *fixture,
      const char *code)
{
  const AmiaProblem problem = { (char *) code, 1, (char *) "e2" };
  g_autoptr (GError) error = NULL;

  return amia_round_rewind (fixture->store, &problem, &error);
}

static void
test_short_once_the_server_reads_it (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  assert_next_is_short (&fixture, FALSE);
  run_round (&fixture, TRUE);
  assert_next_is_short (&fixture, TRUE);
  run_round (&fixture, FALSE);
  assert_next_is_short (&fixture, FALSE);
}

/* What is asked for whole and then goes well was asked for without a reason. */
static void
test_whole_after_a_mark_that_was_not_known (void)
{
  static const char *const codes[] = { "mark", "malformed" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_auto (Fixture) fixture = { 0 };

      fixture_open (&fixture, "anna", "FK");
      run_round (&fixture, TRUE);
      g_assert_true (mend (&fixture, codes[i]));
      assert_next_is_short (&fixture, FALSE);
      run_round (&fixture, TRUE);
      assert_next_is_short (&fixture, FALSE);
      g_assert_false (mend (&fixture, "mark"));
    }
}

static void
test_short_again_after_a_reason (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_open (&fixture, "anna", "FK");
  run_round (&fixture, TRUE);
  g_assert_true (mend (&fixture, "mark"));
  g_assert_true (mend (&fixture, "gap"));
  assert_next_is_short (&fixture, FALSE);
  run_round (&fixture, TRUE);
  assert_next_is_short (&fixture, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/short-rounds/request/round-trip", test_request_round_trip);
  g_test_add_func ("/short-rounds/request/kept-changes", test_request_kept);
  g_test_add_func ("/short-rounds/request/half-of-one-is-refused", test_half_a_request);
  g_test_add_func ("/short-rounds/answer/round-trip", test_answer_round_trip);
  g_test_add_func ("/short-rounds/answer/news-stand-there", test_answer_with_news);
  g_test_add_func ("/short-rounds/answer/nobody-asked-for", test_answer_nobody_asked_for);

#define ADD(path, function) \
  g_test_add ("/short-rounds/server/" path, Rounds, NULL, set_up, function, tear_down)
  ADD ("known-mark", test_known_mark);
  ADD ("mark-before-an-answer-that-was-lost", test_mark_of_before);
  ADD ("another-history", test_mark_of_another_history);
  ADD ("another-life", test_mark_of_another_life);
  ADD ("another-device", test_mark_of_another_device);
  ADD ("what-never-was", test_mark_of_what_never_was);
#undef ADD

  g_test_add_func ("/short-rounds/laptop/once-the-server-reads-it",
                   test_short_once_the_server_reads_it);
  g_test_add_func ("/short-rounds/laptop/whole-after-a-mark-that-was-not-known",
                   test_whole_after_a_mark_that_was_not_known);
  g_test_add_func ("/short-rounds/laptop/again-after-a-reason", test_short_again_after_a_reason);

  return g_test_run ();
}
