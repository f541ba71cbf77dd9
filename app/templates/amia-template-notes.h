/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-questionnaire.h"

G_BEGIN_DECLS

/**
 * amia_template_notes_describe:
 * @form: a form
 *
 * What of it will not work here or was read in the safest way, in sentences; each thing once,
 * however many questions have it. What FHIR permits to pass over is not among them.
 *
 * Returns: (transfer full) (element-type utf8): the sentences, none if all of it works
 */
GPtrArray *amia_template_notes_describe (AmiaQuestionnaire *form) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_template_notes_compare:
 * @before: an earlier version
 * @form: a later one
 *
 * What is different, in sentences: first what answers to the earlier version may not fit.
 *
 * Returns: (transfer full) (element-type utf8): the sentences
 */
GPtrArray *amia_template_notes_compare (AmiaQuestionnaire *before,
                                        AmiaQuestionnaire *form) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
