/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "amia-selection.h"

/* From rows of a table to people. The first thing that is wrong with a row is its fault. */

static const char *const fault_names[] = {
  [AMIA_SELECTION_GOOD] = "good",
  [AMIA_SELECTION_TABLE] = "table",
  [AMIA_SELECTION_NAMELESS] = "nameless",
  [AMIA_SELECTION_NUMBER_FORM] = "number-form",
  [AMIA_SELECTION_NUMBER_DATE] = "number-date",
  [AMIA_SELECTION_NUMBER_DIGIT] = "number-digit",
  [AMIA_SELECTION_DAY] = "day",
  [AMIA_SELECTION_REPEATED] = "repeated",
};

const char *
amia_selection_fault_get_name (AmiaSelectionFault fault)
{
  g_return_val_if_fail (fault < G_N_ELEMENTS (fault_names), NULL);

  return fault_names[fault];
}

static void
candidate_free (gpointer data)
{
  AmiaCandidate *candidate = data;

  for (guint i = 0; i < AMIA_SELECTION_N_FIELDS; i++)
    g_free (candidate->values[i]);
  g_free (candidate->wrong);
  g_free (candidate);
}

static void
blame (AmiaCandidate     *candidate,
       AmiaSelectionFault fault,
       const char        *wrong)
{
  if (candidate->fault != AMIA_SELECTION_GOOD)
    return;

  candidate->fault = fault;
  candidate->wrong = g_strdup (wrong);
}

static void
set_value (AmiaCandidate     *candidate,
           AmiaSelectionField field,
           const char        *text)
{
  g_free (candidate->values[field]);
  candidate->values[field] = g_strdup (text);
}

static void
join_name (AmiaCandidate *candidate)
{
  const char      *given = candidate->values[AMIA_SELECTION_GIVEN_NAME];
  const char      *family = candidate->values[AMIA_SELECTION_FAMILY_NAME];
  g_autofree char *name = NULL;

  if (candidate->values[AMIA_SELECTION_NAME] != NULL || (given == NULL && family == NULL))
    return;

  name = given != NULL && family != NULL ? g_strdup_printf ("%s %s", given, family)
                                         : g_strdup (given != NULL ? given : family);
  set_value (candidate, AMIA_SELECTION_NAME, name);
}

static void
check_number (AmiaCandidate *candidate,
              const GDate   *today)
{
  const char           *text = candidate->values[AMIA_SELECTION_PERSONNUMMER];
  AmiaPersonnummer      number;
  AmiaPersonnummerFault fault;

  if (text == NULL)
    return;

  fault = amia_personnummer_parse (text, today, &number);
  if (fault == AMIA_PERSONNUMMER_OK)
    set_value (candidate, AMIA_SELECTION_PERSONNUMMER, number.text);
  else if (fault == AMIA_PERSONNUMMER_FORM)
    blame (candidate, AMIA_SELECTION_NUMBER_FORM, text);
  else if (fault == AMIA_PERSONNUMMER_CHECK_DIGIT)
    blame (candidate, AMIA_SELECTION_NUMBER_DIGIT, text);
  else
    blame (candidate, AMIA_SELECTION_NUMBER_DATE, text);
}

/* "31.08.2014", and what spreadsheets put after a day: "2014-08-31 00:00:00". */
static gboolean
parse_day (const char  *text,
           const GDate *today,
           GDate       *day)
{
  g_autofree char *alone = g_strndup (text, strcspn (text, " T"));
  int              d = 0;
  int              m = 0;
  int              y = 0;
  char             rest;

  if (amia_date_parse_typed (text, today, day) || amia_date_parse_iso (alone, -1, day))
    return TRUE;
  if (sscanf (alone, "%2d.%2d.%4d%c", &d, &m, &y, &rest) != 3 || y < 1800 || d < 1 || m < 1 ||
      !g_date_valid_dmy ((GDateDay) d, m, (GDateYear) y))
    return FALSE;

  g_date_set_dmy (day, (GDateDay) d, m, (GDateYear) y);
  return TRUE;
}

static void
check_day (AmiaCandidate *candidate,
           const GDate   *today)
{
  const char *text = candidate->values[AMIA_SELECTION_BENEFIT_END];
  GDate       day;
  char        iso[AMIA_DATE_TEXT_LENGTH + 1];

  if (text == NULL)
    return;

  if (parse_day (text, today, &day))
    set_value (candidate, AMIA_SELECTION_BENEFIT_END, amia_date_print_iso (&day, iso));
  else
    blame (candidate, AMIA_SELECTION_DAY, text);
}

/* @lines: by number, the line that it was first seen on. */
static void
check_repeated (AmiaCandidate *candidate,
                GHashTable    *lines)
{
  const char *number = candidate->values[AMIA_SELECTION_PERSONNUMMER];
  guint       line;

  if (number == NULL || candidate->fault != AMIA_SELECTION_GOOD)
    return;

  line = GPOINTER_TO_UINT (g_hash_table_lookup (lines, number));
  if (line > 0)
    {
      blame (candidate, AMIA_SELECTION_REPEATED, number);
      candidate->same_line = line;
    }
  else
    g_hash_table_insert (lines, g_strdup (number), GUINT_TO_POINTER (candidate->line));
}

static AmiaCandidate *
read_row (const AmiaCsvRow           *row,
          const AmiaSelectionMapping *mapping,
          const GDate                *today)
{
  AmiaCandidate *candidate = g_new0 (AmiaCandidate, 1);

  candidate->line = row->line;
  if (row->fault != AMIA_CSV_OK)
    blame (candidate, AMIA_SELECTION_TABLE, NULL);

  for (guint i = 0; i < mapping->n_columns; i++)
    {
      const char *cell = amia_csv_row_get (row, i);

      if (mapping->fields[i] != AMIA_SELECTION_NONE && *cell != '\0')
        set_value (candidate, mapping->fields[i], cell);
    }

  join_name (candidate);
  if (candidate->values[AMIA_SELECTION_NAME] == NULL &&
      candidate->values[AMIA_SELECTION_PERSONNUMMER] == NULL)
    blame (candidate, AMIA_SELECTION_NAMELESS, NULL);
  check_number (candidate, today);
  check_day (candidate, today);
  return candidate;
}

GPtrArray *
amia_selection_read (const AmiaCsv              *csv,
                     const AmiaSelectionMapping *mapping,
                     const GDate                *today)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (candidate_free);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (csv != NULL, NULL);
  g_return_val_if_fail (mapping != NULL, NULL);
  g_return_val_if_fail (g_date_valid (today), NULL);

  for (guint i = mapping->has_headings ? 1 : 0; i < csv->rows->len; i++)
    {
      AmiaCandidate *candidate = read_row (g_ptr_array_index (csv->rows, i), mapping, today);

      check_repeated (candidate, lines);
      g_ptr_array_add (candidates, candidate);
    }

  return g_steal_pointer (&candidates);
}
