/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-lists.h"

G_BEGIN_DECLS

/**
 * AmiaCaseFilter:
 * @name: (nullable): under which name it was kept
 * @stage: see #AmiaCaseQuery, as all that follows
 * @mine: only cases whose team the reader is in
 * @with: (nullable): only cases whose team this colleague is in, by their account
 * @with_name: (nullable): what the colleague was called when they were chosen
 * @without_protected: no protected identities
 * @with_conflicts: only cases with two versions
 * @waiting: only cases with changes that wait
 * @step: (nullable): only cases in this step
 * @subproject: (nullable): only cases of this sub-project
 * @sort: order
 *
 * Which cases somebody wants to see, but for what they type in the search field.
 */
typedef struct
{
  char         *name;
  AmiaCaseStage stage;
  gboolean      mine;
  char         *with;
  char         *with_name;
  gboolean      without_protected;
  gboolean      with_conflicts;
  gboolean      waiting;
  char         *step;
  char         *subproject;
  AmiaCaseSort  sort;
} AmiaCaseFilter;

/**
 * amia_case_filter_new:
 *
 * Returns: (transfer full): a filter that hides nothing that is under way
 */
AmiaCaseFilter *amia_case_filter_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_filter_copy:
 * @filter: a filter
 *
 * Returns: (transfer full): a copy
 */
AmiaCaseFilter *amia_case_filter_copy (const AmiaCaseFilter *filter) G_GNUC_WARN_UNUSED_RESULT;

void amia_case_filter_free (AmiaCaseFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseFilter, amia_case_filter_free)

/**
 * amia_case_filter_is_set:
 * @filter: a filter
 *
 * Returns: %TRUE if it says more than in which order
 */
gboolean amia_case_filter_is_set (const AmiaCaseFilter *filter);

/**
 * amia_case_filter_get_query:
 * @filter: a filter
 * @words: (nullable): what was typed
 *
 * Returns: what to ask the store; its strings are those of @filter and @words
 */
AmiaCaseQuery amia_case_filter_get_query (const AmiaCaseFilter *filter,
                                          const char           *words);

/**
 * amia_case_filter_describe_stage:
 * @stage: a part of the way
 *
 * Returns: (transfer none): it in words, translated
 */
const char *amia_case_filter_describe_stage (AmiaCaseStage stage);

/**
 * amia_case_filter_describe_with:
 * @filter: a filter with a colleague
 *
 * Returns: (transfer full): “With Bertil Qvarnström”, translated
 */
char *amia_case_filter_describe_with (const AmiaCaseFilter *filter) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_filter_describe:
 * @filter: a filter
 *
 * Returns: (transfer full): all that it says, translated: “Mine · With Bertil · Closed”; empty if
 *   it is not set
 */
char *amia_case_filter_describe (const AmiaCaseFilter *filter) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_filters_encode:
 * @filters: (element-type AmiaCaseFilter): filters with a name
 *
 * Returns: (transfer full): them as JSON, for a setting of the device: a list of objects with those
 *   members of #AmiaCaseFilter that say something
 */
char *amia_case_filters_encode (GPtrArray *filters) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_filters_decode:
 * @json: (nullable): what amia_case_filters_encode() wrote
 *
 * Unknown members are passed over, and so is what has no name.
 *
 * Returns: (transfer full) (element-type AmiaCaseFilter): the filters, none for no or broken JSON
 */
GPtrArray *amia_case_filters_decode (const char *json) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
