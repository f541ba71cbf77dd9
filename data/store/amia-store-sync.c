/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-sync.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-catch-up-private.h"
#include "amia-store-private.h"

/* What sync asks of the store before it talks to the server: how far we have come, and what waits.
 */

void
amia_sync_state_clear (AmiaSyncState *state)
{
  g_return_if_fail (state != NULL);

  g_clear_pointer (&state->epoch, g_free);
  g_clear_pointer (&state->lanes, g_array_unref);
  g_clear_pointer (&state->catch_up, g_array_unref);
  g_clear_pointer (&state->readers_hash, g_free);
  g_clear_pointer (&state->receipts, g_array_unref);
  g_clear_pointer (&state->facts, g_array_unref);
}

static GArray *
load_lanes (AmiaStore *store,
            GError   **error)
{
  static const char sql[] = "SELECT scope, generation, position FROM lane "
                            "ORDER BY generation, scope";

  return _amia_lanes_load (store, sql, error);
}

GArray *
_amia_lanes_load (AmiaStore  *store,
                  const char *sql,
                  GError    **error)
{
  g_autoptr (GArray) lanes = g_array_new (FALSE, FALSE, sizeof (AmiaLane));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read the lanes", error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaLane lane = { _amia_statement_get_uuid (statement, 0),
                        amia_statement_get_int (statement, 1),
                        amia_statement_get_int (statement, 2) };

      g_array_append_val (lanes, lane);
    }

  return step == AMIA_DONE ? g_steal_pointer (&lanes) : NULL;
}

static GArray *
load_receipts (AmiaStore          *store,
               const AmiaPosition *position,
               GError            **error)
{
  g_autoptr (GArray) receipts = g_array_new (FALSE, FALSE, sizeof (AmiaReceipt));
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db,
      "SELECT scope, generation FROM receipt WHERE is_due = 1 AND (generation > 0 OR ?) "
      "ORDER BY generation, scope LIMIT ?",
      "read what was forgotten",
      error);
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  /* A server that gives nothing out yet has no answer about what it has forgotten. */
  amia_statement_bind_int (statement, 1, position->since > 0);
  amia_statement_bind_int (statement, 2, AMIA_STORE_RECEIPTS_MAX);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaReceipt receipt = { _amia_statement_get_uuid (statement, 0),
                              amia_statement_get_int (statement, 1) };

      g_array_append_val (receipts, receipt);
    }

  return step == AMIA_DONE ? g_steal_pointer (&receipts) : NULL;
}

static void
clear_fact (gpointer data)
{
  AmiaFact *fact = data;

  g_free (fact->what);
  g_free (fact->detail);
}

static GArray *
load_facts (AmiaStore *store,
            GError   **error)
{
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (AmiaFact));
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT id, what, ms, case_id, detail, since FROM fact ORDER BY id LIMIT ?",
                       "read the facts for the audit",
                       error);
  AmiaStep step;

  g_array_set_clear_func (facts, clear_fact);
  if (statement == NULL)
    return NULL;

  amia_statement_bind_int (statement, 1, AMIA_STORE_FACTS_MAX);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaFact fact = { .id = amia_statement_get_int (statement, 0),
                        .what = g_strdup (amia_statement_get_text (statement, 1)),
                        .ms = amia_statement_get_int (statement, 2),
                        .case_id = _amia_statement_get_uuid (statement, 3),
                        .detail = g_strdup (amia_statement_get_text (statement, 4)),
                        .since = amia_statement_get_int (statement, 5) };

      g_array_append_val (facts, fact);
    }

  return step == AMIA_DONE ? g_steal_pointer (&facts) : NULL;
}

gboolean
amia_store_get_sync_state (AmiaStore     *store,
                           AmiaSyncState *state,
                           GError       **error)
{
  AmiaPosition position = { 0 };
  g_autoptr (GArray) lanes = NULL;
  g_autoptr (GArray) receipts = NULL;
  g_autoptr (GArray) facts = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  memset (state, 0, sizeof *state);
  if (!_amia_position_load (store, &position, &local_error) ||
      (lanes = load_lanes (store, &local_error)) == NULL ||
      (receipts = load_receipts (store, &position, &local_error)) == NULL ||
      (facts = load_facts (store, &local_error)) == NULL ||
      !_amia_catch_up_load (store, &position, state, &local_error))
    {
      _amia_position_clear (&position);
      amia_sync_state_clear (state);
      return _amia_store_report (error, local_error);
    }

  state->epoch = g_steal_pointer (&position.epoch);
  state->since = position.since;
  state->acked = position.acked;
  state->last = position.last_n;
  memcpy (state->chain, position.chain, sizeof state->chain);
  state->lanes = g_steal_pointer (&lanes);
  state->receipts = g_steal_pointer (&receipts);
  state->facts = g_steal_pointer (&facts);
  state->readers_hash = g_steal_pointer (&position.readers_hash);
  _amia_position_clear (&position);
  return TRUE;
}

static gboolean
list_kept (AmiaStore *store,
           GArray    *kept,
           guint      n_max,
           GError   **error)
{
  static const char sql[] =
      "SELECT l.n FROM log AS l WHERE l.device = ?1 "
      "AND l.seq IN (SELECT seq FROM pending WHERE state = 5) ORDER BY l.n LIMIT ?2";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "list what is kept sealed", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, n_max);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gint64 n = amia_statement_get_int (statement, 0);

      g_array_append_val (kept, n);
    }

  return step == AMIA_DONE;
}

gboolean
amia_store_list_kept (AmiaStore *store,
                      GArray    *kept,
                      guint      n_max,
                      GError   **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (kept != NULL, FALSE);

  return list_kept (store, kept, n_max, &local_error) || _amia_store_report (error, local_error);
}

/* From a row of: n, body, hash. */
static GBytes *
read_outgoing (AmiaStatement *statement)
{
  gsize            length;
  gsize            hash_length;
  const guint8    *hash = amia_statement_get_blob (statement, 2, &hash_length);
  g_autofree char *unpacked = NULL;
  const char      *body = _amia_body_get (statement, 1, &unpacked, &length);
  GString         *text;

  if (hash_length == 0)
    return unpacked != NULL ? g_bytes_new_take (g_steal_pointer (&unpacked), length)
                            : g_bytes_new (body, length);

  text = g_string_new ("{\"hash\":\"");
  for (gsize i = 0; i < hash_length; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  g_string_append (text, "\"}");
  return g_string_free_to_bytes (text);
}

static GPtrArray *
list_outgoing (AmiaStore *store,
               gint64     from,
               guint      changes_max,
               gsize      bytes_max,
               GError   **error)
{
  static const char sql[] =
      "SELECT n, body, hash FROM log WHERE device = ? AND n >= ? ORDER BY n LIMIT ?";
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "list what waits", error);
  gsize    n_bytes = 0;
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, from);
  amia_statement_bind_int (statement, 3, changes_max);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gsize length;
      g_autoptr (GBytes) bytes = NULL;

      if (amia_statement_get_int (statement, 0) != from + (gint64) list->len)
        {
          _amia_store_fail (error,
                            AMIA_STORE_ERROR_DAMAGED,
                            "Failed to list what waits: change %" G_GINT64_FORMAT " is missing",
                            from + (gint64) list->len);
          return NULL;
        }

      bytes = read_outgoing (statement);
      length = g_bytes_get_size (bytes);
      if (list->len > 0 && n_bytes + length > bytes_max)
        return g_steal_pointer (&list);

      n_bytes += length;
      g_ptr_array_add (list, g_steal_pointer (&bytes));
    }

  return step == AMIA_DONE ? g_steal_pointer (&list) : NULL;
}

GPtrArray *
amia_store_list_outgoing (AmiaStore *store,
                          gint64     from,
                          guint      changes_max,
                          gsize      bytes_max,
                          GError   **error)
{
  GPtrArray *list;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (from > 0, NULL);

  list = list_outgoing (store, from, changes_max, bytes_max, &local_error);
  if (list == NULL)
    _amia_store_report (error, local_error);
  return list;
}

gboolean
amia_store_set_role (AmiaStore  *store,
                     const char *role,
                     GError    **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (role != NULL, FALSE);

  if (strcmp (store->identity.role, role) == 0)
    return TRUE;

  statement = amia_db_prepare (store->db,
                               "UPDATE replica SET role = ?",
                               "note the account's role",
                               &local_error);
  if (statement == NULL)
    return _amia_store_report (error, local_error);

  amia_statement_bind_text (statement, 1, role);
  if (!amia_statement_run (statement, &local_error))
    return _amia_store_report (error, local_error);

  g_free (store->identity.role);
  store->identity.role = g_strdup (role);
  store->is_changed = TRUE;
  return TRUE;
}
