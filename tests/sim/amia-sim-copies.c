/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-sim.h"

/* Laptops that are set back to a copy of their file, as a restored backup or a cloned disk does. */

void
sim_copy_file (const char *from,
               const char *to)
{
  g_autoptr (GBytes) bytes = sim_file_dup (from);

  g_assert_nonnull (bytes);
  sim_file_put (to, bytes);
}

static gboolean
is_in_log (SimOracle *oracle,
           guint      word)
{
  GPtrArray       *changes = sim_oracle_get_changes (oracle);
  g_autofree char *text = g_strdup_printf ("ord-%u;", word);

  for (guint i = 0; i < changes->len; i++)
    {
      const AmiaChange *change = g_ptr_array_index (changes, i);

      for (guint j = 0; j < change->ops->len; j++)
        {
          if (strstr (((AmiaOp *) g_ptr_array_index (change->ops, j))->value, text) != NULL)
            return TRUE;
        }
    }

  return FALSE;
}

void
sim_lose_words (SimClient *client,
                guint      from)
{
  Sim *sim = client->sim;

  (void) sim_oracle_read (sim->oracle, amia_rounds_get_ledger (sim->rounds));
  for (guint i = from; i < sim->words->len; i++)
    {
      SimWord *word = &g_array_index (sim->words, SimWord, i);

      if (word->client == client->index && !is_in_log (sim->oracle, i))
        word->is_lost = TRUE;
    }
}

static char *
dup_copy_path (SimClient *client)
{
  g_autofree char *name = g_strdup_printf ("copy-of-%u.db", client->index);

  return g_build_filename (client->sim->folder, name, NULL);
}

void
sim_back_up (SimClient *client)
{
  g_autofree char *copy = dup_copy_path (client);

  client->n_backed_up = sim_get_last (client);
  client->n_words_backed_up = client->sim->words->len;
  sim_stop_client (client);
  sim_copy_file (client->path, copy);
  sim_start_client (client);
}

void
sim_set_back (SimClient *client)
{
  g_autofree char *copy = dup_copy_path (client);

  /* While the server has not found out yet, its numbers are not this file's. */
  if (client->n_backed_up < 0 || client->is_estranged)
    return;

  sim_trace (client->sim, "client %u is set back", client->index);
  client->sim->has_set_back = TRUE;
  sim_lose_words (client, client->n_words_backed_up);
  sim_lose_blobs (client);
  sim_stop_client (client);
  sim_copy_file (copy, client->path);
  client->last_safe = client->n_backed_up;
  client->n_backed_up = -1;
  client->is_estranged = TRUE;
  client->contact_ms = 0;
  sim_start_client (client);
}
