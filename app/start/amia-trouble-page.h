/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMIA_TYPE_TROUBLE_PAGE (amia_trouble_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaTroublePage, amia_trouble_page, AMIA, TROUBLE_PAGE, GtkWidget)

/**
 * AmiaTroublePage:
 *
 * A replica did not open: says why and what helps. A damaged one can be salvaged: the file is set
 * aside, what is readable goes into a new one. The signal `retry` is emitted when it is worth
 * opening again, `elsewhere` when somebody wants to begin with another file meanwhile.
 */

/**
 * amia_trouble_page_new:
 * @path: the replica
 * @passphrase: (nullable): its passphrase, needed to salvage
 * @error: why it did not open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_trouble_page_new (const char   *path,
                                  const char   *passphrase,
                                  const GError *error);

G_END_DECLS
