/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-plan.h"

G_BEGIN_DECLS

/* How the plan puts its codes and facts into words. All results are translated. */

/**
 * AmiaPlanCode:
 * @code: what a record holds
 * @words: the same for people, to be translated
 *
 * A line of a table of codes; the last one has %NULL.
 */
typedef struct
{
  const char *code;
  const char *words;
} AmiaPlanCode;

extern const AmiaPlanCode amia_plan_goal_statuses[];
extern const AmiaPlanCode amia_plan_activity_statuses[];
extern const AmiaPlanCode amia_plan_categories[];

/**
 * amia_plan_words_code:
 * @codes: a table
 * @code: (nullable): a code
 *
 * Returns: (transfer none): the code in words; itself if the table does not have it, the words for
 *   nothing if it is %NULL
 */
const char *amia_plan_words_code (const AmiaPlanCode *codes,
                                  const char         *code);

/**
 * amia_plan_words_field:
 * @field: a field of a goal or an activity
 *
 * Returns: (transfer none): what it is called
 */
const char *amia_plan_words_field (const char *field);

/**
 * amia_plan_words_hours:
 * @hours: hours a week
 *
 * Returns: (transfer full): `1,5 h/v`
 */
char *amia_plan_words_hours (double hours) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_words_activity:
 * @activity: an activity
 *
 * Returns: (transfer full): on one line what a list says below its title
 */
char *amia_plan_words_activity (const AmiaPlanActivity *activity) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_words_row:
 * @row: a line of a plan; %NULL, or one without a goal and an activity, for none
 *
 * Returns: (transfer full): all of it in sentences, for a plan beside another
 */
char *amia_plan_words_row (const AmiaPlanRow *row) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_words_collision:
 * @collision: two things at the same time
 *
 * Returns: (transfer full): one sentence
 */
char *amia_plan_words_collision (const AmiaPlanCollision *collision) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_words_revision:
 * @revision: a revision
 *
 * Returns: (transfer full): `1 April 2014 · anna (FK) · the first plan`
 */
char *amia_plan_words_revision (const AmiaPlanRevision *revision) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_plan_words_agreed:
 * @plan: a case's plan
 *
 * Returns: (transfer full): when it was agreed on last, and how much has changed since
 */
char *amia_plan_words_agreed (const AmiaCasePlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
