/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-message.h"

#include "amia-wire-private.h"

/* What the server says in a round. Devices are named once, in the list of sites, with the account
 * behind each; a change in the feed points into that list. Its stamp and ops lie side by side
 * there, so that they are read by amia_change_decode (), the one reader of changes. */

static void
clear_refusal (gpointer refusal)
{
  g_free (((AmiaWireRefusal *) refusal)->reason);
}

static void
clear_reader (gpointer data)
{
  AmiaWireReader *reader = data;

  g_free (reader->user);
  g_free (reader->agency);
}

static void
free_change (gpointer data)
{
  AmiaWireChange *change = data;

  amia_change_free (change->change);
  g_free (change);
}

GArray *
amia_wire_readers_new (void)
{
  GArray *readers = g_array_new (FALSE, FALSE, sizeof (AmiaWireReader));

  g_array_set_clear_func (readers, clear_reader);
  return readers;
}

AmiaSyncResponse *
amia_sync_response_new (void)
{
  AmiaSyncResponse *response = g_new0 (AmiaSyncResponse, 1);

  response->refused = g_array_new (FALSE, FALSE, sizeof (AmiaWireRefusal));
  g_array_set_clear_func (response->refused, clear_refusal);
  response->own = g_array_new (FALSE, FALSE, sizeof (AmiaWireOwn));
  response->feed = g_ptr_array_new_with_free_func (free_change);
  response->lanes = g_array_new (FALSE, FALSE, sizeof (AmiaWireLane));

  return response;
}

void
amia_sync_response_free (AmiaSyncResponse *response)
{
  if (response == NULL)
    return;

  g_free (response->epoch);
  g_free (response->readers_hash);
  g_array_unref (response->refused);
  g_array_unref (response->own);
  g_ptr_array_unref (response->feed);
  g_array_unref (response->lanes);
  g_clear_pointer (&response->readers, g_array_unref);
  g_free (response);
}

void
amia_sync_response_take_change (AmiaSyncResponse *response,
                                gint64            seq,
                                AmiaChange       *change)
{
  AmiaWireChange *entry;

  g_return_if_fail (response != NULL);
  g_return_if_fail (seq > 0);
  g_return_if_fail (change != NULL);

  entry = g_new (AmiaWireChange, 1);
  entry->seq = seq;
  entry->change = change;
  g_ptr_array_add (response->feed, entry);
}

static void
append_refused (GString *out,
                GArray  *refused)
{
  for (guint i = 0; i < refused->len; i++)
    {
      const AmiaWireRefusal *refusal = &g_array_index (refused, AmiaWireRefusal, i);

      g_string_append_printf (out,
                              "%s[%" G_GINT64_FORMAT ",\"refused\",",
                              i > 0 ? "," : "",
                              refusal->n);
      _amia_wire_append_text (out, refusal->reason);
      g_string_append_c (out, ']');
    }
}

static void
append_own (GString *out,
            GArray  *own)
{
  for (guint i = 0; i < own->len; i++)
    {
      const AmiaWireOwn *run = &g_array_index (own, AmiaWireOwn, i);

      g_string_append_printf (out,
                              "%s[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]",
                              i > 0 ? "," : "",
                              run->first,
                              run->last,
                              run->seq);
    }
}

/* One site for each device; its author and agency are those of its changes. A laptop whose account
 * moved to another agency is two sites. */
typedef struct
{
  const AmiaChange *change;
  guint             index;
} Site;

static guint
hash_site (gconstpointer data)
{
  return amia_uuid_hash (&((const Site *) data)->change->device);
}

static gboolean
sites_equal (gconstpointer a,
             gconstpointer b)
{
  const AmiaChange *first = ((const Site *) a)->change;
  const AmiaChange *second = ((const Site *) b)->change;

  return amia_uuid_equal (&first->device, &second->device) &&
         g_strcmp0 (first->agency, second->agency) == 0 &&
         g_strcmp0 (first->author, second->author) == 0;
}

static guint
find_site (GHashTable       *sites,
           const AmiaChange *change,
           GString          *out)
{
  const Site wanted = { change, 0 };
  Site      *site = g_hash_table_lookup (sites, &wanted);

  if (site != NULL)
    return site->index;

  site = g_new (Site, 1);
  site->change = change;
  site->index = g_hash_table_size (sites);
  g_hash_table_add (sites, site);

  g_string_append (out, site->index > 0 ? ",[" : "[");
  _amia_wire_append_hex (out, change->device.bytes, sizeof change->device.bytes);
  g_string_append_c (out, ',');
  _amia_wire_append_text (out, change->author);
  g_string_append_c (out, ',');
  _amia_wire_append_text (out, change->agency);
  g_string_append_c (out, ']');

  return site->index;
}

static void
append_change (GString              *out,
               const AmiaWireChange *entry,
               guint                 site)
{
  const AmiaChange *change = entry->change;
  char              stamp[AMIA_STAMP_TEXT_LENGTH + 1];

  g_string_append_printf (out,
                          "[%" G_GINT64_FORMAT ",%u,%" G_GINT64_FORMAT ",\"%s\",[",
                          entry->seq,
                          site,
                          change->n,
                          amia_stamp_print (change->stamp, stamp));
  for (guint i = 0; i < change->ops->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      amia_op_append_json (g_ptr_array_index (change->ops, i), &change->device, out);
    }
  g_string_append (out, "]]");
}

static void
append_feed (GString   *out,
             GPtrArray *feed)
{
  g_autoptr (GHashTable) sites = g_hash_table_new_full (hash_site, sites_equal, g_free, NULL);
  g_autofree guint *site = g_new (guint, feed->len);

  g_string_append (out, ",\"sites\":[");
  for (guint i = 0; i < feed->len; i++)
    {
      const AmiaWireChange *entry = g_ptr_array_index (feed, i);

      site[i] = find_site (sites, entry->change, out);
    }

  g_string_append (out, "],\"feed\":[");
  for (guint i = 0; i < feed->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_change (out, g_ptr_array_index (feed, i), site[i]);
    }
  g_string_append_c (out, ']');
}

static void
append_readers (GString *out,
                GArray  *readers)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < readers->len; i++)
    {
      const AmiaWireReader *reader = &g_array_index (readers, AmiaWireReader, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      _amia_wire_append_text (out, reader->user);
      g_string_append_c (out, ',');
      _amia_wire_append_text (out, reader->agency);
      g_string_append_printf (out, ",%" G_GINT64_FORMAT "]", reader->position);
    }
  g_string_append_c (out, ']');
}

char *
amia_wire_readers_hash (GArray *readers)
{
  g_autoptr (GString) json = g_string_new (NULL);
  char *hash;

  g_return_val_if_fail (readers != NULL, NULL);

  append_readers (json, readers);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json->str, (gssize) json->len);
  hash[AMIA_READERS_HASH_LENGTH] = '\0';
  return hash;
}

GBytes *
amia_sync_response_encode (const AmiaSyncResponse *response)
{
  GString *out;

  g_return_val_if_fail (response != NULL, NULL);
  g_return_val_if_fail (response->epoch != NULL, NULL);

  out = g_string_new ("{\"v\":1,\"epoch\":");
  _amia_wire_append_text (out, response->epoch);
  g_string_append_printf (out,
                          ",\"now\":%" G_GINT64_FORMAT ",\"ack\":%" G_GINT64_FORMAT ",\"state\":[",
                          response->now_ms,
                          response->ack);
  append_refused (out, response->refused);
  g_string_append (out, "],\"own\":[");
  append_own (out, response->own);
  g_string_append_printf (out,
                          "],\"next\":%" G_GINT64_FORMAT ",\"more\":%s",
                          response->next,
                          response->more ? "true" : "false");
  append_feed (out, response->feed);
  g_string_append (out, ",\"lanes\":[");
  _amia_wire_append_lanes (out, response->lanes);
  g_string_append_c (out, ']');

  if (response->readers != NULL)
    {
      g_string_append (out, ",\"readers\":");
      append_readers (out, response->readers);
      g_string_append (out, ",\"readers_hash\":");
      _amia_wire_append_text (out, response->readers_hash);
    }
  g_string_append_c (out, '}');

  return g_string_free_to_bytes (out);
}
