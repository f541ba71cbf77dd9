/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaHit:
 * @kind: the record's kind
 * @id: its id
 * @case_id: its case, nil for none
 * @snippet: words around the match, the match between `‹` and `›`
 */
typedef struct
{
  char    *kind;
  AmiaUuid id;
  AmiaUuid case_id;
  char    *snippet;
} AmiaHit;

/**
 * amia_store_search:
 * @store: a store
 * @words: what was typed; every word must be found, as a prefix of a word or, from three letters,
 *   inside one; å, ä and ö are letters of their own, case does not matter
 * @limit: at most so many
 * @error: return location
 *
 * Participants and cases, then texts, then the answers in forms, of which a quarter of @limit is
 * kept; in those a word must begin a word. Answers that were saved a moment ago are read first, for
 * some milliseconds; those of a larger backlog are found later, see amia_store_index_some().
 *
 * Returns: (transfer container) (element-type AmiaHit): the hits, best first; or %NULL on error
 */
GPtrArray *amia_store_search (AmiaStore  *store,
                              const char *words,
                              guint       limit,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_index_some:
 * @store: a store
 * @has_more: (out): whether there is more to do
 * @error: return location
 *
 * Puts some of the texts that came with large pages, and of the forms that have changed, into the
 * full-text indexes: one short transaction of a few milliseconds. #AmiaReplica does it when its
 * thread has nothing else to do; amia_store_search() finds the same texts before and after.
 *
 * Returns: %FALSE on error
 */
gboolean amia_store_index_some (AmiaStore *store,
                                gboolean  *has_more,
                                GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_store_count_unread:
 * @store: a store
 * @n_unread: (out): how many
 * @error: return location
 *
 * How many records have answers or notes that a search does not find yet, as after an update of
 * the program: amia_store_index_some() has not come to them.
 *
 * Returns: %FALSE on error
 */
gboolean amia_store_count_unread (AmiaStore *store,
                                  guint     *n_unread,
                                  GError   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
