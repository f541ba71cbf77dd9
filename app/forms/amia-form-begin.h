/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-questionnaire.h"
#include "amia-replica.h"

G_BEGIN_DECLS

/**
 * AmiaFirstAnswer:
 * @field: a field of the form, such as `answer/mote/mote-datum`
 * @value: its value, as JSON
 *
 * What a form says from the start, beside or instead of its template's initial values.
 */
typedef struct
{
  const char *field;
  const char *value;
} AmiaFirstAnswer;

/**
 * amia_form_begin:
 * @from: a widget of the window
 * @replica: the replica
 * @case_id: the case
 * @questionnaire: the form
 * @first: (nullable): an answer that it starts with
 *
 * Makes a new form of the case in one change, of the kind that the form's scope asks for, with its
 * initial values, and opens it when that is on disk. Not for surveys. What goes wrong is said in
 * the window. Main thread.
 */
void amia_form_begin (GtkWidget             *from,
                      AmiaReplica           *replica,
                      const AmiaUuid        *case_id,
                      AmiaQuestionnaire     *questionnaire,
                      const AmiaFirstAnswer *first);

G_END_DECLS
