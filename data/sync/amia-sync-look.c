/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-sync-look.h"

#include "amia-sign-in.h"
#include "amia-store-lists.h"
#include "amia-store-sync.h"

/* What the engine learns of its replica when it starts, and after each transaction: whether a
 * person has written something, or just a round. */

void
amia_sync_look_free (AmiaSyncLook *look)
{
  if (look == NULL)
    return;

  g_free (look->url);
  g_free (look);
}

static gpointer
look_at_store (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (AmiaSyncLook) look = g_new0 (AmiaSyncLook, 1);
  g_autofree char *token = amia_store_get_setting (store, AMIA_SETTING_SERVER_TOKEN);
  g_autofree char *offset = amia_store_get_setting (store, AMIA_SETTING_SERVER_OFFSET);
  AmiaStatus       status;

  if (!amia_store_get_sync_state (store, &state, error) ||
      !amia_store_get_status (store, &status, error))
    return NULL;

  look->last = state.last;
  look->acked = state.acked;
  look->last_sync_ms = status.last_sync_ms;
  look->n_refused = status.n_refused;
  look->n_escrow = status.n_escrow;
  look->clock_offset_ms = offset != NULL ? g_ascii_strtoll (offset, NULL, 10) : 0;
  look->url = amia_store_get_setting (store, AMIA_SETTING_SERVER_URL);
  look->n_scopes_done = state.has_snapshot ? state.snapshot.n_done : 0;
  look->n_scopes = state.has_snapshot ? state.snapshot.n_scopes : 0;
  look->has_token = token != NULL && look->url != NULL;
  return g_steal_pointer (&look);
}

static gpointer
look_at_numbers (AmiaStore    *store,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_auto (AmiaSyncState) state = { 0 };
  AmiaSyncLook *look;

  if (!amia_store_get_sync_state (store, &state, error))
    return NULL;

  look = g_new0 (AmiaSyncLook, 1);
  look->last = state.last;
  look->acked = state.acked;
  return look;
}

void
amia_sync_look_at_numbers_async (AmiaReplica        *replica,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  amia_replica_call_async (replica,
                           look_at_numbers,
                           NULL,
                           NULL,
                           (GDestroyNotify) amia_sync_look_free,
                           NULL,
                           callback,
                           user_data);
}

void
amia_sync_look_async (AmiaReplica        *replica,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  amia_replica_call_async (replica,
                           look_at_store,
                           NULL,
                           NULL,
                           (GDestroyNotify) amia_sync_look_free,
                           NULL,
                           callback,
                           user_data);
}

AmiaSyncLook *
amia_sync_look_finish (AmiaReplica  *replica,
                       GAsyncResult *result,
                       GError      **error)
{
  return amia_replica_call_finish (replica, result, error);
}
