/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "amia-sql-postgres-private.h"

/* How a connection begins: what all of ours have set, and the schema; and how its failures become
 * ours. */

/* Programs that find an old schema at the same time bring it up to date one after the other. */
static const char lock_schema[] = "BEGIN; SELECT pg_advisory_xact_lock (1097683830, 2);"
                                  "CREATE TABLE IF NOT EXISTS amia_schema"
                                  " (application_id bigint NOT NULL, version bigint NOT NULL)";

/* What a commit has returned for is on disk, whatever the server was told; who waits for somebody
 * who hangs gives up; and plans are made for tables that will grow, by index. */
static const char settings[] =
    "SELECT set_config ('synchronous_commit', 'on', false)"
    " WHERE current_setting ('synchronous_commit') = 'off';"
    "SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '30s';"
    "SET enable_seqscan = off; SET jit = off; SET client_min_messages = error";

static AmiaDbError
get_code (const PGconn *connection,
          const char   *state)
{
  static const struct
  {
    const char *prefix;
    AmiaDbError code;
  } codes[] = {
    { "23", AMIA_DB_ERROR_CONSTRAINT },
    { "53100", AMIA_DB_ERROR_FULL },
    { "53", AMIA_DB_ERROR_BUSY },    /* too many connections, out of memory */
    { "08", AMIA_DB_ERROR_BUSY },    /* the connection */
    { "57", AMIA_DB_ERROR_BUSY },    /* shutting down, starting up */
    { "40", AMIA_DB_ERROR_BUSY },    /* rolled back for another's sake */
    { "55P03", AMIA_DB_ERROR_BUSY }, /* waited too long */
    { "25P03", AMIA_DB_ERROR_BUSY }, /* was waited for too long */
    { "XX001", AMIA_DB_ERROR_CORRUPT },
    { "XX002", AMIA_DB_ERROR_CORRUPT },
  };

  if (state == NULL || PQstatus (connection) == CONNECTION_BAD)
    return AMIA_DB_ERROR_BUSY;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_str_has_prefix (state, codes[i].prefix))
        return codes[i].code;
    }

  return AMIA_DB_ERROR_FAILED;
}

void
_amia_postgres_set_error (GError        **error,
                          const PGconn   *connection,
                          const PGresult *result,
                          const char     *action)
{
  const char      *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const char      *primary = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  g_autofree char *cause = g_strdup (primary != NULL ? primary : PQerrorMessage (connection));

  g_strchomp (cause);
  g_set_error (error,
               AMIA_DB_ERROR,
               (int) get_code (connection, state),
               "Failed to %s: %s",
               action,
               *cause != '\0' ? cause : "the connection was lost");
}

/* Ignored: what PostgreSQL finds worth a remark, like a table that is there already. */
static void
ignore_notice (void           *data,
               const PGresult *result)
{
}

/* Runs statements outside a pipeline; the answer to the last one, or NULL. */
static PGresult *
query (PGconn     *connection,
       const char *text,
       const char *action,
       GError    **error)
{
  PGresult      *result = PQexec (connection, text);
  ExecStatusType status = PQresultStatus (result);

  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
    return result;

  _amia_postgres_set_error (error, connection, result, action);
  PQclear (result);
  return NULL;
}

static gboolean
execute (PGconn     *connection,
         const char *text,
         const char *action,
         GError    **error)
{
  PGresult *result = query (connection, text, action, error);

  PQclear (result);
  return result != NULL;
}

static gboolean
check_connection (PGconn  *connection,
                  GError **error)
{
  const char *encoding;

  if (PQstatus (connection) != CONNECTION_OK)
    {
      g_autofree char *cause = g_strchomp (g_strdup (PQerrorMessage (connection)));

      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_CANT_OPEN,
                   "Failed to connect to PostgreSQL: %s",
                   cause);
      return FALSE;
    }

  encoding = PQparameterStatus (connection, "server_encoding");
  if (g_strcmp0 (encoding, "UTF8") != 0)
    {
      g_set_error (error,
                   AMIA_DB_ERROR,
                   AMIA_DB_ERROR_CANT_OPEN,
                   "Failed to use the PostgreSQL database: it is in %s, not in UTF8",
                   encoding != NULL ? encoding : "an unknown encoding");
      return FALSE;
    }

  return TRUE;
}

PGconn *
_amia_postgres_connect (const char *url,
                        GError    **error)
{
  /* What stands before the address may be said otherwise there. */
  const char *const keys[] = { "connect_timeout", "fallback_application_name",
                               "tcp_user_timeout", "dbname",
                               "client_encoding", NULL };
  const char *const values[] = { "5", "amia-server", "15000", url, "UTF8", NULL };
  PGconn           *connection = PQconnectdbParams (keys, values, 1);

  (void) PQsetNoticeReceiver (connection, ignore_notice, NULL);
  if (check_connection (connection, error) &&
      execute (connection, settings, "set up the connection", error))
    return connection;

  PQfinish (connection);
  return NULL;
}

/* The number in the first row's @column; 0 without a row. */
static gint64
get_number (const PGresult *result,
            int             column)
{
  return PQntuples (result) > 0 ? g_ascii_strtoll (PQgetvalue (result, 0, column), NULL, 10) : 0;
}

static gboolean
check_version (PGconn  *connection,
               guint32  application_id,
               int      newest,
               gint64  *version,
               GError **error)
{
  PGresult *result = query (connection,
                            "SELECT application_id, version FROM amia_schema",
                            "read the schema's version",
                            error);
  gint64    owner;

  if (result == NULL)
    return FALSE;

  owner = PQntuples (result) > 0 ? get_number (result, 0) : application_id;
  *version = get_number (result, 1);
  PQclear (result);

  if (owner != application_id)
    g_set_error_literal (error,
                         AMIA_DB_ERROR,
                         AMIA_DB_ERROR_NOT_A_DATABASE,
                         "Failed to use the PostgreSQL database: it is another program's");
  else if (*version > newest)
    g_set_error (error,
                 AMIA_DB_ERROR,
                 AMIA_DB_ERROR_TOO_NEW,
                 "Failed to use the PostgreSQL database: its schema is version %" G_GINT64_FORMAT
                 ", this program knows %d",
                 *version,
                 newest);

  return owner == application_id && *version <= newest;
}

static gboolean
run_steps (PGconn              *connection,
           guint32              application_id,
           const AmiaMigration *migrations,
           gsize                n_migrations,
           GError             **error)
{
  static const char action[] = "bring the schema up to date";
  gint64            version;
  g_autofree char  *note = NULL;

  if (!execute (connection, lock_schema, action, error) ||
      !check_version (connection,
                      application_id,
                      migrations[n_migrations - 1].version,
                      &version,
                      error))
    return FALSE;

  for (gsize i = 0; i < n_migrations; i++)
    {
      g_autofree char *text = _amia_postgres_translate (migrations[i].sql, TRUE);

      if (migrations[i].version > version && !execute (connection, text, action, error))
        return FALSE;
    }

  note = g_strdup_printf ("DELETE FROM amia_schema; INSERT INTO amia_schema VALUES (%u, %d); COMMIT",
                          application_id,
                          migrations[n_migrations - 1].version);
  return execute (connection, note, action, error);
}

gboolean
_amia_postgres_migrate (PGconn              *connection,
                        guint32              application_id,
                        const AmiaMigration *migrations,
                        gsize                n_migrations,
                        GError             **error)
{
  if (run_steps (connection, application_id, migrations, n_migrations, error))
    return TRUE;

  PQclear (PQexec (connection, "ROLLBACK"));
  return FALSE;
}
