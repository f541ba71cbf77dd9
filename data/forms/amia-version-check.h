/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "amia-questionnaire.h"

G_BEGIN_DECLS

/**
 * AmiaVersionChange:
 * @AMIA_VERSION_SAME_VERSION: the content differs, and the version does not: a form that has been
 *   used is never changed in place
 * @AMIA_VERSION_TYPE: another type under the same linkId; a changed meaning wants a new one
 * @AMIA_VERSION_REPEATS_NO_MORE: several answers may exist where one is asked for now
 * @AMIA_VERSION_OPTION_GONE: answers that are not in the list any more
 * @AMIA_VERSION_NARROWER: shorter (maxLength) or fewer (maxOccurs) answers
 * @AMIA_VERSION_REQUIRED: an answer that was left out before is required now
 * @AMIA_VERSION_GONE: a question that is no longer there
 * @AMIA_VERSION_MOVED: a question that stands under another item
 * @AMIA_VERSION_WIDER: a type or a list that takes more than before
 * @AMIA_VERSION_REWORDED: another text under the same linkId
 * @AMIA_VERSION_NEW: a question that was not there
 *
 * How one item of a version differs from the same item of an earlier one.
 */
typedef enum
{
  AMIA_VERSION_SAME_VERSION,
  AMIA_VERSION_TYPE,
  AMIA_VERSION_REPEATS_NO_MORE,
  AMIA_VERSION_OPTION_GONE,
  AMIA_VERSION_NARROWER,
  AMIA_VERSION_REQUIRED,
  AMIA_VERSION_GONE,
  AMIA_VERSION_MOVED,
  AMIA_VERSION_WIDER,
  AMIA_VERSION_REWORDED,
  AMIA_VERSION_NEW
} AmiaVersionChange;

/**
 * AmiaVersionNote:
 * @change: what is different
 * @link_id: (nullable): the item, %NULL for the form as a whole
 * @before: (nullable): how it was, in a word or two; English, or the form's own words
 * @after: (nullable): how it is
 *
 * One difference between two versions of a form.
 */
typedef struct
{
  AmiaVersionChange change;
  char             *link_id;
  char             *before;
  char             *after;
} AmiaVersionNote;

/**
 * amia_version_check:
 * @before: the earlier version
 * @after: the later one
 *
 * Compares two versions of a form by their linkIds, for who writes or imports the later one. What
 * breaks ([func@amia_version_change_is_breaking]) leaves drafts with answers that need a person's
 * eye, or responses that can't be compared over the versions.
 *
 * Returns: (transfer full) (element-type AmiaVersionNote): the differences, in the order of @after,
 *   then what is gone in the order of @before
 */
GPtrArray *amia_version_check (AmiaQuestionnaire *before, AmiaQuestionnaire *after);

/**
 * amia_version_change_is_breaking:
 * @change: a difference
 *
 * Returns: %TRUE if answers to the earlier version may not fit the later one
 */
gboolean amia_version_change_is_breaking (AmiaVersionChange change);

/**
 * amia_version_change_to_string:
 * @change: a difference
 *
 * Returns: a stable name in kebab case, such as `option-gone`
 */
const char *amia_version_change_to_string (AmiaVersionChange change);

/**
 * amia_version_compare:
 * @first: (nullable): a version
 * @second: (nullable): another
 *
 * Orders versions as people number them: runs of digits by their value, all else by its bytes, so
 * that `1.10` comes after `1.9` and `2024-05` after `2023-11`. No version at all comes first.
 *
 * Returns: less than, equal to, or greater than 0
 */
int amia_version_compare (const char *first, const char *second);

void amia_version_note_free (AmiaVersionNote *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaVersionNote, amia_version_note_free)

G_END_DECLS
