/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "amia-db.h"

G_BEGIN_DECLS

/*
 * The part of SQL that every database of ours understands, over a small driver for each, so that
 * statements are written once. Functions fail with an #AmiaDbError, whatever the database.
 *
 * Statements are written as SQLite 3.40 and PostgreSQL 15 both understand them:
 *
 *  - parameters are `?`, or `?1`, `?2` …; a literal has no question mark in it,
 *  - the types are INTEGER (64 bits, booleans too), REAL, TEXT (compared byte by byte) and BLOB;
 *    a driver that calls them otherwise translates the words, wherever they stand in capitals,
 *  - `WITHOUT ROWID` may be said and may mean nothing,
 *  - upserts are ON CONFLICT with its columns, RETURNING may be used, IS NOT DISTINCT FROM may not,
 *  - NULLs are sorted by saying where: NULLS FIRST or NULLS LAST,
 *  - a truth value is compared (`is_active = 1`), never used as such,
 *  - `user`, `order`, `end` and other reserved words are no column's names.
 */

/**
 * AmiaSql:
 *
 * A connection to a database. Belongs to one thread.
 */
typedef struct _AmiaSql AmiaSql;

/**
 * AmiaSqlStatement:
 *
 * A prepared statement, borrowed from its connection. amia_sql_statement_done() (or the autoptr)
 * gives it back.
 */
typedef struct _AmiaSqlStatement AmiaSqlStatement;

/**
 * amia_sql_open_sqlite:
 * @path: the file; made if it is not there
 * @error: return location
 *
 * Returns: (transfer full): a connection to an SQLite file, see amia_db_open(), or %NULL
 */
AmiaSql *amia_sql_open_sqlite (const char *path,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_open_postgres:
 * @url: `postgres://USER@HOST/DATABASE` or another address that libpq understands
 * @error: return location
 *
 * Connects to a PostgreSQL database in UTF-8, and anew whenever the connection was lost: a
 * transaction that was under way then fails with %AMIA_DB_ERROR_BUSY. A password is better kept in
 * a `passfile` or a service file than in the address.
 *
 * Returns: (transfer full): a connection, or %NULL with %AMIA_DB_ERROR_CANT_OPEN,
 *   %AMIA_DB_ERROR_BUSY (starting or shutting down) or another #AmiaDbError
 */
AmiaSql *amia_sql_open_postgres (const char *url,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_migrate:
 * @sql: a connection
 * @application_id: the kind of database this is; one of another kind is refused
 * @migrations: (array length=n_migrations): all steps, in order
 * @n_migrations: how many
 * @error: return location
 *
 * Brings the schema up to date. Programs that do it at the same time wait for each other.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_DB_ERROR_TOO_NEW, %AMIA_DB_ERROR_NOT_A_DATABASE (of another
 *   kind) or another #AmiaDbError
 */
gboolean amia_sql_migrate (AmiaSql             *sql,
                           guint32              application_id,
                           const AmiaMigration *migrations,
                           gsize                n_migrations,
                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_begin:
 * @sql: a connection outside a transaction
 * @error: return location
 *
 * Starts a writing transaction. There is one at a time: others wait for it, 5 s at most, and then
 * see all that it did.
 *
 * Returns: %TRUE on success
 */
gboolean amia_sql_begin (AmiaSql *sql,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_begin_read:
 * @sql: a connection outside a transaction
 * @error: return location
 *
 * Starts a transaction that only reads: until amia_sql_commit() or amia_sql_rollback() everything
 * looks as it did at its first statement. It waits for nobody and nobody for it.
 *
 * Returns: %TRUE on success
 */
gboolean amia_sql_begin_read (AmiaSql *sql,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_commit:
 * @sql: a connection in a transaction
 * @error: return location
 *
 * Commits. When it returns %TRUE everything in it is on disk. On failure, which may be that of a
 * statement that was run later, the transaction has been rolled back.
 *
 * Returns: %TRUE on success
 */
gboolean amia_sql_commit (AmiaSql *sql,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_rollback:
 * @sql: a connection in a transaction
 *
 * Takes back everything since amia_sql_begin(). Never fails.
 */
void amia_sql_rollback (AmiaSql *sql);

/**
 * amia_sql_is_remote:
 * @sql: a connection
 *
 * Returns: whether each statement that is waited for costs a round trip to another process, and
 *   other programs like this one may use the database
 */
gboolean amia_sql_is_remote (AmiaSql *sql);

/**
 * amia_sql_notify:
 * @sql: a connection in a transaction
 * @notice: text of less than 8000 bytes
 * @error: return location
 *
 * Says it, with the commit, to all who listen to what is said on this database (PostgreSQL's NOTIFY
 * on the channel `amia`). Where there is nobody, nothing is done.
 *
 * Returns: %TRUE on success
 */
gboolean amia_sql_notify (AmiaSql    *sql,
                          const char *notice,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_prepare:
 * @sql: a connection
 * @text: one statement, a string constant: its address is the key of the cache
 * @action: what it is for, as in "Failed to <action>"; a string constant
 * @error: return location
 *
 * Prepares a statement, once for each connection. One that is still in use further up the stack may
 * be prepared again, so that functions may call each other freely.
 *
 * Returns: (transfer none): a statement with nothing bound, until amia_sql_statement_done(); or
 *   %NULL with an #AmiaDbError
 */
AmiaSqlStatement *amia_sql_prepare (AmiaSql    *sql,
                                    const char *text,
                                    const char *action,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_close:
 * @sql: (transfer full): a connection
 */
void amia_sql_close (AmiaSql *sql);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSql, amia_sql_close)

/* Binding: @index counts from 1. Text and blobs are copied; %NULL text or a blob of %NULL is NULL.
 */
void amia_sql_statement_bind_int (AmiaSqlStatement *statement,
                                  int               index,
                                  gint64            value);
void amia_sql_statement_bind_text (AmiaSqlStatement *statement,
                                   int               index,
                                   const char       *value);
void amia_sql_statement_bind_text_length (AmiaSqlStatement *statement,
                                          int               index,
                                          const char       *value,
                                          gsize             length);
void amia_sql_statement_bind_blob (AmiaSqlStatement *statement,
                                   int               index,
                                   gconstpointer     value,
                                   gsize             length);
void amia_sql_statement_bind_null (AmiaSqlStatement *statement,
                                   int               index);

/**
 * amia_sql_statement_step:
 * @statement: a statement
 * @error: return location
 *
 * Runs to the next row. Statements that return many rows are written in pages (LIMIT), since a
 * driver may have to fetch all rows at once.
 *
 * Returns: see #AmiaStep
 */
AmiaStep amia_sql_statement_step (AmiaSqlStatement *statement,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_statement_run:
 * @statement: a statement that gives no rows
 * @error: return location
 *
 * Runs to the end, so that all of it can be bound anew and run again.
 *
 * Returns: %TRUE on success
 */
gboolean amia_sql_statement_run (AmiaSqlStatement *statement,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_statement_run_later:
 * @statement: a statement that gives no rows, in a transaction
 * @error: return location
 *
 * Runs it, before whatever is run after it, but without waiting for the answer where that takes a
 * round trip: for rows of which there are many and that can't be refused in any way the caller
 * would want to hear of. A failure comes with a later statement or with amia_sql_commit(), and the
 * transaction can't be committed any more.
 *
 * Returns: %TRUE on success, as far as is known
 */
gboolean amia_sql_statement_run_later (AmiaSqlStatement *statement,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_sql_statement_get_changes:
 * @statement: a statement that amia_sql_statement_run() has just run
 *
 * Returns: how many rows it changed
 */
gint64 amia_sql_statement_get_changes (AmiaSqlStatement *statement);

/* Reading the row: @column counts from 0; NULL is 0 or %NULL. Text and blobs are valid until the
 * next step; text may be read as a blob, for its length. */
gint64        amia_sql_statement_get_int (AmiaSqlStatement *statement,
                                          int               column);
const char   *amia_sql_statement_get_text (AmiaSqlStatement *statement,
                                           int               column);
gconstpointer amia_sql_statement_get_blob (AmiaSqlStatement *statement,
                                           int               column,
                                           gsize            *length);
gboolean      amia_sql_statement_is_null (AmiaSqlStatement *statement,
                                          int               column);

/**
 * amia_sql_statement_done:
 * @statement: a statement
 *
 * Gives the statement back to its connection.
 */
void amia_sql_statement_done (AmiaSqlStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaSqlStatement, amia_sql_statement_done)

G_END_DECLS
