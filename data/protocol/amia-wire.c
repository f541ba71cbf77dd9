/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-wire-private.h"

#include <string.h>

#include "amia-sync-message.h"

/* The reading of foreign bytes that all messages share. They are checked for syntax once, by
 * amia_scan_check (), and then only cut into slices: this is the hot path of every round. Each part
 * has a bound, and whatever is not exactly as the message's header says is refused. */

G_DEFINE_QUARK (amia - protocol - error - quark, amia_protocol_error)

gboolean
_amia_wire_fail (const AmiaWire *wire,
                 const char     *what)
{
  g_set_error (wire->error,
               AMIA_PROTOCOL_ERROR,
               AMIA_PROTOCOL_ERROR_MALFORMED,
               "Failed to read a %s: %s",
               wire->message,
               what);
  return FALSE;
}

gboolean
_amia_wire_fail_size (const AmiaWire *wire,
                      const char     *what)
{
  g_set_error (wire->error,
               AMIA_PROTOCOL_ERROR,
               AMIA_PROTOCOL_ERROR_TOO_LARGE,
               "Failed to read a %s: too much in %s",
               wire->message,
               what);
  return FALSE;
}

static gboolean
fail_member (const AmiaWire *wire,
             const char     *name,
             const char     *cause)
{
  g_autofree char *what = g_strdup_printf ("the member \"%s\" is %s", name, cause);

  return _amia_wire_fail (wire, what);
}

static gboolean
fail_value (const AmiaWire *wire,
            const char     *what)
{
  g_autofree char *cause = g_strdup_printf ("%s is not valid", what);

  return _amia_wire_fail (wire, cause);
}

/* The version comes first: what another version's members mean is not known. */
static gboolean
check_version (const AmiaWire      *wire,
               const AmiaWireValue *version)
{
  gint64 number;

  if (version->type != AMIA_SCAN_NUMBER || !amia_scan_get_int (version->slice, &number))
    return fail_member (wire, "v", "missing or not a number");

  if (number == AMIA_PROTOCOL_VERSION)
    return TRUE;

  g_set_error (wire->error,
               AMIA_PROTOCOL_ERROR,
               AMIA_PROTOCOL_ERROR_VERSION,
               "Failed to read a %s: it is of version %" G_GINT64_FORMAT
               " of the protocol, this program speaks version %d",
               wire->message,
               number,
               AMIA_PROTOCOL_VERSION);
  return FALSE;
}

static gboolean
pick_members (const AmiaWire       *wire,
              AmiaSlice             object,
              const AmiaWireMember *members,
              gsize                 n_members,
              AmiaWireValue        *values)
{
  AmiaScan     scan;
  AmiaSlice    name;
  AmiaSlice    value;
  AmiaScanType type;

  for (gsize i = 0; i < n_members; i++)
    values[i] = (AmiaWireValue){ AMIA_SCAN_END, { NULL, 0 } };

  (void) amia_scan_enter (&scan, object);
  while ((type = amia_scan_next_member (&scan, &name, &value)) != AMIA_SCAN_END)
    {
      for (gsize i = 0; i < n_members; i++)
        {
          if (!amia_scan_is (name, members[i].name))
            continue;
          if (values[i].type != AMIA_SCAN_END)
            return fail_member (wire, members[i].name, "there twice");
          values[i] = (AmiaWireValue){ type, value };
        }
    }

  return TRUE;
}

static gboolean
check_members (const AmiaWire       *wire,
               const AmiaWireMember *members,
               gsize                 n_members,
               const AmiaWireValue  *values)
{
  for (gsize i = 0; i < n_members; i++)
    {
      if (values[i].type == AMIA_SCAN_END)
        {
          if (!members[i].is_optional)
            return fail_member (wire, members[i].name, "missing");
        }
      else if ((members[i].types & (1u << values[i].type)) == 0)
        {
          return fail_member (wire, members[i].name, "of the wrong type");
        }
    }

  return TRUE;
}

gboolean
_amia_wire_open (const AmiaWire       *wire,
                 AmiaSlice             bytes,
                 gsize                 bytes_max,
                 const AmiaWireMember *members,
                 gsize                 n_members,
                 AmiaWireValue        *values)
{
  AmiaScanType type;

  g_assert (g_str_equal (members[0].name, "v"));

  if (bytes.length > bytes_max)
    return _amia_wire_fail_size (wire, "its bytes");

  if (!amia_scan_check (bytes.text, bytes.length, &type) || type != AMIA_SCAN_OBJECT)
    return _amia_wire_fail (wire, "it is not a JSON object");

  return pick_members (wire, bytes, members, n_members, values) &&
         check_version (wire, &values[0]) &&
         check_members (wire, members, n_members, values);
}

gboolean
_amia_wire_open_object (const AmiaWire       *wire,
                        const AmiaWireValue  *object,
                        const AmiaWireMember *members,
                        gsize                 n_members,
                        AmiaWireValue        *values)
{
  if (object->type != AMIA_SCAN_OBJECT)
    return _amia_wire_fail (wire, "a part of it is not an object");

  return pick_members (wire, object->slice, members, n_members, values) &&
         check_members (wire, members, n_members, values);
}

gboolean
_amia_wire_read_int (const AmiaWire      *wire,
                     const char          *what,
                     const AmiaWireValue *value,
                     gint64               min,
                     gint64               max,
                     gint64              *number)
{
  gint64 result;

  if (value->type != AMIA_SCAN_NUMBER ||
      !amia_scan_get_int (value->slice, &result) ||
      result < min ||
      result > max)
    return fail_value (wire, what);

  *number = result;
  return TRUE;
}

gboolean
_amia_wire_read_text (const AmiaWire      *wire,
                      const char          *what,
                      const AmiaWireValue *value,
                      gsize                length_max,
                      char               **text)
{
  g_autofree char *result = NULL;

  /* An escape takes at most six bytes for one: what is longer than that need not be looked at. */
  if (value->type != AMIA_SCAN_STRING || value->slice.length > length_max * 6 + 2)
    return fail_value (wire, what);

  result = amia_scan_dup_string (value->slice);
  if (result == NULL || *result == '\0' || strlen (result) > length_max)
    return fail_value (wire, what);

  *text = g_steal_pointer (&result);
  return TRUE;
}

gboolean
_amia_wire_read_optional_text (const AmiaWire      *wire,
                               const char          *what,
                               const AmiaWireValue *value,
                               gsize                length_max,
                               char               **text)
{
  if (value->type == AMIA_SCAN_END || value->type == AMIA_SCAN_NULL)
    return TRUE;

  return _amia_wire_read_text (wire, what, value, length_max, text);
}

gboolean
_amia_wire_has_word (const AmiaWireValue *list,
                     const char          *word)
{
  AmiaScan     scan;
  AmiaSlice    element;
  AmiaScanType type;

  if (list->type != AMIA_SCAN_ARRAY)
    return FALSE;

  (void) amia_scan_enter (&scan, list->slice);
  while ((type = amia_scan_next (&scan, &element)) != AMIA_SCAN_END)
    {
      if (type == AMIA_SCAN_STRING && amia_scan_is (element, word))
        return TRUE;
    }

  return FALSE;
}

static gboolean
read_id (const AmiaWireValue *value,
         gsize                text_length,
         AmiaUuid            *id)
{
  return value->type == AMIA_SCAN_STRING &&
         value->slice.length == text_length + 2 &&
         amia_uuid_parse (value->slice.text + 1, (gssize) text_length, id);
}

gboolean
_amia_wire_read_device (const AmiaWire      *wire,
                        const AmiaWireValue *value,
                        AmiaUuid            *device)
{
  return read_id (value, AMIA_UUID_HEX_LENGTH, device) || fail_value (wire, "the name of a device");
}

gboolean
_amia_wire_read_scope (const AmiaWire      *wire,
                       const AmiaWireValue *value,
                       AmiaUuid            *scope)
{
  return read_id (value, AMIA_UUID_TEXT_LENGTH, scope) || fail_value (wire, "the id of a scope");
}

gboolean
_amia_wire_read_open_row (const AmiaWire      *wire,
                          const char          *what,
                          const AmiaWireValue *row,
                          AmiaWireValue       *values,
                          gsize                n_required,
                          gsize                n_values)
{
  AmiaScan  scan;
  AmiaSlice extra;

  if (row->type != AMIA_SCAN_ARRAY)
    return fail_value (wire, what);

  (void) amia_scan_enter (&scan, row->slice);
  for (gsize i = 0; i < n_values; i++)
    {
      values[i].type = amia_scan_next (&scan, &values[i].slice);
      if (values[i].type != AMIA_SCAN_END)
        continue;
      if (i < n_required)
        return fail_value (wire, what);
      for (gsize j = i; j < n_values; j++)
        values[j] = (AmiaWireValue){ AMIA_SCAN_END, { NULL, 0 } };
      return TRUE;
    }

  return amia_scan_next (&scan, &extra) == AMIA_SCAN_END || fail_value (wire, what);
}

gboolean
_amia_wire_read_row (const AmiaWire      *wire,
                     const char          *what,
                     const AmiaWireValue *row,
                     AmiaWireValue       *values,
                     gsize                n_values)
{
  return _amia_wire_read_open_row (wire, what, row, values, n_values, n_values);
}

gboolean
_amia_wire_read_list (const AmiaWire      *wire,
                      const char          *what,
                      const AmiaWireValue *list,
                      gsize                length_max,
                      AmiaWireRead         read,
                      gpointer             into)
{
  AmiaScan      scan;
  AmiaWireValue element;
  gsize         length = 0;

  if (list->type == AMIA_SCAN_END || list->type == AMIA_SCAN_NULL)
    return TRUE;

  if (amia_scan_enter (&scan, list->slice) != AMIA_SCAN_ARRAY)
    return fail_value (wire, what);

  while ((element.type = amia_scan_next (&scan, &element.slice)) != AMIA_SCAN_END)
    {
      if (length++ == length_max)
        return _amia_wire_fail_size (wire, what);
      if (!read (wire, &element, into))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_wire_read_lane (const AmiaWire      *wire,
                      const AmiaWireValue *element,
                      gpointer             into)
{
  AmiaWireLane  lane;
  AmiaWireValue row[3];

  if (!_amia_wire_read_row (wire, "a lane", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_scope (wire, &row[0], &lane.scope) ||
      !_amia_wire_read_int (wire,
                            "a lane's generation",
                            &row[1],
                            1,
                            G_MAXINT64,
                            &lane.generation) ||
      !_amia_wire_read_int (wire, "a lane's position", &row[2], 0, G_MAXINT64, &lane.position))
    return FALSE;

  g_array_append_val ((GArray *) into, lane);
  return TRUE;
}

void
_amia_wire_append_lanes (GString *out,
                         GArray  *lanes)
{
  for (guint i = 0; i < lanes->len; i++)
    {
      const AmiaWireLane *lane = &g_array_index (lanes, AmiaWireLane, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_scope (out, &lane->scope);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, lane->generation);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, lane->position);
      g_string_append_c (out, ']');
    }
}

void
_amia_wire_append_text (GString    *out,
                        const char *text)
{
  if (text == NULL)
    g_string_append (out, "null");
  else
    amia_scan_append_string (out, text);
}

void
_amia_wire_append_int (GString *out,
                       gint64   number)
{
  amia_scan_append_int (out, number);
}

void
_amia_wire_append_scope (GString        *out,
                         const AmiaUuid *scope)
{
  char text[AMIA_UUID_TEXT_LENGTH + 1];

  g_string_append_c (out, '"');
  g_string_append (out, amia_uuid_print (scope, text));
  g_string_append_c (out, '"');
}

void
_amia_wire_append_hex (GString      *out,
                       const guint8 *bytes,
                       gsize         length)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (out, digits[bytes[i] >> 4]);
      g_string_append_c (out, digits[bytes[i] & 15]);
    }
  g_string_append_c (out, '"');
}

gboolean
_amia_wire_parse_hex (const AmiaWire      *wire,
                      const char          *what,
                      const AmiaWireValue *value,
                      guint8              *bytes,
                      gsize                length)
{
  if (value->type != AMIA_SCAN_STRING || value->slice.length != 2 * length + 2)
    return fail_value (wire, what);

  for (gsize i = 0; i < length; i++)
    {
      int high = g_ascii_xdigit_value (value->slice.text[1 + 2 * i]);
      int low = g_ascii_xdigit_value (value->slice.text[2 + 2 * i]);

      if (high < 0 || low < 0)
        return fail_value (wire, what);
      bytes[i] = (guint8) (high << 4 | low);
    }

  return TRUE;
}
