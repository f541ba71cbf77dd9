/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "amia-forgets-message.h"
#include "amia-plan.h"
#include "amia-replica.h"
#include "amia-transport.h"

G_BEGIN_DECLS

/* A clock that is further off than this is worth a banner. What is written gets the right time all
 * the same. */
#define AMIA_CLOCK_OFFSET_MS_MAX (5 * 60 * 1000)

#define AMIA_TYPE_SYNC (amia_sync_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSync, amia_sync, AMIA, SYNC, GObject)

/**
 * AmiaSync:
 *
 * Keeps a replica and its server in step by itself: carries out the plan (amia-plan.h) with a
 * transport and the replica's thread. Use from the main thread.
 *
 * Properties, all read-only and notified: `phase` (#AmiaSyncPhase as int), `trouble`
 * (#AmiaSyncTrouble as int), `online` (boolean: the last contact worked), `last-success-ms`
 * (int64), `clock-offset-ms` (int64: the server's clock minus this laptop's; beyond
 * %AMIA_CLOCK_OFFSET_MS_MAX the person is to be told).
 *
 * The signal `progress (guint pushed, guint pulled)` tells how a long round is doing,
 * `sign-in-wanted` that somebody has to sign in before anything more is sent: the token has ended,
 * or the button was pressed without one. The signal `revoked` comes when the server has shut this
 * device out: destroy the key slots of the replica and say so; the phase stays %AMIA_SYNC_REVOKED.
 */

/**
 * amia_sync_new:
 * @replica: a replica
 * @transport: the way to the server
 *
 * Returns: (transfer full): an engine that does nothing until amia_sync_start()
 */
AmiaSync *amia_sync_new (AmiaReplica   *replica,
                         AmiaTransport *transport) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_start:
 * @sync: an engine
 *
 * Begins: reads the token and the server's address from the replica's settings, makes a first round
 * and goes on by itself: after each commit, when the network comes back (a hint only; a real
 * request decides), by long poll, and with growing, jittered pauses after trouble.
 */
void amia_sync_start (AmiaSync *sync);

/**
 * amia_sync_stop:
 * @sync: an engine
 *
 * Cancels what is under way. Nothing is lost: what was not answered is sent again next time.
 */
void amia_sync_stop (AmiaSync *sync);

/**
 * amia_sync_now:
 * @sync: an engine
 *
 * Somebody pressed the button: a round at once, whatever pause was planned.
 */
void amia_sync_now (AmiaSync *sync);

/**
 * amia_sync_login_async:
 * @sync: an engine
 * @url: the server's address, `https://…`
 * @user: the account's name; must be the replica's
 * @password: the password; not kept
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: for @callback
 *
 * Signs in and keeps address and token in the replica. A server whose account has another name or
 * agency than this replica is refused, or one person's work would go out in another's name.
 */
void amia_sync_login_async (AmiaSync           *sync,
                            const char         *url,
                            const char         *user,
                            const char         *password,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/**
 * amia_sync_login_finish:
 * @sync: an engine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when signed in; else %FALSE with an #AmiaTransportError
 */
gboolean amia_sync_login_finish (AmiaSync     *sync,
                                 GAsyncResult *result,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_ask_forgets_async:
 * @sync: an engine
 * @case_id: a case
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks the server which laptops have confirmed that they forgot what they may no longer see of the
 * case, and keeps the answer in the replica: amia_forgets_load().
 */
void amia_sync_ask_forgets_async (AmiaSync           *sync,
                                  const AmiaUuid     *case_id,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * amia_sync_ask_forgets_finish:
 * @sync: an engine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what the server said, or %NULL with an #AmiaTransportError,
 *   #AmiaStoreError or %G_IO_ERROR_CANCELLED
 */
AmiaForgetsResponse *amia_sync_ask_forgets_finish (AmiaSync     *sync,
                                                   GAsyncResult *result,
                                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

AmiaSyncPhase   amia_sync_get_phase (AmiaSync *sync);
AmiaSyncTrouble amia_sync_get_trouble (AmiaSync *sync);
gboolean        amia_sync_get_online (AmiaSync *sync);
gint64          amia_sync_get_last_success_ms (AmiaSync *sync);
gint64          amia_sync_get_clock_offset_ms (AmiaSync *sync);

/**
 * amia_sync_dup_url:
 * @sync: an engine
 *
 * Returns: (transfer full) (nullable): the server's address, %NULL when none was given yet
 */
char *amia_sync_dup_url (AmiaSync *sync) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
