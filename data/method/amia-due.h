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
 * @AMIA_DUE_TODO: a task that was agreed on
 * @AMIA_DUE_MEETING: note how a meeting went whose day has passed
 * @AMIA_DUE_HANDOVER: confirm that one has taken a case over
 * @AMIA_DUE_REFERRAL: an answer that somebody else was to give
 * @AMIA_DUE_OFFER: confirm that an entry of the catalogue still holds
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
  AMIA_DUE_TODO,
  AMIA_DUE_MEETING,
  AMIA_DUE_HANDOVER,
  AMIA_DUE_REFERRAL,
  AMIA_DUE_OFFER,
} AmiaDueRule;

/** AMIA_DUE_SUBJECT_LENGTH: the length of a record's id as text */
#define AMIA_DUE_SUBJECT_LENGTH 36

/**
 * AmiaDueItem:
 * @rule: %AMIA_DUE_TODO or one that comes after it
 * @subject: the record, its id as text
 * @day: the day it is reckoned from: that of the task, of the meeting, of the handover, by which
 *   the answer was to come, on which the entry was confirmed last
 *
 * A record that is itself something to be done, until it says that it was.
 */
typedef struct
{
  AmiaDueRule rule;
  const char *subject;
  const char *day;
} AmiaDueItem;

/**
 * AmiaDuty:
 * @rule: the rule's name
 * @number: see #AmiaDue
 * @day: the day that it was due
 * @subject: (nullable): see #AmiaDue
 * @done: (nullable): the day that it was done
 * @moved_to: (nullable): the day that it was moved to
 *
 * What somebody said of a due thing: that it was done, without a trace from which a program could
 * tell, or that it may wait. Of several the one that says done counts, then the earliest day.
 */
typedef struct
{
  const char *rule;
  guint       number;
  const char *day;
  const char *subject;
  const char *done;
  const char *moved_to;
} AmiaDuty;

/**
 * AmiaDueUnseen:
 * @AMIA_DUE_SEEN: nothing
 * @AMIA_DUE_UNSEEN_BASICS: notes, visits, reports
 * @AMIA_DUE_UNSEEN_PLAN: meetings, ALI
 * @AMIA_DUE_UNSEEN_CLOSING: what came of it
 *
 * What another agency may have written in a case that this reader does not see, for want of a
 * consent.
 */
typedef enum
{
  AMIA_DUE_SEEN = 0,
  AMIA_DUE_UNSEEN_BASICS = 1 << 0,
  AMIA_DUE_UNSEEN_PLAN = 1 << 1,
  AMIA_DUE_UNSEEN_CLOSING = 1 << 2,
} AmiaDueUnseen;

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
 * @unseen: what may have happened besides
 * @items: (array length=n_items) (nullable): the records that are something to be done themselves
 * @n_items: how many
 * @duties: (array length=n_duties) (nullable): what was done or moved by somebody's word
 * @n_duties: how many
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

  AmiaDueUnseen unseen;

  const AmiaDueItem *items;
  gsize              n_items;
  const AmiaDuty    *duties;
  gsize              n_duties;
} AmiaCaseEvents;

/**
 * AmiaDue:
 * @rule: why
 * @number: which one, where there are several: the survey, the month (`YYYYMM`), the days after
 *   ALI; else 0
 * @day: the last day, ISO
 * @was: the last day before somebody moved it; empty if nobody did
 * @subject: the record that is to be done, its id as text; empty for what follows from a rule
 * @may_be_done: whether another agency may have done it, where this reader does not see
 *
 * One thing that is to be done. A last day that would be a free one is the next working day, but
 * for the ends of benefit, ALI and consent, which are what they are, and what has to be before
 * them; and for days that people have agreed on.
 */
typedef struct
{
  AmiaDueRule rule;
  guint       number;
  char        day[AMIA_DATE_TEXT_LENGTH + 1];
  char        was[AMIA_DATE_TEXT_LENGTH + 1];
  char        subject[AMIA_DUE_SUBJECT_LENGTH + 1];
  gboolean    may_be_done;
} AmiaDue;

/**
 * amia_due_compute:
 * @events: what has happened
 * @routine: (nullable): how the sub-project works; %NULL for what holds for everybody
 * @today: the day to look from, ISO
 *
 * What is to be done in a case, by the events alone: no clock, no order of arrival, the same on
 * every laptop that knows the same. What lies in the past stays until it is done.
 *
 * A duty that says done is an event like others: a follow-up that was done so is the last one. One
 * that moves holds for the day that it was moved from, and no longer when that changes.
 *
 * Pure; any thread.
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

/**
 * amia_due_is_record:
 * @rule: a rule
 *
 * Returns: %TRUE if what is due is a record that is to say itself that it was done: a task, a
 *   meeting, a handover, a referral, an entry of the catalogue
 */
gboolean amia_due_is_record (AmiaDueRule rule);

G_END_DECLS
