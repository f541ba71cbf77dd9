/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-db"

#include "config.h"

#include "amia-db.h"

#include "amia-db-private.h"

/* A thin skin over sqlite3_stmt: bind, step, read. A bind can only fail by a wrong index, which is
 * our own bug, or for want of memory, where GLib gives up anyway; so it returns nothing. */

static void
expect_ok (int code)
{
  if (G_UNLIKELY (code != SQLITE_OK))
    g_error ("Failed to bind a parameter: %s", sqlite3_errstr (code));
}

void
_amia_statement_free (gpointer data)
{
  AmiaStatement *statement = data;

  sqlite3_finalize (statement->handle);
  g_free (statement);
}

void
amia_statement_bind_int (AmiaStatement *statement,
                         int            index,
                         gint64         value)
{
  g_return_if_fail (statement != NULL);

  expect_ok (sqlite3_bind_int64 (statement->handle, index, value));
}

void
amia_statement_bind_text (AmiaStatement *statement,
                          int            index,
                          const char    *value)
{
  g_return_if_fail (statement != NULL);

  expect_ok (sqlite3_bind_text (statement->handle, index, value, -1, SQLITE_TRANSIENT));
}

void
amia_statement_bind_text_length (AmiaStatement *statement,
                                 int            index,
                                 const char    *value,
                                 gsize          length)
{
  g_return_if_fail (statement != NULL);

  expect_ok (sqlite3_bind_text64 (statement->handle,
                                  index,
                                  value,
                                  length,
                                  SQLITE_TRANSIENT,
                                  SQLITE_UTF8));
}

void
amia_statement_bind_blob (AmiaStatement *statement,
                          int            index,
                          gconstpointer  value,
                          gsize          length)
{
  g_return_if_fail (statement != NULL);

  expect_ok (sqlite3_bind_blob64 (statement->handle, index, value, length, SQLITE_TRANSIENT));
}

void
amia_statement_bind_null (AmiaStatement *statement,
                          int            index)
{
  g_return_if_fail (statement != NULL);

  expect_ok (sqlite3_bind_null (statement->handle, index));
}

AmiaStep
amia_statement_step (AmiaStatement *statement,
                     GError       **error)
{
  int code;

  g_return_val_if_fail (statement != NULL, AMIA_ERROR);
  g_return_val_if_fail (error == NULL || *error == NULL, AMIA_ERROR);

  code = sqlite3_step (statement->handle);
  switch (code)
    {
    case SQLITE_ROW:
      return AMIA_ROW;
    case SQLITE_DONE:
      return AMIA_DONE;
    default:
      _amia_db_report (statement->db, error, code, statement->action);
      return AMIA_ERROR;
    }
}

gboolean
amia_statement_run (AmiaStatement *statement,
                    GError       **error)
{
  AmiaStep step;

  g_return_val_if_fail (statement != NULL, FALSE);

  do
    step = amia_statement_step (statement, error);
  while (step == AMIA_ROW);

  /* The answer repeats the failure that the step has told of already. */
  sqlite3_reset (statement->handle);
  return step == AMIA_DONE;
}

void
amia_statement_reset (AmiaStatement *statement)
{
  g_return_if_fail (statement != NULL);

  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
}

gint64
amia_statement_get_int (AmiaStatement *statement,
                        int            column)
{
  g_return_val_if_fail (statement != NULL, 0);

  return sqlite3_column_int64 (statement->handle, column);
}

const char *
amia_statement_get_text (AmiaStatement *statement,
                         int            column)
{
  g_return_val_if_fail (statement != NULL, NULL);

  return (const char *) sqlite3_column_text (statement->handle, column);
}

gconstpointer
amia_statement_get_blob (AmiaStatement *statement,
                         int            column,
                         gsize         *length)
{
  gconstpointer blob;

  g_return_val_if_fail (statement != NULL, NULL);

  blob = sqlite3_column_blob (statement->handle, column);
  if (length != NULL)
    *length = (gsize) sqlite3_column_bytes (statement->handle, column);
  return blob;
}

gboolean
amia_statement_is_null (AmiaStatement *statement,
                        int            column)
{
  g_return_val_if_fail (statement != NULL, TRUE);

  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}

void
amia_statement_done (AmiaStatement *statement)
{
  g_return_if_fail (statement != NULL);

  if (!statement->is_cached)
    {
      _amia_statement_free (statement);
      return;
    }

  amia_statement_reset (statement);
  statement->is_busy = FALSE;
}
