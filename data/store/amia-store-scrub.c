/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-blobs-private.h"
#include "amia-store-private.h"

/* After something was forgotten its words are still about: as deletions in the full-text indexes,
 * in pages that SQLite has freed or whose cells it has moved, in the log of a connection that is
 * open, and in damaged files that were set aside. Here they go: the indexes are merged into one
 * segment each, the file is written anew without its free pages, the log is moved into it and cut
 * off.
 *
 * That something was forgotten is noted in the transaction that did it, and struck off when all of
 * this is done; so whatever cuts it off, it is done again. Only then the receipts are due. */

static const char merge_sql[] =
    "INSERT INTO search_name_starts (search_name_starts) VALUES ('optimize');"
    "INSERT INTO search_name_parts (search_name_parts) VALUES ('optimize');"
    "INSERT INTO search_text_starts (search_text_starts) VALUES ('optimize');"
    "INSERT INTO search_text_parts (search_text_parts) VALUES ('optimize');"
    "INSERT INTO search_form_starts (search_form_starts) VALUES ('optimize')";

/* Deletes what salvage set aside; FALSE if one of the files could not be. */
static gboolean
delete_set_aside (const char *path,
                  GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  const char *entry;

  if (directory == NULL)
    return FALSE;

  while ((entry = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, entry, NULL);

      if (g_str_has_prefix (entry, prefix) && g_unlink (file) != 0)
        return _amia_store_fail (error,
                                 AMIA_STORE_ERROR_FAILED,
                                 "Failed to delete the set-aside file %s",
                                 file);
    }

  return TRUE;
}

/* FALSE, with an error, too, if another connection still reads what is in the log. */
static gboolean
cut_log_off (AmiaStore *store,
             GError   **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "PRAGMA wal_checkpoint (TRUNCATE)", "cut off the write-ahead log", error);

  if (statement == NULL || amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  return amia_statement_get_int (statement, 0) == 0 ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_FAILED,
                           "Failed to cut off the write-ahead log: another program reads it");
}

static gboolean
note_scrubbed (AmiaStore *store,
               GError   **error)
{
  static const char sql[] = "UPDATE receipt SET is_due = 1 WHERE is_due = 0";

  if (!_amia_store_begin (store, error))
    return FALSE;

  if (!amia_db_exec (store->db, sql, "note what was forgotten", error))
    {
      _amia_store_rollback (store);
      return FALSE;
    }

  store->position.is_unclean = FALSE;
  store->position.is_dirty = TRUE;
  return _amia_store_commit (store, error);
}

gboolean
_amia_store_scrub (AmiaStore *store,
                   GError   **error)
{
  if (!store->position.is_unclean)
    return TRUE;

  /* What may fail again and again, and costs little, comes first. */
  return _amia_blobs_forget_scope (store, NULL, error) &&
         delete_set_aside (store->path, error) &&
         amia_db_exec (store->db, merge_sql, "merge the search index", error) &&
         amia_db_exec (store->db, "VACUUM", "write the file anew", error) &&
         cut_log_off (store, error) && note_scrubbed (store, error);
}
