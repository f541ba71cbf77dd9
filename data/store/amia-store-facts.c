/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-private.h"
#include "amia-store-sync.h"

/* What was done here with what is kept here, until the server has it in its audit. */

/* Somebody who is offline for months and opens a case every minute has fewer. */
#define FACTS_MAX 100000

/* Going to and fro in a case is one opening of it. */
#define SAME_MS G_GINT64_CONSTANT (60000)

/* *is_taken is FALSE if the same was noted a moment ago. */
static gboolean
check_fact (AmiaStore      *store,
            const char     *what,
            const AmiaUuid *case_id,
            const char     *detail,
            gboolean       *is_taken,
            GError        **error)
{
  static const char sql[] =
      "SELECT (SELECT count(*) FROM fact), (SELECT f.what IS ?1 AND f.case_id IS ?2 "
      "AND f.detail IS ?3 AND f.ms BETWEEN ?4 AND ?5 FROM fact AS f ORDER BY id DESC LIMIT 1)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note a fact for the audit", error);
  gint64 now_ms = _amia_store_get_now (store);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, what);
  _amia_statement_bind_uuid (statement, 2, case_id);
  amia_statement_bind_text (statement, 3, detail);
  amia_statement_bind_int (statement, 4, now_ms - SAME_MS);
  amia_statement_bind_int (statement, 5, now_ms);
  if (amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  *is_taken = amia_statement_get_int (statement, 1) == 0;
  return !*is_taken || amia_statement_get_int (statement, 0) < FACTS_MAX ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_FULL,
                           "Failed to note a fact: %d wait already",
                           FACTS_MAX);
}

/* With how far what is here of the case has come. While a lane is still bringing what there was
 * before its reader could see it, the feed is ahead of that: an author would believe that a text
 * was opened which is yet to come. And nothing of it is said to be seen while some of it is hidden,
 * since the laptop was away for too long or by its clock a consent has ended. */
static gboolean
insert_fact (AmiaStore      *store,
             const char     *what,
             const AmiaUuid *case_id,
             const char     *detail,
             GError        **error)
{
  static const char sql[] =
      "WITH scope (id) AS (SELECT ?3 UNION SELECT participant FROM case_row WHERE id = ?3) "
      "INSERT INTO fact (what, ms, case_id, detail, since) VALUES (?1, ?2, ?3, ?4, "
      "iif (EXISTS (SELECT 1 FROM scope_access WHERE effective IS NOT NULL "
      "AND scope IN (SELECT id FROM scope)), 0, (SELECT min (r.since, coalesce ((SELECT "
      "min (l.position) FROM lane AS l WHERE l.scope IN (SELECT id FROM scope)), r.since)) "
      "FROM replica AS r)))";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note a fact for the audit", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, what);
  amia_statement_bind_int (statement, 2, _amia_store_get_now (store));
  _amia_statement_bind_uuid (statement, 3, case_id);
  amia_statement_bind_text (statement, 4, detail);
  return amia_statement_run (statement, error);
}

gboolean
amia_store_add_fact (AmiaStore      *store,
                     const char     *what,
                     const AmiaUuid *case_id,
                     const char     *detail,
                     GError        **error)
{
  gboolean is_taken = FALSE;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (what != NULL, FALSE);

  return (check_fact (store, what, case_id, detail, &is_taken, &local_error) &&
          (!is_taken || insert_fact (store, what, case_id, detail, &local_error))) ||
         _amia_store_report (error, local_error);
}
