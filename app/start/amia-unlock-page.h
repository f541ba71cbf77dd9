/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMIA_TYPE_UNLOCK_PAGE (amia_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaUnlockPage, amia_unlock_page, AMIA, UNLOCK_PAGE, GtkWidget)

/**
 * AmiaUnlockPage:
 *
 * Asks for the passphrase of a replica. The signal `unlock (string)` is emitted with it,
 * `elsewhere` when somebody else wants to begin on this laptop.
 */

/**
 * amia_unlock_page_new:
 * @path: the replica
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_unlock_page_new (const char *path);

/**
 * amia_unlock_page_set_message:
 * @page: the page
 * @message: (nullable): what was wrong with the last try, in words
 */
void amia_unlock_page_set_message (AmiaUnlockPage *page,
                                   const char     *message);

/**
 * amia_unlock_page_wait:
 * @page: the page
 * @wait_ms: how long until the next try may be made, 0 for not at all
 *
 * Says so, and takes no passphrase until then.
 */
void amia_unlock_page_wait (AmiaUnlockPage *page,
                            gint64          wait_ms);

G_END_DECLS
