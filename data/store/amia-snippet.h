/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_snippet_new:
 * @text: valid UTF-8
 * @words: (array zero-terminated=1): what was looked for
 *
 * Some forty characters of @text around the first place where one of @words stands, that place
 * between `‹` and `›`, with `…` where something was left out. Line breaks become spaces. Case does
 * not matter; a word's beginning is preferred to its middle. Pure.
 *
 * Returns: (transfer full): the snippet; the beginning of @text if none of @words is in it
 */
char *amia_snippet_new (const char        *text,
                        const char *const *words) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_snippet_find:
 * @text: valid UTF-8
 * @word: what to look for
 * @at_word_start: (out) (optional): whether it begins a word there
 *
 * Returns: (nullable): where in @text @word first stands, the beginning of a word preferred, or
 *   %NULL
 */
const char *amia_snippet_find (const char *text,
                               const char *word,
                               gboolean   *at_word_start);

G_END_DECLS
