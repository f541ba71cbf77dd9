/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaText:
 *
 * Text of a questionnaire in its own language with translations (the `translation` extension of
 * FHIR R4). Immutable, owned by the [struct@AmiaQuestionnaire] it came from; any thread may read
 * it.
 */
typedef struct _AmiaText AmiaText;

/**
 * amia_text_get:
 * @self: (nullable): a text
 * @language: (nullable): a BCP 47 tag such as `sv-SE`, or %NULL for the questionnaire's own
 *   language
 *
 * Picks the words to show: the translation whose tag equals @language (ignoring case), else one of
 * the same primary language (`sv` for `sv-SE` and the other way round), else the base text.
 *
 * Returns: (nullable): the words, owned by @self; %NULL if @self is %NULL or has no text at all
 */
const char *amia_text_get (const AmiaText *self, const char *language);

G_END_DECLS
