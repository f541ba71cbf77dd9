/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-transport.h"
#include "amia-sync.h"

G_BEGIN_DECLS

/* "1" while a person wants no attachments to be carried. */
#define AMIA_SETTING_BLOBS_PAUSED "attachments.paused"

/**
 * AmiaBlobRunState:
 * @AMIA_BLOB_RUN_IDLE: nothing to carry, or no contact with the server
 * @AMIA_BLOB_RUN_BUSY: something is being carried
 * @AMIA_BLOB_RUN_WAITING: before the next try
 * @AMIA_BLOB_RUN_METERED: there is something, but the network costs money
 * @AMIA_BLOB_RUN_PAUSED: a person wants it so
 *
 * What the carrying of attachments is at.
 */
typedef enum
{
  AMIA_BLOB_RUN_IDLE,
  AMIA_BLOB_RUN_BUSY,
  AMIA_BLOB_RUN_WAITING,
  AMIA_BLOB_RUN_METERED,
  AMIA_BLOB_RUN_PAUSED,
} AmiaBlobRunState;

#define AMIA_TYPE_BLOB_RUN (amia_blob_run_get_type ())
G_DECLARE_FINAL_TYPE (AmiaBlobRun, amia_blob_run, AMIA, BLOB_RUN, GObject)

/**
 * AmiaBlobRun:
 *
 * Carries attachments between a replica and its server, beside the rounds and after the text: a
 * blob is only begun while the engine has nothing else to send or get. Goes on after a cut where it
 * stopped; tries again with growing, jittered pauses; does nothing on a network that is said to
 * cost money, or while a person has paused it. Use from the main thread.
 *
 * Properties, read-only and notified: `state` (#AmiaBlobRunState as int), `n-left` (uint: blobs
 * still to be carried), `done` and `total` (int64: bytes of the one under way).
 */

/**
 * amia_blob_run_new:
 * @sync: the engine of the rounds
 * @replica: its replica
 * @transport: the way to the server
 *
 * Returns: (transfer full): a run that begins when @sync has contact with the server
 */
AmiaBlobRun *amia_blob_run_new (AmiaSync          *sync,
                                AmiaReplica       *replica,
                                AmiaBlobTransport *transport) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_blob_run_now:
 * @run: a run
 *
 * Somebody pressed the button: whatever is to be carried is, also on a network that costs money,
 * and whatever pause was planned.
 */
void amia_blob_run_now (AmiaBlobRun *run);

/**
 * amia_blob_run_set_paused:
 * @run: a run
 * @paused: whether nothing is to be carried until this is taken back
 *
 * Kept on this device, over a restart.
 */
void amia_blob_run_set_paused (AmiaBlobRun *run,
                               gboolean     paused);

/**
 * amia_blob_run_get_paused:
 * @run: a run
 *
 * Returns: what was set
 */
gboolean amia_blob_run_get_paused (AmiaBlobRun *run);

/**
 * amia_blob_run_get_state:
 * @run: a run
 *
 * Returns: what it is at
 */
AmiaBlobRunState amia_blob_run_get_state (AmiaBlobRun *run);

/**
 * amia_blob_run_get_n_left:
 * @run: a run
 *
 * Returns: how many blobs are still to be carried
 */
guint amia_blob_run_get_n_left (AmiaBlobRun *run);

/**
 * amia_blob_run_stop:
 * @run: a run
 *
 * Cancels what is under way, for good. Nothing is lost.
 */
void amia_blob_run_stop (AmiaBlobRun *run);

G_END_DECLS
