/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-date.h"
#include "amia-routine.h"

G_BEGIN_DECLS

/**
 * AmiaDueRule:
 * @AMIA_DUE_LOOK: look at the case for the first time
 * @AMIA_DUE_CONTACT: contact the participant for the first time
 * @AMIA_DUE_FIRST_MEETING: meet for the first time, all three
 * @AMIA_DUE_MAPPING: have the mapping talk
 * @AMIA_DUE_CARE_MEETING: hold the one avstämningsmöte that is obligatory
 * @AMIA_DUE_FOLLOW_UP: meet to follow up
 * @AMIA_DUE_HOURS: report a month's hours
 * @AMIA_DUE_SURVEY: hand out a survey
 * @AMIA_DUE_BENEFIT_ENDS: the last day of the benefit
 * @AMIA_DUE_ALI_ENDS: the last day of ALI, 90 days after it began
 * @AMIA_DUE_AFTER_ALI: the case is to be closed, the routine's time after ALI is over
 * @AMIA_DUE_STATUS: follow up how it went, 90 and 270 days after ALI; also of a closed case
 * @AMIA_DUE_CONSENT_ENDS: the last day of the consent that lasts longest
 *
 * Why something is due: one rule of the method each.
 */
typedef enum
{
  AMIA_DUE_LOOK,
  AMIA_DUE_CONTACT,
  AMIA_DUE_FIRST_MEETING,
  AMIA_DUE_MAPPING,
  AMIA_DUE_CARE_MEETING,
  AMIA_DUE_FOLLOW_UP,
  AMIA_DUE_HOURS,
  AMIA_DUE_SURVEY,
  AMIA_DUE_BENEFIT_ENDS,
  AMIA_DUE_ALI_ENDS,
  AMIA_DUE_AFTER_ALI,
  AMIA_DUE_STATUS,
  AMIA_DUE_CONSENT_ENDS,
} AmiaDueRule;

/**
 * AmiaCaseEvents:
 * @identified: when the case was opened
 * @enrolled: when the participant was enrolled
 * @contacted: the first contact: a note, a meeting
 * @met: the first meeting
 * @followed_up: the last meeting
 * @mapped: when a mapping was begun
 * @care_met: the first avstämningsmöte
 * @benefit_end: the last day of the benefit
 * @ali_from: the first day of ALI
 * @consent_end: the last day of the consent that lasts longest
 * @closed: when the case was closed
 * @surveys: which surveys were handed out, bit 0 for the first
 * @hours: (element-type utf8) (nullable): the months whose hours were reported, `YYYY-MM`
 * @status: which of the two follow-ups after ALI were made, bit 0 for that at 90 days
 *
 * What has happened in one case. Days are ISO dates; %NULL for what has not happened, or is not
 * known to the reader.
 */
typedef struct
{
  const char *identified;
  const char *enrolled;
  const char *contacted;
  const char *met;
  const char *followed_up;
  const char *mapped;
  const char *care_met;
  const char *benefit_end;
  const char *ali_from;
  const char *consent_end;
  const char *closed;
  guint       surveys;
  GPtrArray  *hours;
  guint       status;
} AmiaCaseEvents;

/**
 * AmiaDue:
 * @rule: why
 * @number: which one, where there are several: the survey, the month (`YYYYMM`), the days after
 *   ALI; else 0
 * @day: the last day, ISO
 *
 * One thing that is to be done. A last day that would be a free one is the next working day, but
 * for the ends of benefit, ALI and consent, which are what they are, and what has to be before
 * them.
 */
typedef struct
{
  AmiaDueRule rule;
  guint       number;
  char        day[AMIA_DATE_TEXT_LENGTH + 1];
} AmiaDue;

/**
 * amia_due_compute:
 * @events: what has happened
 * @routine: (nullable): how the sub-project works; %NULL for what holds for everybody
 * @today: the day to look from, ISO
 *
 * What is to be done in a case, by the events alone: no clock, no order of arrival, the same on
 * every laptop that knows the same. What lies in the past stays until it is done. Pure; any thread.
 *
 * Returns: (transfer full) (element-type AmiaDue): what is due, the earliest day first
 */
GArray *amia_due_compute (const AmiaCaseEvents *events,
                          const AmiaRoutine    *routine,
                          const char           *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_rule_get_name:
 * @rule: a rule
 *
 * Returns: its name in scripts: `contact`, `mapping` …
 */
const char *amia_due_rule_get_name (AmiaDueRule rule);

G_END_DECLS
