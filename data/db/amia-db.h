/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaDbError:
 * @AMIA_DB_ERROR_CANT_OPEN: no such file, no permission, or not a file
 * @AMIA_DB_ERROR_NOT_A_DATABASE: a foreign file, or one encrypted with another key
 * @AMIA_DB_ERROR_CORRUPT: it is a database, but damaged
 * @AMIA_DB_ERROR_BUSY: another program holds it
 * @AMIA_DB_ERROR_FULL: the disk is full; nothing of the transaction was kept
 * @AMIA_DB_ERROR_CONSTRAINT: a rule of the schema was broken
 * @AMIA_DB_ERROR_TOO_NEW: written by a newer version of the program
 * @AMIA_DB_ERROR_FAILED: anything else
 *
 * What callers do something different about.
 */
typedef enum
{
  AMIA_DB_ERROR_CANT_OPEN,
  AMIA_DB_ERROR_NOT_A_DATABASE,
  AMIA_DB_ERROR_CORRUPT,
  AMIA_DB_ERROR_BUSY,
  AMIA_DB_ERROR_FULL,
  AMIA_DB_ERROR_CONSTRAINT,
  AMIA_DB_ERROR_TOO_NEW,
  AMIA_DB_ERROR_FAILED,
} AmiaDbError;

#define AMIA_DB_ERROR (amia_db_error_quark ())
GQuark amia_db_error_quark (void);

/**
 * AmiaStep:
 * @AMIA_ROW: there is a row to read
 * @AMIA_DONE: there are no more
 * @AMIA_ERROR: it failed; the error is set
 *
 * The outcome of running a statement one step.
 */
typedef enum
{
  AMIA_ROW,
  AMIA_DONE,
  AMIA_ERROR,
} AmiaStep;

/**
 * AmiaDb:
 *
 * A connection to one SQLite file. Belongs to one thread at a time; its owner passes it on whole.
 * WAL and synchronous=FULL from the first transaction: what a commit has returned for is on disk.
 */
typedef struct _AmiaDb AmiaDb;

/**
 * AmiaStatement:
 *
 * A prepared statement, borrowed from its connection's cache. amia_statement_done() (or the
 * autoptr) gives it back, reset.
 */
typedef struct _AmiaStatement AmiaStatement;

/**
 * AmiaDbFlags:
 * @AMIA_DB_CREATE: make the file if it is not there; else a missing file is an error
 * @AMIA_DB_READ_ONLY: change nothing
 * @AMIA_DB_DAMAGED: open what may be damaged, to read what can be read of it: nothing is checked,
 * and a file that is shorter than it says is not refused. With %AMIA_DB_READ_ONLY only
 */
typedef enum
{
  AMIA_DB_NONE = 0,
  AMIA_DB_CREATE = 1 << 0,
  AMIA_DB_READ_ONLY = 1 << 1,
  AMIA_DB_DAMAGED = 1 << 2,
} AmiaDbFlags;

/**
 * AmiaMigration:
 * @version: the schema version that it leads to, 1, 2, 3 …
 * @sql: what to run
 *
 * One numbered step of a schema. Steps are only ever added.
 */
typedef struct
{
  int         version;
  const char *sql;
} AmiaMigration;

/**
 * amia_db_open:
 * @path: the file
 * @flags: see #AmiaDbFlags
 * @error: return location
 *
 * Opens a database and sets what every connection of ours needs: WAL, synchronous=FULL,
 * temp_store=MEMORY, foreign keys, a busy timeout of 5 s, the collation `swedish` and the function
 * `swedish_key (text)` (see amia_swedish_key()). A file that exists is not written to before
 * amia_db_migrate() has recognised it. A new file can be read by its owner only.
 *
 * Returns: (transfer full): the connection, or %NULL with %AMIA_DB_ERROR_CANT_OPEN,
 *   %AMIA_DB_ERROR_NOT_A_DATABASE (also for an empty file without %AMIA_DB_CREATE),
 *   %AMIA_DB_ERROR_CORRUPT or another #AmiaDbError
 */
AmiaDb *amia_db_open (const char *path,
                      AmiaDbFlags flags,
                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_was_unclean:
 * @db: a connection
 *
 * A connection that is closed moves its log into the file and deletes it. A log that was there on
 * opening was left by a program that did not get so far, or belongs to one that is running.
 *
 * Returns: %TRUE if the file had not been closed, so that amia_db_check() is worth its time
 */
gboolean amia_db_was_unclean (AmiaDb *db);

/**
 * amia_db_migrate:
 * @db: a connection
 * @application_id: SQLite's application_id of this kind of file; a file with another is refused
 * @migrations: (array length=n_migrations): all steps, in order
 * @n_migrations: how many
 * @error: return location
 *
 * Brings the schema up to date, each step in a transaction of its own.
 *
 * Returns: %TRUE, or %FALSE with %AMIA_DB_ERROR_TOO_NEW, %AMIA_DB_ERROR_NOT_A_DATABASE (foreign
 *   application_id) or another #AmiaDbError
 */
gboolean amia_db_migrate (AmiaDb              *db,
                          guint32              application_id,
                          const AmiaMigration *migrations,
                          gsize                n_migrations,
                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_check:
 * @db: a connection
 * @error: return location
 *
 * SQLite's quick_check. Takes time in proportion to the file: do it after an unclean exit only.
 *
 * Returns: %TRUE if the file is sound, else %FALSE with %AMIA_DB_ERROR_CORRUPT
 */
gboolean amia_db_check (AmiaDb  *db,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_exec:
 * @db: a connection
 * @sql: one or more statements without parameters
 * @action: what it is for, as in "Failed to <action>"
 * @error: return location
 *
 * Runs statements that are needed once; for others see amia_db_prepare().
 *
 * Returns: %TRUE on success
 */
gboolean amia_db_exec (AmiaDb     *db,
                       const char *sql,
                       const char *action,
                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_begin:
 * @db: a connection outside a transaction
 * @error: return location
 *
 * Starts a writing transaction (BEGIN IMMEDIATE).
 *
 * Returns: %TRUE on success
 */
gboolean amia_db_begin (AmiaDb  *db,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_commit:
 * @db: a connection in a transaction
 * @error: return location
 *
 * Commits. When it returns %TRUE everything in it is on disk. On failure the transaction has been
 * rolled back.
 *
 * Returns: %TRUE on success
 */
gboolean amia_db_commit (AmiaDb  *db,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_rollback:
 * @db: a connection in a transaction
 *
 * Takes back everything since amia_db_begin(). Never fails.
 */
void amia_db_rollback (AmiaDb *db);

/**
 * amia_db_prepare:
 * @db: a connection
 * @sql: one statement, a string constant: its address is the key of the cache
 * @action: what it is for, as in "Failed to <action>"; a string constant
 * @error: return location
 *
 * Compiles a statement, once for each connection. A statement that is still in use further up the
 * stack gets a twin, so that functions may call each other freely.
 *
 * Returns: (transfer none): a statement with nothing bound, until amia_statement_done(); or %NULL
 *   with an #AmiaDbError
 */
AmiaStatement *amia_db_prepare (AmiaDb     *db,
                                const char *sql,
                                const char *action,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_db_get_last_rowid:
 * @db: a connection
 *
 * Returns: the rowid of the last insert
 */
gint64 amia_db_get_last_rowid (AmiaDb *db);

/**
 * amia_db_get_changes:
 * @db: a connection
 *
 * Returns: how many rows the last statement changed
 */
int amia_db_get_changes (AmiaDb *db);

/**
 * amia_db_close:
 * @db: (transfer full): a connection
 *
 * Closes it; the last connection moves the WAL into the file.
 */
void amia_db_close (AmiaDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaDb, amia_db_close)

/* Binding: @index counts from 1. Text and blobs are copied; %NULL text or a blob of %NULL is NULL.
 */
void amia_statement_bind_int (AmiaStatement *statement,
                              int            index,
                              gint64         value);
void amia_statement_bind_text (AmiaStatement *statement,
                               int            index,
                               const char    *value);
void amia_statement_bind_text_length (AmiaStatement *statement,
                                      int            index,
                                      const char    *value,
                                      gsize          length);
void amia_statement_bind_blob (AmiaStatement *statement,
                               int            index,
                               gconstpointer  value,
                               gsize          length);
void amia_statement_bind_null (AmiaStatement *statement,
                               int            index);

/**
 * amia_statement_step:
 * @statement: a statement
 * @error: return location
 *
 * Runs to the next row.
 *
 * Returns: see #AmiaStep
 */
AmiaStep amia_statement_step (AmiaStatement *statement,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_statement_run:
 * @statement: a statement that gives no rows
 * @error: return location
 *
 * Runs to the end and resets, so that it can be bound and run again.
 *
 * Returns: %TRUE on success
 */
gboolean amia_statement_run (AmiaStatement *statement,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_statement_reset:
 * @statement: a statement
 *
 * Makes it ready to be bound and run again; forgets what was bound.
 */
void amia_statement_reset (AmiaStatement *statement);

/* Reading the row: @column counts from 0. Text and blobs are valid until the next step. */
gint64        amia_statement_get_int (AmiaStatement *statement,
                                      int            column);
const char   *amia_statement_get_text (AmiaStatement *statement,
                                       int            column);
gconstpointer amia_statement_get_blob (AmiaStatement *statement,
                                       int            column,
                                       gsize         *length);
gboolean      amia_statement_is_null (AmiaStatement *statement,
                                      int            column);

/**
 * amia_statement_done:
 * @statement: a statement
 *
 * Gives the statement back to its connection's cache.
 */
void amia_statement_done (AmiaStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaStatement, amia_statement_done)

G_END_DECLS
