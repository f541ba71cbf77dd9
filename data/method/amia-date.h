/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMIA_DATE_TEXT_LENGTH 10

/**
 * amia_date_parse_iso:
 * @text: the text to read; not necessarily NUL-terminated
 * @length: number of bytes, or -1 when NUL-terminated
 * @date: (out caller-allocates): where to put the day; untouched when the text is not one
 *
 * Reads `YYYY-MM-DD` (ISO 8601) and nothing else, and only a day that the calendar has.
 *
 * Returns: %TRUE if the whole of @text is such a day
 */
gboolean amia_date_parse_iso (const char *text,
                              gssize      length,
                              GDate      *date) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_date_print_iso:
 * @date: a valid day
 * @text: (out caller-allocates): room for %AMIA_DATE_TEXT_LENGTH + 1 bytes
 *
 * Writes `YYYY-MM-DD`. A day beyond the last that can be written so, such as the one after the
 * 9999-12-31 that people write for “until further notice”, is written as that last one.
 *
 * Returns: @text, for use in an argument list
 */
const char *amia_date_print_iso (const GDate *date,
                                 char         text[AMIA_DATE_TEXT_LENGTH + 1]);

/**
 * amia_date_parse_typed:
 * @text: what somebody typed, in UTF-8 or not
 * @today: the day it was typed, from 1800 on
 * @date: (out caller-allocates): where to put the day; untouched when the text is not one
 *
 * Reads a day as a caseworker types it. Upper and lower case and spaces around are alike:
 *
 * - `2014-03-14`, `20140314`, and with a short year `140314`, `14-03-14`: of the years that end
 *   so, the nearest to today's
 * - `14/3`, `14 mars`, `14 mar`: this year's; with the year `14/3 2014`, `14/3 14`, `14 mars 2014`
 * - `idag`, `igår`, `imorgon`, also written `i dag` …, and `övermorgon`
 * - `+3d`, `+2v`, `-1m`, `+1å`: days, weeks, months, years from today; a month without that day
 *   gives its last
 * - `mån` … `sön`, also `måndag` …: the next such day after today
 *
 * Returns: %TRUE if @text is a day
 */
gboolean amia_date_parse_typed (const char  *text,
                                const GDate *today,
                                GDate       *date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
