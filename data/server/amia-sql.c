/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql.h"

#include "amia-sql-private.h"

/* Checks what a programmer can get wrong, and asks the driver. */

gboolean
amia_sql_migrate (AmiaSql             *sql,
                  guint32              application_id,
                  const AmiaMigration *migrations,
                  gsize                n_migrations,
                  GError             **error)
{
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (application_id != 0, FALSE);
  g_return_val_if_fail (migrations != NULL, FALSE);
  g_return_val_if_fail (n_migrations > 0, FALSE);

  return sql->driver->migrate (sql, application_id, migrations, n_migrations, error);
}

gboolean
amia_sql_begin (AmiaSql *sql,
                GError **error)
{
  g_return_val_if_fail (sql != NULL, FALSE);

  return sql->driver->begin (sql, error);
}

gboolean
amia_sql_begin_read (AmiaSql *sql,
                     GError **error)
{
  g_return_val_if_fail (sql != NULL, FALSE);

  return sql->driver->begin_read (sql, error);
}

gboolean
amia_sql_commit (AmiaSql *sql,
                 GError **error)
{
  g_return_val_if_fail (sql != NULL, FALSE);

  return sql->driver->commit (sql, error);
}

void
amia_sql_rollback (AmiaSql *sql)
{
  g_return_if_fail (sql != NULL);

  sql->driver->rollback (sql);
}

gboolean
amia_sql_is_remote (AmiaSql *sql)
{
  g_return_val_if_fail (sql != NULL, FALSE);

  return sql->driver->notify != NULL;
}

gboolean
amia_sql_notify (AmiaSql    *sql,
                 const char *notice,
                 GError    **error)
{
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (notice != NULL, FALSE);

  return sql->driver->notify == NULL || sql->driver->notify (sql, notice, error);
}

AmiaSqlStatement *
amia_sql_prepare (AmiaSql    *sql,
                  const char *text,
                  const char *action,
                  GError    **error)
{
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  return sql->driver->prepare (sql, text, action, error);
}

void
amia_sql_close (AmiaSql *sql)
{
  g_return_if_fail (sql != NULL);

  sql->driver->close (sql);
}

void
amia_sql_statement_bind_int (AmiaSqlStatement *statement,
                             int               index,
                             gint64            value)
{
  g_return_if_fail (statement != NULL);

  statement->driver->bind_int (statement, index, value);
}

void
amia_sql_statement_bind_text (AmiaSqlStatement *statement,
                              int               index,
                              const char       *value)
{
  g_return_if_fail (statement != NULL);

  statement->driver->bind_text (statement, index, value, -1);
}

void
amia_sql_statement_bind_text_length (AmiaSqlStatement *statement,
                                     int               index,
                                     const char       *value,
                                     gsize             length)
{
  g_return_if_fail (statement != NULL);
  g_return_if_fail (length <= G_MAXINT);

  statement->driver->bind_text (statement, index, value, (gssize) length);
}

void
amia_sql_statement_bind_blob (AmiaSqlStatement *statement,
                              int               index,
                              gconstpointer     value,
                              gsize             length)
{
  g_return_if_fail (statement != NULL);
  g_return_if_fail (length <= G_MAXINT);

  statement->driver->bind_blob (statement, index, value, length);
}

void
amia_sql_statement_bind_null (AmiaSqlStatement *statement,
                              int               index)
{
  g_return_if_fail (statement != NULL);

  statement->driver->bind_null (statement, index);
}

AmiaStep
amia_sql_statement_step (AmiaSqlStatement *statement,
                         GError          **error)
{
  g_return_val_if_fail (statement != NULL, AMIA_ERROR);

  return statement->driver->step (statement, error);
}

gboolean
amia_sql_statement_run (AmiaSqlStatement *statement,
                        GError          **error)
{
  g_return_val_if_fail (statement != NULL, FALSE);

  return statement->driver->run (statement, FALSE, error);
}

gboolean
amia_sql_statement_run_later (AmiaSqlStatement *statement,
                              GError          **error)
{
  g_return_val_if_fail (statement != NULL, FALSE);

  return statement->driver->run (statement, TRUE, error);
}

gint64
amia_sql_statement_get_changes (AmiaSqlStatement *statement)
{
  g_return_val_if_fail (statement != NULL, 0);

  return statement->driver->get_changes (statement);
}

gint64
amia_sql_statement_get_int (AmiaSqlStatement *statement,
                            int               column)
{
  g_return_val_if_fail (statement != NULL, 0);

  return statement->driver->get_int (statement, column);
}

const char *
amia_sql_statement_get_text (AmiaSqlStatement *statement,
                             int               column)
{
  g_return_val_if_fail (statement != NULL, NULL);

  return statement->driver->get_text (statement, column);
}

gconstpointer
amia_sql_statement_get_blob (AmiaSqlStatement *statement,
                             int               column,
                             gsize            *length)
{
  g_return_val_if_fail (statement != NULL, NULL);

  return statement->driver->get_blob (statement, column, length);
}

gboolean
amia_sql_statement_is_null (AmiaSqlStatement *statement,
                            int               column)
{
  g_return_val_if_fail (statement != NULL, TRUE);

  return statement->driver->is_null (statement, column);
}

void
amia_sql_statement_done (AmiaSqlStatement *statement)
{
  g_return_if_fail (statement != NULL);

  statement->driver->done (statement);
}
