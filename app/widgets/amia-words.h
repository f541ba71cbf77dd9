/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How the program puts into words what the records say in codes. All results are translated. Codes
 * that are not known come out as they are: a newer program may have written them.
 */

/**
 * amia_words_agency:
 * @agency: (nullable): `FK`, `AF`, `VARD` or `KOMMUN`
 *
 * Returns: (transfer none): the agency's whole name
 */
const char *amia_words_agency (const char *agency);

/**
 * amia_words_agency_short:
 * @agency: (nullable): an agency
 *
 * Returns: (transfer none): the name on its pill: FK, AF, Vård, Kommun
 */
const char *amia_words_agency_short (const char *agency);

/**
 * amia_words_role:
 * @role: (nullable): a role of an account or of a member
 *
 * Returns: (transfer none): the role in words
 */
const char *amia_words_role (const char *role);

/**
 * amia_words_area:
 * @area: (nullable): a consent area, or `*` for all
 *
 * Returns: (transfer none): the area in words
 */
const char *amia_words_area (const char *area);

/**
 * amia_words_areas:
 * @areas: (array zero-terminated=1): areas
 *
 * Returns: (transfer full): the areas within a sentence: `health and work`; `everything` if they
 *   are all that there are
 */
char *amia_words_areas (const char *const *areas) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_consent_kind:
 * @kind: (nullable): the kind of a consent
 *
 * Returns: (transfer none) (nullable): what is consented to, if that is one thing on a paper of its
 *   own; %NULL for what is shared between agencies by a choice of parties and areas
 */
const char *amia_words_consent_kind (const char *kind);

/**
 * amia_words_journal_kind:
 * @kind: (nullable): the kind of a journal note
 *
 * Returns: (transfer none): the kind in words
 */
const char *amia_words_journal_kind (const char *kind);

/**
 * amia_words_kind:
 * @kind: (nullable): a kind of record
 *
 * Returns: (transfer none): what such a record is, in words
 */
const char *amia_words_kind (const char *kind);

/**
 * amia_words_field:
 * @field: (nullable): a field of a record
 *
 * Returns: (transfer none): what the field is called on screen
 */
const char *amia_words_field (const char *field);

/**
 * amia_words_step:
 * @step: (nullable): a step of the process
 *
 * Returns: (transfer full): the step with its number, `Step 2 · Map the situation`
 */
char *amia_words_step (const char *step) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_step_visit:
 * @step: (nullable): a step of the process
 * @n_visits: how many times it has been entered
 *
 * Returns: (transfer full): the same with `, second time` from the second on
 */
char *amia_words_step_visit (const char *step,
                             guint       n_visits) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_date:
 * @date: (nullable): `YYYY-MM-DD`
 *
 * Returns: (transfer full): `14 March 2014`; the text itself if it is not a date
 */
char *amia_words_date (const char *date) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_month:
 * @year: a year
 * @month: a month, 1 to 12
 *
 * Returns: (transfer full): `March 2014`
 */
char *amia_words_month (guint year,
                        guint month) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_weekday:
 * @weekday: a day of the week
 *
 * In the program's language, as all of its texts are: that of the session's dates may be another.
 *
 * Returns: (transfer none): `Monday`, written as inside a sentence
 */
const char *amia_words_weekday (GDateWeekday weekday);

/**
 * amia_words_moment:
 * @ms: milliseconds since 1970 UTC
 * @now_ms: what time it is now
 *
 * Returns: (transfer full): local time, as short as it is unmistakable: `14:02` today, `yesterday
 *   14:02`, else `14 March 2014 14:02`
 */
char *amia_words_moment (gint64 ms,
                         gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_day:
 * @ms: milliseconds since 1970 UTC
 * @now_ms: what time it is now
 *
 * Returns: (transfer full): the same for a list, shorter still: `14:02` today, `yesterday`, `14
 *   March` this year, else `14 March 2014`
 */
char *amia_words_day (gint64 ms,
                      gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_now_ms:
 *
 * Returns: the wall clock, milliseconds since 1970 UTC
 */
gint64 amia_words_now_ms (void);

/**
 * amia_words_today:
 *
 * Returns: (transfer full): today's date here, `YYYY-MM-DD`
 */
char *amia_words_today (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_words_join:
 * @words: (element-type utf8): words
 *
 * Returns: (transfer full): `a, b and c`
 */
char *amia_words_join (GPtrArray *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
