/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CANDIDATE_PAGE (amia_candidate_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaCandidatePage, amia_candidate_page, AMIA, CANDIDATE_PAGE, GtkWidget)

/**
 * amia_candidate_page_new:
 * @session: what is open
 * @case_id: a case that is on the selection list
 *
 * One person on the list: what is known, whether they are current and why not, the summary, and to
 * whom they are handed over.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_candidate_page_new (AmiaSession    *session,
                                    const AmiaUuid *case_id);

G_END_DECLS
