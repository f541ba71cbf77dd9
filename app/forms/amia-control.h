/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "amia-form-model.h"

G_BEGIN_DECLS

#define AMIA_TYPE_CONTROL (amia_control_get_type ())
G_DECLARE_DERIVABLE_TYPE (AmiaControl, amia_control, AMIA, CONTROL, AdwBin)

/**
 * AmiaControlClass:
 * @build: makes the widgets, when model and node are known
 * @update: shows the node's value; not called while somebody types here
 * @flush: makes what is typed an answer now; may be %NULL for controls that answer at once
 * @name: gives the control its accessible name and description
 *
 * What answers one question: a control of ux.md's table. The base class knows when somebody types
 * and when to commit (a pause, or leaving); the others know how a value looks.
 */
struct _AmiaControlClass
{
  AdwBinClass parent_class;

  void (*build) (AmiaControl *self);
  void (*update) (AmiaControl *self);
  void (*flush) (AmiaControl *self);
  void (*name) (AmiaControl *self,
                const char  *label,
                const char  *description);
};

/**
 * amia_control_new:
 * @model: an open form
 * @node: a question of it
 *
 * Makes the control that suits the question's type, options and itemControl.
 *
 * Returns: (transfer floating): the control
 */
GtkWidget *amia_control_new (AmiaFormModel *model,
                             AmiaNode      *node) G_GNUC_WARN_UNUSED_RESULT;

AmiaFormModel *amia_control_get_model (AmiaControl *self);
AmiaNode      *amia_control_get_node (AmiaControl *self);

/**
 * amia_control_update:
 * @self: a control
 *
 * Shows the node's value, unless somebody types here just now.
 */
void amia_control_update (AmiaControl *self);

/**
 * amia_control_flush:
 * @self: a control
 *
 * Makes what is typed an answer at once, without waiting for a pause.
 */
void amia_control_flush (AmiaControl *self);

/**
 * amia_control_set_name:
 * @self: a control
 * @label: the question
 * @description: (nullable): help and what is wrong
 *
 * Tells screen readers what is asked.
 */
void amia_control_set_name (AmiaControl *self,
                            const char  *label,
                            const char  *description);

/* For subclasses. */

/**
 * amia_control_typed:
 * @self: a control
 *
 * To be called at each change by hand of something typed: holds the question and commits after a
 * pause.
 */
void amia_control_typed (AmiaControl *self);

/**
 * amia_control_answer:
 * @self: a control
 * @value: JSON text
 *
 * To be called when something was chosen, or from flush: answers.
 */
void amia_control_answer (AmiaControl *self,
                          const char  *value);

/**
 * amia_control_go_on:
 * @self: a control
 *
 * Makes what is typed an answer and moves the focus to the next question, past what else there is
 * to press in this one: what Enter does wherever it isn't text. A form that was filled in on paper
 * is taken down that way.
 */
void amia_control_go_on (AmiaControl *self);

/**
 * amia_control_is_plain_key:
 * @state: the modifiers of a key press
 *
 * Returns: %TRUE if neither Ctrl, Alt nor Super is held
 */
gboolean amia_control_is_plain_key (GdkModifierType state);

/**
 * amia_control_is_updating:
 * @self: a control
 *
 * Returns: %TRUE while `update` runs, so that changes it makes are not taken for a person's
 */
gboolean amia_control_is_updating (AmiaControl *self);

/**
 * amia_control_dup_text:
 * @self: a control
 *
 * Returns: (transfer full): the node's value if it is a string, else the value as it is written;
 *   empty without an answer
 */
char *amia_control_dup_text (AmiaControl *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_control_quote:
 * @text: text
 *
 * Returns: (transfer full): @text as a JSON string, or `null` if it is blank
 */
char *amia_control_quote (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
