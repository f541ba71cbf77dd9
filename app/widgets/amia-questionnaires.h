/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"

G_BEGIN_DECLS

/**
 * amia_questionnaires_find:
 * @canonical: (nullable): `url|version`, as a form record names its questionnaire
 *
 * The shipped forms, each read once and kept: reading the largest takes longer than opening a case
 * may. Any thread.
 *
 * Returns: (transfer full) (nullable): the questionnaire, %NULL if no such form is shipped
 */
AmiaQuestionnaire *amia_questionnaires_find (const char *canonical) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_questionnaires_get_language:
 *
 * Returns: (transfer none): the program's language as a BCP 47 tag, for the texts of a form
 */
const char *amia_questionnaires_get_language (void);

/**
 * amia_questionnaires_dup_title:
 * @canonical: (nullable): `url|version`
 *
 * Returns: (transfer full): the form's title in the program's language; the canonical itself for a
 *   form that is not shipped. Any thread
 */
char *amia_questionnaires_dup_title (const char *canonical) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
