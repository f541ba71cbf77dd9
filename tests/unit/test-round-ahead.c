/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-round-ahead.h"

/* The page that is asked for while the one before it is written: when it is asked for, when it is
 * taken, and that nobody waits for ever. */

#define URL   "https://127.0.0.1"
#define TOKEN "t"

/* --- A transport that answers when it is told ------------------------------------------------ */

#define HELD_TYPE_TRANSPORT (held_transport_get_type ())
G_DECLARE_FINAL_TYPE (HeldTransport, held_transport, HELD, TRANSPORT, AmiaTransport)

struct _HeldTransport
{
  AmiaTransport parent_instance;

  GTask           *held; /* the last request, until it is answered */
  AmiaWireSnapshot asked;
  guint            n_asked;
};

G_DEFINE_FINAL_TYPE (HeldTransport, held_transport, AMIA_TYPE_TRANSPORT)

static void
held_cancelled_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  HeldTransport *self = user_data;
  g_autoptr (GTask) held = g_steal_pointer (&self->held);

  if (held != NULL)
    g_task_return_new_error (held, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static void
held_transport_sync_async (AmiaTransport         *transport,
                           const char            *url,
                           const char            *token,
                           const AmiaSyncRequest *request,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  HeldTransport *self = HELD_TRANSPORT (transport);

  g_clear_object (&self->held);
  self->held = g_task_new (self, NULL, callback, user_data);
  self->asked = request->snapshot;
  self->n_asked++;
  g_signal_connect_object (cancellable,
                           "cancelled",
                           G_CALLBACK (held_cancelled_cb),
                           self,
                           (GConnectFlags) 0);
}

static AmiaExchange *
held_transport_sync_finish (AmiaTransport *transport,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
held_transport_class_init (HeldTransportClass *klass)
{
  AMIA_TRANSPORT_CLASS (klass)->sync_async = held_transport_sync_async;
  AMIA_TRANSPORT_CLASS (klass)->sync_finish = held_transport_sync_finish;
}

static void
held_transport_init (HeldTransport *self)
{
}

/* --- What is asked --------------------------------------------------------------------------- */

static AmiaSyncRequest *
make_request (const char *epoch,
              gint64      at,
              gint64      after)
{
  AmiaSyncRequest *request = amia_sync_request_new ();

  request->epoch = g_strdup (epoch);
  request->page_max = 500;
  request->wants_snapshot = TRUE;
  request->snapshot = (AmiaWireSnapshot){ at, AMIA_WIRE_FIRST_SCOPE, after };
  return request;
}

/* Page three of ten, of the snapshot as of number 900. */
static AmiaSyncResponse *
make_response (void)
{
  AmiaSyncResponse *response = amia_sync_response_new ();

  response->epoch = g_strdup ("e1");
  response->more = TRUE;
  response->has_snapshot = TRUE;
  response->snapshot = (AmiaWireSnapshot){ 900, AMIA_WIRE_FIRST_SCOPE, 300 };
  response->n_scopes_done = 3;
  response->n_scopes = 10;
  return response;
}

typedef struct
{
  HeldTransport  *transport;
  AmiaRoundAhead *ahead;
  GAsyncResult   *result;
} Fixture;

static void
fixture_clear (Fixture *fixture)
{
  amia_round_ahead_free (fixture->ahead);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->transport->held);
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->transport);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Asks for what follows the first page of a new laptop. */
static Fixture
ask (const AmiaSyncResponse *response)
{
  Fixture fixture = { g_object_new (HELD_TYPE_TRANSPORT, NULL), amia_round_ahead_new (), NULL };
  g_autoptr (AmiaSyncRequest) request = make_request (NULL, 0, 0);

  amia_round_ahead_ask (
      fixture.ahead, AMIA_TRANSPORT (fixture.transport), URL, TOKEN, request, response);
  return fixture;
}

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
answer (Fixture *fixture)
{
  g_autoptr (GTask) held = g_steal_pointer (&fixture->transport->held);
  AmiaExchange *exchange = g_new0 (AmiaExchange, 1);

  exchange->response = make_response ();
  g_task_return_pointer (held, exchange, (GDestroyNotify) amia_exchange_free);
}

static AmiaExchange *
wait_for (Fixture *fixture,
          GError **error)
{
  gint64 sent_ms;
  gint64 received_ms;

  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return amia_round_ahead_wait_finish (fixture->result, &sent_ms, &received_ms, error);
}

/* --- The tests -------------------------------------------------------------------------------- */

static void
test_next_page_is_asked_for_and_taken (void)
{
  g_autoptr (AmiaSyncResponse) response = make_response ();
  g_auto (Fixture) fixture = ask (response);
  g_autoptr (AmiaSyncRequest) wanted = make_request ("e1", 900, 300);
  g_autoptr (AmiaExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fixture.transport->asked.at, ==, 900);
  g_assert_cmpint (fixture.transport->asked.after, ==, 300);

  /* How large a page is wished for does not matter. */
  wanted->page_max = 2000;
  g_assert_true (amia_round_ahead_has (fixture.ahead, URL, TOKEN, wanted));
  amia_round_ahead_wait_async (fixture.ahead, NULL, store_result_cb, &fixture.result);
  answer (&fixture);
  exchange = wait_for (&fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (exchange->response->n_scopes_done, ==, 3);

  /* Once and no more. */
  g_assert_false (amia_round_ahead_has (fixture.ahead, URL, TOKEN, wanted));
  g_assert_cmpuint (fixture.transport->n_asked, ==, 1);
}

static void
test_answer_may_be_there_already (void)
{
  g_autoptr (AmiaSyncResponse) response = make_response ();
  g_auto (Fixture) fixture = ask (response);
  g_autoptr (AmiaSyncRequest) wanted = make_request ("e1", 900, 300);
  g_autoptr (AmiaExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  answer (&fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (amia_round_ahead_has (fixture.ahead, URL, TOKEN, wanted));
  amia_round_ahead_wait_async (fixture.ahead, NULL, store_result_cb, &fixture.result);
  exchange = wait_for (&fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (exchange->response);
}

/* In short: what is as the request said goes without saying. */
static void
test_short_answer_is_followed (void)
{
  g_autoptr (AmiaSyncResponse) response = make_response ();
  g_autoptr (AmiaSyncRequest) request = make_request ("e1", 900, 200);
  g_autoptr (AmiaSyncRequest) wanted = make_request ("e1", 900, 300);
  g_auto (Fixture) fixture = {
    g_object_new (HELD_TYPE_TRANSPORT, NULL), amia_round_ahead_new (), NULL
  };

  request->use_mark = TRUE;
  g_clear_pointer (&response->epoch, g_free);
  response->ack = -1;
  response->next = -1;
  amia_round_ahead_ask (
      fixture.ahead, AMIA_TRANSPORT (fixture.transport), URL, TOKEN, request, response);
  g_assert_cmpint (fixture.transport->asked.after, ==, 300);

  wanted->use_mark = TRUE;
  g_assert_true (amia_round_ahead_has (fixture.ahead, URL, TOKEN, wanted));
  /* Who asks at length could not make anything of an answer in short. */
  wanted->use_mark = FALSE;
  g_assert_false (amia_round_ahead_has (fixture.ahead, URL, TOKEN, wanted));
}

/* Each makes one thing different of an answer after which the next page would be asked for. */
static void
end_snapshot (AmiaSyncResponse *response)
{
  response->n_scopes_done = response->n_scopes;
}

static void
give_feed (AmiaSyncResponse *response)
{
  response->has_snapshot = FALSE;
}

static void
go_on_elsewhere (AmiaSyncResponse *response)
{
  response->next = 900;
}

static void
take_changes (AmiaSyncResponse *response)
{
  response->ack = 1;
}

static void
test_nothing_is_asked_for_when_it_is_not_known (void)
{
  void (*const changes[]) (AmiaSyncResponse * response) = {
    end_snapshot,
    give_feed,
    go_on_elsewhere,
    take_changes,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (AmiaSyncResponse) response = make_response ();

      changes[i](response);
      {
        g_auto (Fixture) fixture = ask (response);

        g_assert_cmpuint (fixture.transport->n_asked, ==, 0);
      }
    }
}

/* The replica has something else to say by then: what was asked for is given up. */
static void
test_other_request_is_made_anew (void)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (AmiaSyncResponse) response = make_response ();
      g_auto (Fixture) fixture = ask (response);
      g_autoptr (AmiaSyncRequest) wanted = make_request ("e1", 900, 300);
      const AmiaWireReceipt receipt = { AMIA_WIRE_FIRST_SCOPE, 1 };

      if (i == 0)
        g_ptr_array_add (wanted->changes, g_bytes_new_static ("{}", 2));
      else if (i == 1)
        wanted->since = 1;
      else if (i == 2)
        wanted->snapshot.after = 299;
      else if (i == 3)
        g_array_append_val (wanted->receipts, receipt);
      g_assert_false (amia_round_ahead_has (fixture.ahead, URL, i == 4 ? "other" : TOKEN, wanted));
      g_assert_null (fixture.transport->held);
    }
}

/* Whoever gives up the round gives up the question, also from inside the signal. */
static void
test_waiting_is_given_up (void)
{
  g_autoptr (AmiaSyncResponse) response = make_response ();
  g_auto (Fixture) fixture = ask (response);
  g_autoptr (AmiaSyncRequest) wanted = make_request ("e1", 900, 300);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_round_ahead_has (fixture.ahead, URL, TOKEN, wanted));
  amia_round_ahead_wait_async (fixture.ahead, cancellable, store_result_cb, &fixture.result);
  g_cancellable_cancel (cancellable);
  g_assert_null (wait_for (&fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/round-ahead/next-page-is-asked-for-and-taken",
                   test_next_page_is_asked_for_and_taken);
  g_test_add_func ("/round-ahead/answer-may-be-there-already", test_answer_may_be_there_already);
  g_test_add_func ("/round-ahead/short-answer-is-followed", test_short_answer_is_followed);
  g_test_add_func ("/round-ahead/nothing-is-asked-for-when-it-is-not-known",
                   test_nothing_is_asked_for_when_it_is_not_known);
  g_test_add_func ("/round-ahead/other-request-is-made-anew", test_other_request_is_made_anew);
  g_test_add_func ("/round-ahead/waiting-is-given-up", test_waiting_is_given_up);

  return g_test_run ();
}
