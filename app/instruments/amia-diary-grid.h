/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_DIARY_GRID (amia_diary_grid_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDiaryGrid, amia_diary_grid, AMIA, DIARY_GRID, GtkWidget)

/**
 * AmiaDiaryGrid:
 *
 * The boxes of a diary: a row for each day, with the parts of the day beside each other. Where
 * there is no room for all of them, because the window is narrow or the text large, they stand two
 * by two, each beneath its name, and nothing has to be scrolled sideways. Which box follows which
 * is the same in both.
 */

/** AmiaDiaryColumn: what stands before and after the parts of a day */
typedef enum
{
  AMIA_DIARY_COLUMN_DAY,
  AMIA_DIARY_COLUMN_SLEEP,
  AMIA_DIARY_COLUMN_PAIN,
  AMIA_DIARY_COLUMN_ENERGY,
} AmiaDiaryColumn;

/** amia_diary_grid_new: Returns: (transfer floating): a grid with nothing in it */
GtkWidget *amia_diary_grid_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_diary_grid_add_head:
 * @self: a grid
 * @column: a column
 * @head: (transfer full): what stands above it
 */
void amia_diary_grid_add_head (AmiaDiaryGrid  *self,
                               AmiaDiaryColumn column,
                               GtkWidget      *head);

/**
 * amia_diary_grid_add:
 * @self: a grid
 * @day: which day, from 0
 * @column: a column
 * @child: (transfer full): what stands there
 */
void amia_diary_grid_add (AmiaDiaryGrid  *self,
                          guint           day,
                          AmiaDiaryColumn column,
                          GtkWidget      *child);

/**
 * amia_diary_grid_add_part:
 * @self: a grid
 * @day: which day, from 0
 * @part: which part of it, from 0
 * @name: what the part is called
 * @child: (transfer full): what stands there
 */
void amia_diary_grid_add_part (AmiaDiaryGrid *self,
                               guint          day,
                               guint          part,
                               const char    *name,
                               GtkWidget     *child);

/**
 * amia_diary_grid_add_line:
 * @self: a grid
 * @day: which day, from 0
 * @child: (transfer full): what stands beneath all its parts
 */
void amia_diary_grid_add_line (AmiaDiaryGrid *self,
                               guint          day,
                               GtkWidget     *child);

G_END_DECLS
