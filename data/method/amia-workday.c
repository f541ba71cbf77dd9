/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-workday.h"

/* Which days are free. Fixed days in a table, days that hang on Easter in another, the one that is
 * the Friday of a given week by its own rule. */

typedef struct
{
  GDateMonth month;
  GDateDay   day;
} FixedDay;

static const FixedDay fixed_days[] = {
  { G_DATE_JANUARY, 1 },   /* nyårsdagen */
  { G_DATE_JANUARY, 6 },   /* trettondedag jul */
  { G_DATE_MAY, 1 },       /* första maj */
  { G_DATE_JUNE, 6 },      /* nationaldagen */
  { G_DATE_DECEMBER, 24 }, /* julafton */
  { G_DATE_DECEMBER, 25 }, /* juldagen */
  { G_DATE_DECEMBER, 26 }, /* annandag jul */
  { G_DATE_DECEMBER, 31 }, /* nyårsafton */
};

/* Långfredagen, annandag påsk and Kristi himmelsfärdsdag; the rest of Easter is on Sundays. */
static const int easter_days[] = { -2, 1, 39 };

void
amia_workday_get_easter (GDateYear year,
                         GDate    *easter)
{
  int a = year % 19;
  int b = year / 100;
  int c = year % 100;
  int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;

  g_return_if_fail (g_date_valid_year (year));
  g_return_if_fail (easter != NULL);

  g_date_clear (easter, 1);
  g_date_set_dmy (easter, (GDateDay) (f % 31 + 1), (GDateMonth) (f / 31), year);
}

static gboolean
is_fixed (const GDate *date)
{
  GDateMonth month = g_date_get_month (date);
  GDateDay   day = g_date_get_day (date);

  for (gsize i = 0; i < G_N_ELEMENTS (fixed_days); i++)
    {
      if (month == fixed_days[i].month && day == fixed_days[i].day)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_of_easter (const GDate *date)
{
  GDate easter;
  int   after;

  /* From the earliest långfredag, 20 March, to the latest Kristi himmelsfärd, 3 June. */
  if (g_date_get_month (date) < G_DATE_MARCH || g_date_get_month (date) > G_DATE_JUNE)
    return FALSE;

  amia_workday_get_easter (g_date_get_year (date), &easter);
  after = g_date_days_between (&easter, date);
  for (gsize i = 0; i < G_N_ELEMENTS (easter_days); i++)
    {
      if (after == easter_days[i])
        return TRUE;
    }

  return FALSE;
}

/* The Friday of 19 to 25 June. Midsommardagen and alla helgons dag are Saturdays. */
static gboolean
is_midsummer_eve (const GDate *date)
{
  return g_date_get_month (date) == G_DATE_JUNE && g_date_get_day (date) >= 19 &&
         g_date_get_day (date) <= 25 && g_date_get_weekday (date) == G_DATE_FRIDAY;
}

gboolean
amia_workday_is_free (const GDate *date)
{
  g_return_val_if_fail (date != NULL && g_date_valid (date), FALSE);

  return g_date_get_weekday (date) >= G_DATE_SATURDAY || is_fixed (date) || is_of_easter (date) ||
         is_midsummer_eve (date);
}

void
amia_workday_move_to_next (GDate *date)
{
  g_return_if_fail (date != NULL && g_date_valid (date));

  while (amia_workday_is_free (date))
    g_date_add_days (date, 1);
}
