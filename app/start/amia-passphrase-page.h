/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMIA_TYPE_PASSPHRASE_PAGE (amia_passphrase_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaPassphrasePage, amia_passphrase_page, AMIA, PASSPHRASE_PAGE, GtkWidget)

#define AMIA_PASSPHRASE_LENGTH_MIN 10

/**
 * AmiaPassphrasePage:
 *
 * Choosing the passphrase that will open the laptop's cases, with plain reasons. Asked for twice;
 * at least %AMIA_PASSPHRASE_LENGTH_MIN letters, and length is all that counts. The signal `chosen
 * (string)` is emitted when both are the same, `back` when somebody wants to change the first page.
 */

/**
 * amia_passphrase_page_new:
 *
 * Returns: (transfer floating): the page, empty
 */
GtkWidget *amia_passphrase_page_new (void);

G_END_DECLS
