/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"
#include "amia-store.h"

G_BEGIN_DECLS

/**
 * AmiaFormChoice:
 * @canonical: what a response to it names as its questionnaire
 * @title: its title, in the program's language
 * @purpose: (nullable): what it is for, in a sentence
 * @group: when it is used, as in #AmiaTemplate; `own` for one of the organisation's own
 * @folded: title and purpose as they are searched
 * @questionnaire: the form itself
 *
 * A form that a new one can be made of in a case.
 */
typedef struct
{
  char              *canonical;
  char              *title;
  char              *purpose;
  const char        *group;
  char              *folded;
  AmiaQuestionnaire *questionnaire;
} AmiaFormChoice;

void amia_form_choice_free (AmiaFormChoice *self);

/**
 * amia_form_choices_load:
 * @store: a store, on its thread
 * @subproject: (nullable): the case's sub-project
 * @error: return location
 *
 * The shipped forms in the order of the process, then the organisation's own; only the latest
 * version of each that is in use, and no survey, which is begun elsewhere. An own form that
 * continues a shipped one (the same url, a later version) stands in its place.
 *
 * Returns: (transfer full) (element-type AmiaFormChoice): the choices, or %NULL on error
 */
GPtrArray *amia_form_choices_load (AmiaStore  *store,
                                   const char *subproject,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_choice_matches:
 * @self: a choice
 * @words: what was typed; every word must stand somewhere in the title or the purpose
 *
 * Returns: %TRUE if it is to be shown
 */
gboolean amia_form_choice_matches (const AmiaFormChoice *self,
                                   const char           *words);

G_END_DECLS
