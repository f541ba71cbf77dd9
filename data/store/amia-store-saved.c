/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-lists.h"
#include "amia-store-private.h"

/* How far what is written in a record has come: here, on the server, with a colleague. Never said
 * before it is known. */

typedef struct
{
  gboolean is_known;
  gboolean is_here;
  gboolean is_refused;
  gboolean is_unnumbered;
  gint64   last_seq;
} Progress;

static gboolean
read_progress (AmiaStore      *store,
               const AmiaUuid *record,
               Progress       *progress,
               GError        **error)
{
  static const char sql[] =
      "SELECT coalesce (max (l.state IN (0, 4)), 0), "
      "coalesce (max (l.state = 2 AND l.is_dismissed = 0), 0), "
      "coalesce (max (l.server_seq IS NULL AND l.state <> 2), 0), max (l.server_seq), count(*) "
      "FROM touch AS t JOIN log AS l ON l.seq = t.seq "
      "WHERE t.record = (SELECT key FROM record WHERE id = ?)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find how far a record has come", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, record);
  if (amia_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  progress->is_here = amia_statement_get_int (statement, 0) != 0;
  progress->is_refused = amia_statement_get_int (statement, 1) != 0;
  progress->is_unnumbered = amia_statement_get_int (statement, 2) != 0;
  progress->last_seq = amia_statement_get_int (statement, 3);
  progress->is_known = amia_statement_get_int (statement, 4) > 0;
  return TRUE;
}

/* Colleagues of the record's case, or of any case that names this participant, whose laptop holds
 * everything up to the record's last change and the change that made them a member. */
static gboolean
find_colleagues (AmiaStore      *store,
                 const AmiaUuid *record,
                 gint64          last_seq,
                 GStrvBuilder   *colleagues,
                 guint          *n_colleagues,
                 GError        **error)
{
  static const char sql[] =
      "WITH scope (case_id) AS (SELECT case_id FROM record WHERE id = ?1 AND case_id IS NOT NULL "
      "UNION SELECT id FROM case_row WHERE participant = ?1) "
      "SELECT DISTINCT s.what FROM scope JOIN span AS s ON s.case_id = scope.case_id "
      "JOIN reader AS d ON d.user = s.what "
      "WHERE s.kind = 'member' AND s.what <> ?2 "
      "AND (s.from_day IS NULL OR s.from_day <= ?3) AND (s.to_day IS NULL OR s.to_day >= ?3) "
      "AND d.position >= ?4 AND d.position >= (SELECT coalesce (max (CASE WHEN l.state = 2 THEN 0 "
      "WHEN l.server_seq IS NULL THEN 9223372036854775807 ELSE l.server_seq END), "
      "9223372036854775807) FROM touch AS t JOIN log AS l ON l.seq = t.seq "
      "WHERE t.record = s.record) ORDER BY s.what";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find who has a record", error);
  char     today[AMIA_DAY_LENGTH + 1];
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_store_get_today (store, today);
  _amia_statement_bind_uuid (statement, 1, record);
  amia_statement_bind_text (statement, 2, store->identity.user);
  amia_statement_bind_text (statement, 3, today);
  amia_statement_bind_int (statement, 4, last_seq);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_strv_builder_add (colleagues, amia_statement_get_text (statement, 0));
      *n_colleagues += 1;
    }

  return step == AMIA_DONE;
}

AmiaSaved
amia_store_get_saved (AmiaStore      *store,
                      const AmiaUuid *record,
                      char         ***colleagues,
                      GError        **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GError) local_error = NULL;
  Progress  progress = { 0 };
  guint     n_names = 0;
  AmiaSaved saved;

  g_return_val_if_fail (store != NULL, AMIA_SAVED_HERE);
  g_return_val_if_fail (record != NULL, AMIA_SAVED_HERE);

  if (!read_progress (store, record, &progress, &local_error))
    saved = AMIA_SAVED_HERE;
  else if (progress.is_refused)
    saved = AMIA_SAVED_REFUSED;
  else if (progress.is_here || !progress.is_known)
    saved = AMIA_SAVED_HERE;
  else
    saved = AMIA_SAVED_SERVER;

  if (saved == AMIA_SAVED_SERVER && !progress.is_unnumbered &&
      find_colleagues (store, record, progress.last_seq, names, &n_names, &local_error) &&
      n_names > 0)
    saved = AMIA_SAVED_COLLEAGUE;

  if (local_error != NULL)
    {
      _amia_store_report (error, local_error);
      saved = AMIA_SAVED_HERE;
    }
  if (colleagues != NULL)
    *colleagues = g_strv_builder_end (names);
  return saved;
}
