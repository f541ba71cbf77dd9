/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_ROWS (amia_form_rows_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormRows, amia_form_rows, AMIA, FORM_ROWS, GtkBox)

/**
 * amia_form_rows_new:
 * @model: an open form
 * @node: a list
 *
 * The rows of a repeating group or question, each in a frame with the buttons to move and remove
 * it, and the button that adds one. Follows the model by itself.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *amia_form_rows_new (AmiaFormModel *model,
                               AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
