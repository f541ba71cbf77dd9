/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-day.h"
#include "amia-sim.h"
#include "amia-store-log.h"
#include "amia-store-sync.h"

/* The people of the office: what they write, and where. */

/* A user action takes fewer writes than this. */
#define WRITES_MAX 40

AmiaUuid
sim_new_id (Sim *sim)
{
  AmiaUuid id;

  for (gsize i = 0; i < sizeof id.bytes; i++)
    id.bytes[i] = (guint8) sim_pick (sim, 256);
  return id;
}

char *
sim_get_day (Sim *sim,
             int  n_days)
{
  return amia_day_in_sweden (sim->now_ms + n_days * SIM_DAY_MS);
}

char *
sim_new_word (SimClient *client)
{
  SimWord word = { client->index, FALSE };

  g_array_append_val (client->sim->words, word);
  return g_strdup_printf ("ord-%u;", client->sim->words->len - 1);
}

void
sim_remember (GArray         *list,
              const char     *kind,
              const AmiaUuid *id,
              const AmiaUuid *case_id)
{
  SimRecord record = { kind, *id, *case_id };

  g_array_append_val (list, record);
}

gboolean
sim_is_known (SimClient      *client,
              const AmiaUuid *id)
{
  g_autoptr (AmiaRecord) known = NULL;
  g_autoptr (GError) error = NULL;

  known = amia_store_load_record (client->store, id, &error);
  g_assert_no_error (error);
  return known != NULL;
}

gboolean
sim_pick_known (SimClient *client,
                GArray    *ids,
                AmiaUuid  *id)
{
  guint first = ids->len > 0 ? sim_pick (client->sim, ids->len) : 0;

  for (guint i = 0; i < ids->len; i++)
    {
      *id = g_array_index (ids, AmiaUuid, (first + i) % ids->len);
      if (sim_is_known (client, id))
        return TRUE;
    }

  return FALSE;
}

static void
lose_last_words (SimClient *client,
                 guint      n_words)
{
  GArray *words = client->sim->words;

  for (guint i = n_words; i < words->len; i++)
    g_array_index (words, SimWord, i).is_lost = TRUE;
}

void
sim_begin_commit (SimClient *client)
{
  Sim *sim = client->sim;

  if (sim_happens (sim, sim->faults.crash_client))
    sim_disk_stop_after (client->disk, sim_pick (sim, WRITES_MAX));
  sim_disk_set_full (client->disk, sim_happens (sim, sim->faults.full_disk));
}

gboolean
sim_end_commit (SimClient    *client,
                gboolean      is_done,
                const GError *error)
{
  Sim   *sim = client->sim;
  gint64 last = client->last_safe;

  sim_disk_set_full (client->disk, FALSE);
  if (is_done)
    client->last_safe = last + 1;

  /* What was not called safe may be there all the same. */
  if (sim_mend_client (client))
    is_done = sim_get_last (client) > last;
  else if (!is_done && !g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_INVALID))
    g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_FULL);

  sim_trace (sim,
             "%s %u %" G_GINT64_FORMAT,
             is_done ? "commit" : "not committed",
             client->index,
             last + 1);
  client->n_commits += is_done;
  if (is_done)
    sim_tell (client, (AmiaSyncEvent){ .type = AMIA_SYNC_COMMITTED });
  return is_done;
}

gboolean
sim_commit (SimClient *client,
            AmiaEdits *edits)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  sim_begin_commit (client);
  is_done = amia_store_commit (client->store, edits, NULL, &error);
  return sim_end_commit (client, is_done, error);
}

/* --- Writing --------------------------------------------------------------------------------- */

typedef struct
{
  const char *kind;
  const char *field;
  const char *area; /* NULL for the table's */
  gboolean    is_whole;
} Place;

static const Place places[] = {
  { "goal", "text", NULL, FALSE },
  { "goal", "status", NULL, FALSE },
  { "form", "answer/somn", "health", FALSE },
  { "form", "answer/arbete", "work", FALSE },
  { "form", "note", NULL, FALSE },
  { "activity", "title", NULL, FALSE },
  { "reflection", "text", NULL, FALSE },
  { "journal", "text", "health", TRUE },
  { "journal", "text", NULL, TRUE },
};

static void
set_text (AmiaEdits       *edits,
          const SimRecord *record,
          const Place     *place,
          const char      *text)
{
  g_autofree char *value = g_strdup_printf ("\"%s\"", text);

  amia_edits_set (edits,
                  record->kind,
                  &record->id,
                  &record->case_id,
                  place->field,
                  place->area,
                  value);
}

SimRecord
sim_pick_record (Sim    *sim,
                 GArray *list)
{
  guint n_last = sim_happens (sim, sim->faults.crowd) ? MIN (list->len, 3) : list->len;

  return g_array_index (list, SimRecord, list->len - n_last + sim_pick (sim, n_last));
}

/* Somewhere to write: in a crowd a place that the record has, else perhaps none. */
static const Place *
pick_place (Sim             *sim,
            const SimRecord *record)
{
  guint first = sim_pick (sim, G_N_ELEMENTS (places));

  for (guint i = 0; sim->faults.crowd > 0 && i < G_N_ELEMENTS (places); i++)
    {
      const Place *place = &places[(first + i) % G_N_ELEMENTS (places)];

      if (strcmp (place->kind, record->kind) == 0)
        return place;
    }

  return &places[first];
}

static void
write_new (SimClient *client)
{
  Sim         *sim = client->sim;
  const Place *place = &places[sim_pick (sim, G_N_ELEMENTS (places))];
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autofree char *word = NULL;
  SimRecord        record = { place->kind, { { 0 } }, { { 0 } } };

  if (!sim_pick_known (client, sim->cases, &record.case_id))
    return;

  record.id = sim_new_id (sim);
  word = sim_new_word (client);
  set_text (edits, &record, place, word);
  if (sim_happens (sim, sim->faults.merge))
    sim_add_consent_to_all (edits, sim, &record.case_id);
  if (sim_commit (client, edits) && !place->is_whole)
    sim_remember (sim->records, record.kind, &record.id, &record.case_id);
}

static gboolean
is_of_others (SimClient      *client,
              const AmiaHead *head)
{
  const char *agency;

  return head != NULL && amia_store_get_author (client->store, &head->device, &agency) != NULL &&
         strcmp (agency, client->reader.agency) != 0;
}

/* A text of another agency that is here, in a crowd the newest there is. */
static gboolean
find_text_of_others (SimClient    *client,
                     SimRecord    *record,
                     const Place **place,
                     AmiaHead     *head)
{
  Sim  *sim = client->sim;
  guint n_looks = sim->faults.crowd > 0 ? sim->records->len : 1;

  for (guint i = 0; i < n_looks; i++)
    {
      g_autoptr (AmiaRecord) known = NULL;
      g_autoptr (GError) error = NULL;
      const AmiaHead *shown;

      *record = n_looks == 1 ? sim_pick_record (sim, sim->records)
                             : g_array_index (sim->records, SimRecord, n_looks - 1 - i);
      *place = pick_place (sim, record);
      known = amia_store_load_record (client->store, &record->id, &error);
      g_assert_no_error (error);
      if (known == NULL || strcmp ((*place)->kind, record->kind) != 0)
        continue;

      shown = amia_record_get_shown (known, (*place)->field);
      if (!is_of_others (client, shown))
        continue;
      *head = (AmiaHead){ .device = shown->device, .n = shown->n };
      return TRUE;
    }

  return FALSE;
}

/* Writes what another agency's text was taken into, here or in another case, and says so; %FALSE if
 * there is none. */
static gboolean
merge (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  SimRecord        from;
  SimRecord        to;
  const Place     *place;
  AmiaHead         head;
  g_autofree char *word = NULL;

  if (!find_text_of_others (client, &from, &place, &head))
    return FALSE;

  to = from;
  if (sim_happens (sim, sim->faults.merge > 0 ? 70 : 30) &&
      sim_pick_known (client, sim->cases, &to.case_id))
    to.id = sim_new_id (sim);
  word = sim_new_word (client);
  set_text (edits, &to, place, word);
  amia_edits_add_source (edits, &head.device, head.n, place->field);
  if (sim_happens (sim, sim->faults.merge))
    sim_add_consent_to_all (edits, sim, &to.case_id);
  sim_trace (sim, "client %u merges", client->index);
  if (sim_commit (client, edits) && !amia_uuid_equal (&to.id, &from.id))
    sim_remember (sim->records, to.kind, &to.id, &to.case_id);
  return TRUE;
}

static void
write_over (SimClient       *client,
            AmiaEdits       *edits,
            const SimRecord *record,
            const Place     *place,
            gboolean         is_all)
{
  g_autofree char *word = sim_new_word (client);
  g_autoptr (GArray) kept = sim_list_kept (client, record, place->field);

  set_text (edits, record, place, word);
  if (sim_commit (client, edits) && !is_all)
    sim_check_kept (client, record, place->field, kept);
}

/* Somebody else, or the same once more, in the same millisecond. */
static void
write_over_at_once (SimClient       *client,
                    const SimRecord *record,
                    const Place     *place)
{
  g_autoptr (AmiaEdits) edits = amia_edits_new ();

  if (client->store != NULL && sim_is_known (client, &record->id))
    write_over (client, edits, record, place, FALSE);
}

/* Writes, settles or removes something that there is already, if this laptop has heard of it. */
static void
edit_something (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  SimRecord    record = sim_pick_record (sim, sim->records);
  const Place *place = pick_place (sim, &record);
  gboolean     is_all;

  if (!sim_is_known (client, &record.id))
    return;

  is_all = sim_happens (sim, 30);
  if (is_all)
    amia_edits_set_mode (edits, AMIA_OVER_ALL);
  if (sim_happens (sim, 15))
    {
      amia_edits_set (edits,
                      record.kind,
                      &record.id,
                      &record.case_id,
                      "removed",
                      NULL,
                      sim_happens (sim, 75) ? "true" : "false");
      (void) sim_commit (client, edits);
      return;
    }

  if (strcmp (place->kind, record.kind) != 0)
    return;

  write_over (client, edits, &record, place, is_all);
  if (sim_happens (sim, sim->faults.at_once))
    write_over_at_once (
        sim_happens (sim, 50) ? client : &sim->clients[sim_pick (sim, sim->n_clients)], &record,
        place);
}

static void
edit_person (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autofree char *word = NULL;
  AmiaUuid         id;

  if (!sim_pick_known (client, sim->participants, &id))
    return;

  word = sim_new_word (client);
  amia_edits_set_string (edits,
                         "participant",
                         &id,
                         NULL,
                         sim_happens (sim, 50) ? "name" : "phone",
                         word);
  (void) sim_commit (client, edits);
}

static void
open_a_case (SimClient *client)
{
  g_autoptr (GError) error = NULL;
  AmiaUuid id;

  if (!sim_pick_known (client, client->sim->cases, &id))
    return;

  sim_trace (client->sim, "client %u opens a case", client->index);
  g_assert_true (amia_store_add_fact (client->store, "open", &id, NULL, &error));
  sim_note_held (client, &id);
}

static void
write_something (SimClient *client)
{
  Sim  *sim = client->sim;
  guint what = sim_pick (sim, 100);

  if (sim->records->len > 0 && sim_happens (sim, sim->faults.merge) && merge (client))
    return;

  if (sim_happens (sim, sim->faults.blobs))
    sim_attach (client);
  else if (what < 35 || sim->records->len == 0)
    write_new (client);
  else if (what < (sim->faults.at_once > 0 ? 80 : sim->faults.crowd > 0 ? 55
                                                                        : 70))
    edit_something (client);
  else if (what < 82)
    (void) merge (client);
  else if (what < 90)
    edit_person (client);
  else
    open_a_case (client);
}

/* --- The day --------------------------------------------------------------------------------- */

static void
have_accidents (SimClient *client)
{
  Sim *sim = client->sim;

  if (sim_happens (sim, sim->faults.back_up))
    sim_back_up (client);
  else if (sim_happens (sim, sim->faults.set_back))
    sim_set_back (client);
  else if (sim_happens (sim, sim->faults.back_up_server))
    sim_back_up_server (sim);
  else if (sim_happens (sim, sim->faults.set_server_back))
    sim_set_server_back (sim);
  else if (!client->is_revoked && !client->is_old && client->sign_in_at_ms == 0 &&
           sim_happens (sim, sim->faults.revoke))
    sim_revoke (client);

  if (sim_happens (sim, sim->faults.wrong_clock))
    client->skew_ms = (gint64) g_rand_int_range (sim->random, -30000, 30000) * SIM_HOUR_MS;
  if (sim_happens (sim, sim->faults.go_away))
    client->away_until_ms = sim->now_ms + sim_pick (sim, (guint) SIM_HOUR_MS);
}

void
sim_act (SimClient *client)
{
  Sim  *sim = client->sim;
  guint n_words;
  guint n_commits;

  if (client->store == NULL)
    sim_start_client (client);
  have_accidents (client);
  if (client->is_old && sim_happens (sim, 10))
    {
      sim_trace (sim, "client %u gets a new program", client->index);
      sim_stop_client (client);
      client->is_old = FALSE;
      sim_start_client (client);
    }

  n_words = sim->words->len;
  n_commits = client->n_commits;
  if (sim->cases->len == 0 || sim_happens (sim, 40))
    sim_act_on_access (client);
  else
    write_something (client);
  if (client->n_commits == n_commits)
    lose_last_words (client, n_words);
  if (sim_happens (sim, 20))
    sim_check_green (client, 30);
  for (guint i = 0; sim->faults.small > 0 && i < sim->n_clients; i++)
    {
      if (sim->clients[i].store != NULL)
        sim_check_green (&sim->clients[i], 100);
    }
}
