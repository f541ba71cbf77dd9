/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-session.h"
#include "amia-uuid.h"

G_BEGIN_DECLS

#define AMIA_TYPE_ENROLMENT_PAGE (amia_enrolment_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaEnrolmentPage, amia_enrolment_page, AMIA, ENROLMENT_PAGE, GtkWidget)

/**
 * AmiaEnrolmentPage:
 *
 * A participant's time in a group: from, to, and why it ended.
 */

/**
 * amia_enrolment_page_new:
 * @session: what is open
 * @name: whose it is
 * @case_id: the case
 * @id: the enrolment
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *amia_enrolment_page_new (AmiaSession    *session,
                                    const char     *name,
                                    const AmiaUuid *case_id,
                                    const AmiaUuid *id);

G_END_DECLS
