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
 * AmiaReceipt:
 * @scope: a case's or participant's id
 * @generation: the number of the event by which rights to it became narrower
 *
 * What this laptop may no longer see of @scope is gone from it, and no byte of its files holds it.
 */
typedef struct
{
  AmiaUuid scope;
  gint64   generation;
} AmiaReceipt;

/**
 * AmiaFact:
 * @id: its number on this device, ascending
 * @what: `open`, `export`, `print` or `view-log`
 * @ms: when, by the server-corrected clock
 * @case_id: the case, nil for none
 * @detail: (nullable): which part of it
 * @since: the server number up to which everything was here at that moment
 *
 * Something that somebody did with what is kept here, on its way to the server's audit.
 */
typedef struct
{
  gint64   id;
  char    *what;
  gint64   ms;
  AmiaUuid case_id;
  char    *detail;
  gint64   since;
} AmiaFact;

/* As many receipts and as many facts go with one request at most. */
#define AMIA_STORE_RECEIPTS_MAX 500
#define AMIA_STORE_FACTS_MAX    500

/**
 * AmiaSyncState:
 * @epoch: (nullable): which life of the server's log the numbers below are of
 * @since: the server number up to which everything is here
 * @acked: the highest own n that the server has
 * @last: the highest own n
 * @chain: the chain at @acked
 * @lanes: (element-type AmiaLane): backfills under way
 * @readers_hash: (nullable): hash of the readers list that was last received
 * @receipts: (element-type AmiaReceipt): what was forgotten and scrubbed and the server does not
 *   know of yet, at most %AMIA_STORE_RECEIPTS_MAX. Those that a request carried are given back in
 *   #AmiaIncoming.receipts_sent with its answer; until then they come again
 * @facts: (element-type AmiaFact): facts that the server has not confirmed, in order, at most
 *   %AMIA_STORE_FACTS_MAX
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
  GArray *receipts;
  GArray *facts;
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
 * Own changes that wait, in order, as the bytes they were written with. One that was forgotten here
 * after a server had it comes as `{"hash":"…"}`, the SHA-256 of those bytes in 64 hexadecimal
 * digits: the chain goes on over it as if it were whole (amia_chain_next_hash()).
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
 * @shown_ms: when it is to be shown as made, where its author's clock was ahead; 0 for its own
 *
 * A change that came from the server.
 */
typedef struct
{
  gint64      seq;
  AmiaChange *change;
  gint64      shown_ms;
} AmiaIncomingChange;

/**
 * AmiaScopeRights:
 * @scope: a case's or participant's id
 * @generation: the number of the event; one that is not above the known one is passed over
 * @rights: (nullable): what may be seen of the scope from now on, as amia_rights_encode() writes
 *   it; %NULL or `null` for nothing
 */
typedef struct
{
  AmiaUuid scope;
  gint64   generation;
  char    *rights;
} AmiaScopeRights;

/**
 * AmiaOpening:
 * @case_id: a case
 * @user: a colleague who opened it
 * @position: the server number up to which the colleague's laptop held everything then
 */
typedef struct
{
  AmiaUuid case_id;
  char    *user;
  gint64   position;
} AmiaOpening;

/**
 * AmiaShownTime:
 * @n: an own change whose stamp was ahead of the server's clock
 * @ms: when it is shown as made instead
 */
typedef struct
{
  gint64 n;
  gint64 ms;
} AmiaShownTime;

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
 * @scopes: (element-type AmiaScopeRights): new rights, in order; taken before the changes
 * @escrowed: (element-type AmiaRefusal): own changes that the server keeps sealed until their
 *   author is let in again
 * @opened: (element-type AmiaOpening): colleagues who opened a case
 * @shown: (element-type AmiaShownTime): display times of own changes
 * @receipts_sent: (element-type AmiaReceipt): the receipts that were in the request which this page
 *   answers: the server has them
 * @facts_acked: facts up to this one are in the server's audit, -1 to leave them
 * @lease_days: for how many days without contact what others wrote stays readable, -1 to leave it
 * @server_now_ms: the server's clock as it answered, 0 to leave what is known of it
 *
 * One page from the server, to be taken in one transaction: all or nothing. The members that are
 * lists and not said to be nullable are there, and empty, from amia_incoming_new() on.
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
  GPtrArray *scopes;
  GArray    *escrowed;
  GArray    *opened;
  GArray    *shown;
  GArray    *receipts_sent;
  gint64     facts_acked;
  int        lease_days;
  gint64     server_now_ms;
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
 * amia_incoming_add_scope:
 * @incoming: a page
 * @scope: a case's or participant's id
 * @generation: the number of the event
 * @rights: (nullable): what may be seen of it from now on
 */
void amia_incoming_add_scope (AmiaIncoming   *incoming,
                              const AmiaUuid *scope,
                              gint64          generation,
                              const char     *rights);

/**
 * amia_incoming_add_opening:
 * @incoming: a page
 * @case_id: a case
 * @user: a colleague who opened it
 * @position: how far the colleague's laptop was
 */
void amia_incoming_add_opening (AmiaIncoming   *incoming,
                                const AmiaUuid *case_id,
                                const char     *user,
                                gint64          position);

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
