/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-record"

#include "config.h"

#include "amia-name-set-private.h"

/* A sorted array of runs, searched by halving. The runs never touch: two that would are one. */

GArray *
_amia_name_set_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (AmiaNameRun));
}

static AmiaNameRun *
run_at (const GArray *set,
        guint         i)
{
  return &g_array_index (set, AmiaNameRun, i);
}

static gboolean
begins_after (const AmiaNameRun *run,
              const AmiaUuid    *device,
              gint64             n)
{
  int order = amia_uuid_compare (&run->device, device);

  return order > 0 || (order == 0 && run->first > n);
}

/* How many runs begin at or before (device, n). */
static guint
find_place (const GArray   *set,
            const AmiaUuid *device,
            gint64          n)
{
  guint low = 0;
  guint high = set->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (begins_after (run_at (set, middle), device, n))
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

gboolean
_amia_name_set_contains (const GArray   *set,
                         const AmiaUuid *device,
                         gint64          n)
{
  guint              place = find_place (set, device, n);
  const AmiaNameRun *run = place > 0 ? run_at (set, place - 1) : NULL;

  return run != NULL && run->last >= n && amia_uuid_equal (&run->device, device);
}

void
_amia_name_set_add (GArray         *set,
                    const AmiaUuid *device,
                    gint64          n)
{
  guint        place = find_place (set, device, n);
  AmiaNameRun *before = place > 0 ? run_at (set, place - 1) : NULL;
  AmiaNameRun *after = place < set->len ? run_at (set, place) : NULL;
  AmiaNameRun  alone = { *device, n, n };
  gboolean     joins_before;
  gboolean     joins_after;

  if (_amia_name_set_contains (set, device, n))
    return;

  joins_before = before != NULL &&
                 amia_uuid_equal (&before->device, device) &&
                 before->last == n - 1;
  joins_after = after != NULL &&
                amia_uuid_equal (&after->device, device) &&
                after->first - 1 == n;

  if (joins_before && joins_after)
    {
      before->last = after->last;
      g_array_remove_index (set, place);
    }
  else if (joins_before)
    before->last = n;
  else if (joins_after)
    after->first = n;
  else
    g_array_insert_val (set, place, alone);
}
