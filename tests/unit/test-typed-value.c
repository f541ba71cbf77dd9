/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-typed-value.h"

/* What somebody types on one line, and what it is kept as and shown as. */

#define TODAY "2014-03-12"

typedef struct
{
  const char  *name;
  AmiaItemType type;
  const char  *typed;
  const char  *value;
  const char  *shown;
} TypedCase;

static const TypedCase typed_cases[] = {
  { "string", AMIA_ITEM_STRING, "Åsa \"Öberg\"", "\"Åsa \\\"Öberg\\\"\"", "Åsa \"Öberg\"" },
  { "blank-is-no-answer", AMIA_ITEM_STRING, "  ", "null", "" },
  { "integer", AMIA_ITEM_INTEGER, " 40 ", "40", "40" },
  { "integer-minus", AMIA_ITEM_INTEGER, "−3", "-3", "-3" },
  { "integer-leading-zeros", AMIA_ITEM_INTEGER, "007", "7", "7" },
  { "integer-thousands", AMIA_ITEM_INTEGER, "12 000", "12000", "12000" },
  { "integer-with-decimals-is-kept-as-typed", AMIA_ITEM_INTEGER, "7,5", "\"7,5\"", "7,5" },
  { "decimal-comma", AMIA_ITEM_DECIMAL, "7,5", "7.5", "7,5" },
  { "decimal-keeps-its-digits", AMIA_ITEM_DECIMAL, "1,10", "1.10", "1,10" },
  { "decimal-zero-first", AMIA_ITEM_DECIMAL, "0,5", "0.5", "0,5" },
  { "decimal-unfinished-is-kept-as-typed", AMIA_ITEM_DECIMAL, "7,", "\"7,\"", "7," },
  { "decimal-words-are-kept-as-typed", AMIA_ITEM_DECIMAL, "sju", "\"sju\"", "sju" },
  { "date-iso", AMIA_ITEM_DATE, "2014-03-14", "\"2014-03-14\"", "2014-03-14" },
  { "date-short", AMIA_ITEM_DATE, "14/3", "\"2014-03-14\"", "2014-03-14" },
  { "date-today", AMIA_ITEM_DATE, "idag", "\"2014-03-12\"", "2014-03-12" },
  { "date-in-two-weeks", AMIA_ITEM_DATE, "+2v", "\"2014-03-26\"", "2014-03-26" },
  { "date-year-alone", AMIA_ITEM_DATE, "1889", "\"1889\"", "1889" },
  { "date-month-alone", AMIA_ITEM_DATE, "1889-05", "\"1889-05\"", "1889-05" },
  { "date-that-is-not-is-kept-as-typed", AMIA_ITEM_DATE, "2014-02-31", "\"2014-02-31\"", "2014-02-31" },
  { "time-hour", AMIA_ITEM_TIME, "8", "\"08:00:00\"", "08:00" },
  { "time-dot", AMIA_ITEM_TIME, "8.30", "\"08:30:00\"", "08:30" },
  { "time-four-digits", AMIA_ITEM_TIME, "0830", "\"08:30:00\"", "08:30" },
  { "time-past-midnight-is-kept-as-typed", AMIA_ITEM_TIME, "25", "\"25\"", "25" },
  { "choice-without-its-list", AMIA_ITEM_CHOICE, "Ibland", "{\"display\":\"Ibland\"}", "Ibland" },
  { "reference-in-words", AMIA_ITEM_REFERENCE, "Dr Ek", "{\"display\":\"Dr Ek\"}", "Dr Ek" },
  { "reference-to-follow", AMIA_ITEM_REFERENCE, "Practitioner/17",
    "{\"reference\":\"Practitioner/17\"}", "Practitioner/17" },
  { "date-time-day-alone", AMIA_ITEM_DATE_TIME, "14/3", "\"2014-03-14\"", "2014-03-14" },
};

static void
test_typed (gconstpointer data)
{
  const TypedCase *typed_case = data;
  AmiaItem         item = { .type = typed_case->type };
  g_autofree char *value = amia_typed_value_parse (&item, typed_case->typed, TODAY);
  g_autofree char *shown = amia_typed_value_print (&item, value);

  g_assert_cmpstr (value, ==, typed_case->value);
  g_assert_cmpstr (shown, ==, typed_case->shown);
}

static void
test_date_time_keeps_the_offset (void)
{
  AmiaItem         item = { .type = AMIA_ITEM_DATE_TIME };
  g_autofree char *value = amia_typed_value_parse (&item, "14/3 8:30", TODAY);
  g_autofree char *shown = amia_typed_value_print (&item, value);

  g_assert_cmpstr (value, ==, "\"2014-03-14T08:30:00+01:00\"");
  g_assert_cmpstr (shown, ==, "2014-03-14 08:30");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Stockholm", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (typed_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/app/typed-value/", typed_cases[i].name, NULL);

      g_test_add_data_func (path, &typed_cases[i], test_typed);
    }
  g_test_add_func ("/app/typed-value/date-time-keeps-the-offset", test_date_time_keeps_the_offset);
  return g_test_run ();
}
