/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-access-private.h"
#include "amia-store-log-private.h"
#include "amia-store-standing-private.h"

#include <string.h>

/* What a page says besides changes: what may be seen, how far everybody has come, what the server
 * has of ours. */

/* A receipt for every event that may have taken something away. It is due when the files have been
 * scrubbed: at once if there is nothing to scrub. */
static gboolean
note_receipt (AmiaStore             *store,
              const AmiaScopeRights *item,
              GError               **error)
{
  static const char sql[] =
      "INSERT INTO receipt (scope, generation, is_due) VALUES (?, ?, ?) ON CONFLICT (scope) "
      "DO UPDATE SET generation = excluded.generation, is_due = excluded.is_due";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note a receipt", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &item->scope);
  amia_statement_bind_int (statement, 2, item->generation);
  amia_statement_bind_int (statement, 3, !store->position.is_unclean);
  return amia_statement_run (statement, error);
}

static gboolean
take_scope (AmiaStore             *store,
            const AmiaScopeRights *item,
            GError               **error)
{
  AmiaScopeAccess *access = _amia_access_get (store, &item->scope, error);
  AmiaRights      *rights = NULL;
  gboolean         was_known;
  gboolean         is_any_gone = FALSE;

  if (access == NULL)
    return FALSE;
  if (access->has_row && item->generation <= access->generation)
    return TRUE;

  /* What can't be understood gives nothing. */
  was_known = access->has_row;
  access->generation = item->generation;
  if (item->rights != NULL)
    rights = amia_rights_decode (item->rights, NULL);
  if (rights == NULL)
    rights = amia_rights_new_none ();
  if (!_amia_forget_change_rights (
          store, access, rights, amia_rights_ref (rights), &is_any_gone, error))
    return FALSE;

  return (!was_known && !is_any_gone && amia_rights_is_member (rights)) ||
         note_receipt (store, item, error);
}

static gboolean
take_scopes (AmiaStore          *store,
             const AmiaIncoming *incoming,
             GError            **error)
{
  for (guint i = 0; i < incoming->scopes->len; i++)
    {
      if (!take_scope (store, g_ptr_array_index (incoming->scopes, i), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_standing_take_rights (AmiaStore          *store,
                            const AmiaIncoming *incoming,
                            GError            **error)
{
  if (incoming->lease_days >= 0)
    store->position.lease_days = incoming->lease_days;

  return take_scopes (store, incoming, error) &&
         _amia_day_note_contact (store, incoming->server_now_ms, error);
}

static gboolean
take_lanes (AmiaStore    *store,
            const GArray *lanes,
            GError      **error)
{
  g_autoptr (AmiaStatement) statement = NULL;

  if (lanes == NULL)
    return TRUE;

  statement = amia_db_prepare (store->db,
                               "INSERT OR REPLACE INTO lane (scope, generation, position) "
                               "VALUES (?, ?, ?)",
                               "keep the lanes",
                               error);
  if (statement == NULL || !amia_db_exec (store->db, "DELETE FROM lane", "keep the lanes", error))
    return FALSE;

  for (guint i = 0; i < lanes->len; i++)
    {
      const AmiaLane *lane = &g_array_index (lanes, AmiaLane, i);

      amia_statement_bind_blob (statement, 1, lane->scope.bytes, sizeof lane->scope.bytes);
      amia_statement_bind_int (statement, 2, lane->generation);
      amia_statement_bind_int (statement, 3, lane->position);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_readers (AmiaStore          *store,
              const AmiaIncoming *incoming,
              GError            **error)
{
  /* Of a colleague with two laptops the one that has come further counts. */
  static const char sql[] =
      "INSERT INTO reader (user, agency, position) VALUES (?, ?, ?) ON CONFLICT (user) DO UPDATE "
      "SET agency = excluded.agency, position = max (position, excluded.position)";
  g_autoptr (AmiaStatement) statement = NULL;

  if (incoming->readers == NULL)
    return TRUE;

  statement = amia_db_prepare (store->db, sql, "keep the readers", error);
  if (statement == NULL ||
      !amia_db_exec (store->db, "DELETE FROM reader", "keep the readers", error))
    return FALSE;

  for (guint i = 0; i < incoming->readers->len; i++)
    {
      const AmiaReaderPosition *reader = &g_array_index (incoming->readers, AmiaReaderPosition, i);

      amia_statement_bind_text (statement, 1, reader->user);
      amia_statement_bind_text (statement, 2, reader->agency);
      amia_statement_bind_int (statement, 3, reader->position);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  g_free (store->position.readers_hash);
  store->position.readers_hash = g_strdup (incoming->readers_hash);
  return TRUE;
}

static gboolean
take_openings (AmiaStore          *store,
               const AmiaIncoming *incoming,
               GError            **error)
{
  static const char sql[] =
      "INSERT INTO opening (case_id, user, position) VALUES (?, ?, ?) "
      "ON CONFLICT (case_id, user) DO UPDATE SET position = max (position, excluded.position)";

  for (guint i = 0; i < incoming->opened->len; i++)
    {
      const AmiaOpening *opening = &g_array_index (incoming->opened, AmiaOpening, i);
      g_autoptr (AmiaStatement) statement =
          amia_db_prepare (store->db, sql, "note who opened a case", error);

      if (statement == NULL)
        return FALSE;

      _amia_statement_bind_uuid (statement, 1, &opening->case_id);
      amia_statement_bind_text (statement, 2, opening->user);
      amia_statement_bind_int (statement, 3, opening->position);
      if (!amia_statement_run (statement, error))
        return FALSE;
      _amia_cases_get (store, &opening->case_id);
    }

  return TRUE;
}

static gboolean
take_receipts_sent (AmiaStore          *store,
                    const AmiaIncoming *incoming,
                    GError            **error)
{
  /* A receipt for a later event than the one that was sent is still to be sent. */
  static const char sql[] =
      "DELETE FROM receipt WHERE scope = ? AND generation <= ? AND is_due = 1";

  for (guint i = 0; i < incoming->receipts_sent->len; i++)
    {
      const AmiaReceipt *receipt = &g_array_index (incoming->receipts_sent, AmiaReceipt, i);
      g_autoptr (AmiaStatement) statement =
          amia_db_prepare (store->db, sql, "strike a receipt off", error);

      if (statement == NULL)
        return FALSE;

      _amia_statement_bind_uuid (statement, 1, &receipt->scope);
      amia_statement_bind_int (statement, 2, receipt->generation);
      if (!amia_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_facts_acked (AmiaStore *store,
                  gint64     id,
                  GError   **error)
{
  g_autoptr (AmiaStatement) statement = NULL;

  if (id < 0)
    return TRUE;

  statement = amia_db_prepare (
      store->db, "DELETE FROM fact WHERE id <= ?", "strike facts off", error);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, id);
  return amia_statement_run (statement, error);
}

static gboolean
redo_cases (AmiaStore *store,
            gint64     n,
            GError   **error)
{
  g_auto (AmiaLogged) logged = { 0 };

  if (!_amia_log_load (store, 0, &store->identity.device, n, &logged, error))
    return FALSE;

  if (logged.change != NULL)
    _amia_cases_redo (store, logged.change);
  return TRUE;
}

static gboolean
take_shown (AmiaStore          *store,
            const AmiaIncoming *incoming,
            GError            **error)
{
  for (guint i = 0; i < incoming->shown->len; i++)
    {
      const AmiaShownTime *shown = &g_array_index (incoming->shown, AmiaShownTime, i);
      g_autoptr (AmiaStatement) statement =
          amia_db_prepare (store->db,
                           "UPDATE log SET shown_ms = ? WHERE device = ? AND n = ?",
                           "note when a change is shown",
                           error);

      if (statement == NULL)
        return FALSE;

      amia_statement_bind_int (statement, 1, shown->ms);
      amia_statement_bind_int (statement, 2, store->device_idx);
      amia_statement_bind_int (statement, 3, shown->n);
      if (!amia_statement_run (statement, error) || !redo_cases (store, shown->n, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_amia_standing_take (AmiaStore          *store,
                     const AmiaIncoming *incoming,
                     GError            **error)
{
  return take_lanes (store, incoming->lanes, error) && take_readers (store, incoming, error) &&
         take_openings (store, incoming, error) && take_receipts_sent (store, incoming, error) &&
         take_facts_acked (store, incoming->facts_acked, error) &&
         take_shown (store, incoming, error);
}
