/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql.h"

#include <string.h>

#include "amia-sql-postgres-private.h"

/* The driver for PostgreSQL: the connection. It is in libpq's pipeline mode all the time: commands
 * are written without waiting, and the answers are read, in order, when one is waited for.
 *
 * Writing transactions take an advisory lock before anything else, and give it back when what they
 * did can be seen. So there is one at a time, as in SQLite, and the order of the numbers that they
 * give out is the order of their commits. */

/* How many answers may be left unread; a fraction of what the sockets' buffers hold, so that
 * neither end waits for the other to read. */
#define PENDING_MAX 256

/* Commands are collected before they are sent, but not so long that the other end runs dry. */
#define FLUSH_EVERY 16

static void
forget_connection (AmiaPostgres *sql)
{
  GHashTableIter iter;
  gpointer       plan;

  g_clear_pointer (&sql->connection, PQfinish);
  sql->n_pending = 0;

  g_hash_table_iter_init (&iter, sql->plans);
  while (g_hash_table_iter_next (&iter, NULL, &plan))
    ((AmiaPostgresPlan *) plan)->is_prepared = FALSE;
}

static gboolean
connect_again (AmiaPostgres *sql,
               GError      **error)
{
  forget_connection (sql);
  sql->connection = _amia_postgres_connect (sql->url, error);
  if (sql->connection == NULL)
    return FALSE;

  return PQenterPipelineMode (sql->connection) == 1;
}

gboolean
_amia_postgres_ensure (AmiaPostgres *sql,
                       const char   *action,
                       GError      **error)
{
  if (PQstatus (sql->connection) == CONNECTION_OK)
    return TRUE;

  if (sql->is_in_transaction)
    {
      _amia_postgres_set_error (error, sql->connection, NULL, action);
      return FALSE;
    }

  return connect_again (sql, error);
}

/* Reads one command's answer. */
static gboolean
read_answer (AmiaPostgres *sql,
             PGresult    **answer,
             const char   *action,
             GError      **error)
{
  PGresult      *result = PQgetResult (sql->connection);
  ExecStatusType status = PQresultStatus (result);

  if (sql->n_pending > 0)
    sql->n_pending--;

  /* Behind every answer but that to a sync there is an end mark. */
  while (result != NULL && status != PGRES_PIPELINE_SYNC)
    {
      PGresult *end = PQgetResult (sql->connection);

      if (end == NULL)
        break;
      PQclear (end);
    }

  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC)
    {
      *answer = result;
      return TRUE;
    }

  _amia_postgres_set_error (error, sql->connection, result, action);
  PQclear (result);
  *answer = NULL;
  return FALSE;
}

gboolean
_amia_postgres_sent (AmiaPostgres *sql,
                     const char   *action,
                     GError      **error)
{
  sql->n_pending++;
  if (sql->n_pending % FLUSH_EVERY == 0)
    (void) PQflush (sql->connection); /* Ignored: a broken connection is told of by the answers. */
  if (sql->n_pending < PENDING_MAX)
    return TRUE;

  if (PQsendFlushRequest (sql->connection) == 0 || PQflush (sql->connection) < 0)
    {
      _amia_postgres_set_error (error, sql->connection, NULL, action);
      return FALSE;
    }

  while (sql->n_pending > PENDING_MAX / 2)
    {
      PGresult *answer;

      if (!read_answer (sql, &answer, action, error))
        return FALSE;
      PQclear (answer);
    }

  return TRUE;
}

gboolean
_amia_postgres_drain (AmiaPostgres *sql,
                      PGresult    **last,
                      const char   *action,
                      GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  PGresult *kept = NULL;
  gboolean  is_done = PQpipelineSync (sql->connection) == 1;

  if (!is_done)
    _amia_postgres_set_error (&local_error, sql->connection, NULL, action);

  sql->n_pending++;
  while (sql->n_pending > 0 && PQstatus (sql->connection) == CONNECTION_OK)
    {
      PGresult *answer;

      /* What follows on a failure is skipped, which says nothing new. */
      if (!read_answer (sql, &answer, action, is_done ? &local_error : NULL))
        is_done = FALSE;
      if (sql->n_pending == 0)
        PQclear (answer);
      else
        {
          PQclear (kept);
          kept = answer;
        }
    }

  if (!is_done && local_error == NULL)
    _amia_postgres_set_error (&local_error, sql->connection, NULL, action);
  if (local_error != NULL || last == NULL)
    PQclear (kept);
  else
    *last = kept;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return is_done;
}

static gboolean
begin_by (AmiaPostgres      *sql,
          const char *const *texts,
          const char        *action,
          GError           **error)
{
  g_autoptr (GError) local_error = NULL;

  sql->is_in_transaction = _amia_postgres_run (sql, texts, NULL, action, &local_error);
  if (sql->is_in_transaction)
    return TRUE;

  /* The connection was lost since it was last used, and nothing with it. */
  if (PQstatus (sql->connection) == CONNECTION_BAD)
    {
      g_clear_error (&local_error);
      sql->is_in_transaction = _amia_postgres_run (sql, texts, NULL, action, &local_error);
      if (sql->is_in_transaction)
        return TRUE;
    }

  /* It may have begun, and not got the lock. */
  _amia_postgres_sql_rollback (&sql->parent);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
_amia_postgres_sql_begin (AmiaSql *sql,
                          GError **error)
{
  /* "AmSv", as SQLite's application_id. */
  static const char *const texts[] = {
    "BEGIN ISOLATION LEVEL READ COMMITTED",
    "SELECT pg_advisory_xact_lock (1097683830, 1)",
    NULL,
  };

  return begin_by ((AmiaPostgres *) sql, texts, "begin a transaction", error);
}

gboolean
_amia_postgres_sql_begin_read (AmiaSql *sql,
                               GError **error)
{
  static const char *const texts[] = { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL };

  return begin_by ((AmiaPostgres *) sql, texts, "begin to read", error);
}

gboolean
_amia_postgres_sql_commit (AmiaSql *sql,
                           GError **error)
{
  static const char *const texts[] = { "COMMIT", NULL };
  AmiaPostgres            *self = (AmiaPostgres *) sql;
  PGresult                *answer = NULL;
  gboolean                 is_done;

  is_done = _amia_postgres_run (self, texts, &answer, "commit a transaction", error);

  /* A transaction with a failed statement in it is rolled back by COMMIT, which calls that a
   * success. */
  if (is_done && strcmp (PQcmdStatus (answer), "COMMIT") != 0)
    {
      g_set_error_literal (error,
                           AMIA_DB_ERROR,
                           AMIA_DB_ERROR_FAILED,
                           "Failed to commit a transaction: a statement in it has failed");
      is_done = FALSE;
    }

  PQclear (answer);
  if (is_done)
    self->is_in_transaction = FALSE;
  else
    _amia_postgres_sql_rollback (sql);
  return is_done;
}

void
_amia_postgres_sql_rollback (AmiaSql *sql)
{
  static const char *const texts[] = { "ROLLBACK", NULL };
  AmiaPostgres            *self = (AmiaPostgres *) sql;

  /* If even that can't be said, the end of the connection says it. */
  self->is_in_transaction = TRUE;
  if (PQstatus (self->connection) == CONNECTION_BAD ||
      (!_amia_postgres_drain (self, NULL, "roll back", NULL) &&
       PQstatus (self->connection) == CONNECTION_BAD) ||
      !_amia_postgres_run (self, texts, NULL, "roll back", NULL))
    forget_connection (self);
  self->is_in_transaction = FALSE;
}

void
_amia_postgres_sql_close (AmiaSql *sql)
{
  AmiaPostgres *self = (AmiaPostgres *) sql;

  g_clear_pointer (&self->connection, PQfinish);
  g_hash_table_unref (self->plans);
  g_ptr_array_unref (self->shells);
  g_free (self->url);
  g_free (self);
}

gboolean
_amia_postgres_sql_migrate (AmiaSql             *sql,
                            guint32              application_id,
                            const AmiaMigration *migrations,
                            gsize                n_migrations,
                            GError             **error)
{
  AmiaPostgres *self = (AmiaPostgres *) sql;

  /* The steps have many statements each, which pipelines don't. */
  return _amia_postgres_ensure (self, "bring the schema up to date", error) &&
         PQexitPipelineMode (self->connection) == 1 &&
         _amia_postgres_migrate (self->connection,
                                 application_id,
                                 migrations,
                                 n_migrations,
                                 error) &&
         PQenterPipelineMode (self->connection) == 1;
}

static void
free_plan (gpointer data)
{
  AmiaPostgresPlan *plan = data;

  g_free (plan->name);
  g_free (plan->text);
  g_free (plan);
}

AmiaSql *
amia_sql_open_postgres (const char *url,
                        GError    **error)
{
  AmiaPostgres *self;

  g_return_val_if_fail (url != NULL, NULL);

  self = g_new0 (AmiaPostgres, 1);
  self->parent.driver = &_amia_postgres_driver;
  self->url = g_strdup (url);
  self->plans = g_hash_table_new_full (NULL, NULL, NULL, free_plan);
  self->shells = g_ptr_array_new_with_free_func (_amia_postgres_free_shell);

  if (!connect_again (self, error))
    {
      amia_sql_close (&self->parent);
      return NULL;
    }

  return &self->parent;
}
