/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-app"

#include "config.h"

#include "amia-values-paper.h"

#include <glib/gi18n.h>

#include "amia-values-drawing.h"
#include "amia-values-words.h"

/* The grid of the screen as a picture, and beneath it the sums in words. */

#define FONT         "Cantarell, DejaVu Sans, Sans 8"
#define NAME_WIDTH   118.0
#define COLUMN_MAX   92.0
#define ROW_HEIGHT   20.0
#define CELL_GAP     2.0
#define HEADING_GAP  5.0
#define LEGEND_SPACE 12.0
#define KEY_WIDTH    18.0
#define KEY_GAP      5.0
#define LEGEND_GAP   16.0

static const GdkRGBA black = { 0, 0, 0, 1 };

typedef struct
{
  const AmiaValuesPaper *paper;
  cairo_t               *cr;
  PangoContext          *context;
  double                 column_width;
  double                 y;
} Drawing;

static PangoContext *
make_context (void)
{
  PangoFontMap         *fonts = pango_cairo_font_map_get_default ();
  PangoContext         *context = pango_font_map_create_context (fonts);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  return context;
}

/* Draws words with their lower edge at @low, or in the middle of a row above it; returns how wide
 * they are. */
static double
draw_words (Drawing       *drawing,
            const char    *words,
            double         x,
            double         low,
            double         width,
            PangoAlignment alignment)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (drawing->context);
  int across;
  int height;

  pango_layout_set_text (layout, words, -1);
  pango_layout_set_alignment (layout, alignment);
  if (width > 0)
    pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_get_size (layout, &across, &height);
  cairo_set_source_rgb (drawing->cr, 0, 0, 0);
  cairo_move_to (drawing->cr, x, low - pango_units_to_double (height));
  pango_cairo_show_layout (drawing->cr, layout);
  return pango_units_to_double (across);
}

static double
measure_headings (Drawing *drawing)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (drawing->context);
  double highest = 0;

  for (guint i = 0; i < drawing->paper->n_columns; i++)
    {
      int height;

      pango_layout_set_text (layout, drawing->paper->columns[i].heading, -1);
      pango_layout_set_width (layout, pango_units_from_double (drawing->column_width));
      pango_layout_get_size (layout, NULL, &height);
      highest = MAX (highest, pango_units_to_double (height));
    }

  return highest;
}

static double
get_column (const Drawing *drawing,
            guint          column)
{
  return NAME_WIDTH + column * drawing->column_width;
}

static void
draw_headings (Drawing *drawing)
{
  drawing->y = measure_headings (drawing);
  for (guint i = 0; i < drawing->paper->n_columns; i++)
    draw_words (drawing,
                drawing->paper->columns[i].heading,
                get_column (drawing, i),
                drawing->y,
                drawing->column_width,
                PANGO_ALIGN_CENTER);
  drawing->y += HEADING_GAP;
}

static void
draw_tally (Drawing              *drawing,
            const AmiaValueTally *tally,
            double                x,
            double                width)
{
  cairo_save (drawing->cr);
  cairo_translate (drawing->cr, x + CELL_GAP / 2, drawing->y + CELL_GAP / 2);
  amia_values_draw_tally (
      drawing->cr, tally, &black, width - CELL_GAP, ROW_HEIGHT - CELL_GAP);
  cairo_restore (drawing->cr);
}

static void
draw_value (Drawing *drawing,
            guint    value)
{
  draw_words (drawing,
              amia_values_words_value (value),
              0,
              drawing->y + ROW_HEIGHT - 5,
              0,
              PANGO_ALIGN_LEFT);
  for (guint i = 0; i < drawing->paper->n_columns; i++)
    draw_tally (drawing,
                &drawing->paper->columns[i].period.tallies[value],
                get_column (drawing, i),
                drawing->column_width);
  drawing->y += ROW_HEIGHT;
}

static void
draw_legend (Drawing *drawing)
{
  static const AmiaValueMark marks[] = {
    AMIA_VALUE_MISSED, AMIA_VALUE_PARTLY, AMIA_VALUE_MET, AMIA_VALUE_UNSAID
  };
  double x = 0;

  drawing->y += LEGEND_SPACE;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      AmiaValueTally tally = { 0 };

      tally.n[marks[i]] = 1;
      draw_tally (drawing, &tally, x, KEY_WIDTH + CELL_GAP);
      x += KEY_WIDTH + CELL_GAP + KEY_GAP;
      x += draw_words (drawing,
                       amia_values_words_mark (marks[i]),
                       x,
                       drawing->y + ROW_HEIGHT - 5,
                       0,
                       PANGO_ALIGN_LEFT) +
           LEGEND_GAP;
    }
  drawing->y += ROW_HEIGHT;
}

static cairo_surface_t *
record (const AmiaValuesPaper *paper,
        double                *height)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  Drawing          drawing = { .paper = paper, .cr = cairo_create (surface) };

  drawing.context = make_context ();
  drawing.column_width =
      MIN ((AMIA_SHEET_INNER_WIDTH - NAME_WIDTH) / paper->n_columns, COLUMN_MAX);
  draw_headings (&drawing);
  for (guint i = 0; i < AMIA_VALUES; i++)
    draw_value (&drawing, i);
  draw_legend (&drawing);
  *height = drawing.y;
  cairo_destroy (drawing.cr);
  g_object_unref (drawing.context);
  return surface;
}

AmiaSheet *
amia_values_paper_new (const AmiaValuesPaper *paper)
{
  AmiaSheet       *sheet = NULL;
  cairo_surface_t *surface = NULL;
  double           height = 0;
  guint            order[AMIA_VALUES];

  g_return_val_if_fail (paper != NULL && paper->all != NULL, NULL);
  g_return_val_if_fail (paper->n_columns > 0, NULL);

  sheet = amia_sheet_new (_ ("Value base over time"), paper->footer);
  amia_sheet_add_text (sheet, paper->about);
  for (gsize i = 0; paper->sentences[i] != NULL; i++)
    amia_sheet_add_text (sheet, paper->sentences[i]);
  surface = record (paper, &height);
  amia_sheet_add_picture (sheet, surface, height);
  amia_values_rank (paper->all, order);
  for (guint i = 0; i < AMIA_VALUES; i++)
    {
      g_autofree char *words = amia_values_words_tally (&paper->all->tallies[order[i]]);

      amia_sheet_add_line (sheet, amia_values_words_value (order[i]), words);
    }

  return sheet;
}
