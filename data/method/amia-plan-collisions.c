/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-plan-collisions.h"

#include <stdio.h>
#include <string.h>

#include "amia-date.h"

/* Weekly times against weekly times, dates and parts of a day. */

#define HOUR 60

static gboolean
overlap (guint from,
         guint to,
         guint other_from,
         guint other_to)
{
  return from < other_to && other_from < to;
}

/* The days on which an activity is on, from today; %FALSE if there are none. */
static gboolean
get_span (const AmiaPlanActivity *activity,
          const GDate            *today,
          GDate                  *first,
          GDate                  *last)
{
  g_date_clear (last, 1);
  *first = *today;
  if (activity->from != NULL && amia_date_parse_iso (activity->from, -1, first) &&
      g_date_compare (first, today) < 0)
    *first = *today;
  if (activity->to == NULL || !amia_date_parse_iso (activity->to, -1, last))
    g_date_set_dmy (last, 31, G_DATE_DECEMBER, 9999);

  return amia_plan_activity_is_on (activity, first, last) && g_date_compare (first, last) <= 0;
}

typedef struct
{
  const AmiaActionPlan   *plan;
  GPtrArray              *meetings;
  const AmiaPlanBusy     *busy;
  const GDate            *today;
  const AmiaPlanActivity *activity;
  GDate                   first;
  GDate                   last;
  GArray                 *found;
} Search;

static void
add (Search                 *search,
     const AmiaPlanActivity *other,
     const AmiaPlanMeeting  *meeting,
     const char             *words,
     guint                   day)
{
  const AmiaPlanCollision collision = { search->activity, other, meeting, words, day };

  g_array_append_val (search->found, collision);
}

/* --- With another activity -------------------------------------------------------------------- */

static gboolean
share_days (const Search           *search,
            const AmiaPlanActivity *other)
{
  GDate first;
  GDate last;

  return get_span (other, search->today, &first, &last) &&
         g_date_compare (&first, &search->last) <= 0 &&
         g_date_compare (&search->first, &last) <= 0;
}

static void
find_other_activities (Search             *search,
                       guint               index,
                       const AmiaPlanTime *time)
{
  /* Each pair once: the later one is looked for from the earlier. */
  for (guint i = index + 1; i < search->plan->activities->len; i++)
    {
      const AmiaPlanActivity *other = g_ptr_array_index (search->plan->activities, i);

      for (guint k = 0; k < other->times->len; k++)
        {
          const AmiaPlanTime *their = &g_array_index (other->times, AmiaPlanTime, k);

          if (their->day == time->day &&
              overlap (time->from, time->to, their->from, their->to) && share_days (search, other))
            add (search, other, NULL, NULL, time->day);
        }
    }
}

/* --- With a meeting --------------------------------------------------------------------------- */

static gboolean
read_moment (const char *text,
             GDate      *day,
             guint      *minutes)
{
  guint hour = 0;
  guint minute = 0;

  if (text == NULL || strlen (text) < strlen ("YYYY-MM-DDThh:mm") ||
      !amia_date_parse_iso (text, AMIA_DATE_TEXT_LENGTH, day) ||
      sscanf (text + AMIA_DATE_TEXT_LENGTH, "T%2u:%2u", &hour, &minute) != 2)
    return FALSE;

  *minutes = hour * HOUR + minute;
  return TRUE;
}

static void
find_meetings (Search             *search,
               const AmiaPlanTime *time)
{
  for (guint i = 0; i < search->meetings->len; i++)
    {
      const AmiaPlanMeeting *meeting = g_ptr_array_index (search->meetings, i);
      GDate                  day;
      GDate                  end_day;
      guint                  from = 0;
      guint                  to = 0;

      if (!read_moment (meeting->start, &day, &from))
        continue;
      if (!read_moment (meeting->end, &end_day, &to) || g_date_compare (&day, &end_day) != 0 ||
          to <= from)
        to = from + HOUR;
      if ((guint) g_date_get_weekday (&day) == time->day &&
          overlap (time->from, time->to, from, to) &&
          g_date_compare (&day, &search->first) >= 0 && g_date_compare (&day, &search->last) <= 0)
        add (search, NULL, meeting, NULL, time->day);
    }
}

/* --- With the weekly schedule ----------------------------------------------------------------- */

static gboolean
names (const char *words,
       const char *title)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_autofree char *wanted = title != NULL ? g_utf8_casefold (title, -1) : NULL;

  return wanted != NULL && *wanted != '\0' && strstr (folded, wanted) != NULL;
}

static void
find_boxes (Search             *search,
            const AmiaPlanTime *time)
{
  static const guint begins[AMIA_WEEK_PARTS + 1] = { 5 * HOUR, 9 * HOUR, 12 * HOUR, 17 * HOUR,
                                                     29 * HOUR };

  for (guint part = 0; part < AMIA_WEEK_PARTS; part++)
    {
      const char *words = search->busy->texts[time->day - 1][part];

      if (words != NULL && *words != '\0' &&
          overlap (time->from, time->to, begins[part], begins[part + 1]) &&
          !names (words, search->activity->title))
        add (search, NULL, NULL, words, time->day);
    }
}

GArray *
amia_action_plan_list_collisions (const AmiaActionPlan *plan,
                                  GPtrArray            *meetings,
                                  const AmiaPlanBusy   *busy,
                                  const GDate          *today)
{
  Search search = { .plan = plan, .meetings = meetings, .busy = busy, .today = today };

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (meetings != NULL, NULL);
  g_return_val_if_fail (today != NULL && g_date_valid (today), NULL);

  search.found = g_array_new (FALSE, FALSE, sizeof (AmiaPlanCollision));
  for (guint i = 0; i < plan->activities->len; i++)
    {
      search.activity = g_ptr_array_index (plan->activities, i);
      if (!get_span (search.activity, today, &search.first, &search.last))
        continue;

      for (guint k = 0; k < search.activity->times->len; k++)
        {
          const AmiaPlanTime *time = &g_array_index (search.activity->times, AmiaPlanTime, k);

          find_other_activities (&search, i, time);
          find_meetings (&search, time);
          if (busy != NULL)
            find_boxes (&search, time);
        }
    }

  return search.found;
}
