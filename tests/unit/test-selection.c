/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "amia-selection.h"

/* Lists of people whose benefit ends: how much time there is, what the columns hold, and which rows
 * are taken. */

static GDate
day (const char *text)
{
  GDate date;

  g_assert_true (amia_date_parse_iso (text, -1, &date));
  return date;
}

static AmiaCsv *
read_table (const char *text)
{
  g_autoptr (GError) error = NULL;
  AmiaCsv *csv = amia_csv_read ((const guint8 *) text, strlen (text), 0, &error);

  g_assert_no_error (error);
  return csv;
}

static void
test_time (void)
{
  static const struct
  {
    const char       *subproject;
    const char       *benefit_end;
    AmiaSelectionTime time;
  } rows[] = {
    { "Väst", NULL, AMIA_SELECTION_UNKNOWN },
    { "Väst", "i höst", AMIA_SELECTION_UNKNOWN },
    { "Väst", "2014-01-30", AMIA_SELECTION_ENDED },
    { "Väst", "2014-01-31", AMIA_SELECTION_LATE },
    { "Väst", "2014-04-30", AMIA_SELECTION_LATE },
    { "Väst", "2014-05-01", AMIA_SELECTION_SOON },
    { "Väst", "2014-08-31", AMIA_SELECTION_SOON },
    { "Väst", "2014-09-01", AMIA_SELECTION_NOW },
    { "Väst", "2014-10-31", AMIA_SELECTION_NOW },
    { "Väst", "2014-11-01", AMIA_SELECTION_EARLY },
    { "Öst", "2014-05-31", AMIA_SELECTION_SOON },
    { "Öst", "2014-06-30", AMIA_SELECTION_NOW },
    { "Öst", "2014-08-31", AMIA_SELECTION_EARLY },
    { NULL, "2014-07-31", AMIA_SELECTION_SOON },
    { NULL, "2014-09-30", AMIA_SELECTION_NOW },
  };
  GDate today = day ("2014-01-31");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s %s", rows[i].subproject, rows[i].benefit_end);
      g_assert_cmpint (amia_selection_get_time (amia_routines_find (rows[i].subproject),
                                                rows[i].benefit_end, &today),
                       ==, rows[i].time);
    }
}

static void
test_reasons (void)
{
  gsize n_reasons;

  amia_selection_get_reasons (&n_reasons);
  g_assert_cmpuint (n_reasons, ==, 11);
  g_assert_cmpstr (amia_selection_find_reason ("avbojer"), ==, "Avböjer");
  g_assert_null (amia_selection_find_reason ("trött"));
  g_assert_null (amia_selection_find_reason (NULL));
}

/* "name personnummer none" */
static char *
describe_mapping (const AmiaSelectionMapping *mapping)
{
  GString *words = g_string_new (mapping->has_headings ? "" : "(no headings) ");

  for (guint i = 0; i < mapping->n_columns; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "",
                            amia_selection_field_get_name (mapping->fields[i]));
  return g_string_free (words, FALSE);
}

static void
test_guesses_columns (void)
{
  static const struct
  {
    const char *text;
    const char *mapping;
  } rows[] = {
    { "Namn;Personnummer;Sista dag\n", "name personnummer benefit-end" },
    { "NAMN;PERS-NR;UTFÖRSÄKRINGSDATUM\n", "name personnummer benefit-end" },
    { "Förnamn,Efternamn,Pnr,E-post,Mobiltelefon\n",
      "given-name family-name personnummer email phone" },
    { "Handläggarens namn;Namn;Hemkommun;Delprojekt;Färg\n",
      "none name municipality subproject none" },
    { "Ärendenr;Deltagare;Övrigt\n", "number name note" },
    { "Ort;Orter;Kohort\n", "municipality none none" },
    { "Hulda Ekvall;18840312-2388;2014-08-31;a@b.se\n",
      "(no headings) name personnummer benefit-end email" },
    { "", "" },
  };
  GDate today = day ("2014-01-31");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmiaCsv) csv = read_table (rows[i].text);
      AmiaSelectionMapping mapping;
      g_autofree char     *words = NULL;

      amia_selection_guess (csv, &today, &mapping);
      words = describe_mapping (&mapping);
      g_test_message ("%s", rows[i].text);
      if (csv->rows->len > 0)
        g_assert_cmpstr (words, ==, rows[i].mapping);
    }
}

static void
test_no_field_twice (void)
{
  g_autoptr (AmiaCsv) csv = read_table ("Namn;Deltagare;Personnummer\n");
  GDate                today = day ("2014-01-31");
  AmiaSelectionMapping mapping;
  g_autofree char     *words = NULL;

  amia_selection_guess (csv, &today, &mapping);
  amia_selection_map (&mapping, 1, AMIA_SELECTION_NAME);
  words = describe_mapping (&mapping);
  g_assert_cmpstr (words, ==, "none name personnummer");
}

static void
test_reads_rows (void)
{
  static const struct
  {
    const char *row;
    const char *fault;
    const char *value; /* name, number, last day */
  } rows[] = {
    { "Hulda Ekvall;18840312-2388;2014-08-31", "good", "Hulda Ekvall 18840312-2388 2014-08-31" },
    { "Hulda Ekvall;188403122388;31.08.2014", "good", "Hulda Ekvall 18840312-2388 2014-08-31" },
    { "Hulda Ekvall;;2014-08-31 00:00:00", "good", "Hulda Ekvall - 2014-08-31" },
    { ";840312+2388;", "good", "- 18840312-2388 -" },
    { ";;2014-08-31", "nameless", NULL },
    { "Hulda Ekvall;18840312-2389;", "number-digit", NULL },
    { "Hulda Ekvall;18840231-2388;", "number-date", NULL },
    { "Hulda Ekvall;okänt;", "number-form", NULL },
    { "Hulda Ekvall;;31.02.2014", "day", NULL },
    { "Hulda Ekvall;;snart", "day", NULL },
    { "\"Hulda\" Ekvall;18840312-2388;", "table", NULL },
  };
  GDate today = day ("1984-01-31");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("Namn;Personnummer;Sista dag\n%s\n", rows[i].row);
      g_autoptr (AmiaCsv) csv = read_table (text);
      g_autoptr (GPtrArray) candidates = NULL;
      AmiaSelectionMapping mapping;
      const AmiaCandidate *first = NULL;
      g_autofree char     *value = NULL;

      amia_selection_guess (csv, &today, &mapping);
      candidates = amia_selection_read (csv, &mapping, &today);
      g_assert_cmpuint (candidates->len, ==, 1);
      first = g_ptr_array_index (candidates, 0);
      g_test_message ("%s", rows[i].row);
      g_assert_cmpuint (first->line, ==, 2);
      g_assert_cmpstr (amia_selection_fault_get_name (first->fault), ==, rows[i].fault);
      if (rows[i].value == NULL)
        continue;

      value = g_strdup_printf ("%s %s %s",
                               first->values[AMIA_SELECTION_NAME] ?: "-",
                               first->values[AMIA_SELECTION_PERSONNUMMER] ?: "-",
                               first->values[AMIA_SELECTION_BENEFIT_END] ?: "-");
      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

static void
test_names_the_row_before (void)
{
  g_autoptr (AmiaCsv) csv = read_table ("Förnamn;Efternamn;Personnummer\n"
                                        "Hulda;Ekvall;18840312-2388\n"
                                        "Hulda;;188403122389\n"
                                        "H;Ekvall;188403122388\n");
  GDate                today = day ("2014-01-31");
  AmiaSelectionMapping mapping;
  g_autoptr (GPtrArray) candidates = NULL;
  const AmiaCandidate *candidate = NULL;

  amia_selection_guess (csv, &today, &mapping);
  candidates = amia_selection_read (csv, &mapping, &today);
  g_assert_cmpuint (candidates->len, ==, 3);
  candidate = g_ptr_array_index (candidates, 0);
  g_assert_cmpstr (candidate->values[AMIA_SELECTION_NAME], ==, "Hulda Ekvall");
  candidate = g_ptr_array_index (candidates, 1);
  g_assert_cmpstr (candidate->wrong, ==, "188403122389");
  candidate = g_ptr_array_index (candidates, 2);
  g_assert_cmpint (candidate->fault, ==, AMIA_SELECTION_REPEATED);
  g_assert_cmpuint (candidate->same_line, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/selection/time", test_time);
  g_test_add_func ("/selection/reasons", test_reasons);
  g_test_add_func ("/selection/guesses-columns", test_guesses_columns);
  g_test_add_func ("/selection/no-field-twice", test_no_field_twice);
  g_test_add_func ("/selection/reads-rows", test_reads_rows);
  g_test_add_func ("/selection/names-the-row-before", test_names_the_row_before);

  return g_test_run ();
}
