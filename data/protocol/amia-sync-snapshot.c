/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-snapshot-private.h"

/* What is said of snapshots and digests. Both are asked for and given in an ordinary round, as
 * members that an older program passes over: an older server then gives the feed, which is as good,
 * and an older laptop never asks. */

static void
append_position (GString                *out,
                 const AmiaWireSnapshot *snapshot)
{
  g_string_append (out, "\"snapshot\":[");
  _amia_wire_append_int (out, snapshot->at);
  g_string_append_c (out, ',');
  _amia_wire_append_scope (out, &snapshot->scope);
  g_string_append_c (out, ',');
  _amia_wire_append_int (out, snapshot->after);
}

void
_amia_sync_request_append_wants (GString               *out,
                                 const AmiaSyncRequest *request)
{
  if (request->wants_snapshot)
    {
      append_position (out, &request->snapshot);
      g_string_append (out, "],");
    }
  if (request->wants_digest)
    {
      g_string_append (out, "\"digest\":");
      _amia_wire_append_scope (out, &request->digest_scope);
      g_string_append_c (out, ',');
    }
}

static gboolean
read_position (const AmiaWire      *wire,
               const AmiaWireValue *row,
               AmiaWireSnapshot    *snapshot)
{
  return _amia_wire_read_int (wire, "a snapshot's number", &row[0], 0, G_MAXINT64 - 1,
                              &snapshot->at) &&
         _amia_wire_read_scope (wire, &row[1], &snapshot->scope) &&
         _amia_wire_read_int (wire, "a snapshot's position", &row[2], 0, G_MAXINT64 - 1,
                              &snapshot->after);
}

gboolean
_amia_sync_request_read_wants (const AmiaWire      *wire,
                               const AmiaWireValue *snapshot,
                               const AmiaWireValue *digest,
                               AmiaSyncRequest     *request)
{
  AmiaWireValue row[3];

  request->wants_snapshot = snapshot->type != AMIA_SCAN_END;
  request->wants_digest = digest->type != AMIA_SCAN_END;
  if (request->wants_snapshot && request->wants_digest)
    return _amia_wire_fail (wire, "it wants a snapshot and a digest");
  if (request->wants_digest)
    return _amia_wire_read_scope (wire, digest, &request->digest_scope);

  return !request->wants_snapshot ||
         (_amia_wire_read_row (wire, "the snapshot", snapshot, row, G_N_ELEMENTS (row)) &&
          read_position (wire, row, &request->snapshot));
}

static void
append_left_out (GString *out,
                 GArray  *scopes)
{
  g_string_append (out, ",\"left_out\":[");
  for (guint i = 0; i < scopes->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      _amia_wire_append_scope (out, &g_array_index (scopes, AmiaUuid, i));
    }
  g_string_append_c (out, ']');
}

static void
append_digests (GString *out,
                GArray  *digests)
{
  g_string_append (out, ",\"digests\":[");
  for (guint i = 0; i < digests->len; i++)
    {
      const AmiaWireDigest *digest = &g_array_index (digests, AmiaWireDigest, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_scope (out, &digest->scope);
      g_string_append_c (out, ',');
      _amia_wire_append_hex (out, digest->digest, sizeof digest->digest);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

void
_amia_sync_response_append_snapshot (GString                *out,
                                     const AmiaSyncResponse *response)
{
  if (response->has_snapshot)
    {
      g_string_append_c (out, ',');
      append_position (out, &response->snapshot);
      g_string_append_printf (out, ",%u,%u]", response->n_scopes_done, response->n_scopes);
    }
  if (response->left_out->len > 0)
    append_left_out (out, response->left_out);
  if (response->has_digests)
    {
      append_digests (out, response->digests);
      g_string_append_printf (out, ",\"digests_left\":%u", response->n_digests_left);
    }
}

static gboolean
read_left_out (const AmiaWire      *wire,
               const AmiaWireValue *element,
               gpointer             into)
{
  AmiaUuid scope;

  if (!_amia_wire_read_scope (wire, element, &scope))
    return FALSE;

  g_array_append_val ((GArray *) into, scope);
  return TRUE;
}

static gboolean
read_digest (const AmiaWire      *wire,
             const AmiaWireValue *element,
             gpointer             into)
{
  AmiaWireDigest digest;
  AmiaWireValue  row[2];

  if (!_amia_wire_read_row (wire, "a digest", element, row, G_N_ELEMENTS (row)) ||
      !_amia_wire_read_scope (wire, &row[0], &digest.scope) ||
      !_amia_wire_parse_hex (wire, "a digest", &row[1], digest.digest, sizeof digest.digest))
    return FALSE;

  g_array_append_val ((GArray *) into, digest);
  return TRUE;
}

static gboolean
read_snapshot (const AmiaWire      *wire,
               const AmiaWireValue *snapshot,
               AmiaSyncResponse    *response)
{
  AmiaWireValue row[5];
  gint64        n_done;
  gint64        n_scopes;

  response->has_snapshot = snapshot->type != AMIA_SCAN_END;
  if (!response->has_snapshot)
    return TRUE;

  if (!_amia_wire_read_row (wire, "the snapshot", snapshot, row, G_N_ELEMENTS (row)) ||
      !read_position (wire, row, &response->snapshot) ||
      !_amia_wire_read_int (wire, "a snapshot's scopes", &row[4], 0, G_MAXINT, &n_scopes) ||
      !_amia_wire_read_int (wire, "a snapshot's progress", &row[3], 0, n_scopes, &n_done))
    return FALSE;

  response->n_scopes_done = (guint) n_done;
  response->n_scopes = (guint) n_scopes;
  return TRUE;
}

static gboolean
read_digests (const AmiaWire                *wire,
              const AmiaWireSnapshotMembers *members,
              AmiaSyncResponse              *response)
{
  gint64 n_left = 0;

  response->has_digests = members->digests.type != AMIA_SCAN_END;
  if (!_amia_wire_read_list (wire,
                             "the digests",
                             &members->digests,
                             AMIA_SCOPES_MAX,
                             read_digest,
                             response->digests) ||
      (members->digests_left.type != AMIA_SCAN_END &&
       !_amia_wire_read_int (wire,
                             "the digests left",
                             &members->digests_left,
                             0,
                             G_MAXINT,
                             &n_left)))
    return FALSE;

  response->n_digests_left = (guint) n_left;
  return TRUE;
}

gboolean
_amia_sync_response_read_snapshot (const AmiaWire                *wire,
                                   const AmiaWireSnapshotMembers *members,
                                   AmiaSyncResponse              *response)
{
  return read_snapshot (wire, &members->snapshot, response) &&
         _amia_wire_read_list (wire,
                               "the scopes with something left out",
                               &members->left_out,
                               AMIA_SCOPES_MAX,
                               read_left_out,
                               response->left_out) &&
         read_digests (wire, members, response);
}
