/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * amia_wheel_pass_on:
 * @scrolled: a scrolled window within the page's own
 *
 * Lets the mouse wheel move the page while there is nothing to scroll up or down in @scrolled, so
 * that whoever scrolls through a form is not stopped by the first field under the pointer.
 */
void amia_wheel_pass_on (GtkScrolledWindow *scrolled);

G_END_DECLS
