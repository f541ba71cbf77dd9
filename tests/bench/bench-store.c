/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "amia-db.h"
#include "amia-store-lists.h"
#include "amia-store-search.h"
#include "amia-store-sync.h"

/* What the store costs with ten thousand cases in it. Prints `name value unit` lines. Ratios are to
 * a baseline that is measured in turns with the thing itself. Reading is given in milliseconds of
 * processor time, since on a shared machine the clock on the wall tells what others do; p99 is to
 * be held against the frame (16 ms) and the case that opens (50 ms). */

#define N_CASES     10000
#define N_ANSWERS   40 /* of each case's form */
#define N_NOTES     3
#define PAGE_LENGTH 2000
#define N_COMMITS   400
#define N_RECEIVED  20000
#define N_FIELDS    13

static const char *const first_names[] = { "Åsa", "Karin", "Lars", "Örjan", "Maj", "Nils",
                                           "Ärla", "Sven", "Edit", "Anders", "Britta", "Göran" };
static const char *const last_names[] = { "Öberg", "Lind", "Sandberg", "Åkesson", "Ek", "Norrman",
                                          "Dahl", "Ström", "Hägg", "Vallin", "Zander", "Wik" };
static const char *const words[] = { "möte", "ringde", "vården", "planering", "sömn", "arbete",
                                     "Skellefteå", "praktik", "läkare", "uppföljning", "yoga",
                                     "samtycke", "ekonomi", "bättre", "vila", "handläggare" };

typedef struct
{
  char      *directory;
  AmiaStore *store;
  AmiaDb    *bare;
  AmiaUuid   device;
  GRand     *random;
  gint64     n;
} Bench;

static AmiaUuid
make_id (guint kind,
         guint number)
{
  AmiaUuid id = { { 0x01, 0x8f, (guint8) kind, (guint8) (number >> 24), (guint8) (number >> 16),
                    (guint8) (number >> 8), 0x70, (guint8) number } };

  return id;
}

static void
add_op (AmiaChange     *change,
        const char     *kind,
        const AmiaUuid *id,
        const AmiaUuid *case_id,
        const char     *field,
        const char     *text)
{
  g_autoptr (GString) value = g_string_new (NULL);

  amia_scan_append_string (value, text);
  g_ptr_array_add (change->ops, amia_op_new (kind, id, case_id, field, "basics", value->str));
}

static const char *
pick (Bench             *bench,
      const char *const *list,
      gsize              n)
{
  return list[g_rand_int_range (bench->random, 0, (gint32) n)];
}

static char *
make_text (Bench *bench,
           guint  n_words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (text, "%s ", pick (bench, words, G_N_ELEMENTS (words)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static AmiaChange *
next_change (Bench *bench)
{
  AmiaStamp stamp = (AmiaStamp) (G_GINT64_CONSTANT (1795302000000) + bench->n) << 16;

  bench->n++;
  return amia_change_new (&bench->device, bench->n, stamp, "lars", "AF");
}

static void
add_case (Bench        *bench,
          AmiaIncoming *page,
          guint         i)
{
  AmiaUuid         person = make_id (1, i);
  AmiaUuid         case_id = make_id (2, i);
  AmiaUuid         member = make_id (3, i);
  AmiaUuid         visit = make_id (4, i);
  g_autofree char *reference = amia_uuid_to_string (&person);
  g_autofree char *number = g_strdup_printf ("2026-%05u", i);
  g_autofree char *personnummer = g_strdup_printf ("18%02u%02u%02u-%04u",
                                                   80 + i % 20,
                                                   1 + i % 12,
                                                   1 + i % 28,
                                                   i % 10000);
  g_autofree char *name = g_strdup_printf ("%s %s",
                                           pick (bench, first_names, G_N_ELEMENTS (first_names)),
                                           pick (bench, last_names, G_N_ELEMENTS (last_names)));
  AmiaChange      *change = next_change (bench);

  add_op (change, "participant", &person, NULL, "name", name);
  add_op (change, "participant", &person, NULL, "personnummer", personnummer);
  add_op (change, "case", &case_id, &case_id, "participant", reference);
  add_op (change, "case", &case_id, &case_id, "number", number);
  add_op (change, "member", &member, &case_id, "user", i % 2 == 0 ? "karin" : "lars");
  add_op (change, "visit", &visit, &case_id, "step", "mapping");
  amia_incoming_add_change (page, bench->n, change);
}

static void
add_form (Bench        *bench,
          AmiaIncoming *page,
          guint         i)
{
  AmiaUuid    case_id = make_id (2, i);
  AmiaUuid    form = make_id (5, i);
  AmiaChange *change = next_change (bench);

  add_op (change, "form", &form, &case_id, "questionnaire", "https://amia.se/form|1");
  for (guint k = 0; k < N_ANSWERS; k++)
    {
      g_autofree char *field = g_strdup_printf ("answer/question-%u", k);
      g_autofree char *text = make_text (bench, 4);

      add_op (change, "form", &form, &case_id, field, text);
    }
  amia_incoming_add_change (page, bench->n, change);
}

static void
add_note (Bench        *bench,
          AmiaIncoming *page,
          guint         i,
          guint         k)
{
  AmiaUuid         case_id = make_id (2, i);
  AmiaUuid         note = make_id (6 + k, i);
  g_autofree char *text = make_text (bench, 30);
  AmiaChange      *change = next_change (bench);

  add_op (change, "journal", &note, &case_id, "headline", "Telefonsamtal");
  add_op (change, "journal", &note, &case_id, "text", text);
  amia_incoming_add_change (page, bench->n, change);
}

static void
receive (AmiaStore    *store,
         AmiaIncoming *page)
{
  g_autoptr (AmiaIncoming) taken = page;
  g_autoptr (GError) error = NULL;

  if (!amia_store_receive (store, taken, NULL, &error))
    g_error ("%s", error->message);
}

static void
fill (Bench *bench)
{
  for (guint i = 0; i < N_CASES; i += PAGE_LENGTH / 4)
    {
      AmiaIncoming *page = amia_incoming_new ();

      for (guint k = i; k < MIN (i + PAGE_LENGTH / 4, N_CASES); k++)
        {
          add_case (bench, page, k);
          add_form (bench, page, k);
          for (guint note = 0; note < N_NOTES; note++)
            add_note (bench, page, k, note);
        }
      receive (bench->store, page);
    }
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
take_quantile (GArray *times,
               double  quantile)
{
  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, (guint) ((double) (times->len - 1) * quantile));
}

static gint64
get_processor_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
add_time (GArray *times,
          gint64  time_us)
{
  double time_ms = (double) time_us / 1000.0;

  g_array_append_val (times, time_ms);
}

static GArray *
new_times (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

/* --- Committing an answer -------------------------------------------------------------------- */

static void
commit_answer (Bench *bench,
               guint  i)
{
  AmiaUuid         case_id = make_id (2, i % 50);
  AmiaUuid         form = make_id (5, i % 50);
  g_autofree char *field = g_strdup_printf ("answer/question-%u", i % N_ANSWERS);
  g_autofree char *text = make_text (bench, 6);
  g_autoptr (AmiaEdits) edits = amia_edits_new ();
  g_autoptr (GError) error = NULL;

  amia_edits_set_string (edits, "form", &form, &case_id, field, text);
  if (!amia_store_commit (bench->store, edits, NULL, &error))
    g_error ("%s", error->message);
}

static void
insert_bare (Bench *bench)
{
  g_autofree char *text = g_strnfill (300, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (bench->bare, "INSERT INTO log (body) VALUES (?)", "insert", &error);

  amia_statement_bind_text (statement, 1, text);
  if (!amia_db_begin (bench->bare, &error) || !amia_statement_run (statement, &error) ||
      !amia_db_commit (bench->bare, &error))
    g_error ("%s", error->message);
}

static void
measure_commit (Bench *bench)
{
  g_autoptr (GArray) store = new_times ();
  g_autoptr (GArray) bare = new_times ();

  for (guint i = 0; i < N_COMMITS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      insert_bare (bench);
      add_time (bare, g_get_monotonic_time () - start);
      start = g_get_monotonic_time ();
      commit_answer (bench, i);
      add_time (store, g_get_monotonic_time () - start);
    }

  g_print ("store-commit-answer %.3f ms\n", take_quantile (store, 0.5));
  g_print ("store-bare-insert %.3f ms\n", take_quantile (bare, 0.5));
  g_print ("store-commit-answer-to-bare-insert %.2f ratio\n",
           take_quantile (store, 0.5) / take_quantile (bare, 0.5));
}

/* --- Reading --------------------------------------------------------------------------------- */

static gboolean
count_cb (const AmiaRecord *record,
          gpointer          data)
{
  *(guint *) data += 1;
  return TRUE;
}

static void
measure_open_case (Bench *bench)
{
  g_autoptr (GArray) times = new_times ();

  for (guint i = 0; i < 500; i++)
    {
      guint           number = (guint) g_rand_int_range (bench->random, 0, N_CASES);
      AmiaUuid        case_id = make_id (2, number);
      AmiaUuid        person = make_id (1, number);
      AmiaRecordQuery query = { .case_id = &case_id };
      guint           n = 0;
      gint64          start = get_processor_us ();
      g_autoptr (GPtrArray) rows = amia_store_load_case_rows (bench->store, &case_id, 1, NULL);
      g_autoptr (AmiaRecord) record = amia_store_load_record (bench->store, &person, NULL);

      if (!amia_store_foreach_record (bench->store, &query, count_cb, &n, NULL) || n < 5)
        g_error ("A case is not whole");
      add_time (times, get_processor_us () - start);
    }

  g_print ("store-open-case-p99 %.2f ms\n", take_quantile (times, 0.99));
}

static void
measure_list (Bench *bench)
{
  g_autoptr (GArray) plain = new_times ();
  g_autoptr (GArray) mine = new_times ();

  for (guint i = 0; i < 50; i++)
    {
      AmiaCaseQuery query = { 0 };
      gint64        start = get_processor_us ();

      g_array_unref (amia_store_list_case_ids (bench->store, &query, NULL));
      add_time (plain, get_processor_us () - start);
      query.mine = TRUE;
      query.sort = AMIA_CASE_SORT_CHANGED;
      start = get_processor_us ();
      g_array_unref (amia_store_list_case_ids (bench->store, &query, NULL));
      add_time (mine, get_processor_us () - start);
    }

  g_print ("store-list-all-p99 %.2f ms\n", take_quantile (plain, 0.99));
  g_print ("store-list-mine-by-change-p99 %.2f ms\n", take_quantile (mine, 0.99));
}

/* What somebody types letter by letter; each step is a frame. */
static void
measure_search (Bench *bench)
{
  static const char *const typed[] = { "åsa öberg", "sandberg", "18850505-1234", "2026-00417",
                                       "e", "s l", "skellefteå yoga" };
  g_autoptr (GArray) lists = new_times ();
  g_autoptr (GArray) searches = new_times ();

  for (guint round = 0; round < 5; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
      for (const char *end = typed[i]; *end != '\0';)
        {
          g_autofree char *text = NULL;
          AmiaCaseQuery    query = { 0 };
          gint64           start;
          g_autoptr (GArray) ids = NULL;
          g_autoptr (GPtrArray) rows = NULL;
          g_autoptr (GPtrArray) hits = NULL;

          end = g_utf8_next_char (end);
          text = g_strndup (typed[i], (gsize) (end - typed[i]));
          query.words = text;
          start = get_processor_us ();
          ids = amia_store_list_case_ids (bench->store, &query, NULL);
          rows = amia_store_load_case_rows (
              bench->store, (AmiaUuid *) (gpointer) ids->data, MIN (ids->len, 30), NULL);
          add_time (lists, get_processor_us () - start);
          start = get_processor_us ();
          hits = amia_store_search (bench->store, text, 50, NULL);
          add_time (searches, get_processor_us () - start);
        }

  g_print ("store-search-list-p50 %.2f ms\n", take_quantile (lists, 0.5));
  g_print ("store-search-list-p99 %.2f ms\n", take_quantile (lists, 0.99));
  g_print ("store-search-all-p50 %.2f ms\n", take_quantile (searches, 0.5));
  g_print ("store-search-all-p99 %.2f ms\n", take_quantile (searches, 0.99));
}

/* --- Receiving ------------------------------------------------------------------------------- */

static AmiaIncoming *
make_page (Bench *bench,
           guint  first)
{
  static const char text[] = "Tog en promenad och vilade en stund.";
  AmiaIncoming     *page = amia_incoming_new ();

  for (guint i = first; i < first + PAGE_LENGTH; i++)
    {
      AmiaUuid    case_id = make_id (2, i / 100);
      AmiaUuid    entry = make_id (20, i);
      AmiaChange *change = next_change (bench);

      for (guint k = 0; k < N_FIELDS; k++)
        {
          char field[16];

          g_snprintf (field, sizeof field, "answer/q%u", k);
          add_op (change, "form", &entry, &case_id, field, text);
        }
      amia_incoming_add_change (page, bench->n, change);
    }

  return page;
}

/* The same bytes as a log row and a record row, with nothing computed: what the disk costs. */
static gint64
take_bare_page (Bench              *bench,
                const AmiaIncoming *page)
{
  gint64 start;
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AmiaStatement) log =
      amia_db_prepare (bench->bare, "INSERT INTO log (body) VALUES (?)", "insert", NULL);
  g_autoptr (AmiaStatement) state =
      amia_db_prepare (bench->bare, "INSERT INTO state (id, body) VALUES (?, ?)", "insert", NULL);

  for (guint i = 0; i < page->changes->len; i++)
    {
      AmiaIncomingChange *item = g_ptr_array_index (page->changes, i);

      g_ptr_array_add (bodies, amia_change_encode (item->change));
    }

  start = g_get_monotonic_time ();
  if (!amia_db_begin (bench->bare, NULL))
    g_error ("A transaction failed");
  for (guint i = 0; i < bodies->len; i++)
    {
      AmiaIncomingChange *item = g_ptr_array_index (page->changes, i);
      AmiaOp             *op = g_ptr_array_index (item->change->ops, 0);

      amia_statement_bind_text (log, 1, g_ptr_array_index (bodies, i));
      amia_statement_bind_blob (state, 1, op->record.bytes, sizeof op->record.bytes);
      amia_statement_bind_text (state, 2, g_ptr_array_index (bodies, i));
      if (!amia_statement_run (log, NULL) || !amia_statement_run (state, NULL))
        g_error ("An insert failed");
    }
  if (!amia_db_commit (bench->bare, NULL))
    g_error ("A commit failed");
  return g_get_monotonic_time () - start;
}

static void
measure_receive (Bench *bench)
{
  gint64 store_us = 0;
  gint64 bare_us = 0;

  for (guint i = 0; i < N_RECEIVED; i += PAGE_LENGTH)
    {
      AmiaIncoming *page = make_page (bench, i);
      gint64        start;

      bare_us += take_bare_page (bench, page);
      start = g_get_monotonic_time ();
      receive (bench->store, page);
      store_us += g_get_monotonic_time () - start;
    }

  g_print ("store-receive %.0f changes/s\n", N_RECEIVED * 1e6 / (double) store_us);
  g_print ("store-receive-to-bare-insert %.2f ratio\n", (double) store_us / (double) bare_us);
}

static void
open_bench (Bench *bench)
{
  static const AmiaMigration migration = {
    1,
    "CREATE TABLE log (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);"
    "CREATE TABLE state (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL)",
  };
  g_autofree char *store_path = NULL;
  g_autofree char *bare_path = NULL;
  g_autoptr (GError) error = NULL;

  bench->directory = g_dir_make_tmp ("amia-bench-XXXXXX", NULL);
  store_path = g_build_filename (bench->directory, "replica", NULL);
  bare_path = g_build_filename (bench->directory, "bare", NULL);
  bench->device = make_id (99, 1);
  bench->random = g_rand_new_with_seed (1);
  bench->store = amia_store_create (store_path, "karin", "FK", NULL, &error);
  bench->bare = amia_db_open (bare_path, AMIA_DB_CREATE, &error);
  if (bench->store == NULL || bench->bare == NULL ||
      !amia_db_migrate (bench->bare, 0x414d5442, &migration, 1, &error))
    g_error ("%s", error->message);
}

static void
close_bench (Bench *bench)
{
  static const char *const names[] = { "replica", "bare" };

  amia_store_close (bench->store);
  amia_db_close (bench->bare);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (bench->directory, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (bench->directory);
  g_free (bench->directory);
  g_rand_free (bench->random);
}

int
main (void)
{
  Bench bench = { 0 };

  open_bench (&bench);
  fill (&bench);
  measure_commit (&bench);
  measure_open_case (&bench);
  measure_list (&bench);
  measure_search (&bench);
  measure_receive (&bench);
  close_bench (&bench);
  return 0;
}
