/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-calendar-file.h"

#include <string.h>

#include "amia-calendar-private.h"
#include "amia-date.h"
#include "amia-recurrence.h"

/* Reading a calendar file. libical takes it apart; what comes out of that is somebody else's, so
 * every text is cut, every time checked, and an event that can't be read is counted and left
 * out. amia-calendar-write.c is the other way. */

#define DEFAULT_MINUTES 60

/* What reading one file needs. */
typedef struct
{
  icalcomponent *ours; /* keeps the zone */
  icaltimezone  *zone;
  icalcomponent *file;
  GPtrArray     *events;
  GHashTable    *moved; /* (element-type utf8 GPtrArray): days moved away from a series, by uid */
  guint          n_skipped;
} Reader;

G_DEFINE_QUARK (amia - calendar - file - error, amia_calendar_file_error)

void
amia_calendar_event_free (AmiaCalendarEvent *event)
{
  if (event == NULL)
    return;

  g_free (event->uid);
  g_free (event->summary);
  g_free (event->description);
  g_free (event->location);
  g_free (event->rule);
  g_strfreev (event->except);
  g_free (event);
}

/* A text that can be shown in one of our fields. */
static char *
dup_text (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  g_autofree char *cut = NULL;

  if (valid == NULL)
    return NULL;

  for (char *at = valid; *at != '\0'; at++)
    {
      if (g_ascii_iscntrl (*at) && *at != '\n')
        *at = ' ';
    }
  cut = g_utf8_strlen (valid, -1) > AMIA_CALENDAR_TEXT_MAX
            ? g_utf8_substring (valid, 0, AMIA_CALENDAR_TEXT_MAX)
            : g_steal_pointer (&valid);
  g_strstrip (cut);
  return *cut != '\0' ? g_steal_pointer (&cut) : NULL;
}

/* What the clock in Sweden shows. */
static AmiaLocalTime
to_local (Reader             *reader,
          struct icaltimetype ical)
{
  if (!ical.is_date && !icaltime_is_null_time (ical))
    ical = icaltime_convert_to_zone (ical, reader->zone);

  return _amia_local_time_from_ical (ical);
}

static struct icaltimetype
get_time (Reader           *reader,
          icalcomponent    *event,
          icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (event, kind);

  return property != NULL ? icalproperty_get_datetime_with_component (property, reader->file)
                          : icaltime_null_time ();
}

static char *
print_day (AmiaLocalTime time)
{
  GDate day;
  char  text[AMIA_DATE_TEXT_LENGTH + 1];

  amia_local_time_get_day (time, &day);
  return g_strdup (amia_date_print_iso (&day, text));
}

/* When it ends: by its end, by its length, or as the RFC says for what has neither (3.6.1). */
static AmiaLocalTime
find_end (Reader             *reader,
          icalcomponent      *component,
          struct icaltimetype start,
          AmiaLocalTime       local_start)
{
  AmiaLocalTime end = to_local (reader, get_time (reader, component, ICAL_DTEND_PROPERTY));
  icalproperty *length = icalcomponent_get_first_property (component, ICAL_DURATION_PROPERTY);

  if (end == AMIA_LOCAL_TIME_NONE && length != NULL)
    {
      int seconds = icaldurationtype_as_int (icalproperty_get_duration (length));

      if (seconds > 0)
        end = local_start + seconds / 60;
    }
  if (end <= local_start)
    end = local_start + (start.is_date ? AMIA_DAY_MINUTES : DEFAULT_MINUTES);
  return end;
}

/* The rule with its UNTIL as the clock in Sweden shows it: that is what times are compared with. */
static gboolean
read_rule (Reader            *reader,
           icalcomponent     *component,
           AmiaCalendarEvent *event)
{
  icalproperty *property =
      icalcomponent_get_first_property (component, ICAL_RRULE_PROPERTY);
  struct icalrecurrencetype rule;
  char                     *text;

  if (property == NULL)
    return TRUE;

  rule = icalproperty_get_rrule (property);
  if (!icaltime_is_null_time (rule.until) && !rule.until.is_date)
    {
      rule.until = icaltime_convert_to_zone (rule.until, reader->zone);
      rule.until.zone = NULL;
    }
  text = icalrecurrencetype_as_string_r (&rule);
  event->rule = text != NULL ? g_strdup (text) : NULL;
  icalmemory_free_buffer (text);
  return event->rule != NULL && amia_recurrence_is_valid (event->rule);
}

static void
read_exceptions (Reader            *reader,
                 icalcomponent     *component,
                 AmiaCalendarEvent *event)
{
  g_autoptr (GStrvBuilder) days = g_strv_builder_new ();

  for (icalproperty *at = icalcomponent_get_first_property (component, ICAL_EXDATE_PROPERTY);
       at != NULL;
       at = icalcomponent_get_next_property (component, ICAL_EXDATE_PROPERTY))
    {
      AmiaLocalTime time =
          to_local (reader, icalproperty_get_datetime_with_component (at, reader->file));
      g_autofree char *day = time != AMIA_LOCAL_TIME_NONE ? print_day (time) : NULL;

      if (day != NULL)
        g_strv_builder_add (days, day);
    }

  event->except = g_strv_builder_end (days);
}

/* A single time of a series: it has the name of the series, and the time it was moved from. */
static void
read_moved (Reader            *reader,
            icalcomponent     *component,
            AmiaCalendarEvent *event)
{
  AmiaLocalTime time =
      to_local (reader, get_time (reader, component, ICAL_RECURRENCEID_PROPERTY));
  g_autofree char *day = NULL;
  g_autofree char *series = NULL;
  GPtrArray       *days;

  if (time == AMIA_LOCAL_TIME_NONE)
    return;

  day = print_day (time);
  series = g_steal_pointer (&event->uid);
  event->uid = g_strconcat (series, "#", day, NULL);
  days = g_hash_table_lookup (reader->moved, series);
  if (days == NULL)
    {
      days = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (reader->moved, g_steal_pointer (&series), days);
    }
  g_ptr_array_add (days, g_steal_pointer (&day));
}

static AmiaCalendarEvent *
read_event (Reader        *reader,
            icalcomponent *component)
{
  g_autoptr (AmiaCalendarEvent) event = g_new0 (AmiaCalendarEvent, 1);
  struct icaltimetype start = get_time (reader, component, ICAL_DTSTART_PROPERTY);

  event->uid = dup_text (icalcomponent_get_uid (component));
  event->start = to_local (reader, start);
  if (event->uid == NULL || event->start == AMIA_LOCAL_TIME_NONE ||
      !read_rule (reader, component, event))
    return NULL;

  event->end = find_end (reader, component, start, event->start);
  event->is_all_day = start.is_date != 0;
  event->summary = dup_text (icalcomponent_get_summary (component));
  event->description = dup_text (icalcomponent_get_description (component));
  event->location = dup_text (icalcomponent_get_location (component));
  event->is_cancelled = icalcomponent_get_status (component) == ICAL_STATUS_CANCELLED;
  read_exceptions (reader, component, event);
  read_moved (reader, component, event);
  return g_steal_pointer (&event);
}

static void
except_moved (Reader *reader)
{
  for (guint i = 0; i < reader->events->len; i++)
    {
      AmiaCalendarEvent *event = g_ptr_array_index (reader->events, i);
      GPtrArray         *days = g_hash_table_lookup (reader->moved, event->uid);
      g_autoptr (GStrvBuilder) except = g_strv_builder_new ();

      if (days == NULL || event->rule == NULL)
        continue;

      g_strv_builder_addv (except, (const char **) event->except);
      for (guint j = 0; j < days->len; j++)
        g_strv_builder_add (except, g_ptr_array_index (days, j));
      g_strfreev (event->except);
      event->except = g_strv_builder_end (except);
    }
}

static gboolean
read_events (Reader  *reader,
             GError **error)
{
  icalcompiter iter = icalcomponent_begin_component (reader->file, ICAL_VEVENT_COMPONENT);

  for (icalcomponent *at = icalcompiter_deref (&iter); at != NULL; at = icalcompiter_next (&iter))
    {
      AmiaCalendarEvent *event = read_event (reader, at);

      if (event != NULL)
        g_ptr_array_add (reader->events, event);
      else
        reader->n_skipped++;
      if (reader->events->len + reader->n_skipped > AMIA_CALENDAR_FILE_EVENTS_MAX)
        {
          g_set_error (error,
                       AMIA_CALENDAR_FILE_ERROR,
                       AMIA_CALENDAR_FILE_ERROR_TOO_LARGE,
                       "Failed to read a calendar: more than %d events",
                       AMIA_CALENDAR_FILE_EVENTS_MAX);
          return FALSE;
        }
    }

  except_moved (reader);
  return TRUE;
}

/* libical reads up to the first NUL and wants to own nothing of it. */
static icalcomponent *
parse (const char *text,
       gsize       length,
       GError    **error)
{
  g_autofree char *copy = NULL;
  icalcomponent   *file;

  if (length > AMIA_CALENDAR_FILE_LENGTH_MAX)
    {
      g_set_error (error,
                   AMIA_CALENDAR_FILE_ERROR,
                   AMIA_CALENDAR_FILE_ERROR_TOO_LARGE,
                   "Failed to read a calendar: %" G_GSIZE_FORMAT " bytes",
                   length);
      return NULL;
    }

  icalerror_set_errors_are_fatal (0);
  copy = g_strndup (text, length);
  file = icalparser_parse_string (copy);
  if (file == NULL || icalcomponent_isa (file) != ICAL_VCALENDAR_COMPONENT)
    {
      g_clear_pointer (&file, icalcomponent_free);
      g_set_error_literal (error,
                           AMIA_CALENDAR_FILE_ERROR,
                           AMIA_CALENDAR_FILE_ERROR_MALFORMED,
                           "Failed to read a calendar: no VCALENDAR");
    }
  return file;
}

GPtrArray *
amia_calendar_file_read (const char *text,
                         gsize       length,
                         guint      *n_skipped,
                         GError    **error)
{
  Reader reader = { 0 };
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_calendar_event_free);
  g_autoptr (GHashTable) moved = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  gboolean is_read;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  reader.file = parse (text, length, error);
  if (reader.file == NULL)
    return NULL;

  reader.events = events;
  reader.moved = moved;
  reader.ours = _amia_calendar_new_with_zone ();
  reader.zone = _amia_calendar_get_zone (reader.ours);
  is_read = read_events (&reader, error);
  icalcomponent_free (reader.file);
  icalcomponent_free (reader.ours);
  if (n_skipped != NULL)
    *n_skipped = reader.n_skipped;
  return is_read ? g_steal_pointer (&events) : NULL;
}
