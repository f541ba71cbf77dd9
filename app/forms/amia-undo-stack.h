/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AmiaUndoStep:
 * @path: a field
 * @before: its value before the action, JSON text
 * @after: its value after it
 *
 * What an action did to one field.
 */
typedef struct
{
  char *path;
  char *before;
  char *after;
} AmiaUndoStep;

/**
 * AmiaUndoStack:
 *
 * The actions of one form page, newest last, at most %AMIA_UNDO_MAX of them. Undoing is itself an
 * action with the values turned round: the log only grows.
 */
typedef struct _AmiaUndoStack AmiaUndoStack;

#define AMIA_UNDO_MAX 200

AmiaUndoStack *amia_undo_stack_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           amia_undo_stack_free (AmiaUndoStack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaUndoStack, amia_undo_stack_free)

/**
 * amia_undo_stack_push:
 * @self: a stack
 * @steps: (transfer full) (element-type AmiaUndoStep): one action, made by
 *   amia_undo_steps_new()
 * @continues: %TRUE if it goes on with the newest action (typing in the same field): then they are
 *   undone together
 *
 * Adds an action; what was undone before can no longer be done again.
 */
void amia_undo_stack_push (AmiaUndoStack *self,
                           GPtrArray     *steps,
                           gboolean       continues);

/**
 * amia_undo_stack_undo:
 * @self: a stack
 *
 * Returns: (transfer none) (nullable) (element-type AmiaUndoStep): the newest action, to be taken
 *   back by writing each step's `before`; %NULL if there is none
 */
GPtrArray *amia_undo_stack_undo (AmiaUndoStack *self);

/**
 * amia_undo_stack_redo:
 * @self: a stack
 *
 * Returns: (transfer none) (nullable) (element-type AmiaUndoStep): the action undone last, to be
 *   done again by writing each step's `after`; %NULL if there is none
 */
GPtrArray *amia_undo_stack_redo (AmiaUndoStack *self);

/**
 * amia_undo_stack_clear:
 * @self: a stack
 *
 * Forgets all actions: what they would bring back may no longer be here.
 */
void amia_undo_stack_clear (AmiaUndoStack *self);

/**
 * amia_undo_steps_new:
 *
 * Returns: (transfer full) (element-type AmiaUndoStep): an action without steps
 */
GPtrArray *amia_undo_steps_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_undo_steps_add:
 * @steps: an action
 * @path: a field
 * @before: (nullable): its value before, %NULL for none
 * @after: its value after
 */
void amia_undo_steps_add (GPtrArray  *steps,
                          const char *path,
                          const char *before,
                          const char *after);

G_END_DECLS
