/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"
#include "amia-store-sync.h"

/* What this account wrote on other laptops is theirs to bring back to a server that was set back:
 * but for a laptop that has been shut out since, which nobody lets in any more. So whatever the new
 * life of the log has not brought by its end is offered; what the server can't take is kept here,
 * and said to be. A setting tells that there is something to offer, so that nobody looks for it on
 * an ordinary day. */

#define SETTING "refill"
#define OFFERED "offered"

/* Own work under the name of another laptop, or of this one before it was set back. */
#define LOST                                                                     \
  "l.server_seq IS NULL AND (l.state = 3 OR (l.state = 4 AND l.reason IS NULL))" \
  " AND l.device IN (SELECT idx FROM device WHERE author = ?1 AND idx <> ?2)"

static gboolean
run (AmiaStore  *store,
     const char *sql,
     GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note what the server may have lost", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, store->identity.user);
  amia_statement_bind_int (statement, 2, store->device_idx);
  return amia_statement_run (statement, error);
}

gboolean
_amia_refill_begin (AmiaStore *store,
                    GError   **error)
{
  /* What a server had taken under a name that this laptop has left is another laptop's since. */
  static const char left[] =
      "UPDATE log SET state = 3 WHERE state = 1 AND device IN "
      "(SELECT idx FROM device WHERE author = ?1 AND idx <> ?2)";
  static const char again[] =
      "UPDATE log SET reason = NULL WHERE state = 4 AND reason = '" OFFERED "' AND device IN "
      "(SELECT idx FROM device WHERE author = ?1 AND idx <> ?2)";
  static const char note[] =
      "INSERT OR REPLACE INTO setting (name, value) SELECT '" SETTING "', '1' "
      "WHERE EXISTS (SELECT 1 FROM device WHERE author = ?1 AND idx <> ?2)";

  return run (store, left, error) && run (store, again, error) && run (store, note, error);
}

static gboolean
list_refill (AmiaStore *store,
             GArray    *refill,
             guint      n_max,
             gsize      bytes_max,
             GError   **error)
{
  static const char sql[] = "SELECT d.id, l.n, l.body FROM log AS l "
                            "JOIN device AS d ON d.idx = l.device WHERE " LOST
                            " ORDER BY l.seq LIMIT ?3";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "list what the server may have lost", error);
  gsize    n_bytes = 0;
  AmiaStep step = AMIA_DONE;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, store->identity.user);
  amia_statement_bind_int (statement, 2, store->device_idx);
  amia_statement_bind_int (statement, 3, n_max);
  while (n_bytes < bytes_max && (step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaRefill       lost = { _amia_statement_get_uuid (statement, 0),
                                amia_statement_get_int (statement, 1), NULL };
      gsize            length;
      g_autofree char *unpacked = NULL;
      const char      *body = _amia_body_get (statement, 2, &unpacked, &length);

      lost.body = g_bytes_new (body, length);
      n_bytes += length;
      g_array_append_val (refill, lost);
    }

  return step != AMIA_ERROR;
}

gboolean
amia_store_list_refill (AmiaStore *store,
                        GArray    *refill,
                        guint      n_max,
                        gsize      bytes_max,
                        GError   **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *is_due = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (refill != NULL, FALSE);

  is_due = amia_store_get_setting (store, SETTING);
  return is_due == NULL || list_refill (store, refill, n_max, bytes_max, &local_error) ||
         _amia_store_report (error, local_error);
}

/* --- What the server says of them ------------------------------------------------------------ */

static gboolean
set_server_seq (AmiaStore *store,
                gint64     seq,
                gint64     server_seq,
                GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE log SET server_seq = ? WHERE seq = ?",
                       "note a change's number",
                       error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, server_seq);
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error);
}

/* An answer about what was never offered, a colleague's work above all, is not heard. */
static gboolean
is_lost (AmiaStore *store,
         gint64     seq,
         gboolean  *answer,
         GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT 1 FROM log AS l WHERE l.seq = ?3 AND " LOST,
                       "look for what was offered",
                       error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, store->identity.user);
  amia_statement_bind_int (statement, 2, store->device_idx);
  amia_statement_bind_int (statement, 3, seq);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  return step != AMIA_ERROR;
}

static gboolean
take_one (AmiaStore          *store,
          const AmiaRefilled *refilled,
          GError            **error)
{
  g_auto (AmiaLogged) logged = { 0 };
  gboolean was_offered;

  if (!_amia_log_load (store, 0, &refilled->device, refilled->n, &logged, error))
    return FALSE;
  if (logged.change == NULL)
    return TRUE;
  if (!is_lost (store, logged.seq, &was_offered, error))
    return FALSE;
  if (!was_offered)
    return TRUE;
  if (refilled->seq > 0)
    return (logged.state == AMIA_CHANGE_FOREIGN || _amia_log_take_up (store, &logged, error)) &&
           set_server_seq (store, logged.seq, refilled->seq, error);

  return _amia_log_set_state (store, logged.seq, AMIA_CHANGE_KEPT, OFFERED, error) &&
         _amia_records_rebuild_of (store, logged.change, error);
}

gboolean
_amia_refill_take (AmiaStore          *store,
                   const AmiaIncoming *incoming,
                   GError            **error)
{
  static const char end[] = "DELETE FROM setting WHERE name = '" SETTING "' "
                            "AND NOT EXISTS (SELECT 1 FROM log AS l WHERE " LOST ")";

  for (guint i = 0; i < incoming->refilled->len; i++)
    {
      if (!take_one (store, &g_array_index (incoming->refilled, AmiaRefilled, i), error))
        return FALSE;
    }

  return incoming->refilled->len == 0 || run (store, end, error);
}
