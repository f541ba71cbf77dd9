/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-personnummer.h"

#include <string.h>

/* Person numbers: taken apart into digits and a sign first, then the century, the day, and last the
 * check digit, since a wrong day is the more helpful thing to be told. */

#define SHORT_LENGTH 10
#define LONG_LENGTH  12
#define LAST_LENGTH  4

#define COORDINATION_DAYS 60

typedef struct
{
  char digits[LONG_LENGTH + 1];
  int  n_digits;
  int  n_before_sign; /* 0 when there is no sign */
  char sign;          /* '-', '+' or '\0' */
} Parts;

static gboolean
split (const char *text,
       Parts      *parts)
{
  memset (parts, 0, sizeof *parts);

  for (const char *at = text; *at != '\0'; at++)
    {
      if (g_ascii_isspace (*at))
        continue;

      if (g_ascii_isdigit (*at) && parts->n_digits < LONG_LENGTH)
        parts->digits[parts->n_digits++] = *at;
      else if ((*at == '-' || *at == '+') && parts->sign == '\0')
        {
          parts->sign = *at;
          parts->n_before_sign = parts->n_digits;
        }
      else
        return FALSE;
    }

  if (parts->sign != '\0' && parts->n_before_sign != parts->n_digits - LAST_LENGTH)
    return FALSE;

  /* The sign tells the century of a short number; a long one has told it. */
  return parts->n_digits == SHORT_LENGTH || (parts->n_digits == LONG_LENGTH && parts->sign != '+');
}

static guint
read_digits (const char *digits,
             int         n_digits)
{
  guint value = 0;

  for (int i = 0; i < n_digits; i++)
    value = value * 10 + (guint) (digits[i] - '0');
  return value;
}

/* Years are counted, not days: who turns 100 this year has the plus from the first of January. */
static guint
find_year (const Parts *parts,
           const GDate *today)
{
  guint this_year = g_date_get_year (today);
  guint year;

  if (parts->n_digits == LONG_LENGTH)
    return read_digits (parts->digits, 4);

  year = this_year - this_year % 100 + read_digits (parts->digits, 2);
  if (year > this_year)
    year -= 100;
  return parts->sign == '+' ? year - 100 : year;
}

char
amia_personnummer_get_check_digit (const char *digits)
{
  guint sum = 0;

  g_return_val_if_fail (digits != NULL, '0');

  /* Luhn: every other digit counts twice, and a two-digit product as the sum of its digits. */
  for (int i = 0; i < SHORT_LENGTH - 1; i++)
    {
      guint product = (guint) (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);

      sum += product / 10 + product % 10;
    }

  return (char) ('0' + (10 - sum % 10) % 10);
}

AmiaPersonnummerFault
amia_personnummer_parse (const char       *text,
                         const GDate      *today,
                         AmiaPersonnummer *number)
{
  AmiaPersonnummer result = { 0 };
  Parts            parts;
  const char      *last_ten;
  guint            year;
  guint            month;
  guint            day;

  g_return_val_if_fail (text != NULL, AMIA_PERSONNUMMER_FORM);
  g_return_val_if_fail (g_date_valid (today), AMIA_PERSONNUMMER_FORM);
  g_return_val_if_fail (number != NULL, AMIA_PERSONNUMMER_FORM);

  if (!split (text, &parts))
    return AMIA_PERSONNUMMER_FORM;

  last_ten = parts.digits + parts.n_digits - SHORT_LENGTH;
  year = find_year (&parts, today);
  month = read_digits (last_ten + 2, 2);
  day = read_digits (last_ten + 4, 2);
  result.is_coordination = day > COORDINATION_DAYS;
  if (result.is_coordination)
    day -= COORDINATION_DAYS;

  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return AMIA_PERSONNUMMER_DATE;

  g_date_set_dmy (&result.birth, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  if (g_date_compare (&result.birth, today) > 0)
    return AMIA_PERSONNUMMER_FUTURE;

  if (amia_personnummer_get_check_digit (last_ten) != last_ten[SHORT_LENGTH - 1])
    return AMIA_PERSONNUMMER_CHECK_DIGIT;

  g_snprintf (result.text, sizeof result.text, "%04u%.4s-%.4s", year, last_ten + 2, last_ten + 6);
  result.sex = (last_ten[8] - '0') % 2 == 0 ? AMIA_SEX_FEMALE : AMIA_SEX_MALE;
  *number = result;
  return AMIA_PERSONNUMMER_OK;
}
