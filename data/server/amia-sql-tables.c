/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-sql-tables-private.h"

/* What tables there are is asked of SQLite, which tells it in plain rows; a ledger's are the same
 * in every database. They are read in the order of their keys, each page from where the last
 * ended. */

#define PAGE_BYTES    (2 * 1024 * 1024)
#define PAGE_ROWS     16
#define PAGE_ROWS_MAX 1024

void
_amia_table_free (AmiaTable *table)
{
  g_array_unref (table->columns);
  g_array_unref (table->keys);
  g_free (table);
}

static gboolean
read_type (const char     *text,
           AmiaColumnType *type)
{
  static const struct
  {
    const char    *text;
    AmiaColumnType type;
  } types[] = {
    { "INTEGER", AMIA_COLUMN_INT },
    { "TEXT", AMIA_COLUMN_TEXT },
    { "BLOB", AMIA_COLUMN_BLOB },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_strcmp0 (text, types[i].text) == 0)
        {
          *type = types[i].type;
          return TRUE;
        }
    }

  return FALSE;
}

/* "a", "b" … of the columns, or of those in the key. */
static char *
join_names (const AmiaTable *table,
            gboolean         is_key)
{
  GString *names = g_string_new (NULL);
  guint    n = is_key ? table->keys->len : table->columns->len;

  for (guint i = 0; i < n; i++)
    {
      guint index = is_key ? g_array_index (table->keys, guint, i) : i;

      g_string_append_printf (names,
                              "%s\"%s\"",
                              i > 0 ? ", " : "",
                              g_array_index (table->columns, AmiaColumn, index).name);
    }

  return g_string_free (names, FALSE);
}

static char *
join_parameters (guint n)
{
  GString *marks = g_string_new (n > 0 ? "?" : "");

  for (guint i = 1; i < n; i++)
    g_string_append (marks, ", ?");
  return g_string_free (marks, FALSE);
}

static void
write_statements (AmiaTable *table)
{
  g_autofree char *columns = join_names (table, FALSE);
  g_autofree char *keys = join_names (table, TRUE);
  g_autofree char *marks = join_parameters (table->columns->len);
  g_autofree char *key_marks = join_parameters (table->keys->len);
  g_autofree char *first = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY %s LIMIT ?",
                                            columns,
                                            table->name,
                                            keys);
  g_autofree char *next =
      g_strdup_printf ("SELECT %s FROM \"%s\" WHERE (%s) > (%s) ORDER BY %s LIMIT ?",
                       columns,
                       table->name,
                       keys,
                       key_marks,
                       keys);
  g_autofree char *insert =
      g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", table->name, columns, marks);

  table->first_page = g_intern_string (first);
  table->next_page = g_intern_string (next);
  table->insert = g_intern_string (insert);
}

static gboolean
read_columns (AmiaSql   *sqlite,
              AmiaTable *table,
              GError   **error)
{
  static const char sql[] = "SELECT name, type, pk FROM pragma_table_info (?) ORDER BY cid";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (sqlite, sql, "list a table's columns", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, table->name);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaColumn column;

      column.name = g_intern_string (amia_sql_statement_get_text (statement, 0));
      column.key = (int) amia_sql_statement_get_int (statement, 2);
      if (!read_type (amia_sql_statement_get_text (statement, 1), &column.type))
        {
          g_set_error (error,
                       AMIA_DB_ERROR,
                       AMIA_DB_ERROR_FAILED,
                       "Failed to list the tables: %s.%s is of a strange type",
                       table->name,
                       column.name);
          return FALSE;
        }

      g_array_append_val (table->columns, column);
    }

  return step == AMIA_DONE;
}

static gboolean
find_keys (AmiaTable *table,
           GError   **error)
{
  for (int key = 1; key <= (int) table->columns->len; key++)
    {
      for (guint i = 0; i < table->columns->len; i++)
        {
          if (g_array_index (table->columns, AmiaColumn, i).key == key)
            g_array_append_val (table->keys, i);
        }
    }

  if (table->keys->len == 0)
    g_set_error (error,
                 AMIA_DB_ERROR,
                 AMIA_DB_ERROR_FAILED,
                 "Failed to list the tables: %s has no key",
                 table->name);
  return table->keys->len > 0;
}

GPtrArray *
_amia_tables_list (AmiaSql *sqlite,
                   GError **error)
{
  static const char sql[] = "SELECT name FROM sqlite_schema WHERE type = 'table'"
                            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid";
  g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (sqlite, sql, "list tables", error);
  g_autoptr (GPtrArray) tables =
      g_ptr_array_new_with_free_func ((GDestroyNotify) _amia_table_free);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaTable *table = g_new0 (AmiaTable, 1);

      table->name = g_intern_string (amia_sql_statement_get_text (statement, 0));
      table->columns = g_array_new (FALSE, FALSE, sizeof (AmiaColumn));
      table->keys = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (tables, table);
      if (!read_columns (sqlite, table, error) || !find_keys (table, error))
        return NULL;
      write_statements (table);
    }

  return step == AMIA_DONE ? g_steal_pointer (&tables) : NULL;
}

gsize
_amia_table_copy_value (AmiaSqlStatement *from,
                        int               column,
                        AmiaColumnType    type,
                        AmiaSqlStatement *to,
                        int               index)
{
  gsize         length = 0;
  gconstpointer bytes;

  if (type == AMIA_COLUMN_INT)
    {
      if (amia_sql_statement_is_null (from, column))
        amia_sql_statement_bind_null (to, index);
      else
        amia_sql_statement_bind_int (to, index, amia_sql_statement_get_int (from, column));
      return sizeof (gint64);
    }

  bytes = amia_sql_statement_get_blob (from, column, &length);
  if (bytes == NULL && !amia_sql_statement_is_null (from, column))
    bytes = "";
  if (type == AMIA_COLUMN_TEXT)
    amia_sql_statement_bind_text_length (to, index, bytes, length);
  else
    amia_sql_statement_bind_blob (to, index, bytes, length);
  return length;
}

/* A page: how many rows were asked for and came, and the statement for the one after it, to which
 * the key of the last row is bound. */
typedef struct
{
  gint64 n_asked;
  gint64 n_rows;
  gsize  n_bytes;
} Page;

static gboolean
read_page (const AmiaTable  *table,
           AmiaSqlStatement *statement,
           AmiaSqlStatement *next,
           Page             *page,
           AmiaTableRowFunc  func,
           gpointer          user_data,
           GError          **error)
{
  AmiaStep step;

  page->n_rows = 0;
  page->n_bytes = 0;
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      page->n_rows++;
      for (guint i = 0; i < table->columns->len; i++)
        {
          gsize length = sizeof (gint64);

          if (g_array_index (table->columns, AmiaColumn, i).type != AMIA_COLUMN_INT)
            (void) amia_sql_statement_get_blob (statement, (int) i, &length);
          page->n_bytes += length;
        }

      if (page->n_rows == page->n_asked)
        {
          for (guint i = 0; i < table->keys->len; i++)
            {
              guint key = g_array_index (table->keys, guint, i);

              (void) _amia_table_copy_value (statement,
                                             (int) key,
                                             g_array_index (table->columns, AmiaColumn, key).type,
                                             next,
                                             (int) i + 1);
            }
        }

      if (!func (statement, table, user_data, error))
        return FALSE;
    }

  return step == AMIA_DONE;
}

gboolean
_amia_table_read (const AmiaTable *table,
                  AmiaSql         *sql,
                  AmiaTableRowFunc func,
                  gpointer         user_data,
                  GError         **error)
{
  static const char action[] = "read a table";
  g_autoptr (AmiaSqlStatement) statement = NULL;
  Page page = { PAGE_ROWS, 0, 0 };

  statement = amia_sql_prepare (sql, table->first_page, action, error);
  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, page.n_asked);
  for (;;)
    {
      g_autoptr (AmiaSqlStatement) next = amia_sql_prepare (sql, table->next_page, action, error);

      if (next == NULL ||
          !read_page (table, statement, next, &page, func, user_data, error))
        return FALSE;
      if (page.n_rows < page.n_asked)
        return TRUE;

      page.n_asked =
          CLAMP (PAGE_BYTES / (gint64) (page.n_bytes / page.n_rows + 1), 1, PAGE_ROWS_MAX);
      amia_sql_statement_bind_int (next, (int) table->keys->len + 1, page.n_asked);
      amia_sql_statement_done (statement);
      statement = g_steal_pointer (&next);
    }
}
