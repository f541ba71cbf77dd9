/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_LAPTOP_PAGE (amia_laptop_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaLaptopPage, amia_laptop_page, AMIA, LAPTOP_PAGE, GtkWidget)

/**
 * AmiaLaptopPage:
 *
 * What keeps a laptop's cases safe: when it locks itself, what opens it, and how to leave. How long
 * until it locks is the state of the action `win.lock-after`.
 */

/**
 * amia_laptop_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_laptop_page_new (AmiaSession *session);

G_END_DECLS
