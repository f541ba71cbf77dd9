/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_ROUTINE_LAST_DAY: as @hours_day, the last day of the month */
#define AMIA_ROUTINE_LAST_DAY 31

/**
 * AmiaRoutine:
 * @subproject: `Öst`, `Väst`, `Syd`, `Nord`
 * @version: counted up at every change
 * @look_months: the first look at the case, at the latest so many months before the benefit ends
 * @contact_days: the first contact, in days after the case was handed over; 0 for no rule
 * @first_meeting_days: the first meeting of three, in days after the person was identified; 0 for
 *   no rule
 * @mapping_days: the mapping talk, in days after enrolment
 * @meeting_months: at the latest so many months between follow-up meetings; 0 for "as planned"
 * @hours_day: the day of the next month by which hours are reported; %AMIA_ROUTINE_LAST_DAY
 * @n_surveys: which surveys are used: 1, or 1 to 3
 * @after_ali_months: how long a case goes on after ALI at the most; 0 for no rule
 *
 * How a sub-project works, as far as it makes due dates (the method's table of routines).
 */
typedef struct
{
  const char *subproject;
  guint       version;
  guint       look_months;
  guint       contact_days;
  guint       first_meeting_days;
  guint       mapping_days;
  guint       meeting_months;
  guint       hours_day;
  guint       n_surveys;
  guint       after_ali_months;
} AmiaRoutine;

/**
 * amia_routines_get_all:
 * @n_routines: (out): how many
 *
 * Returns: (array length=n_routines) (transfer none): the four routines that come with the program
 */
const AmiaRoutine *amia_routines_get_all (gsize *n_routines);

/**
 * amia_routines_find:
 * @subproject: (nullable): a sub-project's name, in any case
 *
 * Returns: (transfer none) (nullable): its routine; %NULL for a sub-project that has none: then
 *   only what holds for everybody is due
 */
const AmiaRoutine *amia_routines_find (const char *subproject);

G_END_DECLS
