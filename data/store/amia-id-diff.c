/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-id-diff.h"

/* The ids of a list are unique, which makes this much simpler than the comparison of texts: the
 * most that can stay is the longest run of old places whose new places rise. */

/* More steps than this cost a view more than showing everything anew. */
#define STEPS_MAX 64

#define GONE (-1)

/* For each old id its place in the new list, or GONE. */
static int *
find_places (const AmiaUuid *from,
             guint           n_from,
             const AmiaUuid *to,
             guint           n_to)
{
  g_autoptr (GHashTable) places = g_hash_table_new (amia_uuid_hash, amia_uuid_equal);
  int *found = g_new (int, n_from);

  for (guint i = 0; i < n_to; i++)
    g_hash_table_insert (places, (gpointer) &to[i], GUINT_TO_POINTER (i + 1));

  for (guint i = 0; i < n_from; i++)
    found[i] = (int) GPOINTER_TO_UINT (g_hash_table_lookup (places, &from[i])) - 1;

  return found;
}

/* The first of the n tails whose place is not less than @place. */
static guint
find_tail (const int   *places,
           const guint *tails,
           guint        n,
           int          place)
{
  guint low = 0;
  guint high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (places[tails[middle]] < place)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Leaves in @places only the longest rising run and makes all others GONE: patience sorting, with
 * each one's predecessor kept to walk back from the last. */
static void
keep_longest_rise (int  *places,
                   guint n)
{
  g_autofree guint *tails = g_new (guint, n);
  g_autofree int   *before = g_new (int, n);
  guint             n_tails = 0;
  int               next;

  for (guint i = 0; i < n; i++)
    {
      guint tail;

      if (places[i] == GONE)
        continue;

      tail = find_tail (places, tails, n_tails, places[i]);
      before[i] = tail > 0 ? (int) tails[tail - 1] : GONE;
      tails[tail] = i;
      n_tails = MAX (n_tails, tail + 1);
    }

  next = n_tails > 0 ? (int) tails[n_tails - 1] : GONE;
  for (int i = (int) n - 1; i >= 0; i--)
    {
      if (i == next)
        next = before[i];
      else
        places[i] = GONE;
    }
}

/* Walks both lists: what does not stay is a step, what stays is stepped over. */
static void
add_steps (GArray    *steps,
           const int *places,
           guint      n_from,
           guint      n_to,
           guint      offset)
{
  guint i = 0;
  guint k = 0;

  while (i < n_from || k < n_to)
    {
      AmiaIdEdit step = { offset + k, 0, 0, offset + k };
      guint      place;

      for (; i < n_from && places[i] == GONE; i++)
        step.n_removed++;
      place = i < n_from ? (guint) places[i] : n_to;
      step.n_added = place - k;
      k = place;
      if (step.n_removed > 0 || step.n_added > 0)
        g_array_append_val (steps, step);

      if (i < n_from)
        {
          i++;
          k++;
        }
    }
}

GArray *
amia_id_diff (const AmiaUuid *from,
              guint           n_from,
              const AmiaUuid *to,
              guint           n_to)
{
  GArray         *steps = g_array_new (FALSE, FALSE, sizeof (AmiaIdEdit));
  g_autofree int *places = NULL;
  guint           begin = 0;

  while (begin < n_from && begin < n_to && amia_uuid_equal (&from[begin], &to[begin]))
    begin++;
  while (n_from > begin && n_to > begin && amia_uuid_equal (&from[n_from - 1], &to[n_to - 1]))
    {
      n_from--;
      n_to--;
    }

  places = find_places (from + begin, n_from - begin, to + begin, n_to - begin);
  keep_longest_rise (places, n_from - begin);
  add_steps (steps, places, n_from - begin, n_to - begin, begin);

  if (steps->len > STEPS_MAX)
    {
      AmiaIdEdit all = { begin, n_from - begin, n_to - begin, begin };

      g_array_set_size (steps, 0);
      g_array_append_val (steps, all);
    }

  return steps;
}
