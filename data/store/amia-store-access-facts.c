/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-sharing-private.h"

/* The facts of a case, read from the log itself: what a day's end hides must not hide that which
 * decides whether it comes back. */

static GArray *
list_ids (AmiaStatement *statement,
          GError       **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      g_array_append_val (ids, id);
    }

  return step == AMIA_DONE ? g_steal_pointer (&ids) : NULL;
}

GArray *
_amia_sharing_list_records (AmiaStore      *store,
                            const AmiaUuid *case_id,
                            const char     *kind,
                            GError        **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT id FROM record WHERE case_id = ? AND kind = ? ORDER BY id",
                       "read the facts of a case",
                       error);

  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, case_id);
  amia_statement_bind_text (statement, 2, kind);
  return list_ids (statement, error);
}

GArray *
_amia_sharing_list_cases (AmiaStore      *store,
                          const AmiaUuid *scope,
                          GError        **error)
{
  static const char sql[] = "SELECT id FROM record WHERE id = ?1 AND kind = 'case' "
                            "UNION SELECT id FROM case_row WHERE participant = ?1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find the cases of a scope", error);

  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, scope);
  return list_ids (statement, error);
}

static gboolean
find_owner (AmiaStore *store,
            gint64     key,
            char     **agency,
            GError   **error)
{
  /* By the server's order, and what it does not have after all that. */
  static const char sql[] =
      "SELECT d.agency FROM touch AS t JOIN log AS l ON l.seq = t.seq "
      "JOIN device AS d ON d.idx = l.device WHERE t.record = ? AND l.state <> 2 "
      "ORDER BY l.server_seq IS NULL, l.server_seq, l.seq LIMIT 1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find who registered a record", error);
  AmiaStep step;

  *agency = NULL;
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    *agency = g_strdup (amia_statement_get_text (statement, 0));
  return step != AMIA_ERROR;
}

gboolean
_amia_sharing_load_whole (AmiaStore      *store,
                          const AmiaUuid *id,
                          AmiaRecord    **record,
                          char          **agency,
                          GError        **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "SELECT key, kind, case_id FROM record WHERE id = ?", "load a record", error);
  AmiaUuid case_id;
  AmiaStep step;

  *record = NULL;
  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, id);
  step = amia_statement_step (statement, error);
  if (step != AMIA_ROW)
    return step == AMIA_DONE;

  case_id = _amia_statement_get_uuid (statement, 2);
  *record = _amia_records_merge (store,
                                 amia_statement_get_int (statement, 0),
                                 amia_statement_get_text (statement, 1),
                                 id,
                                 &case_id,
                                 TRUE,
                                 error);
  return *record != NULL &&
         (agency == NULL ||
          find_owner (store, amia_statement_get_int (statement, 0), agency, error));
}

/* Whether a membership or consent began on a later day than the one on which it was written. */
static gboolean
begins_later (const AmiaRecord *record)
{
  const char     *field = strcmp (record->kind, "member") == 0 ? "from" : "valid-from";
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    {
      char written[AMIA_DAY_LENGTH + 1];

      _amia_day_print (amia_stamp_get_ms (heads[i].stamp), written);
      if (heads[i].value[0] == '"' && strncmp (heads[i].value + 1, written, AMIA_DAY_LENGTH) > 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
add_records (AmiaStore      *store,
             const AmiaUuid *case_id,
             const char     *kind,
             gboolean        is_at_once,
             AmiaCaseAccess *access,
             GError        **error)
{
  g_autoptr (GArray) ids = _amia_sharing_list_records (store, case_id, kind, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AmiaRecord) record = NULL;
      g_autofree char *agency = NULL;

      if (!_amia_sharing_load_whole (
              store, &g_array_index (ids, AmiaUuid, i), &record, &agency, error))
        return FALSE;
      if (record != NULL && agency != NULL && !(is_at_once && begins_later (record)))
        amia_case_access_add (access, record, agency);
    }

  return TRUE;
}

static gboolean
add_protection (AmiaStore      *store,
                const AmiaUuid *case_id,
                AmiaCaseAccess *access,
                GError        **error)
{
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (AmiaRecord) participant = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *agency = NULL;
  AmiaUuid         id;

  if (!_amia_sharing_load_whole (store, case_id, &record, NULL, error))
    return FALSE;
  if (record != NULL)
    reference = amia_record_dup_string (record, "participant");
  if (reference == NULL || !amia_uuid_parse (reference, -1, &id))
    return TRUE;

  if (!_amia_sharing_load_whole (store, &id, &participant, &agency, error))
    return FALSE;
  if (participant != NULL && agency != NULL && amia_participant_is_protected (participant))
    amia_case_access_set_protected (access, agency);
  return TRUE;
}

static AmiaCaseAccess *
load_access (AmiaStore      *store,
             const AmiaUuid *case_id,
             gboolean        is_at_once,
             GError        **error)
{
  g_autoptr (AmiaCaseAccess) access = amia_case_access_new ();

  return add_records (store, case_id, "member", is_at_once, access, error) &&
                 add_records (store, case_id, "consent", is_at_once, access, error) &&
                 add_protection (store, case_id, access, error)
             ? g_steal_pointer (&access)
             : NULL;
}

AmiaCaseAccess *
_amia_sharing_load_access (AmiaStore      *store,
                           const AmiaUuid *case_id,
                           GError        **error)
{
  return load_access (store, case_id, FALSE, error);
}

AmiaCaseAccess *
_amia_sharing_load_access_at_once (AmiaStore      *store,
                                   const AmiaUuid *case_id,
                                   GError        **error)
{
  return load_access (store, case_id, TRUE, error);
}
