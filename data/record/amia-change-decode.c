/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-change.h"

#include <string.h>

#include "amia-op-names-private.h"
#include "amia-op-read-private.h"

/* Reads the canonical form that stands at the top of amia-change.c. It is the hot path of sync, so
 * that no JSON tree is built: what is canonical is cut and checked at once (amia-change-cut.c), and
 * what is not is checked once and then cut into slices. */

/* Puts what a short op has where it belongs, and what it leaves out from the op before it. */
static gboolean
fill_in (const AmiaOpReader *reader,
         AmiaOpPart         *parts,
         const AmiaOpPart   *parts_before)
{
  if (parts_before == NULL)
    return _amia_op_fail (reader, "the first op leaves out what it is of");

  for (guint i = AMIA_OP_PARTS_MAX; i > AMIA_OP_FIELD; i--)
    parts[i - 1] = parts[i - 1 - AMIA_OP_FIELD];
  for (guint i = 0; i < AMIA_OP_FIELD; i++)
    parts[i] = parts_before[i];
  return TRUE;
}

/* The ops that have been read so far. */
typedef struct
{
  const AmiaOpReader *reader;
  AmiaChange         *change;
  AmiaOpNames         names;
  AmiaOpPart          parts[2][AMIA_OP_PARTS_MAX]; /* of this op and the one before, by turns */
  gboolean            is_long;
  gboolean            has_failed;
} Ops;

static void
ops_clear (Ops *ops)
{
  _amia_op_names_clear (&ops->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ops, ops_clear)

static const AmiaOp *
get_last (const Ops *ops)
{
  const GPtrArray *list = ops->change->ops;

  return list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;
}

/* Where the parts of the next op go. */
static AmiaOpPart *
get_parts (Ops *ops)
{
  return ops->parts[ops->change->ops->len % 2];
}

/* The parts are in their places. */
static gboolean
read_parts (Ops     *ops,
            gboolean is_short)
{
  const AmiaOpPart *parts_before = ops->parts[(ops->change->ops->len + 1) % 2];
  const AmiaOp     *before = get_last (ops);
  AmiaOp           *op = _amia_op_read (ops->reader, get_parts (ops), parts_before, before);
  gboolean          is_new;

  if (op == NULL)
    return FALSE;

  ops->change->is_short |= is_short;
  ops->is_long |= !is_short && before != NULL && amia_op_is_beside (op, before);
  is_new = _amia_op_names_add (&ops->names, ops->change->ops, op);
  g_ptr_array_add (ops->change->ops, op);
  return is_new || _amia_op_fail (ops->reader, "the same field gets two values");
}

/* The parts of the next op stand from the first place on, and are put where they belong. */
static gboolean
place_parts (Ops      *ops,
             guint     n_parts,
             gboolean *is_short)
{
  const AmiaOpPart *before = ops->parts[(ops->change->ops->len + 1) % 2];

  *is_short = n_parts == AMIA_OP_PARTS_SHORT || n_parts == AMIA_OP_PARTS_SHORT + 1;
  if (ops->change->ops->len == AMIA_CHANGE_OPS_MAX)
    return _amia_op_fail_size (ops->reader, "ops", AMIA_CHANGE_OPS_MAX);
  if (*is_short)
    return fill_in (ops->reader, get_parts (ops), get_last (ops) != NULL ? before : NULL);

  return n_parts >= AMIA_OP_SOURCES || _amia_op_fail (ops->reader, "an op has no value");
}

static gboolean
read_ops (Ops      *ops,
          AmiaSlice list)
{
  AmiaScan  scan;
  AmiaSlice slice;
  gboolean  is_short;
  guint     n_parts;

  (void) amia_scan_enter (&scan, list);
  while (amia_scan_next (&scan, &slice) != AMIA_SCAN_END)
    {
      if (!_amia_op_cut (ops->reader, slice, get_parts (ops), &n_parts) ||
          !place_parts (ops, n_parts, &is_short) || !read_parts (ops, is_short))
        return FALSE;
    }

  return TRUE;
}

/* The same for an op of the canonical form. */
static gboolean
read_cut (const AmiaOpCut *cut,
          gpointer         data)
{
  Ops        *ops = data;
  AmiaOpPart *parts = get_parts (ops);
  gboolean    is_short;

  for (guint i = 0; i < AMIA_OP_PARTS_MAX; i++)
    parts[i] = i < cut->n_parts ? (AmiaOpPart){ cut->parts[i], cut->types[i] }
                                : (AmiaOpPart){ { NULL, 0 }, AMIA_SCAN_END };

  ops->has_failed = !place_parts (ops, cut->n_parts, &is_short) || !read_parts (ops, is_short);
  return !ops->has_failed;
}

static gboolean
read_stamp (const AmiaOpReader *reader,
            AmiaScanType        type,
            AmiaSlice           slice,
            AmiaStamp          *stamp)
{
  if (type == AMIA_SCAN_STRING &&
      amia_stamp_parse (slice.text + 1, (gssize) slice.length - 2, stamp))
    return TRUE;

  return _amia_op_fail (reader, "the stamp is not one");
}

/* Finds the parts of the outer object, each exactly once. */
static gboolean
read_change (const AmiaOpReader *reader,
             AmiaSlice           bytes,
             Ops                *read)
{
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    value;
  AmiaSlice    ops = { NULL, 0 };
  AmiaScanType type;
  gboolean     has_stamp = FALSE;

  if (amia_scan_enter (&scan, bytes) != AMIA_SCAN_OBJECT)
    return _amia_op_fail (reader, "it is not an object");

  while ((type = amia_scan_next_member (&scan, &name, &value)) != AMIA_SCAN_END)
    {
      g_assert (type != AMIA_SCAN_ERROR); /* The bytes have been checked. */

      if (amia_scan_is (name, "h"))
        {
          if (has_stamp)
            return _amia_op_fail (reader, "it has two stamps");
          if (!read_stamp (reader, type, value, &read->change->stamp))
            return FALSE;
          has_stamp = TRUE;
        }
      else if (amia_scan_is (name, "ops"))
        {
          if (ops.text != NULL || type != AMIA_SCAN_ARRAY)
            return _amia_op_fail (reader, "its ops are not one list");
          ops = value;
        }
    }

  if (!has_stamp || ops.text == NULL)
    return _amia_op_fail (reader, "it has no stamp or no ops");

  return read_ops (read, ops);
}

/* What is not canonical may be a change all the same. */
static gboolean
read_anew (const AmiaOpReader *reader,
           AmiaSlice           bytes,
           Ops                *ops)
{
  AmiaChange *change = ops->change;

  g_ptr_array_set_size (change->ops, 0);
  ops_clear (ops);
  *ops = (Ops){ .reader = reader, .change = change };
  change->is_short = FALSE;
  return _amia_op_check_json (reader, bytes.text, bytes.length) && read_change (reader, bytes, ops);
}

AmiaChange *
amia_change_decode (const AmiaUuid *device,
                    gint64          n,
                    const char     *bytes,
                    gsize           length,
                    GError        **error)
{
  const AmiaOpReader reader = { device, n, error };
  const AmiaSlice    slice = { bytes, length };
  g_auto (Ops) ops = { .reader = &reader };
  g_autoptr (AmiaChange) change = NULL;

  g_return_val_if_fail (device != NULL, NULL);
  g_return_val_if_fail (n > 0, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  change = amia_change_new (device, n, 0, NULL, NULL);
  ops.change = change;
  if (length > AMIA_CHANGE_BYTES_MAX)
    {
      (void) _amia_op_fail_size (&reader, "bytes", AMIA_CHANGE_BYTES_MAX);
      return NULL;
    }

  if (!amia_change_cut (slice, &change->stamp, read_cut, &ops) &&
      (ops.has_failed || !read_anew (&reader, slice, &ops)))
    return NULL;
  if (change->is_short && ops.is_long)
    {
      (void) _amia_op_fail (&reader, "it is partly in the short form");
      return NULL;
    }

  return g_steal_pointer (&change);
}

gboolean
amia_change_has_doubles (const AmiaChange *change)
{
  g_auto (AmiaOpNames) names = { .table = NULL };
  g_autoptr (GPtrArray) ops = NULL;

  g_return_val_if_fail (change != NULL, FALSE);

  ops = g_ptr_array_sized_new (change->ops->len);
  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (!_amia_op_names_add (&names, ops, op))
        return TRUE;
      g_ptr_array_add (ops, op);
    }

  return FALSE;
}
