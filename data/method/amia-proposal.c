/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-proposal.h"

/* What of the catalogue is worth proposing: the four categories under both their names, and which
 * of them a plan has nothing of. */

static const struct
{
  const char *catalogue;
  const char *plan;
} categories[AMIA_N_CATEGORIES] = {
  { "1", "halsa" },
  { "2", "ekonomi-stod" },
  { "3", "vagledning-provning" },
  { "4", "soka-arbete" },
};

int
amia_category_find (const char *code)
{
  for (int i = 0; i < AMIA_N_CATEGORIES; i++)
    {
      if (g_strcmp0 (categories[i].catalogue, code) == 0 ||
          g_strcmp0 (categories[i].plan, code) == 0)
        return i;
    }

  return -1;
}

const char *
amia_category_get_plan_code (const char *category)
{
  int index = amia_category_find (category);

  return index >= 0 ? categories[index].plan : NULL;
}

void
amia_proposal_find_lacking (const AmiaActionPlan *plan,
                            gboolean              is_lacking[AMIA_N_CATEGORIES])
{
  g_return_if_fail (plan != NULL);
  g_return_if_fail (is_lacking != NULL);

  for (int i = 0; i < AMIA_N_CATEGORIES; i++)
    is_lacking[i] = TRUE;
  for (guint i = 0; i < plan->activities->len; i++)
    {
      const AmiaPlanActivity *activity = g_ptr_array_index (plan->activities, i);
      int                     category = amia_category_find (activity->category);

      if (category >= 0 && g_strcmp0 (activity->status, "stopped") != 0)
        is_lacking[category] = FALSE;
    }
}
