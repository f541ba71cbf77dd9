/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-plan.h"
#include "amia-rounds.h"
#include "amia-store.h"

G_BEGIN_DECLS

/*
 * A whole office in one thread: real replicas, the real plan, the real server rules on a real
 * ledger; only the clock, the network and the people are made up. Everything that happens follows
 * from a seed, so a run that went wrong can be run again.
 *
 * What the network does wrong: requests and answers get lost, late or are delivered twice, the
 * server gets an old request again, laptops go away for hours. What machines do wrong: programs end
 * between two transactions and start again, the server too; a laptop is set back to a copy of its
 * file.
 */

#define SIM_CLIENTS_MAX 4

/**
 * SimFaults:
 *
 * How often things go wrong, in percent of the occasions.
 */
typedef struct
{
  guint lose_request;
  guint lose_answer;
  guint repeat_request;
  guint crash_client;
  guint crash_server;
  guint go_away;
  guint back_up;
  guint set_back;
} SimFaults;

/**
 * SimRecord:
 * @kind: its kind
 * @id: its id
 * @case_id: its case
 *
 * Something that people may write in.
 */
typedef struct
{
  const char *kind;
  AmiaUuid    id;
  AmiaUuid    case_id;
} SimRecord;

typedef struct _Sim Sim;

/**
 * SimClient:
 *
 * A laptop: its replica, its plan, and the round that is on its way.
 */
typedef struct
{
  Sim       *sim;
  guint      index;
  char      *path;
  char      *user;
  AmiaStore *store;
  AmiaPlan   plan;
  gint64     timer_at_ms;
  gint64     skew_ms;
  gint64     away_until_ms;
  guint      n_committed;
  guint      n_names;      /* how many device names it has had */
  gint64     n_backed_up;  /* own changes in the copy of its file, -1 for no copy */
  gboolean   is_estranged; /* it was set back, and the server does not know yet */

  /* The round on its way, if any. */
  guint64          round;
  AmiaSyncRequest *request;
  gint64           arrives_at_ms; /* at the server, 0 for no more */
  gint64           held_until_ms; /* a poll, 0 for none */
  GBytes          *answer;
  guint            answer_status;
  gint64           answer_at_ms; /* back here, 0 for none */
} SimClient;

struct _Sim
{
  guint       seed;
  GRand      *random;
  SimFaults   faults;
  gint64      now_ms;
  char       *folder;
  AmiaLedger *ledger;
  AmiaRounds *rounds;
  SimClient   clients[SIM_CLIENTS_MAX];
  guint       n_clients;
  GArray     *cases;   /* (element-type AmiaUuid) */
  GArray     *records; /* (element-type SimRecord) */
  GChecksum  *trace;
  gboolean    has_set_back;
  guint       n_rounds;
};

/**
 * sim_new:
 * @seed: decides everything
 * @n_clients: how many laptops
 * @faults: what goes wrong
 *
 * Returns: (transfer full): an office in the morning
 */
Sim *sim_new (guint            seed,
              guint            n_clients,
              const SimFaults *faults);

/**
 * sim_run:
 * @sim: an office
 * @n_actions: so many things people do, one after the other
 *
 * Lets people write, settle, remove and come and go, while the machines sync.
 */
void sim_run (Sim  *sim,
              guint n_actions);

/**
 * sim_heal:
 * @sim: an office
 *
 * Nothing goes wrong from now on. Asserts that every queue is empty within half an hour of the
 * office's time.
 */
void sim_heal (Sim *sim);

/**
 * sim_check:
 * @sim: an office that was healed
 *
 * Asserts that all laptops say the same, that nothing anybody wrote is missing anywhere, and that
 * every projection agrees with its log.
 */
void sim_check (Sim *sim);

/**
 * sim_happens:
 * @sim: an office
 * @percent: how likely
 *
 * Returns: whether it does, this time
 */
gboolean sim_happens (Sim  *sim,
                      guint percent);

/**
 * sim_trace:
 * @sim: an office
 * @format: what happened, as for printf
 *
 * Adds to the history that the same seed must repeat.
 */
void sim_trace (Sim        *sim,
                const char *format,
                ...) G_GNUC_PRINTF (2, 3);

/**
 * sim_tell:
 * @client: a laptop
 * @event: what happened there
 *
 * Tells its plan, and does what that wants.
 */
void sim_tell (SimClient    *client,
               AmiaSyncEvent event);

/**
 * sim_stop_client:
 * @client: a laptop
 *
 * Ends its program between two transactions.
 */
void sim_stop_client (SimClient *client);

/**
 * sim_start_client:
 * @client: a laptop that was stopped, or is new
 *
 * Starts its program.
 */
void sim_start_client (SimClient *client);

/**
 * sim_back_up:
 * @client: a laptop
 *
 * Copies its file.
 */
void sim_back_up (SimClient *client);

/**
 * sim_set_back:
 * @client: a laptop
 *
 * Puts the copy in the file's place, if there is one. What was written since and had not reached
 * the server is lost by that, and no longer counted.
 */
void sim_set_back (SimClient *client);

/**
 * sim_act:
 * @client: a laptop
 *
 * The person there does something: opens a case, writes, settles, removes, or goes away.
 */
void sim_act (SimClient *client);

/**
 * sim_dup_trace:
 * @sim: an office
 *
 * Returns: (transfer full): a hash of everything that happened, in order
 */
char *sim_dup_trace (Sim *sim);

/**
 * sim_free:
 * @sim: (transfer full): an office
 *
 * Closes it and removes its files.
 */
void sim_free (Sim *sim);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sim, sim_free)

G_END_DECLS
