/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LINE (amia_line_get_type ())
G_DECLARE_FINAL_TYPE (AmiaLine, amia_line, AMIA, LINE, GObject)

/**
 * AmiaLine:
 *
 * What an #AmiaLineView shows on one row: two lines of text, pills, a word at the end; or a heading
 * over the rows that follow. All texts are translated and plain, not markup. Set before it is
 * shown; after that only amia_line_update() changes it, which emits `changed`.
 */

/**
 * amia_line_new:
 * @title: the first line
 * @subtitle: (nullable): the second line
 *
 * Returns: (transfer full): a line that can be opened
 */
AmiaLine *amia_line_new (const char *title,
                         const char *subtitle) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_line_new_heading:
 * @title: what the rows below have in common
 *
 * Returns: (transfer full): a heading
 */
AmiaLine *amia_line_new_heading (const char *title) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_line_set_id:
 * @line: a line
 * @id: what it is about
 */
void amia_line_set_id (AmiaLine       *line,
                       const AmiaUuid *id);

/**
 * amia_line_get_id:
 * @line: a line
 *
 * Returns: (transfer none): what it is about, nil if nobody has said
 */
const AmiaUuid *amia_line_get_id (AmiaLine *line);

/**
 * amia_line_set_name:
 * @line: a line
 * @name: what else it is about: a kind of record, an account
 */
void amia_line_set_name (AmiaLine   *line,
                         const char *name);

/**
 * amia_line_get_name:
 * @line: a line
 *
 * Returns: (transfer none) (nullable): what was said
 */
const char *amia_line_get_name (AmiaLine *line);

/**
 * amia_line_set_detail:
 * @line: a line
 * @detail: (nullable): a word at the end: a day, a number
 */
void amia_line_set_detail (AmiaLine   *line,
                           const char *detail);

/**
 * amia_line_set_marked:
 * @line: a line
 *
 * The subtitle has what was found between `‹` and `›`: to be shown bold.
 */
void amia_line_set_marked (AmiaLine *line);

/**
 * amia_line_add_pill:
 * @line: a line
 * @tint: as for amia_pill_new()
 * @icon_name: (nullable): as for amia_pill_new()
 * @label: the word
 */
void amia_line_add_pill (AmiaLine   *line,
                         const char *tint,
                         const char *icon_name,
                         const char *label);

/**
 * amia_line_add_agency:
 * @line: a line
 * @agency: `FK`, `AF`, `VARD` or `KOMMUN`
 *
 * Adds its pill, in its tint, as amia_pill_new_agency() has it.
 */
void amia_line_add_agency (AmiaLine   *line,
                           const char *agency);

/**
 * amia_line_is_heading:
 * @line: a line
 *
 * Returns: %TRUE if it can't be opened
 */
gboolean amia_line_is_heading (AmiaLine *line);

/**
 * amia_line_equal:
 * @a: a line
 * @b: another
 *
 * Returns: %TRUE if both look alike and are about the same
 */
gboolean amia_line_equal (AmiaLine *a,
                          AmiaLine *b);

/**
 * amia_line_update:
 * @line: a line that is shown
 * @newer: a line, given up
 *
 * Makes @line say what @newer says, if both are about the same thing: an id or a name, and it the
 * same. So its row stays, and with it the focus.
 *
 * Returns: %TRUE if it does now
 */
gboolean amia_line_update (AmiaLine *line,
                           AmiaLine *newer);

/**
 * amia_line_fill:
 * @line: a line
 * @box: an empty horizontal #GtkBox to show it in
 *
 * Makes its widgets.
 *
 * Returns: (transfer full): all of it in words, for screen readers
 */
char *amia_line_fill (AmiaLine  *line,
                      GtkWidget *box) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
