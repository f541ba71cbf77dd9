/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-access-private.h"
#include "amia-store-private.h"

/* Records for whoever reads: as they were stored when the last transaction ended. */

#define RECORD_COLUMNS "SELECT kind, id, case_id, state, key FROM record "

AmiaRecord *
amia_store_load_record (AmiaStore      *store,
                        const AmiaUuid *id,
                        GError        **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaRecord *record = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  statement = amia_db_prepare (store->db,
                               RECORD_COLUMNS "WHERE id = ? AND is_empty = 0",
                               "load a record",
                               &local_error);
  if (statement != NULL)
    {
      _amia_statement_bind_uuid (statement, 1, id);
      if (amia_statement_step (statement, &local_error) == AMIA_ROW)
        record = _amia_record_read (store, statement, &local_error);
    }

  _amia_access_drop (store);
  if (local_error != NULL)
    _amia_store_report (error, local_error);
  return record;
}

static const char *
choose_query (const AmiaRecordQuery *query)
{
  if (query->id != NULL)
    return RECORD_COLUMNS "WHERE id = ?2 AND (?1 IS NULL OR kind = ?1) "
                          "AND (?3 IS NULL OR case_id = ?3) AND is_empty = 0";
  if (query->case_id != NULL)
    return RECORD_COLUMNS "WHERE case_id = ?3 AND (?1 IS NULL OR kind = ?1) AND is_empty = 0 "
                          "AND ?2 IS NULL ORDER BY kind, id";
  if (query->kind != NULL)
    return RECORD_COLUMNS "WHERE kind = ?1 AND is_empty = 0 AND ?2 IS NULL AND ?3 IS NULL "
                          "ORDER BY id";
  return RECORD_COLUMNS "WHERE is_empty = 0 AND ?1 IS NULL AND ?2 IS NULL AND ?3 IS NULL "
                        "ORDER BY kind, id";
}

gboolean
_amia_records_visit (AmiaStore             *store,
                     const AmiaRecordQuery *query,
                     AmiaRecordFunc         func,
                     gpointer               data,
                     GError               **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, choose_query (query), "read records", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, query->kind);
  _amia_statement_bind_uuid (statement, 2, query->id);
  _amia_statement_bind_uuid (statement, 3, query->case_id);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autoptr (AmiaRecord) record = _amia_record_read (store, statement, error);

      if (record == NULL)
        return FALSE;
      if (!func (record, data))
        return TRUE;
    }

  return step == AMIA_DONE;
}

gboolean
amia_store_foreach_record (AmiaStore             *store,
                           const AmiaRecordQuery *query,
                           AmiaRecordFunc         func,
                           gpointer               data,
                           GError               **error)
{
  gboolean is_done;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  is_done = _amia_records_visit (store, query, func, data, &local_error);
  _amia_access_drop (store);
  return is_done || _amia_store_report (error, local_error);
}
