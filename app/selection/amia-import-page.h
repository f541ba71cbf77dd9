/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_IMPORT_PAGE (amia_import_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaImportPage, amia_import_page, AMIA, IMPORT_PAGE, GtkWidget)

/**
 * amia_import_page_new:
 * @session: what is open
 *
 * A list of people out of another program: what its columns hold, which rows will be taken, which
 * not and why. Nothing is written before the button. The action `page.import (s)` takes the path of
 * a file.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_import_page_new (AmiaSession *session);

G_END_DECLS
