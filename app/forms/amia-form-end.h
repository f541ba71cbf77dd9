/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_END (amia_form_end_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormEnd, amia_form_end, AMIA, FORM_END, GtkBox)

/**
 * AmiaFormEnd:
 *
 * The end of a form: the button that finishes it and, if something is missing or wrong, what and
 * where. The signal `chosen (AmiaNode *node)` asks the page to go to a question.
 */

/**
 * amia_form_end_new:
 * @model: an open form
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *amia_form_end_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_end_check:
 * @self: the end of a form
 *
 * Finishes the form if nothing is missing, else says what is.
 */
void amia_form_end_check (AmiaFormEnd *self);

G_END_DECLS
