/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaTextSpan:
 * @start: offset in bytes
 * @length: length in bytes
 *
 * A stretch of a text.
 */
typedef struct
{
  gsize start;
  gsize length;
} AmiaTextSpan;

/**
 * amia_text_diff:
 * @text: one version of a text, UTF-8
 * @other: another version
 *
 * Which words of @text are not in @other, in the longest order of words that both share; what a
 * page marks when it shows two versions side by side. Neighbouring spans are joined. Texts of more
 * than 2 000 words are not compared, and nothing is marked.
 *
 * Returns: (transfer full) (element-type AmiaTextSpan): the spans, in order
 */
GArray *amia_text_diff (const char *text,
                        const char *other) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_text_merge:
 * @base: (nullable): what both had before them, or %NULL if there was nothing in common
 * @a: one version
 * @b: the other
 *
 * A suggestion for a text that says what both say: what only one of them changed is taken over,
 * where both changed the same words both are kept, those of @a first. Somebody reads it before it
 * is used. Without a @base, or when a text has more than 2 000 words, the two are put one after the
 * other, or just one of them if they are equal.
 *
 * Returns: (transfer full): the suggestion
 */
char *amia_text_merge (const char *base,
                       const char *a,
                       const char *b) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
