/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <string.h>

#include "amia-due-facts-private.h"
#include "amia-store-access-private.h"
#include "amia-store-agenda-private.h"
#include "amia-store-log-private.h"
#include "amia-store-private.h"
#include "amia-store-project-private.h"
#include "amia-store-words-private.h"

/* Holds every projection against the log: merges each record anew and computes what the tables
 * should say, by the same functions that wrote them. Streams, so that the cost in memory is one
 * record. All of it happens in a transaction that is taken back. */

#define DIFFERENCES_MAX 100

typedef struct
{
  AmiaStore *store;
  GString   *report;
  guint      n_differences;
} Check;

static void G_GNUC_PRINTF (2, 3)
    differ (Check      *check,
            const char *format,
            ...)
{
  va_list args;

  if (++check->n_differences > DIFFERENCES_MAX)
    {
      if (check->n_differences == DIFFERENCES_MAX + 1)
        g_string_append (check->report, "… and more\n");
      return;
    }

  va_start (args, format);
  g_string_append_vprintf (check->report, format, args);
  va_end (args);
  g_string_append_c (check->report, '\n');
}

static gboolean
count (Check      *check,
       const char *sql,
       gint64     *number,
       GError    **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (check->store->db, sql, "verify the replica", error);

  if (statement == NULL || amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  *number = amia_statement_get_int (statement, 0);
  return TRUE;
}

/* Questions whose answer is a number of faults. */
static const struct
{
  const char *sql;
  const char *fault;
} questions[] = {
  { "SELECT count(*) FROM touch AS t LEFT JOIN log AS l ON l.seq = t.seq WHERE l.seq IS NULL",
    "touches of changes that are not in the log" },
  { "SELECT count(*) FROM touch AS t LEFT JOIN record AS r ON r.key = t.record WHERE r.key IS NULL",
    "touches of records that are not there" },
  { "SELECT count(*) FROM record AS r WHERE NOT EXISTS (SELECT 1 FROM touch WHERE record = r.key)",
    "records that no change touches" },
  { "SELECT count(*) FROM unindexed AS u LEFT JOIN search_text AS s ON s.key = u.key "
    "WHERE s.key IS NULL",
    "texts said to be indexed later that are not there" },
  { "SELECT (SELECT last_n FROM replica) - (SELECT count(*) FROM log AS l JOIN replica AS r "
    "ON r.device = l.device WHERE l.n BETWEEN 1 AND r.last_n)",
    "own changes missing in the log" },
  { "SELECT count(*) FROM log AS l JOIN replica AS r ON r.device = l.device WHERE l.n > r.last_n",
    "own changes beyond the last" },
  { "SELECT count(*) FROM span AS s LEFT JOIN record AS r ON r.key = s.record WHERE r.key IS NULL",
    "periods of records that are not there" },
  { "SELECT count(*) FROM case_row AS c LEFT JOIN record AS r ON r.key = c.key WHERE r.key IS NULL",
    "rows of cases that are not there" },
  { "SELECT count(*) FROM due_fact AS f LEFT JOIN case_row AS c ON c.id = f.case_id "
    "WHERE c.id IS NULL",
    "facts of cases that are not there" },
  { "SELECT count(*) FROM (SELECT key FROM search_name UNION ALL SELECT key FROM search_text "
    "UNION ALL SELECT key FROM search_form) AS s "
    "LEFT JOIN record AS r ON r.key = s.key WHERE r.key IS NULL",
    "words of records that are not there" },
  { "SELECT count(*) FROM (SELECT DISTINCT seq, state FROM pending EXCEPT "
    "SELECT seq, state FROM log WHERE state IN (0, 5) OR (state = 2 AND is_dismissed = 0))",
    "changes said to wait that do not" },
  { "SELECT count(*) FROM (SELECT seq, state FROM log WHERE state IN (0, 5) OR (state = 2 AND "
    "is_dismissed = 0) EXCEPT SELECT DISTINCT seq, state FROM pending)",
    "changes that wait but are not said to" },
  { "SELECT count(*) FROM locked AS k LEFT JOIN (SELECT l.seq FROM log AS l JOIN replica AS r "
    "ON r.device = l.device OR l.state = 2) AS o ON o.seq = k.seq WHERE o.seq IS NULL",
    "locked changes that are not own ones" },
  { "SELECT count(*) FROM log AS l JOIN replica AS r WHERE l.hash IS NOT NULL "
    "AND l.device <> r.device",
    "hashes kept for changes of others" },
  { "SELECT count(*) FROM source AS s LEFT JOIN log AS l ON l.seq = s.seq WHERE l.seq IS NULL",
    "sources of changes that are not in the log" },
  { "SELECT count(*) FROM log AS l JOIN replica AS r JOIN device AS d ON d.idx = l.device "
    "WHERE l.device <> r.device AND (l.state = 6 OR (l.state = 5 AND d.author <> r.user))",
    "changes of others said to be kept sealed, or forgotten" },
};

static gboolean
ask_questions (Check   *check,
               GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      gint64 number;

      if (!count (check, questions[i].sql, &number, error))
        return FALSE;
      if (number != 0)
        differ (check, "%" G_GINT64_FORMAT " %s", number, questions[i].fault);
    }

  return TRUE;
}

/* Each record that a change has ops of, once. */
static gboolean
check_touches (Check            *check,
               const AmiaChange *change,
               gint64            seq,
               gint64           *n_touches,
               GError          **error)
{
  static const char sql[] =
      "SELECT 1 FROM touch WHERE record = (SELECT key FROM record WHERE id = ?) AND seq = ?";
  g_autoptr (GHashTable) seen = g_hash_table_new (amia_uuid_hash, amia_uuid_equal);

  for (guint i = 0; i < change->ops->len; i++)
    {
      AmiaOp *op = g_ptr_array_index (change->ops, i);
      g_autoptr (AmiaStatement) statement = NULL;
      AmiaStep step;
      char     name[AMIA_UUID_TEXT_LENGTH + 1];

      if (!g_hash_table_add (seen, &op->record))
        continue;

      statement = amia_db_prepare (check->store->db, sql, "verify the replica", error);
      if (statement == NULL)
        return FALSE;
      _amia_statement_bind_uuid (statement, 1, &op->record);
      amia_statement_bind_int (statement, 2, seq);
      step = amia_statement_step (statement, error);
      if (step == AMIA_ERROR)
        return FALSE;
      if (step == AMIA_DONE)
        differ (check,
                "change %" G_GINT64_FORMAT " of the log is not said to touch %s",
                seq,
                amia_uuid_print (&op->record, name));
    }

  *n_touches += g_hash_table_size (seen);
  return TRUE;
}

/* Nothing is here that may not be: but for own work that waits, and what the server refused. */
static gboolean
check_rights (Check            *check,
              const AmiaChange *change,
              gint64            seq,
              GError          **error)
{
  static const char sql[] =
      "SELECT 1 FROM locked WHERE seq = ?1 UNION ALL "
      "SELECT 1 FROM log WHERE seq = ?1 AND state = 2 AND is_dismissed = 0";
  g_autoptr (GPtrArray) allowed = NULL;
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaStep step;

  if (!_amia_access_filter (check->store, change, &allowed, error))
    return FALSE;
  if (allowed == NULL)
    return TRUE;

  statement = amia_db_prepare (check->store->db, sql, "verify the replica", error);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, seq);
  step = amia_statement_step (statement, error);
  if (step == AMIA_DONE)
    differ (check,
            "change %" G_GINT64_FORMAT " of the log has %u ops that may not be seen",
            seq,
            change->ops->len - allowed->len);
  return step != AMIA_ERROR;
}

static gboolean
check_log (Check   *check,
           GError **error)
{
  static const char sql[] = "SELECT d.id, l.n, l.body, d.author, d.agency, l.seq, l.stamp "
                            "FROM log AS l JOIN device AS d ON d.idx = l.device ORDER BY l.seq";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (check->store->db, sql, "verify the replica", error);
  gint64   n_touches = 0;
  gint64   n_kept;
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      gint64 seq = amia_statement_get_int (statement, 5);
      g_autoptr (AmiaChange) change = _amia_log_read (statement, 0, error);

      if (change == NULL || !check_touches (check, change, seq, &n_touches, error) ||
          !check_rights (check, change, seq, error))
        return FALSE;
      if ((AmiaStamp) amia_statement_get_int (statement, 6) != change->stamp)
        differ (check, "change %" G_GINT64_FORMAT " of the log has another time", seq);
    }

  if (step == AMIA_ERROR || !count (check, "SELECT count(*) FROM touch", &n_kept, error))
    return FALSE;
  if (n_kept != n_touches)
    differ (check,
            "%" G_GINT64_FORMAT " touches are kept, the log has %" G_GINT64_FORMAT,
            n_kept,
            n_touches);
  return TRUE;
}

static gboolean
equals (AmiaStatement *statement,
        int            column,
        const char    *expected)
{
  return g_strcmp0 (amia_statement_get_text (statement, column), expected) == 0;
}

static gboolean
check_span (Check            *check,
            gint64            key,
            const AmiaRecord *record,
            GError          **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (check->store->db,
                       "SELECT kind, what, from_day, to_day, name FROM span WHERE record = ?",
                       "verify the replica",
                       error);
  AmiaSpan span;
  AmiaStep step;
  char     name[AMIA_UUID_TEXT_LENGTH + 1];

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  step = amia_statement_step (statement, error);
  _amia_project_span (record, &span);
  if (step != AMIA_ERROR &&
      (span.exists != (step == AMIA_ROW) ||
       (span.exists &&
        (!equals (statement, 0, span.kind) || !equals (statement, 1, span.what) ||
         !equals (statement, 2, span.from_day) || !equals (statement, 3, span.to_day) ||
         !equals (statement, 4, span.name)))))
    differ (check, "the period of %s", amia_uuid_print (&record->id, name));
  _amia_span_clear (&span);
  return step != AMIA_ERROR;
}

static gboolean
check_words (Check            *check,
             gint64            key,
             const AmiaRecord *record,
             GError          **error)
{
  static const char of_forms[] = "SELECT words FROM search_form WHERE key = ?";
  static const char of_names[] = "SELECT words FROM search_name WHERE key = ?";
  static const char of_texts[] = "SELECT words FROM search_text WHERE key = ?";
  gboolean          is_form = _amia_form_words_has (record->kind);
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (check->store->db,
                       is_form                              ? of_forms
                       : _amia_index_is_name (record->kind) ? of_names
                                                            : of_texts,
                       "verify the replica",
                       error);
  g_autofree char *words = NULL;
  AmiaStep         step;
  char             name[AMIA_UUID_TEXT_LENGTH + 1];

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, key);
  step = amia_statement_step (statement, error);
  words = is_form ? _amia_form_words_collect (record) : _amia_index_collect (record);
  if (step != AMIA_ERROR &&
      ((words != NULL) != (step == AMIA_ROW) || (words != NULL && !equals (statement, 0, words))))
    differ (check, "the words of %s", amia_uuid_print (&record->id, name));
  return step != AMIA_ERROR;
}

static gboolean
check_record (Check         *check,
              AmiaStatement *statement,
              GError       **error)
{
  gint64           key = amia_statement_get_int (statement, 0);
  AmiaUuid         id = _amia_statement_get_uuid (statement, 1);
  AmiaUuid         case_id = _amia_statement_get_uuid (statement, 3);
  char             name[AMIA_UUID_TEXT_LENGTH + 1];
  g_autofree char *state = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  gboolean is_removed;
  g_autoptr (AmiaRecord) record = _amia_records_merge (
      check->store, key, amia_statement_get_text (statement, 2), &id, &case_id, FALSE, error);

  if (record == NULL)
    return FALSE;

  state = amia_record_encode (record);
  fields = amia_record_get_fields (record);
  is_removed = amia_record_is_removed (record);
  if (!equals (statement, 7, AMIA_STATE_OF_LOG) && !equals (statement, 7, state))
    differ (check, "the registers of %s", amia_uuid_print (&id, name));
  if (amia_statement_get_int (statement, 4) != is_removed ||
      amia_statement_get_int (statement, 5) != (fields->len == 0) ||
      amia_statement_get_int (statement, 6) !=
          (is_removed ? 0 : amia_record_count_conflicts (record)))
    differ (check, "what is noted of %s", amia_uuid_print (&id, name));

  return check_span (check, key, record, error) && check_words (check, key, record, error);
}

static gboolean
check_records (Check   *check,
               GError **error)
{
  static const char sql[] =
      "SELECT key, id, kind, case_id, is_removed, is_empty, n_conflicts, state FROM record";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (check->store->db, sql, "verify the replica", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      if (!check_record (check, statement, error))
        return FALSE;
    }

  return step == AMIA_DONE;
}

/* Makes every row of the list of cases anew, in the transaction that is taken back, and asks what
 * has changed by it. */
static gboolean
check_cases (Check   *check,
             GError **error)
{
  static const char copy[] = "CREATE TEMP TABLE kept AS SELECT * FROM case_row;"
                             "DELETE FROM case_row";
  static const char sql[] = "SELECT id FROM record WHERE kind = 'case'";
  g_autoptr (AmiaStatement) statement = NULL;
  gint64   n_missing = 0;
  gint64   n_more = 0;
  AmiaStep step;

  if (!amia_db_exec (check->store->db, copy, "verify the replica", error) ||
      (statement = amia_db_prepare (check->store->db, sql, "verify the replica", error)) == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      _amia_cases_get (check->store, &id)->needs_row = TRUE;
    }

  if (step == AMIA_ERROR || !_amia_project_flush_cases (check->store, error) ||
      !count (check,
              "SELECT count(*) FROM (SELECT * FROM case_row EXCEPT SELECT * FROM kept)",
              &n_missing,
              error) ||
      !count (check,
              "SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM case_row)",
              &n_more,
              error))
    return FALSE;

  if (n_missing > 0 || n_more > 0)
    differ (check,
            "the list of cases: %" G_GINT64_FORMAT " rows should be there, %" G_GINT64_FORMAT
            " should not",
            n_missing,
            n_more);
  return TRUE;
}

static gboolean
check_due (Check   *check,
           GError **error)
{
  guint n_wrong;

  if (!_amia_due_count_wrong (check->store, &n_wrong, error))
    return FALSE;

  if (n_wrong > 0)
    differ (check, "what has happened in %u cases, for what is due", n_wrong);
  return TRUE;
}

static gboolean
check_agenda (Check   *check,
              GError **error)
{
  static const char copy[] = "CREATE TEMP TABLE kept_agenda AS SELECT * FROM agenda;"
                             "DELETE FROM agenda";
  static const char sql[] =
      "SELECT (SELECT count(*) FROM (SELECT * FROM agenda EXCEPT SELECT * FROM kept_agenda)) + "
      "(SELECT count(*) FROM (SELECT * FROM kept_agenda EXCEPT SELECT * FROM agenda))";
  gint64 n_others;

  if (!amia_db_exec (check->store->db, copy, "verify the replica", error) ||
      !_amia_agenda_fill (check->store, error) || !count (check, sql, &n_others, error))
    return FALSE;

  if (n_others > 0)
    differ (check, "the calendar: %" G_GINT64_FORMAT " rows are not what records say", n_others);
  return TRUE;
}

/* FTS5 compares its indexes with the text; a difference comes as an error. */
static void
check_index (Check *check)
{
  static const char *const commands[] = {
    "INSERT INTO search_name_starts (search_name_starts, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO search_name_parts (search_name_parts, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO search_text_starts (search_text_starts, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO search_text_parts (search_text_parts, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO search_form_starts (search_form_starts, rank) VALUES ('integrity-check', 1)",
  };

  g_autoptr (GError) left = NULL;

  /* What is to be indexed yet must not be missing for any other reason. */
  if (!_amia_unindexed_work_off_all (check->store, &left))
    differ (check, "the search index: %s", left->message);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) cause = NULL;

      if (!amia_db_exec (check->store->db, commands[i], "verify the search index", &cause))
        differ (check, "the search index: %s", cause->message);
    }
}

gboolean
amia_store_verify (AmiaStore *store,
                   GString   *report,
                   GError   **error)
{
  Check    check = { store, report, 0 };
  gboolean is_done;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  if (!amia_db_check (store->db, &local_error) || !_amia_store_begin (store, &local_error))
    return _amia_store_report (error, local_error);

  is_done = ask_questions (&check, &local_error);
  check_index (&check);
  is_done = is_done && check_log (&check, &local_error) &&
            check_records (&check, &local_error) && check_due (&check, &local_error) &&
            check_cases (&check, &local_error) &&
            check_agenda (&check, &local_error);
  _amia_store_rollback (store);

  return is_done || _amia_store_report (error, local_error);
}
