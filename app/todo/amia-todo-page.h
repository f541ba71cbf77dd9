/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_TODO_PAGE (amia_todo_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaTodoPage, amia_todo_page, AMIA, TODO_PAGE, GtkWidget)

/**
 * AmiaTodoPage:
 *
 * What is to be done, overdue first: mine, my pair's, my team's. Enter opens the case where it is
 * done, Ctrl+Enter says that it was, F2 moves it, Ctrl+Z takes the last of that back.
 *
 * Its properties `badge` (uint) and `badge-words` (string), both read-only and notified, are what
 * the side bar says of it: how much is overdue or for today.
 */

/**
 * amia_todo_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_todo_page_new (AmiaSession *session);

G_END_DECLS
