/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-blob-run.h"
#include "amia-replica.h"
#include "amia-store-lists.h"
#include "amia-sync.h"

G_BEGIN_DECLS

#define AMIA_TYPE_SESSION (amia_session_get_type ())
G_DECLARE_FINAL_TYPE (AmiaSession, amia_session, AMIA, SESSION, GObject)

/**
 * AmiaSession:
 *
 * An open replica with its sync engine, and how the two stand. Pages are given one; the window
 * makes it when a replica has been opened and closes it when it is locked or the program ends.
 *
 * The signal `changed` is emitted when the numbers or the engine's state may have changed,
 * `revoked` when the server has shut this device out.
 */

/**
 * amia_session_new:
 * @replica: an open replica
 *
 * Returns: (transfer full): a session whose engine has been started
 */
AmiaSession *amia_session_new (AmiaReplica *replica) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_session_get_replica:
 * @session: a session
 *
 * Returns: (transfer none): its replica
 */
AmiaReplica *amia_session_get_replica (AmiaSession *session);

/**
 * amia_session_get_sync:
 * @session: a session
 *
 * Returns: (transfer none): its engine
 */
AmiaSync *amia_session_get_sync (AmiaSession *session);

/**
 * amia_session_get_blobs:
 * @session: a session
 *
 * Returns: (transfer none): what carries its attachments
 */
AmiaBlobRun *amia_session_get_blobs (AmiaSession *session);

/**
 * amia_session_sync_now:
 * @session: a session
 *
 * Somebody pressed the button: text and attachments at once, whatever pause was planned.
 */
void amia_session_sync_now (AmiaSession *session);

/**
 * amia_session_get_status:
 * @session: a session
 *
 * Returns: (transfer none): the numbers as last read; zeros before the first time
 */
const AmiaStatus *amia_session_get_status (AmiaSession *session);

/**
 * amia_session_get_person:
 * @session: a session
 *
 * What the one who works here is called, as last read: see amia_store_get_person().
 *
 * Returns: (transfer none): the name, or the account where nobody has said one. Good until the
 *   next `changed`
 */
const char *amia_session_get_person (AmiaSession *session);

/**
 * amia_session_get_unsent:
 * @session: a session
 *
 * Returns: how many own changes are nowhere but here, as last read
 */
guint amia_session_get_unsent (AmiaSession *session);

/**
 * amia_session_get_unsent_blobs:
 * @session: a session
 *
 * Returns: how many attachments are nowhere but here, as last read; no rescue file takes them
 */
guint amia_session_get_unsent_blobs (AmiaSession *session);

/**
 * amia_session_get_fetched:
 * @session: a session
 *
 * Returns: how many changes of others the rounds under way have brought
 */
guint amia_session_get_fetched (AmiaSession *session);

/**
 * amia_session_get_scopes:
 * @session: a session
 * @n_scopes: (out): how many cases and people are fetched in one go; 0 when none are
 *
 * Returns: how many of them are here, as last read
 */
guint amia_session_get_scopes (AmiaSession *session,
                               guint       *n_scopes);

/**
 * amia_session_get_is_first:
 * @session: a session
 *
 * Returns: %TRUE while this laptop gets its cases for the first time
 */
gboolean amia_session_get_is_first (AmiaSession *session);

/**
 * amia_session_note_rescue:
 * @session: a session
 *
 * What is unsent now has been put into a rescue file. Forgotten when something more is written.
 */
void amia_session_note_rescue (AmiaSession *session);

/**
 * amia_session_may_end:
 * @session: a session
 *
 * Returns: %TRUE if the replica could go without anything being lost
 */
gboolean amia_session_may_end (AmiaSession *session);

/**
 * amia_session_has_server:
 * @session: a session
 *
 * Returns: %TRUE if a server was ever signed in to; without one nothing waits for anything
 */
gboolean amia_session_has_server (AmiaSession *session);

/**
 * amia_session_close:
 * @session: a session
 *
 * Stops the engine and closes the replica. Blocks for as long as the last commits take.
 */
void amia_session_close (AmiaSession *session);

G_END_DECLS
