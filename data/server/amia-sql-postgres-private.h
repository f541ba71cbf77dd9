/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "amia-sql-private.h"

G_BEGIN_DECLS

/* The driver for PostgreSQL, in parts: the connection, its statements, and the words of SQL. */

#define AMIA_POSTGRES_PARAMS_MAX 32

/* A statement as it is known to the server at the other end of the connection. */
typedef struct
{
  char    *name;
  char    *text; /* translated */
  gboolean is_prepared;
} AmiaPostgresPlan;

typedef struct
{
  AmiaSql     parent;
  char       *url;
  PGconn     *connection; /* NULL when it was lost */
  GHashTable *plans;      /* address of the text → AmiaPostgresPlan */
  GPtrArray  *shells;     /* statements that nobody holds */
  guint       n_pending;  /* how many answers have not been read yet */
  gboolean    is_in_transaction;
} AmiaPostgres;

/**
 * _amia_postgres_set_error:
 * @error: return location
 * @connection: (nullable): the connection, for its own words
 * @result: (nullable): an answer that tells of a failure
 * @action: what was tried
 *
 * The one place where SQLSTATEs become our errors.
 */
void _amia_postgres_set_error (GError        **error,
                               const PGconn   *connection,
                               const PGresult *result,
                               const char     *action);

/**
 * _amia_postgres_connect:
 * @url: where
 * @error: return location
 *
 * Returns: (transfer full): a connection that is set as all of ours are, or %NULL
 */
PGconn *_amia_postgres_connect (const char *url,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_postgres_migrate:
 * @connection: a connection that is not in pipeline mode
 * @application_id: the kind of database
 * @migrations: (array length=n_migrations): all steps
 * @n_migrations: how many
 * @error: return location
 *
 * Returns: %TRUE on success, see amia_sql_migrate()
 */
gboolean _amia_postgres_migrate (PGconn              *connection,
                                 guint32              application_id,
                                 const AmiaMigration *migrations,
                                 gsize                n_migrations,
                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_postgres_ensure:
 * @sql: a connection
 * @action: what for
 * @error: return location
 *
 * Connects anew if the connection was lost, unless a transaction was lost with it.
 *
 * Returns: %TRUE if there is a connection, as far as is known
 */
gboolean _amia_postgres_ensure (AmiaPostgres *sql,
                                const char   *action,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_postgres_sent:
 * @sql: a connection, to which one more command was handed
 * @action: what for
 * @error: return location
 *
 * Counts it, and sees to it that neither end has to wait for the other to read.
 *
 * Returns: %TRUE, or %FALSE if something has failed
 */
gboolean _amia_postgres_sent (AmiaPostgres *sql,
                              const char   *action,
                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_postgres_drain:
 * @sql: a connection
 * @last: (out) (optional) (transfer full): the answer to the last command
 * @action: what for
 * @error: return location
 *
 * Waits for the answers to all that was sent.
 *
 * Returns: %TRUE, or %FALSE if one of them tells of a failure: then @last is not set
 */
gboolean _amia_postgres_drain (AmiaPostgres *sql,
                               PGresult    **last,
                               const char   *action,
                               GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_postgres_translate:
 * @text: SQL as amia-sql.h describes it
 * @is_schema: whether it makes tables, so that the columns' text gets its order
 *
 * Returns: (transfer full): the same for PostgreSQL
 */
char *_amia_postgres_translate (const char *text,
                                gboolean    is_schema) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_postgres_run:
 * @sql: a connection
 * @texts: (array zero-terminated=1): statements without parameters, string constants
 * @last: (out) (optional) (transfer full): the answer to the last one
 * @action: what for
 * @error: return location
 *
 * Runs all of them in one round trip.
 *
 * Returns: %TRUE on success
 */
gboolean _amia_postgres_run (AmiaPostgres      *sql,
                             const char *const *texts,
                             PGresult         **last,
                             const char        *action,
                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* The driver, and those of its slots that are about the connection. */
extern const AmiaSqlDriver _amia_postgres_driver;

gboolean _amia_postgres_sql_migrate (AmiaSql             *sql,
                                     guint32              application_id,
                                     const AmiaMigration *migrations,
                                     gsize                n_migrations,
                                     GError             **error);
gboolean _amia_postgres_sql_begin (AmiaSql *sql,
                                   GError **error);
gboolean _amia_postgres_sql_begin_read (AmiaSql *sql,
                                        GError **error);
gboolean _amia_postgres_sql_commit (AmiaSql *sql,
                                    GError **error);
void     _amia_postgres_sql_rollback (AmiaSql *sql);
void     _amia_postgres_sql_close (AmiaSql *sql);

/* Gives back what a statement that nobody holds is made of. */
void _amia_postgres_free_shell (gpointer data);

G_END_DECLS
