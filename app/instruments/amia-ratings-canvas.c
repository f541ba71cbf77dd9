/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-ratings-canvas.h"

#include "amia-ratings-drawing.h"

/* How large the drawings are on the screen; what is on them is the same as on paper. */

#define SPIDER_SIZE   300
#define SERIES_WIDTH  120
#define SERIES_HEIGHT 36
#define KEY_WIDTH     44
#define KEY_HEIGHT    10

static AmiaRatingsColor
get_color (GtkDrawingArea *area)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  return (AmiaRatingsColor){ color.red, color.green, color.blue };
}

static void
draw_spider_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        user_data)
{
  const AmiaRatingsColor color = get_color (area);

  amia_ratings_draw_spider (cr,
                            gtk_widget_get_pango_context (GTK_WIDGET (area)),
                            user_data,
                            &color,
                            width,
                            height);
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
draw_series_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        user_data)
{
  const Series          *series = user_data;
  const AmiaRatingsColor color = get_color (area);

  amia_ratings_draw_series (cr, series->picture, series->scale, &color, width, height);
}

static void
draw_key_cb (GtkDrawingArea *area,
             cairo_t        *cr,
             int             width,
             int             height,
             gpointer        user_data)
{
  const AmiaRatingsColor color = get_color (area);

  amia_ratings_draw_key (cr, GPOINTER_TO_UINT (user_data), &color, width, height);
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

  return make_area (SPIDER_SIZE, SPIDER_SIZE, draw_spider_cb, amia_ratings_picture_ref (picture),
                    (GDestroyNotify) amia_ratings_picture_unref);
}

GtkWidget *
amia_ratings_canvas_new_series (AmiaRatingsPicture *picture,
                                guint               scale)
{
  Series *series = NULL;

  g_return_val_if_fail (picture != NULL && scale < picture->n_scales, NULL);

  series = g_new0 (Series, 1);
  series->picture = amia_ratings_picture_ref (picture);
  series->scale = scale;
  return make_area (SERIES_WIDTH, SERIES_HEIGHT, draw_series_cb, series, series_free);
}

GtkWidget *
amia_ratings_canvas_new_key (guint style)
{
  g_return_val_if_fail (style < AMIA_RATINGS_STYLES, NULL);

  return make_area (KEY_WIDTH, KEY_HEIGHT, draw_key_cb, GUINT_TO_POINTER (style), NULL);
}
