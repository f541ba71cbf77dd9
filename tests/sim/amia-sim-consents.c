/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-sim.h"

/* What people do that decides who may see what: cases, members, consents, protected identities. */

static void
add_member (AmiaEdits      *edits,
            Sim            *sim,
            const AmiaUuid *case_id,
            const char     *user)
{
  AmiaUuid id = sim_new_id (sim);

  amia_edits_set_string (edits, "member", &id, case_id, "user", user);
  amia_edits_set_string (edits, "member", &id, case_id, "role", "caseworker");
  if (sim_happens (sim, 15))
    {
      g_autofree char *last = sim_get_day (sim, (int) sim_pick (sim, 3));

      amia_edits_set_string (edits, "member", &id, case_id, "to", last);
    }
  sim_remember (sim->members, "member", &id, case_id);
}

/* A participant whom this laptop knows, or a new one. */
static gboolean
pick_person (SimClient *client,
             AmiaEdits *edits,
             AmiaUuid  *person)
{
  Sim             *sim = client->sim;
  g_autofree char *name = NULL;

  if (sim_happens (sim, 40) && sim_pick_known (client, sim->participants, person))
    return FALSE;

  *person = sim_new_id (sim);
  name = sim_new_word (client);
  amia_edits_set_string (edits, "participant", person, NULL, "name", name);
  return TRUE;
}

/* A case with some of the others in the team. */
static void
open_case (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autofree char *word = sim_new_word (client);
  AmiaUuid         id = sim_new_id (sim);
  AmiaUuid         person;
  char             text[AMIA_UUID_TEXT_LENGTH + 1];
  gboolean         is_new = pick_person (client, edits, &person);

  amia_edits_set_string (edits, "case", &id, &id, "title", word);
  amia_edits_set_string (edits,
                         "case",
                         &id,
                         &id,
                         "participant",
                         amia_uuid_print (&person, text));
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (strcmp (sim->clients[i].reader.user, client->reader.user) != 0 && sim_happens (sim, 60))
        add_member (edits, sim, &id, sim->clients[i].reader.user);
    }

  sim_trace (sim, "client %u makes a case", client->index);
  if (!sim_commit (client, edits))
    return;

  g_array_append_val (sim->cases, id);
  if (is_new)
    g_array_append_val (sim->participants, person);
}

/* --- Consents -------------------------------------------------------------------------------- */

static const char *const areas[] = {
  "[\"*\"]",
  "[\"*\"]",
  "[\"plan\"]",
  "[\"basics\"]",
  "[\"health\",\"work\"]",
  "[\"basics\",\"plan\"]",
};
static const char *const parties[] = {
  "[\"FK\",\"AF\",\"VARD\"]",
  "[\"FK\",\"AF\"]",
  "[\"AF\"]",
  "[\"VARD\"]",
  "[\"FK\"]",
};

void
sim_add_consent_to_all (AmiaEdits      *edits,
                        Sim            *sim,
                        const AmiaUuid *case_id)
{
  AmiaUuid id = sim_new_id (sim);

  amia_edits_set_string (edits, "consent", &id, case_id, "kind", "participation");
  amia_edits_set (edits, "consent", &id, case_id, "parties", NULL, parties[0]);
  amia_edits_set (edits, "consent", &id, case_id, "areas", NULL, areas[0]);
}

static void
give_consent (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  gboolean    is_wide = sim_happens (sim, sim->faults.crowd);
  const char *what = areas[is_wide ? 0 : sim_pick (sim, G_N_ELEMENTS (areas))];
  const char *whom = parties[is_wide ? 0 : sim_pick (sim, G_N_ELEMENTS (parties))];
  AmiaUuid    id = sim_new_id (sim);
  AmiaUuid    case_id;
  gboolean    is_spoken = sim_happens (sim, 20);

  if (!sim_pick_known (client, sim->cases, &case_id))
    return;

  amia_edits_set_string (edits,
                         "consent",
                         &id,
                         &case_id,
                         "kind",
                         is_spoken ? "spoken" : "participation");
  amia_edits_set (edits, "consent", &id, &case_id, "parties", NULL, whom);
  amia_edits_set (edits, "consent", &id, &case_id, "areas", NULL, what);
  if (is_spoken || sim_happens (sim, 30))
    {
      g_autofree char *from = sim_get_day (sim, is_spoken ? 0 : (int) sim_pick (sim, 2));

      amia_edits_set_string (edits, "consent", &id, &case_id, "valid-from", from);
    }
  if (sim_happens (sim, 30))
    {
      g_autofree char *last = sim_get_day (sim, (int) sim_pick (sim, 3));

      amia_edits_set_string (edits, "consent", &id, &case_id, "valid-to", last);
    }

  sim_trace (sim, "client %u registers a consent %s to %s", client->index, what, whom);
  if (sim_commit (client, edits))
    sim_remember (sim->consents, "consent", &id, &case_id);
}

static gboolean
pick_record (SimClient *client,
             GArray    *list,
             SimRecord *record)
{
  g_autoptr (AmiaRecord) known = NULL;
  g_autoptr (GError) error = NULL;

  if (list->len == 0)
    return FALSE;

  *record = sim_pick_record (client->sim, list);
  known = amia_store_load_record (client->store, &record->id, &error);
  g_assert_no_error (error);
  return known != NULL;
}

static void
withdraw_consent (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autofree char *day = sim_get_day (sim, sim_happens (sim, 80) ? 0 : 1);
  SimRecord        consent;

  if (!pick_record (client, sim->consents, &consent))
    return;

  amia_edits_set_string (edits, "consent", &consent.id, &consent.case_id, "withdrawn", day);
  sim_trace (sim, "client %u withdraws a consent", client->index);
  (void) sim_commit (client, edits);
}

/* --- Members --------------------------------------------------------------------------------- */

static void
invite (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid case_id;

  if (!sim_pick_known (client, sim->cases, &case_id))
    return;

  add_member (edits, sim, &case_id, sim->clients[sim_pick (sim, sim->n_clients)].reader.user);
  sim_trace (sim, "client %u adds a member", client->index);
  (void) sim_commit (client, edits);
}

static void
set_last_day (SimClient       *client,
              const SimRecord *member,
              const char      *day)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();

  amia_edits_set_string (edits, "member", &member->id, &member->case_id, "to", day);
  sim_trace (client->sim, "client %u changes a member", client->index);
  (void) sim_commit (client, edits);
}

static void
remove_member (SimClient       *client,
               const SimRecord *member)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();

  amia_edits_set (edits,
                  "member",
                  &member->id,
                  &member->case_id,
                  "removed",
                  NULL,
                  sim_happens (sim, 65) ? "true" : "false");
  sim_trace (sim, "client %u changes a member", client->index);
  (void) sim_commit (client, edits);
}

static void
change_member (SimClient *client)
{
  Sim             *sim = client->sim;
  g_autofree char *day = sim_get_day (sim, (int) sim_pick (sim, 3) - 1);
  SimClient       *other = &sim->clients[(client->index + 1) % sim->n_clients];
  SimRecord        member;

  if (!pick_record (client, sim->members, &member))
    return;

  if (!sim_happens (sim, sim->faults.ends > 0 ? 90 : 40))
    remove_member (client, &member);
  else
    set_last_day (client, &member, day);

  /* A colleague decides on it at the same moment. */
  if (sim_happens (sim, sim->faults.at_once) && other->store != NULL &&
      sim_is_known (other, &member.id))
    {
      g_autofree char *other_day = sim_get_day (sim, (int) sim_pick (sim, 5) - 2);

      set_last_day (other, &member, other_day);
    }
}

static void
protect (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  AmiaUuid person;

  if (!sim_pick_known (client, sim->participants, &person))
    return;

  amia_edits_set (edits,
                  "participant",
                  &person,
                  NULL,
                  "protected",
                  NULL,
                  sim_happens (sim, 60) ? "true" : "false");
  sim_trace (sim, "client %u decides on a protected identity", client->index);
  (void) sim_commit (client, edits);
}

/* A crowd has two cases, so that it meets in them; soon four where texts go from one to another. */
static gboolean
wants_case (Sim  *sim,
            guint what)
{
  if (sim->cases->len == 0 || sim->faults.crowd == 0)
    return sim->cases->len == 0 || what < 12;
  if (sim->faults.merge > 0)
    return what < 50 && sim->cases->len < 4;
  return what < 12 && sim->cases->len < 2;
}

void
sim_act_on_access (SimClient *client)
{
  Sim  *sim = client->sim;
  guint what = sim_happens (sim, sim->faults.crowd / 8) ? 99 : sim_pick (sim, 100);

  if (wants_case (sim, what))
    open_case (client);
  else if (sim->members->len > 0 && sim_happens (sim, sim->faults.ends))
    change_member (client);
  else if (what < 45)
    give_consent (client);
  else if (what < 62)
    withdraw_consent (client);
  else if (what < 78)
    invite (client);
  else if (what < 94)
    change_member (client);
  else
    protect (client);
}
