/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "amia-forms"

#include "config.h"

#include "amia-moment.h"

#include <string.h>

/* Partial dates become stretches of time, which makes "before", "after" and "cannot tell" one
 * comparison of their ends, with whatever precision on either side. */

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY    (24 * 3600 * SECOND)

typedef struct
{
  int    year, month, day;
  gint64 time_of_day;
  int    offset_minutes;
} Parts;

static gboolean
take_number (const char **at, guint n_digits, int *number)
{
  *number = 0;
  for (guint i = 0; i < n_digits; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + (**at - '0');
    }
  return TRUE;
}

static gboolean
take (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
take_fraction (const char **at, Parts *parts)
{
  gint64 unit = SECOND;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++)
    {
      /* Digits beyond the microsecond are permitted and do not matter here. */
      unit /= 10;
      parts->time_of_day += unit * (**at - '0');
    }
  return TRUE;
}

static gboolean
take_time (const char **at, Parts *parts)
{
  int hour, minute, second;

  if (!take_number (at, 2, &hour) || !take (at, ':') || !take_number (at, 2, &minute) ||
      !take (at, ':') || !take_number (at, 2, &second))
    return FALSE;
  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;
  parts->time_of_day = (((gint64) hour * 60 + minute) * 60 + second) * SECOND;
  return !take (at, '.') || take_fraction (at, parts);
}

static gboolean
take_offset (const char **at, Parts *parts)
{
  int hours, minutes, sign = **at == '-' ? -1 : 1;

  if (take (at, 'Z'))
    return TRUE;
  if (**at != '+' && **at != '-')
    return FALSE;
  (*at)++;
  if (!take_number (at, 2, &hours) || !take (at, ':') || !take_number (at, 2, &minutes))
    return FALSE;
  parts->offset_minutes = sign * (hours * 60 + minutes);
  return hours <= 14 && minutes <= 59;
}

/* Stops after the year, the month or the day; month and day are 0 where they were not written. */
static gboolean
take_date (const char **at, Parts *parts)
{
  if (!take_number (at, 4, &parts->year) || parts->year == 0)
    return FALSE;
  if (!take (at, '-'))
    return TRUE;
  if (!take_number (at, 2, &parts->month) || parts->month < 1 || parts->month > 12)
    return FALSE;
  if (!take (at, '-'))
    return TRUE;
  return take_number (at, 2, &parts->day) && parts->day >= 1 &&
         g_date_valid_dmy ((GDateDay) parts->day, (GDateMonth) parts->month,
                           (GDateYear) parts->year);
}

static gint64
days_to (int year, int month, int day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return g_date_get_julian (&date);
}

static void
span_of_date (const Parts *parts, AmiaMoment *moment)
{
  int year = parts->year;
  int month = parts->month;

  moment->start = days_to (year, MAX (month, 1), MAX (parts->day, 1)) * DAY;
  if (parts->day != 0)
    moment->end = moment->start + DAY;
  else if (month == 0 || month == 12)
    moment->end = days_to (year + 1, 1, 1) * DAY;
  else
    moment->end = days_to (year, month + 1, 1) * DAY;
}

gboolean
amia_moment_parse (const char *text, AmiaMomentKind kind, AmiaMoment *moment)
{
  Parts       parts = { 0 };
  AmiaMoment  span = { 0 };
  const char *at = text;

  g_return_val_if_fail (text != NULL, FALSE);

  if (kind != AMIA_MOMENT_TIME)
    {
      if (!take_date (&at, &parts))
        return FALSE;
      span_of_date (&parts, &span);
    }
  if (kind == AMIA_MOMENT_TIME ||
      (kind == AMIA_MOMENT_DATE_TIME && parts.day != 0 && take (&at, 'T')))
    {
      if (!take_time (&at, &parts) ||
          (kind == AMIA_MOMENT_DATE_TIME && !take_offset (&at, &parts)))
        return FALSE;
      span.start += parts.time_of_day - (gint64) parts.offset_minutes * 60 * SECOND;
      /* As in FHIRPath, seconds are one decimal number: 12:00:00 is 12:00:00.000. */
      span.end = span.start + 1;
    }
  if (moment != NULL)
    *moment = span;
  return *at == '\0';
}

AmiaOrder
amia_moment_compare (const AmiaMoment *a, const AmiaMoment *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, AMIA_ORDER_UNKNOWN);

  if (a->start == b->start && a->end == b->end)
    return AMIA_ORDER_EQUAL;
  if (a->end <= b->start)
    return AMIA_ORDER_LESS;
  if (a->start >= b->end)
    return AMIA_ORDER_GREATER;
  return AMIA_ORDER_UNKNOWN;
}
