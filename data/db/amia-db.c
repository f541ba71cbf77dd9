/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "amia-db-private.h"
#include "amia-file.h"
#include "amia-swedish.h"

/* The connection: the settings that all our files share, transactions, the cache of statements, and
 * the numbered steps by which a schema grows.
 *
 * A file that turns out to be somebody else's is never written to, not even its header: the switch
 * to WAL, which SQLite notes there, waits until the file is known to be new or ours. */

#define BUSY_TIMEOUT_MS 5000

/* Who has an encrypted file to himself keeps it for long, unless he is just leaving. */
#define ALONE_TIMEOUT_MS 1000

static const char settings_sql[] = "PRAGMA synchronous = FULL;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA foreign_keys = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA journal_size_limit = 67108864;";

/* A plain page that fell out is in the kernel's cache; an encrypted one has to be opened again. */
static const char plain_cache_sql[] = "PRAGMA cache_size = -16384";
static const char vault_cache_sql[] = "PRAGMA cache_size = -65536";

G_DEFINE_QUARK (amia - db - error - quark, amia_db_error)

static AmiaDbError
classify (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return AMIA_DB_ERROR_CANT_OPEN;
    case SQLITE_NOTADB:
      return AMIA_DB_ERROR_NOT_A_DATABASE;
    case SQLITE_CORRUPT:
      return AMIA_DB_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return AMIA_DB_ERROR_BUSY;
    case SQLITE_FULL:
      return AMIA_DB_ERROR_FULL;
    case SQLITE_CONSTRAINT:
      return AMIA_DB_ERROR_CONSTRAINT;
    default:
      return AMIA_DB_ERROR_FAILED;
    }
}

void
_amia_db_set_error (GError    **error,
                    int         code,
                    const char *action,
                    const char *cause)
{
  g_set_error (error,
               AMIA_DB_ERROR,
               (int) classify (code),
               "Failed to %s: %s",
               action,
               cause);
}

void
_amia_db_report (AmiaDb     *db,
                 GError    **error,
                 int         code,
                 const char *action)
{
  g_autofree char *damage = db->vault != NULL ? g_steal_pointer (&db->vault->damage) : NULL;
  const char      *cause = sqlite3_errmsg (db->handle);
  int              kind = code & 0xff;

  /* Damage that SQLite has coped with is not what this error is about. */
  if (damage != NULL && (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB || kind == SQLITE_IOERR))
    cause = damage;
  else if (db->vault != NULL && kind == SQLITE_BUSY)
    cause = "it is open in another program or window";

  _amia_db_set_error (error, code, action, cause);
}

static gboolean
check_code (AmiaDb     *db,
            int         code,
            const char *action,
            GError    **error)
{
  if (code == SQLITE_OK)
    return TRUE;

  _amia_db_report (db, error, code, action);
  return FALSE;
}

static void
swedish_key_cb (sqlite3_context *context,
                int              n_values,
                sqlite3_value  **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, amia_swedish_key (text), -1, g_free);
}

static int
swedish_collation_cb (void       *data,
                      int         length_a,
                      const void *a,
                      int         length_b,
                      const void *b)
{
  g_autofree char *text_a = g_strndup (a, (gsize) length_a);
  g_autofree char *text_b = g_strndup (b, (gsize) length_b);

  return amia_swedish_compare (text_a, text_b);
}

static gboolean
add_functions (AmiaDb  *db,
               GError **error)
{
  static const char action[] = "teach the database Swedish order";
  int               flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int               code;

  code = sqlite3_create_function_v2 (db->handle,
                                     "swedish_key",
                                     1,
                                     flags,
                                     NULL,
                                     swedish_key_cb,
                                     NULL,
                                     NULL,
                                     NULL);
  if (!check_code (db, code, action, error))
    return FALSE;

  code = sqlite3_create_collation_v2 (db->handle,
                                      "swedish",
                                      SQLITE_UTF8,
                                      NULL,
                                      swedish_collation_cb,
                                      NULL);
  return check_code (db, code, action, error);
}

/* The first row's first column, for PRAGMAs and other one-line questions. */
static gboolean
query_int (AmiaDb     *db,
           const char *sql,
           const char *action,
           gint64     *value,
           GError    **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (db, sql, action, error);

  if (statement == NULL)
    return FALSE;

  *value = 0;
  switch (amia_statement_step (statement, error))
    {
    case AMIA_ROW:
      *value = amia_statement_get_int (statement, 0);
      return TRUE;
    case AMIA_DONE:
      return TRUE;
    case AMIA_ERROR:
    default:
      return FALSE;
    }
}

static gboolean
switch_to_wal (AmiaDb  *db,
               GError **error)
{
  static const char action[] = "switch to a write-ahead log";
  g_autoptr (AmiaStatement) statement = NULL;

  statement = amia_db_prepare (db, "PRAGMA journal_mode = WAL", action, error);
  if (statement == NULL || amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  if (g_strcmp0 (amia_statement_get_text (statement, 0), "wal") == 0)
    return TRUE;

  _amia_db_set_error (error, SQLITE_CANTOPEN, action, "the file system can't do it");
  return FALSE;
}

/* Made by us and not by SQLite, so that nobody but its owner can ever read it. */
static gboolean
make_file (const char *path,
           GError    **error)
{
  g_autofree char *directory = NULL;
  int              fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0 && errno == EEXIST)
    return TRUE;

  if (fd < 0)
    {
      _amia_db_set_error (error, SQLITE_CANTOPEN, "make the database", g_strerror (errno));
      return FALSE;
    }

  close (fd);
  directory = g_path_get_dirname (path);
  return amia_file_sync_directory (directory, error);
}

static gboolean
has_write_ahead_log (const char *path,
                     const char *ending)
{
  g_autofree char *log = g_strconcat (path, ending, NULL);
  GStatBuf         info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

static gboolean
look_at (AmiaDb     *db,
         AmiaDbFlags flags,
         GError    **error)
{
  static const char action[] = "open the database";
  gint64            n_pages;

  if (!query_int (db, "PRAGMA page_count", action, &n_pages, error))
    return FALSE;

  db->is_new = n_pages == 0;
  if (!db->is_new)
    return TRUE;

  /* The first page comes before the log; it has nothing to roll back to, so no journal either. */
  if ((flags & AMIA_DB_CREATE) != 0)
    return amia_db_exec (db, "PRAGMA journal_mode = MEMORY", action, error) &&
           switch_to_wal (db, error);

  _amia_db_set_error (error, SQLITE_NOTADB, action, "the file is empty");
  return FALSE;
}

/* SQLite counts each piece of memory that it asks for, under one lock for the whole process, and
 * nobody here reads the sum. If a library has begun to use SQLite before us it goes on counting. */
static gpointer
stop_counting_memory (gpointer data)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

/* Takes @vault, which may be NULL. */
static AmiaDb *
open_connection (const char *path,
                 AmiaVault  *vault,
                 AmiaDbFlags flags,
                 GError    **error)
{
  static const char action[] = "open the database";
  static GOnce      is_told = G_ONCE_INIT;
  g_autoptr (AmiaDb) db = g_new0 (AmiaDb, 1);
  gboolean is_read_only = (flags & AMIA_DB_READ_ONLY) != 0;
  int      mode = is_read_only && vault == NULL ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  int      code;

  g_once (&is_told, stop_counting_memory, NULL);
  db->vault = vault;
  db->statements = g_hash_table_new_full (NULL, NULL, NULL, _amia_statement_free);
  db->is_unclean = has_write_ahead_log (path, vault != NULL ? AMIA_VAULT_LOG_ENDING : "-wal");

  /* NOMUTEX: one thread at a time is our own promise, and SQLite need not lock for it again. */
  code = sqlite3_open_v2 (path,
                          &db->handle,
                          mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                          vault != NULL ? vault->name : NULL);
  if (vault != NULL && code == SQLITE_OK)
    code = _amia_vault_prepare (vault, db->handle, is_read_only);
  if (!check_code (db, code, action, error))
    return NULL;

  /* Keeps SQLite from measuring the file against what its first page says. */
  if ((flags & AMIA_DB_DAMAGED) != 0)
    sqlite3_db_config (db->handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
  if (vault != NULL)
    vault->is_lenient = (flags & AMIA_DB_DAMAGED) != 0;

  sqlite3_busy_timeout (db->handle, vault != NULL ? ALONE_TIMEOUT_MS : BUSY_TIMEOUT_MS);
  if (!add_functions (db, error) ||
      !amia_db_exec (db, settings_sql, action, error) ||
      !amia_db_exec (db, vault != NULL ? vault_cache_sql : plain_cache_sql, action, error) ||
      ((flags & AMIA_DB_DAMAGED) == 0 && !look_at (db, flags, error)))
    return NULL;

  return g_steal_pointer (&db);
}

AmiaDb *
amia_db_open (const char *path,
              AmiaDbFlags flags,
              GError    **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if ((flags & AMIA_DB_CREATE) != 0 && !make_file (path, error))
    return NULL;

  return open_connection (path, NULL, flags, error);
}

AmiaDb *
amia_db_open_encrypted (const char        *path,
                        const AmiaDataKey *key,
                        AmiaDbFlags        flags,
                        GError           **error)
{
  AmiaVault *vault;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (((flags & AMIA_DB_CREATE) != 0 && !make_file (path, error)) ||
      (vault = _amia_vault_new (key, error)) == NULL)
    return NULL;

  return open_connection (path, vault, flags, error);
}

gboolean
amia_db_was_unclean (AmiaDb *db)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return db->is_unclean;
}

static gboolean
check_owner (AmiaDb  *db,
             guint32  application_id,
             GError **error)
{
  static const char action[] = "recognise the database";
  gint64            id;
  gint64            n_tables;

  if (!query_int (db, "PRAGMA application_id", action, &id, error) ||
      !query_int (db, "SELECT count(*) FROM sqlite_schema", action, &n_tables, error))
    return FALSE;

  /* SQLite keeps the id in a signed number. */
  if ((guint32) id == application_id || (id == 0 && n_tables == 0))
    return TRUE;

  _amia_db_set_error (error, SQLITE_NOTADB, action, "another program made it");
  return FALSE;
}

static gboolean
run_migration (AmiaDb              *db,
               guint32              application_id,
               const AmiaMigration *migration,
               GError             **error)
{
  g_autofree char  *numbers = NULL;
  static const char action[] = "bring the database up to date";

  if (!amia_db_begin (db, error))
    return FALSE;

  numbers = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                             (int) application_id,
                             migration->version);
  if (!amia_db_exec (db, migration->sql, action, error) ||
      !amia_db_exec (db, numbers, action, error))
    {
      amia_db_rollback (db);
      return FALSE;
    }

  return amia_db_commit (db, error);
}

gboolean
amia_db_migrate (AmiaDb              *db,
                 guint32              application_id,
                 const AmiaMigration *migrations,
                 gsize                n_migrations,
                 GError             **error)
{
  gint64 version;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (application_id != 0, FALSE);
  g_return_val_if_fail (migrations != NULL, FALSE);
  g_return_val_if_fail (n_migrations > 0, FALSE);

  if (!check_owner (db, application_id, error) ||
      !query_int (db, "PRAGMA user_version", "read the schema's version", &version, error))
    return FALSE;

  if (version > migrations[n_migrations - 1].version)
    {
      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_TOO_NEW,
                   "Failed to open the database: its schema is version %" G_GINT64_FORMAT
                   ", this program knows %d",
                   version,
                   migrations[n_migrations - 1].version);
      return FALSE;
    }

  if (!switch_to_wal (db, error))
    return FALSE;

  for (gsize i = 0; i < n_migrations; i++)
    {
      if (migrations[i].version > version &&
          !run_migration (db, application_id, &migrations[i], error))
        return FALSE;
    }

  return TRUE;
}

gboolean
amia_db_check (AmiaDb  *db,
               GError **error)
{
  static const char action[] = "check the database";
  const char       *answer;
  g_autoptr (AmiaStatement) statement = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  statement = amia_db_prepare (db, "PRAGMA quick_check(1)", action, error);
  if (statement == NULL || amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  answer = amia_statement_get_text (statement, 0);
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;

  _amia_db_set_error (error, SQLITE_CORRUPT, action, answer != NULL ? answer : "no answer");
  return FALSE;
}

gboolean
amia_db_exec (AmiaDb     *db,
              const char *sql,
              const char *action,
              GError    **error)
{
  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (action != NULL, FALSE);

  return check_code (db, sqlite3_exec (db->handle, sql, NULL, NULL, NULL), action, error);
}

gboolean
amia_db_begin (AmiaDb  *db,
               GError **error)
{
  g_autoptr (AmiaStatement) statement = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  statement = amia_db_prepare (db, "BEGIN IMMEDIATE", "begin a transaction", error);
  return statement != NULL && amia_statement_run (statement, error);
}

gboolean
amia_db_commit (AmiaDb  *db,
                GError **error)
{
  g_autoptr (AmiaStatement) statement = NULL;

  g_return_val_if_fail (db != NULL, FALSE);

  statement = amia_db_prepare (db, "COMMIT", "commit a transaction", error);
  if (statement != NULL && amia_statement_run (statement, error))
    return TRUE;

  amia_db_rollback (db);
  return FALSE;
}

void
amia_db_rollback (AmiaDb *db)
{
  g_return_if_fail (db != NULL);

  /* SQLite rolls back by itself when the disk is full or broken, and would complain here. */
  if (sqlite3_get_autocommit (db->handle) == 0)
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
}

AmiaStatement *
amia_db_prepare (AmiaDb     *db,
                 const char *sql,
                 const char *action,
                 GError    **error)
{
  AmiaStatement *statement;
  sqlite3_stmt  *handle = NULL;
  int            code;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  statement = g_hash_table_lookup (db->statements, sql);
  if (statement != NULL && !statement->is_busy)
    {
      statement->is_busy = TRUE;
      statement->action = action;
      return statement;
    }

  code = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (!check_code (db, code, action, error))
    return NULL;

  /* One that is in use further up the stack gets a twin that lives for this use only. */
  statement = g_new0 (AmiaStatement, 1);
  statement->db = db;
  statement->handle = handle;
  statement->action = action;
  statement->is_busy = TRUE;
  statement->is_cached = !g_hash_table_contains (db->statements, sql);
  if (statement->is_cached)
    g_hash_table_insert (db->statements, (gpointer) sql, statement);

  return statement;
}

gint64
amia_db_get_last_rowid (AmiaDb *db)
{
  g_return_val_if_fail (db != NULL, 0);

  return sqlite3_last_insert_rowid (db->handle);
}

int
amia_db_get_changes (AmiaDb *db)
{
  g_return_val_if_fail (db != NULL, 0);

  return sqlite3_changes (db->handle);
}

void
amia_db_close (AmiaDb *db)
{
  g_return_if_fail (db != NULL);

  g_hash_table_unref (db->statements);
  /* Ignored: it can only fail while a statement is open, and the line above closed them all. */
  sqlite3_close (db->handle);
  g_clear_pointer (&db->vault, _amia_vault_free);
  g_free (db);
}
