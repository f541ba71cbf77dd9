/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-typed-value.h"

#include <string.h>

#include "amia-date.h"
#include "amia-raw-json.h"
#include "amia-scan.h"
#include "amia-value.h"

/*
 * Between what is typed in one line and the answer. Answers keep the digits that were typed (1,10
 * becomes 1.10, not 1.1), since in FHIR the digits of a decimal say how exact it is.
 */

static char *
quote (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  amia_scan_append_string (out, text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
parse_number (const char *text,
              gboolean    may_have_decimals)
{
  g_autoptr (GString) number = g_string_new (NULL);
  const char *at = text;
  gboolean    has_digits = FALSE;

  if (g_str_has_prefix (at, "−"))
    {
      g_string_append_c (number, '-');
      at += strlen ("−");
    }
  else if (*at == '-' || *at == '+')
    {
      if (*at == '-')
        g_string_append_c (number, '-');
      at++;
    }

  while (*at == '0' && g_ascii_isdigit (at[1])) /* JSON has no leading zeros. */
    at++;
  for (; g_ascii_isdigit (*at) || *at == ' '; at++)
    if (*at != ' ')
      {
        g_string_append_c (number, *at);
        has_digits = TRUE;
      }
  if (!has_digits)
    return NULL;
  if (*at == '\0')
    return g_string_free (g_steal_pointer (&number), FALSE);
  if (!may_have_decimals || (*at != ',' && *at != '.') || !g_ascii_isdigit (at[1]))
    return NULL;

  g_string_append_c (number, '.');
  for (at++; g_ascii_isdigit (*at); at++)
    g_string_append_c (number, *at);
  return *at == '\0' ? g_string_free (g_steal_pointer (&number), FALSE) : NULL;
}

/* 8, 8.30, 8:30, 8,30, 08:30:15, 0830 */
static gboolean
parse_clock (const char *text,
             int         clock[3])
{
  g_auto (GStrv) parts = g_strsplit_set (text, ".:,", 4);
  guint n_parts = g_strv_length (parts);

  if (n_parts == 1 && strlen (parts[0]) == 4)
    {
      g_autofree char *minutes = g_strdup (parts[0] + 2);

      parts[0][2] = '\0';
      return g_ascii_isdigit (minutes[0]) &&
             (clock[0] = (int) g_ascii_strtoll (parts[0], NULL, 10)) < 24 &&
             (clock[1] = (int) g_ascii_strtoll (minutes, NULL, 10)) < 60;
    }

  if (n_parts < 1 || n_parts > 3)
    return FALSE;
  for (guint i = 0; i < n_parts; i++)
    {
      guint64 number = 0;

      if (strlen (parts[i]) > 2 ||
          !g_ascii_string_to_unsigned (parts[i], 10, 0, i == 0 ? 23 : 59, &number, NULL))
        return FALSE;
      clock[i] = (int) number;
    }
  return TRUE;
}

static char *
parse_time (const char *text)
{
  int clock[3] = { 0, 0, 0 };

  return parse_clock (text, clock) ? g_strdup_printf ("\"%02d:%02d:%02d\"", clock[0], clock[1], clock[2]) : NULL;
}

static char *
parse_day (const char *text,
           const char *today)
{
  GDate today_date;
  GDate date;
  char  iso[AMIA_DATE_TEXT_LENGTH + 1];

  g_date_clear (&today_date, 1);
  g_date_clear (&date, 1);
  if (!amia_date_parse_iso (today, -1, &today_date) ||
      !amia_date_parse_typed (text, &today_date, &date))
    return NULL;
  return g_strdup (amia_date_print_iso (&date, iso));
}

static char *
parse_date (const char *text,
            const char *today)
{
  g_autofree char *date = NULL;

  /* A year alone, or a month, is a date in FHIR. */
  if ((strlen (text) == 4 || (strlen (text) == 7 && text[4] == '-')) && strspn (text, "0123456789-") == strlen (text))
    return quote (text);
  date = parse_day (text, today);
  return date != NULL ? quote (date) : NULL;
}

static char *
parse_date_time (const char *text,
                 const char *today)
{
  const char      *space = strrchr (text, ' ');
  g_autofree char *day_text =
      g_strndup (text, space != NULL ? (gsize) (space - text) : strlen (text));
  g_autofree char *day = parse_day (day_text, today);
  int              clock[3] = { 0, 0, 0 };
  int              year = 0;
  int              month = 0;
  int              day_of_month = 0;
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *words = NULL;

  if (space == NULL)
    return day != NULL ? quote (day) : NULL;
  if (day == NULL || !parse_clock (space + 1, clock))
    {
      g_autofree char *whole = parse_day (text, today);

      return whole != NULL ? quote (whole) : NULL;
    }

  year = (int) g_ascii_strtoll (day, NULL, 10);
  month = (int) g_ascii_strtoll (day + 5, NULL, 10);
  day_of_month = (int) g_ascii_strtoll (day + 8, NULL, 10);
  moment = g_date_time_new_local (year, month, day_of_month, clock[0], clock[1], clock[2]);
  words = moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
  return words != NULL ? quote (words) : NULL;
}

static char *
parse_coding (const char *text)
{
  g_autofree char *display = quote (text);

  return g_strdup_printf ("{\"display\":%s}", display);
}

/* `Practitioner/17` and an address are references that can be followed; else the words are all. */
static char *
parse_reference (const char *text)
{
  g_autofree char *words = quote (text);
  gboolean         can_follow =
      g_regex_match_simple ("^([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}|(https?|urn):\\S+)$", text, 0, 0);

  return g_strdup_printf ("{\"%s\":%s}", can_follow ? "reference" : "display", words);
}

char *
amia_typed_value_parse (const AmiaItem *item,
                        const char     *text,
                        const char     *today)
{
  g_autofree char *stripped = NULL;
  char            *value = NULL;

  g_return_val_if_fail (item != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return g_strdup ("null");

  if (item->type == AMIA_ITEM_INTEGER || item->type == AMIA_ITEM_DECIMAL)
    value = parse_number (stripped, item->type == AMIA_ITEM_DECIMAL);
  else if (item->type == AMIA_ITEM_DATE)
    value = parse_date (stripped, today);
  else if (item->type == AMIA_ITEM_TIME)
    value = parse_time (stripped);
  else if (item->type == AMIA_ITEM_DATE_TIME)
    value = parse_date_time (stripped, today);
  else if (item->type == AMIA_ITEM_CHOICE) /* Its list is not in the form: the words are all. */
    value = parse_coding (stripped);
  else if (item->type == AMIA_ITEM_REFERENCE)
    value = parse_reference (stripped);
  return value != NULL ? value : quote (text);
}

static char *
print_date_time (const char *text)
{
  g_autoptr (GDateTime) moment =
      strlen (text) > 10 ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_local (moment) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup (text);
}

static char *
print_coding (const char *value)
{
  g_autoptr (AmiaRawDocument) document = amia_raw_document_new (value, strlen (value), NULL);

  return document != NULL ? amia_value_dup_words (amia_raw_document_get_root (document))
                          : g_strdup (value);
}

char *
amia_typed_value_print (const AmiaItem *item,
                        const char     *value)
{
  AmiaSlice        slice = { value, value != NULL ? strlen (value) : 0 };
  g_autofree char *text = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  if (value == NULL || g_str_equal (value, "null"))
    return g_strdup ("");
  if (*value == '{')
    return print_coding (value);
  if (*value != '"')
    return g_strdelimit (g_strdup (value), ".", item->type == AMIA_ITEM_DECIMAL ? ',' : '.');

  text = amia_scan_dup_string (slice);
  if (text == NULL)
    return g_strdup (value);
  if (item->type == AMIA_ITEM_TIME && strlen (text) == 8 && g_str_has_suffix (text, ":00"))
    return g_strndup (text, 5);
  return item->type == AMIA_ITEM_DATE_TIME ? print_date_time (text) : g_steal_pointer (&text);
}
