/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_QUESTION (amia_question_get_type ())
G_DECLARE_FINAL_TYPE (AmiaQuestion, amia_question, AMIA, QUESTION, GtkBox)

/**
 * amia_question_new:
 * @model: an open form
 * @node: a question of it
 *
 * One question: label above, control, help below, message below that; two versions in a card when
 * there are any; the questions beneath it, drawn in. Follows the model by itself.
 *
 * Returns: (transfer floating): the question
 */
GtkWidget *amia_question_new (AmiaFormModel *model,
                              AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_question_new_in_cell:
 * @model: an open form
 * @node: a question of it
 * @line: (nullable): the words of the line it stands in
 *
 * The same for a cell of a table, whose line and column say what is asked: without a label of its
 * own, named "@line question" for screen readers.
 *
 * Returns: (transfer floating): the question
 */
GtkWidget *amia_question_new_in_cell (AmiaFormModel *model,
                                      AmiaNode      *node,
                                      const char    *line) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_question_get_node:
 * @self: a question
 *
 * Returns: (transfer none): what it is about
 */
AmiaNode *amia_question_get_node (AmiaQuestion *self);

G_END_DECLS
