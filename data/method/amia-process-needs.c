/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-process-needs.h"

#include <string.h>

/* Which need belongs to which part of the map is a table, what meets each a switch: a new
 * need is a line in both. */

static const struct
{
  const char *name;
  const char *step;
  gboolean    is_hard;
} needs[AMIA_N_NEEDS] = {
  [AMIA_NEED_SUMMARY] = { "summary", "1.1", FALSE },
  [AMIA_NEED_BENEFIT_END] = { "benefit-end", "1.2", FALSE },
  [AMIA_NEED_CONSENT] = { "consent", "1.5", TRUE },
  [AMIA_NEED_SURVEY_1] = { "survey-1", "1", FALSE },
  [AMIA_NEED_DIARY] = { "diary", "1.3", FALSE },
  [AMIA_NEED_MAPPING] = { "mapping", "2.1", FALSE },
  [AMIA_NEED_NETWORK] = { "network", "2.3", FALSE },
  [AMIA_NEED_WEEK] = { "week", "2.2", FALSE },
  [AMIA_NEED_SUB_GOAL] = { "sub-goal", "3.1", FALSE },
  [AMIA_NEED_ACTIVITY] = { "activity", "4.1", FALSE },
  [AMIA_NEED_PURPOSE] = { "purpose", "4.2", FALSE },
  [AMIA_NEED_AGREED_PLAN] = { "agreed-plan", "4", FALSE },
  [AMIA_NEED_UNDER_WAY] = { "under-way", "5", FALSE },
  [AMIA_NEED_SURVEY_2] = { "survey-2", "5", FALSE },
  [AMIA_NEED_FOLLOW_UP] = { "follow-up", "6", FALSE },
  [AMIA_NEED_CARE_MEETING] = { "care-meeting", "6", FALSE },
  [AMIA_NEED_SURVEY_3] = { "survey-3", "7", FALSE },
  [AMIA_NEED_CLOSING_MEETING] = { "closing-meeting", "7", FALSE },
  [AMIA_NEED_CLOSING_DOCUMENT] = { "closing-document", "7.1", TRUE },
};

const char *
amia_process_need_get_name (AmiaProcessNeed need)
{
  g_return_val_if_fail (need < AMIA_N_NEEDS, NULL);

  return needs[need].name;
}

const char *
amia_process_need_get_step (AmiaProcessNeed need)
{
  g_return_val_if_fail (need < AMIA_N_NEEDS, NULL);

  return needs[need].step;
}

gboolean
amia_process_need_is_hard (AmiaProcessNeed need)
{
  g_return_val_if_fail (need < AMIA_N_NEEDS, FALSE);

  return needs[need].is_hard;
}

gboolean
amia_process_need_is_used (AmiaProcessNeed         need,
                           const AmiaProcessFacts *facts)
{
  guint n_surveys = 0;

  g_return_val_if_fail (need < AMIA_N_NEEDS, FALSE);
  g_return_val_if_fail (facts != NULL, FALSE);

  n_surveys = facts->n_surveys > 0 ? facts->n_surveys : 3;
  if (need == AMIA_NEED_SURVEY_2)
    return n_surveys >= 2;

  return need != AMIA_NEED_SURVEY_3 || n_surveys >= 3;
}

/* A plan is followed up by a meeting on a later day than it was agreed on. */
static gboolean
is_followed_up (const AmiaProcessFacts *facts)
{
  return facts->agreed != NULL && facts->met != NULL && strcmp (facts->met, facts->agreed) > 0;
}

gboolean
amia_process_need_is_met (AmiaProcessNeed         need,
                          const AmiaProcessFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  switch (need)
    {
    case AMIA_NEED_SUMMARY:
      return facts->has_summary;
    case AMIA_NEED_BENEFIT_END:
      return facts->has_benefit_end;
    case AMIA_NEED_CONSENT:
      return facts->has_consent;
    case AMIA_NEED_SURVEY_1:
      return (facts->surveys & 1u) != 0;
    case AMIA_NEED_DIARY:
      return facts->has_diary;
    case AMIA_NEED_MAPPING:
      return facts->has_mapping;
    case AMIA_NEED_NETWORK:
      return facts->has_network;
    case AMIA_NEED_WEEK:
      return facts->has_week;
    case AMIA_NEED_SUB_GOAL:
      return facts->n_sub_goals > 0;
    case AMIA_NEED_ACTIVITY:
      return facts->n_activities > 0;
    case AMIA_NEED_PURPOSE:
      return facts->n_activities > 0 && facts->n_without_purpose == 0;
    case AMIA_NEED_AGREED_PLAN:
      return facts->agreed != NULL;
    case AMIA_NEED_UNDER_WAY:
      return facts->n_under_way > 0;
    case AMIA_NEED_SURVEY_2:
      return (facts->surveys & 2u) != 0;
    case AMIA_NEED_FOLLOW_UP:
      return is_followed_up (facts);
    case AMIA_NEED_CARE_MEETING:
      return facts->has_care_meeting;
    case AMIA_NEED_SURVEY_3:
      return (facts->surveys & 4u) != 0;
    case AMIA_NEED_CLOSING_MEETING:
      return facts->has_closing_meeting;
    case AMIA_NEED_CLOSING_DOCUMENT:
      return facts->is_closing_approved;
    case AMIA_N_NEEDS:
      break;
    }

  g_return_val_if_reached (FALSE);
}

/* `1` has what is of `1` and `1.5`; `1.5` only its own. */
static gboolean
is_part_of (const char *need_step,
            const char *step)
{
  const gsize length = strlen (step);

  return strncmp (need_step, step, length) == 0 &&
         (need_step[length] == '\0' || need_step[length] == '.');
}

GArray *
amia_process_list_missing (const AmiaProcessFacts *facts,
                           const char             *step)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (AmiaProcessNeed));

  g_return_val_if_fail (facts != NULL, NULL);

  for (guint i = 0; i < AMIA_N_NEEDS; i++)
    {
      const AmiaProcessNeed need = i;

      if ((step == NULL || is_part_of (needs[i].step, step)) &&
          amia_process_need_is_used (need, facts) && !amia_process_need_is_met (need, facts))
        g_array_append_val (missing, need);
    }

  return g_steal_pointer (&missing);
}

gboolean
amia_process_may_close (const AmiaProcessFacts *facts)
{
  return amia_process_need_is_met (AMIA_NEED_CLOSING_DOCUMENT, facts);
}
