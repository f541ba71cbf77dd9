/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_FORM_GROUP (amia_form_group_get_type ())
G_DECLARE_FINAL_TYPE (AmiaFormGroup, amia_form_group, AMIA, FORM_GROUP, GtkBox)

/**
 * amia_form_group_new:
 * @model: an open form
 * @node: a group, or one row of a list
 *
 * A heading and what stands under it: a section when it is at the top, else a part of one. Follows
 * the model by itself.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *amia_form_group_new (AmiaFormModel *model,
                                AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_form_group_new_heading:
 * @model: an open form
 * @node: a group
 *
 * Only its heading and help, for a group whose contents are drawn as sections of their own.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *amia_form_group_new_heading (AmiaFormModel *model,
                                        AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
