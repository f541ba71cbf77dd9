/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-process.h"

G_BEGIN_DECLS

/* How the process map puts its facts into words. All results are translated. */

/**
 * amia_process_words_need:
 * @need: a need of a step
 *
 * Returns: (transfer none): what it is: “Consent that is valid today”
 */
const char *amia_process_words_need (AmiaProcessNeed need);

/**
 * amia_process_words_rule:
 * @need: a need of a step
 *
 * Returns: (transfer none) (nullable): which of the two hard rules it is about, as a sentence
 */
const char *amia_process_words_rule (AmiaProcessNeed need);

/**
 * amia_process_words_period:
 * @visit: a visit
 *
 * Returns: (transfer full): `14 March 2014 – 2 April 2014`, `Since 2 April 2014`
 */
char *amia_process_words_period (const AmiaVisit *visit) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_process_words_visit:
 * @visit: a visit
 *
 * Returns: (transfer full): who entered it, for which agency, and the note
 */
char *amia_process_words_visit (const AmiaVisit *visit) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_process_words_visits:
 * @n_visits: how many times a step was entered
 *
 * Returns: (transfer full): `not yet`, `once`, `3 times`
 */
char *amia_process_words_visits (guint n_visits) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_process_words_missing:
 * @process: a case
 * @step: a step
 *
 * Returns: (transfer full) (nullable): `Missing: the mapping, the network map`; %NULL if nothing is
 */
char *amia_process_words_missing (const AmiaCaseProcess *process,
                                  const char            *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
