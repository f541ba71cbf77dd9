/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-date.h"

#include <string.h>

/* Days as people type them in Sweden. A reader per form of writing; the first that knows the text
 * takes it, and no text is known to two of them. Nothing is guessed: what is not in the header's
 * list is not a day. */

#define YEAR_MIN 1800
#define YEAR_MAX 9999

/* A number and how it was written, since the years 14 and 0014 are not the same. */
typedef struct
{
  guint value;
  guint n_digits;
} Number;

static gboolean
take_number (const char **at,
             guint        n_digits_max,
             Number      *number)
{
  *number = (Number){ 0, 0 };
  while (g_ascii_isdigit (**at) && number->n_digits < n_digits_max)
    {
      number->value = number->value * 10 + (guint) (**at - '0');
      number->n_digits++;
      (*at)++;
    }

  return number->n_digits > 0 && !g_ascii_isdigit (**at);
}

static void
skip_spaces (const char **at)
{
  while (**at == ' ')
    (*at)++;
}

static gboolean
set_date (GDate *date,
          guint  year,
          guint  month,
          guint  day)
{
  if (year < 1 || year > YEAR_MAX || day > 31 || month > 12 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

/* Of the years that end in @two_digits the nearest to today's; the later one of two. */
static guint
expand_year (guint        two_digits,
             const GDate *today)
{
  guint this_year = g_date_get_year (today);
  guint year = this_year - this_year % 100 + two_digits;

  if (year > this_year + 50)
    return year - 100;
  if (year + 50 <= this_year)
    return year + 100;
  return year;
}

/* 2014-03-14 or 14-03-14. */
static gboolean
read_hyphened (const char  *at,
               const GDate *today,
               GDate       *date)
{
  Number year;
  Number month;
  Number day;

  if (!take_number (&at, 4, &year) || *at++ != '-' ||
      !take_number (&at, 2, &month) || *at++ != '-' ||
      !take_number (&at, 2, &day) || *at != '\0')
    return FALSE;

  if (year.n_digits == 2)
    year.value = expand_year (year.value, today);
  else if (year.n_digits != 4)
    return FALSE;

  return set_date (date, year.value, month.value, day.value);
}

/* 20140314 or 140314. */
static gboolean
read_digits (const char  *at,
             const GDate *today,
             GDate       *date)
{
  Number number;
  guint  year;

  if (!take_number (&at, 8, &number) || *at != '\0' ||
      (number.n_digits != 6 && number.n_digits != 8))
    return FALSE;

  year = number.value / 10000;
  if (number.n_digits == 6)
    year = expand_year (year, today);

  return set_date (date, year, number.value / 100 % 100, number.value % 100);
}

/* The year after `14/3` or `14 mars`: four digits, two, or none for this year's. */
static gboolean
read_year (const char  *at,
           const GDate *today,
           guint       *year)
{
  Number number;

  *year = g_date_get_year (today);
  if (*at == '\0')
    return TRUE;

  if (*at != ' ')
    return FALSE;
  skip_spaces (&at);

  if (!take_number (&at, 4, &number) || *at != '\0' || number.n_digits % 2 != 0)
    return FALSE;

  *year = number.n_digits == 2 ? expand_year (number.value, today) : number.value;
  return TRUE;
}

/* 14/3 and 14/3 2014. */
static gboolean
read_slashed (const char  *at,
              const GDate *today,
              GDate       *date)
{
  Number day;
  Number month;
  guint  year;

  return take_number (&at, 2, &day) && *at++ == '/' &&
         take_number (&at, 2, &month) &&
         read_year (at, today, &year) &&
         set_date (date, year, month.value, day.value);
}

/* 14 mars, 14 mar and 14 mars 2014. */
static gboolean
read_named_month (const char  *at,
                  const GDate *today,
                  GDate       *date)
{
  static const char *const months[] = {
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
  };
  Number day;
  gsize  length;
  guint  year;

  if (!take_number (&at, 2, &day))
    return FALSE;
  skip_spaces (&at);

  length = strcspn (at, " ");
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      if ((length == 3 || length == strlen (months[i])) && strncmp (at, months[i], length) == 0)
        return read_year (at + length, today, &year) && set_date (date, year, i + 1, day.value);
    }

  return FALSE;
}

static gboolean
read_relative_word (const char  *at,
                    const GDate *today,
                    GDate       *date)
{
  static const struct
  {
    const char *word;
    int         days;
  } words[] = {
    { "igår", -1 },
    { "i går", -1 },
    { "idag", 0 },
    { "i dag", 0 },
    { "imorgon", 1 },
    { "i morgon", 1 },
    { "övermorgon", 2 },
    { "i övermorgon", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (at, words[i].word) == 0)
        {
          g_date_clear (date, 1);
          g_date_set_julian (date, (guint32) ((int) g_date_get_julian (today) + words[i].days));
          return TRUE;
        }
    }

  return FALSE;
}

/* +3d, +2v, -1m, +1å. The number of digits is bounded, so that no sum leaves the calendar. */
static gboolean
read_offset (const char  *at,
             const GDate *today,
             GDate       *date)
{
  gboolean is_back = *at == '-';
  Number   number;
  GDate    moved = *today;

  if (*at != '+' && *at != '-')
    return FALSE;
  at++;

  if (!take_number (&at, 3, &number))
    return FALSE;

  if (strcmp (at, "d") == 0)
    (is_back ? g_date_subtract_days : g_date_add_days) (&moved, number.value);
  else if (strcmp (at, "v") == 0)
    (is_back ? g_date_subtract_days : g_date_add_days) (&moved, 7 * number.value);
  else if (strcmp (at, "m") == 0)
    (is_back ? g_date_subtract_months : g_date_add_months) (&moved, number.value);
  else if (strcmp (at, "å") == 0)
    (is_back ? g_date_subtract_years : g_date_add_years) (&moved, number.value);
  else
    return FALSE;

  *date = moved;
  return TRUE;
}

static gboolean
read_weekday (const char  *at,
              const GDate *today,
              GDate       *date)
{
  static const char *const days[] = {
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *abbreviation = g_utf8_substring (days[i], 0, 3);

      if (strcmp (at, days[i]) == 0 || strcmp (at, abbreviation) == 0)
        {
          guint today_index = (guint) g_date_get_weekday (today) - G_DATE_MONDAY;
          guint n_days = (i + 7 - today_index) % 7;

          *date = *today;
          g_date_add_days (date, n_days > 0 ? n_days : 7);
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
amia_date_parse_iso (const char *text,
                     gssize      length,
                     GDate      *date)
{
  guint digits[8];
  gsize n_digits = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  if ((length < 0 ? strlen (text) : (gsize) length) != AMIA_DATE_TEXT_LENGTH)
    return FALSE;

  for (gsize i = 0; i < AMIA_DATE_TEXT_LENGTH; i++)
    {
      if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
      if (text[i] != '-')
        digits[n_digits++] = (guint) (text[i] - '0');
    }

  return set_date (date,
                   digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3],
                   digits[4] * 10 + digits[5],
                   digits[6] * 10 + digits[7]);
}

/* By hand: the days of ten thousand cases are many, and a format would be read for each. */
static void
print_digits (char *text,
              guint number,
              guint n_digits)
{
  for (guint i = n_digits; i > 0; i--, number /= 10)
    text[i - 1] = (char) ('0' + number % 10);
}

const char *
amia_date_print_iso (const GDate *date,
                     char         text[AMIA_DATE_TEXT_LENGTH + 1])
{
  static const char last[AMIA_DATE_TEXT_LENGTH + 1] = "9999-12-31";

  g_return_val_if_fail (g_date_valid (date), NULL);

  if (g_date_get_year (date) > YEAR_MAX)
    return memcpy (text, last, sizeof last);

  print_digits (text, g_date_get_year (date), 4);
  text[4] = '-';
  print_digits (text + 5, (guint) g_date_get_month (date), 2);
  text[7] = '-';
  print_digits (text + 8, g_date_get_day (date), 2);
  text[AMIA_DATE_TEXT_LENGTH] = '\0';
  return text;
}

gboolean
amia_date_parse_typed (const char  *text,
                       const GDate *today,
                       GDate       *date)
{
  g_autofree char *composed = NULL;
  g_autofree char *lower = NULL;
  const char      *typed;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (g_date_valid (today), FALSE);
  g_return_val_if_fail (g_date_get_year (today) >= YEAR_MIN, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  /* Some keyboards and pasted text write å as a and a ring. */
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  if (composed == NULL)
    return FALSE;
  lower = g_utf8_strdown (composed, -1);
  typed = g_strstrip (lower);

  return read_hyphened (typed, today, date) ||
         read_digits (typed, today, date) ||
         read_slashed (typed, today, date) ||
         read_named_month (typed, today, date) ||
         read_relative_word (typed, today, date) ||
         read_offset (typed, today, date) ||
         read_weekday (typed, today, date);
}
