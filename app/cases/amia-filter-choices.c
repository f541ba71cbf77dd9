/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-cases"

#include "config.h"

#include "amia-filter-choices.h"

#include "amia-store-lists.h"
#include "amia-store-names.h"
#include "amia-store-workload.h"

/* Teams and sub-projects as they are now, read when somebody wants to choose. */

AmiaFilterColleague *
amia_filter_colleague_new (const char *user,
                           const char *name)
{
  AmiaFilterColleague *colleague = NULL;

  g_return_val_if_fail (user != NULL && name != NULL, NULL);

  colleague = g_new (AmiaFilterColleague, 1);
  *colleague = (AmiaFilterColleague){ g_strdup (user), g_strdup (name) };
  return colleague;
}

void
amia_filter_colleague_free (AmiaFilterColleague *colleague)
{
  if (colleague == NULL)
    return;

  g_free (colleague->user);
  g_free (colleague->name);
  g_free (colleague);
}

void
amia_filter_choices_free (AmiaFilterChoices *choices)
{
  if (choices == NULL)
    return;

  g_ptr_array_unref (choices->colleagues);
  g_clear_pointer (&choices->subprojects, g_ptr_array_unref);
  g_free (choices);
}

static int
compare_colleagues (gconstpointer a,
                    gconstpointer b)
{
  return g_utf8_collate ((*(AmiaFilterColleague *const *) a)->name,
                         (*(AmiaFilterColleague *const *) b)->name);
}

gpointer
amia_filter_choices_load (AmiaStore    *store,
                          gpointer      own,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autoptr (GPtrArray) workloads = amia_store_list_workload (store, error);
  g_autoptr (AmiaFilterChoices) choices = NULL;

  if (workloads == NULL)
    return NULL;

  choices = g_new0 (AmiaFilterChoices, 1);
  choices->colleagues =
      g_ptr_array_new_with_free_func ((GDestroyNotify) amia_filter_colleague_free);
  for (guint i = 0; i < workloads->len; i++)
    {
      const AmiaWorkload *workload = g_ptr_array_index (workloads, i);

      if (g_strcmp0 (workload->user, own) != 0)
        g_ptr_array_add (choices->colleagues,
                         amia_filter_colleague_new (
                             workload->user, amia_store_get_person (store, workload->user)));
    }
  g_ptr_array_sort (choices->colleagues, compare_colleagues);
  choices->subprojects = amia_store_list_subprojects (store, error);
  return choices->subprojects != NULL ? g_steal_pointer (&choices) : NULL;
}
