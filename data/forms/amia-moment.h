/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AmiaMomentKind: which of FHIR's three types a text is read as. */
typedef enum
{
  AMIA_MOMENT_DATE,      /* YYYY, YYYY-MM or YYYY-MM-DD */
  AMIA_MOMENT_DATE_TIME, /* a date, or YYYY-MM-DDThh:mm:ss with offset */
  AMIA_MOMENT_TIME       /* hh:mm:ss */
} AmiaMomentKind;

/**
 * AmiaMoment:
 * @start: the first microsecond it may mean
 * @end: the first one after it
 *
 * A FHIR date, dateTime or time as the stretch of time it covers: 2024 covers a year. Microseconds
 * since year 1 (UTC where an offset is given), or since midnight.
 */
typedef struct
{
  gint64 start;
  gint64 end;
} AmiaMoment;

/**
 * AmiaOrder:
 * @AMIA_ORDER_UNKNOWN: one covers part of the other (2024 and 2024-05), so nobody can tell; or
 *   they cannot be compared at all
 */
typedef enum
{
  AMIA_ORDER_LESS,
  AMIA_ORDER_EQUAL,
  AMIA_ORDER_GREATER,
  AMIA_ORDER_UNKNOWN
} AmiaOrder;

/**
 * amia_moment_parse:
 * @text: what was written
 * @kind: what it should be
 * @moment: (out) (optional): what it means
 *
 * Reads it and looks it up in the calendar: there is no 2024-02-31. A dateTime with time of day
 * needs seconds and offset; a time needs seconds.
 *
 * Returns: %FALSE if it is no such date or time
 */
gboolean amia_moment_parse (const char *text, AmiaMomentKind kind, AmiaMoment *moment);

/** amia_moment_compare: Returns: how @a lies to @b */
AmiaOrder amia_moment_compare (const AmiaMoment *a, const AmiaMoment *b);

G_END_DECLS
