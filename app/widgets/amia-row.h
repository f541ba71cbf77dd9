/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * amia_row_new:
 * @title: the first line; plain text
 * @subtitle: (nullable): the second line; plain text
 *
 * A row of a boxed list; the first line is its accessible name, the second its description.
 *
 * Returns: (transfer floating): an #AdwActionRow
 */
GtkWidget *amia_row_new (const char *title,
                         const char *subtitle);

/**
 * amia_row_set:
 * @row: an #AdwPreferencesRow with lines: an action row or an expander row
 * @title: the first line
 * @subtitle: (nullable): the second line
 *
 * Changes both lines, and accessible name and description with them.
 */
void amia_row_set (GtkWidget  *row,
                   const char *title,
                   const char *subtitle);

/**
 * amia_row_add_button:
 * @row: an #AdwActionRow
 * @label: what the button does
 * @name: its accessible name, with what it is about: “Remove Bertil”
 *
 * Returns: (transfer none): a flat button at the end of the row
 */
GtkWidget *amia_row_add_button (GtkWidget  *row,
                                const char *label,
                                const char *name);

/**
 * amia_list_begin:
 * @list: a #GtkListBox
 * @contents: all that its rows are to show, in any form
 *
 * Rows are made anew whenever something may have changed, and that must not take a button away from
 * under somebody's finger, nor the focus: so they are kept while they show the same.
 *
 * Returns: %TRUE if the list is empty now and is to be filled; %FALSE if it shows @contents already
 */
gboolean amia_list_begin (GtkWidget  *list,
                          const char *contents) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_list_clear:
 * @list: a #GtkListBox
 *
 * Takes all rows away.
 */
void amia_list_clear (GtkWidget *list);

G_END_DECLS
