/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * amia_view_stack_step:
 * @stack: the views of a page
 * @direction: 1 for the next one, -1 for the one before
 *
 * Shows another view, round and round, and moves the keyboard focus into it: what Ctrl+Tab does.
 */
void amia_view_stack_step (AdwViewStack *stack,
                           int           direction);

/**
 * amia_view_enter:
 * @view: what is shown
 *
 * Moves the keyboard focus into it, on to the next place if it is there already. The text of a
 * field is kept: it is not selected, as it is when Tab comes to it.
 */
void amia_view_enter (GtkWidget *view);

G_END_DECLS
