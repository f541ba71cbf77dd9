/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "amia-sim-worlds.h"

/*
 *   amia-sim --seed N --steps M            one office, everything that happens printed
 *   amia-sim --first N --count K           K of them, only what failed printed
 *   amia-sim --twice --first N --count K   in two processes: the same must happen in both
 *   amia-sim --kept FILE                   those that once found a mistake: "SEED STEPS" a line
 *   amia-sim … --traces                    a hash of each history, to compare
 *   amia-sim … --open FILE                 but those of a list of findings that nobody has mended
 *   amia-sim … --postgres                  with the ledger in a PostgreSQL, where there is one
 *
 * AMIA_LONG=yes runs ten times as many: the same of the next ten thousand, and of the next. Prints
 * TAP; ends with 0 when all was well, with 1 if not.
 */

#define LONG     10
#define AGAIN    10000 /* where those of a long run begin, and again, and again */
#define BATCH    250
#define FAILURES 60

/* What memory is kept for: large pieces, and the small ones of each connection. */
#define MEMORY_MAX (256 << 20)
#define PIECE      1200
#define N_PIECES   400

static gint     seed = -1;
static gint     steps; /* 0 for the seed's own */
static gint     first = 1;
static gint     count;
static gboolean is_twice;
static gboolean is_tracing;
static gboolean is_on_postgres;
static char    *kept;
static char    *open_file;

static const GOptionEntry options[] = {
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Replay this one", "N" },
  { "steps", 0, 0, G_OPTION_ARG_INT, &steps, "So many things that people do", "M" },
  { "first", 0, 0, G_OPTION_ARG_INT, &first, "The first of many", "N" },
  { "count", 0, 0, G_OPTION_ARG_INT, &count, "How many", "K" },
  { "twice", 0, 0, G_OPTION_ARG_NONE, &is_twice, "Expect the same from the same seed", NULL },
  { "traces", 0, 0, G_OPTION_ARG_NONE, &is_tracing, "Print a hash of each history", NULL },
  { "kept", 0, 0, G_OPTION_ARG_FILENAME, &kept, "Replay those of a list", "FILE" },
  { "open", 0, 0, G_OPTION_ARG_FILENAME, &open_file, "Pass over those of a list", "FILE" },
  { "postgres", 0, 0, G_OPTION_ARG_NONE, &is_on_postgres, "Keep the ledger in PostgreSQL", NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

/* Seeds that are passed over. */
static GHashTable *open_seeds;

/* What the batches tell the process that started them. */
typedef struct
{
  guint at;
} Shared;

static Shared *shared;
static guint64 random_state;

/* The one that is open. */
static const Sim *office;

/* Ids are drawn from here instead of the system, so that the same seed makes the same ones. */
ssize_t
getrandom (void        *buffer,
           size_t       length,
           unsigned int flags)
{
  guint8 *bytes = buffer;

  (void) flags;
  for (size_t i = 0; i < length; i++)
    {
      random_state = random_state * G_GUINT64_CONSTANT (6364136223846793005) +
                     G_GUINT64_CONSTANT (1442695040888963407);
      bytes[i] = (guint8) (random_state >> 56);
    }

  return (ssize_t) length;
}

/* There is no time but the office's: a history is the same on every day. */
gint64
g_get_real_time (void)
{
  return office != NULL ? office->now_ms * 1000 : 0;
}

/* Passphrases need not be hard to guess here. */
int
crypto_pwhash (unsigned char       *key,
               unsigned long long   length,
               const char          *passphrase,
               unsigned long long   passphrase_length,
               const unsigned char *salt,
               unsigned long long   operations,
               size_t               memory,
               int                  algorithm)
{
  (void) passphrase;
  (void) passphrase_length;
  (void) salt;
  (void) operations;
  (void) memory;
  (void) algorithm;
  memset (key, 7, length);
  return 0;
}

static char *
run_office (guint    number,
            guint    n_steps,
            gboolean is_talking)
{
  g_autoptr (Sim) sim = NULL;

  random_state = number;
  sim = sim_new (number, &sim_world_find (number)->faults, is_talking);
  office = sim;
  sim_run (sim, n_steps);
  sim_heal (sim);
  sim_check (sim);
  office = NULL;
  return sim_dup_trace (sim);
}

static guint
get_steps (guint number)
{
  return steps > 0 ? (guint) steps : sim_world_get_steps (number);
}

/* Runs some in a process of their own. Returns how many went well before one did not. */
static guint
run_batch (guint from,
           guint n)
{
  pid_t child;
  int   status;

  fflush (stdout);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *trace = NULL;

          shared->at = i;
          if (g_hash_table_contains (open_seeds, GUINT_TO_POINTER (from + i)))
            {
              g_printerr ("# passed over: seed %u, see tests/sim/open\n", from + i);
              continue;
            }
          trace = run_office (from + i, get_steps (from + i), FALSE);
          if (is_tracing)
            g_print ("%u %s\n", from + i, trace);
        }
      shared->at = n;
      fflush (stdout);
      _exit (0);
    }

  while (waitpid (child, &status, 0) < 0)
    ;
  return shared->at;
}

static void
report (guint number)
{
  g_print ("# world %s; replay: tests/sim/amia-sim --seed %u --steps %u\n",
           sim_world_find (number)->name, number, get_steps (number));
}

static guint
run_many (guint from,
          guint n)
{
  guint n_failed = 0;

  for (guint i = 0; i < n && n_failed < FAILURES;)
    {
      guint size = MIN (BATCH, n - i);
      guint n_well = run_batch (from + i, size);

      i += n_well;
      if (n_well < size)
        {
          report (from + i);
          n_failed++;
          i++;
        }
    }

  return n_failed;
}

/* The histories of some, from a process that begins at the beginning: with memory laid out anew. */
static char *
dup_traces (guint from,
            guint n)
{
  g_autofree char *first_text = g_strdup_printf ("%u", from);
  g_autofree char *count_text = g_strdup_printf ("%u", n);
  g_autoptr (GError) error = NULL;
  char *words[] = { (char *) "/proc/self/exe", (char *) "--traces", (char *) "--first", first_text,
                    (char *) "--count", count_text, NULL };
  char *printed;

  g_assert_true (
      g_spawn_sync (NULL, words, NULL, 0, NULL, NULL, &printed, NULL, NULL, &error));
  return printed;
}

static guint
run_twice (guint from,
           guint n)
{
  g_autofree char *once = dup_traces (from, n);
  g_autofree char *again = dup_traces (from, n);
  g_auto (GStrv) first_lines = g_strsplit (once, "\n", -1);
  g_auto (GStrv) other_lines = g_strsplit (again, "\n", -1);

  for (gsize i = 0; first_lines[i] != NULL && other_lines[i] != NULL; i++)
    {
      if (strcmp (first_lines[i], other_lines[i]) != 0)
        {
          g_print ("# %s, and then %s\n", first_lines[i], other_lines[i]);
          return 1;
        }
    }

  g_assert_cmpuint (g_strv_length (first_lines), >, n);
  return g_strv_length (first_lines) == g_strv_length (other_lines) ? 0 : 1;
}

static guint
run_kept (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_failed = 0;

  g_assert_true (g_file_get_contents (kept, &text, NULL, &error));
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *end = lines[i];
      guint number;

      if (!g_ascii_isdigit (lines[i][0]))
        continue;
      number = (guint) strtoul (lines[i], &end, 10);
      steps = (gint) strtol (end, NULL, 10);
      if (run_batch (number, 1) == 0)
        {
          report (number);
          n_failed++;
        }
    }

  return n_failed;
}

static void
read_open (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  open_seeds = g_hash_table_new (NULL, NULL);
  if (open_file == NULL)
    return;

  g_assert_true (g_file_get_contents (open_file, &text, NULL, &error));
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (g_ascii_isdigit (lines[i][0]))
        g_hash_table_add (open_seeds, GUINT_TO_POINTER (strtoul (lines[i], NULL, 10)));
    }
}

static guint
run (void)
{
  guint n_times = g_strcmp0 (g_getenv ("AMIA_LONG"), "yes") == 0 ? LONG : 1;
  guint n_failed = 0;

  if (kept != NULL)
    return run_kept ();
  if (is_twice)
    return run_twice ((guint) first, (guint) count);
  for (guint i = 0; i < n_times; i++)
    n_failed += run_many ((guint) first + i * AGAIN, (guint) count);
  return n_failed;
}

/* Memory is asked for and given back all the time, by one thread. */
static void
make_cheap (void)
{
  mallopt (M_MMAP_THRESHOLD, MEMORY_MAX);
  mallopt (M_TRIM_THRESHOLD, MEMORY_MAX);
  mallopt (M_TOP_PAD, MEMORY_MAX / 16);
  sqlite3_config (SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_config (SQLITE_CONFIG_LOOKASIDE, PIECE, N_PIECES);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- an office with bad luck");
  g_autoptr (GError) error = NULL;
  guint n_failed;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  if (is_on_postgres && !sim_postgres_start ())
    {
      g_print ("1..0 # SKIP PostgreSQL is not installed\n");
      return 0;
    }

  make_cheap ();
  sim_files_install ();
  sim_make_templates ();
  if (seed >= 0)
    {
      g_autofree char *trace = NULL;

      g_print ("world %s\n", sim_world_find ((guint) seed)->name);
      trace = run_office ((guint) seed, get_steps ((guint) seed), TRUE);
      g_print ("well: %s\n", trace);
      return 0;
    }

  shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (shared != MAP_FAILED);
  read_open ();
  n_failed = run ();
  g_print ("1..1\n%s 1 - offices\n", n_failed == 0 ? "ok" : "not ok");
  return n_failed == 0 ? 0 : 1;
}
