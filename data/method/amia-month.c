/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-month.h"

#include "amia-week.h"

/* What a calendar needs to lay out days and hours, without drawing them. */

void
amia_month_init (AmiaMonth   *month,
                 const GDate *day)
{
  GDate first;
  GDate last;

  g_return_if_fail (month != NULL);
  g_return_if_fail (day != NULL && g_date_valid (day));

  first = *day;
  g_date_set_day (&first, 1);
  last = first;
  g_date_add_days (&last,
                   g_date_get_days_in_month (g_date_get_month (day), g_date_get_year (day)) - 1u);

  amia_week_get_monday (&first, &month->first);
  month->n_weeks = (guint) g_date_days_between (&month->first, &last) / AMIA_WEEK_DAYS + 1;
  month->month = g_date_get_month (day);
}

gboolean
amia_month_get_day (const AmiaMonth *month,
                    guint            week,
                    guint            weekday,
                    GDate           *day)
{
  g_return_val_if_fail (month != NULL, FALSE);
  g_return_val_if_fail (day != NULL, FALSE);

  *day = month->first;
  g_date_add_days (day, week * AMIA_WEEK_DAYS + weekday);
  return g_date_get_month (day) == month->month;
}

void
amia_month_move (GDate *day,
                 int    n_months)
{
  g_return_if_fail (day != NULL && g_date_valid (day));

  if (n_months < 0)
    g_date_subtract_months (day, (guint) -n_months);
  else
    g_date_add_months (day, (guint) n_months);
}

/* The first column in which nothing is left at @start. */
static guint
find_lane (const GArray *ends,
           AmiaLocalTime start)
{
  guint lane = 0;

  while (lane < ends->len && g_array_index (ends, AmiaLocalTime, lane) > start)
    lane++;

  return lane;
}

void
amia_lanes_place (const AmiaStretch *stretches,
                  gsize              n,
                  AmiaLane          *lanes)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (AmiaLocalTime));
  AmiaLocalTime last_end = G_MININT64;
  gsize         first = 0;

  g_return_if_fail (n == 0 || (stretches != NULL && lanes != NULL));

  for (gsize i = 0; i < n; i++)
    {
      guint lane;

      if (stretches[i].start >= last_end)
        {
          /* Nothing of before reaches this far: a new cluster. */
          first = i;
          g_array_set_size (ends, 0);
        }
      lane = find_lane (ends, stretches[i].start);
      if (lane == ends->len)
        g_array_append_val (ends, stretches[i].end);
      else
        g_array_index (ends, AmiaLocalTime, lane) = stretches[i].end;
      last_end = MAX (last_end, stretches[i].end);
      lanes[i].lane = lane;
      for (gsize j = first; j <= i; j++)
        lanes[j].n_lanes = ends->len;
    }
}
