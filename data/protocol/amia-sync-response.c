/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-protocol"

#include "config.h"

#include "amia-sync-response.h"

#include "amia-columns-private.h"
#include "amia-sync-refill-private.h"
#include "amia-sync-response-private.h"
#include "amia-sync-snapshot-private.h"

/* What the server says in a round. Devices are named once, in the list of sites, with the account
 * behind each; a change in the feed points into that list. Its stamp and ops lie side by side
 * there, so that they are read by amia_change_decode (), the one reader of changes. */

static void
clear_refusal (gpointer refusal)
{
  g_free (((AmiaWireRefusal *) refusal)->reason);
}

static void
clear_returned (gpointer data)
{
  g_free (((AmiaWireReturned *) data)->body);
}

static void
clear_reader (gpointer data)
{
  AmiaWireReader *reader = data;

  g_free (reader->user);
  g_free (reader->agency);
}

static void
clear_scope (gpointer data)
{
  g_free (((AmiaWireScope *) data)->rights);
}

static void
clear_opened (gpointer data)
{
  g_free (((AmiaWireOpened *) data)->user);
}

static void
free_change (gpointer data)
{
  AmiaWireChange *change = data;

  amia_change_free (change->change);
  g_free (change);
}

static GArray *
new_array (guint          element_size,
           GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, FALSE, element_size);

  g_array_set_clear_func (array, clear);
  return array;
}

GArray *
amia_wire_readers_new (void)
{
  return new_array (sizeof (AmiaWireReader), clear_reader);
}

AmiaSyncResponse *
amia_sync_response_new (void)
{
  AmiaSyncResponse *response = g_new0 (AmiaSyncResponse, 1);

  response->refused = new_array (sizeof (AmiaWireRefusal), clear_refusal);
  response->escrowed = new_array (sizeof (AmiaWireRefusal), clear_refusal);
  response->returned = new_array (sizeof (AmiaWireReturned), clear_returned);
  response->refilled = new_array (sizeof (AmiaWireRefilled), NULL);
  response->own = new_array (sizeof (AmiaWireOwn), NULL);
  response->shown = new_array (sizeof (AmiaWireShown), NULL);
  response->scopes = new_array (sizeof (AmiaWireScope), clear_scope);
  response->opened = new_array (sizeof (AmiaWireOpened), clear_opened);
  response->feed = g_ptr_array_new_with_free_func (free_change);
  response->lanes = new_array (sizeof (AmiaWireLane), NULL);
  response->left_out = new_array (sizeof (AmiaUuid), NULL);
  response->digests = new_array (sizeof (AmiaWireDigest), NULL);
  response->facts_acked = -1;
  response->lease_days = -1;
  response->can_columns = TRUE;
  response->can_mark = TRUE;
  response->can_short = TRUE;
  response->says_can = TRUE;

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
  g_array_unref (response->escrowed);
  g_array_unref (response->returned);
  g_array_unref (response->refilled);
  g_array_unref (response->own);
  g_array_unref (response->shown);
  g_array_unref (response->scopes);
  g_array_unref (response->opened);
  g_ptr_array_unref (response->feed);
  g_array_unref (response->lanes);
  g_array_unref (response->left_out);
  g_array_unref (response->digests);
  g_clear_pointer (&response->readers, g_array_unref);
  g_free (response);
}

void
amia_sync_response_take_change (AmiaSyncResponse *response,
                                gint64            seq,
                                AmiaChange       *change,
                                gint64            shown_ms)
{
  AmiaWireChange *entry;

  g_return_if_fail (response != NULL);
  g_return_if_fail (seq > 0);
  g_return_if_fail (change != NULL);
  g_return_if_fail (shown_ms >= 0);

  entry = g_new (AmiaWireChange, 1);
  *entry = (AmiaWireChange){ seq, change, shown_ms };
  g_ptr_array_add (response->feed, entry);
}

static void
append_states (GString    *out,
               GArray     *states,
               const char *state)
{
  for (guint i = 0; i < states->len; i++)
    {
      const AmiaWireRefusal *refusal = &g_array_index (states, AmiaWireRefusal, i);

      g_string_append (out, out->str[out->len - 1] == '[' ? "[" : ",[");
      _amia_wire_append_int (out, refusal->n);
      g_string_append_c (out, ',');
      _amia_wire_append_text (out, state);
      g_string_append_c (out, ',');
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
  g_string_append_c (out, ']');
  if (entry->shown_ms > 0)
    {
      g_string_append_c (out, ',');
      _amia_wire_append_int (out, entry->shown_ms);
    }
  g_string_append_c (out, ']');
}

/* Which of the rows are of changes in the short form. */
static void
append_short (GString   *out,
              GPtrArray *feed)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < feed->len; i++)
    {
      if (!((AmiaWireChange *) g_ptr_array_index (feed, i))->change->is_short)
        continue;
      g_string_append (out, is_first ? ",\"short\":[" : ",");
      _amia_wire_append_int (out, i);
      is_first = FALSE;
    }

  if (!is_first)
    g_string_append_c (out, ']');
}

static void
append_feed (GString   *out,
             GPtrArray *feed,
             gboolean   use_columns)
{
  g_autoptr (GHashTable) sites = g_hash_table_new_full (hash_site, sites_equal, g_free, NULL);
  g_autofree guint *site = g_new (guint, feed->len);

  g_string_append (out, ",\"sites\":[");
  for (guint i = 0; i < feed->len; i++)
    {
      const AmiaWireChange *entry = g_ptr_array_index (feed, i);

      site[i] = find_site (sites, entry->change, out);
    }

  g_string_append_c (out, ']');
  if (use_columns && feed->len >= AMIA_COLUMNS_CHANGES_MIN &&
      _amia_sync_response_append_columns (out, feed, site, g_hash_table_size (sites)))
    return;

  g_string_append (out, ",\"feed\":[");
  for (guint i = 0; i < feed->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_change (out, g_ptr_array_index (feed, i), site[i]);
    }
  g_string_append_c (out, ']');
  append_short (out, feed);
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

/* @is_short: without those that are empty. */
static void
append_lists (GString                *out,
              const AmiaSyncResponse *response,
              gboolean                is_short)
{
  if (!is_short || response->refused->len + response->escrowed->len > 0)
    {
      g_string_append (out, ",\"state\":[");
      append_states (out, response->refused, "refused");
      append_states (out, response->escrowed, "escrow");
      g_string_append_c (out, ']');
    }
  if (!is_short || response->own->len > 0)
    {
      g_string_append (out, ",\"own\":[");
      append_own (out, response->own);
      g_string_append_c (out, ']');
    }
  _amia_sync_response_append_access (out, response);
}

static void
append_page (GString                *out,
             const AmiaSyncResponse *response,
             gboolean                is_short)
{
  if (response->next >= 0)
    g_string_append_printf (out, ",\"next\":%" G_GINT64_FORMAT, response->next);
  if (!is_short || response->more)
    g_string_append (out, response->more ? ",\"more\":true" : ",\"more\":false");
  if (!is_short || response->feed->len > 0)
    append_feed (out, response->feed, response->use_columns);
  if (!is_short || response->lanes->len > 0)
    {
      g_string_append (out, ",\"lanes\":[");
      _amia_wire_append_lanes (out, response->lanes);
      g_string_append_c (out, ']');
    }
}

static void
append_can (GString                *out,
            const AmiaSyncResponse *response)
{
  const struct
  {
    const char *word;
    gboolean    can;
  } words[] = {
    { "columns", response->can_columns },
    { "mark", response->can_mark },
    { "short", response->can_short },
  };
  gboolean is_first = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!words[i].can)
        continue;
      g_string_append (out, is_first ? ",\"can\":[" : ",");
      _amia_wire_append_text (out, words[i].word);
      is_first = FALSE;
    }

  if (!is_first)
    g_string_append_c (out, ']');
}

GBytes *
amia_sync_response_encode (const AmiaSyncResponse *response)
{
  gboolean is_short;
  GString *out;

  g_return_val_if_fail (response != NULL, NULL);

  is_short = response->epoch == NULL;
  out = g_string_new ("{\"v\":1");
  if (!is_short)
    {
      g_string_append (out, ",\"epoch\":");
      _amia_wire_append_text (out, response->epoch);
    }
  g_string_append_printf (out, ",\"now\":%" G_GINT64_FORMAT, response->now_ms);
  if (response->ack >= 0)
    g_string_append_printf (out, ",\"ack\":%" G_GINT64_FORMAT, response->ack);
  append_lists (out, response, is_short);
  append_page (out, response, is_short);

  if (response->readers != NULL)
    {
      g_string_append (out, ",\"readers\":");
      append_readers (out, response->readers);
      g_string_append (out, ",\"readers_hash\":");
      _amia_wire_append_text (out, response->readers_hash);
    }
  _amia_sync_response_append_contact (out, response);
  _amia_sync_response_append_snapshot (out, response);
  _amia_sync_response_append_refilled (out, response->refilled);
  if (!is_short)
    append_can (out, response);
  g_string_append_c (out, '}');

  return g_string_free_to_bytes (out);
}
