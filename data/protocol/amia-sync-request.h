/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-protocol.h"

G_BEGIN_DECLS

/**
 * AmiaWireLane:
 * @scope: the id of the case or participant whose past is being fetched
 * @generation: the server number at which the reader came to have access
 * @position: how far the lane has come
 *
 * On the wire `["<scope>",generation,position]`.
 */
typedef struct
{
  AmiaUuid scope;
  gint64   generation;
  gint64   position;
} AmiaWireLane;

/**
 * AmiaWireReceipt:
 * @scope: the id of a case or participant
 * @generation: the server number at which the reader's rights became narrower; 0 for what is still
 *   here from before the server was set back, and which it has not spoken of since
 *
 * What those rights no longer cover has been removed from this laptop's disk. On the wire
 * `["<scope>",generation]`.
 */
typedef struct
{
  AmiaUuid scope;
  gint64   generation;
} AmiaWireReceipt;

/* What was done on a laptop; a server takes no notice of a kind that it does not know. */
#define AMIA_FACT_OPEN     "open"
#define AMIA_FACT_EXPORT   "export"
#define AMIA_FACT_PRINT    "print"
#define AMIA_FACT_VIEW_LOG "view-log"

/**
 * AmiaWireFact:
 * @id: its number on this device, ascending
 * @what: an AMIA_FACT kind
 * @at_ms: when, by the laptop's corrected clock
 * @case_id: the case it was done with; nil for none
 * @detail: (nullable): what exactly, at most %AMIA_FACT_DETAIL_MAX bytes
 * @since: the server number up to which everything was on the laptop then
 *
 * Something the participant may ask about later: who has opened, taken out or printed what. On the
 * wire `[id,"open",ms,"<case>",null,since]`.
 */
typedef struct
{
  gint64   id;
  char    *what;
  gint64   at_ms;
  AmiaUuid case_id;
  char    *detail;
  gint64   since;
} AmiaWireFact;

/**
 * AmiaWireSnapshot:
 * @at: the server number that the snapshot is of, at which the feed goes on; 0 to begin one
 * @scope: the scope that was begun last; to begin, %AMIA_WIRE_FIRST_SCOPE. They come in the order
 *   of their ids, the highest first, which are the newest cases
 * @after: the server number up to which that scope has been given
 *
 * How far a snapshot has come: instead of the whole log a laptop that has nothing gets what is in
 * force of each case. In a request `"snapshot":[at,"<scope>",after]`.
 */
typedef struct
{
  gint64   at;
  AmiaUuid scope;
  gint64   after;
} AmiaWireSnapshot;

/**
 * AmiaWireRefill:
 * @device: another device of the reader's account, which was shut out
 * @n: one of its changes
 * @body: (transfer full): the change in canonical form
 *
 * A change that a server has lost which was set back, and that nobody else can bring back: its own
 * device is not let in any more. On the wire `["<32 hex>",n,{change}]`.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  GBytes  *body;
} AmiaWireRefill;

/* Above all ids that there are: where a list of scopes begins. */
#define AMIA_WIRE_FIRST_SCOPE                                                \
  ((AmiaUuid){ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, \
                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } })

/**
 * AmiaSyncRequest:
 * @device: who asks; must be the token's device
 * @epoch: (nullable): the life of the server's log that the numbers are of; %NULL at first contact
 * @from: the n of the first change in @changes; the highest acknowledged plus 1
 * @chain: the chain before that change
 * @since: everything up to this server number is durable here
 * @lanes: (element-type AmiaWireLane): backfills under way, as durable here
 * @readers_hash: (nullable): hash of the readers list that is known here
 * @page_max: at most so many changes in the answer
 * @wait_seconds: how long the server may hold the answer when there is nothing to say
 * @can_columns: this laptop reads answers in column form. `"can":["columns"]`
 * @use_columns: write many changes in column form, as amia-columns-private.h has it: only to a
 *   server whose answers say that it can read it. When reading: whether they came so
 * @use_mark: write the short form, see amia_sync_request_compute_mark(): only to a server whose
 *   answers say that it can read it. When reading: whether it came so
 * @mark: when reading the short form, what stands there for @device, @epoch and @chain
 * @receipts: (element-type AmiaWireReceipt): what has been forgotten here, told until the server
 *   has answered
 * @facts: (element-type AmiaWireFact): what was done here, told until the server's `facts` says
 *   that they are durable
 * @kept: (element-type gint64): acknowledged own changes that the server keeps sealed, as far as is
 *   known here, in order: it says so when it has refused them since. At most %AMIA_KEPT_MAX
 * @refill: (element-type AmiaWireRefill): changes of other devices of the account that the server
 *   has not spoken of since it was set back, at most %AMIA_KEPT_MAX. What belongs to another
 *   account, or to a device that may still bring it itself, is not taken
 * @wants_snapshot: this laptop would take a page of a snapshot instead of the feed
 * @snapshot: from where on, with @wants_snapshot
 * @wants_digest: this laptop compares what it has: the answer is a page of digests as of @since
 *   instead of the feed. `"digest":"<scope>"`
 * @digest_scope: with @wants_digest, the scope that was compared last, as in #AmiaWireSnapshot
 * @changes: (element-type GBytes): own changes in canonical form, n = from + index; of one that has
 *   been forgotten here after the server had it, amia_forgotten_change_new()
 *
 * `POST /v1/sync`. Push, acknowledgement, pull and long poll in one round trip:
 *
 *     {"v":1,"device":"9f…","epoch":"a1…","schema":2,"from":812,"chain":"<32 hex>","since":40211,
 *      "lanes":[["<scope>",40100,123]],"readers":"<hash>","max":2000,"wait":25,
 *      "got":[["<scope>",40190]],"facts":[[17,"open",1795312345678,"<case>",null,40211]],
 *      "can":["columns"],"kept":[807,809],"refill":[["<device>",17,{…}]],"snapshot":[40900,"<scope>",40211],
 *      "changes":[{"h":"018c…00","ops":[…]},{"hash":"<64 hex>"},…]}
 *
 * The short form, for the many rounds in which both know who speaks and where they are:
 *
 *     {"v":1,"mark":"<16 hex>","schema":2,"from":812,"since":40211,"readers":"<hash>","wait":25}
 *
 * It has `max` only where that is not %AMIA_PAGE_CHANGES_START, `wait` only where it is not 0 and
 * lists only where there is something in them, and is of a laptop that reads columns.
 */
typedef struct
{
  AmiaUuid   device;
  char      *epoch;
  gint64     from;
  guint8     chain[AMIA_CHAIN_LENGTH];
  gint64     since;
  GArray    *lanes;
  char      *readers_hash;
  guint      page_max;
  guint      wait_seconds;
  gboolean   can_columns;
  gboolean   use_columns;
  gboolean   use_mark;
  guint8     mark[AMIA_MARK_LENGTH];
  GArray    *receipts;
  GArray    *facts;
  GArray    *kept;
  GArray    *refill;
  GPtrArray *changes;

  gboolean         wants_snapshot;
  AmiaWireSnapshot snapshot;
  gboolean         wants_digest;
  AmiaUuid         digest_scope;
} AmiaSyncRequest;

/**
 * amia_wire_refill_new:
 *
 * Returns: (transfer full) (element-type AmiaWireRefill): an empty list that frees its elements'
 *   bodies
 */
GArray *amia_wire_refill_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_request_new:
 *
 * Returns: (transfer full): a request of a device that has said nothing yet: from 1, since 0, whole
 *   pages, no waiting
 */
AmiaSyncRequest *amia_sync_request_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_request_copy:
 * @request: a request
 *
 * Cheap: the lists are shared, so that neither may be changed from now on. For handing a request to
 * another thread.
 *
 * Returns: (transfer full): the same request
 */
AmiaSyncRequest *amia_sync_request_copy (const AmiaSyncRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_request_encode:
 * @request: a request
 *
 * Returns: (transfer full): the JSON text, the changes in it byte for byte
 */
GBytes *amia_sync_request_encode (const AmiaSyncRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_request_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Reads a request. Of the changes it only says that each is a JSON object; whether they are changes
 * is decided one by one, by amia_change_decode(). A `max` or `wait` beyond its bound is cut to it.
 *
 * Returns: (transfer full): the request, or %NULL with an #AmiaProtocolError
 */
AmiaSyncRequest *amia_sync_request_decode (const char *bytes,
                                           gsize       length,
                                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_request_compute_mark:
 * @device: a device
 * @epoch: the life of the server's log
 * @chain: the chain before the first change of a request
 * @mark: (out caller-allocates): %AMIA_MARK_LENGTH bytes
 *
 * What the two ends have in common, in a few bytes: a server whose own mark is another asks for the
 * whole request, by the problem `mark`. It is no secret and proves nothing; the token does.
 */
void amia_sync_request_compute_mark (const AmiaUuid *device,
                                     const char     *epoch,
                                     const guint8   *chain,
                                     guint8         *mark);

/**
 * amia_sync_request_take_place:
 * @request: one that came in the short form
 * @device: who asks
 * @epoch: the life of the server's log
 * @chain: the chain before the request's first change
 *
 * Puts in what its mark turned out to stand for.
 */
void amia_sync_request_take_place (AmiaSyncRequest *request,
                                   const AmiaUuid  *device,
                                   const char      *epoch,
                                   const guint8    *chain);

/**
 * amia_forgotten_change_new:
 * @hash: the amia_change_hash() of a change, %AMIA_CHANGE_HASH_LENGTH bytes
 *
 * Stands in a request for an own change whose text is gone here: after a new life of the server's
 * log the chain still has to be whole.
 *
 * Returns: (transfer full): `{"hash":"<64 hex>"}`
 */
GBytes *amia_forgotten_change_new (const guint8 *hash) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_forgotten_change_read:
 * @change: an element of a request's changes
 * @hash: (out caller-allocates): the hash, %AMIA_CHANGE_HASH_LENGTH bytes
 *
 * Returns: %TRUE if @change is exactly what amia_forgotten_change_new() writes
 */
gboolean amia_forgotten_change_read (GBytes *change,
                                     guint8 *hash);

/**
 * amia_sync_request_free:
 * @request: (transfer full) (nullable): a request
 */
void amia_sync_request_free (AmiaSyncRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSyncRequest, amia_sync_request_free)

G_END_DECLS
