/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-columns-private.h"

#include <string.h>

#include "amia-change.h"

/* From rows to columns. Nothing is understood or written anew here but the two ids: an op is cut
 * into the slices it consists of, and these are dealt out to the columns. That the slices are all
 * there is to a change is seen from their lengths: parts in their order, with one separator between
 * each two, and together as long as the whole, leave no room for anything else. */

#define CHANGE_START "{\"h\":\""
#define OPS_START    "\",\"ops\":["
#define CHANGE_END   "]}"
#define PARTS_MIN    7
#define PARTS_MAX    8
#define SLOTS_MAX    256

enum
{
  PART_KIND,
  PART_RECORD,
  PART_CASE,
  PART_FIELD,
  PART_AREA,
  PART_OVER,
  PART_VALUE,
  PART_SOURCES,
};

typedef struct
{
  AmiaSlice parts[PARTS_MAX];
  gsize     n_parts;
  gsize     slot;
} Op;

/* A record that a change writes to, and its case. */
typedef struct
{
  AmiaUuid record;
  AmiaUuid case_id;
} Slot;

typedef struct
{
  GString  *cells;
  AmiaSlice first;
  gboolean  is_same;
} Column;

typedef struct
{
  char   *text;
  gint64  index;
  GArray *columns;
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
  gboolean    are_checked;

  /* Of the change at hand. */
  GArray  *ops;
  GArray  *slots;
  GString *text;
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
  g_array_unref (shape->columns);
  g_free (shape);
}

static void
writer_init (Writer *writer)
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
    .ops = g_array_new (FALSE, FALSE, sizeof (Op)),
    .slots = g_array_new (FALSE, FALSE, sizeof (Slot)),
    .text = g_string_new (NULL),
  };
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
  g_array_unref (writer->ops);
  g_array_unref (writer->slots);
  g_string_free (writer->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

/* --- Cutting a change ----------------------------------------------------------------------- */

/* Only an id in the form that we write comes back as it was. */
static gboolean
read_id (AmiaSlice text,
         AmiaUuid *id)
{
  char printed[AMIA_UUID_TEXT_LENGTH + 1];

  if (text.length != AMIA_UUID_TEXT_LENGTH + 2 ||
      !amia_uuid_parse (text.text + 1, AMIA_UUID_TEXT_LENGTH, id))
    return FALSE;

  amia_uuid_print (id, printed);
  return memcmp (printed, text.text + 1, AMIA_UUID_TEXT_LENGTH) == 0;
}

static gboolean
slices_equal (AmiaSlice a,
              AmiaSlice b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

/* @before is the op before it, NULL for the first: most are of the same record. */
static gboolean
find_slot (GArray   *slots,
           const Op *before,
           Op       *op)
{
  const gboolean has_case = op->parts[PART_CASE].text[0] == '"';
  Slot           slot = { { { 0 } }, { { 0 } } };

  if (before != NULL && slices_equal (op->parts[PART_RECORD], before->parts[PART_RECORD]) &&
      slices_equal (op->parts[PART_CASE], before->parts[PART_CASE]))
    {
      op->slot = before->slot;
      return TRUE;
    }

  if (!read_id (op->parts[PART_RECORD], &slot.record) ||
      (has_case && (!read_id (op->parts[PART_CASE], &slot.case_id) ||
                    amia_uuid_is_nil (&slot.case_id))))
    return FALSE;

  for (guint i = slots->len; i > 0; i--)
    {
      const Slot *other = &g_array_index (slots, Slot, i - 1);

      if (amia_uuid_equal (&slot.record, &other->record) &&
          amia_uuid_equal (&slot.case_id, &other->case_id))
        {
          op->slot = i - 1;
          return TRUE;
        }
    }

  op->slot = slots->len;
  g_array_append_val (slots, slot);
  return slots->len <= SLOTS_MAX;
}

/* Cuts one op; @length counts what its parts and separators take. */
static gboolean
cut_op (AmiaSlice text,
        Op       *op,
        gsize    *length)
{
  AmiaScan     scan;
  AmiaSlice    extra;
  AmiaScanType types[PARTS_MAX];

  if (amia_scan_enter (&scan, text) != AMIA_SCAN_ARRAY)
    return FALSE;

  for (op->n_parts = 0; op->n_parts < PARTS_MAX; op->n_parts++)
    {
      types[op->n_parts] = amia_scan_next (&scan, &op->parts[op->n_parts]);
      if (types[op->n_parts] == AMIA_SCAN_END)
        break;
      *length += op->parts[op->n_parts].length + 1;
    }
  *length += 1;

  return op->n_parts >= PARTS_MIN &&
         (op->n_parts < PARTS_MAX || amia_scan_next (&scan, &extra) == AMIA_SCAN_END) &&
         types[PART_RECORD] == AMIA_SCAN_STRING &&
         (types[PART_CASE] == AMIA_SCAN_STRING || types[PART_CASE] == AMIA_SCAN_NULL);
}

static gboolean
cut_ops (Writer   *writer,
         AmiaSlice ops,
         gsize    *length)
{
  AmiaScan  scan;
  AmiaSlice text;

  if (amia_scan_enter (&scan, ops) != AMIA_SCAN_ARRAY)
    return FALSE;

  while (amia_scan_next (&scan, &text) != AMIA_SCAN_END)
    {
      const guint n_ops = writer->ops->len;
      const Op   *before = n_ops > 0 ? &g_array_index (writer->ops, Op, n_ops - 1) : NULL;
      Op          op;

      *length += n_ops > 0;
      if (!cut_op (text, &op, length) || !find_slot (writer->slots, before, &op))
        return FALSE;
      g_array_append_val (writer->ops, op);
    }

  return TRUE;
}

static gboolean
read_stamp (AmiaSlice  text,
            AmiaStamp *stamp)
{
  char printed[AMIA_STAMP_TEXT_LENGTH + 1];

  if (text.length != AMIA_STAMP_TEXT_LENGTH + 2 ||
      !amia_stamp_parse (text.text + 1, AMIA_STAMP_TEXT_LENGTH, stamp))
    return FALSE;

  amia_stamp_print (*stamp, printed);
  return memcmp (printed, text.text + 1, AMIA_STAMP_TEXT_LENGTH) == 0;
}

/* Cuts a change into the stamp, the ops and the records of the writer; %FALSE if it is not in
 * canonical form to the last byte. */
static gboolean
cut_change (Writer    *writer,
            AmiaSlice  change,
            AmiaStamp *stamp)
{
  gsize length = strlen (CHANGE_START) + AMIA_STAMP_TEXT_LENGTH + strlen (OPS_START) +
                 strlen (CHANGE_END);
  AmiaScan  scan;
  AmiaSlice name;
  AmiaSlice value;

  g_array_set_size (writer->ops, 0);
  g_array_set_size (writer->slots, 0);

  if ((!writer->are_checked && !amia_scan_check (change.text, change.length, NULL)) ||
      amia_scan_enter (&scan, change) != AMIA_SCAN_OBJECT)
    return FALSE;

  return amia_scan_next_member (&scan, &name, &value) == AMIA_SCAN_STRING &&
         amia_scan_is (name, "h") && read_stamp (value, stamp) &&
         amia_scan_next_member (&scan, &name, &value) == AMIA_SCAN_ARRAY &&
         amia_scan_is (name, "ops") && cut_ops (writer, value, &length) &&
         amia_scan_next_member (&scan, &name, &value) == AMIA_SCAN_END &&
         length == change.length;
}

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
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < sizeof id->bytes; i++)
    {
      g_string_append_c (out, digits[id->bytes[i] >> 4]);
      g_string_append_c (out, digits[id->bytes[i] & 15]);
    }
}

/* The shape of the change at hand, as it stands on the wire. */
static void
print_shape (Writer *writer)
{
  GString *text = writer->text;

  g_string_assign (text, "[");
  for (guint i = 0; i < writer->ops->len; i++)
    {
      const Op *op = &g_array_index (writer->ops, Op, i);

      g_string_append (text, i > 0 ? ",[" : "[");
      append_slice (text, op->parts[PART_KIND]);
      g_string_append_c (text, ',');
      append_slice (text, op->parts[PART_FIELD]);
      g_string_append_c (text, ',');
      append_slice (text, op->parts[PART_AREA]);
      g_string_append_c (text, ',');
      _amia_wire_append_int (text, (gint64) op->slot);
      g_string_append (text, op->n_parts == PARTS_MAX ? ",1]" : "]");
    }
  g_string_append_c (text, ']');
}

static Shape *
find_shape (Writer *writer)
{
  Shape *shape;

  print_shape (writer);
  shape = g_hash_table_lookup (writer->shape_by_text, writer->text->str);
  if (shape != NULL)
    return shape;

  shape = g_new (Shape, 1);
  shape->text = g_strndup (writer->text->str, writer->text->len);
  shape->index = writer->shapes->len;
  shape->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (shape->columns, clear_column);
  g_ptr_array_add (writer->shapes, shape);
  g_hash_table_insert (writer->shape_by_text, shape->text, shape);
  return shape;
}

static void
add_cell (Shape    *shape,
          guint     index,
          AmiaSlice cell)
{
  Column *column;

  if (index == shape->columns->len)
    {
      Column first = { g_string_new (NULL), cell, TRUE };

      g_array_append_val (shape->columns, first);
    }

  column = &g_array_index (shape->columns, Column, index);
  column->is_same = column->is_same && slices_equal (column->first, cell);
  if (column->cells->len > 0)
    g_string_append_c (column->cells, ',');
  append_slice (column->cells, cell);
}

static void
add_records (Writer *writer)
{
  for (guint i = 0; i < writer->slots->len; i++)
    {
      const Slot *slot = &g_array_index (writer->slots, Slot, i);
      gint64      index = 0;

      append_id (writer->records, &slot->record);
      if (!amia_uuid_is_nil (&slot->case_id))
        index = GPOINTER_TO_INT (g_hash_table_lookup (writer->case_by_id, &slot->case_id));
      if (index == 0 && !amia_uuid_is_nil (&slot->case_id))
        {
          index = (gint64) g_hash_table_size (writer->case_by_id) + 1;
          g_hash_table_insert (writer->case_by_id,
                               g_memdup2 (&slot->case_id, sizeof slot->case_id),
                               GINT_TO_POINTER ((int) index));
          append_id (writer->cases, &slot->case_id);
        }
      g_array_append_val (writer->case_of, index);
    }
}

static gboolean
add_change (Writer   *writer,
            AmiaSlice change)
{
  AmiaStamp stamp;
  Shape    *shape;
  gint64    ms;
  gint64    tick;
  guint     n_columns = 0;

  if (!cut_change (writer, change, &stamp))
    return FALSE;

  shape = find_shape (writer);
  for (guint i = 0; i < writer->ops->len; i++)
    {
      const Op *op = &g_array_index (writer->ops, Op, i);

      for (gsize part = PART_OVER; part < op->n_parts; part++)
        add_cell (shape, n_columns++, op->parts[part]);
    }

  add_records (writer);
  ms = amia_stamp_get_ms (stamp) - writer->last_ms;
  tick = (gint64) (stamp & 0xffff);
  writer->last_ms = amia_stamp_get_ms (stamp);
  g_array_append_val (writer->ms, ms);
  g_array_append_val (writer->ticks, tick);
  g_array_append_val (writer->shape, shape->index);
  return TRUE;
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
      if (column->is_same)
        append_slice (out, column->first);
      else
        g_string_append_len (out, column->cells->str, (gssize) column->cells->len);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
append_columns (GString      *out,
                const Writer *writer)
{
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
      g_string_append (out, ((Shape *) g_ptr_array_index (writer->shapes, i))->text);
    }
  g_string_append (out, "],\"records\":\"");
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
                      gsize            n_changes,
                      gboolean         are_checked)
{
  g_auto (Writer) writer = { 0 };

  writer_init (&writer);
  writer.are_checked = are_checked;
  for (gsize i = 0; i < n_changes; i++)
    {
      if (!add_change (&writer, changes[i]))
        return FALSE;
    }

  append_columns (out, &writer);
  return TRUE;
}
