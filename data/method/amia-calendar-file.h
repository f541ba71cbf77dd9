/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-local-time.h"

G_BEGIN_DECLS

/**
 * AmiaCalendarFileError:
 * @AMIA_CALENDAR_FILE_ERROR_MALFORMED: it is not an iCalendar file
 * @AMIA_CALENDAR_FILE_ERROR_TOO_LARGE: larger than %AMIA_CALENDAR_FILE_LENGTH_MAX, or more than
 *   %AMIA_CALENDAR_FILE_EVENTS_MAX events
 */
typedef enum
{
  AMIA_CALENDAR_FILE_ERROR_MALFORMED,
  AMIA_CALENDAR_FILE_ERROR_TOO_LARGE,
} AmiaCalendarFileError;

#define AMIA_CALENDAR_FILE_ERROR (amia_calendar_file_error_quark ())
GQuark amia_calendar_file_error_quark (void);

#define AMIA_CALENDAR_FILE_LENGTH_MAX (4 * 1024 * 1024)
#define AMIA_CALENDAR_FILE_EVENTS_MAX 10000

/** AMIA_CALENDAR_TEXT_MAX: characters of a text; what is longer is cut */
#define AMIA_CALENDAR_TEXT_MAX 4000

/**
 * AmiaCalendarEvent:
 * @uid: what all calendars call it
 * @summary: (nullable): what it is
 * @description: (nullable): more of it
 * @location: (nullable): where
 * @start: when it begins, by the clock in Sweden
 * @end: when it ends; after @start
 * @is_all_day: whether it has days and no time of day; @end is then midnight after the last
 * @rule: (nullable): how it recurs, see amia_recurrence_expand()
 * @except: (array zero-terminated=1) (nullable): days on which it does not
 * @is_cancelled: whether it was called off
 *
 * One event of a calendar file. Nobody who takes part is in it: neither do we read who does, nor
 * do we tell.
 */
typedef struct
{
  char         *uid;
  char         *summary;
  char         *description;
  char         *location;
  AmiaLocalTime start;
  AmiaLocalTime end;
  gboolean      is_all_day;
  char         *rule;
  char        **except;
  gboolean      is_cancelled;
} AmiaCalendarEvent;

void amia_calendar_event_free (AmiaCalendarEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaCalendarEvent, amia_calendar_event_free)

/**
 * amia_calendar_file_read:
 * @text: an iCalendar file, as it lies on the disk
 * @length: how many bytes
 * @n_skipped: (out) (optional): how many events had no time that we can read, or recur in a way
 *   that we don't follow
 * @error: return location
 *
 * Reads the events of a file (RFC 5545). Times of all zones that the file describes, or that the
 * system knows, become what the clock shows in Europe/Stockholm; times without a zone are that
 * already. One time of a series that was moved is an event of its own, and its day is excepted from
 * the series. Bytes that are not UTF-8 and control characters are replaced. Any thread.
 *
 * Returns: (transfer container) (element-type AmiaCalendarEvent): the events, or %NULL with an
 *   #AmiaCalendarFileError
 */
GPtrArray *amia_calendar_file_read (const char *text,
                                    gsize       length,
                                    guint      *n_skipped,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_calendar_file_write:
 * @events: (element-type AmiaCalendarEvent): what is in it
 * @now_ms: the time it is, ms since 1970 UTC
 *
 * Writes a file that has the rules of Europe/Stockholm in it, so that every reader understands its
 * times the same. Lines are folded and escaped as RFC 5545 says.
 *
 * Returns: (transfer full): the file
 */
char *amia_calendar_file_write (GPtrArray *events,
                                gint64     now_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
