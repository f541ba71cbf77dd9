/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaFoundGroup:
 * @AMIA_FOUND_PEOPLE: participants and cases
 * @AMIA_FOUND_JOURNAL: notes
 * @AMIA_FOUND_FORMS: answers in forms
 * @AMIA_FOUND_PLAN: goals, activities, what was agreed to be done, referrals
 * @AMIA_FOUND_MEETINGS: meetings
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
  AMIA_FOUND_FORMS,
  AMIA_FOUND_PLAN,
  AMIA_FOUND_MEETINGS,
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
 * @title: (nullable): for an answer, the form's title and the question, as the form says them
 * @day: (nullable): the day it is of, `YYYY-MM-DD`
 * @field: (nullable): for an answer, its field, to go there
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
  char          *title;
  char          *day;
  char          *field;
  char          *snippet;
} AmiaFound;

/**
 * amia_store_find:
 * @store: a store
 * @words: what was typed
 * @limit: at most so many
 * @language: (nullable): for the words of forms, as in amia_text_get()
 * @error: return location
 *
 * amia_store_search() with whose case each hit is in and where there, a case once, in groups.
 * Nothing of somebody whose identity is protected is found.
 *
 * Returns: (transfer full) (element-type AmiaFound): by group, within it best first; or %NULL on
 *   error
 */
GPtrArray *amia_store_find (AmiaStore  *store,
                            const char *words,
                            guint       limit,
                            const char *language,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
