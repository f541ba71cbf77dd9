/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaLane:
 * @scope: a case's or participant's id
 * @generation: the server number at which the reader came to have access; everything before it
 *   comes through the lane, everything from it on through the feed
 * @position: how far the lane has been fetched
 *
 * A backfill under way.
 */
typedef struct
{
  AmiaUuid scope;
  gint64   generation;
  gint64   position;
} AmiaLane;

/**
 * AmiaSyncState:
 * @epoch: (nullable): which life of the server's log the numbers below are of
 * @since: the server number up to which everything is here
 * @acked: the highest own n that the server has
 * @last: the highest own n
 * @chain: the chain at @acked
 * @lanes: (element-type AmiaLane): backfills under way
 * @readers_hash: (nullable): hash of the readers list that was last received
 *
 * What the engine needs to know to make the next request. All of it is written in the same
 * transactions as the data it speaks of.
 */
typedef struct
{
  char   *epoch;
  gint64  since;
  gint64  acked;
  gint64  last;
  guint8  chain[AMIA_CHAIN_LENGTH];
  GArray *lanes;
  char   *readers_hash;
} AmiaSyncState;

void amia_sync_state_clear (AmiaSyncState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaSyncState, amia_sync_state_clear)

/**
 * amia_store_get_sync_state:
 * @store: a store
 * @state: (out): the state
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_get_sync_state (AmiaStore     *store,
                                    AmiaSyncState *state,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_list_outgoing:
 * @store: a store
 * @from: the first n
 * @changes_max: at most so many
 * @bytes_max: stop before passing this, but give at least one
 * @error: return location
 *
 * Own changes that wait, in order, as the bytes they were written with.
 *
 * Returns: (transfer full) (element-type GBytes): the changes from n = @from on without a gap, or
 *   %NULL on error
 */
GPtrArray *amia_store_list_outgoing (AmiaStore *store,
                                     gint64     from,
                                     guint      changes_max,
                                     gsize      bytes_max,
                                     GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaIncomingChange:
 * @seq: the server's number
 * @change: (transfer full): the change with the ops that this reader may see, author and agency
 *   filled in
 *
 * A change that came from the server.
 */
typedef struct
{
  gint64      seq;
  AmiaChange *change;
} AmiaIncomingChange;

/**
 * AmiaIncoming:
 * @epoch: the server's epoch
 * @next: the new `since`, -1 to leave it
 * @acked: the highest own n that the server has, -1 to leave it
 * @changes: (element-type AmiaIncomingChange): changes of others, or own ones that come back
 * @own: (element-type gint64): triples (first n, last n, server number of the first): own changes
 *   as they were numbered
 * @refused: (element-type AmiaRefusal): own changes that were refused
 * @lanes: (nullable) (element-type AmiaLane): the lanes as they stand after this page, or %NULL to
 *   leave them
 * @readers: (nullable) (element-type AmiaReaderPosition): how far colleagues' laptops have come, or
 *   %NULL to leave what is known
 * @readers_hash: (nullable): goes with @readers
 *
 * One page from the server, to be taken in one transaction: all or nothing.
 */
typedef struct
{
  char      *epoch;
  gint64     next;
  gint64     acked;
  GPtrArray *changes;
  GArray    *own;
  GArray    *refused;
  GArray    *lanes;
  GArray    *readers;
  char      *readers_hash;
} AmiaIncoming;

/**
 * AmiaRefusal:
 * @n: an own change
 * @reason: a short code, `not_member` for example
 */
typedef struct
{
  gint64 n;
  char  *reason;
} AmiaRefusal;

/**
 * AmiaReaderPosition:
 * @user: a colleague
 * @agency: the colleague's agency
 * @position: the server number up to which one of the colleague's laptops holds everything it may,
 *   0 while a backfill is under way
 */
typedef struct
{
  char  *user;
  char  *agency;
  gint64 position;
} AmiaReaderPosition;

AmiaIncoming *amia_incoming_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          amia_incoming_free (AmiaIncoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaIncoming, amia_incoming_free)

/**
 * amia_incoming_add_change:
 * @incoming: a page
 * @seq: the server's number
 * @change: (transfer full): a change
 */
void amia_incoming_add_change (AmiaIncoming *incoming,
                               gint64        seq,
                               AmiaChange   *change);

/**
 * amia_store_receive:
 * @store: a store
 * @incoming: a page
 * @n_new: (out) (optional): how many changes of others had anything new
 * @error: return location
 *
 * Takes a page from the server: log, heads, projections, acknowledgements, lanes and `since` in one
 * transaction. A change of which some ops are here already gets the others added. Repeating a page
 * changes nothing. A refused change leaves the heads, so that everybody's stay the same; what it
 * said stays readable in the log.
 *
 * Returns: %TRUE when it is on disk; else nothing of it was taken
 */
gboolean amia_store_receive (AmiaStore          *store,
                             const AmiaIncoming *incoming,
                             guint              *n_new,
                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_rewind:
 * @store: a store
 * @epoch: the server's new epoch
 * @acked: the highest own n that the server has in it
 * @error: return location
 *
 * The server began a new life (restored, moved): `since` and lanes start over, own changes above
 * @acked wait again. Nothing that is here is lost.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_rewind (AmiaStore  *store,
                            const char *epoch,
                            gint64      acked,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_fork:
 * @store: a store
 * @error: return location
 *
 * Another file has been writing under this device's name (a copy, or this one set back): takes a
 * new device id and gives every own change that the server does not have a new name, with `over`
 * rewritten, in one transaction (sync.md C4).
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_fork (AmiaStore *store,
                          GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_set_role:
 * @store: a store
 * @role: what the server says this account's role is
 * @error: return location
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_set_role (AmiaStore  *store,
                              const char *role,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_retry_refusal:
 * @store: a store
 * @n: an own change that was refused
 * @error: return location
 *
 * Says the same once more, as a new change that replaces what is shown now, and dismisses the old
 * one: for when the cause of the refusal is gone.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_retry_refusal (AmiaStore *store,
                                   gint64     n,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_dismiss_refusal:
 * @store: a store
 * @n: an own change that was refused
 * @error: return location
 *
 * Somebody has dealt with it: it no longer counts, and stays in the log.
 *
 * Returns: %TRUE on success
 */
gboolean amia_store_dismiss_refusal (AmiaStore *store,
                                     gint64     n,
                                     GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
