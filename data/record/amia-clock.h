/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_STAMP_TEXT_LENGTH 16

/**
 * AmiaStamp:
 *
 * A hybrid logical clock reading: 48 bits of milliseconds since 1970 (UTC) above a 16-bit counter.
 * Compared as a number. Stamps order what people see; they never decide what is kept.
 */
typedef guint64 AmiaStamp;

/**
 * AmiaClock:
 * @last: the greatest stamp issued or received; kept in the database so that a restart with an
 *   earlier wall clock never issues the same or an earlier stamp
 *
 * A hybrid logical clock. Plain data; the wall clock is always a parameter.
 */
typedef struct
{
  AmiaStamp last;
} AmiaClock;

/**
 * amia_clock_tick:
 * @clock: a clock
 * @wall_ms: the wall clock, milliseconds since 1970 UTC; may be years wrong
 *
 * Issues a stamp for an event of our own, greater than every stamp issued or received before.
 * When the counter is full the millisecond is carried forward.
 *
 * Returns: the new stamp, also kept in @clock
 */
AmiaStamp amia_clock_tick (AmiaClock *clock,
                           gint64     wall_ms);

/**
 * amia_clock_receive:
 * @clock: a clock
 * @remote: a stamp from another device
 * @wall_ms: the wall clock, milliseconds since 1970 UTC
 *
 * Takes note of a stamp from elsewhere: the clock moves to the greatest of its own, @remote and
 * the wall, with the counter past both. A @remote more than a minute ahead of the wall is not
 * followed, or one laptop with a wrong year would drag everybody's clock along.
 */
void amia_clock_receive (AmiaClock *clock,
                         AmiaStamp  remote,
                         gint64     wall_ms);

/**
 * amia_stamp_get_ms:
 * @stamp: a stamp
 *
 * Returns: its milliseconds since 1970 UTC
 */
gint64 amia_stamp_get_ms (AmiaStamp stamp);

/**
 * amia_stamp_print:
 * @stamp: a stamp
 * @text: (out caller-allocates): room for %AMIA_STAMP_TEXT_LENGTH + 1 bytes
 *
 * Writes 16 lower-case hexadecimal digits and a NUL, the form used in JSON.
 *
 * Returns: @text
 */
const char *amia_stamp_print (AmiaStamp stamp,
                              char      text[AMIA_STAMP_TEXT_LENGTH + 1]);

/**
 * amia_stamp_parse:
 * @text: the text to read; not necessarily NUL-terminated
 * @length: number of bytes, or -1 when NUL-terminated
 * @stamp: (out): where to put the stamp; untouched on failure
 *
 * Returns: %TRUE if @text is exactly 16 hexadecimal digits
 */
gboolean amia_stamp_parse (const char *text,
                           gssize      length,
                           AmiaStamp  *stamp) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
