/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "amia-db.h"
#include "amia-store-agenda.h"

/* The calendar's projection: what it lists, in which order, to whom, and that it is what the
 * records say whatever happens to them. */

typedef struct
{
  char      *folder;
  char      *path;
  AmiaStore *store;
  AmiaUuid   case_id;
  AmiaUuid   participant;
} Fixture;

static AmiaUuid
name_record (guint number)
{
  const AmiaUuid id = { { 1, 2, 3, 4, (guint8) (number >> 8), (guint8) number } };

  return id;
}

static void
commit (Fixture   *fixture,
        AmiaEdits *edits)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmiaEdits) owned = edits;

  g_assert_true (amia_store_commit (fixture->store, owned, NULL, &error));
  g_assert_no_error (error);
}

static void
set (Fixture    *fixture,
     const char *kind,
     guint       number,
     gboolean    is_of_case,
     const char *field,
     const char *json)
{
  AmiaEdits     *edits = amia_edits_new ();
  const AmiaUuid id = name_record (number);

  amia_edits_set (
      edits, kind, &id, is_of_case ? &fixture->case_id : NULL, field, NULL, json);
  commit (fixture, edits);
}

static void
add (Fixture    *fixture,
     const char *kind,
     guint       number,
     gboolean    is_of_case,
     const char *start,
     const char *end)
{
  AmiaEdits      *edits = amia_edits_new ();
  const AmiaUuid  id = name_record (number);
  const AmiaUuid *case_id = is_of_case ? &fixture->case_id : NULL;

  amia_edits_set_string (edits, kind, &id, case_id, "start", start);
  if (end != NULL)
    amia_edits_set_string (edits, kind, &id, case_id, "end", end);
  commit (fixture, edits);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmiaEdits       *edits = amia_edits_new ();
  g_autofree char *participant = NULL;

  fixture->folder = g_dir_make_tmp ("amia-agenda-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "anna", NULL);
  fixture->store = amia_store_create (fixture->path, "anna", "FK", NULL, &error);
  g_assert_no_error (error);

  fixture->case_id = name_record (1);
  fixture->participant = name_record (2);
  participant = amia_uuid_to_string (&fixture->participant);
  amia_edits_set_string (edits, "participant", &fixture->participant, NULL, "name", "Brita Ek");
  amia_edits_set_string (
      edits, "case", &fixture->case_id, &fixture->case_id, "participant", participant);
  amia_edits_set_string (edits, "case", &fixture->case_id, &fixture->case_id, "title", "Brita");
  commit (fixture, edits);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GString) report = g_string_new (NULL);
  const char *name;

  g_assert_true (amia_store_verify (fixture->store, report, NULL));
  g_assert_cmpstr (report->str, ==, "");
  amia_store_close (fixture->store);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
      g_rmdir (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static AmiaLocalTime
at (const char *text)
{
  AmiaLocalTime time = AMIA_LOCAL_TIME_NONE;

  g_assert_true (amia_local_time_parse (text, &time));
  return time;
}

static GPtrArray *
list (Fixture               *fixture,
      const AmiaAgendaQuery *query)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items = amia_store_list_agenda (fixture->store, query, &error);

  g_assert_no_error (error);
  return items;
}

/* `meeting 14T09:00-10:00`, one after the other. */
static char *
print_month (Fixture        *fixture,
             AmiaAgendaKinds kinds,
             gboolean        mine)
{
  const AmiaAgendaQuery query = { .from = at ("2014-03-01T00:00"),
                                  .to = at ("2014-04-01T00:00"),
                                  .kinds = kinds,
                                  .mine = mine };
  g_autoptr (GPtrArray) items = list (fixture, &query);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const AmiaAgendaItem *item = g_ptr_array_index (items, i);
      char                  start[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];
      char                  end[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

      amia_local_time_print (item->start, start);
      amia_local_time_print (item->end, end);
      g_string_append_printf (
          text, "%s%s %s-%s", i > 0 ? ", " : "", item->kind, start + 8, end + 8);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_month(fixture, kinds, mine, expected)              \
  G_STMT_START                                                    \
  {                                                               \
    g_autofree char *_month = print_month (fixture, kinds, mine); \
    g_assert_cmpstr (_month, ==, expected);                       \
  }                                                               \
  G_STMT_END

static void
test_lists_what_touches_the_month (Fixture      *fixture,
                                   gconstpointer data)
{
  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", "2014-03-14T10:00");
  add (fixture, "meeting", 11, TRUE, "2014-03-03T13:00", NULL);
  add (fixture, "meeting", 12, TRUE, "2014-04-01T00:00", "2014-04-01T01:00");
  add (fixture, "meeting", 13, TRUE, "2014-02-28T23:00", "2014-03-01T00:00");
  /* These begin before the month, and reach into it. */
  add (fixture, "meeting", 14, TRUE, "2014-02-28T23:00", "2014-03-01T01:00");
  add (fixture, "occasion", 15, FALSE, "2014-02-20T00:00", "2014-03-04T00:00");
  add (fixture, "meeting", 16, TRUE, "snart", NULL);

  assert_month (fixture,
                AMIA_AGENDA_ALL,
                FALSE,
                "occasion 20T00:00-04T00:00, meeting 28T23:00-01T01:00, "
                "meeting 03T13:00-03T14:00, meeting 14T09:00-14T10:00");
  assert_month (fixture, AMIA_AGENDA_OCCASIONS, FALSE, "occasion 20T00:00-04T00:00");
  assert_month (fixture, AMIA_AGENDA_SLOTS, FALSE, "");
}

static void
test_follows_every_edit (Fixture      *fixture,
                         gconstpointer data)
{
  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", "2014-03-14T10:00");
  add (fixture, "meeting", 10, TRUE, "2014-03-17T09:00", "2014-03-17T10:00");
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "meeting 17T09:00-17T10:00");

  set (fixture, "meeting", 10, TRUE, "removed", "true");
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "");

  set (fixture, "meeting", 10, TRUE, "place", "\"Bygdegården\"");
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "meeting 17T09:00-17T10:00");
}

static void
test_what_recurs_is_an_item_each_time (Fixture      *fixture,
                                       gconstpointer data)
{
  add (fixture, "occasion", 10, FALSE, "2013-09-02T10:00", "2013-09-02T12:00");
  set (fixture, "occasion", 10, FALSE, "recurs", "\"FREQ=WEEKLY;UNTIL=20140321T000000\"");
  set (fixture, "occasion", 10, FALSE, "except", "[\"2014-03-10\"]");
  add (fixture, "occasion", 11, FALSE, "2013-09-03T10:00", "2013-09-03T12:00");
  set (fixture, "occasion", 11, FALSE, "recurs", "\"FREQ=WEEKLY;UNTIL=20140201T000000\"");

  assert_month (fixture,
                AMIA_AGENDA_ALL,
                FALSE,
                "occasion 03T10:00-03T12:00, occasion 17T10:00-17T12:00");
}

/* One of the times has begun before the month, and goes on in it. */
static void
test_what_recurs_reaches_into_the_month (Fixture      *fixture,
                                         gconstpointer data)
{
  add (fixture, "occasion", 10, FALSE, "2014-02-14T23:00", "2014-02-15T01:00");
  set (fixture, "occasion", 10, FALSE, "recurs", "\"FREQ=WEEKLY;INTERVAL=2;COUNT=2\"");
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "occasion 28T23:00-01T01:00");
}

static void
test_absence_goes_on_until_it_ends (Fixture      *fixture,
                                    gconstpointer data)
{
  set (fixture, "absence", 10, FALSE, "from", "\"2014-03-20\"");
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "absence 20T00:00-01T00:00");

  set (fixture, "absence", 10, FALSE, "to", "\"2014-03-21\"");
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "absence 20T00:00-22T00:00");
}

static void
test_mine_is_of_my_cases_or_names_me (Fixture      *fixture,
                                      gconstpointer data)
{
  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", NULL);
  add (fixture, "occasion", 11, FALSE, "2014-03-15T09:00", NULL);
  add (fixture, "occasion", 12, FALSE, "2014-03-16T09:00", NULL);
  set (fixture, "occasion", 12, FALSE, "participants", "[\"Bertil (AF)\",\"Anna (FK)\"]");
  add (fixture, "slot", 13, FALSE, "2014-03-17T09:00", NULL);
  set (fixture, "slot", 13, FALSE, "user", "\"anna\"");
  add (fixture, "slot", 14, FALSE, "2014-03-18T09:00", NULL);
  set (fixture, "slot", 14, FALSE, "user", "\"bertil\"");

  assert_month (fixture,
                AMIA_AGENDA_ALL,
                TRUE,
                "meeting 14T09:00-14T10:00, occasion 16T09:00-16T10:00, slot 17T09:00-17T10:00");
}

static void
test_nothing_says_who_is_protected (Fixture      *fixture,
                                    gconstpointer data)
{
  const AmiaAgendaQuery query = { .from = at ("2014-03-01T00:00"),
                                  .to = at ("2014-04-01T00:00"),
                                  .kinds = AMIA_AGENDA_ALL,
                                  .case_id = &fixture->case_id };
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  AmiaEdits            *edits = amia_edits_new ();
  const AmiaAgendaItem *item;

  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", NULL);
  set (fixture, "meeting", 10, TRUE, "title", "\"Möte med Brita\"");
  set (fixture, "meeting", 10, TRUE, "place", "\"Hos Brita i Åre\"");
  set (fixture, "meeting", 10, TRUE, "participants", "[\"Brita Ek\"]");
  before = list (fixture, &query);
  amia_edits_set (
      edits, "participant", &fixture->participant, NULL, "protected", NULL, "true");
  commit (fixture, edits);
  after = list (fixture, &query);

  item = g_ptr_array_index (before, 0);
  g_assert_cmpstr (item->name, ==, "Brita Ek");
  g_assert_cmpstr (item->title, ==, "Möte med Brita");
  g_assert_cmpstr (item->place, ==, "Hos Brita i Åre");
  g_assert_nonnull (item->participants);
  item = g_ptr_array_index (after, 0);
  g_assert_true (item->is_protected);
  g_assert_null (item->name);
  g_assert_null (item->title);
  g_assert_null (item->place);
  g_assert_null (item->participants);
  g_assert_null (item->case_title);
}

/* Its row in the list of cases is gone, and with it that somebody is protected. */
static void
test_removed_case_has_no_meetings (Fixture      *fixture,
                                   gconstpointer data)
{
  AmiaEdits *edits = amia_edits_new ();

  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", NULL);
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "meeting 14T09:00-14T10:00");
  amia_edits_set (
      edits, "case", &fixture->case_id, &fixture->case_id, "removed", NULL, "true");
  commit (fixture, edits);
  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "");
}

static void
test_limit_gives_the_next (Fixture      *fixture,
                           gconstpointer data)
{
  const AmiaAgendaQuery query = { .from = at ("2014-03-10T00:00"),
                                  .to = at ("2016-01-01T00:00"),
                                  .kinds = AMIA_AGENDA_MEETINGS,
                                  .case_id = &fixture->case_id,
                                  .limit = 1 };
  g_autoptr (GPtrArray) items = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *start = g_strdup_printf ("2014-03-%02uT09:00", 20 - 3 * i);

      add (fixture, "meeting", 10 + i, TRUE, start, NULL);
    }
  items = list (fixture, &query);

  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpint (((AmiaAgendaItem *) items->pdata[0])->start, ==, at ("2014-03-11T09:00"));
}

static void
book (Fixture *fixture,
      guint    number,
      guint    slot)
{
  const AmiaUuid   slot_id = name_record (slot);
  g_autofree char *text = amia_uuid_to_string (&slot_id);
  g_autofree char *json = g_strdup_printf ("\"%s\"", text);

  set (fixture, "booking", number, FALSE, "slot", json);
}

static GPtrArray *
list_slots (Fixture             *fixture,
            const AmiaSlotQuery *query)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *slots = amia_store_list_slots (fixture->store, query, &error);

  g_assert_no_error (error);
  return slots;
}

static void
test_double_booking_is_seen_and_settled (Fixture      *fixture,
                                         gconstpointer data)
{
  const AmiaUuid      slot = name_record (10);
  const AmiaUuid      second = name_record (21);
  const AmiaUuid      choice = name_record (30);
  AmiaEdits          *edits = amia_edits_new ();
  const AmiaSlotQuery query = { .id = &slot, .now = at ("2014-03-01T00:00") };
  g_autofree char    *slot_text = amia_uuid_to_string (&slot);
  g_autofree char    *second_text = amia_uuid_to_string (&second);
  g_autoptr (GPtrArray) free_one = NULL;
  g_autoptr (GPtrArray) double_one = NULL;
  g_autoptr (GPtrArray) settled = NULL;
  const AmiaSlotItem *item;

  add (fixture, "slot", 10, FALSE, "2014-03-17T10:00", "2014-03-17T11:00");
  free_one = list_slots (fixture, &query);
  book (fixture, 20, 10);
  book (fixture, 21, 10);
  double_one = list_slots (fixture, &query);
  amia_edits_set_string (edits, "slot-choice", &choice, NULL, "booking", second_text);
  amia_edits_set_string (edits, "slot-choice", &choice, NULL, "slot", slot_text);
  commit (fixture, edits);
  settled = list_slots (fixture, &query);

  item = g_ptr_array_index (free_one, 0);
  g_assert_cmpint (item->state, ==, AMIA_SLOT_FREE);
  g_assert_true (item->is_open);
  item = g_ptr_array_index (double_one, 0);
  g_assert_cmpint (item->state, ==, AMIA_SLOT_DOUBLE);
  g_assert_false (item->is_open);
  g_assert_cmpuint (item->bookings->len, ==, 2);
  g_assert_cmpstr (((AmiaBookingItem *) item->bookings->pdata[0])->user, ==, "anna");
  g_assert_cmpstr (((AmiaBookingItem *) item->bookings->pdata[0])->agency, ==, "FK");
  item = g_ptr_array_index (settled, 0);
  g_assert_cmpint (item->state, ==, AMIA_SLOT_BOOKED);
  g_assert_cmpstr (item->winner, ==, second_text);
}

static void
test_only_open_times_are_offered (Fixture      *fixture,
                                  gconstpointer data)
{
  const AmiaSlotQuery query = { .from = at ("2014-03-01T00:00"),
                                .to = at ("2014-04-01T00:00"),
                                .now = at ("2014-03-12T12:00"),
                                .only_open = TRUE };
  g_autoptr (GPtrArray) slots = NULL;

  add (fixture, "slot", 10, FALSE, "2014-03-11T10:00", NULL); /* over */
  add (fixture, "slot", 11, FALSE, "2014-03-17T10:00", NULL); /* too late: a week ahead */
  set (fixture, "slot", 11, FALSE, "days-ahead", "7");
  add (fixture, "slot", 12, FALSE, "2014-03-18T10:00", NULL);
  add (fixture, "slot", 13, FALSE, "2014-03-24T10:00", NULL); /* taken */
  book (fixture, 20, 13);
  add (fixture, "slot", 14, FALSE, "2014-03-24T11:00", NULL);
  set (fixture, "slot", 14, FALSE, "days-ahead", "7");
  slots = list_slots (fixture, &query);

  g_assert_cmpuint (slots->len, ==, 2);
  g_assert_cmpint (
      ((AmiaSlotItem *) slots->pdata[0])->time->start, ==, at ("2014-03-18T10:00"));
  g_assert_cmpint (
      ((AmiaSlotItem *) slots->pdata[1])->time->start, ==, at ("2014-03-24T11:00"));
}

static void
test_is_found_by_what_another_calendar_calls_it (Fixture      *fixture,
                                                 gconstpointer data)
{
  const AmiaUuid expected = name_record (10);
  AmiaUuid       id;
  AmiaUuid       case_id;

  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", NULL);
  set (fixture, "meeting", 10, TRUE, "uid", "\"prov-1\"");

  g_assert_true (amia_store_find_by_uid (fixture->store, "prov-1", &id, &case_id, NULL));
  g_assert_true (amia_uuid_equal (&id, &expected));
  g_assert_true (amia_uuid_equal (&case_id, &fixture->case_id));
  g_assert_false (amia_store_find_by_uid (fixture->store, "prov-2", &id, &case_id, NULL));
}

/* A replica of before there was a calendar gets one when it is opened: the step that made the table
 * has noted that it is to be filled. */
static void
test_older_replica_is_filled (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmiaDb *db;

  add (fixture, "meeting", 10, TRUE, "2014-03-14T09:00", NULL);
  g_clear_pointer (&fixture->store, amia_store_close);
  db = amia_db_open (fixture->path, AMIA_DB_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (amia_db_exec (db,
                               "DELETE FROM agenda; REPLACE INTO setting VALUES ('agenda', 'due')",
                               "age",
                               &error));
  amia_db_close (db);
  fixture->store = amia_store_open (fixture->path, NULL, &error);
  g_assert_no_error (error);

  assert_month (fixture, AMIA_AGENDA_ALL, FALSE, "meeting 14T09:00-14T10:00");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/store-agenda/" path, Fixture, NULL, set_up, function, tear_down)

  ADD ("lists-what-touches-the-month", test_lists_what_touches_the_month);
  ADD ("follows-every-edit", test_follows_every_edit);
  ADD ("what-recurs-is-an-item-each-time", test_what_recurs_is_an_item_each_time);
  ADD ("what-recurs-reaches-into-the-month", test_what_recurs_reaches_into_the_month);
  ADD ("absence-goes-on-until-it-ends", test_absence_goes_on_until_it_ends);
  ADD ("mine-is-of-my-cases-or-names-me", test_mine_is_of_my_cases_or_names_me);
  ADD ("nothing-says-who-is-protected", test_nothing_says_who_is_protected);
  ADD ("removed-case-has-no-meetings", test_removed_case_has_no_meetings);
  ADD ("limit-gives-the-next", test_limit_gives_the_next);
  ADD ("double-booking-is-seen-and-settled", test_double_booking_is_seen_and_settled);
  ADD ("only-open-times-are-offered", test_only_open_times_are_offered);
  ADD ("is-found-by-what-another-calendar-calls-it",
       test_is_found_by_what_another_calendar_calls_it);
  ADD ("older-replica-is-filled", test_older_replica_is_filled);

  return g_test_run ();
}
