/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "amia-vault.h"
#include "bench-times.h"

/* What encryption costs: the same work on two databases of the same contents, one in the vault and
 * one not, in turns, so that both meet the same machine. Prints `name value ratio` lines: the
 * median of the rounds' ratios, by the clock on the wall and, as `name-processor`, by that of the
 * processor, which says the same on a machine that has other things to do. `mix` is what a day at
 * the desk is made of: answers that are committed one by one, cases that are opened, pages of a
 * list and searches. */

#define N_CASES     5000
#define N_RECORDS   12 /* of a case */
#define RECORD_SIZE 420
#define N_ROUNDS    9

static const char schema[] = "CREATE TABLE log (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);"
                             "CREATE TABLE record (key INTEGER PRIMARY KEY,"
                             "  case_key INTEGER NOT NULL, kind INTEGER NOT NULL,"
                             "  title TEXT NOT NULL, body TEXT NOT NULL);"
                             "CREATE INDEX record_case ON record (case_key, kind);"
                             "CREATE INDEX record_title ON record (title);"
                             "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'trigram');";

typedef struct
{
  char    *directory;
  char    *path;
  AmiaDb  *db;
  gboolean is_encrypted;
} Side;

typedef void (*Work) (AmiaDb *db,
                      GRand  *random);

typedef struct
{
  const char *name;
  Work        work;
  gboolean    is_cold; /* with nothing in SQLite's cache; the kernel's is warm */
} Measure;

static void
run (AmiaDb     *db,
     const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (!amia_db_exec (db, sql, "run", &error))
    g_error ("%s", error->message);
}

static AmiaStatement *
prepare (AmiaDb     *db,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  AmiaStatement *statement = amia_db_prepare (db, sql, "run", &error);

  if (statement == NULL)
    g_error ("%s", error->message);

  return statement;
}

/* Reads all rows, each to its end. */
static void
drain (AmiaStatement *statement,
       int            n_columns)
{
  g_autoptr (GError) error = NULL;
  AmiaStep step;

  while ((step = amia_statement_step (statement, &error)) == AMIA_ROW)
    for (int column = 0; column < n_columns; column++)
      amia_statement_get_text (statement, column);

  if (step == AMIA_ERROR)
    g_error ("%s", error->message);
}

static void
commit_changes (AmiaDb *db,
                GRand  *random,
                int     n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AmiaStatement) log =
          prepare (db, "INSERT INTO log (body) VALUES (CAST (printf ('%.300c', 'x') AS BLOB))");
      g_autoptr (AmiaStatement) record =
          prepare (db, "UPDATE record SET body = substr (body, 2) || 'y' WHERE key = ?");

      amia_statement_bind_int (record,
                               1,
                               g_rand_int_range (random, 1, N_CASES * N_RECORDS));
      if (!amia_db_begin (db, NULL) || !amia_statement_run (log, NULL) ||
          !amia_statement_run (record, NULL) || !amia_db_commit (db, NULL))
        g_error ("A commit failed");
    }
}

static void
commit_hundred (AmiaDb *db,
                GRand  *random)
{
  commit_changes (db, random, 100);
}

static void
import_many (AmiaDb *db,
             GRand  *random)
{
  if (!amia_db_begin (db, NULL))
    g_error ("A transaction failed");
  run (db,
       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
       "INSERT INTO log (body) SELECT CAST (printf ('%.300c', 'x') AS BLOB) FROM n");
  if (!amia_db_commit (db, NULL))
    g_error ("A commit failed");
}

static void
read_points (AmiaDb *db,
             GRand  *random)
{
  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (AmiaStatement) statement =
          prepare (db, "SELECT title, body FROM record WHERE key = ?");

      amia_statement_bind_int (statement,
                               1,
                               g_rand_int_range (random, 1, N_CASES * N_RECORDS));
      drain (statement, 2);
    }
}

static void
scan_all (AmiaDb *db,
          GRand  *random)
{
  g_autoptr (AmiaStatement) statement = prepare (db, "SELECT key, title, body FROM record");

  drain (statement, 3);
}

static void
open_cases (AmiaDb *db,
            GRand  *random,
            int     n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AmiaStatement) statement =
          prepare (db, "SELECT kind, title, body FROM record WHERE case_key = ? ORDER BY kind");

      amia_statement_bind_int (statement, 1, g_rand_int_range (random, 0, N_CASES));
      drain (statement, 3);
    }
}

static void
list_page (AmiaDb *db,
           GRand  *random)
{
  g_autoptr (AmiaStatement) statement =
      prepare (db, "SELECT title, body FROM record WHERE title > ? ORDER BY title LIMIT 50");
  g_autofree char *from = g_strdup_printf ("%05d", g_rand_int_range (random, 0, 99999));

  amia_statement_bind_text (statement, 1, from);
  drain (statement, 2);
}

static void
search (AmiaDb *db,
        GRand  *random)
{
  g_autoptr (AmiaStatement) statement =
      prepare (db,
               "SELECT r.title, r.body FROM words JOIN record AS r ON r.key = words.rowid "
               "WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT 200");
  g_autofree char *text = g_strdup_printf ("\"%03d\"", g_rand_int_range (random, 0, 999));

  amia_statement_bind_text (statement, 1, text);
  drain (statement, 2);
}

static void
mix_all (AmiaDb *db,
         GRand  *random)
{
  for (int i = 0; i < 20; i++)
    {
      open_cases (db, random, 5);
      list_page (db, random);
      search (db, random);
      commit_changes (db, random, 10);
    }
}

static const Measure measures[] = {
  { "vault-commit", commit_hundred, FALSE },
  { "vault-import", import_many, FALSE },
  { "vault-point-reads", read_points, FALSE },
  { "vault-point-reads-cold", read_points, TRUE },
  { "vault-scan-cold", scan_all, TRUE },
  { "vault-mix", mix_all, FALSE },
};

static void
open_side (Side *side)
{
  static const AmiaDataKey   key = { "A key for measuring, of 32 bytes" };
  static const AmiaMigration migration = { 1, schema };
  g_autoptr (GError) error = NULL;

  side->db = side->is_encrypted
                 ? amia_db_open_encrypted (side->path, &key, AMIA_DB_CREATE, &error)
                 : amia_db_open (side->path, AMIA_DB_CREATE, &error);
  if (side->db == NULL || !amia_db_migrate (side->db, 0x414d5442, &migration, 1, &error))
    g_error ("%s", error->message);
}

static void
fill_side (Side *side)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
      "INSERT INTO record (case_key, kind, title, body) SELECT i %% %d, i / %d, "
      "printf ('%%05d ärende', (i * 7919) %% 100000), "
      "printf ('%%.%dc', char (97 + i %% 26)) FROM n",
      N_CASES * N_RECORDS - 1,
      N_CASES,
      N_CASES,
      RECORD_SIZE);

  run (side->db, sql);
  run (side->db, "INSERT INTO words (rowid, text) SELECT key, title || ' ' || key FROM record");
  run (side->db, "PRAGMA wal_checkpoint (TRUNCATE)");
}

typedef struct
{
  double wall_ms;
  double processor_ms;
} Time;

static Time
take_time (Side          *side,
           const Measure *measure,
           guint32        seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Time time;

  if (measure->is_cold)
    run (side->db, "PRAGMA shrink_memory");

  time = (Time){ bench_now_ms (), bench_processor_ms () };
  measure->work (side->db, random);
  time.wall_ms = bench_now_ms () - time.wall_ms;
  time.processor_ms = bench_processor_ms () - time.processor_ms;
  return time;
}

static void
print_ratio (Side          *plain,
             Side          *vault,
             const Measure *measure)
{
  g_autoptr (BenchTimes) walls = bench_times_new ();
  g_autoptr (BenchTimes) processors = bench_times_new ();
  g_autofree char *processor_name = g_strconcat (measure->name, "-processor", NULL);

  for (int i = 0; i < N_ROUNDS; i++)
    {
      gboolean is_vault_first = i % 2 == 1;
      Time     first = take_time (is_vault_first ? vault : plain, measure, (guint32) i);
      Time     second = take_time (is_vault_first ? plain : vault, measure, (guint32) i);
      Time     in_vault = is_vault_first ? first : second;
      Time     in_plain = is_vault_first ? second : first;

      bench_times_add (walls, in_vault.wall_ms / in_plain.wall_ms);
      bench_times_add (processors, in_vault.processor_ms / in_plain.processor_ms);
    }

  bench_print (measure->name, bench_times_get (walls, 0.5), "ratio");
  bench_print (processor_name, bench_times_get (processors, 0.5), "ratio");
}

static void
start_side (Side    *side,
            gboolean is_encrypted)
{
  side->directory = g_dir_make_tmp ("amia-bench-XXXXXX", NULL);
  side->path = g_build_filename (side->directory, "bench.db", NULL);
  side->is_encrypted = is_encrypted;
  open_side (side);
  fill_side (side);
}

static void
clear_side (Side *side)
{
  amia_db_close (side->db);
  g_unlink (side->path);
  g_rmdir (side->directory);
  g_free (side->path);
  g_free (side->directory);
}

int
main (void)
{
  Side plain;
  Side vault;

  start_side (&plain, FALSE);
  start_side (&vault, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    print_ratio (&plain, &vault, &measures[i]);

  clear_side (&plain);
  clear_side (&vault);
  return 0;
}
