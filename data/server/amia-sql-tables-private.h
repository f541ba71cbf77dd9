/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sql.h"

G_BEGIN_DECLS

/* The tables of a database as such, whatever is in them: for who copies or compares them. */

typedef enum
{
  AMIA_COLUMN_INT = 'i',
  AMIA_COLUMN_TEXT = 't',
  AMIA_COLUMN_BLOB = 'b',
} AmiaColumnType;

typedef struct
{
  const char    *name;
  AmiaColumnType type;
  int            key; /* its place in the primary key, 0: it is not in it */
} AmiaColumn;

/* The statements are interned: they are made once and live as long as the program. */
typedef struct
{
  const char *name;
  GArray     *columns;    /* AmiaColumn, in the table's order */
  GArray     *keys;       /* guint: the columns of the primary key, in its order */
  const char *first_page; /* in the order of the key; the parameter is the limit */
  const char *next_page;  /* likewise, after a key; the limit is the last parameter */
  const char *insert;
} AmiaTable;

void _amia_table_free (AmiaTable *table);

/**
 * _amia_tables_list:
 * @sqlite: a connection to an SQLite file
 * @error: return location
 *
 * Returns: (transfer full) (element-type AmiaTable): its tables in the order in which they were
 *   made, so that none comes before one that it refers to; or %NULL
 */
GPtrArray *_amia_tables_list (AmiaSql *sqlite,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AmiaTableRowFunc:
 * @row: a statement at a row, with the table's columns in their order
 * @table: the table
 * @user_data: what the caller gave
 * @error: return location
 *
 * Returns: %TRUE to get the next row
 */
typedef gboolean (*AmiaTableRowFunc) (AmiaSqlStatement *row,
                                      const AmiaTable  *table,
                                      gpointer          user_data,
                                      GError          **error);

/**
 * _amia_table_read:
 * @table: a table
 * @sql: a connection to a database that has it
 * @func: called for each row, in the order of the primary key
 * @user_data: for @func
 * @error: return location
 *
 * Reads a table by the page.
 *
 * Returns: %TRUE on success
 */
gboolean _amia_table_read (const AmiaTable *table,
                           AmiaSql         *sql,
                           AmiaTableRowFunc func,
                           gpointer         user_data,
                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * _amia_table_copy_value:
 * @from: a statement at a row
 * @column: which of its columns
 * @type: the column's type
 * @to: a statement
 * @index: which of its parameters
 *
 * Binds what was read; returns how many bytes that were.
 */
gsize _amia_table_copy_value (AmiaSqlStatement *from,
                              int               column,
                              AmiaColumnType    type,
                              AmiaSqlStatement *to,
                              int               index);

G_END_DECLS
