/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-ratings-canvas.h"

#include <math.h>

/* Lines are told apart by thickness and dashes, in the text's own colour, to hold in light and dark
 * and for those who don't see colours. */

#define SPIDER_SIZE   300
#define RIM_SPACE     26 /* for the numbers of the scales */
#define SERIES_WIDTH  120
#define SERIES_HEIGHT 36
#define SERIES_SPACE  6
#define KEY_WIDTH     44
#define KEY_HEIGHT    10
#define N_RINGS       5

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

/* --- Picture --------------------------------------------------------------------------------- */

AmiaRatingsPicture *
amia_ratings_picture_new (guint n_scales,
                          guint n_lines)
{
  AmiaRatingsPicture *picture = g_rc_box_new0 (AmiaRatingsPicture);

  picture->n_scales = n_scales;
  picture->scales = g_new0 (AmiaRatingScale, n_scales);
  picture->n_lines = n_lines;
  picture->lines = g_new0 (AmiaRatingsLine, n_lines);
  for (guint i = 0; i < n_lines; i++)
    picture->lines[i].values = g_new0 (double, n_scales);
  return picture;
}

static void
clear_picture (gpointer data)
{
  AmiaRatingsPicture *picture = data;

  for (guint i = 0; i < picture->n_lines; i++)
    g_free (picture->lines[i].values);
  g_free (picture->lines);
  g_free (picture->scales);
}

void
amia_ratings_picture_unref (AmiaRatingsPicture *picture)
{
  g_rc_box_release_full (picture, clear_picture);
}

/* --- Drawing --------------------------------------------------------------------------------- */

static void
set_color (GtkDrawingArea *area,
           cairo_t        *cr,
           double          opacity)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * opacity);
}

static void
set_style (GtkDrawingArea *area,
           cairo_t        *cr,
           guint           style)
{
  set_color (area, cr, styles[style].opacity);
  cairo_set_line_width (cr, styles[style].width);
  cairo_set_dash (cr, styles[style].dashes, styles[style].n_dashes, 0);
}

static void
draw_dot (cairo_t *cr,
          double   x,
          double   y,
          double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_number (GtkDrawingArea *area,
             cairo_t        *cr,
             guint           number,
             double          x,
             double          y)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (area), text);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, x - width / 2.0, y - height / 2.0);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_web (GtkDrawingArea *area,
          cairo_t        *cr,
          guint           n_scales,
          double          radius)
{
  set_color (area, cr, 0.25);
  cairo_set_line_width (cr, 1);
  for (int ring = 1; ring <= N_RINGS; ring++)
    {
      for (guint i = 0; i < n_scales; i++)
        {
          AmiaRatingPoint point =
              amia_ratings_get_spoke (i, n_scales, radius * ring / N_RINGS);

          cairo_line_to (cr, point.x, -point.y);
        }
      cairo_close_path (cr);
      cairo_stroke (cr);
    }

  for (guint i = 0; i < n_scales; i++)
    {
      AmiaRatingPoint point = amia_ratings_get_spoke (i, n_scales, radius);

      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, point.x, -point.y);
      cairo_stroke (cr);
    }

  set_color (area, cr, 1);
  for (guint i = 0; i < n_scales; i++)
    {
      AmiaRatingPoint point = amia_ratings_get_spoke (i, n_scales, radius + RIM_SPACE / 2.0);

      draw_number (area, cr, i + 1, point.x, -point.y);
    }
}

/* A scale without a number breaks the line: nothing is drawn that nobody has said. */
static void
draw_spider_line (GtkDrawingArea           *area,
                  cairo_t                  *cr,
                  const AmiaRatingsPicture *picture,
                  const AmiaRatingsLine    *line,
                  double                    radius)
{
  guint                       n = picture->n_scales;
  g_autofree AmiaRatingPoint *points = g_new0 (AmiaRatingPoint, n);

  amia_ratings_lay_out_spider (picture->scales, line->values, n, points);
  set_style (area, cr, line->style);
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
        draw_dot (cr, points[i].x * radius, -points[i].y * radius, line->style == 0 ? 4.5 : 2.5);
    }
}

static void
draw_spider_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        user_data)
{
  const AmiaRatingsPicture *picture = user_data;
  double                    radius = MIN (width, height) / 2.0 - RIM_SPACE;

  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  draw_web (area, cr, picture->n_scales, radius);
  for (guint i = 0; i < picture->n_lines; i++)
    draw_spider_line (area, cr, picture, &picture->lines[i], radius);
}

typedef struct
{
  AmiaRatingsPicture *picture;
  guint               scale;
} Series;

static void
series_free (gpointer data)
{
  Series *series = data;

  amia_ratings_picture_unref (series->picture);
  g_free (series);
}

static void
lay_out_series (const Series    *series,
                AmiaRatingPoint *points)
{
  const AmiaRatingsPicture *picture = series->picture;
  g_autofree guint32       *days = g_new0 (guint32, picture->n_lines);
  g_autofree double        *values = g_new0 (double, picture->n_lines);

  for (guint i = 0; i < picture->n_lines; i++)
    {
      days[i] = picture->lines[i].day;
      values[i] = picture->lines[i].values[series->scale];
    }

  amia_ratings_lay_out_series (
      &picture->scales[series->scale], days, values, picture->n_lines, points);
}

static void
draw_series_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        user_data)
{
  const Series               *series = user_data;
  const AmiaRatingsPicture   *picture = series->picture;
  g_autofree AmiaRatingPoint *points = g_new0 (AmiaRatingPoint, picture->n_lines);
  double                      across = width - 2 * SERIES_SPACE;
  double                      up = height - 2 * SERIES_SPACE;

  lay_out_series (series, points);
  cairo_translate (cr, SERIES_SPACE, height - SERIES_SPACE);
  set_color (area, cr, 0.25);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 0.5, -up + 0.5, across - 1, up - 1);
  cairo_stroke (cr);

  set_color (area, cr, 1);
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
        draw_dot (cr, points[i].x * across, -points[i].y * up,
                  picture->lines[i].style == 0 ? 4.5 : 2.5);
    }
}

static void
draw_key_cb (GtkDrawingArea *area,
             cairo_t        *cr,
             int             width,
             int             height,
             gpointer        user_data)
{
  set_style (area, cr, GPOINTER_TO_UINT (user_data));
  cairo_move_to (cr, 0, height / 2.0);
  cairo_line_to (cr, width, height / 2.0);
  cairo_stroke (cr);
}

/* --- Widgets --------------------------------------------------------------------------------- */

static GtkWidget *
make_area (int                    width,
           int                    height,
           GtkDrawingAreaDrawFunc draw,
           gpointer               data,
           GDestroyNotify         free_data)
{
  GtkWidget *area =
      g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), width);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), height);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, data, free_data);
  return area;
}

GtkWidget *
amia_ratings_canvas_new_spider (AmiaRatingsPicture *picture)
{
  g_return_val_if_fail (picture != NULL && picture->n_scales >= 3, NULL);

  return make_area (SPIDER_SIZE, SPIDER_SIZE, draw_spider_cb, g_rc_box_acquire (picture),
                    (GDestroyNotify) amia_ratings_picture_unref);
}

GtkWidget *
amia_ratings_canvas_new_series (AmiaRatingsPicture *picture,
                                guint               scale)
{
  Series *series = NULL;

  g_return_val_if_fail (picture != NULL && scale < picture->n_scales, NULL);

  series = g_new0 (Series, 1);
  series->picture = g_rc_box_acquire (picture);
  series->scale = scale;
  return make_area (SERIES_WIDTH, SERIES_HEIGHT, draw_series_cb, series, series_free);
}

GtkWidget *
amia_ratings_canvas_new_key (guint style)
{
  g_return_val_if_fail (style < AMIA_RATINGS_STYLES, NULL);

  return make_area (KEY_WIDTH, KEY_HEIGHT, draw_key_cb, GUINT_TO_POINTER (style), NULL);
}
