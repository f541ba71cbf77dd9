/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMIA_TYPE_HELP_PAGE (amia_help_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaHelpPage, amia_help_page, AMIA, HELP_PAGE, AdwWindow)

/**
 * amia_help_page_present:
 * @parent: the window to stand before
 *
 * Shows the one page of help: what is kept where, what "two versions" means, who sees what.
 */
void amia_help_page_present (GtkWindow *parent);

G_END_DECLS
