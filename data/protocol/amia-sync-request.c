/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-request.h"

#include <string.h>

#include "amia-columns-private.h"
#include "amia-sync-refill-private.h"
#include "amia-sync-short-private.h"
#include "amia-sync-snapshot-private.h"

/* What a laptop says in a round. Its changes are cut out as the bytes they were written with and
 * not looked into: the server decides about each of them by itself, so that a bad one does not hold
 * up the rest. */

enum
{
  MEMBER_V,
  MEMBER_MARK,
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
  MEMBER_GOT,
  MEMBER_FACTS,
  MEMBER_CAN,
  MEMBER_KEPT,
  MEMBER_REFILL,
  MEMBER_SNAPSHOT,
  MEMBER_DIGEST,
  MEMBER_CHANGES,
  MEMBER_COLUMNS,
  N_MEMBERS,
};

static const AmiaWireMember members[N_MEMBERS] = {
  { "v", AMIA_WIRE_NUMBER, FALSE },
  { "mark", AMIA_WIRE_STRING, TRUE },
  { "device", AMIA_WIRE_STRING, TRUE },
  { "epoch", AMIA_WIRE_STRING | AMIA_WIRE_NULL, TRUE },
  { "schema", AMIA_WIRE_NUMBER, FALSE },
  { "from", AMIA_WIRE_NUMBER, FALSE },
  { "chain", AMIA_WIRE_STRING, TRUE },
  { "since", AMIA_WIRE_NUMBER, FALSE },
  { "lanes", AMIA_WIRE_ARRAY, TRUE },
  { "readers", AMIA_WIRE_STRING | AMIA_WIRE_NULL, TRUE },
  { "max", AMIA_WIRE_NUMBER, TRUE },
  { "wait", AMIA_WIRE_NUMBER, TRUE },
  { "got", AMIA_WIRE_ARRAY, TRUE },
  { "facts", AMIA_WIRE_ARRAY, TRUE },
  { "can", AMIA_WIRE_ARRAY, TRUE },
  { "kept", AMIA_WIRE_ARRAY, TRUE },
  { "refill", AMIA_WIRE_ARRAY, TRUE },
  { "snapshot", AMIA_WIRE_ARRAY, TRUE },
  { "digest", AMIA_WIRE_STRING, TRUE },
  { "changes", AMIA_WIRE_ARRAY, TRUE },
  { "columns", AMIA_WIRE_OBJECT, TRUE },
};

static void
clear_fact (gpointer data)
{
  AmiaWireFact *fact = data;

  g_free (fact->what);
  g_free (fact->detail);
}

AmiaSyncRequest *
amia_sync_request_new (void)
{
  AmiaSyncRequest *request = g_new0 (AmiaSyncRequest, 1);

  request->from = 1;
  request->page_max = AMIA_PAGE_CHANGES_MAX;
  request->can_columns = TRUE;
  request->lanes = g_array_new (FALSE, FALSE, sizeof (AmiaWireLane));
  request->receipts = g_array_new (FALSE, FALSE, sizeof (AmiaWireReceipt));
  request->facts = g_array_new (FALSE, FALSE, sizeof (AmiaWireFact));
  g_array_set_clear_func (request->facts, clear_fact);
  request->kept = g_array_new (FALSE, FALSE, sizeof (gint64));
  request->refill = amia_wire_refill_new ();
  request->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  return request;
}

AmiaSyncRequest *
amia_sync_request_copy (const AmiaSyncRequest *request)
{
  AmiaSyncRequest *copy;

  g_return_val_if_fail (request != NULL, NULL);

  copy = g_memdup2 (request, sizeof *request);
  copy->epoch = g_strdup (request->epoch);
  copy->readers_hash = g_strdup (request->readers_hash);
  g_array_ref (copy->lanes);
  g_array_ref (copy->receipts);
  g_array_ref (copy->facts);
  g_array_ref (copy->kept);
  g_array_ref (copy->refill);
  g_ptr_array_ref (copy->changes);
  return copy;
}

static AmiaSlice
get_slice (GBytes *bytes)
{
  AmiaSlice slice;

  slice.text = g_bytes_get_data (bytes, &slice.length);
  return slice;
}

static gboolean
append_columns (GString   *out,
                GPtrArray *changes)
{
  g_autofree AmiaSlice *slices = g_new (AmiaSlice, changes->len);
  const gsize           start = out->len;

  for (guint i = 0; i < changes->len; i++)
    slices[i] = get_slice (g_ptr_array_index (changes, i));

  g_string_append (out, "\"columns\":");
  if (_amia_columns_append (out, slices, changes->len))
    return TRUE;

  g_string_truncate (out, start);
  return FALSE;
}

static void
append_changes (GString   *out,
                GPtrArray *changes)
{
  g_string_append (out, "\"changes\":[");
  for (guint i = 0; i < changes->len; i++)
    {
      AmiaSlice change = get_slice (g_ptr_array_index (changes, i));

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_len (out, change.text, (gssize) change.length);
    }
  g_string_append_c (out, ']');
}

static void
append_receipts (GString *out,
                 GArray  *receipts)
{
  if (receipts->len == 0)
    return;

  g_string_append (out, "\"got\":[");
  for (guint i = 0; i < receipts->len; i++)
    {
      const AmiaWireReceipt *receipt = &g_array_index (receipts, AmiaWireReceipt, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_scope (out, &receipt->scope);
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, receipt->generation);
      g_string_append_c (out, ']');
    }
  g_string_append (out, "],");
}

static void
append_fact (GString            *out,
             const AmiaWireFact *fact)
{
  gboolean has_detail = fact->detail != NULL && *fact->detail != '\0';

  g_string_append_c (out, '[');
  _amia_wire_append_int (out, fact->id);
  g_string_append_c (out, ',');
  _amia_wire_append_text (out, fact->what);
  g_string_append_c (out, ',');
  _amia_wire_append_int (out, fact->at_ms);
  g_string_append_c (out, ',');
  if (amia_uuid_is_nil (&fact->case_id))
    g_string_append (out, "null");
  else
    _amia_wire_append_scope (out, &fact->case_id);
  g_string_append_c (out, ',');
  _amia_wire_append_text (out, has_detail ? fact->detail : NULL);
  g_string_append_c (out, ',');
  _amia_wire_append_int (out, fact->since);
  g_string_append_c (out, ']');
}

static void
append_facts (GString *out,
              GArray  *facts)
{
  if (facts->len == 0)
    return;

  g_string_append (out, "\"facts\":[");
  for (guint i = 0; i < facts->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_fact (out, &g_array_index (facts, AmiaWireFact, i));
    }
  g_string_append (out, "],");
}

static void
append_kept (GString *out,
             GArray  *kept)
{
  if (kept->len == 0)
    return;

  g_string_append (out, "\"kept\":[");
  for (guint i = 0; i < kept->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      _amia_wire_append_int (out, g_array_index (kept, gint64, i));
    }
  g_string_append (out, "],");
}

/* Who speaks and where they are, in full. */
static void
append_place (GString               *out,
              const AmiaSyncRequest *request)
{
  g_string_append (out, "\"device\":");
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
                          ",\"max\":%u,\"wait\":%u,",
                          request->page_max,
                          request->wait_seconds);
}

GBytes *
amia_sync_request_encode (const AmiaSyncRequest *request)
{
  GString *out;

  g_return_val_if_fail (request != NULL, NULL);

  out = g_string_new ("{\"v\":1,");
  if (request->use_mark)
    _amia_sync_request_append_short (out, request);
  else
    append_place (out, request);
  append_receipts (out, request->receipts);
  append_facts (out, request->facts);
  if (request->can_columns && !request->use_mark)
    g_string_append (out, "\"can\":[\"columns\"],");
  append_kept (out, request->kept);
  _amia_sync_request_append_refill (out, request->refill);
  _amia_sync_request_append_wants (out, request);

  if (request->use_mark && request->changes->len == 0)
    g_string_truncate (out, out->len - 1);
  else if (!request->use_columns || request->changes->len < AMIA_COLUMNS_CHANGES_MIN ||
           !append_columns (out, request->changes))
    append_changes (out, request->changes);
  g_string_append_c (out, '}');

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
read_from_columns (const AmiaWire *wire,
                   guint           index,
                   AmiaSlice       change,
                   gpointer        into)
{
  g_ptr_array_add (into, g_bytes_new (change.text, change.length));
  return TRUE;
}

static gboolean
read_changes (const AmiaWire      *wire,
              const AmiaWireValue *values,
              AmiaSyncRequest     *request)
{
  request->use_columns = values[MEMBER_COLUMNS].type != AMIA_SCAN_END;
  if (!request->use_columns)
    return _amia_wire_read_list (wire,
                                 "the changes",
                                 &values[MEMBER_CHANGES],
                                 AMIA_BATCH_CHANGES_MAX,
                                 read_change,
                                 request->changes);

  if (values[MEMBER_CHANGES].type != AMIA_SCAN_END)
    return _amia_wire_fail (wire, "the changes are there in rows and in columns");
  return _amia_columns_read (wire,
                             &values[MEMBER_COLUMNS],
                             AMIA_BATCH_CHANGES_MAX,
                             AMIA_BODY_BYTES_MAX,
                             read_from_columns,
                             request->changes);
}

static gboolean
read_receipt (const AmiaWire      *wire,
              const AmiaWireValue *element,
              gpointer             into)
{
  AmiaWireReceipt receipt;
  AmiaWireValue   row[2];

  if (!_amia_wire_read_row (wire, "a receipt", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_scope (wire, &row[0], &receipt.scope) ||
      !_amia_wire_read_int (wire,
                            "a receipt's generation",
                            &row[1],
                            0,
                            G_MAXINT64,
                            &receipt.generation))
    return FALSE;

  g_array_append_val ((GArray *) into, receipt);
  return TRUE;
}

/* The last fact read, to see that the next comes after it. */
static gint64
get_last_fact (GArray *facts)
{
  return facts->len == 0 ? 0 : g_array_index (facts, AmiaWireFact, facts->len - 1).id;
}

static gboolean
read_fact (const AmiaWire      *wire,
           const AmiaWireValue *element,
           gpointer             into)
{
  const gint64     last = get_last_fact (into);
  AmiaWireFact     fact = { 0 };
  AmiaWireValue    row[6];
  g_autofree char *what = NULL;
  g_autofree char *detail = NULL;

  if (!_amia_wire_read_row (wire, "a fact", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_int (wire, "a fact's number", &row[0], last, G_MAXINT64, &fact.id) ||
      !_amia_wire_read_text (wire, "what a fact is of", &row[1], AMIA_USER_BYTES_MAX, &what) ||
      !_amia_wire_read_int (wire, "a fact's time", &row[2], 0, G_MAXINT64, &fact.at_ms) ||
      (row[3].type != AMIA_SCAN_NULL && !_amia_wire_read_scope (wire, &row[3], &fact.case_id)) ||
      !_amia_wire_read_optional_text (wire,
                                      "a fact's detail",
                                      &row[4],
                                      AMIA_FACT_DETAIL_MAX,
                                      &detail) ||
      !_amia_wire_read_int (wire, "a fact's position", &row[5], 0, G_MAXINT64, &fact.since))
    return FALSE;

  if (fact.id <= last)
    return _amia_wire_fail (wire, "the facts are not in order");

  fact.what = g_steal_pointer (&what);
  fact.detail = g_steal_pointer (&detail);
  g_array_append_val ((GArray *) into, fact);
  return TRUE;
}

static gboolean
read_kept (const AmiaWire      *wire,
           const AmiaWireValue *element,
           gpointer             into)
{
  const GArray *kept = into;
  const gint64  last = kept->len == 0 ? 0 : g_array_index (kept, gint64, kept->len - 1);
  gint64        n;

  if (!_amia_wire_read_int (wire, "a kept change", element, last, G_MAXINT64, &n))
    return FALSE;
  if (n <= last)
    return _amia_wire_fail (wire, "the kept changes are not in order");

  g_array_append_val ((GArray *) into, n);
  return TRUE;
}

/* What may be left out of the short form. */
static gboolean
read_wish (const AmiaWire      *wire,
           const char          *what,
           const AmiaWireValue *value,
           gint64               min,
           gboolean             is_optional,
           gint64              *number)
{
  return (is_optional && value->type == AMIA_SCAN_END) ||
         _amia_wire_read_int (wire, what, value, min, G_MAXINT, number);
}

static gboolean
read_numbers (const AmiaWire      *wire,
              const AmiaWireValue *values,
              AmiaSyncRequest     *request)
{
  gint64 schema;
  gint64 page_max = AMIA_PAGE_CHANGES_START;
  gint64 wait_seconds = 0;

  if (!_amia_wire_read_int (wire, "the schema", &values[MEMBER_SCHEMA], 1, G_MAXINT, &schema) ||
      !_amia_wire_read_int (wire, "from", &values[MEMBER_FROM], 1, G_MAXINT64, &request->from) ||
      !_amia_wire_read_int (wire, "since", &values[MEMBER_SINCE], 0, G_MAXINT64, &request->since) ||
      !read_wish (wire, "max", &values[MEMBER_MAX], 1, request->use_mark, &page_max) ||
      !read_wish (wire, "wait", &values[MEMBER_WAIT], 0, request->use_mark, &wait_seconds))
    return FALSE;

  if (schema < AMIA_SCHEMA_VERSION_MIN)
    {
      g_set_error (wire->error,
                   AMIA_PROTOCOL_ERROR,
                   AMIA_PROTOCOL_ERROR_VERSION,
                   "Failed to read a request: a program of schema %" G_GINT64_FORMAT " can't forget",
                   schema);
      return FALSE;
    }

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
                             "the receipts",
                             &values[MEMBER_GOT],
                             AMIA_RECEIPTS_MAX,
                             read_receipt,
                             request->receipts) ||
      !_amia_wire_read_list (wire,
                             "the facts",
                             &values[MEMBER_FACTS],
                             AMIA_FACTS_MAX,
                             read_fact,
                             request->facts) ||
      !_amia_wire_read_list (wire,
                             "the kept changes",
                             &values[MEMBER_KEPT],
                             AMIA_KEPT_MAX,
                             read_kept,
                             request->kept) ||
      !_amia_wire_read_list (wire,
                             "the refill",
                             &values[MEMBER_REFILL],
                             AMIA_KEPT_MAX,
                             _amia_sync_request_read_refill,
                             request->refill) ||
      !read_changes (wire, values, request))
    return FALSE;

  if (request->from > G_MAXINT64 - AMIA_BATCH_CHANGES_MAX)
    return _amia_wire_fail (wire, "the changes' numbers run over");

  return TRUE;
}

static gboolean
read_place (const AmiaWire      *wire,
            const AmiaWireValue *values,
            AmiaSyncRequest     *request)
{
  request->use_mark = values[MEMBER_MARK].type != AMIA_SCAN_END;
  request->can_columns = request->use_mark || _amia_wire_has_word (&values[MEMBER_CAN], "columns");
  if (request->use_mark)
    return _amia_wire_parse_hex (wire,
                                 "the mark",
                                 &values[MEMBER_MARK],
                                 request->mark,
                                 sizeof request->mark);

  return _amia_wire_read_device (wire, &values[MEMBER_DEVICE], &request->device) &&
         _amia_wire_read_optional_text (wire,
                                        "the epoch",
                                        &values[MEMBER_EPOCH],
                                        AMIA_EPOCH_BYTES_MAX,
                                        &request->epoch) &&
         _amia_wire_parse_hex (wire,
                               "the chain",
                               &values[MEMBER_CHAIN],
                               request->chain,
                               sizeof request->chain);
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
  if (!read_place (&wire, values, request) ||
      !_amia_wire_read_optional_text (&wire,
                                      "readers",
                                      &values[MEMBER_READERS],
                                      AMIA_EPOCH_BYTES_MAX,
                                      &request->readers_hash) ||
      !read_numbers (&wire, values, request) || !read_lists (&wire, values, request) ||
      !_amia_sync_request_read_wants (&wire,
                                      &values[MEMBER_SNAPSHOT],
                                      &values[MEMBER_DIGEST],
                                      request))
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
  g_array_unref (request->receipts);
  g_array_unref (request->facts);
  g_array_unref (request->kept);
  g_array_unref (request->refill);
  g_ptr_array_unref (request->changes);
  g_free (request);
}
