/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-process"

#include "config.h"

#include "amia-process-words.h"

#include <glib/gi18n.h>

#include "amia-words.h"

/* What is missing is said as the thing that would be there, never as a reproach. */

static const char *const needs[AMIA_N_NEEDS] = {
  [AMIA_NEED_SUMMARY] = N_ ("Summary before the handover"),
  [AMIA_NEED_BENEFIT_END] = N_ ("Last day of the benefit"),
  [AMIA_NEED_CONSENT] = N_ ("Consent that is valid today"),
  [AMIA_NEED_SURVEY_1] = N_ ("Survey 1"),
  [AMIA_NEED_DIARY] = N_ ("Diary sheet"),
  [AMIA_NEED_MAPPING] = N_ ("Mapping"),
  [AMIA_NEED_NETWORK] = N_ ("Network map"),
  [AMIA_NEED_WEEK] = N_ ("Weekly schedule"),
  [AMIA_NEED_SUB_GOAL] = N_ ("Sub-goal"),
  [AMIA_NEED_ACTIVITY] = N_ ("Activity"),
  [AMIA_NEED_PURPOSE] = N_ ("Purpose of each activity"),
  [AMIA_NEED_AGREED_PLAN] = N_ ("Plan that was agreed on"),
  [AMIA_NEED_UNDER_WAY] = N_ ("Activity under way"),
  [AMIA_NEED_SURVEY_2] = N_ ("Survey 2"),
  [AMIA_NEED_FOLLOW_UP] = N_ ("Follow-up meeting after the plan"),
  [AMIA_NEED_CARE_MEETING] = N_ ("Meeting with care (avstämningsmöte)"),
  [AMIA_NEED_SURVEY_3] = N_ ("Survey 3"),
  [AMIA_NEED_CLOSING_MEETING] = N_ ("Closing meeting"),
  [AMIA_NEED_CLOSING_DOCUMENT] = N_ ("Closing document approved by both agencies"),
};

const char *
amia_process_words_need (AmiaProcessNeed need)
{
  g_return_val_if_fail (need < AMIA_N_NEEDS, "");

  return _ (needs[need]);
}

const char *
amia_process_words_rule (AmiaProcessNeed need)
{
  if (need == AMIA_NEED_CONSENT)
    return _ ("Nothing is shared between the agencies without it.");
  if (need == AMIA_NEED_CLOSING_DOCUMENT)
    return _ ("The case can't be closed without it.");

  return NULL;
}

char *
amia_process_words_period (const AmiaVisit *visit)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (visit != NULL, NULL);

  from = visit->from != NULL ? amia_words_date (visit->from) : g_strdup ("?");
  if (visit->to == NULL)
    return g_strdup_printf (_ ("Since %s"), from);

  to = amia_words_date (visit->to);
  return g_strdup_printf ("%s – %s", from, to);
}

char *
amia_process_words_visit (const AmiaVisit *visit)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_return_val_if_fail (visit != NULL, NULL);

  if (visit->author != NULL)
    g_string_append (words, visit->author);
  if (visit->author != NULL && visit->agency != NULL)
    g_string_append_printf (words, " (%s)", amia_words_agency_short (visit->agency));
  if (visit->note != NULL && *visit->note != '\0')
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", visit->note);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

char *
amia_process_words_visits (guint n_visits)
{
  if (n_visits == 0)
    return g_strdup (_ ("Not entered yet"));

  return g_strdup_printf (ngettext ("Entered %u time", "Entered %u times", n_visits), n_visits);
}

char *
amia_process_words_missing (const AmiaCaseProcess *process,
                            const char            *step)
{
  g_autoptr (GArray) missing = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  g_return_val_if_fail (process != NULL, NULL);

  missing = amia_process_list_missing (&process->facts, step);
  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "",
                            amia_process_words_need (
                                g_array_index (missing, AmiaProcessNeed, i)));

  /* Translators: a list of things follows */
  return missing->len > 0 ? g_strdup_printf (_ ("Missing: %s"), words->str) : NULL;
}
