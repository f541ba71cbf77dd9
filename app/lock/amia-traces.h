/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What the desktop would remember of somebody's work: the clipboard, and its list of recent files.
 */

/**
 * amia_traces_prevent:
 *
 * Keeps this program's files out of the desktop's list of recent ones. The program makes no
 * thumbnails either. Call it once there is a display.
 */
void amia_traces_prevent (void);

/**
 * amia_traces_clear_clipboard:
 * @widget: any widget on the display
 *
 * Takes back what was copied or marked in this program, if it is what would still be pasted.
 */
void amia_traces_clear_clipboard (GtkWidget *widget);

G_END_DECLS
