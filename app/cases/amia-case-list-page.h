/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_LIST_PAGE (amia_case_list_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCaseListPage, amia_case_list_page, AMIA, CASE_LIST_PAGE, GtkWidget)

/**
 * AmiaCaseListPage:
 *
 * The place *Cases*: a search field that is always there, filters, and the list, filtered and
 * sorted by the store. Its action `page.search` puts the focus in the search field.
 */

/**
 * amia_case_list_page_new:
 * @session: what is open
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_case_list_page_new (AmiaSession *session);

G_END_DECLS
