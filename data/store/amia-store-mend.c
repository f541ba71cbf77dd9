/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-catch-up-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"

#include <string.h>

/* Brings the projections back in line with the log, and throws out of the log what can't be read
 * and is on the server: it is fetched from there when the comparison with the server misses it. One
 * transaction; nothing that is well is written. */

typedef struct
{
  AmiaStore  *store;
  GString    *report;
  GArray     *unreadable; /* of gint64: rows of the log */
  GHashTable *records;    /* (element-type AmiaUuid): to be merged anew */
} Mending;

static gboolean
run (Mending    *mending,
     const char *sql,
     gint64      number,
     GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (mending->store->db, sql, "mend the replica", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, number);
  return amia_statement_run (statement, error);
}

/* Notes the records that a query names. */
static gboolean
note_records (Mending    *mending,
              const char *sql,
              gint64      number,
              GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (mending->store->db, sql, "mend the replica", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, number);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      if (!g_hash_table_contains (mending->records, &id))
        g_hash_table_add (mending->records, g_memdup2 (&id, sizeof id));
    }

  return step == AMIA_DONE;
}

/* --- The log --------------------------------------------------------------------------------- */

/* Others' changes, and own ones that the server took. */
static gboolean
is_on_server (AmiaStore      *store,
              gint64          device_idx,
              gint64          n,
              AmiaChangeState state)
{
  return device_idx != store->device_idx ||
         (n <= store->position.acked && state == AMIA_CHANGE_ACCEPTED);
}

static gboolean
is_missing (Mending      *mending,
            const AmiaOp *op,
            gint64        seq,
            gboolean     *answer,
            GError      **error)
{
  static const char sql[] = "SELECT 1 FROM record AS r JOIN touch AS t ON t.record = r.key "
                            "WHERE r.id = ? AND t.seq = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (mending->store->db, sql, "mend the replica", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &op->record);
  amia_statement_bind_int (statement, 2, seq);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_DONE;
  return step != AMIA_ERROR;
}

/* A record that has lost its row, or forgotten what touches it, learns of it again. */
static gboolean
mend_touches (Mending          *mending,
              const AmiaChange *change,
              gint64            seq,
              AmiaChangeState   state,
              GError          **error)
{
  gboolean is_any = FALSE;
  char     device[AMIA_UUID_HEX_LENGTH + 1];

  if (state == AMIA_CHANGE_REFUSED || state == AMIA_CHANGE_FORGOTTEN)
    return TRUE;

  for (guint i = 0; !is_any && i < change->ops->len; i++)
    {
      if (!is_missing (mending, g_ptr_array_index (change->ops, i), seq, &is_any, error))
        return FALSE;
    }

  if (!is_any)
    return TRUE;

  g_string_append_printf (mending->report,
                          "change %" G_GINT64_FORMAT " of %s was not in its records\n",
                          change->n,
                          amia_uuid_print_hex (&change->device, device));
  return _amia_records_apply (mending->store, change, 0, seq, state, error);
}

static gboolean
look_at_row (Mending       *mending,
             AmiaStatement *statement,
             GError       **error)
{
  gint64          n = amia_statement_get_int (statement, 1);
  gint64          seq = amia_statement_get_int (statement, 5);
  AmiaChangeState state = (AmiaChangeState) amia_statement_get_int (statement, 7);
  AmiaUuid        device = _amia_statement_get_uuid (statement, 0);
  char            name[AMIA_UUID_HEX_LENGTH + 1];
  g_autoptr (GError) cause = NULL;
  g_autoptr (AmiaChange) change = _amia_log_read (statement, 0, &cause);

  if (change != NULL)
    return mend_touches (mending, change, seq, state, error);
  if (!is_on_server (mending->store, amia_statement_get_int (statement, 6), n, state))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  g_string_append_printf (mending->report,
                          "change %" G_GINT64_FORMAT " of %s could not be read\n",
                          n,
                          amia_uuid_print_hex (&device, name));
  g_array_append_val (mending->unreadable, seq);
  return TRUE;
}

static gboolean
look_at_log (Mending *mending,
             GError **error)
{
  static const char sql[] =
      "SELECT d.id, l.n, l.body, d.author, d.agency, l.seq, l.device, l.state "
      "FROM log AS l JOIN device AS d ON d.idx = l.device ORDER BY l.seq";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (mending->store->db, sql, "mend the replica", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      if (!look_at_row (mending, statement, error))
        return FALSE;
    }

  return step == AMIA_DONE;
}

static gboolean
drop_unreadable (Mending *mending,
                 GError **error)
{
  static const char touched[] =
      "SELECT r.id FROM touch AS t JOIN record AS r ON r.key = t.record WHERE t.seq = ?";
  static const char orphans[] =
      "SELECT r.id FROM touch AS t JOIN record AS r ON r.key = t.record "
      "WHERE ?1 = 0 AND t.seq NOT IN (SELECT seq FROM log)";

  for (guint i = 0; i < mending->unreadable->len; i++)
    {
      gint64 seq = g_array_index (mending->unreadable, gint64, i);

      if (!note_records (mending, touched, seq, error) ||
          !run (mending, "DELETE FROM log WHERE seq = ?", seq, error))
        return FALSE;
    }

  return note_records (mending, orphans, 0, error) &&
         run (mending,
              "DELETE FROM touch WHERE ?1 = 0 AND seq NOT IN (SELECT seq FROM log)",
              0,
              error) &&
         run (mending,
              "DELETE FROM source WHERE ?1 = 0 AND seq NOT IN (SELECT seq FROM log)",
              0,
              error);
}

/* --- The records ----------------------------------------------------------------------------- */

static gboolean
look_at_record (Mending       *mending,
                AmiaStatement *statement,
                GError       **error)
{
  gint64           key = amia_statement_get_int (statement, 0);
  AmiaUuid         id = _amia_statement_get_uuid (statement, 1);
  AmiaUuid         case_id = _amia_statement_get_uuid (statement, 3);
  const char      *kind = amia_statement_get_text (statement, 2);
  g_autofree char *state = NULL;
  g_autoptr (AmiaRecord) record =
      _amia_records_merge (mending->store, key, kind, &id, &case_id, FALSE, error);

  if (record == NULL)
    return FALSE;

  state = amia_record_encode (record);
  if (g_strcmp0 (amia_statement_get_text (statement, 4), AMIA_STATE_OF_LOG) != 0 &&
      g_strcmp0 (amia_statement_get_text (statement, 4), state) != 0 &&
      !g_hash_table_contains (mending->records, &id))
    g_hash_table_add (mending->records, g_memdup2 (&id, sizeof id));
  return TRUE;
}

static gboolean
look_at_records (Mending *mending,
                 GError **error)
{
  static const char sql[] = "SELECT key, id, kind, case_id, state FROM record";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (mending->store->db, sql, "mend the replica", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      if (!look_at_record (mending, statement, error))
        return FALSE;
    }

  return step == AMIA_DONE;
}

/* A row whose registers make no sense is begun anew. */
static AmiaEntry *
find_entry (Mending        *mending,
            const AmiaUuid *id,
            gboolean       *is_missing,
            GError        **error)
{
  static const char sql[] = "UPDATE record SET state = '[1,[],[]]' WHERE id = ?";
  g_autoptr (GError) cause = NULL;
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaEntry *entry = _amia_records_find (mending->store, id, is_missing, &cause);

  if (entry != NULL || *is_missing)
    return entry;
  if (!g_error_matches (cause, AMIA_STORE_ERROR, AMIA_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  statement = amia_db_prepare (mending->store->db, sql, "mend the replica", error);
  if (statement == NULL)
    return NULL;

  _amia_statement_bind_uuid (statement, 1, id);
  return amia_statement_run (statement, error)
             ? _amia_records_find (mending->store, id, is_missing, error)
             : NULL;
}

static gboolean
rebuild_records (Mending *mending,
                 GError **error)
{
  GHashTableIter iter;
  gpointer       id;

  g_hash_table_iter_init (&iter, mending->records);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      char       name[AMIA_UUID_TEXT_LENGTH + 1];
      gboolean   is_missing;
      AmiaEntry *entry = find_entry (mending, id, &is_missing, error);

      if (entry == NULL && is_missing)
        continue;
      if (entry == NULL || !_amia_records_rebuild (mending->store, entry, error))
        return FALSE;
      g_string_append_printf (mending->report,
                              "record %s was made anew\n",
                              amia_uuid_print (id, name));
    }

  return TRUE;
}

static gboolean
mend (Mending *mending,
      GError **error)
{
  return look_at_log (mending, error) && drop_unreadable (mending, error) &&
         look_at_records (mending, error) && rebuild_records (mending, error);
}

gboolean
amia_store_mend (AmiaStore *store,
                 GString   *report,
                 GError   **error)
{
  g_autoptr (GArray) unreadable = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) records =
      g_hash_table_new_full (amia_uuid_hash, amia_uuid_equal, g_free, NULL);
  Mending mending = { store, report, unreadable, records };
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  if (!_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);
  if (!mend (&mending, &local_error))
    {
      _amia_store_rollback (store);
      return _amia_store_report (error, local_error);
    }

  /* Most often there is nothing to write. */
  if (report->len == 0)
    {
      _amia_store_rollback (store);
      return TRUE;
    }
  return _amia_store_commit (store, &local_error) || _amia_store_report (error, local_error);
}
