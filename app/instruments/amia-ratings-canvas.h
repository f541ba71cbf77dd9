/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "amia-ratings-picture.h"

G_BEGIN_DECLS

/* The drawings of amia-ratings-drawing.h as widgets, in the colour of text. */

/**
 * amia_ratings_canvas_new_spider:
 * @picture: a picture with at least three scales; a reference is kept
 *
 * All occasions in one spider chart whose spokes have the numbers of the scales, from 1. Drawings
 * only show: the same numbers are to stand in words beside them.
 *
 * Returns: (transfer floating): the drawing
 */
GtkWidget *amia_ratings_canvas_new_spider (AmiaRatingsPicture *picture) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_ratings_canvas_new_series:
 * @picture: a picture; a reference is kept
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
