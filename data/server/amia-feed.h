/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sync-message.h"
#include "amia-visibility.h"

G_BEGIN_DECLS

/* How many lanes a laptop may have under way; the feed waits when there are more. */
#define AMIA_FEED_LANES_MAX 2000

/**
 * AmiaFeed:
 * @ledger: where from
 * @visibility: for whom
 * @device: the device that asks; its own changes come back as stubs
 * @own_from: those below this number come whole, too: what was acknowledged before and is numbered
 * only now was released from escrow, and the device may have forgotten it
 * @changes_max: at most so many changes on a page
 * @bytes_max: no change is begun when a page has as many bytes
 * @forgets: (nullable) (element-type AmiaForget): what the device has not yet confirmed to have
 *   forgotten
 *
 * How changes go out: page by page, in the order of the log, each with the ops that its reader may
 * see today.
 */
typedef struct
{
  AmiaLedger     *ledger;
  AmiaVisibility *visibility;
  AmiaUuid        device;
  gint64          own_from;
  guint           changes_max;
  gsize           bytes_max;
  GPtrArray      *forgets;
} AmiaFeed;

/**
 * amia_feed_fill:
 * @feed: where from, for whom
 * @since: everything up to this server number is there
 * @lanes: (element-type AmiaWireLane): the lanes under way there
 * @head: the server number up to which the log is read
 * @response: the answer, whose feed, own runs, lanes, `next` and `more` are filled in
 * @position: (inout): raised to the highest server number of something on the page
 * @error: return location
 *
 * Writes one page. What the reader may see from now on of scopes in which that has changed stands
 * before everything else; what has to be forgotten is said at once, wherever the page is. The feed
 * comes first, then the lanes as far as there is room. A lane is opened
 * when the feed passes the number at which its reader was let in, and dropped when the reader no
 * longer is.
 *
 * Returns: %TRUE on success; on failure the answer must not be sent
 */
gboolean amia_feed_fill (const AmiaFeed   *feed,
                         gint64            since,
                         GArray           *lanes,
                         gint64            head,
                         AmiaSyncResponse *response,
                         gint64           *position,
                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_feed_add_forgets:
 * @feed: where from, for whom
 * @response: the answer, whose scopes are filled in
 * @error: return location
 *
 * Says what has to be forgotten, and nothing else.
 *
 * Returns: %TRUE on success
 */
gboolean amia_feed_add_forgets (const AmiaFeed   *feed,
                                AmiaSyncResponse *response,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
