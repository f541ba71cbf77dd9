/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-access-private.h"
#include "amia-store-catch-up-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-standing-private.h"
#include "amia-store-sync.h"

/* Takes a page from the server. Every step may be repeated: a change is known by its device and
 * number, an op by its record and field within it, an acknowledgement by its number.
 *
 * The path of a new change of a colleague's is the hot one: one row in the log, one touch, and ops
 * merged into records that are stored once, when the page is done. */

/* The texts of a page with more changes than this are indexed later. */
#define INDEXED_AT_ONCE_MAX 100

static gboolean
fail_foreign_own (GError **error,
                  gint64   n)
{
  return _amia_store_fail (error,
                           AMIA_STORE_ERROR_FAILED,
                           "Failed to receive: the server has another change %" G_GINT64_FORMAT
                           " of this device; a copy of this replica has been writing",
                           n);
}

/* *is_new is FALSE if the change is here already. */
static gboolean
insert_change (AmiaStore                *store,
               const AmiaIncomingChange *item,
               const AmiaChange         *change,
               gint64                    device_idx,
               gboolean                 *is_new,
               gint64                   *seq,
               GError                  **error)
{
  static const char sql[] =
      "INSERT INTO log (device, n, stamp, state, server_seq, body, shown_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, nullif (?, 0)) ON CONFLICT (device, n) DO NOTHING";
  gboolean is_own = device_idx == store->device_idx;
  g_autoptr (AmiaStatement) statement = amia_db_prepare (store->db, sql, "log a change", error);
  g_autofree char *bytes = amia_change_encode (change);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, device_idx);
  amia_statement_bind_int (statement, 2, change->n);
  amia_statement_bind_int (statement, 3, (gint64) change->stamp);
  amia_statement_bind_int (statement, 4, is_own ? AMIA_CHANGE_ACCEPTED : AMIA_CHANGE_FOREIGN);
  amia_statement_bind_int (statement, 5, item->seq);
  _amia_body_bind (statement, 6, bytes, strlen (bytes));
  amia_statement_bind_int (statement, 7, item->shown_ms);
  if (!amia_statement_run (statement, error))
    return FALSE;

  *is_new = amia_db_get_changes (store->db) > 0;
  *seq = amia_db_get_last_rowid (store->db);
  return TRUE;
}

static gboolean
has_op (const AmiaChange *change,
        const AmiaOp     *op)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp *other = g_ptr_array_index (change->ops, i);

      if (amia_uuid_equal (&other->record, &op->record) && strcmp (other->field, op->field) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What is here and then what is new, borrowed from both. */
static GPtrArray *
join_ops (const AmiaChange *stored,
          const AmiaChange *change)
{
  GPtrArray *ops = g_ptr_array_new ();

  for (guint i = 0; i < stored->ops->len; i++)
    g_ptr_array_add (ops, g_ptr_array_index (stored->ops, i));

  for (guint i = 0; i < change->ops->len; i++)
    {
      if (!has_op (stored, g_ptr_array_index (change->ops, i)))
        g_ptr_array_add (ops, g_ptr_array_index (change->ops, i));
    }

  return ops;
}

/* An own change that is whole again needs the hash of its bytes no longer. */
static gboolean
update_body (AmiaStore        *store,
             const AmiaLogged *stored,
             const AmiaChange *change,
             GError          **error)
{
  static const char sql[] =
      "UPDATE log SET body = ?1, state = ?2, hash = nullif (hash, ?3) WHERE seq = ?4";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "complete a change", error);
  g_autofree char *bytes = amia_change_encode (change);
  guint8           hash[AMIA_CHANGE_HASH_LENGTH];

  if (statement == NULL)
    return FALSE;

  amia_change_hash (bytes, strlen (bytes), hash);
  _amia_body_bind (statement, 1, bytes, strlen (bytes));
  amia_statement_bind_int (
      statement,
      2,
      stored->state == AMIA_CHANGE_FORGOTTEN ? AMIA_CHANGE_ACCEPTED : stored->state);
  amia_statement_bind_blob (statement, 3, hash, sizeof hash);
  amia_statement_bind_int (statement, 4, stored->seq);
  return amia_statement_run (statement, error);
}

static gboolean
add_missing_ops (AmiaStore        *store,
                 const AmiaLogged *stored,
                 const AmiaChange *change,
                 gboolean         *is_news,
                 GError          **error)
{
  AmiaChange joined = *stored->change;
  g_autoptr (GPtrArray) ops = join_ops (stored->change, change);

  if (ops->len == stored->change->ops->len)
    return TRUE;

  *is_news = TRUE;
  joined.ops = ops;
  return update_body (store, stored, &joined, error) &&
         _amia_records_apply (
             store, &joined, stored->change->ops->len, stored->seq, stored->state, error);
}

static gboolean
set_server_seq (AmiaStore *store,
                gint64     seq,
                gint64     server_seq,
                GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE log SET server_seq = ?1 WHERE seq = ?2 AND server_seq IS NOT ?1",
                       "note a change's number",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, server_seq);
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error);
}

/* With the ops of @change, which are those of the item that may be seen. */
static gboolean
take_known_change (AmiaStore                *store,
                   const AmiaIncomingChange *item,
                   const AmiaChange         *change,
                   gboolean                 *is_news,
                   GError                  **error)
{
  gboolean is_own = amia_uuid_equal (&change->device, &store->identity.device);
  g_auto (AmiaLogged) stored = { 0 };

  if (!_amia_log_load (store, 0, &change->device, change->n, &stored, error))
    return FALSE;
  if (stored.change == NULL || (is_own && stored.change->stamp != change->stamp))
    return fail_foreign_own (error, change->n);

  return (is_own ? _amia_log_accept (store, change->n, change->n, item->seq, error)
                 : set_server_seq (store, stored.seq, item->seq, error)) &&
         (is_own || stored.state == AMIA_CHANGE_FOREIGN || stored.state == AMIA_CHANGE_ACCEPTED ||
          _amia_log_take_up (store, &stored, error)) &&
         add_missing_ops (store, &stored, change, is_news, error);
}

/* An own change that is not here. What the server has acknowledged by its chain was here, and its
 * row was lost since. A replica that was set back to an earlier file takes a new name instead: what
 * it has lost is another's then. */
static gboolean
take_lost_change (AmiaStore        *store,
                  const AmiaChange *change,
                  GError          **error)
{
  return change->n <= store->position.acked || fail_foreign_own (error, change->n);
}

/* An own change that comes back though some of it may not be seen: what is left stands for the
 * whole, by its hash. */
static gboolean
keep_hash (AmiaStore        *store,
           const AmiaChange *whole,
           gint64            seq,
           GError          **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE log SET hash = ? WHERE seq = ?",
                       "keep the hash of a change",
                       error);
  g_autofree char *bytes = amia_change_encode (whole);
  guint8           hash[AMIA_CHANGE_HASH_LENGTH];

  if (statement == NULL)
    return FALSE;

  amia_change_hash (bytes, strlen (bytes), hash);
  amia_statement_bind_blob (statement, 1, hash, sizeof hash);
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error);
}

/* @change has the ops of the item that may be seen. */
static gboolean
take_ops (AmiaStore                *store,
          const AmiaIncomingChange *item,
          const AmiaChange         *change,
          const AmiaDevice         *device,
          guint                    *n_new,
          GError                  **error)
{
  gboolean is_own = device->idx == store->device_idx;
  gboolean is_new = FALSE;
  gboolean is_news = FALSE;
  gint64   seq = 0;

  if (!insert_change (store, item, change, device->idx, &is_new, &seq, error))
    return FALSE;

  if (!is_new)
    {
      if (!take_known_change (store, item, change, &is_news, error))
        return FALSE;
    }
  else if ((is_own &&
            (!take_lost_change (store, change, error) ||
             (change->ops->len < item->change->ops->len &&
              !keep_hash (store, item->change, seq, error)))) ||
           !_amia_records_apply (store, change, 0, seq, AMIA_CHANGE_FOREIGN, error))
    return FALSE;

  if (item->shown_ms != 0)
    _amia_cases_redo (store, change);
  if (!is_own && (is_new || is_news))
    *n_new += 1;
  return !(is_new || is_news) || _amia_forget_take_back (store, change, error);
}

static gboolean
take_change (AmiaStore                *store,
             const AmiaIncomingChange *item,
             guint                    *n_new,
             GError                  **error)
{
  const AmiaChange *change = item->change;
  AmiaChange        visible = *change;
  g_autoptr (GPtrArray) ops = NULL;
  AmiaDevice *device =
      _amia_log_get_device (store, &change->device, change->author, change->agency, error);

  if (device == NULL || change->ops->len == 0)
    return device != NULL;

  amia_clock_receive (&store->position.clock, change->stamp, _amia_store_get_now (store));
  if (!_amia_access_filter (store, change, &ops, error))
    return FALSE;
  if (ops == NULL)
    return take_ops (store, item, change, device, n_new, error);

  /* An old page after a new one: what may no longer be seen is not taken. */
  visible.ops = ops;
  return (ops->len == 0 && device->idx != store->device_idx) ||
         take_ops (store, item, &visible, device, n_new, error);
}

/* --- Own changes ---------------------------------------------------------------------------- */

static gboolean
number_own (AmiaStore *store,
            gint64     first,
            gint64     last,
            gint64     server_seq,
            GError   **error)
{
  if (first < 1 || last < first || last > store->position.last_n)
    return fail_foreign_own (error, last);

  return _amia_log_accept (store, first, last, server_seq, error);
}

static gboolean
take_own (AmiaStore          *store,
          const AmiaIncoming *incoming,
          GError            **error)
{
  for (guint i = 0; i + 2 < incoming->own->len; i += 3)
    {
      if (!number_own (store,
                       g_array_index (incoming->own, gint64, i),
                       g_array_index (incoming->own, gint64, i + 1),
                       g_array_index (incoming->own, gint64, i + 2),
                       error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_refused (AmiaStore          *store,
              const AmiaIncoming *incoming,
              GError            **error)
{
  for (guint i = 0; i < incoming->refused->len; i++)
    {
      const AmiaRefusal *refusal = &g_array_index (incoming->refused, AmiaRefusal, i);

      if (!_amia_log_refuse (store, refusal->n, refusal->reason, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_returned (AmiaStore          *store,
               const AmiaIncoming *incoming,
               GError            **error)
{
  for (guint i = 0; i < incoming->returned->len; i++)
    {
      const AmiaReturned *returned = &g_array_index (incoming->returned, AmiaReturned, i);

      if (!_amia_log_give_back (store, returned->n, returned->body, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_escrowed (AmiaStore          *store,
               const AmiaIncoming *incoming,
               GError            **error)
{
  for (guint i = 0; i < incoming->escrowed->len; i++)
    {
      const AmiaRefusal *sealed = &g_array_index (incoming->escrowed, AmiaRefusal, i);

      if (!_amia_log_seal (store, sealed->n, sealed->reason, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_acked (AmiaStore *store,
            gint64     acked,
            GError   **error)
{
  AmiaPosition *position = &store->position;

  /* An answer that was overtaken by a later one. */
  if (acked <= position->acked)
    return TRUE;
  if (acked > position->last_n)
    return fail_foreign_own (error, acked);
  if (!_amia_log_accept_waiting (store, position->acked + 1, acked, error) ||
      !_amia_log_chain (store, position->acked + 1, acked, position->chain, error))
    return FALSE;

  position->acked = acked;
  return TRUE;
}

/* --- The page -------------------------------------------------------------------------------- */

static gboolean
take_epoch (AmiaStore          *store,
            const AmiaIncoming *incoming,
            GError            **error)
{
  AmiaPosition *position = &store->position;

  if (position->epoch == NULL)
    position->epoch = g_strdup (incoming->epoch);

  return incoming->epoch == NULL || strcmp (position->epoch, incoming->epoch) == 0 ||
         _amia_store_fail (error,
                           AMIA_STORE_ERROR_FAILED,
                           "Failed to receive: the page is of another life of the server's log");
}

static gboolean
take_page (AmiaStore          *store,
           const AmiaIncoming *incoming,
           guint              *n_new,
           GError            **error)
{
  if (!take_epoch (store, incoming, error) || !_amia_standing_take_rights (store, incoming, error))
    return FALSE;

  if (!_amia_catch_up_notice (store, incoming, error))
    return FALSE;

  for (guint i = 0; i < incoming->changes->len; i++)
    {
      if (!take_change (store, g_ptr_array_index (incoming->changes, i), n_new, error))
        return FALSE;
    }

  if (!take_refused (store, incoming, error) || !take_returned (store, incoming, error) ||
      !_amia_refill_take (store, incoming, error) ||
      !take_escrowed (store, incoming, error) ||
      !take_own (store, incoming, error) || !take_acked (store, incoming->acked, error) ||
      !_amia_forget_acknowledged (store, error) ||
      !_amia_standing_take (store, incoming, error) ||
      !_amia_catch_up_take (store, incoming, error))
    return FALSE;

  store->position.since = MAX (store->position.since, incoming->next);
  store->position.synced_ms = _amia_store_get_now (store);
  store->position.is_dirty = TRUE;
  return TRUE;
}

gboolean
amia_store_receive (AmiaStore          *store,
                    const AmiaIncoming *incoming,
                    guint              *n_new,
                    GError            **error)
{
  guint n = 0;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (incoming != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  store->is_indexed_later = incoming->changes->len > INDEXED_AT_ONCE_MAX;
  if (!take_page (store, incoming, &n, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  if (!_amia_store_commit (store, &local_error))
    return _amia_store_report (error, local_error);

  /* Ignored: the page is on disk; what could not be scrubbed now, is when the store is opened. */
  if (!_amia_store_scrub (store, NULL))
    store->is_changed = TRUE;

  if (n_new != NULL)
    *n_new = n;
  return TRUE;
}
