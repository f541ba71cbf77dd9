/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-db.h"
#include "amia-feed.h"
#include "amia-intake.h"
#include "amia-ledger-escrow.h"
#include "amia-ledger-peers.h"
#include "amia-ledger-share.h"
#include "amia-rounds-private.h"
#include "amia-scope.h"
#include "amia-snapshot.h"

/* Step 5 of a round: the answer.
 *
 * While a life is closed a laptop gets its acknowledgement and hears what it has to forget, and
 * that is all: the page stays where it was. */

/* A page is in memory in several forms at either end, and a laptop has two under way. */
#define PAGE_BYTES  (1024 * 1024)
#define OFFERED_MAX 65536

const AmiaOffer *
_amia_round_find_offer (const AmiaRound *round)
{
  return g_hash_table_lookup (round->rounds->offers, &round->device->id);
}

static void
keep_offer (AmiaRound *round,
            gint64     position,
            gint64     told)
{
  GHashTable     *offers = round->rounds->offers;
  const AmiaOffer offer = { round->answer->response->next, position, told };

  if (g_hash_table_size (offers) >= OFFERED_MAX)
    g_hash_table_remove_all (offers);
  g_hash_table_insert (offers,
                       g_memdup2 (&round->device->id, sizeof (AmiaUuid)),
                       g_memdup2 (&offer, sizeof offer));
}

/* How far the laptop's colleagues are. It works out itself which of them may see a record, by the
 * facts that it has. What only the safeguard knows of somebody's rights is not among those, so of
 * them nothing is said until the fact has come back: better no green than a wrong one. */
static gboolean
add_readers (AmiaRound *round,
             GError   **error)
{
  AmiaSyncResponse *response = round->answer->response;
  GPtrArray        *colleagues;

  if (!amia_teams_find_colleagues (round->rounds->teams, round->account->name, &colleagues, error))
    return FALSE;

  response->readers = amia_wire_readers_new ();
  for (guint i = 0; i < MIN (colleagues->len, AMIA_READERS_MAX); i++)
    {
      const AmiaColleague *colleague = g_ptr_array_index (colleagues, i);
      AmiaWireReader       reader = { NULL, NULL, 0 };

      if (!colleague->is_narrowed &&
          !amia_ledger_get_position (round->rounds->ledger,
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

/* Takes out of the list of refusals what is no news to the device: that it has forgotten. */
static void
drop_forgotten (GArray *refusals)
{
  for (guint i = refusals->len; i > 0; i--)
    {
      const AmiaWireRefusal *refusal = &g_array_index (refusals, AmiaWireRefusal, i - 1);

      if (g_str_equal (refusal->reason, AMIA_REASON_FORGOTTEN))
        g_array_remove_index (refusals, i - 1);
    }
}

static guint
count_from (GArray *refusals,
            gint64  n)
{
  guint count = 0;

  for (guint i = 0; i < refusals->len; i++)
    count += g_array_index (refusals, AmiaWireRefusal, i).n >= n ? 1 : 0;
  return count;
}

/* It is its author's own: but not what was made of a text that they may no longer see. */
static gboolean
may_go_back (AmiaVisibility      *visibility,
             const AmiaEscrowRow *row,
             gboolean            *may_go,
             GError             **error)
{
  gsize       length;
  const char *body = g_bytes_get_data (row->body, &length);
  g_autoptr (AmiaChange) change = amia_change_decode (&row->device, row->n, body, length, error);

  if (change == NULL)
    return FALSE;

  change->author = g_strdup (row->user);
  change->agency = g_strdup (row->agency);
  *may_go = strcmp (row->user, visibility->reader.user) == 0;
  for (guint i = 0; *may_go && i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (op->sources != NULL && op->sources->len > 0 &&
          !amia_visibility_check (visibility, change, op, may_go, error))
        return FALSE;
    }

  return TRUE;
}

/* The words of what was sealed and then refused: the device may have had to forget them. Those for
 * which there is no room are refused in the next answer. */
static gboolean
add_returned (AmiaRound *round,
              GError   **error)
{
  AmiaSyncResponse *response = round->answer->response;
  gsize             n_bytes = 0;
  g_auto (AmiaVisibility) visibility = {
    .ledger = round->rounds->ledger,
    .teams = round->rounds->teams,
    .reader = { round->account->name, round->account->agency },
  };

  for (guint i = 0; i < response->refused->len; i++)
    {
      const AmiaWireRefusal *refusal = &g_array_index (response->refused, AmiaWireRefusal, i);
      g_autoptr (AmiaEscrowRow) row = NULL;
      AmiaWireReturned returned = { refusal->n, NULL };
      gboolean         may_go = FALSE;

      if (!amia_ledger_find_escrow (
              round->rounds->ledger, &round->device->id, refusal->n, &row, error) ||
          (row != NULL && !may_go_back (&visibility, row, &may_go, error)))
        return FALSE;
      if (!may_go)
        continue;

      n_bytes += g_bytes_get_size (row->body);
      if (n_bytes > PAGE_BYTES && response->returned->len > 0)
        {
          g_array_set_size (response->refused, i);
          return TRUE;
        }
      returned.body = g_strndup (g_bytes_get_data (row->body, NULL), g_bytes_get_size (row->body));
      g_array_append_val (response->returned, returned);
    }

  return TRUE;
}

/* What was sealed when it came and has been judged anew. The device says of which it still believes
 * that it waits; it is told as often as it asks, so that no answer that is lost does harm. */
static gboolean
add_late_refusals (AmiaRound *round,
                   GError   **error)
{
  const GArray *kept = round->ask->request->kept;
  guint         end;

  for (guint i = 0; i < kept->len; i = end)
    {
      const gint64 first = g_array_index (kept, gint64, i);
      gint64       last = first;

      for (end = i + 1; end < kept->len && g_array_index (kept, gint64, end) == last + 1; end++)
        last++;
      if (last >= round->ask->request->from)
        break;
      if (!amia_ledger_list_refusals (round->rounds->ledger,
                                      &round->device->id,
                                      first,
                                      last,
                                      round->answer->response->refused,
                                      error))
        return FALSE;
    }

  return add_returned (round, error);
}

/* What became of own changes. Those that were not taken when they came first are named again when
 * they come again. */
static gboolean
add_acknowledgement (AmiaRound *round,
                     GError   **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  AmiaSyncResponse      *response = round->answer->response;
  AmiaLedger            *ledger = round->rounds->ledger;
  const AmiaUuid        *device = &round->device->id;
  gint64                 first_new = request->from + round->first_new;
  gint64                 to;

  response->ack = round->device->last_n;
  round->answer->n_taken = request->changes->len - round->first_new;
  if (response->ack < request->from)
    return add_late_refusals (round, error);

  to = MIN (response->ack, request->from + AMIA_BATCH_CHANGES_MAX - 1);
  if (!amia_ledger_list_refusals (ledger, device, request->from, to, response->refused, error) ||
      !amia_ledger_list_escrowed (ledger, device, request->from, to, response->escrowed, error) ||
      !amia_ledger_list_shown (ledger, device, request->from, to, response->shown, error))
    return FALSE;

  drop_forgotten (response->refused);
  round->answer->n_refused = count_from (response->refused, first_new);
  round->answer->n_escrowed = count_from (response->escrowed, first_new);
  return TRUE;
}

static void
add_facts (AmiaRound *round)
{
  const GArray *facts = round->ask->request->facts;

  if (facts->len > 0)
    round->answer->response->facts_acked =
        g_array_index (facts, AmiaWireFact, facts->len - 1).id;
}

/* Whether rights have changed since the page before. */
static gboolean
has_new_scopes (const AmiaRound *round)
{
  const AmiaSyncResponse *response = round->answer->response;

  for (guint i = 0; i < response->scopes->len; i++)
    {
      if (g_array_index (response->scopes, AmiaWireScope, i).generation >
          round->ask->request->since)
        return !round->life.is_closed;
    }

  return FALSE;
}

/* @told is the generation up to which the device has been asked to forget, after this answer. */
static gboolean
has_something_to_say (const AmiaRound *round,
                      gint64           told)
{
  const AmiaSyncRequest  *request = round->ask->request;
  const AmiaSyncResponse *response = round->answer->response;
  const AmiaOffer        *offer = _amia_round_find_offer (round);

  return request->changes->len > 0 || request->lanes->len > 0 || request->epoch == NULL ||
         request->facts->len > 0 || request->receipts->len > 0 || request->refill->len > 0 ||
         response->ack >= request->from ||
         response->refused->len > 0 || response->feed->len > 0 || response->own->len > 0 ||
         response->lanes->len > 0 || response->more || response->readers != NULL ||
         response->opened->len > 0 || response->has_snapshot || response->has_digests ||
         has_new_scopes (round) || told > (offer != NULL ? offer->told : 0);
}

/* Finds out of which scopes something is on the page: what is not noted is not delivered. */
static gboolean
plan_delivery (AmiaRound *round,
               GError   **error)
{
  const GPtrArray *feed = round->answer->response->feed;
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaAuditFact reader = { 0 };
  AmiaUuid      last = { { 0 } };

  for (guint i = 0; i < feed->len; i++)
    {
      const AmiaChange *change = ((AmiaWireChange *) g_ptr_array_index (feed, i))->change;

      for (guint j = 0; j < change->ops->len; j++)
        {
          AmiaUuid scope;

          amia_op_get_scope (g_ptr_array_index (change->ops, j), &scope);
          if (!amia_uuid_equal (&scope, &last))
            g_array_append_val (scopes, scope);
          last = scope;
        }
    }

  if (scopes->len == 0)
    return TRUE;

  reader.user = round->account->name;
  reader.agency = round->account->agency;
  reader.device = &round->device->id;
  return amia_deliveries_plan (round->rounds->deliveries,
                               &reader,
                               scopes,
                               round->ask->now_ms,
                               &round->answer->is_unnoted,
                               error);
}

/* The number that a snapshot is of; -1 where there is none. It is not above what the device had
 * brought before this round: of its own changes it hears by the feed, as ever. One that the server
 * knows already is not new, and one that begins anew has to be told what it had: by the feed. */
static gint64
find_snapshot (const AmiaRound *round)
{
  const AmiaSyncRequest *request = round->ask->request;

  if (!request->wants_snapshot)
    return -1;
  if (request->snapshot.at > 0)
    return request->snapshot.at <= round->life.head ? request->snapshot.at : -1;
  if (request->since == 0 &&
      (round->had_changes || round->head_before < round->rounds->snapshot_min))
    return -1;

  return round->head_before;
}

static void
keep_lanes (AmiaRound *round)
{
  const GArray *lanes = round->ask->request->lanes;

  g_array_append_vals (round->answer->response->lanes, lanes->data, lanes->len);
}

static gboolean
fill_snapshot (AmiaRound      *round,
               const AmiaFeed *feed,
               gint64          at,
               gint64         *position,
               GError        **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  AmiaSyncResponse      *response = round->answer->response;

  keep_lanes (round);
  if (!amia_snapshot_fill (feed, request, at, response, error))
    return FALSE;
  if (response->next < at)
    return TRUE;

  *position = MAX (*position, at);
  return amia_ledger_list_opened (round->rounds->ledger,
                                  round->account->name,
                                  request->since,
                                  response->next,
                                  response->opened,
                                  error);
}

static gboolean
fill (AmiaRound      *round,
      const AmiaFeed *feed,
      gint64         *position,
      GError        **error)
{
  const AmiaSyncRequest *request = round->ask->request;
  AmiaSyncResponse      *response = round->answer->response;
  gint64                 at;

  if (round->life.is_closed)
    {
      response->next = request->since;
      keep_lanes (round);
      return amia_feed_add_forgets (feed, response, error);
    }

  at = find_snapshot (round);
  if (at >= 0)
    return fill_snapshot (round, feed, at, position, error);
  if (request->wants_digest)
    {
      keep_lanes (round);
      return amia_snapshot_fill_digests (feed, request, response, error);
    }

  return amia_feed_fill (feed,
                         request->since,
                         request->lanes,
                         round->life.head,
                         response,
                         position,
                         error) &&
         amia_ledger_list_opened (round->rounds->ledger,
                                  round->account->name,
                                  request->since,
                                  response->next,
                                  response->opened,
                                  error) &&
         add_readers (round, error);
}

static gint64
find_told (GPtrArray *forgets)
{
  gint64 told = 0;

  for (guint i = 0; i < forgets->len; i++)
    told = MAX (told, ((AmiaForget *) g_ptr_array_index (forgets, i))->generation);
  return told;
}

/* Writes the answer from one view of the ledger. */
static gboolean
write_answer (AmiaRound *round,
              gint64    *position,
              gint64    *told,
              GError   **error)
{
  AmiaRounds       *rounds = round->rounds;
  AmiaSyncResponse *response = round->answer->response;
  g_autoptr (GPtrArray) forgets = NULL;
  g_auto (AmiaVisibility) visibility = {
    .ledger = rounds->ledger,
    .teams = rounds->teams,
    .reader = { round->account->name, round->account->agency },
  };
  AmiaFeed feed = {
    .ledger = rounds->ledger,
    .visibility = &visibility,
    .device = round->device->id,
    .own_from = round->ask->request->from,
    .changes_max = round->ask->request->page_max,
    .bytes_max = PAGE_BYTES,
  };

  amia_life_clear (&round->life);
  if (!amia_ledger_get_life (rounds->ledger, &round->life, error))
    return FALSE;

  /* Another server has just begun a life: what the laptop has is of the one before. */
  if (round->ask->request->epoch != NULL &&
      strcmp (round->ask->request->epoch, round->life.epoch) != 0)
    {
      g_set_error_literal (error, AMIA_DB_ERROR, AMIA_DB_ERROR_BUSY, "A new epoch has begun");
      return FALSE;
    }

  amia_teams_follow (rounds->teams, round->life.facts);
  response->epoch = g_strdup (round->life.epoch);
  forgets = amia_ledger_list_unforgotten (rounds->ledger, &round->device->id, error);
  if (forgets == NULL)
    return FALSE;

  feed.forgets = forgets;
  *told = find_told (forgets);
  return add_acknowledgement (round, error) &&
         fill (round, &feed, position, error) &&
         amia_ledger_get_lease (rounds->ledger,
                                round->account->agency,
                                &response->lease_days,
                                error);
}

static gboolean
note_delivery (AmiaRound *round,
               GError   **error)
{
  AmiaRoundAnswer *answer = round->answer;

  if (!plan_delivery (round, error))
    return FALSE;
  if (!answer->is_unnoted || round->ask->may_note_later)
    return TRUE;

  answer->is_unnoted = FALSE;
  return amia_rounds_note_deliveries (round->rounds, round->ask->now_ms, error);
}

gboolean
_amia_round_give_out (AmiaRound *round,
                      GError   **error)
{
  AmiaLedger *ledger = round->rounds->ledger;
  gint64      position = round->device->position;
  gint64      told;
  gboolean    is_written;

  round->answer->response = amia_sync_response_new ();
  round->answer->response->now_ms = round->ask->now_ms;
  round->answer->response->use_columns = round->ask->request->can_columns;
  add_facts (round);
  if (round->refilled->len > 0)
    g_array_append_vals (
        round->answer->response->refilled, round->refilled->data, round->refilled->len);
  if (!amia_ledger_begin_read (ledger, error))
    return FALSE;

  is_written = write_answer (round, &position, &told, error);
  amia_ledger_end_read (ledger);
  if (!is_written || !note_delivery (round, error))
    return FALSE;

  round->answer->status = round->ask->may_hold && !has_something_to_say (round, told) ? 0 : 200;
  keep_offer (round, position, told);
  return TRUE;
}
