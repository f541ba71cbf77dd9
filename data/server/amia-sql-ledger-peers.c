/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-peers.h"
#include "amia-sql-ledger-private.h"

/* What servers that share a ledger need of it, and what round trips make worth the trouble. */

static gboolean
ledger_begin_read (AmiaLedger *ledger,
                   GError    **error)
{
  return amia_sql_begin_read (get_sql (ledger), error);
}

static void
ledger_end_read (AmiaLedger *ledger)
{
  amia_sql_rollback (get_sql (ledger));
}

static gboolean
ledger_is_remote (AmiaLedger *ledger)
{
  return amia_sql_is_remote (get_sql (ledger));
}

static gboolean
ledger_notify (AmiaLedger *ledger,
               GPtrArray  *wake,
               GPtrArray  *progress,
               GError    **error)
{
  AmiaSqlLedger   *self = AMIA_SQL_LEDGER (ledger);
  g_autofree char *notice = NULL;

  if (!amia_sql_is_remote (self->sql) || (wake->len == 0 && progress->len == 0))
    return TRUE;

  notice = amia_listener_write (self->name, wake, progress);
  return amia_sql_notify (self->sql, notice, error);
}

static AmiaListener *
ledger_listen (AmiaLedger    *ledger,
               AmiaNoticeFunc func,
               gpointer       user_data)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);

  return amia_sql_is_remote (self->sql)
             ? amia_listener_new_postgres (self->place, self->name, func, user_data)
             : NULL;
}

/* As many as one statement asks for. */
#define EXPECTED_MAX 32

static AmiaRecordRow *
copy_record (const AmiaRecordRow *row)
{
  AmiaRecordRow *copy = g_new (AmiaRecordRow, 1);

  *copy = *row;
  copy->kind = g_strdup (row->kind);
  copy->author = g_strdup (row->author);
  copy->agency = g_strdup (row->agency);
  copy->state = g_strdup (row->state);
  return copy;
}

static void
keep_expected (AmiaSqlLedger  *self,
               const AmiaUuid *id,
               AmiaRecordRow  *row)
{
  g_hash_table_replace (self->expected, g_memdup2 (id, sizeof *id), row);
}

gboolean
_amia_sql_ledger_find_expected (AmiaLedger     *ledger,
                                const AmiaUuid *id,
                                AmiaRecordRow **row)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);
  gpointer       known;

  if (!g_hash_table_lookup_extended (self->expected, id, NULL, &known))
    return FALSE;

  *row = known != NULL ? copy_record (known) : NULL;
  return TRUE;
}

void
_amia_sql_ledger_update_expected (AmiaLedger          *ledger,
                                  const AmiaRecordRow *row)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);

  if (g_hash_table_contains (self->expected, &row->id))
    keep_expected (self, &row->id, copy_record (row));
}

/* Reads some of the records; the last id stands for those that are missing to a full statement. */
static gboolean
read_expected (AmiaSqlLedger  *self,
               const AmiaUuid *ids,
               guint           n_ids,
               GError        **error)
{
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
  static const char sql[] = "SELECT " AMIA_RECORD_COLUMNS " FROM record"
                            " WHERE id IN (" EIGHT ", " EIGHT ", " EIGHT ", " EIGHT ")";
#undef EIGHT
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (self->sql, sql, "find records", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < EXPECTED_MAX; i++)
    _amia_bind_uuid (statement, (int) i + 1, &ids[MIN (i, n_ids - 1)]);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaRecordRow *row = _amia_read_record (statement);

      keep_expected (self, &row->id, row);
    }

  return step == AMIA_DONE;
}

static gboolean
ledger_expect_records (AmiaLedger *ledger,
                       GArray     *ids,
                       GError    **error)
{
  AmiaSqlLedger *self = AMIA_SQL_LEDGER (ledger);

  g_hash_table_remove_all (self->expected);
  for (guint i = 0; i < ids->len; i++)
    keep_expected (self, &g_array_index (ids, AmiaUuid, i), NULL);

  for (guint i = 0; i < ids->len; i += EXPECTED_MAX)
    {
      if (!read_expected (self,
                          &g_array_index (ids, AmiaUuid, i),
                          MIN (EXPECTED_MAX, ids->len - i),
                          error))
        {
          g_hash_table_remove_all (self->expected);
          return FALSE;
        }
    }

  return TRUE;
}

void
_amia_sql_ledger_class_init_peers (AmiaLedgerClass *klass)
{
  klass->begin_read = ledger_begin_read;
  klass->end_read = ledger_end_read;
  klass->is_remote = ledger_is_remote;
  klass->expect_records = ledger_expect_records;
  klass->notify = ledger_notify;
  klass->listen = ledger_listen;
}
