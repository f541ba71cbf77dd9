/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-body-private.h"
#include "amia-store-log-private.h"
#include "amia-store-log.h"
#include "amia-store-private.h"

/* What the server had kept sealed, and has refused after all, comes back to the one laptop that
 * wrote it: while it was sealed the laptop may have had to forget it, and nobody else has it. From
 * then on it is like any refused change: shown to its author, in nobody's registers, and here until
 * somebody has dealt with it. */

/* Is the change here without its words, and are these they? */
static gboolean
is_cut (AmiaStore    *store,
        gint64        n,
        const guint8 *hash,
        gint64       *seq,
        gboolean     *answer,
        GError      **error)
{
  static const char sql[] =
      "SELECT seq FROM log WHERE device = ? AND n = ? AND state = 2 AND hash = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "look for a change that comes back", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, store->device_idx);
  amia_statement_bind_int (statement, 2, n);
  amia_statement_bind_blob (statement, 3, hash, AMIA_CHANGE_HASH_LENGTH);
  step = amia_statement_step (statement, error);
  *answer = step == AMIA_ROW;
  if (*answer)
    *seq = amia_statement_get_int (statement, 0);
  return step != AMIA_ERROR;
}

static gboolean
put_body (AmiaStore  *store,
          gint64      seq,
          const char *body,
          GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "UPDATE log SET body = ?, hash = NULL WHERE seq = ?",
                       "put back what was sealed",
                       error);

  if (statement == NULL)
    return FALSE;

  _amia_body_bind (statement, 1, body, strlen (body));
  amia_statement_bind_int (statement, 2, seq);
  return amia_statement_run (statement, error);
}

gboolean
_amia_log_give_back (AmiaStore  *store,
                     gint64      n,
                     const char *body,
                     GError    **error)
{
  g_autoptr (AmiaChange) change = NULL;
  guint8   hash[AMIA_CHANGE_HASH_LENGTH];
  gint64   seq;
  gboolean is_missed;

  amia_change_hash (body, strlen (body), hash);
  if (!is_cut (store, n, hash, &seq, &is_missed, error))
    return FALSE;
  if (!is_missed)
    return TRUE;

  change = amia_change_decode (&store->identity.device, n, body, strlen (body), error);
  if (change == NULL)
    return FALSE;

  change->author = g_strdup (store->identity.user);
  change->agency = g_strdup (store->identity.agency);
  return put_body (store, seq, body, error) &&
         _amia_records_apply (store, change, 0, seq, AMIA_CHANGE_REFUSED, error) &&
         _amia_log_set_pending (store, change, seq, AMIA_CHANGE_REFUSED, error) &&
         _amia_records_rebuild_of (store, change, error);
}
