/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-process-way.h"

#include "amia-process.h"

/* The path of a case is seldom straight, and that it turned back is what the map is to show. */

static gboolean
find_index (const char *code,
            guint      *index)
{
  gsize           n_steps = 0;
  const AmiaStep *steps = amia_process_get_steps (&n_steps);
  const AmiaStep *step = code != NULL ? amia_process_find_step (code) : NULL;

  if (step == NULL)
    return FALSE;

  *index = (guint) (step - steps);
  return TRUE;
}

static void
add_way (GArray *arcs,
         guint   from,
         guint   to)
{
  const AmiaProcessArc arc = { from, to, 1, to < from };

  for (guint i = 0; i < arcs->len; i++)
    {
      AmiaProcessArc *other = &g_array_index (arcs, AmiaProcessArc, i);

      if (other->from == from && other->to == to)
        {
          other->count++;
          return;
        }
    }

  g_array_append_val (arcs, arc);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const AmiaProcessArc *first = a;
  const AmiaProcessArc *second = b;
  const int             first_span = ABS ((int) first->to - (int) first->from);
  const int             second_span = ABS ((int) second->to - (int) second->from);

  if (first_span != second_span)
    return second_span - first_span;
  if (first->from != second->from)
    return (int) first->from - (int) second->from;

  return (int) first->to - (int) second->to;
}

GArray *
amia_process_list_arcs (const char *const *steps,
                        gsize              n_steps)
{
  g_autoptr (GArray) arcs = g_array_new (FALSE, FALSE, sizeof (AmiaProcessArc));
  gboolean has_last = FALSE;
  guint    last = 0;

  g_return_val_if_fail (steps != NULL || n_steps == 0, NULL);

  for (gsize i = 0; i < n_steps; i++)
    {
      guint index = 0;

      if (!find_index (steps[i], &index))
        continue;
      if (has_last && index != last)
        add_way (arcs, last, index);
      has_last = TRUE;
      last = index;
    }

  g_array_sort (arcs, compare);
  return g_steal_pointer (&arcs);
}
