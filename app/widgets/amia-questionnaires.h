/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-store-templates.h"

G_BEGIN_DECLS

/**
 * amia_questionnaires_get_language:
 *
 * Returns: (transfer none): the program's language as a BCP 47 tag, for the texts of a form
 */
const char *amia_questionnaires_get_language (void);

/**
 * amia_questionnaires_read_shipped:
 * @canonical: `url` or `url|version`
 *
 * For where there is no store at hand, and a form that comes with the program is meant. Reads it
 * anew each time. Any thread.
 *
 * Returns: (transfer full) (nullable): the form, %NULL if no such one is shipped
 */
AmiaQuestionnaire *
amia_questionnaires_read_shipped (const char *canonical) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_questionnaires_dup_title:
 * @store: a store, on its thread
 * @canonical: (nullable): `url|version`
 *
 * Returns: (transfer full): the form's title in the program's language; words that say so for a
 *   form that is not here
 */
char *amia_questionnaires_dup_title (AmiaStore  *store,
                                     const char *canonical) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
