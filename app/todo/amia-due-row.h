/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-due-entry.h"

G_BEGIN_DECLS

#define AMIA_TYPE_DUE_ROW (amia_due_row_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDueRow, amia_due_row, AMIA, DUE_ROW, GtkWidget)

/**
 * AmiaDueRow:
 *
 * Shows one #AmiaDueEntry: a heading; or what is to be done, for whom, why and by when, with
 * buttons to say that it was done or is to wait. The signal `finish` is emitted when it was done,
 * `move (string day, string reason)` when it is to wait.
 */

/**
 * amia_due_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *amia_due_row_new (void);

/**
 * amia_due_row_set_item:
 * @row: a row
 * @item: (nullable): what to show
 * @user: (nullable): who looks: a handover can be confirmed by whom it is to only
 */
void amia_due_row_set_item (AmiaDueRow   *row,
                            AmiaDueEntry *item,
                            const char   *user);

/**
 * amia_due_row_get_item:
 * @row: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
AmiaDueEntry *amia_due_row_get_item (AmiaDueRow *row);

/**
 * amia_due_row_finish:
 * @row: a row
 *
 * As if the button were pressed; nothing if there is none.
 */
void amia_due_row_finish (AmiaDueRow *row);

/**
 * amia_due_row_ask_move:
 * @row: a row
 *
 * Asks until when it is to wait; nothing if it can't.
 */
void amia_due_row_ask_move (AmiaDueRow *row);

G_END_DECLS
