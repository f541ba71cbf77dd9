/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync"

#include "config.h"

#include "amia-round-private.h"
#include "amia-store-sync.h"

/* What the account wrote on laptops that were shut out goes back to a server that has lost it: once
 * there is nothing else to say, and the new life of the log has been read to its end. That it has
 * begun to give out is seen by its having spoken of colleagues. */

#define REFILL_MAX       200
#define REFILL_BYTES_MAX (256 * 1024)

static void
clear_refill (gpointer data)
{
  g_bytes_unref (((AmiaRefill *) data)->body);
}

gboolean
_amia_round_ask_refill (AmiaStore       *store,
                        AmiaSyncRequest *request,
                        GError         **error)
{
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (AmiaRefill));

  g_array_set_clear_func (lost, clear_refill);
  if (request->wait_seconds == 0 || request->changes->len > 0 || request->readers_hash == NULL)
    return TRUE;
  if (!amia_store_list_refill (store, lost, REFILL_MAX, REFILL_BYTES_MAX, error))
    return FALSE;

  for (guint i = 0; i < lost->len; i++)
    {
      const AmiaRefill *one = &g_array_index (lost, AmiaRefill, i);
      AmiaWireRefill    wire = { one->device, one->n, g_bytes_ref (one->body) };

      g_array_append_val (request->refill, wire);
    }

  return TRUE;
}

void
_amia_round_copy_refilled (AmiaIncoming           *incoming,
                           const AmiaSyncResponse *response)
{
  for (guint i = 0; i < response->refilled->len; i++)
    {
      const AmiaWireRefilled *wire = &g_array_index (response->refilled, AmiaWireRefilled, i);
      AmiaRefilled            refilled = { wire->device, wire->n, wire->seq };

      g_array_append_val (incoming->refilled, refilled);
    }
}
