/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-instrument.h"

G_BEGIN_DECLS

#define AMIA_TYPE_WEEK_SHEET (amia_week_sheet_get_type ())
G_DECLARE_FINAL_TYPE (AmiaWeekSheet, amia_week_sheet, AMIA, WEEK_SHEET, AmiaInstrument)

/**
 * AmiaWeekSheet:
 *
 * The week as one sheet: a row for each day, a column for each part of the day, typed straight
 * into. The day's name opens a menu that copies the day; Ctrl+D copies it to the next. In a planned
 * week each box says what an ordinary week has there, what is booked then, and whether the two
 * collide; in an ordinary one, what is planned.
 *
 * For a group with seven groups of four questions each, in a form with the template's questions
 * `schema-slag` and `schema-vecka`.
 */

G_END_DECLS
