/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger-private.h"

/* What has to do with snapshots and the floor. */

static gboolean
ledger_set_floor (AmiaLedger *ledger,
                  gint64      floor,
                  GError    **error)
{
  static const char sql[] = "UPDATE life SET floor = ?1 WHERE floor < ?1";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "raise the floor", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, floor);
  return _amia_run (statement, error);
}

static gboolean
ledger_find_lowest_since (AmiaLedger *ledger,
                          gint64      seen_after_ms,
                          gint64     *since,
                          GError    **error)
{
  static const char sql[] = "SELECT COALESCE ((SELECT min (since) FROM device WHERE is_revoked = 0"
                            " AND since > 0 AND seen_ms > ?), head) FROM life";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "look how far all devices are", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_int (statement, 1, seen_after_ms);
  if (amia_sql_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *since = amia_sql_statement_get_int (statement, 0);
  return TRUE;
}

static GArray *
ledger_list_written_scopes (AmiaLedger *ledger,
                            const char *user,
                            GError    **error)
{
  static const char sql[] = "SELECT DISTINCT log.scopes FROM device CROSS JOIN log"
                            " WHERE device.account = ? AND log.device = device.num";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list what somebody has written in", error);
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  amia_sql_statement_bind_text (statement, 1, user);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      gsize         length;
      gconstpointer ids = amia_sql_statement_get_blob (statement, 0, &length);

      if (length >= sizeof (AmiaUuid))
        g_array_append_vals (scopes, ids, (guint) (length / sizeof (AmiaUuid)));
    }

  return step == AMIA_DONE ? g_steal_pointer (&scopes) : NULL;
}

void
_amia_sql_ledger_class_init_floor (AmiaLedgerClass *klass)
{
  klass->set_floor = ledger_set_floor;
  klass->find_lowest_since = ledger_find_lowest_since;
  klass->list_written_scopes = ledger_list_written_scopes;
}
