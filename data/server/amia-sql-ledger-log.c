/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include <string.h>

#include "amia-sql-ledger-private.h"
#include "amia-sync-message.h"

/* The log in the order of its commits, the index by scope, and what was refused. The changes
 * themselves are in amia-sql-ledger-bodies.c. */

#define SCOPE_LENGTH sizeof (AmiaUuid)

static gboolean
append_row (AmiaLedger       *ledger,
            const AmiaLogRow *row,
            GError          **error)
{
  static const char sql[] = "INSERT INTO log (seq, device, n, agency, chain, scopes, shown_ms)"
                            " VALUES (?, (SELECT num FROM device WHERE id = ?), ?, ?, ?, ?, ?)";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "keep a change", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, row->seq);
  _amia_bind_uuid (statement, 2, &row->device);
  amia_sql_statement_bind_int (statement, 3, row->n);
  amia_sql_statement_bind_text (statement, 4, row->agency);
  amia_sql_statement_bind_blob (statement, 5, row->chain, AMIA_CHAIN_LENGTH);
  /* A change without ops has no scopes; no bytes is something else than NULL. */
  amia_sql_statement_bind_blob (statement,
                                6,
                                row->n_scopes > 0 ? (gconstpointer) row->scopes : "",
                                row->n_scopes * SCOPE_LENGTH);
  amia_sql_statement_bind_int (statement, 7, row->shown_ms);
  return _amia_run_later (statement, error) &&
         _amia_sql_ledger_put_body (ledger, row->seq, row->body, row->body_length, error);
}

static gboolean
ledger_append_change (AmiaLedger       *ledger,
                      const AmiaLogRow *row,
                      GError          **error)
{
  static const char sql[] = "INSERT INTO entry (scope, seq) VALUES (?, ?)";

  if (!append_row (ledger, row, error))
    return FALSE;

  for (gsize i = 0; i < row->n_scopes; i++)
    {
      AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "index a change", error);

      if (statement == NULL)
        return FALSE;

      _amia_bind_uuid (statement, 1, &row->scopes[i]);
      amia_sql_statement_bind_int (statement, 2, row->seq);
      if (!_amia_run_later (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
ledger_append_refusal (AmiaLedger     *ledger,
                       const AmiaUuid *device,
                       gint64          n,
                       const char     *reason,
                       const guint8   *chain,
                       GError        **error)
{
  static const char sql[] = "INSERT INTO refused (device, n, reason, chain)"
                            " VALUES ((SELECT num FROM device WHERE id = ?), ?, ?, ?)";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "note a refusal", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  amia_sql_statement_bind_text (statement, 3, reason);
  amia_sql_statement_bind_blob (statement, 4, chain, AMIA_CHAIN_LENGTH);
  return _amia_run_later (statement, error);
}

static gboolean
ledger_get_chain (AmiaLedger     *ledger,
                  const AmiaUuid *device,
                  gint64          n,
                  guint8         *chain,
                  gboolean       *is_found,
                  GError        **error)
{
  static const char sql[] = "SELECT log.chain FROM log JOIN device ON device.num = log.device"
                            " WHERE device.id = ?1 AND log.n = ?2 UNION ALL"
                            " SELECT refused.chain FROM refused"
                            " JOIN device ON device.num = refused.device"
                            " WHERE device.id = ?1 AND refused.n = ?2 UNION ALL"
                            " SELECT chain FROM escrow WHERE device = ?1 AND n = ?2";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "compare histories", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, n);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ERROR)
    return FALSE;

  *is_found = step == AMIA_ROW;
  if (*is_found)
    _amia_get_bytes (statement, 0, chain, AMIA_CHAIN_LENGTH);
  return TRUE;
}

static gboolean
ledger_list_refusals (AmiaLedger     *ledger,
                      const AmiaUuid *device,
                      gint64          from,
                      gint64          to,
                      GArray         *refusals,
                      GError        **error)
{
  static const char sql[] = "SELECT n, reason FROM refused"
                            " WHERE device = (SELECT num FROM device WHERE id = ?)"
                            " AND n BETWEEN ? AND ? ORDER BY n";

  return _amia_list_reasons (ledger, sql, device, from, to, refusals, error);
}

#define LOG_COLUMNS                                                                \
  "log.seq, device.id, log.n, device.account, log.agency, log.chain, log.scopes, " \
  "fresh.body, log.shown_ms"

/* A database may have to bring all rows of an answer at once: they are asked for by the page, of
 * about so many bytes, as far as the page before tells. */
#define PAGE_BYTES    (2 * 1024 * 1024)
#define PAGE_ROWS     64
#define PAGE_ROWS_MIN 16
#define PAGE_ROWS_MAX 2048

typedef struct
{
  AmiaLogFunc wants_body; /* NULL: always */
  AmiaLogFunc func;
  gpointer    user_data;
  gint64      after; /* the number of the last row */
  gint64      n_asked;
  gint64      n_rows;
  gsize       n_bytes;
  gboolean    is_stopped; /* no more is wanted */
} Reading;

/* The body of the row, if it is wanted, which is in @segment where it is packed. */
static gboolean
read_body (AmiaLedger       *ledger,
           AmiaSqlStatement *statement,
           const Reading    *reading,
           AmiaSegment     **segment,
           AmiaLogRow       *row,
           GError          **error)
{
  row->body = NULL;
  row->body_length = 0;
  if (reading->wants_body != NULL && !reading->wants_body (row, reading->user_data))
    return TRUE;

  if (amia_sql_statement_is_null (statement, 7))
    row->body =
        _amia_sql_ledger_find_body (ledger, row->seq, segment, &row->body_length, error);
  else
    row->body = amia_sql_statement_get_blob (statement, 7, &row->body_length);

  return row->body != NULL;
}

/* Hands out the rows of a statement over LOG_COLUMNS. */
static gboolean
hand_out (AmiaLedger       *ledger,
          AmiaSqlStatement *statement,
          Reading          *reading,
          GError          **error)
{
  g_autoptr (AmiaSegment) segment = NULL;
  AmiaStep step;

  reading->n_rows = 0;
  reading->n_bytes = 0;
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaLogRow row;
      gsize      scopes_length;
      gsize      chain_length;

      row.seq = amia_sql_statement_get_int (statement, 0);
      _amia_get_uuid (statement, 1, &row.device);
      row.n = amia_sql_statement_get_int (statement, 2);
      row.author = amia_sql_statement_get_text (statement, 3);
      row.agency = amia_sql_statement_get_text (statement, 4);
      row.chain = amia_sql_statement_get_blob (statement, 5, &chain_length);
      row.scopes = amia_sql_statement_get_blob (statement, 6, &scopes_length);
      row.n_scopes = scopes_length / SCOPE_LENGTH;
      row.shown_ms = amia_sql_statement_get_int (statement, 8);
      if (!read_body (ledger, statement, reading, &segment, &row, error))
        return FALSE;

      reading->after = row.seq;
      reading->n_rows++;
      reading->n_bytes += row.body_length + scopes_length;
      if (!reading->func (&row, reading->user_data))
        {
          reading->is_stopped = TRUE;
          return TRUE;
        }
    }

  return step == AMIA_DONE;
}

/* Makes the next page as long as the last one's rows make it worth; after a short one there is
 * none. */
static gboolean
turn_page (Reading *reading)
{
  gboolean is_last = reading->is_stopped || reading->n_rows < reading->n_asked;

  if (!is_last)
    reading->n_asked = CLAMP (PAGE_BYTES / (gint64) (reading->n_bytes / reading->n_rows + 1),
                              PAGE_ROWS_MIN,
                              PAGE_ROWS_MAX);
  return !is_last;
}

static gboolean
ledger_read_log (AmiaLedger *ledger,
                 gint64      after,
                 AmiaLogFunc wants_body,
                 AmiaLogFunc func,
                 gpointer    user_data,
                 GError    **error)
{
  static const char sql[] = "SELECT " LOG_COLUMNS " FROM log CROSS JOIN device"
                            " LEFT JOIN fresh ON fresh.seq = log.seq"
                            " WHERE log.seq > ? AND device.num = log.device"
                            " ORDER BY log.seq LIMIT ?";
  Reading           reading = { wants_body, func, user_data, after, PAGE_ROWS, 0, 0, FALSE };

  if (!_amia_sql_ledger_settle_bodies (ledger, error))
    return FALSE;

  do
    {
      g_autoptr (AmiaSqlStatement) statement =
          amia_sql_prepare (get_sql (ledger), sql, "read the log", error);

      if (statement == NULL)
        return FALSE;

      amia_sql_statement_bind_int (statement, 1, reading.after);
      amia_sql_statement_bind_int (statement, 2, reading.n_asked);
      if (!hand_out (ledger, statement, &reading, error))
        return FALSE;
    }
  while (turn_page (&reading));

  return TRUE;
}

static gboolean
ledger_read_scope (AmiaLedger     *ledger,
                   const AmiaUuid *scope,
                   gint64          after,
                   gint64          before,
                   AmiaLogFunc     func,
                   gpointer        user_data,
                   GError        **error)
{
  static const char sql[] = "SELECT " LOG_COLUMNS " FROM entry CROSS JOIN log CROSS JOIN device"
                            " LEFT JOIN fresh ON fresh.seq = log.seq"
                            " WHERE entry.scope = ? AND entry.seq > ? AND entry.seq < ?"
                            " AND log.seq = entry.seq AND device.num = log.device"
                            " ORDER BY entry.seq LIMIT ?";
  Reading           reading = { NULL, func, user_data, after, PAGE_ROWS, 0, 0, FALSE };

  if (!_amia_sql_ledger_settle_bodies (ledger, error))
    return FALSE;

  do
    {
      g_autoptr (AmiaSqlStatement) statement =
          amia_sql_prepare (get_sql (ledger), sql, "read the log of a case", error);

      if (statement == NULL)
        return FALSE;

      _amia_bind_uuid (statement, 1, scope);
      amia_sql_statement_bind_int (statement, 2, reading.after);
      amia_sql_statement_bind_int (statement, 3, before);
      amia_sql_statement_bind_int (statement, 4, reading.n_asked);
      if (!hand_out (ledger, statement, &reading, error))
        return FALSE;
    }
  while (turn_page (&reading));

  return TRUE;
}

static gboolean
ledger_has_before (AmiaLedger     *ledger,
                   const AmiaUuid *scope,
                   gint64          before,
                   gboolean       *has,
                   GError        **error)
{
  static const char sql[] = "SELECT EXISTS (SELECT 1 FROM entry WHERE scope = ? AND seq < ?)";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "look for earlier changes", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, scope);
  amia_sql_statement_bind_int (statement, 2, before);
  if (amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *has = amia_sql_statement_get_int (statement, 0) != 0;
  return TRUE;
}

void
_amia_sql_ledger_class_init_log (AmiaLedgerClass *klass)
{
  klass->append_change = ledger_append_change;
  klass->append_refusal = ledger_append_refusal;
  klass->get_chain = ledger_get_chain;
  klass->list_refusals = ledger_list_refusals;
  klass->read_log = ledger_read_log;
  klass->read_scope = ledger_read_scope;
  klass->has_before = ledger_has_before;
}
