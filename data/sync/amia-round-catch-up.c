/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-private.h"

#include <string.h>

/* What comes in other ways than the feed: a snapshot for a replica in which there is nothing, or
 * which was away for too long; digests to compare with; and lanes that this laptop opens itself for
 * what it finds missing.
 *
 * An answer that has no snapshot though one was asked for is an ordinary one: the server is an
 * older program, or the log is short, or it does not give one just now. Nothing needs to be
 * remembered of that, since such an answer brings the replica on its way. */

/* Up to which scope has been compared, while that is under way. */
#define SETTING_CHECK "sync-check"

#define DAY_MS (24ll * 60 * 60 * 1000)

/* --- Asking ---------------------------------------------------------------------------------- */

void
_amia_round_ask_more (AmiaSyncRequest     *request,
                      const AmiaSyncState *state)
{
  request->wants_snapshot = state->has_snapshot ||
                            (state->since == 0 && state->acked == 0 && state->is_empty);
  request->snapshot = (AmiaWireSnapshot){ .scope = AMIA_WIRE_FIRST_SCOPE };
  if (state->has_snapshot)
    request->snapshot = (AmiaWireSnapshot){ state->snapshot.at,
                                            state->snapshot.scope,
                                            state->snapshot.after };

  for (guint i = 0; i < state->catch_up->len; i++)
    {
      const AmiaLane *lane = &g_array_index (state->catch_up, AmiaLane, i);
      AmiaWireLane    wire = { lane->scope, lane->generation, lane->position };

      g_array_append_val (request->lanes, wire);
    }
}

/* Comparing makes sense only when both sides have the same to go by. */
static gboolean
is_at_rest (const AmiaSyncState *state)
{
  return state->since > 0 && state->last == state->acked && state->lanes->len == 0 &&
         state->catch_up->len == 0 && !state->has_snapshot && state->is_settled;
}

gboolean
_amia_round_ask_digest (AmiaStore           *store,
                        AmiaSyncRequest     *request,
                        const AmiaSyncState *state,
                        GError             **error)
{
  g_autofree char *setting = amia_store_get_setting (store, SETTING_CHECK);

  if (setting == NULL || !is_at_rest (state))
    return TRUE;

  request->wants_digest = amia_uuid_parse (setting, strlen (setting), &request->digest_scope);
  /* One that can't be read is of no use to anybody. */
  return request->wants_digest || amia_store_set_setting (store, SETTING_CHECK, NULL, error);
}

gboolean
amia_round_begin_check (AmiaStore *store,
                        GError   **error)
{
  const AmiaUuid first = AMIA_WIRE_FIRST_SCOPE;
  char           text[AMIA_UUID_TEXT_LENGTH + 1];

  g_return_val_if_fail (store != NULL, FALSE);

  return amia_store_set_setting (store, AMIA_SETTING_CHECK_FOUND, NULL, error) &&
         amia_store_set_setting (store, SETTING_CHECK, amia_uuid_print (&first, text), error);
}

gboolean
amia_round_is_checking (AmiaStore *store)
{
  g_autofree char *setting = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  setting = amia_store_get_setting (store, SETTING_CHECK);
  return setting != NULL;
}

/* --- Snapshots ------------------------------------------------------------------------------- */

/* The server must not be able to send this laptop in circles. */
static gboolean
check_snapshot (const AmiaSyncRequest  *request,
                const AmiaSyncResponse *response,
                GError                **error)
{
  const AmiaWireSnapshot *asked = &request->snapshot;
  const AmiaWireSnapshot *got = &response->snapshot;
  const gboolean          is_whole = response->n_scopes_done == response->n_scopes;
  const int               order = amia_uuid_compare (&got->scope, &asked->scope);

  if (got->at < request->since || (asked->at > 0 && got->at != asked->at))
    return _amia_round_contradict (error, "its snapshot is of another number");
  if (!is_whole && (order > 0 || (order == 0 && got->after <= asked->after)))
    return _amia_round_contradict (error, "its snapshot does not go on");
  if (response->next != (is_whole ? got->at : request->since))
    return _amia_round_contradict (error, "it goes on elsewhere than its snapshot");

  return TRUE;
}

static gboolean
take_snapshot (const AmiaSyncRequest  *request,
               const AmiaSyncResponse *response,
               const AmiaSyncState    *before,
               AmiaIncoming           *incoming,
               GError                **error)
{
  const gboolean is_whole = response->n_scopes_done == response->n_scopes;

  if (!response->has_snapshot)
    {
      incoming->ends_snapshot = request->wants_snapshot && before->has_snapshot;
      return TRUE;
    }
  if (!request->wants_snapshot)
    return _amia_round_contradict (error, "nobody has asked for a snapshot");
  if (!check_snapshot (request, response, error))
    return FALSE;

  incoming->is_snapshot = TRUE;
  incoming->ends_snapshot = is_whole;
  if (!is_whole)
    {
      incoming->snapshot = g_new (AmiaSnapshotPosition, 1);
      *incoming->snapshot = (AmiaSnapshotPosition){ response->snapshot.at,
                                                    response->snapshot.scope,
                                                    response->snapshot.after,
                                                    response->n_scopes_done,
                                                    response->n_scopes };
    }

  g_array_append_vals (incoming->left_out, response->left_out->data, response->left_out->len);
  return TRUE;
}

/* --- Lanes of our own ------------------------------------------------------------------------ */

static const AmiaWireLane *
find_lane (GArray         *lanes,
           const AmiaUuid *scope,
           gint64          generation)
{
  for (guint i = 0; i < lanes->len; i++)
    {
      const AmiaWireLane *lane = &g_array_index (lanes, AmiaWireLane, i);

      if (lane->generation == generation && amia_uuid_equal (&lane->scope, scope))
        return lane;
    }

  return NULL;
}

gboolean
_amia_round_is_catching_up (const AmiaSyncState *state,
                            const AmiaWireLane  *lane)
{
  for (guint i = 0; i < state->catch_up->len; i++)
    {
      const AmiaLane *own = &g_array_index (state->catch_up, AmiaLane, i);

      if (own->generation == lane->generation && amia_uuid_equal (&own->scope, &lane->scope))
        return TRUE;
    }

  return FALSE;
}

/* A lane that was asked for and is not in the answer has come to its end. */
static void
take_lanes (const AmiaSyncRequest  *request,
            const AmiaSyncResponse *response,
            const AmiaSyncState    *before,
            AmiaIncoming           *incoming)
{
  for (guint i = 0; i < before->catch_up->len; i++)
    {
      AmiaLane            lane = g_array_index (before->catch_up, AmiaLane, i);
      const AmiaWireLane *now;

      if (find_lane (request->lanes, &lane.scope, lane.generation) == NULL)
        continue;

      now = find_lane (response->lanes, &lane.scope, lane.generation);
      lane.position = now != NULL ? now->position : lane.generation;
      g_array_append_val (incoming->catch_up, lane);
    }
}

/* --- Comparing ------------------------------------------------------------------------------- */

static gboolean
differs (GHashTable           *here,
         const AmiaWireDigest *there)
{
  static const guint8    nothing[AMIA_DIGEST_LENGTH] = { 0 };
  const AmiaScopeDigest *digest = g_hash_table_lookup (here, &there->scope);

  if (digest != NULL && digest->is_waiting)
    return FALSE;
  return memcmp (digest != NULL ? digest->digest : nothing, there->digest, AMIA_DIGEST_LENGTH) != 0;
}

static gboolean
compare (AmiaStore              *store,
         const AmiaSyncRequest  *request,
         const AmiaSyncResponse *response,
         const AmiaSyncState    *before,
         AmiaIncoming           *incoming,
         GError                **error)
{
  g_autoptr (GHashTable) here = NULL;

  /* Something has happened since it was asked: the comparison is made again. */
  if (!response->has_digests || !request->wants_digest || !is_at_rest (before) ||
      before->since != request->since)
    return TRUE;

  here = amia_store_digest (store, error);
  if (here == NULL)
    return FALSE;

  for (guint i = 0; i < response->digests->len; i++)
    {
      const AmiaWireDigest *there = &g_array_index (response->digests, AmiaWireDigest, i);
      const AmiaLane        lane = { there->scope, request->since + 1, 0 };

      if (differs (here, there))
        g_array_append_val (incoming->catch_up, lane);
    }

  return TRUE;
}

gboolean
_amia_round_catch_up (AmiaStore              *store,
                      const AmiaSyncRequest  *request,
                      const AmiaSyncResponse *response,
                      const AmiaSyncState    *before,
                      AmiaIncoming           *incoming,
                      GError                **error)
{
  take_lanes (request, response, before, incoming);
  return take_snapshot (request, response, before, incoming, error) &&
         compare (store, request, response, before, incoming, error);
}

/* --- When ------------------------------------------------------------------------------------ */

static gint64
get_number (AmiaStore  *store,
            const char *name,
            gint64      fallback)
{
  g_autofree char *setting = amia_store_get_setting (store, name);

  return setting != NULL ? g_ascii_strtoll (setting, NULL, 10) : fallback;
}

static gboolean
set_number (AmiaStore  *store,
            const char *name,
            gint64      number,
            GError    **error)
{
  g_autofree char *setting = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return amia_store_set_setting (store, name, setting, error);
}

/* Goes on after the last scope of the page. What was found to differ is fetched first; then the
 * comparison goes on where it was. */
static gboolean
go_on (AmiaStore              *store,
       const AmiaSyncResponse *response,
       const AmiaSyncState    *after,
       AmiaRoundOutcome       *outcome,
       GError                **error)
{
  const GArray *digests = response->digests;
  gint64        n_found = get_number (store, AMIA_SETTING_CHECK_FOUND, 0) + after->catch_up->len;
  char          text[AMIA_UUID_TEXT_LENGTH + 1];

  outcome->n_differing = after->catch_up->len;
  if (!set_number (store, AMIA_SETTING_CHECK_FOUND, n_found, error))
    return FALSE;

  if (response->n_digests_left > 0 && digests->len > 0)
    return amia_store_set_setting (
        store,
        SETTING_CHECK,
        amia_uuid_print (&g_array_index (digests, AmiaWireDigest, digests->len - 1).scope, text),
        error);

  return amia_store_set_setting (store, SETTING_CHECK, NULL, error) &&
         set_number (store, AMIA_SETTING_CHECKED_MS, response->now_ms, error);
}

gboolean
_amia_round_plan_check (AmiaStore              *store,
                        const AmiaSyncRequest  *request,
                        const AmiaSyncResponse *response,
                        const AmiaSyncState    *after,
                        AmiaRoundOutcome       *outcome,
                        GError                **error)
{
  gint64 days;
  gint64 checked_ms;

  if (request->wants_digest)
    {
      /* An older program has answered with the feed; it can't be asked. */
      if (!response->has_digests)
        return amia_store_set_setting (store, SETTING_CHECK, NULL, error);
      return after->since != request->since || after->last != after->acked ||
             go_on (store, response, after, outcome, error);
    }
  if (response->more || !is_at_rest (after) || amia_round_is_checking (store))
    return TRUE;

  days = get_number (store, AMIA_SETTING_CHECK_DAYS, AMIA_CHECK_INTERVAL_MS / DAY_MS);
  checked_ms = get_number (store, AMIA_SETTING_CHECKED_MS, 0);
  if (checked_ms == 0 || checked_ms > response->now_ms)
    return set_number (store, AMIA_SETTING_CHECKED_MS, response->now_ms, error);

  return days <= 0 || response->now_ms - checked_ms < days * DAY_MS ||
         amia_round_begin_check (store, error);
}
