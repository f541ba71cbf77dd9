/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger-private.h"

/* The rows of the audit. There is no statement here that changes or deletes one. */

static gboolean
ledger_take_audit_number (AmiaLedger *ledger,
                          gint64     *id,
                          guint8     *previous,
                          GError    **error)
{
  static const char sql[] =
      "UPDATE life SET audit_id = audit_id + 1 RETURNING audit_id, audit_hash";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "number an entry of the audit", error);

  if (statement == NULL || amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *id = amia_sql_statement_get_int (statement, 0);
  _amia_get_bytes (statement, 1, previous, AMIA_AUDIT_HASH_LENGTH);
  return TRUE;
}

static gboolean
ledger_get_audit_head (AmiaLedger *ledger,
                       gint64     *id,
                       guint8     *hash,
                       GError    **error)
{
  static const char sql[] = "SELECT audit_id, audit_hash FROM life";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find the end of the audit", error);

  if (statement == NULL || amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *id = amia_sql_statement_get_int (statement, 0);
  _amia_get_bytes (statement, 1, hash, AMIA_AUDIT_HASH_LENGTH);
  return TRUE;
}

static void
bind_id_or_null (AmiaSqlStatement *statement,
                 int               index,
                 const AmiaUuid   *id)
{
  if (id == NULL || amia_uuid_is_nil (id))
    amia_sql_statement_bind_null (statement, index);
  else
    _amia_bind_uuid (statement, index, id);
}

#define ENTRY_COLUMNS \
  "id, entered_ms, kind, at_ms, account, agency, device, scope, detail, hash"

static gboolean
ledger_append_audit (AmiaLedger           *ledger,
                     const AmiaAuditEntry *entry,
                     GError              **error)
{
  static const char insert_sql[] =
      "INSERT INTO audit (" ENTRY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static const char update_sql[] = "UPDATE life SET audit_hash = ?";
  AmiaSqlStatement *insert =
      amia_sql_prepare (get_sql (ledger), insert_sql, "append to the audit", error);
  AmiaSqlStatement *update;

  if (insert == NULL)
    return FALSE;

  amia_sql_statement_bind_int (insert, 1, entry->id);
  amia_sql_statement_bind_int (insert, 2, entry->entered_ms);
  amia_sql_statement_bind_text (insert, 3, entry->kind);
  amia_sql_statement_bind_int (insert, 4, entry->at_ms);
  amia_sql_statement_bind_text (insert, 5, entry->user);
  amia_sql_statement_bind_text (insert, 6, entry->agency);
  bind_id_or_null (insert, 7, &entry->device);
  bind_id_or_null (insert, 8, &entry->scope);
  amia_sql_statement_bind_text (insert, 9, entry->detail);
  amia_sql_statement_bind_blob (insert, 10, entry->hash, sizeof entry->hash);
  if (!_amia_run_later (insert, error))
    return FALSE;

  update = amia_sql_prepare (get_sql (ledger), update_sql, "append to the audit", error);
  if (update == NULL)
    return FALSE;

  amia_sql_statement_bind_blob (update, 1, entry->hash, sizeof entry->hash);
  return _amia_run_later (update, error);
}

static void
read_entry (AmiaSqlStatement *statement,
            AmiaAuditEntry   *entry)
{
  entry->id = amia_sql_statement_get_int (statement, 0);
  entry->entered_ms = amia_sql_statement_get_int (statement, 1);
  entry->kind = g_strdup (amia_sql_statement_get_text (statement, 2));
  entry->at_ms = amia_sql_statement_get_int (statement, 3);
  entry->user = g_strdup (amia_sql_statement_get_text (statement, 4));
  entry->agency = g_strdup (amia_sql_statement_get_text (statement, 5));
  _amia_get_uuid (statement, 6, &entry->device);
  _amia_get_uuid (statement, 7, &entry->scope);
  entry->detail = g_strdup (amia_sql_statement_get_text (statement, 8));
  _amia_get_bytes (statement, 9, entry->hash, sizeof entry->hash);
}

static gboolean
ledger_read_audit (AmiaLedger           *ledger,
                   const AmiaAuditQuery *query,
                   AmiaAuditFunc         func,
                   gpointer              user_data,
                   GError              **error)
{
  static const char all_sql[] = "SELECT " ENTRY_COLUMNS " FROM audit"
                                " WHERE id > ?1 AND at_ms >= ?2 AND at_ms < ?3 ORDER BY id LIMIT ?4";
  static const char scope_sql[] =
      "SELECT " ENTRY_COLUMNS " FROM audit"
      " WHERE id > ?1 AND at_ms >= ?2 AND at_ms < ?3 AND scope IN (?5, ?6) ORDER BY id LIMIT ?4";
  gboolean has_scope = query->scope != NULL;
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), has_scope ? scope_sql : all_sql, "read the audit", error);
  gboolean goes_on = TRUE;
  AmiaStep step = AMIA_ROW;

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, query->after);
  amia_sql_statement_bind_int (statement, 2, query->from_ms);
  amia_sql_statement_bind_int (statement, 3, query->to_ms > 0 ? query->to_ms : G_MAXINT64);
  amia_sql_statement_bind_int (statement, 4, query->n_max);
  if (has_scope)
    {
      _amia_bind_uuid (statement, 5, query->scope);
      bind_id_or_null (statement, 6, query->participant);
    }

  while (goes_on && (step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      g_auto (AmiaAuditEntry) entry = { 0 };

      read_entry (statement, &entry);
      goes_on = func (&entry, user_data);
    }

  return step != AMIA_ERROR;
}

static gboolean
ledger_mark_delivery (AmiaLedger     *ledger,
                      const AmiaUuid *device,
                      const AmiaUuid *scope,
                      const char     *day,
                      gboolean       *is_new,
                      GError        **error)
{
  static const char sql[] = "INSERT INTO audit_delivery (day, device, scope) VALUES (?, ?, ?)"
                            " ON CONFLICT (day, device, scope) DO NOTHING";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "note a delivery", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, day);
  _amia_bind_uuid (statement, 2, device);
  _amia_bind_uuid (statement, 3, scope);
  if (!amia_sql_statement_run (statement, error))
    return FALSE;

  *is_new = amia_sql_statement_get_changes (statement) > 0;
  return TRUE;
}

static gboolean
ledger_clear_deliveries (AmiaLedger *ledger,
                         const char *before,
                         GError    **error)
{
  static const char sql[] = "DELETE FROM audit_delivery WHERE day < ?";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), sql, "clear the marks of deliveries", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, before);
  return _amia_run (statement, error);
}

static gboolean
ledger_mark_told (AmiaLedger     *ledger,
                  const AmiaUuid *device,
                  gint64          id,
                  gboolean       *is_new,
                  GError        **error)
{
  static const char sql[] = "INSERT INTO audit_told (device, id) VALUES (?, ?)"
                            " ON CONFLICT (device) DO UPDATE SET id = excluded.id"
                            " WHERE audit_told.id < excluded.id";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "note what a laptop told", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, device);
  amia_sql_statement_bind_int (statement, 2, id);
  if (!amia_sql_statement_run (statement, error))
    return FALSE;

  *is_new = amia_sql_statement_get_changes (statement) > 0;
  return TRUE;
}

void
_amia_sql_ledger_class_init_audit (AmiaLedgerClass *klass)
{
  klass->take_audit_number = ledger_take_audit_number;
  klass->get_audit_head = ledger_get_audit_head;
  klass->append_audit = ledger_append_audit;
  klass->read_audit = ledger_read_audit;
  klass->mark_delivery = ledger_mark_delivery;
  klass->clear_deliveries = ledger_clear_deliveries;
  klass->mark_told = ledger_mark_told;
}
