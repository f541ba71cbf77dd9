/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * amia_drop_down_set_name:
 * @drop_down: a #GtkDropDown
 * @name: its accessible name
 *
 * Names the drop-down and the button inside it, which is what gets the focus and has no name of its
 * own in GTK 4.8.
 */
void amia_drop_down_set_name (GtkWidget  *drop_down,
                              const char *name);

/**
 * amia_drop_down_shorten:
 * @drop_down: a #GtkDropDown of strings
 *
 * For choices that somebody has written: a long one ends in “…” on the button, where it would push
 * the page wider than the window, and goes on in the next line in the list. The list marks the
 * chosen one, as that of any drop-down does.
 */
void amia_drop_down_shorten (GtkWidget *drop_down);

/**
 * amia_drop_down_set_choices:
 * @drop_down: a #GtkDropDown of strings
 * @codes: (array zero-terminated=1): what is written down; an empty one stands for nothing
 * @words: (array zero-terminated=1): the same for people, as many
 *
 * Nothing is chosen afterwards but the first.
 */
void amia_drop_down_set_choices (GtkWidget         *drop_down,
                                 const char *const *codes,
                                 const char *const *words);

/**
 * amia_drop_down_choose:
 * @drop_down: a #GtkDropDown with choices
 * @code: (nullable): one of the codes; %NULL is the empty one
 *
 * Shows what @code stands for. A code of a newer program is shown as nothing.
 */
void amia_drop_down_choose (GtkWidget  *drop_down,
                            const char *code);

/**
 * amia_drop_down_get_code:
 * @drop_down: a #GtkDropDown with choices
 *
 * Returns: (transfer none) (nullable): the code of what is chosen
 */
const char *amia_drop_down_get_code (GtkWidget *drop_down);

/**
 * amia_drop_down_get_words:
 * @drop_down: a #GtkDropDown with choices
 * @code: (nullable): one of the codes
 *
 * Returns: (transfer none) (nullable): what it is called, also where it can't be chosen; %NULL if
 *   it is not one of them
 */
const char *amia_drop_down_get_words (GtkWidget  *drop_down,
                                      const char *code);

G_END_DECLS
