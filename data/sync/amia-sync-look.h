/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaSyncLook:
 * @last: the highest own n
 * @acked: the highest own n that the server has
 * @last_sync_ms: when the last round ended well, 0 for never
 * @n_refused: own changes that the server refused and nobody has dealt with
 * @n_escrow: own changes that the server keeps sealed until their author is let in again
 * @clock_offset_ms: the server's clock minus this laptop's, as it was last known
 * @url: (nullable): the server's address
 * @n_scopes_done: of a snapshot under way, how many cases and people are here
 * @n_scopes: of how many; 0 when none is under way
 * @has_token: there are address and token
 *
 * How a replica stands, as far as the engine wants to know.
 */
typedef struct
{
  gint64   last;
  gint64   acked;
  gint64   last_sync_ms;
  guint    n_refused;
  guint    n_escrow;
  gint64   clock_offset_ms;
  char    *url;
  guint    n_scopes_done;
  guint    n_scopes;
  gboolean has_token;
} AmiaSyncLook;

void amia_sync_look_free (AmiaSyncLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSyncLook, amia_sync_look_free)

/**
 * amia_sync_look_async:
 * @replica: a replica
 * @callback: called when done
 * @user_data: for @callback
 *
 * Looks, on the replica's thread.
 */
void amia_sync_look_async (AmiaReplica        *replica,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);

/**
 * amia_sync_look_at_numbers_async:
 * @replica: a replica
 * @callback: called when done
 * @user_data: for @callback
 *
 * As amia_sync_look_async(), for @last and @acked and nothing else: what has to be known after each
 * transaction, before somebody's words can be sent.
 */
void amia_sync_look_at_numbers_async (AmiaReplica        *replica,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);

/**
 * amia_sync_look_finish:
 * @replica: a replica
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): how it stands, or %NULL with an #AmiaStoreError
 */
AmiaSyncLook *amia_sync_look_finish (AmiaReplica  *replica,
                                     GAsyncResult *result,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
