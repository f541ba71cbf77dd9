/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaFoundGroup:
 * @AMIA_FOUND_PEOPLE: participants and cases
 * @AMIA_FOUND_JOURNAL: notes
 * @AMIA_FOUND_PLAN: goals, activities, tasks, referrals
 * @AMIA_FOUND_PAPERS: attachments
 * @AMIA_FOUND_OFFERS: the catalogue, groups and what takes place
 * @AMIA_FOUND_OTHERS: what a newer program knows
 *
 * What sort of thing was found.
 */
typedef enum
{
  AMIA_FOUND_PEOPLE,
  AMIA_FOUND_JOURNAL,
  AMIA_FOUND_PLAN,
  AMIA_FOUND_PAPERS,
  AMIA_FOUND_OFFERS,
  AMIA_FOUND_OTHERS,
} AmiaFoundGroup;

/**
 * AmiaFound:
 * @group: what sort of thing it is
 * @kind: the record's kind
 * @id: the record
 * @case_id: the case to open, nil for none
 * @name: (nullable): whose case it is
 * @snippet: words around the match, the match between `‹` and `›`
 *
 * Something that was found.
 */
typedef struct
{
  AmiaFoundGroup group;
  char          *kind;
  AmiaUuid       id;
  AmiaUuid       case_id;
  char          *name;
  char          *snippet;
} AmiaFound;

/**
 * amia_store_find:
 * @store: a store
 * @words: what was typed
 * @limit: at most so many
 * @error: return location
 *
 * amia_store_search() with whose case each hit is in, a case once, in groups. Nothing of somebody
 * whose identity is protected is found.
 *
 * Returns: (transfer full) (element-type AmiaFound): by group, within it best first; or %NULL on
 *   error
 */
GPtrArray *amia_store_find (AmiaStore  *store,
                            const char *words,
                            guint       limit,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
