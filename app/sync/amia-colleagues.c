/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-sync-place"

#include "config.h"

#include "amia-colleagues.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-store-lists.h"
#include "amia-store-names.h"
#include "amia-store-sharing.h"
#include "amia-words.h"

/* The third line of the sync page: what has reached the colleagues, counted in cases. A case counts
 * only when all of it that the colleague may see is there. */

static void
free_colleague (gpointer data)
{
  AmiaColleague *colleague = data;

  g_free (colleague->user);
  g_free (colleague->name);
  g_free (colleague->agency);
  g_free (colleague);
}

static AmiaColleague *
find_colleague (AmiaStore               *store,
                GPtrArray               *colleagues,
                const AmiaMemberSharing *member)
{
  AmiaColleague *colleague = NULL;

  for (guint i = 0; i < colleagues->len; i++)
    {
      colleague = g_ptr_array_index (colleagues, i);
      if (strcmp (colleague->user, member->user) == 0)
        return colleague;
    }

  colleague = g_new0 (AmiaColleague, 1);
  colleague->user = g_strdup (member->user);
  colleague->name = g_strdup (amia_store_get_person (store, member->user));
  colleague->agency = g_strdup (member->agency);
  g_ptr_array_add (colleagues, colleague);
  return colleague;
}

static gboolean
count_case (AmiaStore      *store,
            const AmiaUuid *case_id,
            GPtrArray      *colleagues,
            GError        **error)
{
  g_autoptr (AmiaCaseSharing) sharing = amia_store_load_sharing (store, case_id, NULL, error);

  if (sharing == NULL)
    return FALSE;

  for (guint i = 0; i < sharing->members->len; i++)
    {
      const AmiaMemberSharing *member = g_ptr_array_index (sharing->members, i);
      AmiaColleague           *colleague = NULL;

      if (member->is_self || !amia_rights_is_member (member->rights))
        continue;

      colleague = find_colleague (store, colleagues, member);
      colleague->n_cases++;
      colleague->n_whole += member->has_all;
      colleague->n_opened += member->has_opened_all;
    }

  return TRUE;
}

static int
compare_colleagues (gconstpointer a,
                    gconstpointer b)
{
  const AmiaColleague *first = *(AmiaColleague *const *) a;
  const AmiaColleague *second = *(AmiaColleague *const *) b;

  return g_utf8_collate (first->name, second->name);
}

GPtrArray *
amia_colleagues_load (AmiaStore *store,
                      GError   **error)
{
  const AmiaCaseQuery query = { .stage = AMIA_CASES_ALL, .sort = AMIA_CASE_SORT_CHANGED };
  g_autoptr (GPtrArray) colleagues = g_ptr_array_new_with_free_func (free_colleague);
  g_autoptr (GArray) cases = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  cases = amia_store_list_case_ids (store, &query, error);
  if (cases == NULL)
    return NULL;

  for (guint i = 0; i < MIN (cases->len, AMIA_COLLEAGUES_CASES_MAX); i++)
    {
      if (!count_case (store, &g_array_index (cases, AmiaUuid, i), colleagues, error))
        return NULL;
    }

  g_ptr_array_sort (colleagues, compare_colleagues);
  return g_steal_pointer (&colleagues);
}

static char *
describe_reach (const AmiaColleague *colleague)
{
  if (colleague->agency == NULL)
    return g_strdup (_ ("has not signed in yet"));
  if (colleague->n_whole == 0)
    return g_strdup (_ ("has not got what is new yet"));
  if (colleague->n_opened == colleague->n_cases)
    return g_strdup (_ ("has got and opened everything"));
  if (colleague->n_whole < colleague->n_cases)
    /* Translators: a number of cases and all of them. */
    return g_strdup_printf (_ ("has got everything in %u of %u cases"),
                            colleague->n_whole,
                            colleague->n_cases);
  if (colleague->n_opened == 0)
    return g_strdup (_ ("has got everything"));

  return g_strdup_printf (ngettext ("has got everything, and opened %u case",
                                    "has got everything, and opened %u cases",
                                    colleague->n_opened),
                          colleague->n_opened);
}

char *
amia_colleagues_describe (GPtrArray *colleagues)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  g_return_val_if_fail (colleagues != NULL, NULL);

  for (guint i = 0; i < colleagues->len; i++)
    {
      const AmiaColleague *colleague = g_ptr_array_index (colleagues, i);
      g_autofree char     *reach = describe_reach (colleague);

      if (lines->len > 0)
        g_string_append_c (lines, '\n');
      if (colleague->agency != NULL)
        g_string_append_printf (lines,
                                "%s (%s) %s",
                                colleague->name,
                                amia_words_agency_short (colleague->agency),
                                reach);
      else
        g_string_append_printf (lines, "%s %s", colleague->name, reach);
    }

  return lines->len > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}
