/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "amia-store-agenda.h"
#include "bench-times.h"

/* A month of the calendar in a replica of ten thousand cases, each with meetings over two years.
 * The ratio is to a day of the same calendar, which is what has to be read at the least. */

#define N_CASES    10000
#define N_MEETINGS 6
#define N_DAYS     730
#define N_ASKED    12

static AmiaUuid
name_record (guint kind,
             guint number)
{
  return (AmiaUuid){ { 1, 2, 3, (guint8) kind, (guint8) (number >> 16), (guint8) (number >> 8),
                       (guint8) number } };
}

static AmiaEdits *
make_case (GRand *random,
           guint  number)
{
  AmiaEdits       *edits = amia_edits_new ();
  const AmiaUuid   case_id = name_record (1, number);
  g_autofree char *title = g_strdup_printf ("Ärende %u", number);

  amia_edits_set_string (edits, "case", &case_id, &case_id, "title", title);
  for (guint i = 0; i < N_MEETINGS; i++)
    {
      const AmiaUuid id = name_record (2, number * N_MEETINGS + i);
      AmiaLocalTime  start = (735000 + (gint64) g_rand_int_range (random, 0, N_DAYS)) *
                                AMIA_DAY_MINUTES +
                            60 * g_rand_int_range (random, 8, 16);
      char start_text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
      char end_text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

      amia_local_time_print (start, start_text);
      amia_local_time_print (start + 60, end_text);
      amia_edits_set_string (edits, "meeting", &id, &case_id, "kind", "uppfoljningsmote");
      amia_edits_set_string (edits, "meeting", &id, &case_id, "start", start_text);
      amia_edits_set_string (edits, "meeting", &id, &case_id, "end", end_text);
      amia_edits_set_string (edits, "meeting", &id, &case_id, "place", "Hälsocentralen");
      amia_edits_set (edits, "meeting", &id, &case_id, "participants", NULL,
                      "[\"Märta\",\"Anna (FK)\",\"Bertil (AF)\"]");
    }

  return edits;
}

static void
fill (AmiaStore *store)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_CASES;)
    {
      g_autoptr (GPtrArray) actions =
          g_ptr_array_new_with_free_func ((GDestroyNotify) amia_edits_free);

      for (guint j = 0; j < 500; j++, i++)
        g_ptr_array_add (actions, make_case (random, i));
      if (!amia_store_commit_all (store, actions, NULL, &error))
        g_error ("%s", error->message);
    }
}

static double
measure (AmiaStore *store,
         guint      n_days,
         gboolean   mine,
         guint     *n_items)
{
  g_autoptr (BenchTimes) times = bench_times_new ();

  for (guint i = 0; i < N_ASKED; i++)
    {
      const AmiaLocalTime   from = (735000 + (gint64) i * 28) * AMIA_DAY_MINUTES;
      const AmiaAgendaQuery query = { .from = from,
                                      .to = from + n_days * AMIA_DAY_MINUTES,
                                      .kinds = AMIA_AGENDA_ALL,
                                      .mine = mine };
      g_autoptr (GError) error = NULL;
      double start_ms = bench_now_ms ();
      g_autoptr (GPtrArray) items = amia_store_list_agenda (store, &query, &error);

      if (items == NULL)
        g_error ("%s", error->message);
      bench_times_add (times, bench_now_ms () - start_ms);
      *n_items = items->len;
    }

  return bench_times_get (times, 0.95);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("amia-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "anna", NULL);
  g_autoptr (GError) error = NULL;
  AmiaStore *store = amia_store_create (path, "anna", "FK", NULL, &error);
  double     day_ms;
  double     month_ms;
  guint      n_items = 0;

  if (store == NULL)
    g_error ("%s", error->message);
  fill (store);
  day_ms = measure (store, 1, FALSE, &n_items);
  month_ms = measure (store, 42, FALSE, &n_items);
  g_print ("agenda-month-length %u meetings\n", n_items);
  bench_print ("agenda-month-p95", month_ms, "ms");
  bench_print ("agenda-mine-p95", measure (store, 42, TRUE, &n_items), "ms");
  bench_print ("agenda-month-to-day", month_ms / day_ms, "ratio");

  amia_store_close (store);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
