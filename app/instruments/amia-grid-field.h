/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-control.h"

G_BEGIN_DECLS

/**
 * AMIA_GRID_SHEET_WIDTH: how wide a sheet of such fields is at least. Beside the side bar of a
 * narrow window there is less than that, and then it is the side bar that folds; a window of 800
 * still has it.
 */
#define AMIA_GRID_SHEET_WIDTH 516

#define AMIA_TYPE_GRID_FIELD (amia_grid_field_get_type ())
G_DECLARE_FINAL_TYPE (AmiaGridField, amia_grid_field, AMIA, GRID_FIELD, AmiaControl)

/**
 * AmiaGridField:
 *
 * One box of a sheet (a week, a diary): a question that is answered by typing a word or a number,
 * small, with room beneath for what is to be said about it. Arrow keys and Enter go to the boxes
 * around it, Tab to the next.
 */

/**
 * amia_grid_field_new:
 * @model: an open form
 * @node: a question of it: text or number
 * @name: what a screen reader calls it
 * @width_chars: its width, -1 to take what room there is
 *
 * Returns: (transfer floating): the box
 */
GtkWidget *amia_grid_field_new (AmiaFormModel *model,
                                AmiaNode      *node,
                                const char    *name,
                                int            width_chars) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_grid_field_link:
 * @fields: (element-type AmiaGridField): the boxes of a sheet, row by row
 * @n_columns: how many there are in a row
 *
 * Lets the arrow keys go from each box to its neighbours. @fields must outlive none of them.
 */
void amia_grid_field_link (GPtrArray *fields,
                           guint      n_columns);

/**
 * amia_grid_field_set_placeholder:
 * @self: a box
 * @words: shown while it is empty
 */
void amia_grid_field_set_placeholder (AmiaGridField *self,
                                      const char    *words);

/**
 * amia_grid_field_set_note:
 * @self: a box
 * @words: (nullable): what to say beneath it
 * @is_warning: %TRUE to mark it: somebody should look at it
 *
 * A screen reader reads it as the box's description. What is wrong with the answer, or that two
 * people answered, comes first and is not the caller's to say.
 */
void amia_grid_field_set_note (AmiaGridField *self,
                               const char    *words,
                               gboolean       is_warning);

G_END_DECLS
