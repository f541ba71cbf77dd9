/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-columns-write-private.h"

#include <string.h>

/* From rows to columns. Nothing is understood or written anew here: the parts of each change
 * (amia-columns-cut.c) are dealt out to the columns of its shape. */

typedef struct
{
  GString *cells;
  gsize    first_length;
  gboolean is_same;
} Column;

/* @ops are those of the first change of this shape. */
typedef struct
{
  char    *text; /* on the wire up to @text_length */
  gsize    text_length;
  gint64   index;
  gboolean is_short;
  GArray  *ops;
  GArray  *columns;
} Shape;

typedef struct
{
  GArray     *ms;
  GArray     *ticks;
  GArray     *shape;
  GHashTable *shape_by_text;
  GPtrArray  *shapes;
  GString    *records;
  GHashTable *case_by_id;
  GString    *cases;
  GArray     *case_of;
  gint64      last_ms;
  AmiaUuid    last_case;
  gint64      last_case_index;
  gboolean    has_plain_names;

  AmiaColumnsChange change; /* the one at hand */
  GString          *text;
} Writer;

static void
clear_column (gpointer data)
{
  g_string_free (((Column *) data)->cells, TRUE);
}

static void
free_shape (gpointer data)
{
  Shape *shape = data;

  g_free (shape->text);
  g_array_unref (shape->ops);
  g_array_unref (shape->columns);
  g_free (shape);
}

static void
writer_init (Writer  *writer,
             gboolean has_plain_names)
{
  *writer = (Writer){
    .ms = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .ticks = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .shape = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .shape_by_text = g_hash_table_new (g_str_hash, g_str_equal),
    .shapes = g_ptr_array_new_with_free_func (free_shape),
    .records = g_string_new (NULL),
    .case_by_id = g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL),
    .cases = g_string_new (NULL),
    .case_of = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .has_plain_names = has_plain_names,
    .text = g_string_new (NULL),
  };
  _amia_columns_change_init (&writer->change);
}

static void
writer_clear (Writer *writer)
{
  g_array_unref (writer->ms);
  g_array_unref (writer->ticks);
  g_array_unref (writer->shape);
  g_hash_table_unref (writer->shape_by_text);
  g_ptr_array_unref (writer->shapes);
  g_string_free (writer->records, TRUE);
  g_hash_table_unref (writer->case_by_id);
  g_string_free (writer->cases, TRUE);
  g_array_unref (writer->case_of);
  g_string_free (writer->text, TRUE);
  _amia_columns_change_clear (&writer->change);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

/* --- Dealing it out ------------------------------------------------------------------------- */

static void
append_slice (GString  *out,
              AmiaSlice slice)
{
  g_string_append_len (out, slice.text, (gssize) slice.length);
}

static void
append_id (GString        *out,
           const AmiaUuid *id)
{
  char text[AMIA_UUID_HEX_LENGTH + 1];

  g_string_append_len (out, amia_uuid_print_hex (id, text), AMIA_UUID_HEX_LENGTH);
}

static void
append_name (const Writer *writer,
             AmiaSlice     name)
{
  if (name.text == NULL)
    g_string_append (writer->text, "null");
  else if (writer->has_plain_names)
    amia_scan_append_string (writer->text, name.text);
  else
    append_slice (writer->text, name);
}

/* The shape of the change at hand, as it stands on the wire; and behind that in which form the
 * change is, so that one in the other form has another shape. Returns the length without that. */
static gsize
print_shape (Writer *writer)
{
  const GArray *ops = writer->change.ops;
  GString      *text = writer->text;
  gsize         length;

  g_string_assign (text, "[");
  for (guint i = 0; i < ops->len; i++)
    {
      const AmiaColumnsOp *op = &g_array_index (ops, AmiaColumnsOp, i);

      g_string_append (text, i > 0 ? ",[" : "[");
      append_name (writer, op->kind);
      g_string_append_c (text, ',');
      append_name (writer, op->field);
      g_string_append_c (text, ',');
      append_name (writer, op->area);
      g_string_append_c (text, ',');
      _amia_wire_append_int (text, (gint64) op->slot);
      g_string_append (text, op->sources.text != NULL ? ",1]" : "]");
    }

  g_string_append_c (text, ']');
  length = text->len;
  g_string_append (text, writer->change.is_short ? "short" : "");
  return length;
}

static gboolean
slices_equal (AmiaSlice a,
              AmiaSlice b)
{
  return a.length == b.length && (a.text == NULL) == (b.text == NULL) &&
         (a.length == 0 || memcmp (a.text, b.text, a.length) == 0);
}

/* Whether the change at hand has this shape. */
static gboolean
has_shape (const Writer *writer,
           const Shape  *shape)
{
  const GArray *ops = writer->change.ops;

  if (shape->ops->len != ops->len || shape->is_short != writer->change.is_short)
    return FALSE;

  for (guint i = 0; i < ops->len; i++)
    {
      const AmiaColumnsOp *op = &g_array_index (ops, AmiaColumnsOp, i);
      const AmiaColumnsOp *other = &g_array_index (shape->ops, AmiaColumnsOp, i);

      if (op->slot != other->slot || !slices_equal (op->field, other->field) ||
          !slices_equal (op->area, other->area) || !slices_equal (op->kind, other->kind) ||
          (op->sources.text == NULL) != (other->sources.text == NULL))
        return FALSE;
    }

  return TRUE;
}

static Shape *
add_shape (Writer *writer,
           gsize   length)
{
  Shape *shape = g_new (Shape, 1);

  shape->text = g_strndup (writer->text->str, writer->text->len);
  shape->text_length = length;
  shape->index = writer->shapes->len;
  shape->is_short = writer->change.is_short;
  shape->ops = g_array_copy (writer->change.ops);
  shape->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (shape->columns, clear_column);
  g_ptr_array_add (writer->shapes, shape);
  g_hash_table_insert (writer->shape_by_text, shape->text, shape);
  return shape;
}

/* Mostly it is that of the change before. */
static Shape *
find_shape (Writer *writer)
{
  const guint n = writer->shape->len;
  Shape      *shape = NULL;
  gsize       length;

  if (n > 0)
    shape = g_ptr_array_index (writer->shapes, g_array_index (writer->shape, gint64, n - 1));
  if (shape != NULL && has_shape (writer, shape))
    return shape;

  length = print_shape (writer);
  shape = g_hash_table_lookup (writer->shape_by_text, writer->text->str);
  return shape != NULL ? shape : add_shape (writer, length);
}

static void
add_cell (Shape    *shape,
          guint     index,
          AmiaSlice cell)
{
  Column *column;

  if (index == shape->columns->len)
    {
      Column first = { g_string_new_len (cell.text, (gssize) cell.length), cell.length, TRUE };

      g_array_append_val (shape->columns, first);
      return;
    }

  column = &g_array_index (shape->columns, Column, index);
  column->is_same = column->is_same && column->first_length == cell.length &&
                    memcmp (column->cells->str, cell.text, cell.length) == 0;
  g_string_append_c (column->cells, ',');
  append_slice (column->cells, cell);
}

static void
add_cells (const Writer *writer,
           Shape        *shape)
{
  const GArray *ops = writer->change.ops;
  guint         n_columns = 0;

  for (guint i = 0; i < ops->len; i++)
    {
      const AmiaColumnsOp *op = &g_array_index (ops, AmiaColumnsOp, i);

      add_cell (shape, n_columns++, op->over);
      add_cell (shape, n_columns++, op->value);
      if (op->sources.text != NULL)
        add_cell (shape, n_columns++, op->sources);
    }
}

/* Counted from 1; 0 for none. */
static gint64
find_case (Writer         *writer,
           const AmiaUuid *case_id)
{
  gint64 index;

  if (amia_uuid_is_nil (case_id))
    return 0;
  if (writer->last_case_index > 0 && amia_uuid_equal (case_id, &writer->last_case))
    return writer->last_case_index;

  index = GPOINTER_TO_INT (g_hash_table_lookup (writer->case_by_id, case_id));
  if (index == 0)
    {
      index = (gint64) g_hash_table_size (writer->case_by_id) + 1;
      g_hash_table_insert (writer->case_by_id,
                           g_memdup2 (case_id, sizeof *case_id),
                           GINT_TO_POINTER ((int) index));
      append_id (writer->cases, case_id);
    }

  writer->last_case = *case_id;
  writer->last_case_index = index;
  return index;
}

static void
add_records (Writer *writer)
{
  for (guint i = 0; i < writer->change.slots->len; i++)
    {
      const AmiaColumnsSlot *slot = &g_array_index (writer->change.slots, AmiaColumnsSlot, i);
      const gint64           index = find_case (writer, &slot->case_id);

      append_id (writer->records, &slot->record);
      g_array_append_val (writer->case_of, index);
    }
}

static void
add_change (Writer *writer)
{
  const AmiaStamp stamp = writer->change.stamp;
  const gint64    ms = amia_stamp_get_ms (stamp) - writer->last_ms;
  const gint64    tick = (gint64) (stamp & 0xffff);
  Shape          *shape = find_shape (writer);

  add_cells (writer, shape);
  add_records (writer);
  writer->last_ms = amia_stamp_get_ms (stamp);
  g_array_append_val (writer->ms, ms);
  g_array_append_val (writer->ticks, tick);
  g_array_append_val (writer->shape, shape->index);
}

/* --- Writing it down ------------------------------------------------------------------------ */

void
_amia_columns_append_numbers (GString *out,
                              GArray  *numbers,
                              gboolean may_repeat)
{
  guint n = numbers->len;

  for (guint i = 1; may_repeat && i < numbers->len; i++)
    may_repeat = g_array_index (numbers, gint64, i) == g_array_index (numbers, gint64, 0);
  if (may_repeat)
    n = MIN (n, 1);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      _amia_wire_append_int (out, g_array_index (numbers, gint64, i));
    }
  g_string_append_c (out, ']');
}

static void
append_cells (GString     *out,
              const Shape *shape)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < shape->columns->len; i++)
    {
      const Column *column = &g_array_index (shape->columns, Column, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      g_string_append_len (out,
                           column->cells->str,
                           (gssize) (column->is_same ? column->first_length : column->cells->len));
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

/* Which shapes are of changes in the short form; nothing where there are none. */
static void
append_short (GString      *out,
              const Writer *writer)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < writer->shapes->len; i++)
    {
      const Shape *shape = g_ptr_array_index (writer->shapes, i);

      if (!shape->is_short)
        continue;
      g_string_append (out, is_first ? ",\"short\":[" : ",");
      _amia_wire_append_int (out, shape->index);
      is_first = FALSE;
    }

  if (!is_first)
    g_string_append_c (out, ']');
}

static void
append_columns (GString      *out,
                const Writer *writer)
{
  const Shape *shape;

  g_string_append (out, "{\"ms\":");
  _amia_columns_append_numbers (out, writer->ms, FALSE);
  g_string_append (out, ",\"tick\":");
  _amia_columns_append_numbers (out, writer->ticks, TRUE);
  g_string_append (out, ",\"shape\":");
  _amia_columns_append_numbers (out, writer->shape, TRUE);
  g_string_append (out, ",\"shapes\":[");
  for (guint i = 0; i < writer->shapes->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      shape = g_ptr_array_index (writer->shapes, i);
      g_string_append_len (out, shape->text, (gssize) shape->text_length);
    }
  g_string_append_c (out, ']');
  append_short (out, writer);
  g_string_append (out, ",\"records\":\"");
  g_string_append_len (out, writer->records->str, (gssize) writer->records->len);
  g_string_append (out, "\",\"cases\":\"");
  g_string_append_len (out, writer->cases->str, (gssize) writer->cases->len);
  g_string_append (out, "\",\"case\":");
  _amia_columns_append_numbers (out, writer->case_of, TRUE);
  g_string_append (out, ",\"cells\":[");
  for (guint i = 0; i < writer->shapes->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_cells (out, g_ptr_array_index (writer->shapes, i));
    }
  g_string_append (out, "]}");
}

gboolean
_amia_columns_append (GString         *out,
                      const AmiaSlice *changes,
                      gsize            n_changes)
{
  g_auto (Writer) writer = { 0 };

  writer_init (&writer, FALSE);
  for (gsize i = 0; i < n_changes; i++)
    {
      if (!_amia_columns_cut (&writer.change, changes[i]))
        return FALSE;
      add_change (&writer);
    }

  append_columns (out, &writer);
  return TRUE;
}

gboolean
_amia_columns_append_changes (GString                 *out,
                              const AmiaChange *const *changes,
                              gsize                    n_changes)
{
  g_auto (Writer) writer = { 0 };

  writer_init (&writer, TRUE);
  for (gsize i = 0; i < n_changes; i++)
    {
      if (!_amia_columns_take (&writer.change, changes[i]))
        return FALSE;
      add_change (&writer);
    }

  append_columns (out, &writer);
  return TRUE;
}
