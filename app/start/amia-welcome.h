/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_WELCOME (amia_welcome_get_type ())
G_DECLARE_FINAL_TYPE (AmiaWelcome, amia_welcome, AMIA, WELCOME, GtkWidget)

/**
 * AmiaWelcome:
 *
 * The first minutes: the first page, then the passphrase, then a new replica, signed in if a server
 * was named. The signal `ready (AmiaSession)` is emitted when work can begin. When the server does
 * not take the account the new, still empty replica is taken away again, since a replica belongs to
 * one account for as long as it lives, and the first page says what was wrong.
 */

/**
 * amia_welcome_new:
 * @path: where the replica is to lie; another name beside it is chosen if there is a file already
 *
 * Returns: (transfer floating): the pages
 */
GtkWidget *amia_welcome_new (const char *path);

G_END_DECLS
