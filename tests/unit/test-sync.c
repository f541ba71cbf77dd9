/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-http-transport.h"
#include "amia-round-event.h"
#include "amia-server-address.h"
#include "amia-server-time.h"
#include "amia-sign-in.h"
#include "amia-sync.h"
#include "sync-laptop.h"

/* The engine: two replicas in step through a real server in this process, and one replica against a
 * transport that says whatever the test wants. */

/* --- A transport that does as it is told ----------------------------------------------------- */

#define STUB_TYPE_TRANSPORT (stub_transport_get_type ())
G_DECLARE_FINAL_TYPE (StubTransport, stub_transport, STUB, TRANSPORT, AmiaTransport)

struct _StubTransport
{
  AmiaTransport parent_instance;

  GQueue           *errors;  /* (element-type GError): how the next rounds fail */
  GQueue           *answers; /* (element-type AmiaExchange): what comes of those after them */
  GTask            *held;    /* a round for which nothing was prepared */
  guint             n_rounds;
  guint             n_polls;
  AmiaLoginResponse login;
};

G_DEFINE_FINAL_TYPE (StubTransport, stub_transport, AMIA_TYPE_TRANSPORT)

static void
held_cancelled_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  StubTransport *self = user_data;
  g_autoptr (GTask) held = g_steal_pointer (&self->held);

  if (held != NULL)
    g_task_return_new_error (held, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static void
stub_transport_sync_async (AmiaTransport         *transport,
                           const char            *url,
                           const char            *token,
                           const AmiaSyncRequest *request,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  StubTransport *self = STUB_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError       *error = g_queue_pop_head (self->errors);
  AmiaExchange *answer = error == NULL ? g_queue_pop_head (self->answers) : NULL;

  g_assert_cmpstr (token, !=, NULL);
  self->n_rounds++;
  if (request->wait_seconds > 0)
    self->n_polls++;

  if (error != NULL)
    g_task_return_error (task, error);
  else if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) amia_exchange_free);
  else
    {
      g_assert_null (self->held);
      self->held = g_steal_pointer (&task);
      g_signal_connect_object (cancellable,
                               "cancelled",
                               G_CALLBACK (held_cancelled_cb),
                               self,
                               (GConnectFlags) 0);
    }
}

static AmiaExchange *
stub_transport_sync_finish (AmiaTransport *transport,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
stub_transport_login_async (AmiaTransport          *transport,
                            const char             *url,
                            const AmiaLoginRequest *request,
                            GCancellable           *cancellable,
                            GAsyncReadyCallback     callback,
                            gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);

  if (strcmp (request->password, HOST_PASSWORD) == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task,
                             AMIA_TRANSPORT_ERROR,
                             AMIA_TRANSPORT_ERROR_UNAUTHORIZED,
                             "wrong password");
}

static AmiaLoginResponse *
stub_transport_login_finish (AmiaTransport *transport,
                             GAsyncResult  *result,
                             GError       **error)
{
  const AmiaLoginResponse *login = &STUB_TRANSPORT (transport)->login;
  AmiaLoginResponse       *copy;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  copy = g_new0 (AmiaLoginResponse, 1);
  copy->token = g_strdup (login->token);
  copy->user = g_strdup (login->user);
  copy->agency = g_strdup (login->agency);
  copy->role = g_strdup (login->role);
  copy->capabilities = g_new0 (char *, 1);
  return copy;
}

static void
stub_transport_finalize (GObject *object)
{
  StubTransport *self = STUB_TRANSPORT (object);

  g_queue_free_full (self->errors, (GDestroyNotify) g_error_free);
  g_queue_free_full (self->answers, (GDestroyNotify) amia_exchange_free);
  G_OBJECT_CLASS (stub_transport_parent_class)->finalize (object);
}

static void
stub_transport_class_init (StubTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stub_transport_finalize;
  AMIA_TRANSPORT_CLASS (klass)->login_async = stub_transport_login_async;
  AMIA_TRANSPORT_CLASS (klass)->login_finish = stub_transport_login_finish;
  AMIA_TRANSPORT_CLASS (klass)->sync_async = stub_transport_sync_async;
  AMIA_TRANSPORT_CLASS (klass)->sync_finish = stub_transport_sync_finish;
}

static void
stub_transport_init (StubTransport *self)
{
  self->errors = g_queue_new ();
  self->answers = g_queue_new ();
  self->login = (AmiaLoginResponse){
    .token = (char *) "t",
    .user = (char *) "anna",
    .agency = (char *) "FK",
    .role = (char *) "leader",
  };
}

static void
stub_fail (StubTransport     *stub,
           AmiaTransportError code)
{
  g_queue_push_tail (stub->errors,
                     code == AMIA_TRANSPORT_ERROR_BUSY
                         ? amia_transport_error_new_busy (3600, "busy")
                         : g_error_new_literal (AMIA_TRANSPORT_ERROR, (int) code, "as told"));
}

static AmiaSyncResponse *
stub_answer (StubTransport *stub,
             gint64         ack)
{
  AmiaExchange *exchange = g_new0 (AmiaExchange, 1);

  exchange->response = amia_sync_response_new ();
  exchange->response->epoch = g_strdup ("e1");
  exchange->response->now_ms = g_get_real_time () / 1000;
  exchange->response->ack = ack;
  g_queue_push_tail (stub->answers, exchange);
  return exchange->response;
}

/* The answer that was prepared is the held round's. */
static void
stub_release (StubTransport *stub)
{
  g_autoptr (GTask) held = g_steal_pointer (&stub->held);

  g_task_return_pointer (held,
                         g_queue_pop_head (stub->answers),
                         (GDestroyNotify) amia_exchange_free);
}

static void
stub_problem (StubTransport *stub,
              const char    *code)
{
  AmiaExchange *exchange = g_new0 (AmiaExchange, 1);

  exchange->problem = g_new0 (AmiaProblem, 1);
  exchange->problem->code = g_strdup (code);
  g_queue_push_tail (stub->answers, exchange);
}

/* --- Through a real server ------------------------------------------------------------------- */

/* While all is well nobody pauses, or the next word would wait. */
static void
phase_cb (AmiaSync *sync)
{
  g_assert_cmpint (amia_sync_get_phase (sync), !=, AMIA_SYNC_WAITING);
}

static void
test_what_one_types_the_other_reads (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_auto (Laptop) anna = { 0 };
  g_auto (Laptop) bertil = { 0 };
  AmiaUuid case_id = amia_uuid_new_random ();

  laptop_start_signed_in (&anna, host, "anna", "FK");
  laptop_start_signed_in (&bertil, host, "bertil", "AF");

  g_signal_connect (anna.sync, "notify::phase", G_CALLBACK (phase_cb), NULL);
  g_signal_connect (bertil.sync, "notify::phase", G_CALLBACK (phase_cb), NULL);

  laptop_commit (&anna, &case_id, "title", "Ett");
  laptop_add_member (&anna, &case_id, "bertil");
  laptop_add_consent (&anna, &case_id);
  WAIT_UNTIL (laptop_has_title (&bertil, &case_id, "Ett"));

  laptop_add_consent (&bertil, &case_id);
  laptop_commit (&bertil, &case_id, "title", "Två");
  WAIT_UNTIL (laptop_has_title (&anna, &case_id, "Två"));

  laptop_commit (&anna, &case_id, "title", "Tre");
  laptop_commit (&anna, &case_id, "title", "Fyra");
  WAIT_UNTIL (laptop_has_title (&bertil, &case_id, "Fyra"));
  g_assert_cmpint (amia_sync_get_trouble (bertil.sync), ==, AMIA_SYNC_TROUBLE_NONE);
  g_assert_true (amia_sync_get_online (bertil.sync));
  g_assert_cmpint (amia_sync_get_last_success_ms (bertil.sync), >, 0);
}

static void
test_offline_is_said_and_ends_by_itself (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_auto (Laptop) anna = { 0 };
  g_auto (Laptop) bertil = { 0 };
  g_autoptr (AmiaServer) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  AmiaUuid         case_id = amia_uuid_new_random ();

  laptop_start_signed_in (&anna, host, "anna", "FK");
  laptop_start_signed_in (&bertil, host, "bertil", "AF");
  laptop_commit (&anna, &case_id, "title", "Ett");
  laptop_add_member (&anna, &case_id, "bertil");
  laptop_add_consent (&anna, &case_id);
  WAIT_UNTIL (laptop_has_title (&bertil, &case_id, "Ett"));

  host_stop (host);
  WAIT_UNTIL (amia_sync_get_trouble (anna.sync) == AMIA_SYNC_TROUBLE_NO_NETWORK);
  g_assert_false (amia_sync_get_online (anna.sync));
  g_assert_cmpint (amia_sync_get_phase (anna.sync), ==, AMIA_SYNC_WAITING);
  laptop_commit (&anna, &case_id, "title", "Utan nät");

  /* The same server at the same place. */
  address = g_strdup_printf ("127.0.0.1:%u", g_inet_socket_address_get_port (host->address));
  again = amia_server_start (&(AmiaServerOptions){ .db = host->path, .listen = address }, &error);
  g_assert_no_error (error);
  WAIT_UNTIL (laptop_has_title (&bertil, &case_id, "Utan nät"));
  WAIT_UNTIL (amia_sync_get_phase (anna.sync) == AMIA_SYNC_LISTENING);
  g_assert_true (amia_sync_get_online (anna.sync));
}

static void
test_wrong_password_and_wrong_account (void)
{
  g_autoptr (Host) host = host_new (NULL);
  g_auto (Laptop) anna = { 0 };
  g_autoptr (GError) error = NULL;
  const char      *url = amia_server_get_url (host->server);
  g_autofree char *kept = NULL;

  laptop_init (&anna, "anna", "FK", laptop_new_http ());
  g_assert_false (laptop_login (&anna, url, "anna", "fel", &error));
  g_assert_error (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_UNAUTHORIZED);
  g_clear_error (&error);

  g_assert_false (laptop_login (&anna, url, "bertil", HOST_PASSWORD, &error));
  g_assert_error (error, AMIA_TRANSPORT_ERROR, AMIA_TRANSPORT_ERROR_FORBIDDEN);

  kept = laptop_dup_setting (&anna, AMIA_SETTING_SERVER_TOKEN);
  g_assert_null (kept);
}

/* --- Through one that does as it is told ------------------------------------------------------ */

static void
wanted_cb (AmiaSync *sync,
           Laptop   *laptop)
{
  laptop->n_wanted++;
}

static StubTransport *
start_with_stub (Laptop *laptop)
{
  StubTransport *stub = g_object_new (STUB_TYPE_TRANSPORT, NULL);
  g_autoptr (GError) error = NULL;

  laptop_init (laptop, "anna", "FK", AMIA_TRANSPORT (stub));
  g_signal_connect (laptop->sync, "sign-in-wanted", G_CALLBACK (wanted_cb), laptop);
  g_assert_true (laptop_login (laptop, "https://amia.example", "anna", HOST_PASSWORD, &error));
  return stub;
}

typedef struct
{
  const char        *name;
  AmiaTransportError code;
  AmiaSyncPhase      phase;
  AmiaSyncTrouble    trouble;
} Failure;

static const Failure failures[] = {
  { "unreachable", AMIA_TRANSPORT_ERROR_UNREACHABLE, AMIA_SYNC_WAITING,
    AMIA_SYNC_TROUBLE_NO_NETWORK },
  { "certificate", AMIA_TRANSPORT_ERROR_CERTIFICATE, AMIA_SYNC_WAITING,
    AMIA_SYNC_TROUBLE_CERTIFICATE },
  { "not-ours", AMIA_TRANSPORT_ERROR_NOT_OURS, AMIA_SYNC_WAITING, AMIA_SYNC_TROUBLE_NOT_OURS },
  { "unauthorized", AMIA_TRANSPORT_ERROR_UNAUTHORIZED, AMIA_SYNC_SIGNED_OUT,
    AMIA_SYNC_TROUBLE_SIGN_IN },
  { "forbidden", AMIA_TRANSPORT_ERROR_FORBIDDEN, AMIA_SYNC_WAITING, AMIA_SYNC_TROUBLE_FORBIDDEN },
  { "outdated", AMIA_TRANSPORT_ERROR_OUTDATED, AMIA_SYNC_OUTDATED, AMIA_SYNC_TROUBLE_OUTDATED },
  { "busy", AMIA_TRANSPORT_ERROR_BUSY, AMIA_SYNC_WAITING, AMIA_SYNC_TROUBLE_SERVER },
  { "server", AMIA_TRANSPORT_ERROR_SERVER, AMIA_SYNC_WAITING, AMIA_SYNC_TROUBLE_SERVER },
};

static void
test_failure (gconstpointer data)
{
  const Failure *failure = data;
  g_auto (Laptop) anna = { 0 };
  StubTransport *stub = start_with_stub (&anna);

  stub_fail (stub, failure->code);
  amia_sync_start (anna.sync);
  WAIT_UNTIL (amia_sync_get_trouble (anna.sync) != AMIA_SYNC_TROUBLE_NONE);

  g_assert_cmpint (amia_sync_get_phase (anna.sync), ==, failure->phase);
  g_assert_cmpint (amia_sync_get_trouble (anna.sync), ==, failure->trouble);
  g_assert_false (amia_sync_get_online (anna.sync));
  g_assert_cmpuint (anna.n_wanted, ==, failure->phase == AMIA_SYNC_SIGNED_OUT ? 1 : 0);
}

static void
test_token_ends_and_a_new_one_goes_on (void)
{
  g_auto (Laptop) anna = { 0 };
  StubTransport *stub = start_with_stub (&anna);
  g_autoptr (GError) error = NULL;

  stub_fail (stub, AMIA_TRANSPORT_ERROR_UNAUTHORIZED);
  amia_sync_start (anna.sync);
  WAIT_UNTIL (amia_sync_get_phase (anna.sync) == AMIA_SYNC_SIGNED_OUT);

  amia_sync_now (anna.sync);
  g_assert_cmpuint (anna.n_wanted, ==, 2);
  g_assert_cmpuint (stub->n_rounds, ==, 1);

  stub_answer (stub, 0);
  g_assert_true (laptop_login (&anna, "https://amia.example", "anna", HOST_PASSWORD, &error));
  WAIT_UNTIL (stub->n_polls == 1);
  g_assert_cmpint (amia_sync_get_trouble (anna.sync), ==, AMIA_SYNC_TROUBLE_NONE);
}

static void
test_fork_throws_the_token_away (void)
{
  g_auto (Laptop) anna = { 0 };
  StubTransport   *stub = start_with_stub (&anna);
  g_autofree char *token = NULL;

  stub_problem (stub, "fork");
  amia_sync_start (anna.sync);
  WAIT_UNTIL (amia_sync_get_phase (anna.sync) == AMIA_SYNC_SIGNED_OUT);

  g_assert_cmpint (amia_sync_get_trouble (anna.sync), ==, AMIA_SYNC_TROUBLE_SIGN_IN);
  token = laptop_dup_setting (&anna, AMIA_SETTING_SERVER_TOKEN);
  g_assert_null (token);
}

static void
test_commit_travels_beside_the_poll (void)
{
  g_auto (Laptop) anna = { 0 };
  StubTransport *stub = start_with_stub (&anna);
  AmiaUuid       case_id = amia_uuid_new_random ();

  stub_answer (stub, 0);
  amia_sync_start (anna.sync);
  WAIT_UNTIL (stub->n_polls == 1);

  stub_answer (stub, 1);
  laptop_commit (&anna, &case_id, "title", "Ett");
  WAIT_UNTIL (stub->n_rounds == 3 &&
              amia_sync_get_phase (anna.sync) == AMIA_SYNC_LISTENING);
  g_assert_cmpuint (stub->n_polls, ==, 1);
  g_assert_nonnull (stub->held);

  /* The poll is still the one that hears of a colleague's work. */
  stub_answer (stub, 1);
  stub_release (stub);
  WAIT_UNTIL (stub->n_polls == 2);
  g_assert_cmpuint (stub->n_rounds, ==, 4);
}

static void
count_revoked_cb (guint *n_revoked)
{
  (*n_revoked)++;
}

static void
test_revoked_device_falls_silent (void)
{
  g_auto (Laptop) anna = { 0 };
  StubTransport *stub = start_with_stub (&anna);
  AmiaUuid       case_id = amia_uuid_new_random ();
  guint          n_revoked = 0;

  g_signal_connect_swapped (anna.sync, "revoked", G_CALLBACK (count_revoked_cb), &n_revoked);
  stub_fail (stub, AMIA_TRANSPORT_ERROR_REVOKED);
  amia_sync_start (anna.sync);
  WAIT_UNTIL (amia_sync_get_phase (anna.sync) == AMIA_SYNC_REVOKED);
  g_assert_cmpint (amia_sync_get_trouble (anna.sync), ==, AMIA_SYNC_TROUBLE_REVOKED);
  g_assert_cmpuint (n_revoked, ==, 1);

  laptop_commit (&anna, &case_id, "title", "Ett");
  amia_sync_now (anna.sync);
  g_assert_cmpint (amia_sync_get_phase (anna.sync), ==, AMIA_SYNC_REVOKED);
  g_assert_cmpuint (stub->n_rounds, ==, 1);
  g_assert_cmpuint (anna.n_wanted, ==, 0);
}

static void
test_clock_that_is_wrong_is_noticed (void)
{
  g_auto (Laptop) anna = { 0 };
  StubTransport   *stub = start_with_stub (&anna);
  g_autofree char *offset = NULL;

  stub_answer (stub, 0)->now_ms += 3600 * 1000;
  amia_sync_start (anna.sync);
  WAIT_UNTIL (stub->n_polls == 1);

  offset = laptop_dup_setting (&anna, AMIA_SETTING_SERVER_OFFSET);
  g_assert_cmpint (ABS (g_ascii_strtoll (offset, NULL, 10) - 3600 * 1000), <, 60 * 1000);
  g_assert_cmpint (ABS (amia_sync_get_clock_offset_ms (anna.sync)), >, AMIA_CLOCK_OFFSET_MS_MAX);
}

static void
test_stop_is_quiet_and_start_goes_on (void)
{
  g_auto (Laptop) anna = { 0 };
  StubTransport *stub = start_with_stub (&anna);

  stub_answer (stub, 0);
  amia_sync_start (anna.sync);
  WAIT_UNTIL (stub->n_polls == 1);
  amia_sync_stop (anna.sync);
  g_assert_cmpint (amia_sync_get_phase (anna.sync), ==, AMIA_SYNC_IDLE);
  g_assert_null (stub->held);

  stub_answer (stub, 0);
  amia_sync_start (anna.sync);
  WAIT_UNTIL (stub->n_polls == 2);
}

/* --- Small things ----------------------------------------------------------------------------- */

static void
test_addresses (void)
{
  static const struct
  {
    const char *url;
    const char *whole; /* NULL if it is refused */
  } addresses[] = {
    { "https://amia.example", "https://amia.example/v1/sync" },
    { "https://amia.example/", "https://amia.example/v1/sync" },
    { "https://amia.example:8443/amia", "https://amia.example:8443/amia/v1/sync" },
    { "https://amia.example/amia/", "https://amia.example/amia/v1/sync" },
    { "HTTPS://amia.example", "https://amia.example/v1/sync" },
    { "https://user:secret@amia.example?x=1#y", "https://amia.example/v1/sync" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/sync" },
    { "http://[::1]:8080", "http://[::1]:8080/v1/sync" },
    { "http://localhost", "http://localhost/v1/sync" },
    { "http://amia.example", NULL },
    { "http://localhost.evil.example", NULL },
    { "http://127.0.0.1.evil.example", NULL },
    { "http://10.0.0.1", NULL },
    { "ftp://127.0.0.1", NULL },
    { "amia.example", NULL },
    { "https://", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = amia_server_address_join (addresses[i].url, "/v1/sync", &error);
      g_autofree char *whole = uri != NULL ? g_uri_to_string (uri) : NULL;

      g_assert_cmpstr (whole, ==, addresses[i].whole);
      g_assert_true ((error == NULL) == (whole != NULL));
    }
}

static void
test_server_time_is_the_middle_of_short_ways (void)
{
  AmiaServerTime time = { 0 };

  g_assert_cmpint (amia_server_time_get (&time, 700), ==, 700);
  g_assert_true (amia_server_time_note (&time, 5000, 1000, 1100, FALSE));
  g_assert_cmpint (time.offset_ms, ==, 3950);

  /* A longer way is not believed against a shorter one; a set clock tells nothing. */
  g_assert_false (amia_server_time_note (&time, 6500, 2000, 3400, FALSE));
  g_assert_cmpint (time.offset_ms, ==, 3950);
  g_assert_false (amia_server_time_note (&time, 99000, 5000, 4000, FALSE));

  /* Of the three shortest the middle one; a held answer only confirms. */
  g_assert_false (amia_server_time_note (&time, 7970, 4000, 4020, FALSE));
  g_assert_false (amia_server_time_note (&time, 8980, 5000, 5020, FALSE));
  g_assert_cmpint (time.offset_ms, ==, 3960);
  g_assert_false (amia_server_time_note (&time, 30000, 6000, 26040, TRUE));
  g_assert_cmpint (time.offset_ms, ==, 3960);
  g_assert_cmpint (amia_server_time_get (&time, 700), ==, 4660);
}

/* What does not fit is no matter of ways: a clock was set, here or there. */
static void
test_server_time_starts_over_when_a_clock_was_set (void)
{
  for (int was_held = 0; was_held <= 1; was_held++)
    {
      AmiaServerTime time = { 0 };

      for (gint64 i = 0; i < 5; i++)
        (void) amia_server_time_note (&time, 50 + i * 1000, i * 1000, i * 1000 + 100, FALSE);
      g_assert_cmpint (time.offset_ms, ==, 0);

      g_assert_true (amia_server_time_note (&time, 3600100, 6000, 6100, was_held));
      g_assert_cmpint (time.offset_ms, ==, was_held ? 3594000 : 3594050);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/server/what-one-types-the-other-reads",
                   test_what_one_types_the_other_reads);
  g_test_add_func ("/sync/server/offline-is-said-and-ends-by-itself",
                   test_offline_is_said_and_ends_by_itself);
  g_test_add_func ("/sync/server/wrong-password-and-wrong-account",
                   test_wrong_password_and_wrong_account);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/failure/", failures[i].name, NULL);

      g_test_add_data_func (path, &failures[i], test_failure);
    }
  g_test_add_func ("/sync/token-ends-and-a-new-one-goes-on",
                   test_token_ends_and_a_new_one_goes_on);
  g_test_add_func ("/sync/fork-throws-the-token-away", test_fork_throws_the_token_away);
  g_test_add_func ("/sync/laptop_commit-travels-beside-the-poll", test_commit_travels_beside_the_poll);
  g_test_add_func ("/sync/revoked-device-falls-silent", test_revoked_device_falls_silent);
  g_test_add_func ("/sync/clock-that-is-wrong-is-noticed", test_clock_that_is_wrong_is_noticed);
  g_test_add_func ("/sync/stop-is-quiet-and-start-goes-on", test_stop_is_quiet_and_start_goes_on);
  g_test_add_func ("/sync/addresses", test_addresses);
  g_test_add_func ("/sync/server-time/is-the-middle-of-short-ways",
                   test_server_time_is_the_middle_of_short_ways);
  g_test_add_func ("/sync/server-time/starts-over-when-a-clock-was-set",
                   test_server_time_starts_over_when_a_clock_was_set);

  return g_test_run ();
}
