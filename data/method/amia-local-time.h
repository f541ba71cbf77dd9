/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaLocalTime:
 *
 * A time as a clock on the wall in Sweden shows it, in minutes; 0 for none. A meeting at ten is at
 * ten whatever the offset from UTC is that day, so no zone is kept. Later times are larger, and
 * twenty-four hours are 1440, also on the two days of the year that have 23 and 25.
 */
typedef gint64 AmiaLocalTime;

#define AMIA_LOCAL_TIME_NONE        0
#define AMIA_LOCAL_TIME_TEXT_LENGTH 16
#define AMIA_DAY_MINUTES            (24 * 60)

/**
 * AmiaStretch:
 * @start: when it begins
 * @end: when it ends; what ends when another begins is not in its way
 *
 * A time that something takes.
 */
typedef struct
{
  AmiaLocalTime start;
  AmiaLocalTime end;
} AmiaStretch;

/**
 * amia_local_time_make:
 * @day: a valid day
 * @minute: minutes after midnight; may be before or after the day
 *
 * Returns: the time
 */
AmiaLocalTime amia_local_time_make (const GDate *day,
                                    int          minute);

/**
 * amia_local_time_get_day:
 * @time: a time
 * @day: (out caller-allocates): its day
 */
void amia_local_time_get_day (AmiaLocalTime time,
                              GDate        *day);

/**
 * amia_local_time_get_minute:
 * @time: a time
 *
 * Returns: minutes after midnight, 0 to 1439
 */
int amia_local_time_get_minute (AmiaLocalTime time);

/**
 * amia_local_time_parse:
 * @text: (nullable): `YYYY-MM-DDThh:mm`; seconds may follow and don't count
 * @time: (out): the time; untouched when the text is none
 *
 * Reads what a record holds.
 *
 * Returns: %TRUE if @text is such a time, of a day that the calendar has
 */
gboolean amia_local_time_parse (const char    *text,
                                AmiaLocalTime *time) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_local_time_print:
 * @time: a time
 * @text: (out caller-allocates): room for %AMIA_LOCAL_TIME_TEXT_LENGTH + 1 bytes
 *
 * Writes `YYYY-MM-DDThh:mm`.
 *
 * Returns: @text, for use in an argument list
 */
const char *amia_local_time_print (AmiaLocalTime time,
                                   char          text[AMIA_LOCAL_TIME_TEXT_LENGTH + 1]);

/**
 * amia_clock_parse_typed:
 * @text: what somebody typed as a time of day
 * @minute: (out): minutes after midnight; untouched when the text is none
 *
 * Reads a time of day as a caseworker types it: `9`, `09`, `9:30`, `9.30`, `930`, `0930`, and any
 * of them after `kl` or `kl.`. `24` and `24:00` are the end of the day.
 *
 * Returns: %TRUE if @text is a time of day
 */
gboolean amia_clock_parse_typed (const char *text,
                                 int        *minute) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_clock_parse_typed_end:
 * @text: what somebody typed as the end of something
 * @start: when it begins, in minutes after midnight
 * @minute: (out): minutes after midnight of the day on which it begins
 *
 * As amia_clock_parse_typed(), and how long it is: `45 min`, `+45`, `2 tim`, `1,5 h`. An end is
 * after its beginning.
 *
 * Returns: %TRUE if @text is a later time of the same day
 */
gboolean amia_clock_parse_typed_end (const char *text,
                                     int         start,
                                     int        *minute) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
