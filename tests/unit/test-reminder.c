/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "amia-calendar-words.h"
#include "amia-reminder.h"

/* What is said of a meeting on the desktop and in lists, and when. */

static AmiaAgendaItem
make_item (void)
{
  return (AmiaAgendaItem){ .kind = (char *) "meeting",
                           .what = (char *) "avstamningsmote",
                           .title = (char *) "Möte med Brita om sömnen",
                           .name = (char *) "Brita Ek",
                           .place = (char *) "Rehabkliniken",
                           .participants = (char *) "[\"Brita\",\"Läkaren\"]",
                           .start = 1000 * AMIA_DAY_MINUTES + 600,
                           .end = 1000 * AMIA_DAY_MINUTES + 660,
                           .km = 12 };
}

static void
test_reminds_in_time_of_what_takes_place (void)
{
  const AmiaLocalTime start = 1000 * AMIA_DAY_MINUTES + 600;
  static const struct
  {
    const char *kind;
    const char *status;
    int         before; /* minutes before it begins */
    gboolean    is_due;
  } cases[] = {
    { "meeting", NULL, 15, TRUE },
    { "meeting", "planned", 1, TRUE },
    { "meeting", "booked", 15, TRUE },
    { "occasion", NULL, 15, TRUE },
    { "meeting", NULL, 16, FALSE },
    { "meeting", NULL, 0, FALSE },
    { "meeting", NULL, -5, FALSE },
    { "meeting", "cancelled", 5, FALSE },
    { "meeting", "held", 5, FALSE },
    { "meeting", "missed", 5, FALSE },
    { "slot", NULL, 5, FALSE },
    { "absence", NULL, 5, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmiaAgendaItem item = make_item ();

      item.kind = (char *) cases[i].kind;
      item.status = (char *) cases[i].status;
      g_assert_cmpint (
          amia_reminder_is_due (&item, start - cases[i].before, 15), ==, cases[i].is_due);
    }
}

static void
test_reminder_says_the_time_and_nothing_of_anybody (void)
{
  const AmiaAgendaItem item = make_item ();
  g_autofree char     *body = amia_reminder_dup_body (&item);

  g_assert_nonnull (strstr (body, "10:00"));
  g_assert_nonnull (strstr (body, "12 km"));
  g_assert_null (strstr (body, "Brita"));
  g_assert_null (strstr (body, "sömn"));
  g_assert_null (strstr (body, "Rehab"));
  g_assert_null (strstr (body, "Läkaren"));
}

/* The store leaves name and title out already; place and people are left out here. */
static void
test_words_name_nobody_who_is_protected (void)
{
  AmiaAgendaItem item = make_item ();

  item.is_protected = TRUE;
  item.title = NULL;
  item.name = NULL;
  item.place = (char *) "Hemma hos Brita";
  {
    g_autofree char *words = amia_calendar_words_all (&item);

    g_assert_null (strstr (words, "Brita"));
    g_assert_nonnull (strstr (words, "10:00–11:00 Avstämningsmöte · Protected identity · 12 km"));
  }
}

static void
test_day_says_how_much_there_is (void)
{
  static const struct
  {
    guint       n;
    const char *words;
  } cases[] = {
    { 0, "Friday 14 march, no meetings" },
    { 1, "Friday 14 march, 1 meeting" },
    { 2, "Friday 14 march, 2 meetings" },
  };
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 14, G_DATE_MARCH, 2014);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = amia_calendar_words_day_count (&day, cases[i].n);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reminder/reminds-in-time-of-what-takes-place",
                   test_reminds_in_time_of_what_takes_place);
  g_test_add_func ("/reminder/says-the-time-and-nothing-of-anybody",
                   test_reminder_says_the_time_and_nothing_of_anybody);
  g_test_add_func ("/reminder/words-name-nobody-who-is-protected",
                   test_words_name_nobody_who_is_protected);
  g_test_add_func ("/reminder/day-says-how-much-there-is", test_day_says_how_much_there_is);

  return g_test_run ();
}
