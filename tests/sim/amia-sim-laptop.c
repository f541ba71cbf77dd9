/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-round-event.h"
#include "amia-round.h"
#include "amia-sim.h"
#include "amia-store-sync.h"

/* The laptops: each a real replica and a real plan, on a disk of its own. */

#define DELAY_MS_MAX 400
#define SIGN_IN_MS   5000
#define WRITES_MAX   40

static const char *const owners[SIM_CLIENTS_MAX] = { "anna", "bertil", "cecilia", "david" };
static const char *const agencies[SIM_CLIENTS_MAX] = { "FK", "AF", "VARD", "FK" };

static const char *
get_passphrase (const SimClient *client)
{
  return client->is_sealed ? "Sju sorters kakor" : NULL;
}

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

gint64
sim_get_last (SimClient *client)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_get_sync_state (client->store, &state, &error));
  return state.last;
}

/* --- Starting and stopping ------------------------------------------------------------------- */

void
sim_stop_client (SimClient *client)
{
  if (client->store != NULL && !sim_disk_is_stopped (client->disk))
    sim_note_held (client, NULL);
  forget_round (client);
  sim_stop_carrying (client);
  client->timer_at_ms = 0;
  g_clear_pointer (&client->old_request, amia_sync_request_free);
  g_clear_pointer (&client->old_answer, g_bytes_unref);
  g_clear_pointer (&client->late_request, amia_sync_request_free);
  g_clear_pointer (&client->late_answer, g_bytes_unref);
  g_clear_pointer (&client->store, amia_store_close);
}

void
sim_start_client (SimClient *client)
{
  g_autoptr (GError) error = NULL;
  gint64 last;

  if (client->store == NULL)
    client->store = amia_store_open (client->path, get_passphrase (client), &error);
  g_assert_no_error (error);
  amia_store_set_clock (client->store, read_clock, client);
  g_assert_true (amia_store_keep_day (client->store, &error));
  sim_check_lease (client);
  last = sim_get_last (client);
  g_assert_cmpint (last, >=, client->last_safe);
  client->last_safe = last;
  amia_plan_init (&client->plan, g_rand_int (client->sim->random));
  sim_tell (client,
            (AmiaSyncEvent){ .type = AMIA_SYNC_STARTED,
                             .is_signed_in = client->sign_in_at_ms == 0 });
}

void
sim_wake_client (SimClient *client)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_keep_day (client->store, &error));
  sim_check_lease (client);
  /* An answer of the day before says nothing of what ended at midnight. */
  client->answer_seq = -1;
}

gboolean
sim_mend_client (SimClient *client)
{
  gboolean is_power_cut;

  if (!sim_disk_is_stopped (client->disk))
    {
      sim_disk_go_on (client->disk);
      return FALSE;
    }

  is_power_cut = sim_happens (client->sim, 70);
  sim_trace (client->sim,
             "client %u: its %s ended in the middle",
             client->index,
             is_power_cut ? "power" : "program");
  sim_stop_client (client);
  sim_disk_restart (client->disk, is_power_cut);
  sim_start_client (client);
  return TRUE;
}

static void
make_laptop (SimClient *client)
{
  g_autofree char *name = g_strdup_printf ("laptop-%u-%u.db", client->index, client->n_names);
  g_autoptr (GError) error = NULL;

  g_free (client->path);
  client->path = g_build_filename (client->sim->folder, name, NULL);
  g_clear_pointer (&client->disk, sim_disk_free);
  client->disk = sim_disk_new (client->path, client->sim->random);
  client->is_sealed = sim_happens (client->sim, client->sim->faults.vault);
  if (!client->is_sealed)
    sim_put_replica (client->path);
  client->n_backed_up = -1;
  client->last_safe = 0;
  client->n_noted = 0;
  client->contact_ms = 0;
  client->is_estranged = client->is_revoked = FALSE;
  client->store = amia_store_create (client->path,
                                     client->reader.user,
                                     client->reader.agency,
                                     get_passphrase (client),
                                     &error);
  g_assert_no_error (error);
}

void
sim_add_client (Sim *sim)
{
  guint      owner = sim->n_clients;
  SimClient *client = &sim->clients[owner];

  /* The fourth is a colleague of the first, or the first one's other laptop. */
  gboolean is_other = owner == 3 && sim_happens (sim, 50);

  client->sim = sim;
  client->index = sim->n_clients++;
  client->reader.user = owners[is_other ? 0 : owner];
  client->reader.agency = agencies[owner];
  client->knows_epoch = TRUE;
  client->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  client->opened = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  client->put_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  client->is_old = sim_happens (sim, sim->faults.old_program);
  client->is_plain = sim_happens (sim, sim->faults.plain);
  if (sim_happens (sim, sim->faults.wrong_clock))
    client->skew_ms = (gint64) g_rand_int_range (sim->random, -30000, 30000) * SIM_HOUR_MS;

  make_laptop (client);
  if (!is_other)
    sim_add_account (client);
  g_assert_true (sim_sign_in (client));
  sim_start_client (client);
}

void
sim_replace_laptop (SimClient *client)
{
  g_assert_true (client->is_revoked);
  sim_trace (client->sim, "client %u is a new laptop", client->index);
  sim_lose_words (client, 0);
  sim_lose_blobs (client);
  sim_stop_client (client);
  client->sign_in_at_ms = 0;
  make_laptop (client);
  g_assert_true (sim_sign_in (client));
  sim_start_client (client);
}

/* --- Rounds ---------------------------------------------------------------------------------- */

static void
begin_round (SimClient             *client,
             const AmiaSyncActions *actions)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  AmiaRoundLimits limits = {
    .changes_max = actions->changes_max,
    .bytes_max = actions->bytes_max,
    .page_max = MIN (actions->page_max, sim->faults.small > 0 ? 1 + sim->seed % 2
                                                              : 3 + sim->seed % 17),
    .wait_seconds = actions->wait_seconds,
  };

  forget_round (client);
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
    client->arrives_at_ms = sim->now_ms + 1 + sim_pick (sim, DELAY_MS_MAX);
}

/* Something is to be put right here, by what the last answer said. */
static void
mend (SimClient   *client,
      AmiaSyncMend what,
      guint64      round)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaProblem) problem = NULL;
  g_autofree char *before = sim_dup_texts (client);
  g_autofree char *after = NULL;

  if (client->old_answer != NULL)
    {
      gsize       length;
      const char *text = g_bytes_get_data (client->old_answer, &length);

      problem = amia_problem_decode (text, length, NULL);
    }

  sim_trace (sim, "client %u %s", client->index, what == AMIA_SYNC_MEND_FORK ? "forks" : "rewinds");
  g_assert_true (amia_round_mend (client->store, what, problem, &error));
  after = sim_dup_texts (client);
  g_assert_cmpstr (before, ==, after);
  if (what == AMIA_SYNC_MEND_FORK)
    {
      g_assert_true (sim->has_set_back);
      client->n_backed_up = -1;
      client->last_safe = sim_get_last (client);
      client->is_estranged = FALSE;
      client->sign_in_at_ms = sim->now_ms + SIGN_IN_MS;
    }
  sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_MENDED, .round = round });
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
  if (actions.ask_sign_in && client->sign_in_at_ms == 0)
    client->sign_in_at_ms = client->sim->now_ms + SIGN_IN_MS;
  if (actions.send)
    begin_round (client, &actions);
  if (actions.mend != AMIA_SYNC_MEND_NONE)
    mend (client, actions.mend, actions.round);
  if (actions.revoke)
    sim_replace_laptop (client);
}

/* --- Answers --------------------------------------------------------------------------------- */

/* What the transport would make of a problem, by its status. */
static AmiaSyncEvent
get_trouble (const AmiaProblem *problem)
{
  static const struct
  {
    const char     *code;
    AmiaSyncTrouble trouble;
  } troubles[] = {
    { "unauthorized", AMIA_SYNC_TROUBLE_SIGN_IN },
    { "forbidden", AMIA_SYNC_TROUBLE_FORBIDDEN },
    { "revoked", AMIA_SYNC_TROUBLE_REVOKED },
    { "schema", AMIA_SYNC_TROUBLE_OUTDATED },
    { "busy", AMIA_SYNC_TROUBLE_SERVER },
    { "full", AMIA_SYNC_TROUBLE_SERVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      if (strcmp (problem->code, troubles[i].code) == 0)
        return (AmiaSyncEvent){ .type = AMIA_SYNC_FAILED, .trouble = troubles[i].trouble };
    }

  return amia_sync_event_from_problem (problem);
}

static AmiaSyncEvent
take_problem (SimClient *client,
              GBytes    *answer)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  gsize       length;
  const char *text = g_bytes_get_data (answer, &length);
  g_autoptr (AmiaProblem) problem = amia_problem_decode (text, length, &error);

  g_assert_no_error (error);
  sim_trace (sim, "client %u is told %s", client->index, problem->code);

  /* Nothing else here gives the server a reason to speak of these. */
  if (strcmp (problem->code, "fork") == 0)
    g_assert_true (sim->has_set_back);
  if (strcmp (problem->code, "gap") == 0 || strcmp (problem->code, "epoch") == 0)
    g_assert_true (sim->has_set_server_back || sim->has_set_back);
  if (strcmp (problem->code, "schema") == 0)
    g_assert_true (client->is_old);
  if (strcmp (problem->code, "revoked") == 0)
    g_assert_true (client->is_revoked);
  g_assert_cmpstr (problem->code, !=, "malformed");
  return get_trouble (problem);
}

/* An answer may have been on its way since before the server was set back. */
static gboolean
is_of_this_life (Sim                    *sim,
                 const AmiaSyncResponse *response)
{
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_get_life (amia_rounds_get_ledger (sim->rounds), &life, &error));
  return strcmp (life.epoch, response->epoch) == 0;
}

static AmiaSyncEvent
take_response (SimClient             *client,
               const AmiaSyncRequest *request,
               GBytes                *answer)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaSyncResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  AmiaRoundOutcome outcome;
  gsize            length;
  const char      *text = g_bytes_get_data (answer, &length);

  response = amia_sync_response_decode (text, length, &error);
  g_assert_no_error (error);
  /* What it takes away was here, for however short a time. */
  if (response->scopes->len > 0)
    sim_note_held (client, NULL);
  if (!amia_round_take (client->store, request, response, &outcome, &error))
    {
      sim_trace (sim, "client %u could not take it", client->index);
      return amia_sync_event_from_error (error);
    }

  sim_trace (sim,
             "taken %u pushed %u refused %u kept %u pulled %u left %u",
             client->index,
             outcome.n_pushed,
             outcome.n_refused,
             outcome.n_escrowed,
             outcome.n_pulled,
             outcome.n_left);
  client->contact_ms = sim->now_ms;
  client->is_estranged &= outcome.needs_fork;
  client->knows_epoch |= !outcome.needs_fork && is_of_this_life (sim, response);
  return amia_sync_event_from_outcome (&outcome);
}

static void
take_again (SimClient             *client,
            const AmiaSyncRequest *request,
            GBytes                *answer)
{
  g_autoptr (AmiaSyncResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  AmiaRoundOutcome outcome;
  gsize            length;
  const char      *text;

  text = g_bytes_get_data (answer, &length);
  response = amia_sync_response_decode (text, length, NULL);
  if (response == NULL)
    return;

  sim_trace (client->sim, "client %u gets an old answer again", client->index);
  g_assert_true (amia_round_take (client->store, request, response, &outcome, &error));
}

/* An answer that comes twice. */
static void
repeat_answer (SimClient *client)
{
  if (client->old_request != NULL && client->old_answer != NULL)
    take_again (client, client->old_request, client->old_answer);
}

/* Has the answer wait until the laptop has given it up and taken a newer one. */
static gboolean
delay_answer (SimClient       *client,
              AmiaSyncRequest *request,
              GBytes          *answer)
{
  if (client->answer_status != 200 || client->late_answer != NULL ||
      !sim_happens (client->sim, client->sim->faults.late_answer))
    return FALSE;

  sim_trace (client->sim, "answer %u is late", client->index);
  client->late_request = request;
  client->late_answer = answer;
  return TRUE;
}

static void
take_late (SimClient *client)
{
  if (client->late_answer == NULL)
    return;

  take_again (client, client->late_request, client->late_answer);
  g_clear_pointer (&client->late_request, amia_sync_request_free);
  g_clear_pointer (&client->late_answer, g_bytes_unref);
}

static void
keep_answer (SimClient       *client,
             AmiaSyncRequest *request,
             GBytes          *answer)
{
  g_clear_pointer (&client->old_request, amia_sync_request_free);
  g_clear_pointer (&client->old_answer, g_bytes_unref);
  client->old_request = request;
  client->old_answer = answer;
}

/* What must be true now, and need not be a moment later. */
static void
look (SimClient *client,
      gint64     answer_seq)
{
  Sim   *sim = client->sim;
  gint64 head = sim_oracle_read (sim->oracle, amia_rounds_get_ledger (sim->rounds));

  if (!sim_happens (sim, 25))
    return;

  sim_note_held (client, NULL);
  if (answer_seq == head)
    sim_check_forgotten (client);
}

/* The same, every time. */
static void
look_closely (SimClient *client,
              gint64     answer_seq)
{
  Sim *sim = client->sim;

  if (sim_oracle_read (sim->oracle, amia_rounds_get_ledger (sim->rounds)) == answer_seq)
    sim_check_forgotten (client);
}

void
sim_take_answer (SimClient *client)
{
  Sim             *sim = client->sim;
  AmiaSyncRequest *request = g_steal_pointer (&client->request);
  GBytes          *answer = g_steal_pointer (&client->answer);
  gint64           answer_seq = client->answer_seq;
  guint64          round = client->round;
  AmiaSyncEvent    event;

  forget_round (client);
  if (delay_answer (client, request, answer))
    return;
  keep_answer (client, request, answer);
  if (sim_happens (sim, sim->faults.crash_client))
    sim_disk_stop_after (client->disk, sim_pick (sim, WRITES_MAX));
  sim_disk_set_full (client->disk, sim_happens (sim, sim->faults.full_disk));
  event = client->answer_status == 200 ? take_response (client, request, answer)
                                       : take_problem (client, answer);
  sim_disk_set_full (client->disk, FALSE);
  if (sim_mend_client (client))
    return;

  if (client->answer_status == 200 && event.type == AMIA_SYNC_ANSWERED)
    {
      look (client, answer_seq);
      if (sim_happens (sim, sim->faults.repeat_answer))
        repeat_answer (client);
      if (client->late_answer != NULL && !sim_happens (sim, sim->faults.later))
        {
          take_late (client);
          look_closely (client, answer_seq);
        }
    }
  /* Who is about to fork has heard what may be seen, too: the new name may be long in coming. */
  else if (client->answer_status == 200 && event.type == AMIA_SYNC_PROBLEM)
    look_closely (client, answer_seq);
  event.round = round;
  sim_tell (client, event);
  /* With what came there may be something to fetch, and what was put off may have come. */
  if (sim->faults.blobs > 0 && client->carry_at_ms == 0)
    client->carry_at_ms = sim->now_ms + 1 + sim_pick (sim, DELAY_MS_MAX);
}
