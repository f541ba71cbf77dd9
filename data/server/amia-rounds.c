/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-rounds.h"

#include <string.h>

#include "amia-asker.h"
#include "amia-day.h"
#include "amia-db.h"
#include "amia-intake.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-restore.h"
#include "amia-restore.h"
#include "amia-rounds-private.h"
#include "amia-snapshot.h"
#include "amia-visibility.h"

/* A round, step by step:
 *
 *   1  whose token is it, and is it this device's?                   401, 403
 *      what does the mark of a short request stand for?              409
 *   2  is the request of this life of the log, and not too old?      410
 *   3  does what it brings follow on what is here?                   409
 *   4  take in what is new, note how far the device is: one transaction, on disk
 *   5  write a page of what it has not got, and how far colleagues are
 *
 * Steps 1 to 3 change nothing. All of them can be repeated at will: what is here already is
 * recognised by its name and its chain, and passed over.
 *
 * A server that was set back to an older state gives it away by laptops that know of higher numbers
 * than it has given out. What those numbers will come to mean is not what the laptops remember, so
 * that a new life begins, with a new epoch, and every laptop reads from the start and brings what
 * is missing. Until they have, the life is closed: consents may have been withdrawn in what was
 * lost, so that nothing is given out (see amia-restore.h). A laptop that only pretends could make
 * all others do so. The safeguard knows how far the log has come, so that such a laptop is told of
 * a gap instead, and the audit of it; without one, it is for LIFE_MS_MIN after the last time. */

#define LIFE_MS_MIN (10 * 60 * 1000)

static void
clear_round (AmiaRound *round)
{
  amia_device_free (round->device);
  amia_account_free (round->account);
  amia_life_clear (&round->life);
  g_clear_pointer (&round->refilled, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaRound, clear_round)

void
amia_round_answer_free (AmiaRoundAnswer *answer)
{
  if (answer == NULL)
    return;

  amia_sync_response_free (answer->response);
  amia_problem_free (answer->problem);
  g_free (answer->user);
  g_free (answer->note);
  g_ptr_array_unref (answer->wake);
  g_ptr_array_unref (answer->progress);
  g_free (answer);
}

AmiaRounds *
amia_rounds_new (AmiaLedger *ledger)
{
  AmiaRounds *rounds;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  rounds = g_new0 (AmiaRounds, 1);
  rounds->ledger = g_object_ref (ledger);
  rounds->teams = amia_teams_new (ledger);
  rounds->deliveries = amia_deliveries_new (ledger);
  rounds->snapshot_min = AMIA_SNAPSHOT_CHANGES_MIN;
  rounds->liars = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  rounds->offers = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, g_free);

  return rounds;
}

void
amia_rounds_free (AmiaRounds *rounds)
{
  if (rounds == NULL)
    return;

  g_hash_table_unref (rounds->liars);
  g_hash_table_unref (rounds->offers);
  amia_deliveries_free (rounds->deliveries);
  amia_safeguard_free (rounds->safeguard);
  amia_teams_free (rounds->teams);
  g_object_unref (rounds->ledger);
  g_free (rounds);
}

void
amia_rounds_take_safeguard (AmiaRounds    *rounds,
                            AmiaSafeguard *safeguard)
{
  g_return_if_fail (rounds != NULL);
  g_return_if_fail (safeguard != NULL);

  amia_safeguard_free (rounds->safeguard);
  rounds->safeguard = safeguard;
}

void
amia_rounds_set_snapshot_min (AmiaRounds *rounds,
                              gint64      n_changes)
{
  g_return_if_fail (rounds != NULL);

  rounds->snapshot_min = n_changes;
}

AmiaSafeguard *
amia_rounds_get_safeguard (AmiaRounds *rounds)
{
  g_return_val_if_fail (rounds != NULL, NULL);

  return rounds->safeguard;
}

/* Ends the round with a problem. Always FALSE, as the steps below are when there is no next one. */
static gboolean
stop (AmiaRound  *round,
      guint       status,
      const char *code,
      gint64      expect)
{
  AmiaProblem *problem = g_new0 (AmiaProblem, 1);

  problem->code = g_strdup (code);
  problem->expect = expect;
  if (strcmp (code, "epoch") == 0)
    problem->epoch = g_strdup (round->life.epoch);

  g_assert (round->answer->problem == NULL);
  round->answer->status = status;
  round->answer->problem = problem;
  return FALSE;
}

static gboolean
fail (AmiaRound    *round,
      const GError *error)
{
  if (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FULL))
    return stop (round, 507, "full", 0);

  round->answer->note = g_strdup (error != NULL ? error->message : "The ledger has a row missing");
  return stop (round, 503, "busy", 0);
}

/* Whether it has still to be found out what the mark of a short request stands for. */
static gboolean
is_marked (const AmiaSyncRequest *request)
{
  return request->use_mark && request->epoch == NULL;
}

/* Step 1. */
static gboolean
find_asker (AmiaRound *round,
            GError   **error)
{
  const AmiaRoundAsk *ask = round->ask;
  g_auto (AmiaAsker) asker = { NULL };
  const char *problem;

  if (!amia_asker_find (round->rounds->ledger, ask->token, ask->now_ms, &asker, &problem, error))
    return FALSE;
  if (problem != NULL)
    return stop (round, 401, problem, 0);
  if (!is_marked (ask->request) && !amia_uuid_equal (&asker.device->id, &ask->request->device))
    return stop (round, 403, "forbidden", 0);

  round->device = g_steal_pointer (&asker.device);
  round->account = g_steal_pointer (&asker.account);

  round->answer->user = g_strdup (round->account->name);
  return TRUE;
}

/* The chain after one of the device's changes, as it is here. */
static gboolean
find_chain (AmiaRound *round,
            gint64     n,
            guint8    *chain,
            gboolean  *is_found,
            GError   **error)
{
  *is_found = TRUE;
  if (n == 0)
    memset (chain, 0, AMIA_CHAIN_LENGTH);
  else if (n == round->device->last_n)
    memcpy (chain, round->device->chain, AMIA_CHAIN_LENGTH);
  else
    return amia_ledger_get_chain (round->rounds->ledger,
                                  &round->device->id,
                                  n,
                                  chain,
                                  is_found,
                                  error);
  return TRUE;
}

/* A short request is taken for what its mark stands for, if that is what is known here. */
static gboolean
read_mark (AmiaRound *round,
           GError   **error)
{
  AmiaSyncRequest *request = round->ask->request;
  guint8           chain[AMIA_CHAIN_LENGTH];
  guint8           mark[AMIA_MARK_LENGTH];
  gboolean         is_found;

  if (!amia_ledger_get_life (round->rounds->ledger, &round->life, error))
    return FALSE;
  if (!is_marked (request))
    return TRUE;
  if (!find_chain (round, request->from - 1, chain, &is_found, error))
    return FALSE;

  if (is_found)
    amia_sync_request_compute_mark (&round->device->id, round->life.epoch, chain, mark);
  if (!is_found || memcmp (mark, request->mark, sizeof mark) != 0)
    return stop (round, 409, "mark", 0);

  amia_sync_request_take_place (request, &round->device->id, round->life.epoch, chain);
  return TRUE;
}

static gboolean
begin_life (AmiaRound  *round,
            const char *reason,
            GError    **error)
{
  AmiaLedger *ledger = round->rounds->ledger;

  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_restore_begin_life (ledger, reason, round->ask->now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  amia_life_clear (&round->life);
  return amia_ledger_commit (ledger, error) && amia_ledger_get_life (ledger, &round->life, error);
}

/* A laptop that was in contact with another life of this log, or of one that is lost, may know of
 * cases that are not known here. */
static gboolean
note_other_life (AmiaRound *round,
                 GError   **error)
{
  AmiaLedger *ledger = round->rounds->ledger;

  if (round->life.is_set_back)
    return TRUE;
  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_ledger_mark_set_back (ledger, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }
  return amia_ledger_commit (ledger, error);
}

/* The laptop says to know of more than is here, and does not. Written down once for each device and
 * run of the server, so that the audit can't be filled with it. */
static gboolean
note_false_claim (AmiaRound *round,
                  GError   **error)
{
  AmiaRounds   *rounds = round->rounds;
  AmiaAuditFact fact = { 0 };

  if (g_hash_table_contains (rounds->liars, &round->device->id))
    return TRUE;

  fact.kind = AMIA_AUDIT_REFUSAL;
  fact.user = round->account->name;
  fact.agency = round->account->agency;
  fact.device = &round->device->id;
  fact.detail = "reason=ahead";
  if (!amia_audit_write (rounds->ledger, &fact, round->ask->now_ms, error))
    return FALSE;

  g_hash_table_add (rounds->liars, g_memdup2 (&round->device->id, sizeof (AmiaUuid)));
  return TRUE;
}

/* What there is to a laptop's claim, which is of a number of the log or of one of its own. */
static AmiaClaim
judge_claim (const AmiaRound *round)
{
  const AmiaSafeguard *safeguard = round->rounds->safeguard;
  gint64               since = round->ask->request->since;

  if (safeguard == NULL)
    return AMIA_CLAIM_UNKNOWN;

  return amia_safeguard_judge (safeguard, &round->life, since > round->life.head ? since : 0);
}

/* A laptop that has been away for so long gets a snapshot. While the life is closed there is none,
 * and what the laptop brings is wanted. */
static gboolean
is_below_floor (const AmiaRound *round)
{
  const AmiaSyncRequest *request = round->ask->request;

  return request->since > 0 && request->since < round->life.floor && !request->wants_snapshot &&
         !round->life.is_closed;
}

/* Step 2. */
static gboolean
check_epoch (AmiaRound *round,
             GError   **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  gint64                 last_n = round->device->last_n;
  AmiaClaim              claim;
  gboolean               is_ahead;

  /* At first contact a laptop has seen no numbers yet. */
  if (request->epoch == NULL ? request->since > 0 : strcmp (request->epoch, round->life.epoch) != 0)
    return note_other_life (round, error) && stop (round, 410, "epoch", last_n);

  round->head_before = round->life.head;
  round->had_changes = last_n > 0;
  is_ahead = request->since > round->life.head || request->from - 1 > last_n;
  if (!is_ahead)
    return !is_below_floor (round) || stop (round, 410, "floor", last_n);

  claim = judge_claim (round);
  if (claim == AMIA_CLAIM_FALSE)
    return note_false_claim (round, error) && stop (round, 409, "gap", last_n + 1);
  if (claim == AMIA_CLAIM_UNKNOWN &&
      (request->epoch == NULL || round->ask->now_ms - round->life.began_ms < LIFE_MS_MIN))
    return stop (round, 409, "gap", last_n + 1);

  round->answer->note =
      g_strdup ("A laptop knows of more than this server has: it must have been set "
                "back, and a new epoch begins");
  return begin_life (round, "laptop-ahead", error) && stop (round, 410, "epoch", last_n);
}

/* Is the history that the laptop tells the one that is here? */
static gboolean
is_same_history (AmiaRound    *round,
                 gint64        n,
                 const guint8 *chain,
                 gboolean     *is_same,
                 GError      **error)
{
  guint8   known[AMIA_CHAIN_LENGTH];
  gboolean is_found;

  if (!find_chain (round, n, known, &is_found, error))
    return FALSE;

  *is_same = is_found && memcmp (known, chain, sizeof known) == 0;
  return TRUE;
}

/* The chain after a change that was sent, of which there may be only the hash. */
static void
go_on (guint8 *chain,
       GBytes *change)
{
  guint8      hash[AMIA_CHANGE_HASH_LENGTH];
  gsize       length;
  const char *data = g_bytes_get_data (change, &length);

  if (amia_forgotten_change_read (change, hash))
    amia_chain_next_hash (chain, hash, chain);
  else
    amia_chain_next (chain, data, length, chain);
}

static void
lower_to_first (gint64       *n,
                const GArray *refusals)
{
  for (guint i = 0; i < refusals->len; i++)
    {
      const AmiaWireRefusal *refusal = &g_array_index (refusals, AmiaWireRefusal, i);

      /* Of which there is only the hash, it has no more either. */
      if (strcmp (refusal->reason, AMIA_REASON_FORGOTTEN) != 0)
        *n = MIN (*n, refusal->n);
    }
}

/* What is below *n keeps its name and counts as taken. Nobody would ever hear under the old one
 * that something of it was not: so it takes the new one, too, and is judged and told of there. */
static gboolean
pass_over_taken (AmiaRound *round,
                 gint64    *n,
                 GError   **error)
{
  AmiaLedger     *ledger = round->rounds->ledger;
  const AmiaUuid *device = &round->device->id;
  const gint64    from = round->ask->request->from;
  g_autoptr (AmiaSyncResponse) untaken = amia_sync_response_new ();

  if (*n <= from)
    return TRUE;
  if (!amia_ledger_list_refusals (ledger, device, from, *n - 1, untaken->refused, error) ||
      !amia_ledger_list_escrowed (ledger, device, from, *n - 1, untaken->escrowed, error))
    return FALSE;

  lower_to_first (n, untaken->refused);
  lower_to_first (n, untaken->escrowed);
  return TRUE;
}

/* The first of the changes that are here already and were sent again which is another, or was not
 * taken; 0 if it is before them. */
static gboolean
find_fork (AmiaRound *round,
           gint64    *n,
           GError   **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  guint8                 chain[AMIA_CHAIN_LENGTH];
  gboolean               is_same;

  memcpy (chain, request->chain, sizeof chain);
  *n = 0;
  if (!is_same_history (round, request->from - 1, chain, &is_same, error))
    return FALSE;

  for (guint i = 0; is_same && i < round->first_new; i++)
    {
      *n = request->from + i;
      go_on (chain, g_ptr_array_index (request->changes, i));
      if (!is_same_history (round, *n, chain, &is_same, error))
        return FALSE;
    }

  return pass_over_taken (round, n, error);
}

/* Step 3. What was sent before must be the same bytes, or somebody else has been writing under this
 * device's name. */
static gboolean
check_history (AmiaRound *round,
               GError   **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  gint64                 n_known = round->device->last_n - (request->from - 1);
  guint8                 chain[AMIA_CHAIN_LENGTH];
  gboolean               is_same;
  gint64                 n;

  round->first_new = (guint) MIN (n_known, (gint64) request->changes->len);

  memcpy (chain, request->chain, sizeof chain);
  if (!is_same_history (round, request->from - 1, chain, &is_same, error))
    return FALSE;

  if (is_same && round->first_new > 0)
    {
      for (guint i = 0; i < round->first_new; i++)
        go_on (chain, g_ptr_array_index (request->changes, i));
      if (!is_same_history (round, request->from - 1 + round->first_new, chain, &is_same, error))
        return FALSE;
    }

  return is_same || (find_fork (round, &n, error) && stop (round, 409, "fork", n));
}

gboolean
_amia_round_is_refilled (AmiaRound *round,
                         gboolean  *is_so,
                         GError   **error)
{
  guint n_missing = 0;

  *is_so = FALSE;
  if (!round->life.is_closed)
    return TRUE;
  if (!amia_restore_count_missing (
          round->rounds->ledger, round->ask->now_ms, &n_missing, error))
    return FALSE;

  *is_so = n_missing == 0;
  return TRUE;
}

AmiaRoundAnswer *
amia_rounds_run (AmiaRounds         *rounds,
                 const AmiaRoundAsk *ask)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_auto (AmiaRound) round = { 0 };

  g_return_val_if_fail (rounds != NULL, NULL);
  g_return_val_if_fail (ask != NULL, NULL);

  answer = g_new0 (AmiaRoundAnswer, 1);
  answer->wake = g_ptr_array_new_with_free_func (g_free);
  answer->progress = g_ptr_array_new_with_free_func (g_free);
  round.rounds = rounds;
  round.ask = ask;
  round.refilled = g_array_new (FALSE, FALSE, sizeof (AmiaWireRefilled));
  round.answer = answer;

  if (!find_asker (&round, &local_error) ||
      !read_mark (&round, &local_error) ||
      !check_epoch (&round, &local_error) ||
      !check_history (&round, &local_error) ||
      !_amia_round_take_in (&round, &local_error) ||
      !_amia_round_give_out (&round, &local_error))
    {
      if (answer->problem == NULL)
        (void) fail (&round, local_error);
    }

  if (answer->status != 200)
    g_clear_pointer (&answer->response, amia_sync_response_free);
  return g_steal_pointer (&answer);
}

gboolean
amia_rounds_note_deliveries (AmiaRounds *rounds,
                             gint64      now_ms,
                             GError    **error)
{
  g_return_val_if_fail (rounds != NULL, FALSE);

  return amia_deliveries_write (rounds->deliveries, now_ms, error);
}

AmiaLedger *
amia_rounds_get_ledger (AmiaRounds *rounds)
{
  g_return_val_if_fail (rounds != NULL, NULL);

  return rounds->ledger;
}

AmiaDeliveries *
amia_rounds_get_deliveries (AmiaRounds *rounds)
{
  g_return_val_if_fail (rounds != NULL, NULL);

  return rounds->deliveries;
}

gboolean
amia_rounds_may_see (AmiaRounds        *rounds,
                     const AmiaAccount *account,
                     const AmiaChange  *change,
                     const AmiaOp      *op,
                     gint64             now_ms,
                     gboolean          *is_visible,
                     GError           **error)
{
  g_autofree char *today = amia_day_in_sweden (now_ms);
  g_auto (AmiaLife) life = { NULL };
  g_auto (AmiaVisibility) visibility = {
    .ledger = rounds->ledger,
    .teams = rounds->teams,
    .reader = { account->name, account->agency },
  };

  *is_visible = FALSE;
  if (!amia_ledger_get_life (rounds->ledger, &life, error))
    return FALSE;
  if (life.is_closed)
    return TRUE;

  /* The first round of a day works out what everybody may see on it. Nothing is shown before. */
  if (g_strcmp0 (life.swept_on, today) != 0)
    return TRUE;

  amia_teams_follow (rounds->teams, life.facts);
  amia_teams_set_today (rounds->teams, today);
  return amia_visibility_check (&visibility, change, op, is_visible, error);
}
