/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-calendar-file.h"
#include "amia-recurrence.h"

/* Calendar files: what others wrote is read right or left out, what we write reads back. */

#define FILE_OF(events)                \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" \
  "PRODID:-//Provfil//SV\r\n" events "END:VCALENDAR\r\n"

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:prov-1\r\n" lines "END:VEVENT\r\n"

#define NEW_YORK                                                          \
  "BEGIN:VTIMEZONE\r\nTZID:Ny Tid\r\n"                                    \
  "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"          \
  "DTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"  \
  "END:DAYLIGHT\r\n"                                                      \
  "BEGIN:STANDARD\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"          \
  "DTSTART:20071104T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n" \
  "END:STANDARD\r\nEND:VTIMEZONE\r\n"

static char *
print (AmiaLocalTime time)
{
  char text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1];

  return g_strdup (amia_local_time_print (time, text));
}

static GPtrArray *
read_file (const char *text,
           guint      *n_skipped)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *events = amia_calendar_file_read (text, strlen (text), n_skipped, &error);

  g_assert_no_error (error);
  return events;
}

static void
test_times_are_those_of_stockholm (void)
{
  static const struct
  {
    const char *file;
    const char *start;
    const char *end;
    gboolean    is_all_day;
  } cases[] = {
    { FILE_OF (EVENT ("DTSTART:20140314T090000\r\nDTEND:20140314T100000\r\n")),
      "2014-03-14T09:00", "2014-03-14T10:00", FALSE },
    { FILE_OF (EVENT ("DTSTART:20140114T090000Z\r\nDURATION:PT45M\r\n")),
      "2014-01-14T10:00", "2014-01-14T10:45", FALSE },
    { FILE_OF (EVENT ("DTSTART:20140714T090000Z\r\n")),
      "2014-07-14T11:00", "2014-07-14T12:00", FALSE },
    /* The hour before and after the clock goes forward, and back. */
    { FILE_OF (EVENT ("DTSTART:20140330T005900Z\r\nDTEND:20140330T010000Z\r\n")),
      "2014-03-30T01:59", "2014-03-30T03:00", FALSE },
    { FILE_OF (EVENT ("DTSTART:20141026T005900Z\r\nDTEND:20141026T020000Z\r\n")),
      "2014-10-26T02:59", "2014-10-26T03:00", FALSE },
    { FILE_OF (NEW_YORK EVENT ("DTSTART;TZID=Ny Tid:20140314T090000\r\n")),
      "2014-03-14T14:00", "2014-03-14T15:00", FALSE },
    { FILE_OF (EVENT ("DTSTART;TZID=Asia/Tokyo:20140314T170000\r\n")),
      "2014-03-14T09:00", "2014-03-14T10:00", FALSE },
    { FILE_OF (EVENT ("DTSTART;TZID=Europe/Stockholm:20140714T090000\r\n")),
      "2014-07-14T09:00", "2014-07-14T10:00", FALSE },
    { FILE_OF (EVENT ("DTSTART;VALUE=DATE:20140314\r\nDTEND;VALUE=DATE:20140316\r\n")),
      "2014-03-14T00:00", "2014-03-16T00:00", TRUE },
    { FILE_OF (EVENT ("DTSTART;VALUE=DATE:20140314\r\n")),
      "2014-03-14T00:00", "2014-03-15T00:00", TRUE },
    /* An end before its beginning is none. */
    { FILE_OF (EVENT ("DTSTART:20140314T090000\r\nDTEND:20140314T080000\r\n")),
      "2014-03-14T09:00", "2014-03-14T10:00", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) events = read_file (cases[i].file, NULL);
      const AmiaCalendarEvent *event;
      g_autofree char         *start = NULL;
      g_autofree char         *end = NULL;

      g_assert_cmpuint (events->len, ==, 1);
      event = g_ptr_array_index (events, 0);
      start = print (event->start);
      end = print (event->end);
      g_assert_cmpstr (start, ==, cases[i].start);
      g_assert_cmpstr (end, ==, cases[i].end);
      g_assert_cmpint (event->is_all_day, ==, cases[i].is_all_day);
    }
}

static void
test_text_is_unfolded_and_unescaped (void)
{
  guint n_skipped = 7;
  g_autoptr (GPtrArray) events = read_file (
      FILE_OF (EVENT ("DTSTART:20140314T090000\r\nSUMMARY:Möte\\, med\\; b\r\n åde och\r\n"
                      "LOCATION:Rum \\\\ 3\r\nDESCRIPTION:Rad ett\\nrad två\r\n"
                      "STATUS:CANCELLED\r\nATTENDEE:mailto:nils@example.se\r\n")),
      &n_skipped);
  const AmiaCalendarEvent *event = g_ptr_array_index (events, 0);

  g_assert_cmpstr (event->uid, ==, "prov-1");
  g_assert_cmpstr (event->summary, ==, "Möte, med; både och");
  g_assert_cmpstr (event->location, ==, "Rum \\ 3");
  g_assert_cmpstr (event->description, ==, "Rad ett\nrad två");
  g_assert_true (event->is_cancelled);
  g_assert_cmpuint (n_skipped, ==, 0);
}

static char *
print_series (const AmiaCalendarEvent *event)
{
  g_autoptr (GArray) times = amia_recurrence_expand (event->rule,
                                                     event->start,
                                                     (const char *const *) event->except,
                                                     event->start,
                                                     event->start + 366 * AMIA_DAY_MINUTES);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < times->len; i++)
    {
      g_autofree char *time = print (g_array_index (times, AmiaLocalTime, i));

      g_string_append_printf (text, "%s ", time);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char series_file[] =
    FILE_OF (EVENT ("DTSTART;TZID=Europe/Stockholm:20140317T090000\r\n"
                    "DTEND;TZID=Europe/Stockholm:20140317T100000\r\n"
                    /* 9 in the morning of 14 April is 7 UTC. */
                    "RRULE:FREQ=WEEKLY;UNTIL=20140414T070000Z\r\n"
                    "EXDATE;TZID=Europe/Stockholm:20140324T090000\r\n")
                 EVENT ("RECURRENCE-ID;TZID=Europe/Stockholm:20140407T090000\r\n"
                        "DTSTART;TZID=Europe/Stockholm:20140408T130000\r\n"));

static void
test_series_keeps_its_hour_and_its_exceptions (void)
{
  g_autoptr (GPtrArray) events = read_file (series_file, NULL);
  const AmiaCalendarEvent *series;
  const AmiaCalendarEvent *moved;
  g_autofree char         *times = NULL;
  g_autofree char         *moved_to = NULL;

  g_assert_cmpuint (events->len, ==, 2);
  series = g_ptr_array_index (events, 0);
  moved = g_ptr_array_index (events, 1);
  times = print_series (series);
  moved_to = print (moved->start);
  g_assert_cmpstr (times, ==, "2014-03-17T09:00 2014-03-31T09:00 2014-04-14T09:00 ");
  g_assert_cmpstr (moved->uid, ==, "prov-1#2014-04-07");
  g_assert_cmpstr (moved_to, ==, "2014-04-08T13:00");
}

static void
test_what_cannot_be_read_is_counted (void)
{
  guint n_skipped = 0;
  g_autoptr (GPtrArray) events =
      read_file (FILE_OF ("BEGIN:VEVENT\r\nDTSTART:20140314T090000\r\nEND:VEVENT\r\n" /* no name */
                          EVENT ("SUMMARY:Utan tid\r\n")
                              EVENT ("DTSTART:i morgon\r\n")
                                  EVENT ("DTSTART:20141314T990000\r\n")
                                      EVENT ("DTSTART:20140314T090000\r\nRRULE:FREQ=SECONDLY\r\n")
                                          EVENT ("DTSTART:20140314T090000\r\nSUMMARY:Den går\r\n")),
                 &n_skipped);

  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpuint (n_skipped, ==, 5);
}

static void
test_file_that_is_none_is_said_to_be (void)
{
  static const char *const files[] = { "",
                                       "hej",
                                       "BEGIN:VCARD\r\nFN:Nils\r\nEND:VCARD\r\n",
                                       "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n",
                                       "\xff\xfe\x00" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) events =
          amia_calendar_file_read (files[i], strlen (files[i]), NULL, &error);

      g_assert_null (events);
      g_assert_error (error, AMIA_CALENDAR_FILE_ERROR, AMIA_CALENDAR_FILE_ERROR_MALFORMED);
    }
}

static void
test_file_that_is_too_large_is_not_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) many_error = NULL;
  g_autofree char *large = g_strnfill (AMIA_CALENDAR_FILE_LENGTH_MAX + 1, 'x');
  g_autoptr (GString) many = g_string_new ("BEGIN:VCALENDAR\r\n");

  for (int i = 0; i <= AMIA_CALENDAR_FILE_EVENTS_MAX; i++)
    g_string_append (many, "BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n");
  g_string_append (many, "END:VCALENDAR\r\n");

  g_assert_null (amia_calendar_file_read (large, strlen (large), NULL, &error));
  g_assert_error (error, AMIA_CALENDAR_FILE_ERROR, AMIA_CALENDAR_FILE_ERROR_TOO_LARGE);
  g_assert_null (amia_calendar_file_read (many->str, many->len, NULL, &many_error));
  g_assert_error (many_error, AMIA_CALENDAR_FILE_ERROR, AMIA_CALENDAR_FILE_ERROR_TOO_LARGE);
}

/* Whatever stands in a text, a file is lines of text. */
static void
test_text_from_others_is_made_clean (void)
{
  g_autofree char *long_text = g_strnfill (2 * AMIA_CALENDAR_TEXT_MAX, 'a');
  g_autofree char *file = g_strdup_printf (
      FILE_OF (EVENT ("DTSTART:20140314T090000\r\nSUMMARY:\xff\x01M\xe4\r\nLOCATION:%s\r\n")),
      long_text);
  g_autoptr (GPtrArray) events = read_file (file, NULL);
  const AmiaCalendarEvent *event = g_ptr_array_index (events, 0);

  g_assert_true (g_utf8_validate (event->summary, -1, NULL));
  g_assert_null (strchr (event->summary, '\x01'));
  g_assert_cmpuint (strlen (event->location), ==, AMIA_CALENDAR_TEXT_MAX);
}

static void
test_what_is_written_reads_back (void)
{
  g_autoptr (GPtrArray) events = read_file (series_file, NULL);
  AmiaCalendarEvent *first = g_ptr_array_index (events, 0);
  g_autofree char   *written = NULL;
  g_autoptr (GPtrArray) again = NULL;
  AmiaCalendarEvent *back;
  g_autofree char   *before = print_series (first);
  g_autofree char   *after = NULL;

  first->summary = g_strdup ("Ett möte; med, \"allt\"\\ i en rad som är så lång att den måste "
                             "vikas på mitten, åäö åäö åäö\noch en rad till\x01");
  written = amia_calendar_file_write (events, G_GINT64_CONSTANT (1394788500000));
  again = read_file (written, NULL);

  back = g_ptr_array_index (again, 0);
  after = print_series (back);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpstr (back->uid, ==, first->uid);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (g_str_has_suffix (back->summary, "\noch en rad till"));
  g_assert_nonnull (strstr (written, "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm"));
  g_assert_nonnull (strstr (written, "UNTIL=20140414T070000Z"));
  g_assert_nonnull (strstr (written, "DTSTAMP:20140314T091500Z"));
}

static void
test_all_day_reads_back (void)
{
  g_autoptr (GPtrArray) events =
      read_file (FILE_OF (EVENT ("DTSTART;VALUE=DATE:20141026\r\nRRULE:FREQ=DAILY;COUNT=2\r\n")),
                 NULL);
  g_autofree char *written = amia_calendar_file_write (events, 0);
  g_autoptr (GPtrArray) again = read_file (written, NULL);
  const AmiaCalendarEvent *back = g_ptr_array_index (again, 0);

  g_assert_true (back->is_all_day);
  g_assert_cmpint (back->end - back->start, ==, AMIA_DAY_MINUTES);
  g_assert_cmpstr (back->rule, ==, "FREQ=DAILY;COUNT=2");
  g_assert_nonnull (strstr (written, "DTSTART;VALUE=DATE:20141026"));
}

/* Every way to cut a file short, and every byte of it replaced: nothing breaks. */
static void
test_damaged_file_is_read_or_refused (void)
{
  const gsize length = strlen (series_file);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *damaged = g_strdup (series_file);
      g_autoptr (GPtrArray) cut = amia_calendar_file_read (series_file, i, NULL, NULL);
      g_autoptr (GPtrArray) changed = NULL;

      damaged[i] ^= 0x15;
      changed = amia_calendar_file_read (damaged, length, NULL, NULL);
      for (guint j = 0; changed != NULL && j < changed->len; j++)
        {
          const AmiaCalendarEvent *event = g_ptr_array_index (changed, j);

          g_assert_cmpint (event->end, >, event->start);
          g_assert_true (g_utf8_validate (event->uid, -1, NULL));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar-file/times-are-those-of-stockholm",
                   test_times_are_those_of_stockholm);
  g_test_add_func ("/calendar-file/text-is-unfolded-and-unescaped",
                   test_text_is_unfolded_and_unescaped);
  g_test_add_func ("/calendar-file/series-keeps-its-hour-and-its-exceptions",
                   test_series_keeps_its_hour_and_its_exceptions);
  g_test_add_func ("/calendar-file/what-cannot-be-read-is-counted",
                   test_what_cannot_be_read_is_counted);
  g_test_add_func ("/calendar-file/file-that-is-none-is-said-to-be",
                   test_file_that_is_none_is_said_to_be);
  g_test_add_func ("/calendar-file/file-that-is-too-large-is-not-read",
                   test_file_that_is_too_large_is_not_read);
  g_test_add_func ("/calendar-file/text-from-others-is-made-clean",
                   test_text_from_others_is_made_clean);
  g_test_add_func ("/calendar-file/what-is-written-reads-back", test_what_is_written_reads_back);
  g_test_add_func ("/calendar-file/all-day-reads-back", test_all_day_reads_back);
  g_test_add_func ("/calendar-file/damaged-file-is-read-or-refused",
                   test_damaged_file_is_read_or_refused);

  return g_test_run ();
}
