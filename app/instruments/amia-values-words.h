/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-values.h"

G_BEGIN_DECLS

/** amia_values_words_value: Returns: the name of a value, @value less than %AMIA_VALUES */
const char *amia_values_words_value (guint value);

/** amia_values_words_mark: Returns: a mark, as it stands beside others: “missed” */
const char *amia_values_words_mark (AmiaValueMark mark);

/**
 * amia_values_words_tally:
 * @tally: what became of a value
 *
 * Returns: (transfer full): one meeting's mark, or how many there are of each
 */
char *amia_values_words_tally (const AmiaValueTally *tally) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_values_words_most_missed:
 * @period: some meetings
 *
 * Returns: (transfer full): the values that are missed most, at most three, as a sentence; or that
 *   none was missed more than once
 */
char *amia_values_words_most_missed (const AmiaValuesPeriod *period) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_values_words_slipped:
 * @period: some meetings
 * @n_min: in how many meetings at least, 1 or more
 *
 * Returns: (transfer full) (nullable): the values that were prepared and missed all the same
 */
char *amia_values_words_slipped (const AmiaValuesPeriod *period,
                                 guint                   n_min) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_values_words_by_mark:
 * @period: a single meeting
 *
 * Returns: (transfer full): its values by mark, what was missed first
 */
char *amia_values_words_by_mark (const AmiaValuesPeriod *period) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
