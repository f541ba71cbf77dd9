/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-message.h"

#include "amia-wire-private.h"

/* What a laptop says in a round. Its changes are cut out as the bytes they were written with and
 * not looked into: the server decides about each of them by itself, so that a bad one does not hold
 * up the rest. */

enum
{
  MEMBER_V,
  MEMBER_DEVICE,
  MEMBER_EPOCH,
  MEMBER_SCHEMA,
  MEMBER_FROM,
  MEMBER_CHAIN,
  MEMBER_SINCE,
  MEMBER_LANES,
  MEMBER_READERS,
  MEMBER_MAX,
  MEMBER_WAIT,
  MEMBER_CHANGES,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "device", AMIA_WIRE_STRING, FALSE },
  { "epoch", AMIA_WIRE_STRING | AMIA_WIRE_NULL, TRUE },
  { "schema", AMIA_WIRE_NUMBER, FALSE },
  { "from", AMIA_WIRE_NUMBER, FALSE },
  { "chain", AMIA_WIRE_STRING, FALSE },
  { "since", AMIA_WIRE_NUMBER, FALSE },
  { "lanes", AMIA_WIRE_ARRAY, TRUE },
  { "readers", AMIA_WIRE_STRING | AMIA_WIRE_NULL, TRUE },
  { "max", AMIA_WIRE_NUMBER, FALSE },
  { "wait", AMIA_WIRE_NUMBER, FALSE },
  { "changes", AMIA_WIRE_ARRAY, TRUE },
};

AmiaSyncRequest *
amia_sync_request_new (void)
{
  AmiaSyncRequest *request = g_new0 (AmiaSyncRequest, 1);

  request->from = 1;
  request->page_max = AMIA_PAGE_CHANGES_MAX;
  request->lanes = g_array_new (FALSE, FALSE, sizeof (AmiaWireLane));
  request->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  return request;
}

static void
append_changes (GString   *out,
                GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      gsize       length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (changes, i), &length);

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_len (out, bytes, (gssize) length);
    }
}

GBytes *
amia_sync_request_encode (const AmiaSyncRequest *request)
{
  GString *out;

  g_return_val_if_fail (request != NULL, NULL);

  out = g_string_new ("{\"v\":1,\"device\":");
  _amia_wire_append_hex (out, request->device.bytes, sizeof request->device.bytes);
  g_string_append (out, ",\"epoch\":");
  _amia_wire_append_text (out, request->epoch);
  g_string_append_printf (out,
                          ",\"schema\":%d,\"from\":%" G_GINT64_FORMAT ",\"chain\":",
                          AMIA_SCHEMA_VERSION,
                          request->from);
  _amia_wire_append_hex (out, request->chain, sizeof request->chain);
  g_string_append_printf (out, ",\"since\":%" G_GINT64_FORMAT ",\"lanes\":[", request->since);
  _amia_wire_append_lanes (out, request->lanes);
  g_string_append (out, "],\"readers\":");
  _amia_wire_append_text (out, request->readers_hash);
  g_string_append_printf (out,
                          ",\"max\":%u,\"wait\":%u,\"changes\":[",
                          request->page_max,
                          request->wait_seconds);
  append_changes (out, request->changes);
  g_string_append (out, "]}");

  return g_string_free_to_bytes (out);
}

static gboolean
read_change (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  if (element->type != AMIA_SCAN_OBJECT)
    return _amia_wire_fail (wire, "a change is not an object");

  g_ptr_array_add (into, g_bytes_new (element->slice.text, element->slice.length));
  return TRUE;
}

static gboolean
read_optional_text (const AmiaWire      *wire,
                    const char          *what,
                    const AmiaWireValue *value,
                    char               **text)
{
  if (value->type == AMIA_SCAN_END || value->type == AMIA_SCAN_NULL)
    return TRUE;

  return _amia_wire_read_text (wire, what, value, AMIA_EPOCH_BYTES_MAX, text);
}

static gboolean
read_numbers (const AmiaWire      *wire,
              const AmiaWireValue *values,
              AmiaSyncRequest     *request)
{
  gint64 schema;
  gint64 page_max;
  gint64 wait_seconds;

  if (!_amia_wire_read_int (wire, "the schema", &values[MEMBER_SCHEMA], 1, G_MAXINT, &schema) ||
      !_amia_wire_read_int (wire, "from", &values[MEMBER_FROM], 1, G_MAXINT64, &request->from) ||
      !_amia_wire_read_int (wire, "since", &values[MEMBER_SINCE], 0, G_MAXINT64, &request->since) ||
      !_amia_wire_read_int (wire, "max", &values[MEMBER_MAX], 1, G_MAXINT, &page_max) ||
      !_amia_wire_read_int (wire, "wait", &values[MEMBER_WAIT], 0, G_MAXINT, &wait_seconds))
    return FALSE;

  /* Wishes rather than claims: granted as far as the bounds go. */
  request->page_max = (guint) MIN (page_max, AMIA_PAGE_CHANGES_MAX);
  request->wait_seconds = (guint) MIN (wait_seconds, AMIA_WAIT_SECONDS_MAX);
  return TRUE;
}

static gboolean
read_lists (const AmiaWire      *wire,
            const AmiaWireValue *values,
            AmiaSyncRequest     *request)
{
  if (!_amia_wire_read_list (wire,
                             "the lanes",
                             &values[MEMBER_LANES],
                             AMIA_LANES_MAX,
                             _amia_wire_read_lane,
                             request->lanes) ||
      !_amia_wire_read_list (wire,
                             "the changes",
                             &values[MEMBER_CHANGES],
                             AMIA_BATCH_CHANGES_MAX,
                             read_change,
                             request->changes))
    return FALSE;

  if (request->from > G_MAXINT64 - AMIA_BATCH_CHANGES_MAX)
    return _amia_wire_fail (wire, "the changes' numbers run over");

  return TRUE;
}

AmiaSyncRequest *
amia_sync_request_decode (const char *bytes,
                          gsize       length,
                          GError    **error)
{
  const AmiaWire wire = { "sync request", error };
  g_autoptr (AmiaSyncRequest) request = NULL;
  AmiaWireValue values[N_MEMBERS];

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!_amia_wire_open (&wire,
                        (AmiaSlice){ bytes, length },
                        AMIA_BODY_BYTES_MAX,
                        members,
                        N_MEMBERS,
                        values))
    return NULL;

  request = amia_sync_request_new ();
  if (!_amia_wire_read_device (&wire, &values[MEMBER_DEVICE], &request->device) ||
      !read_optional_text (&wire, "the epoch", &values[MEMBER_EPOCH], &request->epoch) ||
      !read_optional_text (&wire, "readers", &values[MEMBER_READERS], &request->readers_hash) ||
      !_amia_wire_parse_hex (&wire,
                             "the chain",
                             &values[MEMBER_CHAIN],
                             request->chain,
                             sizeof request->chain) ||
      !read_numbers (&wire, values, request) || !read_lists (&wire, values, request))
    return NULL;

  return g_steal_pointer (&request);
}

void
amia_sync_request_free (AmiaSyncRequest *request)
{
  if (request == NULL)
    return;

  g_free (request->epoch);
  g_free (request->readers_hash);
  g_array_unref (request->lanes);
  g_ptr_array_unref (request->changes);
  g_free (request);
}
