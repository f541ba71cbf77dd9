/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-day.h"
#include "amia-sim.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"

/* Green is never wrong: what a laptop says of how far a record has come is held against what is on
 * the server, and was on the colleague's laptop. */

typedef struct
{
  SimClient      *client;
  const AmiaUuid *case_id; /* NULL for none */
  const AmiaUuid *person;  /* whom it is about, NULL for nobody */
} Note;

static void
keep_key (GHashTable *set,
          gint64      key)
{
  gint64 *kept;

  if (g_hash_table_contains (set, &key))
    return;

  kept = g_new (gint64, 1);
  *kept = key;
  g_hash_table_add (set, kept);
}

static gboolean
note_cb (const AmiaChange *change,
         AmiaChangeState   state,
         const char       *reason,
         gpointer          data)
{
  Note *note = data;

  (void) state;
  (void) reason;
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      gint64        key = sim_op_key (&change->device, change->n, op);

      keep_key (note->client->held, key);
      if ((note->case_id != NULL && amia_uuid_equal (&op->case_id, note->case_id)) ||
          (note->person != NULL && amia_uuid_equal (&op->record, note->person)))
        keep_key (note->client->opened, key);
    }

  return TRUE;
}

void
sim_note_held (SimClient      *client,
               const AmiaUuid *case_id)
{
  const AmiaLogQuery whole_log = { .state = -1 };
  Note               note = { client, case_id, NULL };
  g_autoptr (AmiaRecord) opened = NULL;
  g_autofree char *reference = NULL;
  g_autoptr (GError) error = NULL;
  AmiaUuid person;

  /* What has not changed since says nothing new. */
  if (case_id == NULL && client->n_noted == sim_disk_count_changes (client->disk))
    return;

  client->n_noted = sim_disk_count_changes (client->disk);
  if (case_id != NULL)
    opened = amia_store_load_record (client->store, case_id, &error);
  if (opened != NULL)
    reference = amia_record_dup_string (opened, "participant");
  if (reference != NULL && amia_uuid_parse (reference, -1, &person))
    note.person = &person;

  g_assert_true (
      amia_store_foreach_change (client->store, &whole_log, note_cb, &note, &error));
}

/* --- Checking -------------------------------------------------------------------------------- */

typedef struct
{
  SimClient      *client;
  const AmiaUuid *record;
  AmiaSaved       saved;
  char          **names;
} Claim;

/* One of the colleague's laptops has, or had, the op. */
static gboolean
has_it (Sim        *sim,
        const char *user,
        gint64      key,
        gboolean    is_opened)
{
  for (guint i = 0; i < sim->n_clients; i++)
    {
      SimClient *other = &sim->clients[i];

      if (strcmp (other->reader.user, user) == 0 &&
          g_hash_table_contains (is_opened ? other->opened : other->held, &key))
        return TRUE;
    }

  return FALSE;
}

/* A colleague who began with a snapshot has the record without what does not count in it. */
static gboolean
is_left_out (Sim              *sim,
             const char       *user,
             const AmiaChange *change,
             const AmiaOp     *op)
{
  g_autofree char *today = amia_day_in_sweden (sim->now_ms);

  for (guint i = 0; i < sim->n_clients && sim->faults.snapshots > 0; i++)
    {
      SimClient *other = &sim->clients[i];

      if (strcmp (other->reader.user, user) == 0 &&
          sim_oracle_is_replaced (sim->oracle, &other->reader, change, op, today))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_cb (const AmiaChange *change,
          AmiaChangeState   state,
          const char       *reason,
          gpointer          data)
{
  Claim *claim = data;
  Sim   *sim = claim->client->sim;

  (void) reason;
  if (state == AMIA_CHANGE_REFUSED)
    return TRUE;

  if (sim_oracle_find (sim->oracle, &change->device, change->n) == NULL)
    g_error ("laptop %u calls a record with %s %" G_GINT64_FORMAT " (state %d) green, which is not "
             "on the server",
             claim->client->index, change->author, change->n, state);
  if (claim->saved < AMIA_SAVED_COLLEAGUE)
    return TRUE;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);
      gint64        key = sim_op_key (&change->device, change->n, op);

      for (gsize j = 0; amia_uuid_equal (&op->record, claim->record) && claim->names[j] != NULL;
           j++)
        {
          if (!has_it (sim, claim->names[j], key, claim->saved == AMIA_SAVED_OPENED) &&
              !is_left_out (sim, claim->names[j], change, op))
            g_error ("laptop %u calls %s %s = %s of %s %" G_GINT64_FORMAT " green (%d) for %s",
                     claim->client->index, op->kind, op->field, op->value, change->author,
                     change->n, claim->saved, claim->names[j]);
        }
    }

  return TRUE;
}

static void
check_record (SimClient      *client,
              const AmiaUuid *record)
{
  const AmiaLogQuery query = { NULL, record, -1 };
  Claim              claim = { client, record, AMIA_SAVED_HERE, NULL };
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;

  claim.saved = amia_store_get_saved (client->store, record, &names, &error);
  g_assert_no_error (error);
  claim.names = names;
  if (claim.saved >= AMIA_SAVED_SERVER)
    g_assert_true (amia_store_foreach_change (client->store, &query, check_cb, &claim, &error));
}

/* Others each time, and none of the draws that decide what happens. */
static void
check_some (SimClient      *client,
            const AmiaUuid *record,
            guint           percent)
{
  if ((record->bytes[15] * 7 + client->sim->n_rounds) % 100 < percent)
    check_record (client, record);
}

void
sim_check_green (SimClient *client,
                 guint      percent)
{
  Sim *sim = client->sim;

  /* Until it has heard from a server that was set back, it can't know. */
  if (!client->knows_epoch || client->is_estranged)
    return;

  (void) sim_oracle_read (sim->oracle, amia_rounds_get_ledger (sim->rounds));
  sim_check_blobs_green (client);
  for (guint i = 0; i < sim->n_clients; i++)
    {
      if (sim->clients[i].store != NULL)
        sim_note_held (&sim->clients[i], NULL);
    }
  for (guint i = 0; i < sim->records->len; i++)
    check_some (client, &g_array_index (sim->records, SimRecord, i).id, percent);
  for (guint i = 0; i < sim->cases->len; i++)
    check_some (client, &g_array_index (sim->cases, AmiaUuid, i), percent);
  for (guint i = 0; i < sim->participants->len; i++)
    check_some (client, &g_array_index (sim->participants, AmiaUuid, i), percent);
}
