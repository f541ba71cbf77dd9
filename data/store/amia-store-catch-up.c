/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-catch-up-private.h"

#include <string.h>

#include "amia-kinds.h"
#include "amia-store-access-private.h"
#include "amia-store-log-private.h"

/* A snapshot leaves out records that are removed. Somebody who has not heard of the removal may
 * still write in one of them, and it is back; then all of it is needed. What tells is that the feed
 * brings something of a record that is not here: usually a new one, but who knows. So at the first
 * such change in a scope of which anything was left out, all of the scope is fetched, once. */

/* --- Reading -------------------------------------------------------------------------------- */

static gboolean
load_snapshot (AmiaStore     *store,
               AmiaSyncState *state,
               GError       **error)
{
  static const char sql[] = "SELECT at, scope, after, n_done, n_scopes FROM snapshot";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look for a snapshot", error);
  AmiaStep step = statement != NULL ? amia_statement_step (statement, error) : AMIA_ERROR;

  state->has_snapshot = step == AMIA_ROW;
  if (state->has_snapshot)
    state->snapshot = (AmiaSnapshotPosition){
      .at = amia_statement_get_int (statement, 0),
      .scope = _amia_statement_get_uuid (statement, 1),
      .after = amia_statement_get_int (statement, 2),
      .n_done = (guint) amia_statement_get_int (statement, 3),
      .n_scopes = (guint) amia_statement_get_int (statement, 4),
    };
  return step != AMIA_ERROR;
}

/* TRUE if the query has a row. */
static gboolean
ask (AmiaStore  *store,
     const char *sql,
     gint64      number,
     gint64      other,
     gboolean   *answer,
     GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look how the replica stands", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, number);
  amia_statement_bind_int (statement, 2, other);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

gboolean
_amia_catch_up_load (AmiaStore          *store,
                     const AmiaPosition *position,
                     AmiaSyncState      *state,
                     GError            **error)
{
  static const char lanes[] =
      "SELECT scope, generation, position FROM catch_up WHERE generation > 0 "
      "AND scope NOT IN (SELECT scope FROM lane) ORDER BY scope DESC "
      "LIMIT " G_STRINGIFY (AMIA_STORE_CATCH_UP_MAX);
  static const char unnumbered[] =
      "SELECT 1 FROM log WHERE device = (SELECT device FROM replica) AND n = ?1 AND state = 1 "
      "AND (server_seq IS NULL OR server_seq > ?2)";
  gboolean has_others;
  gboolean is_unnumbered;

  state->catch_up = _amia_lanes_load (store, lanes, error);
  if (state->catch_up == NULL || !load_snapshot (store, state, error) ||
      !_amia_log_has_others (store, &has_others, error) ||
      !ask (store, unnumbered, position->acked, position->since, &is_unnumbered, error))
    return FALSE;

  state->is_empty = !has_others;
  state->is_settled = !is_unnumbered;
  return TRUE;
}

/* --- Something of a record that is not here -------------------------------------------------- */

static gboolean
want_scope (AmiaStore      *store,
            const AmiaUuid *scope,
            gint64          generation,
            GError        **error)
{
  static const char sql[] =
      "UPDATE catch_up SET generation = ?2, position = 0 WHERE scope = ?1 AND generation = 0";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "fetch what was left out", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_blob (statement, 1, scope->bytes, sizeof scope->bytes);
  amia_statement_bind_int (statement, 2, generation);
  return amia_statement_run (statement, error);
}

static gboolean
is_left_out (AmiaStore    *store,
             const AmiaOp *op,
             gboolean     *answer,
             GError      **error)
{
  static const char sql[] =
      "SELECT 1 FROM catch_up WHERE scope = ?1 AND generation = 0 "
      "AND NOT EXISTS (SELECT 1 FROM record WHERE id = ?2)";
  const AmiaUuid *scope = _amia_op_get_scope (op);
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look whether a record was left out", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_blob (statement, 1, scope->bytes, sizeof scope->bytes);
  _amia_statement_bind_uuid (statement, 2, &op->record);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

gboolean
_amia_catch_up_notice (AmiaStore          *store,
                       const AmiaIncoming *incoming,
                       GError            **error)
{
  static const char any[] = "SELECT 1 FROM catch_up WHERE generation = 0 AND ?1 = ?2 LIMIT 1";
  const gint64      generation = MAX (store->position.since, incoming->next) + 1;
  gboolean          is_any;

  if (incoming->is_snapshot || incoming->changes->len == 0)
    return TRUE;
  if (!ask (store, any, 0, 0, &is_any, error))
    return FALSE;

  for (guint i = 0; is_any && i < incoming->changes->len; i++)
    {
      const AmiaIncomingChange *item = g_ptr_array_index (incoming->changes, i);

      for (guint k = 0; k < item->change->ops->len; k++)
        {
          const AmiaOp *op = g_ptr_array_index (item->change->ops, k);
          gboolean      is_missing;

          if (!is_left_out (store, op, &is_missing, error) ||
              (is_missing && !want_scope (store, _amia_op_get_scope (op), generation, error)))
            return FALSE;
        }
    }

  return TRUE;
}

/* --- What a page says ------------------------------------------------------------------------ */

static gboolean
keep_snapshot (AmiaStore                  *store,
               const AmiaSnapshotPosition *snapshot,
               GError                    **error)
{
  static const char sql[] =
      "INSERT OR REPLACE INTO snapshot (one, at, scope, after, n_done, n_scopes) "
      "VALUES (1, ?, ?, ?, ?, ?)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "keep how far a snapshot has come", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, snapshot->at);
  amia_statement_bind_blob (statement, 2, snapshot->scope.bytes, sizeof snapshot->scope.bytes);
  amia_statement_bind_int (statement, 3, snapshot->after);
  amia_statement_bind_int (statement, 4, snapshot->n_done);
  amia_statement_bind_int (statement, 5, snapshot->n_scopes);
  return amia_statement_run (statement, error);
}

static gboolean
put_scope (AmiaStore      *store,
           const AmiaLane *lane,
           const char     *sql,
           GError        **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "keep what is to be fetched anew", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_blob (statement, 1, lane->scope.bytes, sizeof lane->scope.bytes);
  amia_statement_bind_int (statement, 2, lane->generation);
  amia_statement_bind_int (statement, 3, lane->position);
  return amia_statement_run (statement, error);
}

/* An answer that was overtaken by a later one neither puts a lane back nor ends a newer one. */
static gboolean
take_lane (AmiaStore      *store,
           const AmiaLane *lane,
           GError        **error)
{
  static const char put[] =
      "INSERT INTO catch_up (scope, generation, position) VALUES (?1, ?2, ?3) ON CONFLICT (scope) "
      "DO UPDATE SET position = CASE WHEN generation = excluded.generation "
      "THEN max (position, excluded.position) ELSE excluded.position END, "
      "generation = excluded.generation WHERE generation <= excluded.generation";
  static const char end[] =
      "DELETE FROM catch_up WHERE scope = ?1 AND generation = ?2 AND ?3 >= generation";

  return put_scope (store, lane, lane->position >= lane->generation ? end : put, error);
}

gboolean
_amia_catch_up_take (AmiaStore          *store,
                     const AmiaIncoming *incoming,
                     GError            **error)
{
  static const char left_out[] = "INSERT INTO catch_up (scope, generation, position) "
                                 "VALUES (?1, ?2, ?3) ON CONFLICT (scope) DO NOTHING";

  for (guint i = 0; i < incoming->left_out->len; i++)
    {
      const AmiaLane lane = { g_array_index (incoming->left_out, AmiaUuid, i), 0, 0 };

      if (!put_scope (store, &lane, left_out, error))
        return FALSE;
    }

  for (guint i = 0; i < incoming->catch_up->len; i++)
    {
      if (!take_lane (store, &g_array_index (incoming->catch_up, AmiaLane, i), error))
        return FALSE;
    }

  if (incoming->ends_snapshot)
    return amia_db_exec (store->db, "DELETE FROM snapshot", "end a snapshot", error);
  return incoming->snapshot == NULL || keep_snapshot (store, incoming->snapshot, error);
}

gboolean
amia_store_begin_snapshot (AmiaStore *store,
                           GError   **error)
{
  static const AmiaSnapshotPosition start = {
    .scope = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } },
  };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);
  if (!keep_snapshot (store, &start, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  return _amia_store_commit (store, &local_error) || _amia_store_report (error, local_error);
}

/* --- Digests --------------------------------------------------------------------------------- */

/* As the server files it. */
static AmiaUuid
get_scope (const AmiaRecord *record)
{
  const AmiaKind *kind = amia_kind_find (record->kind);

  if (kind != NULL && kind->scope == AMIA_SCOPE_ORGANISATION)
    return (AmiaUuid){ { 0 } };
  if ((kind != NULL && kind->scope == AMIA_SCOPE_PERSON) || amia_uuid_is_nil (&record->case_id))
    return record->id;
  return record->case_id;
}

static AmiaScopeDigest *
obtain_digest (GHashTable     *digests,
               const AmiaUuid *scope)
{
  AmiaScopeDigest *digest = g_hash_table_lookup (digests, scope);

  if (digest == NULL)
    {
      digest = g_new0 (AmiaScopeDigest, 1);
      digest->scope = *scope;
      g_hash_table_insert (digests, &digest->scope, digest);
    }

  return digest;
}

static gboolean
add_records (AmiaStore  *store,
             GHashTable *digests,
             GError    **error)
{
  static const char sql[] =
      "SELECT kind, id, case_id, state, key FROM record WHERE is_removed = 0 AND is_empty = 0";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "compare with the server", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autoptr (AmiaRecord) record = _amia_record_read (store, statement, error);
      AmiaUuid scope;

      if (record == NULL)
        return FALSE;

      scope = get_scope (record);
      amia_digest_add_record (obtain_digest (digests, &scope)->digest, record);
    }

  return step == AMIA_DONE;
}

/* What waits, was refused or is sealed has its place in the registers here, or not, and not there.
 */
static gboolean
note_waiting (AmiaStore  *store,
              GHashTable *digests,
              GError    **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (store->db,
                                                         "SELECT DISTINCT scope FROM pending",
                                                         "compare with the server",
                                                         error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid scope = _amia_statement_get_uuid (statement, 0);

      obtain_digest (digests, &scope)->is_waiting = TRUE;
    }

  return step == AMIA_DONE;
}

GHashTable *
amia_store_digest (AmiaStore *store,
                   GError   **error)
{
  g_autoptr (GHashTable) digests =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, NULL, g_free);
  gboolean is_done;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  is_done = add_records (store, digests, &local_error) &&
            note_waiting (store, digests, &local_error);
  _amia_access_drop (store);
  if (is_done)
    return g_steal_pointer (&digests);

  _amia_store_report (error, local_error);
  return NULL;
}
