/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-questionnaire.h"
#include "amia-session.h"

G_BEGIN_DECLS

#define AMIA_TYPE_TEMPLATE_PAGE (amia_template_page_get_type ())
G_DECLARE_FINAL_TYPE (AmiaTemplatePage, amia_template_page, AMIA, TEMPLATE_PAGE, GtkWidget)

/**
 * AmiaTemplatePage:
 *
 * One form as somebody decides on it: what it is, what of it does not work here, what is different
 * from the version before, for which sub-projects it is, and how it will look, by the same renderer
 * that fills it in. A form from a file is brought in from here, and so comes to everybody; one of
 * the organisation's own is taken out of use, and into use again.
 */

/**
 * amia_template_page_new:
 * @session: what is open
 * @canonical: a form that is here
 *
 * Returns: (transfer floating): its page
 */
GtkWidget *amia_template_page_new (AmiaSession *session,
                                   const char  *canonical) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_template_page_new_for_file:
 * @session: what is open
 * @form: a form that was read from a file
 *
 * Returns: (transfer floating): its page, with a button that brings it in if that can be done
 */
GtkWidget *amia_template_page_new_for_file (AmiaSession       *session,
                                            AmiaQuestionnaire *form) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_template_page_may_change:
 * @session: what is open
 *
 * Whose task forms are: the leader of a sub-project and the administrator, by the role that the
 * server gave the account; whoever works without a server has nobody to ask. This is about what is
 * offered; the server's own rule is that an agency changes the forms it brought in.
 *
 * Returns: %TRUE if forms may be brought in and taken out of use here
 */
gboolean amia_template_page_may_change (AmiaSession *session);

G_END_DECLS
