/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-plan"

#include "config.h"

#include "amia-plan-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "amia-words.h"

/* Codes are for programs and never translated; what is said of a plan is said here. */

const AmiaPlanCode amia_plan_goal_statuses[] = {
  { "open", N_ ("Under way") },
  { "reached", N_ ("Reached") },
  { "changed", N_ ("Changed to another") },
  { "dropped", N_ ("No longer a goal") },
  { NULL, NULL },
};

const AmiaPlanCode amia_plan_activity_statuses[] = {
  { "planned", N_ ("Planned") },
  { "ongoing", N_ ("Under way") },
  { "done", N_ ("Done") },
  { "stopped", N_ ("Broken off") },
  { NULL, NULL },
};

const AmiaPlanCode amia_plan_categories[] = {
  { "halsa", N_ ("Health, lifestyle, mobilisation") },
  { "ekonomi-stod", N_ ("Economy and support") },
  { "vagledning-provning", N_ ("Guidance, work trial, practice") },
  { "soka-arbete", N_ ("Looking for work") },
  { NULL, NULL },
};

static const AmiaPlanCode fields[] = {
  { "text", N_ ("The goal") },
  { "title", N_ ("Activity") },
  { "purpose", N_ ("Purpose") },
  { "goal", N_ ("Leads to the goal") },
  { "parent", N_ ("Part of the goal") },
  { "responsible", N_ ("Who sees to it") },
  { "provider", N_ ("Who offers it") },
  { "category", N_ ("Category") },
  { "place", N_ ("Where") },
  { "hours", N_ ("Hours a week") },
  { "from", N_ ("From") },
  { "to", N_ ("To and including") },
  { "times", N_ ("Times each week") },
  { "status", N_ ("Status") },
  { "result", N_ ("What came of it") },
  { NULL, NULL },
};

static const char *const days[] = {
  N_ ("on Mondays"),
  N_ ("on Tuesdays"),
  N_ ("on Wednesdays"),
  N_ ("on Thursdays"),
  N_ ("on Fridays"),
  N_ ("on Saturdays"),
  N_ ("on Sundays"),
};

const char *
amia_plan_words_code (const AmiaPlanCode *codes,
                      const char         *code)
{
  g_return_val_if_fail (codes != NULL, "");

  if (code == NULL || *code == '\0')
    return "";

  for (; codes->code != NULL; codes++)
    {
      if (strcmp (codes->code, code) == 0)
        return _ (codes->words);
    }

  return code;
}

const char *
amia_plan_words_field (const char *field)
{
  return amia_plan_words_code (fields, field);
}

char *
amia_plan_words_hours (double hours)
{
  g_autofree char *number = NULL;
  char             buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.4g", hours);
  /* The words are translated whatever the locale of numbers is, and so is their decimal sign. */
  number = g_strdelimit (g_strdup (buffer), ".", *C_ ("decimal sign", "."));
  /* Translators: hours a week, short */
  return g_strdup_printf (_ ("%s h a week"), number);
}

static void
add (GString    *out,
     const char *words,
     const char *between)
{
  if (words != NULL && *words != '\0')
    g_string_append_printf (out, "%s%s", out->len > 0 ? between : "", words);
}

static char *
dup_period (const AmiaPlanActivity *activity)
{
  g_autofree char *from = activity->from != NULL ? amia_words_date (activity->from) : NULL;
  g_autofree char *to = activity->to != NULL ? amia_words_date (activity->to) : NULL;

  if (from == NULL && to == NULL)
    return NULL;
  if (from != NULL && to != NULL && strcmp (activity->from, activity->to) == 0)
    return g_steal_pointer (&from);

  return g_strdup_printf ("%s –%s%s", from != NULL ? from : "", to != NULL ? " " : "",
                          to != NULL ? to : "");
}

char *
amia_plan_words_activity (const AmiaPlanActivity *activity)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *period = NULL;
  g_autofree char *times = NULL;
  g_autofree char *hours = NULL;

  g_return_val_if_fail (activity != NULL, NULL);

  period = dup_period (activity);
  times = amia_plan_times_to_typed (activity->times);
  hours = activity->hours > 0 ? amia_plan_words_hours (activity->hours) : NULL;
  add (words, activity->purpose, " · ");
  add (words, activity->responsible, " · ");
  if (g_strcmp0 (activity->provider, activity->responsible) != 0)
    add (words, activity->provider, " · ");
  add (words, hours, " · ");
  add (words, times, " · ");
  add (words, period, " · ");
  add (words, activity->result, " · ");
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_line (GString    *out,
          const char *field,
          const char *words)
{
  if (words != NULL && *words != '\0')
    g_string_append_printf (out, "%s%s: %s", out->len > 0 ? "\n" : "",
                            amia_plan_words_field (field), words);
}

static char *
dup_goal_row (const AmiaPlanGoal *goal)
{
  g_autoptr (GString) out = g_string_new (goal->text);

  add_line (out, "status", amia_plan_words_code (amia_plan_goal_statuses, goal->status));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
dup_activity_row (const AmiaPlanActivity *activity)
{
  g_autoptr (GString) out = g_string_new (activity->title);
  g_autofree char *period = dup_period (activity);
  g_autofree char *times = amia_plan_times_to_typed (activity->times);
  g_autofree char *hours = activity->hours > 0 ? amia_plan_words_hours (activity->hours) : NULL;

  add_line (out, "purpose", activity->purpose);
  add_line (out, "responsible", activity->responsible);
  add_line (out, "provider", activity->provider);
  add_line (out, "place", activity->place);
  add (out, hours, "\n");
  add (out, times, "\n");
  add (out, period, "\n");
  add_line (out, "status", amia_plan_words_code (amia_plan_activity_statuses, activity->status));
  add_line (out, "result", activity->result);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
amia_plan_words_row (const AmiaPlanRow *row)
{
  if (row != NULL && row->goal != NULL)
    return dup_goal_row (row->goal);
  if (row != NULL && row->activity != NULL)
    return dup_activity_row (row->activity);

  return g_strdup ("–");
}

char *
amia_plan_words_collision (const AmiaPlanCollision *collision)
{
  const char *day = NULL;
  const char *title = NULL;

  g_return_val_if_fail (collision != NULL, NULL);

  day = _ (days[CLAMP (collision->day, 1, 7) - 1]);
  title = collision->activity->title != NULL ? collision->activity->title : "–";
  if (collision->meeting != NULL)
    {
      g_autofree char *date =
          g_strndup (collision->meeting->start, strlen ("YYYY-MM-DD"));
      g_autofree char *when = amia_words_date (date);

      /* Translators: an activity, a meeting, a date */
      return g_strdup_printf (_ ("%s is at the same time as %s, %s"), title,
                              collision->meeting->title != NULL ? collision->meeting->title : "–",
                              when);
    }
  if (collision->other != NULL)
    /* Translators: an activity, another, “on Mondays” */
    return g_strdup_printf (_ ("%s is at the same time as %s, %s"), title,
                            collision->other->title != NULL ? collision->other->title : "–", day);

  /* Translators: an activity, “on Mondays”, what stands in the weekly schedule */
  return g_strdup_printf (_ ("%s falls, %s, on what stands in the weekly schedule: %s"), title, day,
                          collision->words);
}

char *
amia_plan_words_revision (const AmiaPlanRevision *revision)
{
  g_autoptr (GString) words = NULL;
  g_autofree char *date = NULL;

  g_return_val_if_fail (revision != NULL, NULL);

  date = revision->date != NULL ? amia_words_date (revision->date) : g_strdup ("–");
  words = g_string_new (date);
  add (words, revision->author, " · ");
  if (revision->agency != NULL)
    g_string_append_printf (words, " (%s)", amia_words_agency_short (revision->agency));
  add (words, revision->note, " · ");
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static guint
count_changes (const AmiaCasePlan *plan)
{
  const AmiaPlanRevision *last = g_ptr_array_index (plan->revisions, 0);
  g_autoptr (GPtrArray) changes = amia_action_plan_compare (last->plan, plan->plan);
  guint n_changes = 0;

  for (guint i = 0; i < changes->len; i++)
    n_changes += !amia_plan_change_is_same (g_ptr_array_index (changes, i));

  return n_changes;
}

char *
amia_plan_words_agreed (const AmiaCasePlan *plan)
{
  g_autofree char *revision = NULL;
  g_autofree char *since = NULL;
  guint            n_changes = 0;

  g_return_val_if_fail (plan != NULL, NULL);

  if (plan->revisions->len == 0)
    return g_strdup (_ ("No plan has been agreed on yet."));

  n_changes = count_changes (plan);
  revision = amia_plan_words_revision (g_ptr_array_index (plan->revisions, 0));
  since = n_changes > 0
              ? g_strdup_printf (ngettext ("%u change since", "%u changes since", n_changes),
                                 n_changes)
              : g_strdup (_ ("unchanged since"));
  /* Translators: who agreed on the plan and when, “2 changes since” */
  return g_strdup_printf (_ ("Last agreed on %s · %s"), revision, since);
}
