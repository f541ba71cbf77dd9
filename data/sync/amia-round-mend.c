/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-private.h"

#include <string.h>

#include "amia-sign-in.h"

/* What is put right here before the next round, when the server or somebody on the way to it did
 * not take the last one. */

/* A change below this size is never the reason why nothing gets through. */
#define SET_ASIDE_BYTES_MIN (16 * 1024)

#define SETTING_SET_ASIDE "sync-set-aside"

gboolean
amia_round_rewind (AmiaStore         *store,
                   const AmiaProblem *problem,
                   GError           **error)
{
  g_auto (AmiaSyncState) state = { 0 };
  gboolean    is_gap;
  const char *epoch;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (problem != NULL, FALSE);

  if (!amia_store_get_sync_state (store, &state, error))
    return FALSE;

  if (strcmp (problem->code, "malformed") == 0 || strcmp (problem->code, "mark") == 0)
    return _amia_round_doubt (store, problem->code, error);
  if (strcmp (problem->code, "floor") == 0)
    return amia_store_begin_snapshot (store, error);

  /* A gap says which change is wanted next. */
  is_gap = strcmp (problem->code, "gap") == 0;
  epoch = is_gap || problem->epoch == NULL ? state.epoch : problem->epoch;
  if (epoch == NULL || (is_gap && problem->expect < 1))
    return _amia_round_contradict (error, "it names no place to go back to");

  /* What a new life has under this device's name need not be what is here: the file may have been
   * set back as well. Only bytes prove it, and the server passes over those that it has. */
  return _amia_round_trust_mark (store, error) &&
         amia_store_rewind (store, epoch, is_gap ? problem->expect - 1 : 0, error);
}

/* --- A new name ----------------------------------------------------------------------------- */

/* Everything below the first change that differs is on the server as it is here, whatever answers
 * were lost: it keeps its name. */
static gboolean
keep_common (AmiaStore         *store,
             const AmiaProblem *problem,
             GError           **error)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (AmiaIncoming) incoming = NULL;

  if (problem == NULL || strcmp (problem->code, "fork") != 0 || problem->expect < 1)
    return TRUE;
  if (!amia_store_get_sync_state (store, &state, error))
    return FALSE;
  if (state.epoch == NULL || problem->expect - 1 <= state.acked || problem->expect > state.last)
    return TRUE;

  incoming = amia_incoming_new ();
  incoming->epoch = g_strdup (state.epoch);
  incoming->next = -1;
  incoming->acked = problem->expect - 1;
  return amia_store_receive (store, incoming, NULL, error);
}

static gboolean
fork_from (AmiaStore         *store,
           const AmiaProblem *problem,
           GError           **error)
{
  return keep_common (store, problem, error) && amia_store_fork (store, error) &&
         amia_store_set_setting (store, SETTING_SET_ASIDE, NULL, error) &&
         amia_store_set_setting (store, AMIA_SETTING_SERVER_TOKEN, NULL, error);
}

/* --- A change that does not get through ----------------------------------------------------- */

static gint64
get_set_aside (AmiaStore *store)
{
  g_autofree char *setting = amia_store_get_setting (store, SETTING_SET_ASIDE);

  return setting != NULL ? g_ascii_strtoll (setting, NULL, 10) : 0;
}

void
_amia_round_hide_set_aside (AmiaStore       *store,
                            AmiaSyncRequest *request)
{
  const gint64 index = get_set_aside (store) - request->from;
  guint8       hash[AMIA_CHANGE_HASH_LENGTH];
  GBytes      *change;
  const char  *bytes;
  gsize        length;

  if (index < 0 || index >= (gint64) request->changes->len)
    return;

  change = g_ptr_array_index (request->changes, (guint) index);
  if (amia_forgotten_change_read (change, hash))
    return;

  bytes = g_bytes_get_data (change, &length);
  amia_change_hash (bytes, length, hash);
  g_ptr_array_index (request->changes, (guint) index) = amia_forgotten_change_new (hash);
  g_bytes_unref (change);
}

void
_amia_round_refuse_set_aside (AmiaStore    *store,
                              gint64        acked_before,
                              AmiaIncoming *incoming)
{
  const gint64 n = get_set_aside (store);
  AmiaRefusal  refusal = { n, NULL };

  if (n <= acked_before || n > incoming->acked)
    return;

  for (guint i = 0; i < incoming->refused->len; i++)
    {
      if (g_array_index (incoming->refused, AmiaRefusal, i).n == n)
        return;
    }

  refusal.reason = g_strdup (AMIA_REASON_TOO_LARGE);
  g_array_append_val (incoming->refused, refusal);
}

static gboolean
fail_to_set_aside (GError    **error,
                   const char *cause)
{
  g_set_error (error,
               AMIA_PROTOCOL_ERROR,
               AMIA_PROTOCOL_ERROR_TOO_LARGE,
               "Failed to go on past a change that is too large: %s",
               cause);
  return FALSE;
}

gboolean
amia_round_set_aside (AmiaStore *store,
                      GError   **error)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *setting = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  if (!amia_store_get_sync_state (store, &state, error))
    return FALSE;
  changes = amia_store_list_outgoing (store, state.acked + 1, 1, 1, error);
  if (changes == NULL)
    return FALSE;

  if (changes->len == 0)
    return fail_to_set_aside (error, "none waits");
  if (get_set_aside (store) == state.acked + 1)
    return fail_to_set_aside (error, "not even its hash gets through");
  if (g_bytes_get_size (g_ptr_array_index (changes, 0)) < SET_ASIDE_BYTES_MIN)
    return fail_to_set_aside (error, "it is small");

  setting = g_strdup_printf ("%" G_GINT64_FORMAT, state.acked + 1);
  return amia_store_set_setting (store, SETTING_SET_ASIDE, setting, error);
}

gboolean
amia_round_mend (AmiaStore         *store,
                 AmiaSyncMend       mend,
                 const AmiaProblem *problem,
                 GError           **error)
{
  g_return_val_if_fail (store != NULL, FALSE);

  switch (mend)
    {
    case AMIA_SYNC_MEND_REWIND:
      return amia_round_rewind (store, problem, error);
    case AMIA_SYNC_MEND_FORK:
      return fork_from (store, problem, error);
    case AMIA_SYNC_MEND_SET_ASIDE:
      return amia_round_set_aside (store, error);
    case AMIA_SYNC_MEND_NONE:
    default:
      return TRUE;
    }
}
