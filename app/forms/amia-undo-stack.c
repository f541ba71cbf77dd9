/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-undo-stack.h"

/* Pure bookkeeping; the form model writes the values. */

struct _AmiaUndoStack
{
  GPtrArray *actions;
  guint      done; /* the first so many actions are done, the rest undone */
};

static void
step_free (gpointer data)
{
  AmiaUndoStep *step = data;

  g_free (step->path);
  g_free (step->before);
  g_free (step->after);
  g_free (step);
}

GPtrArray *
amia_undo_steps_new (void)
{
  return g_ptr_array_new_with_free_func (step_free);
}

void
amia_undo_steps_add (GPtrArray  *steps,
                     const char *path,
                     const char *before,
                     const char *after)
{
  AmiaUndoStep *step = g_new0 (AmiaUndoStep, 1);

  step->path = g_strdup (path);
  step->before = g_strdup (before != NULL ? before : "null");
  step->after = g_strdup (after);
  g_ptr_array_add (steps, step);
}

AmiaUndoStack *
amia_undo_stack_new (void)
{
  AmiaUndoStack *self = g_new0 (AmiaUndoStack, 1);

  self->actions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

static AmiaUndoStep *
find_step (GPtrArray  *steps,
           const char *path)
{
  for (guint i = 0; i < steps->len; i++)
    {
      AmiaUndoStep *step = g_ptr_array_index (steps, i);

      if (g_str_equal (step->path, path))
        return step;
    }
  return NULL;
}

static void
extend_action (GPtrArray *action,
               GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const AmiaUndoStep *step = g_ptr_array_index (steps, i);
      AmiaUndoStep       *known = find_step (action, step->path);

      if (known == NULL)
        amia_undo_steps_add (action, step->path, step->before, step->after);
      else
        {
          g_free (known->after);
          known->after = g_strdup (step->after);
        }
    }
}

void
amia_undo_stack_push (AmiaUndoStack *self,
                      GPtrArray     *steps,
                      gboolean       continues)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (steps != NULL);

  g_ptr_array_set_size (self->actions, (int) self->done);
  if (continues && self->done > 0)
    {
      extend_action (g_ptr_array_index (self->actions, self->done - 1), steps);
      g_ptr_array_unref (steps);
      return;
    }

  if (self->actions->len == AMIA_UNDO_MAX)
    g_ptr_array_remove_index (self->actions, 0);
  g_ptr_array_add (self->actions, steps);
  self->done = self->actions->len;
}

GPtrArray *
amia_undo_stack_undo (AmiaUndoStack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->done > 0 ? g_ptr_array_index (self->actions, --self->done) : NULL;
}

GPtrArray *
amia_undo_stack_redo (AmiaUndoStack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->done < self->actions->len ? g_ptr_array_index (self->actions, self->done++) : NULL;
}

void
amia_undo_stack_clear (AmiaUndoStack *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->actions, 0);
  self->done = 0;
}

void
amia_undo_stack_free (AmiaUndoStack *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->actions);
  g_free (self);
}
