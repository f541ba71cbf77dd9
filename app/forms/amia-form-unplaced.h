/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

/**
 * amia_form_unplaced_new:
 * @model: a form that has been loaded
 *
 * What was answered in an earlier version to questions that are no longer asked, to be read and
 * copied, under the words of the version that asked: they come a moment later, from the versions
 * that are here. An answer whose version is not has the name of its question.
 *
 * Returns: (transfer floating) (nullable): the list, %NULL if there is nothing of the kind
 */
GtkWidget *amia_form_unplaced_new (AmiaFormModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
