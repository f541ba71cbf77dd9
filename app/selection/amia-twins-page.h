/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_TWINS_PAGE (amia_twins_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaTwinsPage, amia_twins_page, AMIA, TWINS_PAGE, GtkWidget)

/**
 * amia_twins_page_new:
 * @session: what is open
 *
 * People who may be here twice, side by side: look at either, take one away (with undo), let both
 * cases be one person's, or say that they are two people.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_twins_page_new (AmiaSession *session);

G_END_DECLS
