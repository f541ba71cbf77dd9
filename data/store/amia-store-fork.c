/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-sync.h"

/* When the two sides no longer agree on the past (sync.md C4). Rewind: the server has begun a new
 * life and has less than it said. Fork: another file has been writing under this device's name, so
 * this one takes a new name, and so does everything it wrote that the server does not have. Nothing
 * that is here is lost by either. */

typedef gboolean (*ChangeFunc) (AmiaStore  *store,
                                AmiaChange *change,
                                gint64      seq,
                                gpointer    data,
                                GError    **error);

/* Own changes above @acked, in order. They are read before the first is visited: the visitor may
 * write the rows. */
static gboolean
visit_unacked (AmiaStore *store,
               gint64     acked,
               ChangeFunc func,
               gpointer   data,
               GError   **error)
{
  for (gint64 n = acked + 1; n <= store->position.last_n; n++)
    {
      g_autoptr (AmiaChange) change = NULL;
      gint64          seq;
      AmiaChangeState state;

      if (!_amia_log_find_own (store, n, &change, &seq, &state, error))
        return FALSE;
      if (change == NULL)
        return _amia_store_fail (error,
                                 AMIA_STORE_ERROR_DAMAGED,
                                 "Failed to read own change %" G_GINT64_FORMAT ": it is missing",
                                 n);
      if (!func (store, change, seq, data, error))
        return FALSE;
    }

  return TRUE;
}

/* What it had kept sealed is to be judged anew, where it is still here. */
static gboolean
offer_sealed (AmiaStore        *store,
              const AmiaChange *change,
              gint64            seq,
              GError          **error)
{
  g_auto (AmiaLogged) logged = { 0 };

  if (!_amia_log_load (store, seq, NULL, 0, &logged, error))
    return FALSE;
  if (logged.change == NULL || logged.state != AMIA_CHANGE_ESCROW || logged.has_hash)
    return TRUE;

  return _amia_log_set_state (store, seq, AMIA_CHANGE_HERE, NULL, error) &&
         _amia_log_set_pending (store, change, seq, AMIA_CHANGE_HERE, error);
}

/* What the server had taken is in colleagues' laptops. If it now comes before that which let its
 * author in, the server can't but refuse it, and so it is kept here as it is there, come what may.
 * One that had been refused is sent as well, since numbers have no gaps, and judged again. */
static gboolean
keep (AmiaStore  *store,
      AmiaChange *change,
      gint64      seq,
      gpointer    data,
      GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE log SET state = 4 WHERE seq = ? AND state = 1",
                       "keep what the server has lost",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  return amia_statement_run (statement, error) && offer_sealed (store, change, seq, error);
}

static gboolean
rewind_to (AmiaStore  *store,
           const char *epoch,
           gint64      acked,
           GError    **error)
{
  /* Rights stay as they are until the new life speaks of them, in its own numbers. What it never
   * speaks of, since it has forgotten that we were let in, we ask about. */
  static const char forget[] = "UPDATE log SET server_seq = NULL WHERE server_seq IS NOT NULL;"
                               "UPDATE scope_access SET generation = 0;"
                               "DELETE FROM lane; DELETE FROM reader; DELETE FROM opening;"
                               "DELETE FROM receipt; DELETE FROM snapshot;"
                               "INSERT INTO receipt (scope, generation, is_due) "
                               "SELECT scope, 0, 1 FROM scope_access WHERE rights <> 'null';"
                               "DELETE FROM catch_up";
  AmiaPosition     *position = &store->position;

  acked = CLAMP (acked, 0, position->last_n);
  memset (position->chain, 0, sizeof position->chain);
  if (!amia_db_exec (store->db, forget, "begin anew with the server", error) ||
      !_amia_refill_begin (store, error) ||
      !_amia_log_accept_waiting (store, 1, acked, error) ||
      !visit_unacked (store, acked, keep, NULL, error) ||
      !_amia_log_chain (store, 1, acked, position->chain, error))
    return FALSE;

  g_free (position->epoch);
  position->epoch = g_strdup (epoch);
  g_clear_pointer (&position->readers_hash, g_free);
  position->since = 0;
  position->acked = acked;
  position->is_dirty = TRUE;
  return TRUE;
}

gboolean
amia_store_rewind (AmiaStore  *store,
                   const char *epoch,
                   gint64      acked,
                   GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  if (!rewind_to (store, epoch, acked, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  return _amia_store_commit (store, &local_error) || _amia_store_report (error, local_error);
}

/* --- Fork ----------------------------------------------------------------------------------- */

typedef struct
{
  AmiaUuid    old_id;
  AmiaUuid    new_id;
  gint64      new_idx;
  gint64      acked;
  GHashTable *records; /* (element-type AmiaUuid): to be merged anew */
  GPtrArray  *ops;     /* (element-type AmiaOp): one of each, to find them by */
} Fork;

static void
rename_refs (const Fork *fork,
             GArray     *refs)
{
  for (guint i = 0; refs != NULL && i < refs->len; i++)
    {
      AmiaRef *ref = &g_array_index (refs, AmiaRef, i);

      if (ref->n > fork->acked && amia_uuid_equal (&ref->device, &fork->old_id))
        {
          ref->device = fork->new_id;
          ref->n -= fork->acked;
        }
    }
}

static gboolean
store_renamed (AmiaStore        *store,
               const AmiaChange *change,
               gint64            seq,
               const Fork       *fork,
               GError          **error)
{
  static const char sql[] =
      "UPDATE log SET device = ?, n = ?, body = ?, own_hash = NULL, server_seq = NULL "
      "WHERE seq = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "give a change a new name", error);
  g_autofree char *bytes = amia_change_encode (change);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, fork->new_idx);
  amia_statement_bind_int (statement, 2, change->n);
  _amia_body_bind (statement, 3, bytes, strlen (bytes));
  amia_statement_bind_int (statement, 4, seq);
  return amia_statement_run (statement, error);
}

static gboolean
rename_change (AmiaStore  *store,
               AmiaChange *change,
               gint64      seq,
               gpointer    data,
               GError    **error)
{
  Fork *fork = data;

  change->device = fork->new_id;
  change->n -= fork->acked;
  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp *op = g_ptr_array_index (change->ops, i);

      rename_refs (fork, op->over);
      rename_refs (fork, op->sources);
    }

  if (!store_renamed (store, change, seq, fork, error))
    return FALSE;

  for (guint i = change->ops->len; i > 0; i--)
    {
      AmiaOp *op = g_ptr_array_index (change->ops, i - 1);

      /* Asked first: adding what is there already would put this op's id, which goes with the
       * change, in the place of the one that stays. */
      if (g_hash_table_contains (fork->records, &op->record))
        continue;
      g_hash_table_add (fork->records, &op->record);
      g_ptr_array_add (fork->ops, g_ptr_array_steal_index (change->ops, i - 1));
    }
  return TRUE;
}

static gboolean
rebuild_renamed (AmiaStore  *store,
                 const Fork *fork,
                 GError    **error)
{
  for (guint i = 0; i < fork->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (fork->ops, i);
      AmiaEntry    *entry = _amia_records_get (store, op->kind, &op->record, &op->case_id, error);

      if (entry == NULL || !_amia_records_rebuild (store, entry, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
rename_sources (AmiaStore  *store,
                const Fork *fork,
                GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE source SET device = ?1, n = n - ?2 WHERE device = ?3 AND n > ?2",
                       "give sources new names",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, fork->new_idx);
  amia_statement_bind_int (statement, 2, fork->acked);
  amia_statement_bind_int (statement, 3, store->device_idx);
  return amia_statement_run (statement, error);
}

/* What the server has is another device's from now on: no chain goes over it any more, and where
 * nothing is left of a change, there is no row. */
static gboolean
leave_old_name (AmiaStore  *store,
                const Fork *fork,
                GError    **error)
{
  static const char *const statements[] = {
    "DELETE FROM log WHERE device = ? AND n <= ? AND state = 6",
    "UPDATE log SET hash = NULL WHERE device = ? AND n <= ? AND hash IS NOT NULL",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (AmiaStatement) statement =
          amia_db_prepare (store->db, statements[i], "leave the old name", error);

      if (statement == NULL)
        return FALSE;

      amia_statement_bind_int (statement, 1, store->device_idx);
      amia_statement_bind_int (statement, 2, fork->acked);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_name (AmiaStore  *store,
           const Fork *fork,
           GError    **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "UPDATE replica SET device = ?", "give the replica a new name", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, fork->new_idx);
  return amia_statement_run (statement, error);
}

/* Gives the device and its unacknowledged changes new names, inside the transaction. */
static gboolean
rename_device (AmiaStore *store,
               GError   **error)
{
  AmiaPosition *position = &store->position;
  g_autoptr (GHashTable) records = g_hash_table_new (amia_uuid_hash, amia_uuid_equal);
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) amia_op_free);
  Fork        fork = { .old_id = store->identity.device, .new_id = amia_uuid_new_random () };
  AmiaDevice *device = _amia_log_get_device (
      store, &fork.new_id, store->identity.user, store->identity.agency, error);

  if (device == NULL)
    return FALSE;

  fork.new_idx = device->idx;
  fork.acked = position->acked;
  fork.records = records;
  fork.ops = ops;
  if (!visit_unacked (store, fork.acked, rename_change, &fork, error) ||
      !rename_sources (store, &fork, error) || !rebuild_renamed (store, &fork, error) ||
      !leave_old_name (store, &fork, error) || !take_name (store, &fork, error))
    return FALSE;

  position->last_n -= fork.acked;
  position->acked = 0;
  memset (position->chain, 0, sizeof position->chain);
  position->is_dirty = TRUE;
  return TRUE;
}

gboolean
amia_store_fork (AmiaStore *store,
                 GError   **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  if (!rename_device (store, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  return (_amia_store_commit (store, &local_error) &&
          _amia_store_load_identity (store, &local_error)) ||
         _amia_store_report (error, local_error);
}
