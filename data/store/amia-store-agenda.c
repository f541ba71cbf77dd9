/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-agenda.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-recurrence.h"
#include "amia-store-agenda-private.h"
#include "amia-store-names.h"

/* What is read from the table agenda: a stretch of the calendar. What recurs is one row, and an
 * item for each of its times. */

/* In the order of the bits of AmiaAgendaKinds. */
static const char *const kind_names[] = { "meeting", "occasion", "slot", "absence" };

typedef enum
{
  COLUMN_RECORD_KIND,
  COLUMN_ID,
  COLUMN_CASE,
  COLUMN_START,
  COLUMN_END,
  COLUMN_UNTIL,
  COLUMN_IS_ALL_DAY,
  COLUMN_KIND,
  COLUMN_TITLE,
  COLUMN_PLACE,
  COLUMN_KM,
  COLUMN_STATUS,
  COLUMN_PARTICIPANTS,
  COLUMN_RULE,
  COLUMN_EXCEPT,
  COLUMN_USER,
  COLUMN_TEAM,
  COLUMN_DAYS_AHEAD,
  COLUMN_SLOT,
  COLUMN_FORM,
  COLUMN_UID,
  COLUMN_NAME,
  COLUMN_CASE_TITLE,
  COLUMN_IS_PROTECTED,
  COLUMN_IS_MINE,
} Column;

/* Of a case that is removed nothing is listed: whether its participant is protected is not known.
 * ?1 from, ?2 to, ?3 the reader, ?4 today, ?5 a case, ?6 a day before from, ?7 and on: kinds. */
#define SELECT_AGENDA                                                                      \
  "SELECT a.record_kind, a.id, a.case_id, a.start, a.end, a.until, a.is_all_day, a.kind, " \
  "a.title, a.place, a.km, a.status, a.participants, a.recurs, a.except_days, a.user, "    \
  "a.team, a.days_ahead, a.slot, a.form, a.uid, c.name, c.title, c.is_protected, "         \
  "coalesce (a.user = ?3, 0) OR EXISTS (SELECT 1 FROM span WHERE case_id = a.case_id "     \
  "AND kind = 'member' AND +what = ?3 AND (from_day IS NULL OR from_day <= ?4) "           \
  "AND (to_day IS NULL OR to_day >= ?4)) "                                                 \
  "FROM agenda AS a LEFT JOIN case_row AS c ON c.id = a.case_id "                          \
  "WHERE (a.case_id IS NULL OR c.id IS NOT NULL) AND "

#define SHORT_ONES "a.is_long = 0 AND a.start >= ?6 AND a.start < ?2 AND a.end > ?1 "
#define LONG_ONES  "a.is_long = 1 AND a.start < ?2 AND (a.until IS NULL OR a.until > ?1) "
#define OF_KINDS   "AND a.record_kind IN (?7, ?8, ?9, ?10) "
#define OF_CASE    "AND a.case_id = ?5 "

static const char all_sql[] = SELECT_AGENDA SHORT_ONES OF_KINDS
    "UNION ALL " SELECT_AGENDA LONG_ONES               OF_KINDS;
static const char case_sql[] = SELECT_AGENDA SHORT_ONES OF_KINDS OF_CASE
    "UNION ALL " SELECT_AGENDA LONG_ONES OF_KINDS                OF_CASE;

void
amia_agenda_item_free (AmiaAgendaItem *item)
{
  if (item == NULL)
    return;

  g_free (item->kind);
  g_free (item->what);
  g_free (item->title);
  g_free (item->place);
  g_free (item->status);
  g_free (item->participants);
  g_free (item->rule);
  g_free (item->user);
  g_free (item->person);
  g_free (item->team);
  g_free (item->slot);
  g_free (item->form);
  g_free (item->uid);
  g_free (item->name);
  g_free (item->case_title);
  g_free (item);
}

static char **
read_strings (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

char **
amia_agenda_item_dup_participants (const AmiaAgendaItem *item)
{
  g_return_val_if_fail (item != NULL, NULL);

  return read_strings (item->participants);
}

static char *
dup_column (AmiaStatement *statement,
            Column         column)
{
  return g_strdup (amia_statement_get_text (statement, (int) column));
}

/* Of a protected person not the name, and nothing that may have it in it or say where they are. */
static void
read_case (AmiaStatement  *statement,
           AmiaAgendaItem *item)
{
  item->is_protected = amia_statement_get_int (statement, COLUMN_IS_PROTECTED) != 0;
  if (item->is_protected)
    {
      g_clear_pointer (&item->title, g_free);
      g_clear_pointer (&item->place, g_free);
      g_clear_pointer (&item->participants, g_free);
      return;
    }

  item->name = dup_column (statement, COLUMN_NAME);
  item->case_title = dup_column (statement, COLUMN_CASE_TITLE);
}

static AmiaAgendaItem *
read_item (AmiaStore     *store,
           AmiaStatement *statement)
{
  AmiaAgendaItem *item = g_new0 (AmiaAgendaItem, 1);
  const char     *km = amia_statement_get_text (statement, COLUMN_KM);

  item->kind = dup_column (statement, COLUMN_RECORD_KIND);
  item->id = _amia_statement_get_uuid (statement, COLUMN_ID);
  item->case_id = _amia_statement_get_uuid (statement, COLUMN_CASE);
  item->start = amia_statement_get_int (statement, COLUMN_START);
  item->end = amia_statement_get_int (statement, COLUMN_END);
  item->is_all_day = amia_statement_get_int (statement, COLUMN_IS_ALL_DAY) != 0;
  item->what = dup_column (statement, COLUMN_KIND);
  item->title = dup_column (statement, COLUMN_TITLE);
  item->place = dup_column (statement, COLUMN_PLACE);
  item->km = km != NULL ? g_ascii_strtod (km, NULL) : -1;
  item->status = dup_column (statement, COLUMN_STATUS);
  item->participants = dup_column (statement, COLUMN_PARTICIPANTS);
  item->rule = dup_column (statement, COLUMN_RULE);
  item->user = dup_column (statement, COLUMN_USER);
  if (item->user != NULL)
    item->person = g_strdup (amia_store_get_person (store, item->user));
  item->team = dup_column (statement, COLUMN_TEAM);
  item->days_ahead = (int) amia_statement_get_int (statement, COLUMN_DAYS_AHEAD);
  item->slot = dup_column (statement, COLUMN_SLOT);
  item->form = dup_column (statement, COLUMN_FORM);
  item->uid = dup_column (statement, COLUMN_UID);
  read_case (statement, item);
  return item;
}

static AmiaAgendaItem *
copy_item (const AmiaAgendaItem *item,
           AmiaLocalTime         start)
{
  AmiaAgendaItem *copy = g_new (AmiaAgendaItem, 1);

  *copy = *item;
  copy->kind = g_strdup (item->kind);
  copy->what = g_strdup (item->what);
  copy->title = g_strdup (item->title);
  copy->place = g_strdup (item->place);
  copy->status = g_strdup (item->status);
  copy->participants = g_strdup (item->participants);
  copy->rule = g_strdup (item->rule);
  copy->user = g_strdup (item->user);
  copy->person = g_strdup (item->person);
  copy->team = g_strdup (item->team);
  copy->slot = g_strdup (item->slot);
  copy->form = g_strdup (item->form);
  copy->uid = g_strdup (item->uid);
  copy->name = g_strdup (item->name);
  copy->case_title = g_strdup (item->case_title);
  copy->start = start;
  copy->end = start + (item->end - item->start);
  return copy;
}

static void
add_times (GPtrArray             *items,
           AmiaAgendaItem        *item,
           const char            *except_json,
           const AmiaAgendaQuery *query)
{
  g_autoptr (AmiaAgendaItem) owned = item;
  g_auto (GStrv) except = read_strings (except_json);
  AmiaLocalTime length = item->end - item->start;
  g_autoptr (GArray) times = amia_recurrence_expand (item->rule,
                                                     item->start,
                                                     (const char *const *) except,
                                                     query->from - length + 1,
                                                     query->to);

  for (guint i = 0; i < times->len; i++)
    g_ptr_array_add (items, copy_item (owned, g_array_index (times, AmiaLocalTime, i)));
}

/* People are written as they are called, `Anna (FK)`, and accounts in small letters. */
static gboolean
takes_part (const char *participants,
            const char *user)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *wanted = g_utf8_casefold (user, -1);

  if (participants == NULL)
    return FALSE;

  names = read_strings (participants);
  for (guint i = 0; names[i] != NULL; i++)
    {
      gsize            length = strcspn (names[i], " (,");
      g_autofree char *first = g_utf8_casefold (names[i], (gssize) length);

      if (strcmp (first, wanted) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_row (AmiaStore             *store,
         AmiaStatement         *statement,
         const AmiaAgendaQuery *query,
         GPtrArray             *items)
{
  AmiaAgendaItem *item;

  if (query->mine && amia_statement_get_int (statement, COLUMN_IS_MINE) == 0 &&
      !takes_part (amia_statement_get_text (statement, COLUMN_PARTICIPANTS),
                   store->identity.user))
    return;

  item = read_item (store, statement);
  if (item->rule != NULL && amia_recurrence_is_valid (item->rule))
    {
      add_times (items, item, amia_statement_get_text (statement, COLUMN_EXCEPT), query);
      return;
    }
  /* Who is away until further notice is away. */
  if (amia_statement_is_null (statement, COLUMN_UNTIL))
    item->end = MAX (item->end, query->to);
  g_ptr_array_add (items, item);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const AmiaAgendaItem *first = *(AmiaAgendaItem *const *) a;
  const AmiaAgendaItem *second = *(AmiaAgendaItem *const *) b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  return memcmp (&first->id, &second->id, sizeof first->id);
}

static void
bind_query (AmiaStore             *store,
            const AmiaAgendaQuery *query,
            AmiaStatement         *statement)
{
  char today[AMIA_DAY_LENGTH + 1];

  _amia_store_get_today (store, today);
  amia_statement_bind_int (statement, 1, query->from);
  amia_statement_bind_int (statement, 2, query->to);
  /* Whose it is is looked up for those who ask. */
  amia_statement_bind_text (statement, 3, query->mine ? store->identity.user : NULL);
  amia_statement_bind_text (statement, 4, today);
  if (query->case_id != NULL)
    _amia_statement_bind_uuid (statement, 5, query->case_id);
  amia_statement_bind_int (statement, 6, query->from - AMIA_DAY_MINUTES);
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    amia_statement_bind_text (statement,
                              (int) i + 7,
                              (query->kinds & (1u << i)) != 0 ? kind_names[i] : NULL);
}

static gboolean
list_items (AmiaStore             *store,
            const AmiaAgendaQuery *query,
            GPtrArray             *items,
            GError               **error)
{
  g_autoptr (AmiaStatement) statement = amia_db_prepare (store->db,
                                                         query->case_id != NULL ? case_sql
                                                                                : all_sql,
                                                         "read the calendar",
                                                         error);
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  bind_query (store, query, statement);
  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    add_row (store, statement, query, items);

  g_ptr_array_sort (items, compare_items);
  if (query->limit > 0 && items->len > query->limit)
    g_ptr_array_set_size (items, (int) query->limit);
  return step == AMIA_DONE;
}

GPtrArray *
amia_store_list_agenda (AmiaStore             *store,
                        const AmiaAgendaQuery *query,
                        GError               **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_agenda_item_free);
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  if (!list_items (store, query, items, &local_error))
    {
      _amia_store_report (error, local_error);
      return NULL;
    }

  return g_steal_pointer (&items);
}

gboolean
amia_store_find_by_uid (AmiaStore  *store,
                        const char *uid,
                        AmiaUuid   *id,
                        AmiaUuid   *case_id,
                        GError    **error)
{
  g_autoptr (AmiaStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  AmiaStep step = AMIA_ERROR;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);
  g_return_val_if_fail (id != NULL && case_id != NULL, FALSE);

  statement = amia_db_prepare (store->db,
                               "SELECT id, case_id FROM agenda WHERE uid = ? ORDER BY id LIMIT 1",
                               "find a meeting by its name",
                               &local_error);
  if (statement != NULL)
    {
      amia_statement_bind_text (statement, 1, uid);
      step = amia_statement_step (statement, &local_error);
    }
  if (step == AMIA_ERROR)
    return _amia_store_report (error, local_error);
  if (step == AMIA_DONE)
    return FALSE;

  *id = _amia_statement_get_uuid (statement, 0);
  *case_id = _amia_statement_get_uuid (statement, 1);
  return TRUE;
}
