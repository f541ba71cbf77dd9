/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-uuid.h"

G_BEGIN_DECLS

/**
 * AmiaCaseTarget:
 * @view: (transfer full): the view in which somebody did something
 * @case_id: the case
 * @record: its record that it is about
 *
 * What a later click is about: on a toast that can undo, in a dialogue that asks. Kept for as long
 * as that can be answered, whatever the view shows by then.
 */
typedef struct
{
  GtkWidget *view;
  AmiaUuid   case_id;
  AmiaUuid   record;
} AmiaCaseTarget;

/**
 * amia_case_target_new:
 * @view: the view
 * @case_id: a case
 * @record: one of its records
 *
 * Returns: (transfer full): a target
 */
AmiaCaseTarget *amia_case_target_new (GtkWidget      *view,
                                      const AmiaUuid *case_id,
                                      const AmiaUuid *record) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_case_target_free:
 * @target: (transfer full): a target
 * @closure: (nullable): unused, so that it is a #GClosureNotify
 */
void amia_case_target_free (gpointer  target,
                            GClosure *closure);

G_END_DECLS
