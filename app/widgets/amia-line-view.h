/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-line.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LINE_VIEW (amia_line_view_get_type ())
G_DECLARE_FINAL_TYPE (AmiaLineView, amia_line_view, AMIA, LINE_VIEW, GtkWidget)

/**
 * AmiaLineView:
 *
 * A list of #AmiaLine, thousands if need be: only those on screen have widgets. Scrolls by itself.
 * The property `label` (string) is its accessible name; `width` (int) how wide its column is at the
 * most.
 *
 * The signal `open (AmiaLine *line)` is emitted on Enter or a click on a line that is no heading.
 */

/**
 * amia_line_view_set_lines:
 * @view: a view
 * @lines: (element-type AmiaLine): what to show
 *
 * Rows that are about the same as before stay where they are, and so does the focus; @lines are
 * given up.
 */
void amia_line_view_set_lines (AmiaLineView *view,
                               GPtrArray    *lines);

/**
 * amia_line_view_get_first:
 * @view: a view
 *
 * Returns: (transfer none) (nullable): the first line that can be opened
 */
AmiaLine *amia_line_view_get_first (AmiaLineView *view);

/**
 * amia_line_view_focus_first:
 * @view: a view
 *
 * Returns: %TRUE if a row has the focus now
 */
gboolean amia_line_view_focus_first (AmiaLineView *view);

G_END_DECLS
