/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-instrument.h"

G_BEGIN_DECLS

#define AMIA_TYPE_DIARY_SHEET (amia_diary_sheet_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDiarySheet, amia_diary_sheet, AMIA, DIARY_SHEET, AmiaInstrument)

/**
 * AmiaDiarySheet:
 *
 * A week of the diary as one sheet: a row for each day with sleep, four parts of the day, pain,
 * energy and a line about the day, all typed straight into with Tab between. Each part has what
 * was done, hours and strength from -3 to 3; a button beside them opens the rest of its questions.
 * Beneath each part stands, as triangles and in words, what it gave or took, and what was planned
 * if the case has a planned week for it; below the sheet the week is summed up.
 *
 * For a group with the template's seven days, `mandag` to `sondag`.
 */

G_END_DECLS
