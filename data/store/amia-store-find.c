/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-store-find.h"

#include <string.h>

#include "amia-answer-path.h"
#include "amia-store-private.h"
#include "amia-store-search.h"
#include "amia-store-templates.h"
#include "amia-store-words-private.h"
#include "amia-text.h"

/* One search over everything: the hits of the full-text indexes, told whose case each is in. */

/* And the field that says of which day it is. */
static const struct
{
  const char    *kind;
  AmiaFoundGroup group;
  const char    *day;
} kinds[] = {
  { "participant", AMIA_FOUND_PEOPLE, NULL },
  { "case", AMIA_FOUND_PEOPLE, NULL },
  { "journal", AMIA_FOUND_JOURNAL, "date" },
  { "form", AMIA_FOUND_FORMS, NULL },
  { "goal", AMIA_FOUND_PLAN, NULL },
  { "activity", AMIA_FOUND_PLAN, "from" },
  { "todo", AMIA_FOUND_PLAN, "due" },
  { "meeting", AMIA_FOUND_MEETINGS, "start" },
  { "referral", AMIA_FOUND_PLAN, "sent" },
  { "attachment", AMIA_FOUND_PAPERS, "date" },
  { "offer", AMIA_FOUND_OFFERS, NULL },
  { "group", AMIA_FOUND_OFFERS, NULL },
  { "occasion", AMIA_FOUND_OFFERS, "start" },
  { "suggestion", AMIA_FOUND_OFFERS, "date" },
};

static AmiaFoundGroup
find_group (const char  *kind,
            const char **day_field)
{
  *day_field = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].kind, kind) == 0)
        {
          *day_field = kinds[i].day;
          return kinds[i].group;
        }
    }

  return AMIA_FOUND_OTHERS;
}

static void
found_free (gpointer data)
{
  AmiaFound *found = data;

  g_free (found->kind);
  g_free (found->name);
  g_free (found->title);
  g_free (found->day);
  g_free (found->field);
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

/* "Kartläggning · Hur sover du?", as far as the form is known here. */
static char *
describe_answer (AmiaQuestionnaire *questionnaire,
                 const char        *field,
                 const char        *language)
{
  const char *title = amia_text_get (amia_questionnaire_get_title (questionnaire), language);
  const char *question = NULL;
  g_autoptr (GPtrArray) segments = amia_answer_path_parse (field);

  for (guint i = segments != NULL ? segments->len : 0; i > 0 && question == NULL; i--)
    {
      const AmiaSegment *segment = g_ptr_array_index (segments, i - 1);
      const AmiaItem    *item = segment->kind == AMIA_SEGMENT_LINK_ID
                                    ? amia_questionnaire_find_item (questionnaire, segment->name)
                                    : NULL;

      if (item != NULL)
        question = amia_text_get (item->text, language);
    }

  if (title == NULL || question == NULL)
    return g_strdup (title != NULL ? title : question);
  return g_strconcat (title, " · ", question, NULL);
}

static gboolean
find_answer (AmiaStore         *store,
             AmiaFound         *found,
             const AmiaRecord  *record,
             const char *const *words,
             const char        *language,
             GError           **error)
{
  g_autofree char *canonical = amia_record_dup_string (record, "questionnaire");
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AmiaQuestionnaire) questionnaire =
      amia_store_find_questionnaire (store, canonical, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  found->field = _amia_form_words_find (record, words);
  if (questionnaire != NULL && found->field != NULL)
    found->title = describe_answer (questionnaire, found->field, language);
  return TRUE;
}

/* Where in the case it stands: what only the record itself says. */
static gboolean
find_place (AmiaStore         *store,
            AmiaFound         *found,
            const char        *day_field,
            const char *const *words,
            const char        *language,
            GError           **error)
{
  g_autoptr (AmiaRecord) record = NULL;
  g_autoptr (GError) local_error = NULL;

  if (day_field == NULL && found->group != AMIA_FOUND_FORMS)
    return TRUE;

  record = amia_store_load_record (store, &found->id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (record == NULL)
    return TRUE;
  if (found->group == AMIA_FOUND_FORMS)
    return find_answer (store, found, record, words, language, error);

  found->day = amia_record_dup_string (record, day_field);
  if (found->day != NULL && strlen (found->day) > AMIA_DAY_LENGTH)
    found->day[AMIA_DAY_LENGTH] = '\0';
  return TRUE;
}

/* NULL without an error for what is not to be shown. */
static AmiaFound *
make_found (AmiaStore         *store,
            const AmiaHit     *hit,
            GPtrArray         *all,
            const char *const *words,
            const char        *language,
            GError           **error)
{
  AmiaFound  *found = g_new0 (AmiaFound, 1);
  const char *day_field;
  gboolean    is_protected;

  found->group = find_group (hit->kind, &day_field);
  found->kind = g_strdup (hit->kind);
  found->id = hit->id;
  found->case_id = hit->case_id;
  found->snippet = g_strdup (hit->snippet);
  if (find_case (store, found, &is_protected, error) && !is_protected && !is_there (all, found) &&
      find_place (store, found, day_field, words, language, error))
    return found;

  found_free (found);
  return NULL;
}

GPtrArray *
amia_store_find (AmiaStore  *store,
                 const char *words,
                 guint       limit,
                 const char *language,
                 GError    **error)
{
  g_autoptr (GPtrArray) hits = amia_store_search (store, words, limit, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (found_free);
  g_auto (GStrv) split = _amia_search_split (words);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      AmiaFound *found = make_found (store, g_ptr_array_index (hits, i), all,
                                     (const char *const *) split, language, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (found != NULL)
        g_ptr_array_add (all, found);
    }

  /* The sort keeps the order within a group. */
  g_ptr_array_sort_with_data (all, compare_groups, NULL);
  return hits != NULL ? g_steal_pointer (&all) : NULL;
}
