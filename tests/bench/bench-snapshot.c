/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "amia-db.h"
#include "amia-ledger-accounts.h"
#include "amia-round.h"
#include "amia-store.h"
#include "bench-times.h"
#include "server-laptop.h"

/* A new laptop: by the feed and by a snapshot, of a log in which everything is alive, and of one in
 * which nine records of ten have been removed. Replica, messages and server are in this process,
 * packed and unpacked as on the wire, without HTTP. The baseline is as many rows as there are
 * records, with the bytes of one, put into a table, durable, a page's worth in a transaction. */

#define N_RECORDS   10000
#define N_CASES     100
#define PAGE_LENGTH 1000
#define N_FIELDS    12

typedef struct
{
  AmiaStore *store;
  char      *path;
  guint8     token[AMIA_TOKEN_HASH_LENGTH];
  gsize      n_bytes;
  guint      n_rounds;
} Replica;

typedef struct
{
  Office  *office;
  char    *folder;
  guint    n_laptops;
  AmiaUuid cases[N_CASES];
  AmiaUuid goals[N_RECORDS];
} Bench;

static Replica *
open_laptop (Bench *bench)
{
  Replica         *laptop = g_new0 (Replica, 1);
  AmiaLedger      *ledger = bench->office->ledger;
  g_autofree char *name = g_strdup_printf ("laptop-%u", ++bench->n_laptops);
  g_autoptr (GError) error = NULL;
  AmiaDevice device = { 0 };

  laptop->path = g_build_filename (bench->folder, name, NULL);
  laptop->store = amia_store_create (laptop->path, "anna", "FK", NULL, &error);
  g_assert_no_error (error);
  memset (laptop->token, (int) bench->n_laptops, sizeof laptop->token);
  device.id = amia_store_get_identity (laptop->store)->device;
  device.user = (char *) "anna";
  device.expires_ms = G_MAXINT64;
  memcpy (device.token, laptop->token, sizeof device.token);
  g_assert_true (amia_ledger_begin (ledger, &error));
  g_assert_true (amia_ledger_put_device (ledger, &device, &error));
  g_assert_true (amia_ledger_commit (ledger, &error));
  return laptop;
}

static void
close_laptop (Replica *laptop)
{
  static const char *const endings[] = { "", "-wal", "-shm", ".keys", ".lock" };

  amia_store_close (laptop->store);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (laptop->path, endings[i], NULL);

      (void) g_unlink (path);
    }
  g_free (laptop->path);
  g_free (laptop);
}

static gsize
get_packed_length (GBytes *bytes)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) gzip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (memory, gzip);
  g_autoptr (GError) error = NULL;
  gsize       length;
  const void *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_output_stream_write_all (packed, data, length, NULL, NULL, &error));
  g_assert_true (g_output_stream_close (packed, NULL, &error));
  return g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
}

static gboolean
make_round (Bench   *bench,
            Replica *laptop)
{
  const AmiaRoundLimits limits = { 5000, AMIA_BATCH_BYTES_MAX, PAGE_LENGTH, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaSyncRequest) request = amia_round_prepare (laptop->store, &limits, &error);
  g_autoptr (GBytes) asked = amia_sync_request_encode (request);
  g_autoptr (GBytes) answered = NULL;
  g_autoptr (AmiaSyncRequest) received = NULL;
  g_autoptr (AmiaRoundAnswer) answer = NULL;
  g_autoptr (AmiaSyncResponse) response = NULL;
  AmiaRoundAsk     ask = { { 0 }, NULL, g_get_real_time () / 1000, FALSE, NULL };
  AmiaRoundOutcome outcome;

  received = amia_sync_request_decode (g_bytes_get_data (asked, NULL),
                                       g_bytes_get_size (asked),
                                       &error);
  ask.request = received;
  memcpy (ask.token, laptop->token, sizeof ask.token);
  answer = amia_rounds_run (bench->office->rounds, &ask);
  g_assert_cmpuint (answer->status, ==, 200);
  answered = amia_sync_response_encode (answer->response);
  laptop->n_bytes += get_packed_length (asked) + get_packed_length (answered);
  laptop->n_rounds++;
  response = amia_sync_response_decode (g_bytes_get_data (answered, NULL),
                                        g_bytes_get_size (answered),
                                        &error);
  g_assert_no_error (error);
  g_assert_true (amia_round_take (laptop->store, request, response, &outcome, &error));
  return outcome.has_more || outcome.has_lanes || outcome.n_left > 0;
}

static void
sync_laptop (Bench   *bench,
             Replica *laptop)
{
  while (make_round (bench, laptop))
    continue;
}

/* --- What is written ------------------------------------------------------------------------- */

static void
commit (Replica   *laptop,
        GPtrArray *actions)
{
  g_autoptr (GError) error = NULL;

  if (!amia_store_commit_all (laptop->store, actions, NULL, &error))
    g_error ("%s", error->message);
  g_ptr_array_set_size (actions, 0);
}

static void
write_office (Bench   *bench,
              Replica *anna)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < N_CASES; i++)
    {
      AmiaEdits *edits = amia_edits_new ();
      AmiaUuid   member = amia_uuid_new_random ();

      bench->cases[i] = amia_uuid_new_v7 (g_get_real_time () / 1000);
      amia_edits_set_string (edits, "case", &bench->cases[i], &bench->cases[i], "title", "Ärende");
      amia_edits_set_string (edits, "member", &member, &bench->cases[i], "user", "anna");
      g_ptr_array_add (actions, edits);
    }

  for (guint i = 0; i < N_RECORDS; i++)
    {
      AmiaEdits *edits = amia_edits_new ();

      bench->goals[i] = amia_uuid_new_v7 (g_get_real_time () / 1000);
      for (guint k = 0; k < N_FIELDS; k++)
        {
          g_autofree char *field = g_strdup_printf ("field%u", k);
          g_autofree char *text = g_strdup_printf ("uppföljning %u, sömn %u", i * 7919 % 1009, k);

          amia_edits_set_string (edits,
                                 "goal",
                                 &bench->goals[i],
                                 &bench->cases[i % N_CASES],
                                 field,
                                 text);
        }
      g_ptr_array_add (actions, edits);
    }

  commit (anna, actions);
  sync_laptop (bench, anna);
}

static void
remove_most (Bench   *bench,
             Replica *anna)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < N_RECORDS; i++)
    {
      AmiaEdits *edits;

      /* Every tenth record of a case is left; N_CASES is a multiple of ten. */
      if (i / N_CASES % 10 == 0)
        continue;
      edits = amia_edits_new ();
      amia_edits_set (edits,
                      "goal",
                      &bench->goals[i],
                      &bench->cases[i % N_CASES],
                      "removed",
                      NULL,
                      "true");
      g_ptr_array_add (actions, edits);
    }

  commit (anna, actions);
  sync_laptop (bench, anna);
}

/* --- What is measured ------------------------------------------------------------------------ */

static double
measure_bare (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->folder, "bare", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = amia_db_open (path, AMIA_DB_CREATE, &error);
  g_autofree char *body = g_strnfill (600, 'x');
  double           start;

  g_assert_no_error (error);
  g_assert_true (amia_db_exec (db,
                               "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)",
                               "make a table",
                               &error));
  start = bench_now_ms ();
  for (guint page = 0; page < N_RECORDS / PAGE_LENGTH; page++)
    {
      g_assert_true (amia_db_begin (db, &error));
      for (guint i = 0; i < PAGE_LENGTH; i++)
        {
          g_autoptr (AmiaStatement) statement =
              amia_db_prepare (db, "INSERT INTO t (body) VALUES (?)", "insert", &error);

          amia_statement_bind_text (statement, 1, body);
          g_assert_true (amia_statement_run (statement, &error));
        }
      g_assert_true (amia_db_commit (db, &error));
    }

  return bench_now_ms () - start;
}

static void
measure (Bench      *bench,
         const char *name,
         gint64      snapshot_min,
         double      bare_ms)
{
  g_autofree char *ratio = g_strdup_printf ("snapshot/%s-to-bare", name);
  g_autofree char *wall = g_strdup_printf ("snapshot/%s", name);
  g_autofree char *wire = g_strdup_printf ("snapshot/%s-wire", name);
  g_autofree char *rounds = g_strdup_printf ("snapshot/%s-rounds", name);
  g_autofree char *processor = g_strdup_printf ("snapshot/%s-processor", name);
  g_autoptr (BenchTimes) times = bench_times_new ();
  g_autoptr (BenchTimes) work = bench_times_new ();
  gsize n_bytes = 0;
  guint n_rounds = 0;

  amia_rounds_set_snapshot_min (bench->office->rounds, snapshot_min);
  for (guint i = 0; i < 3; i++)
    {
      Replica *laptop = open_laptop (bench);
      double   work_start = bench_processor_ms ();
      double   start = bench_now_ms ();

      sync_laptop (bench, laptop);
      bench_times_add (times, bench_now_ms () - start);
      bench_times_add (work, bench_processor_ms () - work_start);
      n_bytes = laptop->n_bytes;
      n_rounds = laptop->n_rounds;
      close_laptop (laptop);
    }

  bench_print (wall, bench_times_get (times, 0.5), "ms");
  bench_print (ratio, bench_times_get (times, 0.5) / bare_ms, "ratio");
  bench_print (processor, bench_times_get (work, 0.5), "ms");
  bench_print (wire, (double) n_bytes / 1e6, "MB");
  bench_print (rounds, n_rounds, "rounds");
}

int
main (int    argc,
      char **argv)
{
  /* Nothing but the last line, for a profile. */
  const gboolean is_alone = argc == 2 && strcmp (argv[1], "removed") == 0;
  Bench          bench = { 0 };
  Replica       *anna;
  double         bare_ms;
  g_autoptr (GError) error = NULL;

  bench.folder = g_dir_make_tmp ("amia-bench-XXXXXX", &error);
  bench.office = office_new ();
  office_add_user (bench.office, "anna", "FK");
  anna = open_laptop (&bench);
  write_office (&bench, anna);
  bare_ms = measure_bare (&bench);
  bench_print ("snapshot/bare", bare_ms, "ms");
  if (!is_alone)
    {
      measure (&bench, "alive-by-feed", G_MAXINT64, bare_ms);
      measure (&bench, "alive-by-snapshot", 1, bare_ms);
    }
  remove_most (&bench, anna);
  if (!is_alone)
    measure (&bench, "removed-by-feed", G_MAXINT64, bare_ms);
  measure (&bench, "removed-by-snapshot", 1, bare_ms);

  close_laptop (anna);
  office_free (bench.office);
  g_free (bench.folder);
  return 0;
}
