/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-blobs.h"
#include "amia-sim.h"
#include "amia-store-blobs.h"

/* Attachments: sealed files that are carried in parts beside the rounds, with the real store, the
 * real transfer and the real server rules. The files lie in the system's memory, not on the made-up
 * disks: a program that ends loses what its database had not kept, and no file is torn. */

#define PLAIN_MAX    9000
#define PART_MIN     700
#define PART_RANGE   3000
#define DELAY_MS_MAX 400
#define WRITES_MAX   12
#define TIMES_MAX    30
#define LOOKS_MAX    40 /* more parts than the largest has */

/* What came of looking for something to carry. */
typedef enum
{
  NOTHING,
  PUT_OFF,
  MOVED,
} Step;

void
sim_blob_clear (SimBlob *blob)
{
  g_bytes_unref (blob->plain);
}

static const char *
print_id (const AmiaBlobId *id)
{
  static char text[AMIA_BLOB_HEX_LENGTH + 1];

  return amia_blob_id_print (id, text);
}

/* --- Attaching ------------------------------------------------------------------------------- */

/* It begins as a PDF does, since programs may not be attached. */
static GBytes *
make_scan (Sim *sim)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint length = 1 + sim_pick (sim, PLAIN_MAX);

  g_byte_array_append (bytes, (const guint8 *) "%PDF-1.4\n", 9);
  while (bytes->len < length)
    {
      guint8 byte = (guint8) sim_pick (sim, 256);

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static AmiaSealedBlob *
seal (SimClient *client,
      SimBlob   *blob)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (blob->plain);
  g_autoptr (GError) error = NULL;
  AmiaSealedBlob *sealed = amia_blob_seal (client->path, stream, NULL, &error);
  AmiaBlobId      key;

  g_assert_no_error (error);
  memcpy (key.bytes, sealed->key, sizeof key.bytes);
  amia_blob_id_print (&key, blob->key);
  blob->id = sealed->id;
  return sealed;
}

void
sim_attach (SimClient *client)
{
  static const char *const areas[] = { NULL, "health", "work" };
  Sim                     *sim = client->sim;
  AmiaNewAttachment        what = { .area = areas[sim_pick (sim, G_N_ELEMENTS (areas))] };
  SimBlob                  blob = { .client = client->index };
  g_autoptr (AmiaSealedBlob) sealed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *word = NULL;
  AmiaUuid         record;
  gboolean         is_safe;

  if (!sim_pick_known (client, sim->cases, &what.case_id))
    return;

  blob.plain = make_scan (sim);
  sealed = seal (client, &blob);
  what.title = word = sim_new_word (client);
  sim_begin_commit (client);
  is_safe = amia_store_attach (client->store, &what, sealed, &record, &error);
  if (is_safe)
    sim_remember (sim->records, AMIA_ATTACHMENT_KIND, &record, &what.case_id);
  sim_trace (sim, "client %u attaches %s", client->index, word);
  if (sim_end_commit (client, is_safe, error))
    g_array_append_val (sim->blobs, blob);
  else
    sim_blob_clear (&blob);
}

void
sim_lose_blobs (SimClient *client)
{
  for (guint i = 0; i < client->sim->blobs->len; i++)
    {
      SimBlob *blob = &g_array_index (client->sim->blobs, SimBlob, i);

      if (blob->client == client->index && !sim_blob_is_on_server (client->sim, blob))
        blob->is_lost = TRUE;
    }
}

void
sim_lose_blobs_of_server (Sim *sim)
{
  for (guint i = 0; i < sim->blobs->len; i++)
    {
      SimBlob *blob = &g_array_index (sim->blobs, SimBlob, i);

      if (!sim_blob_is_on_server (sim, blob) &&
          !sim_blob_is_on_laptop (&sim->clients[blob->client], blob))
        blob->is_lost = TRUE;
    }
}

/* --- At the server --------------------------------------------------------------------------- */

static void
serve (SimClient             *client,
       const AmiaBlobRequest *request,
       AmiaBlobAnswer        *answer)
{
  AmiaRounds *rounds = client->sim->rounds;
  AmiaBlobAsk ask = { .id = request->id, .bytes = request->bytes, .now_ms = client->sim->now_ms };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gint64 n_checked = 0;
  guint  n_looks = 0;

  sim_make_token (client, ask.token);
  ask.range.first = request->offset;
  if (request->verb == AMIA_BLOB_BRING)
    {
      ask.range.length = request->length;
      ask.range.last = request->offset + (gint64) g_bytes_get_size (request->bytes) - 1;
      amia_blobs_take (rounds, &ask, answer);
    }
  else if (request->verb == AMIA_BLOB_GET)
    {
      ask.range.last = request->offset + (gint64) request->part_max - 1;
      amia_blobs_give (rounds, &ask, answer);
    }
  else
    amia_blobs_look (rounds, &ask, answer);

  while (answer->status == 0)
    {
      g_assert_cmpuint (n_looks++, <, LOOKS_MAX);
      amia_blobs_check (rounds, &ask, checksum, &n_checked, answer);
    }
}

/* As the transport reads it; NULL for what is no answer about a blob. */
static AmiaBlobReply *
read_answer (const AmiaBlobAnswer *answer)
{
  g_autoptr (AmiaBlobReply) reply = g_new0 (AmiaBlobReply, 1);

  reply->n_here = answer->n_here;
  reply->length = answer->length;
  if (answer->bytes != NULL)
    reply->bytes = g_bytes_ref (answer->bytes);
  if (answer->status == 404)
    reply->outcome = AMIA_BLOB_MISSING;
  else if (answer->status == 409)
    reply->outcome = AMIA_BLOB_GAP;
  else if (answer->status == 422)
    reply->outcome = AMIA_BLOB_WRONG;
  else if (answer->status != 200 && answer->status != 206)
    return NULL;

  return g_steal_pointer (&reply);
}

static AmiaBlobReply *
exchange (SimClient             *client,
          const AmiaBlobRequest *request)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaBlobReply) reply = NULL;
  AmiaBlobAnswer answer = { 0 };
  gboolean       is_ending;

  if (client->away_until_ms > sim->now_ms || sim_happens (sim, sim->faults.lose_request))
    return NULL;

  is_ending = sim_begin_trouble (sim);
  serve (client, request, &answer);
  if (answer.bytes != NULL && !is_ending)
    sim_check_blob_given (client, &request->id);
  reply = read_answer (&answer);
  sim_trace (sim, "client %u: part of %.8s at %" G_GINT64_FORMAT ", %u", client->index,
             print_id (&request->id), request->offset, answer.status);
  amia_blob_answer_clear (&answer);
  sim_end_trouble (sim, is_ending);
  if (is_ending || sim_happens (sim, sim->faults.lose_answer))
    return NULL;

  return g_steal_pointer (&reply);
}

/* Somebody asks for one by an address that they have from elsewhere; what comes is looked at as if
 * it had been wanted. */
static void
pry (SimClient *client)
{
  Sim            *sim = client->sim;
  AmiaBlobRequest request = { .verb = AMIA_BLOB_GET, .part_max = PART_MIN };
  g_autoptr (AmiaBlobReply) unread = NULL;

  if (sim->blobs->len == 0)
    return;

  request.id = g_array_index (sim->blobs, SimBlob, sim_pick (sim, sim->blobs->len)).id;
  unread = exchange (client, &request);
}

/* --- At the laptop --------------------------------------------------------------------------- */

void
sim_stop_carrying (SimClient *client)
{
  client->is_carrying = FALSE;
  client->carry_at_ms = 0;
  g_hash_table_remove_all (client->put_off);
}

static gboolean
begin (SimClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tasks = amia_store_list_blob_tasks (client->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < tasks->len && !client->is_carrying; i++)
    {
      const AmiaBlobTask *task = &g_array_index (tasks, AmiaBlobTask, i);

      if (g_hash_table_contains (client->put_off, print_id (&task->id)))
        continue;
      amia_blob_transfer_init (&client->carried, task);
      client->is_carrying = TRUE;
    }

  return client->is_carrying;
}

static Step
put_off (SimClient *client)
{
  g_hash_table_add (client->put_off, g_strdup (print_id (&client->carried.task.id)));
  client->is_carrying = FALSE;
  return PUT_OFF;
}

/* Acknowledged: it is there, however the server's machine ends in the next moment. */
static void
check_acknowledged (SimClient *client)
{
  const SimBlob blob = { .id = client->carried.task.id };

  if (client->carried.task.is_upload)
    g_assert_true (sim_blob_is_on_server (client->sim, &blob));
}

static Step
take (SimClient           *client,
      const AmiaBlobReply *reply)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  AmiaBlobProgress progress;
  gboolean         is_taken;

  if (sim_happens (sim, sim->faults.crash_client))
    sim_disk_stop_after (client->disk, sim_pick (sim, WRITES_MAX));
  sim_disk_set_full (client->disk, sim_happens (sim, sim->faults.full_disk));
  is_taken =
      amia_blob_transfer_take (&client->carried, client->store, reply, &progress, &error);
  sim_disk_set_full (client->disk, FALSE);
  if (is_taken && progress == AMIA_BLOB_CARRIED)
    check_acknowledged (client);
  if (sim_mend_client (client))
    return MOVED;

  if (!is_taken)
    {
      g_assert_false (g_error_matches (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED));
      return put_off (client);
    }
  if (progress == AMIA_BLOB_PUT_OFF)
    return put_off (client);
  if (progress == AMIA_BLOB_CARRIED)
    client->is_carrying = FALSE;
  return MOVED;
}

static Step
carry (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaBlobRequest) request = NULL;
  g_autoptr (AmiaBlobReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (!client->is_carrying && !begin (client))
    return NOTHING;

  client->carried.part_bytes = PART_MIN + sim_pick (sim, PART_RANGE);
  request = amia_blob_transfer_prepare (&client->carried, client->store, &error);
  /* It has been forgotten meanwhile. */
  if (request == NULL)
    {
      g_assert_error (error, AMIA_STORE_ERROR, AMIA_STORE_ERROR_MISSING);
      return put_off (client);
    }

  reply = exchange (client, request);
  if (reply != NULL)
    return take (client, reply);

  amia_blob_transfer_falter (&client->carried);
  return PUT_OFF;
}

void
sim_carry (SimClient *client)
{
  Sim *sim = client->sim;
  Step step;

  client->carry_at_ms = 0;
  if (client->plan.phase != AMIA_SYNC_LISTENING)
    return;

  if (sim_happens (sim, 15))
    pry (client);
  step = carry (client);
  if (step == NOTHING)
    g_hash_table_remove_all (client->put_off);
  else
    client->carry_at_ms = sim->now_ms + 1 + sim_pick (sim, DELAY_MS_MAX);
}

void
sim_carry_all (Sim *sim)
{
  gboolean is_moving;
  guint    n_times = 0;

  do
    {
      g_assert_cmpuint (n_times++, <, TIMES_MAX);
      is_moving = FALSE;
      for (guint i = 0; i < sim->n_clients; i++)
        {
          SimClient *client = &sim->clients[i];
          Step       step;

          sim_stop_carrying (client);
          while ((step = carry (client)) != NOTHING)
            is_moving |= step == MOVED;
        }
    }
  while (is_moving);
}
