/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-store"

#include "config.h"

#include "amia-answer-path.h"
#include "amia-questionnaire.h"
#include "amia-store-private.h"

/* The consent area of an op whose author named none: the table's or, for an answer, the one that
 * the form gives the question or whoever brought the form in gave all of it. An answer without one
 * is its own agency's only: nobody has said what a consent would have to cover. */

#define DEFAULT_AREA "basics"

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

static const char *
choose_answer_area (AmiaStore  *store,
                    const char *questionnaire,
                    const char *field)
{
  const AmiaQuestionnaire *form = NULL;
  const char              *area = NULL;
  const char              *template_area = NULL;

  if (questionnaire != NULL)
    form = _amia_templates_find (store, questionnaire, &template_area);
  if (form != NULL)
    area = find_answer_area (form, field);
  if (area == NULL)
    area = template_area;
  return area != NULL ? area : AMIA_AREA_OWN;
}

char *
_amia_store_find_area (AmiaStore        *store,
                       const AmiaKind   *kind,
                       const AmiaRecord *record,
                       const char       *questionnaire,
                       const char       *field)
{
  const AmiaField *known = amia_kind_find_field (kind, field);
  g_autofree char *kept = NULL;

  if (known != NULL && (known->flags & AMIA_FIELD_TEMPLATE_AREA) != 0)
    {
      if (questionnaire == NULL)
        questionnaire = kept = amia_record_dup_string (record, "questionnaire");
      return g_strdup (choose_answer_area (store, questionnaire, field));
    }

  return g_strdup (known != NULL && known->area != NULL ? known->area : DEFAULT_AREA);
}
