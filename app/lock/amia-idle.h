/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_IDLE (amia_idle_get_type ())
G_DECLARE_FINAL_TYPE (AmiaIdle, amia_idle, AMIA, IDLE, GObject)

/**
 * AmiaIdle:
 *
 * Notices that nobody has been at the keyboard or the mouse of a window for a while. Time that the
 * laptop slept counts. The signal `idle` is emitted once the time is up, or, after a sleep, before
 * the first key or click is heeded; then not again before somebody has come back.
 */

/**
 * amia_idle_new:
 * @window: whose keys and clicks count, and those of the windows before it
 *
 * Returns: (transfer full): a watch that waits for amia_idle_set_limit()
 */
AmiaIdle *amia_idle_new (GtkWindow *window) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_idle_set_limit:
 * @idle: a watch
 * @limit_s: after how many seconds, 0 for never
 *
 * Begins to count anew.
 */
void amia_idle_set_limit (AmiaIdle *idle,
                          guint     limit_s);

G_END_DECLS
