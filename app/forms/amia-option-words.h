/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-item.h"

G_BEGIN_DECLS

/**
 * amia_option_dup_label:
 * @option: a permitted answer
 * @language: (nullable): the reader's language
 *
 * Returns: (transfer full): its label with its prefix, as shown
 */
char *amia_option_dup_label (const AmiaOption *option,
                             const char       *language) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_option_find:
 * @options: (element-type AmiaOption): permitted answers
 * @value: (nullable): one answer as JSON text
 *
 * Returns: which option it is, -1 for none
 */
int amia_option_find (GPtrArray  *options,
                      const char *value);

/**
 * amia_answers_split:
 * @value: (nullable): an answer or a list of answers as JSON text
 *
 * Returns: (transfer full) (element-type utf8): the single answers as JSON text
 */
GPtrArray *amia_answers_split (const char *value) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_answers_join:
 * @answers: (element-type utf8): single answers as JSON text
 *
 * Returns: (transfer full): a JSON list of them, `null` if there is none
 */
char *amia_answers_join (GPtrArray *answers) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
