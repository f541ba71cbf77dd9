/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_VALUES: how many values the value base (*värdegrund*) has, two leading and eight below */
#define AMIA_VALUES 10

/**
 * AmiaValuesSide:
 * @AMIA_VALUES_BEFORE: a caseworker's checklist before a meeting
 * @AMIA_VALUES_AFTER: a caseworker's checklist after it
 * @AMIA_VALUES_PARTICIPANT: the participant's own
 * @AMIA_VALUES_SIDES: how many there are
 *
 * Whose eyes, and when.
 */
typedef enum
{
  AMIA_VALUES_BEFORE,
  AMIA_VALUES_AFTER,
  AMIA_VALUES_PARTICIPANT,
  AMIA_VALUES_SIDES,
} AmiaValuesSide;

/**
 * AmiaValueMark:
 * @AMIA_VALUE_UNSAID: no line of it was answered
 * @AMIA_VALUE_MET: every answered line is a yes
 * @AMIA_VALUE_PARTLY: something between
 * @AMIA_VALUE_MISSED: more lines are a no than a yes
 * @AMIA_VALUE_MARKS: how many there are
 *
 * What became of a value at a meeting. Lines without an answer are no noes: the checklists ask to
 * skip what did not come up.
 */
typedef enum
{
  AMIA_VALUE_UNSAID,
  AMIA_VALUE_MET,
  AMIA_VALUE_PARTLY,
  AMIA_VALUE_MISSED,
  AMIA_VALUE_MARKS,
} AmiaValueMark;

/**
 * AmiaValueCount:
 * @yes: lines answered with yes
 * @partly: with partly
 * @no: with no
 *
 * The answers to the lines of one value.
 */
typedef struct
{
  guint yes;
  guint partly;
  guint no;
} AmiaValueCount;

/** amia_value_count_get_mark: Returns: what the answers of @count add up to */
AmiaValueMark amia_value_count_get_mark (const AmiaValueCount *count);

/**
 * AmiaValuesChecklist:
 * @side: whose it is
 * @day: the day of the meeting
 * @counts: the answers, value by value
 *
 * One checklist that somebody filled in.
 */
typedef struct
{
  AmiaValuesSide side;
  GDate          day;
  AmiaValueCount counts[AMIA_VALUES];
} AmiaValuesChecklist;

/**
 * amia_values_find_side:
 * @canonical: (nullable): the url|version of a form
 * @side: (out): whose checklist it is
 *
 * Returns: whether the form is one of the value base, whichever version
 */
gboolean amia_values_find_side (const char     *canonical,
                                AmiaValuesSide *side);

/**
 * amia_values_checklist_add:
 * @self: a checklist, from zeroes but for its side and the day to fall back on
 * @field: the name of a field of the record, such as `answer/egenmakt/egenmakt-gor-val`
 * @value: (nullable): its value, as JSON
 *
 * Takes over what the field says: an answer to a line (*ja*, *delvis*, *nej*), or the meeting's
 * day. Anything else, notes and what can't be read among it, is passed over: a template that
 * somebody extended is still a checklist. Pure; any thread.
 */
void amia_values_checklist_add (AmiaValuesChecklist *self,
                                const char          *field,
                                const char          *value);

/** amia_values_checklist_is_empty: Returns: whether no line of it was answered */
gboolean amia_values_checklist_is_empty (const AmiaValuesChecklist *self);

/**
 * AmiaValuesMeeting:
 * @group: which case, a number that the caller gives
 * @day: the day
 * @n_checklists: of each side
 * @counts: the answers, of all checklists of a side together
 *
 * A meeting: what a case's checklists of one day have in common.
 */
typedef struct
{
  guint          group;
  GDate          day;
  guint          n_checklists[AMIA_VALUES_SIDES];
  AmiaValueCount counts[AMIA_VALUES_SIDES][AMIA_VALUES];
} AmiaValuesMeeting;

/**
 * amia_values_add_to_meetings:
 * @meetings: (element-type AmiaValuesMeeting): meetings, freed with g_free()
 * @group: which case
 * @checklist: a checklist of it
 *
 * Counts the checklist in, in a meeting that is there or in a new one. The two caseworkers' lists
 * of a day are one meeting, seen with four eyes. Cost: the number of meetings. An empty checklist
 * is no meeting.
 */
void amia_values_add_to_meetings (GPtrArray                 *meetings,
                                  guint                      group,
                                  const AmiaValuesChecklist *checklist);

/** amia_values_sort_meetings: By day, then by case. @meetings: (element-type AmiaValuesMeeting) */
void amia_values_sort_meetings (GPtrArray *meetings);

/**
 * AmiaValueTally:
 * @n: meetings by mark
 * @n_slipped: meetings that were prepared (before: met) and missed it all the same (after)
 *
 * What became of one value over several meetings.
 */
typedef struct
{
  guint n[AMIA_VALUE_MARKS];
  guint n_slipped;
} AmiaValueTally;

/** amia_value_tally_get_total: Returns: of how many meetings something is said */
guint amia_value_tally_get_total (const AmiaValueTally *tally);

/**
 * AmiaValuesPeriod:
 * @from: the day of its first meeting
 * @to: the day of its last
 * @n_meetings: how many meetings
 * @tallies: what became of each value in them
 *
 * Some meetings taken together.
 */
typedef struct
{
  GDate          from;
  GDate          to;
  guint          n_meetings;
  AmiaValueTally tallies[AMIA_VALUES];
} AmiaValuesPeriod;

/**
 * amia_values_sum_up:
 * @meetings: (element-type AmiaValuesMeeting): meetings
 * @side: whose checklists
 * @period: (out caller-allocates): all of those that have such a checklist
 */
void amia_values_sum_up (GPtrArray        *meetings,
                         AmiaValuesSide    side,
                         AmiaValuesPeriod *period);

/** AMIA_VALUES_MEETINGS_MIN: fewer meetings than this are not shown as a sum over cases */
#define AMIA_VALUES_MEETINGS_MIN 5

/** AMIA_VALUES_CASES_MIN: nor are meetings of fewer cases than this */
#define AMIA_VALUES_CASES_MIN 3

/**
 * amia_values_list_periods:
 * @meetings: (element-type AmiaValuesMeeting): meetings of several cases, in any order
 * @side: whose checklists
 *
 * Cuts the time into periods without pointing out a participant: whole months, as many together as
 * it takes to have %AMIA_VALUES_MEETINGS_MIN meetings of %AMIA_VALUES_CASES_MIN cases; what is left
 * over at the end joins the period before. Pure; any thread.
 *
 * Returns: (transfer container) (element-type AmiaValuesPeriod): by time; empty if all of it
 *   together is too little
 */
GPtrArray *amia_values_list_periods (GPtrArray     *meetings,
                                     AmiaValuesSide side) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_values_rank:
 * @period: some meetings
 * @order: (out caller-allocates): the values, the one that is missed most first
 *
 * By how often missed, then partly met, then in the order of the value base.
 */
void amia_values_rank (const AmiaValuesPeriod *period,
                       guint                   order[AMIA_VALUES]);

/**
 * amia_values_pick_day:
 * @days: (array length=n_days): the days of the case's meetings, in any order
 * @n_days: how many
 * @today: today
 * @side: which checklist somebody is about to begin
 * @day: (out caller-allocates): the day of the meeting that it is most likely for
 *
 * Before a meeting that is the next one within %AMIA_VALUES_DAYS_AHEAD, after one the latest within
 * %AMIA_VALUES_DAYS_BACK; without such a meeting, and for the participant, it is today.
 */
void amia_values_pick_day (const GDate   *days,
                           gsize          n_days,
                           const GDate   *today,
                           AmiaValuesSide side,
                           GDate         *day);

/** AMIA_VALUES_DAYS_AHEAD: how far ahead somebody prepares a meeting, in days */
#define AMIA_VALUES_DAYS_AHEAD 7

/** AMIA_VALUES_DAYS_BACK: how far back somebody still thinks a meeting over, in days */
#define AMIA_VALUES_DAYS_BACK 3

G_END_DECLS
