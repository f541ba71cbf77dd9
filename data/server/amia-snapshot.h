/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-feed.h"

G_BEGIN_DECLS

/* A log with fewer changes than this is sent as it is: it has the history, too, and takes one
 * page. */
#define AMIA_SNAPSHOT_CHANGES_MIN 1000

/**
 * amia_snapshot_fill:
 * @feed: where from, for whom
 * @request: a request that wants a snapshot
 * @at: the server number that the snapshot is of, not above the head
 * @response: the answer, whose feed, scopes, snapshot, `next` and `more` are filled in
 * @error: return location
 *
 * Writes one page: scope by scope, the newest first, what the reader may see today of what had come
 * up to @at. What comes later, and what the reader is let into later, comes by the feed from @at
 * on, so that nothing is missed in between, however long the pages take. Nothing is remembered here
 * from page to page.
 *
 * A laptop whose `since` is 0 gets what is in force (amia_scope_log_read_in_force()). One that has
 * something already gets all that has come after its `since`, and the whole of scopes that it was
 * let into after it: what is in force would not tell it what has been replaced of what it has.
 *
 * Returns: %TRUE on success; on failure the answer must not be sent
 */
gboolean amia_snapshot_fill (const AmiaFeed        *feed,
                             const AmiaSyncRequest *request,
                             gint64                 at,
                             AmiaSyncResponse      *response,
                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_snapshot_fill_digests:
 * @feed: where from, for whom
 * @request: a request that wants digests
 * @response: the answer, whose digests are filled in
 * @error: return location
 *
 * Writes one page of digests of what the reader may see today of what had come up to the request's
 * `since`. Scopes to which the reader's rights have changed after it are passed over: the feed will
 * speak of them.
 *
 * Returns: %TRUE on success
 */
gboolean amia_snapshot_fill_digests (const AmiaFeed        *feed,
                                     const AmiaSyncRequest *request,
                                     AmiaSyncResponse      *response,
                                     GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
