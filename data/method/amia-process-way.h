/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaProcessArc:
 * @from: where from, the index of a step from 0
 * @to: where to
 * @count: how many times that way was gone
 * @is_back: it leads to an earlier step
 *
 * A way from one step of the process map to another, as the map draws it.
 */
typedef struct
{
  guint    from;
  guint    to;
  guint    count;
  gboolean is_back;
} AmiaProcessArc;

/**
 * amia_process_list_arcs:
 * @steps: (array length=n_steps): the steps of the visits in order, codes of steps or sub-steps;
 *   those that this program does not know are passed over
 * @n_steps: how many
 *
 * The ways that a case went, each pair of steps once. A step that is entered again at once, or one
 * of its sub-steps, is no way. Pure; any thread.
 *
 * Returns: (transfer full) (element-type AmiaProcessArc): the longest first, so that shorter ones
 *   are drawn on top
 */
GArray *amia_process_list_arcs (const char *const *steps,
                                gsize              n_steps) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
