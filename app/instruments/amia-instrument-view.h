/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * amia_instrument_view_new:
 * @model: an open form
 * @node: a group of it, or a list
 * @questions: (transfer floating): the same group as ordinary questions
 *
 * A group in two ways, the drawing and the questions, with the switch between them above: the
 * questions are what somebody who can't see or point uses, and everything can be done there.
 *
 * Returns: (transfer floating): both, or @questions alone if the group has no drawing
 */
GtkWidget *amia_instrument_view_new (AmiaFormModel *model,
                                     AmiaNode      *node,
                                     GtkWidget     *questions) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_instrument_view_reveal:
 * @question: a widget among the questions
 *
 * Turns every drawing that hides @question to its questions, so that it can take the focus.
 */
void amia_instrument_view_reveal (GtkWidget *question);

G_END_DECLS
