/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-week.h"

#include <string.h>

#include "amia-date.h"

/* Where in a weekly schedule something booked falls. Times are counted in minutes from five on
 * Monday morning, when the week's first box begins. */

#define DAY_MINUTES  (24 * 60)
#define WEEK_MINUTES (AMIA_WEEK_DAYS * DAY_MINUTES)
#define FIRST_HOUR   5

/* In minutes from five in the morning. */
static const int part_ends[AMIA_WEEK_PARTS] = { 4 * 60, 7 * 60, 12 * 60, DAY_MINUTES };

void
amia_week_get_monday (const GDate *day,
                      GDate       *monday)
{
  g_return_if_fail (day != NULL && g_date_valid (day));
  g_return_if_fail (monday != NULL);

  *monday = *day;
  g_date_subtract_days (monday, (guint) g_date_get_weekday (day) - G_DATE_MONDAY);
}

static gboolean
parse_two_digits (const char *text,
                  int         max,
                  int        *number)
{
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]))
    return FALSE;

  *number = (text[0] - '0') * 10 + text[1] - '0';
  return *number <= max;
}

/* From the week's beginning; less than 0 for what is before it. */
static gboolean
parse_moment (const GDate *monday,
              const char  *text,
              int         *minutes)
{
  GDate day;
  int   hour;
  int   minute;

  if (strlen (text) < strlen ("YYYY-MM-DDThh:mm") || text[10] != 'T' || text[13] != ':' ||
      !amia_date_parse_iso (text, AMIA_DATE_TEXT_LENGTH, &day) ||
      !parse_two_digits (text + 11, 23, &hour) || !parse_two_digits (text + 14, 59, &minute))
    return FALSE;

  *minutes = g_date_days_between (monday, &day) * DAY_MINUTES + (hour - FIRST_HOUR) * 60 + minute;
  return TRUE;
}

/* The number of the box, counted from the week's first one. */
static int
find_slot (int minutes)
{
  int part = 0;

  while (minutes % DAY_MINUTES >= part_ends[part])
    part++;

  return minutes / DAY_MINUTES * AMIA_WEEK_PARTS + part;
}

gboolean
amia_week_place_meeting (const GDate   *monday,
                         const char    *start,
                         const char    *end,
                         AmiaWeekSlots *slots)
{
  int from;
  int to;

  g_return_val_if_fail (monday != NULL && g_date_valid (monday), FALSE);
  g_return_val_if_fail (start != NULL, FALSE);
  g_return_val_if_fail (slots != NULL, FALSE);

  memset (slots, 0, sizeof *slots);
  if (!parse_moment (monday, start, &from))
    return FALSE;
  if (end == NULL || !parse_moment (monday, end, &to) || to <= from)
    to = from + 1;
  if (to <= 0 || from >= WEEK_MINUTES)
    return FALSE;

  for (int slot = find_slot (MAX (from, 0)); slot <= find_slot (MIN (to, WEEK_MINUTES) - 1); slot++)
    slots->slots[slot / AMIA_WEEK_PARTS][slot % AMIA_WEEK_PARTS] = TRUE;

  return TRUE;
}

/* %FALSE for a text that is no day; without a text @day keeps what it was. */
static gboolean
parse_limit (const char *text,
             GDate      *day)
{
  return text == NULL || amia_date_parse_iso (text, -1, day);
}

gboolean
amia_week_place_activity (const GDate *monday,
                          const char  *from,
                          const char  *to,
                          int         *day)
{
  GDate first;
  GDate last;
  GDate sunday;

  g_return_val_if_fail (monday != NULL && g_date_valid (monday), FALSE);
  g_return_val_if_fail (day != NULL, FALSE);

  *day = -1;
  sunday = *monday;
  g_date_add_days (&sunday, AMIA_WEEK_DAYS - 1);
  first = *monday;
  last = sunday;
  if ((from == NULL && to == NULL) || !parse_limit (from, &first) || !parse_limit (to, &last) ||
      g_date_compare (&first, &sunday) > 0 || g_date_compare (&last, monday) < 0)
    return FALSE;

  if (from != NULL && to != NULL && g_date_compare (&first, &last) == 0)
    *day = g_date_days_between (monday, &first);
  return TRUE;
}

gboolean
amia_week_place_time (const GDate        *monday,
                      const char         *from,
                      const char         *to,
                      const AmiaPlanTime *time,
                      AmiaWeekSlots      *slots)
{
  GDate            day;
  char             date[AMIA_DATE_TEXT_LENGTH + 1];
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  g_return_val_if_fail (monday != NULL && g_date_valid (monday), FALSE);
  g_return_val_if_fail (time != NULL && time->day >= 1 && time->day <= AMIA_WEEK_DAYS, FALSE);
  g_return_val_if_fail (slots != NULL, FALSE);

  day = *monday;
  g_date_add_days (&day, time->day - 1);
  amia_date_print_iso (&day, date);
  /* Days of this form are in order as texts. */
  if ((from != NULL && strcmp (date, from) < 0) || (to != NULL && strcmp (date, to) > 0))
    return FALSE;

  start = g_strdup_printf ("%sT%02u:%02u", date, time->from / 60, time->from % 60);
  end = g_strdup_printf ("%sT%02u:%02u", date, time->to / 60, time->to % 60);
  return amia_week_place_meeting (monday, start, end, slots);
}
