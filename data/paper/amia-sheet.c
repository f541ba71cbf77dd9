/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "amia-paper"

#include "config.h"

#include "amia-sheet.h"

#include <cairo-pdf.h>
#include <gio/gio.h>

/* A sheet is a list of blocks, each one or two Pango layouts. Laying out gives every line of every
 * block a page and a height on it; a block may be cut between two lines, a heading never stands
 * alone at the foot of a page. Everything is in points, so that what a printer and a PDF get is the
 * same page. */

#define BODY_FONT      "Cantarell, DejaVu Sans, Sans 10"
#define HEADING_FONT   "Cantarell, DejaVu Sans, Sans Bold 12"
#define TITLE_FONT     "Cantarell, DejaVu Sans, Sans Bold 17"
#define FOOTER_FONT    "Cantarell, DejaVu Sans, Sans 8"
#define CONTENTS_WIDTH (AMIA_SHEET_WIDTH - 2 * AMIA_SHEET_MARGIN)
#define NAME_WIDTH     160.0
#define COLUMN_GAP     12.0
#define FOOTER_HEIGHT  24.0

typedef struct
{
  const char *font;
  char       *name; /* NULL where there is one column */
  char       *text;
  double      space; /* above it, unless it begins a page */
  gboolean    keeps; /* stays with the line that follows */

  PangoLayout *name_layout;
  PangoLayout *text_layout;
} Block;

/* A line of a layout in its place. */
typedef struct
{
  PangoLayoutLine *line;
  guint            page;
  double           x;
  double           y;
} Place;

struct _AmiaSheet
{
  char        *footer;
  GPtrArray   *blocks; /* (element-type Block) */
  GArray      *places; /* (element-type Place) */
  PangoLayout *foot;
  guint        n_pages;
};

static void
block_free (gpointer data)
{
  Block *block = data;

  g_free (block->name);
  g_free (block->text);
  g_clear_object (&block->name_layout);
  g_clear_object (&block->text_layout);
  g_free (block);
}

static void
add_block (AmiaSheet  *self,
           const char *font,
           const char *name,
           const char *text,
           double      space,
           gboolean    keeps)
{
  Block *block = g_new0 (Block, 1);

  block->font = font;
  block->name = g_strdup (name);
  block->text = g_strdup (text);
  block->space = space;
  block->keeps = keeps;
  g_ptr_array_add (self->blocks, block);
}

AmiaSheet *
amia_sheet_new (const char *title,
                const char *footer)
{
  AmiaSheet *self = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_new0 (AmiaSheet, 1);
  self->footer = g_strdup (footer != NULL ? footer : "");
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  add_block (self, TITLE_FONT, NULL, title, 0, TRUE);
  return self;
}

void
amia_sheet_add_heading (AmiaSheet  *self,
                        const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  add_block (self, HEADING_FONT, NULL, text, 18, TRUE);
}

void
amia_sheet_add_text (AmiaSheet  *self,
                     const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  add_block (self, BODY_FONT, NULL, text, 8, FALSE);
}

void
amia_sheet_add_line (AmiaSheet  *self,
                     const char *name,
                     const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (text != NULL);

  add_block (self, BODY_FONT, name, text, 6, FALSE);
}

static PangoLayout *
make_layout (PangoContext *context,
             const char   *font,
             const char   *text,
             double        width)
{
  PangoLayout          *layout = pango_layout_new (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_line_height (PangoLayoutLine *line)
{
  PangoRectangle extents;

  pango_layout_line_get_extents (line, NULL, &extents);
  return (double) extents.height / PANGO_SCALE;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

typedef struct
{
  guint  page;
  double y;
} Cursor;

static double
get_foot (void)
{
  return AMIA_SHEET_HEIGHT - AMIA_SHEET_MARGIN - FOOTER_HEIGHT;
}

static void
turn_page (Cursor *cursor)
{
  cursor->page++;
  cursor->y = AMIA_SHEET_MARGIN;
}

/* Sets a layout line by line from the cursor on; returns where it ended. */
static Cursor
place_layout (AmiaSheet   *self,
              PangoLayout *layout,
              double       x,
              Cursor       cursor)
{
  int n_lines = pango_layout_get_line_count (layout);

  for (int i = 0; i < n_lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle   extents;
      double           height = get_line_height (line);
      Place            place = { line, 0, x, 0 };

      if (cursor.y + height > get_foot ())
        turn_page (&cursor);

      pango_layout_line_get_extents (line, NULL, &extents);
      place.page = cursor.page;
      /* A line is drawn from its base line. */
      place.y = cursor.y - (double) extents.y / PANGO_SCALE;
      g_array_append_val (self->places, place);
      cursor.y += height;
    }

  return cursor;
}

/* How much of what follows must be on the same page: the first line of the next block. */
static double
get_kept_height (AmiaSheet *self,
                 guint      index)
{
  const Block *block = g_ptr_array_index (self->blocks, index);
  const Block *next = NULL;

  if (!block->keeps || index + 1 >= self->blocks->len)
    return get_line_height (pango_layout_get_line_readonly (block->text_layout, 0));

  next = g_ptr_array_index (self->blocks, index + 1);
  return get_height (block->text_layout) + next->space + get_kept_height (self, index + 1);
}

static void
prepare_blocks (AmiaSheet    *self,
                PangoContext *context)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = g_ptr_array_index (self->blocks, i);
      double width = CONTENTS_WIDTH;

      g_clear_object (&block->name_layout);
      g_clear_object (&block->text_layout);
      if (block->name != NULL)
        {
          block->name_layout = make_layout (context, block->font, block->name, NAME_WIDTH);
          width -= NAME_WIDTH + COLUMN_GAP;
        }
      block->text_layout = make_layout (context, block->font, block->text, width);
    }
}

guint
amia_sheet_layout (AmiaSheet    *self,
                   PangoContext *context)
{
  Cursor cursor = { 0, AMIA_SHEET_MARGIN };

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), 0);

  g_array_set_size (self->places, 0);
  prepare_blocks (self, context);
  g_clear_object (&self->foot);
  self->foot = make_layout (context, FOOTER_FONT, "", CONTENTS_WIDTH);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = g_ptr_array_index (self->blocks, i);
      Cursor       name_end;

      cursor.y += cursor.y > AMIA_SHEET_MARGIN ? block->space : 0;
      if (cursor.y + get_kept_height (self, i) > get_foot ())
        turn_page (&cursor);

      name_end = cursor;
      if (block->name_layout != NULL)
        name_end = place_layout (self, block->name_layout, AMIA_SHEET_MARGIN, cursor);
      cursor = place_layout (self,
                             block->text_layout,
                             block->name_layout != NULL
                                 ? AMIA_SHEET_MARGIN + NAME_WIDTH + COLUMN_GAP
                                 : AMIA_SHEET_MARGIN,
                             cursor);
      if (name_end.page > cursor.page || (name_end.page == cursor.page && name_end.y > cursor.y))
        cursor = name_end;
    }

  self->n_pages = cursor.page + 1;
  return self->n_pages;
}

static void
draw_foot (AmiaSheet *self,
           cairo_t   *cr,
           guint      page)
{
  g_autofree char *number = g_strdup_printf ("%u (%u)", page + 1, self->n_pages);
  double           y = AMIA_SHEET_HEIGHT - AMIA_SHEET_MARGIN - 8;

  pango_layout_set_text (self->foot, self->footer, -1);
  pango_layout_set_alignment (self->foot, PANGO_ALIGN_LEFT);
  cairo_move_to (cr, AMIA_SHEET_MARGIN, y);
  pango_cairo_show_layout (cr, self->foot);

  pango_layout_set_text (self->foot, number, -1);
  pango_layout_set_alignment (self->foot, PANGO_ALIGN_RIGHT);
  cairo_move_to (cr, AMIA_SHEET_MARGIN, y);
  pango_cairo_show_layout (cr, self->foot);
}

void
amia_sheet_draw (AmiaSheet *self,
                 cairo_t   *cr,
                 guint      page)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (page < self->n_pages);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->page != page)
        continue;
      cairo_move_to (cr, place->x, place->y);
      pango_cairo_show_layout_line (cr, place->line);
    }
  draw_foot (self, cr, page);
}

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
draw_pdf (AmiaSheet  *self,
          GByteArray *bytes)
{
  PangoFontMap    *fonts = pango_cairo_font_map_new ();
  PangoContext    *context = pango_font_map_create_context (fonts);
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb,
                                                                  bytes,
                                                                  AMIA_SHEET_WIDTH,
                                                                  AMIA_SHEET_HEIGHT);
  cairo_t         *cr = cairo_create (surface);
  cairo_status_t   status;

  pango_cairo_context_set_resolution (context, 72);
  (void) amia_sheet_layout (self, context);
  for (guint page = 0; page < self->n_pages; page++)
    {
      amia_sheet_draw (self, cr, page);
      cairo_show_page (cr);
    }

  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  g_object_unref (context);
  g_object_unref (fonts);
  return status;
}

gboolean
amia_sheet_save_pdf (AmiaSheet  *self,
                     const char *path,
                     GError    **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  status = draw_pdf (self, bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   "Failed to draw the PDF: %s",
                   cairo_status_to_string (status));
      return FALSE;
    }

  return g_file_set_contents_full (path,
                                   (const char *) bytes->data,
                                   (gssize) bytes->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600,
                                   error);
}

void
amia_sheet_free (AmiaSheet *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->blocks);
  g_array_unref (self->places);
  g_clear_object (&self->foot);
  g_free (self->footer);
  g_free (self);
}
