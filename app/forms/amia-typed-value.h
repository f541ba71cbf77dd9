/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-item.h"

G_BEGIN_DECLS

/**
 * amia_typed_value_parse:
 * @item: a question that is answered by typing one line
 * @text: what was typed
 * @today: `YYYY-MM-DD`, what `idag` and `+2v` count from
 *
 * What the typed text means as an answer: numbers with comma or point, dates as `2014-03-14`,
 * `14/3`, `idag`, `+2v`, times as `8`, `8.30`, `0830`. What does not mean anything of the
 * question's type (yet) becomes a JSON string, which the form keeps and marks.
 *
 * Returns: (transfer full): JSON text, `null` for a blank text
 */
char *amia_typed_value_parse (const AmiaItem *item,
                              const char     *text,
                              const char     *today) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_typed_value_print:
 * @item: a question
 * @value: (nullable): an answer as JSON text
 *
 * Returns: (transfer full): the answer as a person would type it: decimal comma, `08:30`; empty
 *   without an answer
 */
char *amia_typed_value_print (const AmiaItem *item,
                              const char     *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
