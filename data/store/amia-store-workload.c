/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-workload.h"

#include <string.h>

#include "amia-store-agenda.h"
#include "amia-store-lists.h"
#include "amia-store-names.h"
#include "amia-store-private.h"

/* Who has how much to do, and what somebody leaves behind: one pass over the teams of all cases
 * under way, then the lists of what is due and of what has a time, laid upon it. */

#define MEETING_DAYS 7
#define FOR_GOOD     365

typedef struct
{
  AmiaStore  *store;
  char        today[AMIA_DAY_LENGTH + 1];
  GHashTable *agencies; /* user → agency */
  GHashTable *loads;    /* user → AmiaWorkload */
  GHashTable *teams;    /* case (AmiaUuid) → GPtrArray of user */
} Count;

static void
absence_free (gpointer data)
{
  AmiaAbsence *absence = data;

  if (absence == NULL)
    return;

  g_free (absence->user);
  g_free (absence->from);
  g_free (absence->to);
  g_free (absence->deputy);
  g_free (absence);
}

static void
workload_free (gpointer data)
{
  AmiaWorkload *load = data;

  g_free (load->user);
  g_free (load->name);
  g_free (load->agency);
  absence_free (load->absence);
  g_free (load);
}

static void
count_clear (Count *count)
{
  g_clear_pointer (&count->agencies, g_hash_table_unref);
  g_clear_pointer (&count->loads, g_hash_table_unref);
  g_clear_pointer (&count->teams, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Count, count_clear)

/* --- Teams ---------------------------------------------------------------------------------- */

static gboolean
read_agencies (AmiaStore *store,
               Count     *count,
               GError   **error)
{
  static const char sql[] = "SELECT author, agency FROM device WHERE author IS NOT NULL "
                            "AND agency IS NOT NULL UNION SELECT user, agency FROM reader";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read who is where", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    g_hash_table_replace (count->agencies,
                          g_strdup (amia_statement_get_text (statement, 0)),
                          g_strdup (amia_statement_get_text (statement, 1)));
  g_hash_table_replace (
      count->agencies, g_strdup (store->identity.user), g_strdup (store->identity.agency));
  return step == AMIA_DONE;
}

static AmiaWorkload *
obtain_load (Count      *count,
             const char *user)
{
  AmiaWorkload *load = g_hash_table_lookup (count->loads, user);

  if (load == NULL)
    {
      load = g_new0 (AmiaWorkload, 1);
      load->user = g_strdup (user);
      load->name = g_strdup (amia_store_get_person (count->store, user));
      load->agency = g_strdup (g_hash_table_lookup (count->agencies, user));
      g_hash_table_insert (count->loads, load->user, load);
    }
  return load;
}

static void
note_in_team (Count          *count,
              const AmiaUuid *case_id,
              const char     *user)
{
  GPtrArray *team = g_hash_table_lookup (count->teams, case_id);

  if (team == NULL)
    {
      team = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (count->teams, g_memdup2 (case_id, sizeof *case_id), team);
    }
  if (!g_ptr_array_find_with_equal_func (team, user, g_str_equal, NULL))
    g_ptr_array_add (team, g_strdup (user));
}

static gboolean
read_teams (AmiaStore *store,
            Count     *count,
            GError   **error)
{
  static const char sql[] =
      "SELECT s.case_id, s.what FROM span AS s JOIN case_row AS c ON c.id = s.case_id "
      "WHERE s.kind = 'member' AND s.what IS NOT NULL "
      "AND (s.from_day IS NULL OR s.from_day <= ?1) AND (s.to_day IS NULL OR s.to_day >= ?1) "
      "AND (c.status IS NULL OR c.status NOT IN ('selection', 'closed'))";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "read the teams", error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  amia_statement_bind_text (statement, 1, count->today);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid case_id = _amia_statement_get_uuid (statement, 0);

      note_in_team (count, &case_id, amia_statement_get_text (statement, 1));
    }
  return step == AMIA_DONE;
}

static gboolean
is_alone (Count      *count,
          GPtrArray  *team,
          const char *user)
{
  const char *agency = g_hash_table_lookup (count->agencies, user);

  for (guint i = 0; i < team->len; i++)
    {
      const char *other = g_ptr_array_index (team, i);

      if (strcmp (other, user) != 0 &&
          g_strcmp0 (g_hash_table_lookup (count->agencies, other), agency) == 0)
        return FALSE;
    }

  return TRUE;
}

static void
count_cases (Count *count)
{
  GHashTableIter iter;
  gpointer       team;

  g_hash_table_iter_init (&iter, count->teams);
  while (g_hash_table_iter_next (&iter, NULL, &team))
    {
      for (guint i = 0; i < ((GPtrArray *) team)->len; i++)
        {
          const char   *user = g_ptr_array_index ((GPtrArray *) team, i);
          AmiaWorkload *load = obtain_load (count, user);

          load->n_cases++;
          load->n_alone += is_alone (count, team, user) ? 1 : 0;
        }
    }
}

/* --- What is due, and what has a time -------------------------------------------------------- */

static gboolean
count_due (AmiaStore *store,
           Count     *count,
           GError   **error)
{
  const AmiaDueQuery query = { .filter = AMIA_DUE_OF_TEAM };
  g_autoptr (AmiaDueList) list = amia_store_list_due (store, &query, error);

  for (guint i = 0; list != NULL && i < list->lines->len; i++)
    {
      const AmiaDueLine *line = g_ptr_array_index (list->lines, i);

      if (strcmp (line->due.day, list->today) >= 0)
        continue;
      for (gsize k = 0; line->of->pair != NULL && line->of->pair[k] != NULL; k++)
        obtain_load (count, line->of->pair[k])->n_overdue++;
    }

  return list != NULL;
}

static GPtrArray *
list_meetings (AmiaStore  *store,
               const char *from,
               const char *to,
               GError    **error)
{
  AmiaAgendaQuery query = { .kinds = AMIA_AGENDA_MEETINGS };
  GDate           first;
  GDate           last;

  if (!amia_date_parse_iso (from, -1, &first) || !amia_date_parse_iso (to, -1, &last))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) amia_agenda_item_free);

  query.from = amia_local_time_make (&first, 0);
  g_date_add_days (&last, 1);
  query.to = amia_local_time_make (&last, 0);
  return amia_store_list_agenda (store, &query, error);
}

static char *
dup_day_after (const char *day,
               guint       n_days)
{
  GDate date;
  char  text[AMIA_DATE_TEXT_LENGTH + 1];

  if (!amia_date_parse_iso (day, -1, &date))
    return g_strdup (day);

  g_date_add_days (&date, n_days);
  return g_strdup (amia_date_print_iso (&date, text));
}

static gboolean
count_meetings (AmiaStore *store,
                Count     *count,
                GError   **error)
{
  g_autofree char *to = dup_day_after (count->today, MEETING_DAYS - 1);
  g_autoptr (GPtrArray) items = list_meetings (store, count->today, to, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);
      GPtrArray            *team = g_hash_table_lookup (count->teams, &item->case_id);

      if (g_strcmp0 (item->status, "cancelled") == 0)
        continue;
      for (guint k = 0; team != NULL && k < team->len; k++)
        obtain_load (count, g_ptr_array_index (team, k))->n_meetings++;
    }

  return items != NULL;
}

/* --- Absences ------------------------------------------------------------------------------- */

static gboolean
note_absence (const AmiaRecord *record,
              gpointer          data)
{
  AmiaAbsence *absence = NULL;

  if (amia_record_is_removed (record))
    return TRUE;

  absence = g_new0 (AmiaAbsence, 1);
  absence->id = record->id;
  absence->user = amia_record_dup_string (record, "user");
  absence->from = amia_record_dup_string (record, "from");
  absence->to = amia_record_dup_string (record, "to");
  absence->deputy = amia_record_dup_string (record, "deputy");
  g_ptr_array_add (data, absence);
  return TRUE;
}

static int
compare_absences (gconstpointer a,
                  gconstpointer b)
{
  const AmiaAbsence *first = *(const AmiaAbsence *const *) a;
  const AmiaAbsence *second = *(const AmiaAbsence *const *) b;

  return g_strcmp0 (first->from, second->from);
}

/* Those of @user, or of everybody, that are not over, the first first. */
static GPtrArray *
list_absences (AmiaStore  *store,
               const char *user,
               const char *today,
               GError    **error)
{
  const AmiaRecordQuery query = { .kind = "absence" };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (absence_free);

  if (!amia_store_foreach_record (store, &query, note_absence, all, error))
    return NULL;

  for (guint i = all->len; i > 0; i--)
    {
      const AmiaAbsence *absence = g_ptr_array_index (all, i - 1);

      if (absence->user == NULL || (user != NULL && strcmp (absence->user, user) != 0) ||
          (absence->to != NULL && strcmp (absence->to, today) < 0))
        g_ptr_array_remove_index (all, i - 1);
    }
  g_ptr_array_sort (all, compare_absences);
  return g_steal_pointer (&all);
}

static gboolean
take_absences (AmiaStore *store,
               Count     *count,
               GError   **error)
{
  g_autoptr (GPtrArray) absences = list_absences (store, NULL, count->today, error);

  for (guint i = 0; absences != NULL && i < absences->len; i++)
    {
      AmiaAbsence  *absence = g_ptr_array_index (absences, i);
      AmiaWorkload *load = obtain_load (count, absence->user);

      if (load->absence == NULL)
        load->absence = g_steal_pointer (&absences->pdata[i]);
    }

  return absences != NULL;
}

/* --- Everybody ------------------------------------------------------------------------------ */

static int
compare_loads (gconstpointer a,
               gconstpointer b)
{
  const AmiaWorkload *first = *(const AmiaWorkload *const *) a;
  const AmiaWorkload *second = *(const AmiaWorkload *const *) b;

  if (first->n_cases != second->n_cases)
    return first->n_cases < second->n_cases ? 1 : -1;
  return strcmp (first->user, second->user);
}

static void
begin_count (AmiaStore *store,
             Count     *count)
{
  _amia_store_get_today (store, count->today);
  count->agencies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  count->loads = g_hash_table_new (g_str_hash, g_str_equal);
  count->teams = g_hash_table_new_full (
      amia_uuid_hash, amia_uuid_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
count_all (AmiaStore *store,
           Count     *count,
           GError   **error)
{
  if (!read_agencies (store, count, error) || !read_teams (store, count, error))
    return FALSE;

  count_cases (count);
  return count_due (store, count, error) && count_meetings (store, count, error) &&
         take_absences (store, count, error);
}

GPtrArray *
amia_store_list_workload (AmiaStore *store,
                          GError   **error)
{
  g_auto (Count) count = { .store = store };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) loads = g_ptr_array_new_with_free_func (workload_free);
  gboolean       is_counted;
  GHashTableIter iter;
  gpointer       load;

  g_return_val_if_fail (store != NULL, NULL);

  begin_count (store, &count);
  is_counted = count_all (store, &count, &local_error);
  g_hash_table_iter_init (&iter, count.loads);
  while (g_hash_table_iter_next (&iter, NULL, &load))
    g_ptr_array_add (loads, load);
  g_ptr_array_sort (loads, compare_loads);
  if (is_counted)
    return g_steal_pointer (&loads);

  _amia_store_report (error, local_error);
  return NULL;
}

/* --- Somebody ------------------------------------------------------------------------------- */

static void
orphan_case_free (gpointer data)
{
  AmiaOrphanCase *orphan = data;

  g_free (orphan->name);
  g_strfreev (orphan->others);
  g_free (orphan);
}

void
amia_orphans_free (AmiaOrphans *orphans)
{
  if (orphans == NULL)
    return;

  g_free (orphans->user);
  g_free (orphans->name);
  g_clear_pointer (&orphans->cases, g_ptr_array_unref);
  g_clear_pointer (&orphans->meetings, g_ptr_array_unref);
  g_clear_pointer (&orphans->due, amia_due_list_unref);
  g_clear_pointer (&orphans->absences, g_ptr_array_unref);
  g_free (orphans);
}

/* `bertil AF` by name: “Bertil Qvarnström AF”. */
static void
add_other (AmiaStore    *store,
           const char   *member,
           GStrvBuilder *others)
{
  const gsize      length = strcspn (member, " ");
  g_autofree char *user = g_strndup (member, length);
  g_autofree char *words =
      g_strconcat (amia_store_get_person (store, user), member + length, NULL);

  g_strv_builder_add (others, words);
}

static AmiaOrphanCase *
read_orphan (AmiaStore         *store,
             const AmiaCaseRow *row,
             const char        *user)
{
  AmiaOrphanCase *orphan = g_new0 (AmiaOrphanCase, 1);
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();
  g_autofree char *begin = g_strconcat (user, " ", NULL);
  const char      *agency = NULL;

  orphan->case_id = row->id;
  orphan->is_protected = row->is_protected;
  orphan->is_alone = TRUE;
  if (!row->is_protected)
    orphan->name = g_strdup (row->name != NULL ? row->name : row->title);
  for (gsize i = 0; row->members[i] != NULL; i++)
    {
      if (g_str_has_prefix (row->members[i], begin))
        agency = row->members[i] + strlen (begin);
    }
  for (gsize i = 0; row->members[i] != NULL; i++)
    {
      const char *theirs = strchr (row->members[i], ' ');

      if (g_str_has_prefix (row->members[i], begin) || strcmp (row->members[i], user) == 0)
        continue;
      add_other (store, row->members[i], others);
      if (agency != NULL && theirs != NULL && strcmp (theirs + 1, agency) == 0)
        orphan->is_alone = FALSE;
    }
  orphan->others = g_strv_builder_end (others);
  return orphan;
}

static int
compare_orphans (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const AmiaOrphanCase *first = *(const AmiaOrphanCase *const *) a;
  const AmiaOrphanCase *second = *(const AmiaOrphanCase *const *) b;

  return second->is_alone - first->is_alone;
}

static gboolean
read_orphans (AmiaStore   *store,
              AmiaOrphans *orphans,
              GError     **error)
{
  const AmiaCaseQuery query = { .with = orphans->user };
  g_autoptr (GArray) ids = amia_store_list_case_ids (store, &query, error);
  g_autoptr (GPtrArray) rows =
      ids != NULL ? amia_store_load_case_rows (
                        store, (const AmiaUuid *) (gpointer) ids->data, ids->len, error)
                  : NULL;

  orphans->cases = g_ptr_array_new_with_free_func (orphan_case_free);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AmiaCaseRow *row = g_ptr_array_index (rows, i);

      if (row != NULL)
        g_ptr_array_add (orphans->cases, read_orphan (store, row, orphans->user));
    }
  g_ptr_array_sort_with_data (orphans->cases, compare_orphans, NULL);
  return rows != NULL;
}

static gboolean
has_case (const AmiaOrphans *orphans,
          const AmiaUuid    *case_id)
{
  for (guint i = 0; i < orphans->cases->len; i++)
    {
      const AmiaOrphanCase *orphan = g_ptr_array_index (orphans->cases, i);

      if (amia_uuid_equal (&orphan->case_id, case_id))
        return TRUE;
    }

  return FALSE;
}

AmiaOrphans *
amia_store_list_orphans (AmiaStore  *store,
                         const char *user,
                         const char *from,
                         const char *to,
                         GError    **error)
{
  g_autoptr (AmiaOrphans) orphans = g_new0 (AmiaOrphans, 1);
  g_autofree char *last = NULL;
  AmiaDueQuery     due = { .user = user, .filter = AMIA_DUE_OF_PAIR };
  char             today[AMIA_DAY_LENGTH + 1];

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (user != NULL, NULL);

  _amia_store_get_today (store, today);
  if (from == NULL)
    from = today;
  last = to != NULL ? g_strdup (to) : dup_day_after (from, FOR_GOOD);
  orphans->user = g_strdup (user);
  orphans->name = g_strdup (amia_store_get_person (store, user));
  if (!read_orphans (store, orphans, error) ||
      (orphans->meetings = list_meetings (store, from, last, error)) == NULL ||
      (orphans->due = amia_store_list_due (store, &due, error)) == NULL ||
      (orphans->absences = list_absences (store, user, today, error)) == NULL)
    return NULL;

  for (guint i = orphans->meetings->len; i > 0; i--)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (orphans->meetings, i - 1);

      if (!has_case (orphans, &item->case_id) || g_strcmp0 (item->status, "cancelled") == 0)
        g_ptr_array_remove_index (orphans->meetings, i - 1);
    }
  return g_steal_pointer (&orphans);
}
