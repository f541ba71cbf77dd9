/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-ratings.h"

G_BEGIN_DECLS

/** AMIA_RATINGS_STYLES: how many styles of line can be told apart; 0 is the thick one */
#define AMIA_RATINGS_STYLES 4

/**
 * AmiaRatingsLine:
 * @style: less than %AMIA_RATINGS_STYLES
 * @day: Julian, as g_date_get_julian() counts
 * @values: (array): a number for each scale, `NAN` where there is none
 *
 * One occasion.
 */
typedef struct
{
  guint   style;
  guint32 day;
  double *values;
} AmiaRatingsLine;

/**
 * AmiaRatingsPicture:
 * @n_scales: how many
 * @scales: (array length=n_scales): the scales
 * @n_lines: how many
 * @lines: (array length=n_lines): the occasions, by day
 *
 * What is drawn: made once, then only read by the drawings that hold it.
 */
typedef struct
{
  guint            n_scales;
  AmiaRatingScale *scales;
  guint            n_lines;
  AmiaRatingsLine *lines;
} AmiaRatingsPicture;

/**
 * amia_ratings_picture_new:
 * @n_scales: how many scales
 * @n_lines: how many occasions
 *
 * Returns: (transfer full): a picture with room for them, to be filled in
 */
AmiaRatingsPicture *amia_ratings_picture_new (guint n_scales,
                                              guint n_lines) G_GNUC_WARN_UNUSED_RESULT;

/** amia_ratings_picture_unref: @picture: (transfer full): a picture */
void amia_ratings_picture_unref (AmiaRatingsPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmiaRatingsPicture, amia_ratings_picture_unref)

/**
 * amia_ratings_canvas_new_spider:
 * @picture: a picture with at least three scales
 *
 * All occasions in one spider chart whose spokes have the numbers of the scales, from 1. Drawings
 * only show: the same numbers are to stand in words beside them.
 *
 * Returns: (transfer floating): the drawing
 */
GtkWidget *amia_ratings_canvas_new_spider (AmiaRatingsPicture *picture) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ratings_canvas_new_series:
 * @picture: a picture
 * @scale: which scale
 *
 * Returns: (transfer floating): a small drawing of that scale over time
 */
GtkWidget *amia_ratings_canvas_new_series (AmiaRatingsPicture *picture,
                                           guint               scale) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ratings_canvas_new_key:
 * @style: a style of line
 *
 * Returns: (transfer floating): a short line of that style, for a heading
 */
GtkWidget *amia_ratings_canvas_new_key (guint style) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
