/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-op-read-private.h"

#include <string.h>

#include "amia-change-private.h"
#include "amia-record-error.h"
#include "amia-scan-private.h"

/* Reads an op out of its parts, wherever these come from: the bytes of a change, or the columns in
 * which it travels. They come from other people's machines: every part is checked, every count is
 * bounded, and nothing is guessed. */

gboolean
_amia_op_fail (const AmiaOpReader *reader,
               const char         *format,
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

gboolean
_amia_op_fail_size (const AmiaOpReader *reader,
                    const char         *what,
                    gsize               max)
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
check_name (const AmiaOpReader *reader,
            const char         *what,
            const AmiaOpPart   *part)
{
  if (part->type != AMIA_SCAN_STRING || part->slice.length <= 2)
    return _amia_op_fail (reader, "%s is not a name", what);

  return part->slice.length <= AMIA_OP_NAME_MAX + 2 ||
         _amia_op_fail_size (reader, "bytes in a name", AMIA_OP_NAME_MAX);
}

static gboolean
read_name (const AmiaOpReader *reader,
           const char         *what,
           AmiaScanType        type,
           AmiaSlice           slice,
           char              **name)
{
  if (!check_name (reader, what, &(AmiaOpPart){ slice, type }))
    return FALSE;

  *name = amia_scan_dup_string (slice);
  return *name != NULL || _amia_op_fail (reader, "%s has characters that no name has", what);
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
read_number (const AmiaOpReader *reader,
             AmiaScanType        type,
             AmiaSlice           slice,
             gint64             *n)
{
  if (type == AMIA_SCAN_NUMBER && amia_scan_get_int (slice, n) && *n > 0)
    return TRUE;

  return _amia_op_fail (reader, "the number of a change is not one");
}

/* One element of OVER or SOURCES, which is an array. */
static gboolean
read_long_ref (const AmiaOpReader *reader,
               AmiaSlice           slice,
               AmiaRef            *ref)
{
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  (void) amia_scan_enter (&scan, slice);
  type = amia_scan_next (&scan, &element);

  if (type == AMIA_SCAN_STRING)
    {
      if (!read_id (type, element, AMIA_UUID_HEX_LENGTH, &ref->device))
        return _amia_op_fail (reader, "the name of a device is not one");
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
         _amia_op_fail (reader, "a reference has too many parts");
}

/* Nobody can have seen what comes after: such a reference would take away words not yet written. */
static gboolean
check_ref_is_past (const AmiaOpReader *reader,
                   const AmiaRef      *ref)
{
  if (reader->n > 0 && ref->n >= reader->n && amia_uuid_equal (&ref->device, reader->device))
    return _amia_op_fail (reader, "it refers to a later change of its own device");

  return TRUE;
}

static gboolean
read_ref (const AmiaOpReader *reader,
          AmiaScanType        type,
          AmiaSlice           slice,
          AmiaRef            *ref)
{
  if (type == AMIA_SCAN_ARRAY
          ? !read_long_ref (reader, slice, ref)
          : !read_number (reader, type, slice, &ref->n))
    return FALSE;

  return check_ref_is_past (reader, ref);
}

static gboolean
read_refs (const AmiaOpReader *reader,
           AmiaScanType        list_type,
           AmiaSlice           list,
           const char         *own_field,
           GArray             *refs)
{
  AmiaScan     scan;
  AmiaSlice    slice;
  AmiaScanType type;

  if (list_type != AMIA_SCAN_ARRAY)
    return _amia_op_fail (reader, "references are not a list");

  (void) amia_scan_enter (&scan, list);
  while ((type = amia_scan_next (&scan, &slice)) != AMIA_SCAN_END)
    {
      AmiaRef  ref = { *reader->device, 0, NULL };
      gboolean is_read;

      if (refs->len == AMIA_OVER_MAX)
        return _amia_op_fail_size (reader, "references", AMIA_OVER_MAX);

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
read_sources (const AmiaOpReader *reader,
              AmiaScanType        type,
              AmiaSlice           slice,
              AmiaOp             *op)
{
  op->sources = _amia_refs_new ();
  if (!read_refs (reader, type, slice, NULL, op->sources))
    return FALSE;

  if (op->sources->len == 0)
    return _amia_op_fail (reader, "the list of sources is empty");

  for (guint i = 0; i < op->sources->len; i++)
    {
      if (g_array_index (op->sources, AmiaRef, i).field == NULL)
        return _amia_op_fail (reader, "a source does not name its field");
    }

  return TRUE;
}

gboolean
_amia_op_cut (const AmiaOpReader *reader,
              AmiaSlice           slice,
              AmiaOpPart         *parts,
              guint              *n_parts)
{
  AmiaScan  scan;
  AmiaSlice extra;

  if (amia_scan_enter (&scan, slice) != AMIA_SCAN_ARRAY)
    return _amia_op_fail (reader, "an op is not a list");

  *n_parts = 0;
  for (guint i = 0; i < AMIA_OP_PARTS_MAX; i++)
    {
      parts[i].slice = (AmiaSlice){ NULL, 0 };
      parts[i].type = amia_scan_next (&scan, &parts[i].slice);
      *n_parts += parts[i].type != AMIA_SCAN_END;
    }

  return *n_parts < AMIA_OP_PARTS_MAX || amia_scan_next (&scan, &extra) == AMIA_SCAN_END ||
         _amia_op_fail (reader, "an op has too many parts");
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
read_op_id (const AmiaOpPart *part,
            const AmiaOpPart *part_before,
            const AmiaUuid   *id_before,
            AmiaUuid         *id)
{
  if (id_before == NULL || part->slice.length != part_before->slice.length ||
      memcmp (part->slice.text, part_before->slice.text, part->slice.length) != 0)
    return read_id (part->type, part->slice, AMIA_UUID_TEXT_LENGTH, id);

  *id = *id_before;
  return TRUE;
}

static gboolean
read_ids (const AmiaOpReader *reader,
          const AmiaOpPart   *parts,
          const AmiaOpPart   *parts_before,
          const AmiaOp       *before,
          AmiaOp             *op)
{
  const AmiaUuid *record = before != NULL ? &before->record : NULL;
  const AmiaUuid *case_id = before != NULL ? &before->case_id : NULL;

  if (!read_op_id (&parts[AMIA_OP_RECORD], &parts_before[AMIA_OP_RECORD], record, &op->record))
    return _amia_op_fail (reader, "the id of a record is not one");

  return parts[AMIA_OP_CASE].type == AMIA_SCAN_NULL ||
         read_op_id (&parts[AMIA_OP_CASE], &parts_before[AMIA_OP_CASE], case_id, &op->case_id) ||
         _amia_op_fail (reader, "the id of a case is not one");
}

static gboolean
check_names (const AmiaOpReader *reader,
             const AmiaOpPart   *parts)
{
  return check_name (reader, "the kind", &parts[AMIA_OP_KIND]) &&
         check_name (reader, "the field", &parts[AMIA_OP_FIELD]) &&
         (parts[AMIA_OP_AREA].type == AMIA_SCAN_NULL ||
          check_name (reader, "the area", &parts[AMIA_OP_AREA]));
}

/* The names have been checked, and @at has room for all of them and the value. */
static gboolean
copy_texts (const AmiaOpReader *reader,
            const AmiaOpPart   *parts,
            char               *at,
            AmiaOp             *op)
{
  op->kind = at;
  at = _amia_scan_copy_string (parts[AMIA_OP_KIND].slice, at);
  op->field = at;
  if (at != NULL)
    at = _amia_scan_copy_string (parts[AMIA_OP_FIELD].slice, at);
  if (at != NULL && parts[AMIA_OP_AREA].type != AMIA_SCAN_NULL)
    {
      op->area = at;
      at = _amia_scan_copy_string (parts[AMIA_OP_AREA].slice, at);
    }
  if (at == NULL)
    return _amia_op_fail (reader, "a name has characters that no name has");

  op->value = memcpy (at, parts[AMIA_OP_VALUE].slice.text, parts[AMIA_OP_VALUE].slice.length);
  op->value[parts[AMIA_OP_VALUE].slice.length] = '\0';
  return TRUE;
}

static gboolean
read_contents (const AmiaOpReader *reader,
               const AmiaOpPart   *parts,
               AmiaOp             *op)
{
  const AmiaOpPart *over = &parts[AMIA_OP_OVER];

  op->over = over->slice.length == strlen ("[]") ? _amia_refs_none () : _amia_refs_new ();
  if (!read_refs (reader, over->type, over->slice, op->field, op->over))
    return FALSE;
  if (is_too_deep (parts[AMIA_OP_VALUE].slice))
    return _amia_op_fail_size (reader, "lists in one another", AMIA_VALUE_DEPTH_MAX);

  return parts[AMIA_OP_SOURCES].type == AMIA_SCAN_END ||
         read_sources (reader, parts[AMIA_OP_SOURCES].type, parts[AMIA_OP_SOURCES].slice, op);
}

AmiaOp *
_amia_op_read (const AmiaOpReader *reader,
               const AmiaOpPart   *parts,
               const AmiaOpPart   *parts_before,
               const AmiaOp       *before)
{
  g_autoptr (AmiaOp) op = NULL;
  gsize n_bytes;
  char *texts;

  if (!check_names (reader, parts))
    return NULL;

  /* Each has two quotes, which are room for its NUL. */
  n_bytes = parts[AMIA_OP_KIND].slice.length + parts[AMIA_OP_FIELD].slice.length +
            parts[AMIA_OP_AREA].slice.length + parts[AMIA_OP_VALUE].slice.length + 1;
  op = _amia_op_alloc (n_bytes, &texts);
  if (!read_ids (reader, parts, parts_before, before, op) ||
      !copy_texts (reader, parts, texts, op) || !read_contents (reader, parts, op))
    return NULL;

  return g_steal_pointer (&op);
}

gboolean
_amia_op_check_json (const AmiaOpReader *reader,
                     const char         *bytes,
                     gsize               length)
{
  if (length > AMIA_CHANGE_BYTES_MAX)
    return _amia_op_fail_size (reader, "bytes", AMIA_CHANGE_BYTES_MAX);

  return amia_scan_check (bytes, length, NULL) || _amia_op_fail (reader, "it is not JSON");
}

char *
amia_op_read_name (const char *what,
                   AmiaSlice   name,
                   GError    **error)
{
  const AmiaOpReader reader = { .error = error };
  char              *text = NULL;

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
  const AmiaOpReader reader = { device, n, error };
  const AmiaScanType sources =
      from->sources.text != NULL ? type_of (*from->sources.text) : AMIA_SCAN_END;
  const AmiaOpPart parts[AMIA_OP_PARTS_MAX] = {
    [AMIA_OP_OVER] = { from->over, type_of (*from->over.text) },
    [AMIA_OP_VALUE] = { from->value, type_of (*from->value.text) },
    [AMIA_OP_SOURCES] = { from->sources, sources },
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
