/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-ledger-floor.h"
#include "amia-ledger-restore.h"
#include "amia-round.h"
#include "amia-snapshot.h"
#include "amia-store-log.h"
#include "server-laptop.h"
#include "store-fixture.h"

/* Replicas and a server in one process: what a new laptop gets by a snapshot is what it would have
 * got by the feed, whatever happens on the way. */

typedef struct
{
  Fixture  here;
  Office  *office;
  char    *user;
  guint8   token[AMIA_TOKEN_HASH_LENGTH];
  guint    page_max;
  guint    n_snapshot_pages;
  guint    n_rounds;
  gboolean has_met_floor;
} Client;

static Client *
client_new (Office     *office,
            const char *user,
            const char *agency)
{
  static guint8 next = 1;
  Client       *client = g_new0 (Client, 1);
  g_autoptr (GError) error = NULL;
  AmiaDevice device = { 0 };

  fixture_open (&client->here, user, agency);
  client->office = office;
  client->user = g_strdup (user);
  client->page_max = AMIA_PAGE_CHANGES_MAX;
  memset (client->token, next++, sizeof client->token);

  device.id = amia_store_get_identity (client->here.store)->device;
  device.user = client->user;
  device.expires_ms = G_MAXINT64;
  memcpy (device.token, client->token, sizeof device.token);
  g_assert_true (amia_ledger_begin (office->ledger, &error));
  g_assert_true (amia_ledger_put_device (office->ledger, &device, &error));
  g_assert_true (amia_ledger_commit (office->ledger, &error));
  return client;
}

static void
client_free (Client *client)
{
  fixture_clear (&client->here);
  g_free (client->user);
  g_free (client);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

/* What went over the wire is what is decoded. */
static AmiaRoundAnswer *
ask_server (Client          *client,
            AmiaSyncRequest *request)
{
  g_autoptr (GBytes) bytes = amia_sync_request_encode (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) received = NULL;
  AmiaRoundAsk ask = { { 0 }, NULL, client->office->now_ms, FALSE, NULL };

  received = amia_sync_request_decode (g_bytes_get_data (bytes, NULL),
                                       g_bytes_get_size (bytes),
                                       &error);
  g_assert_no_error (error);
  ask.request = received;
  memcpy (ask.token, client->token, sizeof ask.token);
  return amia_rounds_run (client->office->rounds, &ask);
}

static void
take_answer (Client                *client,
             const AmiaSyncRequest *request,
             const AmiaRoundAnswer *answer,
             AmiaRoundOutcome      *outcome)
{
  g_autoptr (GBytes) bytes = amia_sync_response_encode (answer->response);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncResponse) response =
      amia_sync_response_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);
  client->n_snapshot_pages += response->has_snapshot;
  g_assert_true (amia_round_take (client->here.store, request, response, outcome, &error));
  g_assert_no_error (error);
}

/* One round; its answer gets lost if @is_lost. */
static AmiaRoundOutcome
one_round (Client  *client,
           gboolean is_lost)
{
  const AmiaRoundLimits limits = { 100, 1 << 20, client->page_max, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_round_prepare (client->here.store, &limits, &error);
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  AmiaRoundOutcome outcome = { .has_more = TRUE };

  g_assert_no_error (error);
  client->n_rounds++;
  answer = ask_server (client, request);
  if (is_lost)
    return outcome;
  if (answer->status == 410)
    {
      g_assert_cmpstr (answer->problem->code, ==, "floor");
      client->has_met_floor = TRUE;
      g_assert_true (amia_round_rewind (client->here.store, answer->problem, &error));
      return outcome;
    }

  g_assert_cmpuint (answer->status, ==, 200);
  take_answer (client, request, answer, &outcome);
  return outcome;
}

static void
sync_client (Client *client)
{
  AmiaRoundOutcome outcome;
  guint            n = 0;

  do
    {
      outcome = one_round (client, FALSE);
      g_assert_cmpuint (++n, <, 2000);
    }
  while (outcome.has_more || outcome.has_lanes || outcome.n_left > 0 ||
         amia_round_is_checking (client->here.store));
}

static AmiaUuid
id_number (const char *what,
           guint       number)
{
  AmiaUuid id;

  g_assert_true (amia_uuid_parse (id_of (what, number), -1, &id));
  return id;
}

static void
write_field (Client     *client,
             const char *kind,
             guint       number,
             guint       case_number,
             const char *field,
             const char *value)
{
  AmiaUuid id = id_number (kind, number);
  AmiaUuid case_id = id_number ("case", case_number);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set (edits, kind, &id, &case_id, field, NULL, value);
  g_assert_true (amia_store_commit (client->here.store, edits, NULL, &error));
  g_assert_no_error (error);
}

static void
found_case (Client *client,
            guint   number)
{
  g_autofree char *user = g_strdup_printf ("\"%s\"", client->user);

  write_field (client, "case", number, number, "title", "\"Case\"");
  write_field (client, "member", number, number, "user", user);
}

static gboolean
append_record (const AmiaRecord *record,
               gpointer          data)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);
  char id[AMIA_UUID_TEXT_LENGTH + 1];

  if (amia_record_is_removed (record))
    return TRUE;

  for (guint i = 0; i < fields->len; i++)
    {
      const char     *field = g_ptr_array_index (fields, i);
      gsize           n_heads;
      const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

      for (gsize k = 0; k < n_heads; k++)
        g_string_append_printf (data,
                                "%s %s %s %s\n",
                                record->kind,
                                amia_uuid_print (&record->id, id),
                                field,
                                heads[k].value);
    }

  return TRUE;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What is in force on a laptop; it must agree with its own log, too. */
static char *
dump (Client *client)
{
  const AmiaRecordQuery everything = { 0 };
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (amia_store_verify (client->here.store, report, &error));
  g_assert_cmpstr (report->str, ==, "");
  g_assert_true (
      amia_store_foreach_record (client->here.store, &everything, append_record, all, &error));
  lines = g_strsplit (all->str, "\n", -1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

static void
assert_same (Client *a,
             Client *b)
{
  g_autofree char *first = dump (a);
  g_autofree char *second = dump (b);

  g_assert_cmpstr (first, ==, second);
}

static gboolean
count_change (const AmiaChange *change,
              AmiaChangeState   state,
              const char       *reason,
              gpointer          data)
{
  (*(guint *) data)++;
  return TRUE;
}

static guint
count_log (Client *client)
{
  const AmiaLogQuery whole = { .state = -1 };
  guint              n = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      amia_store_foreach_change (client->here.store, &whole, count_change, &n, &error));
  return n;
}

typedef struct
{
  Office *office;
  Client *anna;
} World;

static void
set_up (World        *world,
        gconstpointer data)
{
  world->office = office_new ();
  world->office->now_ms = FIXTURE_START_MS;
  office_add_user (world->office, "anna", "FK");
  office_add_user (world->office, "bertil", "FK");
  amia_rounds_set_snapshot_min (world->office->rounds, 1);
  world->anna = client_new (world->office, "anna", "FK");
}

static void
tear_down (World        *world,
           gconstpointer data)
{
  client_free (world->anna);
  office_free (world->office);
}

/* Two cases, goals that were written over again and again, and some that were removed. */
static void
fill_office (World *world)
{
  for (guint c = 1; c <= 2; c++)
    {
      found_case (world->anna, c);
      for (guint i = 0; i < 10; i++)
        {
          write_field (world->anna, "goal", c * 100 + i, c, "text", "\"first\"");
          write_field (world->anna, "goal", c * 100 + i, c, "text", "\"second\"");
          write_field (world->anna, "goal", c * 100 + i, c, "text", "\"third\"");
          if (i >= 3)
            write_field (world->anna, "goal", c * 100 + i, c, "removed", "true");
        }
    }
  sync_client (world->anna);
}

static void
add_bertil (World *world,
            guint  case_number)
{
  write_field (world->anna, "member", 50 + case_number, case_number, "user", "\"bertil\"");
  sync_client (world->anna);
}

/* A laptop that gets everything by the feed. */
static Client *
new_by_feed (World      *world,
             const char *user)
{
  Client *client = client_new (world->office, user, "FK");

  amia_rounds_set_snapshot_min (world->office->rounds, G_MAXINT64);
  sync_client (client);
  amia_rounds_set_snapshot_min (world->office->rounds, 1);
  g_assert_cmpuint (client->n_snapshot_pages, ==, 0);
  return client;
}

static void
test_in_force (World        *world,
               gconstpointer data)
{
  g_autoptr (Client) feed = NULL;
  g_autoptr (Client) snapshot = NULL;

  fill_office (world);
  add_bertil (world, 1);
  add_bertil (world, 2);
  feed = new_by_feed (world, "bertil");
  snapshot = client_new (world->office, "bertil", "FK");
  sync_client (snapshot);

  g_assert_cmpuint (snapshot->n_snapshot_pages, ==, 1);
  assert_same (feed, snapshot);
  g_assert_cmpuint (count_log (feed), ==, 2 * (2 + 30 + 7 + 1));
  g_assert_cmpuint (count_log (snapshot), ==, 2 * (2 + 3 + 1));
}

/* Pages of one change, every second answer lost, the program started anew now and then; meanwhile
 * things are written here and there. */
static void
test_cut_off (World        *world,
              gconstpointer data)
{
  g_autoptr (Client) snapshot = NULL;
  g_autoptr (Client) feed = NULL;
  AmiaRoundOutcome outcome = { .has_more = TRUE };

  fill_office (world);
  add_bertil (world, 1);
  add_bertil (world, 2);
  snapshot = client_new (world->office, "bertil", "FK");
  snapshot->page_max = 1;
  for (guint i = 0; outcome.has_more || outcome.has_lanes || outcome.n_left > 0; i++)
    {
      (void) one_round (snapshot, TRUE);
      outcome = one_round (snapshot, FALSE);
      if (i % 4 == 3)
        fixture_reopen (&snapshot->here);
      if (i == 2)
        write_field (snapshot, "goal", 700, 1, "text", "\"written meanwhile\"");
      if (i == 4)
        {
          write_field (world->anna, "goal", 101, 1, "text", "\"fourth\"");
          sync_client (world->anna);
          office_restart (world->office);
          amia_rounds_set_snapshot_min (world->office->rounds, 1);
        }
      g_assert_cmpuint (i, <, 500);
    }

  g_assert_cmpuint (snapshot->n_snapshot_pages, >, 5);
  sync_client (world->anna);
  assert_same (world->anna, snapshot);
  feed = new_by_feed (world, "bertil");
  assert_same (feed, snapshot);
}

/* Somebody who had not heard that a goal was removed has written in it. */
static void
test_brought_back (World        *world,
                   gconstpointer data)
{
  g_autoptr (Client) away = NULL;
  g_autoptr (Client) feed = NULL;
  g_autoptr (Client) snapshot = NULL;

  found_case (world->anna, 1);
  add_bertil (world, 1);
  write_field (world->anna, "goal", 1, 1, "text", "\"one\"");
  write_field (world->anna, "goal", 1, 1, "status", "\"proposed\"");
  sync_client (world->anna);
  away = client_new (world->office, "bertil", "FK");
  sync_client (away);
  write_field (world->anna, "goal", 1, 1, "removed", "true");
  sync_client (world->anna);
  snapshot = client_new (world->office, "bertil", "FK");
  sync_client (snapshot);
  g_assert_cmpuint (snapshot->n_snapshot_pages, ==, 1);

  write_field (away, "goal", 1, 1, "text", "\"two\"");
  sync_client (away);
  sync_client (snapshot);
  sync_client (world->anna);

  feed = new_by_feed (world, "bertil");
  assert_same (feed, snapshot);
  assert_same (world->anna, snapshot);
}

/* Bertil is shown out while the snapshot is on its way. */
static void
test_rights_end_meanwhile (World        *world,
                           gconstpointer data)
{
  g_autoptr (Client) snapshot = NULL;
  AmiaUuid id = id_number ("goal", 101);

  fill_office (world);
  add_bertil (world, 1);
  add_bertil (world, 2);
  snapshot = client_new (world->office, "bertil", "FK");
  snapshot->page_max = 4;
  (void) one_round (snapshot, FALSE);
  (void) one_round (snapshot, FALSE);
  write_field (world->anna, "member", 51, 1, "to", "\"2020-01-01\"");
  write_field (world->anna, "member", 52, 2, "to", "\"2020-01-01\"");
  sync_client (world->anna);
  sync_client (snapshot);

  g_assert_null (fixture_get (&snapshot->here, &id, "text"));
  g_assert_cmpuint (count_log (snapshot), ==, 0);
}

static void
raise_floor (World *world)
{
  g_auto (AmiaLife) life = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_ledger_get_life (world->office->ledger, &life, &error));
  g_assert_true (amia_ledger_begin (world->office->ledger, &error));
  g_assert_true (amia_ledger_set_floor (world->office->ledger, life.head, &error));
  g_assert_true (amia_ledger_commit (world->office->ledger, &error));
}

/* Away for a hundred days, with work that was not sent. */
static void
test_below_floor (World        *world,
                  gconstpointer data)
{
  g_autoptr (Client) away = NULL;
  g_autoptr (Client) feed = NULL;

  fill_office (world);
  add_bertil (world, 1);
  away = client_new (world->office, "bertil", "FK");
  sync_client (away);
  write_field (away, "goal", 101, 1, "text", "\"offline\"");
  write_field (away, "goal", 800, 1, "text", "\"new offline\"");

  world->office->now_ms += 100ll * 24 * 60 * 60 * 1000;
  write_field (world->anna, "goal", 102, 1, "removed", "true");
  write_field (world->anna, "goal", 100, 1, "text", "\"fourth\"");
  write_field (world->anna, "goal", 100, 1, "text", "\"fifth\"");
  add_bertil (world, 2);
  raise_floor (world);
  sync_client (away);
  sync_client (world->anna);

  g_assert_true (away->has_met_floor);
  assert_same (world->anna, away);
  feed = new_by_feed (world, "bertil");
  assert_same (feed, away);
}

static void
test_closed_life (World        *world,
                  gconstpointer data)
{
  g_autoptr (Client) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  fill_office (world);
  add_bertil (world, 1);
  g_assert_true (amia_ledger_begin (world->office->ledger, &error));
  g_assert_true (amia_ledger_set_closed (world->office->ledger, TRUE, &error));
  g_assert_true (amia_ledger_commit (world->office->ledger, &error));
  snapshot = client_new (world->office, "bertil", "FK");
  (void) one_round (snapshot, FALSE);
  g_assert_cmpuint (snapshot->n_snapshot_pages, ==, 0);
  g_assert_cmpuint (count_log (snapshot), ==, 0);
}

static void
spoil (Client     *client,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = NULL;

  g_clear_pointer (&client->here.store, amia_store_close);
  db = amia_db_open (client->here.path, 0, &error);
  g_assert_no_error (error);
  g_assert_true (amia_db_exec (db, sql, "spoil a replica", &error));
  g_clear_pointer (&db, amia_db_close);
  client->here.store = amia_store_open (client->here.path, NULL, &error);
  g_assert_no_error (error);
  amia_store_set_clock (client->here.store, fixture_tick, &client->here);
}

/* Rows that were lost or garbled are found, named and fetched. */
static void
test_repair (World        *world,
             gconstpointer data)
{
  static const char *const damages[] = {
    "DELETE FROM log WHERE seq = 5",
    "UPDATE log SET body = x'7b7b' WHERE seq = 7",
    "UPDATE record SET state = '[1,[],[]]' WHERE key = 4",
    "UPDATE record SET state = 'nonsense' WHERE key = 3",
    "DELETE FROM log WHERE seq > 10",
  };
  g_autofree char *sound = NULL;

  fill_office (world);
  sound = dump (world->anna);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GString) report = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *mended = NULL;

      spoil (world->anna, damages[i]);
      g_assert_true (amia_store_mend (world->anna->here.store, report, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (report->str, !=, "");
      g_assert_true (amia_round_begin_check (world->anna->here.store, &error));
      sync_client (world->anna);
      mended = dump (world->anna);
      g_assert_cmpstr (mended, ==, sound);
    }
}

/* Two laptops by both ways agree with the server on every scope. */
static void
test_nothing_differs (World        *world,
                      gconstpointer data)
{
  g_autoptr (Client) feed = NULL;
  g_autoptr (Client) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  fill_office (world);
  add_bertil (world, 1);
  feed = new_by_feed (world, "bertil");
  snapshot = client_new (world->office, "bertil", "FK");
  sync_client (snapshot);
  for (guint i = 0; i < 3; i++)
    {
      Client          *client = i == 0 ? world->anna : i == 1 ? feed
                                                              : snapshot;
      g_autofree char *found = NULL;
      g_autofree char *checked = NULL;

      world->office->now_ms += AMIA_CHECK_INTERVAL_MS + 1;
      sync_client (client);
      found = amia_store_get_setting (client->here.store, AMIA_SETTING_CHECK_FOUND);
      checked = amia_store_get_setting (client->here.store, AMIA_SETTING_CHECKED_MS);
      g_assert_cmpstr (found, ==, "0");
      g_assert_cmpint (g_ascii_strtoll (checked, NULL, 10), ==, world->office->now_ms);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "/snapshot/new-laptop-gets-what-is-in-force", test_in_force },
    { "/snapshot/goes-on-after-every-cut", test_cut_off },
    { "/snapshot/removed-record-is-brought-back-whole", test_brought_back },
    { "/snapshot/rights-that-end-meanwhile-leave-nothing", test_rights_end_meanwhile },
    { "/snapshot/closed-life-gives-none", test_closed_life },
    { "/snapshot/laptop-below-the-floor-loses-nothing", test_below_floor },
    { "/digest/nothing-differs", test_nothing_differs },
    { "/digest/what-was-damaged-is-fetched", test_repair },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, World, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
