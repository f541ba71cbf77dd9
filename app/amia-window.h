/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-application.h"
#include "amia-main-view.h"
#include "amia-settings.h"

G_BEGIN_DECLS

#define AMIA_TYPE_WINDOW (amia_window_get_type ())
G_DECLARE_FINAL_TYPE (AmiaWindow, amia_window, AMIA, WINDOW, AdwApplicationWindow)

/**
 * AmiaWindow:
 *
 * The window: what is shown before a replica is open (welcome, passphrase, what is wrong with the
 * file), and the places once it is. Every action of the program but for the application's own is
 * `win.…`, so that menus, keys and tests all reach it by one name.
 */

/**
 * amia_window_new:
 * @application: the program
 * @settings: what it remembers
 *
 * Returns: (transfer none): a window with the size it had last time, showing that it waits
 */
AmiaWindow *amia_window_new (AmiaApplication *application,
                             AmiaSettings    *settings);

/**
 * amia_window_open:
 * @window: a window
 * @path: a replica
 * @passphrase: (nullable): its passphrase, if it is known
 *
 * Opens the replica, asking for the passphrase if it needs one. When it can't be opened the window
 * says why and what helps; nothing is ever made anew in its place.
 */
void amia_window_open (AmiaWindow *window,
                       const char *path,
                       const char *passphrase);

/**
 * amia_window_welcome:
 * @window: a window
 *
 * Shows the first-run page.
 */
void amia_window_welcome (AmiaWindow *window);

/**
 * amia_window_lock:
 * @window: a window
 *
 * Keeps what is being typed, closes the replica and asks for its passphrase, after which somebody
 * is back where they were. Does nothing to a replica without one.
 */
void amia_window_lock (AmiaWindow *window);

/**
 * amia_window_log_out:
 * @window: a window
 *
 * Forgets the sign-in at the server, and locks. Only if nothing would be lost.
 */
void amia_window_log_out (AmiaWindow *window);

/**
 * amia_window_remove_replica:
 * @window: a window
 *
 * Closes the replica, destroys its keys and deletes it. Only if nothing would be lost.
 */
void amia_window_remove_replica (AmiaWindow *window);

/**
 * amia_window_get_lock_after:
 * @window: a window
 *
 * Returns: after how many seconds without anybody it locks, 0 for never
 */
int amia_window_get_lock_after (AmiaWindow *window);

/**
 * amia_window_set_lock_after:
 * @window: a window
 * @limit_s: after how many seconds; remembered
 */
void amia_window_set_lock_after (AmiaWindow *window,
                                 int         limit_s);

/**
 * amia_window_dup_default_path:
 *
 * Returns: (transfer full): where a replica lies if nothing else was said
 */
char *amia_window_dup_default_path (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_window_get_view:
 * @window: a window
 *
 * Returns: (transfer none) (nullable): the places, %NULL while no replica is open
 */
AmiaMainView *amia_window_get_view (AmiaWindow *window);

/**
 * amia_window_add_actions:
 * @window: a window
 *
 * Adds the actions `win.…`; in amia-window-actions.c.
 */
void amia_window_add_actions (AmiaWindow *window);

/**
 * amia_window_update_actions:
 * @window: a window
 *
 * Enables the actions that can be used now.
 */
void amia_window_update_actions (AmiaWindow *window);

G_END_DECLS
