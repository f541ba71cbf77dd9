/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-selection.h"
#include "amia-store-selection.h"
#include "amia-store-twins.h"

G_BEGIN_DECLS

/*
 * What the selection list says in words. All results are translated.
 */

/**
 * amia_selection_words_time:
 * @time: how much time there is
 *
 * Returns: (transfer none): a heading over the people for whom it is so
 */
const char *amia_selection_words_time (AmiaSelectionTime time);

/**
 * amia_selection_words_left:
 * @benefit_end: (nullable): the last day of the benefit
 * @today: which day it is
 *
 * Returns: (transfer full): the day and how long it is until then: `31 August 2014 · 5 months left`
 */
char *amia_selection_words_left (const char  *benefit_end,
                                 const GDate *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_selection_words_reason:
 * @reason: (nullable): a reason's code
 *
 * Returns: (transfer none): the reason, as the method calls it
 */
const char *amia_selection_words_reason (const char *reason);

/**
 * amia_selection_words_name:
 * @name: (nullable): a name
 * @personnummer: (nullable): a number
 * @is_protected: a protected identity
 *
 * Returns: (transfer none): what somebody is called in a list
 */
const char *amia_selection_words_name (const char *name,
                                       const char *personnummer,
                                       gboolean    is_protected);

/**
 * amia_selection_words_fault:
 * @candidate: a row of a table that is not taken
 *
 * Returns: (transfer full): why, and what is wrong
 */
char *amia_selection_words_fault (const AmiaCandidate *candidate) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_selection_words_field:
 * @field: what a column can hold
 *
 * Returns: (transfer none): its name
 */
const char *amia_selection_words_field (AmiaSelectionField field);

/**
 * amia_selection_words_twin:
 * @twin: somebody who is here already
 *
 * Returns: (transfer full): who it is and why it may be the same person
 */
char *amia_selection_words_twin (const AmiaTwin *twin) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
