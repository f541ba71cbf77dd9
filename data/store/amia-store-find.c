/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-find.h"

#include <string.h>

#include "amia-store-private.h"
#include "amia-store-search.h"

/* One search over everything: the hits of the full-text indexes, told whose case each is in. */

static const struct
{
  const char    *kind;
  AmiaFoundGroup group;
} groups[] = {
  { "participant", AMIA_FOUND_PEOPLE },
  { "case", AMIA_FOUND_PEOPLE },
  { "journal", AMIA_FOUND_JOURNAL },
  { "goal", AMIA_FOUND_PLAN },
  { "activity", AMIA_FOUND_PLAN },
  { "todo", AMIA_FOUND_PLAN },
  { "meeting", AMIA_FOUND_PLAN },
  { "referral", AMIA_FOUND_PLAN },
  { "attachment", AMIA_FOUND_PAPERS },
  { "offer", AMIA_FOUND_OFFERS },
  { "group", AMIA_FOUND_OFFERS },
  { "occasion", AMIA_FOUND_OFFERS },
  { "suggestion", AMIA_FOUND_OFFERS },
};

static AmiaFoundGroup
find_group (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (strcmp (groups[i].kind, kind) == 0)
        return groups[i].group;
    }

  return AMIA_FOUND_OTHERS;
}

static void
found_free (gpointer data)
{
  AmiaFound *found = data;

  g_free (found->kind);
  g_free (found->name);
  g_free (found->snippet);
  g_free (found);
}

/* The case by its id or, for a participant, the one that names them. *is_protected is told of the
 * case that was found. */
static gboolean
find_case (AmiaStore *store,
           AmiaFound *found,
           gboolean  *is_protected,
           GError   **error)
{
  static const char sql[] = "SELECT id, coalesce (name, title, number), is_protected FROM case_row "
                            "WHERE id = ?1 OR participant = ?2 LIMIT 1";
  g_autoptr (AmiaStatement) statement = amia_db_prepare (store->db, sql, "find a case", error);
  AmiaStep step;

  *is_protected = FALSE;
  if (statement == NULL)
    return FALSE;

  _amia_statement_bind_uuid (statement, 1, &found->case_id);
  _amia_statement_bind_uuid (statement, 2, &found->id);
  step = amia_statement_step (statement, error);
  if (step == AMIA_ROW)
    {
      found->case_id = _amia_statement_get_uuid (statement, 0);
      found->name = g_strdup (amia_statement_get_text (statement, 1));
      *is_protected = amia_statement_get_int (statement, 2) != 0;
    }
  return step != AMIA_ERROR;
}

/* A name stands in the case and in its participant: one line is enough. */
static gboolean
is_there (GPtrArray       *all,
          const AmiaFound *found)
{
  for (guint i = 0; found->group == AMIA_FOUND_PEOPLE && i < all->len; i++)
    {
      const AmiaFound *other = g_ptr_array_index (all, i);

      if (other->group == AMIA_FOUND_PEOPLE && amia_uuid_equal (&other->case_id, &found->case_id))
        return TRUE;
    }

  return FALSE;
}

static int
compare_groups (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const AmiaFound *first = *(const AmiaFound *const *) a;
  const AmiaFound *second = *(const AmiaFound *const *) b;

  return (int) first->group - (int) second->group;
}

GPtrArray *
amia_store_find (AmiaStore  *store,
                 const char *words,
                 guint       limit,
                 GError    **error)
{
  g_autoptr (GPtrArray) hits = amia_store_search (store, words, limit, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (found_free);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      const AmiaHit *hit = g_ptr_array_index (hits, i);
      AmiaFound     *found = g_new0 (AmiaFound, 1);
      gboolean       is_protected;

      found->group = find_group (hit->kind);
      found->kind = g_strdup (hit->kind);
      found->id = hit->id;
      found->case_id = hit->case_id;
      found->snippet = g_strdup (hit->snippet);
      if (!find_case (store, found, &is_protected, error))
        {
          found_free (found);
          return NULL;
        }
      if (is_protected || is_there (all, found))
        found_free (found);
      else
        g_ptr_array_add (all, found);
    }

  /* The sort keeps the order within a group. */
  g_ptr_array_sort_with_data (all, compare_groups, NULL);
  return hits != NULL ? g_steal_pointer (&all) : NULL;
}
