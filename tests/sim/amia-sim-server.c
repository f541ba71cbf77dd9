/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-day.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-restore.h"
#include "amia-restore.h"
#include "amia-revocation.h"
#include "amia-sim.h"
#include "amia-sql-ledger.h"

/* The server: real rounds on a real ledger, on a machine that may end at any write. */

#define WRITES_MAX 60

static char *
dup_server_path (Sim        *sim,
                 const char *name)
{
  return g_build_filename (sim->folder, name, NULL);
}

void
sim_start_server (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaLedger) ledger = NULL;
  g_autofree char *beside = dup_server_path (sim, "server.db.safeguard");
  AmiaSafeguard   *safeguard;

  g_assert_null (sim->rounds);
  ledger = amia_sql_ledger_open (sim->place, &error);
  g_assert_no_error (error);
  safeguard = amia_safeguard_open (beside, ledger, NULL, &error);
  g_assert_no_error (error);
  sim->rounds = amia_rounds_new (ledger);
  if (sim->faults.snapshots > 0)
    amia_rounds_set_snapshot_min (sim->rounds, 1);
  amia_rounds_take_safeguard (sim->rounds, safeguard);
}

void
sim_stop_server (Sim *sim)
{
  g_clear_pointer (&sim->rounds, amia_rounds_free);
}

static AmiaLedger *
get_ledger (Sim *sim)
{
  return amia_rounds_get_ledger (sim->rounds);
}

/* --- Copies ---------------------------------------------------------------------------------- */

void
sim_back_up_server (Sim *sim)
{
  g_autofree char *path = dup_server_path (sim, "server.db");
  g_autofree char *copy = dup_server_path (sim, "copy-of-server.db");

  /* PostgreSQL has tools of its own for that. */
  if (sim_postgres_is_used ())
    return;

  sim->head_backed_up = sim_oracle_read (sim->oracle, get_ledger (sim));
  sim_trace (sim, "server is backed up at %" G_GINT64_FORMAT, sim->head_backed_up);
  sim_stop_server (sim);
  sim_copy_file (path, copy);
  sim_start_server (sim);
}

/* Nothing is given out before the laptops that the copy knows, and that were in contact not long
 * before, have brought back what was lost. */
static gboolean
is_waited_for (SimClient *client)
{
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      amia_ledger_find_device (get_ledger (client->sim), &client->signed_in, &device, &error));
  return !client->is_revoked && device != NULL &&
         device->seen_ms > client->sim->now_ms - AMIA_RESTORE_WAIT_MS;
}

void
sim_set_server_back (Sim *sim)
{
  g_autofree char *path = dup_server_path (sim, "server.db");
  g_autofree char *copy = dup_server_path (sim, "copy-of-server.db");
  g_autoptr (GError) error = NULL;

  if (sim->head_backed_up < 0)
    return;

  (void) sim_oracle_read (sim->oracle, get_ledger (sim));
  sim_trace (sim, "server is set back to %" G_GINT64_FORMAT, sim->head_backed_up);
  sim_stop_server (sim);
  sim_copy_file (copy, path);
  sim_start_server (sim);
  g_assert_true (amia_ledger_begin (get_ledger (sim), &error));
  g_assert_true (amia_restore_begin_life (get_ledger (sim), "restore", sim->now_ms, &error));
  g_assert_true (amia_ledger_commit (get_ledger (sim), &error));

  sim->has_set_server_back = TRUE;
  sim_lose_blobs_of_server (sim);
  sim_oracle_start_over (sim->oracle);
  for (guint i = 0; i < sim->n_clients; i++)
    {
      sim->clients[i].knows_epoch = FALSE;
      sim->clients[i].is_awaited = is_waited_for (&sim->clients[i]);
    }
}

/* --- Accounts and devices -------------------------------------------------------------------- */

void
sim_make_token (const SimClient *client,
                guint8          *token)
{
  memset (token, 0, AMIA_TOKEN_HASH_LENGTH);
  token[0] = (guint8) (client->index + 1);
  token[1] = (guint8) client->n_names;
}

void
sim_add_account (SimClient *client)
{
  AmiaLedger *ledger = get_ledger (client->sim);
  g_autoptr (GError) error = NULL;
  AmiaAccount account = {
    .name = (char *) client->reader.user,
    .agency = (char *) client->reader.agency,
    .role = (char *) "caseworker",
    .password = (char *) "",
  };

  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_add_account (ledger, &account, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
}

static void
put_device (SimClient  *client,
            AmiaDevice *device)
{
  AmiaLedger *ledger = get_ledger (client->sim);
  g_autoptr (GError) error = NULL;

  client->n_names++;
  client->signed_in = device->id;
  sim_make_token (client, device->token);
  device->expires_ms = G_MAXINT64;
  device->seen_ms = client->sim->now_ms;
  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_put_device (ledger, device, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
}

gboolean
sim_sign_in (SimClient *client)
{
  AmiaLedger     *ledger = get_ledger (client->sim);
  const AmiaUuid *id = &amia_store_get_identity (client->store)->device;
  g_autoptr (AmiaDevice) device = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_shut_out;

  sim_trace (client->sim, "client %u signs in", client->index);
  g_assert_true (amia_ledger_find_device (ledger, id, &device, &error));
  g_assert_true (amia_ledger_is_shut_out (ledger, id, &is_shut_out, &error));
  if (is_shut_out || (device != NULL && device->is_revoked))
    return FALSE;

  g_assert_false (client->is_revoked);
  if (device == NULL)
    {
      device = g_new0 (AmiaDevice, 1);
      device->id = *id;
      device->user = g_strdup (client->reader.user);
    }
  put_device (client, device);
  return TRUE;
}

void
sim_revoke (SimClient *client)
{
  Sim *sim = client->sim;
  g_autoptr (GError) error = NULL;
  AmiaUuid            id = amia_store_get_identity (client->store)->device;
  const AmiaAuditFact fact = { .user = client->reader.user,
                               .agency = client->reader.agency,
                               .device = &id };

  sim_trace (sim, "client %u is shut out", client->index);
  g_assert_true (amia_revocation_write (get_ledger (sim),
                                        amia_rounds_get_safeguard (sim->rounds),
                                        &fact,
                                        sim->now_ms,
                                        &error));
  client->is_revoked = TRUE;
  client->is_awaited = FALSE;
}

/* --- A round --------------------------------------------------------------------------------- */

/* The program of before consents says so by the number of its schema. */
static GBytes *
make_old (GBytes *request)
{
  g_autofree char *now = g_strdup_printf ("\"schema\":%d", AMIA_SCHEMA_VERSION);
  gsize            length;
  const char      *text = g_bytes_get_data (request, &length);
  g_autoptr (GString) old = g_string_new_len (text, (gssize) length);

  g_assert_cmpuint (g_string_replace (old, now, "\"schema\":1", 1), ==, 1);
  return g_string_free_to_bytes (g_steal_pointer (&old));
}

/* One of before there were columns does not say that it reads them. */
static GBytes *
make_plain (GBytes *request)
{
  gsize       length;
  const char *text = g_bytes_get_data (request, &length);
  g_autoptr (GString) plain = g_string_new_len (text, (gssize) length);

  (void) g_string_replace (plain, "\"can\":[\"columns\"]", "\"can\":[]", 1);
  return g_string_free_to_bytes (g_steal_pointer (&plain));
}

/* What went over the wire is what is decoded, so that a field that is not sent is not there. */
static AmiaSyncRequest *
resend (SimClient *client)
{
  g_autoptr (GBytes) bytes = amia_sync_request_encode (client->request);
  g_autoptr (GBytes) sent = client->is_old     ? make_old (bytes)
                            : client->is_plain ? make_plain (bytes)
                                               : g_bytes_ref (bytes);
  g_autoptr (GError) error = NULL;
  gsize            length;
  const char      *text = g_bytes_get_data (sent, &length);
  AmiaSyncRequest *received = amia_sync_request_decode (text, length, &error);

  /* What is too old is refused before anything of it is looked at, as amia-http-sync.c does. */
  if (client->is_old)
    g_assert_error (error, AMIA_PROTOCOL_ERROR, AMIA_PROTOCOL_ERROR_VERSION);
  else
    g_assert_no_error (error);
  return received;
}

static AmiaRoundAnswer *
refuse_old (void)
{
  AmiaRoundAnswer *answer = g_new0 (AmiaRoundAnswer, 1);

  answer->status = 426;
  answer->problem = g_new0 (AmiaProblem, 1);
  answer->problem->code = g_strdup ("schema");
  answer->wake = g_ptr_array_new_with_free_func (g_free);
  answer->progress = g_ptr_array_new_with_free_func (g_free);
  return answer;
}

gboolean
sim_is_closed (Sim *sim)
{
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_get_life (get_ledger (sim), &life, &error));
  return life.is_closed;
}

/* Words that go back to who wrote them are not made of what they may not see. */
static void
check_returned (SimClient              *client,
                const AmiaWireReturned *returned,
                const char             *today)
{
  const AmiaUuid *device = &client->request->device;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaChange) change = amia_change_decode (
      device, returned->n, returned->body, strlen (returned->body), &error);

  g_assert_no_error (error);
  change->author = g_strdup (client->reader.user);
  change->agency = g_strdup (client->reader.agency);
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      g_assert_true (op->sources == NULL ||
                     sim_oracle_may_see (
                         client->sim->oracle, &client->reader, change, op, today));
    }
}

/* Everything on the page is the reader's to have, now. */
static void
check_page (SimClient              *client,
            const AmiaSyncResponse *response)
{
  Sim             *sim = client->sim;
  g_autofree char *today = amia_day_in_sweden (sim->now_ms);

  if (sim_is_closed (sim))
    g_assert_cmpuint (response->feed->len, ==, 0);
  g_assert_false (client->is_revoked || client->is_old);
  for (guint i = 0; response->feed->len > 0 && i < sim->n_clients; i++)
    g_assert_false (sim->clients[i].is_awaited);

  for (guint i = 0; i < response->returned->len; i++)
    check_returned (client, &g_array_index (response->returned, AmiaWireReturned, i), today);
  for (guint i = 0; i < response->feed->len; i++)
    {
      const AmiaChange *change = ((AmiaWireChange *) g_ptr_array_index (response->feed, i))->change;

      g_assert_nonnull (sim_oracle_find (sim->oracle, &change->device, change->n));
      for (guint j = 0; j < change->ops->len; j++)
        g_assert_true (sim_oracle_may_see (sim->oracle,
                                           &client->reader,
                                           change,
                                           g_ptr_array_index (change->ops, j),
                                           today));
    }
}

/* An answer that is held is to a laptop of which all is known; and a server that fails in the
 * middle of a round may have noted it. */
static gboolean
has_nothing_more (const AmiaSyncRequest *request,
                  const AmiaRoundAnswer *answer)
{
  return request->changes->len == 0 &&
         (answer->status == 0 || answer->status >= 500 ||
          (answer->response != NULL && answer->response->ack == request->from - 1));
}

static AmiaRoundAnswer *
run_round (SimClient *client,
           gboolean   may_hold)
{
  Sim *sim = client->sim;
  g_autoptr (AmiaSyncRequest) received = resend (client);
  AmiaRoundAnswer *answer;
  AmiaRoundAsk     ask = { .request = received, .now_ms = sim->now_ms, .may_hold = may_hold };

  if (received == NULL)
    return refuse_old ();

  sim_make_token (client, ask.token);
  sim->n_rounds++;
  answer = amia_rounds_run (sim->rounds, &ask);
  client->answer_seq = -1;
  if (has_nothing_more (received, answer))
    client->is_awaited = FALSE;
  if (!sim_disk_is_stopped (sim->server_disk) && sim->cut == NULL && answer->response != NULL)
    {
      gint64 head = sim_oracle_read (sim->oracle, get_ledger (sim));

      check_page (client, answer->response);
      if (answer->response->next >= head && !answer->response->more && !sim_is_closed (sim))
        client->answer_seq = head;
    }

  return answer;
}

gboolean
sim_begin_trouble (Sim *sim)
{
  gboolean is_ending = sim_happens (sim, sim->faults.crash_server);
  gboolean is_full = !is_ending && sim_happens (sim, sim->faults.full_disk);

  if (is_ending)
    sim_disk_stop_after (sim->server_disk, sim_pick (sim, WRITES_MAX));
  sim_disk_set_full (sim->server_disk, is_full);
  if (is_ending && sim_postgres_is_used ())
    sim_postgres_cut (sim);
  return is_ending;
}

void
sim_end_trouble (Sim     *sim,
                 gboolean is_ending)
{
  gboolean is_power_cut;

  sim_disk_set_full (sim->server_disk, FALSE);
  if (!is_ending)
    return;

  /* It may also have got through all its writes: then it ends before it answers. */
  is_power_cut = sim_happens (sim, 70);
  sim_trace (sim, "server's %s ends in a round", is_power_cut ? "power" : "program");
  sim_disk_stop_after (sim->server_disk, 0);
  sim_stop_server (sim);
  sim_disk_restart (sim->server_disk, is_power_cut);
  if (sim->cut != NULL)
    sim_postgres_mend (sim);
  sim_start_server (sim);
}

AmiaRoundAnswer *
sim_ask_server (SimClient *client,
                gboolean   may_hold)
{
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  gboolean is_ending = sim_begin_trouble (client->sim);

  answer = run_round (client, may_hold);
  sim_end_trouble (client->sim, is_ending);
  return is_ending ? NULL : g_steal_pointer (&answer);
}
