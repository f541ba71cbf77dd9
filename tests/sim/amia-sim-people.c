/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-sim.h"

/* The people of the office: what they write, and where. */

#define HOUR_MS (3600 * 1000)

static AmiaUuid
new_id (Sim *sim)
{
  AmiaUuid id;

  for (gsize i = 0; i < sizeof id.bytes; i++)
    id.bytes[i] = (guint8) g_rand_int_range (sim->random, 0, 256);
  return id;
}

static void
commit (SimClient *client,
        AmiaEdits *edits)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_store_commit (client->store, edits, NULL, &error));
  client->n_committed++;
  sim_trace (client->sim, "commit %u %u", client->index, client->n_committed);
  sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_COMMITTED });
}

static void
remember (Sim            *sim,
          const char     *kind,
          const AmiaUuid *id,
          const AmiaUuid *case_id)
{
  SimRecord record = { kind, *id, *case_id };

  g_array_append_val (sim->records, record);
}

static void
add_member (AmiaEdits      *edits,
            Sim            *sim,
            const AmiaUuid *case_id,
            const char     *user)
{
  AmiaUuid id = new_id (sim);

  amia_edits_set_string (edits, "member", &id, case_id, "user", user);
  amia_edits_set_string (edits, "member", &id, case_id, "role", "caseworker");
}

/* A case whose team is everybody, sometimes only from a later change on: the colleagues then get
 * what was written before by a lane. */
static void
open_case (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid id = new_id (sim);
  gboolean is_late = sim_happens (sim, 50);

  amia_edits_set_string (edits, "case", &id, &id, "title", "Ärende");
  add_member (edits, sim, &id, client->user);
  for (guint i = 0; i < sim->n_clients && !is_late; i++)
    {
      if (i != client->index)
        add_member (edits, sim, &id, sim->clients[i].user);
    }
  commit (client, edits);

  for (guint i = 0; i < sim->n_clients && is_late; i++)
    {
      g_autoptr (AmiaEdits) later = amia_edits_new ();

      if (i == client->index)
        continue;
      add_member (later, sim, &id, sim->clients[i].user);
      commit (client, later);
    }
  g_array_append_val (sim->cases, id);
  remember (sim, "case", &id, &id);
}

static void
add_note (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid         id = new_id (sim);
  guint            n = (guint) g_rand_int_range (sim->random, 0, (gint32) sim->cases->len);
  AmiaUuid         case_id = g_array_index (sim->cases, AmiaUuid, n);
  g_autofree char *text = g_strdup_printf ("%u skrev %u", client->index, client->n_committed);

  amia_edits_set_string (edits, "journal", &id, &case_id, "headline", "Möte");
  amia_edits_set_string (edits, "journal", &id, &case_id, "text", text);
  commit (client, edits);
}

static void
add_goal (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid id = new_id (sim);
  guint    n = (guint) g_rand_int_range (sim->random, 0, (gint32) sim->cases->len);
  AmiaUuid case_id = g_array_index (sim->cases, AmiaUuid, n);

  amia_edits_set_string (edits, "goal", &id, &case_id, "text", "Ett mål");
  commit (client, edits);
  remember (sim, "goal", &id, &case_id);
}

/* Writes, settles or removes something that there is already, if this laptop has heard of it. */
static void
edit_something (SimClient *client)
{
  static const char *const fields[] = { "text", "status" };
  Sim                     *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (AmiaRecord) known = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("%u/%u", client->index, client->n_committed % 3);
  guint            n = (guint) g_rand_int_range (sim->random, 0, (gint32) sim->records->len);
  SimRecord        record = g_array_index (sim->records, SimRecord, n);
  gboolean         is_case = strcmp (record.kind, "case") == 0;

  known = amia_store_load_record (client->store, &record.id, &error);
  g_assert_no_error (error);
  if (known == NULL)
    return;

  if (sim_happens (sim, 30))
    amia_edits_set_mode (edits, AMIA_OVER_ALL);
  if (!is_case && sim_happens (sim, 20))
    amia_edits_set (edits,
                    record.kind,
                    &record.id,
                    &record.case_id,
                    "removed",
                    NULL,
                    sim_happens (sim, 75) ? "true" : "false");
  else
    amia_edits_set_string (edits,
                           record.kind,
                           &record.id,
                           &record.case_id,
                           is_case ? "title" : fields[g_rand_int_range (sim->random, 0, 2)],
                           text);
  commit (client, edits);
}

/* Only who has heard of a case writes in it. */
static gboolean
knows_all_cases (SimClient *client)
{
  for (guint i = 0; i < client->sim->cases->len; i++)
    {
      g_autoptr (AmiaRecord) known = NULL;
      AmiaUuid *id = &g_array_index (client->sim->cases, AmiaUuid, i);

      known = amia_store_load_record (client->store, id, NULL);
      if (known == NULL)
        return FALSE;
    }

  return TRUE;
}

void
sim_act (SimClient *client)
{
  Sim *sim = client->sim;

  if (sim_happens (sim, sim->faults.crash_client))
    {
      sim_trace (sim, "client %u restarts", client->index);
      sim_stop_client (client);
      sim_start_client (client);
    }
  if (sim_happens (sim, sim->faults.back_up))
    sim_back_up (client);
  else if (sim_happens (sim, sim->faults.set_back))
    sim_set_back (client);
  if (sim_happens (sim, sim->faults.go_away))
    client->away_until_ms = sim->now_ms + g_rand_int_range (sim->random, 0, HOUR_MS);

  if (sim->cases->len == 0 || sim_happens (sim, 5))
    open_case (client);
  else if (!knows_all_cases (client) || sim_happens (sim, 60))
    edit_something (client);
  else if (sim_happens (sim, 50))
    add_note (client);
  else
    add_goal (client);
}
