/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-columns-read-private.h"

#include <string.h>

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
  MEMBER_SHORT,
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
  { "short", AMIA_WIRE_ARRAY, TRUE },
  { "records", AMIA_WIRE_STRING, FALSE },
  { "cases", AMIA_WIRE_STRING, FALSE },
  { "case", AMIA_WIRE_ARRAY, FALSE },
  { "cells", AMIA_WIRE_ARRAY, FALSE },
};

static void
clear_op (gpointer data)
{
  AmiaShapeOp *op = data;

  g_free (op->plain_kind);
  g_free (op->plain_field);
  g_free (op->plain_area);
}

void
_amia_columns_reader_init (AmiaColumnsReader *reader,
                           gsize              bytes_max)
{
  *reader = (AmiaColumnsReader){
    .shapes = g_array_new (FALSE, FALSE, sizeof (AmiaShape)),
    .ops = g_array_new (FALSE, FALSE, sizeof (AmiaShapeOp)),
    .columns = g_array_new (FALSE, FALSE, sizeof (AmiaColumn)),
    .bytes_left = bytes_max,
    .text = g_string_new (NULL),
  };
  g_array_set_clear_func (reader->ops, clear_op);
}

void
_amia_columns_reader_clear (AmiaColumnsReader *reader)
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

gint64
_amia_columns_get_number (GArray *numbers,
                          gsize   index)
{
  return g_array_index (numbers, gint64, numbers->len == 1 ? 0 : index);
}

/* The one column whose length says how many changes there are. */
static gboolean
read_ms (const AmiaWire      *wire,
         const AmiaWireValue *list,
         guint                changes_max,
         AmiaColumnsReader   *reader)
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

/* --- Shapes and their cells ----------------------------------------------------------------- */

static gboolean
read_shape_op (const AmiaWire      *wire,
               const AmiaWireValue *element,
               gpointer             into)
{
  AmiaColumnsReader *reader = into;
  AmiaShape         *shape = &g_array_index (reader->shapes, AmiaShape, reader->shapes->len - 1);
  AmiaWireValue      row[5];
  AmiaShapeOp        op = { .n_cells = 2 };
  gint64             has_sources = 0;

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
  op.is_beside = shape->n_ops > 0 &&
                 g_array_index (reader->ops, AmiaShapeOp, reader->ops->len - 1).slot == op.slot;
  shape->n_ops++;
  g_array_append_val (reader->ops, op);
  return TRUE;
}

static gboolean
read_shape (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  AmiaColumnsReader *reader = into;
  AmiaShape          shape = { .first_op = reader->ops->len };

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

/* The number of a shape of changes in the short form. */
static gboolean
read_short (const AmiaWire      *wire,
            const AmiaWireValue *element,
            gpointer             into)
{
  AmiaColumnsReader *reader = into;
  AmiaShape         *shape;
  gint64             number;

  if (!_amia_wire_read_int (
          wire, "a short shape", element, 0, (gint64) reader->shapes->len - 1, &number))
    return FALSE;

  shape = &g_array_index (reader->shapes, AmiaShape, number);
  shape->is_short = TRUE;
  for (guint i = 1; i < shape->n_ops; i++)
    {
      AmiaShapeOp       *op = &g_array_index (reader->ops, AmiaShapeOp, shape->first_op + i);
      const AmiaShapeOp *before = op - 1;

      op->is_left_out = op->is_beside && op->kind.length == before->kind.length &&
                        memcmp (op->kind.text, before->kind.text, op->kind.length) == 0;
    }

  return TRUE;
}

static gboolean
read_column (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  AmiaColumnsReader *reader = into;
  AmiaColumn         column = { 0 };
  AmiaScan           ahead;
  AmiaSlice          second;

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
  AmiaColumnsReader *reader = into;
  AmiaShape         *shape = &g_array_index (reader->shapes, AmiaShape, reader->n_cell_lists++);

  if (element->type != AMIA_SCAN_ARRAY)
    return _amia_wire_fail (wire, "cells are not a list");

  shape->first_column = reader->columns->len;
  if (!_amia_wire_read_list (wire, "the cells", element, shape->n_columns, read_column, reader))
    return FALSE;

  return reader->columns->len - shape->first_column == shape->n_columns ||
         _amia_wire_fail (wire, "a shape has too few columns");
}

static gboolean
read_columns (const AmiaWire      *wire,
              const AmiaWireValue *values,
              guint                changes_max,
              AmiaColumnsReader   *reader)
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
                             "the short shapes",
                             &values[MEMBER_SHORT],
                             reader->shapes->len,
                             read_short,
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
_amia_columns_reader_open (AmiaColumnsReader   *reader,
                           const AmiaWire      *wire,
                           const AmiaWireValue *columns,
                           guint                changes_max)
{
  AmiaWireValue values[N_MEMBERS];

  return _amia_wire_open_object (wire, columns, members, N_MEMBERS, values) &&
         read_columns (wire, values, changes_max, reader);
}

/* --- Change by change ------------------------------------------------------------------------ */

AmiaStamp
_amia_columns_get_stamp (const AmiaColumnsReader *reader,
                         guint                    index)
{
  return (AmiaStamp) g_array_index (reader->ms, gint64, index) << 16 |
         (AmiaStamp) _amia_columns_get_number (reader->ticks, index);
}

gboolean
_amia_columns_find_record (const AmiaColumnsReader *reader,
                           const AmiaWire          *wire,
                           const AmiaShapeOp       *op,
                           gsize                   *record,
                           gsize                   *case_index)
{
  *record = reader->record + (gsize) op->slot;
  if (*record >= reader->n_records)
    return _amia_wire_fail (wire, "there are too few records");

  *case_index = (gsize) _amia_columns_get_number (reader->case_of, *record);
  return TRUE;
}

gboolean
_amia_columns_next_cell (AmiaColumnsReader *reader,
                         const AmiaWire    *wire,
                         guint              index,
                         AmiaSlice         *cell)
{
  AmiaColumn *column = &g_array_index (reader->columns, AmiaColumn, index);

  if (column->is_at_end)
    return _amia_wire_fail (wire, "a column is too short");

  *cell = column->next;
  if (!column->is_same)
    column->is_at_end = amia_scan_next (&column->scan, &column->next) == AMIA_SCAN_END;
  return TRUE;
}

gboolean
_amia_columns_end_change (AmiaColumnsReader *reader,
                          const AmiaWire    *wire,
                          const AmiaShape   *shape,
                          gsize              length)
{
  if (length > reader->bytes_left)
    return _amia_wire_fail_size (wire, "the columns");

  reader->bytes_left -= length;
  reader->record += (gsize) shape->n_slots;
  return TRUE;
}

/* What is left over would be lost; whoever wrote it has counted in another way. */
gboolean
_amia_columns_reader_close (const AmiaColumnsReader *reader,
                            const AmiaWire          *wire)
{
  if (reader->record != reader->n_records)
    return _amia_wire_fail (wire, "there are too many records");

  for (guint i = 0; i < reader->columns->len; i++)
    {
      const AmiaColumn *column = &g_array_index (reader->columns, AmiaColumn, i);

      if (!column->is_at_end && !column->is_same)
        return _amia_wire_fail (wire, "a column is too long");
    }

  return TRUE;
}
