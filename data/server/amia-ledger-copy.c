/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-copy.h"

#include "amia-sql-ledger-private.h"
#include "amia-sql-tables-private.h"

/* Moves a ledger to another kind of database, table by table and row by row. The source is held in
 * a writing transaction, so that nobody adds to it meanwhile; it is taken back at the end. */

/* What a table's rows come to. */
typedef struct
{
  GChecksum *checksum;
  gint64     n_rows;
  AmiaSql   *to; /* where to copy them, NULL for only counting */
} Sum;

void
amia_table_proof_free (AmiaTableProof *proof)
{
  if (proof == NULL)
    return;

  g_free (proof->name);
  g_free (proof->hash_from);
  g_free (proof->hash_to);
  g_free (proof);
}

static void
add_number (GChecksum *checksum,
            gint64     number)
{
  gint64 big_endian = GINT64_TO_BE (number);

  g_checksum_update (checksum, (guchar *) &big_endian, sizeof big_endian);
}

static void
add_value (GChecksum        *checksum,
           AmiaSqlStatement *row,
           int               column,
           AmiaColumnType    type)
{
  gboolean      is_null = amia_sql_statement_is_null (row, column);
  guchar        letter = is_null ? 'n' : (guchar) type;
  gconstpointer bytes;
  gsize         length;

  g_checksum_update (checksum, &letter, 1);
  if (is_null)
    return;

  if (type == AMIA_COLUMN_INT)
    {
      add_number (checksum, amia_sql_statement_get_int (row, column));
      return;
    }

  bytes = amia_sql_statement_get_blob (row, column, &length);
  add_number (checksum, (gint64) length);
  if (length > 0)
    g_checksum_update (checksum, bytes, (gssize) length);
}

static gboolean
take_row (AmiaSqlStatement *row,
          const AmiaTable  *table,
          gpointer          user_data,
          GError          **error)
{
  Sum *sum = user_data;
  g_autoptr (AmiaSqlStatement) insert = NULL;

  sum->n_rows++;
  for (guint i = 0; i < table->columns->len; i++)
    add_value (sum->checksum, row, (int) i, g_array_index (table->columns, AmiaColumn, i).type);
  if (sum->to == NULL)
    return TRUE;

  insert = amia_sql_prepare (sum->to, table->insert, "copy a row", error);
  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < table->columns->len; i++)
    (void) _amia_table_copy_value (row,
                                   (int) i,
                                   g_array_index (table->columns, AmiaColumn, i).type,
                                   insert,
                                   (int) i + 1);
  return amia_sql_statement_run_later (insert, error);
}

/* Adds up a table, and copies it if there is a place to copy it to. */
static gboolean
add_up (const AmiaTable *table,
        AmiaSql         *sql,
        AmiaSql         *to,
        gint64          *n_rows,
        char           **hash,
        GError         **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Sum sum = { checksum, 0, to };

  if (!_amia_table_read (table, sql, take_row, &sum, error))
    return FALSE;

  *n_rows = sum.n_rows;
  *hash = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

static gboolean
count_row (AmiaSqlStatement *row,
           const AmiaTable  *table,
           gpointer          user_data,
           GError          **error)
{
  gint64 *n_rows = user_data;

  (*n_rows)++;
  return TRUE;
}

/* A ledger that nobody has opened yet has one row: that there is nothing in the log. */
static gboolean
check_empty (GPtrArray *tables,
             AmiaSql   *to,
             GError   **error)
{
  static const char sql[] = "DELETE FROM life WHERE epoch = '' AND head = 0";
  AmiaSqlStatement *clear = amia_sql_prepare (to, sql, "clear the target", error);

  if (clear == NULL || !_amia_run (clear, error))
    return FALSE;

  for (guint i = 0; i < tables->len; i++)
    {
      const AmiaTable *table = g_ptr_array_index (tables, i);
      gint64           n_rows = 0;

      if (!_amia_table_read (table, to, count_row, &n_rows, error))
        return FALSE;
      if (n_rows > 0)
        {
          g_set_error (error,
                       AMIA_DB_ERROR,
                       AMIA_DB_ERROR_CONSTRAINT,
                       "Failed to copy the ledger: there is one already (table %s has rows)",
                       table->name);
          return FALSE;
        }
    }

  return TRUE;
}

/* The one waits while the other's rows are counted, however many there are. */
static gboolean
lift_limits (AmiaSql *sql,
             GError **error)
{
  static const char text[] = "SET LOCAL idle_in_transaction_session_timeout = 0";
  AmiaSqlStatement *statement;

  if (!amia_sql_is_remote (sql))
    return TRUE;

  statement = amia_sql_prepare (sql, text, "lift the limit on idling", error);
  return statement != NULL && _amia_run (statement, error);
}

static GPtrArray *
copy_tables (GPtrArray *tables,
             AmiaSql   *from,
             AmiaSql   *to,
             gboolean  *is_equal,
             GError   **error)
{
  g_autoptr (GPtrArray) proofs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_table_proof_free);

  if (!lift_limits (from, error) || !lift_limits (to, error) || !check_empty (tables, to, error))
    return NULL;

  *is_equal = TRUE;
  for (guint i = 0; i < tables->len; i++)
    {
      const AmiaTable *table = g_ptr_array_index (tables, i);
      AmiaTableProof  *proof = g_new0 (AmiaTableProof, 1);

      proof->name = g_strdup (table->name);
      g_ptr_array_add (proofs, proof);
      if (!add_up (table, from, to, &proof->n_from, &proof->hash_from, error) ||
          !add_up (table, to, NULL, &proof->n_to, &proof->hash_to, error))
        return NULL;

      *is_equal = *is_equal && proof->n_from == proof->n_to &&
                  g_str_equal (proof->hash_from, proof->hash_to);
    }

  return g_steal_pointer (&proofs);
}

static GPtrArray *
copy_in_transaction (AmiaSql  *from,
                     AmiaSql  *to,
                     gboolean *is_equal,
                     GError  **error)
{
  g_autoptr (GPtrArray) tables =
      _amia_tables_list (amia_sql_is_remote (from) ? to : from, error);
  g_autoptr (GPtrArray) proofs = NULL;

  if (tables == NULL || !amia_sql_begin (to, error))
    return NULL;

  proofs = copy_tables (tables, from, to, is_equal, error);
  if (proofs == NULL || !*is_equal)
    amia_sql_rollback (to);
  else if (!amia_sql_commit (to, error))
    return NULL;

  return g_steal_pointer (&proofs);
}

static gboolean
check_places (const char *from,
              const char *to,
              GError    **error)
{
  gboolean is_from_file = !_amia_sql_ledger_is_address (from);

  if (is_from_file && !g_file_test (from, G_FILE_TEST_EXISTS))
    g_set_error (error,
                 AMIA_DB_ERROR,
                 AMIA_DB_ERROR_CANT_OPEN,
                 "Failed to copy the ledger: there is no %s",
                 from);
  else if (!is_from_file && _amia_sql_ledger_is_address (to))
    g_set_error_literal (error,
                         AMIA_DB_ERROR,
                         AMIA_DB_ERROR_CANT_OPEN,
                         "Failed to copy the ledger: from one PostgreSQL to another it is taken by "
                         "pg_dump and pg_restore");
  else
    return TRUE;

  return FALSE;
}

GPtrArray *
amia_ledger_copy (const char *from,
                  const char *to,
                  gboolean   *is_equal,
                  GError    **error)
{
  g_autoptr (AmiaSql) source = NULL;
  g_autoptr (AmiaSql) target = NULL;
  GPtrArray *proofs;

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);
  g_return_val_if_fail (is_equal != NULL, NULL);

  *is_equal = FALSE;
  if (!check_places (from, to, error))
    return NULL;

  source = _amia_sql_ledger_connect (from, error);
  target = source != NULL ? _amia_sql_ledger_connect (to, error) : NULL;
  if (target == NULL || !amia_sql_begin (source, error))
    return NULL;

  proofs = copy_in_transaction (source, target, is_equal, error);
  amia_sql_rollback (source);
  return proofs;
}
