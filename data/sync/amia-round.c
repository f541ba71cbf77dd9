/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-private.h"

#include <string.h>

#include "amia-sign-in.h"

/* Between the store's words and the wire's. Nothing is decided here about when or how often; what
 * is checked is that an answer fits its question, for the store will believe it. */

static void
copy_receipts (AmiaSyncRequest     *request,
               const AmiaSyncState *state)
{
  for (guint i = 0; i < state->receipts->len; i++)
    {
      const AmiaReceipt *receipt = &g_array_index (state->receipts, AmiaReceipt, i);
      AmiaWireReceipt    wire = { receipt->scope, receipt->generation };

      g_array_append_val (request->receipts, wire);
    }
}

static void
copy_facts (AmiaSyncRequest     *request,
            const AmiaSyncState *state)
{
  for (guint i = 0; i < MIN (state->facts->len, AMIA_FACTS_MAX); i++)
    {
      const AmiaFact *fact = &g_array_index (state->facts, AmiaFact, i);
      AmiaWireFact    wire = {
           .id = fact->id,
           .what = g_strdup (fact->what),
           .at_ms = MAX (fact->ms, 0),
           .case_id = fact->case_id,
           .detail = g_strdup (fact->detail),
           .since = fact->since,
      };

      g_array_append_val (request->facts, wire);
    }
}

AmiaSyncRequest *
amia_round_prepare (AmiaStore             *store,
                    const AmiaRoundLimits *limits,
                    GError               **error)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (AmiaSyncRequest) request = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (limits != NULL, NULL);

  if (!amia_store_get_sync_state (store, &state, error))
    return NULL;

  request = amia_sync_request_new ();
  request->device = amia_store_get_identity (store)->device;
  request->epoch = g_steal_pointer (&state.epoch);
  request->from = state.acked + 1;
  memcpy (request->chain, state.chain, AMIA_CHAIN_LENGTH);
  request->since = state.since;
  request->readers_hash = g_steal_pointer (&state.readers_hash);
  request->page_max = limits->page_max;
  request->wait_seconds = limits->wait_seconds;

  for (guint i = 0; i < state.lanes->len; i++)
    {
      const AmiaLane *lane = &g_array_index (state.lanes, AmiaLane, i);
      AmiaWireLane    wire = { lane->scope, lane->generation, lane->position };

      g_array_append_val (request->lanes, wire);
    }

  _amia_round_ask_more (request, &state);
  if (!_amia_round_ask_digest (store, request, &state, error))
    return NULL;
  request->use_columns = _amia_round_can (store, AMIA_SETTING_SERVER_COLUMNS);
  request->use_mark = request->epoch != NULL && _amia_round_can (store, AMIA_SETTING_SERVER_MARK);
  copy_receipts (request, &state);
  copy_facts (request, &state);

  if (limits->changes_max > 0)
    {
      changes = amia_store_list_outgoing (store,
                                          request->from,
                                          limits->changes_max,
                                          limits->bytes_max,
                                          error);
      if (changes == NULL)
        return NULL;
      g_ptr_array_unref (request->changes);
      request->changes = g_steal_pointer (&changes);
      _amia_round_hide_set_aside (store, request);
    }

  /* Once all is said: what became of what was said before. */
  if (request->changes->len == 0 &&
      !amia_store_list_kept (store, request->kept, AMIA_KEPT_MAX, error))
    return NULL;

  if (!_amia_round_ask_refill (store, request, error))
    return NULL;

  return g_steal_pointer (&request);
}

/* --- The answer ----------------------------------------------------------------------------- */

gboolean
_amia_round_contradict (GError    **error,
                        const char *cause)
{
  g_set_error (error,
               AMIA_PROTOCOL_ERROR,
               AMIA_PROTOCOL_ERROR_MALFORMED,
               "Failed to take the server's answer: %s",
               cause);
  return FALSE;
}

static gboolean
are_acknowledged (GArray *refusals,
                  gint64  ack)
{
  for (guint i = 0; i < refusals->len; i++)
    {
      if (g_array_index (refusals, AmiaWireRefusal, i).n > ack)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_answer (const AmiaSyncRequest  *request,
              const AmiaSyncResponse *response,
              GError                **error)
{
  if (request->epoch != NULL && strcmp (request->epoch, response->epoch) != 0)
    return _amia_round_contradict (error, "it is of another life of the server's log");
  if (response->ack < request->from - 1)
    return _amia_round_contradict (error, "it takes back what it had acknowledged");

  if (!are_acknowledged (response->refused, response->ack) ||
      !are_acknowledged (response->escrowed, response->ack))
    return _amia_round_contradict (error, "it judges what it has not acknowledged");

  return TRUE;
}

/* Whether the store still stands where the question was asked, or further on. */
static gboolean
is_current (AmiaStore             *store,
            const AmiaSyncState   *state,
            const AmiaSyncRequest *request)
{
  return amia_uuid_equal (&amia_store_get_identity (store)->device, &request->device) &&
         g_strcmp0 (state->epoch, request->epoch) == 0 && state->since >= request->since &&
         state->acked >= request->from - 1;
}

static void
copy_refusals (GArray *into,
               GArray *refusals,
               gint64  known)
{
  for (guint i = 0; i < refusals->len; i++)
    {
      const AmiaWireRefusal *wire = &g_array_index (refusals, AmiaWireRefusal, i);
      AmiaRefusal            refusal = { wire->n, NULL };

      if (wire->n > known)
        continue;
      refusal.reason = g_strdup (wire->reason);
      g_array_append_val (into, refusal);
    }
}

/* What became of own changes up to @known. */
static void
copy_own (AmiaIncoming           *incoming,
          const AmiaSyncResponse *response,
          gint64                  known)
{
  for (guint i = 0; i < response->own->len; i++)
    {
      const AmiaWireOwn *own = &g_array_index (response->own, AmiaWireOwn, i);
      gint64             last = MIN (own->last, known);

      if (own->first > known)
        continue;
      g_array_append_val (incoming->own, own->first);
      g_array_append_val (incoming->own, last);
      g_array_append_val (incoming->own, own->seq);
    }

  for (guint i = 0; i < response->shown->len; i++)
    {
      const AmiaWireShown *wire = &g_array_index (response->shown, AmiaWireShown, i);
      AmiaShownTime        shown = { wire->n, wire->shown_ms };

      if (wire->n <= known)
        g_array_append_val (incoming->shown, shown);
    }

  for (guint i = 0; i < response->returned->len; i++)
    {
      const AmiaWireReturned *wire = &g_array_index (response->returned, AmiaWireReturned, i);
      AmiaReturned            returned = { wire->n, NULL };

      if (wire->n > known)
        continue;
      returned.body = g_strdup (wire->body);
      g_array_append_val (incoming->returned, returned);
    }

  _amia_round_copy_refilled (incoming, response);
  copy_refusals (incoming->refused, response->refused, known);
  copy_refusals (incoming->escrowed, response->escrowed, known);
}

/* What may be seen from now on. */
static void
copy_scopes (AmiaIncoming           *incoming,
             const AmiaSyncResponse *response)
{
  for (guint i = 0; i < response->scopes->len; i++)
    {
      const AmiaWireScope *wire = &g_array_index (response->scopes, AmiaWireScope, i);

      amia_incoming_add_scope (incoming, &wire->scope, wire->generation, wire->rights);
    }
}

static void
copy_openings (AmiaIncoming           *incoming,
               const AmiaSyncResponse *response)
{
  for (guint i = 0; i < response->opened->len; i++)
    {
      const AmiaWireOpened *wire = &g_array_index (response->opened, AmiaWireOpened, i);

      amia_incoming_add_opening (incoming, &wire->case_id, wire->user, wire->position);
    }
}

/* What every answer settles, whatever else it says: the request was heard, and how late it is. No
 * more facts are believed to be kept than were told. */
static void
copy_contact (AmiaIncoming           *incoming,
              const AmiaSyncRequest  *request,
              const AmiaSyncResponse *response)
{
  guint n_facts = request->facts->len;

  for (guint i = 0; i < request->receipts->len; i++)
    {
      const AmiaWireReceipt *wire = &g_array_index (request->receipts, AmiaWireReceipt, i);
      AmiaReceipt            receipt = { wire->scope, wire->generation };

      g_array_append_val (incoming->receipts_sent, receipt);
    }

  if (n_facts > 0 && response->facts_acked >= 0)
    incoming->facts_acked = MIN (response->facts_acked,
                                 g_array_index (request->facts, AmiaWireFact, n_facts - 1).id);
  incoming->lease_days = response->lease_days;
  incoming->server_now_ms = response->now_ms;
}

/* Without those that this laptop has opened itself. */
static void
copy_lanes (AmiaIncoming           *incoming,
            const AmiaSyncState    *before,
            const AmiaSyncResponse *response)
{
  incoming->lanes = g_array_new (FALSE, FALSE, sizeof (AmiaLane));
  for (guint i = 0; i < response->lanes->len; i++)
    {
      const AmiaWireLane *wire = &g_array_index (response->lanes, AmiaWireLane, i);
      AmiaLane            lane = { wire->scope, wire->generation, wire->position };

      if (!_amia_round_is_catching_up (before, wire))
        g_array_append_val (incoming->lanes, lane);
    }
}

static void
clear_reader (gpointer data)
{
  AmiaReaderPosition *reader = data;

  g_free (reader->user);
  g_free (reader->agency);
}

static void
copy_readers (AmiaIncoming           *incoming,
              const AmiaSyncResponse *response)
{
  if (response->readers == NULL)
    return;

  incoming->readers = g_array_new (FALSE, FALSE, sizeof (AmiaReaderPosition));
  g_array_set_clear_func (incoming->readers, clear_reader);
  incoming->readers_hash = g_strdup (response->readers_hash);
  for (guint i = 0; i < response->readers->len; i++)
    {
      const AmiaWireReader *wire = &g_array_index (response->readers, AmiaWireReader, i);
      AmiaReaderPosition    reader = {
           g_strdup (wire->user),
           g_strdup (wire->agency),
           wire->position,
      };

      g_array_append_val (incoming->readers, reader);
    }
}

/* An answer that comes after a newer one (a poll that waited beside a round) knows nothing of lanes
 * that were opened since, so it has no say about them. */
static AmiaIncoming *
translate (AmiaSyncResponse    *response,
           const AmiaSyncState *before)
{
  AmiaIncoming *incoming = amia_incoming_new ();

  incoming->epoch = g_strdup (response->epoch);
  incoming->next = response->next;
  incoming->acked = response->ack;
  copy_own (incoming, response, response->ack);
  copy_scopes (incoming, response);
  copy_openings (incoming, response);
  if (response->next >= before->since)
    copy_lanes (incoming, before, response);
  copy_readers (incoming, response);
  for (guint i = 0; i < response->feed->len; i++)
    {
      AmiaWireChange *wire = g_ptr_array_index (response->feed, i);

      AmiaIncomingChange *entry;

      amia_incoming_add_change (incoming, wire->seq, g_steal_pointer (&wire->change));
      entry = g_ptr_array_index (incoming->changes, incoming->changes->len - 1);
      entry->shown_ms = wire->shown_ms;
    }

  return incoming;
}

/* The server has changes of this name that the request did not hold. Usually an earlier answer was
 * lost and they are ours; but a file that was set back may have written others under the same
 * numbers just now. Only sending them tells, by the chain. So no more is believed than what was
 * sent, and the page is asked for again. */
static AmiaIncoming *
translate_own (const AmiaSyncResponse *response,
               gint64                  sent)
{
  AmiaIncoming *incoming = amia_incoming_new ();

  incoming->epoch = g_strdup (response->epoch);
  incoming->next = -1;
  incoming->acked = sent;
  copy_own (incoming, response, sent);
  copy_scopes (incoming, response);
  return incoming;
}

/* The server has changes of this name that are not here at all: whatever it says of numbers is
 * about another file's. What may be seen is heard all the same: a file that was set back has what
 * its reader has lost since, and after a fork somebody has to sign in first. */
static AmiaIncoming *
translate_rights (const AmiaSyncResponse *response,
                  const AmiaSyncState    *before)
{
  AmiaIncoming *incoming = amia_incoming_new ();

  incoming->epoch = g_strdup (response->epoch);
  incoming->next = -1;
  incoming->acked = before->acked;
  copy_scopes (incoming, response);
  return incoming;
}

static gboolean
are_lanes_equal (GArray *a,
                 GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const AmiaLane *one = &g_array_index (a, AmiaLane, i);
      const AmiaLane *other = &g_array_index (b, AmiaLane, i);

      if (!amia_uuid_equal (&one->scope, &other->scope) ||
          one->generation != other->generation || one->position != other->position)
        return FALSE;
    }

  return TRUE;
}

/* How many of @refusals are about changes that were not acknowledged before. */
static guint
count_new (GArray              *refusals,
           const AmiaSyncState *before,
           const AmiaSyncState *after)
{
  guint n = 0;

  for (guint i = 0; i < refusals->len; i++)
    {
      const AmiaWireRefusal *refusal = &g_array_index (refusals, AmiaWireRefusal, i);

      n += refusal->n > before->acked && refusal->n <= after->acked;
    }

  return n;
}

/* How many of the changes that were sealed have been refused after all. */
static guint
count_late (const AmiaSyncRequest  *request,
            const AmiaSyncResponse *response)
{
  guint n = 0;

  for (guint i = 0; request->kept->len > 0 && i < response->refused->len; i++)
    n += g_array_index (response->refused, AmiaWireRefusal, i).n < request->from;

  return n;
}

static gint64
get_first_fact (const AmiaSyncState *state)
{
  return state->facts->len == 0 ? 0 : g_array_index (state->facts, AmiaFact, 0).id;
}

/* Whether the server knows more receipts or facts now than before. */
static gboolean
are_told (const AmiaSyncState *before,
          const AmiaSyncState *after)
{
  return get_first_fact (before) != get_first_fact (after) ||
         before->receipts->len > after->receipts->len;
}

static void
sum_up (AmiaRoundOutcome       *outcome,
        const AmiaSyncState    *before,
        const AmiaSyncState    *after,
        const AmiaSyncRequest  *request,
        const AmiaSyncResponse *response)
{
  const guint n_acked = (guint) (after->acked - before->acked);
  const guint n_late = count_late (request, response);

  outcome->n_refused = count_new (response->refused, before, after);
  outcome->n_escrowed = count_new (response->escrowed, before, after);
  outcome->n_pushed = n_acked - MIN (outcome->n_refused + outcome->n_escrowed, n_acked);
  outcome->n_refused += n_late;
  outcome->n_left = (guint) (after->last - after->acked);
  outcome->has_more = response->more;
  outcome->has_lanes = after->lanes->len > 0 || after->catch_up->len > 0;
  outcome->is_progress = n_acked + n_late > 0 || outcome->n_pulled > 0 ||
                         after->since != before->since ||
                         !are_lanes_equal (before->lanes, after->lanes) ||
                         !are_lanes_equal (before->catch_up, after->catch_up) ||
                         response->has_snapshot || response->has_digests ||
                         are_told (before, after) ||
                         g_strcmp0 (before->readers_hash, after->readers_hash) != 0;
}

gboolean
amia_round_take (AmiaStore             *store,
                 const AmiaSyncRequest *request,
                 AmiaSyncResponse      *response,
                 AmiaRoundOutcome      *outcome,
                 GError               **error)
{
  g_auto (AmiaSyncState) before = { 0 };
  g_auto (AmiaSyncState) after = { 0 };
  g_autoptr (AmiaIncoming) incoming = NULL;
  gint64 sent;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);
  g_return_val_if_fail (outcome != NULL, FALSE);

  *outcome = (AmiaRoundOutcome){ 0 };
  if (!amia_sync_response_complete (response, request, error) ||
      !check_answer (request, response, error) ||
      !amia_store_get_sync_state (store, &before, error))
    return FALSE;

  outcome->n_left = (guint) (before.last - before.acked);
  outcome->has_more = TRUE;
  if (!is_current (store, &before, request))
    return TRUE;

  outcome->needs_fork = response->ack > before.last;
  sent = request->from - 1 + request->changes->len;
  if (outcome->needs_fork)
    incoming = translate_rights (response, &before);
  else
    incoming = response->ack > sent ? translate_own (response, sent)
                                    : translate (response, &before);
  copy_contact (incoming, request, response);
  if (response->ack <= sent &&
      !_amia_round_catch_up (store, request, response, &before, incoming, error))
    return FALSE;
  _amia_round_refuse_set_aside (store, before.acked, incoming);
  if (!_amia_round_keep_can (store, response, error) ||
      !amia_store_receive (store, incoming, &outcome->n_pulled, error) ||
      !amia_store_get_sync_state (store, &after, error))
    return FALSE;

  sum_up (outcome, &before, &after, request, response);
  return outcome->needs_fork ||
         _amia_round_plan_check (store, request, response, &after, outcome, error);
}
