/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-sync.h"

/* What becomes of our own changes: accepted, refused, said once more, given back by a server that
 * has lost them, or given new names. A refused change leaves the registers, so that everybody's
 * stay the same, and keeps its place in the log. */

gboolean
_amia_records_rebuild_of (AmiaStore        *store,
                          const AmiaChange *change,
                          GError          **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (amia_uuid_hash, amia_uuid_equal);

  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp    *op = g_ptr_array_index (change->ops, i);
      AmiaEntry *entry;

      if (!g_hash_table_add (done, &op->record))
        continue;

      entry = _amia_records_get (store, op->kind, &op->record, &op->case_id, error);
      if (entry == NULL || !_amia_records_rebuild (store, entry, error))
        return FALSE;
    }

  return TRUE;
}

/* The cases in whose rows something is counted by these own changes. */
static gboolean
note_scopes (AmiaStore *store,
             gint64     first,
             gint64     last,
             GError   **error)
{
  static const char sql[] =
      "WITH scopes (id) AS (SELECT DISTINCT p.scope FROM log AS l "
      "JOIN pending AS p ON p.seq = l.seq WHERE l.device = ?1 AND l.n BETWEEN ?2 AND ?3) "
      "SELECT s.id FROM scopes AS s WHERE NOT EXISTS "
      "(SELECT 1 FROM record AS r WHERE r.id = s.id AND r.case_id IS NULL) "
      "UNION SELECT c.id FROM case_row AS c JOIN scopes AS s ON s.id = c.participant";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find what waits", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, first);
  amia_statement_bind_int (statement, 3, last);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      _amia_cases_get (store, &id);
    }

  return step == AMIA_DONE;
}

static gboolean
run_on_range (AmiaStore  *store,
              const char *sql,
              gint64      first,
              gint64      last,
              gint64      server_seq,
              GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note what the server has", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, first);
  amia_statement_bind_int (statement, 3, last);
  if (server_seq > 0)
    amia_statement_bind_int (statement, 4, server_seq);
  return amia_statement_run (statement, error);
}

static gboolean
is_any_waiting (AmiaStore *store,
                gint64     first,
                gint64     last,
                gboolean  *answer,
                GError   **error)
{
  static const char sql[] =
      "SELECT 1 FROM log WHERE device = ? AND n BETWEEN ? AND ? AND state = 0 LIMIT 1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find what waits", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, first);
  amia_statement_bind_int (statement, 3, last);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

static gboolean
stop_waiting (AmiaStore *store,
              gint64     first,
              gint64     last,
              GError   **error)
{
  static const char sql[] = "DELETE FROM pending WHERE state = 0 AND seq IN "
                            "(SELECT seq FROM log WHERE device = ?1 AND n BETWEEN ?2 AND ?3)";

  return note_scopes (store, first, last, error) &&
         run_on_range (store, sql, first, last, 0, error);
}

gboolean
_amia_log_accept_waiting (AmiaStore *store,
                          gint64     first,
                          gint64     last,
                          GError   **error)
{
  gboolean is_any;

  if (!is_any_waiting (store, first, last, &is_any, error))
    return FALSE;

  return !is_any ||
         (stop_waiting (store, first, last, error) &&
          run_on_range (store,
                        "UPDATE log SET state = 1 "
                        "WHERE device = ?1 AND n BETWEEN ?2 AND ?3 AND state = 0",
                        first,
                        last,
                        0,
                        error));
}

/* The numbers in a range that were refused or sealed. */
static GArray *
list_kept_back (AmiaStore *store,
                gint64     first,
                gint64     last,
                GError   **error)
{
  g_autoptr (GArray) refused = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT n FROM log "
                       "WHERE device = ? AND n BETWEEN ? AND ? AND state IN (2, 5)",
                       "find what was refused",
                       error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, first);
  amia_statement_bind_int (statement, 3, last);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gint64 n = amia_statement_get_int (statement, 0);

      g_array_append_val (refused, n);
    }

  return step == AMIA_DONE ? g_steal_pointer (&refused) : NULL;
}

gboolean
_amia_log_set_state (AmiaStore      *store,
                     gint64          seq,
                     AmiaChangeState state,
                     const char     *reason,
                     GError        **error)
{
  static const char sql[] =
      "UPDATE log SET state = ?1, reason = ?2, is_dismissed = 0 WHERE seq = ?3";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note what became of a change", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, state);
  amia_statement_bind_text (statement, 2, reason);
  amia_statement_bind_int (statement, 3, seq);
  return amia_statement_run (statement, error);
}

static gboolean
stop_pending (AmiaStore *store,
              gint64     seq,
              GError   **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "DELETE FROM pending WHERE seq = ?", "note what no longer waits", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  return amia_statement_run (statement, error);
}

/* What waited wherever it was of, also where it may no longer be seen, waits no more. */
static gboolean
refuse_pending (AmiaStore *store,
                gint64     seq,
                GError   **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "UPDATE pending SET state = 2 WHERE seq = ?", "note what was refused", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  return amia_statement_run (statement, error);
}

gboolean
_amia_log_take_up (AmiaStore  *store,
                   AmiaLogged *logged,
                   GError    **error)
{
  logged->state = AMIA_CHANGE_FOREIGN;
  return _amia_log_set_state (store, logged->seq, AMIA_CHANGE_FOREIGN, NULL, error) &&
         stop_pending (store, logged->seq, error) &&
         _amia_records_rebuild_of (store, logged->change, error);
}

/* A server in its next life has taken what the one before refused, or the author was let in again
 * and what was sealed is taken up. */
static gboolean
take_back (AmiaStore *store,
           gint64     n,
           GError   **error)
{
  g_autoptr (AmiaChange) change = NULL;
  gint64          seq;
  AmiaChangeState state;

  if (!_amia_log_find_own (store, n, &change, &seq, &state, error) || change == NULL)
    return FALSE;

  state = change->ops->len > 0 ? AMIA_CHANGE_ACCEPTED : AMIA_CHANGE_FORGOTTEN;
  return _amia_log_set_state (store, seq, state, NULL, error) &&
         stop_pending (store, seq, error) && _amia_records_rebuild_of (store, change, error);
}

gboolean
_amia_log_accept (AmiaStore *store,
                  gint64     first,
                  gint64     last,
                  gint64     server_seq,
                  GError   **error)
{
  /* All that is to be said of a row at once: to write it anew costs as much as to log it. */
  static const char number[] =
      "UPDATE log SET state = iif (state IN (0, 4), 1, state), server_seq = ?4 + n - ?2 "
      "WHERE device = ?1 AND n BETWEEN ?2 AND ?3";
  g_autoptr (GArray) refused = NULL;

  if (!stop_waiting (store, first, last, error) ||
      !run_on_range (store, number, first, last, server_seq, error) ||
      (refused = list_kept_back (store, first, last, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < refused->len; i++)
    {
      if (!take_back (store, g_array_index (refused, gint64, i), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_log_refuse (AmiaStore  *store,
                  gint64      n,
                  const char *reason,
                  GError    **error)
{
  g_autoptr (AmiaChange) change = NULL;
  gint64          seq;
  AmiaChangeState state;

  if (!_amia_log_find_own (store, n, &change, &seq, &state, error))
    return FALSE;

  /* Told again, or of a change that this file never had, or of one that is kept regardless. */
  if (change == NULL || state == AMIA_CHANGE_REFUSED || state == AMIA_CHANGE_KEPT)
    return TRUE;

  return _amia_log_set_state (store, seq, AMIA_CHANGE_REFUSED, reason, error) &&
         _amia_log_set_pending (store, change, seq, AMIA_CHANGE_REFUSED, error) &&
         (state != AMIA_CHANGE_ESCROW || refuse_pending (store, seq, error)) &&
         note_scopes (store, n, n, error) && _amia_records_rebuild_of (store, change, error);
}

gboolean
_amia_log_seal (AmiaStore  *store,
                gint64      n,
                const char *reason,
                GError    **error)
{
  g_autoptr (AmiaChange) change = NULL;
  gint64          seq;
  AmiaChangeState state;

  if (!_amia_log_find_own (store, n, &change, &seq, &state, error))
    return FALSE;
  if (change == NULL || state == AMIA_CHANGE_ESCROW)
    return TRUE;

  /* What a record shows of it stays, unless its rights say otherwise: it is not refused. */
  return _amia_log_set_state (store, seq, AMIA_CHANGE_ESCROW, reason, error) &&
         _amia_log_set_pending (store, change, seq, AMIA_CHANGE_ESCROW, error) &&
         note_scopes (store, n, n, error) &&
         (state != AMIA_CHANGE_REFUSED || _amia_records_rebuild_of (store, change, error));
}

gboolean
_amia_log_chain (AmiaStore *store,
                 gint64     first,
                 gint64     last,
                 guint8    *chain,
                 GError   **error)
{
  static const char sql[] =
      "SELECT coalesce (hash, own_hash), iif (coalesce (hash, own_hash) IS NULL, body, NULL) "
      "FROM log WHERE device = ? AND n BETWEEN ? AND ? ORDER BY n";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "chain own changes", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, first);
  amia_statement_bind_int (statement, 3, last);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gsize            length;
      gsize            hash_length;
      gconstpointer    hash = amia_statement_get_blob (statement, 0, &hash_length);
      g_autofree char *unpacked = NULL;
      const char      *body = _amia_body_get (statement, 1, &unpacked, &length);

      if (hash_length == AMIA_CHANGE_HASH_LENGTH)
        amia_chain_next_hash (chain, hash, chain);
      else
        amia_chain_next (chain, body, length, chain);
    }

  return step == AMIA_DONE;
}

/* --- Dealing with a refusal ----------------------------------------------------------------- */

static gboolean
dismiss (AmiaStore *store,
         gint64     seq,
         GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE log SET is_dismissed = 1 WHERE seq = ?",
                       "deal with a refusal",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  return amia_statement_run (statement, error) && stop_pending (store, seq, error);
}

static AmiaEdits *
edits_from_change (const AmiaChange *change)
{
  AmiaEdits *edits = amia_edits_new ();

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      amia_edits_set (
          edits, op->kind, &op->record, &op->case_id, op->field, op->area, op->value);
      for (guint k = 0; op->sources != NULL && k < op->sources->len; k++)
        {
          const AmiaRef *ref = &g_array_index (op->sources, AmiaRef, k);

          amia_edits_add_source (
              edits, &ref->device, ref->n, ref->field != NULL ? ref->field : op->field);
        }
    }

  return edits;
}

static gboolean
deal_with (AmiaStore *store,
           gint64     n,
           gboolean   is_retry,
           GError   **error)
{
  g_autoptr (AmiaChange) change = NULL;
  g_autoptr (AmiaEdits) edits = NULL;
  gint64          seq;
  gint64          number;
  AmiaChangeState state;

  if (!_amia_log_find_own (store, n, &change, &seq, &state, error))
    return FALSE;
  if (change == NULL || state != AMIA_CHANGE_REFUSED)
    return _amia_store_fail (error,
                             AMIA_STORE_ERROR_INVALID,
                             "Failed to deal with change %" G_GINT64_FORMAT ": it was not refused",
                             n);
  if (!note_scopes (store, n, n, error) || !dismiss (store, seq, error))
    return FALSE;
  if (is_retry)
    {
      edits = edits_from_change (change);
      if (!_amia_store_write (store, edits, &number, error))
        return FALSE;
    }

  return _amia_forget_acknowledged (store, error);
}

static gboolean
deal_with_refusal (AmiaStore *store,
                   gint64     n,
                   gboolean   is_retry,
                   GError   **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  if (!deal_with (store, n, is_retry, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  return _amia_store_commit (store, &local_error) || _amia_store_report (error, local_error);
}

gboolean
amia_store_retry_refusal (AmiaStore *store,
                          gint64     n,
                          GError   **error)
{
  g_return_val_if_fail (store != NULL, FALSE);

  return deal_with_refusal (store, n, TRUE, error);
}

gboolean
amia_store_dismiss_refusal (AmiaStore *store,
                            gint64     n,
                            GError   **error)
{
  g_return_val_if_fail (store != NULL, FALSE);

  return deal_with_refusal (store, n, FALSE, error);
}
