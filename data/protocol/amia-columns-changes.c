/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include <string.h>

#include "amia-columns-read-private.h"

/* From columns to changes: as the bytes that their authors wrote, for whoever keeps these and makes
 * a chain of them; or as what these bytes say, for whoever only wants to know that, and need not
 * have them written down first and read again. */

/* --- As bytes -------------------------------------------------------------------------------- */

static void
append_slice (GString  *out,
              AmiaSlice slice)
{
  g_string_append_len (out, slice.text, (gssize) slice.length);
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

static gboolean
append_address (const AmiaWire    *wire,
                AmiaColumnsReader *reader,
                const AmiaShapeOp *op)
{
  gsize record;
  gsize case_index;

  if (!_amia_columns_find_record (reader, wire, op, &record, &case_index))
    return FALSE;

  append_slice (reader->text, op->kind);
  g_string_append_c (reader->text, ',');
  append_id (reader->text, reader->records, record);
  g_string_append_c (reader->text, ',');
  if (case_index == 0)
    g_string_append (reader->text, "null");
  else
    append_id (reader->text, reader->cases, case_index - 1);
  g_string_append_c (reader->text, ',');
  return TRUE;
}

static gboolean
append_op (const AmiaWire    *wire,
           AmiaColumnsReader *reader,
           const AmiaShapeOp *op,
           guint              first_column)
{
  AmiaSlice cell;

  g_string_append_c (reader->text, '[');
  if (!op->is_left_out && !append_address (wire, reader, op))
    return FALSE;

  append_slice (reader->text, op->field);
  g_string_append_c (reader->text, ',');
  append_slice (reader->text, op->area);
  for (guint i = 0; i < op->n_cells; i++)
    {
      if (!_amia_columns_next_cell (reader, wire, first_column + i, &cell))
        return FALSE;
      g_string_append_c (reader->text, ',');
      append_slice (reader->text, cell);
    }
  g_string_append_c (reader->text, ']');

  return reader->text->len <= reader->bytes_left || _amia_wire_fail_size (wire, "the columns");
}

static gboolean
append_change (const AmiaWire    *wire,
               AmiaColumnsReader *reader,
               guint              index)
{
  const AmiaShape *shape = &g_array_index (
      reader->shapes, AmiaShape, _amia_columns_get_number (reader->shape, index));
  guint column = shape->first_column;
  char  printed[AMIA_STAMP_TEXT_LENGTH + 1];

  g_string_assign (reader->text, "{\"h\":\"");
  g_string_append (reader->text,
                   amia_stamp_print (_amia_columns_get_stamp (reader, index), printed));
  g_string_append (reader->text, "\",\"ops\":[");
  for (guint i = 0; i < shape->n_ops; i++)
    {
      const AmiaShapeOp *op = &g_array_index (reader->ops, AmiaShapeOp, shape->first_op + i);

      if (i > 0)
        g_string_append_c (reader->text, ',');
      if (!append_op (wire, reader, op, column))
        return FALSE;
      column += (guint) op->n_cells;
    }
  g_string_append (reader->text, "]}");

  return _amia_columns_end_change (reader, wire, shape, reader->text->len);
}

gboolean
_amia_columns_read (const AmiaWire      *wire,
                    const AmiaWireValue *columns,
                    guint                changes_max,
                    gsize                bytes_max,
                    AmiaColumnsRead      read,
                    gpointer             into)
{
  g_auto (AmiaColumnsReader) reader = { 0 };

  _amia_columns_reader_init (&reader, bytes_max);
  if (!_amia_columns_reader_open (&reader, wire, columns, changes_max))
    return FALSE;

  for (guint i = 0; i < reader.ms->len; i++)
    {
      if (!append_change (wire, &reader, i) ||
          !read (wire, i, (AmiaSlice){ reader.text->str, reader.text->len }, into))
        return FALSE;
    }

  return _amia_columns_reader_close (&reader, wire);
}

/* --- As what they say ------------------------------------------------------------------------ */

static gboolean
pass_on (const AmiaWire *wire,
         GError         *cause)
{
  (void) _amia_wire_fail (wire, cause->message);
  g_error_free (cause);
  return FALSE;
}

static gboolean
read_names (const AmiaWire *wire,
            AmiaShapeOp    *op)
{
  GError *cause = NULL;

  if (op->plain_kind != NULL)
    return TRUE;

  op->plain_kind = amia_op_read_name ("the kind", op->kind, &cause);
  if (cause == NULL)
    op->plain_field = amia_op_read_name ("the field", op->field, &cause);
  if (cause == NULL && strncmp (op->area.text, "null", op->area.length) != 0)
    op->plain_area = amia_op_read_name ("the area", op->area, &cause);

  return cause == NULL || pass_on (wire, cause);
}

static void
read_id (AmiaSlice ids,
         gsize     index,
         AmiaUuid *id)
{
  const char *hex = ids.text + index * AMIA_UUID_HEX_LENGTH;

  for (gsize i = 0; i < sizeof id->bytes; i++)
    id->bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 |
                             g_ascii_xdigit_value (hex[2 * i + 1]));
}

/* What an op is of; the op before it is mostly of the same. */
static gboolean
read_address (const AmiaWire    *wire,
              AmiaColumnsReader *reader,
              const AmiaShapeOp *op,
              AmiaOpParts       *parts)
{
  gsize record;
  gsize case_index;

  if (op->is_beside)
    return TRUE;
  if (!_amia_columns_find_record (reader, wire, op, &record, &case_index))
    return FALSE;

  read_id (reader->records, record, &parts->record);
  parts->case_id = (AmiaUuid){ { 0 } };
  if (case_index > 0)
    read_id (reader->cases, case_index - 1, &parts->case_id);
  return TRUE;
}

static gboolean
read_cells (const AmiaWire    *wire,
            AmiaColumnsReader *reader,
            const AmiaShapeOp *op,
            guint              first_column,
            AmiaOpParts       *parts)
{
  parts->sources = (AmiaSlice){ NULL, 0 };
  return _amia_columns_next_cell (reader, wire, first_column, &parts->over) &&
         _amia_columns_next_cell (reader, wire, first_column + 1, &parts->value) &&
         (op->n_cells < 3 ||
          _amia_columns_next_cell (reader, wire, first_column + 2, &parts->sources));
}

/* About what the op takes as bytes: a small column can stand for much. */
static gsize
get_length (const AmiaShapeOp *op,
            const AmiaOpParts *parts)
{
  const gsize address = op->kind.length + 2 * AMIA_UUID_TEXT_LENGTH;

  return op->field.length + op->area.length + parts->over.length + parts->value.length +
         parts->sources.length + (op->is_left_out ? 0 : address);
}

static gboolean
read_op (const AmiaWire    *wire,
         AmiaColumnsReader *reader,
         AmiaShapeOp       *op,
         guint              column,
         AmiaOpParts       *parts,
         AmiaChange        *change)
{
  GError *cause = NULL;
  AmiaOp *read;

  if (!read_names (wire, op) || !read_address (wire, reader, op, parts) ||
      !read_cells (wire, reader, op, column, parts))
    return FALSE;

  parts->kind = op->plain_kind;
  parts->field = op->plain_field;
  parts->area = op->plain_area;
  read = amia_op_assemble (&change->device, change->n, parts, &cause);
  if (read == NULL)
    return pass_on (wire, cause);

  g_ptr_array_add (change->ops, read);
  return TRUE;
}

/* Fields of one record are told apart by the shape, once for all. */
static gboolean
check_doubles (const AmiaWire   *wire,
               AmiaShape        *shape,
               const AmiaChange *change)
{
  if (shape->is_named && shape->n_slots <= 1)
    return TRUE;

  shape->is_named = TRUE;
  return !amia_change_has_doubles (change) ||
         _amia_wire_fail (wire, "the same field gets two values");
}

static gboolean
read_ops (const AmiaWire    *wire,
          AmiaColumnsReader *reader,
          AmiaShape         *shape,
          AmiaChange        *change)
{
  guint       column = shape->first_column;
  gsize       length = 0;
  AmiaOpParts parts = { 0 };

  for (guint i = 0; i < shape->n_ops; i++)
    {
      AmiaShapeOp *op = &g_array_index (reader->ops, AmiaShapeOp, shape->first_op + i);

      if (!read_op (wire, reader, op, column, &parts, change))
        return FALSE;

      length += get_length (op, &parts);
      if (length > reader->bytes_left || length > AMIA_CHANGE_BYTES_MAX)
        return _amia_wire_fail_size (wire, "the columns");
      column += (guint) op->n_cells;
    }

  change->is_short = shape->is_short;
  return check_doubles (wire, shape, change) &&
         _amia_columns_end_change (reader, wire, shape, length);
}

gboolean
_amia_columns_read_changes (const AmiaWire       *wire,
                            const AmiaWireValue  *columns,
                            guint                 changes_max,
                            gsize                 bytes_max,
                            AmiaColumnsReadChange read,
                            gpointer              into)
{
  g_auto (AmiaColumnsReader) reader = { 0 };

  _amia_columns_reader_init (&reader, bytes_max);
  if (!_amia_columns_reader_open (&reader, wire, columns, changes_max))
    return FALSE;

  for (guint i = 0; i < reader.ms->len; i++)
    {
      const gint64 number = _amia_columns_get_number (reader.shape, i);
      AmiaChange  *change =
          read (wire, i, _amia_columns_get_stamp (&reader, i), into);

      if (change == NULL ||
          !read_ops (wire, &reader, &g_array_index (reader.shapes, AmiaShape, number), change))
        return FALSE;
    }

  return _amia_columns_reader_close (&reader, wire);
}
