/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/*
 * Strips: what pages are made of. A strip is as wide as the page and is never cut: a line of
 * writing, a row of tick boxes, a row of a table. What is on it is kept as a list of marks in
 * points from its upper left corner, so that it can be measured and tested before it is drawn.
 */

/**
 * AmiaInkKind:
 * @AMIA_INK_TEXT: one line of a layout
 * @AMIA_INK_RULE: a line, @width along and @height down
 * @AMIA_INK_BOX: an outlined rectangle
 * @AMIA_INK_RING: an outlined circle, or ellipse, in the rectangle
 * @AMIA_INK_DISC: a filled circle in the rectangle
 * @AMIA_INK_FILL: a filled rectangle
 * @AMIA_INK_CROSS: two strokes from corner to corner of the rectangle
 * @AMIA_INK_BAR: a rule down the whole strip and the space above it, so that the bars of strips
 *   that follow each other are one
 * @AMIA_INK_PAGE: the number of the page that a chapter begins on, set flush right at @x
 * @AMIA_INK_PICTURE: a drawing that was made before
 */
typedef enum
{
  AMIA_INK_TEXT,
  AMIA_INK_RULE,
  AMIA_INK_BOX,
  AMIA_INK_RING,
  AMIA_INK_DISC,
  AMIA_INK_FILL,
  AMIA_INK_CROSS,
  AMIA_INK_BAR,
  AMIA_INK_PAGE,
  AMIA_INK_PICTURE,
} AmiaInkKind;

/**
 * AmiaInk:
 * @kind: what it is
 * @layout: (nullable): the text it is a line of; for a page number, a layout to set it in
 * @picture: (nullable): a recording surface
 * @line: which line of the layout; for a page number, which chapter
 * @x: from the left margin
 * @y: from the top of the strip; for a text its base line
 * @width: of a rectangle or rule
 * @height: of a rectangle or rule
 * @weight: how thick a line is
 * @shade: from 0, black, to 1, white
 * @dash: how long the dashes of a rule are, 0 for none
 */
typedef struct
{
  AmiaInkKind      kind;
  PangoLayout     *layout;
  cairo_surface_t *picture;
  int              line;
  double           x;
  double           y;
  double           width;
  double           height;
  double           weight;
  double           shade;
  double           dash;
} AmiaInk;

/**
 * AmiaStrip:
 * @height: of what is on it
 * @space: above it, unless it begins a page
 * @keeps: whether it stays on the same page as the next one
 * @begins_page: whether it begins a new page
 * @tag: (nullable): what it is in a tagged PDF: `H1`, `P`, static
 * @element: strips of the same tag and number are one element
 * @bookmark: (nullable): its name in the PDF's outline
 * @level: of the bookmark, from 0
 * @head: (nullable): set again above this strip where it begins a page: the head of a table
 * @inks: (element-type AmiaInk): what is on it
 */
typedef struct _AmiaStrip AmiaStrip;
struct _AmiaStrip
{
  double      height;
  double      space;
  gboolean    keeps;
  gboolean    begins_page;
  const char *tag;
  guint       element;
  char       *bookmark;
  guint       level;
  AmiaStrip  *head;
  GArray     *inks;
};

/**
 * AmiaPageOfFunc:
 * @chapter: the number of a bookmark of level 0, in the order in which they were made
 * @data: what was given with it
 *
 * Returns: the page that it is on, from 0
 */
typedef guint (*AmiaPageOfFunc) (guint    chapter,
                                 gpointer data);

AmiaStrip *amia_strip_new (double height,
                           double space);
void       amia_strip_free (AmiaStrip *strip);

/**
 * amia_strip_add:
 * @strip: a strip
 * @kind: a kind other than a text
 * @x: its left edge
 * @y: its upper edge
 * @width: its width
 * @height: its height
 *
 * Returns: (transfer none): the mark, to set weight and shade; valid until the next is added
 */
AmiaInk *amia_strip_add (AmiaStrip  *strip,
                         AmiaInkKind kind,
                         double      x,
                         double      y,
                         double      width,
                         double      height);

/**
 * amia_strip_add_picture:
 * @strip: a strip
 * @picture: a recording surface; a reference is kept
 * @x: where its left edge is
 * @y: where its upper edge is
 */
void amia_strip_add_picture (AmiaStrip       *strip,
                             cairo_surface_t *picture,
                             double           x,
                             double           y);

/**
 * amia_strip_add_line:
 * @strip: a strip
 * @layout: a text; a reference is kept
 * @line: which line of it
 * @x: where its left edge is
 * @y: where its upper edge is
 *
 * Returns: the height of the line
 */
double amia_strip_add_line (AmiaStrip   *strip,
                            PangoLayout *layout,
                            int          line,
                            double       x,
                            double       y);

/**
 * amia_strip_add_layout:
 * @strip: a strip
 * @layout: a text; a reference is kept
 * @x: where its left edge is
 * @y: where its upper edge is
 *
 * Adds all lines of a text, aligned as the layout says.
 *
 * Returns: its height
 */
double amia_strip_add_layout (AmiaStrip   *strip,
                              PangoLayout *layout,
                              double       x,
                              double       y);

/** amia_strip_grow: Makes it at least that high. */
void amia_strip_grow (AmiaStrip *strip,
                      double     height);

/**
 * amia_strip_draw:
 * @strip: a strip
 * @cr: where to, in points
 * @x: where its left edge is
 * @y: where its upper edge is
 * @space: how much of the space above it is on the page
 * @page_of: asked for page numbers
 * @data: passed to it
 */
void amia_strip_draw (AmiaStrip     *strip,
                      cairo_t       *cr,
                      double         x,
                      double         y,
                      double         space,
                      AmiaPageOfFunc page_of,
                      gpointer       data);

G_END_DECLS
