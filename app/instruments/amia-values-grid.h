/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-values.h"

G_BEGIN_DECLS

#define AMIA_TYPE_VALUES_GRID (amia_values_grid_get_type ())
G_DECLARE_FINAL_TYPE (AmiaValuesGrid, amia_values_grid, AMIA, VALUES_GRID, GtkWidget)

/**
 * AmiaValuesGrid:
 *
 * Ten rows of values, a column for each meeting or period, and in each cell what became of the
 * value: a full bar, half a bar, or an empty frame; over several meetings the three stand beside
 * each other, as broad as their share. One stop for the Tab key; the arrow keys go from cell to
 * cell.
 *
 * The signal `opened` (guint column) is emitted when a cell of a column that can be opened is
 * activated; `pointed` (const char *words) when a cell gets the focus, with what it shows.
 */

/**
 * AmiaValuesColumn:
 * @heading: over the column, short
 * @name: the same in full, for those who hear it
 * @period: what became of the values
 */
typedef struct
{
  char            *heading;
  char            *name;
  AmiaValuesPeriod period;
} AmiaValuesColumn;

/**
 * amia_values_grid_show:
 * @self: a grid
 * @columns: (array length=n_columns): what to show
 * @n_columns: how many
 * @can_open: whether activating a cell opens something
 *
 * Shows that instead. The focus stays at its place in the grid, if it was there.
 */
void amia_values_grid_show (AmiaValuesGrid         *self,
                            const AmiaValuesColumn *columns,
                            guint                   n_columns,
                            gboolean                can_open);

/**
 * amia_values_grid_new_key:
 * @mark: a mark
 *
 * Returns: (transfer floating): how that is drawn, for a legend
 */
GtkWidget *amia_values_grid_new_key (AmiaValueMark mark) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
