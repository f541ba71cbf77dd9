/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMIA_TYPE_DUE_MOVER (amia_due_mover_get_type ())
G_DECLARE_FINAL_TYPE (AmiaDueMover, amia_due_mover, AMIA, DUE_MOVER, GtkPopover)

/**
 * AmiaDueMover:
 *
 * Asks until when something due is to wait, and why. The signal `move (string day, string reason)`
 * is emitted when both are given; the popover then closes by itself.
 */

/**
 * amia_due_mover_new:
 * @what: what is to wait, in words
 *
 * Returns: (transfer floating): a popover
 */
GtkWidget *amia_due_mover_new (const char *what);

G_END_DECLS
