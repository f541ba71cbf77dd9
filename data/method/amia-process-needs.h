/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaProcessNeed:
 * @AMIA_NEED_SUMMARY: the benefit's caseworker has written the summary before the handover
 * @AMIA_NEED_BENEFIT_END: the last day of the benefit is known (the economy can be foreseen)
 * @AMIA_NEED_CONSENT: a consent is valid; without it nothing is shared
 * @AMIA_NEED_SURVEY_1: the first survey has been handed out
 * @AMIA_NEED_DIARY: a diary sheet has been begun
 * @AMIA_NEED_MAPPING: the mapping has been begun
 * @AMIA_NEED_NETWORK: there is a map of the network
 * @AMIA_NEED_WEEK: there is a weekly schedule
 * @AMIA_NEED_SUB_GOAL: there is a sub-goal
 * @AMIA_NEED_ACTIVITY: there is an activity
 * @AMIA_NEED_PURPOSE: each activity has a purpose
 * @AMIA_NEED_AGREED_PLAN: a plan has been agreed on
 * @AMIA_NEED_UNDER_WAY: an activity is under way or was
 * @AMIA_NEED_SURVEY_2: the second survey, at about half time
 * @AMIA_NEED_FOLLOW_UP: a meeting was held after the plan had been agreed on
 * @AMIA_NEED_CARE_MEETING: the one avstämningsmöte that is obligatory has been held
 * @AMIA_NEED_SURVEY_3: the third survey
 * @AMIA_NEED_CLOSING_MEETING: the closing meeting has been held
 * @AMIA_NEED_CLOSING_DOCUMENT: the slutdokumentation stands, approved by both agencies; without it
 *   no case is closed
 *
 * What belongs to a step of the process map.
 */
typedef enum
{
  AMIA_NEED_SUMMARY,
  AMIA_NEED_BENEFIT_END,
  AMIA_NEED_CONSENT,
  AMIA_NEED_SURVEY_1,
  AMIA_NEED_DIARY,
  AMIA_NEED_MAPPING,
  AMIA_NEED_NETWORK,
  AMIA_NEED_WEEK,
  AMIA_NEED_SUB_GOAL,
  AMIA_NEED_ACTIVITY,
  AMIA_NEED_PURPOSE,
  AMIA_NEED_AGREED_PLAN,
  AMIA_NEED_UNDER_WAY,
  AMIA_NEED_SURVEY_2,
  AMIA_NEED_FOLLOW_UP,
  AMIA_NEED_CARE_MEETING,
  AMIA_NEED_SURVEY_3,
  AMIA_NEED_CLOSING_MEETING,
  AMIA_NEED_CLOSING_DOCUMENT,
  AMIA_N_NEEDS,
} AmiaProcessNeed;

/**
 * AmiaProcessFacts:
 * @has_consent: a consent is valid today
 * @has_summary: there is a summary before the handover
 * @has_benefit_end: the last day of the benefit is known
 * @has_diary: a diary sheet has been begun
 * @has_mapping: a mapping has been begun
 * @has_network: a network map has been begun
 * @has_week: a weekly schedule has been begun
 * @surveys: which surveys were handed out, bit 0 for the first
 * @n_surveys: how many surveys the sub-project uses; 0 if that is not known, which means all three
 * @n_sub_goals: goals beneath a goal
 * @n_activities: activities, whatever has become of them
 * @n_without_purpose: of those, how many say not what they are for
 * @n_under_way: of those, how many are under way or were
 * @agreed: (nullable): the last day a plan was agreed on, ISO
 * @met: (nullable): the day of the last meeting that was held, ISO
 * @has_care_meeting: an avstämningsmöte was held
 * @has_closing_meeting: a closing meeting was held
 * @is_closing_approved: FK and AF have approved the slutdokumentation as it stands
 *
 * What is known of a case here. Who may not see something must not take it for missing: see
 * amia_store_load_process().
 */
typedef struct
{
  gboolean    has_consent;
  gboolean    has_summary;
  gboolean    has_benefit_end;
  gboolean    has_diary;
  gboolean    has_mapping;
  gboolean    has_network;
  gboolean    has_week;
  guint       surveys;
  guint       n_surveys;
  guint       n_sub_goals;
  guint       n_activities;
  guint       n_without_purpose;
  guint       n_under_way;
  const char *agreed;
  const char *met;
  gboolean    has_care_meeting;
  gboolean    has_closing_meeting;
  gboolean    is_closing_approved;
} AmiaProcessFacts;

/**
 * amia_process_need_get_name:
 * @need: a need
 *
 * Returns: (transfer none): its name in scripts: `consent`, `survey-1` …
 */
const char *amia_process_need_get_name (AmiaProcessNeed need);

/**
 * amia_process_need_get_step:
 * @need: a need
 *
 * Returns: (transfer none): the code of the step or sub-step that it belongs to: `1.5`, `2`
 */
const char *amia_process_need_get_step (AmiaProcessNeed need);

/**
 * amia_process_need_is_hard:
 * @need: a need
 *
 * The method has two rules that hold: nothing is shared without a consent, and no case is closed
 * without an approved slutdokumentation. Whatever else is missing is said and stops nobody.
 *
 * Returns: %TRUE for those two
 */
gboolean amia_process_need_is_hard (AmiaProcessNeed need);

/**
 * amia_process_need_is_used:
 * @need: a need
 * @facts: a case
 *
 * Returns: %FALSE for a survey that the case's sub-project does not use
 */
gboolean amia_process_need_is_used (AmiaProcessNeed         need,
                                    const AmiaProcessFacts *facts);

/**
 * amia_process_need_is_met:
 * @need: a need
 * @facts: a case
 *
 * Pure; any thread.
 *
 * Returns: %TRUE if it is there
 */
gboolean amia_process_need_is_met (AmiaProcessNeed         need,
                                   const AmiaProcessFacts *facts);

/**
 * amia_process_list_missing:
 * @facts: a case
 * @step: (nullable): the code of a step, or of a sub-step for that alone; %NULL for all steps
 *
 * What is missing, in the order of the map. It blocks no way to any step.
 *
 * Returns: (transfer full) (element-type AmiaProcessNeed): the needs that are used and not met
 */
GArray *amia_process_list_missing (const AmiaProcessFacts *facts,
                                   const char             *step) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_process_may_close:
 * @facts: a case
 *
 * Returns: %TRUE if the slutdokumentation stands approved
 */
gboolean amia_process_may_close (const AmiaProcessFacts *facts);

G_END_DECLS
