/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-digest.h"
#include "amia-sync-request.h"

G_BEGIN_DECLS

/**
 * AmiaWireRefusal:
 * @n: the change
 * @reason: why, an AMIA_REASON code
 *
 * A change that was refused, or that the server keeps in escrow until its author is let in again.
 */
typedef struct
{
  gint64 n;
  char  *reason;
} AmiaWireRefusal;

/**
 * AmiaWireReturned:
 * @n: a change that was sealed when it came, and is refused after all
 * @body: its canonical form
 *
 * The words of a refused change go back to whoever wrote them: their laptop may have forgotten them
 * while the server kept them. On the wire `[n,{change}]`.
 */
typedef struct
{
  gint64 n;
  char  *body;
} AmiaWireReturned;

/**
 * AmiaWireRefilled:
 * @device: the device of a change that was in the request's refill
 * @n: its number there
 * @seq: the server's number, 0 if it is not in the log: sealed, or not to be taken
 *
 * On the wire `["<32 hex>",n,seq]`.
 */
typedef struct
{
  AmiaUuid device;
  gint64   n;
  gint64   seq;
} AmiaWireRefilled;

/**
 * AmiaWireOwn:
 * @first: an own change
 * @last: the last of a run of own changes that were numbered without a gap
 * @seq: the server number of @first
 */
typedef struct
{
  gint64 first;
  gint64 last;
  gint64 seq;
} AmiaWireOwn;

/**
 * AmiaWireReader:
 * @user: a colleague who shares a case with the reader
 * @agency: the colleague's agency
 * @position: the server number up to which one of the colleague's laptops holds all it may, 0 while
 *   a backfill is under way there, and where less may be seen there than the facts on the reader's
 *   laptop say, which only a server's safeguard can know after it was set back
 */
typedef struct
{
  char  *user;
  char  *agency;
  gint64 position;
} AmiaWireReader;

/**
 * AmiaWireChange:
 * @seq: the server's number
 * @change: the change with the ops that the reader may see, author and agency filled in
 * @shown_ms: when it is shown to have been written, where its author's clock was ahead; else 0
 */
typedef struct
{
  gint64      seq;
  AmiaChange *change;
  gint64      shown_ms;
} AmiaWireChange;

/**
 * AmiaWireScope:
 * @scope: the id of a case or participant
 * @generation: the server number at which the reader's rights to it were last changed
 * @rights: (nullable): what the reader may see of it from now on, amia_rights_encode(); %NULL for
 *   nothing: all of it is to be forgotten
 *
 * On the wire `["<scope>",generation,{rights}]`.
 */
typedef struct
{
  AmiaUuid scope;
  gint64   generation;
  char    *rights;
} AmiaWireScope;

/**
 * AmiaWireOpened:
 * @case_id: a case
 * @user: a colleague who has opened it
 * @position: the server number up to which the colleague's laptop held everything it may then
 *
 * On the wire `["<case>","user",position]`.
 */
typedef struct
{
  AmiaUuid case_id;
  char    *user;
  gint64   position;
} AmiaWireOpened;

/**
 * AmiaWireShown:
 * @n: an own change whose stamp was ahead of the server's clock
 * @shown_ms: when everybody shows it to have been written
 */
typedef struct
{
  gint64 n;
  gint64 shown_ms;
} AmiaWireShown;

/**
 * AmiaWireDigest:
 * @scope: the id of a case or participant
 * @digest: the amia_digest_add_record() of everything in it that is in force for the reader
 *
 * On the wire `["<scope>","<32 hex>"]`.
 */
typedef struct
{
  AmiaUuid scope;
  guint8   digest[AMIA_DIGEST_LENGTH];
} AmiaWireDigest;

/**
 * AmiaSyncResponse:
 * @epoch: the life of the server's log
 * @now_ms: the server's clock
 * @ack: every own change up to this n is durable on the server or refused. Where it is above the
 *   highest own n, this replica is a copy or was set back, and takes a new name before it writes
 * @refused: (element-type AmiaWireRefusal): which were refused
 * @escrowed: (element-type AmiaWireRefusal): which are kept for nobody to see until their author is
 *   let in again
 * @returned: (element-type AmiaWireReturned): what stood in those of @refused that had been sealed
 * @refilled: (element-type AmiaWireRefilled): what became of the request's refill, in its order
 * @own: (element-type AmiaWireOwn): how own changes were numbered
 * @shown: (element-type AmiaWireShown): own changes that are shown with another time than theirs
 * @scopes: (element-type AmiaWireScope): what the reader may see of a scope from now on; to be
 *   obeyed before anything else on the page is taken
 * @next: the new since, when this page is durable
 * @more: %TRUE if there is more to fetch at once
 * @feed: (element-type AmiaWireChange): changes of the feed and of the lanes together
 * @lanes: (element-type AmiaWireLane): the lanes as they stand after this page; finished ones are
 *   left out, new ones (a case the reader has been let into) are there at position 0
 * @readers: (nullable) (element-type AmiaWireReader): how far colleagues have come, %NULL if the
 *   request's hash was right
 * @readers_hash: (nullable): its hash
 * @opened: (element-type AmiaWireOpened): colleagues' openings that were not told before
 * @facts_acked: the facts up to this id are durable, -1 if nothing is said of them
 * @has_snapshot: this is a page of a snapshot: @feed has what is in force of some scopes, and the
 *   page after it begins where @snapshot says. %FALSE where a snapshot was asked for says that the
 *   server gives none, and that this is an ordinary answer
 * @snapshot: how far the snapshot has come. It is whole when @n_scopes_done is @n_scopes: then
 *   @next is the number that it is of
 * @n_scopes_done: how many scopes have been given
 * @n_scopes: of how many
 * @left_out: (element-type AmiaUuid): scopes of which records were left out that are removed. When
 *   something comes there that the laptop has no record of, it asks for the whole scope
 * @has_digests: this is a page of digests
 * @digests: (element-type AmiaWireDigest): of each scope as of the request's since
 * @n_digests_left: how many scopes are left
 * @can_columns: this server reads requests in column form. `"can":["columns"]`
 * @can_mark: this server reads requests in the short form. `"can":["mark"]`
 * @can_short: this server reads changes in the short form (amia-change.c). `"can":["short"]`
 * @says_can: when reading: whether it says what the server can; one in the short form does not
 * @use_columns: write a long feed in column form, as amia-columns-private.h has it: only to those
 *   whose request said that they can read it. When reading: whether it came so
 * @lease_days: how many days a laptop that is out of contact may show others' work, -1 if not said
 *
 *     {"v":1,"epoch":"a1…","now":1795312345678,"ack":861,"state":[[815,"refused","not_member"],
 *      [816,"escrow","not_member"]],"own":[[812,861,40212]],"shown":[[820,1795312345678]],
 *      "scopes":[["<scope>",40250,{"pair":false,"from":{}}],["<scope>",40260,null]],"next":40290,
 *      "more":false,"sites":[["77…","bertil","AF"]],"feed":[[40220,0,17,"018c…00",[ops…]],
 *      [40221,0,18,"0fff…00",[ops…],1795312345678],…],"lanes":[["<scope>",40100,200]],
 *      "readers":[["bertil","AF",40200]],"readers_hash":"…","opened":[["<case>","bertil",40200]],
 *      "facts":17,"lease":30,"snapshot":[40900,"<scope>",40211,17,243],
 *      "left_out":["<scope>"],"digests":[["<scope>","<32 hex>"]],"digests_left":0,
 *      "short":[0],"can":["columns","mark","short"],
 *      "returned":[[815,{"h":"018c…00","ops":[ops…]}]],
 *      "refilled":[["<device>",17,40291]]}
 *
 * A request in the short form is answered in short: what is as the request said is left out (epoch,
 * ack, next, more), and so is every list with nothing in it.
 *
 *     {"v":1,"now":1795312345678,"lease":30}
 *
 * "short" names the changes of the feed, by their places, that their authors wrote in the short
 * form. There they stand in the long one, which older programs read as well.
 *
 * An answer is complete in itself: repeating it, or taking an older one after a newer, does no
 * harm.
 */
typedef struct
{
  char      *epoch;
  gint64     now_ms;
  gint64     ack;
  GArray    *refused;
  GArray    *escrowed;
  GArray    *returned;
  GArray    *refilled;
  GArray    *own;
  GArray    *shown;
  GArray    *scopes;
  gint64     next;
  gboolean   more;
  GPtrArray *feed;
  GArray    *lanes;
  GArray    *readers;
  char      *readers_hash;
  GArray    *opened;
  gint64     facts_acked;
  int        lease_days;
  gboolean   can_columns;
  gboolean   can_mark;
  gboolean   can_short;
  gboolean   says_can;
  gboolean   use_columns;

  gboolean         has_snapshot;
  AmiaWireSnapshot snapshot;
  guint            n_scopes_done;
  guint            n_scopes;
  GArray          *left_out;
  gboolean         has_digests;
  GArray          *digests;
  guint            n_digests_left;
} AmiaSyncResponse;

/**
 * amia_sync_response_new:
 *
 * Returns: (transfer full): an answer with empty lists; the epoch must be filled in
 */
AmiaSyncResponse *amia_sync_response_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_response_take_change:
 * @response: an answer
 * @seq: the server's number
 * @change: (transfer full): a change, author and agency filled in
 * @shown_ms: when it is shown to have been written, if its author's clock was ahead; 0 for as its
 *   stamp says
 *
 * Adds a change to the feed.
 */
void amia_sync_response_take_change (AmiaSyncResponse *response,
                                     gint64            seq,
                                     AmiaChange       *change,
                                     gint64            shown_ms);

/**
 * amia_sync_response_shorten:
 * @response: an answer; not to be used from now on but to be encoded
 * @request: what it answers
 *
 * Leaves out what goes without saying, if the request was in the short form: @epoch is %NULL then,
 * and @ack and @next are -1 where they are what the request said.
 */
void amia_sync_response_shorten (AmiaSyncResponse      *response,
                                 const AmiaSyncRequest *request);

/**
 * amia_sync_response_complete:
 * @response: an answer as it was read
 * @request: what it answers
 * @error: return location
 *
 * Puts in what amia_sync_response_shorten() has left out.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_PROTOCOL_ERROR_MALFORMED when the request was whole and the
 *   answer is not
 */
gboolean amia_sync_response_complete (AmiaSyncResponse      *response,
                                      const AmiaSyncRequest *request,
                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_wire_readers_new:
 *
 * Returns: (transfer full) (element-type AmiaWireReader): an empty list that frees its elements'
 *   names
 */
GArray *amia_wire_readers_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_wire_readers_hash:
 * @readers: (element-type AmiaWireReader): a list of readers
 *
 * The first 16 hexadecimal digits of SHA-256 over the list as it stands on the wire.
 *
 * Returns: (transfer full): the hash
 */
char *amia_wire_readers_hash (GArray *readers) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_response_encode:
 * @response: an answer
 *
 * Returns: (transfer full): the JSON text
 */
GBytes *amia_sync_response_encode (const AmiaSyncResponse *response) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_response_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Returns: (transfer full): the answer, or %NULL with an #AmiaProtocolError
 */
AmiaSyncResponse *amia_sync_response_decode (const char *bytes,
                                             gsize       length,
                                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sync_response_free:
 * @response: (transfer full) (nullable): an answer
 */
void amia_sync_response_free (AmiaSyncResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSyncResponse, amia_sync_response_free)

G_END_DECLS
