/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-ledger-escrow.h"
#include "amia-sql-ledger-private.h"
#include "amia-sync-message.h"

/* Changes that wait, changes that are cited, and what time changes are shown with. */

static gboolean
put_escrow_scope (AmiaLedger          *ledger,
                  const AmiaEscrowRow *row,
                  const AmiaUuid      *scope,
                  GError             **error)
{
  static const char sql[] = "INSERT INTO escrow_scope (scope, device, n) VALUES (?, ?, ?)";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "index a change in escrow", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, scope);
  _amia_bind_uuid (statement, 2, &row->device);
  amia_sql_statement_bind_int (statement, 3, row->n);
  return _amia_run_later (statement, error);
}

static gboolean
ledger_append_escrow (AmiaLedger          *ledger,
                      const AmiaEscrowRow *row,
                      GError             **error)
{
  static const char sql[] = "INSERT INTO escrow (device, n, account, agency, reason, chain, body,"
                            " at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "keep a change in escrow", error);
  gsize       length;
  const char *body = g_bytes_get_data (row->body, &length);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, &row->device);
  amia_sql_statement_bind_int (statement, 2, row->n);
  amia_sql_statement_bind_text (statement, 3, row->user);
  amia_sql_statement_bind_text (statement, 4, row->agency);
  amia_sql_statement_bind_text (statement, 5, row->reason);
  amia_sql_statement_bind_blob (statement, 6, row->chain, sizeof row->chain);
  amia_sql_statement_bind_text_length (statement, 7, body, length);
  amia_sql_statement_bind_int (statement, 8, row->at_ms);
  if (!_amia_run (statement, error))
    return FALSE;

  for (guint i = 0; i < row->scopes->len; i++)
    {
      if (!put_escrow_scope (ledger, row, &g_array_index (row->scopes, AmiaUuid, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_on_escrow (AmiaLedger     *ledger,
               const char     *sql,
               const AmiaUuid *device,
               gint64          n,
               GError        **error)
{
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "take a change out of escrow", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  return _amia_run (statement, error);
}

static gboolean
ledger_remove_escrow (AmiaLedger     *ledger,
                      const AmiaUuid *device,
                      gint64          n,
                      GError        **error)
{
  static const char scope_sql[] = "DELETE FROM escrow_scope WHERE device = ? AND n = ?";
  static const char sql[] = "DELETE FROM escrow WHERE device = ? AND n = ?";

  return run_on_escrow (ledger, scope_sql, device, n, error) &&
         run_on_escrow (ledger, sql, device, n, error);
}

static gboolean
ledger_refuse_escrow (AmiaLedger     *ledger,
                      const AmiaUuid *device,
                      gint64          n,
                      GError        **error)
{
  return run_on_escrow (
      ledger, "UPDATE escrow SET is_refused = 1 WHERE device = ? AND n = ?", device, n, error);
}

static AmiaEscrowRow *
read_escrow (AmiaSqlStatement *statement)
{
  AmiaEscrowRow *row = g_new0 (AmiaEscrowRow, 1);
  gsize          length;
  gconstpointer  body = amia_sql_statement_get_blob (statement, 6, &length);

  _amia_get_uuid (statement, 0, &row->device);
  row->n = amia_sql_statement_get_int (statement, 1);
  row->user = g_strdup (amia_sql_statement_get_text (statement, 2));
  row->agency = g_strdup (amia_sql_statement_get_text (statement, 3));
  row->reason = g_strdup (amia_sql_statement_get_text (statement, 4));
  _amia_get_bytes (statement, 5, row->chain, sizeof row->chain);
  row->body = g_bytes_new (body, length);
  row->at_ms = amia_sql_statement_get_int (statement, 7);
  row->is_refused = amia_sql_statement_get_int (statement, 8) != 0;

  return row;
}

#define ESCROW_COLUMNS                                             \
  "SELECT escrow.device, escrow.n, escrow.account, escrow.agency," \
  " escrow.reason, escrow.chain, escrow.body, escrow.at_ms, escrow.is_refused"

static gboolean
ledger_find_escrow (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    gint64          n,
                    AmiaEscrowRow **row,
                    GError        **error)
{
  static const char sql[] = ESCROW_COLUMNS " FROM escrow WHERE device = ? AND n = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "look into the escrow", error);
  AmiaStep step;

  *row = NULL;
  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ROW)
    *row = read_escrow (statement);
  return step != AMIA_ERROR;
}

static GPtrArray *
ledger_list_escrow (AmiaLedger     *ledger,
                    const AmiaUuid *scope,
                    GError        **error)
{
  static const char sql[] =
      ESCROW_COLUMNS " FROM escrow_scope JOIN escrow"
                     " ON escrow.device = escrow_scope.device AND escrow.n = escrow_scope.n"
                     " WHERE escrow_scope.scope = ? ORDER BY escrow.device, escrow.n";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "look into the escrow", error);
  g_autoptr (GPtrArray) rows = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_escrow_row_free);
  _amia_bind_uuid (statement, 1, scope);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    g_ptr_array_add (rows, read_escrow (statement));

  return step == AMIA_DONE ? g_steal_pointer (&rows) : NULL;
}

static AmiaEscrowCount *
read_count (AmiaSqlStatement *statement)
{
  AmiaEscrowCount *count = g_new0 (AmiaEscrowCount, 1);

  _amia_get_uuid (statement, 0, &count->scope);
  count->agency = g_strdup (amia_sql_statement_get_text (statement, 1));
  count->n_waiting = amia_sql_statement_get_int (statement, 2);
  count->n_refused = amia_sql_statement_get_int (statement, 3);
  count->oldest_ms = amia_sql_statement_get_int (statement, 4);
  return count;
}

#define COUNT_COLUMNS                                                            \
  "SELECT escrow_scope.scope, escrow.agency,"                                    \
  " sum (CASE WHEN escrow.is_refused = 0 THEN 1 ELSE 0 END),"                    \
  " sum (CASE WHEN escrow.is_refused = 0 THEN 0 ELSE 1 END), min (escrow.at_ms)" \
  " FROM escrow_scope JOIN escrow"                                               \
  " ON escrow.device = escrow_scope.device AND escrow.n = escrow_scope.n"
#define COUNT_GROUPS                            \
  " GROUP BY escrow_scope.scope, escrow.agency" \
  " ORDER BY escrow_scope.scope, escrow.agency"

static GPtrArray *
ledger_count_escrow (AmiaLedger     *ledger,
                     const AmiaUuid *scope,
                     GError        **error)
{
  static const char of_all[] = COUNT_COLUMNS COUNT_GROUPS;
  static const char                          of_scope[] = COUNT_COLUMNS " WHERE escrow_scope.scope = ?" COUNT_GROUPS;
  g_autoptr (AmiaSqlStatement) statement = amia_sql_prepare (
      get_sql (ledger), scope != NULL ? of_scope : of_all, "count what is in escrow", error);
  g_autoptr (GPtrArray) counts = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  counts = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_escrow_count_free);
  if (scope != NULL)
    _amia_bind_uuid (statement, 1, scope);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    g_ptr_array_add (counts, read_count (statement));

  return step == AMIA_DONE ? g_steal_pointer (&counts) : NULL;
}

static gboolean
ledger_list_escrowed (AmiaLedger     *ledger,
                      const AmiaUuid *device,
                      gint64          from,
                      gint64          to,
                      GArray         *escrowed,
                      GError        **error)
{
  static const char sql[] =
      "SELECT n, reason FROM escrow WHERE device = ? AND n BETWEEN ? AND ? AND is_refused = 0"
      " ORDER BY n";

  return _amia_list_reasons (ledger, sql, device, from, to, escrowed, error);
}

static AmiaChange *
read_change (AmiaLedger       *ledger,
             AmiaSqlStatement *statement,
             const AmiaUuid   *device,
             gint64            n,
             GError          **error)
{
  g_autoptr (AmiaSegment) segment = NULL;
  gint64      seq = amia_sql_statement_get_int (statement, 3);
  gsize       length;
  const char *body = amia_sql_statement_is_null (statement, 2)
                         ? _amia_sql_ledger_find_body (ledger, seq, &segment, &length, error)
                         : amia_sql_statement_get_blob (statement, 2, &length);
  AmiaChange *change =
      body != NULL ? amia_change_decode (device, n, body, length, error) : NULL;

  if (change == NULL)
    return NULL;

  change->author = g_strdup (amia_sql_statement_get_text (statement, 0));
  change->agency = g_strdup (amia_sql_statement_get_text (statement, 1));
  return change;
}

static gboolean
ledger_find_change (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    gint64          n,
                    AmiaChange    **change,
                    GError        **error)
{
  static const char sql[] = "SELECT device.account, log.agency, fresh.body, log.seq FROM log"
                            " JOIN device ON device.num = log.device"
                            " LEFT JOIN fresh ON fresh.seq = log.seq"
                            " WHERE device.id = ? AND log.n = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find a change", error);
  AmiaStep step;

  *change = NULL;
  if (statement == NULL || !_amia_sql_ledger_settle_bodies (ledger, error))
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  step = amia_sql_statement_step (statement, error);
  if (step != AMIA_ROW)
    return step == AMIA_DONE;

  *change = read_change (ledger, statement, device, n, error);
  return *change != NULL;
}

static gboolean
ledger_find_number (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    gint64          n,
                    gint64         *seq,
                    GError        **error)
{
  static const char sql[] =
      "SELECT seq FROM log WHERE device = (SELECT num FROM device WHERE id = ?) AND n = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find the number of a change", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  step = amia_sql_statement_step (statement, error);
  *seq = step == AMIA_ROW ? amia_sql_statement_get_int (statement, 0) : 0;
  return step != AMIA_ERROR;
}

static gboolean
ledger_list_shown (AmiaLedger     *ledger,
                   const AmiaUuid *device,
                   gint64          from,
                   gint64          to,
                   GArray         *shown,
                   GError        **error)
{
  static const char sql[] = "SELECT n, shown_ms FROM log"
                            " WHERE device = (SELECT num FROM device WHERE id = ?)"
                            " AND n BETWEEN ? AND ? AND shown_ms > 0 ORDER BY n";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list what is shown otherwise", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, from);
  amia_sql_statement_bind_int (statement, 3, to);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      const AmiaWireShown row = {
        amia_sql_statement_get_int (statement, 0),
        amia_sql_statement_get_int (statement, 1),
      };

      g_array_append_val (shown, row);
    }

  return step == AMIA_DONE;
}

static gboolean
ledger_put_citation (AmiaLedger     *ledger,
                     const AmiaUuid *source,
                     const AmiaUuid *scope,
                     GError        **error)
{
  static const char sql[] =
      "INSERT INTO citation (source, scope) VALUES (?, ?) ON CONFLICT DO NOTHING";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "note a source", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, source);
  _amia_bind_uuid (statement, 2, scope);
  return _amia_run (statement, error);
}

/* The ids in the first column of a statement. */
static GArray *
list_scopes (AmiaSqlStatement *statement,
             GError          **error)
{
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid scope;

      _amia_get_uuid (statement, 0, &scope);
      g_array_append_val (scopes, scope);
    }

  return step == AMIA_DONE ? g_steal_pointer (&scopes) : NULL;
}

static GArray *
ledger_list_citations (AmiaLedger     *ledger,
                       const AmiaUuid *source,
                       GError        **error)
{
  static const char sql[] = "SELECT scope FROM citation WHERE source = ? ORDER BY scope";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find where a source is used", error);

  if (statement == NULL)
    return NULL;

  _amia_bind_uuid (statement, 1, source);
  return list_scopes (statement, error);
}

static gboolean
ledger_put_awaited (AmiaLedger     *ledger,
                    const AmiaUuid *device,
                    gint64          n,
                    const AmiaUuid *scope,
                    GError        **error)
{
  static const char sql[] =
      "INSERT INTO awaited (device, n, scope) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "wait for a source", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  _amia_bind_uuid (statement, 3, scope);
  return _amia_run (statement, error);
}

static GArray *
ledger_list_awaited (AmiaLedger     *ledger,
                     const AmiaUuid *device,
                     gint64          n,
                     GError        **error)
{
  static const char sql[] =
      "SELECT scope FROM awaited WHERE device = ? AND n = ? ORDER BY scope";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "see whether a change was waited for", error);

  if (statement == NULL)
    return NULL;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  return list_scopes (statement, error);
}

void
_amia_sql_ledger_class_init_escrow (AmiaLedgerClass *klass)
{
  klass->append_escrow = ledger_append_escrow;
  klass->remove_escrow = ledger_remove_escrow;
  klass->refuse_escrow = ledger_refuse_escrow;
  klass->find_escrow = ledger_find_escrow;
  klass->list_escrow = ledger_list_escrow;
  klass->count_escrow = ledger_count_escrow;
  klass->list_escrowed = ledger_list_escrowed;
  klass->find_change = ledger_find_change;
  klass->find_number = ledger_find_number;
  klass->list_shown = ledger_list_shown;
  klass->put_citation = ledger_put_citation;
  klass->list_citations = ledger_list_citations;
  klass->put_awaited = ledger_put_awaited;
  klass->list_awaited = ledger_list_awaited;
}
