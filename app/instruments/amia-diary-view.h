/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-diary.h"

G_BEGIN_DECLS

#define AMIA_TYPE_DIARY_VIEW (amia_diary_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDiaryView, amia_diary_view, AMIA, DIARY_VIEW, AdwBin)

/**
 * amia_diary_view_new:
 *
 * A diary's week summed up, for two people to look at together: sleep, pain, energy, what the hours
 * went to and what came of the plan. All of it is words; the bars only repeat them.
 *
 * Returns: (transfer floating): an empty view
 */
GtkWidget *amia_diary_view_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_diary_view_show:
 * @self: a view
 * @summary: what to show
 */
void amia_diary_view_show (AmiaDiaryView          *self,
                           const AmiaDiarySummary *summary);

/**
 * amia_diary_view_dup_marks:
 * @given: strength given
 * @taken: strength taken, as a positive number
 *
 * Returns: (transfer full): a triangle up for each step given, one down for each taken; empty for
 *   neither
 */
char *amia_diary_view_dup_marks (int given,
                                 int taken) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
