/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "amia-sim.h"

#include "amia-sql-ledger.h"
#include "amia-store-schema.h"

/* Making tables and indices is most of what a new database costs. Each process does it once, and
 * every laptop and server begins with a copy of the file. */

static GBytes *replica;
static GBytes *ledger;

static GBytes *
steal (const char *path)
{
  GBytes *bytes = sim_file_dup (path);

  g_assert_nonnull (bytes);
  (void) sim_file_delete (path);
  return bytes;
}

static GBytes *
make_replica (const char *path)
{
  g_autoptr (GError) error = NULL;
  gsize                n_migrations;
  const AmiaMigration *migrations = amia_store_schema_get (&n_migrations);
  AmiaDb              *db = amia_db_open (path, AMIA_DB_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (
      amia_db_migrate (db, AMIA_STORE_APPLICATION_ID, migrations, n_migrations, &error));
  amia_db_close (db);
  return steal (path);
}

/* The name of the log's first life is in it, and so the same for all. */
static GBytes *
make_ledger (const char *path)
{
  g_autoptr (GError) error = NULL;
  AmiaLedger *made = amia_sql_ledger_open (path, &error);

  g_assert_no_error (error);
  g_assert_finalize_object (made);
  return steal (path);
}

void
sim_make_templates (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (replica != NULL)
    return;

  folder = g_dir_make_tmp ("amia-sim-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "template.db", NULL);
  replica = make_replica (path);
  ledger = make_ledger (path);
  sim_remove_folder (folder);
}

void
sim_put_replica (const char *path)
{
  sim_file_put (path, replica);
}

void
sim_put_ledger (const char *path)
{
  sim_file_put (path, ledger);
}
