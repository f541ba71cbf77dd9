/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-restore.h"
#include "amia-store-sync.h"

/* The office's time: what is on its way, and what comes of it. */

#define START_MS     G_GINT64_CONSTANT (1767772800000)
#define HEAL_MS      (40 * 60 * 1000)
#define STEP_MS      3000
#define DELAY_MS_MAX 400

gboolean
sim_happens (Sim  *sim,
             guint percent)
{
  return percent > 0 && (guint) g_rand_int_range (sim->random, 0, 100) < percent;
}

guint
sim_pick (Sim  *sim,
          guint n)
{
  g_assert_cmpuint (n, >, 0);
  return (guint) g_rand_int_range (sim->random, 0, (gint32) n);
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
  if (sim->is_talking)
    g_print ("%9.3f h  %s\n", (double) (sim->now_ms - START_MS) / SIM_HOUR_MS, text);
}

/* --- The network ----------------------------------------------------------------------------- */

static void
send_answer (SimClient       *client,
             AmiaRoundAnswer *answer)
{
  Sim *sim = client->sim;

  client->arrives_at_ms = client->held_until_ms = 0;
  sim_trace (sim, "answer %u %u", client->index, answer->status);
  if (sim_happens (sim, sim->faults.lose_answer))
    return;

  g_clear_pointer (&client->answer, g_bytes_unref);
  client->answer_status = answer->status;
  if (answer->response != NULL)
    {
      amia_sync_response_shorten (answer->response, client->request);
      client->answer = amia_sync_response_encode (answer->response);
    }
  else
    {
      char *text = amia_problem_encode (answer->problem);

      client->answer = g_bytes_new_take (text, strlen (text));
    }
  client->answer_at_ms = sim->now_ms + 1;
  if (!sim->faults.fast)
    client->answer_at_ms += sim_pick (sim, DELAY_MS_MAX);
}

static void
serve (SimClient *client,
       gboolean   may_hold)
{
  g_autoptr (AmiaRoundAnswer) answer = sim_ask_server (client, may_hold);

  if (answer == NULL)
    client->arrives_at_ms = client->held_until_ms = 0;
  else if (answer->status != 0)
    send_answer (client, answer);
  else
    {
      client->arrives_at_ms = 0;
      if (client->held_until_ms == 0)
        client->held_until_ms = client->sim->now_ms + client->request->wait_seconds * 1000;
    }
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

  if (sim_happens (sim, sim->faults.repeat_request))
    {
      g_autoptr (AmiaRoundAnswer) unread = sim_ask_server (client, FALSE);
    }

  serve (client, client->request->wait_seconds > 0);
  wake_waiting (sim, client);
}

/* --- Time ----------------------------------------------------------------------------------- */

static gint64
get_next (const SimClient *client)
{
  const gint64 times[] = {
    client->timer_at_ms,
    client->arrives_at_ms,
    client->held_until_ms,
    client->sign_in_at_ms,
    client->answer_at_ms,
    client->carry_at_ms,
  };
  gint64 next_ms = G_MAXINT64;

  if (client->store == NULL)
    return next_ms;

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    next_ms = times[i] != 0 ? MIN (next_ms, times[i]) : next_ms;
  return next_ms;
}

static void
let_happen (SimClient *client)
{
  gint64 now_ms = client->sim->now_ms;

  if (client->answer_at_ms != 0 && client->answer_at_ms <= now_ms)
    sim_take_answer (client);
  else if (client->arrives_at_ms != 0 && client->arrives_at_ms <= now_ms)
    arrive (client);
  else if (client->held_until_ms != 0 && client->held_until_ms <= now_ms)
    serve (client, FALSE);
  else if (client->sign_in_at_ms != 0 && client->sign_in_at_ms <= now_ms)
    {
      client->sign_in_at_ms = 0;
      if (sim_sign_in (client))
        sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_SIGNED_IN });
      else
        sim_replace_laptop (client);
    }
  else if (client->carry_at_ms != 0 && client->carry_at_ms <= now_ms)
    sim_carry (client);
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

/* All laptops are shut down, or only closed, until ten o'clock of a later day. */
static void
sleep_until_day (Sim  *sim,
                 guint n_days)
{
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (sim->clients[i].store != NULL && !sim_happens (sim, sim->faults.lid))
        sim_stop_client (&sim->clients[i]);
    }

  /* The office opened at nine o'clock in winter. */
  sim->now_ms = START_MS + SIM_HOUR_MS +
                ((sim->now_ms - START_MS) / SIM_DAY_MS + n_days) * SIM_DAY_MS;
  sim_trace (sim, "%u days later", n_days);
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (sim->clients[i].store != NULL)
        sim_wake_client (&sim->clients[i]);
    }
}

static void
fall_asleep (Sim *sim)
{
  guint what = sim_pick (sim, 100);

  sleep_until_day (sim, what < 70 ? 1 : what < 90 ? 2 + sim_pick (sim, 8)
                                                  : 32 + sim_pick (sim, 8));
}

/* --- Public --------------------------------------------------------------------------------- */

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *template = g_strdup ("/dev/shm/amia-sim-XXXXXX");
  char *folder;

  if (g_access ("/dev/shm", W_OK) == 0 && g_mkdtemp (template) != NULL)
    return g_steal_pointer (&template);

  folder = g_dir_make_tmp ("amia-sim-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

Sim *
sim_new (guint            seed,
         const SimFaults *faults,
         gboolean         is_talking)
{
  Sim             *sim = g_new0 (Sim, 1);
  g_autofree char *server = NULL;
  guint            n_clients;

  sim->seed = seed;
  sim->is_talking = is_talking;
  sim->random = g_rand_new_with_seed (seed);
  sim->faults = *faults;
  sim->now_ms = START_MS;
  sim->head_backed_up = -1;
  sim->trace = g_checksum_new (G_CHECKSUM_SHA256);
  sim->cases = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  sim->participants = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  sim->consents = g_array_new (FALSE, FALSE, sizeof (SimRecord));
  sim->members = g_array_new (FALSE, FALSE, sizeof (SimRecord));
  sim->records = g_array_new (FALSE, FALSE, sizeof (SimRecord));
  sim->words = g_array_new (FALSE, FALSE, sizeof (SimWord));
  sim->blobs = g_array_new (FALSE, FALSE, sizeof (SimBlob));
  g_array_set_clear_func (sim->blobs, (GDestroyNotify) sim_blob_clear);
  sim->oracle = sim_oracle_new ();
  sim->folder = make_folder ();
  server = g_build_filename (sim->folder, "server.db", NULL);
  sim->server_disk = sim_disk_new (server, sim->random);
  if (sim_postgres_is_used ())
    sim->place = sim_postgres_make ();
  else
    {
      sim->place = g_strdup (server);
      sim_put_ledger (server);
    }

  sim_start_server (sim);
  n_clients = 2 + sim_pick (sim, SIM_CLIENTS_MAX - 1);
  for (guint i = 0; i < n_clients; i++)
    sim_add_client (sim);
  return sim;
}

void
sim_run (Sim  *sim,
         guint n_actions)
{
  for (guint i = 0; i < n_actions; i++)
    {
      gboolean is_long;

      if (sim_happens (sim, sim->faults.night))
        fall_asleep (sim);
      sim_act (&sim->clients[sim_pick (sim, sim->n_clients)]);
      /* Two people write in the same millisecond. */
      if (sim_happens (sim, sim->faults.crowd / 2))
        continue;
      is_long = sim_happens (sim, sim->faults.crowd > 0 ? 40 : 10);
      pass (sim, sim->now_ms + sim_pick (sim, is_long ? 90000 : 2000));
    }
}

static gboolean
is_quiet (Sim *sim)
{
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (sim->clients[i].held_until_ms == 0)
        return FALSE;
    }

  return TRUE;
}

static void
check_queues (SimClient *client)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_get_sync_state (client->store, &state, &error));
  g_assert_cmpint (state.acked, ==, state.last);
  g_assert_cmpuint (state.lanes->len, ==, 0);
  g_assert_cmpuint (state.receipts->len, ==, 0);
  g_assert_cmpuint (state.facts->len, ==, 0);
  g_assert_cmpint (client->plan.phase, ==, AMIA_SYNC_LISTENING);
}

static void
pass_until_quiet (Sim *sim)
{
  gint64 until_ms = sim->now_ms + HEAL_MS;

  do
    pass (sim, sim->now_ms + STEP_MS);
  while (!is_quiet (sim) && sim->now_ms < until_ms);

  g_assert_true (is_quiet (sim));
  for (guint i = 0; i < sim->n_clients; i++)
    check_queues (&sim->clients[i]);
}

void
sim_heal (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  gboolean was_closed;

  sim->faults = (SimFaults){ .lid = sim->faults.lid,
                             .snapshots = sim->faults.snapshots,
                             .blobs = sim->faults.blobs };
  sleep_until_day (sim, 1);
  sim_trace (sim, "all is well again");
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (sim->clients[i].is_old && sim->clients[i].store != NULL)
        sim_stop_client (&sim->clients[i]);
      sim->clients[i].away_until_ms = 0;
      sim->clients[i].is_old = FALSE;
      if (sim->clients[i].store == NULL)
        sim_start_client (&sim->clients[i]);
    }
  pass_until_quiet (sim);

  /* Laptops that have gone for good are not waited for. */
  g_assert_true (amia_restore_confirm (amia_rounds_get_ledger (sim->rounds),
                                       sim->now_ms,
                                       &was_closed,
                                       &error));
  g_assert_true (!was_closed || sim->has_set_server_back);
  for (guint i = 0; i < sim->n_clients; i++)
    sim->clients[i].is_awaited = FALSE;
  if (was_closed)
    {
      wake_waiting (sim, NULL);
      pass_until_quiet (sim);
    }
  sim_carry_all (sim);
}

char *
sim_dup_trace (Sim *sim)
{
  return g_strdup (g_checksum_get_string (sim->trace));
}

void
sim_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_unlink (file) != 0)
        sim_remove_folder (file);
    }
  g_rmdir (path);
}

static void
free_client (SimClient *client)
{
  sim_stop_client (client);
  sim_disk_free (client->disk);
  g_hash_table_unref (client->held);
  g_hash_table_unref (client->opened);
  g_hash_table_unref (client->put_off);
  g_free (client->path);
}

void
sim_free (Sim *sim)
{
  for (guint i = 0; i < sim->n_clients; i++)
    free_client (&sim->clients[i]);
  sim_stop_server (sim);
  if (sim_postgres_is_used ())
    sim_postgres_drop (sim);
  g_free (sim->place);
  sim_disk_free (sim->server_disk);
  sim_oracle_free (sim->oracle);
  if (g_getenv ("AMIA_SIM_KEEP") == NULL)
    sim_remove_folder (sim->folder);
  g_free (sim->folder);
  g_array_unref (sim->cases);
  g_array_unref (sim->participants);
  g_array_unref (sim->consents);
  g_array_unref (sim->members);
  g_array_unref (sim->records);
  g_array_unref (sim->words);
  g_array_unref (sim->blobs);
  g_checksum_free (sim->trace);
  g_rand_free (sim->random);
  g_free (sim);
}
