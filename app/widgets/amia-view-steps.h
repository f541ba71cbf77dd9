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

G_END_DECLS
