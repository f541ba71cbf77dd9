/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-server"

#include "config.h"

#include "amia-sql-ledger-private.h"

/* The records that decide who may see what, which cases are about whom, and who was let in when. */

#define AMIA_RECORD_COLUMNS "id, kind, case_id, author, agency, state"
#define GRANT_COLUMNS       "account, scope, generation, fed_from, is_active, rights, agency"

AmiaRecordRow *
_amia_read_record (AmiaSqlStatement *statement)
{
  AmiaRecordRow *row = g_new0 (AmiaRecordRow, 1);

  _amia_get_uuid (statement, 0, &row->id);
  row->kind = g_strdup (amia_sql_statement_get_text (statement, 1));
  _amia_get_uuid (statement, 2, &row->case_id);
  row->author = g_strdup (amia_sql_statement_get_text (statement, 3));
  row->agency = g_strdup (amia_sql_statement_get_text (statement, 4));
  row->state = g_strdup (amia_sql_statement_get_text (statement, 5));

  return row;
}

static gboolean
ledger_find_record (AmiaLedger     *ledger,
                    const AmiaUuid *id,
                    AmiaRecordRow **row,
                    GError        **error)
{
  static const char sql[] = "SELECT " AMIA_RECORD_COLUMNS " FROM record WHERE id = ?";
  g_autoptr (AmiaSqlStatement) statement = NULL;
  AmiaStep step;

  *row = NULL;
  if (_amia_sql_ledger_find_expected (ledger, id, row))
    return TRUE;

  statement = amia_sql_prepare (get_sql (ledger), sql, "find a record", error);
  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, id);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ROW)
    *row = _amia_read_record (statement);

  return step != AMIA_ERROR;
}

static gboolean
ledger_put_record (AmiaLedger          *ledger,
                   const AmiaRecordRow *row,
                   GError             **error)
{
  static const char sql[] = "INSERT INTO record (" AMIA_RECORD_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)"
                            " ON CONFLICT (id) DO UPDATE SET state = excluded.state";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "keep a record", error);

  if (statement == NULL)
    return FALSE;

  _amia_sql_ledger_update_expected (ledger, row);
  _amia_bind_uuid (statement, 1, &row->id);
  amia_sql_statement_bind_text (statement, 2, row->kind);
  _amia_bind_uuid (statement, 3, &row->case_id);
  amia_sql_statement_bind_text (statement, 4, row->author);
  amia_sql_statement_bind_text (statement, 5, row->agency);
  amia_sql_statement_bind_text (statement, 6, row->state);
  return _amia_run_later (statement, error) &&
         (row->state == NULL || _amia_sql_ledger_touch_facts (ledger, error));
}

static GPtrArray *
ledger_list_facts (AmiaLedger     *ledger,
                   const AmiaUuid *case_id,
                   GError        **error)
{
  static const char sql[] = "SELECT " AMIA_RECORD_COLUMNS " FROM record"
                            " WHERE case_id = ? AND state IS NOT NULL ORDER BY id";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "read who may see a case", error);
  g_autoptr (GPtrArray) rows = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_record_row_free);
  _amia_bind_uuid (statement, 1, case_id);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    g_ptr_array_add (rows, _amia_read_record (statement));

  return step == AMIA_DONE ? g_steal_pointer (&rows) : NULL;
}

static gboolean
ledger_put_link (AmiaLedger     *ledger,
                 const AmiaUuid *case_id,
                 const AmiaUuid *participant,
                 GError        **error)
{
  static const char delete_sql[] = "DELETE FROM person_case WHERE case_id = ?";
  static const char insert_sql[] = "INSERT INTO person_case (case_id, participant) VALUES (?, ?)";
  AmiaSqlStatement *statement =
      amia_sql_prepare (get_sql (ledger), delete_sql, "unlink a participant", error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, case_id);
  if (!_amia_run_later (statement, error))
    return FALSE;
  if (participant == NULL)
    return _amia_sql_ledger_touch_facts (ledger, error);

  statement = amia_sql_prepare (get_sql (ledger), insert_sql, "link a participant", error);
  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, case_id);
  _amia_bind_uuid (statement, 2, participant);
  return _amia_run_later (statement, error) && _amia_sql_ledger_touch_facts (ledger, error);
}

static gboolean
ledger_find_link (AmiaLedger     *ledger,
                  const AmiaUuid *case_id,
                  AmiaUuid       *participant,
                  GError        **error)
{
  static const char sql[] = "SELECT participant FROM person_case WHERE case_id = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find a case's participant", error);
  AmiaStep step;

  *participant = (AmiaUuid){ { 0 } };
  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, case_id);
  step = amia_sql_statement_step (statement, error);
  if (step == AMIA_ROW)
    _amia_get_uuid (statement, 0, participant);

  return step != AMIA_ERROR;
}

/* The ids in the first column of a statement. */
static GArray *
list_ids (AmiaSqlStatement *statement,
          GError          **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id;

      _amia_get_uuid (statement, 0, &id);
      g_array_append_val (ids, id);
    }

  return step == AMIA_DONE ? g_steal_pointer (&ids) : NULL;
}

static GArray *
ledger_list_links (AmiaLedger     *ledger,
                   const AmiaUuid *participant,
                   GError        **error)
{
  static const char sql[] =
      "SELECT case_id FROM person_case WHERE participant = ? ORDER BY case_id";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "find a participant's cases", error);

  if (statement == NULL)
    return NULL;

  _amia_bind_uuid (statement, 1, participant);
  return list_ids (statement, error);
}

static gboolean
ledger_put_grant (AmiaLedger      *ledger,
                  const AmiaGrant *grant,
                  GError         **error)
{
  static const char sql[] = "INSERT INTO access_grant (" GRANT_COLUMNS ")"
                            " VALUES (?, ?, ?, ?, ?, ?, ?)"
                            " ON CONFLICT (account, scope) DO UPDATE SET"
                            " generation = excluded.generation, fed_from = excluded.fed_from,"
                            " is_active = excluded.is_active, rights = excluded.rights,"
                            " agency = excluded.agency";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger), sql, "let somebody in", error);

  if (statement == NULL)
    return FALSE;

  amia_sql_statement_bind_text (statement, 1, grant->user);
  _amia_bind_uuid (statement, 2, &grant->scope);
  amia_sql_statement_bind_int (statement, 3, grant->generation);
  amia_sql_statement_bind_int (statement, 4, grant->fed_from);
  amia_sql_statement_bind_int (statement, 5, grant->is_active);
  amia_sql_statement_bind_text (statement, 6, grant->rights);
  amia_sql_statement_bind_text (statement, 7, grant->agency);
  return _amia_run_later (statement, error) && _amia_sql_ledger_touch_facts (ledger, error);
}

/* The grants in a statement over GRANT_COLUMNS. */
static GPtrArray *
list_grants (AmiaSqlStatement *statement,
             GError          **error)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_grant_free);
  AmiaStep step;

  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaGrant *grant = g_new (AmiaGrant, 1);

      grant->user = g_strdup (amia_sql_statement_get_text (statement, 0));
      _amia_get_uuid (statement, 1, &grant->scope);
      grant->generation = amia_sql_statement_get_int (statement, 2);
      grant->fed_from = amia_sql_statement_get_int (statement, 3);
      grant->is_active = amia_sql_statement_get_int (statement, 4) != 0;
      grant->rights = g_strdup (amia_sql_statement_get_text (statement, 5));
      grant->agency = g_strdup (amia_sql_statement_get_text (statement, 6));
      g_ptr_array_add (grants, grant);
    }

  return step == AMIA_DONE ? g_steal_pointer (&grants) : NULL;
}

static GPtrArray *
ledger_list_user_grants (AmiaLedger *ledger,
                         const char *user,
                         GError    **error)
{
  static const char sql[] =
      "SELECT " GRANT_COLUMNS " FROM access_grant WHERE account = ?";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list what a user may see", error);

  if (statement == NULL)
    return NULL;

  amia_sql_statement_bind_text (statement, 1, user);
  return list_grants (statement, error);
}

static GPtrArray *
ledger_list_scope_grants (AmiaLedger     *ledger,
                          const AmiaUuid *scope,
                          GError        **error)
{
  static const char sql[] = "SELECT " GRANT_COLUMNS " FROM access_grant"
                            " WHERE scope = ? ORDER BY account";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list who may see a case", error);

  if (statement == NULL)
    return NULL;

  _amia_bind_uuid (statement, 1, scope);
  return list_grants (statement, error);
}

static GPtrArray *
ledger_list_colleagues (AmiaLedger *ledger,
                        const char *user,
                        GError    **error)
{
  static const char sql[] =
      "SELECT name, agency, CASE WHEN EXISTS (SELECT 1 FROM ended"
      "  JOIN access_grant AS own ON own.scope = ended.scope"
      "  JOIN access_grant AS other ON other.scope = ended.scope"
      "  WHERE own.account = ?1 AND own.is_active = 1 AND other.account = name"
      "  AND (other.is_active = 0 OR ended.field NOT IN ('to', 'removed')))"
      " THEN 1 ELSE 0 END FROM account WHERE name <> ?1 AND name IN"
      " (SELECT other.account FROM access_grant AS own"
      "  JOIN access_grant AS other ON other.scope = own.scope"
      "  WHERE own.account = ?1 AND own.is_active = 1 AND other.is_active = 1"
      "  AND NOT EXISTS (SELECT 1 FROM person_case"
      "   WHERE participant = own.scope)) ORDER BY name";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list colleagues", error);
  g_autoptr (GPtrArray) colleagues = NULL;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  colleagues = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_colleague_free);
  amia_sql_statement_bind_text (statement, 1, user);
  while ((step = amia_sql_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaColleague *colleague = g_new (AmiaColleague, 1);

      colleague->user = g_strdup (amia_sql_statement_get_text (statement, 0));
      colleague->agency = g_strdup (amia_sql_statement_get_text (statement, 1));
      colleague->is_narrowed = amia_sql_statement_get_int (statement, 2) != 0;
      g_ptr_array_add (colleagues, colleague);
    }

  return step == AMIA_DONE ? g_steal_pointer (&colleagues) : NULL;
}

static gboolean
ledger_set_dated (AmiaLedger     *ledger,
                  const AmiaUuid *case_id,
                  gboolean        is_dated,
                  GError        **error)
{
  static const char insert_sql[] =
      "INSERT INTO dated_case (case_id) VALUES (?) ON CONFLICT DO NOTHING";
  static const char delete_sql[] = "DELETE FROM dated_case WHERE case_id = ?";
  AmiaSqlStatement *statement = amia_sql_prepare (get_sql (ledger),
                                                  is_dated ? insert_sql : delete_sql,
                                                  "note that a case has dates to come",
                                                  error);

  if (statement == NULL)
    return FALSE;

  _amia_bind_uuid (statement, 1, case_id);
  return _amia_run_later (statement, error);
}

static GArray *
ledger_list_dated (AmiaLedger *ledger,
                   GError    **error)
{
  static const char sql[] = "SELECT case_id FROM dated_case ORDER BY case_id";
  g_autoptr (AmiaSqlStatement) statement =
      amia_sql_prepare (get_sql (ledger), sql, "list cases with dates to come", error);

  return statement != NULL ? list_ids (statement, error) : NULL;
}

void
_amia_sql_ledger_class_init_access (AmiaLedgerClass *klass)
{
  klass->find_record = ledger_find_record;
  klass->put_record = ledger_put_record;
  klass->list_facts = ledger_list_facts;
  klass->put_link = ledger_put_link;
  klass->find_link = ledger_find_link;
  klass->list_links = ledger_list_links;
  klass->put_grant = ledger_put_grant;
  klass->list_user_grants = ledger_list_user_grants;
  klass->list_scope_grants = ledger_list_scope_grants;
  klass->list_colleagues = ledger_list_colleagues;
  klass->set_dated = ledger_set_dated;
  klass->list_dated = ledger_list_dated;
}
