/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "amia-store-lists.h"
#include "amia-store-sync.h"
#include "bench-delay.h"
#include "bench-laptops.h"
#include "bench-times.h"

/* Two laptops in step. The baseline is the bytes of the same changes put into a table of the same
 * kind of file, durable, as many in a transaction as a page carries; each leg writes them twice, in
 * the replica and in the ledger or the other way round. What takes a transaction or a few is a
 * ratio to a bare transaction of as many bytes. Once over plain HTTP, as behind a reverse proxy,
 * once over TLS, and once with 50 ms between the laptops and the server and back.
 *
 * Processor time is of both laptops and the server together; it says more than the clock on a
 * machine with other things to do. */

#define N_IDLE       100
#define N_BATCHES    20
#define BATCH_LENGTH 100
#define N_EDITS      60
#define PAGE_LENGTH  1000
#define DELAY_MS     25

static void
print (Bench      *bench,
       const char *name,
       double      value,
       const char *unit)
{
  g_autofree char *full_name = g_strdup_printf ("%s-%s", bench->name, name);

  bench_print (full_name, value, unit);
}

/* Bytes both ways through the sockets that are open, as the kernel counts them: with everything
 * that HTTP and TLS add. Connections stay open, so the difference of two calls is what went over
 * the wire between them. */
static double
count_wire_bytes (void)
{
  double bytes = 0;

  for (int fd = 3; fd < 256; fd++)
    {
      struct sockaddr_in peer;
      struct tcp_info    info = { 0 };
      socklen_t          peer_length = sizeof peer;
      socklen_t          length = sizeof info;

      if (getpeername (fd, (struct sockaddr *) &peer, &peer_length) == 0 &&
          peer.sin_family == AF_INET &&
          getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0)
        bytes += (double) (info.tcpi_bytes_sent + info.tcpi_bytes_received);
    }

  return bytes;
}

static double
get_memory_mib (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtod (fields[1], NULL) * (double) sysconf (_SC_PAGESIZE) / (1024 * 1024);
}

/* What the ledger takes up; nothing for one that is not a file. */
static double
get_ledger_mb (Bench *bench)
{
  static const char *const endings[] = { "", "-wal" };
  double                   bytes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (bench->ledger, endings[i], NULL);
      GStatBuf         info;

      if (g_stat (path, &info) == 0)
        bytes += (double) info.st_size;
    }

  return bytes / 1e6;
}

/* --- What is measured ----------------------------------------------------------------------- */

static gpointer
list_outgoing (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  return amia_store_list_outgoing (store, 1, N_CHANGES + N_CASES, G_MAXINT, error);
}

typedef struct
{
  double ms;
  double processor_ms;
} Bare;

/* What it takes to put these bytes on the disk and nothing else. */
static Bare
insert_bare (Bench     *bench,
             GPtrArray *changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (bench->bare, "INSERT INTO log (body) VALUES (?)", "insert", &error);
  const Bare start = { bench_now_ms (), bench_processor_ms () };

  for (guint i = 0; i < changes->len; i++)
    {
      gsize         length;
      gconstpointer bytes = g_bytes_get_data (g_ptr_array_index (changes, i), &length);

      if (i % PAGE_LENGTH == 0 && !amia_db_begin (bench->bare, &error))
        g_error ("%s", error->message);
      amia_statement_bind_blob (statement, 1, bytes, length);
      if (!amia_statement_run (statement, &error))
        g_error ("%s", error->message);
      if ((i % PAGE_LENGTH == PAGE_LENGTH - 1 || i == changes->len - 1) &&
          !amia_db_commit (bench->bare, &error))
        g_error ("%s", error->message);
    }

  return (Bare){ bench_now_ms () - start.ms, bench_processor_ms () - start.processor_ms };
}

/* The middle of many bare transactions of the last @n changes. */
static double
commit_bare (Bench *bench,
             guint  n)
{
  g_autoptr (BenchTimes) times = bench_times_new ();
  g_autoptr (GPtrArray) all = bench_call (&bench->anna, list_outgoing, NULL);
  g_autoptr (GPtrArray) some = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (some, g_ptr_array_index (all, all->len - 1 - i));
  for (guint i = 0; i < N_BATCHES; i++)
    bench_times_add (times, insert_bare (bench, some).ms);
  return bench_times_get (times, 0.5);
}

typedef struct
{
  double ms;
  double processor_ms;
  double wire_bytes;
} Leg;

static void
print_leg (Bench      *bench,
           const char *name,
           const Leg  *leg,
           const Bare *bare)
{
  g_autofree char *processor = g_strconcat (name, "-processor", NULL);
  g_autofree char *processor_ratio = g_strconcat (name, "-processor-to-bare-insert", NULL);
  g_autofree char *wire = g_strconcat (name, "-wire", NULL);
  g_autofree char *ratio = g_strconcat (name, "-to-bare-insert", NULL);

  print (bench, name, N_CHANGES * 1000.0 / leg->ms, "changes/s");
  print (bench, processor, leg->processor_ms, "ms");
  print (bench, wire, leg->wire_bytes / N_CHANGES, "bytes/change");
  print (bench, ratio, leg->ms / bare->ms, "ratio");
  print (bench, processor_ratio, leg->processor_ms / bare->processor_ms, "ratio");
}

static Leg
start_and_drain (Bench  *bench,
                 Laptop *laptop)
{
  Leg leg = { bench_now_ms (),
              bench_processor_ms () + bench_get_server_ms (bench),
              count_wire_bytes () };

  amia_sync_start (laptop->sync);
  WAIT_UNTIL (bench_is_listening (laptop));
  leg.ms = bench_now_ms () - leg.ms;
  leg.processor_ms = bench_processor_ms () + bench_get_server_ms (bench) - leg.processor_ms;
  leg.wire_bytes = count_wire_bytes () - leg.wire_bytes;
  return leg;
}

static void
measure_push (Bench     *bench,
              GPtrArray *changes)
{
  const Bare before = insert_bare (bench, changes);
  const Leg  leg = start_and_drain (bench, &bench->anna);
  const Bare after = insert_bare (bench, changes);
  const Bare bare = { (before.ms + after.ms) / 2, (before.processor_ms + after.processor_ms) / 2 };

  if (bench_call (&bench->anna, bench_count_waiting, NULL) != NULL)
    g_error ("The server does not have everything");
  print (bench, "bare-insert", N_CHANGES * 1000.0 / bare.ms, "changes/s");
  print (bench, "bare-insert-processor", bare.processor_ms, "ms");
  print_leg (bench, "push", &leg, &bare);
  print (bench, "server-disk", get_ledger_mb (bench), "mb");
}

static void
measure_pull (Bench     *bench,
              GPtrArray *changes)
{
  const Leg  leg = start_and_drain (bench, &bench->bertil);
  const Bare bare = insert_bare (bench, changes);

  if (bench->bertil.n_pulled != N_CHANGES + N_CASES)
    g_error ("Only %u changes came", bench->bertil.n_pulled);
  print_leg (bench, "pull", &leg, &bare);
}

static void
measure_legs (Bench *bench)
{
  g_autoptr (GPtrArray) changes = NULL;
  double memory_mib;

  bench_found_cases (bench);
  bench_write_notes (bench, N_CHANGES);
  changes = bench_call (&bench->anna, list_outgoing, NULL);
  if (changes->len != N_CHANGES + N_CASES)
    g_error ("There are %u changes to push", changes->len);

  memory_mib = get_memory_mib ();
  measure_push (bench, changes);
  measure_pull (bench, changes);
  print (bench, "memory-added", MAX (get_memory_mib () - memory_mib, 0), "mib");
}

/* Somebody presses the button and there is nothing to do. */
static void
measure_idle (Bench *bench)
{
  g_autoptr (BenchTimes) times = bench_times_new ();
  double wire_bytes = count_wire_bytes ();

  for (guint i = 0; i < N_IDLE; i++)
    {
      double start_ms = bench_now_ms ();

      amia_sync_now (bench->anna.sync);
      WAIT_UNTIL (!bench_is_listening (&bench->anna));
      WAIT_UNTIL (bench_is_listening (&bench->anna));
      bench_times_add (times, bench_now_ms () - start_ms);
    }

  print (bench, "idle-round", bench_times_get (times, 0.5), "ms");
  print (bench,
         "idle-round-to-bare-insert",
         bench_times_get (times, 0.5) / commit_bare (bench, 1),
         "ratio");
  print (bench, "idle-round-wire", (count_wire_bytes () - wire_bytes) / N_IDLE, "bytes");
}

/* A hundred at a time, of whole entries or of single answers: pushed, and arrived. */
static void
measure_batches (Bench      *bench,
                 const char *what,
                 void (*write) (Bench *bench, guint n))
{
  g_autoptr (BenchTimes) pushed = bench_times_new ();
  g_autoptr (BenchTimes) arrived = bench_times_new ();
  g_autofree char *pushed_name = g_strdup_printf ("hundred-%s-pushed", what);
  g_autofree char *arrived_name = g_strdup_printf ("hundred-%s-arrived", what);
  g_autofree char *ratio_name = g_strdup_printf ("hundred-%s-to-bare-insert", what);
  g_autofree char *wire_name = g_strdup_printf ("hundred-%s-wire", what);
  double           wire_bytes = count_wire_bytes ();

  for (guint i = 0; i < N_BATCHES; i++)
    {
      double start_ms;

      write (bench, BATCH_LENGTH);
      bench->bertil.n_pulled = 0;
      start_ms = bench_now_ms ();
      WAIT_UNTIL (!bench_is_listening (&bench->anna));
      WAIT_UNTIL (bench_is_listening (&bench->anna));
      bench_times_add (pushed, bench_now_ms () - start_ms);
      WAIT_UNTIL (bench->bertil.n_pulled >= BATCH_LENGTH && bench_is_listening (&bench->bertil));
      bench_times_add (arrived, bench_now_ms () - start_ms);
    }

  print (bench, pushed_name, bench_times_get (pushed, 0.5), "ms");
  print (bench, arrived_name, bench_times_get (arrived, 0.5), "ms");
  print (bench, wire_name, (count_wire_bytes () - wire_bytes) / N_BATCHES, "bytes");
  print (bench,
         ratio_name,
         bench_times_get (arrived, 0.5) / commit_bare (bench, BATCH_LENGTH),
         "ratio");
}

static void
changed_cb (gboolean *is_there,
            GArray   *cases,
            GArray   *records)
{
  *is_there = *is_there || records->len > 0;
}

/* From before the commit until the other window is told that there is something to show. */
static void
measure_edits (Bench *bench)
{
  g_autoptr (BenchTimes) times = bench_times_new ();
  gboolean is_there = FALSE;
  double   processor_ms = bench_processor_ms () + bench_get_server_ms (bench);
  double   wire_bytes = count_wire_bytes ();

  g_signal_connect_swapped (bench->bertil.replica, "changed", G_CALLBACK (changed_cb), &is_there);
  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      double start_ms;

      WAIT_UNTIL (bench_is_listening (&bench->anna) && bench_is_listening (&bench->bertil));
      is_there = FALSE;
      start_ms = bench_now_ms ();
      amia_replica_commit_async (bench->anna.replica,
                                 bench_write_note (bench),
                                 NULL,
                                 bench_store_result_cb,
                                 &result);
      if (!amia_replica_commit_finish (bench->anna.replica, bench_wait_for (&result), NULL, &error))
        g_error ("%s", error->message);
      WAIT_UNTIL (is_there);
      bench_times_add (times, bench_now_ms () - start_ms);
    }

  processor_ms = bench_processor_ms () + bench_get_server_ms (bench) - processor_ms;
  wire_bytes = count_wire_bytes () - wire_bytes;
  print (bench, "edit-to-colleague-p50", bench_times_get (times, 0.5), "ms");
  print (bench, "edit-to-colleague-p95", bench_times_get (times, 0.95), "ms");
  print (bench,
         "edit-to-bare-insert",
         bench_times_get (times, 0.5) / commit_bare (bench, 1),
         "ratio");
  print (bench, "edit-processor", processor_ms / N_EDITS, "ms");
  print (bench, "edit-wire", wire_bytes / N_EDITS, "bytes");
}

/* --- Beginning and end ---------------------------------------------------------------------- */

/* For this run only; the laptops are told to trust it. */
static void
make_certificate (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  bench->certificate = g_build_filename (bench->folder, "certificate.pem", NULL);
  bench->key = g_build_filename (bench->folder, "key.pem", NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl", "req", "-x509",
                              "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                              "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                              "subjectAltName=IP:127.0.0.1", "-keyout", bench->key, "-out",
                              bench->certificate, NULL);
  if (process == NULL || !g_subprocess_wait_check (process, NULL, &error))
    g_error ("%s", error->message);
}

/* The laptops are sent on a detour. */
static void
start_delay (Bench *bench)
{
  const char      *port = strrchr (bench->url, ':') + 1;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const guint16    far = (guint16) g_ascii_strtoull (port, NULL, 10);
  const guint16    near = bench_delay_start (program, far, bench->delay_ms, &bench->delay);

  g_free (bench->url);
  bench->url = g_strdup_printf ("http://127.0.0.1:%u", near);
}

static void
open_bench (Bench   *bench,
            gboolean has_tls)
{
  static const AmiaMigration migration = {
    1, "CREATE TABLE log (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)"
  };
  g_autofree char *bare = NULL;
  g_autoptr (GError) error = NULL;

  bench->folder = g_dir_make_tmp ("amia-bench-XXXXXX", NULL);
  bench->ledger = g_build_filename (bench->folder, "ledger", NULL);
  bench->random = g_rand_new_with_seed (1);
  bare = g_build_filename (bench->folder, "bare", NULL);
  bench->bare = amia_db_open (bare, AMIA_DB_CREATE, &error);
  if (bench->bare == NULL || !amia_db_migrate (bench->bare, 0x414d5442, &migration, 1, &error))
    g_error ("%s", error->message);

  if (has_tls)
    make_certificate (bench);
  bench_add_account (bench, "anna", "FK");
  bench_add_account (bench, "bertil", "AF");
  bench_start_server (bench);
  if (bench->delay_ms > 0)
    start_delay (bench);
  bench_open_laptop (bench, &bench->anna, "anna", "FK");
  bench_open_laptop (bench, &bench->bertil, "bertil", "AF");
}

static void
close_bench (Bench *bench)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  bench_close_laptop (&bench->anna);
  bench_close_laptop (&bench->bertil);
  amia_db_close (bench->bare);
  if (bench->delay != NULL)
    g_subprocess_force_exit (bench->delay);
  g_clear_object (&bench->delay);
  g_subprocess_send_signal (bench->server, SIGTERM);
  if (!g_subprocess_wait (bench->server, NULL, NULL))
    g_error ("The server did not end");

  folder = g_dir_open (bench->folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (bench->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (bench->folder);
  g_object_unref (bench->server);
  g_rand_free (bench->random);
  g_free (bench->url);
  g_free (bench->ledger);
  g_free (bench->certificate);
  g_free (bench->key);
  g_free (bench->folder);
}

static void
measure (const char *program,
         const char *name,
         gboolean    has_tls,
         guint       delay_ms)
{
  Bench bench = { .name = name, .program = program, .delay_ms = delay_ms };

  open_bench (&bench, has_tls);
  measure_legs (&bench);
  measure_idle (&bench);
  measure_batches (&bench, "entries", bench_write_notes);
  measure_batches (&bench, "edits", bench_write_answers);
  measure_edits (&bench);
  close_bench (&bench);
}

/* Nothing but the two legs, for a profile: near the server, and far from it. */
static void
measure_alone (const char *program,
               const char *name,
               guint       delay_ms)
{
  Bench bench = { .name = name, .program = program, .delay_ms = delay_ms };

  open_bench (&bench, FALSE);
  measure_legs (&bench);
  close_bench (&bench);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--delay") == 0)
    bench_delay_run ((guint16) g_ascii_strtoull (argv[2], NULL, 10),
                     (guint) g_ascii_strtoull (argv[3], NULL, 10));
  if (argc == 3 && strcmp (argv[2], "legs") == 0)
    {
      measure_alone (argv[1], "sync", 0);
      measure_alone (argv[1], "sync-rtt50", DELAY_MS);
      return 0;
    }
  if (argc != 2)
    g_error ("usage: bench-sync AMIA-SERVER [legs]");

  measure (argv[1], "sync", FALSE, 0);
  measure (argv[1], "sync-tls", TRUE, 0);
  measure (argv[1], "sync-rtt50", FALSE, DELAY_MS);
  return 0;
}
