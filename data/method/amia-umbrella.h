/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_UMBRELLA_ALI_DAYS: how long the employment service's introduction lasts */
#define AMIA_UMBRELLA_ALI_DAYS 90

/** AMIA_UMBRELLA_LANES: how many incomes at a time have room for words; further ones have none */
#define AMIA_UMBRELLA_LANES 2

/**
 * AmiaUmbrellaPhase:
 * @AMIA_UMBRELLA_BENEFIT: sickness benefit
 * @AMIA_UMBRELLA_AMIA: enrolled, while the benefit lasts and until ALI
 * @AMIA_UMBRELLA_ALI: the employment service's 90 days
 * @AMIA_UMBRELLA_AFTER: what comes after
 *
 * The stretches of the way under the umbrella.
 */
typedef enum
{
  AMIA_UMBRELLA_BENEFIT,
  AMIA_UMBRELLA_AMIA,
  AMIA_UMBRELLA_ALI,
  AMIA_UMBRELLA_AFTER,
  AMIA_UMBRELLA_N_PHASES,
} AmiaUmbrellaPhase;

/**
 * AmiaUmbrellaSpan:
 * @from: (nullable): the first day, ISO
 * @to: (nullable): the last day
 *
 * A time; without a day it is open at that end. A moment has both days the same.
 */
typedef struct
{
  const char *from;
  const char *to;
} AmiaUmbrellaSpan;

/**
 * AmiaUmbrellaFacts:
 * @today: today, ISO
 * @enrolled: (nullable): the first day of the first step
 * @benefit_end: (nullable): the last day of the benefit
 * @ali_from: (nullable): the first day of ALI; without it ALI is expected on the day after the
 *   benefit
 * @incomes: (array length=n_incomes): incomes
 * @n_incomes: how many
 * @activities: (array length=n_activities): activities
 * @n_activities: how many
 * @meetings: (array length=n_meetings): meetings
 * @n_meetings: how many
 *
 * What the picture is made of. What can't be read as a day counts as not known.
 */
typedef struct
{
  const char             *today;
  const char             *enrolled;
  const char             *benefit_end;
  const char             *ali_from;
  const AmiaUmbrellaSpan *incomes;
  gsize                   n_incomes;
  const AmiaUmbrellaSpan *activities;
  gsize                   n_activities;
  const AmiaUmbrellaSpan *meetings;
  gsize                   n_meetings;
} AmiaUmbrellaFacts;

/**
 * AmiaUmbrellaMark:
 * @index: which phase, income, activity or meeting
 * @from: where it begins, from 0 to 1 over the width
 * @to: where it ends
 * @lane: in which row, from 0: what is at the same time is in different rows
 * @is_open: it goes on beyond the end of the picture, or nobody has said until when
 * @is_expected: it is worked out, not known
 *
 * Something in its place.
 */
typedef struct
{
  guint    index;
  double   from;
  double   to;
  guint    lane;
  gboolean is_open;
  gboolean is_expected;
} AmiaUmbrellaMark;

/**
 * AmiaUmbrellaTick:
 * @x: where, from 0 to 1
 * @year: of the month that begins there
 * @month: from 1
 * @has_words: it is one of those to be named
 *
 * The beginning of a month.
 */
typedef struct
{
  double   x;
  guint    year;
  guint    month;
  gboolean has_words;
} AmiaUmbrellaTick;

/**
 * AmiaUmbrella:
 * @first: the first day of the picture, the first of a month
 * @last: its last day, the last of a month
 * @today: where today is, from 0 to 1
 * @benefit_end: where the benefit ends, -1 if that is not known
 * @phases: (element-type AmiaUmbrellaMark): in order of time, all in one row
 * @incomes: (element-type AmiaUmbrellaMark): those that reach into the picture
 * @activities: (element-type AmiaUmbrellaMark): likewise
 * @meetings: (element-type AmiaUmbrellaMark): likewise, a moment each
 * @ticks: (element-type AmiaUmbrellaTick): the months
 * @n_income_lanes: how many rows incomes take up
 * @n_activity_lanes: how many rows activities take up
 *
 * The picture under the umbrella (*paraplyet*), in parts of its width: the same on screen and
 * paper.
 */
typedef struct
{
  GDate   first;
  GDate   last;
  double  today;
  double  benefit_end;
  GArray *phases;
  GArray *incomes;
  GArray *activities;
  GArray *meetings;
  GArray *ticks;
  guint   n_income_lanes;
  guint   n_activity_lanes;
} AmiaUmbrella;

/**
 * amia_umbrella_lay_out:
 * @facts: what is known
 *
 * Places everything on one line of time that reaches from a year before the first of the fixed
 * points to what lies furthest ahead, three years at most. Today is always in it. Pure; any thread.
 *
 * Returns: (transfer full): the picture
 */
AmiaUmbrella *amia_umbrella_lay_out (const AmiaUmbrellaFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
void          amia_umbrella_free (AmiaUmbrella *umbrella);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaUmbrella, amia_umbrella_free)

/**
 * amia_umbrella_get_x:
 * @umbrella: a picture
 * @day: a day
 *
 * Returns: where it begins, from 0 to 1; less or more for a day outside the picture
 */
double amia_umbrella_get_x (const AmiaUmbrella *umbrella,
                            const GDate        *day);

/**
 * amia_umbrella_get_day:
 * @umbrella: a picture
 * @x: where, from 0 to 1
 * @near: so close to the beginning of a month, in parts of the width, is meant as it
 * @day: (out caller-allocates): the day that begins there
 *
 * The other way round: what somebody means who points at the line of time. @x outside the picture
 * is its nearest end; there the day after the last is the last day's end.
 */
void amia_umbrella_get_day (const AmiaUmbrella *umbrella,
                            double              x,
                            double              near,
                            GDate              *day);

G_END_DECLS
