/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "amia-audit.h"
#include "amia-db.h"
#include "amia-file.h"
#include "amia-restore.h"
#include "amia-sql-ledger.h"

/* Backups of SQLite ledgers. Each file is made under another name, made durable, and then gets its
 * own: a power cut leaves the old state or the new one. */

#define GROUP        "backup"
#define FORMAT       1
#define COPY_BYTES   (1024 * 1024)
#define N_SIDE_FILES 2

static const char *const side_files[N_SIDE_FILES] = { "-wal", "-shm" };

void
amia_backup_clear (AmiaBackup *backup)
{
  g_clear_pointer (&backup->made, g_free);
  g_clear_pointer (&backup->epoch, g_free);
  g_clear_pointer (&backup->audit, g_free);
  g_clear_pointer (&backup->sha256, g_free);
}

static gboolean
fail_with_errno (const char *action,
                 const char *path,
                 GError    **error)
{
  int saved = errno;

  g_set_error (error,
               G_FILE_ERROR,
               (int) g_file_error_from_errno (saved),
               "Failed to %s %s: %s",
               action,
               path,
               g_strerror (saved));
  return FALSE;
}

static gboolean
sync_directory_of (const char *path,
                   GError    **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  return amia_file_sync_directory (directory, error);
}

static gboolean
move (const char *from,
      const char *to,
      GError    **error)
{
  return g_rename (from, to) == 0 ? sync_directory_of (to, error)
                                  : fail_with_errno ("rename", from, error);
}

/* Reads a file to its end, for its hash, and into @copy_fd unless that is -1. */
static gboolean
read_through (int        fd,
              int        copy_fd,
              GChecksum *checksum,
              gint64    *bytes)
{
  g_autofree guint8 *buffer = g_malloc (COPY_BYTES);
  gssize             n_read;

  *bytes = 0;
  while ((n_read = read (fd, buffer, COPY_BYTES)) > 0)
    {
      gssize n_written = 0;

      g_checksum_update (checksum, buffer, n_read);
      *bytes += n_read;
      while (copy_fd >= 0 && n_written < n_read)
        {
          gssize n = write (copy_fd, buffer + n_written, (gsize) (n_read - n_written));

          if (n < 0)
            return FALSE;
          n_written += n;
        }
    }

  return n_read == 0 && (copy_fd < 0 || fsync (copy_fd) == 0);
}

/* Hashes a file, and copies it to @to unless that is NULL. */
static gboolean
hash_file (const char *path,
           const char *to,
           char      **sha256,
           gint64     *bytes,
           GError    **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  int      fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int      copy_fd = -1;
  gboolean is_read = FALSE;

  if (fd >= 0 && to != NULL)
    copy_fd = g_open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd >= 0 && (to == NULL || copy_fd >= 0))
    is_read = read_through (fd, copy_fd, checksum, bytes);
  if (!is_read)
    (void) fail_with_errno (to != NULL ? "copy" : "read", path, error);

  if (fd >= 0)
    (void) close (fd);
  if (copy_fd >= 0)
    (void) close (copy_fd);
  if (is_read)
    *sha256 = g_strdup (g_checksum_get_string (checksum));
  return is_read;
}

static gboolean
sync_file (const char *path,
           GError    **error)
{
  int      fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    (void) fail_with_errno ("make durable", path, error);
  if (fd >= 0)
    (void) close (fd);
  return is_synced;
}

/* SQLite's own way to copy a database that is in use, whole as of one moment. */
static gboolean
copy_database (const char *db,
               const char *to,
               GError    **error)
{
  static const char sql[] = "VACUUM INTO ?";
  g_autoptr (AmiaDb) connection = amia_db_open (db, AMIA_DB_NONE, error);
  g_autoptr (AmiaStatement) statement = NULL;

  if (connection == NULL)
    return FALSE;

  statement = amia_db_prepare (connection, sql, "copy the ledger", error);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, to);
  return amia_statement_run (statement, error) && g_chmod (to, 0600) == 0 && sync_file (to, error);
}

/* What a ledger says of itself, read from the file as it is, without bringing it up to date. */
static gboolean
describe (const char *path,
          AmiaBackup *backup,
          GError    **error)
{
  static const char sql[] = "SELECT epoch, head, audit_id, audit_hash FROM life";
  g_autoptr (AmiaDb) connection = amia_db_open (path, AMIA_DB_READ_ONLY, error);
  g_autoptr (AmiaStatement) statement = NULL;
  g_autofree char *hash = NULL;
  guint8           bytes[AMIA_AUDIT_HASH_LENGTH] = { 0 };
  gsize            length;
  gconstpointer    blob;

  if (connection == NULL || !amia_db_check (connection, error))
    return FALSE;

  statement = amia_db_prepare (connection, sql, "read the epoch", error);
  if (statement == NULL || amia_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  blob = amia_statement_get_blob (statement, 3, &length);
  if (blob != NULL && length == sizeof bytes)
    memcpy (bytes, blob, length);
  hash = amia_audit_print_hash (bytes);
  backup->epoch = g_strdup (amia_statement_get_text (statement, 0));
  backup->head = amia_statement_get_int (statement, 1);
  backup->audit = g_strdup_printf ("%" G_GINT64_FORMAT ":%s",
                                   amia_statement_get_int (statement, 2),
                                   hash);
  return TRUE;
}

static char *
get_manifest_path (const char *path)
{
  return g_strconcat (path, ".manifest", NULL);
}

static gboolean
write_manifest (const char       *path,
                const AmiaBackup *backup,
                GError          **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *manifest = get_manifest_path (path);
  g_autofree char *text = NULL;
  gsize            length;

  g_key_file_set_integer (file, GROUP, "format", FORMAT);
  g_key_file_set_string (file, GROUP, "made", backup->made);
  g_key_file_set_string (file, GROUP, "epoch", backup->epoch);
  g_key_file_set_int64 (file, GROUP, "head", backup->head);
  g_key_file_set_string (file, GROUP, "audit", backup->audit);
  g_key_file_set_int64 (file, GROUP, "bytes", backup->bytes);
  g_key_file_set_string (file, GROUP, "sha256", backup->sha256);
  text = g_key_file_to_data (file, &length, NULL);
  return amia_file_write (manifest, text, length, error);
}

gboolean
amia_backup_write (const char *db,
                   const char *to,
                   gint64      now_ms,
                   AmiaBackup *backup,
                   GError    **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autofree char *part = NULL;
  gboolean         is_made;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (to != NULL, FALSE);
  g_return_val_if_fail (backup != NULL, FALSE);

  *backup = (AmiaBackup){ 0 };
  if (g_file_test (to, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "There is already something at %s", to);
      return FALSE;
    }

  /* What is left of a copy that was cut off is of no use to anybody. */
  part = g_strconcat (to, ".part", NULL);
  (void) g_unlink (part);

  backup->made = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  is_made = copy_database (db, part, error) && describe (part, backup, error) &&
            hash_file (part, NULL, &backup->sha256, &backup->bytes, error) &&
            write_manifest (to, backup, error) && move (part, to, error);
  if (!is_made)
    {
      g_autofree char *manifest = get_manifest_path (to);

      (void) g_unlink (part);
      (void) g_unlink (manifest);
    }

  return is_made;
}

static gboolean
read_manifest (const char *from,
               AmiaBackup *backup,
               GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *manifest = get_manifest_path (from);
  g_autoptr (GError) local_error = NULL;

  if (g_key_file_load_from_file (file, manifest, G_KEY_FILE_NONE, &local_error))
    {
      backup->made = g_key_file_get_string (file, GROUP, "made", &local_error);
      if (local_error == NULL)
        backup->epoch = g_key_file_get_string (file, GROUP, "epoch", &local_error);
      if (local_error == NULL)
        backup->head = g_key_file_get_int64 (file, GROUP, "head", &local_error);
      if (local_error == NULL)
        backup->audit = g_key_file_get_string (file, GROUP, "audit", &local_error);
      if (local_error == NULL)
        backup->bytes = g_key_file_get_int64 (file, GROUP, "bytes", &local_error);
      if (local_error == NULL)
        backup->sha256 = g_key_file_get_string (file, GROUP, "sha256", &local_error);
    }

  if (local_error != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", manifest);
      return FALSE;
    }
  return TRUE;
}

static gboolean
fail_as_other (const char *from,
               GError    **error)
{
  g_set_error (error,
               AMIA_DB_ERROR,
               AMIA_DB_ERROR_CORRUPT,
               "%s is not what its manifest says: it was damaged or exchanged",
               from);
  return FALSE;
}

gboolean
amia_backup_read (const char *from,
                  AmiaBackup *backup,
                  GError    **error)
{
  g_auto (AmiaBackup) found = { 0 };

  g_return_val_if_fail (from != NULL, FALSE);
  g_return_val_if_fail (backup != NULL, FALSE);

  *backup = (AmiaBackup){ 0 };
  if (!read_manifest (from, backup, error) ||
      !hash_file (from, NULL, &found.sha256, &found.bytes, error))
    return FALSE;
  if (strcmp (found.sha256, backup->sha256) != 0 || found.bytes != backup->bytes)
    return fail_as_other (from, error);

  if (!describe (from, &found, error))
    return FALSE;
  if (strcmp (found.epoch, backup->epoch) != 0 || found.head != backup->head)
    return fail_as_other (from, error);
  return TRUE;
}

/* Opened and closed again, a ledger that nobody else has open has no log beside it any more. */
static gboolean
check_not_in_use (const char *db,
                  GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaDb) connection = amia_db_open (db, AMIA_DB_NONE, &local_error);
  g_autofree char *log = g_strconcat (db, side_files[0], NULL);

  /* One that does not open is what is being replaced. */
  if (connection != NULL)
    amia_db_close (g_steal_pointer (&connection));
  if (local_error == NULL && g_file_test (log, G_FILE_TEST_EXISTS))
    {
      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_BUSY,
                   "A program has %s open: stop the server first",
                   db);
      return FALSE;
    }

  return TRUE;
}

static gboolean
prepare (const char       *place,
         const AmiaBackup *backup,
         gint64            now_ms,
         GError          **error)
{
  g_autoptr (AmiaLedger) ledger = amia_sql_ledger_open (place, error);
  g_autofree char *detail =
      g_strdup_printf ("action=restore made=%s head=%" G_GINT64_FORMAT " by=%s",
                       backup->made,
                       backup->head,
                       g_get_user_name ());
  const AmiaAuditFact fact = { .kind = AMIA_AUDIT_RESTORE, .detail = detail };

  if (ledger == NULL || !amia_ledger_begin (ledger, error))
    return FALSE;

  if (!amia_restore_begin_life (ledger, "restore", now_ms, error) ||
      !amia_audit_append (ledger, &fact, now_ms, error))
    {
      amia_ledger_rollback (ledger);
      return FALSE;
    }

  return amia_ledger_commit (ledger, error);
}

/* The ledger and what lies beside it, all under one new name. */
static gboolean
set_ledger_aside (const char *db,
                  gint64      now_ms,
                  char      **name,
                  GError    **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *aside = g_strdup_printf ("%s.set-aside-%s", db, time);

  for (gsize i = 0; i < N_SIDE_FILES; i++)
    {
      g_autofree char *from = g_strconcat (db, side_files[i], NULL);
      g_autofree char *to = g_strconcat (aside, side_files[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        return fail_with_errno ("rename", from, error);
    }
  if (!move (db, aside, error))
    return FALSE;

  *name = g_steal_pointer (&aside);
  return TRUE;
}

gboolean
amia_backup_restore (const char       *from,
                     const AmiaBackup *backup,
                     const char       *db,
                     gint64            now_ms,
                     char            **set_aside,
                     GError          **error)
{
  g_autofree char *part = NULL;
  g_autofree char *sha256 = NULL;
  gint64           bytes;
  gboolean         is_there;

  g_return_val_if_fail (from != NULL, FALSE);
  g_return_val_if_fail (backup != NULL, FALSE);
  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (set_aside != NULL, FALSE);

  *set_aside = NULL;
  part = g_strconcat (db, ".restoring", NULL);
  is_there = g_file_test (db, G_FILE_TEST_EXISTS);
  if (is_there && !check_not_in_use (db, error))
    return FALSE;
  if (!hash_file (from, part, &sha256, &bytes, error))
    return FALSE;
  if (strcmp (sha256, backup->sha256) != 0)
    return fail_as_other (from, error);

  return prepare (part, backup, now_ms, error) && sync_file (part, error) &&
         (!is_there || set_ledger_aside (db, now_ms, set_aside, error)) && move (part, db, error);
}
