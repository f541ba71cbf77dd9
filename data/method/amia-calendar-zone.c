/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-calendar-private.h"

/* Times to and from libical, and the zone that all of ours are in. The zone stands here and is not
 * taken from the system: what a file says must not depend on who wrote it where. Summer time has
 * begun on the last Sunday of March and ended on that of October since 1996 (directive
 * 2000/84/EC). */

#define YEAR_MIN 1800
#define YEAR_MAX 9999

#define ZONE "Europe/Stockholm"

static const char head[] =
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//AMiA//AMiA//SV\r\n"
    "CALSCALE:GREGORIAN\r\n"
    "METHOD:PUBLISH\r\n"
    "BEGIN:VTIMEZONE\r\n"
    "TZID:" ZONE "\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "TZNAME:CEST\r\n"
    "TZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0200\r\n"
    "DTSTART:19700329T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "TZNAME:CET\r\n"
    "TZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\n"
    "DTSTART:19701025T030000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
    "END:VCALENDAR\r\n";

AmiaLocalTime
_amia_local_time_from_ical (struct icaltimetype ical)
{
  GDate day;

  if (icaltime_is_null_time (ical) || ical.year < YEAR_MIN || ical.year > YEAR_MAX ||
      ical.month < 1 || ical.month > 12 || ical.day < 1 || ical.hour < 0 || ical.hour > 23 ||
      ical.minute < 0 || ical.minute > 59 ||
      !g_date_valid_dmy ((GDateDay) ical.day, (GDateMonth) ical.month, (GDateYear) ical.year))
    return AMIA_LOCAL_TIME_NONE;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) ical.day, (GDateMonth) ical.month, (GDateYear) ical.year);
  return amia_local_time_make (&day, ical.is_date ? 0 : ical.hour * 60 + ical.minute);
}

struct icaltimetype
_amia_local_time_to_ical (AmiaLocalTime time)
{
  struct icaltimetype ical = icaltime_null_time ();
  GDate               day;
  int                 minute = amia_local_time_get_minute (time);

  amia_local_time_get_day (time, &day);
  ical.year = g_date_get_year (&day);
  ical.month = (int) g_date_get_month (&day);
  ical.day = g_date_get_day (&day);
  ical.hour = minute / 60;
  ical.minute = minute % 60;
  return ical;
}

icalcomponent *
_amia_calendar_new_with_zone (void)
{
  return icalparser_parse_string (head);
}

icaltimezone *
_amia_calendar_get_zone (icalcomponent *calendar)
{
  return icalcomponent_get_timezone (calendar, ZONE);
}
