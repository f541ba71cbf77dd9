/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "amia-case-snapshot.h"
#include "amia-keys.h"
#include "bench-times.h"

/* What the window asks of a replica of ten thousand cases as amia-tool seeds them, encrypted, each
 * with forms and journal: bench-case REPLICA PASSPHRASE. The page of a case is the app's own
 * snapshot, forms and how far they are filled in included. The ratio is to a page without a case's
 * contents: the row of the list that was clicked on. */

#define N_CASES   200
#define N_LISTS   40
#define N_VISIBLE 30
#define N_KEYS    7

static gpointer
must (gpointer value,
      GError **error)
{
  if (value == NULL)
    g_error ("%s", *error != NULL ? (*error)->message : "nothing came");
  return value;
}

/* What is typed letter by letter; the list is asked after each, as the page does. */
static void
measure_search (AmiaStore *store)
{
  static const char *const typed[] = { "åsa ö", "lind", "1885", "an", "karin s", "e" };
  g_autoptr (BenchTimes) times = bench_times_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (typed) * 5; i++)
    {
      const char *text = typed[i % G_N_ELEMENTS (typed)];

      for (const char *end = text; *end != '\0';)
        {
          g_autoptr (GError) error = NULL;
          g_autofree char *words = NULL;
          AmiaCaseQuery    query = { 0 };
          g_autoptr (GArray) ids = NULL;
          double start_ms;

          end = g_utf8_next_char (end);
          words = g_strndup (text, (gsize) (end - text));
          query.words = words;
          start_ms = bench_now_ms ();
          ids = must (amia_store_list_case_ids (store, &query, &error), &error);
          g_ptr_array_unref (must (amia_store_load_case_rows (store,
                                                              (AmiaUuid *) (gpointer) ids->data,
                                                              MIN (ids->len, N_VISIBLE),
                                                              &error),
                                   &error));
          bench_times_add (times, bench_now_ms () - start_ms);
        }
    }

  bench_print ("case-search-p50", bench_times_get (times, 0.5), "ms");
  bench_print ("case-search-p95", bench_times_get (times, 0.95), "ms");
}

static GArray *
measure_list (AmiaStore *store)
{
  g_autoptr (BenchTimes) times = bench_times_new ();
  g_autoptr (GArray) ids = NULL;

  for (guint i = 0; i < N_LISTS; i++)
    {
      const AmiaCaseQuery query = { .sort = i % 2 == 0 ? AMIA_CASE_SORT_NAME
                                                       : AMIA_CASE_SORT_CHANGED };
      g_autoptr (GError) error = NULL;
      double start_ms = bench_now_ms ();

      g_clear_pointer (&ids, g_array_unref);
      ids = must (amia_store_list_case_ids (store, &query, &error), &error);
      bench_times_add (times, bench_now_ms () - start_ms);
    }

  g_print ("case-list-length %u cases\n", ids->len);
  bench_print ("case-list-p50", bench_times_get (times, 0.5), "ms");
  bench_print ("case-list-p95", bench_times_get (times, 0.95), "ms");
  return g_steal_pointer (&ids);
}

static void
measure_pages (AmiaStore *store,
               GArray    *ids)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (BenchTimes) pages = bench_times_new ();
  g_autoptr (BenchTimes) rows = bench_times_new ();
  double first_ms = 0;

  for (guint i = 0; i < N_CASES; i++)
    {
      guint           number = (guint) g_rand_int_range (random, 0, (gint32) ids->len);
      const AmiaUuid *id = &g_array_index (ids, AmiaUuid, number);
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaCaseSnapshot) page = NULL;
      double start_ms = bench_now_ms ();
      double ms;

      page = must (amia_case_snapshot_load (store, id, 10, &error), &error);
      ms = bench_now_ms () - start_ms;
      /* The first one reads the templates, too. */
      if (i == 0)
        first_ms = ms;
      bench_times_add (pages, ms);
      start_ms = bench_now_ms ();
      g_ptr_array_unref (must (amia_store_load_case_rows (store, id, 1, &error), &error));
      bench_times_add (rows, bench_now_ms () - start_ms);
    }

  bench_print ("case-open-first", first_ms, "ms");
  bench_print ("case-open-p50", bench_times_get (pages, 0.5), "ms");
  bench_print ("case-open-p95", bench_times_get (pages, 0.95), "ms");
  bench_print ("case-open-to-row",
               bench_times_get (pages, 0.5) / bench_times_get (rows, 0.5),
               "ratio");
}

/* Making a key of a passphrase is meant to be slow; what comes after it is not. */
static void
measure_unlock (const char *path,
                const char *passphrase)
{
  g_autofree char *keys = g_strconcat (path, ".keys", NULL);
  g_autoptr (BenchTimes) key_times = bench_times_new ();
  g_autoptr (BenchTimes) open_times = bench_times_new ();

  for (guint i = 0; i < N_KEYS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmiaStore) store = NULL;
      g_auto (AmiaDataKey) key = { 0 };
      double start_ms = bench_now_ms ();
      double key_ms;

      if (!amia_keys_unlock (keys, passphrase, 0, &key, &error))
        g_error ("%s", error->message);
      key_ms = bench_now_ms () - start_ms;
      bench_times_add (key_times, key_ms);
      start_ms = bench_now_ms ();
      store = must (amia_store_open (path, passphrase, &error), &error);
      bench_times_add (open_times, bench_now_ms () - start_ms);
    }

  bench_print ("case-unlock-key", bench_times_get (key_times, 0.5), "ms");
  bench_print ("case-unlock-and-open-to-key",
               bench_times_get (open_times, 0.5) / bench_times_get (key_times, 0.5),
               "ratio");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AmiaStore) store = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    g_error ("usage: bench-case REPLICA PASSPHRASE");

  measure_unlock (argv[1], argv[2]);
  store = must (amia_store_open (argv[1], argv[2], &error), &error);
  ids = measure_list (store);
  measure_search (store);
  measure_pages (store, ids);
  return EXIT_SUCCESS;
}
