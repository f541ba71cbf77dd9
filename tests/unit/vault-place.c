/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-place.h"

#include <glib/gstdio.h>

static const AmiaMigration steps[] = {
  { 1, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL, data BLOB)" },
};

const AmiaDataKey vault_key = { "The first key has 32 bytes, too" };
const AmiaDataKey vault_other_key = { "The other key has 32 bytes, too" };

VaultPlace *
vault_place_new (void)
{
  VaultPlace *place = g_new0 (VaultPlace, 1);

  place->directory = g_dir_make_tmp ("amia-vault-XXXXXX", NULL);
  g_assert_nonnull (place->directory);
  place->file = g_build_filename (place->directory, "x.amia", NULL);
  place->log = g_strconcat (place->file, AMIA_VAULT_LOG_ENDING, NULL);
  return place;
}

void
vault_place_free (VaultPlace *place)
{
  g_autoptr (GDir) directory = g_dir_open (place->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->directory, name, NULL);

      g_unlink (path);
    }

  g_rmdir (place->directory);
  g_free (place->directory);
  g_free (place->file);
  g_free (place->log);
  g_free (place);
}

GByteArray *
vault_load (const char *path)
{
  char   *data = NULL;
  gsize   length = 0;
  GError *error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_byte_array_new ();

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) data, length);
}

void
vault_save (const char       *path,
            const GByteArray *bytes,
            gsize             length)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes->data, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

AmiaDb *
vault_open (const char        *path,
            const AmiaDataKey *data_key)
{
  g_autoptr (GError) error = NULL;
  AmiaDb *db = amia_db_open_encrypted (path, data_key, AMIA_DB_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (amia_db_migrate (db, VAULT_APPLICATION_ID, steps, G_N_ELEMENTS (steps), &error));
  g_assert_no_error (error);
  return db;
}

void
vault_run (AmiaDb     *db,
           const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amia_db_exec (db, sql, "run", &error));
  g_assert_no_error (error);
}

gint64
vault_count_rows (AmiaDb  *db,
                  GError **error)
{
  static const char sql[] = "SELECT count(*) + 0 * total (length (text) + length (data)) FROM word";
  g_autoptr (AmiaStatement) statement = amia_db_prepare (db, sql, "count the rows", error);

  if (statement == NULL || amia_statement_step (statement, error) != AMIA_ROW)
    return -1;

  return amia_statement_get_int (statement, 0);
}

char *
vault_dump_db (AmiaDb  *db,
               GError **error)
{
  static const char sql[] = "SELECT id, text, data FROM word ORDER BY id";
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  AmiaStep step;

  if (!amia_db_check (db, error) ||
      (statement = amia_db_prepare (db, sql, "read all", error)) == NULL)
    return NULL;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gsize            length;
      gconstpointer    data = amia_statement_get_blob (statement, 2, &length);
      g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA1, data, length);

      g_string_append_printf (text,
                              "%" G_GINT64_FORMAT " %s %" G_GSIZE_FORMAT " %s\n",
                              amia_statement_get_int (statement, 0),
                              amia_statement_get_text (statement, 1),
                              length,
                              sum);
    }

  return step == AMIA_DONE ? g_strdup (text->str) : NULL;
}

char *
vault_dump (const char        *path,
            const AmiaDataKey *data_key,
            GError           **error)
{
  g_autoptr (AmiaDb) db = amia_db_open_encrypted (path, data_key, AMIA_DB_NONE, error);

  return db != NULL ? vault_dump_db (db, error) : NULL;
}

char *
vault_dump_well (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = vault_dump (path, &vault_key, &error);

  g_assert_no_error (error);
  g_assert_nonnull (text);
  return text;
}

char *
vault_make_crashed (VaultPlace *place)
{
  g_autoptr (VaultPlace) there = vault_place_new ();
  g_autoptr (AmiaDb) db = vault_open (there->file, &vault_key);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GByteArray) log = NULL;

  vault_run (db, "INSERT INTO word (text, data) VALUES ('one', zeroblob (9000))");
  vault_run (db, "INSERT INTO word (text, data) VALUES ('two', x'02')");
  file = vault_load (there->file);
  log = vault_load (there->log);
  vault_save (place->file, file, file->len);
  vault_save (place->log, log, log->len);

  g_clear_pointer (&db, amia_db_close);
  return vault_dump_well (there->file);
}

gsize
vault_get_length (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gsize) info.st_size : 0;
}
