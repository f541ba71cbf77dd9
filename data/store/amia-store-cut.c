/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"

/* Taking ops out of a change of the log, and all that points to them from beside it: the way back
 * from the record, the sources. An own change stays, with the hash of the bytes that it was written
 * with; a colleague's of which nothing is left leaves no row. */

static gboolean
run_on_row (AmiaStore  *store,
            const char *sql,
            gint64      seq,
            GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "forget a change", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  return amia_statement_run (statement, error);
}

gboolean
_amia_log_lock (AmiaStore *store,
                gint64     seq,
                GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "INSERT OR IGNORE INTO locked (seq) VALUES (?)",
                       "lock a change",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  return amia_statement_run (statement, error);
}

gboolean
_amia_log_unlock (AmiaStore *store,
                  gint64     seq,
                  GError   **error)
{
  return run_on_row (store, "DELETE FROM locked WHERE seq = ?", seq, error);
}

static gboolean
untouch (AmiaStore      *store,
         const AmiaUuid *record,
         gint64          seq,
         GError        **error)
{
  static const char sql[] =
      "DELETE FROM touch WHERE record = (SELECT key FROM record WHERE id = ?) AND seq = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "forget a change", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, record);
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error);
}

static gboolean
forget_sources (AmiaStore    *store,
                const AmiaOp *op,
                gint64        seq,
                GError      **error)
{
  static const char sql[] =
      "DELETE FROM source WHERE device = (SELECT idx FROM device WHERE id = ?) AND n = ? AND seq = ?";

  for (guint i = 0; op->sources != NULL && i < op->sources->len; i++)
    {
      const AmiaRef *ref = &g_array_index (op->sources, AmiaRef, i);
      g_autoptr (AmiaStatement) statement =
          amia_db_prepare (store->db, sql, "forget a source", error);

      if (statement == NULL)
        return FALSE;

      _amia_statement_bind_uuid (statement, 1, &ref->device);
      amia_statement_bind_int (statement, 2, ref->n);
      amia_statement_bind_int (statement, 3, seq);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_record (const AmiaChange *change,
            const AmiaUuid   *record)
{
  for (guint i = 0; i < change->ops->len; i++)
    {
      if (amia_uuid_equal (&((AmiaOp *) g_ptr_array_index (change->ops, i))->record, record))
        return TRUE;
    }

  return FALSE;
}

/* The hash is that of the bytes that were written: where it is known already, they are gone. */
static gboolean
store_rest (AmiaStore        *store,
            const AmiaLogged *logged,
            const char       *old_bytes,
            GError          **error)
{
  static const char sql[] = "UPDATE log SET body = ?1, state = ?2, hash = coalesce (hash, ?3) "
                            "WHERE seq = ?4";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "forget a part of a change", error);
  g_autofree char *bytes = amia_change_encode (logged->change);
  gboolean         is_own = logged->device_idx == store->device_idx;
  gboolean         is_empty = logged->change->ops->len == 0;
  guint8           hash[AMIA_CHANGE_HASH_LENGTH];

  if (statement == NULL)
    return FALSE;

  amia_change_hash (old_bytes, strlen (old_bytes), hash);
  _amia_body_bind (statement, 1, bytes, strlen (bytes));
  amia_statement_bind_int (statement,
                           2,
                           is_own && is_empty && logged->state != AMIA_CHANGE_ESCROW
                               ? AMIA_CHANGE_FORGOTTEN
                               : logged->state);
  amia_statement_bind_blob (statement, 3, is_own ? hash : NULL, sizeof hash);
  amia_statement_bind_int (statement, 4, logged->seq);
  return amia_statement_run (statement, error);
}

/* The change has lost @gone; what is left of it stays. */
static gboolean
store_cut (AmiaStore        *store,
           const AmiaLogged *logged,
           const GPtrArray  *gone,
           const char       *old_bytes,
           GError          **error)
{
  for (guint i = 0; i < gone->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (gone, i);

      if (!forget_sources (store, op, logged->seq, error) ||
          (!has_record (logged->change, &op->record) &&
           !untouch (store, &op->record, logged->seq, error)))
        return FALSE;
    }

  /* Two ops may have had the same source. */
  if (!_amia_log_note_sources (store, logged->change, 0, logged->seq, error) ||
      !_amia_log_unlock (store, logged->seq, error))
    return FALSE;

  /* One of our own under an old name may have been sealed or refused: it is not said to wait. */
  if (logged->change->ops->len == 0 && logged->device_idx != store->device_idx)
    return run_on_row (store, "DELETE FROM pending WHERE seq = ?", logged->seq, error) &&
           run_on_row (store, "DELETE FROM log WHERE seq = ?", logged->seq, error);
  return store_rest (store, logged, old_bytes, error);
}

/* Bytes of an own change as they are in the log, since they are what the chain is made of. */
static gboolean
load_bytes (AmiaStore *store,
            gint64     seq,
            char     **bytes,
            GError   **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "SELECT body FROM log WHERE seq = ?", "read a change", error);
  g_autofree char *unpacked = NULL;
  const char      *body;
  gsize            length;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  if (amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  body = _amia_body_get (statement, 0, &unpacked, &length);
  *bytes = g_strndup (body, length);
  return TRUE;
}

gboolean
_amia_log_cut (AmiaStore        *store,
               const AmiaLogged *logged,
               const GPtrArray  *gone,
               GError          **error)
{
  g_autofree char *old_bytes = NULL;

  return load_bytes (store, logged->seq, &old_bytes, error) &&
         store_cut (store, logged, gone, old_bytes, error);
}
