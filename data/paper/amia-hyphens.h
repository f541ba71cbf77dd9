/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_hyphens_add:
 * @text: plain text
 * @word_least: how many letters a word has at least that is divided
 *
 * Marks with soft hyphens (U+00AD) where long words may be divided: a consonant goes to the next
 * line, as Swedish divides words that are no compounds; what often begins a word stays together
 * (`arbets-träning`), and so does the sound ng (`ledning-en`). Rules find no seams of compounds, so
 * this is for words that have no room at all otherwise. Pure; any thread.
 *
 * Returns: (transfer full): the text with the marks
 */
char *amia_hyphens_add (const char *text,
                        gsize       word_least) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
