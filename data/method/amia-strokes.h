/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AMIA_STROKES_WIDTH: how wide the box is that a signature is drawn in. */
#define AMIA_STROKES_WIDTH 1000

/** AMIA_STROKES_HEIGHT: how high it is. */
#define AMIA_STROKES_HEIGHT 300

/** AMIA_STROKES_POINTS_MAX: more than this is no signature; what is drawn beyond it is left out. */
#define AMIA_STROKES_POINTS_MAX 4000

/**
 * AmiaStrokePoint:
 * @x: from the left, 0 to %AMIA_STROKES_WIDTH
 * @y: from the top, 0 to %AMIA_STROKES_HEIGHT
 * @is_start: whether the pen was put down here
 *
 * A point of a signature.
 */
typedef struct
{
  guint16  x;
  guint16  y;
  gboolean is_start;
} AmiaStrokePoint;

/**
 * amia_strokes_add:
 * @points: (element-type AmiaStrokePoint): a signature
 * @x: from the left, cut off at the box
 * @y: from the top, cut off at the box
 * @is_start: whether the pen is put down here
 *
 * Adds a point unless it is so near the one before that nobody would see it, or there are too many.
 */
void amia_strokes_add (GArray  *points,
                       double   x,
                       double   y,
                       gboolean is_start);

/**
 * amia_strokes_to_json:
 * @points: (element-type AmiaStrokePoint): a signature
 *
 * Returns: (transfer full): `[[[x,y],…],…]`, a list for each stroke
 */
char *amia_strokes_to_json (GArray *points) G_GNUC_WARN_UNUSED_RESULT;

/**
 * amia_strokes_from_json:
 * @json: (nullable): what another laptop wrote
 *
 * Anything that is not as it should be is passed over: a drawing is never a reason to fail.
 *
 * Returns: (transfer full) (element-type AmiaStrokePoint): the points, none if there is no drawing
 */
GArray *amia_strokes_from_json (const char *json) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
