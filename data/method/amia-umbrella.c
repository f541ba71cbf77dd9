/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-umbrella.h"

#include "amia-date.h"

/* Days to parts of a width. What the picture reaches over follows from the few fixed points of the
 * way, so that one income from long ago does not squeeze the months that matter. */

#define BEFORE_DAYS   92
#define AFTER_DAYS    92
#define MONTHS_MAX    36
#define NAMED_MAX     12 /* months that are named */
#define MEETING_WIDTH 0.012

typedef struct
{
  GDate    from;
  GDate    to;
  gboolean has_from;
  gboolean has_to;
} Span;

static gboolean
read_day (const char *text,
          GDate      *day)
{
  return text != NULL && amia_date_parse_iso (text, -1, day);
}

static Span
read_span (const AmiaUmbrellaSpan *span)
{
  Span read = { 0 };

  read.has_from = read_day (span->from, &read.from);
  read.has_to = read_day (span->to, &read.to);
  return read;
}

/* --- The reach -------------------------------------------------------------------------------- */

static void
reach (AmiaUmbrella *umbrella,
       const GDate  *day)
{
  if (g_date_compare (day, &umbrella->first) < 0)
    umbrella->first = *day;
  if (g_date_compare (day, &umbrella->last) > 0)
    umbrella->last = *day;
}

static void
reach_fixed (AmiaUmbrella *umbrella,
             const char   *text,
             int           before,
             int           after)
{
  GDate day;

  if (!read_day (text, &day))
    return;

  g_date_subtract_days (&day, (guint) before);
  reach (umbrella, &day);
  g_date_add_days (&day, (guint) (before + after));
  reach (umbrella, &day);
}

/* What is ahead is wanted in the picture, as far as it goes; what was long ago is not. */
static void
reach_ahead (AmiaUmbrella           *umbrella,
             const AmiaUmbrellaSpan *spans,
             gsize                   n_spans)
{
  for (gsize i = 0; i < n_spans; i++)
    {
      GDate day;

      if (read_day (spans[i].to, &day) && g_date_compare (&day, &umbrella->last) > 0)
        umbrella->last = day;
    }
}

static void
set_reach (AmiaUmbrella            *umbrella,
           const AmiaUmbrellaFacts *facts,
           const GDate             *today)
{
  GDate limit;

  umbrella->first = *today;
  umbrella->last = *today;
  reach_fixed (umbrella, facts->today, BEFORE_DAYS, AFTER_DAYS);
  reach_fixed (umbrella, facts->enrolled, BEFORE_DAYS, 0);
  reach_fixed (umbrella, facts->benefit_end, BEFORE_DAYS, AMIA_UMBRELLA_ALI_DAYS + AFTER_DAYS);
  reach_fixed (umbrella, facts->ali_from, 0, AMIA_UMBRELLA_ALI_DAYS + AFTER_DAYS);
  reach_ahead (umbrella, facts->incomes, facts->n_incomes);
  reach_ahead (umbrella, facts->activities, facts->n_activities);
  reach_ahead (umbrella, facts->meetings, facts->n_meetings);

  /* The past gives way, then the future: today stays. */
  limit = umbrella->last;
  g_date_subtract_months (&limit, MONTHS_MAX);
  if (g_date_compare (&limit, today) > 0)
    limit = *today;
  if (g_date_compare (&umbrella->first, &limit) < 0)
    umbrella->first = limit;
  limit = umbrella->first;
  g_date_add_months (&limit, MONTHS_MAX);
  if (g_date_compare (&umbrella->last, &limit) > 0)
    umbrella->last = limit;

  g_date_set_day (&umbrella->first, 1);
  g_date_set_day (&umbrella->last, g_date_get_days_in_month (g_date_get_month (&umbrella->last),
                                                             g_date_get_year (&umbrella->last)));
}

double
amia_umbrella_get_x (const AmiaUmbrella *umbrella,
                     const GDate        *day)
{
  double n_days = 0;

  g_return_val_if_fail (umbrella != NULL, 0);
  g_return_val_if_fail (day != NULL && g_date_valid (day), 0);

  n_days = g_date_days_between (&umbrella->first, &umbrella->last) + 1;
  return g_date_days_between (&umbrella->first, day) / n_days;
}

void
amia_umbrella_get_day (const AmiaUmbrella *umbrella,
                       double              x,
                       double              near,
                       GDate              *day)
{
  double closest = near;
  double at = CLAMP (x, 0, 1);
  double n_days = 0;

  g_return_if_fail (umbrella != NULL);
  g_return_if_fail (day != NULL);

  for (guint i = 0; i < umbrella->ticks->len; i++)
    {
      const AmiaUmbrellaTick *tick = &g_array_index (umbrella->ticks, AmiaUmbrellaTick, i);

      if (ABS (tick->x - x) > closest)
        continue;
      closest = ABS (tick->x - x);
      at = tick->x;
    }

  n_days = g_date_days_between (&umbrella->first, &umbrella->last) + 1;
  *day = umbrella->first;
  g_date_add_days (day, (guint) (at * n_days + 0.5));
}

static double
get_end (const AmiaUmbrella *umbrella,
         const GDate        *day)
{
  GDate next = *day;

  g_date_add_days (&next, 1);
  return amia_umbrella_get_x (umbrella, &next);
}

/* --- Phases ----------------------------------------------------------------------------------- */

static void
add_phase (AmiaUmbrella     *umbrella,
           AmiaUmbrellaPhase phase,
           double            from,
           double            to,
           gboolean          is_expected)
{
  const AmiaUmbrellaMark mark = { phase, MAX (from, 0), MIN (to, 1), 0, to > 1, is_expected };

  if (mark.from < mark.to)
    g_array_append_val (umbrella->phases, mark);
}

static void
place_phases (AmiaUmbrella            *umbrella,
              const AmiaUmbrellaFacts *facts)
{
  GDate    enrolled;
  GDate    benefit_end;
  GDate    ali;
  gboolean has_enrolled = read_day (facts->enrolled, &enrolled);
  gboolean has_end = read_day (facts->benefit_end, &benefit_end);
  gboolean has_ali = read_day (facts->ali_from, &ali);
  double   amia = has_enrolled ? amia_umbrella_get_x (umbrella, &enrolled) : 1;
  double   end = has_end ? get_end (umbrella, &benefit_end) : 1;
  double   ali_from = 1;
  double   ali_to = 1;

  if (has_ali || has_end)
    {
      if (!has_ali)
        {
          ali = benefit_end;
          g_date_add_days (&ali, 1);
        }
      ali_from = amia_umbrella_get_x (umbrella, &ali);
      g_date_add_days (&ali, AMIA_UMBRELLA_ALI_DAYS);
      ali_to = amia_umbrella_get_x (umbrella, &ali);
    }

  umbrella->benefit_end = has_end ? end : -1;
  if (has_end || has_enrolled)
    add_phase (umbrella, AMIA_UMBRELLA_BENEFIT, 0, MIN (MIN (amia, end), ali_from), FALSE);
  if (has_enrolled)
    add_phase (umbrella, AMIA_UMBRELLA_AMIA, amia, MAX (amia, ali_from), FALSE);
  if (has_ali || has_end)
    {
      add_phase (umbrella, AMIA_UMBRELLA_ALI, MAX (ali_from, has_enrolled ? MIN (amia, ali_to) : 0),
                 ali_to, !has_ali);
      add_phase (umbrella, AMIA_UMBRELLA_AFTER, ali_to, 1, !has_ali);
    }
}

/* --- Lanes ------------------------------------------------------------------------------------ */

static int
compare_marks (gconstpointer a,
               gconstpointer b)
{
  const AmiaUmbrellaMark *first = a;
  const AmiaUmbrellaMark *second = b;

  if (first->from != second->from)
    return first->from < second->from ? -1 : 1;

  return (int) first->index - (int) second->index;
}

/* Each in the first row that is free: what follows upon another stands in the same one. */
static guint
spread (GArray *marks)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    {
      AmiaUmbrellaMark *mark = &g_array_index (marks, AmiaUmbrellaMark, i);
      guint             lane = 0;

      while (lane < ends->len && g_array_index (ends, double, lane) > mark->from + 1e-9)
        lane++;
      if (lane == ends->len)
        g_array_append_val (ends, mark->to);
      else
        g_array_index (ends, double, lane) = mark->to;
      mark->lane = lane;
    }

  return ends->len;
}

static GArray *
place_spans (const AmiaUmbrella     *umbrella,
             const AmiaUmbrellaSpan *spans,
             gsize                   n_spans)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (AmiaUmbrellaMark));

  for (gsize i = 0; i < n_spans; i++)
    {
      const Span       span = read_span (&spans[i]);
      AmiaUmbrellaMark mark = { .index = (guint) i };

      if (!span.has_from && !span.has_to)
        continue;

      mark.from = span.has_from ? amia_umbrella_get_x (umbrella, &span.from) : 0;
      mark.to = span.has_to ? get_end (umbrella, &span.to) : 1;
      mark.is_open = !span.has_to || mark.to > 1;
      mark.from = MAX (mark.from, 0);
      mark.to = MIN (mark.to, 1);
      if (mark.from < mark.to)
        g_array_append_val (marks, mark);
    }

  return marks;
}

/* Dots have a width of their own, so that two on neighbouring days don't hide each other. */
static void
place_meetings (AmiaUmbrella            *umbrella,
                const AmiaUmbrellaFacts *facts)
{
  umbrella->meetings = place_spans (umbrella, facts->meetings, facts->n_meetings);
  for (guint i = 0; i < umbrella->meetings->len; i++)
    {
      AmiaUmbrellaMark *mark = &g_array_index (umbrella->meetings, AmiaUmbrellaMark, i);

      mark->to = mark->from + MEETING_WIDTH;
      mark->is_open = FALSE;
    }
  spread (umbrella->meetings);
}

/* --- Months ----------------------------------------------------------------------------------- */

static void
place_ticks (AmiaUmbrella *umbrella)
{
  GDate       day = umbrella->first;
  guint       n_months = 0;
  guint       step = 1;
  const guint steps[] = { 1, 2, 3, 6 };

  n_months = (guint) ((g_date_get_year (&umbrella->last) - g_date_get_year (&day)) * 12 +
                      (int) g_date_get_month (&umbrella->last) - (int) g_date_get_month (&day) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (steps) && (n_months + step - 1) / step > NAMED_MAX; i++)
    step = steps[i];

  while (g_date_compare (&day, &umbrella->last) < 0)
    {
      const AmiaUmbrellaTick tick = { amia_umbrella_get_x (umbrella, &day), g_date_get_year (&day),
                                      g_date_get_month (&day),
                                      (g_date_get_month (&day) - 1) % step == 0 };

      g_array_append_val (umbrella->ticks, tick);
      g_date_add_months (&day, 1);
    }
}

AmiaUmbrella *
amia_umbrella_lay_out (const AmiaUmbrellaFacts *facts)
{
  AmiaUmbrella *umbrella = NULL;
  GDate         today;

  g_return_val_if_fail (facts != NULL, NULL);
  g_return_val_if_fail (read_day (facts->today, &today), NULL);

  umbrella = g_new0 (AmiaUmbrella, 1);
  umbrella->phases = g_array_new (FALSE, FALSE, sizeof (AmiaUmbrellaMark));
  umbrella->ticks = g_array_new (FALSE, FALSE, sizeof (AmiaUmbrellaTick));
  set_reach (umbrella, facts, &today);
  umbrella->today = amia_umbrella_get_x (umbrella, &today);
  place_phases (umbrella, facts);
  umbrella->incomes = place_spans (umbrella, facts->incomes, facts->n_incomes);
  umbrella->n_income_lanes = spread (umbrella->incomes);
  umbrella->activities = place_spans (umbrella, facts->activities, facts->n_activities);
  umbrella->n_activity_lanes = spread (umbrella->activities);
  place_meetings (umbrella, facts);
  place_ticks (umbrella);
  return umbrella;
}

void
amia_umbrella_free (AmiaUmbrella *umbrella)
{
  if (umbrella == NULL)
    return;

  g_array_unref (umbrella->phases);
  g_array_unref (umbrella->incomes);
  g_array_unref (umbrella->activities);
  g_array_unref (umbrella->meetings);
  g_array_unref (umbrella->ticks);
  g_free (umbrella);
}
