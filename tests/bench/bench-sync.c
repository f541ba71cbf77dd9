/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "amia-db.h"
#include "amia-http-transport.h"
#include "amia-replica.h"
#include "amia-store-lists.h"
#include "amia-store-sync.h"
#include "amia-sync.h"
#include "bench-times.h"

/* Two laptops in step through the program amia-server, as a process of its own on loopback: stores,
 * engines and HTTP as in the window. The baseline is the bytes of the same changes put into a table
 * of the same kind of file, durable, as many in a transaction as a page carries; each leg writes
 * them twice, in the replica and in the ledger or the other way round. */

#define N_CHANGES        10000
#define N_CASES          100
#define N_IDLE           100
#define N_BATCHES        20
#define BATCH_LENGTH     100
#define N_EDITS          60
#define PAGE_LENGTH      1000
#define PATIENCE_SECONDS 120
#define PASSWORD         "ljung och hjortron"

static const char *const words[] = { "möte", "ringde", "vården", "planering", "sömn", "arbete",
                                     "Skellefteå", "praktik", "läkare", "uppföljning", "yoga",
                                     "samtycke", "ekonomi", "bättre", "vila", "handläggare" };

/* With the four that this program knows an entry has thirteen fields, as in a diary. */
static const char *const more_fields[] = { "mood", "sleep", "pain", "steps", "hours",
                                           "energy", "calls", "visits", "weight" };

typedef struct
{
  AmiaReplica   *replica;
  AmiaTransport *transport;
  AmiaSync      *sync;
  guint          n_pulled;
} Laptop;

typedef struct
{
  char        *folder;
  char        *ledger;
  const char  *program;
  char        *url;
  GSubprocess *server;
  AmiaDb      *bare;
  GRand       *random;
  AmiaUuid     cases[N_CASES];
  Laptop       anna;
  Laptop       bertil;
} Bench;

/* --- Waiting ------------------------------------------------------------------------------- */

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("Waited in vain for %s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

/* Lets the main loop run until @condition holds. */
#define WAIT_UNTIL(condition)                                                                     \
  G_STMT_START                                                                                    \
  {                                                                                               \
    guint give_up_id = g_timeout_add_seconds (PATIENCE_SECONDS, give_up_cb, (char *) #condition); \
    while (!(condition))                                                                          \
      g_main_context_iteration (NULL, TRUE);                                                      \
    g_source_remove (give_up_id);                                                                 \
  }                                                                                               \
  G_STMT_END

static gpointer
call (Laptop         *laptop,
      AmiaReplicaFunc func,
      gpointer        data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer answer;

  amia_replica_call_async (laptop->replica, func, data, NULL, NULL, NULL, store_result_cb, &result);
  answer = amia_replica_call_finish (laptop->replica, wait_for (&result), &error);
  if (error != NULL)
    g_error ("%s", error->message);
  return answer;
}

/* --- What is written ------------------------------------------------------------------------ */

/* The agencies may see each other's whole work, so that every op is asked about and travels. */
static void
add_consent (AmiaEdits      *edits,
             const AmiaUuid *case_id)
{
  AmiaUuid id = amia_uuid_new_random ();

  amia_edits_set_string (edits, "consent", &id, case_id, "kind", "participation");
  amia_edits_set (edits, "consent", &id, case_id, "parties", NULL, "[\"FK\",\"AF\"]");
  amia_edits_set (edits, "consent", &id, case_id, "areas", NULL, "[\"*\"]");
}

static AmiaEdits *
found_case (Bench *bench,
            guint  i)
{
  AmiaEdits       *edits = amia_edits_new ();
  AmiaUuid         member = amia_uuid_new_random ();
  g_autofree char *title = g_strdup_printf ("Ärende %u", i);

  bench->cases[i] = amia_uuid_new_random ();
  amia_edits_set_string (edits, "case", &bench->cases[i], &bench->cases[i], "title", title);
  amia_edits_set_string (edits, "member", &member, &bench->cases[i], "user", "bertil");
  add_consent (edits, &bench->cases[i]);
  return edits;
}

static AmiaEdits *
write_note (Bench *bench)
{
  const AmiaUuid *case_id = &bench->cases[g_rand_int_range (bench->random, 0, N_CASES)];
  AmiaEdits      *edits = amia_edits_new ();
  AmiaUuid        id = amia_uuid_new_random ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 25; i++)
    {
      gint32 n = g_rand_int_range (bench->random, 0, G_N_ELEMENTS (words));

      g_string_append_printf (text, "%s ", words[n]);
    }
  amia_edits_set_string (edits, "journal", &id, case_id, "kind", "note");
  amia_edits_set_string (edits, "journal", &id, case_id, "headline", "Telefonsamtal");
  amia_edits_set_string (edits, "journal", &id, case_id, "text", text->str);
  amia_edits_set_string (edits, "journal", &id, case_id, "date", "2026-03-14");
  for (gsize i = 0; i < G_N_ELEMENTS (more_fields); i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", g_rand_int_range (bench->random, 0, 1000));

      amia_edits_set (edits, "journal", &id, case_id, more_fields[i], "basics", value);
    }
  return edits;
}

static gpointer
commit_all (AmiaStore    *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return GINT_TO_POINTER (amia_store_commit_all (store, data, NULL, error));
}

static void
write_notes (Bench *bench,
             guint  n)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (actions, write_note (bench));
  call (&bench->anna, commit_all, actions);
}

static void
found_cases (Bench *bench)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

  for (guint i = 0; i < N_CASES; i++)
    g_ptr_array_add (actions, found_case (bench, i));
  call (&bench->anna, commit_all, actions);
}

/* --- The office ----------------------------------------------------------------------------- */

static void
add_account (Bench      *bench,
             const char *user,
             const char *agency)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                              &error,
                              bench->program,
                              "user",
                              "add",
                              user,
                              "--agency",
                              agency,
                              "--role",
                              "caseworker",
                              "--db",
                              bench->ledger,
                              NULL);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, PASSWORD "\n", NULL, NULL, NULL, &error) ||
      !g_subprocess_wait_check (process, NULL, &error))
    g_error ("%s", error->message);
}

static void
start_server (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  bench->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error,
                                    bench->program,
                                    "--db",
                                    bench->ledger,
                                    "--listen",
                                    "127.0.0.1:0",
                                    NULL);
  if (bench->server == NULL)
    g_error ("%s", error->message);

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->server));
  line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  if (line == NULL || !g_str_has_prefix (line, "listening "))
    g_error ("The server said: %s", line);
  bench->url = g_strdup (line + strlen ("listening "));
}

static void
count_pulled_cb (Laptop *laptop,
                 guint   n_pushed,
                 guint   n_pulled)
{
  laptop->n_pulled = MAX (laptop->n_pulled, n_pulled);
}

static void
open_laptop (Bench      *bench,
             Laptop     *laptop,
             const char *user,
             const char *agency)
{
  g_autofree char *path = g_build_filename (bench->folder, user, NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GError) error = NULL;

  amia_replica_create_async (path, user, agency, NULL, NULL, store_result_cb, &opened);
  laptop->replica = amia_replica_open_finish (wait_for (&opened), &error);
  laptop->transport = amia_http_transport_new (NULL, &error);
  if (laptop->replica == NULL || laptop->transport == NULL)
    g_error ("%s", error->message);

  laptop->sync = amia_sync_new (laptop->replica, laptop->transport);
  g_signal_connect_swapped (laptop->sync, "progress", G_CALLBACK (count_pulled_cb), laptop);
  amia_sync_login_async (laptop->sync, bench->url, user, PASSWORD, NULL,
                         store_result_cb, &signed_in);
  if (!amia_sync_login_finish (laptop->sync, wait_for (&signed_in), &error))
    g_error ("%s", error->message);
}

static void
close_laptop (Laptop *laptop)
{
  amia_sync_stop (laptop->sync);
  /* What is under way holds on to the engine until it has come to its end. */
  g_object_add_weak_pointer (G_OBJECT (laptop->sync), (gpointer *) &laptop->sync);
  g_object_unref (laptop->sync);
  WAIT_UNTIL (laptop->sync == NULL);
  g_object_unref (laptop->transport);
  amia_replica_close (laptop->replica);
  g_object_unref (laptop->replica);
}

static gboolean
is_listening (Laptop *laptop)
{
  return amia_sync_get_phase (laptop->sync) == AMIA_SYNC_LISTENING;
}

static gpointer
count_waiting (AmiaStore    *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  AmiaStatus status = { 0 };

  if (!amia_store_get_status (store, &status, error))
    return NULL;
  if (status.n_refused > 0)
    g_error ("%u changes were refused", status.n_refused);
  return GUINT_TO_POINTER (status.n_waiting);
}

/* Processor time of the server so far, which the system counts in hundredths of a second. */
static double
get_server_ms (Bench *bench)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat",
                                           g_subprocess_get_identifier (bench->server));
  g_autofree char *text = NULL;
  unsigned long    user = 0;
  unsigned long    system = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      sscanf (strrchr (text, ')'),
              ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
              &user,
              &system) != 2)
    return 0;
  return (double) (user + system) * 1000.0 / (double) sysconf (_SC_CLK_TCK);
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

/* How long it takes to put these bytes on the disk and nothing else. */
static double
insert_bare (Bench     *bench,
             GPtrArray *changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (bench->bare, "INSERT INTO log (body) VALUES (?)", "insert", &error);
  double start_ms = bench_now_ms ();

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

  return bench_now_ms () - start_ms;
}

static void
print_leg (Bench      *bench,
           const char *name,
           double      ms,
           double      processor_ms,
           double      bare_ms)
{
  g_autofree char *speed = g_strconcat ("sync-", name, NULL);
  g_autofree char *processor = g_strconcat ("sync-", name, "-processor", NULL);
  g_autofree char *ratio = g_strconcat ("sync-", name, "-to-bare-insert", NULL);

  bench_print (speed, N_CHANGES * 1000.0 / ms, "changes/s");
  bench_print (processor, processor_ms, "ms");
  bench_print (ratio, ms / bare_ms, "ratio");
}

static double
start_and_drain (Bench  *bench,
                 Laptop *laptop,
                 double *processor_ms)
{
  double start_ms = bench_now_ms ();
  double start_processor_ms = bench_processor_ms () + get_server_ms (bench);

  amia_sync_start (laptop->sync);
  WAIT_UNTIL (is_listening (laptop));
  *processor_ms = bench_processor_ms () + get_server_ms (bench) - start_processor_ms;
  return bench_now_ms () - start_ms;
}

static void
measure_legs (Bench *bench)
{
  g_autoptr (GPtrArray) changes = NULL;
  double bare_ms;
  double ms;
  double processor_ms;

  found_cases (bench);
  write_notes (bench, N_CHANGES);
  changes = call (&bench->anna, list_outgoing, NULL);
  if (changes->len != N_CHANGES + N_CASES)
    g_error ("There are %u changes to push", changes->len);

  bare_ms = insert_bare (bench, changes);
  ms = start_and_drain (bench, &bench->anna, &processor_ms);
  if (call (&bench->anna, count_waiting, NULL) != NULL)
    g_error ("The server does not have everything");
  bare_ms = (bare_ms + insert_bare (bench, changes)) / 2;
  bench_print ("sync-bare-insert", N_CHANGES * 1000.0 / bare_ms, "changes/s");
  print_leg (bench, "push", ms, processor_ms, bare_ms);

  ms = start_and_drain (bench, &bench->bertil, &processor_ms);
  if (bench->bertil.n_pulled != N_CHANGES + N_CASES)
    g_error ("Only %u changes came", bench->bertil.n_pulled);
  bare_ms = insert_bare (bench, changes);
  print_leg (bench, "pull", ms, processor_ms, bare_ms);
}

/* Somebody presses the button and there is nothing to do. */
static void
measure_idle (Bench *bench)
{
  g_autoptr (BenchTimes) times = bench_times_new ();

  for (guint i = 0; i < N_IDLE; i++)
    {
      double start_ms = bench_now_ms ();

      amia_sync_now (bench->anna.sync);
      WAIT_UNTIL (!is_listening (&bench->anna));
      WAIT_UNTIL (is_listening (&bench->anna));
      bench_times_add (times, bench_now_ms () - start_ms);
    }

  bench_print ("sync-idle-round", bench_times_get (times, 0.5), "ms");
}

static void
measure_batches (Bench *bench)
{
  g_autoptr (BenchTimes) pushed = bench_times_new ();
  g_autoptr (BenchTimes) arrived = bench_times_new ();

  for (guint i = 0; i < N_BATCHES; i++)
    {
      double start_ms;

      write_notes (bench, BATCH_LENGTH);
      bench->bertil.n_pulled = 0;
      start_ms = bench_now_ms ();
      WAIT_UNTIL (!is_listening (&bench->anna));
      WAIT_UNTIL (is_listening (&bench->anna));
      bench_times_add (pushed, bench_now_ms () - start_ms);
      WAIT_UNTIL (bench->bertil.n_pulled >= BATCH_LENGTH && is_listening (&bench->bertil));
      bench_times_add (arrived, bench_now_ms () - start_ms);
    }

  bench_print ("sync-hundred-changes-pushed", bench_times_get (pushed, 0.5), "ms");
  bench_print ("sync-hundred-changes-arrived", bench_times_get (arrived, 0.5), "ms");
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

  g_signal_connect_swapped (bench->bertil.replica, "changed", G_CALLBACK (changed_cb), &is_there);
  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      double start_ms;

      WAIT_UNTIL (is_listening (&bench->anna) && is_listening (&bench->bertil));
      is_there = FALSE;
      start_ms = bench_now_ms ();
      amia_replica_commit_async (bench->anna.replica,
                                 write_note (bench),
                                 NULL,
                                 store_result_cb,
                                 &result);
      if (!amia_replica_commit_finish (bench->anna.replica, wait_for (&result), NULL, &error))
        g_error ("%s", error->message);
      WAIT_UNTIL (is_there);
      bench_times_add (times, bench_now_ms () - start_ms);
    }

  bench_print ("sync-edit-to-colleague-p50", bench_times_get (times, 0.5), "ms");
  bench_print ("sync-edit-to-colleague-p95", bench_times_get (times, 0.95), "ms");
}

/* --- Beginning and end ---------------------------------------------------------------------- */

static void
open_bench (Bench *bench)
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

  add_account (bench, "anna", "FK");
  add_account (bench, "bertil", "AF");
  start_server (bench);
  open_laptop (bench, &bench->anna, "anna", "FK");
  open_laptop (bench, &bench->bertil, "bertil", "AF");
}

static void
close_bench (Bench *bench)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  close_laptop (&bench->anna);
  close_laptop (&bench->bertil);
  amia_db_close (bench->bare);
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
  g_free (bench->folder);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { 0 };

  if (argc != 2)
    g_error ("usage: bench-sync AMIA-SERVER");

  bench.program = argv[1];
  open_bench (&bench);
  measure_legs (&bench);
  measure_idle (&bench);
  measure_batches (&bench);
  measure_edits (&bench);
  close_bench (&bench);
  return 0;
}
