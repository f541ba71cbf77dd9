/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-refill-private.h"

#include "amia-sync-request.h"
#include "amia-sync-response.h"

/* What goes to and fro about changes of devices that were shut out, after the server was set back.
 * They stand beside the laptop's own changes, since no chain goes over them: whose they are is what
 * makes them believed. */

static void
clear_refill (gpointer data)
{
  g_bytes_unref (((AmiaWireRefill *) data)->body);
}

GArray *
amia_wire_refill_new (void)
{
  GArray *refill = g_array_new (FALSE, FALSE, sizeof (AmiaWireRefill));

  g_array_set_clear_func (refill, clear_refill);
  return refill;
}

void
_amia_sync_request_append_refill (GString *out,
                                  GArray  *refill)
{
  if (refill->len == 0)
    return;

  g_string_append (out, "\"refill\":[");
  for (guint i = 0; i < refill->len; i++)
    {
      const AmiaWireRefill *entry = &g_array_index (refill, AmiaWireRefill, i);
      gsize                 length;
      const char           *body = g_bytes_get_data (entry->body, &length);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_hex (out, entry->device.bytes, sizeof entry->device.bytes);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->n);
      g_string_append_c (out, ',');
      g_string_append_len (out, body, (gssize) length);
      g_string_append_c (out, ']');
    }
  g_string_append (out, "],");
}

void
_amia_sync_response_append_refilled (GString *out,
                                     GArray  *refilled)
{
  if (refilled->len == 0)
    return;

  g_string_append (out, ",\"refilled\":[");
  for (guint i = 0; i < refilled->len; i++)
    {
      const AmiaWireRefilled *entry = &g_array_index (refilled, AmiaWireRefilled, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_hex (out, entry->device.bytes, sizeof entry->device.bytes);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->n);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->seq);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static gboolean
read_name (const AmiaWire      *wire,
           const AmiaWireValue *element,
           AmiaWireValue       *row,
           AmiaUuid            *device,
           gint64              *n)
{
  return _amia_wire_read_row (wire, "a refill", element, row, 3) &&
         _amia_wire_read_device (wire, &row[0], device) &&
         _amia_wire_read_int (wire, "a refill's number", &row[1], 1, G_MAXINT64, n);
}

gboolean
_amia_sync_request_read_refill (const AmiaWire      *wire,
                                const AmiaWireValue *element,
                                gpointer             into)
{
  AmiaWireRefill entry = { 0 };
  AmiaWireValue  row[3];

  if (!read_name (wire, element, row, &entry.device, &entry.n))
    return FALSE;
  if (row[2].type != AMIA_SCAN_OBJECT)
    return _amia_wire_fail (wire, "a refill is not an object");

  entry.body = g_bytes_new (row[2].slice.text, row[2].slice.length);
  g_array_append_val ((GArray *) into, entry);
  return TRUE;
}

gboolean
_amia_sync_response_read_refilled (const AmiaWire      *wire,
                                   const AmiaWireValue *element,
                                   gpointer             into)
{
  AmiaWireRefilled entry = { 0 };
  AmiaWireValue    row[3];

  if (!read_name (wire, element, row, &entry.device, &entry.n) ||
      !_amia_wire_read_int (wire, "a refill's place", &row[2], 0, G_MAXINT64, &entry.seq))
    return FALSE;

  g_array_append_val ((GArray *) into, entry);
  return TRUE;
}
