/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-answer-path.h"
#include "amia-questionnaire.h"
#include "amia-store-private.h"
#include "amia-templates.h"

/* The consent area of an op whose author named none: the table's or, for an answer, the one that
 * the form's template gives the question. */

#define DEFAULT_AREA "basics"

/* NULL for a form that is not shipped. Read once, and also remembered when there is none. */
static const AmiaQuestionnaire *
find_questionnaire (AmiaStore  *store,
                    const char *canonical)
{
  const AmiaTemplate *shipped;
  AmiaQuestionnaire  *questionnaire = NULL;
  gpointer            known;

  if (g_hash_table_lookup_extended (store->questionnaires, canonical, NULL, &known))
    return known;

  shipped = amia_templates_find (canonical);
  if (shipped != NULL)
    {
      g_autoptr (GBytes) data = amia_template_dup_data (shipped);
      gsize       length;
      const char *text = g_bytes_get_data (data, &length);

      /* Ignored: a shipped form that does not load fails its own tests; here it has no areas. */
      questionnaire = amia_questionnaire_new_from_data (text, (gssize) length, NULL);
    }

  g_hash_table_insert (store->questionnaires, g_strdup (canonical), questionnaire);
  return questionnaire;
}

static const char *
find_answer_area (const AmiaQuestionnaire *questionnaire,
                  const char              *field)
{
  g_autofree char *link_id = amia_answer_path_dup_link_id (field);
  const AmiaItem  *item =
      link_id != NULL ? amia_questionnaire_find_item (questionnaire, link_id) : NULL;

  return item != NULL && item->area != NULL ? item->area
                                            : amia_questionnaire_get_area (questionnaire);
}

char *
_amia_store_find_area (AmiaStore        *store,
                       const AmiaKind   *kind,
                       const AmiaRecord *record,
                       const char       *questionnaire,
                       const char       *field)
{
  const AmiaField         *known = amia_kind_find_field (kind, field);
  const AmiaQuestionnaire *form = NULL;
  const char              *area = NULL;
  g_autofree char         *kept = NULL;

  if (known != NULL && (known->flags & AMIA_FIELD_TEMPLATE_AREA) != 0)
    {
      if (questionnaire == NULL)
        questionnaire = kept = amia_record_dup_string (record, "questionnaire");
      if (questionnaire != NULL)
        form = find_questionnaire (store, questionnaire);
      if (form != NULL)
        area = find_answer_area (form, field);
    }

  if (area == NULL && known != NULL)
    area = known->area;
  return g_strdup (area != NULL ? area : DEFAULT_AREA);
}
