/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-case-access.h"
#include "amia-due-facts-private.h"
#include "amia-routine.h"
#include "amia-store-private.h"
#include "amia-store-project-private.h"
#include "amia-swedish.h"

/* The tables span and case_row. What they hold is computed by pure functions of records, which
 * amia_store_verify () calls as well; here it is also stored. */

/* Sorts what has neither name nor title after everything that has. */
#define LAST_KEY "~"

typedef struct
{
  const char *kind;
  const char *what; /* NULL: nothing but the period */
  const char *from;
  const char *to;
  const char *end; /* a field with the first day after the period, NULL for none */
} SpanRule;

static const SpanRule rules[] = {
  { "member", "user", "from", "to", NULL },
  { "consent", NULL, "valid-from", "valid-to", "withdrawn" },
  { "visit", "step", "from", "to", NULL },
};

static const SpanRule *
find_rule (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (strcmp (rules[i].kind, kind) == 0)
        return &rules[i];
    }

  return NULL;
}

gboolean
_amia_project_has_span (const char *kind)
{
  return find_rule (kind) != NULL;
}

void
_amia_span_clear (AmiaSpan *span)
{
  g_clear_pointer (&span->what, g_free);
  g_clear_pointer (&span->name, g_free);
  g_clear_pointer (&span->from_day, g_free);
  g_clear_pointer (&span->to_day, g_free);
}

static char *
dup_text (const AmiaHead *head)
{
  AmiaSlice slice = { head->value, strlen (head->value) };

  return head->value[0] == '"' ? amia_scan_dup_string (slice) : NULL;
}

static gboolean
is_day (const char *text)
{
  return strlen (text) == AMIA_DAY_LENGTH && text[4] == '-' && text[7] == '-';
}

/* The most restrictive of several: the latest start, the earliest end. FALSE if one can't be read,
 * which gives nothing. */
static gboolean
read_day (const AmiaRecord *record,
          const char       *field,
          gboolean          earliest,
          char            **day)
{
  gsize           n_heads;
  const AmiaHead *heads = amia_record_get_heads (record, field, &n_heads);

  for (gsize i = 0; i < n_heads; i++)
    {
      g_autofree char *candidate = NULL;

      if (strcmp (heads[i].value, "null") == 0)
        continue;

      candidate = dup_text (&heads[i]);
      if (candidate == NULL || !is_day (candidate))
        return FALSE;
      if (*day == NULL || (strcmp (candidate, *day) < 0) == earliest)
        {
          g_free (*day);
          *day = g_steal_pointer (&candidate);
        }
    }

  return TRUE;
}

static gboolean
end_before (char      **to_day,
            const char *first_day_after)
{
  int              year;
  int              month;
  int              day;
  g_autofree char *last = NULL;
  GDate            date;

  if (sscanf (first_day_after, "%4d-%2d-%2d", &year, &month, &day) != 3 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  if (g_date_get_julian (&date) == 1)
    return FALSE;
  g_date_subtract_days (&date, 1);
  last = g_strdup_printf ("%04d-%02d-%02d",
                          g_date_get_year (&date),
                          (int) g_date_get_month (&date),
                          g_date_get_day (&date));
  if (*to_day == NULL || strcmp (last, *to_day) < 0)
    {
      g_free (*to_day);
      *to_day = g_steal_pointer (&last);
    }
  return TRUE;
}

static gboolean
read_period (const AmiaRecord *record,
             const SpanRule   *rule,
             AmiaSpan         *span)
{
  g_autofree char *end = NULL;

  return read_day (record, rule->from, FALSE, &span->from_day) &&
         read_day (record, rule->to, TRUE, &span->to_day) &&
         (rule->end == NULL ||
          (read_day (record, rule->end, TRUE, &end) &&
           (end == NULL || end_before (&span->to_day, end))));
}

/* Of a record that was forgotten nothing is left, not even that it held for ever. */
static gboolean
has_no_field (const AmiaRecord *record)
{
  g_autoptr (GPtrArray) fields = amia_record_get_fields (record);

  return fields->len == 0;
}

/* A consent between nobody, as the one to answer a survey, is none to share anything. */
static gboolean
lets_nothing_go (const AmiaRecord *record)
{
  return strcmp (record->kind, "consent") == 0 &&
         g_strcmp0 (amia_record_get_value (record, "parties"), "[]") == 0;
}

/* Whoever opens a case has their account's name put in by the program: that is no name. */
static char *
dup_name (const AmiaRecord *record,
          const char       *user)
{
  g_autofree char *name = amia_record_dup_string (record, "name");

  return name != NULL && *name != '\0' && strcmp (name, user) != 0 ? g_steal_pointer (&name) : NULL;
}

void
_amia_project_span (const AmiaRecord *record,
                    AmiaSpan         *span)
{
  const SpanRule *rule = find_rule (record->kind);

  memset (span, 0, sizeof *span);
  if (rule == NULL || amia_record_is_removed (record) || has_no_field (record) ||
      lets_nothing_go (record))
    return;

  span->kind = rule->kind;
  if (rule->what != NULL)
    {
      /* Two accounts in one member's place: neither is in it. */
      if (!amia_record_has_conflict (record, rule->what))
        span->what = amia_record_dup_string (record, rule->what);
      if (span->what == NULL)
        return;
    }

  if (strcmp (rule->kind, "member") == 0)
    span->name = dup_name (record, span->what);
  span->exists = read_period (record, rule, span);
}

gboolean
_amia_project_store_span (AmiaStore       *store,
                          const AmiaEntry *entry,
                          GError         **error)
{
  static const char insert[] =
      "INSERT OR REPLACE INTO span (record, case_id, kind, what, from_day, to_day, name) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (AmiaStatement) statement = NULL;
  AmiaSpan span;
  gboolean is_stored;

  _amia_project_span (entry->record, &span);
  statement = amia_db_prepare (store->db,
                               span.exists ? insert : "DELETE FROM span WHERE record = ?",
                               "store what holds for a period",
                               error);
  if (statement == NULL)
    {
      _amia_span_clear (&span);
      return FALSE;
    }

  amia_statement_bind_int (statement, 1, entry->key);
  if (span.exists)
    {
      _amia_statement_bind_uuid (statement, 2, &entry->record->case_id);
      amia_statement_bind_text (statement, 3, span.kind);
      amia_statement_bind_text (statement, 4, span.what);
      amia_statement_bind_text (statement, 5, span.from_day);
      amia_statement_bind_text (statement, 6, span.to_day);
      amia_statement_bind_text (statement, 7, span.name);
    }

  is_stored = amia_statement_run (statement, error);
  _amia_span_clear (&span);
  return is_stored;
}

/* A row of the table case_row. */
typedef struct
{
  gboolean exists;
  char    *sort;
  AmiaUuid participant;
  gint64   participant_key;
  char    *title;
  char    *number;
  char    *name;
  char    *personnummer;
  gboolean is_protected;
  char    *step;
  gint64   step_visits;
  char    *status;
  char    *subproject;
} ProjectedCase;

static void
clear_projected_case (ProjectedCase *row)
{
  g_clear_pointer (&row->sort, g_free);
  g_clear_pointer (&row->title, g_free);
  g_clear_pointer (&row->number, g_free);
  g_clear_pointer (&row->name, g_free);
  g_clear_pointer (&row->personnummer, g_free);
  g_clear_pointer (&row->step, g_free);
  g_clear_pointer (&row->status, g_free);
  g_clear_pointer (&row->subproject, g_free);
}

static void
project_participant (const AmiaRecord *participant,
                     ProjectedCase    *row)
{
  row->name = amia_record_dup_string (participant, "name");
  row->personnummer = amia_record_dup_string (participant, "personnummer");
  row->is_protected = amia_participant_is_protected (participant);
}

static char *
make_sort_key (const ProjectedCase *row)
{
  const char *text = row->is_protected ? NULL : row->name;

  if (text == NULL || *text == '\0')
    text = row->title != NULL && *row->title != '\0' ? row->title : row->number;
  return text != NULL && *text != '\0' ? amia_swedish_key (text) : g_strdup (LAST_KEY);
}

char *
_amia_project_subproject (const AmiaRecord *record)
{
  g_autofree char   *typed = amia_record_dup_string (record, "subproject");
  const AmiaRoutine *routine = NULL;

  if (typed == NULL || *g_strstrip (typed) == '\0')
    return NULL;

  routine = amia_routines_find (typed);
  return routine != NULL ? g_strdup (routine->subproject) : g_steal_pointer (&typed);
}

/* Pure: what the table case_row says of these records. */
static void
project_case (const AmiaRecord *record,
              const AmiaRecord *participant,
              gint64            participant_key,
              ProjectedCase    *row)
{
  g_autofree char *reference = NULL;

  row->exists = !amia_record_is_removed (record);
  row->title = amia_record_dup_string (record, "title");
  row->number = amia_record_dup_string (record, "number");
  row->status = amia_record_dup_string (record, "status");
  row->subproject = _amia_project_subproject (record);

  reference = amia_record_dup_string (record, "participant");
  if (reference == NULL || !amia_uuid_parse (reference, -1, &row->participant))
    memset (&row->participant, 0, sizeof row->participant);

  row->participant_key = participant_key;
  if (participant != NULL)
    project_participant (participant, row);
  row->sort = make_sort_key (row);
}

static gboolean
find_step (AmiaStore      *store,
           const AmiaUuid *case_id,
           ProjectedCase  *row,
           GError        **error)
{
  /* An open visit before a closed one, then the latest, then the one that was recorded last. */
  static const char sql[] =
      "SELECT what, (SELECT count(*) FROM span AS v WHERE v.case_id = ?1 AND v.kind = 'visit' "
      "AND v.what = s.what) FROM span AS s JOIN record AS r ON r.key = s.record "
      "WHERE s.case_id = ?1 AND s.kind = 'visit' "
      "ORDER BY to_day IS NULL DESC, from_day DESC, r.id DESC LIMIT 1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find a case's step", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, case_id);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    {
      row->step = g_strdup (amia_statement_get_text (statement, 0));
      row->step_visits = amia_statement_get_int (statement, 1);
    }
  return step != AMIA_ERROR;
}

static gboolean
find_changed (AmiaStore      *store,
              const AmiaUuid *case_id,
              gint64         *changed_ms,
              GError        **error)
{
  /* A stamp is 48 bits of milliseconds above 16 of a counter, kept in a signed number. */
  static const char sql[] =
      "SELECT max (coalesce (l.shown_ms, (l.stamp >> 16) & 0xffffffffffff)) FROM record AS r "
      "JOIN touch AS t ON t.record = r.key JOIN log AS l ON l.seq = t.seq "
      "WHERE r.case_id = ? AND l.state <> 2";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "find when a case was changed", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, case_id);
  if (amia_statement_step (statement, error) == AMIA_ERROR)
    return FALSE;

  *changed_ms = amia_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
raise_changed (AmiaStore           *store,
               const AmiaCaseEntry *entry,
               GError             **error)
{
  static const char sql[] = "UPDATE case_row SET changed_ms = ?1 WHERE id = ?2 AND changed_ms < ?1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "note when a case was changed", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, entry->changed_ms);
  _amia_statement_bind_uuid (statement, 2, &entry->id);
  return amia_statement_run (statement, error);
}

static gboolean
delete_row (AmiaStore      *store,
            const AmiaUuid *id,
            GError        **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "DELETE FROM case_row WHERE id = ?", "take a case off the list", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, id);
  return amia_statement_run (statement, error);
}

static gboolean
store_row (AmiaStore           *store,
           const AmiaEntry     *entry,
           const ProjectedCase *row,
           gint64               changed_ms,
           GError             **error)
{
  static const char sql[] =
      "INSERT OR REPLACE INTO case_row (key, id, sort, changed_ms, participant, participant_key, "
      "title, number, name, personnummer, is_protected, step, step_visits, status, subproject) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "put a case on the list", error);

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, entry->key);
  _amia_statement_bind_uuid (statement, 2, &entry->record->id);
  amia_statement_bind_text (statement, 3, row->sort);
  amia_statement_bind_int (statement, 4, changed_ms);
  _amia_statement_bind_uuid (statement, 5, &row->participant);
  if (row->participant_key != 0)
    amia_statement_bind_int (statement, 6, row->participant_key);
  amia_statement_bind_text (statement, 7, row->title);
  amia_statement_bind_text (statement, 8, row->number);
  amia_statement_bind_text (statement, 9, row->name);
  amia_statement_bind_text (statement, 10, row->personnummer);
  amia_statement_bind_int (statement, 11, row->is_protected);
  amia_statement_bind_text (statement, 12, row->step);
  amia_statement_bind_int (statement, 13, row->step_visits);
  amia_statement_bind_text (statement, 14, row->status);
  amia_statement_bind_text (statement, 15, row->subproject);
  return amia_statement_run (statement, error);
}

/* The participant that a case names; *entry is NULL if it is not here: not known yet, known only by
 * a refused change, or not a participant at all. */
static gboolean
find_participant (AmiaStore        *store,
                  const AmiaRecord *record,
                  AmiaEntry       **entry,
                  GError          **error)
{
  g_autofree char *reference = amia_record_dup_string (record, "participant");
  gboolean         is_missing = TRUE;
  AmiaEntry       *found;
  AmiaUuid         id;

  *entry = NULL;
  if (reference == NULL || !amia_uuid_parse (reference, -1, &id))
    return TRUE;

  found = _amia_records_find (store, &id, &is_missing, error);
  if (found == NULL)
    return is_missing;

  if (!found->is_empty && strcmp (found->record->kind, "participant") == 0)
    *entry = found;
  return TRUE;
}

static gboolean
project_row (AmiaStore       *store,
             const AmiaEntry *entry,
             ProjectedCase   *row,
             GError         **error)
{
  AmiaEntry *participant = NULL;

  if (!find_participant (store, entry->record, &participant, error))
    return FALSE;

  project_case (entry->record,
                participant != NULL ? participant->record : NULL,
                participant != NULL ? participant->key : 0,
                row);
  return find_step (store, &entry->record->id, row, error);
}

static gboolean
make_row (AmiaStore     *store,
          AmiaCaseEntry *in_case,
          GError       **error)
{
  ProjectedCase row = { 0 };
  gboolean      is_missing;
  gboolean      is_made;
  gint64        changed_ms = 0;
  AmiaEntry    *entry = _amia_records_find (store, &in_case->id, &is_missing, error);

  if (entry == NULL)
    return is_missing;
  if (entry->is_empty || strcmp (entry->record->kind, "case") != 0 ||
      amia_record_is_removed (entry->record))
    return delete_row (store, &in_case->id, error);

  is_made = project_row (store, entry, &row, error) &&
            find_changed (store, &in_case->id, &changed_ms, error) &&
            store_row (store, entry, &row, changed_ms, error);
  clear_projected_case (&row);
  return is_made;
}

gboolean
_amia_project_flush_cases (AmiaStore *store,
                           GError   **error)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, store->cases);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      AmiaCaseEntry *in_case = value;

      if (!(in_case->needs_row ? make_row (store, in_case, error)
                               : raise_changed (store, in_case, error)) ||
          !_amia_due_forget (store, &in_case->id, error))
        return FALSE;
    }

  return TRUE;
}
