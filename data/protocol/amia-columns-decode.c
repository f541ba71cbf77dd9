/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-columns-private.h"

#include <string.h>

#include "amia-change.h"

/* From columns back to rows. Every column is walked once, from its own place, so that nothing is
 * kept of a page but what it came in; every change is put together in one buffer. A column of one
 * element can stand for any number of them, so what grows is measured op by op. All columns must
 * come out even, or the page is refused. */

enum
{
  MEMBER_MS,
  MEMBER_TICK,
  MEMBER_SHAPE,
  MEMBER_SHAPES,
  MEMBER_RECORDS,
  MEMBER_CASES,
  MEMBER_CASE,
  MEMBER_CELLS,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "ms", AMIA_WIRE_ARRAY, FALSE },
  { "tick", AMIA_WIRE_ARRAY, FALSE },
  { "shape", AMIA_WIRE_ARRAY, FALSE },
  { "shapes", AMIA_WIRE_ARRAY, FALSE },
  { "records", AMIA_WIRE_STRING, FALSE },
  { "cases", AMIA_WIRE_STRING, FALSE },
  { "case", AMIA_WIRE_ARRAY, FALSE },
  { "cells", AMIA_WIRE_ARRAY, FALSE },
};

/* One op of a shape: what all changes of the shape have in common. */
typedef struct
{
  AmiaSlice kind;
  AmiaSlice field;
  AmiaSlice area;
  gint64    slot;
  gsize     n_cells;
} ShapeOp;

/* Its ops and cells lie in the reader's lists, from first_* on. */
typedef struct
{
  guint  first_op;
  guint  n_ops;
  guint  first_column;
  guint  n_columns;
  gint64 n_slots;
} Shape;

/* Where the reading of a column has come to. */
typedef struct
{
  AmiaScan  scan;
  AmiaSlice next;
  gboolean  is_same;
  gboolean  is_at_end;
} Column;

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
} Reader;

static void
reader_init (Reader *reader,
             gsize   bytes_max)
{
  *reader = (Reader){
    .shapes = g_array_new (FALSE, FALSE, sizeof (Shape)),
    .ops = g_array_new (FALSE, FALSE, sizeof (ShapeOp)),
    .columns = g_array_new (FALSE, FALSE, sizeof (Column)),
    .bytes_left = bytes_max,
    .text = g_string_new (NULL),
  };
}

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->ms, g_array_unref);
  g_clear_pointer (&reader->ticks, g_array_unref);
  g_clear_pointer (&reader->shape, g_array_unref);
  g_clear_pointer (&reader->case_of, g_array_unref);
  g_array_unref (reader->shapes);
  g_array_unref (reader->ops);
  g_array_unref (reader->columns);
  g_string_free (reader->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* --- Numbers -------------------------------------------------------------------------------- */

typedef struct
{
  GArray     *numbers;
  const char *what;
  gint64      min;
  gint64      max;
} NumberReader;

static gboolean
read_number (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  NumberReader *reader = into;
  gint64        number;

  if (!_amia_wire_read_int (wire, reader->what, element, reader->min, reader->max, &number))
    return FALSE;

  g_array_append_val (reader->numbers, number);
  return TRUE;
}

GArray *
_amia_columns_read_numbers (const AmiaWire      *wire,
                            const char          *what,
                            const AmiaWireValue *list,
                            guint                length,
                            gboolean             may_repeat,
                            gint64               min,
                            gint64               max)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  NumberReader reader = { numbers, what, min, max };

  if (!_amia_wire_read_list (wire, what, list, length, read_number, &reader))
    return NULL;

  if (numbers->len == length || (may_repeat && numbers->len == 1))
    return g_steal_pointer (&numbers);
  (void) _amia_wire_fail (wire, "the columns are not equally long");
  return NULL;
}

static gint64
get_number (GArray *numbers,
            gsize   index)
{
  return g_array_index (numbers, gint64, numbers->len == 1 ? 0 : index);
}

/* The one column whose length says how many changes there are. */
static gboolean
read_ms (const AmiaWire      *wire,
         const AmiaWireValue *list,
         guint                changes_max,
         Reader              *reader)
{
  const gint64 ms_max = (G_GINT64_CONSTANT (1) << 48) - 1;
  NumberReader into = { NULL, "the times", -ms_max, ms_max };
  gint64       ms = 0;

  reader->ms = into.numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!_amia_wire_read_list (wire, "the changes", list, changes_max, read_number, &into))
    return FALSE;

  for (guint i = 0; i < reader->ms->len; i++)
    {
      ms += g_array_index (reader->ms, gint64, i);
      if (ms < 0 || ms > ms_max)
        return _amia_wire_fail (wire, "a time runs over");
      g_array_index (reader->ms, gint64, i) = ms;
    }

  return TRUE;
}

/* --- Ids ------------------------------------------------------------------------------------ */

/* Takes a string of ids without anything between them apart. */
static gboolean
read_ids (const AmiaWire      *wire,
          const AmiaWireValue *value,
          AmiaSlice           *ids)
{
  *ids = (AmiaSlice){ value->slice.text + 1, value->slice.length - 2 };
  if (ids->length % AMIA_UUID_HEX_LENGTH != 0)
    return _amia_wire_fail (wire, "an id is not whole");

  for (gsize i = 0; i < ids->length; i++)
    {
      if (!g_ascii_isxdigit (ids->text[i]) || g_ascii_isupper (ids->text[i]))
        return _amia_wire_fail (wire, "an id has other signs than digits");
    }

  return TRUE;
}

static void
append_id (GString  *out,
           AmiaSlice ids,
           gsize     index)
{
  const char *hex = ids.text + index * AMIA_UUID_HEX_LENGTH;

  g_string_append_c (out, '"');
  g_string_append_len (out, hex, 8);
  g_string_append_c (out, '-');
  g_string_append_len (out, hex + 8, 4);
  g_string_append_c (out, '-');
  g_string_append_len (out, hex + 12, 4);
  g_string_append_c (out, '-');
  g_string_append_len (out, hex + 16, 4);
  g_string_append_c (out, '-');
  g_string_append_len (out, hex + 20, 12);
  g_string_append_c (out, '"');
}

/* --- Shapes and their cells ----------------------------------------------------------------- */

static gboolean
read_shape_op (const AmiaWire      *wire,
               const AmiaWireValue *element,
               gpointer             into)
{
  Reader       *reader = into;
  Shape        *shape = &g_array_index (reader->shapes, Shape, reader->shapes->len - 1);
  AmiaWireValue row[5];
  ShapeOp       op = { .n_cells = 2 };
  gint64        has_sources = 0;

  if (!_amia_wire_read_open_row (wire, "an op of a shape", element, row, 4, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_int (wire, "an op's record", &row[3], 0, shape->n_slots, &op.slot) ||
      (row[4].type != AMIA_SCAN_END &&
       !_amia_wire_read_int (wire, "whether an op has sources", &row[4], 1, 1, &has_sources)))
    return FALSE;

  op.kind = row[0].slice;
  op.field = row[1].slice;
  op.area = row[2].slice;
  op.n_cells += (gsize) has_sources;
  shape->n_slots = MAX (shape->n_slots, op.slot + 1);
  shape->n_columns += (guint) op.n_cells;
  shape->n_ops++;
  g_array_append_val (reader->ops, op);
  return TRUE;
}

static gboolean
read_shape (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  Reader *reader = into;
  Shape   shape = { .first_op = reader->ops->len };

  if (element->type != AMIA_SCAN_ARRAY)
    return _amia_wire_fail (wire, "a shape is not a list");

  g_array_append_val (reader->shapes, shape);
  return _amia_wire_read_list (wire,
                               "a shape",
                               element,
                               AMIA_CHANGE_OPS_MAX,
                               read_shape_op,
                               reader);
}

static gboolean
read_column (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  Reader   *reader = into;
  Column    column = { 0 };
  AmiaScan  ahead;
  AmiaSlice second;

  if (amia_scan_enter (&column.scan, element->slice) != AMIA_SCAN_ARRAY)
    return _amia_wire_fail (wire, "a column is not a list");

  column.is_at_end = amia_scan_next (&column.scan, &column.next) == AMIA_SCAN_END;
  ahead = column.scan;
  column.is_same = !column.is_at_end && amia_scan_next (&ahead, &second) == AMIA_SCAN_END;
  g_array_append_val (reader->columns, column);
  return TRUE;
}

static gboolean
read_cells (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  Reader *reader = into;
  Shape  *shape = &g_array_index (reader->shapes, Shape, reader->n_cell_lists++);

  if (element->type != AMIA_SCAN_ARRAY)
    return _amia_wire_fail (wire, "cells are not a list");

  shape->first_column = reader->columns->len;
  if (!_amia_wire_read_list (wire, "the cells", element, shape->n_columns, read_column, reader))
    return FALSE;

  return reader->columns->len - shape->first_column == shape->n_columns ||
         _amia_wire_fail (wire, "a shape has too few columns");
}

/* --- Putting changes together --------------------------------------------------------------- */

static void
append_slice (GString  *out,
              AmiaSlice slice)
{
  g_string_append_len (out, slice.text, (gssize) slice.length);
}

static gboolean
append_cell (const AmiaWire *wire,
             Reader         *reader,
             guint           index)
{
  Column *column = &g_array_index (reader->columns, Column, index);

  if (column->is_at_end)
    return _amia_wire_fail (wire, "a column is too short");

  g_string_append_c (reader->text, ',');
  append_slice (reader->text, column->next);
  if (!column->is_same)
    column->is_at_end = amia_scan_next (&column->scan, &column->next) == AMIA_SCAN_END;
  return TRUE;
}

static gboolean
append_op (const AmiaWire *wire,
           Reader         *reader,
           const ShapeOp  *op,
           guint           first_column)
{
  const gsize record = reader->record + (gsize) op->slot;
  gint64      case_index;

  if (record >= reader->n_records)
    return _amia_wire_fail (wire, "there are too few records");

  case_index = get_number (reader->case_of, record);
  g_string_append_c (reader->text, '[');
  append_slice (reader->text, op->kind);
  g_string_append_c (reader->text, ',');
  append_id (reader->text, reader->records, record);
  g_string_append_c (reader->text, ',');
  if (case_index == 0)
    g_string_append (reader->text, "null");
  else
    append_id (reader->text, reader->cases, (gsize) case_index - 1);
  g_string_append_c (reader->text, ',');
  append_slice (reader->text, op->field);
  g_string_append_c (reader->text, ',');
  append_slice (reader->text, op->area);
  for (guint i = 0; i < op->n_cells; i++)
    {
      if (!append_cell (wire, reader, first_column + i))
        return FALSE;
    }
  g_string_append_c (reader->text, ']');

  return reader->text->len <= reader->bytes_left || _amia_wire_fail_size (wire, "the columns");
}

static gboolean
append_change (const AmiaWire *wire,
               Reader         *reader,
               guint           index)
{
  const Shape *shape = &g_array_index (reader->shapes, Shape, get_number (reader->shape, index));
  AmiaStamp    stamp = (AmiaStamp) g_array_index (reader->ms, gint64, index) << 16 |
                    (AmiaStamp) get_number (reader->ticks, index);
  char  printed[AMIA_STAMP_TEXT_LENGTH + 1];
  guint column = shape->first_column;

  g_string_assign (reader->text, "{\"h\":\"");
  g_string_append (reader->text, amia_stamp_print (stamp, printed));
  g_string_append (reader->text, "\",\"ops\":[");
  for (guint i = 0; i < shape->n_ops; i++)
    {
      const ShapeOp *op = &g_array_index (reader->ops, ShapeOp, shape->first_op + i);

      if (i > 0)
        g_string_append_c (reader->text, ',');
      if (!append_op (wire, reader, op, column))
        return FALSE;
      column += (guint) op->n_cells;
    }
  g_string_append (reader->text, "]}");

  if (reader->text->len > reader->bytes_left)
    return _amia_wire_fail_size (wire, "the columns");
  reader->bytes_left -= reader->text->len;
  reader->record += (gsize) shape->n_slots;
  return TRUE;
}

/* What is left over would be lost; whoever wrote it has counted in another way. */
static gboolean
check_end (const AmiaWire *wire,
           const Reader   *reader)
{
  if (reader->record != reader->n_records)
    return _amia_wire_fail (wire, "there are too many records");

  for (guint i = 0; i < reader->columns->len; i++)
    {
      const Column *column = &g_array_index (reader->columns, Column, i);

      if (!column->is_at_end && !column->is_same)
        return _amia_wire_fail (wire, "a column is too long");
    }

  return TRUE;
}

static gboolean
read_columns (const AmiaWire      *wire,
              const AmiaWireValue *values,
              guint                changes_max,
              Reader              *reader)
{
  if (!read_ms (wire, &values[MEMBER_MS], changes_max, reader) ||
      !read_ids (wire, &values[MEMBER_RECORDS], &reader->records) ||
      !read_ids (wire, &values[MEMBER_CASES], &reader->cases) ||
      !_amia_wire_read_list (wire,
                             "the shapes",
                             &values[MEMBER_SHAPES],
                             reader->ms->len,
                             read_shape,
                             reader) ||
      !_amia_wire_read_list (wire,
                             "the cells",
                             &values[MEMBER_CELLS],
                             reader->shapes->len,
                             read_cells,
                             reader))
    return FALSE;

  if (reader->n_cell_lists != reader->shapes->len)
    return _amia_wire_fail (wire, "a shape has no cells");

  reader->n_records = reader->records.length / AMIA_UUID_HEX_LENGTH;
  reader->ticks = _amia_columns_read_numbers (wire,
                                              "a counter",
                                              &values[MEMBER_TICK],
                                              reader->ms->len,
                                              TRUE,
                                              0,
                                              0xffff);
  if (reader->ticks == NULL)
    return FALSE;

  reader->shape = _amia_columns_read_numbers (wire,
                                              "a shape's number",
                                              &values[MEMBER_SHAPE],
                                              reader->ms->len,
                                              TRUE,
                                              0,
                                              (gint64) reader->shapes->len - 1);
  if (reader->shape == NULL)
    return FALSE;

  reader->case_of =
      _amia_columns_read_numbers (wire,
                                  "a case's number",
                                  &values[MEMBER_CASE],
                                  (guint) reader->n_records,
                                  TRUE,
                                  0,
                                  (gint64) (reader->cases.length / AMIA_UUID_HEX_LENGTH));
  return reader->case_of != NULL;
}

gboolean
_amia_columns_read (const AmiaWire      *wire,
                    const AmiaWireValue *columns,
                    guint                changes_max,
                    gsize                bytes_max,
                    AmiaColumnsRead      read,
                    gpointer             into)
{
  AmiaWireValue values[N_MEMBERS];
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, bytes_max);
  if (!_amia_wire_open_object (wire, columns, members, N_MEMBERS, values) ||
      !read_columns (wire, values, changes_max, &reader))
    return FALSE;

  for (guint i = 0; i < reader.ms->len; i++)
    {
      if (!append_change (wire, &reader, i) ||
          !read (wire, i, (AmiaSlice){ reader.text->str, reader.text->len }, into))
        return FALSE;
    }

  return check_end (wire, &reader);
}
