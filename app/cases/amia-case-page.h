/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CASE_PAGE (amia_case_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCasePage, amia_case_page, AMIA, CASE_PAGE, GtkWidget)

/**
 * AmiaCasePage:
 *
 * A case: who it is, where in the process, the team and what needs attention on top; below it the
 * views Overview, Forms, Journal, Team and consent, Participant. Follows the replica: whatever
 * changes in the case, here or by sync, is read anew in one go and shown.
 *
 * Actions: `page.note` (a note in the journal), `page.new` (new in the visible view),
 * `page.next-view`, `page.previous-view`, `page.view` (string: a view's name).
 */

/**
 * amia_case_page_new:
 * @session: what is open
 * @case_id: a case
 *
 * Returns: (transfer floating): the page, filled as soon as the case has been read
 */
GtkWidget *amia_case_page_new (AmiaSession    *session,
                               const AmiaUuid *case_id);

/**
 * amia_case_page_get_case:
 * @page: a page
 *
 * Returns: (transfer none): the case it shows
 */
const AmiaUuid *amia_case_page_get_case (AmiaCasePage *page);

/**
 * amia_case_page_get_view:
 * @page: a page
 *
 * Returns: (transfer none): the name of the view that is shown, for the action `page.view`
 */
const char *amia_case_page_get_view (AmiaCasePage *page);

G_END_DECLS
