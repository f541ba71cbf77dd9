/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-round-event.h"
#include "amia-round.h"
#include "amia-sql-ledger.h"
#include "amia-store-sync.h"

/* The office's time: what is on its way, and what comes of it. */

#define START_MS     G_GINT64_CONSTANT (1767772800000)
#define HOUR_MS      (3600 * 1000)
#define HEAL_MS      (40 * 60 * 1000)
#define DELAY_MS_MAX 400

static const char *const agencies[] = { "FK", "AF", "VARD", "KOMMUN" };

gboolean
sim_happens (Sim  *sim,
             guint percent)
{
  return (guint) g_rand_int_range (sim->random, 0, 100) < percent;
}

void
sim_trace (Sim        *sim,
           const char *format,
           ...)
{
  va_list          values;
  g_autofree char *text = NULL;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_checksum_update (sim->trace, (const guchar *) text, (gssize) strlen (text));
  if (g_getenv ("AMIA_SIM_TRACE") != NULL)
    g_test_message ("%" G_GINT64_FORMAT " %s", sim->now_ms - START_MS, text);
}

/* --- The server ----------------------------------------------------------------------------- */

static void
make_token (const SimClient *client,
            guint8          *token)
{
  memset (token, 0, AMIA_TOKEN_HASH_LENGTH);
  token[0] = (guint8) (client->index + 1);
  token[1] = (guint8) client->n_names;
}

static void
start_server (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (sim->folder, "server.db", NULL);

  g_clear_pointer (&sim->rounds, amia_rounds_free);
  g_clear_object (&sim->ledger);
  sim->ledger = amia_sql_ledger_open (path, &error);
  g_assert_no_error (error);
  sim->rounds = amia_rounds_new (sim->ledger);
}

/* Signs a laptop in under the name it has now. */
static void
add_device (SimClient *client)
{
  AmiaLedger *ledger = client->sim->ledger;
  g_autoptr (GError) error = NULL;
  AmiaDevice device = {
    .id = amia_store_get_identity (client->store)->device,
    .user = client->user,
    .expires_ms = G_MAXINT64,
  };

  client->n_names++;
  make_token (client, device.token);
  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_put_device (ledger, &device, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
}

static void
add_account (SimClient *client)
{
  AmiaLedger *ledger = client->sim->ledger;
  g_autoptr (GError) error = NULL;
  AmiaAccount account = {
    .name = client->user,
    .agency = (char *) agencies[client->index],
    .role = (char *) "caseworker",
    .password = (char *) "",
  };

  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_add_account (ledger, &account, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
  add_device (client);
}

/* What went over the wire is what is decoded, so that a field that is not sent is not there. */
static AmiaSyncRequest *
resend (const AmiaSyncRequest *request)
{
  g_autoptr (GBytes) bytes = amia_sync_request_encode (request);
  g_autoptr (GError) error = NULL;
  gsize            length;
  const char      *text = g_bytes_get_data (bytes, &length);
  AmiaSyncRequest *received = amia_sync_request_decode (text, length, &error);

  g_assert_no_error (error);
  return received;
}

static AmiaRoundAnswer *
ask_server (SimClient *client,
            gboolean   may_hold)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaSyncRequest) received = resend (client->request);
  AmiaRoundAsk ask = {
    .request = received,
    .now_ms = sim->now_ms,
    .may_hold = may_hold,
  };

  make_token (client, ask.token);
  sim->n_rounds++;
  return amia_rounds_run (sim->rounds, &ask);
}

static void
send_answer (SimClient       *client,
             AmiaRoundAnswer *answer)
{
  Sim *sim = client->sim;

  client->arrives_at_ms = client->held_until_ms = 0;
  sim_trace (sim, "answer %u %u", client->index, answer->status);
  if (sim_happens (sim, sim->faults.lose_answer))
    return;

  client->answer_status = answer->status;
  client->answer = answer->response != NULL ? amia_sync_response_encode (answer->response) : NULL;
  if (answer->response == NULL)
    {
      char *text = amia_problem_encode (answer->problem);

      client->answer = g_bytes_new_take (text, strlen (text));
    }
  client->answer_at_ms = sim->now_ms + g_rand_int_range (sim->random, 1, DELAY_MS_MAX);
}

static void
serve (SimClient *client,
       gboolean   may_hold)
{
  g_autoptr (AmiaRoundAnswer) answer = ask_server (client, may_hold);

  if (answer->status == 0)
    {
      client->arrives_at_ms = 0;
      if (client->held_until_ms == 0)
        client->held_until_ms = client->sim->now_ms + client->request->wait_seconds * 1000;
      return;
    }

  send_answer (client, answer);
}

/* Somebody brought something: whoever waits may have something to get. */
static void
wake_waiting (Sim       *sim,
              SimClient *but)
{
  for (guint i = 0; i < sim->n_clients; i++)
    {
      SimClient *client = &sim->clients[i];

      if (client != but && client->held_until_ms != 0)
        serve (client, TRUE);
    }
}

static void
arrive (SimClient *client)
{
  Sim *sim = client->sim;

  if (sim_happens (sim, sim->faults.crash_server))
    {
      sim_trace (sim, "server restarts");
      start_server (sim);
    }
  if (sim_happens (sim, sim->faults.repeat_request))
    {
      g_autoptr (AmiaRoundAnswer) unread = ask_server (client, FALSE);
    }

  serve (client, client->request->wait_seconds > 0);
  wake_waiting (sim, client);
}

/* --- The laptops ---------------------------------------------------------------------------- */

static gint64
read_clock (gpointer data)
{
  SimClient *client = data;

  return client->sim->now_ms + client->skew_ms;
}

static void
forget_round (SimClient *client)
{
  g_clear_pointer (&client->request, amia_sync_request_free);
  g_clear_pointer (&client->answer, g_bytes_unref);
  client->arrives_at_ms = client->held_until_ms = client->answer_at_ms = 0;
}

static void
begin_round (SimClient             *client,
             const AmiaSyncActions *actions)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  AmiaRoundLimits limits = {
    .changes_max = actions->changes_max,
    .bytes_max = actions->bytes_max,
    .page_max = actions->page_max,
    .wait_seconds = actions->wait_seconds,
  };

  g_assert_null (client->request);
  client->request = amia_round_prepare (client->store, &limits, &error);
  g_assert_no_error (error);
  client->round = actions->round;
  sim_trace (sim,
             "send %u from %" G_GINT64_FORMAT " +%u since %" G_GINT64_FORMAT,
             client->index,
             client->request->from,
             client->request->changes->len,
             client->request->since);
  /* A lost request is never heard of: only the plan's own deadline ends it. */
  if (client->away_until_ms <= sim->now_ms && !sim_happens (sim, sim->faults.lose_request))
    client->arrives_at_ms = sim->now_ms + g_rand_int_range (sim->random, 1, DELAY_MS_MAX);
}

/* The file was set back: it takes a new name, and somebody signs in again. */
static void
fork_client (SimClient *client,
             guint64    round)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (client->sim->has_set_back);
  sim_trace (client->sim, "client %u forks", client->index);
  g_assert_true (amia_round_fork (client->store, &error));
  client->n_backed_up = -1;
  client->is_estranged = FALSE;
  add_device (client);
  sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_MENDED, .round = round });
  g_assert_cmpint (client->plan.phase, ==, AMIA_SYNC_SIGNED_OUT);
  sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_SIGNED_IN });
}

void
sim_tell (SimClient    *client,
          AmiaSyncEvent event)
{
  AmiaSyncActions actions;

  event.now_ms = client->sim->now_ms;
  amia_plan_step (&client->plan, &event, &actions);
  client->timer_at_ms = actions.timer_at_ms;
  if (actions.cancel)
    forget_round (client);
  if (actions.send)
    begin_round (client, &actions);
  if (actions.mend == AMIA_SYNC_MEND_FORK)
    fork_client (client, actions.round);
}

static AmiaSyncEvent
take_problem (SimClient  *client,
              const char *text,
              gsize       length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaProblem) problem = amia_problem_decode (text, length, &error);

  g_assert_no_error (error);
  /* Nothing here gives the server a reason to speak of anything else. */
  g_assert_cmpstr (problem->code, ==, "fork");
  return amia_sync_event_from_problem (problem);
}

static void
take_answer (SimClient *client)
{
  g_autoptr (AmiaSyncRequest) request = g_steal_pointer (&client->request);
  g_autoptr (GBytes) answer = g_steal_pointer (&client->answer);
  g_autoptr (GError) error = NULL;
  gsize         length;
  const char   *text = g_bytes_get_data (answer, &length);
  AmiaSyncEvent event;

  forget_round (client);
  if (client->answer_status == 200)
    {
      g_autoptr (AmiaSyncResponse) response = amia_sync_response_decode (text, length, &error);
      AmiaRoundOutcome outcome;

      g_assert_no_error (error);
      g_assert_true (amia_round_take (client->store, request, response, &outcome, &error));
      g_assert_true (outcome.n_refused == 0 || client->sim->has_set_back);
      event = amia_sync_event_from_outcome (&outcome);
      client->is_estranged &= outcome.needs_fork;
      sim_trace (client->sim,
                 "taken %u pushed %u pulled %u left %u",
                 client->index,
                 outcome.n_pushed,
                 outcome.n_pulled,
                 outcome.n_left);
    }
  else
    event = take_problem (client, text, length);

  event.round = client->round;
  sim_tell (client, event);
}

void
sim_start_client (SimClient *client)
{
  g_autoptr (GError) error = NULL;

  if (client->store == NULL)
    client->store = amia_store_open (client->path, NULL, &error);
  g_assert_no_error (error);
  amia_store_set_clock (client->store, read_clock, client);
  amia_plan_init (&client->plan, g_rand_int (client->sim->random));
  sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_STARTED, .is_signed_in = TRUE });
}

void
sim_stop_client (SimClient *client)
{
  forget_round (client);
  g_clear_pointer (&client->store, amia_store_close);
}

static void
add_client (Sim  *sim,
            guint index)
{
  SimClient *client = &sim->clients[index];
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("laptop-%u.db", index);

  client->sim = sim;
  client->index = index;
  client->n_backed_up = -1;
  client->user = g_strdup_printf ("user%u", index);
  client->path = g_build_filename (sim->folder, name, NULL);
  /* One clock in four is years wrong. */
  client->skew_ms =
      sim_happens (sim, 25) ? (gint64) g_rand_int_range (sim->random, -5000, 5000) * HOUR_MS : 0;
  client->store = amia_store_create (client->path, client->user, agencies[index], NULL, &error);
  g_assert_no_error (error);
  add_account (client);
  sim_start_client (client);
}

/* --- Time ----------------------------------------------------------------------------------- */

static gint64
get_next (const SimClient *client)
{
  const gint64 times[] = {
    client->timer_at_ms,
    client->arrives_at_ms,
    client->held_until_ms,
    client->answer_at_ms,
  };
  gint64 next_ms = G_MAXINT64;

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    next_ms = times[i] != 0 ? MIN (next_ms, times[i]) : next_ms;
  return next_ms;
}

static void
let_happen (SimClient *client)
{
  gint64 now_ms = client->sim->now_ms;

  if (client->answer_at_ms != 0 && client->answer_at_ms <= now_ms)
    take_answer (client);
  else if (client->arrives_at_ms != 0 && client->arrives_at_ms <= now_ms)
    arrive (client);
  else if (client->held_until_ms != 0 && client->held_until_ms <= now_ms)
    serve (client, FALSE);
  else
    sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_TIMER });
}

static void
pass (Sim   *sim,
      gint64 until_ms)
{
  for (;;)
    {
      SimClient *first = &sim->clients[0];

      for (guint i = 1; i < sim->n_clients; i++)
        first = get_next (&sim->clients[i]) < get_next (first) ? &sim->clients[i] : first;
      if (get_next (first) > until_ms)
        break;
      sim->now_ms = MAX (sim->now_ms, get_next (first));
      let_happen (first);
    }

  sim->now_ms = until_ms;
}

/* --- Public --------------------------------------------------------------------------------- */

Sim *
sim_new (guint            seed,
         guint            n_clients,
         const SimFaults *faults)
{
  Sim *sim = g_new0 (Sim, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (n_clients, <=, SIM_CLIENTS_MAX);

  sim->seed = seed;
  sim->random = g_rand_new_with_seed (seed);
  sim->faults = *faults;
  sim->now_ms = START_MS;
  sim->trace = g_checksum_new (G_CHECKSUM_SHA256);
  sim->cases = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  sim->records = g_array_new (FALSE, FALSE, sizeof (SimRecord));
  sim->folder = g_dir_make_tmp ("amia-sim-XXXXXX", &error);
  g_assert_no_error (error);

  start_server (sim);
  for (guint i = 0; i < n_clients; i++)
    {
      sim->n_clients++;
      add_client (sim, i);
    }
  return sim;
}

void
sim_run (Sim  *sim,
         guint n_actions)
{
  for (guint i = 0; i < n_actions; i++)
    {
      gint32 who = g_rand_int_range (sim->random, 0, (gint32) sim->n_clients);

      sim_act (&sim->clients[who]);
      pass (sim,
            sim->now_ms + g_rand_int_range (sim->random, 0, sim_happens (sim, 10) ? 90000 : 2000));
    }
}

void
sim_heal (Sim *sim)
{
  sim->faults = (SimFaults){ 0 };
  for (guint i = 0; i < sim->n_clients; i++)
    sim->clients[i].away_until_ms = 0;
  pass (sim, sim->now_ms + HEAL_MS);

  for (guint i = 0; i < sim->n_clients; i++)
    {
      g_auto (AmiaSyncState) state = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_true (amia_store_get_sync_state (sim->clients[i].store, &state, &error));
      g_assert_cmpint (state.acked, ==, state.last);
      g_assert_cmpuint (state.lanes->len, ==, 0);
      g_assert_cmpint (sim->clients[i].plan.phase, ==, AMIA_SYNC_LISTENING);
    }
}

char *
sim_dup_trace (Sim *sim)
{
  return g_strdup (g_checksum_get_string (sim->trace));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
sim_free (Sim *sim)
{
  for (guint i = 0; i < sim->n_clients; i++)
    {
      SimClient *client = &sim->clients[i];

      forget_round (client);
      g_clear_pointer (&client->store, amia_store_close);
      g_free (client->path);
      g_free (client->user);
    }
  g_clear_pointer (&sim->rounds, amia_rounds_free);
  g_clear_object (&sim->ledger);
  if (g_getenv ("AMIA_SIM_KEEP") == NULL)
    remove_folder (sim->folder);
  g_free (sim->folder);
  g_array_unref (sim->cases);
  g_array_unref (sim->records);
  g_checksum_free (sim->trace);
  g_rand_free (sim->random);
  g_free (sim);
}
