/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-due.h"

G_BEGIN_DECLS

/*
 * Due things in words: what is to be done, whose it is, by when, and why. All results are
 * translated.
 */

/**
 * AmiaDueGroup:
 * @AMIA_DUE_OVERDUE: its last day has passed
 * @AMIA_DUE_TODAY: it is to be done today
 * @AMIA_DUE_THIS_WEEK: by Sunday at the latest
 * @AMIA_DUE_LATER: after that
 *
 * How near something due is.
 */
typedef enum
{
  AMIA_DUE_OVERDUE,
  AMIA_DUE_TODAY,
  AMIA_DUE_THIS_WEEK,
  AMIA_DUE_LATER,
} AmiaDueGroup;

/**
 * amia_due_words_group:
 * @group: how near
 *
 * Returns: (transfer none): a heading: `Overdue`, `Today`, `This week`, `Later`
 */
const char *amia_due_words_group (AmiaDueGroup group);

/**
 * amia_due_words_find_group:
 * @day: the last day, ISO
 * @today: today, ISO
 *
 * Returns: how near @day is
 */
AmiaDueGroup amia_due_words_find_group (const char *day,
                                        const char *today);

/**
 * amia_due_words_what:
 * @line: something due
 *
 * Returns: (transfer full): what is to be done: `Report the hours of March 2014`
 */
char *amia_due_words_what (const AmiaDueLine *line) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_words_who:
 * @line: something due
 *
 * Returns: (transfer full): whose case it is in; never the name of somebody whose identity is
 *   protected
 */
char *amia_due_words_who (const AmiaDueLine *line) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_words_when:
 * @line: something due
 * @today: today, ISO
 *
 * Returns: (transfer full): the last day, as near as it is: `3 days late`, `today`, `tomorrow`,
 *   `Thursday`, `14 March 2014`
 */
char *amia_due_words_when (const AmiaDueLine *line,
                           const char        *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_words_why:
 * @line: something due
 *
 * Returns: (transfer full): the rule behind it: `Routine of Nord: within 3 weeks of enrolment`;
 *   and, of what was moved, from when and why
 */
char *amia_due_words_why (const AmiaDueLine *line) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_due_words_routine:
 * @rule: a rule that follows from a routine
 * @routine: how a sub-project works
 *
 * Returns: (transfer full) (nullable): what the routine says: `within 5 days`; %NULL for a rule
 *   that no routine has
 */
char *amia_due_words_routine (AmiaDueRule        rule,
                              const AmiaRoutine *routine) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
