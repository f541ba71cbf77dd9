/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "amia-db.h"
#include "amia-vault-private.h"

G_BEGIN_DECLS

struct _AmiaDb
{
  sqlite3    *handle;
  AmiaVault  *vault;      /* NULL: not encrypted */
  GHashTable *statements; /* (element-type utf8 AmiaStatement), keyed by the address of the SQL */
  gboolean    is_new;
  gboolean    is_unclean;
};

struct _AmiaStatement
{
  AmiaDb       *db; /* unowned */
  sqlite3_stmt *handle;
  const char   *action; /* unowned: a string constant */
  gboolean      is_busy;
  gboolean      is_cached;
};

/**
 * _amia_db_set_error:
 * @error: return location
 * @code: what SQLite answered, an extended result code
 * @action: what was tried
 * @cause: SQLite's own words
 *
 * The one place where SQLite's codes become ours.
 */
void _amia_db_set_error (GError    **error,
                         int         code,
                         const char *action,
                         const char *cause);

/**
 * _amia_db_report:
 * @db: a connection
 * @error: return location
 * @code: what SQLite has just answered
 * @action: what was tried
 *
 * As _amia_db_set_error(), in SQLite's words or, where the vault found damage, in its own.
 */
void _amia_db_report (AmiaDb     *db,
                      GError    **error,
                      int         code,
                      const char *action);

/**
 * _amia_statement_free:
 * @data: (transfer full): an #AmiaStatement that nobody holds
 */
void _amia_statement_free (gpointer data);

G_END_DECLS
