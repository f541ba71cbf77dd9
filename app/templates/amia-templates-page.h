/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_TEMPLATES_PAGE (amia_templates_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaTemplatesPage, amia_templates_page, AMIA, TEMPLATES_PAGE, GtkWidget)

/**
 * AmiaTemplatesPage:
 *
 * All forms there are: the organisation's own, those that are used no more, and those that come
 * with the program, every version of each. A form is brought in from a file, by the button or by
 * dropping the file on the page.
 *
 * The signal `open (GtkWidget *page)` asks for a page to be put on top.
 */

/**
 * amia_templates_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_templates_page_new (AmiaSession *session) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_templates_page_import:
 * @page: a page
 * @file: a file with a Questionnaire
 *
 * Reads a form and opens its page, where it is looked through before it is brought in.
 */
void amia_templates_page_import (AmiaTemplatesPage *page,
                                 GFile             *file);

G_END_DECLS
