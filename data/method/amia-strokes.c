/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-method"

#include "config.h"

#include "amia-strokes.h"

#include <json-glib/json-glib.h>

/* A signature as points in a box, so that it looks the same on every screen and on paper. */

/* In units of the box: a tenth of a pen's width on paper. */
#define STEP_MIN 2

void
amia_strokes_add (GArray  *points,
                  double   x,
                  double   y,
                  gboolean is_start)
{
  AmiaStrokePoint point = {
    (guint16) CLAMP (x, 0, AMIA_STROKES_WIDTH),
    (guint16) CLAMP (y, 0, AMIA_STROKES_HEIGHT),
    is_start,
  };

  g_return_if_fail (points != NULL);

  if (points->len >= AMIA_STROKES_POINTS_MAX)
    return;
  if (!is_start && points->len > 0)
    {
      const AmiaStrokePoint *last = &g_array_index (points, AmiaStrokePoint, points->len - 1);

      if (ABS (last->x - point.x) < STEP_MIN && ABS (last->y - point.y) < STEP_MIN)
        return;
    }

  g_array_append_val (points, point);
}

char *
amia_strokes_to_json (GArray *points)
{
  GString *json = g_string_new ("[");

  g_return_val_if_fail (points != NULL, NULL);

  for (guint i = 0; i < points->len; i++)
    {
      const AmiaStrokePoint *point = &g_array_index (points, AmiaStrokePoint, i);

      if (i == 0)
        g_string_append_c (json, '[');
      else
        g_string_append (json, point->is_start ? "],[" : ",");
      g_string_append_printf (json, "[%u,%u]", point->x, point->y);
    }

  g_string_append (json, points->len > 0 ? "]]" : "]");
  return g_string_free (json, FALSE);
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                          json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static void
read_point (GArray   *points,
            JsonNode *node,
            gboolean  is_start)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (pair == NULL || json_array_get_length (pair) != 2 ||
      !is_number (json_array_get_element (pair, 0)) ||
      !is_number (json_array_get_element (pair, 1)))
    return;

  amia_strokes_add (points, json_node_get_double (json_array_get_element (pair, 0)),
                    json_node_get_double (json_array_get_element (pair, 1)), is_start);
}

GArray *
amia_strokes_from_json (const char *json)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (AmiaStrokePoint));
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonArray *strokes =
      root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; strokes != NULL && i < json_array_get_length (strokes); i++)
    {
      JsonNode  *node = json_array_get_element (strokes, i);
      JsonArray *stroke = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      for (guint j = 0; stroke != NULL && j < json_array_get_length (stroke); j++)
        read_point (points, json_array_get_element (stroke, j), j == 0);
    }

  return points;
}
