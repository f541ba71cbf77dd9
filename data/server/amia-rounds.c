/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-rounds.h"

#include <string.h>

#include "amia-day.h"
#include "amia-db.h"
#include "amia-feed.h"
#include "amia-intake.h"

/* A round, step by step:
 *
 *   1  whose token is it, and is it this device's?                   401, 403
 *   2  is the request of this life of the log?                       410
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
 * is missing. A laptop that only pretends could make all others do so: within LIFE_MS_MIN of the
 * last time it is told of a gap instead. */

#define LIFE_MS_MIN   (10 * 60 * 1000)
#define PAGE_BYTES    (3 * 1024 * 1024)
#define OFFERED_MAX   65536
#define READERS_LIMIT AMIA_READERS_MAX

/* What was last sent to a device: once it says that @next is on its disk, it has everything up to
 * there, the last of which is @position. */
typedef struct
{
  gint64 next;
  gint64 position;
} Offer;

struct _AmiaRounds
{
  AmiaLedger       *ledger;
  AmiaTeams        *teams;
  AmiaConsentPolicy policy;
  GHashTable       *offers; /* device → Offer */
};

typedef struct
{
  AmiaRounds         *rounds;
  const AmiaRoundAsk *ask;
  AmiaRoundAnswer    *answer;
  AmiaDevice         *device;
  AmiaAccount        *account;
  AmiaLife            life;
  guint               first_new; /* index of the first change that is not here yet */
} Round;

static void
clear_round (Round *round)
{
  amia_device_free (round->device);
  amia_account_free (round->account);
  amia_life_clear (&round->life);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, clear_round)

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
amia_rounds_new (AmiaLedger       *ledger,
                 AmiaConsentPolicy policy)
{
  AmiaRounds *rounds;

  g_return_val_if_fail (AMIA_IS_LEDGER (ledger), NULL);

  rounds = g_new0 (AmiaRounds, 1);
  rounds->ledger = g_object_ref (ledger);
  rounds->teams = amia_teams_new (ledger, policy);
  rounds->policy = policy;
  rounds->offers = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, g_free);

  return rounds;
}

void
amia_rounds_free (AmiaRounds *rounds)
{
  if (rounds == NULL)
    return;

  g_hash_table_unref (rounds->offers);
  amia_teams_free (rounds->teams);
  g_object_unref (rounds->ledger);
  g_free (rounds);
}

/* Ends the round with a problem. Always FALSE, as the steps below are when there is no next one. */
static gboolean
stop (Round      *round,
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
fail (Round        *round,
      const GError *error)
{
  if (g_error_matches (error, AMIA_DB_ERROR, AMIA_DB_ERROR_FULL))
    return stop (round, 507, "full", 0);

  round->answer->note = g_strdup (error != NULL ? error->message : "The ledger has a row missing");
  return stop (round, 503, "busy", 0);
}

/* Step 1. */
static gboolean
find_asker (Round   *round,
            GError **error)
{
  const AmiaRoundAsk *ask = round->ask;
  AmiaLedger         *ledger = round->rounds->ledger;

  if (!amia_ledger_find_token (ledger, ask->token, &round->device, error))
    return FALSE;

  if (round->device == NULL || round->device->is_revoked ||
      round->device->expires_ms <= ask->now_ms)
    return stop (round, 401, "unauthorized", 0);
  if (!amia_uuid_equal (&round->device->id, &ask->request->device))
    return stop (round, 403, "forbidden", 0);

  if (!amia_ledger_find_account (ledger, round->device->user, &round->account, error))
    return FALSE;
  if (round->account == NULL)
    return stop (round, 401, "unauthorized", 0);

  round->answer->user = g_strdup (round->account->name);
  return TRUE;
}

static gboolean
begin_life (Round   *round,
            GError **error)
{
  AmiaLedger *ledger = round->rounds->ledger;
  AmiaUuid    random = amia_uuid_new_random ();
  char        epoch[AMIA_UUID_HEX_LENGTH + 1];

  if (!amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_ledger_begin_life (ledger,
                               amia_uuid_print_hex (&random, epoch),
                               round->ask->now_ms,
                               error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  amia_life_clear (&round->life);
  return amia_ledger_commit (ledger, error) && amia_ledger_get_life (ledger, &round->life, error);
}

/* Step 2. */
static gboolean
check_epoch (Round   *round,
             GError **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  gint64                 last_n = round->device->last_n;
  gboolean               is_ahead;

  if (!amia_ledger_get_life (round->rounds->ledger, &round->life, error))
    return FALSE;

  /* At first contact a laptop has seen no numbers yet. */
  if (request->epoch == NULL ? request->since > 0 : strcmp (request->epoch, round->life.epoch) != 0)
    return stop (round, 410, "epoch", last_n);

  is_ahead = request->since > round->life.head || request->from - 1 > last_n;
  if (!is_ahead)
    return TRUE;

  if (request->epoch == NULL || round->ask->now_ms - round->life.began_ms < LIFE_MS_MIN)
    return stop (round, 409, "gap", last_n + 1);

  round->answer->note =
      g_strdup ("A laptop knows of more than this server has: it must have been set "
                "back, and a new epoch begins");
  return begin_life (round, error) && stop (round, 410, "epoch", last_n);
}

/* Is the history that the laptop tells the one that is here? */
static gboolean
is_same_history (Round        *round,
                 gint64        n,
                 const guint8 *chain,
                 gboolean     *is_same,
                 GError      **error)
{
  static const guint8 start[AMIA_CHAIN_LENGTH] = { 0 };
  guint8              known[AMIA_CHAIN_LENGTH];
  gboolean            is_found = TRUE;

  if (n == 0)
    memcpy (known, start, sizeof known);
  else if (n == round->device->last_n)
    memcpy (known, round->device->chain, sizeof known);
  else if (!amia_ledger_get_chain (round->rounds->ledger,
                                   &round->device->id,
                                   n,
                                   known,
                                   &is_found,
                                   error))
    return FALSE;

  *is_same = is_found && memcmp (known, chain, sizeof known) == 0;
  return TRUE;
}

/* Step 3. What was sent before must be the same bytes, or somebody else has been writing under this
 * device's name. */
static gboolean
check_history (Round   *round,
               GError **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  gint64                 n_known = round->device->last_n - (request->from - 1);
  guint8                 chain[AMIA_CHAIN_LENGTH];
  gboolean               is_same;

  round->first_new = (guint) MIN (n_known, (gint64) request->changes->len);

  memcpy (chain, request->chain, sizeof chain);
  if (!is_same_history (round, request->from - 1, chain, &is_same, error))
    return FALSE;

  if (is_same && round->first_new > 0)
    {
      for (guint i = 0; i < round->first_new; i++)
        {
          gsize       length;
          const char *data = g_bytes_get_data (g_ptr_array_index (request->changes, i), &length);

          amia_chain_next (chain, data, length, chain);
        }
      if (!is_same_history (round, request->from - 1 + round->first_new, chain, &is_same, error))
        return FALSE;
    }

  return is_same || stop (round, 409, "fork", 0);
}

/* How far the device is, by what it says is on its disk. */
static gboolean
update_position (Round *round)
{
  const AmiaSyncRequest *request = round->ask->request;
  AmiaDevice            *device = round->device;
  const Offer           *offer = g_hash_table_lookup (round->rounds->offers, &device->id);
  gint64                 position = device->position;

  if (request->since != device->since)
    position = offer != NULL && offer->next == request->since ? offer->position : request->since;

  if (request->since == device->since &&
      position == device->position &&
      request->lanes->len == device->lanes_open)
    return FALSE;

  device->since = request->since;
  device->position = position;
  device->lanes_open = request->lanes->len;
  return TRUE;
}

static gboolean
write_round (Round      *round,
             GHashTable *touched,
             gboolean    is_new_day,
             GError    **error)
{
  AmiaRounds *rounds = round->rounds;
  AmiaIntake  intake = {
     rounds->ledger,
     rounds->teams,
     { round->account->name, round->account->agency },
     touched,
  };

  return (!is_new_day || amia_teams_sweep (rounds->teams, error)) &&
         amia_intake_take (&intake,
                           round->device,
                           round->ask->request->changes,
                           round->first_new,
                           error) &&
         amia_ledger_put_device (rounds->ledger, round->device, error);
}

static void
add_name (GPtrArray  *names,
          const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

/* Whoever is let into a scope that was written in may have something to get. */
static gboolean
list_wakes (Round      *round,
            GHashTable *touched,
            GError    **error)
{
  GHashTableIter iter;
  gpointer       scope;

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    {
      g_autoptr (GPtrArray) grants = NULL;

      if (amia_uuid_is_nil (scope))
        add_name (round->answer->wake, AMIA_USER_EVERYBODY);

      grants = amia_ledger_list_scope_grants (round->rounds->ledger, scope, error);
      if (grants == NULL)
        return FALSE;

      for (guint i = 0; i < grants->len; i++)
        {
          const AmiaGrant *grant = g_ptr_array_index (grants, i);

          if (grant->is_active)
            add_name (round->answer->wake, grant->user);
        }
    }

  if (g_hash_table_size (touched) > 0)
    add_name (round->answer->wake, round->account->name);
  return TRUE;
}

static gboolean
list_progress (Round   *round,
               GError **error)
{
  GPtrArray *colleagues;

  if (!amia_teams_find_colleagues (round->rounds->teams, round->account->name, &colleagues, error))
    return FALSE;

  for (guint i = 0; i < colleagues->len; i++)
    add_name (round->answer->progress, ((AmiaColleague *) g_ptr_array_index (colleagues, i))->user);
  return TRUE;
}

/* Step 4. Nothing is written when there is nothing to write. */
static gboolean
take_in (Round   *round,
         GError **error)
{
  AmiaRounds *rounds = round->rounds;
  g_autoptr (GHashTable) touched = NULL;
  g_autofree char *today = amia_day_in_sweden (round->ask->now_ms);
  gboolean         is_new_day = g_strcmp0 (today, round->life.swept_on) != 0;
  gboolean         has_moved = update_position (round);

  amia_teams_set_today (rounds->teams, today);
  if (!is_new_day && !has_moved && round->first_new == round->ask->request->changes->len)
    return TRUE;

  touched = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  if (!amia_ledger_begin (rounds->ledger, error))
    return FALSE;

  if (!write_round (round, touched, is_new_day, error))
    {
      amia_ledger_rollback (rounds->ledger);
      amia_teams_forget (rounds->teams);
      return FALSE;
    }

  if (!amia_ledger_commit (rounds->ledger, error))
    {
      amia_teams_forget (rounds->teams);
      return FALSE;
    }

  amia_life_clear (&round->life);
  if (is_new_day)
    add_name (round->answer->wake, AMIA_USER_EVERYBODY);
  return amia_ledger_get_life (rounds->ledger, &round->life, error) &&
         list_wakes (round, touched, error) &&
         (!has_moved || list_progress (round, error));
}

static gboolean
add_readers (Round   *round,
             GError **error)
{
  AmiaSyncResponse *response = round->answer->response;
  GPtrArray        *colleagues;

  if (!amia_teams_find_colleagues (round->rounds->teams, round->account->name, &colleagues, error))
    return FALSE;

  response->readers = amia_wire_readers_new ();
  for (guint i = 0; i < MIN (colleagues->len, READERS_LIMIT); i++)
    {
      const AmiaColleague *colleague = g_ptr_array_index (colleagues, i);
      AmiaWireReader       reader = { NULL, NULL, 0 };

      if (!amia_ledger_get_position (round->rounds->ledger,
                                     colleague->user,
                                     &reader.position,
                                     error))
        return FALSE;

      reader.user = g_strdup (colleague->user);
      reader.agency = g_strdup (colleague->agency);
      g_array_append_val (response->readers, reader);
    }

  response->readers_hash = amia_wire_readers_hash (response->readers);
  if (g_strcmp0 (response->readers_hash, round->ask->request->readers_hash) == 0)
    {
      g_clear_pointer (&response->readers, g_array_unref);
      g_clear_pointer (&response->readers_hash, g_free);
    }

  return TRUE;
}

static gboolean
add_acknowledgement (Round   *round,
                     GError **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  AmiaSyncResponse      *response = round->answer->response;

  response->ack = round->device->last_n;
  round->answer->n_taken = request->changes->len - round->first_new;
  if (response->ack < request->from)
    return TRUE;

  /* Those that were refused when they came first are named again when they come again. */
  if (!amia_ledger_list_refusals (round->rounds->ledger,
                                  &round->device->id,
                                  request->from,
                                  MIN (response->ack, request->from + AMIA_BATCH_CHANGES_MAX - 1),
                                  response->refused,
                                  error))
    return FALSE;

  for (guint i = 0; i < response->refused->len; i++)
    {
      if (g_array_index (response->refused, AmiaWireRefusal, i).n >=
          request->from + round->first_new)
        round->answer->n_refused++;
    }
  return TRUE;
}

static gboolean
has_something_to_say (const Round *round)
{
  const AmiaSyncRequest  *request = round->ask->request;
  const AmiaSyncResponse *response = round->answer->response;

  return request->changes->len > 0 || request->lanes->len > 0 || request->epoch == NULL ||
         response->ack >= request->from || response->feed->len > 0 || response->own->len > 0 ||
         response->lanes->len > 0 || response->more || response->readers != NULL;
}

static void
keep_offer (Round *round,
            gint64 position)
{
  GHashTable *offers = round->rounds->offers;
  const Offer offer = { round->answer->response->next, position };

  if (g_hash_table_size (offers) >= OFFERED_MAX)
    g_hash_table_remove_all (offers);
  g_hash_table_insert (offers,
                       g_memdup2 (&round->device->id, sizeof (AmiaUuid)),
                       g_memdup2 (&offer, sizeof offer));
}

/* Step 5. */
static gboolean
give_out (Round   *round,
          GError **error)
{
  AmiaRounds            *rounds = round->rounds;
  const AmiaSyncRequest *request = round->ask->request;
  AmiaSyncResponse      *response = amia_sync_response_new ();
  g_auto (AmiaVisibility) visibility = {
    rounds->ledger,
    rounds->teams,
    rounds->policy,
    { round->account->name, round->account->agency },
    NULL,
  };
  const AmiaFeed feed = { rounds->ledger,
                          &visibility,
                          round->device->id,
                          request->page_max,
                          PAGE_BYTES };
  gint64         position = round->device->position;

  round->answer->response = response;
  response->epoch = g_strdup (round->life.epoch);
  response->now_ms = round->ask->now_ms;
  if (!add_acknowledgement (round, error) ||
      !amia_feed_fill (&feed,
                       request->since,
                       request->lanes,
                       round->life.head,
                       response,
                       &position,
                       error) ||
      !add_readers (round, error))
    return FALSE;

  keep_offer (round, position);
  round->answer->status = round->ask->may_hold && !has_something_to_say (round) ? 0 : 200;
  return TRUE;
}

AmiaRoundAnswer *
amia_rounds_run (AmiaRounds         *rounds,
                 const AmiaRoundAsk *ask)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_auto (Round) round = { 0 };

  g_return_val_if_fail (rounds != NULL, NULL);
  g_return_val_if_fail (ask != NULL, NULL);

  answer = g_new0 (AmiaRoundAnswer, 1);
  answer->wake = g_ptr_array_new_with_free_func (g_free);
  answer->progress = g_ptr_array_new_with_free_func (g_free);
  round.rounds = rounds;
  round.ask = ask;
  round.answer = answer;

  if (!find_asker (&round, &local_error) ||
      !check_epoch (&round, &local_error) ||
      !check_history (&round, &local_error) ||
      !take_in (&round, &local_error) ||
      !give_out (&round, &local_error))
    {
      if (answer->problem == NULL)
        (void) fail (&round, local_error);
    }

  if (answer->status != 200)
    g_clear_pointer (&answer->response, amia_sync_response_free);
  return g_steal_pointer (&answer);
}

AmiaLedger *
amia_rounds_get_ledger (AmiaRounds *rounds)
{
  g_return_val_if_fail (rounds != NULL, NULL);

  return rounds->ledger;
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
    .policy = rounds->policy,
    .reader = { account->name, account->agency },
  };

  *is_visible = FALSE;
  if (!amia_ledger_get_life (rounds->ledger, &life, error))
    return FALSE;
  if (life.is_closed)
    return TRUE;

  /* Another process may have changed facts since the last round here. */
  amia_teams_forget (rounds->teams);
  amia_teams_set_today (rounds->teams, today);
  return amia_visibility_check (&visibility, change, op, is_visible, error);
}
