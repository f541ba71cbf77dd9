/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-calendar-file.h"

#include "amia-calendar-private.h"
#include "amia-date.h"

/* Writing a calendar file: libical folds, escapes and orders. */

/* What stands in a file is text: no control characters, whatever a record holds. */
static char *
clean (const char *text)
{
  char *valid = g_utf8_make_valid (text, -1);

  for (char *at = valid; *at != '\0'; at++)
    {
      if (g_ascii_iscntrl (*at) && *at != '\n')
        *at = ' ';
    }

  return valid;
}

static void
add_texts (icalcomponent           *component,
           const AmiaCalendarEvent *event)
{
  g_autofree char *uid = clean (event->uid);
  g_autofree char *summary = clean (event->summary != NULL ? event->summary : "");
  g_autofree char *location = event->location != NULL ? clean (event->location) : NULL;
  g_autofree char *description = event->description != NULL ? clean (event->description) : NULL;

  icalcomponent_add_property (component, icalproperty_new_uid (uid));
  icalcomponent_add_property (component, icalproperty_new_summary (summary));
  if (location != NULL)
    icalcomponent_add_property (component, icalproperty_new_location (location));
  if (description != NULL)
    icalcomponent_add_property (component, icalproperty_new_description (description));
}

/* @property at @time, as a day or as a time of the zone of the file. */
static void
add_time (icalcomponent *component,
          icalproperty  *property,
          gboolean       is_day,
          icaltimezone  *zone)
{
  if (!is_day)
    icalproperty_add_parameter (property, icalparameter_new_tzid (icaltimezone_get_tzid (zone)));
  icalcomponent_add_property (component, property);
}

static struct icaltimetype
make_time (AmiaLocalTime time,
           gboolean      is_day)
{
  struct icaltimetype ical = _amia_local_time_to_ical (time);

  ical.is_date = is_day;
  return ical;
}

/* A rule's UNTIL is in UTC where the beginning has a zone (RFC 5545, 3.3.10). */
static void
add_rule (icalcomponent           *component,
          const AmiaCalendarEvent *event,
          icaltimezone            *zone)
{
  struct icalrecurrencetype rule = icalrecurrencetype_from_string (event->rule);

  if (rule.freq == ICAL_NO_RECURRENCE)
    return;

  if (!icaltime_is_null_time (rule.until) && !rule.until.is_date && !event->is_all_day)
    {
      icaltimezone_convert_time (&rule.until, zone, icaltimezone_get_utc_timezone ());
      rule.until.zone = icaltimezone_get_utc_timezone ();
    }
  icalcomponent_add_property (component, icalproperty_new_rrule (rule));
}

static void
add_exceptions (icalcomponent           *component,
                const AmiaCalendarEvent *event,
                icaltimezone            *zone)
{
  for (guint i = 0; event->except != NULL && event->except[i] != NULL; i++)
    {
      GDate         day;
      AmiaLocalTime time;

      if (!amia_date_parse_iso (event->except[i], -1, &day))
        continue;
      time = amia_local_time_make (&day, amia_local_time_get_minute (event->start));
      add_time (component,
                icalproperty_new_exdate (make_time (time, event->is_all_day)),
                event->is_all_day,
                zone);
    }
}

static icalcomponent *
make_event (const AmiaCalendarEvent *event,
            icaltimezone            *zone,
            struct icaltimetype      now)
{
  icalcomponent *component = icalcomponent_new_vevent ();

  add_texts (component, event);
  icalcomponent_add_property (component, icalproperty_new_dtstamp (now));
  add_time (component,
            icalproperty_new_dtstart (make_time (event->start, event->is_all_day)),
            event->is_all_day,
            zone);
  add_time (component,
            icalproperty_new_dtend (make_time (event->end, event->is_all_day)),
            event->is_all_day,
            zone);
  if (event->rule != NULL)
    {
      add_rule (component, event, zone);
      add_exceptions (component, event, zone);
    }
  icalcomponent_add_property (component, icalproperty_new_class (ICAL_CLASS_PRIVATE));
  icalcomponent_add_property (component,
                              icalproperty_new_status (event->is_cancelled
                                                           ? ICAL_STATUS_CANCELLED
                                                           : ICAL_STATUS_CONFIRMED));
  return component;
}

char *
amia_calendar_file_write (GPtrArray *events,
                          gint64     now_ms)
{
  icalcomponent      *calendar;
  icaltimezone       *zone;
  struct icaltimetype now;
  char               *written;
  char               *copy;

  g_return_val_if_fail (events != NULL, NULL);

  icalerror_set_errors_are_fatal (0);
  calendar = _amia_calendar_new_with_zone ();
  zone = _amia_calendar_get_zone (calendar);
  now = icaltime_from_timet_with_zone (
      (time_t) (now_ms / 1000), 0, icaltimezone_get_utc_timezone ());
  for (guint i = 0; i < events->len; i++)
    icalcomponent_add_component (calendar,
                                 make_event (g_ptr_array_index (events, i), zone, now));

  written = icalcomponent_as_ical_string_r (calendar);
  copy = g_strdup (written);
  icalmemory_free_buffer (written);
  icalcomponent_free (calendar);
  return copy;
}
