/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql.h"

#include "amia-sql-private.h"

/* The driver for SQLite: data/db does it all. The shells around its statements are kept and used
 * again. */

typedef struct
{
  AmiaSql    parent;
  AmiaDb    *db;
  GPtrArray *shells; /* those that hold no statement */
} SqliteSql;

typedef struct
{
  AmiaSqlStatement parent;
  SqliteSql       *sql; /* unowned */
  AmiaStatement   *statement;
} SqliteStatement;

static SqliteSql *
cast_sql (AmiaSql *sql)
{
  return (SqliteSql *) sql;
}

static SqliteStatement *
cast (AmiaSqlStatement *statement)
{
  return (SqliteStatement *) statement;
}

static gboolean
sqlite_migrate (AmiaSql             *sql,
                guint32              application_id,
                const AmiaMigration *migrations,
                gsize                n_migrations,
                GError             **error)
{
  return amia_db_migrate (cast_sql (sql)->db, application_id, migrations, n_migrations, error);
}

static gboolean
sqlite_begin (AmiaSql *sql,
              GError **error)
{
  return amia_db_begin (cast_sql (sql)->db, error);
}

static gboolean
sqlite_begin_read (AmiaSql *sql,
                   GError **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (cast_sql (sql)->db, "BEGIN", "begin to read", error);

  return statement != NULL && amia_statement_run (statement, error);
}

static gboolean
sqlite_commit (AmiaSql *sql,
               GError **error)
{
  return amia_db_commit (cast_sql (sql)->db, error);
}

static void
sqlite_rollback (AmiaSql *sql)
{
  amia_db_rollback (cast_sql (sql)->db);
}

static void
sqlite_close (AmiaSql *sql)
{
  SqliteSql *self = cast_sql (sql);

  amia_db_close (self->db);
  g_ptr_array_unref (self->shells);
  g_free (self);
}

static void
sqlite_bind_int (AmiaSqlStatement *statement,
                 int               index,
                 gint64            value)
{
  amia_statement_bind_int (cast (statement)->statement, index, value);
}

static void
sqlite_bind_text (AmiaSqlStatement *statement,
                  int               index,
                  const char       *value,
                  gssize            length)
{
  if (length < 0)
    amia_statement_bind_text (cast (statement)->statement, index, value);
  else
    amia_statement_bind_text_length (cast (statement)->statement, index, value, (gsize) length);
}

static void
sqlite_bind_blob (AmiaSqlStatement *statement,
                  int               index,
                  gconstpointer     value,
                  gsize             length)
{
  amia_statement_bind_blob (cast (statement)->statement, index, value, length);
}

static void
sqlite_bind_null (AmiaSqlStatement *statement,
                  int               index)
{
  amia_statement_bind_null (cast (statement)->statement, index);
}

static AmiaStep
sqlite_step (AmiaSqlStatement *statement,
             GError          **error)
{
  return amia_statement_step (cast (statement)->statement, error);
}

/* There is no round trip to save: later is now. */
static gboolean
sqlite_run (AmiaSqlStatement *statement,
            gboolean          is_later,
            GError          **error)
{
  return amia_statement_run (cast (statement)->statement, error);
}

static gint64
sqlite_get_changes (AmiaSqlStatement *statement)
{
  return amia_db_get_changes (cast (statement)->sql->db);
}

static gint64
sqlite_get_int (AmiaSqlStatement *statement,
                int               column)
{
  return amia_statement_get_int (cast (statement)->statement, column);
}

static const char *
sqlite_get_text (AmiaSqlStatement *statement,
                 int               column)
{
  return amia_statement_get_text (cast (statement)->statement, column);
}

static gconstpointer
sqlite_get_blob (AmiaSqlStatement *statement,
                 int               column,
                 gsize            *length)
{
  return amia_statement_get_blob (cast (statement)->statement, column, length);
}

static gboolean
sqlite_is_null (AmiaSqlStatement *statement,
                int               column)
{
  return amia_statement_is_null (cast (statement)->statement, column);
}

static void
sqlite_done (AmiaSqlStatement *statement)
{
  SqliteStatement *self = cast (statement);

  amia_statement_done (g_steal_pointer (&self->statement));
  g_ptr_array_add (self->sql->shells, self);
}

static AmiaSqlStatement *sqlite_prepare (AmiaSql    *sql,
                                         const char *text,
                                         const char *action,
                                         GError    **error);

static const AmiaSqlDriver driver = {
  .migrate = sqlite_migrate,
  .begin = sqlite_begin,
  .begin_read = sqlite_begin_read,
  .commit = sqlite_commit,
  .rollback = sqlite_rollback,
  .prepare = sqlite_prepare,
  .close = sqlite_close,
  .bind_int = sqlite_bind_int,
  .bind_text = sqlite_bind_text,
  .bind_blob = sqlite_bind_blob,
  .bind_null = sqlite_bind_null,
  .step = sqlite_step,
  .run = sqlite_run,
  .get_changes = sqlite_get_changes,
  .get_int = sqlite_get_int,
  .get_text = sqlite_get_text,
  .get_blob = sqlite_get_blob,
  .is_null = sqlite_is_null,
  .done = sqlite_done,
};

static AmiaSqlStatement *
sqlite_prepare (AmiaSql    *sql,
                const char *text,
                const char *action,
                GError    **error)
{
  SqliteSql       *self = cast_sql (sql);
  AmiaStatement   *inner = amia_db_prepare (self->db, text, action, error);
  SqliteStatement *statement;

  if (inner == NULL)
    return NULL;

  if (self->shells->len > 0)
    {
      statement = g_ptr_array_steal_index_fast (self->shells, self->shells->len - 1);
    }
  else
    {
      statement = g_new0 (SqliteStatement, 1);
      statement->parent.driver = &driver;
      statement->sql = self;
    }

  statement->statement = inner;
  return &statement->parent;
}

/* The write-ahead log is moved into the file after so many pages, a megabyte, and cut back to that:
 * pages of a ledger are small and mostly at its end, and what waits there is space as well. */
static const char log_sql[] = "PRAGMA wal_autocheckpoint = 256;"
                              "PRAGMA journal_size_limit = 1048576;";

AmiaSql *
amia_sql_open_sqlite (const char *path,
                      GError    **error)
{
  AmiaDb    *db;
  SqliteSql *self;

  g_return_val_if_fail (path != NULL, NULL);

  db = amia_db_open (path, AMIA_DB_CREATE, error);
  if (db == NULL)
    return NULL;
  if (!amia_db_exec (db, log_sql, "bound the write-ahead log", error))
    {
      amia_db_close (db);
      return NULL;
    }

  self = g_new0 (SqliteSql, 1);
  self->parent.driver = &driver;
  self->db = db;
  self->shells = g_ptr_array_new_with_free_func (g_free);
  return &self->parent;
}
