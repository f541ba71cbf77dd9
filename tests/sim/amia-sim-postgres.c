/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/wait.h>

#include "amia-sim.h"
#include "ledger-place.h"

/* The other ledger: a real PostgreSQL, a schema of it for each office. Its disk is not ours to make
 * trouble for; instead the connection ends in the middle of a transaction, at the first write to
 * one table or another. */

static const char *const tables[] = { "log", "access_grant", "device", "life", "record", "audit" };

static gboolean is_used;

static gboolean
is_installed (void)
{
  g_autofree char *script =
      g_build_filename (g_getenv ("AMIA_SOURCE_DIR"), "tests", "postgres", NULL);
  char *words[] = { script, (char *) "has", NULL };
  g_autoptr (GError) error = NULL;
  int      status;
  gboolean is_run = g_spawn_sync (NULL, words, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                                  NULL, &status, &error);

  g_assert_no_error (error);
  return is_run && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

gboolean
sim_postgres_start (void)
{
  if (!is_installed ())
    return FALSE;

  /* Started by the first place, and with this process it ends; the batches are its children. */
  ledger_place_free (ledger_place_new ("postgres"));
  is_used = TRUE;
  return TRUE;
}

gboolean
sim_postgres_is_used (void)
{
  return is_used;
}

static void
run (Sim        *sim,
     const char *sql)
{
  g_autofree char *answer = ledger_place_exec (sim->place, sql);
}

char *
sim_postgres_make (void)
{
  static const char sql[] =
      "CREATE FUNCTION pull () RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN PERFORM pg_terminate_backend (pg_backend_pid ()); RETURN NULL; END'";
  char            *place = ledger_place_new ("postgres");
  g_autofree char *answer = ledger_place_exec (place, sql);

  return place;
}

void
sim_postgres_drop (Sim *sim)
{
  ledger_place_free (g_steal_pointer (&sim->place));
}

void
sim_postgres_cut (Sim *sim)
{
  g_autofree char *sql = NULL;

  sim->cut = tables[sim_pick (sim, G_N_ELEMENTS (tables))];
  sql = g_strdup_printf ("CREATE TRIGGER pull BEFORE INSERT OR UPDATE ON %s "
                         "FOR EACH STATEMENT EXECUTE FUNCTION pull ()",
                         sim->cut);
  run (sim, sql);
}

void
sim_postgres_mend (Sim *sim)
{
  g_autofree char *sql = g_strdup_printf ("DROP TRIGGER pull ON %s", sim->cut);

  sim->cut = NULL;
  run (sim, sql);
}
