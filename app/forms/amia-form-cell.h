/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * amia_form_cell_new:
 * @model: an open form
 * @node: a node of it
 *
 * Makes the widget for a node: a question, a group, rows, or a text. It follows the model by
 * itself.
 *
 * Returns: (transfer floating) (nullable): the widget; %NULL for what is never shown or is drawn
 *   with its parent (help, the ends of a scale)
 */
GtkWidget *amia_form_cell_new (AmiaFormModel *model,
                               AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
