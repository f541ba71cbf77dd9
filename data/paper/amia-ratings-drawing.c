/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-ratings-drawing.h"

#include <math.h>

/* Where everything stands is worked out in amia-ratings.h; here it gets lines and dots. */

#define SERIES_SPACE 6
#define N_RINGS      5
#define DOT          2.5
#define DOT_OWN      4.5

static const struct
{
  double width;
  double opacity;
  double dashes[4];
  int    n_dashes;
} styles[AMIA_RATINGS_STYLES] = {
  { 3.5, 1.0, { 0 }, 0 },
  { 1.5, 0.85, { 8, 4 }, 2 },
  { 1.5, 0.85, { 2, 3 }, 2 },
  { 1.5, 0.85, { 10, 3, 2, 3 }, 4 },
};

static void
set_color (cairo_t                *cr,
           const AmiaRatingsColor *color,
           double                  opacity)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, opacity);
}

static void
set_style (cairo_t                *cr,
           const AmiaRatingsColor *color,
           guint                   style)
{
  set_color (cr, color, styles[style].opacity);
  cairo_set_line_width (cr, styles[style].width);
  cairo_set_dash (cr, styles[style].dashes, styles[style].n_dashes, 0);
}

static void
draw_dot (cairo_t *cr,
          double   x,
          double   y,
          gboolean is_own)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, is_own ? DOT_OWN : DOT, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* --- Spider ----------------------------------------------------------------------------------- */

static void
draw_number (cairo_t      *cr,
             PangoContext *context,
             guint         number,
             double        x,
             double        y)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  int width;
  int height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, &width, &height);
  cairo_move_to (cr,
                 x - pango_units_to_double (width) / 2,
                 y - pango_units_to_double (height) / 2);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_ring (cairo_t *cr,
           guint    n_scales,
           double   radius)
{
  for (guint i = 0; i < n_scales; i++)
    {
      AmiaRatingPoint point = amia_ratings_get_spoke (i, n_scales, radius);

      cairo_line_to (cr, point.x, -point.y);
    }
  cairo_close_path (cr);
  cairo_stroke (cr);
}

static void
draw_web (cairo_t                *cr,
          PangoContext           *context,
          const AmiaRatingsColor *color,
          guint                   n_scales,
          double                  radius)
{
  set_color (cr, color, 0.25);
  cairo_set_line_width (cr, 1);
  for (int ring = 1; ring <= N_RINGS; ring++)
    draw_ring (cr, n_scales, radius * ring / N_RINGS);
  for (guint i = 0; i < n_scales; i++)
    {
      AmiaRatingPoint point = amia_ratings_get_spoke (i, n_scales, radius);

      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, point.x, -point.y);
      cairo_stroke (cr);
    }

  set_color (cr, color, 1);
  for (guint i = 0; i < n_scales; i++)
    {
      AmiaRatingPoint point = amia_ratings_get_spoke (i, n_scales, radius + AMIA_RATINGS_RIM / 2);

      draw_number (cr, context, i + 1, point.x, -point.y);
    }
}

/* A scale without a number breaks the line: nothing is drawn that nobody has said. */
static void
draw_line (cairo_t                  *cr,
           const AmiaRatingsPicture *picture,
           const AmiaRatingsLine    *line,
           const AmiaRatingsColor   *color,
           double                    radius)
{
  guint                       n = picture->n_scales;
  g_autofree AmiaRatingPoint *points = g_new0 (AmiaRatingPoint, n);

  amia_ratings_lay_out_spider (picture->scales, line->values, n, points);
  set_style (cr, color, line->style);
  for (guint i = 0; i < n; i++)
    {
      const AmiaRatingPoint *to = &points[(i + 1) % n];

      if (!points[i].is_rated || !to->is_rated)
        continue;
      cairo_move_to (cr, points[i].x * radius, -points[i].y * radius);
      cairo_line_to (cr, to->x * radius, -to->y * radius);
      cairo_stroke (cr);
    }

  for (guint i = 0; i < n; i++)
    {
      if (points[i].is_rated)
        draw_dot (cr, points[i].x * radius, -points[i].y * radius, line->style == 0);
    }
}

void
amia_ratings_draw_spider (cairo_t                  *cr,
                          PangoContext             *context,
                          const AmiaRatingsPicture *picture,
                          const AmiaRatingsColor   *color,
                          double                    width,
                          double                    height)
{
  const double radius = MIN (width, height) / 2 - AMIA_RATINGS_RIM;

  g_return_if_fail (cr != NULL && context != NULL && color != NULL);
  g_return_if_fail (picture != NULL && picture->n_scales >= 3);

  cairo_save (cr);
  cairo_translate (cr, width / 2, height / 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  draw_web (cr, context, color, picture->n_scales, radius);
  for (guint i = 0; i < picture->n_lines; i++)
    draw_line (cr, picture, &picture->lines[i], color, radius);
  cairo_restore (cr);
}

/* --- Series ----------------------------------------------------------------------------------- */

static void
lay_out_series (const AmiaRatingsPicture *picture,
                guint                     scale,
                AmiaRatingPoint          *points)
{
  g_autofree guint32 *days = g_new0 (guint32, picture->n_lines);
  g_autofree double  *values = g_new0 (double, picture->n_lines);

  for (guint i = 0; i < picture->n_lines; i++)
    {
      days[i] = picture->lines[i].day;
      values[i] = picture->lines[i].values[scale];
    }

  amia_ratings_lay_out_series (&picture->scales[scale], days, values, picture->n_lines, points);
}

void
amia_ratings_draw_series (cairo_t                  *cr,
                          const AmiaRatingsPicture *picture,
                          guint                     scale,
                          const AmiaRatingsColor   *color,
                          double                    width,
                          double                    height)
{
  g_autofree AmiaRatingPoint *points = NULL;
  const double                across = width - 2 * SERIES_SPACE;
  const double                up = height - 2 * SERIES_SPACE;

  g_return_if_fail (cr != NULL && color != NULL);
  g_return_if_fail (picture != NULL && scale < picture->n_scales);

  points = g_new0 (AmiaRatingPoint, picture->n_lines);
  lay_out_series (picture, scale, points);
  cairo_save (cr);
  cairo_translate (cr, SERIES_SPACE, height - SERIES_SPACE);
  set_color (cr, color, 0.25);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 0.5, -up + 0.5, across - 1, up - 1);
  cairo_stroke (cr);

  set_color (cr, color, 1);
  cairo_set_line_width (cr, 1.5);
  for (guint i = 0; i < picture->n_lines; i++)
    {
      if (points[i].is_rated)
        cairo_line_to (cr, points[i].x * across, -points[i].y * up);
    }
  cairo_stroke (cr);
  for (guint i = 0; i < picture->n_lines; i++)
    {
      if (points[i].is_rated)
        draw_dot (cr, points[i].x * across, -points[i].y * up, picture->lines[i].style == 0);
    }
  cairo_restore (cr);
}

void
amia_ratings_draw_key (cairo_t                *cr,
                       guint                   style,
                       const AmiaRatingsColor *color,
                       double                  width,
                       double                  height)
{
  g_return_if_fail (cr != NULL && color != NULL);
  g_return_if_fail (style < AMIA_RATINGS_STYLES);

  cairo_save (cr);
  set_style (cr, color, style);
  cairo_move_to (cr, 0, height / 2);
  cairo_line_to (cr, width, height / 2);
  cairo_stroke (cr);
  cairo_restore (cr);
}
