/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"
#include "amia-store.h"

G_BEGIN_DECLS

/*
 * Fictional cases in any number, for tests, figures and demonstrations. All chance comes from one
 * seed: the same seed gives the same ids, stamps and words. Nobody in them lives: the participants
 * were born between 1880 and 1899.
 */

/**
 * AmiaSeed:
 * @store: where the cases go
 * @random: where all chance comes from
 * @now_ms: the made-up wall clock
 * @forms: (element-type AmiaQuestionnaire): mapping and diary
 * @last_case: the case that was sown last
 * @n_more_forms: how many further forms each case gets
 * @n_more_notes: how many further notes
 *
 * A generator at work.
 */
typedef struct
{
  AmiaStore *store;
  GRand     *random;
  gint64     now_ms;
  GPtrArray *forms;
  AmiaUuid   last_case;
  guint      n_more_forms;
  guint      n_more_notes;
} AmiaSeed;

/**
 * amia_seed_run:
 * @store: where the cases go; its clock is the seed's from now on
 * @n_cases: how many
 * @n_more_forms: how many forms each gets besides the two that it has anyway
 * @n_more_notes: how many notes each gets besides the few that it has anyway
 * @seed: what makes them differ
 * @error: return location
 *
 * Writes cases, each as a few user actions.
 *
 * Returns: %TRUE when all are on disk
 */
gboolean amia_seed_run (AmiaStore *store,
                        guint      n_cases,
                        guint      n_more_forms,
                        guint      n_more_notes,
                        guint32    seed,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_seed_new_id:
 * @seed: a generator
 *
 * Returns: a version 7 UUID of the made-up time and the seed's chance
 */
AmiaUuid amia_seed_new_id (AmiaSeed *seed);

/**
 * amia_seed_pick:
 * @seed: a generator
 * @words: (array zero-terminated=1): words
 *
 * Returns: (transfer none): one of them
 */
const char *amia_seed_pick (AmiaSeed          *seed,
                            const char *const *words);

/**
 * amia_seed_dup_date:
 * @seed: a generator
 * @days: how long after the made-up today
 *
 * Returns: (transfer full): `YYYY-MM-DD`
 */
char *amia_seed_dup_date (AmiaSeed *seed,
                          int       days);

/**
 * amia_seed_dup_sentences:
 * @seed: a generator
 * @n_max: at most so many
 *
 * Returns: (transfer full): a few sentences of a journal
 */
char *amia_seed_dup_sentences (AmiaSeed *seed,
                               guint     n_max);

/**
 * amia_seed_add_form:
 * @seed: a generator
 * @edits: what to add to
 * @case_id: the case
 * @form: the questionnaire
 *
 * Adds a form in which a good part of the questions is answered, each as its type allows.
 */
void amia_seed_add_form (AmiaSeed          *seed,
                         AmiaEdits         *edits,
                         const AmiaUuid    *case_id,
                         AmiaQuestionnaire *form);

/* Words to choose from; each list ends with NULL. */
extern const char *const amia_seed_first_names[];
extern const char *const amia_seed_name_heads[];
extern const char *const amia_seed_name_tails[];
extern const char *const amia_seed_places[];
extern const char *const amia_seed_subprojects[];
extern const char *const amia_seed_journal_kinds[];
extern const char *const amia_seed_headlines[];
extern const char *const amia_seed_subjects[];
extern const char *const amia_seed_verbs[];
extern const char *const amia_seed_objects[];
extern const char *const amia_seed_ends[];
extern const char *const amia_seed_goals[];
extern const char *const amia_seed_activities[];

G_END_DECLS
