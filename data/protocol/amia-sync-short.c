/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-short-private.h"

#include <string.h>

/* The short form of both messages. Most rounds are of a laptop that the server knows, at a place
 * where both know it to be, and have nothing to say: a mark stands for who and where, and whatever
 * is as it was goes without saying. A server says of itself that it reads marks; one that does not
 * find its own in a request asks for the whole. */

void
amia_sync_request_compute_mark (const AmiaUuid *device,
                                const char     *epoch,
                                const guint8   *chain,
                                guint8         *mark)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize  length = sizeof digest;

  g_return_if_fail (device != NULL);
  g_return_if_fail (epoch != NULL);
  g_return_if_fail (chain != NULL);
  g_return_if_fail (mark != NULL);

  g_checksum_update (checksum, device->bytes, sizeof device->bytes);
  g_checksum_update (checksum, chain, AMIA_CHAIN_LENGTH);
  g_checksum_update (checksum, (const guchar *) epoch, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (mark, digest, AMIA_MARK_LENGTH);
}

void
_amia_sync_request_append_short (GString               *out,
                                 const AmiaSyncRequest *request)
{
  guint8 mark[AMIA_MARK_LENGTH];

  memcpy (mark, request->mark, sizeof mark);
  if (request->epoch != NULL)
    amia_sync_request_compute_mark (&request->device, request->epoch, request->chain, mark);

  g_string_append (out, "\"mark\":");
  _amia_wire_append_hex (out, mark, sizeof mark);
  g_string_append_printf (out,
                          ",\"schema\":%d,\"from\":%" G_GINT64_FORMAT
                          ",\"since\":%" G_GINT64_FORMAT ",",
                          AMIA_SCHEMA_VERSION,
                          request->from,
                          request->since);
  if (request->lanes->len > 0)
    {
      g_string_append (out, "\"lanes\":[");
      _amia_wire_append_lanes (out, request->lanes);
      g_string_append (out, "],");
    }
  if (request->readers_hash != NULL)
    {
      g_string_append (out, "\"readers\":");
      _amia_wire_append_text (out, request->readers_hash);
      g_string_append_c (out, ',');
    }
  if (request->page_max != AMIA_PAGE_CHANGES_START)
    g_string_append_printf (out, "\"max\":%u,", request->page_max);
  if (request->wait_seconds > 0)
    g_string_append_printf (out, "\"wait\":%u,", request->wait_seconds);
}

void
amia_sync_request_take_place (AmiaSyncRequest *request,
                              const AmiaUuid  *device,
                              const char      *epoch,
                              const guint8    *chain)
{
  g_return_if_fail (request != NULL);
  g_return_if_fail (request->use_mark);
  g_return_if_fail (request->epoch == NULL);
  g_return_if_fail (epoch != NULL);

  request->device = *device;
  request->epoch = g_strdup (epoch);
  memcpy (request->chain, chain, sizeof request->chain);
}

void
amia_sync_response_shorten (AmiaSyncResponse      *response,
                            const AmiaSyncRequest *request)
{
  g_return_if_fail (response != NULL);
  g_return_if_fail (request != NULL);

  if (!request->use_mark || g_strcmp0 (response->epoch, request->epoch) != 0)
    return;

  g_clear_pointer (&response->epoch, g_free);
  if (response->ack == request->from - 1)
    response->ack = -1;
  if (response->next == request->since)
    response->next = -1;
}

gboolean
amia_sync_response_complete (AmiaSyncResponse      *response,
                             const AmiaSyncRequest *request,
                             GError               **error)
{
  const AmiaWire wire = { "sync response", error };

  g_return_val_if_fail (response != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  if (response->epoch != NULL)
    return TRUE;
  if (!request->use_mark || request->epoch == NULL)
    return _amia_wire_fail (&wire, "it is short, and nobody has asked it to be");

  response->epoch = g_strdup (request->epoch);
  if (response->ack < 0)
    response->ack = request->from - 1;
  if (response->next < 0)
    response->next = request->since;
  response->can_columns = TRUE;
  response->can_mark = TRUE;
  return TRUE;
}
