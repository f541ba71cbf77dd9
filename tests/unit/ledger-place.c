/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ledger-place.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>
#include <unistd.h>

#include "amia-db.h"

static const char *const kinds[] = { "sqlite", "postgres" };

/* The folder of the PostgreSQL that was started. */
static char *cluster;
static pid_t owner_pid;

/* Runs tests/postgres with these words; its exit status, and what it printed. */
static int
run_script (const char *command,
            const char *argument,
            char      **printed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script =
      g_build_filename (g_getenv ("AMIA_SOURCE_DIR"), "tests", "postgres", NULL);
  const char *words[] = { script, command, argument, NULL };
  GSpawnFlags flags = printed == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : G_SPAWN_DEFAULT;
  int         status;

  g_assert_true (g_spawn_sync (NULL,
                               (char **) words,
                               NULL,
                               flags,
                               NULL,
                               NULL,
                               printed,
                               NULL,
                               &status,
                               &error));
  g_assert_no_error (error);
  if (printed != NULL)
    g_strchomp (*printed);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static gboolean
is_postgres (const char *place)
{
  return g_str_has_prefix (place, "postgres:");
}

static void
skip (gconstpointer data)
{
  g_test_skip ("PostgreSQL is not installed");
}

void
ledger_test_add (const char      *folder,
                 const char      *name,
                 gsize            fixture_size,
                 GTestFixtureFunc set_up,
                 GTestFixtureFunc test,
                 GTestFixtureFunc tear_down)
{
  static int has_postgres = -1;

  if (has_postgres < 0)
    has_postgres = run_script ("has", NULL, NULL) == 0;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s/%s", folder, kinds[i], name);

      if (strcmp (kinds[i], "postgres") == 0 && !has_postgres)
        g_test_add_data_func (path, kinds[i], skip);
      else
        g_test_add_vtable (path, fixture_size, kinds[i], set_up, test, tear_down);
    }
}

/* Ignored: what else goes with what is dropped. */
static void
ignore_notice (void           *data,
               const PGresult *result)
{
}

static char *
exec_postgres (const char *url,
               const char *sql)
{
  PGconn   *connection = PQconnectdb (url);
  PGresult *result;
  char     *value;

  (void) PQsetNoticeReceiver (connection, ignore_notice, NULL);
  result = PQexec (connection, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK && PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (connection));

  value = g_strdup (PQntuples (result) > 0 ? PQgetvalue (result, 0, 0) : "");
  PQclear (result);
  PQfinish (connection);
  return value;
}

static char *
exec_sqlite (const char *path,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaDb) db = amia_db_open (path, AMIA_DB_NONE, &error);
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaStep step;

  g_assert_no_error (error);
  statement = amia_db_prepare (db, sql, "interfere", &error);
  g_assert_no_error (error);
  step = amia_statement_step (statement, &error);
  g_assert_no_error (error);
  return g_strdup (step == AMIA_ROW ? amia_statement_get_text (statement, 0) : "");
}

char *
ledger_place_exec (const char *place,
                   const char *sql)
{
  return is_postgres (place) ? exec_postgres (place, sql) : exec_sqlite (place, sql);
}

/* Forks of the program end, too, and it is not theirs to stop. */
static void
stop (void)
{
  if (getpid () == owner_pid)
    g_assert_cmpint (run_script ("stop", cluster, NULL), ==, 0);
}

/* The address of the first database, whose schemas are as good as databases of their own, and made
 * much faster. */
static char *base_url;

static char *
new_schema (void)
{
  static int n_made;
  /* Forks of the program make theirs, too. */
  g_autofree char *name = g_strdup_printf ("s%d_%d", (int) getpid (), ++n_made);
  g_autofree char *sql = g_strdup_printf ("CREATE SCHEMA %s", name);
  g_autofree char *answer = NULL;

  if (cluster == NULL)
    {
      g_autofree char *owner = g_strdup_printf ("%d", (int) getpid ());

      (void) g_setenv ("AMIA_POSTGRES_FSYNC", "off", FALSE);
      g_assert_cmpint (run_script ("start", owner, &cluster), ==, 0);
      owner_pid = getpid ();
      atexit (stop);
      g_assert_cmpint (run_script ("url", cluster, &base_url), ==, 0);
    }

  answer = exec_postgres (base_url, sql);
  return g_strdup_printf ("%s&options=-csearch_path%%3D%s", base_url, name);
}

char *
ledger_place_new (const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = NULL;

  if (kind == NULL)
    kind = g_getenv ("AMIA_TEST_LEDGER");
  if (g_strcmp0 (kind, "postgres") == 0)
    return new_schema ();

  directory = g_dir_make_tmp ("amia-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  return g_build_filename (directory, "ledger.db", NULL);
}

static void
drop_schema (const char *place)
{
  g_autofree char *sql = g_strdup_printf ("DROP SCHEMA %s CASCADE", strrchr (place, 's'));
  g_autofree char *answer = exec_postgres (base_url, sql);
}

void
ledger_place_free (char *place)
{
  g_autofree char *owned = place;
  g_autofree char *folder = NULL;
  g_autoptr (GDir) directory = NULL;
  const char *name;

  if (is_postgres (place))
    {
      drop_schema (place);
      return;
    }

  folder = g_path_get_dirname (owned);
  directory = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      (void) g_unlink (path);
    }
  (void) g_rmdir (folder);
}

void
ledger_places_restart (void)
{
  g_assert_cmpint (run_script ("restart", cluster, NULL), ==, 0);
}
