/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "amia-db.h"
#include "amia-store-due.h"
#include "amia-store-lists.h"
#include "amia-store-plan.h"
#include "amia-store-process.h"
#include "amia-store-search.h"
#include "amia-store-twins.h"
#include "bench-times.h"

/* What each page asks of a replica in which an organisation has worked for years: ten thousand
 * cases, two hundred thousand forms, a million notes. Such a one is made by
 *
 *     amia-tool init REPLICA --user anna --agency FK --unencrypted
 *     amia-tool seed REPLICA --cases 10000 --seed 1 --more-forms 18 --more-notes 97
 *
 * which takes minutes and four gigabytes, and so it is no part of the other runs: this does nothing
 * but with a replica's path, as its argument or in AMIA_BENCH_REPLICA.
 *
 * For each page: p95 of the processor's time in milliseconds, to be held against 100 (50 for a
 * search); and, where one statement gives the same rows, p95 of bare SQLite over the same file. */

#define N_TURNS 40
#define N_ROWS  50 /* of a list that are on screen */
#define SKIPPED 77 /* what meson takes for "not run" */
#define MB      (1024.0 * 1024.0)

typedef struct
{
  AmiaStore *store;
  AmiaDb    *bare;
  GArray    *cases; /* of AmiaUuid */
  GRand     *random;
} Bench;

typedef struct
{
  const char *name;
  void (*ask) (Bench *bench);
  const char *bare; /* the same rows by one statement; ?1 is a case, ?2 a word */
} Page;

static const char *const words[] = { "sömn", "möte", "läkare", "praktik", "vila", "skog" };
static const char *const names[] = { "hulda", "moss", "ek", "sten", "lind", "ivar" };

static void
must (const GError *error)
{
  if (error != NULL)
    {
      g_printerr ("bench-years: %s\n", error->message);
      exit (EXIT_FAILURE);
    }
}

static const AmiaUuid *
pick_case (Bench *bench)
{
  gint32 i = g_rand_int_range (bench->random, 0, (gint32) bench->cases->len);

  return &g_array_index (bench->cases, AmiaUuid, i);
}

static const char *
pick (Bench             *bench,
      const char *const *list,
      gsize              n)
{
  return list[g_rand_int_range (bench->random, 0, (gint32) n)];
}

/* --- Pages ------------------------------------------------------------------------------------ */

static void
list_cases (Bench               *bench,
            const AmiaCaseQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = amia_store_list_case_ids (bench->store, query, &error);
  g_autoptr (GPtrArray) rows = NULL;

  must (error);
  rows = amia_store_load_case_rows (
      bench->store, (const AmiaUuid *) (gpointer) ids->data, MIN (ids->len, N_ROWS), &error);
  must (error);
}

static void
ask_cases (Bench *bench)
{
  const AmiaCaseQuery query = { 0 };

  list_cases (bench, &query);
}

static void
ask_mine (Bench *bench)
{
  const AmiaCaseQuery query = { .mine = TRUE, .sort = AMIA_CASE_SORT_CHANGED };

  list_cases (bench, &query);
}

static void
ask_names (Bench *bench)
{
  const AmiaCaseQuery query = { .words = pick (bench, names, G_N_ELEMENTS (names)) };

  list_cases (bench, &query);
}

static void
ask_words (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits =
      amia_store_search (bench->store, pick (bench, words, G_N_ELEMENTS (words)), N_ROWS, &error);

  must (error);
}

static gboolean
count_record (const AmiaRecord *record,
              gpointer          data)
{
  (*(guint *) data)++;
  return TRUE;
}

static void
ask_case (Bench *bench)
{
  const AmiaRecordQuery query = { .case_id = pick_case (bench) };
  guint                 n = 0;
  g_autoptr (GError) error = NULL;

  if (!amia_store_foreach_record (bench->store, &query, count_record, &n, &error))
    must (error);
}

static void
ask_process (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  AmiaCaseProcess *process =
      amia_store_load_process (bench->store, pick_case (bench), "2026-11-22", &error);

  must (error);
  amia_case_process_free (process);
}

static void
ask_plan (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  AmiaCasePlan *plan = amia_store_load_plan (bench->store, pick_case (bench), &error);

  must (error);
  amia_case_plan_free (plan);
}

static void
list_due (Bench          *bench,
          const char     *user,
          const AmiaUuid *case_id)
{
  const AmiaDueQuery query = { .user = user, .filter = AMIA_DUE_OF_TEAM, .case_id = case_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDueList) list = amia_store_list_due (bench->store, &query, &error);

  must (error);
}

static void
ask_due (Bench *bench)
{
  list_due (bench, "anna", NULL);
}

/* All of these cases are anna's; somebody else has some thirty, of ten thousand. */
static void
ask_others_due (Bench *bench)
{
  list_due (bench, "ulla", NULL);
}

static void
ask_next (Bench *bench)
{
  list_due (bench, "anna", pick_case (bench));
}

static void
ask_twins (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) twins = amia_store_list_twins (bench->store, &error);

  must (error);
}

static const Page pages[] = {
  { "cases", ask_cases, "SELECT id FROM case_row ORDER BY sort, id" },
  { "cases-mine", ask_mine, "SELECT id FROM case_row ORDER BY changed_ms DESC" },
  { "search-names", ask_names,
    "SELECT rowid FROM search_name_starts WHERE search_name_starts MATCH ?2 || '*'" },
  { "search-words", ask_words,
    "SELECT rowid FROM search_text_starts WHERE search_text_starts MATCH ?2 || '*' LIMIT 50" },
  { "open-case", ask_case, "SELECT kind, id, state FROM record WHERE case_id = ?1" },
  { "process", ask_process, NULL },
  { "plan", ask_plan,
    "SELECT id, state FROM record WHERE case_id = ?1 AND kind IN ('goal', 'activity', 'todo')" },
  { "to-do", ask_due,
    "SELECT c.id, c.name, f.facts FROM case_row AS c JOIN due_fact AS f ON f.case_id = c.id" },
  { "to-do-of-others", ask_others_due, NULL },
  { "to-do-in-case", ask_next, "SELECT facts FROM due_fact WHERE case_id = ?1" },
  { "twins", ask_twins, NULL },
};

/* --- Measuring -------------------------------------------------------------------------------- */

static void
ask_bare (Bench      *bench,
          const Page *page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStatement) statement = amia_db_prepare (bench->bare, page->bare, "ask", &error);
  gboolean is_name = g_str_has_prefix (page->name, "search-names");

  must (error);
  if (strstr (page->bare, "?1") != NULL)
    amia_statement_bind_blob (statement, 1, pick_case (bench)->bytes, sizeof (AmiaUuid));
  if (strstr (page->bare, "?2") != NULL)
    amia_statement_bind_text (statement, 2,
                              is_name ? pick (bench, names, G_N_ELEMENTS (names))
                                      : pick (bench, words, G_N_ELEMENTS (words)));
  while (amia_statement_step (statement, &error) == AMIA_ROW)
    {
      gsize length;

      amia_statement_get_blob (statement, 0, &length);
    }
  must (error);
}

static void
measure (Bench      *bench,
         const Page *page)
{
  g_autoptr (BenchTimes) own = bench_times_new ();
  g_autoptr (BenchTimes) bare = bench_times_new ();
  g_autofree char *name = g_strdup_printf ("years-%s-p95", page->name);
  g_autofree char *bare_name = g_strdup_printf ("years-%s-bare-p95", page->name);

  /* The first time is the disk's. */
  page->ask (bench);
  for (guint i = 0; i < N_TURNS; i++)
    {
      double start = bench_processor_ms ();

      page->ask (bench);
      bench_times_add (own, bench_processor_ms () - start);
      if (page->bare == NULL)
        continue;

      start = bench_processor_ms ();
      ask_bare (bench, page);
      bench_times_add (bare, bench_processor_ms () - start);
    }

  bench_print (name, bench_times_get (own, 0.95), "ms");
  if (page->bare != NULL)
    bench_print (bare_name, bench_times_get (bare, 0.95), "ms");
}

/* What a commit in one case costs whoever looks at everything: one case is read anew. */
static void
measure_after_change (Bench *bench)
{
  g_autoptr (BenchTimes) times = bench_times_new ();

  for (guint i = 0; i < N_TURNS; i++)
    {
      const AmiaUuid *case_id = pick_case (bench);
      g_autoptr (AmiaEdits) edits = amia_edits_new ();
      g_autoptr (GError) error = NULL;
      double start;

      amia_edits_set_string (edits, "case", case_id, case_id, "number", "A-1");
      if (!amia_store_commit (bench->store, edits, NULL, &error))
        must (error);

      start = bench_processor_ms ();
      ask_due (bench);
      bench_times_add (times, bench_processor_ms () - start);
    }

  bench_print ("years-to-do-after-change-p95", bench_times_get (times, 0.95), "ms");
}

static double
get_memory_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss * 1024 / MB;
}

static void
open_all (Bench      *bench,
          const char *path)
{
  const AmiaCaseQuery query = { 0 };
  g_autoptr (GError) error = NULL;

  bench->random = g_rand_new_with_seed (1);
  bench->store = amia_store_open (path, NULL, &error);
  must (error);
  bench->bare = amia_db_open (path, AMIA_DB_READ_ONLY, &error);
  must (error);
  bench->cases = amia_store_list_case_ids (bench->store, &query, &error);
  must (error);
  bench_print ("years-cases", bench->cases->len, "cases");
}

int
main (int    argc,
      char **argv)
{
  const char *path = argc > 1 ? argv[1] : g_getenv ("AMIA_BENCH_REPLICA");
  Bench       bench = { 0 };
  double      start;

  if (path == NULL)
    {
      g_print ("skip: AMIA_BENCH_REPLICA names no replica\n");
      return SKIPPED;
    }

  open_all (&bench, path);
  start = bench_processor_ms ();
  ask_due (&bench);
  bench_print ("years-to-do-first", bench_processor_ms () - start, "ms");
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    measure (&bench, &pages[i]);
  measure_after_change (&bench);
  bench_print ("years-memory", get_memory_mb (), "MB");

  g_array_unref (bench.cases);
  g_rand_free (bench.random);
  amia_db_close (bench.bare);
  amia_store_close (bench.store);
  return EXIT_SUCCESS;
}
