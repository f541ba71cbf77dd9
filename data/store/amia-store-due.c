/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-due.h"

#include <string.h>

#include "amia-due-facts-private.h"
#include "amia-store-access-private.h"
#include "amia-store-routines.h"

/* The table due_fact, and the list that is made of it. A case that changes loses its row, in the
 * transaction that changes it, so that what was forgotten is not kept here either; whoever asks for
 * the list reads the cases that have no row, or one for other days, and keeps what they say. */

typedef struct
{
  AmiaStore          *store;
  const AmiaDueQuery *query;
  const char         *today;
  gboolean            is_today;      /* by the store's clock: what is read may be kept */
  GHashTable         *by_subproject; /* (element-type utf8 AmiaRoutine), NULL for none */
  GPtrArray          *left;          /* (element-type AmiaCaseDue) without facts */
  AmiaDueList        *list;
} Work;

static AmiaCaseDue *
case_due_new (void)
{
  return g_new0 (AmiaCaseDue, 1);
}

static void
case_due_free (gpointer data)
{
  AmiaCaseDue *due = data;

  if (due == NULL)
    return;

  g_free (due->title);
  g_free (due->users);
  g_free (due->pair);
  g_clear_pointer (&due->lines, g_array_unref);
  g_clear_pointer (&due->facts, g_bytes_unref);
  g_free (due);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCaseDue, case_due_free)

static void
clear_list (gpointer data)
{
  AmiaDueList *list = data;

  g_free (list->today);
  g_ptr_array_unref (list->lines);
  g_ptr_array_unref (list->cases);
  g_clear_pointer (&list->routines, g_array_unref);
}

AmiaDueList *
amia_due_list_ref (AmiaDueList *list)
{
  g_return_val_if_fail (list != NULL, NULL);

  return g_atomic_rc_box_acquire (list);
}

void
amia_due_list_unref (AmiaDueList *list)
{
  g_return_if_fail (list != NULL);

  g_atomic_rc_box_release_full (list, clear_list);
}

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->by_subproject, g_hash_table_unref);
  g_clear_pointer (&work->left, g_ptr_array_unref);
  g_clear_pointer (&work->list, amia_due_list_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* --- The table -------------------------------------------------------------------------------- */

gboolean
_amia_due_forget (AmiaStore      *store,
                  const AmiaUuid *case_id,
                  GError        **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (
      store->db, "DELETE FROM due_fact WHERE case_id = ?", "forget what is due", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, case_id);
  return amia_statement_run (statement, error);
}

static gboolean
keep_facts (AmiaStore          *store,
            const AmiaUuid     *case_id,
            const AmiaDueFacts *facts,
            GError            **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO due_fact (case_id, from_day, until_day, facts) "
                            "VALUES (?, ?, ?, ?)";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "keep what is due", error);

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, case_id);
  amia_statement_bind_text (statement, 2, facts->from_day);
  amia_statement_bind_text (statement, 3, facts->until_day);
  amia_statement_bind_blob (
      statement, 4, g_bytes_get_data (facts->facts, NULL), g_bytes_get_size (facts->facts));
  return amia_statement_run (statement, error);
}

/* From the row's column; NULL for a row that is not there. */
static GBytes *
get_facts (AmiaStatement *statement,
           int            column)
{
  gsize         length;
  gconstpointer data = amia_statement_get_blob (statement, column, &length);

  return data != NULL ? g_bytes_new (data, length) : NULL;
}

/* --- One case --------------------------------------------------------------------------------- */

static const AmiaRoutine *
find_routine (Work       *work,
              const char *subproject)
{
  const AmiaKeptRoutine *kept;
  gpointer               known;

  if (subproject == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (work->by_subproject, subproject, NULL, &known))
    return known;

  kept = amia_kept_routines_find (work->list->routines, subproject);
  known = kept != NULL ? (gpointer) &kept->routine : NULL;
  g_hash_table_insert (work->by_subproject, g_strdup (subproject), known);
  return known;
}

static gboolean
contains (const char **users,
          const char  *user)
{
  return users != NULL && g_strv_contains (users, user);
}

/* Somebody is named who is not in the team: that is for its caseworkers to see to. */
gboolean
amia_due_line_is_of (const AmiaDueLine *line,
                     const char        *user,
                     AmiaDueFilter      filter)
{
  g_return_val_if_fail (line != NULL, FALSE);
  g_return_val_if_fail (user != NULL, FALSE);

  if (g_strcmp0 (line->who, user) == 0)
    return TRUE;
  if (filter == AMIA_DUE_OF_TEAM)
    return contains (line->of->users, user);
  return contains (line->of->pair, user) &&
         (filter == AMIA_DUE_OF_PAIR || line->who == NULL ||
          !contains (line->of->users, line->who));
}

/* What was agreed, and whom it was asked of, may have a name in it or say where somebody is. */
static void
hide_words (AmiaCaseDue *due)
{
  for (guint i = 0; i < due->lines->len; i++)
    {
      AmiaDueLine *line = &g_array_index (due->lines, AmiaDueLine, i);

      line->reason = NULL;
      if (line->due.rule == AMIA_DUE_TODO || line->due.rule == AMIA_DUE_REFERRAL)
        line->text = NULL;
    }
}

/* By the team's list or by what the server said; without a pair it is whoever has the case. */
static gboolean
is_in_pair (const Work        *work,
            const AmiaCaseDue *due)
{
  const AmiaScopeAccess *access = NULL;

  if (due->pair == NULL || due->pair[0] == NULL ||
      contains (due->pair, work->store->identity.user))
    return TRUE;

  /* Ignored: what can't be read of the rights fails the reading of the records as well. */
  access = _amia_access_get (work->store, &due->case_id, NULL);
  return access != NULL && access->has_row && amia_rights_is_pair (access->effective);
}

/* Which surveys were handed out stands in the keys, and those are the two caseworkers': on anybody
 * else's laptop each survey would be due for ever. */
static void
drop_unknown_surveys (const Work  *work,
                      AmiaCaseDue *due)
{
  guint i = 0;

  while (i < due->lines->len)
    {
      if (g_array_index (due->lines, AmiaDueLine, i).due.rule != AMIA_DUE_SURVEY)
        i++;
      else if (is_in_pair (work, due))
        return;
      else
        g_array_remove_index (due->lines, i);
    }
}

static void
take_case (Work        *work,
           AmiaCaseDue *due,
           GBytes      *facts)
{
  _amia_due_facts_get_team (facts, due);
  due->routine = find_routine (work, due->subproject);
  _amia_due_facts_apply (facts, work->today, due);
  drop_unknown_surveys (work, due);
  if (due->is_protected && work->query->case_id == NULL)
    hide_words (due);
  g_ptr_array_add (work->list->cases, due);
}

/* --- All of them ------------------------------------------------------------------------------ */

static AmiaCaseDue *
read_row (AmiaStatement *statement)
{
  AmiaCaseDue *due = case_due_new ();
  const char  *title = amia_statement_get_text (statement, 2);

  due->case_id = _amia_statement_get_uuid (statement, 0);
  due->is_protected = amia_statement_get_int (statement, 1) != 0;
  due->title = due->is_protected ? NULL : g_strdup (title);
  return due;
}

static gboolean
list_kept (Work    *work,
           GError **error)
{
  static const char sql[] =
      "SELECT c.id, c.is_protected, coalesce (nullif (c.name, ''), nullif (c.title, ''), c.number),"
      " f.from_day, f.until_day, f.facts FROM case_row AS c "
      "LEFT JOIN due_fact AS f ON f.case_id = c.id WHERE ?1 IS NULL OR c.id = ?1";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (work->store->db, sql, "list what is due", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, work->query->case_id);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      g_autoptr (GBytes) facts = get_facts (statement, 5);

      if (facts == NULL || !_amia_due_facts_hold (amia_statement_get_text (statement, 3),
                                                  amia_statement_get_text (statement, 4),
                                                  work->today))
        g_ptr_array_add (work->left, read_row (statement));
      else if (work->query->user == NULL || _amia_due_facts_name (facts, work->query->user))
        take_case (work, read_row (statement), facts);
    }

  return step == AMIA_DONE;
}

/* Reads what has no facts, for as long as there is time. What can't be kept, on a full disk or
 * while another program writes, is read again the next time: the list is none the worse. */
static gboolean
read_left (Work     *work,
           gboolean *keeps,
           GError  **error)
{
  gint64 end_us = work->query->budget_ms > 0
                      ? g_get_monotonic_time () + (gint64) work->query->budget_ms * 1000
                      : G_MAXINT64;
  guint  i;

  for (i = 0; i < work->left->len && (i == 0 || g_get_monotonic_time () < end_us); i++)
    {
      AmiaCaseDue *due = g_ptr_array_index (work->left, i);
      g_auto (AmiaDueFacts) facts = { 0 };

      if (!_amia_due_facts_read (work->store, &due->case_id, work->today, &facts, error))
        return FALSE;

      *keeps = *keeps && keep_facts (work->store, &due->case_id, &facts, NULL);
      g_ptr_array_index (work->left, i) = NULL;
      take_case (work, due, facts.facts);
    }

  work->list->n_left = work->left->len - i;
  return TRUE;
}

static gboolean
list_left (Work    *work,
           GError **error)
{
  gboolean has_begun;
  gboolean keeps;
  gboolean is_done;

  if (work->left->len == 0)
    return TRUE;

  has_begun = work->is_today && amia_db_begin (work->store->db, NULL);
  keeps = has_begun;
  is_done = read_left (work, &keeps, error);
  if (has_begun && !(is_done && keeps && amia_db_commit (work->store->db, NULL)))
    amia_db_rollback (work->store->db);
  return is_done;
}

/* --- Entries of the catalogue ----------------------------------------------------------------- */

/* An entry that was never confirmed was so when it was written. */
static char *
dup_checked (const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "title");
  char           *checked = amia_record_dup_string (record, "checked");
  char            day[AMIA_DAY_LENGTH + 1];

  if (checked != NULL || head == NULL)
    return checked;

  _amia_day_print (amia_stamp_get_ms (head->stamp), day);
  return g_strdup (day);
}

static gboolean
take_offer (const AmiaRecord *record,
            gpointer          data)
{
  Work            *work = data;
  g_autofree char *owner = amia_record_dup_string (record, "owner");
  g_autofree char *title = amia_record_dup_string (record, "title");
  g_autofree char *checked = dup_checked (record);
  AmiaCaseDue     *due;
  AmiaDueFacts     facts = { 0 };

  if (amia_record_is_removed (record) || checked == NULL ||
      (work->query->user != NULL && g_strcmp0 (owner, work->query->user) != 0))
    return TRUE;

  due = case_due_new ();
  _amia_due_facts_build_one (AMIA_DUE_OFFER, record, checked, title, owner, &facts);
  take_case (work, due, facts.facts);
  _amia_due_facts_clear (&facts);
  return TRUE;
}

static gboolean
list_offers (Work    *work,
             GError **error)
{
  const AmiaRecordQuery query = { .kind = "offer" };

  return work->query->case_id != NULL ||
         _amia_records_visit (work->store, &query, take_offer, work, error);
}

/* --- The list --------------------------------------------------------------------------------- */

static int
compare_cases (gconstpointer a,
               gconstpointer b)
{
  const AmiaCaseDue *first = *(AmiaCaseDue *const *) a;
  const AmiaCaseDue *second = *(AmiaCaseDue *const *) b;
  int                order = amia_uuid_compare (&first->case_id, &second->case_id);

  if (order != 0 || first->lines->len == 0 || second->lines->len == 0)
    return order;

  /* Entries of the catalogue are in no case. */
  return strcmp (g_array_index (first->lines, AmiaDueLine, 0).due.subject,
                 g_array_index (second->lines, AmiaDueLine, 0).due.subject);
}

/* A number that is the larger the later the day is. */
static guint
get_rank (const AmiaDueLine *line)
{
  const char *day = line->due.day;
  guint       year = (guint) ((day[0] - '0') * 1000 + (day[1] - '0') * 100 + (day[2] - '0') * 10 +
                        (day[3] - '0'));
  guint       month = (guint) ((day[5] - '0') * 10 + (day[6] - '0'));

  return (year * 12 + month) * 32 + (guint) ((day[8] - '0') * 10 + (day[9] - '0'));
}

static gboolean
is_wanted (const Work        *work,
           const AmiaDueLine *line)
{
  return work->query->user == NULL ||
         amia_due_line_is_of (line, work->query->user, work->query->filter);
}

/* By days, and those of a day in the order in which they came. There are many lines and few days:
 * so they are counted first, and each then put in its place. */
static void
sort_lines (GPtrArray *lines)
{
  g_autofree gpointer *sorted = g_new (gpointer, lines->len + 1);
  g_autofree guint    *places = NULL;
  guint                first = G_MAXUINT;
  guint                last = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      first = MIN (first, get_rank (g_ptr_array_index (lines, i)));
      last = MAX (last, get_rank (g_ptr_array_index (lines, i)));
    }

  if (lines->len == 0)
    return;

  places = g_new0 (guint, last - first + 2);
  for (guint i = 0; i < lines->len; i++)
    places[get_rank (g_ptr_array_index (lines, i)) - first + 1]++;
  for (guint i = 1; i <= last - first; i++)
    places[i] += places[i - 1];
  for (guint i = 0; i < lines->len; i++)
    sorted[places[get_rank (g_ptr_array_index (lines, i)) - first]++] =
        g_ptr_array_index (lines, i);
  memcpy (lines->pdata, sorted, lines->len * sizeof (gpointer));
}

static void
list_lines (Work *work)
{
  GPtrArray *cases = work->list->cases;

  g_ptr_array_sort (cases, compare_cases);
  for (guint i = 0; i < cases->len; i++)
    {
      GArray *lines = ((AmiaCaseDue *) g_ptr_array_index (cases, i))->lines;

      for (guint k = 0; k < lines->len; k++)
        {
          AmiaDueLine *line = &g_array_index (lines, AmiaDueLine, k);

          if (is_wanted (work, line))
            g_ptr_array_add (work->list->lines, line);
        }
    }

  sort_lines (work->list->lines);
}

static gboolean
work_init (Work               *work,
           AmiaStore          *store,
           const AmiaDueQuery *query,
           GError            **error)
{
  char today[AMIA_DAY_LENGTH + 1];

  _amia_store_get_today (store, today);
  work->store = store;
  work->query = query;
  work->list = g_atomic_rc_box_new0 (AmiaDueList);
  work->list->today = g_strdup (query->today != NULL ? query->today : today);
  work->list->cases = g_ptr_array_new_with_free_func (case_due_free);
  work->list->lines = g_ptr_array_new ();
  work->today = work->list->today;
  work->is_today = strcmp (work->today, today) == 0;
  work->left = g_ptr_array_new_with_free_func (case_due_free);
  work->by_subproject = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  work->list->routines = amia_store_list_routines (store, error);
  return work->list->routines != NULL;
}

AmiaDueList *
amia_store_list_due (AmiaStore          *store,
                     const AmiaDueQuery *query,
                     GError            **error)
{
  g_auto (Work) work = { 0 };
  g_autoptr (GError) local_error = NULL;
  gboolean is_done;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  is_done = work_init (&work, store, query, &local_error) && list_kept (&work, &local_error) &&
            list_left (&work, &local_error) && list_offers (&work, &local_error);
  _amia_access_drop (store);
  if (!is_done)
    {
      _amia_store_report (error, local_error);
      return NULL;
    }

  list_lines (&work);
  return g_steal_pointer (&work.list);
}

/* --- Verifying -------------------------------------------------------------------------------- */

/* A day on which facts of these days hold. */
static char *
dup_day_within (const char *from_day,
                const char *until_day)
{
  char  before[AMIA_DATE_TEXT_LENGTH + 1];
  GDate date;

  if (from_day != NULL || until_day == NULL || !amia_date_parse_iso (until_day, -1, &date) ||
      g_date_get_julian (&date) == 1)
    return g_strdup (from_day != NULL ? from_day : "2000-01-01");

  g_date_subtract_days (&date, 1);
  return g_strdup (amia_date_print_iso (&date, before));
}

static gboolean
equals (AmiaStatement      *statement,
        const AmiaDueFacts *facts)
{
  g_autoptr (GBytes) stored = get_facts (statement, 3);

  return stored != NULL && g_bytes_equal (stored, facts->facts) &&
         g_strcmp0 (amia_statement_get_text (statement, 1), facts->from_day) == 0 &&
         g_strcmp0 (amia_statement_get_text (statement, 2), facts->until_day) == 0;
}

gboolean
_amia_due_count_wrong (AmiaStore *store,
                       guint     *n_wrong,
                       GError   **error)
{
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db,
                       "SELECT case_id, from_day, until_day, facts FROM due_fact",
                       "verify what is due",
                       error);
  AmiaStep step;

  *n_wrong = 0;
  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid         id = _amia_statement_get_uuid (statement, 0);
      g_autofree char *day = dup_day_within (amia_statement_get_text (statement, 1),
                                             amia_statement_get_text (statement, 2));
      g_auto (AmiaDueFacts) facts = { 0 };

      if (!_amia_due_facts_read (store, &id, day, &facts, error))
        return FALSE;
      *n_wrong += !equals (statement, &facts);
    }

  return step == AMIA_DONE;
}
