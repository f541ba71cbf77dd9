/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-catalogue.h"
#include "amia-record-form.h"

G_BEGIN_DECLS

/** AMIA_N_ACTIVITY_CATEGORIES: the four categories of activities */
#define AMIA_N_ACTIVITY_CATEGORIES 4
extern const AmiaRecordChoice amia_activity_categories[AMIA_N_ACTIVITY_CATEGORIES];

/** AMIA_N_PALETTE_COLOURS: the palette shows what society offers for free in a municipality, a
 * colour for each kind, in this order */
#define AMIA_N_PALETTE_COLOURS 10
extern const AmiaRecordChoice amia_palette_colours[AMIA_N_PALETTE_COLOURS];

/** AMIA_N_SUGGESTION_STATES: what may become of a suggestion */
#define AMIA_N_SUGGESTION_STATES 4
extern const AmiaRecordChoice amia_suggestion_states[AMIA_N_SUGGESTION_STATES];

/** AMIA_N_GROUP_PHASES: the phases of a course such as ReDO */
#define AMIA_N_GROUP_PHASES 3
extern const AmiaRecordChoice amia_group_phases[AMIA_N_GROUP_PHASES];

/**
 * amia_activity_words_category:
 * @category: (nullable): `1` to `4`
 *
 * Returns: (transfer none): the category in words
 */
const char *amia_activity_words_category (const char *category);

/**
 * amia_activity_words_distance:
 * @km: how far, in kilometres; negative where that is not known
 *
 * Returns: (transfer full) (nullable): the distance in words
 */
char *amia_activity_words_distance (double km) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_activity_words_phase:
 * @phase: a phase's code
 *
 * Returns: (transfer none): the phase in words
 */
const char *amia_activity_words_phase (const char *phase);

/**
 * amia_activity_words_time:
 * @start: (nullable): local time, `YYYY-MM-DDThh:mm`
 * @end: (nullable): likewise
 *
 * Returns: (transfer full): when something takes place, in words
 */
char *amia_activity_words_time (const char *start,
                                const char *end) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_activity_words_seating:
 * @max: how many the group takes, 0 for as many as come
 * @n_seats: how many have asked for a place
 *
 * Returns: (transfer full): how full the group is, in words
 */
char *amia_activity_words_seating (guint max,
                                   guint n_seats) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_activity_words_suggestion:
 * @state: (nullable): what became of a suggestion
 *
 * Returns: (transfer none): the same in words
 */
const char *amia_activity_words_suggestion (const char *state);

/**
 * amia_activity_words_fill_categories:
 * @drop_down: a #GtkDropDown
 *
 * Offers all categories together, then each.
 */
void amia_activity_words_fill_categories (GtkWidget *drop_down);

/**
 * amia_activity_words_fill_municipalities:
 * @drop_down: a #GtkDropDown
 * @catalogue: what there is
 * @names: (element-type utf8): filled with the municipalities that it offers after its first choice
 *
 * Offers all municipalities together, then each that is in the catalogue; keeps what was chosen.
 */
void amia_activity_words_fill_municipalities (GtkWidget     *drop_down,
                                              AmiaCatalogue *catalogue,
                                              GPtrArray     *names);

G_END_DECLS
