/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-log.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-private.h"

/* The log: one row a change, never deleted, and the devices that wrote them. */

static const char *
intern (AmiaStore  *store,
        const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (store->strings, text) : NULL;
}

static AmiaDevice *
remember_device (AmiaStore      *store,
                 gint64          idx,
                 const AmiaUuid *id,
                 const char     *author,
                 const char     *agency)
{
  AmiaDevice *device = g_new0 (AmiaDevice, 1);

  device->idx = idx;
  device->id = *id;
  device->author = intern (store, author);
  device->agency = intern (store, agency);
  g_hash_table_replace (store->devices, &device->id, device);
  return device;
}

static gboolean
load_device (AmiaStore      *store,
             const AmiaUuid *id,
             AmiaDevice    **device,
             GError        **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaStep step;

  *device = g_hash_table_lookup (store->devices, id);
  if (*device != NULL)
    return TRUE;

  statement = amia_db_prepare (store->db,
                               "SELECT idx, author, agency FROM device WHERE id = ?",
                               "look up a device",
                               error);
  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, id);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    *device = remember_device (store,
                               amia_statement_get_int (statement, 0),
                               id,
                               amia_statement_get_text (statement, 1),
                               amia_statement_get_text (statement, 2));
  return step != AMIA_ERROR;
}

AmiaDevice *
_amia_log_get_device (AmiaStore      *store,
                      const AmiaUuid *id,
                      const char     *author,
                      const char     *agency,
                      GError        **error)
{
  static const char sql[] = "INSERT INTO device (id, author, agency) VALUES (?, ?, ?) "
                            "ON CONFLICT (id) DO UPDATE SET author = excluded.author, "
                            "agency = excluded.agency RETURNING idx";
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaDevice *device;
  AmiaStep    step;

  if (!load_device (store, id, &device, error))
    return NULL;
  if (device != NULL && (device->author != NULL || author == NULL))
    return device;

  statement = amia_db_prepare (store->db, sql, "note a device", error);
  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, id);
  amia_statement_bind_text (statement, 2, author);
  amia_statement_bind_text (statement, 3, agency);
  step = amia_statement_step (statement, error);
  if (step != AMIA_ROW)
    return NULL;

  return remember_device (store, amia_statement_get_int (statement, 0), id, author, agency);
}

const char *
amia_store_get_author (AmiaStore      *store,
                       const AmiaUuid *device,
                       const char    **agency)
{
  AmiaDevice *found = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (device != NULL, NULL);

  /* Ignored: a device whose row can't be read is an unknown one to whoever asks for a name. */
  if (!load_device (store, device, &found, NULL))
    found = NULL;

  if (agency != NULL)
    *agency = found != NULL ? found->agency : NULL;
  return found != NULL ? found->author : NULL;
}

gint64
amia_store_get_written_ms (AmiaStore      *store,
                           const AmiaUuid *device,
                           gint64          n,
                           AmiaStamp       stamp)
{
  static const char sql[] = "SELECT l.shown_ms FROM log AS l JOIN device AS d ON d.idx = l.device "
                            "WHERE d.id = ? AND l.n = ?";
  g_autoptr (AmiaStatement) statement = NULL;
  gint64 shown_ms = 0;

  g_return_val_if_fail (store != NULL, 0);
  g_return_val_if_fail (device != NULL, 0);

  /* Ignored: what can't be read is shown by its own clock. */
  statement = amia_db_prepare (store->db, sql, "look up when a change was made", NULL);
  if (statement != NULL)
    {
      _amia_statement_bind_uuid (statement, 1, device);
      amia_statement_bind_int (statement, 2, n);
      if (amia_statement_step (statement, NULL) == AMIA_ROW)
        shown_ms = amia_statement_get_int (statement, 0);
    }

  return shown_ms != 0 ? shown_ms : amia_stamp_get_ms (stamp);
}

gboolean
_amia_log_append (AmiaStore        *store,
                  const AmiaChange *change,
                  const char       *bytes,
                  AmiaChangeState   state,
                  gint64            server_seq,
                  gint64           *seq,
                  GError          **error)
{
  static const char sql[] = "INSERT INTO log (device, n, stamp, state, server_seq, body, own_hash) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (AmiaStatement) statement = amia_db_prepare (store->db, sql, "log a change", error);
  AmiaDevice *device;
  gsize       length = strlen (bytes);
  guint8      hash[AMIA_CHANGE_HASH_LENGTH];

  if (statement == NULL)
    return FALSE;

  device = _amia_log_get_device (store, &change->device, change->author, change->agency, error);
  if (device == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, device->idx);
  amia_statement_bind_int (statement, 2, change->n);
  amia_statement_bind_int (statement, 3, (gint64) change->stamp);
  amia_statement_bind_int (statement, 4, state);
  if (server_seq > 0)
    amia_statement_bind_int (statement, 5, server_seq);
  _amia_body_bind (statement, 6, bytes, length);
  if (device->idx == store->device_idx)
    {
      amia_change_hash (bytes, length, hash);
      amia_statement_bind_blob (statement, 7, hash, sizeof hash);
    }
  if (!amia_statement_run (statement, error))
    return FALSE;

  *seq = amia_db_get_last_rowid (store->db);
  return TRUE;
}

gboolean
_amia_log_has_others (AmiaStore *store,
                      gboolean  *answer,
                      GError   **error)
{
  /* Not device <> ?: for that SQLite would read the log from end to end. */
  static const char sql[] = "SELECT 1 FROM log WHERE device < ?1 UNION ALL "
                            "SELECT 1 FROM log WHERE device > ?1 LIMIT 1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look for what others wrote", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

AmiaChange *
_amia_log_read (AmiaStatement *statement,
                int            column,
                GError       **error)
{
  AmiaUuid         device = _amia_statement_get_uuid (statement, column);
  gint64           n = amia_statement_get_int (statement, column + 1);
  gsize            length;
  g_autofree char *unpacked = NULL;
  const char      *bytes = _amia_body_get (statement, column + 2, &unpacked, &length);
  AmiaChange      *change = NULL;
  g_autoptr (GError) cause = NULL;

  if (n > 0 && bytes != NULL)
    change = amia_change_decode (&device, n, bytes, length, &cause);
  if (change == NULL)
    {
      /* What we once wrote ourselves can't be wrong, but for the disk. */
      _amia_store_fail (error,
                        AMIA_STORE_ERROR_DAMAGED,
                        "Failed to read change %" G_GINT64_FORMAT " of the log: %s",
                        n,
                        cause != NULL ? cause->message : "the row is empty");
      return NULL;
    }

  change->author = g_strdup (amia_statement_get_text (statement, column + 3));
  change->agency = g_strdup (amia_statement_get_text (statement, column + 4));
  return change;
}

void
_amia_logged_clear (AmiaLogged *logged)
{
  g_clear_pointer (&logged->change, amia_change_free);
}

#define LOGGED_COLUMNS                                                       \
  "SELECT d.id, l.n, l.body, d.author, d.agency, l.seq, l.device, l.state, " \
  "l.is_dismissed, l.hash IS NOT NULL FROM log AS l JOIN device AS d ON d.idx = l.device "

gboolean
_amia_log_load (AmiaStore      *store,
                gint64          seq,
                const AmiaUuid *device,
                gint64          n,
                AmiaLogged     *logged,
                GError        **error)
{
  static const char by_seq[] = LOGGED_COLUMNS "WHERE l.seq = ?1";
  static const char by_name[] = LOGGED_COLUMNS "WHERE d.id = ?1 AND l.n = ?2";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, seq != 0 ? by_seq : by_name, "look up a change", error);
  AmiaStep step;

  _amia_logged_clear (logged);
  if (statement == NULL)
    return FALSE;

  if (seq != 0)
    amia_statement_bind_int (statement, 1, seq);
  else
    {
      _amia_statement_bind_uuid (statement, 1, device);
      amia_statement_bind_int (statement, 2, n);
    }
  step = amia_statement_step (statement, error);
  if (step != AMIA_ROW)
    return step == AMIA_DONE;

  logged->change = _amia_log_read (statement, 0, error);
  logged->seq = amia_statement_get_int (statement, 5);
  logged->device_idx = amia_statement_get_int (statement, 6);
  logged->state = (AmiaChangeState) amia_statement_get_int (statement, 7);
  logged->is_dismissed = amia_statement_get_int (statement, 8) != 0;
  logged->has_hash = amia_statement_get_int (statement, 9) != 0;
  return logged->change != NULL;
}

gboolean
_amia_log_note_sources (AmiaStore        *store,
                        const AmiaChange *change,
                        guint             first_op,
                        gint64            seq,
                        GError          **error)
{
  static const char sql[] = "INSERT OR IGNORE INTO source (device, n, seq) VALUES (?, ?, ?)";

  for (guint i = first_op; i < change->ops->len; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      for (guint k = 0; op->sources != NULL && k < op->sources->len; k++)
        {
          const AmiaRef *ref = &g_array_index (op->sources, AmiaRef, k);
          AmiaDevice    *device = _amia_log_get_device (store, &ref->device, NULL, NULL, error);
          g_autoptr (AmiaStatement) statement =
              amia_db_prepare (store->db, sql, "note a source", error);

          if (device == NULL || statement == NULL)
            return FALSE;

          store->has_sources = AMIA_SOME;
          amia_statement_bind_int (statement, 1, device->idx);
          amia_statement_bind_int (statement, 2, ref->n);
          amia_statement_bind_int (statement, 3, seq);
          if (!amia_statement_run (statement, error))
            return FALSE;
        }
    }

  return TRUE;
}

gboolean
_amia_log_find_own (AmiaStore       *store,
                    gint64           n,
                    AmiaChange     **change,
                    gint64          *seq,
                    AmiaChangeState *state,
                    GError         **error)
{
  static const char sql[] =
      "SELECT d.id, l.n, l.body, d.author, d.agency, l.seq, l.state "
      "FROM log AS l JOIN device AS d ON d.idx = l.device WHERE l.device = ? AND l.n = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look up an own change", error);

  *change = NULL;
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, n);
  switch (amia_statement_step (statement, error))
    {
    case AMIA_ROW:
      *change = _amia_log_read (statement, 0, error);
      *seq = amia_statement_get_int (statement, 5);
      *state = (AmiaChangeState) amia_statement_get_int (statement, 6);
      return *change != NULL;
    case AMIA_DONE:
      return TRUE;
    case AMIA_ERROR:
    default:
      return FALSE;
    }
}

gboolean
_amia_log_set_pending (AmiaStore        *store,
                       const AmiaChange *change,
                       gint64            seq,
                       AmiaChangeState   state,
                       GError          **error)
{
  static const char sql[] = "INSERT INTO pending (scope, seq, state) VALUES (?, ?, ?) "
                            "ON CONFLICT (scope, seq) DO UPDATE SET state = excluded.state";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note what waits", error);
  AmiaUuid last = { { 0 } };

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < change->ops->len; i++)
    {
      const AmiaOp   *op = g_ptr_array_index (change->ops, i);
      const AmiaUuid *scope = amia_uuid_is_nil (&op->case_id) ? &op->record : &op->case_id;

      /* Most changes are in one case. */
      if (amia_uuid_equal (scope, &last))
        continue;

      last = *scope;
      _amia_statement_bind_uuid (statement, 1, scope);
      amia_statement_bind_int (statement, 2, seq);
      amia_statement_bind_int (statement, 3, state);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

#define CHANGE_COLUMNS                                                             \
  "SELECT d.id, l.n, l.body, d.author, d.agency, l.state, l.reason FROM log AS l " \
  "JOIN device AS d ON d.idx = l.device "

/* By what is asked for; each of them goes through an index. */
static const char *
choose_query (const AmiaLogQuery *query)
{
  if (query->record != NULL)
    return CHANGE_COLUMNS
        "JOIN touch AS t ON t.seq = l.seq WHERE t.record = (SELECT key FROM record WHERE id = ?2) "
        "AND (?1 = -1 OR l.state = ?1) AND (?1 <> 2 OR l.is_dismissed = 0) "
        "AND (?3 IS NULL OR EXISTS (SELECT 1 FROM record WHERE id = ?2 AND case_id = ?3)) "
        "ORDER BY l.seq";

  if (query->case_id != NULL)
    return CHANGE_COLUMNS
        "WHERE l.seq IN (SELECT t.seq FROM record AS r JOIN touch AS t ON t.record = r.key "
        "WHERE r.case_id = ?3) "
        "AND (?1 = -1 OR l.state = ?1) AND (?1 <> 2 OR l.is_dismissed = 0) AND ?2 IS NULL "
        "ORDER BY l.seq";

  if (query->state == AMIA_CHANGE_HERE || query->state == AMIA_CHANGE_REFUSED ||
      query->state == AMIA_CHANGE_ESCROW)
    return CHANGE_COLUMNS
        "WHERE l.seq IN (SELECT seq FROM pending WHERE state = ?1) AND ?2 IS NULL AND ?3 IS NULL "
        "ORDER BY l.seq";

  return CHANGE_COLUMNS
      "WHERE (?1 = -1 OR l.state = ?1) AND ?2 IS NULL AND ?3 IS NULL ORDER BY l.seq";
}

/* Own work that nobody else may have yet: whatever may be seen of it, it is sent, shown to its
 * author and put into a rescue file as it was written. */
static gboolean
is_in_hand (AmiaChangeState state)
{
  return state == AMIA_CHANGE_HERE || state == AMIA_CHANGE_REFUSED ||
         state == AMIA_CHANGE_KEPT || state == AMIA_CHANGE_ESCROW;
}

/* Takes out of a change what is in the log and may not be shown today; FALSE in @is_left if that
 * was all of it. */
static gboolean
hide_ops (AmiaStore      *store,
          AmiaChange     *change,
          AmiaChangeState state,
          gboolean       *is_left,
          GError        **error)
{
  gboolean was_empty = change->ops->len == 0;

  for (guint i = change->ops->len; i > 0; i--)
    {
      gboolean counts;

      if (!_amia_access_check (
              store, change, g_ptr_array_index (change->ops, i - 1), state, &counts, error))
        return FALSE;
      if (!counts)
        g_ptr_array_remove_index (change->ops, i - 1);
    }

  *is_left = was_empty || change->ops->len > 0;
  return TRUE;
}

static gboolean
visit_changes (AmiaStore          *store,
               const AmiaLogQuery *query,
               AmiaChangeFunc      func,
               gpointer            data,
               GError            **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, choose_query (query), "read the log", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, query->state);
  _amia_statement_bind_uuid (statement, 2, query->record);
  _amia_statement_bind_uuid (statement, 3, query->case_id);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autoptr (AmiaChange) change = _amia_log_read (statement, 0, error);
      AmiaChangeState state = (AmiaChangeState) amia_statement_get_int (statement, 5);
      gboolean        is_left = TRUE;

      if (change == NULL ||
          (!is_in_hand (state) && !hide_ops (store, change, state, &is_left, error)))
        return FALSE;
      if (is_left &&
          !func (change,
                 state,
                 amia_statement_get_text (statement, 6),
                 data))
        return TRUE;
    }

  return step == AMIA_DONE;
}

gboolean
amia_store_foreach_change (AmiaStore          *store,
                           const AmiaLogQuery *query,
                           AmiaChangeFunc      func,
                           gpointer            data,
                           GError            **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return visit_changes (store, query, func, data, &local_error) ||
         _amia_store_report (error, local_error);
}
