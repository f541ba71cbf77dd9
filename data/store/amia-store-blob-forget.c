/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "amia-attachment.h"
#include "amia-store-blobs-private.h"
#include "amia-store-log-private.h"

/* How sealed files go. The key of one is in an op of the log: when a forget has removed the op and
 * scrubbed the replica, the file can't be opened by anybody who finds it; it is deleted all the
 * same. Both halves are done again until they are done, at a receipt's turn and at every opening.
 *
 * A file stays for as long as the log, and not only the records, speaks of it: what is hidden for a
 * day or for a lapsed lease comes back by itself. */

#define SECONDS_PER_DAY (24 * 60 * 60)

typedef struct
{
  AmiaBlobId id;
  AmiaUuid   record;
  gboolean   is_sent;
} Known;

static gboolean
names_blob (const AmiaChange *change,
            const Known      *known)
{
  char name[AMIA_BLOB_HEX_LENGTH + 1];

  amia_blob_id_print (&known->id, name);
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (amia_uuid_equal (&op->record, &known->record) && strcmp (op->field, "sha256") == 0 &&
          strlen (op->value) == AMIA_BLOB_HEX_LENGTH + 2 &&
          strncmp (op->value + 1, name, AMIA_BLOB_HEX_LENGTH) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_in_log (AmiaStore   *store,
           const Known *known,
           gboolean    *is_there,
           GError     **error)
{
  static const char sql[] = "SELECT d.id, l.n, l.body, d.author, d.agency FROM record AS r "
                            "JOIN touch AS t ON t.record = r.key JOIN log AS l ON l.seq = t.seq "
                            "JOIN device AS d ON d.idx = l.device WHERE r.id = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "see whether an attachment is known", error);
  AmiaStep step = AMIA_DONE;

  *is_there = FALSE;
  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &known->record);
  while (!*is_there && (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autoptr (AmiaChange) change = _amia_log_read (statement, 0, error);

      if (change == NULL)
        return FALSE;
      *is_there = names_blob (change, known);
    }

  return step != AMIA_ERROR;
}

static gboolean
drop_row (AmiaStore        *store,
          const AmiaBlobId *id,
          GError          **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "DELETE FROM blob WHERE id = ?", "forget an attachment", error);

  if (statement == NULL)
    return FALSE;

  _amia_blobs_bind_id (statement, 1, id);
  return amia_statement_run (statement, error);
}

static void
drop_files (AmiaStore        *store,
            const AmiaBlobId *id)
{
  g_autofree char *file = _amia_blobs_get_file (store, id, "");
  g_autofree char *part = _amia_blobs_get_file (store, id, AMIA_BLOB_PART_SUFFIX);

  /* Ignored: one of them was never there, and the sweep at the next opening finds the other. */
  g_unlink (file);
  g_unlink (part);
}

/* The files of the scope that no record shows. */
static GArray *
list_unshown (AmiaStore      *store,
              const AmiaUuid *scope,
              GError        **error)
{
  static const char sql[] = "SELECT id, record, sent_epoch IS NOT NULL FROM blob "
                            "WHERE (?1 IS NULL OR case_id = ?1) AND NOT EXISTS "
                            "(SELECT 1 FROM attachment AS a WHERE a.blob = blob.id)";
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Known));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "list forgotten attachments", error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, scope);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      Known known = { .record = _amia_statement_get_uuid (statement, 1),
                      .is_sent = amia_statement_get_int (statement, 2) != 0 };

      if (_amia_blobs_get_id (statement, 0, &known.id))
        g_array_append_val (list, known);
    }

  return step == AMIA_DONE ? g_steal_pointer (&list) : NULL;
}

static gboolean
forget (AmiaStore      *store,
        const AmiaUuid *scope,
        GError        **error)
{
  g_autoptr (GArray) list = list_unshown (store, scope, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Known *known = &g_array_index (list, Known, i);
      gboolean     is_there;

      if (!is_in_log (store, known, &is_there, error))
        return FALSE;
      if (is_there || !known->is_sent)
        continue;

      /* The file first: should the row survive it, the file is only missed. */
      drop_files (store, &known->id);
      if (!drop_row (store, &known->id, error))
        return FALSE;
    }

  return list != NULL;
}

gboolean
_amia_blobs_forget_scope (AmiaStore      *store,
                          const AmiaUuid *scope,
                          GError        **error)
{
  if (!amia_db_begin (store->db, error))
    return FALSE;

  if (!forget (store, scope, error))
    {
      amia_db_rollback (store->db);
      return FALSE;
    }

  return amia_db_commit (store->db, error);
}

/* --- Sweeping -------------------------------------------------------------------------------- */

static gboolean
is_known (AmiaStore        *store,
          const AmiaBlobId *id)
{
  static const char sql[] = "SELECT EXISTS (SELECT 1 FROM blob WHERE id = ?1) OR "
                            "EXISTS (SELECT 1 FROM attachment WHERE blob = ?1)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "see whether an attachment is known", NULL);

  /* What can't be told is kept. */
  if (statement == NULL)
    return TRUE;

  _amia_blobs_bind_id (statement, 1, id);
  return amia_statement_step (statement, NULL) != AMIA_ROW ||
         amia_statement_get_int (statement, 0) != 0;
}

/* One that is being sealed is nobody's yet; only an old one was left behind. */
static gboolean
is_left_behind (const char *file,
                const char *name)
{
  GStatBuf status;

  return g_str_has_prefix (name, AMIA_BLOB_NEW_PREFIX) && g_stat (file, &status) == 0 &&
         (gint64) time (NULL) - (gint64) status.st_mtime > SECONDS_PER_DAY;
}

static void
sweep_file (AmiaStore  *store,
            const char *directory,
            const char *name)
{
  g_autofree char *file = g_build_filename (directory, name, NULL);
  g_autofree char *hex = g_strdup (name);
  AmiaBlobId       id;

  if (g_str_has_suffix (hex, AMIA_BLOB_PART_SUFFIX))
    hex[strlen (hex) - strlen (AMIA_BLOB_PART_SUFFIX)] = '\0';

  if (is_left_behind (file, name) || (amia_blob_id_parse (hex, &id) && !is_known (store, &id)))
    /* Ignored: it is tried again at the next opening. */
    g_unlink (file);
}

void
_amia_blobs_sweep (AmiaStore *store)
{
  g_autofree char *directory = _amia_blobs_get_directory (store->path);
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *name;

  if (folder == NULL)
    return;

  /* Ignored, both: a replica that is busy is swept another time. In a transaction, since a file is
   * put into its place in one, before the row that knows it is there for others to see. */
  if (!_amia_blobs_forget_scope (store, NULL, NULL) || !amia_db_begin (store->db, NULL))
    return;

  while ((name = g_dir_read_name (folder)) != NULL)
    sweep_file (store, directory, name);
  amia_db_rollback (store->db);
}

void
_amia_blobs_delete_all (const char *path)
{
  g_autofree char *directory = _amia_blobs_get_directory (path);
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (directory, name, NULL);

      /* Ignored: whoever deletes a replica sees what is left. */
      g_unlink (file);
    }
  g_rmdir (directory);
}
