/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include <glib.h>
#include <locale.h>

#include "amia-words.h"

/* What the program says about days, steps and lists. In English: the source of the translations. */

#define HOUR_MS ((gint64) 60 * 60 * 1000)

/* 2014-03-14 14:02 in Stockholm. */
#define NOW_MS ((gint64) 1394802120 * 1000)

static void
test_date_in_words (void)
{
  static const struct
  {
    const char *date;
    const char *words;
  } cases[] = {
    { "2014-03-14", "14 March 2014" },
    { "2014-12-01", "1 December 2014" },
    { "2014-13-01", "2014-13-01" },
    { "14/3", "14/3" },
    { "", "" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = amia_words_date (cases[i].date);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_moment_as_short_as_unmistakable (void)
{
  static const struct
  {
    gint64      hours_before;
    const char *moment;
    const char *day;
  } cases[] = {
    { 0, "14:02", "14:02" },
    { 14, "00:02", "00:02" },
    { 15, "yesterday 23:02", "yesterday" },
    { 24, "yesterday 14:02", "yesterday" },
    { 48, "12 March 2014 14:02", "12 March" },
    { 24 * 80, "24 December 2013 14:02", "24 December 2013" },
    /* A colleague's clock that runs ahead. */
    { -24, "15 March 2014 14:02", "15 March" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64           ms = NOW_MS - cases[i].hours_before * HOUR_MS;
      g_autofree char *moment = amia_words_moment (ms, NOW_MS);
      g_autofree char *day = amia_words_day (ms, NOW_MS);

      g_assert_cmpstr (moment, ==, cases[i].moment);
      g_assert_cmpstr (day, ==, cases[i].day);
    }
}

static void
test_step_with_number_and_visit (void)
{
  static const struct
  {
    const char *step;
    guint       n_visits;
    const char *words;
  } cases[] = {
    { NULL, 0, "Before step 1" },
    { "0", 1, "Before step 1" },
    { "2", 1, "Step 2 · Map the situation" },
    { "2", 2, "Step 2 · Map the situation, second time" },
    { "2", 7, "Step 2 · Map the situation, time number 7" },
    { "7.1", 1, "Step 7.1 · Closing and choice of path" },
    /* What a newer program may have written. */
    { "ny", 1, "ny" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = amia_words_step_visit (cases[i].step, cases[i].n_visits);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_list_with_and (void)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *none = amia_words_join (words);
  g_autofree char *one = NULL;
  g_autofree char *three = NULL;

  g_ptr_array_add (words, (gpointer) "FK");
  one = amia_words_join (words);
  g_ptr_array_add (words, (gpointer) "AF");
  g_ptr_array_add (words, (gpointer) "Care");
  three = amia_words_join (words);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (one, ==, "FK");
  g_assert_cmpstr (three, ==, "FK, AF and Care");
}

static void
test_unknown_code_as_it_is (void)
{
  g_assert_cmpstr (amia_words_agency_short ("VARD"), ==, "Care");
  g_assert_cmpstr (amia_words_agency_short ("REGION"), ==, "REGION");
  g_assert_cmpstr (amia_words_role ("caseworker"), ==, "Caseworker");
  g_assert_cmpstr (amia_words_role ("doctor"), ==, "doctor");
  g_assert_cmpstr (amia_words_role (NULL), ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "Europe/Stockholm", TRUE);
  g_setenv ("LANGUAGE", "en", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/date/in-words", test_date_in_words);
  g_test_add_func ("/words/moment/as-short-as-unmistakable", test_moment_as_short_as_unmistakable);
  g_test_add_func ("/words/step/with-number-and-visit", test_step_with_number_and_visit);
  g_test_add_func ("/words/list/with-and", test_list_with_and);
  g_test_add_func ("/words/code/unknown-as-it-is", test_unknown_code_as_it_is);
  return g_test_run ();
}
