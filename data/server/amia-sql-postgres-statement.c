/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-sql-postgres-private.h"

/* Statements over libpq. A statement is prepared on the server at its first use, when the types of
 * what is bound are known, and runs with everything in binary form. All rows of an answer are here
 * before the first is read, so that other statements may run meanwhile.
 *
 * What is run later is only written to the connection; its answer is read together with that of the
 * next statement that is waited for. */

/* The type codes of PostgreSQL's pg_type, which never change. */
#define TYPE_BOOL    16
#define TYPE_BYTEA   17
#define TYPE_INT8    20
#define TYPE_INT2    21
#define TYPE_INT4    23
#define TYPE_TEXT    25
#define TYPE_NUMERIC 1700

#define FORMAT_BINARY 1

typedef struct
{
  Oid      type; /* 0 when nothing says */
  gboolean is_null;
  gsize    offset; /* into the statement's bytes */
  gsize    length;
} Parameter;

typedef struct
{
  AmiaSqlStatement  parent;
  AmiaPostgres     *sql;    /* unowned */
  AmiaPostgresPlan *plan;   /* unowned */
  const char       *action; /* unowned: a string constant */
  Parameter         parameters[AMIA_POSTGRES_PARAMS_MAX];
  guint             n_parameters;
  GByteArray       *bytes;
  PGresult         *result; /* NULL until it is run */
  int               row;
  gint64            n_changes;
  gboolean          is_run; /* what is bound now is for the next time */
} PostgresStatement;

static PostgresStatement *
cast (AmiaSqlStatement *statement)
{
  return (PostgresStatement *) statement;
}

static AmiaPostgresPlan *
get_plan (AmiaPostgres *sql,
          const char   *text)
{
  AmiaPostgresPlan *plan = g_hash_table_lookup (sql->plans, text);

  if (plan == NULL)
    {
      plan = g_new0 (AmiaPostgresPlan, 1);
      plan->name = g_strdup_printf ("s%u", g_hash_table_size (sql->plans));
      plan->text = _amia_postgres_translate (text, FALSE);
      g_hash_table_insert (sql->plans, (gpointer) text, plan);
    }

  return plan;
}

static AmiaSqlStatement *
postgres_prepare (AmiaSql    *sql,
                  const char *text,
                  const char *action,
                  GError    **error)
{
  AmiaPostgres      *self = (AmiaPostgres *) sql;
  PostgresStatement *statement;

  if (self->shells->len > 0)
    {
      statement = g_ptr_array_steal_index_fast (self->shells, self->shells->len - 1);
    }
  else
    {
      statement = g_new0 (PostgresStatement, 1);
      statement->parent.driver = &_amia_postgres_driver;
      statement->sql = self;
      statement->bytes = g_byte_array_new ();
    }

  statement->plan = get_plan (self, text);
  statement->action = action;
  return &statement->parent;
}

static void
forget_parameters (PostgresStatement *statement)
{
  memset (statement->parameters, 0, sizeof statement->parameters);
  statement->n_parameters = 0;
  statement->is_run = FALSE;
  g_byte_array_set_size (statement->bytes, 0);
}

static void
bind (PostgresStatement *statement,
      int                index,
      Oid                type,
      gconstpointer      value,
      gsize              length)
{
  Parameter *parameter;

  g_return_if_fail (index >= 1 && index <= AMIA_POSTGRES_PARAMS_MAX);

  if (statement->is_run)
    forget_parameters (statement);

  parameter = &statement->parameters[index - 1];
  *parameter = (Parameter){ type, value == NULL, statement->bytes->len, length };
  statement->n_parameters = MAX (statement->n_parameters, (guint) index);
  if (value == NULL)
    return;

  g_byte_array_append (statement->bytes, value, (guint) length);
  /* The bytes of nothing have a place, too, or they would be NULL. */
  if (length == 0)
    g_byte_array_append (statement->bytes, (const guint8 *) "", 1);
}

static void
postgres_bind_int (AmiaSqlStatement *statement,
                   int               index,
                   gint64            value)
{
  gint64 big_endian = GINT64_TO_BE (value);

  bind (cast (statement), index, TYPE_INT8, &big_endian, sizeof big_endian);
}

static void
postgres_bind_text (AmiaSqlStatement *statement,
                    int               index,
                    const char       *value,
                    gssize            length)
{
  if (value != NULL && length < 0)
    length = (gssize) strlen (value);

  bind (cast (statement), index, TYPE_TEXT, value, (gsize) length);
}

static void
postgres_bind_blob (AmiaSqlStatement *statement,
                    int               index,
                    gconstpointer     value,
                    gsize             length)
{
  bind (cast (statement), index, TYPE_BYTEA, value, length);
}

static void
postgres_bind_null (AmiaSqlStatement *statement,
                    int               index)
{
  bind (cast (statement), index, 0, NULL, 0);
}

/* Has the server compile the statement, for the types that are bound now. */
static gboolean
prepare_plan (PostgresStatement *statement,
              GError           **error)
{
  AmiaPostgres     *sql = statement->sql;
  AmiaPostgresPlan *plan = statement->plan;
  Oid               types[AMIA_POSTGRES_PARAMS_MAX];

  for (guint i = 0; i < statement->n_parameters; i++)
    types[i] = statement->parameters[i].type;

  if (PQsendPrepare (sql->connection,
                     plan->name,
                     plan->text,
                     (int) statement->n_parameters,
                     types) == 0)
    {
      _amia_postgres_set_error (error, sql->connection, NULL, statement->action);
      return FALSE;
    }

  if (!_amia_postgres_sent (sql, statement->action, error) ||
      !_amia_postgres_drain (sql, NULL, statement->action, error))
    return FALSE;

  plan->is_prepared = TRUE;
  return TRUE;
}

/* Writes the statement to the connection. */
static gboolean
send_statement (PostgresStatement *statement,
                GError           **error)
{
  AmiaPostgres *sql = statement->sql;
  const char   *values[AMIA_POSTGRES_PARAMS_MAX];
  int           lengths[AMIA_POSTGRES_PARAMS_MAX];
  int           formats[AMIA_POSTGRES_PARAMS_MAX];

  if (!_amia_postgres_ensure (sql, statement->action, error) ||
      (!statement->plan->is_prepared && !prepare_plan (statement, error)))
    return FALSE;

  for (guint i = 0; i < statement->n_parameters; i++)
    {
      const Parameter *parameter = &statement->parameters[i];

      values[i] =
          parameter->is_null ? NULL : (const char *) statement->bytes->data + parameter->offset;
      lengths[i] = (int) parameter->length;
      formats[i] = FORMAT_BINARY;
    }

  if (PQsendQueryPrepared (sql->connection,
                           statement->plan->name,
                           (int) statement->n_parameters,
                           values,
                           lengths,
                           formats,
                           FORMAT_BINARY) == 0)
    {
      _amia_postgres_set_error (error, sql->connection, NULL, statement->action);
      return FALSE;
    }

  return _amia_postgres_sent (sql, statement->action, error);
}

static gboolean
execute_once (PostgresStatement *statement,
              GError           **error)
{
  return send_statement (statement, error) &&
         _amia_postgres_drain (statement->sql, &statement->result, statement->action, error);
}

/* Runs the statement and waits. A connection that was lost since it was last used, as by a restart
 * of the server, is only noticed now; outside a transaction nothing was lost with it. */
static gboolean
execute (PostgresStatement *statement,
         GError           **error)
{
  AmiaPostgres *sql = statement->sql;
  g_autoptr (GError) local_error = NULL;

  if (execute_once (statement, &local_error))
    return TRUE;

  if (!sql->is_in_transaction && PQstatus (sql->connection) == CONNECTION_BAD)
    return execute_once (statement, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
_amia_postgres_run (AmiaPostgres      *sql,
                    const char *const *texts,
                    PGresult         **last,
                    const char        *action,
                    GError           **error)
{
  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (AmiaSqlStatement) statement =
          postgres_prepare (&sql->parent, texts[i], action, error);

      if (!send_statement (cast (statement), error))
        return FALSE;
    }

  return _amia_postgres_drain (sql, last, action, error);
}

static AmiaStep
postgres_step (AmiaSqlStatement *statement,
               GError          **error)
{
  PostgresStatement *self = cast (statement);

  if (self->result == NULL)
    {
      if (!execute (self, error))
        return AMIA_ERROR;
      self->row = -1;
    }

  return ++self->row < PQntuples (self->result) ? AMIA_ROW : AMIA_DONE;
}

static gboolean
postgres_run (AmiaSqlStatement *statement,
              gboolean          is_later,
              GError          **error)
{
  PostgresStatement *self = cast (statement);
  gboolean           is_done;

  self->is_run = TRUE;
  if (is_later && self->sql->is_in_transaction)
    return send_statement (self, error);

  is_done = execute (self, error);
  self->n_changes =
      is_done ? g_ascii_strtoll (PQcmdTuples (self->result), NULL, 10) : 0;
  g_clear_pointer (&self->result, PQclear);
  return is_done;
}

static gint64
postgres_get_changes (AmiaSqlStatement *statement)
{
  return cast (statement)->n_changes;
}

/* A number of any length, as sums are: how many digits of base 10000, the weight of the first, a
 * sign, how many decimals, and the digits. What is behind the point is cut off. */
static gint64
read_numeric (const guint8 *data,
              gsize         length)
{
  guint16 head[4];
  gint64  value = 0;

  if (length < sizeof head)
    return 0;

  memcpy (head, data, sizeof head);
  for (int i = 0; i <= (gint16) GUINT16_FROM_BE (head[1]); i++)
    {
      guint16 digit = 0;

      if (i < GUINT16_FROM_BE (head[0]) && sizeof head + 2 * ((gsize) i + 1) <= length)
        memcpy (&digit, data + sizeof head + 2 * (gsize) i, sizeof digit);
      value = value * 10000 + GUINT16_FROM_BE (digit);
    }

  return head[2] == 0 ? value : -value;
}

static gint64
postgres_get_int (AmiaSqlStatement *statement,
                  int               column)
{
  PostgresStatement *self = cast (statement);
  const guint8      *data = (guint8 *) PQgetvalue (self->result, self->row, column);
  gsize              length = (gsize) PQgetlength (self->result, self->row, column);
  gint64             value = 0;

  switch (PQftype (self->result, column))
    {
    case TYPE_NUMERIC:
      return read_numeric (data, length);
    case TYPE_BOOL:
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
      if (length == 0)
        return 0;
      if (PQftype (self->result, column) != TYPE_BOOL && data[0] >= 0x80)
        value = -1;
      for (gsize i = 0; i < length; i++)
        value = (gint64) ((guint64) value << 8 | data[i]);
      return value;
    default:
      g_return_val_if_reached (0);
    }
}

static gconstpointer
postgres_get_blob (AmiaSqlStatement *statement,
                   int               column,
                   gsize            *length)
{
  PostgresStatement *self = cast (statement);

  if (length != NULL)
    *length = (gsize) PQgetlength (self->result, self->row, column);
  return PQgetisnull (self->result, self->row, column)
             ? NULL
             : PQgetvalue (self->result, self->row, column);
}

static const char *
postgres_get_text (AmiaSqlStatement *statement,
                   int               column)
{
  /* libpq puts a NUL behind every value. */
  return postgres_get_blob (statement, column, NULL);
}

static gboolean
postgres_is_null (AmiaSqlStatement *statement,
                  int               column)
{
  PostgresStatement *self = cast (statement);

  return PQgetisnull (self->result, self->row, column);
}

static void
postgres_done (AmiaSqlStatement *statement)
{
  PostgresStatement *self = cast (statement);

  g_clear_pointer (&self->result, PQclear);
  forget_parameters (self);
  g_ptr_array_add (self->sql->shells, self);
}

void
_amia_postgres_free_shell (gpointer data)
{
  PostgresStatement *statement = data;

  g_byte_array_unref (statement->bytes);
  g_free (statement);
}

static gboolean
postgres_notify (AmiaSql    *sql,
                 const char *notice,
                 GError    **error)
{
  static const char text[] = "SELECT pg_notify ('amia', ?)";
  g_autoptr (AmiaSqlStatement) statement = postgres_prepare (sql, text, "tell the others", error);

  postgres_bind_text (statement, 1, notice, -1);
  return postgres_run (statement, TRUE, error);
}

const AmiaSqlDriver _amia_postgres_driver = {
  .migrate = _amia_postgres_sql_migrate,
  .begin = _amia_postgres_sql_begin,
  .begin_read = _amia_postgres_sql_begin_read,
  .commit = _amia_postgres_sql_commit,
  .rollback = _amia_postgres_sql_rollback,
  .close = _amia_postgres_sql_close,
  .notify = postgres_notify,
  .prepare = postgres_prepare,
  .bind_int = postgres_bind_int,
  .bind_text = postgres_bind_text,
  .bind_blob = postgres_bind_blob,
  .bind_null = postgres_bind_null,
  .step = postgres_step,
  .run = postgres_run,
  .get_changes = postgres_get_changes,
  .get_int = postgres_get_int,
  .get_text = postgres_get_text,
  .get_blob = postgres_get_blob,
  .is_null = postgres_is_null,
  .done = postgres_done,
};
