/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-change.h"

#include <string.h>

#include "amia-change-private.h"
#include "amia-op-names-private.h"
#include "amia-record-error.h"
#include "amia-scan-private.h"

/* Reads the canonical form that stands at the top of amia-change.c. These bytes come from other
 * people's machines: every part is checked, every count is bounded, and nothing is guessed. It is
 * the hot path of sync as well, so that no JSON tree is built: the bytes are checked once and then
 * cut into slices. */

typedef struct
{
  const AmiaUuid *device;
  gint64          n; /* of the change being read; 0 when not known */
  GError        **error;
} Reader;

/* The parts of an op, in their order. */
enum
{
  KIND,
  RECORD,
  CASE,
  FIELD,
  AREA,
  OVER,
  VALUE,
  SOURCES,
  N_PARTS,
};

/* An op that leaves out the first three begins with its field; sources come as one more. */
#define SHORT_PARTS (SOURCES - FIELD)

typedef struct
{
  AmiaSlice    slice;
  AmiaScanType type;
} Part;

static gboolean G_GNUC_PRINTF (2, 3)
    fail (const Reader *reader,
          const char   *format,
          ...)
{
  g_autofree char *cause = NULL;
  va_list          args;

  va_start (args, format);
  cause = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (reader->error,
               AMIA_RECORD_ERROR,
               AMIA_RECORD_ERROR_MALFORMED,
               "Failed to read a change: %s",
               cause);
  return FALSE;
}

static gboolean
fail_size (const Reader *reader,
           const char   *what,
           gsize         max)
{
  g_set_error (reader->error,
               AMIA_RECORD_ERROR,
               AMIA_RECORD_ERROR_TOO_LARGE,
               "Failed to read a change: more than %" G_GSIZE_FORMAT " %s",
               max,
               what);
  return FALSE;
}

/* A name: a string with at least one character, without U+0000, of bounded length. */
static gboolean
check_name (const Reader *reader,
            const char   *what,
            const Part   *part)
{
  if (part->type != AMIA_SCAN_STRING || part->slice.length <= 2)
    return fail (reader, "%s is not a name", what);

  return part->slice.length <= AMIA_OP_NAME_MAX + 2 ||
         fail_size (reader, "bytes in a name", AMIA_OP_NAME_MAX);
}

static gboolean
read_name (const Reader *reader,
           const char   *what,
           AmiaScanType  type,
           AmiaSlice     slice,
           char        **name)
{
  if (!check_name (reader, what, &(Part){ slice, type }))
    return FALSE;

  *name = amia_scan_dup_string (slice);
  return *name != NULL || fail (reader, "%s has characters that no name has", what);
}

static gboolean
read_id (AmiaScanType type,
         AmiaSlice    slice,
         gsize        text_length,
         AmiaUuid    *id)
{
  return type == AMIA_SCAN_STRING &&
         slice.length == text_length + 2 &&
         amia_uuid_parse (slice.text + 1, (gssize) text_length, id);
}

static gboolean
read_number (const Reader *reader,
             AmiaScanType  type,
             AmiaSlice     slice,
             gint64       *n)
{
  if (type == AMIA_SCAN_NUMBER && amia_scan_get_int (slice, n) && *n > 0)
    return TRUE;

  return fail (reader, "the number of a change is not one");
}

/* One element of OVER or SOURCES, which is an array. */
static gboolean
read_long_ref (const Reader *reader,
               AmiaSlice     slice,
               AmiaRef      *ref)
{
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  (void) amia_scan_enter (&scan, slice);
  type = amia_scan_next (&scan, &element);

  if (type == AMIA_SCAN_STRING)
    {
      if (!read_id (type, element, AMIA_UUID_HEX_LENGTH, &ref->device))
        return fail (reader, "the name of a device is not one");
      type = amia_scan_next (&scan, &element);
    }

  if (!read_number (reader, type, element, &ref->n))
    return FALSE;

  type = amia_scan_next (&scan, &element);
  if (type == AMIA_SCAN_END)
    return TRUE;

  if (!read_name (reader, "a reference's field", type, element, &ref->field))
    return FALSE;

  return amia_scan_next (&scan, &element) == AMIA_SCAN_END ||
         fail (reader, "a reference has too many parts");
}

/* Nobody can have seen what comes after: such a reference would take away words not yet written. */
static gboolean
check_ref_is_past (const Reader  *reader,
                   const AmiaRef *ref)
{
  if (reader->n > 0 && ref->n >= reader->n && amia_uuid_equal (&ref->device, reader->device))
    return fail (reader, "it refers to a later change of its own device");

  return TRUE;
}

static gboolean
read_ref (const Reader *reader,
          AmiaScanType  type,
          AmiaSlice     slice,
          AmiaRef      *ref)
{
  if (type == AMIA_SCAN_ARRAY
          ? !read_long_ref (reader, slice, ref)
          : !read_number (reader, type, slice, &ref->n))
    return FALSE;

  return check_ref_is_past (reader, ref);
}

static gboolean
read_refs (const Reader *reader,
           AmiaScanType  list_type,
           AmiaSlice     list,
           const char   *own_field,
           GArray       *refs)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (list_type != AMIA_SCAN_ARRAY)
    return fail (reader, "references are not a list");

  (void) amia_scan_enter (&scan, list);
  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      AmiaRef  ref = { *reader->device, 0, NULL };
      gboolean is_read;

      if (refs->len == AMIA_OVER_MAX)
        return fail_size (reader, "references", AMIA_OVER_MAX);

      is_read = read_ref (reader, type, slice, &ref);
      if (own_field != NULL && g_strcmp0 (ref.field, own_field) == 0)
        g_clear_pointer (&ref.field, g_free);

      /* Owned by the list from here on, also if it is not whole. */
      g_array_append_val (refs, ref);
      if (!is_read)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_sources (const Reader *reader,
              AmiaScanType  type,
              AmiaSlice     slice,
              AmiaOp       *op)
{
  op->sources = _amia_refs_new ();
  if (!read_refs (reader, type, slice, NULL, op->sources))
    return FALSE;

  if (op->sources->len == 0)
    return fail (reader, "the list of sources is empty");

  for (guint i = 0; i < op->sources->len; i++)
    {
      if (g_array_index (op->sources, AmiaRef, i).field == NULL)
        return fail (reader, "a source does not name its field");
    }

  return TRUE;
}

/* Puts what a short op has where it belongs, and what it leaves out from the op before it. */
static gboolean
fill_in (const Reader *reader,
         Part         *parts,
         const Part   *parts_before)
{
  if (parts_before == NULL)
    return fail (reader, "the first op leaves out what it is of");

  for (guint i = N_PARTS; i > FIELD; i--)
    parts[i - 1] = parts[i - 1 - FIELD];
  for (guint i = 0; i < FIELD; i++)
    parts[i] = parts_before[i];
  return TRUE;
}

/* Cuts an op into its parts; those that are not there have no text. @parts_before are those of the
 * op before it, NULL for none. */
static gboolean
cut_op (const Reader *reader,
        AmiaSlice     slice,
        const Part   *parts_before,
        Part         *parts,
        gboolean     *is_short)
{
  AmiaScan  scan;
  AmiaSlice extra;
  guint     n_parts = 0;

  if (amia_scan_enter (&scan, slice) != AMIA_SCAN_ARRAY)
    return fail (reader, "an op is not a list");

  for (guint i = 0; i < N_PARTS; i++)
    {
      parts[i].slice = (AmiaSlice){ NULL, 0 };
      parts[i].type = amia_scan_next (&scan, &parts[i].slice);
      n_parts += parts[i].type != AMIA_SCAN_END;
    }

  *is_short = n_parts == SHORT_PARTS || n_parts == SHORT_PARTS + 1;
  if (*is_short)
    return fill_in (reader, parts, parts_before);
  if (n_parts < SOURCES)
    return fail (reader, "an op has no value");

  return n_parts < N_PARTS || amia_scan_next (&scan, &extra) == AMIA_SCAN_END ||
         fail (reader, "an op has too many parts");
}

static gboolean
is_too_deep (AmiaSlice value)
{
  guint    depth = 0;
  gboolean is_inside = FALSE;

  /* Most values are plain, and the syntax has been checked. */
  if (*value.text != '[' && *value.text != '{')
    return FALSE;

  for (gsize i = 0; i < value.length && depth <= AMIA_VALUE_DEPTH_MAX; i++)
    {
      char c = value.text[i];

      if (c == '\\')
        i++;
      else if (c == '"')
        is_inside = !is_inside;
      else if (!is_inside && (c == '[' || c == '{'))
        depth++;
      else if (!is_inside && (c == ']' || c == '}'))
        depth--;
    }

  return depth > AMIA_VALUE_DEPTH_MAX;
}

/* Most ops are of the same record as the one before, whose ids need not be read once more. */
static gboolean
read_op_id (const Part     *part,
            const Part     *part_before,
            const AmiaUuid *id_before,
            AmiaUuid       *id)
{
  if (id_before == NULL || part->slice.length != part_before->slice.length ||
      memcmp (part->slice.text, part_before->slice.text, part->slice.length) != 0)
    return read_id (part->type, part->slice, AMIA_UUID_TEXT_LENGTH, id);

  *id = *id_before;
  return TRUE;
}

static gboolean
read_ids (const Reader *reader,
          const Part   *parts,
          const Part   *parts_before,
          const AmiaOp *before,
          AmiaOp       *op)
{
  const AmiaUuid *record = before != NULL ? &before->record : NULL;
  const AmiaUuid *case_id = before != NULL ? &before->case_id : NULL;

  if (!read_op_id (&parts[RECORD], &parts_before[RECORD], record, &op->record))
    return fail (reader, "the id of a record is not one");

  return parts[CASE].type == AMIA_SCAN_NULL ||
         read_op_id (&parts[CASE], &parts_before[CASE], case_id, &op->case_id) ||
         fail (reader, "the id of a case is not one");
}

static gboolean
check_names (const Reader *reader,
             const Part   *parts)
{
  return check_name (reader, "the kind", &parts[KIND]) &&
         check_name (reader, "the field", &parts[FIELD]) &&
         (parts[AREA].type == AMIA_SCAN_NULL || check_name (reader, "the area", &parts[AREA]));
}

/* The names have been checked, and @at has room for all of them and the value. */
static gboolean
copy_texts (const Reader *reader,
            const Part   *parts,
            char         *at,
            AmiaOp       *op)
{
  op->kind = at;
  at = _amia_scan_copy_string (parts[KIND].slice, at);
  op->field = at;
  if (at != NULL)
    at = _amia_scan_copy_string (parts[FIELD].slice, at);
  if (at != NULL && parts[AREA].type != AMIA_SCAN_NULL)
    {
      op->area = at;
      at = _amia_scan_copy_string (parts[AREA].slice, at);
    }
  if (at == NULL)
    return fail (reader, "a name has characters that no name has");

  op->value = memcpy (at, parts[VALUE].slice.text, parts[VALUE].slice.length);
  op->value[parts[VALUE].slice.length] = '\0';
  return TRUE;
}

static gboolean
read_contents (const Reader *reader,
               const Part   *parts,
               AmiaOp       *op)
{
  const Part *over = &parts[OVER];

  op->over = over->slice.length == strlen ("[]") ? _amia_refs_none () : _amia_refs_new ();
  if (!read_refs (reader, over->type, over->slice, op->field, op->over))
    return FALSE;
  if (is_too_deep (parts[VALUE].slice))
    return fail_size (reader, "lists in one another", AMIA_VALUE_DEPTH_MAX);

  return parts[SOURCES].type == AMIA_SCAN_END ||
         read_sources (reader, parts[SOURCES].type, parts[SOURCES].slice, op);
}

/* An op that has been cut. @parts_before and @before are of the op before it; @before is NULL for
 * the first. */
static AmiaOp *
read_op (const Reader *reader,
         const Part   *parts,
         const Part   *parts_before,
         const AmiaOp *before)
{
  g_autoptr (AmiaOp) op = NULL;
  gsize n_bytes;
  char *texts;

  if (!check_names (reader, parts))
    return NULL;

  /* Each has two quotes, which are room for its NUL. */
  n_bytes = parts[KIND].slice.length + parts[FIELD].slice.length + parts[AREA].slice.length +
            parts[VALUE].slice.length + 1;
  op = _amia_op_alloc (n_bytes, &texts);
  if (!read_ids (reader, parts, parts_before, before, op) ||
      !copy_texts (reader, parts, texts, op) || !read_contents (reader, parts, op))
    return NULL;

  return g_steal_pointer (&op);
}

static gboolean
read_ops (const Reader *reader,
          AmiaSlice     list,
          GPtrArray    *ops,
          gboolean     *is_short)
{
  g_auto (AmiaOpNames) names = { .table = NULL };
  const AmiaOp *before = NULL;
  gboolean      is_long = FALSE;
  Part          parts[2][N_PARTS];
  AmiaScan      scan;
  AmiaSlice     slice;
  AmiaScanType  type;

  (void) amia_scan_enter (&scan, list);
  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      const Part *parts_before = parts[(ops->len + 1) % 2];
      Part       *own_parts = parts[ops->len % 2];
      AmiaOp     *op;
      gboolean    is_new;
      gboolean    is_short_op;

      if (ops->len == AMIA_CHANGE_OPS_MAX)
        return fail_size (reader, "ops", AMIA_CHANGE_OPS_MAX);

      if (!cut_op (reader, slice, before != NULL ? parts_before : NULL, own_parts, &is_short_op))
        return FALSE;
      op = read_op (reader, own_parts, parts_before, before);
      if (op == NULL)
        return FALSE;
      *is_short |= is_short_op;
      is_long |= !is_short_op && before != NULL && amia_op_is_beside (op, before);

      is_new = _amia_op_names_add (&names, ops, op);
      g_ptr_array_add (ops, op);
      if (!is_new)
        return fail (reader, "the same field gets two values");
      before = op;
    }

  return !*is_short || !is_long || fail (reader, "it is partly in the short form");
}

static gboolean
read_stamp (const Reader *reader,
            AmiaScanType  type,
            AmiaSlice     slice,
            AmiaStamp    *stamp)
{
  if (type == AMIA_SCAN_STRING &&
      amia_stamp_parse (slice.text + 1, (gssize) slice.length - 2, stamp))
    return TRUE;

  return fail (reader, "the stamp is not one");
}

/* Finds the parts of the outer object, each exactly once. */
static gboolean
read_change (const Reader *reader,
             AmiaSlice     bytes,
             AmiaChange   *change)
{
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    value;
  AmiaSlice    ops = { NULL, 0 };
  AmiaScanType type;
  gboolean     has_stamp = FALSE;

  if (amia_scan_enter (&scan, bytes) != AMIA_SCAN_OBJECT)
    return fail (reader, "it is not an object");

  while ((type = amia_scan_next_member (&scan, &name, &value)) != AMIA_SCAN_END)
    {
      g_assert (type != AMIA_SCAN_ERROR); /* The bytes have been checked. */

      if (amia_scan_is (name, "h"))
        {
          if (has_stamp)
            return fail (reader, "it has two stamps");
          if (!read_stamp (reader, type, value, &change->stamp))
            return FALSE;
          has_stamp = TRUE;
        }
      else if (amia_scan_is (name, "ops"))
        {
          if (ops.text != NULL || type != AMIA_SCAN_ARRAY)
            return fail (reader, "its ops are not one list");
          ops = value;
        }
    }

  if (!has_stamp || ops.text == NULL)
    return fail (reader, "it has no stamp or no ops");

  return read_ops (reader, ops, change->ops, &change->is_short);
}

static gboolean
check_json (const Reader *reader,
            const char   *bytes,
            gsize         length)
{
  if (length > AMIA_CHANGE_BYTES_MAX)
    return fail_size (reader, "bytes", AMIA_CHANGE_BYTES_MAX);

  return amia_scan_check (bytes, length, NULL) || fail (reader, "it is not JSON");
}

AmiaChange *
amia_change_decode (const AmiaUuid *device,
                    gint64          n,
                    const char     *bytes,
                    gsize           length,
                    GError        **error)
{
  Reader reader = { device, n, error };
  g_autoptr (AmiaChange) change = NULL;

  g_return_val_if_fail (device != NULL, NULL);
  g_return_val_if_fail (n > 0, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  change = amia_change_new (device, n, 0, NULL, NULL);
  if (!check_json (&reader, bytes, length) ||
      !read_change (&reader, (AmiaSlice){ bytes, length }, change))
    return NULL;

  return g_steal_pointer (&change);
}

AmiaOp *
amia_op_decode (const AmiaUuid *device,
                AmiaSlice       bytes,
                GError        **error)
{
  Reader   reader = { device, 0, error };
  Part     parts[N_PARTS];
  gboolean is_short;

  g_return_val_if_fail (device != NULL, NULL);
  g_return_val_if_fail (bytes.text != NULL, NULL);

  return check_json (&reader, bytes.text, bytes.length) &&
                 cut_op (&reader, bytes, NULL, parts, &is_short)
             ? read_op (&reader, parts, parts, NULL)
             : NULL;
}

char *
amia_op_read_name (const char *what,
                   AmiaSlice   name,
                   GError    **error)
{
  const Reader reader = { .error = error };
  char        *text = NULL;

  g_return_val_if_fail (what != NULL, NULL);
  g_return_val_if_fail (name.length > 0, NULL);

  return read_name (&reader, what, type_of (*name.text), name, &text) ? text : NULL;
}

/* The names are there as they are, and @at has room for all of them and the value. */
static void
put_texts (const AmiaOpParts *from,
           char              *at,
           AmiaOp            *op)
{
  op->kind = at;
  at = g_stpcpy (at, from->kind) + 1;
  op->field = at;
  at = g_stpcpy (at, from->field) + 1;
  if (from->area != NULL)
    {
      op->area = at;
      at = g_stpcpy (at, from->area) + 1;
    }
  op->value = memcpy (at, from->value.text, from->value.length);
  op->value[from->value.length] = '\0';
}

AmiaOp *
amia_op_assemble (const AmiaUuid    *device,
                  gint64             n,
                  const AmiaOpParts *from,
                  GError           **error)
{
  const Reader reader = { device, n, error };
  const Part   parts[N_PARTS] = {
      [OVER] = { from->over, type_of (*from->over.text) },
      [VALUE] = { from->value, type_of (*from->value.text) },
      [SOURCES] = { from->sources,
                  from->sources.text != NULL ? type_of (*from->sources.text) : AMIA_SCAN_END },
  };
  g_autoptr (AmiaOp) op = NULL;
  char *texts;

  g_return_val_if_fail (device != NULL, NULL);

  op = _amia_op_alloc (strlen (from->kind) + strlen (from->field) + from->value.length + 3 +
                           (from->area != NULL ? strlen (from->area) + 1 : 0),
                       &texts);
  op->record = from->record;
  op->case_id = from->case_id;
  put_texts (from, texts, op);
  return read_contents (&reader, parts, op) ? g_steal_pointer (&op) : NULL;
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
