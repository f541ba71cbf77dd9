/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-lists.h"

#include <string.h>

#include "amia-store-access-private.h"
#include "amia-store-private.h"
#include "amia-store-words-private.h"
#include "amia-swedish.h"

/* What lists and status lines are made of, read from the projections. */

/* Straight from an index: the list that is nearly always asked for, and what is typed over it. */
static const char all_by_name[] =
    "SELECT id, key, participant_key, is_protected FROM case_row "
    "WHERE status IS NULL OR status NOT IN ('selection', ?1) ORDER BY sort, id";

/* The lists after IN do not depend on the row and are made once. ?1 user, ?2 today, ?3 whether
 * conflicts are wanted, ?4 whether waiting changes are, ?5 a step, ?6 a stage (with words those
 * under way are 4: closed ones too), ?7 a colleague, ?8 whether protected identities are left out,
 * ?9 a sub-project. */
#define FILTERED                                                                              \
  "SELECT c.id, c.key, c.participant_key, c.is_protected FROM case_row AS c WHERE "           \
  "CASE ?6 WHEN 0 THEN c.status IS NULL OR c.status NOT IN ('selection', 'closed') "          \
  "WHEN 1 THEN c.status IS 'selection' WHEN 2 THEN c.status IS 'closed' "                     \
  "WHEN 4 THEN c.status IS NOT 'selection' ELSE 1 END "                                       \
  "AND (?1 IS NULL OR c.id IN (SELECT case_id FROM span WHERE kind = 'member' AND what = ?1 " \
  "AND (from_day IS NULL OR from_day <= ?2) AND (to_day IS NULL OR to_day >= ?2))) "          \
  "AND (?7 IS NULL OR c.id IN (SELECT case_id FROM span WHERE kind = 'member' AND what = ?7 " \
  "AND (from_day IS NULL OR from_day <= ?2) AND (to_day IS NULL OR to_day >= ?2))) "          \
  "AND (?8 = 0 OR c.is_protected = 0) "                                                       \
  "AND (?3 = 0 OR c.id IN (SELECT case_id FROM record WHERE n_conflicts > 0) "                \
  "OR c.participant IN (SELECT id FROM record WHERE n_conflicts > 0 AND case_id IS NULL)) "   \
  "AND (?4 = 0 OR c.id IN (SELECT scope FROM pending WHERE state = 0) "                       \
  "OR c.participant IN (SELECT scope FROM pending WHERE state = 0)) "                         \
  "AND (?5 IS NULL OR c.step = ?5) AND (?9 IS NULL OR c.subproject = ?9) "

static const char filtered_by_name[] = FILTERED "ORDER BY c.sort, c.id";
static const char filtered_by_change[] = FILTERED "ORDER BY c.changed_ms DESC, c.id DESC";

static gboolean
is_plain (const AmiaCaseQuery *query)
{
  return query->stage == AMIA_CASES_UNDER_WAY && !query->mine && query->with == NULL &&
         !query->without_protected && !query->with_conflicts && !query->waiting &&
         query->step == NULL && query->subproject == NULL && query->sort == AMIA_CASE_SORT_NAME;
}

static gboolean
has_typed (const AmiaCaseQuery *query)
{
  return query->words != NULL && *query->words != '\0';
}

/* One set of keys for each word that was typed: Anna may stand in the participant's name and 17 in
 * the case's number. */
static GPtrArray *
find_words (AmiaStore  *store,
            const char *words,
            GError    **error)
{
  g_auto (GStrv) split = words != NULL ? _amia_search_split (words) : NULL;
  g_autoptr (GPtrArray) sets =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  for (gsize i = 0; split != NULL && split[i] != NULL; i++)
    {
      GByteArray *keys = _amia_search_find_names (store, split[i], error);

      if (keys == NULL)
        return NULL;
      g_ptr_array_add (sets, keys);
    }

  return g_steal_pointer (&sets);
}

static gboolean
has_words (const GPtrArray *sets,
           gint64           key,
           gint64           participant_key)
{
  for (guint i = 0; i < sets->len; i++)
    {
      const GByteArray *keys = g_ptr_array_index (sets, i);

      if (!_amia_keys_contain (keys, key) && !_amia_keys_contain (keys, participant_key))
        return FALSE;
    }

  return TRUE;
}

static GArray *
read_ids (AmiaStatement   *statement,
          const GPtrArray *sets,
          GError         **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      /* A case's title may well be the name of a participant whose identity is protected. */
      if (sets->len == 0 || (amia_statement_get_int (statement, 3) == 0 &&
                             has_words (sets,
                                        amia_statement_get_int (statement, 1),
                                        amia_statement_get_int (statement, 2))))
        g_array_append_val (ids, id);
    }

  return step == AMIA_DONE ? g_steal_pointer (&ids) : NULL;
}

static void
bind_filters (AmiaStore           *store,
              const AmiaCaseQuery *query,
              AmiaStatement       *statement)
{
  char today[AMIA_DAY_LENGTH + 1];

  _amia_store_get_today (store, today);
  amia_statement_bind_text (statement, 1, query->mine ? store->identity.user : NULL);
  amia_statement_bind_text (statement, 2, today);
  amia_statement_bind_int (statement, 3, query->with_conflicts);
  amia_statement_bind_int (statement, 4, query->waiting);
  amia_statement_bind_text (statement, 5, query->step);
  amia_statement_bind_int (statement, 6,
                           query->stage == AMIA_CASES_UNDER_WAY && has_typed (query)
                               ? 4
                               : (gint64) query->stage);
  amia_statement_bind_text (statement, 7, query->with);
  amia_statement_bind_int (statement, 8, query->without_protected);
  amia_statement_bind_text (statement, 9, query->subproject);
}

static GArray *
list_ids (AmiaStore           *store,
          const AmiaCaseQuery *query,
          GError             **error)
{
  const char *sql = query->sort == AMIA_CASE_SORT_CHANGED ? filtered_by_change : filtered_by_name;
  g_autoptr (GPtrArray) sets = find_words (store, query->words, error);
  g_autoptr (AmiaStatement) statement = NULL;

  if (sets == NULL)
    return NULL;

  statement = amia_db_prepare (
      store->db, is_plain (query) ? all_by_name : sql, "list the cases", error);
  if (statement == NULL)
    return NULL;

  if (!is_plain (query))
    bind_filters (store, query, statement);
  else
    amia_statement_bind_text (statement, 1, has_typed (query) ? "selection" : "closed");
  return read_ids (statement, sets, error);
}

GArray *
amia_store_list_case_ids (AmiaStore           *store,
                          const AmiaCaseQuery *query,
                          GError             **error)
{
  GArray *ids;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  ids = list_ids (store, query, &local_error);
  if (ids == NULL)
    _amia_store_report (error, local_error);
  return ids;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  g_autofree char *first = amia_swedish_key (*(const char *const *) a);
  g_autofree char *second = amia_swedish_key (*(const char *const *) b);

  return strcmp (first, second);
}

GPtrArray *
amia_store_list_subprojects (AmiaStore *store,
                             GError   **error)
{
  static const char sql[] =
      "SELECT DISTINCT subproject FROM case_row WHERE subproject IS NOT NULL";
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaStep step = AMIA_ERROR;

  g_return_val_if_fail (store != NULL, NULL);

  statement = amia_db_prepare (store->db, sql, "list the sub-projects", &local_error);
  while (statement != NULL &&
         (step = amia_statement_step (statement, &local_error)) == AMIA_ROW)
    g_ptr_array_add (names, g_strdup (amia_statement_get_text (statement, 0)));
  if (step != AMIA_DONE)
    {
      _amia_store_report (error, local_error);
      return NULL;
    }

  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

void
amia_case_row_free (AmiaCaseRow *row)
{
  if (row == NULL)
    return;

  g_free (row->title);
  g_free (row->number);
  g_free (row->name);
  g_free (row->personnummer);
  g_free (row->step);
  g_free (row->status);
  g_strfreev (row->members);
  g_free (row);
}

/* The agency of an account: from a device of theirs that we have changes of, else from the server's
 * list of readers. */
static char *
describe_member (AmiaStore  *store,
                 const char *user,
                 GError    **error)
{
  static const char sql[] = "SELECT agency FROM device WHERE author = ?1 AND agency IS NOT NULL "
                            "UNION ALL SELECT agency FROM reader WHERE user = ?1 LIMIT 1";
  g_autoptr (AmiaStatement) statement = NULL;

  if (strcmp (user, store->identity.user) == 0)
    return g_strdup_printf ("%s %s", user, store->identity.agency);

  statement = amia_db_prepare (store->db, sql, "find a member's agency", error);
  if (statement == NULL)
    return NULL;

  amia_statement_bind_text (statement, 1, user);
  switch (amia_statement_step (statement, error))
    {
    case AMIA_ROW:
      return g_strdup_printf ("%s %s", user, amia_statement_get_text (statement, 0));
    case AMIA_DONE:
      return g_strdup (user);
    case AMIA_ERROR:
    default:
      return NULL;
    }
}

static gboolean
load_members (AmiaStore   *store,
              const char  *today,
              AmiaCaseRow *row,
              GError     **error)
{
  /* The + keeps SQLite from walking all members of all cases just to have them in order. */
  static const char sql[] =
      "SELECT DISTINCT +what FROM span WHERE case_id = ?1 AND kind = 'member' "
      "AND (from_day IS NULL OR from_day <= ?2) AND (to_day IS NULL OR to_day >= ?2) "
      "ORDER BY +what";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read the team", error);
  g_autoptr (GStrvBuilder) members = g_strv_builder_new ();
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &row->id);
  amia_statement_bind_text (statement, 2, today);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autofree char *member =
          describe_member (store, amia_statement_get_text (statement, 0), error);

      if (member == NULL)
        return FALSE;
      g_strv_builder_add (members, member);
    }

  row->members = g_strv_builder_end (members);
  return step == AMIA_DONE;
}

static gboolean
load_counts (AmiaStore   *store,
             const char  *today,
             AmiaCaseRow *row,
             GError     **error)
{
  static const char sql[] =
      "SELECT (SELECT total (n_conflicts) FROM record WHERE case_id = ?1 AND n_conflicts > 0) + "
      "(SELECT total (n_conflicts) FROM record WHERE id = ?2),"
      "(SELECT count(DISTINCT seq) FROM pending WHERE scope IN (?1, ?2) AND state = 0),"
      "(SELECT count(DISTINCT seq) FROM pending WHERE scope IN (?1, ?2) AND state = 2),"
      "EXISTS (SELECT 1 FROM span WHERE case_id = ?1 AND kind = 'consent' "
      "AND (from_day IS NULL OR from_day <= ?3) AND (to_day IS NULL OR to_day >= ?3)),"
      "EXISTS (SELECT 1 FROM scope_access WHERE scope = ?2 AND effective IS NOT NULL)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "count in a case", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &row->id);
  _amia_statement_bind_uuid (statement, 2, &row->participant);
  amia_statement_bind_text (statement, 3, today);
  if (amia_statement_step (statement, error) != AMIA_ROW)
    return FALSE;

  row->n_conflicts = (guint) amia_statement_get_int (statement, 0);
  row->n_waiting = (guint) amia_statement_get_int (statement, 1);
  row->n_refused = (guint) amia_statement_get_int (statement, 2);
  row->has_consent = amia_statement_get_int (statement, 3) != 0;
  if (amia_statement_get_int (statement, 4) != 0)
    row->lock = _amia_day_is_lapsed (store) ? AMIA_SHARING_LEASE : AMIA_SHARING_DAY;
  return TRUE;
}

static AmiaCaseRow *
read_row (AmiaStatement *statement)
{
  AmiaCaseRow *row = g_new0 (AmiaCaseRow, 1);

  row->id = _amia_statement_get_uuid (statement, 0);
  row->participant = _amia_statement_get_uuid (statement, 1);
  row->title = g_strdup (amia_statement_get_text (statement, 2));
  row->number = g_strdup (amia_statement_get_text (statement, 3));
  row->name = g_strdup (amia_statement_get_text (statement, 4));
  row->personnummer = g_strdup (amia_statement_get_text (statement, 5));
  row->is_protected = amia_statement_get_int (statement, 6) != 0;
  row->step = g_strdup (amia_statement_get_text (statement, 7));
  row->step_visits = (guint) amia_statement_get_int (statement, 8);
  row->status = g_strdup (amia_statement_get_text (statement, 9));
  row->changed_ms = amia_statement_get_int (statement, 10);
  return row;
}

/* *row is NULL if the case is gone. */
static gboolean
load_row (AmiaStore      *store,
          const AmiaUuid *id,
          const char     *today,
          AmiaCaseRow   **row,
          GError        **error)
{
  static const char sql[] =
      "SELECT id, participant, title, number, name, personnummer, is_protected, step, step_visits, "
      "status, changed_ms FROM case_row WHERE id = ?";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read a case's row", error);
  g_autoptr (AmiaCaseRow) found = NULL;
  AmiaStep step;

  *row = NULL;
  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, id);
  step = amia_statement_step (statement, error);
  if (step != AMIA_ROW)
    return step == AMIA_DONE;

  found = read_row (statement);
  if (!load_members (store, today, found, error) || !load_counts (store, today, found, error))
    return FALSE;

  *row = g_steal_pointer (&found);
  return TRUE;
}

static void
free_row (gpointer row)
{
  amia_case_row_free (row);
}

GPtrArray *
amia_store_load_case_rows (AmiaStore      *store,
                           const AmiaUuid *ids,
                           gsize           n_ids,
                           GError        **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) local_error = NULL;
  char today[AMIA_DAY_LENGTH + 1];

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  rows = g_ptr_array_new_full ((guint) n_ids, free_row);
  _amia_store_get_today (store, today);
  for (gsize i = 0; i < n_ids; i++)
    {
      AmiaCaseRow *row;

      if (!load_row (store, &ids[i], today, &row, &local_error))
        {
          _amia_store_report (error, local_error);
          return NULL;
        }
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

gboolean
amia_store_get_status (AmiaStore  *store,
                       AmiaStatus *status,
                       GError    **error)
{
  static const char sql[] =
      "SELECT (SELECT count(DISTINCT seq) FROM pending WHERE state = 0),"
      "(SELECT count(DISTINCT seq) FROM pending WHERE state = 2),"
      "(SELECT total (n_conflicts) FROM record WHERE n_conflicts > 0),"
      "(SELECT count(*) FROM case_row WHERE status IS NULL "
      "OR status NOT IN ('selection', 'closed')), (SELECT synced_ms FROM replica),"
      "(SELECT count(DISTINCT seq) FROM pending WHERE state = 5),"
      "(SELECT count(*) FROM scope_access WHERE effective IS NOT NULL)";
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (status != NULL, FALSE);

  statement = amia_db_prepare (store->db, sql, "read the status", &local_error);
  if (statement == NULL || amia_statement_step (statement, &local_error) != AMIA_ROW)
    return _amia_store_report (error, local_error);

  status->n_waiting = (guint) amia_statement_get_int (statement, 0);
  status->n_refused = (guint) amia_statement_get_int (statement, 1);
  status->n_conflicts = (guint) amia_statement_get_int (statement, 2);
  status->n_cases = (guint) amia_statement_get_int (statement, 3);
  status->last_sync_ms = amia_statement_get_int (statement, 4);
  status->n_escrow = (guint) amia_statement_get_int (statement, 5);
  status->n_narrowed = (guint) amia_statement_get_int (statement, 6);
  status->lease_days = store->position.lease_days;
  status->is_lapsed = _amia_day_is_lapsed (store);
  return TRUE;
}
