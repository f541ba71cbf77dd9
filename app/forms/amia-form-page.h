/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-replica.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_PAGE (amia_form_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormPage, amia_form_page, AMIA, FORM_PAGE, AdwBin)

/**
 * amia_form_page_new:
 * @replica: the replica that has the form
 * @case_id: its case
 * @form_id: its record
 *
 * The page on which a form is filled in: sections to the left, questions in the middle, and at the
 * bottom how much is answered and where it is saved. There is no button to save. Its way back is
 * the action `win.back`.
 *
 * The signal `alone (gboolean is_alone)` asks for everything around the page to be hidden, so that
 * it can be filled in together with the participant, and for it to come back.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_form_page_new (AmiaReplica    *replica,
                               const AmiaUuid *case_id,
                               const AmiaUuid *form_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_page_go_to:
 * @page: a page
 * @path: (nullable): the field of an answer, or %NULL for the beginning
 *
 * Puts the focus on that question, as soon as the form has been read. A question that is not
 * asked now leaves the focus where it is.
 */
void amia_form_page_go_to (AmiaFormPage *page,
                           const char   *path);

G_END_DECLS
