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
 * @changes: (element-type GBytes): own changes in canonical form, n = from + index
 *
 * `POST /v1/sync`. Push, acknowledgement, pull and long poll in one round trip:
 *
 *     {"v":1,"device":"9f…","epoch":"a1…","schema":1,"from":812,"chain":"<32 hex>","since":40211,
 *      "lanes":[["<scope>",40100,123]],"readers":"<hash>","max":2000,"wait":25,
 *      "changes":[{"h":"018c…00","ops":[…]},…]}
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
  GPtrArray *changes;
} AmiaSyncRequest;

/**
 * AmiaWireRefusal:
 * @n: the change
 * @reason: why, an AMIA_REASON code
 */
typedef struct
{
  gint64 n;
  char  *reason;
} AmiaWireRefusal;

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
 *   a backfill is under way there
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
 */
typedef struct
{
  gint64      seq;
  AmiaChange *change;
} AmiaWireChange;

/**
 * AmiaSyncResponse:
 * @epoch: the life of the server's log
 * @now_ms: the server's clock
 * @ack: every own change up to this n is durable on the server or refused. Where it is above the
 *   highest own n, this replica is a copy or was set back, and takes a new name before it writes
 * @refused: (element-type AmiaWireRefusal): which were refused
 * @own: (element-type AmiaWireOwn): how own changes were numbered
 * @next: the new since, when this page is durable
 * @more: %TRUE if there is more to fetch at once
 * @feed: (element-type AmiaWireChange): changes of the feed and of the lanes together
 * @lanes: (element-type AmiaWireLane): the lanes as they stand after this page; finished ones are
 *   left out, new ones (a case the reader has been let into) are there at position 0
 * @readers: (nullable) (element-type AmiaWireReader): how far colleagues have come, %NULL if the
 *   request's hash was right
 * @readers_hash: (nullable): its hash
 *
 *     {"v":1,"epoch":"a1…","now":1795312345678,"ack":861,"state":[[815,"refused","not_member"]],
 *      "own":[[812,861,40212]],"next":40290,"more":false,"sites":[["77…","bertil","AF"]],
 *      "feed":[[40220,0,17,"018c…00",[ops…]],…],"lanes":[["<scope>",40100,200]],
 *      "readers":[["bertil","AF",40200]],"readers_hash":"…"}
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
  GArray    *own;
  gint64     next;
  gboolean   more;
  GPtrArray *feed;
  GArray    *lanes;
  GArray    *readers;
  char      *readers_hash;
} AmiaSyncResponse;

/**
 * amia_sync_request_new:
 *
 * Returns: (transfer full): a request of a device that has said nothing yet: from 1, since 0, whole
 *   pages, no waiting
 */
AmiaSyncRequest *amia_sync_request_new (void) G_GNUC_WARN_UNUSED_RESULT;

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
 * amia_sync_request_free:
 * @request: (transfer full) (nullable): a request
 */
void amia_sync_request_free (AmiaSyncRequest *request);

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
 *
 * Adds a change to the feed.
 */
void amia_sync_response_take_change (AmiaSyncResponse *response,
                                     gint64            seq,
                                     AmiaChange       *change);

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
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSyncRequest, amia_sync_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSyncResponse, amia_sync_response_free)

/**
 * AmiaProblem:
 * @code: `fork`, `gap`, `epoch`, `too_large`, `malformed`, `unauthorized`, `forbidden`, `schema`,
 *   `busy`, `full`; `not_found` and `not_allowed` for places and methods that there are not
 * @expect: for `gap` the n that the server wants next; for `epoch` the highest n it has; for
 *   `too_large` the most bytes it takes
 * @epoch: (nullable): for `epoch`, the server's
 *
 * The body of every answer that is not 200:
 * `{"v":1,"problem":"gap","expect":812,"epoch":null}`. With status 400 malformed, 401 unauthorized,
 * 403 forbidden, 404 not_found, 405 not_allowed, 409 gap and fork, 410 epoch, 413 too_large, 426
 * schema, 429 and 503 busy (with Retry-After), 507 full.
 */
typedef struct
{
  char  *code;
  gint64 expect;
  char  *epoch;
} AmiaProblem;

/**
 * amia_problem_encode:
 * @problem: a problem
 *
 * Returns: (transfer full): the JSON text
 */
char *amia_problem_encode (const AmiaProblem *problem) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_problem_decode:
 * @bytes: what came; need not be NUL-terminated
 * @length: how many bytes
 * @error: return location
 *
 * Returns: (transfer full): the problem, or %NULL with an #AmiaProtocolError: then something else
 *   than an AMiA server has answered
 */
AmiaProblem *amia_problem_decode (const char *bytes,
                                  gsize       length,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_problem_free:
 * @problem: (transfer full) (nullable): a problem
 */
void amia_problem_free (AmiaProblem *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaProblem, amia_problem_free)

G_END_DECLS
