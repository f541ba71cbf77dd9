/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-week.h"

G_BEGIN_DECLS

/** AMIA_DIARY_NO_STRENGTH: nobody has said whether it gave strength or took it */
#define AMIA_DIARY_NO_STRENGTH G_MININT

/**
 * AmiaDiaryBlock:
 * @what: (nullable): what was done
 * @kind: (nullable): what kind of thing it was, in words
 * @planned: (nullable): what was planned
 * @hours: how long it took, less than 0 if nobody has said
 * @strength: from -3, took a lot, to 3, gave a lot; or %AMIA_DIARY_NO_STRENGTH
 *
 * One part of a day in the diary. Texts are borrowed.
 */
typedef struct
{
  const char *what;
  const char *kind;
  const char *planned;
  double      hours;
  int         strength;
} AmiaDiaryBlock;

/**
 * AmiaDiaryDay:
 * @sleep: hours of the night before, less than 0 if nobody has said
 * @pain: 0 to 10, less than 0 if nobody has said
 * @energy: 0 to 10, less than 0 if nobody has said
 * @blocks: the parts of the day
 *
 * One day of the diary.
 */
typedef struct
{
  double         sleep;
  int            pain;
  int            energy;
  AmiaDiaryBlock blocks[AMIA_WEEK_PARTS];
} AmiaDiaryDay;

/**
 * AmiaDiaryMean:
 * @n: on how many days somebody has said
 * @mean: the mean of those, 0 without any
 * @low: the least of them
 * @high: the most of them
 *
 * A figure over the week. Days without an answer are no zeros: they are left out.
 */
typedef struct
{
  guint  n;
  double mean;
  double low;
  double high;
} AmiaDiaryMean;

/**
 * AmiaDiaryShare:
 * @name: the kind, or what was done where no kind was given
 * @hours: hours in the week
 * @given: strength it gave, summed
 * @taken: strength it took, summed, as a positive number
 *
 * What the hours of a week went to.
 */
typedef struct
{
  char  *name;
  double hours;
  int    given;
  int    taken;
} AmiaDiaryShare;

/**
 * AmiaDiarySummary:
 * @n_days: days with anything in them
 * @sleep: hours of sleep
 * @pain: pain
 * @energy: energy
 * @given: strength that each day gave, summed
 * @taken: strength that each day took, as a positive number
 * @shares: (element-type AmiaDiaryShare): what the hours went to, most first, then by name
 * @n_planned: parts of days with a plan
 * @n_done: of these, those in which anything was written
 * @n_as_planned: of these, those in which the same was written, but for case and spaces around
 *
 * A week that two people look at together.
 */
typedef struct
{
  guint         n_days;
  AmiaDiaryMean sleep;
  AmiaDiaryMean pain;
  AmiaDiaryMean energy;
  int           given[AMIA_WEEK_DAYS];
  int           taken[AMIA_WEEK_DAYS];
  GPtrArray    *shares;
  guint         n_planned;
  guint         n_done;
  guint         n_as_planned;
} AmiaDiarySummary;

/**
 * amia_diary_sum_up:
 * @days: (array fixed-size=7): the week, from Monday
 *
 * Sums up a week. A block without a kind is counted under that of another block of the week with
 * the same words, so that a kind said once holds for the week; else under its own words. Pure; any
 * thread.
 *
 * Returns: (transfer full): the summary
 */
AmiaDiarySummary *amia_diary_sum_up (const AmiaDiaryDay days[AMIA_WEEK_DAYS])
    G_GNUC_WARN_UNUSED_RESULT;

void amia_diary_summary_free (AmiaDiarySummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaDiarySummary, amia_diary_summary_free)

G_END_DECLS
