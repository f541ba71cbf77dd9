/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_APPROVAL (amia_form_approval_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormApproval, amia_form_approval, AMIA, FORM_APPROVAL, GtkBox)

/**
 * AmiaFormApproval:
 *
 * At the end of a form that FK and AF approve together: what each has said and what that is worth
 * now, the button for the own agency, and the way on to a new version.
 */

/**
 * amia_form_approval_new:
 * @model: an open form that needs approval
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *amia_form_approval_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_go_on:
 * @from: a widget of the form's page
 * @model: a form that both agencies have approved
 *
 * Opens the form's new version, which is made first if there is none.
 */
void amia_form_go_on (GtkWidget     *from,
                      AmiaFormModel *model);

G_END_DECLS
