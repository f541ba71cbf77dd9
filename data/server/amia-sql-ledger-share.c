/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-share.h"
#include "amia-sql-ledger-private.h"
#include "amia-sync-message.h"

/* What laptops were asked to forget and have opened, and how long they may be away. */

static gboolean
ledger_ask_to_forget (AmiaLedger     *ledger,
                      const char     *user,
                      const AmiaUuid *scope,
                      gint64          generation,
                      gint64          now_ms,
                      GError        **error)
{
  static const char sql[] =
      "INSERT INTO forget (device, scope, generation, asked_ms, done_ms)"
      " SELECT id, ?, ?, ?, 0 FROM device WHERE account = ?"
      " ON CONFLICT (device, scope) DO UPDATE SET generation = excluded.generation,"
      " asked_ms = excluded.asked_ms, done_ms = 0";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "ask to forget", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, scope);
  amia_sql_statement_bind_int (statement, 2, generation);
  amia_sql_statement_bind_int (statement, 3, now_ms);
  amia_sql_statement_bind_text (statement, 4, user);
  return _amia_run_later (statement, error);
}

static gboolean
ledger_put_receipt (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    const AmiaUuid *scope,
                    gint64          generation,
                    gint64          now_ms,
                    gboolean       *is_news,
                    GError        **error)
{
  static const char sql[] = "UPDATE forget SET done_ms = ?"
                            " WHERE device = ? AND scope = ? AND generation <= ? AND done_ms = 0";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "keep a receipt", error);
  gboolean is_done;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, now_ms);
  _amia_bind_uuid (statement, 2, device);
  _amia_bind_uuid (statement, 3, scope);
  amia_sql_statement_bind_int (statement, 4, generation);
  is_done = amia_sql_statement_run (statement, error);
  *is_news = amia_sql_statement_get_changes (statement) > 0;
  return is_done;
}

#define FORGET_COLUMNS                                           \
  "forget.device, device.account, device.seen_ms, forget.scope," \
  " forget.generation, forget.asked_ms, forget.done_ms"

/* The rows of a statement over FORGET_COLUMNS with one id to bind. */
static GPtrArray *
list_forgets (AmiaLedger     *ledger,
              const char     *sql,
              const AmiaUuid *id,
              GError        **error)
{
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list what is to be forgotten", error);
  g_autoptr (GPtrArray) forgets = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  forgets = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_forget_free);
  _amia_bind_uuid (statement, 1, id);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaForget *forget = g_new (AmiaForget, 1);

      _amia_get_uuid (statement, 0, &forget->device);
      forget->user = g_strdup (amia_sql_statement_get_text (statement, 1));
      forget->seen_ms = amia_sql_statement_get_int (statement, 2);
      _amia_get_uuid (statement, 3, &forget->scope);
      forget->generation = amia_sql_statement_get_int (statement, 4);
      forget->asked_ms = amia_sql_statement_get_int (statement, 5);
      forget->done_ms = amia_sql_statement_get_int (statement, 6);
      g_ptr_array_add (forgets, forget);
    }

  return step == AMIA_DONE ? g_steal_pointer (&forgets) : NULL;
}

static GPtrArray *
ledger_list_unforgotten (AmiaLedger     *ledger,
                         const AmiaUuid *device,
                         GError        **error)
{
  static const char sql[] = "SELECT " FORGET_COLUMNS " FROM forget"
                            " JOIN device ON device.id = forget.device"
                            " WHERE forget.device = ? AND forget.done_ms = 0"
                            " ORDER BY forget.generation, forget.scope";

  return list_forgets (ledger, sql, device, error);
}

static GPtrArray *
ledger_list_forgets (AmiaLedger     *ledger,
                     const AmiaUuid *scope,
                     GError        **error)
{
  static const char sql[] = "SELECT " FORGET_COLUMNS " FROM forget"
                            " JOIN device ON device.id = forget.device"
                            " WHERE forget.scope = ? ORDER BY device.account, device.num";

  return list_forgets (ledger, sql, scope, error);
}

static gboolean
ledger_put_opened (AmiaLedger     *ledger,
                   const AmiaUuid *case_id,
                   const char     *user,
                   gint64          position,
                   gint64          seq,
                   GError        **error)
{
  static const char sql[] = "INSERT INTO opened (case_id, account, position, seq)"
                            " VALUES (?, ?, ?, ?) ON CONFLICT (case_id, account) DO UPDATE SET"
                            " position = excluded.position, seq = excluded.seq";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "note that a case was opened", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, case_id);
  amia_sql_statement_bind_text (statement, 2, user);
  amia_sql_statement_bind_int (statement, 3, position);
  amia_sql_statement_bind_int (statement, 4, seq);
  return _amia_run_later (statement, error);
}

static gboolean
ledger_get_opened (AmiaLedger     *ledger,
                   const AmiaUuid *case_id,
                   const char     *user,
                   gint64         *position,
                   GError        **error)
{
  static const char sql[] = "SELECT position FROM opened WHERE case_id = ? AND account = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "see whether a case was opened", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, case_id);
  amia_sql_statement_bind_text (statement, 2, user);
  step = amia_sql_statement_step (statement, error);
  *position = step == AMIA_ROW ? amia_sql_statement_get_int (statement, 0) : -1;
  return step != AMIA_ERROR;
}

static gboolean
ledger_list_opened (AmiaLedger *ledger,
                    const char *user,
                    gint64      after,
                    gint64      until,
                    GArray     *opened,
                    GError    **error)
{
  static const char sql[] =
      "SELECT opened.case_id, opened.account, opened.position FROM opened"
      " JOIN access_grant ON access_grant.scope = opened.case_id"
      " WHERE access_grant.account = ?1 AND access_grant.is_active = 1"
      " AND opened.account <> ?1 AND opened.seq > ?2 AND opened.seq <= ?3"
      " ORDER BY opened.seq DESC LIMIT ?4";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list who has opened cases", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, user);
  amia_sql_statement_bind_int (statement, 2, after);
  amia_sql_statement_bind_int (statement, 3, until);
  amia_sql_statement_bind_int (statement, 4, AMIA_OPENED_MAX);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaWireOpened row;

      _amia_get_uuid (statement, 0, &row.case_id);
      row.user = g_strdup (amia_sql_statement_get_text (statement, 1));
      row.position = amia_sql_statement_get_int (statement, 2);
      g_array_append_val (opened, row);
    }

  return step == AMIA_DONE;
}

static gboolean
ledger_set_lease (AmiaLedger *ledger,
                  const char *agency,
                  int         days,
                  GError    **error)
{
  static const char sql[] = "INSERT INTO lease (agency, days) VALUES (?, ?)"
                            " ON CONFLICT (agency) DO UPDATE SET days = excluded.days";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "set a lease", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, agency);
  amia_sql_statement_bind_int (statement, 2, days);
  return _amia_run (statement, error);
}

static gboolean
ledger_get_lease (AmiaLedger *ledger,
                  const char *agency,
                  int        *days,
                  GError    **error)
{
  static const char sql[] = "SELECT days FROM lease WHERE agency = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find a lease", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, agency);
  step = amia_sql_statement_step (statement, error);
  *days = step == AMIA_ROW ? (int) amia_sql_statement_get_int (statement, 0)
                           : AMIA_LEASE_DAYS_DEFAULT;
  return step != AMIA_ERROR;
}

void
_amia_sql_ledger_class_init_share (AmiaLedgerClass *klass)
{
  klass->ask_to_forget = ledger_ask_to_forget;
  klass->put_receipt = ledger_put_receipt;
  klass->list_unforgotten = ledger_list_unforgotten;
  klass->list_forgets = ledger_list_forgets;
  klass->put_opened = ledger_put_opened;
  klass->get_opened = ledger_get_opened;
  klass->list_opened = ledger_list_opened;
  klass->set_lease = ledger_set_lease;
  klass->get_lease = ledger_get_lease;
}
