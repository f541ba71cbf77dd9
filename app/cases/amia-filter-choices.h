/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaFilterColleague:
 * @user: the account
 * @name: what they are called
 *
 * Somebody who is in a team.
 */
typedef struct
{
  char *user;
  char *name;
} AmiaFilterColleague;

/**
 * amia_filter_colleague_new:
 * @user: the account
 * @name: what they are called
 *
 * Returns: (transfer full): a colleague
 */
AmiaFilterColleague *amia_filter_colleague_new (const char *user,
                                                const char *name) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_filter_colleague_free:
 * @colleague: (nullable): a colleague
 */
void amia_filter_colleague_free (AmiaFilterColleague *colleague);

/**
 * AmiaFilterChoices:
 * @colleagues: (element-type AmiaFilterColleague): everybody who is in a team today, by name
 * @subprojects: (element-type utf8): the sub-projects of the cases
 *
 * What the list of cases can be narrowed down to, beside what is always the same.
 */
typedef struct
{
  GPtrArray *colleagues;
  GPtrArray *subprojects;
} AmiaFilterChoices;

/**
 * amia_filter_choices_load:
 * @store: a store, on its thread
 * @own: (type utf8): the account that is no colleague
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * An #AmiaReplicaFunc.
 *
 * Returns: (transfer full): an #AmiaFilterChoices, or %NULL with an #AmiaStoreError
 */
gpointer amia_filter_choices_load (AmiaStore    *store,
                                   gpointer      own,
                                   GCancellable *cancellable,
                                   GError      **error);

/**
 * amia_filter_choices_free:
 * @choices: (nullable): choices
 */
void amia_filter_choices_free (AmiaFilterChoices *choices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaFilterChoices, amia_filter_choices_free)

G_END_DECLS
