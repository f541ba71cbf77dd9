/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-strip.h"

/* A display list of ten sorts of mark, and how each is drawn. */

#define LINE_WEIGHT 0.6

static void
clear_ink (gpointer data)
{
  AmiaInk *ink = data;

  g_clear_object (&ink->layout);
  g_clear_pointer (&ink->picture, cairo_surface_destroy);
}

AmiaStrip *
amia_strip_new (double height,
                double space)
{
  AmiaStrip *strip = g_new0 (AmiaStrip, 1);

  strip->height = height;
  strip->space = space;
  strip->inks = g_array_new (FALSE, FALSE, sizeof (AmiaInk));
  g_array_set_clear_func (strip->inks, clear_ink);
  return strip;
}

void
amia_strip_free (AmiaStrip *strip)
{
  g_free (strip->bookmark);
  g_array_unref (strip->inks);
  g_free (strip);
}

static AmiaInk *
append (AmiaStrip     *strip,
        const AmiaInk *ink)
{
  g_array_append_vals (strip->inks, ink, 1);
  return &g_array_index (strip->inks, AmiaInk, strip->inks->len - 1);
}

AmiaInk *
amia_strip_add (AmiaStrip  *strip,
                AmiaInkKind kind,
                double      x,
                double      y,
                double      width,
                double      height)
{
  const AmiaInk ink = {
    .kind = kind,
    .x = x,
    .y = y,
    .width = width,
    .height = height,
    .weight = LINE_WEIGHT,
  };

  return append (strip, &ink);
}

void
amia_strip_add_picture (AmiaStrip       *strip,
                        cairo_surface_t *picture,
                        double           x,
                        double           y)
{
  const AmiaInk ink = {
    .kind = AMIA_INK_PICTURE,
    .picture = cairo_surface_reference (picture),
    .x = x,
    .y = y,
    .weight = LINE_WEIGHT,
  };

  append (strip, &ink);
}

double
amia_strip_add_line (AmiaStrip   *strip,
                     PangoLayout *layout,
                     int          line,
                     double       x,
                     double       y)
{
  PangoRectangle extents;
  AmiaInk        ink = { .kind = AMIA_INK_TEXT, .line = line };

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, line), NULL, &extents);
  ink.layout = g_object_ref (layout);
  ink.x = x;
  /* A line is drawn from its base line. */
  ink.y = y - pango_units_to_double (extents.y);
  ink.width = pango_units_to_double (extents.width);
  append (strip, &ink);
  return pango_units_to_double (extents.height);
}

double
amia_strip_add_layout (AmiaStrip   *strip,
                       PangoLayout *layout,
                       double       x,
                       double       y)
{
  const double width = pango_units_to_double (pango_layout_get_width (layout));
  const double top = y;

  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      double   left = x;
      double   height = amia_strip_add_line (strip, layout, i, x, y);
      AmiaInk *ink = &g_array_index (strip->inks, AmiaInk, strip->inks->len - 1);

      if (pango_layout_get_alignment (layout) == PANGO_ALIGN_CENTER)
        left += (width - ink->width) / 2;
      else if (pango_layout_get_alignment (layout) == PANGO_ALIGN_RIGHT)
        left += width - ink->width;
      ink->x = left;
      y += height;
    }

  return y - top;
}

void
amia_strip_grow (AmiaStrip *strip,
                 double     height)
{
  strip->height = MAX (strip->height, height);
}

static void
draw_page_number (const AmiaInk *ink,
                  cairo_t       *cr,
                  guint          page)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  int              width;

  pango_layout_set_text (ink->layout, number, -1);
  pango_layout_get_size (ink->layout, &width, NULL);
  cairo_move_to (cr, ink->x - pango_units_to_double (width), ink->y);
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (ink->layout, 0));
}

static void
draw_circle (const AmiaInk *ink,
             cairo_t       *cr)
{
  cairo_matrix_t plain;

  /* The pen keeps its shape: only the path is made an ellipse. */
  cairo_get_matrix (cr, &plain);
  cairo_translate (cr, ink->x + ink->width / 2, ink->y + ink->height / 2);
  cairo_scale (cr, ink->width / 2, ink->height / 2);
  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_set_matrix (cr, &plain);
  if (ink->kind == AMIA_INK_DISC)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
draw_rule (cairo_t *cr,
           double   x,
           double   y,
           double   width,
           double   height)
{
  cairo_move_to (cr, x, y);
  cairo_rel_line_to (cr, width, height);
  cairo_stroke (cr);
}

static void
draw_ink (const AmiaStrip *strip,
          const AmiaInk   *ink,
          cairo_t         *cr,
          double           space)
{
  switch (ink->kind)
    {
    case AMIA_INK_TEXT:
      cairo_move_to (cr, ink->x, ink->y);
      pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (ink->layout, ink->line));
      break;
    case AMIA_INK_RULE:
      draw_rule (cr, ink->x, ink->y, ink->width, ink->height);
      break;
    case AMIA_INK_BAR:
      draw_rule (cr, ink->x, -space, 0, strip->height + space);
      break;
    case AMIA_INK_BOX:
      cairo_rectangle (cr, ink->x, ink->y, ink->width, ink->height);
      cairo_stroke (cr);
      break;
    case AMIA_INK_FILL:
      cairo_rectangle (cr, ink->x, ink->y, ink->width, ink->height);
      cairo_fill (cr);
      break;
    case AMIA_INK_RING:
    case AMIA_INK_DISC:
      draw_circle (ink, cr);
      break;
    case AMIA_INK_CROSS:
      draw_rule (cr, ink->x, ink->y, ink->width, ink->height);
      draw_rule (cr, ink->x, ink->y + ink->height, ink->width, -ink->height);
      break;
    case AMIA_INK_PICTURE:
      cairo_set_source_surface (cr, ink->picture, ink->x, ink->y);
      cairo_paint (cr);
      break;
    case AMIA_INK_PAGE:
    default:
      break;
    }
}

void
amia_strip_draw (AmiaStrip     *strip,
                 cairo_t       *cr,
                 double         x,
                 double         y,
                 double         space,
                 AmiaPageOfFunc page_of,
                 gpointer       data)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  for (guint i = 0; i < strip->inks->len; i++)
    {
      const AmiaInk *ink = &g_array_index (strip->inks, AmiaInk, i);

      cairo_set_line_width (cr, ink->weight);
      cairo_set_dash (cr, &ink->dash, ink->dash > 0 ? 1 : 0, 0);
      cairo_set_source_rgb (cr, ink->shade, ink->shade, ink->shade);
      if (ink->kind == AMIA_INK_PAGE)
        draw_page_number (ink, cr, page_of ((guint) ink->line, data));
      else
        draw_ink (strip, ink, cr, space);
    }
  cairo_restore (cr);
}
