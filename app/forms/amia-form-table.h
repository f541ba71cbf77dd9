/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * AmiaFormTable:
 * @AMIA_FORM_TABLE_NONE: one question under the other
 * @AMIA_FORM_TABLE_ROWS: the rows of a repeating group as lines, its questions as columns
 * (`gtable`)
 * @AMIA_FORM_TABLE_GRID: groups of the same questions as lines, the questions as columns (`grid`)
 * @AMIA_FORM_TABLE_OPTIONS: questions as lines, the options they share as columns (`table`)
 *
 * How a group that asks to be a table is laid out.
 */
typedef enum
{
  AMIA_FORM_TABLE_NONE,
  AMIA_FORM_TABLE_ROWS,
  AMIA_FORM_TABLE_GRID,
  AMIA_FORM_TABLE_OPTIONS
} AmiaFormTable;

/**
 * amia_form_table_choose:
 * @item: (nullable): a group
 *
 * The control is advice: what does not fit into a table (questions beneath questions, groups of
 * different questions, options that differ) is shown as an ordinary group.
 *
 * Returns: the layout for the item's instances or children
 */
AmiaFormTable amia_form_table_choose (const AmiaItem *item);

/**
 * amia_form_table_columns_new:
 *
 * Keeps the cells of one column as wide as each other. To be given to the header and all lines of
 * one table: first the lines' own, then one each, and the last for buttons at the end of a line.
 *
 * Returns: (transfer container) (element-type GtkSizeGroup): the columns
 */
GPtrArray *amia_form_table_columns_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_table_make_header:
 * @model: an open form
 * @item: the group that is a table
 * @columns: its columns
 *
 * Returns: (transfer floating): the line with the names of the columns
 */
GtkWidget *amia_form_table_make_header (AmiaFormModel  *model,
                                        const AmiaItem *item,
                                        GPtrArray      *columns) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_table_make_line:
 * @model: an open form
 * @node: a row, a group or (in a table of options) a question
 * @columns: the table's columns
 *
 * Makes one line. Each control in it is named by line and column, so that it says by itself what is
 * asked; the line shows and hides itself with its node.
 *
 * Returns: (transfer floating): a horizontal box, whose first child is the #GtkLabel of the line
 */
GtkWidget *amia_form_table_make_line (AmiaFormModel *model,
                                      AmiaNode      *node,
                                      GPtrArray     *columns) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_table_make_scroller:
 * @table: (transfer floating): the lines
 *
 * Returns: (transfer floating): something that scrolls sideways when @table is too wide, and
 *   follows the focus
 */
GtkWidget *amia_form_table_make_scroller (GtkWidget *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
