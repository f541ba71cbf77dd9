/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * amia_value_to_words:
 * @value: (nullable): a field's value as JSON text
 *
 * What a value says, for a person to read: a text as it is, a choice by its display, a quantity
 * with its unit, yes or no, a list with commas. Nothing answered gives an empty text.
 *
 * Returns: (transfer full): the words, in the program's language where they are ours
 */
char *amia_value_to_words (const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
