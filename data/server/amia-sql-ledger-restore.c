/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-restore.h"
#include "amia-sql-ledger-private.h"

/* What is there for the day on which the ledger was put back from a backup. */

/* Runs a statement without parameters. */
static gboolean
run_plain (AmiaLedger *ledger,
           const char *sql,
           const char *action,
           GError    **error)
{
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, action, error);

  return statement != NULL && _amia_run (statement, error);
}

static gboolean
ledger_set_closed (AmiaLedger *ledger,
                   gboolean    is_closed,
                   GError    **error)
{
  static const char close_sql[] = "UPDATE life SET is_closed = 1, is_set_back = 1";
  static const char open_sql[] = "UPDATE life SET is_closed = 0";

  return run_plain (ledger,
                    is_closed ? close_sql : open_sql,
                    is_closed ? "close a life" : "open a life",
                    error);
}

static gboolean
ledger_mark_set_back (AmiaLedger *ledger,
                      GError    **error)
{
  static const char sql[] = "UPDATE life SET is_set_back = 1";

  return run_plain (ledger, sql, "note that more is known elsewhere", error);
}

static gboolean
ledger_count_missing (AmiaLedger *ledger,
                      gint64      seen_after_ms,
                      gint64      now_ms,
                      guint      *count,
                      GError    **error)
{
  static const char sql[] = "SELECT count (*) FROM device"
                            " JOIN account ON account.name = device.account"
                            " WHERE is_revoked = 0 AND is_disabled = 0 AND seen_ms > ?"
                            " AND (expires_ms = 0 OR expires_ms > ?)"
                            " AND COALESCE (whole_in, '') <> (SELECT epoch FROM life)";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "count who has not brought back everything", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, seen_after_ms);
  amia_sql_statement_bind_int (statement, 2, now_ms);
  if (amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *count = (guint) amia_sql_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
ledger_end_tokens (AmiaLedger *ledger,
                   GError    **error)
{
  static const char sql[] = "UPDATE device SET expires_ms = 0";

  return run_plain (ledger, sql, "end all tokens", error);
}

static gboolean
ledger_set_safeguard (AmiaLedger *ledger,
                      const char *id,
                      GError    **error)
{
  static const char sql[] = "UPDATE life SET safeguard = ?";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "name the safeguard file", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, id);
  return _amia_run (statement, error);
}

static gboolean
ledger_put_ended (AmiaLedger          *ledger,
                  const AmiaEndedFact *fact,
                  GError             **error)
{
  static const char sql[] = "INSERT INTO ended (device, n, scope, record, field, value)"
                            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "keep what has ended", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, &fact->device);
  amia_sql_statement_bind_int (statement, 2, fact->n);
  _amia_bind_uuid (statement, 3, &fact->scope);
  _amia_bind_uuid (statement, 4, &fact->record);
  amia_sql_statement_bind_text (statement, 5, fact->field);
  amia_sql_statement_bind_text (statement, 6, fact->value);
  return _amia_run (statement, error) && _amia_sql_ledger_touch_facts (ledger, error);
}

static gboolean
ledger_drop_ended (AmiaLedger     *ledger,
                   const AmiaUuid *device,
                   gint64          n,
                   GError        **error)
{
  static const char sql[] = "DELETE FROM ended WHERE device = ? AND n = ?";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "let a fact speak for itself", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  return _amia_run (statement, error) && _amia_sql_ledger_touch_facts (ledger, error);
}

static GPtrArray *
ledger_list_ended (AmiaLedger     *ledger,
                   const AmiaUuid *scope,
                   GError        **error)
{
  static const char sql[] = "SELECT device, n, scope, record, field, value FROM ended"
                            " WHERE scope = ? ORDER BY record, device, n, field";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list what has ended", error);
  g_autoptr (GPtrArray) facts = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  facts = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_ended_fact_free);
  _amia_bind_uuid (statement, 1, scope);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaEndedFact *fact = g_new (AmiaEndedFact, 1);

      _amia_get_uuid (statement, 0, &fact->device);
      fact->n = amia_sql_statement_get_int (statement, 1);
      _amia_get_uuid (statement, 2, &fact->scope);
      _amia_get_uuid (statement, 3, &fact->record);
      fact->field = g_strdup (amia_sql_statement_get_text (statement, 4));
      fact->value = g_strdup (amia_sql_statement_get_text (statement, 5));
      g_ptr_array_add (facts, fact);
    }

  return step == AMIA_DONE ? g_steal_pointer (&facts) : NULL;
}

static gboolean
run_for_device (AmiaLedger     *ledger,
                const char     *sql,
                const AmiaUuid *device,
                GError        **error)
{
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "shut a device out", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  return _amia_run (statement, error);
}

static gboolean
ledger_shut_out (AmiaLedger     *ledger,
                 const AmiaUuid *device,
                 GError        **error)
{
  static const char insert_sql[] =
      "INSERT INTO shut_out (device) VALUES (?) ON CONFLICT DO NOTHING";
  static const char update_sql[] = "UPDATE device SET is_revoked = 1 WHERE id = ?";

  return run_for_device (ledger, insert_sql, device, error) &&
         run_for_device (ledger, update_sql, device, error);
}

static gboolean
ledger_is_shut_out (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    gboolean       *is_so,
                    GError        **error)
{
  static const char sql[] = "SELECT 1 FROM shut_out WHERE device = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "see whether a device is shut out", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  step = amia_sql_statement_step (statement, error);
  *is_so = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

void
_amia_sql_ledger_class_init_restore (AmiaLedgerClass *klass)
{
  klass->set_closed = ledger_set_closed;
  klass->mark_set_back = ledger_mark_set_back;
  klass->count_missing = ledger_count_missing;
  klass->end_tokens = ledger_end_tokens;
  klass->set_safeguard = ledger_set_safeguard;
  klass->put_ended = ledger_put_ended;
  klass->drop_ended = ledger_drop_ended;
  klass->list_ended = ledger_list_ended;
  klass->shut_out = ledger_shut_out;
  klass->is_shut_out = ledger_is_shut_out;
}
