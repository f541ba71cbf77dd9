/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-test"

#include "config.h"

#include "amia-undo-stack.h"

/* The bookkeeping behind Ctrl+Z on a form. */

static void
do_action (AmiaUndoStack *stack,
           const char    *path,
           const char    *before,
           const char    *after,
           gboolean       continues)
{
  GPtrArray *steps = amia_undo_steps_new ();

  amia_undo_steps_add (steps, path, before, after);
  amia_undo_stack_push (stack, steps, continues);
}

static const AmiaUndoStep *
get_first (GPtrArray *action)
{
  g_assert_nonnull (action);
  return g_ptr_array_index (action, 0);
}

static void
test_undo_then_redo (void)
{
  g_autoptr (AmiaUndoStack) stack = amia_undo_stack_new ();

  do_action (stack, "answer/a", NULL, "1", FALSE);
  do_action (stack, "answer/b", "2", "3", FALSE);

  g_assert_cmpstr (get_first (amia_undo_stack_undo (stack))->before, ==, "2");
  g_assert_cmpstr (get_first (amia_undo_stack_undo (stack))->before, ==, "null");
  g_assert_null (amia_undo_stack_undo (stack));
  g_assert_cmpstr (get_first (amia_undo_stack_redo (stack))->after, ==, "1");
  g_assert_cmpstr (get_first (amia_undo_stack_redo (stack))->after, ==, "3");
  g_assert_null (amia_undo_stack_redo (stack));
}

static void
test_typing_is_undone_as_one (void)
{
  g_autoptr (AmiaUndoStack) stack = amia_undo_stack_new ();
  const AmiaUndoStep *step = NULL;

  do_action (stack, "answer/a", NULL, "\"H\"", FALSE);
  do_action (stack, "answer/a", "\"H\"", "\"Hej\"", TRUE);

  step = get_first (amia_undo_stack_undo (stack));
  g_assert_cmpstr (step->before, ==, "null");
  g_assert_cmpstr (step->after, ==, "\"Hej\"");
  g_assert_null (amia_undo_stack_undo (stack));
}

static void
test_new_action_forgets_what_was_undone (void)
{
  g_autoptr (AmiaUndoStack) stack = amia_undo_stack_new ();

  do_action (stack, "answer/a", NULL, "1", FALSE);
  g_assert_nonnull (amia_undo_stack_undo (stack));
  do_action (stack, "answer/b", NULL, "2", FALSE);

  g_assert_null (amia_undo_stack_redo (stack));
  g_assert_cmpstr (get_first (amia_undo_stack_undo (stack))->path, ==, "answer/b");
}

static void
test_is_bounded (void)
{
  g_autoptr (AmiaUndoStack) stack = amia_undo_stack_new ();
  guint n_undone = 0;

  for (guint i = 0; i < AMIA_UNDO_MAX + 10; i++)
    do_action (stack, "answer/a", "1", "2", FALSE);
  while (amia_undo_stack_undo (stack) != NULL)
    n_undone++;

  g_assert_cmpuint (n_undone, ==, AMIA_UNDO_MAX);
}

/* What it would bring back may have been taken away. */
static void
test_cleared_brings_nothing_back (void)
{
  g_autoptr (AmiaUndoStack) stack = amia_undo_stack_new ();

  do_action (stack, "answer/a", NULL, "1", FALSE);
  do_action (stack, "answer/b", NULL, "2", FALSE);
  g_assert_nonnull (amia_undo_stack_undo (stack));
  amia_undo_stack_clear (stack);

  g_assert_null (amia_undo_stack_undo (stack));
  g_assert_null (amia_undo_stack_redo (stack));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/undo/undo-then-redo", test_undo_then_redo);
  g_test_add_func ("/app/undo/typing-is-undone-as-one", test_typing_is_undone_as_one);
  g_test_add_func ("/app/undo/new-action-forgets-what-was-undone", test_new_action_forgets_what_was_undone);
  g_test_add_func ("/app/undo/is-bounded", test_is_bounded);
  g_test_add_func ("/app/undo/cleared-brings-nothing-back", test_cleared_brings_nothing_back);
  return g_test_run ();
}
