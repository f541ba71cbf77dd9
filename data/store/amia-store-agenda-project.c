/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-agenda-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "amia-date.h"
#include "amia-local-time.h"
#include "amia-recurrence.h"

/* The table agenda. What lasts longer than a day, or recurs, is marked, so that a look at a month
 * need not walk all that ever began before it. */

#define DEFAULT_MINUTES 60
#define DUE_SETTING     "agenda"

typedef struct
{
  gboolean      exists;
  AmiaLocalTime start; /* AMIA_LOCAL_TIME_NONE for what only speaks of something that has a time */
  AmiaLocalTime end;
  AmiaLocalTime until; /* when all of it is over; NONE for never */
  gboolean      is_long;
  gboolean      is_all_day;
  guint64       made;
} Row;

static const char *const kinds[] = { "meeting", "occasion", "slot",
                                     "absence", "booking", "slot-choice" };

gboolean
_amia_agenda_has (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i], kind) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
read_day (const AmiaRecord *record,
          const char       *field,
          AmiaLocalTime    *time)
{
  g_autofree char *text = amia_record_dup_string (record, field);
  GDate            day;

  if (text == NULL || !amia_date_parse_iso (text, -1, &day))
    return FALSE;

  *time = amia_local_time_make (&day, 0);
  return TRUE;
}

/* An absence is of whole days; one without an end goes on. */
static void
read_days (const AmiaRecord *record,
           Row              *row)
{
  AmiaLocalTime last;

  row->exists = read_day (record, "from", &row->start);
  if (!row->exists)
    return;

  row->is_all_day = TRUE;
  row->is_long = TRUE;
  if (read_day (record, "to", &last) && last >= row->start)
    row->end = row->until = last + AMIA_DAY_MINUTES;
  else
    row->end = row->start + AMIA_DAY_MINUTES;
}

static void
read_times (const AmiaRecord *record,
            Row              *row)
{
  g_autofree char *start = amia_record_dup_string (record, "start");
  g_autofree char *end = amia_record_dup_string (record, "end");
  g_autofree char *rule = amia_record_dup_string (record, "recurs");
  AmiaLocalTime    length;
  AmiaLocalTime    last;

  row->exists = amia_local_time_parse (start, &row->start);
  if (!row->exists)
    return;

  if (!amia_local_time_parse (end, &row->end) || row->end <= row->start)
    row->end = row->start + DEFAULT_MINUTES;
  length = row->end - row->start;
  row->is_all_day =
      amia_local_time_get_minute (row->start) == 0 && length % AMIA_DAY_MINUTES == 0;
  row->is_long = length > AMIA_DAY_MINUTES || rule != NULL;
  row->until = row->end;
  if (rule != NULL && amia_recurrence_is_valid (rule))
    {
      last = amia_recurrence_find_last (rule, row->start);
      row->until = last != AMIA_LOCAL_TIME_NONE ? last + length : AMIA_LOCAL_TIME_NONE;
    }
}

/* A booking or a choice: nothing without the time that it speaks of. */
static void
read_word (const AmiaRecord *record,
           Row              *row)
{
  g_autofree char *slot = amia_record_dup_string (record, "slot");
  const AmiaHead  *head = amia_record_get_shown (record, "booking");

  row->exists = slot != NULL;
  row->made = head != NULL ? (guint64) head->stamp : 0;
}

static void
read_row (const AmiaRecord *record,
          Row              *row)
{
  *row = (Row){ 0 };
  if (amia_record_is_removed (record))
    return;

  if (strcmp (record->kind, "absence") == 0)
    read_days (record, row);
  else if (strcmp (record->kind, "booking") == 0 || strcmp (record->kind, "slot-choice") == 0)
    read_word (record, row);
  else
    read_times (record, row);
}

/* Columns that hold what a field holds, from the twelfth parameter on. */
static const struct
{
  const char *field;
  gboolean    is_json; /* kept as it is */
} columns[] = {
  { "kind", FALSE },
  { "title", FALSE },
  { "place", FALSE },
  { "km", TRUE },
  { "status", FALSE },
  { "participants", TRUE },
  { "recurs", FALSE },
  { "except", TRUE },
  { "user", FALSE },
  { "team", FALSE },
  { "days-ahead", TRUE },
  { "slot", FALSE },
  { "form", FALSE },
  { "uid", FALSE },
  { "meeting", FALSE },
  { "booking", FALSE },
};

#define FIRST_COLUMN 12

/* For an absence, whose day is the same whether it is named or not, `kind` is none. */
static void
bind_column (AmiaStatement    *statement,
             gsize             i,
             const AmiaRecord *record)
{
  g_autofree char *text = NULL;
  const char      *value = amia_record_get_value (record, columns[i].field);

  if (columns[i].is_json)
    text = value != NULL && strcmp (value, "null") != 0 ? g_strdup (value) : NULL;
  else
    text = amia_record_dup_string (record, columns[i].field);
  amia_statement_bind_text (statement, (int) i + FIRST_COLUMN, text);
}

static void
bind_row (AmiaStatement    *statement,
          const Row        *row,
          const AmiaRecord *record)
{
  const AmiaHead *head = amia_record_get_shown (record, "slot");

  _amia_statement_bind_uuid (statement, 2, &record->id);
  if (!amia_uuid_is_nil (&record->case_id))
    _amia_statement_bind_uuid (statement, 3, &record->case_id);
  amia_statement_bind_text (statement, 4, record->kind);
  if (row->start != AMIA_LOCAL_TIME_NONE)
    {
      amia_statement_bind_int (statement, 5, row->start);
      amia_statement_bind_int (statement, 6, row->end);
    }
  if (row->until != AMIA_LOCAL_TIME_NONE)
    amia_statement_bind_int (statement, 7, row->until);
  amia_statement_bind_int (statement, 8, row->is_long);
  amia_statement_bind_int (statement, 9, row->is_all_day);
  amia_statement_bind_int (statement, 10, (gint64) row->made);
  if (head != NULL)
    _amia_statement_bind_uuid (statement, 11, &head->device);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    bind_column (statement, i, record);
}

gboolean
_amia_agenda_project (AmiaStore       *store,
                      const AmiaEntry *entry,
                      GError         **error)
{
  static const char insert[] =
      "INSERT OR REPLACE INTO agenda (key, id, case_id, record_kind, start, end, until, is_long, "
      "is_all_day, made, device, kind, title, place, km, status, participants, recurs, except_days, "
      "user, team, days_ahead, slot, form, uid, meeting, booking) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (AmiaStatement) statement = NULL;
  Row row;

  read_row (entry->record, &row);
  statement = amia_db_prepare (store->db,
                               row.exists ? insert : "DELETE FROM agenda WHERE key = ?",
                               "put a time into the calendar",
                               error);
  if (statement == NULL)
    return FALSE;

  amia_statement_bind_int (statement, 1, entry->key);
  if (row.exists)
    bind_row (statement, &row, entry->record);
  return amia_statement_run (statement, error);
}

gboolean
_amia_agenda_fill (AmiaStore *store,
                   GError   **error)
{
  static const char sql[] =
      "SELECT id FROM record WHERE kind IN "
      "('meeting', 'occasion', 'slot', 'absence', 'booking', 'slot-choice')";
  g_autoptr (AmiaStatement) statement =
      amia_db_prepare (store->db, sql, "fill the calendar", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (AmiaUuid));
  AmiaStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = amia_statement_step (statement, error)) == AMIA_ROW)
    {
      AmiaUuid id = _amia_statement_get_uuid (statement, 0);

      g_array_append_val (ids, id);
    }

  for (guint i = 0; step == AMIA_DONE && i < ids->len; i++)
    {
      gboolean   is_missing;
      AmiaEntry *entry =
          _amia_records_find (store, &g_array_index (ids, AmiaUuid, i), &is_missing, error);

      if (entry == NULL || !_amia_agenda_project (store, entry, error))
        return FALSE;
    }

  return step == AMIA_DONE;
}

gboolean
_amia_agenda_catch_up (AmiaStore *store,
                       GError   **error)
{
  g_autofree char *due = amia_store_get_setting (store, DUE_SETTING);

  if (due == NULL)
    return TRUE;
  if (!_amia_store_begin (store, error))
    return FALSE;
  if (!_amia_agenda_fill (store, error) ||
      !amia_db_exec (store->db,
                     "DELETE FROM setting WHERE name = '" DUE_SETTING "'",
                     "note that the calendar is filled",
                     error))
    {
      _amia_store_rollback (store);
      return FALSE;
    }

  return _amia_store_commit (store, error);
}
