/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-change.h"

G_BEGIN_DECLS

/* What comes from the server, as the store takes it. */

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
 * AmiaSnapshotPosition:
 * @at: the server number that the snapshot is of, 0 before the first page
 * @scope: the scope that was begun last
 * @after: up to where it is here
 * @n_done: how many scopes are here
 * @n_scopes: of how many, 0 before the first page
 *
 * How far a snapshot has come.
 */
typedef struct
{
  gint64   at;
  AmiaUuid scope;
  gint64   after;
  guint    n_done;
  guint    n_scopes;
} AmiaSnapshotPosition;

/**
 * AmiaRefill:
 * @device: another device of the same account
 * @n: a change of it
 * @body: its canonical form, as far as it is here
 *
 * What a server that was set back may have lost for good.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  GBytes  *body;
} AmiaRefill;

/**
 * AmiaIncoming:
 * @epoch: the server's epoch
 * @next: the new `since`, -1 to leave it
 * @acked: the highest own n that the server has, -1 to leave it
 * @changes: (element-type AmiaIncomingChange): changes of others, or own ones that come back
 * @own: (element-type gint64): triples (first n, last n, server number of the first): own changes
 *   as they were numbered
 * @refused: (element-type AmiaRefusal): own changes that were refused
 * @returned: (element-type AmiaReturned): what stood in those of them that may have been forgotten
 *   here while they were sealed
 * @refilled: (element-type AmiaRefilled): what became of changes of the account's other devices
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
 * @is_snapshot: this is a page of a snapshot: what it brings is new here and was left out nowhere
 * @ends_snapshot: no snapshot is under way any more after this page
 * @snapshot: (nullable): how far a snapshot has come that is not whole yet
 * @left_out: (element-type AmiaUuid): scopes of which removed records were left out. When something
 *   comes there in a record that is not here, the whole scope is fetched
 * @catch_up: (element-type AmiaLane): scopes that are to be fetched anew, or are, as they stand
 *   after this page; one whose position has reached its generation is here whole
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
  GArray    *returned;
  GArray    *refilled;
  GArray    *lanes;
  GArray    *readers;
  char      *readers_hash;
  GPtrArray *scopes;
  GArray    *escrowed;
  GArray    *opened;
  GArray    *shown;
  GArray    *receipts_sent;
  gboolean   is_snapshot;
  gboolean   ends_snapshot;
  GArray    *left_out;
  GArray    *catch_up;

  AmiaSnapshotPosition *snapshot;

  gint64 facts_acked;
  int    lease_days;
  gint64 server_now_ms;
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
 * AmiaReturned:
 * @n: an own change that was refused
 * @body: its canonical form, as it was sent
 */
typedef struct
{
  gint64 n;
  char  *body;
} AmiaReturned;

/**
 * AmiaRefilled:
 * @device: another device of the same account
 * @n: a change of it that was offered
 * @seq: the server's number, 0 if the server has not got it in its log
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  gint64   seq;
} AmiaRefilled;

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

G_END_DECLS
