/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-columns-private.h"

G_BEGIN_DECLS

/* What the files that read columns share. */

/* One op of a shape: what all changes of the shape have in common. The names in plain text are
 * read when somebody asks for them. */
typedef struct
{
  AmiaSlice kind;
  AmiaSlice field;
  AmiaSlice area;
  gint64    slot;
  gsize     n_cells;
  gboolean  is_beside;   /* it is of the same record as the op before it */
  gboolean  is_left_out; /* and the short form does not say so again */
  char     *plain_kind;
  char     *plain_field;
  char     *plain_area;
} AmiaShapeOp;

/* Its ops and cells lie in the reader's lists, from first_* on. */
typedef struct
{
  guint    first_op;
  guint    n_ops;
  guint    first_column;
  guint    n_columns;
  gint64   n_slots;
  gboolean is_short;
  gboolean is_named; /* its ops have plain names, none of them twice */
} AmiaShape;

/* Where the reading of a column has come to. */
typedef struct
{
  AmiaScan  scan;
  AmiaSlice next;
  gboolean  is_same;
  gboolean  is_at_end;
} AmiaColumn;

typedef struct
{
  GArray   *ms;
  GArray   *ticks;
  GArray   *shape;
  GArray   *case_of;
  GArray   *shapes;
  GArray   *ops;
  GArray   *columns;
  AmiaSlice records;
  AmiaSlice cases;
  gsize     n_records;
  gsize     record;
  guint     n_cell_lists;
  gsize     bytes_left;
  GString  *text;
} AmiaColumnsReader;

void _amia_columns_reader_init (AmiaColumnsReader *reader,
                                gsize              bytes_max);
void _amia_columns_reader_clear (AmiaColumnsReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmiaColumnsReader, _amia_columns_reader_clear)

/* Finds everything, and checks what can be seen without looking at the changes. */
gboolean _amia_columns_reader_open (AmiaColumnsReader   *reader,
                                    const AmiaWire      *wire,
                                    const AmiaWireValue *columns,
                                    guint                changes_max);

/* After the last change: nothing may be left over. */
gboolean _amia_columns_reader_close (const AmiaColumnsReader *reader,
                                     const AmiaWire          *wire);

gint64    _amia_columns_get_number (GArray *numbers,
                                    gsize   index);
AmiaStamp _amia_columns_get_stamp (const AmiaColumnsReader *reader,
                                   guint                    index);

/* The record that an op of the change at hand is of, and its case, counted from 1; 0 for none. */
gboolean _amia_columns_find_record (const AmiaColumnsReader *reader,
                                    const AmiaWire          *wire,
                                    const AmiaShapeOp       *op,
                                    gsize                   *record,
                                    gsize                   *case_index);

/* The next cell of a column. */
gboolean _amia_columns_next_cell (AmiaColumnsReader *reader,
                                  const AmiaWire    *wire,
                                  guint              index,
                                  AmiaSlice         *cell);

/* Counts what a change of @length bytes takes, and goes on to the next. */
gboolean _amia_columns_end_change (AmiaColumnsReader *reader,
                                   const AmiaWire    *wire,
                                   const AmiaShape   *shape,
                                   gsize              length);

G_END_DECLS
