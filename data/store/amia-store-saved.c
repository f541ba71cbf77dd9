/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-lists.h"
#include "amia-store-log.h"
#include "amia-store-names.h"
#include "amia-store-sharing-private.h"

/* How far what is written in a record has come: here, on the server, with a colleague, opened
 * there. Never said before it is known: a colleague's laptop has a record when it has come so far
 * with the server as the record's last change and as the last of the facts that let its owner see
 * all of it. How far it had come before those says nothing: it passed by what it was not given.
 *
 * After the server was set back nothing has a number, what colleagues wrote neither, until it is
 * heard of again: till then it is here. */

typedef struct
{
  gboolean is_known;
  gboolean is_here;
  gboolean is_refused;
  gboolean is_sealed;
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
      "SELECT coalesce (max (l.state IN (0, 4) OR (l.state = 3 AND l.server_seq IS NULL)), 0), "
      "coalesce (max (l.state = 2 AND l.is_dismissed = 0), 0), "
      "coalesce (max (l.server_seq IS NULL AND l.state <> 2), 0), max (l.server_seq), count(*), "
      "coalesce (max (l.state = 5), 0) FROM touch AS t JOIN log AS l ON l.seq = t.seq "
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
  progress->is_sealed = amia_statement_get_int (statement, 5) != 0;
  return TRUE;
}

/* --- What a colleague may see ---------------------------------------------------------------- */

/* What a colleague may see of the record's case, or of a participant through any of its cases. */
static AmiaRights *
get_rights (AmiaStore        *store,
            const AmiaUuid   *scope,
            const AmiaReader *reader,
            const char       *today,
            GError          **error)
{
  g_autoptr (GArray) cases = _amia_sharing_list_cases (store, scope, error);
  g_autoptr (AmiaRights) rights = amia_rights_new_none ();

  if (cases == NULL)
    return NULL;

  for (guint i = 0; i < cases->len; i++)
    {
      g_autoptr (AmiaCaseAccess) access =
          _amia_sharing_load_access_at_once (store, &g_array_index (cases, AmiaUuid, i), error);
      g_autoptr (AmiaRights) in_case = NULL;
      AmiaRights *joined;

      if (access == NULL)
        return NULL;

      in_case = amia_case_access_get_rights (access, reader, today);
      joined = amia_rights_join (rights, in_case);
      amia_rights_unref (rights);
      rights = joined;
    }

  return g_steal_pointer (&rights);
}

typedef struct
{
  const AmiaUuid   *record;
  const AmiaUuid   *scope;
  const AmiaRights *rights;
  const AmiaReader *reader;
  gboolean          sees_all;
} Sight;

static gboolean
sees (const Sight      *sight,
      const AmiaChange *change,
      const AmiaOp     *op)
{
  /* What it was made of may be anywhere: better no green than a wrong one. */
  return (op->sources == NULL || op->sources->len == 0) &&
         amia_uuid_equal (_amia_op_get_scope (op), sight->scope) &&
         amia_rights_allow (sight->rights,
                            sight->reader,
                            op,
                            change->author,
                            change->agency != NULL ? change->agency : "") == AMIA_VERDICT_YES;
}

static gboolean
look_cb (const AmiaChange *change,
         AmiaChangeState   state,
         const char       *reason,
         gpointer          data)
{
  Sight *sight = data;

  for (guint i = 0; i < change->ops->len && state != AMIA_CHANGE_REFUSED; i++)
    {
      const AmiaOp *op = g_ptr_array_index (change->ops, i);

      if (amia_uuid_equal (&op->record, sight->record) && !sees (sight, change, op))
        sight->sees_all = FALSE;
    }

  return sight->sees_all;
}

/* While the server has not spoken of rights, membership decides alone. */
static gboolean
may_see_record (AmiaStore      *store,
                const AmiaUuid *record,
                const AmiaUuid *case_id,
                const char     *user,
                const char     *agency,
                gboolean       *may_see,
                GError        **error)
{
  const AmiaUuid        *scope = amia_uuid_is_nil (case_id) ? record : case_id;
  const AmiaReader       reader = { user, agency };
  const AmiaScopeAccess *access;
  AmiaLogQuery           query = { NULL, record, -1 };
  g_autoptr (AmiaRights) rights = NULL;
  Sight sight = { record, scope, NULL, &reader, TRUE };
  char  today[AMIA_DAY_LENGTH + 1];

  access = _amia_access_get (store, scope, error);
  if (access == NULL)
    return FALSE;

  *may_see = TRUE;
  if (!access->has_row)
    return TRUE;

  _amia_store_get_today (store, today);
  rights = get_rights (store, scope, &reader, today, error);
  sight.rights = rights;
  if (rights == NULL || !amia_store_foreach_change (store, &query, look_cb, &sight, error))
    return FALSE;

  *may_see = sight.sees_all;
  return TRUE;
}

/* --- Who has it ------------------------------------------------------------------------------ */

typedef struct
{
  char    *user;
  char    *agency;
  AmiaUuid case_id; /* of the record; nil for none */
  gboolean has_opened;
} Colleague;

static void
colleague_free (gpointer data)
{
  Colleague *colleague = data;

  g_free (colleague->user);
  g_free (colleague->agency);
  g_free (colleague);
}

/* The server's number of the last fact by which anybody may see the record; %G_MAXINT64 while the
 * server has not numbered all of them. */
static gboolean
find_last_fact (AmiaStore      *store,
                const AmiaUuid *record,
                gint64         *last_seq,
                GError        **error)
{
  static const char sql[] =
      "WITH scope (case_id) AS (SELECT case_id FROM record WHERE id = ?1 AND case_id IS NOT NULL "
      "UNION SELECT id FROM case_row WHERE participant = ?1), "
      "fact (key) AS (SELECT r.key FROM scope JOIN record AS r ON r.case_id = scope.case_id "
      "WHERE r.kind IN ('case', 'member', 'consent') UNION SELECT p.key FROM scope "
      "JOIN case_row AS c ON c.id = scope.case_id JOIN record AS p ON p.id = c.participant) "
      "SELECT coalesce (max (CASE WHEN l.state = 2 THEN 0 "
      "WHEN l.state = 4 OR l.server_seq IS NULL THEN 9223372036854775807 "
      "ELSE l.server_seq END), 9223372036854775807) "
      "FROM fact JOIN touch AS t ON t.record = fact.key JOIN log AS l ON l.seq = t.seq";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find the facts about a record", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, record);
  if (amia_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  *last_seq = amia_statement_get_int (statement, 0);
  return TRUE;
}

/* Colleagues of the record's case, or of any case that names this participant, whose laptop holds
 * everything up to that number. */
static GPtrArray *
find_colleagues (AmiaStore      *store,
                 const AmiaUuid *record,
                 gint64          last_seq,
                 GError        **error)
{
  static const char sql[] =
      "WITH scope (case_id) AS (SELECT case_id FROM record WHERE id = ?1 AND case_id IS NOT NULL "
      "UNION SELECT id FROM case_row WHERE participant = ?1) "
      "SELECT s.what, d.agency, (SELECT case_id FROM record WHERE id = ?1), "
      "max (coalesce (o.position >= ?4, 0)) "
      "FROM scope JOIN span AS s ON s.case_id = scope.case_id "
      "JOIN reader AS d ON d.user = s.what "
      "LEFT JOIN opening AS o ON o.case_id = scope.case_id AND o.user = s.what "
      "WHERE s.kind = 'member' AND s.what <> ?2 "
      "AND (s.from_day IS NULL OR s.from_day <= ?3) AND (s.to_day IS NULL OR s.to_day >= ?3) "
      "AND d.position >= ?4 GROUP BY s.what ORDER BY s.what";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find who has a record", error);
  g_autoptr (GPtrArray) colleagues = g_ptr_array_new_with_free_func (colleague_free);
  char     today[AMIA_DAY_LENGTH + 1];
  AmiaStep step;

  if (statement == NULL)
    return NULL;

  _amia_store_get_today (store, today);
  _amia_statement_bind_uuid (statement, 1, record);
  amia_statement_bind_text (statement, 2, store->identity.user);
  amia_statement_bind_text (statement, 3, today);
  amia_statement_bind_int (statement, 4, last_seq);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      Colleague *colleague = g_new0 (Colleague, 1);

      colleague->user = g_strdup (amia_statement_get_text (statement, 0));
      colleague->agency = g_strdup (amia_statement_get_text (statement, 1));
      colleague->case_id = _amia_statement_get_uuid (statement, 2);
      colleague->has_opened = amia_statement_get_int (statement, 3) != 0;
      g_ptr_array_add (colleagues, colleague);
    }

  return step == AMIA_DONE ? g_steal_pointer (&colleagues) : NULL;
}

static gboolean
drop_blind (AmiaStore      *store,
            const AmiaUuid *record,
            GPtrArray      *colleagues,
            GError        **error)
{
  gboolean is_done = TRUE;

  for (guint i = colleagues->len; i > 0 && is_done; i--)
    {
      const Colleague *colleague = g_ptr_array_index (colleagues, i - 1);
      gboolean         may_see = FALSE;

      is_done = may_see_record (store,
                                record,
                                &colleague->case_id,
                                colleague->user,
                                colleague->agency,
                                &may_see,
                                error);
      if (!may_see)
        g_ptr_array_remove_index (colleagues, i - 1);
    }

  _amia_access_drop (store);
  return is_done;
}

static gboolean
has_anyone_opened (const GPtrArray *colleagues)
{
  for (guint i = 0; i < colleagues->len; i++)
    {
      if (((const Colleague *) g_ptr_array_index (colleagues, i))->has_opened)
        return TRUE;
    }

  return FALSE;
}

/* Who has opened it, if anybody has; else who has it. */
static AmiaSaved
name_colleagues (AmiaStore       *store,
                 const GPtrArray *colleagues,
                 GStrvBuilder    *names)
{
  gboolean is_opened = has_anyone_opened (colleagues);

  for (guint i = 0; i < colleagues->len; i++)
    {
      const Colleague *colleague = g_ptr_array_index (colleagues, i);

      if (!is_opened || colleague->has_opened)
        g_strv_builder_add (names, amia_store_get_person (store, colleague->user));
    }

  return is_opened             ? AMIA_SAVED_OPENED
         : colleagues->len > 0 ? AMIA_SAVED_COLLEAGUE
                               : AMIA_SAVED_SERVER;
}

static AmiaSaved
get_saved (AmiaStore      *store,
           const AmiaUuid *record,
           GStrvBuilder   *names,
           GError        **error)
{
  Progress progress = { 0 };
  gint64   last_fact;
  g_autoptr (GPtrArray) colleagues = NULL;

  if (!read_progress (store, record, &progress, error))
    return AMIA_SAVED_HERE;
  if (progress.is_refused)
    return AMIA_SAVED_REFUSED;
  if (progress.is_here || !progress.is_known)
    return AMIA_SAVED_HERE;
  if (progress.is_sealed)
    return AMIA_SAVED_ESCROW;
  if (progress.is_unnumbered)
    return AMIA_SAVED_SERVER;

  if (!find_last_fact (store, record, &last_fact, error))
    return AMIA_SAVED_HERE;

  colleagues = find_colleagues (store, record, MAX (progress.last_seq, last_fact), error);
  if (colleagues == NULL || !drop_blind (store, record, colleagues, error))
    return AMIA_SAVED_HERE;

  return name_colleagues (store, colleagues, names);
}

AmiaSaved
amia_store_get_saved (AmiaStore      *store,
                      const AmiaUuid *record,
                      char         ***colleagues,
                      GError        **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GError) local_error = NULL;
  AmiaSaved saved;

  g_return_val_if_fail (store != NULL, AMIA_SAVED_HERE);
  g_return_val_if_fail (record != NULL, AMIA_SAVED_HERE);

  saved = get_saved (store, record, names, &local_error);
  if (local_error != NULL)
    _amia_store_report (error, local_error);
  if (colleagues != NULL)
    *colleagues = g_strv_builder_end (names);
  return saved;
}
