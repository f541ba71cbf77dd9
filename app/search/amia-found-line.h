/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-line.h"
#include "amia-session.h"
#include "amia-store-find.h"

G_BEGIN_DECLS

/**
 * amia_found_line_describe_group:
 * @group: what sort of thing was found
 *
 * Returns: (transfer none): the heading over such lines, translated
 */
const char *amia_found_line_describe_group (AmiaFoundGroup group);

/**
 * amia_found_line_new:
 * @found: what was found; copied
 *
 * Whose case it is in, the words with the hit marked, what kind of thing and of which day.
 *
 * Returns: (transfer full): a line for amia_found_line_open()
 */
AmiaLine *amia_found_line_new (const AmiaFound *found) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_found_line_open:
 * @line: a line of amia_found_line_new(), or one with a case's id
 * @from: the page that it was chosen on
 * @session: what is open
 * @words: what was looked for
 *
 * Opens the very place: a form at the question, a meeting, what is offered, the journal with the
 * notes that have the words, or the view of the case where such a thing stands.
 */
void amia_found_line_open (AmiaLine    *line,
                           GtkWidget   *from,
                           AmiaSession *session,
                           const char  *words);

G_END_DECLS
