/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-selection.h"

#include <string.h>

/* Urval: who is on the list, how much time there is, and why somebody is not to take part. How a
 * list is read from a table stands in amia-selection-read.c. */

/* Less than so many months left is too late (domain: 1 to 3 months left). */
#define LATE_MONTHS 3

/* Lists are made up to so many months before the routine's day. */
#define WINDOW_MONTHS 2

/* Where a sub-project says nothing. */
#define LOOK_MONTHS 6

static const AmiaSelectionReason reasons[] = {
  { "rehabilitering", "Pågående arbetslivsinriktad rehabilitering eller samarbete FK–AF" },
  { "atergang", "Plan för återgång i arbete före sista dagen" },
  { "sjukersattning", "Byte till sjukersättning pågår" },
  { "allvarlig-sjukdom", "Allvarlig sjukdom, fler dagar beviljade" },
  { "deltidsarbete", "Arbetar deltid" },
  { "indragen", "Ersättningen är indragen" },
  { "utanfor-omradet", "Bor utanför området" },
  { "kvartsersattning", "Bara en fjärdedels ersättning" },
  { "avbojer", "Avböjer" },
  { "for-sent", "För sent, 1–3 månader kvar" },
  { "ej-nadd", "Har inte gått att nå" },
};

const AmiaSelectionReason *
amia_selection_get_reasons (gsize *n_reasons)
{
  g_return_val_if_fail (n_reasons != NULL, NULL);

  *n_reasons = G_N_ELEMENTS (reasons);
  return reasons;
}

const char *
amia_selection_find_reason (const char *code)
{
  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (reasons); i++)
    {
      if (strcmp (reasons[i].code, code) == 0)
        return reasons[i].name;
    }

  return NULL;
}

static gboolean
is_within (const GDate *end,
           const GDate *today,
           guint        months)
{
  GDate last = *today;

  g_date_add_months (&last, months);
  return g_date_compare (end, &last) <= 0;
}

AmiaSelectionTime
amia_selection_get_time (const AmiaRoutine *routine,
                         const char        *benefit_end,
                         const GDate       *today)
{
  guint look = routine != NULL && routine->look_months > 0 ? routine->look_months : LOOK_MONTHS;
  GDate end;

  g_return_val_if_fail (g_date_valid (today), AMIA_SELECTION_UNKNOWN);

  if (benefit_end == NULL || !amia_date_parse_iso (benefit_end, -1, &end))
    return AMIA_SELECTION_UNKNOWN;
  if (g_date_compare (&end, today) < 0)
    return AMIA_SELECTION_ENDED;
  if (is_within (&end, today, LATE_MONTHS))
    return AMIA_SELECTION_LATE;
  if (is_within (&end, today, look) && look > LATE_MONTHS)
    return AMIA_SELECTION_SOON;

  return is_within (&end, today, look + WINDOW_MONTHS) ? AMIA_SELECTION_NOW
                                                       : AMIA_SELECTION_EARLY;
}

/* --- Columns -------------------------------------------------------------------------------- */

/* The name of each field, and how headings call it: in lower case, letters and digits alone. The
 * first that fits counts, so what is longer and says more stands first. */
static const struct
{
  const char *name;
  const char *headings[8];
} fields[AMIA_SELECTION_N_FIELDS] = {
  [AMIA_SELECTION_NONE] = { "none", { NULL } },
  [AMIA_SELECTION_NAME] = { "name", { "namn", "deltagare", "forsakrad", "person", "name", NULL } },
  [AMIA_SELECTION_GIVEN_NAME] = { "given-name",
                                  { "fornamn", "tilltalsnamn", "fnamn", "givenname", NULL } },
  [AMIA_SELECTION_FAMILY_NAME] = { "family-name", { "efternamn", "enamn", "familyname", NULL } },
  [AMIA_SELECTION_PERSONNUMMER] = { "personnummer",
                                    { "personnummer", "persnr", "personnr", "pnr",
                                      "samordningsnummer", "persorgnr", NULL } },
  [AMIA_SELECTION_BENEFIT_END] = { "benefit-end",
                                   { "sistadag", "utforsakring", "slutdatum", "maxdatum", "tom",
                                     "upphor", "sistadagen", NULL } },
  [AMIA_SELECTION_MUNICIPALITY] = { "municipality", { "kommun", "hemkommun", "bostadsort", "ort", NULL } },
  [AMIA_SELECTION_PHONE] = { "phone", { "telefon", "mobil", "tel", "tfn", "phone", NULL } },
  [AMIA_SELECTION_EMAIL] = { "email", { "epost", "mejl", "mail", "email", NULL } },
  [AMIA_SELECTION_ADDRESS] = { "address", { "adress", "gatuadress", "postadress", NULL } },
  [AMIA_SELECTION_SUBPROJECT] = { "subproject", { "delprojekt", "projekt", "omrade", NULL } },
  [AMIA_SELECTION_NUMBER] = { "number", { "arendenummer", "arendenr", "arende", "diarienummer", NULL } },
  [AMIA_SELECTION_NOTE] = { "note", { "anteckning", "notering", "kommentar", "ovrigt", NULL } },
};

const char *
amia_selection_field_get_name (AmiaSelectionField field)
{
  g_return_val_if_fail (field < AMIA_SELECTION_N_FIELDS, NULL);

  return fields[field].name;
}

gboolean
amia_selection_field_find (const char         *name,
                           AmiaSelectionField *field)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  for (guint i = 0; i < AMIA_SELECTION_N_FIELDS; i++)
    {
      if (strcmp (fields[i].name, name) == 0)
        {
          *field = i;
          return TRUE;
        }
    }

  return FALSE;
}

void
amia_selection_map (AmiaSelectionMapping *mapping,
                    guint                 column,
                    AmiaSelectionField    field)
{
  g_return_if_fail (mapping != NULL);
  g_return_if_fail (column < mapping->n_columns);
  g_return_if_fail (field < AMIA_SELECTION_N_FIELDS);

  for (guint i = 0; i < mapping->n_columns; i++)
    {
      if (mapping->fields[i] == field)
        mapping->fields[i] = AMIA_SELECTION_NONE;
    }
  mapping->fields[column] = field;
}

/* "E-post (hem)" becomes "eposthem": case, accents and signs differ between lists. */
static char *
simplify (const char *heading)
{
  g_autofree char *valid = g_utf8_make_valid (heading, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_autofree char *parts = g_utf8_normalize (lower, -1, G_NORMALIZE_NFD);
  GString         *text = g_string_new (NULL);

  for (const char *p = parts; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (text, *p);
    }

  return g_string_free (text, FALSE);
}

static gboolean
is_taken (const AmiaSelectionMapping *mapping,
          AmiaSelectionField          field)
{
  for (guint i = 0; i < mapping->n_columns; i++)
    {
      if (mapping->fields[i] == field)
        return TRUE;
    }

  return FALSE;
}

/* How well a heading names a field: whole 2, in part 1. Short names must be the whole. */
static guint
match_heading (const char        *heading,
               AmiaSelectionField field)
{
  guint best = 0;

  for (gsize i = 0; fields[field].headings[i] != NULL; i++)
    {
      const char *name = fields[field].headings[i];

      if (strcmp (heading, name) == 0)
        return 2;
      if (strlen (name) > 3 && strstr (heading, name) != NULL)
        best = 1;
    }

  return best;
}

static void
guess_from_headings (const AmiaCsvRow     *row,
                     AmiaSelectionMapping *mapping)
{
  /* Whole headings first, so that "Namn" is not taken by "Kontaktpersonens namn". */
  for (guint wanted = 2; wanted >= 1; wanted--)
    {
      for (guint i = 0; i < mapping->n_columns; i++)
        {
          g_autofree char *heading = simplify (amia_csv_row_get (row, i));

          for (guint k = 1; k < AMIA_SELECTION_N_FIELDS; k++)
            {
              if (mapping->fields[i] == AMIA_SELECTION_NONE && !is_taken (mapping, k) &&
                  match_heading (heading, k) >= wanted)
                mapping->fields[i] = k;
            }
        }
    }
}

static AmiaSelectionField
guess_from_cell (const char  *cell,
                 const GDate *today)
{
  AmiaPersonnummer number;
  GDate            day;

  if (amia_personnummer_parse (cell, today, &number) == AMIA_PERSONNUMMER_OK)
    return AMIA_SELECTION_PERSONNUMMER;
  if (amia_date_parse_iso (cell, -1, &day))
    return AMIA_SELECTION_BENEFIT_END;
  if (strchr (cell, '@') != NULL)
    return AMIA_SELECTION_EMAIL;
  if (strchr (cell, ' ') != NULL && strpbrk (cell, "0123456789") == NULL)
    return AMIA_SELECTION_NAME;

  return AMIA_SELECTION_NONE;
}

static void
guess_from_cells (const AmiaCsvRow     *row,
                  const GDate          *today,
                  AmiaSelectionMapping *mapping)
{
  for (guint i = 0; i < mapping->n_columns; i++)
    {
      AmiaSelectionField field = guess_from_cell (amia_csv_row_get (row, i), today);

      if (field != AMIA_SELECTION_NONE && !is_taken (mapping, field))
        mapping->fields[i] = field;
    }
}

/* A row with a personal identity number in it names no columns. */
static gboolean
has_number (const AmiaCsvRow *row,
            const GDate      *today)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      if (guess_from_cell (row->cells[i], today) == AMIA_SELECTION_PERSONNUMMER)
        return TRUE;
    }

  return FALSE;
}

void
amia_selection_guess (const AmiaCsv        *csv,
                      const GDate          *today,
                      AmiaSelectionMapping *mapping)
{
  const AmiaCsvRow *first = NULL;

  g_return_if_fail (csv != NULL);
  g_return_if_fail (g_date_valid (today));
  g_return_if_fail (mapping != NULL);

  memset (mapping, 0, sizeof *mapping);
  mapping->n_columns = csv->n_columns;
  if (csv->rows->len == 0)
    return;

  first = g_ptr_array_index (csv->rows, 0);
  guess_from_headings (first, mapping);
  mapping->has_headings = !has_number (first, today);
  for (guint i = 0; i < mapping->n_columns && !mapping->has_headings; i++)
    mapping->fields[i] = AMIA_SELECTION_NONE;
  if (!mapping->has_headings)
    guess_from_cells (first, today, mapping);
}
