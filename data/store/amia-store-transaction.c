/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-private.h"

/* Every writing call of the store is one transaction with three parts: begin reads where the
 * replica stands; the call puts changes in the log and merges them into records that are held in
 * memory; commit stores every record once, however many changes touched it, makes the projections
 * of what was touched, and returns when all of it is on disk. */

void
_amia_position_clear (AmiaPosition *position)
{
  g_free (position->epoch);
  g_free (position->readers_hash);
  memset (position, 0, sizeof *position);
}

gboolean
_amia_position_load (AmiaStore    *store,
                     AmiaPosition *position,
                     GError      **error)
{
  static const char sql[] = "SELECT last_n, clock, epoch, since, acked, chain, readers_hash, "
                            "synced_ms, lease_days, contact_ms, offset_ms, known_ms, is_unclean "
                            "FROM replica";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read how far the replica has come", error);
  gconstpointer chain;
  gsize         length;

  if (statement == NULL || amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  _amia_position_clear (position);
  position->last_n = amia_statement_get_int (statement, 0);
  position->clock.last = (AmiaStamp) amia_statement_get_int (statement, 1);
  position->epoch = g_strdup (amia_statement_get_text (statement, 2));
  position->since = amia_statement_get_int (statement, 3);
  position->acked = amia_statement_get_int (statement, 4);
  chain = amia_statement_get_blob (statement, 5, &length);
  if (length == sizeof position->chain)
    memcpy (position->chain, chain, length);
  position->readers_hash = g_strdup (amia_statement_get_text (statement, 6));
  position->synced_ms = amia_statement_get_int (statement, 7);
  position->lease_days = (int) amia_statement_get_int (statement, 8);
  position->contact_ms = amia_statement_get_int (statement, 9);
  position->offset_ms = amia_statement_get_int (statement, 10);
  position->known_ms = amia_statement_get_int (statement, 11);
  position->is_unclean = amia_statement_get_int (statement, 12) != 0;
  return TRUE;
}

static gboolean
save_position (AmiaStore          *store,
               const AmiaPosition *position,
               GError            **error)
{
  static const char sql[] =
      "UPDATE replica SET last_n = ?, clock = ?, epoch = ?, since = ?, acked = ?, chain = ?, "
      "readers_hash = ?, synced_ms = ?, lease_days = ?, contact_ms = ?, offset_ms = ?, "
      "known_ms = ?, is_unclean = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "keep how far the replica has come", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, position->last_n);
  amia_statement_bind_int (statement, 2, (gint64) position->clock.last);
  amia_statement_bind_text (statement, 3, position->epoch);
  amia_statement_bind_int (statement, 4, position->since);
  amia_statement_bind_int (statement, 5, position->acked);
  amia_statement_bind_blob (statement, 6, position->chain, sizeof position->chain);
  amia_statement_bind_text (statement, 7, position->readers_hash);
  amia_statement_bind_int (statement, 8, position->synced_ms);
  amia_statement_bind_int (statement, 9, position->lease_days);
  amia_statement_bind_int (statement, 10, position->contact_ms);
  amia_statement_bind_int (statement, 11, position->offset_ms);
  amia_statement_bind_int (statement, 12, position->known_ms);
  amia_statement_bind_int (statement, 13, position->is_unclean);
  return amia_statement_run (statement, error);
}

static void
forget (AmiaStore *store)
{
  g_hash_table_remove_all (store->records);
  g_hash_table_remove_all (store->cases);
  _amia_access_drop (store);
  store->next_key = 0;
  store->writes_short = AMIA_UNASKED;
  store->is_indexed_later = FALSE;
}

gboolean
_amia_store_begin (AmiaStore *store,
                   GError   **error)
{
  g_assert (g_hash_table_size (store->records) == 0);

  if (!amia_db_begin (store->db, error))
    return FALSE;

  if (_amia_position_load (store, &store->position, error))
    return TRUE;

  _amia_store_rollback (store);
  return FALSE;
}

static void
note_id (GHashTable     *set,
         const AmiaUuid *id)
{
  if (!g_hash_table_contains (set, id))
    g_hash_table_add (set, g_memdup2 (id, sizeof *id));
}

static void
note_changed (AmiaStore *store)
{
  GHashTableIter iter;
  gpointer       id;
  gpointer       value;

  g_hash_table_iter_init (&iter, store->records);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      /* Others were only looked at. */
      if (((AmiaEntry *) value)->is_changed)
        note_id (store->changed_records, id);
    }

  g_hash_table_iter_init (&iter, store->cases);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    note_id (store->changed_cases, id);
}

gboolean
_amia_store_commit (AmiaStore *store,
                    GError   **error)
{
  if (!_amia_records_flush (store, error) ||
      (store->position.is_dirty && !save_position (store, &store->position, error)) ||
      !amia_db_commit (store->db, error))
    {
      _amia_store_rollback (store);
      return FALSE;
    }

  note_changed (store);
  store->is_changed = TRUE;
  forget (store);
  return TRUE;
}

void
_amia_store_rollback (AmiaStore *store)
{
  amia_db_rollback (store->db);
  forget (store);

  /* A device that was met in this transaction has lost its row. */
  g_hash_table_remove_all (store->devices);
}
