/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-umbrella-drawing.h"

#include <math.h>

/* From top to bottom: arc, phases, the line of time with months, activities, incomes. Heights
 * follow the font, widths the picture. Nothing is told by colour alone. */

#define ARC_SHARE     0.13 /* of the width */
#define ARC_HEIGHT    120.0
#define MEETING_LANES 3
#define ACTIVITY_MAX  8 /* rows of bars */

typedef struct
{
  cairo_t                *cr;
  PangoContext           *context;
  const AmiaUmbrella     *umbrella;
  const AmiaUmbrellaLook *look;
  double                  width;
  double                  em; /* the height of a line */
} Drawing;

static double
get_em (PangoContext *context)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  int height = 0;

  pango_layout_set_text (layout, "Åg", -1);
  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/* --- Heights ---------------------------------------------------------------------------------- */

static double
get_arc_height (double width)
{
  return MIN (width * ARC_SHARE, ARC_HEIGHT);
}

static double
get_phase_height (double em)
{
  return em * 1.9;
}

static double
get_axis_height (double em)
{
  return em * 2.6; /* dots above, months below */
}

static double
get_bar_height (double em)
{
  return em * 0.62;
}

static double
get_band_height (guint  lane,
                 double em)
{
  return lane < AMIA_UMBRELLA_LANES ? em * 1.7 : em * 0.5;
}

static double
get_incomes_height (const AmiaUmbrella *umbrella,
                    double              em)
{
  double height = 0;

  for (guint i = 0; i < umbrella->n_income_lanes; i++)
    height += get_band_height (i, em) + em * 0.25;

  return height;
}

static double
get_bars_height (const AmiaUmbrella *umbrella,
                 double              em)
{
  const guint n_lanes = MIN (umbrella->n_activity_lanes, ACTIVITY_MAX);

  return n_lanes > 0 ? n_lanes * get_bar_height (em) + em * 0.5 : 0;
}

double
amia_umbrella_get_height (const AmiaUmbrella *umbrella,
                          PangoContext       *context,
                          double              width)
{
  double em = 0;

  g_return_val_if_fail (umbrella != NULL, 0);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), 0);

  em = get_em (context);
  return get_arc_height (width) + get_phase_height (em) + em * 0.4 + get_axis_height (em) +
         get_bars_height (umbrella, em) + get_incomes_height (umbrella, em) + em * 0.5;
}

/* --- Ink -------------------------------------------------------------------------------------- */

static void
set_color (Drawing                 *drawing,
           const AmiaUmbrellaColor *color,
           double                   alpha)
{
  cairo_set_source_rgba (drawing->cr, color->red, color->green, color->blue, alpha);
}

static void
add_round (Drawing *drawing,
           double   x,
           double   y,
           double   width,
           double   height)
{
  const double radius = MIN (MIN (width, height) / 2, drawing->em * 0.35);

  cairo_new_sub_path (drawing->cr);
  cairo_arc (drawing->cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (drawing->cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (drawing->cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (drawing->cr, x + radius, y + radius, radius, G_PI, G_PI * 1.5);
  cairo_close_path (drawing->cr);
}

/* One line of words, cut off where there is no more room; none where not even three letters fit. */
static void
draw_words (Drawing       *drawing,
            const char    *words,
            double         x,
            double         y,
            double         width,
            PangoAlignment alignment)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (words == NULL || *words == '\0' || width < drawing->em * 1.6)
    return;

  layout = pango_layout_new (drawing->context);
  pango_layout_set_text (layout, words, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_alignment (layout, alignment);
  set_color (drawing, &drawing->look->text, 1);
  cairo_move_to (drawing->cr, x, y);
  pango_cairo_show_layout (drawing->cr, layout);
}

static void
draw_band (Drawing                *drawing,
           const AmiaUmbrellaMark *mark,
           double                  y,
           double                  height,
           double                  alpha)
{
  const double x = mark->from * drawing->width;
  const double width = MAX ((mark->to - mark->from) * drawing->width - 1, 1);
  const double dashes[] = { 4, 3 };

  add_round (drawing, x, y, width, height);
  set_color (drawing, &drawing->look->accent, mark->is_expected ? alpha * 0.4 : alpha);
  cairo_fill_preserve (drawing->cr);
  set_color (drawing, &drawing->look->accent, 0.9);
  cairo_set_line_width (drawing->cr, 1);
  cairo_set_dash (drawing->cr, dashes, mark->is_expected ? 2 : 0, 0);
  cairo_stroke (drawing->cr);
  cairo_set_dash (drawing->cr, NULL, 0, 0);
}

/* --- Parts ------------------------------------------------------------------------------------ */

/* A canopy with five ribs: soft, and never so strong that words would stand on it. */
static void
draw_arc (Drawing *drawing,
          double   height)
{
  cairo_t     *cr = drawing->cr;
  const double width = drawing->width;
  const double top = height * 0.08;
  const double rim = height * 0.92;
  const double apex = rim * 0.25 + (top - height * 0.2) * 0.75; /* where the curve is highest */

  cairo_move_to (cr, 1, rim);
  cairo_curve_to (cr, width * 0.12, top - height * 0.2, width * 0.88, top - height * 0.2, width - 1,
                  rim);
  for (int i = 4; i >= 0; i--)
    {
      const double from = width * (i + 1) / 5;
      const double to = width * i / 5;

      cairo_curve_to (cr, from - width * 0.05, rim - height * 0.16, to + width * 0.05,
                      rim - height * 0.16, i == 0 ? 1 : to, rim);
    }
  cairo_close_path (cr);
  set_color (drawing, &drawing->look->accent, 0.13);
  cairo_fill_preserve (cr);
  set_color (drawing, &drawing->look->accent, 0.75);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);

  set_color (drawing, &drawing->look->accent, 0.35);
  cairo_set_line_width (cr, 1);
  for (int i = 1; i < 5; i++)
    {
      cairo_move_to (cr, width / 2, apex);
      cairo_curve_to (cr, width / 2, apex, width * i / 5, rim - height * 0.5, width * i / 5, rim);
      cairo_stroke (cr);
    }
}

static void
draw_phases (Drawing *drawing,
             double   y)
{
  static const double alphas[AMIA_UMBRELLA_N_PHASES] = { 0.10, 0.26, 0.18, 0.06 };
  const double        height = get_phase_height (drawing->em);

  for (guint i = 0; i < drawing->umbrella->phases->len; i++)
    {
      const AmiaUmbrellaMark *mark =
          &g_array_index (drawing->umbrella->phases, AmiaUmbrellaMark, i);
      const double x = mark->from * drawing->width;
      const double width = (mark->to - mark->from) * drawing->width;

      draw_band (drawing, mark, y, height, alphas[mark->index]);
      draw_words (drawing, drawing->look->phases[mark->index], x + drawing->em * 0.3,
                  y + (height - drawing->em) / 2, width - drawing->em * 0.6, PANGO_ALIGN_CENTER);
    }
}

static void
draw_meetings (Drawing *drawing,
               double   y)
{
  for (guint i = 0; i < drawing->umbrella->meetings->len; i++)
    {
      const AmiaUmbrellaMark *mark =
          &g_array_index (drawing->umbrella->meetings, AmiaUmbrellaMark, i);
      const double   radius = drawing->em * 0.26;
      const double   x = MIN (mark->from * drawing->width + radius, drawing->width - radius);
      const guint    lane = MIN (mark->lane, MEETING_LANES - 1);
      const gboolean is_ahead = mark->from >= drawing->umbrella->today;

      cairo_new_sub_path (drawing->cr);
      cairo_arc (drawing->cr, x, y - radius * 1.3 - lane * radius * 1.7, radius, 0, 2 * G_PI);
      set_color (drawing, &drawing->look->text, is_ahead ? 0.08 : 1);
      cairo_fill_preserve (drawing->cr);
      set_color (drawing, &drawing->look->text, 1);
      cairo_set_line_width (drawing->cr, 1.2);
      cairo_stroke (drawing->cr);
    }
}

static void
draw_months (Drawing *drawing,
             double   y)
{
  const GArray *ticks = drawing->umbrella->ticks;

  for (guint i = 0; i < ticks->len; i++)
    {
      const AmiaUmbrellaTick *tick = &g_array_index (ticks, AmiaUmbrellaTick, i);
      const double            x = tick->x * drawing->width;
      double                  room = drawing->width - x;
      g_autofree char        *year = NULL;
      const char             *words = drawing->look->months[tick->month - 1];

      set_color (drawing, &drawing->look->text, 0.6);
      cairo_set_line_width (drawing->cr, 1);
      cairo_move_to (drawing->cr, x + 0.5, y);
      cairo_line_to (drawing->cr, x + 0.5, y + drawing->em * (tick->has_words ? 0.5 : 0.3));
      cairo_stroke (drawing->cr);
      if (!tick->has_words)
        continue;

      for (guint k = i + 1; k < ticks->len; k++)
        {
          const AmiaUmbrellaTick *next = &g_array_index (ticks, AmiaUmbrellaTick, k);

          if (!next->has_words)
            continue;
          room = next->x * drawing->width - x;
          break;
        }
      if (tick->month == 1)
        words = year = g_strdup_printf ("%u", tick->year);
      draw_words (drawing, words, x + drawing->em * 0.25, y + drawing->em * 0.1,
                  room - drawing->em * 0.25, PANGO_ALIGN_LEFT);
    }
}

static void
draw_axis (Drawing *drawing,
           double   y)
{
  const double line = y + drawing->em * 1.35;

  set_color (drawing, &drawing->look->text, 0.9);
  cairo_set_line_width (drawing->cr, 1.5);
  cairo_move_to (drawing->cr, 0, line);
  cairo_line_to (drawing->cr, drawing->width, line);
  cairo_stroke (drawing->cr);
  draw_meetings (drawing, line);
  draw_months (drawing, line);
}

static void
draw_bars (Drawing *drawing,
           double   y)
{
  const double height = get_bar_height (drawing->em);

  for (guint i = 0; i < drawing->umbrella->activities->len; i++)
    {
      const AmiaUmbrellaMark *mark =
          &g_array_index (drawing->umbrella->activities, AmiaUmbrellaMark, i);
      const double x = mark->from * drawing->width;
      const double width = MAX ((mark->to - mark->from) * drawing->width, 3);

      if (mark->lane >= ACTIVITY_MAX)
        continue;
      add_round (drawing, x, y + mark->lane * height, width, height * 0.66);
      set_color (drawing, &drawing->look->accent, 0.8);
      cairo_fill (drawing->cr);
    }
}

static void
draw_incomes (Drawing *drawing,
              double   y)
{
  for (guint lane = 0; lane < drawing->umbrella->n_income_lanes; lane++)
    {
      const double height = get_band_height (lane, drawing->em);

      for (guint i = 0; i < drawing->umbrella->incomes->len; i++)
        {
          const AmiaUmbrellaMark *mark =
              &g_array_index (drawing->umbrella->incomes, AmiaUmbrellaMark, i);
          const double x = mark->from * drawing->width;
          const double width = (mark->to - mark->from) * drawing->width;

          if (mark->lane != lane)
            continue;
          draw_band (drawing, mark, y, height, 0.16);
          if (lane < AMIA_UMBRELLA_LANES && mark->index < drawing->look->n_incomes)
            draw_words (drawing, drawing->look->incomes[mark->index], x + drawing->em * 0.4,
                        y + (height - drawing->em) / 2, width - drawing->em * 0.8,
                        PANGO_ALIGN_LEFT);
        }
      y += height + drawing->em * 0.25;
    }
}

/* A thin line through all, and its word where the arc leaves room. */
static void
draw_mark (Drawing    *drawing,
           double      at,
           const char *words,
           double      top,
           double      bottom,
           gboolean    is_dashed)
{
  const double x = CLAMP (at * drawing->width, 0.5, drawing->width - 0.5);
  const double dashes[] = { 2, 3 };
  g_autoptr (PangoLayout) layout = pango_layout_new (drawing->context);
  int width = 0;

  set_color (drawing, &drawing->look->text, 1);
  cairo_set_line_width (drawing->cr, is_dashed ? 1.2 : 1);
  cairo_set_dash (drawing->cr, dashes, is_dashed ? 2 : 0, 0);
  cairo_move_to (drawing->cr, x, top + drawing->em);
  cairo_line_to (drawing->cr, x, bottom);
  cairo_stroke (drawing->cr);
  cairo_set_dash (drawing->cr, NULL, 0, 0);
  if (words == NULL)
    return;

  pango_layout_set_text (layout, words, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  cairo_move_to (drawing->cr, CLAMP (x - width / 2.0, 0, MAX (drawing->width - width, 0)), top);
  pango_cairo_show_layout (drawing->cr, layout);
}

void
amia_umbrella_draw (cairo_t                *cr,
                    PangoContext           *context,
                    const AmiaUmbrella     *umbrella,
                    const AmiaUmbrellaLook *look,
                    double                  width)
{
  Drawing drawing = { cr, context, umbrella, look, width, 0 };
  double  arc = 0;
  double  phases = 0;
  double  axis = 0;
  double  bars = 0;
  double  bottom = 0;
  double  close = 0;

  g_return_if_fail (cr != NULL);
  g_return_if_fail (PANGO_IS_CONTEXT (context));
  g_return_if_fail (umbrella != NULL);
  g_return_if_fail (look != NULL);

  drawing.em = get_em (context);
  arc = get_arc_height (width);
  phases = arc;
  axis = phases + get_phase_height (drawing.em) + drawing.em * 0.4;
  bars = axis + get_axis_height (drawing.em);
  bottom = amia_umbrella_get_height (umbrella, context, width) - drawing.em * 0.5;
  close = fabs (umbrella->today - umbrella->benefit_end) * width;

  draw_arc (&drawing, arc);
  draw_phases (&drawing, phases);
  draw_axis (&drawing, axis);
  draw_mark (&drawing, umbrella->today, look->today, arc * 0.62 - drawing.em * 0.5, bottom, FALSE);
  /* Two words in one place would be none. */
  if (umbrella->benefit_end >= 0 && umbrella->benefit_end <= 1)
    draw_mark (&drawing, umbrella->benefit_end, look->benefit_end,
               close < drawing.em * 12 ? arc * 0.30 - drawing.em * 0.5
                                       : arc * 0.62 - drawing.em * 0.5,
               bottom, TRUE);
  /* On the marks, so that no word is struck through. */
  draw_bars (&drawing, bars);
  draw_incomes (&drawing, bars + get_bars_height (umbrella, drawing.em));
}

/* --- Pointing --------------------------------------------------------------------------------- */

static gboolean
is_near (double x,
         double edge,
         double em)
{
  return fabs (x - edge) <= em * 0.5;
}

/* The phases: where the benefit ends and where ALI begins. Where both are at the same day, what is
 * left of it is the benefit's. */
static AmiaUmbrellaPlace
find_in_phases (const AmiaUmbrella *umbrella,
                double              width,
                double              em,
                double              x)
{
  const double end = umbrella->benefit_end * width;
  double       ali = -1;

  for (guint i = 0; i < umbrella->phases->len; i++)
    {
      const AmiaUmbrellaMark *mark = &g_array_index (umbrella->phases, AmiaUmbrellaMark, i);

      if (mark->index == AMIA_UMBRELLA_ALI && mark->from > 0)
        ali = mark->from * width;
    }

  if (ali >= 0 && is_near (x, ali, em) && (x >= ali || !is_near (x, end, em)))
    return AMIA_UMBRELLA_PLACE_ALI_FROM;
  if (umbrella->benefit_end >= 0 && umbrella->benefit_end <= 1 && is_near (x, end, em))
    return AMIA_UMBRELLA_PLACE_BENEFIT_END;
  return AMIA_UMBRELLA_PLACE_NONE;
}

static AmiaUmbrellaPlace
find_in_income (const AmiaUmbrellaMark *mark,
                double                  width,
                double                  em,
                double                  x)
{
  if (mark->from > 0 && is_near (x, mark->from * width, em))
    return AMIA_UMBRELLA_PLACE_INCOME_FROM;
  if ((mark->to < 1 || mark->is_open) && is_near (x, mark->to * width, em))
    return AMIA_UMBRELLA_PLACE_INCOME_TO;
  return x >= mark->from * width && x < mark->to * width ? AMIA_UMBRELLA_PLACE_INCOME
                                                         : AMIA_UMBRELLA_PLACE_NONE;
}

/* Of two edges in one place it is that of the band that is under the point. */
static AmiaUmbrellaPlace
find_in_lane (const AmiaUmbrella *umbrella,
              guint               lane,
              double              width,
              double              em,
              double              x,
              guint              *index)
{
  AmiaUmbrellaPlace found = AMIA_UMBRELLA_PLACE_NONE;

  for (guint i = 0; i < umbrella->incomes->len; i++)
    {
      const AmiaUmbrellaMark *mark = &g_array_index (umbrella->incomes, AmiaUmbrellaMark, i);
      const gboolean          is_under = x >= mark->from * width && x < mark->to * width;
      AmiaUmbrellaPlace       place = AMIA_UMBRELLA_PLACE_NONE;

      if (mark->lane == lane && (is_under || found == AMIA_UMBRELLA_PLACE_NONE))
        place = find_in_income (mark, width, em, x);
      if (place == AMIA_UMBRELLA_PLACE_NONE)
        continue;

      found = place;
      *index = mark->index;
      if (is_under)
        break;
    }

  return found;
}

AmiaUmbrellaPlace
amia_umbrella_find (const AmiaUmbrella *umbrella,
                    PangoContext       *context,
                    double              width,
                    double              x,
                    double              y,
                    guint              *index)
{
  double em = 0;
  double top = 0;

  g_return_val_if_fail (umbrella != NULL, AMIA_UMBRELLA_PLACE_NONE);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), AMIA_UMBRELLA_PLACE_NONE);
  g_return_val_if_fail (index != NULL, AMIA_UMBRELLA_PLACE_NONE);

  *index = 0;
  em = get_em (context);
  top = get_arc_height (width);
  if (y >= top && y < top + get_phase_height (em))
    return find_in_phases (umbrella, width, em, x);

  top += get_phase_height (em) + em * 0.4 + get_axis_height (em) + get_bars_height (umbrella, em);
  for (guint lane = 0; lane < umbrella->n_income_lanes && y >= top; lane++)
    {
      const double bottom = top + get_band_height (lane, em) + em * 0.25;

      if (y < bottom)
        return find_in_lane (umbrella, lane, width, em, x, index);
      top = bottom;
    }

  return AMIA_UMBRELLA_PLACE_NONE;
}
