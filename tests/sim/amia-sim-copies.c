/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim.h"
#include "amia-store-sync.h"

/* Laptops that are set back to a copy of their file, as a restored backup or a cloned disk does. */

/* How many changes of this laptop's name the server has. */
static gint64
get_server_last (SimClient *client)
{
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_find_device (client->sim->ledger,
                                          &amia_store_get_identity (client->store)->device,
                                          &device,
                                          &error));
  return device->last_n;
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error));
}

static gint64
get_last (SimClient *client)
{
  g_auto (AmiaSyncState) state = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_get_sync_state (client->store, &state, &error));
  return state.last;
}

void
sim_back_up (SimClient *client)
{
  g_autofree char *copy = g_strconcat (client->path, ".copy", NULL);

  client->n_backed_up = get_last (client);
  sim_stop_client (client);
  copy_file (client->path, copy);
  sim_start_client (client);
}

void
sim_set_back (SimClient *client)
{
  g_autofree char *copy = g_strconcat (client->path, ".copy", NULL);
  gint64           n_safe;

  /* While the server has not found out yet, its numbers are not this file's. */
  if (client->n_backed_up < 0 || client->is_estranged)
    return;

  sim_trace (client->sim, "client %u is set back", client->index);
  client->sim->has_set_back = TRUE;
  n_safe = MAX (get_server_last (client), client->n_backed_up);
  client->n_committed -= (guint) (get_last (client) - n_safe);
  sim_stop_client (client);
  copy_file (copy, client->path);
  client->n_backed_up = -1;
  client->is_estranged = TRUE;
  sim_start_client (client);
}
