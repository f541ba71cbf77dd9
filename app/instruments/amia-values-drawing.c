/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-values-drawing.h"

/* What became of a value, drawn the same way on screen and on paper. */

#define CROSS_ROOM 18 /* a narrower frame has no cross in it */
#define FRAME      1.5

static void
set_color (cairo_t       *cr,
           const GdkRGBA *color,
           double         opacity)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * opacity);
}

static void
draw_unsaid (cairo_t       *cr,
             const GdkRGBA *color,
             double         width,
             double         height)
{
  set_color (cr, color, 0.45);
  cairo_rectangle (cr, width / 2 - 3, height / 2 - 0.5, 6, 1);
  cairo_fill (cr);
}

/* What is missed is what somebody looks for: it has the heavy frame, and what is met the quiet
 * tone. */
static void
draw_mark (cairo_t       *cr,
           const GdkRGBA *color,
           AmiaValueMark  mark,
           double         x,
           double         width,
           double         height)
{
  double filled = mark == AMIA_VALUE_MET ? height : mark == AMIA_VALUE_PARTLY ? height / 2
                                                                              : 0;
  double line = mark == AMIA_VALUE_MISSED ? 2 * FRAME : FRAME;

  set_color (cr, color, 0.38);
  cairo_rectangle (cr, x, height - filled, width, filled);
  cairo_fill (cr);

  set_color (cr, color, mark == AMIA_VALUE_MISSED ? 1 : 0.55);
  cairo_set_line_width (cr, line);
  cairo_rectangle (cr, x + line / 2, line / 2, width - line, height - line);
  cairo_stroke (cr);
  if (mark != AMIA_VALUE_MISSED || width < CROSS_ROOM)
    return;

  cairo_set_line_width (cr, FRAME);
  cairo_move_to (cr, x + width / 2 - 4, height / 2 - 4);
  cairo_line_to (cr, x + width / 2 + 4, height / 2 + 4);
  cairo_move_to (cr, x + width / 2 - 4, height / 2 + 4);
  cairo_line_to (cr, x + width / 2 + 4, height / 2 - 4);
  cairo_stroke (cr);
}

void
amia_values_draw_tally (cairo_t              *cr,
                        const AmiaValueTally *tally,
                        const GdkRGBA        *color,
                        double                width,
                        double                height)
{
  static const AmiaValueMark order[] = { AMIA_VALUE_MISSED, AMIA_VALUE_PARTLY, AMIA_VALUE_MET };
  guint                      total = 0;
  double                     x = 0;

  g_return_if_fail (cr != NULL && tally != NULL && color != NULL);

  total = amia_value_tally_get_total (tally);
  if (total == 0)
    {
      draw_unsaid (cr, color, width, height);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      double share = width * tally->n[order[i]] / total;

      if (share > 0)
        draw_mark (cr, color, order[i], x, share, height);
      x += share;
    }
}
