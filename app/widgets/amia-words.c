/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-widgets"

#include "config.h"

#include "amia-words.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "amia-process.h"

/* The codes in records are for programs and never translated; this is the one place that knows
 * what to call them on screen. */

typedef struct
{
  const char *code;
  const char *words;
} Word;

static const Word agencies[] = {
  { "FK", N_ ("Swedish Social Insurance Agency") },
  { "AF", N_ ("Swedish Public Employment Service") },
  { "VARD", N_ ("Care") },
  { "KOMMUN", N_ ("Municipality") },
};

static const Word agencies_short[] = {
  { "FK", NC_ ("agency pill", "FK") },
  { "AF", NC_ ("agency pill", "AF") },
  { "VARD", NC_ ("agency pill", "Care") },
  { "KOMMUN", NC_ ("agency pill", "Municipality") },
};

static const Word roles[] = {
  { "caseworker", N_ ("Caseworker") },
  { "navigator", N_ ("Rehab navigator") },
  { "coach", N_ ("Coach") },
  { "leader", N_ ("Sub-project leader") },
  { "admin", N_ ("Administrator") },
};

static const Word areas[] = {
  { "basics", N_ ("Basic facts") },
  { "health", N_ ("Health") },
  { "work", N_ ("Work") },
  { "economy", N_ ("Economy") },
  { "social", N_ ("Social situation") },
  { "plan", N_ ("Plan and activities") },
  { "closing", N_ ("Closing") },
  { "*", N_ ("Everything") },
};

static const Word consent_kinds[] = {
  { "survey", N_ ("The survey") },
  { "coding", N_ ("Coding of a disability at AF") },
  { "closing", N_ ("The closing document to a doctor") },
};

static const Word journal_kinds[] = {
  { "note", N_ ("Note") },
  { "phone", N_ ("Telephone") },
  { "meeting", N_ ("Meeting") },
  { "email", N_ ("E-mail") },
  { "decision", N_ ("Decision") },
  { "care", N_ ("Care contact") },
  { "reflection", N_ ("Reflection") },
};

static const Word kinds[] = {
  { "participant", N_ ("Participant") },
  { "case", N_ ("Case") },
  { "member", N_ ("Team") },
  { "consent", N_ ("Consent") },
  { "journal", N_ ("Journal note") },
  { "form", N_ ("Form") },
  { "pair-form", N_ ("Form of the two caseworkers") },
  { "survey", N_ ("Survey") },
  { "survey-key", N_ ("Number of a survey") },
  { "approval", N_ ("Approval") },
  { "signature", N_ ("Signature") },
  { "template", N_ ("Own form") },
  { "attachment", N_ ("Attachment") },
  { "visit", N_ ("Step of the process") },
  { "goal", N_ ("Goal") },
  { "activity", N_ ("Activity") },
  { "meeting", N_ ("Meeting") },
  { "reflection", N_ ("Reflection") },
  { "todo", N_ ("Agreed task") },
  { "revision", N_ ("Plan that was agreed on") },
  { "income", N_ ("Income") },
  { "duty", N_ ("To do") },
  { "handover", N_ ("Handover") },
  { "referral", N_ ("Referral or question") },
  { "enrolment", N_ ("Place in a group") },
  { "seat", N_ ("Place in a group") },
  { "offer", N_ ("Activity of the catalogue") },
  { "group", N_ ("Group") },
  { "occasion", N_ ("Occasion") },
  { "suggestion", N_ ("Suggestion") },
  { "slot", N_ ("Free time") },
  { "booking", N_ ("Booking of a free time") },
  { "slot-choice", N_ ("Booking of a free time") },
  { "absence", N_ ("Absence") },
  { "routine", N_ ("Routine") },
  { "note-template", N_ ("Template for notes") },
};

static const Word fields[] = {
  { "name", N_ ("Name") },
  { "personnummer", N_ ("Personal identity number") },
  { "phone", N_ ("Telephone") },
  { "email", N_ ("E-mail") },
  { "address", N_ ("Address") },
  { "municipality", N_ ("Home municipality") },
  { "language", N_ ("Language") },
  { "interpreter", N_ ("Interpreter needed") },
  { "protected", N_ ("Protected identity") },
  { "benefit-end", N_ ("Last day of the benefit") },
  { "note", N_ ("Remark") },
  { "title", N_ ("Title") },
  { "number", N_ ("Case number") },
  { "participant", N_ ("Participant") },
  { "subproject", N_ ("Sub-project") },
  { "status", N_ ("Status") },
  { "opened", N_ ("Opened") },
  { "closed", N_ ("Closed") },
  { "outcome", N_ ("Outcome") },
  { "user", N_ ("Colleague") },
  { "role", N_ ("Role") },
  { "from", N_ ("From") },
  { "to", N_ ("To") },
  { "parties", N_ ("Parties") },
  { "areas", N_ ("Information") },
  { "valid-from", N_ ("Valid from") },
  { "valid-to", N_ ("Valid to") },
  { "signed-on", N_ ("Signed on") },
  { "withdrawn", N_ ("Withdrawn") },
  { "kind", N_ ("Kind") },
  { "headline", N_ ("Headline") },
  { "text", N_ ("Text") },
  { "date", N_ ("Date") },
  { "step", N_ ("Step") },
  { "questionnaire", N_ ("Template") },
  { "removed", N_ ("Taken away") },
  { "ali-from", N_ ("First day of ALI") },
  { "way-on", N_ ("Way on") },
  { "status-90", N_ ("90 days after ALI") },
  { "status-270", N_ ("270 days after ALI") },
  { "selection", N_ ("Is AMiA for this person?") },
  { "selection-reason", N_ ("Reason") },
  { "selection-note", N_ ("Remark") },
  { "category", N_ ("Category") },
  { "purpose", N_ ("Purpose") },
  { "goal", N_ ("Goal") },
  { "parent", N_ ("Part of the goal") },
  { "responsible", N_ ("Who sees to it") },
  { "provider", N_ ("Who offers it") },
  { "hours", N_ ("Hours a week") },
  { "times", N_ ("Times each week") },
  { "place", N_ ("Place") },
  { "result", N_ ("What came of it") },
  { "due", N_ ("At the latest") },
  { "done", N_ ("Done on") },
  { "who", N_ ("Who does it") },
  { "level", N_ ("How much") },
  { "start", N_ ("From") },
  { "end", N_ ("To") },
  { "participants", N_ ("Who takes part") },
  { "km", N_ ("Kilometres there") },
  { "moved-to", N_ ("Until when") },
  { "reason", N_ ("Reason") },
  { "agency", N_ ("Agency") },
  { "question", N_ ("Question") },
  { "answer-by", N_ ("Answer by") },
  { "sent", N_ ("Sent") },
  { "reminded", N_ ("Reminded") },
  { "received", N_ ("Received") },
  { "started", N_ ("Started") },
  { "answered", N_ ("Answered") },
  { "confirmed", N_ ("Confirmed on") },
  { "colour", N_ ("On the palette") },
  { "way-in", N_ ("How does one get in?") },
  { "cost", N_ ("What does it cost?") },
  { "contact", N_ ("Whom to ask") },
  { "web", N_ ("Web address") },
  { "leader", N_ ("Who leads it?") },
  { "max", N_ ("How many does it take?") },
  { "phase", N_ ("Phase") },
  { "recurs", N_ ("How often") },
  { "deputy", N_ ("Deputy") },
};

static const Word steps[] = {
  { "1", N_ ("Inform and enrol") },
  { "2", N_ ("Map the situation") },
  { "3", N_ ("Identify goals and motivation") },
  { "4", N_ ("Make a plan") },
  { "5", N_ ("Activity according to the plan") },
  { "6", N_ ("Follow up the plan") },
  { "7", N_ ("Closing and choice of path") },
};

static const char *const months[] = {
  NC_ ("in a date", "January"),
  NC_ ("in a date", "February"),
  NC_ ("in a date", "March"),
  NC_ ("in a date", "April"),
  NC_ ("in a date", "May"),
  NC_ ("in a date", "June"),
  NC_ ("in a date", "July"),
  NC_ ("in a date", "August"),
  NC_ ("in a date", "September"),
  NC_ ("in a date", "October"),
  NC_ ("in a date", "November"),
  NC_ ("in a date", "December"),
};

static const char *const weekdays[] = {
  NC_ ("in a date", "Monday"),
  NC_ ("in a date", "Tuesday"),
  NC_ ("in a date", "Wednesday"),
  NC_ ("in a date", "Thursday"),
  NC_ ("in a date", "Friday"),
  NC_ ("in a date", "Saturday"),
  NC_ ("in a date", "Sunday"),
};

static const char *
find_word (const Word *words,
           gsize       n_words,
           const char *code)
{
  for (gsize i = 0; code != NULL && i < n_words; i++)
    {
      if (strcmp (words[i].code, code) == 0)
        return words[i].words;
    }

  return NULL;
}

static const char *
translate (const Word *words,
           gsize       n_words,
           const char *code)
{
  const char *found = find_word (words, n_words, code);

  if (found != NULL)
    return _ (found);

  return code != NULL ? code : "";
}

const char *
amia_words_agency (const char *agency)
{
  return translate (agencies, G_N_ELEMENTS (agencies), agency);
}

const char *
amia_words_agency_short (const char *agency)
{
  const char *found = find_word (agencies_short, G_N_ELEMENTS (agencies_short), agency);

  if (found != NULL)
    return g_dpgettext2 (NULL, "agency pill", found);

  return agency != NULL ? agency : "";
}

const char *
amia_words_role (const char *role)
{
  return translate (roles, G_N_ELEMENTS (roles), role);
}

const char *
amia_words_area (const char *area)
{
  return translate (areas, G_N_ELEMENTS (areas), area);
}

char *
amia_words_areas (const char *const *codes)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const guint n_areas = G_N_ELEMENTS (areas) - 1;

  for (; codes != NULL && *codes != NULL; codes++)
    {
      if (strcmp (*codes, "*") == 0)
        return g_strdup (_ ("everything"));
      g_ptr_array_add (words, g_utf8_strdown (amia_words_area (*codes), -1));
    }

  return words->len == n_areas ? g_strdup (_ ("everything")) : amia_words_join (words);
}

const char *
amia_words_consent_kind (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (consent_kinds); i++)
    {
      if (g_strcmp0 (consent_kinds[i].code, kind) == 0)
        return _ (consent_kinds[i].words);
    }

  return NULL;
}

const char *
amia_words_journal_kind (const char *kind)
{
  return translate (journal_kinds, G_N_ELEMENTS (journal_kinds), kind);
}

const char *
amia_words_kind (const char *kind)
{
  return translate (kinds, G_N_ELEMENTS (kinds), kind);
}

const char *
amia_words_field (const char *field)
{
  return translate (fields, G_N_ELEMENTS (fields), field);
}

char *
amia_words_step (const char *step)
{
  const AmiaStep *known = step != NULL ? amia_process_find_step (step) : NULL;
  const char     *title = NULL;

  /* 0 is the time before the process: the participant has been identified. */
  if (step == NULL || *step == '\0' || strcmp (step, "0") == 0)
    return g_strdup (_ ("Before step 1"));

  if (known != NULL)
    title = find_word (steps, G_N_ELEMENTS (steps), known->code);
  if (title == NULL)
    return g_strdup (step);

  /* Translators: a step of the process: its number and what is done there. */
  return g_strdup_printf (_ ("Step %s · %s"), step, _ (title));
}

/* "second time" can't be put together from a number in Swedish or English. */
static char *
describe_visit (guint n_visits)
{
  switch (n_visits)
    {
    case 2:
      return g_strdup (_ ("second time"));
    case 3:
      return g_strdup (_ ("third time"));
    case 4:
      return g_strdup (_ ("fourth time"));
    case 5:
      return g_strdup (_ ("fifth time"));
    default:
      /* Translators: how many times the case has been in this step, six or more. */
      return g_strdup_printf (_ ("time number %u"), n_visits);
    }
}

char *
amia_words_step_visit (const char *step,
                       guint       n_visits)
{
  g_autofree char *words = amia_words_step (step);
  g_autofree char *visit = NULL;

  if (n_visits < 2)
    return g_steal_pointer (&words);

  visit = describe_visit (n_visits);
  /* Translators: a step, then "second time". */
  return g_strdup_printf (_ ("%s, %s"), words, visit);
}

static char *
print_date (int day,
            int month,
            int year)
{
  /* Translators: day, month, year, as in "14 March 2014". */
  return g_strdup_printf (_ ("%d %s %d"),
                          day,
                          g_dpgettext2 (NULL, "in a date", months[month - 1]),
                          year);
}

char *
amia_words_month (guint year,
                  guint month)
{
  g_return_val_if_fail (month >= 1 && month <= 12, NULL);

  /* Translators: month, year, as in "March 2014". */
  return g_strdup_printf (_ ("%s %u"), g_dpgettext2 (NULL, "in a date", months[month - 1]), year);
}

const char *
amia_words_weekday (GDateWeekday weekday)
{
  g_return_val_if_fail (g_date_valid_weekday (weekday), NULL);

  return g_dpgettext2 (NULL, "in a date", weekdays[weekday - 1]);
}

char *
amia_words_date (const char *date)
{
  int year = 0;
  int month = 0;
  int day = 0;

  if (date == NULL)
    return g_strdup ("");

  if (strlen (date) != 10 || sscanf (date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 ||
      month > 12)
    return g_strdup (date);

  return print_date (day, month, year);
}

/* Days between two local dates; not seconds, since a day may have 23 hours. */
static int
count_days (GDateTime *from,
            GDateTime *to)
{
  GDate a;
  GDate b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a,
                  (GDateDay) g_date_time_get_day_of_month (from),
                  (GDateMonth) g_date_time_get_month (from),
                  (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&b,
                  (GDateDay) g_date_time_get_day_of_month (to),
                  (GDateMonth) g_date_time_get_month (to),
                  (GDateYear) g_date_time_get_year (to));
  return g_date_days_between (&a, &b);
}

char *
amia_words_moment (gint64 ms,
                   gint64 now_ms)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_ms / 1000);
  g_autofree char *time = NULL;
  g_autofree char *date = NULL;
  int              n_days = 0;

  if (moment == NULL || now == NULL)
    return g_strdup ("");

  time = g_date_time_format (moment, "%H:%M");
  n_days = count_days (moment, now);
  if (n_days == 0)
    return g_steal_pointer (&time);

  /* Translators: a time of yesterday. */
  if (n_days == 1)
    return g_strdup_printf (_ ("yesterday %s"), time);

  date = print_date (g_date_time_get_day_of_month (moment),
                     g_date_time_get_month (moment),
                     g_date_time_get_year (moment));
  return g_strdup_printf ("%s %s", date, time);
}

char *
amia_words_day (gint64 ms,
                gint64 now_ms)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_ms / 1000);
  int n_days = 0;

  if (moment == NULL || now == NULL)
    return g_strdup ("");

  n_days = count_days (moment, now);
  if (n_days == 0)
    return g_date_time_format (moment, "%H:%M");
  if (n_days == 1)
    return g_strdup (_ ("yesterday"));
  if (g_date_time_get_year (moment) != g_date_time_get_year (now))
    return print_date (g_date_time_get_day_of_month (moment),
                       g_date_time_get_month (moment),
                       g_date_time_get_year (moment));

  /* Translators: a day of this year: day and month, as in "14 March". */
  return g_strdup_printf (
      _ ("%d %s"),
      g_date_time_get_day_of_month (moment),
      g_dpgettext2 (NULL, "in a date", months[g_date_time_get_month (moment) - 1]));
}

gint64
amia_words_now_ms (void)
{
  return g_get_real_time () / 1000;
}

char *
amia_words_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

char *
amia_words_join (GPtrArray *words)
{
  g_autoptr (GString) joined = NULL;

  g_return_val_if_fail (words != NULL, NULL);

  joined = g_string_new (NULL);
  for (guint i = 0; i < words->len; i++)
    {
      if (i > 0)
        /* Translators: the first goes between words of a list, the second before the last word. */
        g_string_append (joined, i + 1 < words->len ? _ (", ") : _ (" and "));
      g_string_append (joined, g_ptr_array_index (words, i));
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}
