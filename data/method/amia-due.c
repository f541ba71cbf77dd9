/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-due.h"

#include <string.h>

#include "amia-workday.h"

/* Each rule of the method is one function below: given what has happened, is it still to be done,
 * and by when? */

#define ALI_DAYS      90
#define HANDOVER_DAYS 5
#define OFFER_MONTHS  6   /* two or three times a year: the one that still holds */
#define MONTH_LENGTH  7   /* YYYY-MM */
#define REPORTS_MAX   120 /* months: a mistyped year must not make thousands of them */
#define N_USUAL       32

typedef struct
{
  const AmiaCaseEvents *events;
  const AmiaRoutine    *routine;
  GDate                 today;
  GArray               *dues;
} Work;

static gboolean
parse (const char *text,
       GDate      *date)
{
  return text != NULL && amia_date_parse_iso (text, -1, date);
}

static void
add (Work        *work,
     AmiaDueRule  rule,
     guint        number,
     const GDate *date)
{
  AmiaDue due = { .rule = rule, .number = number };

  amia_date_print_iso (date, due.day);
  g_array_append_val (work->dues, due);
}

static void
add_deadline (Work       *work,
              AmiaDueRule rule,
              guint       number,
              GDate       date)
{
  amia_workday_move_to_next (&date);
  add (work, rule, number, &date);
}

static gboolean
is_closed (const Work *work)
{
  return work->events->closed != NULL;
}

/* --- Before and at the beginning -------------------------------------------------------------- */

static void
look (Work *work)
{
  GDate date;

  if (work->routine == NULL || work->events->contacted != NULL ||
      work->events->enrolled != NULL || !parse (work->events->benefit_end, &date))
    return;

  g_date_subtract_months (&date, work->routine->look_months);
  add_deadline (work, AMIA_DUE_LOOK, 0, date);
}

static void
within_days (Work       *work,
             AmiaDueRule rule,
             const char *from,
             const char *done,
             guint       days)
{
  GDate date;

  if (days == 0 || done != NULL || !parse (from, &date))
    return;

  g_date_add_days (&date, days);
  add_deadline (work, rule, 0, date);
}

static void
beginning (Work *work)
{
  const AmiaCaseEvents *events = work->events;
  const AmiaRoutine    *routine = work->routine;

  if (routine == NULL)
    return;

  /* Who is enrolled was contacted and met, whatever is written of it. */
  within_days (work,
               AMIA_DUE_CONTACT,
               events->identified,
               events->contacted != NULL ? events->contacted : events->enrolled,
               routine->contact_days);
  within_days (work,
               AMIA_DUE_FIRST_MEETING,
               events->identified,
               events->met != NULL ? events->met : events->enrolled,
               routine->first_meeting_days);
  within_days (work, AMIA_DUE_MAPPING, events->enrolled, events->mapped, routine->mapping_days);
}

/* --- Under way -------------------------------------------------------------------------------- */

/* What the case works towards: ALI, or the end of the benefit that leads there. */
static gboolean
get_goal (const Work *work,
          GDate      *date)
{
  return parse (work->events->ali_from, date) || parse (work->events->benefit_end, date);
}

static void
care_meeting (Work *work)
{
  GDate date;

  if (work->events->enrolled != NULL && work->events->care_met == NULL && get_goal (work, &date))
    add (work, AMIA_DUE_CARE_MEETING, 0, &date);
}

/* Also one of which nothing tells but somebody's word. */
static const char *
get_last_follow_up (const Work *work)
{
  const char *name = amia_due_rule_get_name (AMIA_DUE_FOLLOW_UP);
  const char *last = work->events->followed_up;

  for (gsize i = 0; i < work->events->n_duties; i++)
    {
      const AmiaDuty *duty = &work->events->duties[i];

      if (duty->done != NULL && g_strcmp0 (duty->rule, name) == 0 &&
          (last == NULL || strcmp (duty->done, last) > 0))
        last = duty->done;
    }

  return last;
}

static void
follow_up (Work *work)
{
  const char *last = get_last_follow_up (work);
  GDate       date;

  if (work->routine == NULL || work->routine->meeting_months == 0 ||
      work->events->enrolled == NULL ||
      !parse (last != NULL ? last : work->events->enrolled, &date))
    return;

  g_date_add_months (&date, work->routine->meeting_months);
  add_deadline (work, AMIA_DUE_FOLLOW_UP, 0, date);
}

static gboolean
is_reported (const Work  *work,
             const GDate *month)
{
  char name[AMIA_DATE_TEXT_LENGTH + 1];

  if (work->events->hours == NULL || work->events->hours->len == 0)
    return FALSE;

  amia_date_print_iso (month, name);
  name[MONTH_LENGTH] = '\0';
  for (guint i = 0; i < work->events->hours->len; i++)
    {
      if (strcmp (g_ptr_array_index (work->events->hours, i), name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Each month from that of the enrolment to the one that has ended last, or to that of the closing:
 * a closed case's last hours are reported like the others. */
static void
hours (Work *work)
{
  GDate month;
  GDate first;
  GDate next;
  GDate end;

  if (work->routine == NULL || !parse (work->events->enrolled, &month))
    return;
  if (!parse (work->events->closed, &end) || g_date_compare (&end, &work->today) > 0)
    end = work->today;

  first = end;
  g_date_subtract_months (&first, REPORTS_MAX);
  if (g_date_compare (&month, &first) < 0)
    month = first;
  for (g_date_set_day (&month, 1); g_date_compare (&month, &end) <= 0; month = next)
    {
      GDate    date;
      GDateDay last;

      next = month;
      g_date_add_months (&next, 1);
      if (is_reported (work, &month))
        continue;

      date = next;
      last = g_date_get_days_in_month (g_date_get_month (&date), g_date_get_year (&date));
      g_date_set_day (&date, (GDateDay) MIN (work->routine->hours_day, last));
      add_deadline (work,
                    AMIA_DUE_HOURS,
                    (guint) (g_date_get_year (&month) * 100 + (int) g_date_get_month (&month)),
                    date);
    }
}

static void
survey (Work        *work,
        guint        number,
        const GDate *date)
{
  if (number <= work->routine->n_surveys && (work->events->surveys & (1u << (number - 1))) == 0)
    add_deadline (work, AMIA_DUE_SURVEY, number, *date);
}

/* The first at the start, the second half-way to the goal, the third at the end. */
static void
surveys (Work *work)
{
  GDate start;
  GDate goal;
  GDate middle;

  if (work->routine == NULL || !parse (work->events->enrolled, &start))
    return;

  survey (work, 1, &start);
  if (!parse (work->events->closed, &goal) && !get_goal (work, &goal))
    return;

  middle = start;
  if (g_date_compare (&start, &goal) < 0)
    g_date_add_days (&middle, (guint) g_date_days_between (&start, &goal) / 2);
  survey (work, 2, &middle);
  survey (work, 3, &goal);
}

/* --- Ends ------------------------------------------------------------------------------------- */

static void
ends (Work *work)
{
  GDate date;

  if (parse (work->events->benefit_end, &date) && work->events->ali_from == NULL)
    add (work, AMIA_DUE_BENEFIT_ENDS, 0, &date);
  if (parse (work->events->consent_end, &date))
    add (work, AMIA_DUE_CONSENT_ENDS, 0, &date);
  if (!parse (work->events->ali_from, &date))
    return;

  g_date_add_days (&date, ALI_DAYS - 1);
  if (g_date_compare (&date, &work->today) >= 0)
    add (work, AMIA_DUE_ALI_ENDS, 0, &date);
  if (work->routine != NULL && work->routine->after_ali_months > 0)
    {
      g_date_add_months (&date, work->routine->after_ali_months);
      add_deadline (work, AMIA_DUE_AFTER_ALI, 0, date);
    }
}

/* These outlive the case. */
static void
status (Work *work)
{
  static const guint days[] = { 90, 270 };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      GDate date;

      if ((work->events->status & (1u << i)) != 0 || !parse (work->events->ali_from, &date))
        continue;

      g_date_add_days (&date, ALI_DAYS - 1 + days[i]);
      add_deadline (work, AMIA_DUE_STATUS, days[i], date);
    }
}

/* --- Records that are to be done -------------------------------------------------------------- */

/* FALSE if nothing of @item is to be done today. */
static gboolean
find_day (const Work        *work,
          const AmiaDueItem *item,
          GDate             *date)
{
  if (!parse (item->day, date))
    return FALSE;

  if (item->rule == AMIA_DUE_TODO)
    return !is_closed (work);
  if (item->rule == AMIA_DUE_REFERRAL)
    return TRUE;
  if (item->rule == AMIA_DUE_MEETING && (is_closed (work) ||
                                         g_date_compare (date, &work->today) >= 0))
    return FALSE;

  if (item->rule == AMIA_DUE_MEETING)
    g_date_add_days (date, 1);
  else if (item->rule == AMIA_DUE_HANDOVER)
    g_date_add_days (date, HANDOVER_DAYS);
  else
    g_date_add_months (date, OFFER_MONTHS);
  amia_workday_move_to_next (date);
  return TRUE;
}

static void
items (Work *work)
{
  for (gsize i = 0; i < work->events->n_items; i++)
    {
      const AmiaDueItem *item = &work->events->items[i];
      GDate              date;

      if (!find_day (work, item, &date))
        continue;

      add (work, item->rule, 0, &date);
      g_strlcpy (g_array_index (work->dues, AmiaDue, work->dues->len - 1).subject,
                 item->subject,
                 AMIA_DUE_SUBJECT_LENGTH + 1);
    }
}

/* --- What somebody said of it ----------------------------------------------------------------- */

static gboolean
is_of (const AmiaDuty *duty,
       const AmiaDue  *due)
{
  return duty->number == due->number &&
         g_strcmp0 (duty->rule, amia_due_rule_get_name (due->rule)) == 0 &&
         g_strcmp0 (duty->subject != NULL ? duty->subject : "", due->subject) == 0;
}

/* What is about a day and nothing else comes back with another day. */
static gboolean
is_about_day (AmiaDueRule rule)
{
  return rule == AMIA_DUE_FOLLOW_UP || rule == AMIA_DUE_BENEFIT_ENDS ||
         rule == AMIA_DUE_ALI_ENDS || rule == AMIA_DUE_AFTER_ALI ||
         rule == AMIA_DUE_CONSENT_ENDS;
}

/* A first contact was made once and for all; the end of a consent was dealt with, but not that of
 * the next one. */
static gboolean
is_done_by (const AmiaDuty *duty,
            const AmiaDue  *due)
{
  return duty->done != NULL && is_of (duty, due) &&
         (!is_about_day (due->rule) || g_strcmp0 (duty->day, due->day) == 0);
}

/* FALSE if it was done. */
static gboolean
settle_one (const AmiaCaseEvents *events,
            AmiaDue              *due)
{
  const char *moved_to = NULL;
  GDate       date;

  for (gsize i = 0; i < events->n_duties; i++)
    {
      const AmiaDuty *duty = &events->duties[i];

      if (is_done_by (duty, due))
        return FALSE;
      if (duty->done == NULL && is_of (duty, due) && g_strcmp0 (duty->day, due->day) == 0 &&
          parse (duty->moved_to, &date) &&
          (moved_to == NULL || strcmp (duty->moved_to, moved_to) < 0))
        moved_to = duty->moved_to;
    }

  if (moved_to != NULL)
    {
      memcpy (due->was, due->day, sizeof due->was);
      g_strlcpy (due->day, moved_to, sizeof due->day);
    }
  return TRUE;
}

/* Where it would be written that something was done. That a form was begun, a case closed or a
 * referral answered is seen by both agencies; a task or a meeting is in one area, and with it all
 * that is said of it. */
static AmiaDueUnseen
get_traces (AmiaDueRule rule)
{
  switch (rule)
    {
    case AMIA_DUE_LOOK:
    case AMIA_DUE_CONTACT:
    case AMIA_DUE_FIRST_MEETING:
    case AMIA_DUE_FOLLOW_UP:
      return AMIA_DUE_UNSEEN_BASICS | AMIA_DUE_UNSEEN_PLAN;
    case AMIA_DUE_MAPPING:
    case AMIA_DUE_HOURS:
    case AMIA_DUE_SURVEY:
      return AMIA_DUE_UNSEEN_BASICS;
    case AMIA_DUE_CARE_MEETING:
    case AMIA_DUE_BENEFIT_ENDS:
      return AMIA_DUE_UNSEEN_PLAN;
    case AMIA_DUE_STATUS:
      return AMIA_DUE_UNSEEN_CLOSING;
    case AMIA_DUE_ALI_ENDS:
    case AMIA_DUE_AFTER_ALI:
    case AMIA_DUE_CONSENT_ENDS:
    case AMIA_DUE_TODO:
    case AMIA_DUE_MEETING:
    case AMIA_DUE_HANDOVER:
    case AMIA_DUE_REFERRAL:
    case AMIA_DUE_OFFER:
      return AMIA_DUE_SEEN;
    }

  return AMIA_DUE_SEEN;
}

static void
doubt (Work *work)
{
  for (guint i = 0; i < work->dues->len; i++)
    {
      AmiaDue *due = &g_array_index (work->dues, AmiaDue, i);

      due->may_be_done = (get_traces (due->rule) & work->events->unseen) != 0;
    }
}

static void
settle (Work *work)
{
  guint n_left = 0;

  for (guint i = 0; i < work->dues->len; i++)
    {
      AmiaDue *due = &g_array_index (work->dues, AmiaDue, i);

      if (settle_one (work->events, due))
        g_array_index (work->dues, AmiaDue, n_left++) = *due;
    }

  g_array_set_size (work->dues, n_left);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const AmiaDue *first = a;
  const AmiaDue *second = b;
  int            order = strcmp (first->day, second->day);

  if (order == 0)
    order = (int) first->rule - (int) second->rule;
  if (order == 0)
    order = (int) first->number - (int) second->number;
  return order != 0 ? order : strcmp (first->subject, second->subject);
}

GArray *
amia_due_compute (const AmiaCaseEvents *events,
                  const AmiaRoutine    *routine,
                  const char           *today)
{
  Work work = { .events = events, .routine = routine };

  g_return_val_if_fail (events != NULL, NULL);
  g_return_val_if_fail (today != NULL && parse (today, &work.today), NULL);

  work.dues = g_array_sized_new (FALSE, FALSE, sizeof (AmiaDue), N_USUAL);
  if (!is_closed (&work))
    {
      look (&work);
      beginning (&work);
      care_meeting (&work);
      follow_up (&work);
      ends (&work);
    }
  hours (&work);
  surveys (&work);
  status (&work);
  items (&work);
  if (events->n_duties > 0)
    settle (&work);
  doubt (&work);
  g_array_sort (work.dues, compare);
  return work.dues;
}

const char *
amia_due_rule_get_name (AmiaDueRule rule)
{
  static const char *const names[] = {
    [AMIA_DUE_LOOK] = "look",
    [AMIA_DUE_CONTACT] = "contact",
    [AMIA_DUE_FIRST_MEETING] = "first-meeting",
    [AMIA_DUE_MAPPING] = "mapping",
    [AMIA_DUE_CARE_MEETING] = "care-meeting",
    [AMIA_DUE_FOLLOW_UP] = "follow-up",
    [AMIA_DUE_HOURS] = "hours",
    [AMIA_DUE_SURVEY] = "survey",
    [AMIA_DUE_BENEFIT_ENDS] = "benefit-ends",
    [AMIA_DUE_ALI_ENDS] = "ali-ends",
    [AMIA_DUE_AFTER_ALI] = "after-ali",
    [AMIA_DUE_STATUS] = "status",
    [AMIA_DUE_CONSENT_ENDS] = "consent-ends",
    [AMIA_DUE_TODO] = "todo",
    [AMIA_DUE_MEETING] = "meeting",
    [AMIA_DUE_HANDOVER] = "handover",
    [AMIA_DUE_REFERRAL] = "referral",
    [AMIA_DUE_OFFER] = "offer",
  };

  g_return_val_if_fail (rule < G_N_ELEMENTS (names), NULL);

  return names[rule];
}

gboolean
amia_due_is_record (AmiaDueRule rule)
{
  return rule >= AMIA_DUE_TODO;
}
